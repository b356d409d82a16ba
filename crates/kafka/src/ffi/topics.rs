//! Topics: create, delete, grow, cut, describe.

use std::time::Duration;

use rd::rd_kafka_admin_op_t as Kind;
use rdkafka::bindings as rd;
use rdkafka::types::RDKafkaErrorCode;

use super::acls::operations;
use super::admin::{Event, Named, Native, Settings, in_order, one};
use super::brokers::broker_id;
use super::native::{Owned, error_outcome, invalid, list, made, name, outcome, pointers, text};
use super::partitions::{Answer, answers, wanted};
use crate::metadata::{Partition, Topic};
use crate::refusal::Refusal;
use crate::topics::{NewTopic, TopicDescription};

pub(crate) fn create(
    client: &Native,
    topics: &[NewTopic],
    validate_only: bool,
    limit: Duration,
) -> Result<Named<()>, Refusal> {
    let new = topics
        .iter()
        .map(new_topic)
        .collect::<Result<Vec<_>, _>>()?;
    let settings = Settings {
        carry_out: true,
        validate_only,
        ..Settings::within(limit)
    };
    let answers = one(
        client,
        Kind::RD_KAFKA_ADMIN_OP_CREATETOPICS,
        &settings,
        |call| {
            let mut new = pointers(&new);
            // SAFETY: as many topics as are counted, which librdkafka copies.
            unsafe {
                rd::rd_kafka_CreateTopics(
                    call.client,
                    new.as_mut_ptr(),
                    new.len(),
                    call.options,
                    call.queue,
                );
            }
            Ok(())
        },
        // SAFETY: an answer of this kind, which lives as long as the event.
        |event| unsafe {
            let result = rd::rd_kafka_event_CreateTopics_result(event);
            topic_results(list(|count| {
                rd::rd_kafka_CreateTopics_result_topics(result, count)
            }))
        },
    )?;
    let names: Vec<String> = topics.iter().map(|topic| topic.name.clone()).collect();
    Ok(in_order(&names, answers))
}

fn new_topic(topic: &NewTopic) -> Result<Owned<rd::rd_kafka_NewTopic_t>, Refusal> {
    let topic_name = name(&topic.name)?;
    // SAFETY: a C string, and a buffer with its length for an error's text; the topic is ours.
    let new = unsafe {
        made(
            |text, size| {
                rd::rd_kafka_NewTopic_new(
                    topic_name.as_ptr(),
                    topic.partitions.unwrap_or(-1),
                    topic.replication.unwrap_or(-1),
                    text,
                    size,
                )
            },
            rd::rd_kafka_NewTopic_destroy,
        )
    }?;
    for (key, value) in &topic.configs {
        let (key, value) = (name(key)?, name(value)?);
        // SAFETY: a living topic, and C strings that are copied. The outcome is librdkafka's own.
        let set = unsafe {
            rd::rd_kafka_NewTopic_set_config(new.pointer(), key.as_ptr(), value.as_ptr())
        };
        match RDKafkaErrorCode::from(set) {
            RDKafkaErrorCode::NoError => {}
            code => return Err(Refusal::new(code, "")),
        }
    }
    Ok(new)
}

pub(crate) fn delete(
    client: &Native,
    topics: &[String],
    limit: Duration,
) -> Result<Named<()>, Refusal> {
    let delete = topics
        .iter()
        .map(|topic| {
            let topic = name(topic)?;
            // SAFETY: a C string, which is copied; the value is ours.
            unsafe {
                Owned::new(
                    rd::rd_kafka_DeleteTopic_new(topic.as_ptr()),
                    rd::rd_kafka_DeleteTopic_destroy,
                )
            }
            .ok_or_else(|| invalid("a topic has a name"))
        })
        .collect::<Result<Vec<_>, _>>()?;
    let settings = Settings {
        carry_out: true,
        ..Settings::within(limit)
    };
    let answers = one(
        client,
        Kind::RD_KAFKA_ADMIN_OP_DELETETOPICS,
        &settings,
        |call| {
            let mut delete = pointers(&delete);
            // SAFETY: as many topics as are counted, which librdkafka copies.
            unsafe {
                rd::rd_kafka_DeleteTopics(
                    call.client,
                    delete.as_mut_ptr(),
                    delete.len(),
                    call.options,
                    call.queue,
                );
            }
            Ok(())
        },
        // SAFETY: an answer of this kind, which lives as long as the event.
        |event| unsafe {
            let result = rd::rd_kafka_event_DeleteTopics_result(event);
            topic_results(list(|count| {
                rd::rd_kafka_DeleteTopics_result_topics(result, count)
            }))
        },
    )?;
    Ok(in_order(topics, answers))
}

