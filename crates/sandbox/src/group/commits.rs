//! `OffsetCommit` and `OffsetFetch`.

use std::collections::BTreeMap;
use std::time::Instant;

use kafka_protocol::ResponseError;
use kafka_protocol::messages::offset_commit_request::OffsetCommitRequestPartition;
use kafka_protocol::messages::offset_commit_response::{
    OffsetCommitResponsePartition, OffsetCommitResponseTopic,
};
use kafka_protocol::messages::offset_fetch_response::{
    OffsetFetchResponseGroup, OffsetFetchResponsePartition, OffsetFetchResponsePartitions,
    OffsetFetchResponseTopic, OffsetFetchResponseTopics,
};
use kafka_protocol::messages::{
    GroupId, OffsetCommitRequest, OffsetCommitResponse, OffsetFetchRequest, OffsetFetchResponse,
    TopicName,
};
use kafka_protocol::protocol::StrBytes;

use super::join::own;
use super::offsets::Committed;
use super::{Group, Groups};
use crate::broker::Broker;
use crate::topic::lock;

/// `offset.metadata.max.bytes`.
const METADATA_LIMIT: usize = 4096;

/// Commits offsets, each partition by itself once the member has been let in.
pub(crate) fn commit(broker: &Broker, request: &OffsetCommitRequest) -> OffsetCommitResponse {
    let mut groups = lock(&broker.groups.groups);
    let refusal = check_member(&mut groups, request).err();
    let topics = request.topics.iter().map(|topic| {
        let known = broker.topics.by_name(&topic.name);
        let partitions = topic.partitions.iter().map(|partition| {
            let refusal = refusal.or_else(|| {
                let exists = known
                    .as_ref()
                    .is_some_and(|t| t.has(partition.partition_index));
                check_partition(exists, partition).err()
            });
            let outcome = match (refusal, &known) {
                (None, Some(known)) => {
                    let group = groups.entry(own(&request.group_id)).or_default();
                    group.store(&known.name, partition);
                    0
                }
                (Some(error), _) => error.code(),
                (None, None) => ResponseError::UnknownTopicOrPartition.code(),
            };
            OffsetCommitResponsePartition::default()
                .with_partition_index(partition.partition_index)
                .with_error_code(outcome)
        });
        OffsetCommitResponseTopic::default()
            .with_name(topic.name.clone())
            .with_partitions(partitions.collect())
    });
    let topics = topics.collect();
    OffsetCommitResponse::default().with_topics(topics)
}

fn check_member(
    groups: &mut BTreeMap<StrBytes, Group>,
    request: &OffsetCommitRequest,
) -> Result<(), ResponseError> {
    let generation = request.generation_id_or_member_epoch;
    if request.group_id.is_empty() {
        return Err(ResponseError::InvalidGroupId);
    }
    match groups.get_mut(&request.group_id.0) {
        Some(group) => group.check_commit(
            &request.member_id,
            request.group_instance_id.as_ref(),
            generation,
            Instant::now(),
        ),
        None if generation < 0 => Ok(()),
        None => Err(ResponseError::IllegalGeneration),
    }
}

fn check_partition(
    exists: bool,
    partition: &OffsetCommitRequestPartition,
) -> Result<(), ResponseError> {
    let metadata = partition
        .committed_metadata
        .as_ref()
        .map_or(0, |text| text.len());
    if !exists {
        Err(ResponseError::UnknownTopicOrPartition)
    } else if metadata > METADATA_LIMIT {
        Err(ResponseError::OffsetMetadataTooLarge)
    } else if partition.committed_offset < 0 {
        Err(ResponseError::InvalidRequest)
    } else {
        Ok(())
    }
}

impl Group {
    fn store(&mut self, topic: &TopicName, partition: &OffsetCommitRequestPartition) {
        let committed = Committed {
            offset: partition.committed_offset,
            leader_epoch: partition.committed_leader_epoch,
            metadata: partition
                .committed_metadata
                .as_ref()
                .map(own)
                .unwrap_or_default(),
        };
        self.offsets
            .insert((topic.0.clone(), partition.partition_index), committed);
    }

