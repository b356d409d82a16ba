//! Records handed out: Fetch, which waits until there is enough.

use std::time::Duration;

use bytes::Bytes;
use kafka_protocol::ResponseError;
use kafka_protocol::messages::fetch_request::FetchPartition;
use kafka_protocol::messages::fetch_response::{FetchableTopicResponse, PartitionData};
use kafka_protocol::messages::{FetchRequest, FetchResponse};
use tokio::time::{Instant, timeout_at};

use crate::broker::{Broker, LEADER_EPOCH};
use crate::topic::{Topic, lock};

/// Most bytes in one answer (Kafka's `fetch.max.bytes` of the broker).
const LIMIT: usize = 55 * 1024 * 1024;
/// Longest wait; no client asks for more.
const LONGEST_WAIT: Duration = Duration::from_secs(300);

/// Answers as soon as `min_bytes` are there, something is wrong, or `max_wait_ms` have passed.
/// Fetch sessions (KIP-227) are optional for a broker: this one opens none, so that clients name
/// all their partitions each time.
pub(crate) async fn fetch(broker: &Broker, version: i16, request: &FetchRequest) -> FetchResponse {
    if request.session_id != 0 {
        return FetchResponse::default()
            .with_error_code(ResponseError::FetchSessionIdNotFound.code());
    }
    let wait = Duration::from_millis(u64::try_from(request.max_wait_ms).unwrap_or(0));
    let deadline = Instant::now() + wait.min(LONGEST_WAIT);
    let least = usize::try_from(request.min_bytes).unwrap_or(0);
    loop {
        let mut appended = std::pin::pin!(broker.appended.notified());
        // From here on no append is missed.
        appended.as_mut().enable();
        let found = collect(broker, version, request);
        let enough = found.bytes >= least || found.failed || request.topics.is_empty();
        if enough || Instant::now() >= deadline {
            return FetchResponse::default().with_responses(found.topics);
        }
        // At the deadline the next round answers with what there is.
        let _ = timeout_at(deadline, appended).await;
    }
}

struct Found {
    topics: Vec<FetchableTopicResponse>,
    bytes: usize,
    failed: bool,
}

fn collect(broker: &Broker, version: i16, request: &FetchRequest) -> Found {
    let limit = usize::try_from(request.max_bytes).unwrap_or(0).min(LIMIT);
    let mut found = Found {
        topics: Vec::new(),
        bytes: 0,
        failed: false,
    };
    for asked in &request.topics {
        let topic = broker
            .topics
            .find(&asked.topic, asked.topic_id, version >= 13);
        let mut partitions = Vec::new();
        for partition in &asked.partitions {
            let left = limit.saturating_sub(found.bytes);
            let read = topic
                .as_ref()
                .map_err(|error| *error)
                .and_then(|topic| read(topic, partition, left, found.bytes == 0));
            let response = PartitionData::default().with_partition_index(partition.partition);
            partitions.push(match read {
                Ok(read) => {
                    found.bytes += read.records.len();
                    response
                        .with_high_watermark(read.end)
                        .with_last_stable_offset(read.end)
                        .with_log_start_offset(read.start)
                        .with_aborted_transactions((request.isolation_level == 1).then(Vec::new))
                        .with_records(Some(read.records))
                }
                Err(error) => {
                    found.failed = true;
                    response
                        .with_error_code(error.code())
                        .with_high_watermark(-1)
                        .with_aborted_transactions(None)
                }
            });
        }
        found.topics.push(
            FetchableTopicResponse::default()
                .with_topic(asked.topic.clone())
                .with_topic_id(asked.topic_id)
                .with_partitions(partitions),
        );
    }
    found
}

struct Read {
    records: Bytes,
    start: i64,
    end: i64,
}

fn read(
    topic: &Topic,
    asked: &FetchPartition,
    left: usize,
    at_least_one: bool,
) -> Result<Read, ResponseError> {
    let log = topic
        .log(asked.partition)
        .ok_or(ResponseError::UnknownTopicOrPartition)?;
    check_epoch(asked.current_leader_epoch)?;
    let log = lock(&log);
    if !(log.start()..=log.end()).contains(&asked.fetch_offset) {
        return Err(ResponseError::OffsetOutOfRange);
    }
    let limit = usize::try_from(asked.partition_max_bytes)
        .unwrap_or(0)
        .min(left);
    let records = log.read(asked.fetch_offset, limit, at_least_one);
    Ok(Read {
        records,
        start: log.start(),
        end: log.end(),
    })
}

/// Whether the client knows the current leader epoch (KIP-320); -1 if it knows none.
pub(crate) fn check_epoch(epoch: i32) -> Result<(), ResponseError> {
    match epoch {
        -1 | LEADER_EPOCH => Ok(()),
        epoch if epoch < LEADER_EPOCH => Err(ResponseError::FencedLeaderEpoch),
        _ => Err(ResponseError::UnknownLeaderEpoch),
    }
}