/// `topics`: each with the number of partitions that it will have.
pub(crate) fn create_partitions(
    client: &Native,
    topics: &[(String, i32)],
    validate_only: bool,
    limit: Duration,
) -> Result<Named<()>, Refusal> {
    let grow = topics
        .iter()
        .map(|(topic, total)| {
            let topic = name(topic)?;
            let total = usize::try_from(*total).unwrap_or(0);
            // SAFETY: a C string, and a buffer with its length for an error's text; the value is ours.
            unsafe {
                made(
                    |text, size| rd::rd_kafka_NewPartitions_new(topic.as_ptr(), total, text, size),
                    rd::rd_kafka_NewPartitions_destroy,
                )
            }
        })
        .collect::<Result<Vec<_>, _>>()?;
    let settings = Settings {
        carry_out: true,
        validate_only,
        ..Settings::within(limit)
    };
    let answers = one(
        client,
        Kind::RD_KAFKA_ADMIN_OP_CREATEPARTITIONS,
        &settings,
        |call| {
            let mut grow = pointers(&grow);
            // SAFETY: as many topics as are counted, which librdkafka copies.
            unsafe {
                rd::rd_kafka_CreatePartitions(
                    call.client,
                    grow.as_mut_ptr(),
                    grow.len(),
                    call.options,
                    call.queue,
                );
            }
            Ok(())
        },
        // SAFETY: an answer of this kind, which lives as long as the event.
        |event| unsafe {
            let result = rd::rd_kafka_event_CreatePartitions_result(event);
            topic_results(list(|count| {
                rd::rd_kafka_CreatePartitions_result_topics(result, count)
            }))
        },
    )?;
    let names: Vec<String> = topics.iter().map(|(name, _)| name.clone()).collect();
    Ok(in_order(&names, answers))
}

/// `before`: topic, partition, and the first offset that stays.
pub(crate) fn delete_records(
    client: &Native,
    before: &[(String, i32, i64)],
    limit: Duration,
) -> Result<Vec<Answer>, Refusal> {
    let list = wanted(
        before
            .iter()
            .map(|(topic, partition, offset)| (topic.as_str(), *partition, *offset)),
    )?;
    // SAFETY: a living list, which is copied; the value is ours.
    let delete = unsafe {
        Owned::new(
            rd::rd_kafka_DeleteRecords_new(list.ptr()),
            rd::rd_kafka_DeleteRecords_destroy,
        )
    }
    .ok_or_else(|| invalid("no partition is named"))?;
    let settings = Settings {
        carry_out: true,
        ..Settings::within(limit)
    };
    one(
        client,
        Kind::RD_KAFKA_ADMIN_OP_DELETERECORDS,
        &settings,
        |call| {
            let mut delete = [delete.pointer()];
            // SAFETY: one request, which librdkafka copies.
            unsafe {
                rd::rd_kafka_DeleteRecords(
                    call.client,
                    delete.as_mut_ptr(),
                    delete.len(),
                    call.options,
                    call.queue,
                );
            }
            Ok(())
        },
        // SAFETY: an answer of this kind, which lives as long as the event.
        |event| unsafe {
            let result = rd::rd_kafka_event_DeleteRecords_result(event);
            answers(rd::rd_kafka_DeleteRecords_result_offsets(result))
        },
    )
}

