//! Asks the brokers about groups: who is in them, what they have committed, and where their partitions begin and end.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::time::Duration;

use kafka::{GroupDescription, Isolation, OffsetQuery};

use super::lag::{Edge, Standing};
use super::samples::Place;

/// How long the brokers have to answer.
pub(crate) const ASKING: Duration = Duration::from_secs(10);

/// A group's coordinator that has just moved is asked for again so often, with so long between.
pub(crate) const AGAIN: usize = 8;
pub(crate) const PAUSE: Duration = Duration::from_millis(250);

/// What the brokers say of a group.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) described: kafka::Result<GroupDescription>,
    /// By topic and partition: what it has committed, and what its members read.
    pub(crate) standings: kafka::Result<Vec<Standing>>,
}

/// Which starts of partitions are asked for besides all ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Starts {
    /// Those without which it is not known whether there is anything to read.
    Doubtful,
    All,
}

/// Starts and ends that were asked for already: groups share topics.
#[derive(Debug, Default)]
pub(crate) struct Edges {
    starts: HashMap<Place, i64>,
    ends: HashMap<Place, Edge>,
}

/// Asks about groups of consumers. Commits are asked for before the ends, so that no lag comes out too small.
pub(crate) async fn ask(
    cluster: &kafka::Cluster,
    groups: &[String],
    edges: &mut Edges,
    starts: Starts,
) -> Vec<(String, Answer)> {
    let (described, committed) = tokio::join!(
        settled(groups, |some| cluster.describe_groups(some, ASKING)),
        settled(groups, |some| cluster.groups_offsets(some, ASKING)),
    );
    let mut found: Vec<(String, kafka::Result<GroupDescription>, Committed)> = Vec::new();
    for ((group, described), committed) in groups.iter().zip(described).zip(committed) {
        let committed = committed.map(|offsets| {
            let assigned = described
                .iter()
                .flat_map(|described| &described.members)
                .flat_map(|member| &member.assigned)
                .map(|place| (place.clone(), Ok(None)));
            let mut all: BTreeMap<Place, kafka::Result<Option<i64>>> = assigned.collect();
            all.extend(
                offsets
                    .into_iter()
                    .map(|offset| ((offset.topic, offset.partition), offset.offset)),
            );
            all
        });
        found.push((group.clone(), described, committed));
    }
    let places: BTreeSet<&Place> = found
        .iter()
        .filter_map(|(_, _, committed)| committed.as_ref().ok())
        .flat_map(BTreeMap::keys)
        .collect();
    edges.ask_ends(cluster, &places).await;
    let doubtful = |place: &&Place, committed: &kafka::Result<Option<i64>>| {
        starts == Starts::All
            || (*committed == Ok(None)
                && matches!(edges.ends.get(place), Some(Edge::At(end)) if *end > 0))
    };
    let wanted: BTreeSet<Place> = found
        .iter()
        .filter_map(|(_, _, committed)| committed.as_ref().ok())
        .flatten()
        .filter(|(place, committed)| doubtful(place, committed))
        .map(|(place, _)| place.clone())
        .collect();
    edges.ask_starts(cluster, wanted).await;
    found
        .into_iter()
        .map(|(group, described, committed)| {
            let standings = committed.map(|all| {
                all.into_iter()
                    .map(|(place, committed)| edges.standing(place, committed))
                    .collect()
            });
            let answer = Answer {
                described,
                standings,
            };
            (group, answer)
        })
        .collect()
}

type Committed = kafka::Result<BTreeMap<Place, kafka::Result<Option<i64>>>>;

/// An answer for each group, also where there is none at all. Those whose coordinator is on the move are asked again.
async fn settled<T, F>(groups: &[String], ask: impl Fn(Vec<String>) -> F) -> Vec<kafka::Result<T>>
where
    F: Future<Output = kafka::Result<Vec<(String, kafka::Result<T>)>>>,
{
    let each = |groups: &[String], answers: kafka::Result<Vec<(String, kafka::Result<T>)>>| {
        match answers {
            Ok(answers) => answers.into_iter().map(|(_, answer)| answer).collect(),
            Err(error) => groups.iter().map(|_| Err(error.clone())).collect(),
        }
    };
    let mut all: Vec<kafka::Result<T>> = each(groups, ask(groups.to_vec()).await);
    for _ in 0..AGAIN {
        let moved: Vec<usize> = (0..all.len().min(groups.len()))
            .filter(|at| all[*at].as_ref().is_err_and(is_moving))
            .collect();
        if moved.is_empty() {
            break;
        }
        tokio::time::sleep(PAUSE).await;
        let names: Vec<String> = moved.iter().map(|at| groups[*at].clone()).collect();
        let answers = each(&names, ask(names.clone()).await);
        for (at, answer) in moved.into_iter().zip(answers) {
            all[at] = answer;
        }
    }
    all
}

/// `NotCoordinator`, `CoordinatorNotAvailable`, `CoordinatorLoadInProgress`: it is elsewhere, or not ready yet.
pub(crate) fn is_moving(error: &kafka::Error) -> bool {
    matches!(error, kafka::Error::Kafka { code, .. } if code.contains("Coordinator"))
}

impl Edges {
    /// Where a partition ends, if that was asked.
    pub(crate) fn end(&self, place: &Place) -> Option<&Edge> {
        self.ends.get(place)
    }

    /// Where a partition begins, if that was asked and told.
    pub(crate) fn start(&self, place: &Place) -> Option<i64> {
        self.starts.get(place).copied()
    }

    fn standing(&self, place: Place, committed: kafka::Result<Option<i64>>) -> Standing {
        let end = match &committed {
            Ok(_) => self.ends.get(&place).cloned().unwrap_or(Edge::Gone),
            Err(error) => Edge::from(Err(error.clone())),
        };
        Standing {
            start: self.starts.get(&place).copied(),
            committed: committed.ok().flatten(),
            end,
            place,
        }
    }

    /// The end is after all records, as Kafka's own tools count it.
    pub(crate) async fn ask_ends(&mut self, cluster: &kafka::Cluster, places: &BTreeSet<&Place>) {
        let wanted: Vec<Place> = places
            .iter()
            .filter(|place| !self.ends.contains_key(**place))
            .map(|place| (*place).clone())
            .collect();
        let asked = cluster.list_offsets(
            wanted.clone(),
            OffsetQuery::Latest,
            Isolation::ReadUncommitted,
            ASKING,
        );
        match asked.await {
            Ok(answers) => self.ends.extend(answers.into_iter().map(|answer| {
                let answer = answer.offset;
                ((answer.topic, answer.partition), Edge::from(answer.offset))
            })),
            Err(error) => self.ends.extend(
                wanted
                    .into_iter()
                    .map(|place| (place, Edge::from(Err(error.clone())))),
            ),
        }
    }

    pub(crate) async fn ask_starts(&mut self, cluster: &kafka::Cluster, places: BTreeSet<Place>) {
        let wanted: Vec<Place> = places
            .into_iter()
            .filter(|place| !self.starts.contains_key(place))
            .collect();
        // A start that is not told is not known: nothing hangs on it alone.
        if let Ok(answers) = cluster.offsets(wanted, OffsetQuery::Earliest, ASKING).await {
            self.starts.extend(answers.into_iter().filter_map(|answer| {
                let offset = answer.offset.ok().flatten()?;
                Some(((answer.topic, answer.partition), offset))
            }));
        }
    }
}
