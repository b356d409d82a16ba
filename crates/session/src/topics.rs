use std::collections::{BTreeSet, HashMap};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::{Duration, Instant};

use kafka::{OffsetQuery, PartitionOffset, Topic};
use serde::{Deserialize, Serialize};
use specta::Type;

use crate::failure::Result;
use crate::names::{NameKind, Names};

/// How long the brokers have to answer.
const ASKING: Duration = Duration::from_secs(10);
/// Partitions in one question about offsets: the first counts are there soon, also on large clusters.
const PARTITIONS: usize = 1000;
/// Rows in one answer at most.
const ROWS: usize = 500;

/// What topics are sorted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum TopicSort {
    /// The name.
    Name,
    /// The number of partitions.
    Partitions,
    /// The replication factor.
    Replication,
    /// The number of messages.
    Messages,
}

/// Which topics, in which order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct TopicQuery {
    /// Words that a name must all contain, in any case.
    pub search: String,
    /// The order.
    pub sort: TopicSort,
    /// Largest first.
    pub descending: bool,
    /// Whether Kafka's own topics are among them.
    pub internal: bool,
}

/// Whether message counts are known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum Offsets {
    /// They are being asked for.
    Loading,
    /// They are known.
    Ready,
    /// Some could not be had.
    Partial,
}

/// A topic in the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct TopicRow {
    /// Its name.
    pub name: String,
    /// How many partitions it has.
    pub partitions: u32,
    /// How many brokers hold each.
    pub replication: u32,
    /// Last offset less first, over the partitions, as decimal text: what compaction took is counted.
    pub messages: Option<String>,
    /// Whether it is Kafka's own.
    pub internal: bool,
    /// What is wrong with it.
    pub problem: Option<String>,
}

/// A window of the list of topics.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct TopicPage {
    /// Topics that one may see.
    pub total: u32,
    /// Kafka's own among them.
    pub internal: u32,
    /// Topics that the query names.
    pub matching: u32,
    /// The window.
    pub rows: Vec<TopicRow>,
    /// Whether message counts are known.
    pub offsets: Offsets,
    /// How old the list is, in ms.
    #[specta(type = u32)]
    pub age_ms: u64,
    /// What should be known about the list.
    pub note: Option<String>,
}

/// A partition of a topic.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct PartitionRow {
    /// Its id.
    pub id: i32,
    /// The leader's broker id.
    pub leader: Option<i32>,
    /// The brokers that hold it.
    pub replicas: Vec<i32>,
    /// Those in sync.
    pub in_sync: Vec<i32>,
    /// The first offset, as decimal text.
    pub start: Option<String>,
    /// The next offset, as decimal text.
    pub end: Option<String>,
    /// `end` less `start`.
    pub messages: Option<String>,
    /// What is wrong with it.
    pub problem: Option<String>,
}

/// The topics of an open cluster, as they were when they were last asked for.
#[derive(Default)]
pub(crate) struct Topics {
    list: Arc<Mutex<Option<List>>>,
}

struct List {
    topics: Vec<Topic>,
    /// The same, laid out to be searched, once somebody has searched.
    names: OnceLock<Arc<Names>>,
    counts: HashMap<String, Count>,
    offsets: Offsets,
    at: Instant,
}

#[derive(Debug, Clone, Copy, Default)]
struct Count {
    messages: i64,
    /// Partitions that gave no offset.
    missing: u32,
}

impl Topics {
    /// A window of the list. Asks the brokers where it is asked to, or where nothing is known yet.
    pub(crate) async fn page(
        &self,
        cluster: &kafka::Cluster,
        query: &TopicQuery,
        from: usize,
        count: usize,
        refresh: bool,
    ) -> Result<TopicPage> {
        if refresh || self.lock().is_none() {
            self.ask(cluster).await?;
        }
        Ok(self
            .lock()
            .as_ref()
            .map_or_else(empty, |list| list.page(query, from, count)))
    }

    /// Asks the brokers for the list, where nothing is known yet.
    pub(crate) async fn load(&self, cluster: &kafka::Cluster) -> Result<()> {
        if self.lock().is_none() {
            self.ask(cluster).await?;
        }
        Ok(())
    }

