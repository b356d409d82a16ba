use std::collections::HashMap;
use std::time::Duration;

use chrono::Utc;
use kafka::{OffsetQuery, PartitionOffset};

use crate::failure::{Code, Failure, Result};
use crate::moment;
use crate::spec::{Start, Until, ViewSpec};

/// How long the brokers have to say where a topic begins and ends.
const ASKING: Duration = Duration::from_secs(10);

/// A partition's range, as it was when reading started. Offsets; `end` is exclusive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Range {
    pub(crate) partition: i32,
    pub(crate) start: i64,
    pub(crate) end: i64,
    /// Why the partition can't be read.
    pub(crate) problem: Option<Failure>,
}

/// Asks where the topic's partitions begin and end, and settles where to start and to stop in each.
pub(crate) async fn resolve(cluster: &kafka::Cluster, spec: &ViewSpec) -> Result<Vec<Range>> {
    let asked = Asked::of(spec)?;
    let wanted = partitions(cluster, spec, &asked).await?;
    // A partition without a leader would make the whole question wait for it.
    let led: Vec<(String, i32)> = wanted
        .iter()
        .filter(|(_, led)| *led)
        .map(|(partition, _)| (spec.topic.clone(), *partition))
        .collect();
    let at = async |time: Option<i64>| match time {
        Some(time) => offsets(cluster, &led, OffsetQuery::Time(time)).await,
        None => Ok(HashMap::new()),
    };
    let group = async || match &spec.start {
        Start::Group { group } => committed(cluster, group, &spec.topic).await,
        _ => Ok(HashMap::new()),
    };
    let (earliest, latest, since, before, committed) = tokio::join!(
        offsets(cluster, &led, OffsetQuery::Earliest),
        offsets(cluster, &led, OffsetQuery::Latest),
        at(asked.since),
        at(asked.before),
        group(),
    );
    let (earliest, latest, since, before, committed) =
        (earliest?, latest?, since?, before?, committed?);
    let none = |partition: i32| {
        Err(Failure::new(
            Code::Unreachable,
            format!("Partition {partition} has no leader."),
        ))
    };
    let found = |answers: &HashMap<i32, Result<Option<i64>>>, partition: &i32| {
        answers
            .get(partition)
            .and_then(|answer| answer.clone().ok().flatten())
    };
    let mut ranges: Vec<Range> = wanted
        .iter()
        .map(|(partition, _)| {
            let first = earliest.get(partition).cloned();
            let last = latest.get(partition).cloned();
            let known = first
                .unwrap_or_else(|| none(*partition))
                .and_then(|first| Ok((first, last.unwrap_or_else(|| none(*partition))?)));
            let (first, end) = match known {
                Ok((first, last)) => (first.unwrap_or(0), last.unwrap_or(0)),
                Err(problem) => {
                    return Range {
                        partition: *partition,
                        start: 0,
                        end: 0,
                        problem: Some(problem),
                    };
                }
            };
            let start = match &spec.start {
                Start::Latest => end,
                Start::Earliest | Start::Last { .. } => first,
                Start::Offset { .. } => asked.offset.unwrap_or(first),
                Start::Position { .. } => asked.position(*partition).unwrap_or(end),
                Start::Time { .. } => found(&since, partition).unwrap_or(end),
                Start::Group { .. } => committed.get(partition).copied().unwrap_or(first),
            };
            let stop = match &spec.until {
                None | Some(Until::Now) => end,
                Some(Until::Offset { .. }) => asked.until.unwrap_or(end),
                Some(Until::Time { .. }) => found(&before, partition).unwrap_or(end),
            };
            let stop = stop.clamp(first, end.max(first));
            Range {
                partition: *partition,
                start: start.clamp(first, stop),
                end: stop,
                problem: None,
            }
        })
        .collect();
    if ranges.iter().all(|range| range.problem.is_some())
        && let Some(problem) = ranges.first().and_then(|range| range.problem.clone())
    {
        return Err(problem);
    }
    let last = latest
        .values()
        .filter_map(|answer| answer.clone().ok().flatten())
        .max()
        .unwrap_or(0);
    if let Some(offset) = asked.furthest().filter(|offset| *offset > last) {
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

/// What a person wrote, read: times in ms, offsets as numbers.
#[derive(Default)]
struct Asked {
    since: Option<i64>,
    before: Option<i64>,
    offset: Option<i64>,
    until: Option<i64>,
    positions: Vec<(i32, i64)>,
}

impl Asked {
    fn of(spec: &ViewSpec) -> Result<Self> {
        let now = Utc::now();
        let mut asked = Self::default();
        match &spec.start {
            Start::Time { text, utc } => asked.since = Some(moment::parse(text, *utc, now)?),
            Start::Offset { offset } => asked.offset = Some(number(offset)?),
            Start::Position { text } => asked.positions = positions(text)?,
            Start::Latest | Start::Earliest | Start::Last { .. } | Start::Group { .. } => {}
        }
        match &spec.until {
            Some(Until::Time { text, utc }) => {
                asked.before = Some(moment::parse(text, *utc, now)?);
            }
            Some(Until::Offset { offset }) => asked.until = Some(number(offset)?),
            None | Some(Until::Now) => {}
        }
        let turned = |from: Option<i64>, to: Option<i64>| from.zip(to).is_some_and(|(a, b)| a > b);
        if turned(asked.since, asked.before) || turned(asked.offset, asked.until) {
            return Err(
                Failure::invalid("The range ends before it starts.").hint("Exchange from and to.")
            );
        }
        Ok(asked)
    }

    fn position(&self, partition: i32) -> Option<i64> {
        self.positions
            .iter()
            .find(|(named, _)| *named == partition)
            .map(|(_, offset)| *offset)
    }

    fn furthest(&self) -> Option<i64> {
        let positions = self.positions.iter().map(|(_, offset)| *offset);
        positions.chain(self.offset).max()
    }
}

/// An offset as people write it, grouped or not.
pub(crate) fn number(text: &str) -> Result<i64> {
    text.trim()
        .replace(['\u{202f}', ',', ' '], "")
        .parse::<i64>()
        .ok()
        .filter(|offset| *offset >= 0)
        .ok_or_else(|| {
            Failure::invalid(format!("“{text}” is not an offset."))
                .hint("Write a whole number from 0 on.")
        })
}

/// “3:4711, 4:100”: partition and offset.
fn positions(text: &str) -> Result<Vec<(i32, i64)>> {
    let wrong = || {
        Failure::invalid(format!("“{text}” is not partition:offset."))
            .hint("Write 3:4711 for offset 4711 of partition 3; several are separated by commas.")
    };
    let mut found: Vec<(i32, i64)> = Vec::new();
    for place in text
        .split([',', ';'])
        .map(str::trim)
        .filter(|place| !place.is_empty())
    {
        let (partition, offset) = place.split_once(':').ok_or_else(wrong)?;
        let partition: i32 = partition.trim().parse().map_err(|_| wrong())?;
        let offset: i64 = offset.trim().parse().map_err(|_| wrong())?;
        if partition < 0 || offset < 0 {
            return Err(wrong());
        }
        if found.iter().any(|(named, _)| *named == partition) {
            return Err(Failure::invalid(format!(
                "Partition {partition} is named twice."
            )));
        }
        found.push((partition, offset));
    }
    if found.is_empty() {
        Err(wrong())
    } else {
        Ok(found)
    }
}

/// The partitions that are to be read, each with whether it has a leader.
async fn partitions(
    cluster: &kafka::Cluster,
    spec: &ViewSpec,
    asked: &Asked,
) -> Result<Vec<(i32, bool)>> {
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
    let count = topic.partitions.len();
    let named = asked.positions.iter().map(|(partition, _)| *partition);
    let chosen: Option<Vec<i32>> = match (&spec.key, &spec.partitions) {
        (Some(key), _) => Some(vec![key.partition(count as u32)]),
        (None, _) if !asked.positions.is_empty() => Some(named.collect()),
        (None, chosen) => chosen.clone(),
    };
    let led = |id: i32| {
        topic
            .partitions
            .iter()
            .find(|partition| partition.id == id)
            .map(|partition| (id, partition.leader.is_some()))
    };
    let Some(chosen) = chosen else {
        return Ok(topic
            .partitions
            .iter()
            .map(|partition| (partition.id, partition.leader.is_some()))
            .collect());
    };
    if chosen.is_empty() {
        return Err(Failure::invalid("No partition is chosen.").hint("Choose at least one."));
    }
    chosen
        .into_iter()
        .map(|id| {
            led(id).ok_or_else(|| {
                Failure::invalid(format!("“{}” has no partition {id}.", spec.topic)).hint(format!(
                    "It has the partitions 0 to {}.",
                    count.saturating_sub(1)
                ))
            })
        })
        .collect()
}

async fn offsets(
    cluster: &kafka::Cluster,
    partitions: &[(String, i32)],
    query: OffsetQuery,
) -> Result<HashMap<i32, Result<Option<i64>>>> {
    let answers: Vec<PartitionOffset> = cluster.offsets(partitions.to_vec(), query, ASKING).await?;
    Ok(answers
        .into_iter()
        .map(|answer| (answer.partition, answer.offset.map_err(Failure::from)))
        .collect())
}

/// What a group has committed for a topic. A group that has committed nothing there is no place to start at.
async fn committed(
    cluster: &kafka::Cluster,
    group: &str,
    topic: &str,
) -> Result<HashMap<i32, i64>> {
    let offsets = cluster.group_offsets(group, Some(topic), ASKING).await?;
    let found: HashMap<i32, i64> = offsets
        .into_iter()
        .filter_map(|answer| Some((answer.partition, answer.offset.ok().flatten()?)))
        .collect();
    if found.is_empty() {
        return Err(Failure::new(
            Code::NotFound,
            format!("The consumer group “{group}” has no committed offset in “{topic}”."),
        )
        .hint("It may be of another topic, be deleted, or you may not see it."));
    }
    Ok(found)
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
    fn positions_are_read_as_they_are_written() {
        assert_eq!(positions("3:4711, 4:100"), Ok(vec![(3, 4711), (4, 100)]));
        assert_eq!(positions(" 0 : 0 "), Ok(vec![(0, 0)]));
        for wrong in [
            "",
            "3",
            "3:",
            ":3",
            "a:1",
            "-1:0",
            "1:-1",
            "1:2,1:3",
            "1:99999999999999999999",
        ] {
            assert!(positions(wrong).is_err(), "{wrong}");
        }
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
