//! Topics made, grown, emptied and deleted.

use std::collections::{HashMap, HashSet};
use std::hash::Hash;
use std::sync::Arc;

use kafka_protocol::ResponseError;
use kafka_protocol::messages::create_partitions_request::CreatePartitionsTopic;
use kafka_protocol::messages::create_partitions_response::CreatePartitionsTopicResult;
use kafka_protocol::messages::create_topics_request::CreatableTopic;
use kafka_protocol::messages::create_topics_response::{
    CreatableTopicConfigs, CreatableTopicResult,
};
use kafka_protocol::messages::delete_records_response::{
    DeleteRecordsPartitionResult, DeleteRecordsTopicResult,
};
use kafka_protocol::messages::delete_topics_request::DeleteTopicState;
use kafka_protocol::messages::delete_topics_response::DeletableTopicResult;
use kafka_protocol::messages::{
    CreatePartitionsRequest, CreatePartitionsResponse, CreateTopicsRequest, CreateTopicsResponse,
    DeleteRecordsRequest, DeleteRecordsResponse, DeleteTopicsRequest, DeleteTopicsResponse,
};
use kafka_protocol::protocol::StrBytes;

use crate::broker::{Broker, NODE};
use crate::settings::{self, Overrides, SETTINGS};
use crate::topic::{Topic, Topics, check_name, lock};

/// Kafka's bound for one request (`ReplicationControlManager`).
const PARTITIONS_PER_REQUEST: usize = 10_000;
/// Bound of this broker: an empty partition takes some hundred bytes.
const PARTITIONS: usize = 200_000;

/// An error code and the sentence that goes with it.
pub(crate) type Refusal = (ResponseError, String);

/// A sentence for a response.
pub(crate) fn sentence(text: impl Into<String>) -> Option<StrBytes> {
    Some(StrBytes::from_string(text.into()))
}

/// Creates topics, each by itself.
pub(crate) fn create_topics(
    broker: &Broker,
    version: i16,
    request: &CreateTopicsRequest,
) -> CreateTopicsResponse {
    let named = tally(request.topics.iter().map(|topic| &topic.name));
    let wanted: usize = request.topics.iter().map(partitions_wanted).sum();
    let room = PARTITIONS.saturating_sub(broker.topics.partition_count());
    let mut answered = HashSet::new();
    let mut results = Vec::new();
    for topic in &request.topics {
        // A name that came twice is answered once.
        if !answered.insert(&topic.name) {
            continue;
        }
        let outcome = if named[&topic.name] > 1 {
            Err((
                ResponseError::InvalidRequest,
                "Duplicate topic name.".to_owned(),
            ))
        } else if wanted > PARTITIONS_PER_REQUEST {
            Err((
                ResponseError::PolicyViolation,
                format!("Excessively large number of partitions per request: {wanted}"),
            ))
        } else if wanted > room {
            Err(full())
        } else {
            create_topic(broker, topic, request.validate_only)
        };
        let result = CreatableTopicResult::default().with_name(topic.name.clone());
        results.push(match outcome {
            Ok(created) => {
                let result = result
                    .with_error_message(None)
                    .with_num_partitions(created.partition_count() as i32)
                    .with_replication_factor(1)
                    .with_configs(Some(created_configs(&created.overrides())));
                if version >= 7 && !request.validate_only {
                    result.with_topic_id(created.id)
                } else {
                    result
                }
            }
            Err((error, message)) => result
                .with_error_code(error.code())
                .with_error_message(sentence(message))
                .with_configs(None),
        });
    }
    CreateTopicsResponse::default().with_topics(results)
}

fn partitions_wanted(topic: &CreatableTopic) -> usize {
    usize::try_from(topic.num_partitions)
        .unwrap_or(1)
        .max(topic.assignments.len())
}

fn full() -> Refusal {
    (
        ResponseError::PolicyViolation,
        format!("The sandbox holds at most {PARTITIONS} partitions"),
    )
}

/// A topic as it was (or, to validate, would be) created.
fn create_topic(
    broker: &Broker,
    asked: &CreatableTopic,
    validate: bool,
) -> Result<Arc<Topic>, Refusal> {
    let name = asked.name.as_str();
    check_name(name).map_err(|why| (ResponseError::InvalidTopicException, why))?;
    check_free(&broker.topics, name)?;
    let partitions = new_partitions(asked)?;
    let overrides = new_overrides(asked)?;
    let topic = Arc::new(Topic::new(name, partitions, overrides));
    if !validate && !broker.topics.add(Arc::clone(&topic)) {
        check_free(&broker.topics, name)?;
    }
    Ok(topic)
}

fn check_free(topics: &Topics, name: &str) -> Result<(), Refusal> {
    if topics.by_name(name).is_some() {
        return Err((
            ResponseError::TopicAlreadyExists,
            format!("Topic '{name}' already exists."),
        ));
    }
    match topics.collision(name) {
        Some(other) => Err((
            ResponseError::InvalidTopicException,
            format!("Topic '{name}' collides with existing topic: {other}"),
        )),
        None => Ok(()),
    }
}