    /// Asks the brokers for the list again, where it is known: something was changed.
    pub(crate) async fn renew(&self, cluster: &kafka::Cluster) -> Result<()> {
        if self.lock().is_some() {
            self.ask(cluster).await?;
        }
        Ok(())
    }

    /// The names of all topics that are known; none before the list was asked for.
    pub(crate) fn names(&self, connection: &str) -> Option<Arc<Names>> {
        self.lock().as_ref().map(|list| {
            Arc::clone(list.names.get_or_init(|| {
                let names = list.topics.iter().map(|topic| topic.name.as_str());
                Arc::new(Names::new(NameKind::Topic, connection, names))
            }))
        })
    }

    /// The partitions with a leader of those of these topics that are known, by topic; none of one that lacks a leader.
    pub(crate) fn partitions_of(&self, names: &BTreeSet<&str>) -> Vec<(String, Vec<i32>)> {
        let list = self.lock();
        let known = list.iter().flat_map(|list| &list.topics);
        known
            .filter(|topic| names.contains(topic.name.as_str()))
            .filter(|topic| topic.partitions.iter().all(|one| one.leader.is_some()))
            .map(|topic| {
                let ids = topic.partitions.iter().map(|partition| partition.id);
                (topic.name.clone(), ids.collect())
            })
            .collect()
    }

    async fn ask(&self, cluster: &kafka::Cluster) -> Result<()> {
        let topics = cluster.metadata(None, ASKING).await?.topics;
        let led = topics
            .iter()
            .flat_map(|topic| {
                topic
                    .partitions
                    .iter()
                    .filter(|partition| partition.leader.is_some())
                    .map(|partition| (topic.name.clone(), partition.id))
            })
            .collect();
        let at = Instant::now();
        {
            let mut list = self.lock();
            let counts = list.take().map(|old| old.counts).unwrap_or_default();
            *list = Some(List {
                topics,
                names: OnceLock::new(),
                counts,
                offsets: Offsets::Loading,
                at,
            });
        }
        tokio::spawn(count_messages(
            cluster.clone(),
            Arc::clone(&self.list),
            led,
            at,
        ));
        Ok(())
    }

    fn lock(&self) -> MutexGuard<'_, Option<List>> {
        self.list.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn empty() -> TopicPage {
    TopicPage {
        total: 0,
        internal: 0,
        matching: 0,
        rows: Vec::new(),
        offsets: Offsets::Loading,
        age_ms: 0,
        note: None,
    }
}

impl List {
    fn page(&self, query: &TopicQuery, from: usize, count: usize) -> TopicPage {
        let words: Vec<String> = query
            .search
            .split_whitespace()
            .map(str::to_lowercase)
            .collect();
        let mut found: Vec<&Topic> = self
            .topics
            .iter()
            .filter(|topic| query.internal || !topic.is_internal())
            .filter(|topic| {
                let name = topic.name.to_lowercase();
                words.iter().all(|word| name.contains(word))
            })
            .collect();
        let messages = |topic: &Topic| {
            self.counts
                .get(&topic.name)
                .map_or(-1, |count| count.messages)
        };
        // The list is sorted by name already, which settles what is equal.
        match query.sort {
            TopicSort::Name => {}
            TopicSort::Partitions => found.sort_by_key(|topic| topic.partitions.len()),
            TopicSort::Replication => found.sort_by_key(|topic| topic.replication()),
            TopicSort::Messages => found.sort_by_key(|topic| messages(topic)),
        }
        if query.descending {
            found.reverse();
        }
        TopicPage {
            total: self.topics.len() as u32,
            internal: self
                .topics
                .iter()
                .filter(|topic| topic.is_internal())
                .count() as u32,
            matching: found.len() as u32,
            rows: found
                .iter()
                .skip(from)
                .take(count.min(ROWS))
                .map(|topic| self.row(topic))
                .collect(),
            offsets: self.offsets,
            age_ms: self.at.elapsed().as_millis() as u64,
            note: (self.offsets == Offsets::Partial)
                .then(|| "Some partitions did not say how many messages they hold.".to_owned()),
        }
    }

