//! Offsets of a log: `ListOffsets` and `OffsetForLeaderEpoch`.

use kafka_protocol::ResponseError;
use kafka_protocol::messages::list_offsets_request::ListOffsetsPartition;
use kafka_protocol::messages::list_offsets_response::{
    ListOffsetsPartitionResponse, ListOffsetsTopicResponse,
};
use kafka_protocol::messages::offset_for_leader_epoch_request::OffsetForLeaderPartition;
use kafka_protocol::messages::offset_for_leader_epoch_response::{
    EpochEndOffset, OffsetForLeaderTopicResult,
};
use kafka_protocol::messages::{
    ListOffsetsRequest, ListOffsetsResponse, OffsetForLeaderEpochRequest,
    OffsetForLeaderEpochResponse,
};

use crate::broker::{Broker, LEADER_EPOCH};
use crate::fetch::check_epoch;
use crate::topic::lock;

const LATEST: i64 = -1;
const EARLIEST: i64 = -2;
/// KIP-734, from version 7 on.
const MAX_TIMESTAMP: i64 = -3;
/// KIP-405, from version 8 on: all records are local.
const EARLIEST_LOCAL: i64 = -4;
/// KIP-1005, from version 9 on: nothing was moved to remote storage.
const LATEST_TIERED: i64 = -5;

/// Earliest, latest, latest by time, and first at or after a time.
pub(crate) fn list(
    broker: &Broker,
    version: i16,
    request: &ListOffsetsRequest,
) -> ListOffsetsResponse {
    let topics = request.topics.iter().map(|topic| {
        let partitions = topic.partitions.iter().map(|partition| {
            let response = ListOffsetsPartitionResponse::default()
                .with_partition_index(partition.partition_index);
            match find(broker, version, &topic.name, partition) {
                Ok(None) => response,
                Ok(Some((timestamp, offset))) => {
                    let epoch = if version >= 4 { LEADER_EPOCH } else { -1 };
                    response
                        .with_timestamp(timestamp)
                        .with_offset(offset)
                        .with_leader_epoch(epoch)
                }
                Err(error) => response.with_error_code(error.code()),
            }
        });
        ListOffsetsTopicResponse::default()
            .with_name(topic.name.clone())
            .with_partitions(partitions.collect())
    });
    ListOffsetsResponse::default().with_topics(topics.collect())
}

/// (timestamp, offset), or nothing where no record fits.
fn find(
    broker: &Broker,
    version: i16,
    topic: &str,
    asked: &ListOffsetsPartition,
) -> Result<Option<(i64, i64)>, ResponseError> {
    let topic = broker
        .topics
        .by_name(topic)
        .ok_or(ResponseError::UnknownTopicOrPartition)?;
    let log = topic
        .log(asked.partition_index)
        .ok_or(ResponseError::UnknownTopicOrPartition)?;
    check_epoch(asked.current_leader_epoch)?;
    let log = lock(&log);
    match asked.timestamp {
        LATEST => Ok(Some((-1, log.end()))),
        EARLIEST => Ok(Some((-1, log.start()))),
        MAX_TIMESTAMP if version >= 7 => Ok(log.latest()),
        EARLIEST_LOCAL if version >= 8 => Ok(Some((-1, log.start()))),
        LATEST_TIERED if version >= 9 => Ok(None),
        timestamp if timestamp >= 0 => Ok(log.at_time(timestamp)),
        _ => Err(ResponseError::UnsupportedVersion),
    }
}

/// Where the records of a leader epoch end (KIP-320). There is only one epoch.
pub(crate) fn for_leader_epoch(
    broker: &Broker,
    request: &OffsetForLeaderEpochRequest,
) -> OffsetForLeaderEpochResponse {
    let topics = request.topics.iter().map(|topic| {
        let partitions = topic.partitions.iter().map(|partition| {
            let response = EpochEndOffset::default().with_partition(partition.partition);
            match epoch_end(broker, &topic.topic, partition) {
                Ok(Some(end)) => response
                    .with_leader_epoch(LEADER_EPOCH)
                    .with_end_offset(end),
                Ok(None) => response.with_leader_epoch(-1).with_end_offset(-1),
                Err(error) => response.with_error_code(error.code()),
            }
        });
        OffsetForLeaderTopicResult::default()
            .with_topic(topic.topic.clone())
            .with_partitions(partitions.collect())
    });
    OffsetForLeaderEpochResponse::default().with_topics(topics.collect())
}

fn epoch_end(
    broker: &Broker,
    topic: &str,
    asked: &OffsetForLeaderPartition,
) -> Result<Option<i64>, ResponseError> {
    let topic = broker
        .topics
        .by_name(topic)
        .ok_or(ResponseError::UnknownTopicOrPartition)?;
    let log = topic
        .log(asked.partition)
        .ok_or(ResponseError::UnknownTopicOrPartition)?;
    check_epoch(asked.current_leader_epoch)?;
    Ok((asked.leader_epoch == LEADER_EPOCH).then(|| lock(&log).end()))
}
