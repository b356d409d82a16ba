//! What the newest messages of a topic are like: sizes, formats, keys, and how they spread over the partitions.

mod shares;
mod tally;

use std::sync::{Arc, Mutex, PoisonError};

use kafka::Span;
use serde::{Deserialize, Serialize};
use specta::Type;

use crate::amount::counted;
use crate::failure::{Failure, Result};
use crate::feed::{Feed, Reading};
use crate::jobs::{Control, Outcome};
use crate::lost::Lost;
use crate::progress::Progress;
use crate::range::Range;
use crate::sink::Event;
use crate::spec::{Order, Until, ViewSpec};
use shares::shares;
pub(crate) use tally::Tally;

/// Messages that a sample may have.
const MOST: u32 = 1_000_000;

/// What a sample of a topic is like. It is told while the sample is read, too.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Analysis {
    /// Messages read so far.
    pub read: u32,
    /// Messages of the sample: the newest of each partition.
    pub sample: u32,
    /// Offsets that the topic spans; with compaction and transactions it holds fewer messages.
    pub spanned: String,
    /// By number.
    pub partitions: Vec<PartitionShare>,
    /// The keys.
    pub key: PartAnalysis,
    /// The values.
    pub value: PartAnalysis,
    /// Different keys, null not counted.
    pub keys: u32,
    /// Names of headers and in how many messages they are, the most frequent 20 first.
    pub headers: Vec<NamedCount>,
    /// Times of the oldest and the newest message read, in ms since 1970.
    #[specta(type = Option<(i32, i32)>)]
    pub times: Option<(i64, i64)>,
}

/// A partition of a sample.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct PartitionShare {
    /// Its number.
    pub partition: i32,
    /// Offsets that it spans.
    pub spanned: String,
    /// Messages read of it.
    pub read: u32,
    /// Bytes of their keys and values.
    #[specta(type = u32)]
    pub bytes: u64,
    /// Those without a value.
    pub tombstones: u32,
    /// Why it isn't read.
    pub problem: Option<String>,
}

/// The keys, or the values, of a sample.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct PartAnalysis {
    /// Messages without one.
    pub nulls: u32,
    /// What the others look like, the most frequent 20 first.
    pub formats: Vec<NamedCount>,
    /// Their sizes; none where all are null.
    pub sizes: Option<Sizes>,
}

/// Sizes in bytes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Sizes {
    /// The smallest.
    pub least: u32,
    /// Half of them are not larger.
    pub median: u32,
    /// 95 of 100 are not larger.
    pub p95: u32,
    /// 99 of 100 are not larger.
    pub p99: u32,
    /// The largest.
    pub most: u32,
    /// All together, divided by their number.
    pub mean: u32,
    /// How many there are up to each power of two, from the first that holds any to the last.
    pub steps: Vec<SizeStep>,
}

/// So many sizes above half of `up_to`, and not above it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct SizeStep {
    /// Bytes, a power of two.
    pub up_to: u32,
    /// How many.
    pub count: u32,
}

/// How often something was seen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct NamedCount {
    /// What.
    pub name: String,
    /// In how many messages.
    pub count: u32,
}

/// A sample that can be read: the topic is there, and its partitions have answered.
pub(crate) struct Sample {
    topic: String,
    spans: Vec<Range>,
    tally: Arc<Mutex<Tally>>,
}

impl Sample {
    /// Settles which messages are read: `sample` of them, shared by the partitions as evenly as they allow.
    ///
    /// # Errors
    /// Where `sample` is 0 or above 1,000,000, or why the topic can't be read.
    pub(crate) async fn prepare(
        cluster: &kafka::Cluster,
        topic: &str,
        sample: u32,
    ) -> Result<Self> {
        if !(1..=MOST).contains(&sample) {
            return Err(Failure::invalid(
                "A sample has from 1 to 1,000,000 messages.",
            ));
        }
        let all = ViewSpec {
            until: Some(Until::Now),
            ..ViewSpec::of(topic)
        };
        let ranges = crate::range::resolve(cluster, &all).await?;
        if let Some(problem) = all_failed(&ranges) {
            return Err(problem);
        }
        let sizes: Vec<u64> = ranges.iter().map(spanned).collect();
        let spans: Vec<Range> = ranges
            .iter()
            .zip(shares(&sizes, u64::from(sample)))
            .map(|(range, share)| Range {
                start: range.end - share as i64,
                ..range.clone()
            })
            .collect();
        Ok(Self {
            topic: topic.to_owned(),
            tally: Arc::new(Mutex::new(Tally::new(&ranges, &spans))),
            spans,
        })
    }

    /// What is known so far, while it is read and after.
    pub(crate) fn tally(&self) -> Arc<Mutex<Tally>> {
        Arc::clone(&self.tally)
    }

    /// Reads it.
    ///
    /// # Errors
    /// Why a partition can't be read any more.
    pub(crate) async fn run(self, cluster: kafka::Cluster, control: Control) -> Result<Outcome> {
        let spans: Vec<Span> = self
            .spans
            .iter()
            .filter(|range| range.problem.is_none() && range.start < range.end)
            .map(|range| Span {
                partition: range.partition,
                from: range.start,
                to: Some(range.end),
            })
            .collect();
        control.set_total(self.spans.iter().map(spanned).sum());
        if !spans.is_empty() {
            let reading = Reading {
                topic: &self.topic,
                uncommitted: false,
                key: None,
            };
            let mut feed = Feed::forward(&cluster, &reading, spans)?;
            let mut progress = Progress::new(self.spans.clone(), Order::Oldest, false);
            let mut lost = Lost::default();
            while !progress.is_done() {
                let Some(event) = lost.next(&mut feed, &control).await? else {
                    return Ok(Outcome::Stopped(format!("Stopped: {}.", self.looked_at())));
                };
                progress.apply(&event);
                match event {
                    Event::Fault {
                        failure,
                        gone: true,
                        ..
                    } => return Err(failure),
                    Event::Records(batch, _) => {
                        let mut tally = self.tally.lock().unwrap_or_else(PoisonError::into_inner);
                        batch.iter().for_each(|record| tally.add(&record));
                    }
                    _ => {}
                }
                control.done(progress.read());
            }
        }
        Ok(Outcome::Done(format!("{}.", self.looked_at())))
    }

    fn looked_at(&self) -> String {
        let tally = self.tally.lock().unwrap_or_else(PoisonError::into_inner);
        let read = u64::from(tally.read());
        format!(
            "{} {} looked at",
            counted(read, "message"),
            if read == 1 { "was" } else { "were" }
        )
    }
}

fn spanned(range: &Range) -> u64 {
    match range.problem {
        Some(_) => 0,
        None => (range.end - range.start).max(0) as u64,
    }
}

fn all_failed(ranges: &[Range]) -> Option<Failure> {
    let mut problems = ranges.iter().map(|range| range.problem.clone());
    let first = problems.next()??;
    problems.all(|problem| problem.is_some()).then_some(first)
}
