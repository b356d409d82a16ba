//! `CreateTopics`.

use std::collections::HashSet;
use std::sync::Arc;

use kafka_protocol::ResponseError;
use kafka_protocol::messages::create_topics_request::CreatableTopic;
use kafka_protocol::messages::create_topics_response::{
    CreatableTopicConfigs, CreatableTopicResult,
};
use kafka_protocol::messages::{CreateTopicsRequest, CreateTopicsResponse};
use kafka_protocol::protocol::StrBytes;

use super::{PARTITIONS, PARTITIONS_PER_REQUEST, Refusal, full, sentence, tally};
use crate::broker::{Broker, NODE};
use crate::settings::{self, Overrides, SETTINGS};
use crate::topic::{Topic, Topics, check_name};

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
                .with_error_message(Some(sentence(message)))
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
                .with_value(Some(sentence(overrides.value(setting))))
                .with_config_source(if overrides.own(setting.name).is_some() {
                    1
                } else {
                    5
                })
        })
        .collect()
}
