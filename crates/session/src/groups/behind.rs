//! How far a group is behind in time: by the message that it reads next.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use kafka::{End, Isolation, Reader, Record, Sink, Span, TimestampKind};
use serde::{Deserialize, Serialize};
use specta::Type;
use tokio::sync::oneshot;

use super::lag::{Edge, Standing};
use super::samples::{Place, Samples};

/// How long a look at the next messages may take.
const READING: Duration = Duration::from_millis(2500);
/// Bytes that are fetched of a partition at a time: only the first message of them counts.
const FETCH: &str = "16384";
/// Topics that are read from at the same time, each by a client of its own.
const TOPICS: usize = 4;
/// Partitions that are looked at in one go, those with the most lag first.
const PARTITIONS: usize = 64;
/// Between two looks, in ms.
const PAUSE: i64 = 10_000;

/// How far behind in time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Behind {
    /// In ms.
    #[specta(type = u32)]
    pub ms: i64,
    /// How that is known, as “exact, create time”.
    pub method: String,
}

/// The time of a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Stamp {
    /// Ms since 1970.
    pub(crate) at: i64,
    /// Whether the broker set it.
    pub(crate) appended: bool,
}

impl Stamp {
    fn name(self) -> &'static str {
        if self.appended {
            "append time"
        } else {
            "create time"
        }
    }
}

/// The messages that a group was to read next when it was last looked.
#[derive(Debug, Default)]
pub(crate) struct Anchors {
    /// The committed offset at that time, and its message's time, where it has one.
    known: HashMap<Place, (i64, Option<Stamp>)>,
    looked: Option<i64>,
}

impl Anchors {
    /// The partitions to look at now, by topic: the first offset and the one to stop before.
    pub(crate) fn due(&mut self, standings: &[Standing], now: i64) -> BTreeMap<String, Vec<Span>> {
        let mut due: Vec<(i64, &Standing, Span)> = standings
            .iter()
            .filter_map(|standing| {
                let (Edge::At(end), committed) = (&standing.end, standing.committed?) else {
                    return None;
                };
                let lag = standing.messages().filter(|lag| *lag > 0)?;
                let is_known =
                    matches!(self.known.get(&standing.place), Some((at, _)) if *at == committed);
                let span = Span {
                    partition: standing.place.1,
                    from: committed.max(standing.start.unwrap_or(0)),
                    to: Some(*end),
                };
                (!is_known).then_some((lag, standing, span))
            })
            .collect();
        let is_soon = self.looked.is_some_and(|looked| now - looked < PAUSE);
        if due.is_empty() || is_soon {
            return BTreeMap::new();
        }
        self.looked = Some(now);
        due.sort_by_key(|(lag, ..)| std::cmp::Reverse(*lag));
        let mut by_topic: BTreeMap<String, Vec<Span>> = BTreeMap::new();
        for (_, standing, span) in due.into_iter().take(PARTITIONS) {
            by_topic
                .entry(standing.place.0.clone())
                .or_default()
                .push(span);
        }
        by_topic
    }

    /// Takes in what a look has found.
    pub(crate) fn take(&mut self, standings: &[Standing], found: &HashMap<Place, Option<Stamp>>) {
        for standing in standings {
            if let (Some(committed), Some(stamp)) = (standing.committed, found.get(&standing.place))
            {
                self.known
                    .insert(standing.place.clone(), (committed, *stamp));
            }
        }
    }

    /// Partitions that are gone are forgotten.
    pub(crate) fn retain(&mut self, there: impl Fn(&Place) -> bool) {
        self.known.retain(|place, _| there(place));
    }

    /// How far behind a partition is: by its next message where that was looked at, else between the last message that
    /// was and the end of the partition. None where it does not lag, or that is not known.
    pub(crate) fn behind(
        &self,
        standing: &Standing,
        samples: &Samples,
        now: i64,
    ) -> Option<Behind> {
        let Edge::At(end) = standing.end else {
            return None;
        };
        let committed = standing.committed?;
        standing.messages().filter(|lag| *lag > 0)?;
        let (offset, stamp) = self.known.get(&standing.place)?;
        let stamp = (*stamp)?;
        let behind = |at: i64, how: &str| Behind {
            ms: (now - at).max(0),
            method: format!("{how}, {}", stamp.name()),
        };
        if *offset == committed {
            return Some(behind(stamp.at, "exact"));
        }
        if committed < *offset || end <= *offset {
            return None;
        }
        let last = samples.grown(&standing.place)?.max(stamp.at);
        let part = (committed - offset) as f64 / (end - offset) as f64;
        let at = stamp.at + ((last - stamp.at) as f64 * part) as i64;
        Some(behind(at, "interpolated"))
    }
}

