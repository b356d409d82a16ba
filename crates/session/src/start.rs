use std::collections::HashMap;
use std::time::Duration;

use chrono::Utc;
use kafka::{OffsetQuery, PartitionOffset};
use serde::{Deserialize, Serialize};
use specta::Type;

use crate::failure::{Code, Failure, Result};
use crate::moment;

/// How long the brokers have to say where a topic begins and ends.
const ASKING: Duration = Duration::from_secs(10);

/// Where to start to read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(tag = "kind", rename_all = "camelCase")]
pub enum Start {
    /// At the end: only what comes from now on.
    Latest,
    /// At the first record that is still there.
    Earliest,
    /// So many records before the end, spread over the partitions.
    Last {
        /// How many, at most.
        count: u32,
    },
    /// At an offset in each partition.
    Offset {
        /// The offset, as decimal text.
        offset: String,
    },
    /// At a time.
    Time {
        /// As people write it: “2h ago”, ISO 8601, epoch milliseconds.
        text: String,
        /// Whether a text without a zone means UTC, else local time.
        utc: bool,
    },
}

/// What to read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ViewSpec {
    /// The topic.
    pub topic: String,
    /// Where to start.
    pub start: Start,
    /// The partitions; none for all.
    pub partitions: Option<Vec<i32>>,
    /// Text that key or value must contain; empty for no filter.
    pub filter: String,
    /// Whether to go on living after the end as it was at the start.
    pub follow: bool,
}

/// A partition's range, as it was when reading started. Offsets; `end` is exclusive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Range {
    pub(crate) partition: i32,
    pub(crate) start: i64,
    pub(crate) end: i64,
    /// Why the partition can't be read.
    pub(crate) problem: Option<Failure>,
}

/// Asks where the topic's partitions begin and end, and settles where to start in each.
pub(crate) async fn resolve(cluster: &kafka::Cluster, spec: &ViewSpec) -> Result<Vec<Range>> {
    let time = match &spec.start {
        Start::Time { text, utc } => Some(moment::parse(text, *utc, Utc::now())?),
        _ => None,
    };
    let offset = match &spec.start {
        Start::Offset { offset } => Some(
            offset
                .trim()
                .replace(['\u{202f}', ',', ' '], "")
                .parse::<i64>()
                .ok()
                .filter(|offset| *offset >= 0)
                .ok_or_else(|| {
                    Failure::invalid(format!("“{offset}” is not an offset."))
                        .hint("Write a whole number from 0 on.")
                })?,
        ),
        _ => None,
    };
    let topic = cluster
        .metadata(Some(&spec.topic), ASKING)
        .await?
        .topics
        .into_iter()
        .next()
        .ok_or_else(|| {
            Failure::new(
                Code::NotFound,
                format!("There is no topic “{}”.", spec.topic),
            )
        })?;
    let known: Vec<i32> = topic
        .partitions
        .iter()
        .map(|partition| partition.id)
        .collect();
    let wanted = match &spec.partitions {
        None => known.clone(),
        Some(chosen) => match chosen.iter().find(|partition| !known.contains(partition)) {
            Some(missing) => {
                return Err(Failure::invalid(format!(
                    "“{}” has no partition {missing}.",
                    spec.topic
                ))
                .hint(format!(
                    "It has the partitions 0 to {}.",
                    known.len().saturating_sub(1)
                )));
            }
            None => chosen.clone(),
        },
    };
    if wanted.is_empty() {
        return Err(Failure::invalid("No partition is chosen.").hint("Choose at least one."));
    }
    // A partition without a leader would make the whole question wait for it.
    let led: Vec<(String, i32)> = topic
        .partitions
        .iter()
        .filter(|partition| wanted.contains(&partition.id) && partition.leader.is_some())
        .map(|partition| (spec.topic.clone(), partition.id))
        .collect();
    let (earliest, latest, at) = tokio::join!(
        cluster.offsets(led.clone(), OffsetQuery::Earliest, ASKING),
        cluster.offsets(led.clone(), OffsetQuery::Latest, ASKING),
        async {
            match time {
                Some(time) => {
                    cluster
                        .offsets(led.clone(), OffsetQuery::Time(time), ASKING)
                        .await
                }
                None => Ok(Vec::new()),
            }
        },
    );
    let (earliest, latest, at) = (
        by_partition(earliest?),
        by_partition(latest?),
        by_partition(at?),
    );
    let mut ranges: Vec<Range> = wanted
        .iter()
        .map(|partition| {
            let none = || {
                Err(Failure::new(
                    Code::Unreachable,
                    format!("Partition {partition} has no leader."),
                ))
            };
            let first = earliest.get(partition).cloned().unwrap_or_else(none);
            let last = latest.get(partition).cloned().unwrap_or_else(none);
            match (first, last) {
                (Ok(first), Ok(last)) => {
                    let (first, end) = (first.unwrap_or(0), last.unwrap_or(0));
                    let start = match &spec.start {
                        Start::Latest => end,
                        Start::Earliest | Start::Last { .. } => first,
                        Start::Offset { .. } => offset.unwrap_or(first),
                        Start::Time { .. } => at
                            .get(partition)
                            .and_then(|found| found.clone().ok().flatten())
                            .unwrap_or(end),
                    };
                    Range {
                        partition: *partition,
                        start: start.clamp(first, end.max(first)),
                        end,
                        problem: None,
                    }
                }
                (Err(problem), _) | (_, Err(problem)) => Range {
                    partition: *partition,
                    start: 0,
                    end: 0,
                    problem: Some(problem),
                },
            }
        })
        .collect();
    if let Some(problem) = ranges
        .iter()
        .all(|range| range.problem.is_some())
        .then(|| ranges[0].problem.clone())
        .flatten()
    {
        return Err(problem);
    }
    let last = ranges.iter().map(|range| range.end).max().unwrap_or(0);
    if let Some(offset) = offset.filter(|offset| *offset > last) {
        return Err(
            Failure::invalid(format!("Offset {offset} is not there yet.")).hint(format!(
                "The topic goes up to offset {last}. Start at latest to wait for what comes."
            )),
        );
    }
    if let Start::Last { count } = spec.start {
        take_last(&mut ranges, i64::from(count));
    }
    Ok(ranges)
}

