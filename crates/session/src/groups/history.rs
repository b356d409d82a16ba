//! How the lag of a group went, kept over restarts: a ring of a day.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use specta::Type;

use super::samples::Place;
use crate::versioned::VersionedFile;

/// Between two points, in ms.
pub(crate) const STEP: i64 = 15_000;
/// Points that are kept: a day.
const POINTS: usize = 24 * 60 * 4;
/// Points of one answer at most; of a longer time each stands for several.
const ANSWER: usize = 720;
/// Partitions of a point, those with the most lag.
const WORST: usize = 5;
/// Partitions that a file names.
const PLACES: usize = 64;
/// Between two times that the file is written, in ms.
const WRITING: i64 = 60_000;
/// Groups of a connection whose history is kept.
const FILES: usize = 64;

/// A group's lag over time. A point without a number was not measured.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct LagHistory {
    /// The first point, in ms since 1970.
    #[specta(type = u32)]
    pub from_ms: i64,
    /// Between two points, in ms.
    #[specta(type = u32)]
    pub step_ms: i64,
    /// The lag over all partitions, in messages.
    #[specta(type = Vec<Option<u32>>)]
    pub total: Vec<Option<i64>>,
    /// Messages written a second.
    #[specta(type = Vec<Option<u32>>)]
    pub produced: Vec<Option<f64>>,
    /// Messages read a second.
    #[specta(type = Vec<Option<u32>>)]
    pub consumed: Vec<Option<f64>>,
    /// The partitions with the most lag.
    pub partitions: Vec<PartitionHistory>,
}

/// A partition's lag over time, point by point as in [`LagHistory`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct PartitionHistory {
    /// The topic.
    pub topic: String,
    /// The partition.
    pub partition: i32,
    /// In messages.
    #[specta(type = Vec<Option<u32>>)]
    pub lag: Vec<Option<i64>>,
}

/// What was measured at a time.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Measured {
    pub(crate) total: i64,
    pub(crate) produced: Option<f64>,
    pub(crate) consumed: Option<f64>,
    pub(crate) partitions: Vec<(Place, i64)>,
}

/// The history of one group and its file.
#[derive(Debug)]
pub(crate) struct History {
    kept: Kept,
    /// None where there is no folder for it.
    file: Option<VersionedFile>,
    /// When, in ms since 1970.
    written: Option<i64>,
}

/// What the file holds.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Kept {
    group: String,
    places: Vec<Place>,
    points: Vec<Point>,
}

/// A point: its number since 1970 in steps, the lag, the rates, and lags of partitions by their place in the list.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Point(i64, i64, Option<f64>, Option<f64>, Vec<(u16, i64)>);

impl History {
    /// Reads what is kept of a group; nothing where it can't be read.
    pub(crate) fn load(folder: Option<&Path>, group: &str) -> Self {
        let mut file = folder.map(|folder| VersionedFile::new(folder.join(file_name(group)), 1));
        let kept = file.as_mut().map(|file| {
            let (kept, notice) = file.load::<Kept>();
            if let Some(notice) = notice {
                tracing::warn!("{}", notice.message);
            }
            kept
        });
        let mut kept = kept.unwrap_or_default();
        if kept.group != group {
            kept = Kept {
                group: group.to_owned(),
                ..Kept::default()
            };
        }
        let named = kept.places.len();
        for point in &mut kept.points {
            point.4.retain(|(place, _)| usize::from(*place) < named);
        }
        Self {
            kept,
            file,
            written: None,
        }
    }

