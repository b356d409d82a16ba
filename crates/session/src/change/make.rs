//! The one place that asks a cluster to change.

use std::collections::HashMap;
use std::time::Duration;

use kafka::{Acl, AclFilter, ConfigChange, ConfigResource, Edit, NewTopic, PartitionOffset};

use super::{Change, ConfigEdit, Definition, OffsetMove};
use crate::door::Pass;
use crate::groups::{AGAIN, PAUSE, is_moving};

/// How long a cluster has to make a change.
const LIMIT: Duration = Duration::from_secs(10);

/// The answer for each part of a change.
pub(crate) type Answers = Vec<kafka::Result<()>>;

/// Makes what was let through the door. The answers are in the order of its parts. A group's coordinator that is on the
/// move has refused, and nothing was changed: it is asked again.
pub(crate) async fn make(cluster: &kafka::Cluster, pass: &Pass) -> kafka::Result<Answers> {
    let mut answers = once(cluster, pass.change()).await;
    for _ in 0..AGAIN {
        let is_moved = match &answers {
            Ok(answers) => answers
                .iter()
                .any(|answer| answer.as_ref().is_err_and(is_moving)),
            Err(error) => is_moving(error),
        };
        if !is_moved {
            break;
        }
        tokio::time::sleep(PAUSE).await;
        answers = once(cluster, pass.change()).await;
    }
    answers
}

async fn once(cluster: &kafka::Cluster, change: &Change) -> kafka::Result<Answers> {
    match change {
        // Producers write messages, and hold the pass meanwhile.
        Change::Produce { .. } => Ok(vec![Ok(())]),
        Change::Offsets { group, moves } => offsets(cluster, group, moves).await,
        Change::DeleteGroup { group, .. } => Ok(unnamed(
            cluster.delete_groups(vec![group.clone()], LIMIT).await?,
        )),
        Change::CreateTopic { topic } => create(cluster, topic, false).await,
        Change::DeleteTopic { topic } => {
            let topics = vec![topic.name.clone()];
            Ok(unnamed(cluster.delete_topics(topics, LIMIT).await?))
        }
        Change::Configs { topic, edits } => {
            let resource = ConfigResource::Topic(topic.clone());
            let edits = edits.iter().map(setting).collect();
            let answers = cluster.alter_configs(vec![(resource, edits)], false, LIMIT);
            Ok(unnamed(answers.await?))
        }
        Change::Partitions { topic, to, .. } => {
            let topics = vec![(topic.clone(), *to)];
            Ok(unnamed(
                cluster.create_partitions(topics, false, LIMIT).await?,
            ))
        }
        Change::Purge { topic, cuts } => {
            let before = cuts
                .iter()
                .map(|cut| (topic.clone(), cut.partition, cut.to));
            let answers = cluster.delete_records(before.collect(), LIMIT).await?;
            let mut found = by_place(answers);
            let places = cuts.iter().map(|cut| (topic.clone(), cut.partition));
            Ok(places.map(|place| take(&mut found, &place)).collect())
        }
        Change::AddAcls { entries } => {
            let acls = entries.iter().map(Acl::from).collect();
            Ok(unnamed(cluster.create_acls(acls, LIMIT).await?))
        }
        Change::DeleteAcls { entries } => {
            let filters = entries
                .iter()
                .map(|entry| AclFilter::from(&Acl::from(entry)));
            let answers = cluster.delete_acls(filters.collect(), LIMIT).await?;
            Ok(answers.into_iter().map(|answer| answer.map(drop)).collect())
        }
    }
}

/// Lets the cluster check that a topic can be made. Nothing is changed.
pub(crate) async fn rehearse(
    cluster: &kafka::Cluster,
    topic: &Definition,
) -> kafka::Result<Answers> {
    create(cluster, topic, true).await
}

async fn create(
    cluster: &kafka::Cluster,
    topic: &Definition,
    validate_only: bool,
) -> kafka::Result<Answers> {
    let configs = topic
        .configs
        .iter()
        .filter_map(|(name, value)| Some((name.clone(), value.clone()?)));
    let new = NewTopic {
        name: topic.name.clone(),
        partitions: Some(topic.partitions),
        replication: topic.replication,
        configs: configs.collect(),
    };
    let answers = cluster.create_topics(vec![new], validate_only, LIMIT);
    Ok(unnamed(answers.await?))
}

async fn offsets(
    cluster: &kafka::Cluster,
    group: &str,
    moves: &[OffsetMove],
) -> kafka::Result<Answers> {
    let place = |step: &OffsetMove| (step.topic.clone(), step.partition);
    let set: Vec<(String, i32, i64)> = moves
        .iter()
        .filter_map(|step| Some((step.topic.clone(), step.partition, step.to?)))
        .collect();
    let gone: Vec<(String, i32)> = moves
        .iter()
        .filter(|step| step.to.is_none())
        .map(place)
        .collect();
    let mut found = HashMap::new();
    if !set.is_empty() {
        found.extend(by_place(
            cluster
                .alter_group_offsets(group, set.clone(), LIMIT)
                .await?,
        ));
    }
    if !gone.is_empty() {
        match cluster
            .delete_group_offsets(group, gone.clone(), LIMIT)
            .await
        {
            Ok(answers) => found.extend(by_place(answers)),
            Err(error) if set.is_empty() => return Err(error),
            // The others are set by now.
            Err(error) => found.extend(gone.into_iter().map(|place| (place, Err(error.clone())))),
        }
    }
    Ok(moves
        .iter()
        .map(|step| take(&mut found, &place(step)))
        .collect())
}

fn setting(edit: &ConfigEdit) -> ConfigChange {
    ConfigChange {
        name: edit.name.clone(),
        edit: edit.to.clone().map_or(Edit::Delete, Edit::Set),
    }
}

fn unnamed<N>(answers: Vec<(N, kafka::Result<()>)>) -> Answers {
    answers.into_iter().map(|(_, answer)| answer).collect()
}

type ByPlace = HashMap<(String, i32), kafka::Result<()>>;

fn by_place(answers: Vec<PartitionOffset>) -> ByPlace {
    answers
        .into_iter()
        .map(|answer| ((answer.topic, answer.partition), answer.offset.map(drop)))
        .collect()
}

/// A partition that is left out of an answer has none.
fn take(found: &mut ByPlace, place: &(String, i32)) -> kafka::Result<()> {
    found.remove(place).unwrap_or_else(|| {
        Err(kafka::Error::Timeout {
            seconds: LIMIT.as_secs(),
        })
    })
}
