//! `DeleteTopics` and `DeleteRecords`.

use std::collections::HashSet;
use std::sync::Arc;

use kafka_protocol::ResponseError;
use kafka_protocol::messages::delete_records_response::{
    DeleteRecordsPartitionResult, DeleteRecordsTopicResult,
};
use kafka_protocol::messages::delete_topics_request::DeleteTopicState;
use kafka_protocol::messages::delete_topics_response::DeletableTopicResult;
use kafka_protocol::messages::{
    DeleteRecordsRequest, DeleteRecordsResponse, DeleteTopicsRequest, DeleteTopicsResponse,
    TopicName,
};

use super::{Refusal, sentence, tally};
use crate::broker::Broker;
use crate::topic::{Topic, lock};

/// Deletes topics with their records, by name or id.
pub(crate) fn delete_topics(
    broker: &Broker,
    version: i16,
    request: &DeleteTopicsRequest,
) -> DeleteTopicsResponse {
    let states = if version >= 6 {
        request.topics.clone()
    } else {
        let named = |name: &TopicName| DeleteTopicState::default().with_name(Some(name.clone()));
        request.topic_names.iter().map(named).collect()
    };
    let named = tally(states.iter().map(|state| (&state.name, state.topic_id)));
    let mut answered = HashSet::new();
    let mut results = Vec::new();
    for state in &states {
        let key = (&state.name, state.topic_id);
        if !answered.insert(key) {
            continue;
        }
        let result = DeletableTopicResult::default()
            .with_name(state.name.clone())
            .with_topic_id(state.topic_id);
        results.push(match delete_topic(broker, state, named[&key] > 1) {
            Ok(topic) => result
                .with_name(Some(topic.name.clone()))
                .with_topic_id(topic.id)
                .with_error_message(None),
            Err((error, message)) => result
                .with_error_code(error.code())
                .with_error_message(Some(sentence(message))),
        });
    }
    DeleteTopicsResponse::default().with_responses(results)
}

fn delete_topic(
    broker: &Broker,
    state: &DeleteTopicState,
    twice: bool,
) -> Result<Arc<Topic>, Refusal> {
    if twice {
        return Err((
            ResponseError::InvalidRequest,
            "Duplicate topic in the request.".to_owned(),
        ));
    }
    let error = if state.name.is_some() {
        ResponseError::UnknownTopicOrPartition
    } else {
        ResponseError::UnknownTopicId
    };
    let topic = match &state.name {
        Some(name) => broker.topics.by_name(name),
        None => broker.topics.by_id(state.topic_id),
    };
    let topic = topic.ok_or_else(|| (error, "This server does not host this topic.".to_owned()))?;
    broker.topics.remove(&topic);
    for log in topic.logs() {
        let mut log = lock(&log);
        let end = log.end();
        broker.freed(log.trim_to(end));
    }
    broker.groups.forget_topic(&topic.name);
    // Fetches that wait for this topic shall see that it is gone.
    broker.appended.notify_waiters();
    Ok(topic)
}

/// Deletes the records below an offset.
pub(crate) fn delete_records(
    broker: &Broker,
    request: &DeleteRecordsRequest,
) -> DeleteRecordsResponse {
    let topics = request.topics.iter().map(|topic| {
        let partitions = topic.partitions.iter().map(|partition| {
            let result = DeleteRecordsPartitionResult::default()
                .with_partition_index(partition.partition_index);
            match trim(
                broker,
                &topic.name,
                partition.partition_index,
                partition.offset,
            ) {
                Ok(low) => result.with_low_watermark(low),
                Err(error) => result.with_low_watermark(-1).with_error_code(error.code()),
            }
        });
        DeleteRecordsTopicResult::default()
            .with_name(topic.name.clone())
            .with_partitions(partitions.collect())
    });
    DeleteRecordsResponse::default().with_topics(topics.collect())
}

fn trim(broker: &Broker, topic: &str, partition: i32, offset: i64) -> Result<i64, ResponseError> {
    let topic = broker
        .topics
        .by_name(topic)
        .ok_or(ResponseError::UnknownTopicOrPartition)?;
    let log = topic
        .log(partition)
        .ok_or(ResponseError::UnknownTopicOrPartition)?;
    if !topic.overrides().cleans_by("delete") {
        return Err(ResponseError::PolicyViolation);
    }
    let mut log = lock(&log);
    // -1 stands for the high watermark.
    let offset = if offset == -1 { log.end() } else { offset };
    if offset < 0 || offset > log.end() {
        return Err(ResponseError::OffsetOutOfRange);
    }
    broker.freed(log.trim_to(offset));
    Ok(log.start())
}
