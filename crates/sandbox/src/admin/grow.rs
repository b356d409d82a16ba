//! `CreatePartitions`.

use std::collections::HashSet;

use kafka_protocol::ResponseError;
use kafka_protocol::messages::create_partitions_request::CreatePartitionsTopic;
use kafka_protocol::messages::create_partitions_response::CreatePartitionsTopicResult;
use kafka_protocol::messages::{CreatePartitionsRequest, CreatePartitionsResponse};

use super::{PARTITIONS, PARTITIONS_PER_REQUEST, Refusal, full, sentence, tally};
use crate::broker::{Broker, NODE};

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
                .with_error_message(Some(sentence(message))),
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
