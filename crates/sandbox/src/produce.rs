//! Records taken in: Produce and `InitProducerId`.

use kafka_protocol::ResponseError;
use kafka_protocol::messages::produce_request::PartitionProduceData;
use kafka_protocol::messages::produce_response::{PartitionProduceResponse, TopicProduceResponse};
use kafka_protocol::messages::{
    InitProducerIdRequest, InitProducerIdResponse, ProduceRequest, ProduceResponse, ProducerId,
};

use crate::admin::sentence;
use crate::batch::{Batch, Fault};
use crate::broker::{Broker, now};
use crate::connection::Reply;
use crate::log::Appended;
use crate::topic::{Topic, lock};

/// Codec number of zstd, which older Produce versions may not carry (KIP-110).
const ZSTD: i16 = 4;

/// Appends batches, each partition by itself.
pub(crate) fn produce(broker: &Broker, version: i16, request: ProduceRequest) -> Reply {
    let acks = request.acks;
    let mut failed = false;
    let mut responses = Vec::new();
    for data in request.topic_data {
        let topic = broker.topics.find(&data.name, data.topic_id, version >= 13);
        let mut partitions = Vec::new();
        for partition in data.partition_data {
            let response = PartitionProduceResponse::default().with_index(partition.index);
            let appended = check_acks(acks)
                .and_then(|()| topic.as_ref().map_err(|error| (*error).into()))
                .and_then(|topic| append(broker, version, acks, topic, partition));
            partitions.push(match appended {
                Ok((appended, start)) => response
                    .with_base_offset(appended.offset)
                    .with_log_append_time_ms(appended.append_time)
                    .with_log_start_offset(start),
                Err(refusal) => {
                    failed = true;
                    response
                        .with_error_code(refusal.error.code())
                        .with_base_offset(-1)
                        .with_error_message(refusal.message.map(sentence))
                }
            });
        }
        responses.push(
            TopicProduceResponse::default()
                .with_name(data.name)
                .with_topic_id(data.topic_id)
                .with_partition_responses(partitions),
        );
    }
    broker.appended.notify_waiters();
    match acks {
        0 if failed => Reply::Close,
        0 => Reply::Silent,
        _ => Reply::with(ProduceResponse::default().with_responses(responses)),
    }
}

/// Why a batch was not appended.
struct Refusal {
    error: ResponseError,
    message: Option<&'static str>,
}

impl From<ResponseError> for Refusal {
    fn from(error: ResponseError) -> Self {
        Self {
            error,
            message: None,
        }
    }
}

impl From<Fault> for Refusal {
    fn from(fault: Fault) -> Self {
        match fault {
            Fault::Corrupt => ResponseError::CorruptMessage.into(),
            Fault::Codec => ResponseError::UnknownServerError.into(),
            Fault::Invalid(message) => Self {
                error: ResponseError::InvalidRecord,
                message: Some(message),
            },
        }
    }
}

fn check_acks(acks: i16) -> Result<(), Refusal> {
    match acks {
        -1..=1 => Ok(()),
        _ => Err(ResponseError::InvalidRequiredAcks.into()),
    }
}

fn append(
    broker: &Broker,
    version: i16,
    acks: i16,
    topic: &Topic,
    data: PartitionProduceData,
) -> Result<(Appended, i64), Refusal> {
    let log = topic
        .log(data.index)
        .ok_or(ResponseError::UnknownTopicOrPartition)?;
    let batch = Batch::sent(data.records.unwrap_or_default())?;
    if batch.codec() == ZSTD && version < 7 {
        return Err(ResponseError::UnsupportedCompressionType.into());
    }
    if batch.is_transactional() {
        // No producer ever got a transactional id here.
        return Err(ResponseError::TransactionalIdAuthorizationFailed.into());
    }
    let overrides = topic.overrides();
    if batch.data().len() as i64 > overrides.number("max.message.bytes") {
        return Err(ResponseError::MessageTooLarge.into());
    }
    if acks == -1 && overrides.number("min.insync.replicas") > 1 {
        return Err(ResponseError::NotEnoughReplicas.into());
    }
    if overrides.cleans_by("compact") && batch.lacks_key() {
        return Err(Fault::Invalid("Compacted topic cannot accept message without key").into());
    }
    let now = now();
    let append_time = (overrides.text("message.timestamp.type") == "LogAppendTime").then_some(now);
    if append_time.is_none() {
        let ahead = batch.max_timestamp().saturating_sub(now);
        let behind = now.saturating_sub(batch.max_timestamp());
        if batch.max_timestamp() >= 0
            && (ahead > overrides.number("message.timestamp.after.max.ms")
                || behind > overrides.number("message.timestamp.before.max.ms"))
        {
            return Err(Refusal {
                error: ResponseError::InvalidTimestamp,
                message: Some(
                    "The timestamp of the message is out of the range that the topic allows",
                ),
            });
        }
    }
    let size = batch.data().len();
    if !broker.has_room(size) {
        return Err(Refusal {
            error: ResponseError::KafkaStorageError,
            message: Some("The sandbox keeps its records in memory, and its share is used up"),
        });
    }
    let mut log = lock(&log);
    let appended = log.append(&batch, now, append_time)?;
    if appended.fresh {
        broker.took(size);
    }
    Ok((appended, log.start()))
}

/// Hands out a producer id, or a new epoch to one who has an id (KIP-360).
pub(crate) fn init_producer(
    broker: &Broker,
    request: &InitProducerIdRequest,
) -> InitProducerIdResponse {
    let response = InitProducerIdResponse::default();
    if request.transactional_id.is_some() {
        return response
            .with_error_code(ResponseError::TransactionalIdAuthorizationFailed.code())
            .with_producer_id(ProducerId(-1))
            .with_producer_epoch(-1);
    }
    // Without a transactional id Kafka too answers with a fresh id, whatever the old one was.
    response
        .with_producer_id(ProducerId(broker.new_producer()))
        .with_producer_epoch(0)
}