    /// Adds what was measured at `now`, in ms since 1970. Two in one step are one point. Says whether the file is due.
    pub(crate) fn add(&mut self, now: i64, mut measured: Measured) -> bool {
        let step = now / STEP;
        let points = &mut self.kept.points;
        // A clock that was set back: what lies in the future is wrong.
        while points.last().is_some_and(|last| last.0 >= step) {
            points.pop();
        }
        measured.partitions.retain(|(_, lag)| *lag > 0);
        measured
            .partitions
            .sort_by_key(|(_, lag)| std::cmp::Reverse(*lag));
        measured.partitions.truncate(WORST);
        let partitions = measured
            .partitions
            .into_iter()
            .map(|(place, lag)| (self.place(place), lag))
            .collect();
        let points = &mut self.kept.points;
        let rate = |rate: Option<f64>| rate.map(|rate| (rate * 10.0).round() / 10.0);
        points.push(Point(
            step,
            measured.total,
            rate(measured.produced),
            rate(measured.consumed),
            partitions,
        ));
        let surplus = points.len().saturating_sub(POINTS);
        points.drain(..surplus);
        let lately = |at: i64| (0..WRITING).contains(&(now - at));
        if self.written.is_some_and(lately) {
            return false;
        }
        self.written = Some(now);
        true
    }

    /// The number of a place; when there are too many of them, those that no point names are let go.
    fn place(&mut self, place: Place) -> u16 {
        let kept = &mut self.kept;
        if let Some(at) = kept.places.iter().position(|known| *known == place) {
            return at as u16;
        }
        if kept.places.len() >= PLACES {
            // Points of before keep their sums.
            kept.places.clear();
            for point in &mut kept.points {
                point.4.clear();
            }
        }
        kept.places.push(place);
        (kept.places.len() - 1) as u16
    }

    /// What writes the file; to be called where it may block.
    pub(crate) fn writing(&self) -> Option<impl FnOnce() + Send + use<>> {
        let file = self.file.clone()?;
        let kept = self.kept.clone();
        Some(move || {
            if let Err(failure) = file.save(&kept) {
                tracing::warn!("{}", failure.message);
            }
        })
    }

    /// From a time on; both in ms since 1970.
    pub(crate) fn since(&self, since: i64, now: i64) -> LagHistory {
        let last = now / STEP;
        let first = (since / STEP).clamp(last - POINTS as i64 + 1, last);
        let count = (last - first + 1) as usize;
        let merge = count.div_ceil(ANSWER).max(1);
        let length = count.div_ceil(merge);
        let mut told = LagHistory {
            from_ms: first * STEP,
            step_ms: STEP * merge as i64,
            total: vec![None; length],
            produced: vec![None; length],
            consumed: vec![None; length],
            partitions: Vec::new(),
        };
        let points: Vec<(usize, &Point)> = self
            .kept
            .points
            .iter()
            .filter(|point| (first..=last).contains(&point.0))
            .map(|point| ((point.0 - first) as usize / merge, point))
            .collect();
        let mut worst: Vec<i64> = vec![0; self.kept.places.len()];
        for (at, point) in &points {
            // Of several the last one stands.
            told.total[*at] = Some(point.1);
            told.produced[*at] = point.2;
            told.consumed[*at] = point.3;
            for (place, lag) in &point.4 {
                let most = &mut worst[usize::from(*place)];
                *most = (*most).max(*lag);
            }
        }
        let mut places: Vec<usize> = (0..worst.len()).filter(|at| worst[*at] > 0).collect();
        places.sort_by_key(|at| std::cmp::Reverse(worst[*at]));
        places.truncate(WORST);
        told.partitions = places
            .into_iter()
            .map(|index| {
                let (topic, partition) = self.kept.places[index].clone();
                let mut lag = vec![None; length];
                for (at, point) in &points {
                    let own = point
                        .4
                        .iter()
                        .find(|(place, _)| usize::from(*place) == index);
                    // Less than the worst of then, and not known.
                    lag[*at] = own.map(|(_, lag)| *lag);
                }
                PartitionHistory {
                    topic,
                    partition,
                    lag,
                }
            })
            .collect();
        told
    }
}

/// The folder of a connection's histories.
pub(crate) fn folder(root: &Path, connection: &str) -> PathBuf {
    root.join("lag").join(connection)
}

/// Removes a connection's histories.
pub(crate) fn forget(root: &Path, connection: &str) {
    // There may be none.
    let _ = fs::remove_dir_all(folder(root, connection));
}

