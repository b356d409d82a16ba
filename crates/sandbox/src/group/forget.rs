//! `OffsetDelete`.

use std::collections::HashSet;

use bytes::Buf;
use kafka_protocol::ResponseError;
use kafka_protocol::messages::offset_delete_response::{
    OffsetDeleteResponsePartition, OffsetDeleteResponseTopic,
};
use kafka_protocol::messages::{OffsetDeleteRequest, OffsetDeleteResponse};

use super::{Group, State};
use crate::broker::Broker;
use crate::topic::lock;

/// Forgets committed offsets, each partition by itself, but for topics that members read.
pub(crate) fn forget(broker: &Broker, request: &OffsetDeleteRequest) -> OffsetDeleteResponse {
    let mut groups = lock(&broker.groups.groups);
    let refused =
        |error: ResponseError| OffsetDeleteResponse::default().with_error_code(error.code());
    let Some(group) = groups.get_mut(&request.group_id.0) else {
        return refused(ResponseError::GroupIdNotFound);
    };
    if group.state != State::Empty && group.protocol_type.as_str() != "consumer" {
        return refused(ResponseError::NonEmptyGroup);
    }
    let read = group.topics_read();
    let topics = request.topics.iter().map(|topic| {
        let known = broker.topics.by_name(&topic.name);
        let partitions = topic.partitions.iter().map(|partition| {
            let index = partition.partition_index;
            let outcome = if !known.as_ref().is_some_and(|known| known.has(index)) {
                ResponseError::UnknownTopicOrPartition.code()
            } else if read.contains(topic.name.as_bytes()) {
                ResponseError::GroupSubscribedToTopic.code()
            } else {
                group.offsets.remove(&(topic.name.0.clone(), index));
                0
            };
            OffsetDeleteResponsePartition::default()
                .with_partition_index(index)
                .with_error_code(outcome)
        });
        OffsetDeleteResponseTopic::default()
            .with_name(topic.name.clone())
            .with_partitions(partitions.collect())
    });
    let topics = topics.collect();
    OffsetDeleteResponse::default().with_topics(topics)
}

impl Group {
    /// The topics that its members have subscribed to.
    fn topics_read(&self) -> HashSet<Vec<u8>> {
        let subscriptions = self.members.values().flat_map(|member| &member.protocols);
        subscriptions
            .flat_map(|(_, subscription)| topics(subscription))
            .collect()
    }
}

/// The topics of a consumer's subscription: a version, and a list of names before all else. One that is cut off has
/// those before the cut.
fn topics(mut subscription: &[u8]) -> Vec<Vec<u8>> {
    let mut topics = Vec::new();
    if subscription.try_get_i16().is_err() {
        return topics;
    }
    for _ in 0..subscription.try_get_i32().unwrap_or(0) {
        let Ok(Ok(length)) = subscription.try_get_i16().map(usize::try_from) else {
            break;
        };
        let Some((name, rest)) = subscription.split_at_checked(length) else {
            break;
        };
        topics.push(name.to_vec());
        subscription = rest;
    }
    topics
}
