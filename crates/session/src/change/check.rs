//! Reads back whether a change was made: of one whose answer was lost, and of one that is to be taken back.

use std::collections::{BTreeSet, HashMap};
use std::time::Duration;

use kafka::{Acl, AclFilter, ConfigResource, ConfigSource, GroupState, OffsetQuery};

use super::{Change, ConfigEdit, Cut, OffsetMove};

const LIMIT: Duration = Duration::from_secs(10);

/// How a part of a change is found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum State {
    /// As the change makes it.
    After,
    /// As it was before.
    Before,
    /// As neither, or it can't be told.
    Otherwise,
}

impl State {
    fn of<T: PartialEq>(now: &T, before: &T, after: &T) -> Self {
        if now == after {
            Self::After
        } else if now == before {
            Self::Before
        } else {
            Self::Otherwise
        }
    }
}

/// How each part of a change is found.
///
/// # Errors
/// Why the cluster does not tell.
pub(crate) async fn check(cluster: &kafka::Cluster, change: &Change) -> kafka::Result<Vec<State>> {
    match change {
        Change::Produce { .. } => Ok(vec![State::Otherwise]),
        Change::Offsets { group, moves } => offsets(cluster, group, moves).await,
        Change::DeleteGroup { group, .. } => {
            let described = cluster.describe_groups(vec![group.clone()], LIMIT).await?;
            let mut state = State::Otherwise;
            for (_, described) in described {
                state = match described?.state {
                    GroupState::Dead => State::After,
                    _ => State::Before,
                };
            }
            Ok(vec![state])
        }
        Change::CreateTopic { topic } => Ok(vec![if is_there(cluster, &topic.name).await? {
            State::After
        } else {
            State::Before
        }]),
        Change::DeleteTopic { topic } => Ok(vec![if is_there(cluster, &topic.name).await? {
            State::Before
        } else {
            State::After
        }]),
        Change::Configs { topic, edits } => Ok(vec![configs(cluster, topic, edits).await?]),
        Change::Partitions { topic, from, to } => {
            let metadata = cluster.metadata(Some(topic), LIMIT).await?;
            let count = metadata
                .topics
                .first()
                .map_or(0, |topic| topic.partitions.len() as i32);
            Ok(vec![State::of(&count, from, to)])
        }
        Change::Purge { topic, cuts } => purge(cluster, topic, cuts).await,
        Change::AddAcls { entries } => {
            let known = acls(cluster).await?;
            let is_known = |entry| known.contains(&Acl::from(entry));
            Ok(entries
                .iter()
                .map(|entry| State::of(&is_known(entry), &false, &true))
                .collect())
        }
        Change::DeleteAcls { entries } => {
            let known = acls(cluster).await?;
            let is_known = |entry| known.contains(&Acl::from(entry));
            Ok(entries
                .iter()
                .map(|entry| State::of(&is_known(entry), &true, &false))
                .collect())
        }
    }
}

async fn offsets(
    cluster: &kafka::Cluster,
    group: &str,
    moves: &[OffsetMove],
) -> kafka::Result<Vec<State>> {
    let committed = cluster.group_offsets(group, None, LIMIT).await?;
    let mut now: HashMap<(&str, i32), Option<i64>> = HashMap::new();
    for answer in &committed {
        now.insert(
            (answer.topic.as_str(), answer.partition),
            answer.offset.clone()?,
        );
    }
    Ok(moves
        .iter()
        .map(|step| {
            let place = (step.topic.as_str(), step.partition);
            let now = now.get(&place).copied().flatten();
            State::of(&now, &step.from, &step.to)
        })
        .collect())
}

async fn is_there(cluster: &kafka::Cluster, topic: &str) -> kafka::Result<bool> {
    match cluster.metadata(Some(topic), LIMIT).await {
        Ok(_) => Ok(true),
        Err(kafka::Error::NotFound { .. }) => Ok(false),
        Err(error) => Err(error),
    }
}

async fn configs(
    cluster: &kafka::Cluster,
    topic: &str,
    edits: &[ConfigEdit],
) -> kafka::Result<State> {
    let resource = ConfigResource::Topic(topic.to_owned());
    let described = cluster.describe_configs(vec![resource], LIMIT).await?;
    let mut own: HashMap<String, Option<String>> = HashMap::new();
    for (_, entries) in described {
        let set = entries?
            .into_iter()
            .filter(|entry| entry.source == ConfigSource::Topic);
        own.extend(set.map(|entry| (entry.name, entry.value)));
    }
    let mut states = edits
        .iter()
        // Brokers tell nobody the value of such a one.
        .filter(|edit| !edit.hidden)
        .map(|edit| {
            let now = own.get(&edit.name).cloned().flatten();
            State::of(&now, &edit.from, &edit.to)
        });
    // A topic's settings are changed together or not at all.
    let first = states.next().unwrap_or(State::Otherwise);
    Ok(if states.all(|state| state == first) {
        first
    } else {
        State::Otherwise
    })
}

async fn purge(cluster: &kafka::Cluster, topic: &str, cuts: &[Cut]) -> kafka::Result<Vec<State>> {
    let places = cuts
        .iter()
        .map(|cut| (topic.to_owned(), cut.partition))
        .collect();
    let starts = cluster
        .offsets(places, OffsetQuery::Earliest, LIMIT)
        .await?;
    let mut now = HashMap::new();
    for start in starts {
        now.insert(start.partition, start.offset?);
    }
    Ok(cuts
        .iter()
        .map(|cut| match now.get(&cut.partition).copied().flatten() {
            Some(start) if start >= cut.to => State::After,
            Some(start) if start == cut.from => State::Before,
            _ => State::Otherwise,
        })
        .collect())
}

async fn acls(cluster: &kafka::Cluster) -> kafka::Result<BTreeSet<Acl>> {
    let acls = cluster.acls(AclFilter::default(), LIMIT).await?;
    Ok(acls.into_iter().collect())
}