pub(crate) fn describe(
    client: &Native,
    topics: &[String],
    limit: Duration,
) -> Result<Named<TopicDescription>, Refusal> {
    let names = topics
        .iter()
        .map(|topic| name(topic))
        .collect::<Result<Vec<_>, _>>()?;
    let mut pointers: Vec<_> = names.iter().map(|name| name.as_ptr()).collect();
    // SAFETY: as many C strings as are counted, which are copied; the value is ours.
    let collection = unsafe {
        Owned::new(
            rd::rd_kafka_TopicCollection_of_topic_names(pointers.as_mut_ptr(), pointers.len()),
            rd::rd_kafka_TopicCollection_destroy,
        )
    }
    .ok_or_else(|| invalid("no topic is named"))?;
    let settings = Settings {
        authorized_operations: true,
        ..Settings::within(limit)
    };
    let answers = one(
        client,
        Kind::RD_KAFKA_ADMIN_OP_DESCRIBETOPICS,
        &settings,
        |call| {
            // SAFETY: a living collection, which librdkafka copies.
            unsafe {
                rd::rd_kafka_DescribeTopics(
                    call.client,
                    collection.pointer(),
                    call.options,
                    call.queue,
                );
            }
            Ok(())
        },
        descriptions,
    )?;
    Ok(in_order(topics, answers))
}

fn descriptions(event: Event) -> Named<TopicDescription> {
    // SAFETY: an answer of this kind, which lives as long as the event.
    let topics = unsafe {
        let result = rd::rd_kafka_event_DescribeTopics_result(event);
        list(|count| rd::rd_kafka_DescribeTopics_result_topics(result, count))
    };
    topics
        .iter()
        .map(|topic| {
            // SAFETY: a description that lives as long as its event.
            unsafe {
                let name = text(rd::rd_kafka_TopicDescription_name(*topic));
                let described = error_outcome(rd::rd_kafka_TopicDescription_error(*topic))
                    .map(|()| description(*topic, &name));
                (name, described)
            }
        })
        .collect()
}

/// # Safety
/// `topic` is a description without an error that lives during the call.
unsafe fn description(
    topic: *const rd::rd_kafka_TopicDescription_t,
    name: &str,
) -> TopicDescription {
    // SAFETY: the caller's promise; all parts live as long as the whole.
    unsafe {
        let partitions = list(|count| rd::rd_kafka_TopicDescription_partitions(topic, count));
        let id = rd::rd_kafka_TopicDescription_topic_id(topic);
        TopicDescription {
            topic: Topic {
                name: name.to_owned(),
                partitions: partitions.iter().map(|each| partition(*each)).collect(),
                error: None,
            },
            id: if id.is_null() {
                None
            } else {
                Some(text(rd::rd_kafka_Uuid_base64str(id)))
            },
            is_internal: rd::rd_kafka_TopicDescription_is_internal(topic) != 0,
            operations: operations(|count| {
                rd::rd_kafka_TopicDescription_authorized_operations(topic, count)
            }),
        }
    }
}

/// # Safety
/// `partition` is a description that lives during the call.
unsafe fn partition(partition: *const rd::rd_kafka_TopicPartitionInfo_t) -> Partition {
    // SAFETY: the caller's promise; all parts live as long as the whole.
    unsafe {
        let ids = |nodes: &[*const rd::rd_kafka_Node_t]| {
            nodes.iter().filter_map(|node| broker_id(*node)).collect()
        };
        Partition {
            id: rd::rd_kafka_TopicPartitionInfo_partition(partition),
            leader: broker_id(rd::rd_kafka_TopicPartitionInfo_leader(partition)),
            replicas: ids(list(|count| {
                rd::rd_kafka_TopicPartitionInfo_replicas(partition, count)
            })),
            in_sync: ids(list(|count| {
                rd::rd_kafka_TopicPartitionInfo_isr(partition, count)
            })),
            error: None,
        }
    }
}

/// # Safety
/// Results that live during the call.
unsafe fn topic_results(results: &[*const rd::rd_kafka_topic_result_t]) -> Named<()> {
    results
        .iter()
        // SAFETY: the caller's promise; texts live as long as their result.
        .map(|result| unsafe {
            (
                text(rd::rd_kafka_topic_result_name(*result)),
                outcome(
                    rd::rd_kafka_topic_result_error,
                    rd::rd_kafka_topic_result_error_string,
                    *result,
                ),
            )
        })
        .collect()
}
