//! Deleting the oldest messages of a topic: counted first.

use std::collections::HashMap;
use std::time::Duration;

use chrono::Utc;
use kafka::{Isolation, OffsetQuery};
use serde::{Deserialize, Serialize};
use specta::Type;

use crate::change::{Change, Cut};
use crate::configs;
use crate::failure::{Code, Failure, Result};
use crate::moment;
use crate::range::number;

/// How long the brokers have to answer.
const ASKING: Duration = Duration::from_secs(10);

/// Up to where messages are deleted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(tag = "kind", rename_all = "camelCase")]
pub enum PurgeTo {
    /// All that are there.
    End,
    /// Those before this offset in each partition.
    Offset {
        /// A whole number.
        offset: String,
    },
    /// Those before the first message of this time or a later one; all where there is none.
    Time {
        /// As a view's start takes it.
        text: String,
        /// Whether a text without a zone is UTC.
        utc: bool,
    },
}

/// What a purge would delete. Offsets and numbers of messages are decimal text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct PurgePlan {
    /// By partition; one of which nothing is deleted is not among them.
    pub rows: Vec<PurgeRow>,
    /// Messages that would be deleted, counted as offsets: what compaction took is among them.
    pub messages: String,
    /// Why it can't be done; none where it can.
    pub refused: Option<String>,
}

/// What a purge would delete of a partition.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct PurgeRow {
    /// The partition.
    pub partition: i32,
    /// The first offset that is there.
    pub start: String,
    /// The first offset that would be left.
    pub to: String,
    /// The difference.
    pub messages: String,
}

/// Counts what would be deleted. Nothing is changed.
pub(crate) async fn plan(cluster: &kafka::Cluster, topic: &str, to: &PurgeTo) -> Result<PurgePlan> {
    let wanted = match to {
        PurgeTo::End => None,
        PurgeTo::Offset { offset } => Some(Wanted::Offset(number(offset)?)),
        PurgeTo::Time { text, utc } => Some(Wanted::Time(moment::parse(text, *utc, Utc::now())?)),
    };
    let bounds = bounds(cluster, topic).await?;
    let found = match wanted {
        Some(Wanted::Time(at)) => {
            ask(
                cluster,
                topic,
                bounds.keys().copied(),
                OffsetQuery::Time(at),
            )
            .await?
        }
        _ => HashMap::new(),
    };
    let mut rows = Vec::new();
    let mut sum = 0;
    for (partition, (start, end)) in bounds {
        let to = match wanted {
            None => end,
            Some(Wanted::Offset(offset)) => offset.min(end),
            // Nothing is as late: all are older.
            Some(Wanted::Time(_)) => found
                .get(&partition)
                .map_or(end, |offset| (*offset).min(end)),
        };
        if to > start {
            sum += to - start;
            rows.push(PurgeRow {
                partition,
                start: start.to_string(),
                to: to.to_string(),
                messages: (to - start).to_string(),
            });
        }
    }
    rows.sort_by_key(|row| row.partition);
    Ok(PurgePlan {
        refused: refusal(cluster, topic, rows.is_empty()).await,
        messages: sum.to_string(),
        rows,
    })
}

/// The change that a plan means. What was written after it is not touched.
///
/// # Errors
/// [`Code::Conflict`] where the topic does not reach as far any more: it was made anew.
pub(crate) async fn cuts(
    cluster: &kafka::Cluster,
    topic: &str,
    plan: &PurgePlan,
) -> Result<Change> {
    if let Some(refusal) = refusal(cluster, topic, plan.rows.is_empty()).await {
        return Err(Failure::invalid(refusal));
    }
    let bounds = bounds(cluster, topic).await?;
    let mut cuts = Vec::new();
    for row in &plan.rows {
        let to = number(&row.to)?;
        let known = bounds.get(&row.partition).filter(|(_, end)| *end >= to);
        let Some((start, _)) = known else {
            return Err(Failure::new(
                Code::Conflict,
                format!("“{topic}” was made anew since it was counted: nothing was deleted."),
            )
            .hint("Count again."));
        };
        // Retention may have taken them meanwhile.
        if to > *start {
            cuts.push(Cut {
                partition: row.partition,
                from: *start,
                to,
            });
        }
    }
    if cuts.is_empty() {
        return Err(Failure::invalid(format!(
            "“{topic}” has no such messages any more: nothing would be deleted."
        )));
    }
    Ok(Change::Purge {
        topic: topic.to_owned(),
        cuts,
    })
}

#[derive(Debug, Clone, Copy)]
enum Wanted {
    Offset(i64),
    /// In ms since 1970.
    Time(i64),
}

/// Kafka deletes no messages of a topic that is only compacted.
async fn refusal(cluster: &kafka::Cluster, topic: &str, is_empty: bool) -> Option<String> {
    if is_empty {
        return Some("There is no such message: nothing would be deleted.".to_owned());
    }
    // Where it can't be seen the cluster itself refuses.
    let own = configs::own(cluster, topic).await.ok()?;
    let policy = own.iter().find(|(name, _)| name == "cleanup.policy");
    let value = policy.and_then(|(_, value)| value.as_deref())?;
    (!value.contains("delete")).then(|| {
        format!(
            "“{topic}” has cleanup.policy {value}: Kafka deletes messages of topics with “delete” only."
        )
    })
}

/// Start and end of each partition, after all records.
async fn bounds(cluster: &kafka::Cluster, topic: &str) -> Result<HashMap<i32, (i64, i64)>> {
    let metadata = cluster.metadata(Some(topic), ASKING).await?;
    let known = metadata.topics.into_iter().next();
    let partitions: Vec<i32> = known
        .into_iter()
        .flat_map(|topic| topic.partitions)
        .map(|partition| partition.id)
        .collect();
    let ids = || partitions.iter().copied();
    let (starts, ends) = tokio::join!(
        ask(cluster, topic, ids(), OffsetQuery::Earliest),
        ask(cluster, topic, ids(), OffsetQuery::Latest),
    );
    let (starts, ends) = (starts?, ends?);
    ids()
        .map(|id| match (starts.get(&id), ends.get(&id)) {
            (Some(start), Some(end)) => Ok((id, (*start, *end))),
            _ => Err(Failure::new(
                Code::Unreachable,
                format!("Partition {id} of “{topic}” gave no offset."),
            )
            .hint("It may have no leader. Try again.")),
        })
        .collect()
}

/// The offsets that were found; a partition in which there is none is left out.
async fn ask(
    cluster: &kafka::Cluster,
    topic: &str,
    partitions: impl Iterator<Item = i32>,
    query: OffsetQuery,
) -> Result<HashMap<i32, i64>> {
    let places = partitions.map(|id| (topic.to_owned(), id)).collect();
    let answers = cluster
        .list_offsets(places, query, Isolation::ReadUncommitted, ASKING)
        .await?;
    let mut found = HashMap::new();
    for answer in answers {
        if let Some(offset) = answer.offset.offset? {
            found.insert(answer.offset.partition, offset);
        }
    }
    Ok(found)
}
