//! What is shown of topics besides their list: asked of those that are in sight.

mod kept;

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use kafka::{ConfigResource, Isolation, OffsetQuery};
use serde::{Deserialize, Serialize};
use specta::Type;

use self::kept::{Kept, Settings};
use crate::cluster::OpenCluster;
use crate::failure::Result;
use crate::groups::rights::{Resource, Rights};
use crate::groups::{Lags, TopicGroup};

/// How long the brokers have to answer.
const ASKING: Duration = Duration::from_secs(10);
/// Topics in one question.
const TOPICS: usize = 200;
/// Partitions whose ends are asked for at a time: topics beyond have no rate.
const PARTITIONS: usize = 10_000;

/// What is shown of a topic besides its list.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct TopicFigure {
    /// The topic.
    pub topic: String,
    /// Messages written a second, over the last minute; none until it was looked at for five seconds.
    #[specta(type = Option<u32>)]
    pub rate: Option<f64>,
    /// Its `cleanup.policy`.
    pub cleanup_policy: Option<String>,
    /// Its `retention.ms`; -1 is for ever.
    pub retention_ms: Option<String>,
    /// Its `retention.bytes`, of each partition; -1 is without a limit.
    pub retention_bytes: Option<String>,
    /// Why its settings are not known.
    pub problem: Option<String>,
    /// The line that grants the right to see them.
    pub grant: Option<String>,
    /// Groups that read it or have read it; none where that is not known yet.
    pub groups: Option<u32>,
    /// The one that is furthest behind in it.
    pub worst: Option<TopicGroup>,
}

/// What is shown of some topics.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct TopicFigures {
    /// In the order in which they were asked for.
    pub rows: Vec<TopicFigure>,
    /// Whether lags are known: ask again while they are `loading`.
    pub lags: Lags,
    /// What the groups may lack, and why.
    pub note: Option<String>,
    /// The line that grants the right to see them all.
    pub grant: Option<String>,
}

/// What was found of topics of an open cluster.
#[derive(Default)]
pub(crate) struct Figures {
    kept: Mutex<Kept>,
}

impl Figures {
    /// A topic's settings were changed.
    pub(crate) fn forget(&self, topic: &str) {
        self.lock().forget(topic);
    }

    fn lock(&self) -> MutexGuard<'_, Kept> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The figures of some topics, 200 at most. Ends are asked for anew each time, settings now and then, and groups where they
/// are not known yet; `refresh` asks for all of it.
pub(crate) async fn of(
    cluster: &OpenCluster,
    topics: &[String],
    refresh: bool,
    rights: &Rights,
) -> Result<TopicFigures> {
    let topics: Vec<String> = topics.iter().take(TOPICS).cloned().collect();
    let wanted = cluster
        .figures
        .lock()
        .wanted(&topics, refresh, Instant::now());
    let (settings, ends, groups) = tokio::join!(
        settings(&cluster.kafka, wanted),
        ends(cluster, &topics),
        cluster.groups.of_topics(&cluster.kafka, &topics, refresh),
    );
    let now = Instant::now();
    let mut kept = cluster.figures.lock();
    kept.take(settings, ends?, now);
    let (mut readers, lags, note, grant) = match groups {
        Ok(groups) => (
            Some(groups.by_topic),
            groups.lags,
            groups.note,
            groups.grant,
        ),
        // The rest is shown all the same.
        Err(failure) => (None, Lags::Partial, Some(failure.message), None),
    };
    let rows = topics
        .into_iter()
        .map(|topic| {
            let settings = kept.settings(&topic).cloned().unwrap_or_default();
            let (groups, worst) = match &mut readers {
                Some(readers) => {
                    let (count, worst) = readers.remove(&topic).unwrap_or_default();
                    (Some(count), worst)
                }
                None => (None, None),
            };
            TopicFigure {
                rate: kept.rate(&topic),
                cleanup_policy: settings.cleanup_policy,
                retention_ms: settings.retention_ms,
                retention_bytes: settings.retention_bytes,
                grant: settings
                    .is_denied
                    .then(|| rights.grant("DescribeConfigs", Resource::Topic(&topic))),
                problem: if settings.is_denied {
                    Some("DESCRIBE_CONFIGS on the topic is missing.".to_owned())
                } else {
                    settings.problem
                },
                // None are known before all groups have been asked.
                groups: groups.filter(|count| *count > 0 || lags != Lags::Loading),
                worst,
                topic,
            }
        })
        .collect();
    Ok(TopicFigures {
        rows,
        lags,
        note,
        grant,
    })
}

async fn settings(cluster: &kafka::Cluster, topics: Vec<String>) -> Vec<(String, Settings)> {
    if topics.is_empty() {
        return Vec::new();
    }
    let resources = topics.iter().cloned().map(ConfigResource::Topic).collect();
    match cluster.describe_configs(resources, ASKING).await {
        Ok(answers) => topics
            .into_iter()
            .zip(answers)
            .map(|(topic, (_, answer))| (topic, Settings::from(answer)))
            .collect(),
        Err(error) => topics
            .into_iter()
            .map(|topic| (topic, Settings::from(Err(error.clone()))))
            .collect(),
    }
}

/// The sum of a topic's ends; a topic of which one is not told is left out.
async fn ends(cluster: &OpenCluster, topics: &[String]) -> Result<HashMap<String, i64>> {
    cluster.topics.load(&cluster.kafka).await?;
    let names: BTreeSet<&str> = topics.iter().map(String::as_str).collect();
    let mut places: Vec<(String, i32)> = Vec::new();
    let mut wanted: BTreeMap<String, usize> = BTreeMap::new();
    for (topic, partitions) in cluster.topics.partitions_of(&names) {
        if places.len() + partitions.len() > PARTITIONS {
            break;
        }
        wanted.insert(topic.clone(), partitions.len());
        places.extend(partitions.into_iter().map(|id| (topic.clone(), id)));
    }
    let answers = cluster
        .kafka
        .list_offsets(
            places,
            OffsetQuery::Latest,
            Isolation::ReadUncommitted,
            ASKING,
        )
        .await?;
    let mut sums: HashMap<String, i64> = HashMap::new();
    for answer in answers {
        let answer = answer.offset;
        if let Ok(Some(end)) = answer.offset
            && let Some(left) = wanted.get_mut(&answer.topic)
        {
            *left -= 1;
            *sums.entry(answer.topic).or_default() += end;
        }
    }
    sums.retain(|topic, _| wanted.get(topic) == Some(&0));
    Ok(sums)
}
