//! What was seen of a group over time, bounded.

use std::collections::{BTreeMap, VecDeque};

/// A rate is taken over so many ms at least: less says nothing.
pub(crate) const SETTLED: i64 = 60_000;
/// And over so many at most: what was before says nothing of now.
pub(crate) const RECENT: i64 = 5 * 60_000;
/// Samples lie so far apart, in ms, that those of a group of ten thousand partitions are a few megabytes; the newest one
/// is always kept.
const STEP: i64 = 20_000;
/// How long what was seen of the members is kept, in ms.
const MEMBERS: i64 = 30 * 60_000;
/// And how many changes of them.
const CHANGES: usize = 200;

/// A partition of a topic.
pub(crate) type Place = (String, i32);

/// Where a group and a partition stood.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Sample {
    /// Ms since 1970.
    pub(crate) at: i64,
    /// The committed offset; none where nothing was committed.
    pub(crate) committed: Option<i64>,
    /// The end of the partition.
    pub(crate) end: i64,
}

/// How fast a partition is read and written, in messages a second.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Pace {
    pub(crate) consumed: f64,
    pub(crate) produced: f64,
}

/// What the members of a group looked like.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Membership {
    pub(crate) at: i64,
    /// The members' ids, sorted.
    pub(crate) members: Vec<String>,
    pub(crate) rebalancing: bool,
}

/// The samples of one group.
#[derive(Debug, Default)]
pub(crate) struct Samples {
    partitions: BTreeMap<Place, Track>,
    memberships: VecDeque<Membership>,
}

/// The samples of one partition.
#[derive(Debug)]
struct Track {
    kept: VecDeque<Sample>,
    /// Since when it is watched.
    since: i64,
    /// When the committed offset was last seen to change.
    changed: Option<i64>,
    /// When the end was last seen to change.
    grown: Option<i64>,
}

impl Track {
    fn new(at: i64) -> Self {
        Self {
            kept: VecDeque::new(),
            since: at,
            changed: None,
            grown: None,
        }
    }

    fn add(&mut self, sample: Sample) {
        if let Some(last) = self.kept.back() {
            if sample.committed != last.committed {
                self.changed = Some(sample.at);
            }
            if sample.end != last.end {
                self.grown = Some(sample.at);
            }
            // The group was reset, the topic made again, or the clock set back: what was before is another story.
            if sample.end < last.end || sample.committed < last.committed || sample.at < last.at {
                self.kept.clear();
            }
        }
        // The first commit stays: what is consumed is counted from there.
        if let [.., before, last] = self.kept.make_contiguous()
            && sample.at - before.at < STEP
            && before.committed.is_some() == last.committed.is_some()
        {
            self.kept.pop_back();
        }
        self.kept.push_back(sample);
        // One sample stays that is as old as is looked back.
        while self
            .kept
            .get(1)
            .is_some_and(|second| sample.at - second.at >= RECENT)
        {
            self.kept.pop_front();
        }
    }
}

impl Samples {
    /// Adds what was seen of a partition.
    pub(crate) fn add(&mut self, place: Place, sample: Sample) {
        self.partitions
            .entry(place)
            .or_insert_with(|| Track::new(sample.at))
            .add(sample);
    }

    /// Adds what was seen of the members.
    pub(crate) fn add_membership(&mut self, membership: Membership) {
        let at = membership.at;
        let same = self.memberships.back().is_some_and(|last| {
            last.members == membership.members && last.rebalancing == membership.rebalancing
        });
        if !same {
            self.memberships.push_back(membership);
        }
        while self.memberships.len() > CHANGES
            || self
                .memberships
                .get(1)
                .is_some_and(|second| at - second.at > MEMBERS)
        {
            self.memberships.pop_front();
        }
    }

    /// Partitions that are gone are forgotten.
    pub(crate) fn retain(&mut self, there: impl Fn(&Place) -> bool) {
        self.partitions.retain(|place, _| there(place));
    }

    /// How often the members changed or the group rebalanced in the last `within` ms. A rebalance is seen as such, or by
    /// what it changed; both together are one.
    pub(crate) fn rebalances(&self, now: i64, within: i64) -> usize {
        self.memberships
            .iter()
            .zip(self.memberships.iter().skip(1))
            .filter(|(before, after)| now - after.at <= within && !before.rebalancing)
            .count()
    }

    /// For how long the group has been rebalancing, in ms; none where it is not.
    pub(crate) fn rebalancing(&self, now: i64) -> Option<i64> {
        let since = self
            .memberships
            .iter()
            .rev()
            .take_while(|each| each.rebalancing)
            .last()?;
        Some(now - since.at)
    }

    /// How fast a partition is read and written lately; none until there is a minute of samples.
    pub(crate) fn pace(&self, place: &Place) -> Option<Pace> {
        let kept = &self.partitions.get(place)?.kept;
        let last = kept.back()?;
        let recent = || kept.iter().filter(|first| last.at - first.at <= RECENT);
        let over = |first: &Sample| {
            let span = last.at - first.at;
            (span >= SETTLED).then_some(span as f64 / 1000.0)
        };
        let first = recent().next()?;
        let produced = (last.end - first.end) as f64 / over(first)?;
        let consumed = match last.committed {
            // A first commit is no consumption: it may be anywhere.
            Some(now) => {
                let first = recent().find(|first| first.committed.is_some())?;
                (now - first.committed?) as f64 / over(first)?
            }
            None => 0.0,
        };
        Some(Pace { consumed, produced })
    }

    /// When the committed offset was last seen to change; none where it was not since the samples begin.
    pub(crate) fn changed(&self, place: &Place) -> Option<i64> {
        self.partitions.get(place)?.changed
    }