    fn row(&self, topic: &Topic) -> TopicRow {
        let count = self.counts.get(&topic.name);
        let leaderless = topic
            .partitions
            .iter()
            .filter(|partition| partition.leader.is_none())
            .count();
        let problem = match (&topic.error, leaderless, count) {
            (Some(error), _, _) => Some(error.to_string()),
            (None, 1.., _) => Some(format!(
                "{leaderless} of {} partitions have no leader",
                topic.partitions.len()
            )),
            (
                None,
                0,
                Some(Count {
                    missing: missing @ 1..,
                    ..
                }),
            ) => Some(format!(
                "{missing} of {} partitions gave no offset",
                topic.partitions.len()
            )),
            (None, 0, _) => None,
        };
        TopicRow {
            name: topic.name.clone(),
            partitions: topic.partitions.len() as u32,
            replication: topic.replication() as u32,
            messages: count.map(|count| count.messages.to_string()),
            internal: topic.is_internal(),
            problem,
        }
    }
}

/// Fills in the message counts, unless the list was asked for again meanwhile.
async fn count_messages(
    cluster: kafka::Cluster,
    list: Arc<Mutex<Option<List>>>,
    partitions: Vec<(String, i32)>,
    at: Instant,
) {
    let mut counts: HashMap<String, Count> = HashMap::new();
    let mut whole = true;
    for some in partitions.chunks(PARTITIONS) {
        let (first, last) = tokio::join!(
            cluster.offsets(some.to_vec(), OffsetQuery::Earliest, ASKING),
            cluster.offsets(some.to_vec(), OffsetQuery::Latest, ASKING),
        );
        let (first, last) = (first.map(known), last.map(known));
        for (topic, partition) in some {
            let count = counts.entry(topic.clone()).or_default();
            let key = (topic.clone(), *partition);
            match (
                first.as_ref().ok().and_then(|first| first.get(&key)),
                last.as_ref().ok().and_then(|last| last.get(&key)),
            ) {
                (Some(first), Some(last)) => count.messages += (last - first).max(0),
                _ => {
                    count.missing += 1;
                    whole = false;
                }
            }
        }
    }
    if let Some(list) = list
        .lock()
        .unwrap_or_else(PoisonError::into_inner)
        .as_mut()
        .filter(|list| list.at == at)
    {
        list.counts = counts;
        list.offsets = if whole {
            Offsets::Ready
        } else {
            Offsets::Partial
        };
    }
}

fn known(answers: Vec<PartitionOffset>) -> HashMap<(String, i32), i64> {
    answers
        .into_iter()
        .filter_map(|answer| Some(((answer.topic, answer.partition), answer.offset.ok()??)))
        .collect()
}

/// The partitions of a topic with their offsets.
pub(crate) async fn partitions(cluster: &kafka::Cluster, name: &str) -> Result<Vec<PartitionRow>> {
    let metadata = cluster.metadata(Some(name), ASKING).await?;
    let partitions = metadata
        .topics
        .into_iter()
        .next()
        .map(|topic| topic.partitions)
        .unwrap_or_default();
    let led: Vec<(String, i32)> = partitions
        .iter()
        .filter(|partition| partition.leader.is_some())
        .map(|partition| (name.to_owned(), partition.id))
        .collect();
    let (first, last) = tokio::join!(
        cluster.offsets(led.clone(), OffsetQuery::Earliest, ASKING),
        cluster.offsets(led, OffsetQuery::Latest, ASKING),
    );
    let (first, last) = (known(first?), known(last?));
    Ok(partitions
        .into_iter()
        .map(|partition| {
            let key = (name.to_owned(), partition.id);
            let (start, end) = (first.get(&key).copied(), last.get(&key).copied());
            PartitionRow {
                id: partition.id,
                leader: partition.leader,
                replicas: partition.replicas,
                in_sync: partition.in_sync,
                start: start.map(|offset| offset.to_string()),
                end: end.map(|offset| offset.to_string()),
                messages: start
                    .zip(end)
                    .map(|(start, end)| (end - start).max(0).to_string()),
                problem: match (partition.leader, &partition.error) {
                    (None, _) => Some("no leader".to_owned()),
                    (_, Some(error)) => Some(error.to_string()),
                    _ => None,
                },
            }
        })
        .collect())
}