    /// What was committed for these partitions, or for all; offset -1 where nothing was.
    fn committed(&self, wanted: Option<Vec<(TopicName, Vec<i32>)>>) -> Vec<Fetched> {
        let wanted = wanted.unwrap_or_else(|| self.partitions_by_topic());
        let topics = wanted.into_iter().map(|(topic, partitions)| {
            let partitions = partitions.into_iter().map(|partition| {
                let committed = self.offsets.get(&(topic.0.clone(), partition)).cloned();
                (partition, committed.unwrap_or_default())
            });
            let partitions = partitions.collect();
            Fetched { topic, partitions }
        });
        topics.collect()
    }

    fn partitions_by_topic(&self) -> Vec<(TopicName, Vec<i32>)> {
        let mut topics: Vec<(TopicName, Vec<i32>)> = Vec::new();
        for (topic, partition) in self.offsets.keys() {
            match topics.last_mut() {
                Some((last, partitions)) if last.0 == *topic => partitions.push(*partition),
                _ => topics.push((TopicName(topic.clone()), vec![*partition])),
            }
        }
        topics
    }
}

/// Committed offsets of one topic.
struct Fetched {
    topic: TopicName,
    partitions: Vec<(i32, Committed)>,
}

impl From<Fetched> for OffsetFetchResponseTopic {
    fn from(fetched: Fetched) -> Self {
        let partitions = fetched.partitions.into_iter().map(|(index, committed)| {
            OffsetFetchResponsePartition::default()
                .with_partition_index(index)
                .with_committed_offset(committed.offset)
                .with_committed_leader_epoch(committed.leader_epoch)
                .with_metadata(Some(committed.metadata))
        });
        Self::default()
            .with_name(fetched.topic)
            .with_partitions(partitions.collect())
    }
}

/// The same as a single group's, as versions for several groups name it.
impl From<Fetched> for OffsetFetchResponseTopics {
    fn from(fetched: Fetched) -> Self {
        let partitions = fetched.partitions.into_iter().map(|(index, committed)| {
            OffsetFetchResponsePartitions::default()
                .with_partition_index(index)
                .with_committed_offset(committed.offset)
                .with_committed_leader_epoch(committed.leader_epoch)
                .with_metadata(Some(committed.metadata))
        });
        Self::default()
            .with_name(fetched.topic)
            .with_partitions(partitions.collect())
    }
}

impl Groups {
    /// Committed offsets of one group (up to version 7) or several.
    pub(crate) fn fetch_offsets(
        &self,
        version: i16,
        request: &OffsetFetchRequest,
    ) -> OffsetFetchResponse {
        let none = Group::default();
        let groups = lock(&self.groups);
        let find = |id: &GroupId| groups.get(&id.0).unwrap_or(&none);
        if version < 8 {
            let wanted = request.topics.as_ref().map(|topics| {
                topics
                    .iter()
                    .map(|t| (t.name.clone(), t.partition_indexes.clone()))
                    .collect()
            });
            let topics = find(&request.group_id).committed(wanted);
            return OffsetFetchResponse::default()
                .with_topics(topics.into_iter().map(Into::into).collect());
        }
        let answers = request.groups.iter().map(|asked| {
            let wanted = asked.topics.as_ref().map(|topics| {
                topics
                    .iter()
                    .map(|t| (t.name.clone(), t.partition_indexes.clone()))
                    .collect()
            });
            let topics = find(&asked.group_id).committed(wanted);
            OffsetFetchResponseGroup::default()
                .with_group_id(asked.group_id.clone())
                .with_topics(topics.into_iter().map(Into::into).collect())
        });
        OffsetFetchResponse::default().with_groups(answers.collect())
    }
}