fn by_partition(answers: Vec<PartitionOffset>) -> HashMap<i32, Result<Option<i64>>> {
    answers
        .into_iter()
        .map(|answer| (answer.partition, answer.offset.map_err(Failure::from)))
        .collect()
}

/// Spreads `count` records over the partitions; what a short one can't give, the others give.
fn take_last(ranges: &mut [Range], count: i64) {
    let mut shortest: Vec<usize> = (0..ranges.len()).collect();
    shortest.sort_by_key(|index| ranges[*index].end - ranges[*index].start);
    let mut left = count;
    for (position, index) in shortest.iter().enumerate() {
        let others = (shortest.len() - position) as i64;
        let range = &mut ranges[*index];
        let share = (left + others - 1) / others;
        let taken = share.min(range.end - range.start);
        range.start = range.end - taken;
        left -= taken;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lasts(sizes: &[i64], count: i64) -> Vec<i64> {
        let mut ranges: Vec<Range> = sizes
            .iter()
            .enumerate()
            .map(|(partition, size)| Range {
                partition: partition as i32,
                start: 100,
                end: 100 + size,
                problem: None,
            })
            .collect();
        take_last(&mut ranges, count);
        ranges.iter().map(|range| range.end - range.start).collect()
    }

    #[test]
    fn the_last_records_are_spread_over_the_partitions() {
        for (sizes, count, expected) in [
            (vec![1000, 1000], 10, vec![5, 5]),
            (vec![1000, 2, 1000], 12, vec![5, 2, 5]),
            (vec![0, 0, 7], 500, vec![0, 0, 7]),
            (vec![10, 10, 10], 4, vec![2, 1, 1]),
            (vec![5], 0, vec![0]),
        ] {
            assert_eq!(lasts(&sizes, count), expected, "{sizes:?} {count}");
        }
    }
}