fn new_partitions(asked: &CreatableTopic) -> Result<usize, Refusal> {
    if !asked.assignments.is_empty() {
        if asked.num_partitions != -1 || asked.replication_factor != -1 {
            return Err((
                ResponseError::InvalidRequest,
                "A manual partition assignment was specified, but numPartitions or replicationFactor was not set to -1."
                    .to_owned(),
            ));
        }
        let mut indexes: Vec<_> = asked
            .assignments
            .iter()
            .map(|part| part.partition_index)
            .collect();
        indexes.sort_unstable();
        let consecutive = indexes
            .iter()
            .zip(0..)
            .all(|(index, expected)| *index == expected);
        let known = asked
            .assignments
            .iter()
            .all(|part| part.broker_ids == [NODE]);
        return if consecutive && known {
            Ok(indexes.len())
        } else {
            Err((
                ResponseError::InvalidReplicaAssignment,
                format!(
                    "Partitions must be numbered from 0 and lie on broker {} alone",
                    NODE.0
                ),
            ))
        };
    }
    match asked.replication_factor {
        -1 | 1 => {}
        factor if factor < 1 => {
            return Err((
                ResponseError::InvalidReplicationFactor,
                "Replication factor must be larger than 0, or -1 to use the default value."
                    .to_owned(),
            ));
        }
        factor => {
            return Err((
                ResponseError::InvalidReplicationFactor,
                format!(
                    "Unable to replicate the partition {factor} time(s): The target replication factor of {factor} cannot be reached because only 1 broker(s) are registered."
                ),
            ));
        }
    }
    match asked.num_partitions {
        -1 => Ok(1),
        count if count < 1 => Err((
            ResponseError::InvalidPartitions,
            "Number of partitions was set to an invalid non-positive value.".to_owned(),
        )),
        count => Ok(count as usize),
    }
}

fn new_overrides(asked: &CreatableTopic) -> Result<Overrides, Refusal> {
    let mut overrides = Overrides::default();
    for config in &asked.configs {
        let invalid = |why: String| (ResponseError::InvalidConfig, why);
        let setting = settings::setting(&config.name)
            .ok_or_else(|| invalid(format!("Unknown topic config name: {}", config.name)))?;
        let value = config.value.as_ref().ok_or_else(|| {
            invalid(format!(
                "Null value not supported for topic configs: {}",
                config.name
            ))
        })?;
        setting.check(value).map_err(invalid)?;
        overrides.set(setting, value.to_string());
    }
    Ok(overrides)
}

fn created_configs(overrides: &Overrides) -> Vec<CreatableTopicConfigs> {
    SETTINGS
        .iter()
        .map(|setting| {
            CreatableTopicConfigs::default()
                .with_name(StrBytes::from_static_str(setting.name))
                .with_value(sentence(overrides.value(setting)))
                .with_config_source(if overrides.own(setting.name).is_some() {
                    1
                } else {
                    5
                })
        })
        .collect()
}

/// Deletes topics with their records, by name or id.
pub(crate) fn delete_topics(
    broker: &Broker,
    version: i16,
    request: &DeleteTopicsRequest,
) -> DeleteTopicsResponse {
    let states = if version >= 6 {
        request.topics.clone()
    } else {
        let named = |name: &kafka_protocol::messages::TopicName| {
            DeleteTopicState::default().with_name(Some(name.clone()))
        };
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
                .with_error_message(sentence(message)),
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

/// Adds partitions to topics.
pub(crate) fn create_partitions(
    broker: &Broker,
    request: &CreatePartitionsRequest,
) -> CreatePartitionsResponse {
    let named = tally(request.topics.iter().map(|topic| &topic.name));
    let mut answered = HashSet::new();
    let mut results = Vec::new();
    for topic in &request.topics {
        if !answered.insert(&topic.name) {
            continue;
        }
        let outcome = if named[&topic.name] > 1 {
            Err((
                ResponseError::InvalidRequest,
                "Duplicate topic in the request.".to_owned(),
            ))
        } else {
            grow_topic(broker, topic, request.validate_only)
        };
        let result = CreatePartitionsTopicResult::default().with_name(topic.name.clone());
        results.push(match outcome {
            Ok(()) => result.with_error_message(None),
            Err((error, message)) => result
                .with_error_code(error.code())
                .with_error_message(sentence(message)),
        });
    }
    CreatePartitionsResponse::default().with_results(results)
}

fn grow_topic(
    broker: &Broker,
    asked: &CreatePartitionsTopic,
    validate: bool,
) -> Result<(), Refusal> {
    let topic = broker.topics.by_name(&asked.name).ok_or_else(|| {
        let message = "This server does not host this topic-partition.".to_owned();
        (ResponseError::UnknownTopicOrPartition, message)
    })?;
    let current = topic.partition_count();
    let count = usize::try_from(asked.count).unwrap_or(0);
    let invalid = |message: String| Err((ResponseError::InvalidPartitions, message));
    if count == current {
        return invalid(format!("Topic already has {current} partition(s)."));
    }
    if count < current {
        return invalid(format!(
            "The topic {} currently has {current} partition(s); {} would not be an increase.",
            topic.name.as_str(),
            asked.count
        ));
    }
    if let Some(assignments) = &asked.assignments
        && (assignments.len() != count - current
            || assignments
                .iter()
                .any(|assignment| assignment.broker_ids != [NODE]))
    {
        return Err((
            ResponseError::InvalidReplicaAssignment,
            format!(
                "Each of the {} new partitions must lie on broker {}",
                count - current,
                NODE.0
            ),
        ));
    }
    let added = count - current;
    if broker.topics.partition_count() + added > PARTITIONS {
        return Err(full());
    }
    if added > PARTITIONS_PER_REQUEST {
        return Err((
            ResponseError::PolicyViolation,
            format!("Excessively large number of partitions per request: {added}"),
        ));
    }
    if !validate {
        topic.grow(count);
    }
    Ok(())
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

fn tally<T: Eq + Hash>(items: impl Iterator<Item = T>) -> HashMap<T, usize> {
    let mut counts = HashMap::new();
    for item in items {
        *counts.entry(item).or_default() += 1;
    }
    counts
}