/// Lets the oldest files go where there are too many.
pub(crate) fn prune(folder: &Path) {
    let Ok(entries) = fs::read_dir(folder) else {
        return;
    };
    let files: BTreeSet<(std::time::SystemTime, PathBuf)> = entries
        .flatten()
        .filter_map(|entry| Some((entry.metadata().ok()?.modified().ok()?, entry.path())))
        .collect();
    for (_, path) in files.iter().take(files.len().saturating_sub(FILES)) {
        let _ = fs::remove_file(path);
    }
}

/// A group's name may hold anything: letters of it for people, a sum for the rest.
fn file_name(group: &str) -> String {
    let letters: String = group
        .chars()
        .filter(|letter| letter.is_ascii_alphanumeric() || "-_".contains(*letter))
        .take(60)
        .collect();
    format!(
        "{letters}-{:08x}{:x}.json",
        crc32fast::hash(group.as_bytes()),
        group.len()
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn measured(total: i64, partitions: &[(i32, i64)]) -> Measured {
        Measured {
            total,
            produced: Some(10.04),
            consumed: None,
            partitions: partitions
                .iter()
                .map(|(partition, lag)| (("orders".to_owned(), *partition), *lag))
                .collect(),
        }
    }

    #[test]
    fn what_was_not_measured_is_a_gap() {
        let mut history = History::load(None, "a");
        for (step, total) in [(0, 5), (1, 6), (4, 9)] {
            history.add(step * STEP, measured(total, &[(0, total), (1, 0)]));
        }
        let told = history.since(0, 5 * STEP);
        let expected = [Some(5), Some(6), None, None, Some(9), None];
        assert_eq!(told.total, expected);
        assert_eq!(told.produced[1], Some(10.0));
        assert_eq!((told.from_ms, told.step_ms), (0, STEP));
        assert_eq!(told.partitions.len(), 1, "the other has no lag");
        assert_eq!(told.partitions[0].lag, expected);
    }

    #[test]
    fn it_is_there_after_a_restart_and_of_this_group_alone() {
        let folder = tempfile::tempdir().expect("a folder");
        let mut history = History::load(Some(folder.path()), "a/b");
        assert!(history.add(STEP, measured(7, &[(3, 7)])), "due at once");
        history.writing().expect("a file")();
        assert!(
            !history.add(2 * STEP, measured(8, &[])),
            "not again so soon"
        );
        assert!(history.add(6 * STEP, measured(9, &[])));
        let again = History::load(Some(folder.path()), "a/b");
        assert_eq!(again.since(0, STEP).total, [None, Some(7)]);
        let other = History::load(Some(folder.path()), "ab");
        assert_eq!(other.since(0, STEP).total, [None, None]);
    }

    #[test]
    fn it_is_bounded_in_time_places_answers_and_files() {
        let mut history = History::load(None, "a");
        for step in 0..(POINTS as i64 + 500) {
            let place = (step % 200) as i32;
            history.add(step * STEP, measured(step, &[(place, step)]));
        }
        assert_eq!(history.kept.points.len(), POINTS);
        assert!(history.kept.places.len() <= PLACES);
        let told = history.since(0, (POINTS as i64 + 499) * STEP);
        assert!(told.total.len() <= ANSWER && told.total.iter().all(Option::is_some));
        assert_eq!(told.total.last(), Some(&Some(POINTS as i64 + 499)));
        assert!(told.partitions.len() <= WORST);
        let folder = tempfile::tempdir().expect("a folder");
        for number in 0..FILES + 3 {
            fs::write(folder.path().join(number.to_string()), "{}").expect("written");
        }
        prune(folder.path());
        assert_eq!(fs::read_dir(folder.path()).expect("files").count(), FILES);
    }

    #[test]
    fn a_clock_that_was_set_back_begins_anew() {
        let mut history = History::load(None, "a");
        history.add(100 * STEP, measured(1, &[]));
        history.add(10 * STEP, measured(2, &[]));
        assert_eq!(history.kept.points.len(), 1);
        assert_eq!(history.since(10 * STEP, 10 * STEP).total, [Some(2)]);
    }
}