/// Reads the first message of each span, and takes its time. A partition whose span holds no message, or one without a
/// time, has none; one that did not answer in time is left out.
pub(crate) async fn stamps(
    cluster: &kafka::Cluster,
    spans: BTreeMap<String, Vec<Span>>,
) -> HashMap<Place, Option<Stamp>> {
    let mut config = cluster.config().clone();
    config
        .properties
        .push(("fetch.message.max.bytes".to_owned(), FETCH.into()));
    let mut all = HashMap::new();
    let spans: Vec<(String, Vec<Span>)> = spans.into_iter().collect();
    for some in spans.chunks(TOPICS) {
        let reading = some
            .iter()
            .map(|(topic, spans)| firsts(&config, topic, spans));
        for (found, (topic, _)) in futures::future::join_all(reading)
            .await
            .into_iter()
            .zip(some)
        {
            all.extend(
                found
                    .into_iter()
                    .map(|(partition, stamp)| ((topic.clone(), partition), stamp)),
            );
        }
    }
    all
}

type Found = BTreeMap<i32, Option<Stamp>>;

async fn firsts(config: &kafka::ClusterConfig, topic: &str, spans: &[Span]) -> Found {
    let found = Arc::new(Mutex::new(Found::new()));
    let (done, over) = oneshot::channel();
    let sink = Firsts {
        wanted: spans.iter().map(|span| span.partition).collect(),
        found: Arc::clone(&found),
        _done: done,
    };
    // What was aborted is as old as what was not.
    let isolation = Isolation::ReadUncommitted;
    if let Ok(reader) = Reader::start(config, topic, spans.to_vec(), isolation, sink) {
        // The sink goes when all is read.
        let _ = tokio::time::timeout(READING, over).await;
        drop(reader);
    }
    std::mem::take(&mut found.lock().unwrap_or_else(PoisonError::into_inner))
}

struct Firsts {
    wanted: BTreeSet<i32>,
    found: Arc<Mutex<Found>>,
    _done: oneshot::Sender<()>,
}

impl Firsts {
    fn take(&mut self, partition: i32, stamp: Option<Stamp>) {
        if self.wanted.remove(&partition) {
            let mut found = self.found.lock().unwrap_or_else(PoisonError::into_inner);
            found.insert(partition, stamp);
        }
    }
}

impl Sink for Firsts {
    fn record(&mut self, record: Record<'_>) {
        let stamp = (record.timestamp >= 0).then_some(Stamp {
            at: record.timestamp,
            appended: record.timestamp_kind == TimestampKind::LogAppend,
        });
        self.take(record.partition, stamp);
    }

    fn end(&mut self, partition: i32, _: i64, _: End) {
        self.take(partition, None);
    }

    fn skipped(&mut self, _: i32, _: i64, _: i64) {}

    fn fault(&mut self, partition: Option<i32>, _: kafka::Error) {
        match partition {
            Some(partition) => _ = self.wanted.remove(&partition),
            None => self.wanted.clear(),
        }
    }

    fn connection(&mut self, lost: Option<kafka::Error>) {
        if lost.is_some() {
            self.wanted.clear();
        }
    }

    fn flush(&mut self) -> bool {
        !self.wanted.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::super::samples::Sample;
    use super::*;

    fn standing(committed: i64, end: i64) -> Standing {
        Standing {
            place: ("orders".to_owned(), 0),
            committed: Some(committed),
            start: Some(0),
            end: Edge::At(end),
        }
    }

    #[test]
    fn between_two_looks_it_is_interpolated_and_said_so() {
        let (mut anchors, mut samples) = (Anchors::default(), Samples::default());
        let place = ("orders".to_owned(), 0);
        for (at, committed, end) in [(90_000, 100, 150), (100_000, 100, 200)] {
            let committed = Some(committed);
            samples.add(place.clone(), Sample { at, committed, end });
        }
        let first = [standing(100, 200)];
        assert_eq!(
            anchors.behind(&first[0], &samples, 100_000),
            None,
            "not looked yet"
        );
        assert_eq!(anchors.due(&first, 100_000).len(), 1);
        let stamp = Stamp {
            at: 60_000,
            appended: false,
        };
        anchors.take(&first, &HashMap::from([(place.clone(), Some(stamp))]));
        let told = |standing: &Standing, now: i64| {
            anchors
                .behind(standing, &samples, now)
                .map(|behind| (behind.ms, behind.method))
        };
        let exact = "exact, create time".to_owned();
        assert_eq!(told(&first[0], 101_000), Some((41_000, exact)));
        // Half of the way between the message of 60 s and the last one, of 100 s.
        let between = "interpolated, create time".to_owned();
        assert_eq!(told(&standing(150, 200), 110_000), Some((30_000, between)));
        assert_eq!(told(&standing(200, 200), 110_000), None, "it does not lag");
        assert_eq!(told(&standing(50, 200), 110_000), None, "it was reset");
        assert!(anchors.due(&[standing(150, 200)], 105_000).is_empty());
        assert_eq!(anchors.due(&[standing(150, 200)], 110_000).len(), 1);
        assert!(anchors.due(&first, 200_000).is_empty(), "it is known");
    }

    #[test]
    fn retention_moves_the_next_message() {
        let mut anchors = Anchors::default();
        let below = Standing {
            start: Some(50),
            ..standing(10, 200)
        };
        let due = anchors.due(&[below], 0);
        assert_eq!(due["orders"][0].from, 50);
    }
}