    /// For how long the committed offset has stood still, as far as was seen, in ms.
    pub(crate) fn still(&self, place: &Place, now: i64) -> i64 {
        self.partitions
            .get(place)
            .map_or(0, |track| now - track.changed.unwrap_or(track.since))
    }

    /// The last time at which something can have been written to a partition, as far as was seen.
    pub(crate) fn grown(&self, place: &Place) -> Option<i64> {
        let track = self.partitions.get(place)?;
        Some(track.grown.unwrap_or(track.since))
    }

    /// The group's whole lag then and now, over the ms between: of those partitions that are watched that long. None
    /// until there is a minute of samples.
    pub(crate) fn lags(&self) -> Option<(i64, i64, i64)> {
        let lag = |sample: &Sample| {
            sample
                .committed
                .map_or(0, |committed| (sample.end - committed).max(0))
        };
        let mut sum = None;
        for track in self.partitions.values() {
            let Some(last) = track.kept.back() else {
                continue;
            };
            let then = track
                .kept
                .iter()
                .find(|sample| last.at - sample.at <= RECENT);
            let Some(then) = then.filter(|then| last.at - then.at >= SETTLED) else {
                continue;
            };
            let (before, now, over) = sum.unwrap_or((0, 0, 0));
            sum = Some((
                before + lag(then),
                now + lag(last),
                (last.at - then.at).max(over),
            ));
        }
        sum
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place() -> Place {
        ("orders".to_owned(), 0)
    }

    fn filled(samples: &[(i64, Option<i64>, i64)]) -> Samples {
        let mut filled = Samples::default();
        for (seconds, committed, end) in samples {
            filled.add(
                place(),
                Sample {
                    at: seconds * 1000,
                    committed: *committed,
                    end: *end,
                },
            );
        }
        filled
    }

    #[test]
    fn a_pace_needs_a_minute_and_looks_back_five() {
        let samples = filled(&[(0, Some(0), 0), (30, Some(300), 600)]);
        assert_eq!(samples.pace(&place()), None);
        let samples = filled(&[(0, Some(0), 0), (60, Some(600), 1200)]);
        let pace = Pace {
            consumed: 10.0,
            produced: 20.0,
        };
        assert_eq!(samples.pace(&place()), Some(pace));
        assert_eq!(samples.lags(), Some((0, 600, 60_000)));
        // What was fast half an hour ago is slow now.
        let samples = filled(&[
            (0, Some(0), 0),
            (1500, Some(15_000), 15_000),
            (1800, Some(15_300), 15_600),
        ]);
        assert_eq!(
            samples.pace(&place()).map(|pace| pace.consumed),
            Some(1.0),
            "of the last five minutes alone"
        );
    }

    #[test]
    fn many_samples_are_few() {
        let mut samples = Samples::default();
        for second in 0..4000 {
            let sample = Sample {
                at: second * 1000,
                committed: Some(second * 5),
                end: second * 7,
            };
            samples.add(place(), sample);
        }
        assert!(samples.partitions[&place()].kept.len() <= 18);
        let pace = samples.pace(&place()).expect("a pace");
        assert!((pace.consumed - 5.0).abs() < 1e-9 && (pace.produced - 7.0).abs() < 1e-9);
    }

    #[test]
    fn a_reset_or_a_first_commit_is_no_consumption() {
        let samples = filled(&[
            (0, Some(900), 1000),
            (60, Some(0), 1000),
            (90, Some(300), 1000),
        ]);
        assert_eq!(samples.pace(&place()), None, "begun anew");
        assert_eq!(samples.changed(&place()), Some(90_000));
        let consumed =
            |samples: &[(i64, Option<i64>, i64)]| Some(filled(samples).pace(&place())?.consumed);
        let (none, first) = ((0, None, 1000), (5, Some(1000), 1000));
        assert_eq!(consumed(&[none, (60, None, 1000)]), Some(0.0));
        let minute = (60, Some(1550), 2000);
        let between = (10, Some(1050), 1000);
        assert_eq!(
            consumed(&[none, first, between, minute]),
            None,
            "not a minute of commits yet"
        );
        assert_eq!(
            consumed(&[none, first, between, minute, (65, Some(1600), 2000)]),
            Some(10.0),
            "since the first commit"
        );
    }

    #[test]
    fn how_long_it_stands_still_is_known_from_what_was_seen() {
        let samples = filled(&[(0, Some(5), 10), (40, Some(5), 20), (70, Some(5), 20)]);
        assert_eq!(samples.changed(&place()), None);
        assert_eq!(samples.still(&place(), 70_000), 70_000);
        assert_eq!(samples.grown(&place()), Some(40_000));
    }

    #[test]
    fn a_rebalance_is_counted_once() {
        let mut samples = Samples::default();
        let mut see = |second: i64, members: &[&str], rebalancing: bool| {
            samples.add_membership(Membership {
                at: second * 1000,
                members: members.iter().map(|&id| id.to_owned()).collect(),
                rebalancing,
            });
        };
        see(0, &["a"], false);
        see(5, &["a"], false);
        see(10, &["a", "b"], true);
        see(15, &["a", "b"], false);
        // One that was over before it was looked at.
        see(20, &["a", "c"], false);
        see(25, &["a", "c"], true);
        see(55, &["a", "c", "d"], true);
        assert_eq!(samples.rebalances(60_000, 300_000), 3);
        assert_eq!(samples.rebalances(321_000, 300_000), 1, "the last alone");
        assert_eq!(samples.rebalancing(60_000), Some(35_000));
    }
}
