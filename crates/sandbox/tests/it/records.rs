//! Records in and out: what a batch must be, what a fetch answers, and when.

use std::time::Duration;

use bytes::{Bytes, BytesMut};
use kafka_protocol::indexmap::IndexMap;
use kafka_protocol::messages::create_topics_request::{CreatableTopic, CreatableTopicConfig};
use kafka_protocol::messages::delete_topics_request::DeleteTopicState;
use kafka_protocol::messages::fetch_request::{FetchPartition, FetchTopic};
use kafka_protocol::messages::fetch_response::PartitionData;
use kafka_protocol::messages::list_offsets_request::{ListOffsetsPartition, ListOffsetsTopic};
use kafka_protocol::messages::produce_request::{PartitionProduceData, TopicProduceData};
use kafka_protocol::messages::produce_response::PartitionProduceResponse;
use kafka_protocol::messages::{
    ApiKey, BrokerId, CreateTopicsRequest, DeleteTopicsRequest, FetchRequest,
    InitProducerIdRequest, ListOffsetsRequest, ProduceRequest,
};
use kafka_protocol::records::{
    Compression, Record, RecordBatchEncoder, RecordEncodeOptions, TimestampType,
};
use tokio::time::timeout;

use crate::requests::topic;
use crate::wire::{Connection, empty, frame, only, text};

const SOON: Duration = Duration::from_secs(10);
const CODECS: [Compression; 5] = [
    Compression::None,
    Compression::Gzip,
    Compression::Snappy,
    Compression::Lz4,
    Compression::Zstd,
];

/// Who produces: id, epoch and first sequence number.
type Author = (i64, i16, i32);

const ANYBODY: Author = (-1, -1, -1);

/// Creates a topic of one partition.
pub(crate) async fn create(bootstrap: &str, name: &str, configs: &[(&str, &str)]) {
    let configs = configs.iter().map(|(name, value)| {
        CreatableTopicConfig::default()
            .with_name(text(name))
            .with_value(Some(text(value)))
    });
    let asked = CreatableTopic::default()
        .with_name(topic(name))
        .with_num_partitions(1)
        .with_replication_factor(1)
        .with_configs(configs.collect());
    let request = CreateTopicsRequest::default().with_topics(vec![asked]);
    let mut connection = Connection::open(bootstrap).await;
    let created = only!(
        CreateTopics,
        connection.ask(ApiKey::CreateTopics, 5, request).await
    );
    assert_eq!(created.topics[0].error_code, 0, "{created:?}");
}

/// A fetch of partition 0 that waits for nothing.
pub(crate) fn fetch_from(name: &str, offset: i64) -> FetchRequest {
    let partition = FetchPartition::default()
        .with_fetch_offset(offset)
        .with_partition_max_bytes(1_000_000);
    FetchRequest::default()
        .with_max_bytes(1_000_000)
        .with_topics(vec![
            FetchTopic::default()
                .with_topic(topic(name))
                .with_partitions(vec![partition]),
        ])
}

/// A batch of records with these times, whose values are their positions.
fn batch(times: &[i64], compression: Compression, author: Author) -> Bytes {
    let (producer_id, producer_epoch, sequence) = author;
    let records: Vec<_> = times
        .iter()
        .zip(0_i32..)
        .map(|(&timestamp, index)| Record {
            transactional: false,
            control: false,
            partition_leader_epoch: -1,
            producer_id,
            producer_epoch,
            timestamp_type: TimestampType::Creation,
            offset: i64::from(index),
            sequence: sequence + index,
            timestamp,
            key: (index != 3).then(|| Bytes::from_static(b"key")),
            value: Some(Bytes::from(index.to_string())),
            headers: IndexMap::new(),
            delete_horizon: false,
        })
        .collect();
    let mut data = BytesMut::new();
    let options = RecordEncodeOptions {
        version: 2,
        compression,
    };
    RecordBatchEncoder::encode(&mut data, &records, &options).unwrap();
    data.freeze()
}

fn produce_request(name: &str, acks: i16, records: Bytes) -> ProduceRequest {
    let partition = PartitionProduceData::default().with_records(Some(records));
    ProduceRequest::default()
        .with_transactional_id(None)
        .with_acks(acks)
        .with_topic_data(vec![
            TopicProduceData::default()
                .with_name(topic(name))
                .with_partition_data(vec![partition]),
        ])
}

async fn produce(bootstrap: &str, name: &str, records: Bytes) -> PartitionProduceResponse {
    let mut connection = Connection::open(bootstrap).await;
    let request = produce_request(name, -1, records);
    let mut produced = only!(Produce, connection.ask(ApiKey::Produce, 9, request).await);
    produced.responses.remove(0).partition_responses.remove(0)
}

async fn fetch(bootstrap: &str, request: FetchRequest) -> PartitionData {
    let mut connection = Connection::open(bootstrap).await;
    let mut fetched = only!(Fetch, connection.ask(ApiKey::Fetch, 11, request).await);
    fetched.responses.remove(0).partitions.remove(0)
}

async fn offset_at(bootstrap: &str, name: &str, time: i64) -> (i64, i64) {
    let partition = ListOffsetsPartition::default().with_timestamp(time);
    let request = ListOffsetsRequest::default()
        .with_replica_id(BrokerId(-1))
        .with_topics(vec![
            ListOffsetsTopic::default()
                .with_name(topic(name))
                .with_partitions(vec![partition]),
        ]);
    let mut connection = Connection::open(bootstrap).await;
    let listed = only!(
        ListOffsets,
        connection.ask(ApiKey::ListOffsets, 7, request).await
    );
    let partition = &listed.topics[0].partitions[0];
    assert_eq!(partition.error_code, 0);
    (partition.timestamp, partition.offset)
}

fn resealed(records: &Bytes, change: impl FnOnce(&mut [u8])) -> Bytes {
    let mut changed = records.to_vec();
    change(&mut changed);
    let sum = crc32c::crc32c(&changed[21..]);
    changed[17..21].copy_from_slice(&sum.to_be_bytes());
    changed.into()
}

#[tokio::test]
async fn batches_come_out_as_they_went_in() {
    let sandbox = empty().await;
    let bootstrap = sandbox.bootstrap();
    create(&bootstrap, "raw", &[]).await;
    for (codec, base) in CODECS.into_iter().zip((0..).step_by(3)) {
        let sent = batch(&[1_000, 1_001, 1_002], codec, ANYBODY);
        assert_eq!(
            produce(&bootstrap, "raw", sent.clone()).await.base_offset,
            base
        );
        let got = fetch(&bootstrap, fetch_from("raw", base + 1))
            .await
            .records
            .unwrap();
        assert_eq!(got[..8], base.to_be_bytes());
        assert_eq!(got[16..], sent[16..]);
    }
}

#[tokio::test]
async fn bad_batches_are_refused_with_kafkas_errors() {
    let sandbox = empty().await;
    let bootstrap = sandbox.bootstrap();
    create(&bootstrap, "strict", &[("max.message.bytes", "200")]).await;
    create(&bootstrap, "compact", &[("cleanup.policy", "compact")]).await;
    let good = batch(&[1, 2], Compression::None, ANYBODY);
    let later = batch(&[i64::MAX / 2], Compression::None, ANYBODY);
    let mut damaged = good.to_vec();
    *damaged.last_mut().unwrap() ^= 1;
    let mut wrong = Vec::new();
    let without_key = batch(&[1, 2, 3, 4], Compression::Zstd, ANYBODY);
    for (name, records, error) in [
        ("unknown", good.clone(), 3),
        ("strict", Bytes::new(), 87),
        ("strict", good.slice(..60), 87),
        ("strict", Bytes::from(damaged), 2),
        ("strict", [good.clone(), good.clone()].concat().into(), 87),
        ("strict", resealed(&good, |data| data[16] = 1), 87),
        ("strict", resealed(&good, |data| data[60] = 3), 87),
        ("strict", resealed(&good, |data| data[26] = 5), 87),
        ("strict", resealed(&good, |data| data[22] = 0x05), -1),
        ("strict", resealed(&good, |data| data[22] = 0x10), 53),
        ("strict", resealed(&good, |data| data[22] = 0x20), 87),
        ("strict", resealed(&good, |data| data[61] = 0x7f), 87),
        ("strict", batch(&[1; 60], Compression::None, ANYBODY), 10),
        ("strict", later, 32),
        ("compact", without_key, 87),
        ("strict", good, 0),
    ] {
        let answer = produce(&bootstrap, name, records.clone()).await;
        wrong.extend((answer.error_code != error).then_some((answer.error_code, error, records)));
    }
    assert_eq!(wrong, [], "(answered, expected, batch)");
    assert_eq!(offset_at(&bootstrap, "strict", -1).await.1, 2);
}

#[tokio::test]
async fn acknowledgements_are_as_asked_for() {
    let sandbox = empty().await;
    let bootstrap = sandbox.bootstrap();
    create(&bootstrap, "acks", &[]).await;
    let records = batch(&[1], Compression::None, ANYBODY);
    let mut connection = Connection::open(&bootstrap).await;
    // Silence for the first, so that the first answer is that to the second request.
    let silent = produce_request("acks", 0, records.clone()).into();
    connection
        .send(&frame(ApiKey::Produce, 9, 99, &silent))
        .await;
    for (acks, error) in [(1, 0), (-1, 0), (2, 21)] {
        let request = produce_request("acks", acks, records.clone());
        let answer = only!(Produce, connection.ask(ApiKey::Produce, 9, request).await);
        assert_eq!(answer.responses[0].partition_responses[0].error_code, error);
    }
    assert_eq!(offset_at(&bootstrap, "acks", -1).await.1, 3);
    let failing = produce_request("unknown", 0, records).into();
    connection
        .send(&frame(ApiKey::Produce, 9, 99, &failing))
        .await;
    assert_eq!(
        connection.receive().await,
        None,
        "an error is told by hanging up"
    );
}

#[tokio::test]
async fn repeated_batches_of_idempotent_producers_are_appended_once() {
    let sandbox = empty().await;
    let bootstrap = sandbox.bootstrap();
    create(&bootstrap, "once", &[]).await;
    let mut connection = Connection::open(&bootstrap).await;
    let request = InitProducerIdRequest::default().with_transactional_id(None);
    let init = only!(
        InitProducerId,
        connection.ask(ApiKey::InitProducerId, 4, request).await
    );
    let id = init.producer_id.0;
    for (epoch, sequence, error, offset) in [
        (0, 0, 0, 0),
        (0, 2, 0, 2),
        (0, 0, 0, 0),
        (0, 2, 0, 2),
        (0, 6, 45, -1),
        (0, 4, 0, 4),
        (1, 3, 45, -1),
        (1, 0, 0, 6),
        (0, 6, 47, -1),
    ] {
        let records = batch(&[1, 2], Compression::None, (id, epoch, sequence));
        let answer = produce(&bootstrap, "once", records).await;
        assert_eq!(
            (answer.error_code, answer.base_offset),
            (error, offset),
            "{epoch}/{sequence}"
        );
    }
}

#[tokio::test]
async fn a_fetch_waits_for_records() {
    let sandbox = empty().await;
    let bootstrap = sandbox.bootstrap();
    create(&bootstrap, "live", &[]).await;
    let patient = fetch_from("live", 0)
        .with_min_bytes(1)
        .with_max_wait_ms(60_000);
    let mut waiting = Connection::open(&bootstrap).await;
    waiting
        .send(&frame(ApiKey::Fetch, 11, 0, &patient.into()))
        .await;
    produce(&bootstrap, "live", batch(&[1], Compression::None, ANYBODY)).await;
    let fetched = only!(
        Fetch,
        timeout(SOON, waiting.answer(ApiKey::Fetch, 11))
            .await
            .unwrap()
    );
    assert!(
        !fetched.responses[0].partitions[0]
            .records
            .as_ref()
            .unwrap()
            .is_empty()
    );

    let brief = fetch_from("live", 1).with_min_bytes(1).with_max_wait_ms(50);
    let nothing = timeout(SOON, fetch(&bootstrap, brief)).await.unwrap();
    assert_eq!((nothing.error_code, nothing.high_watermark), (0, 1));
    assert!(nothing.records.unwrap().is_empty());
}

#[tokio::test]
async fn a_waiting_fetch_hears_of_a_deleted_topic() {
    let sandbox = empty().await;
    let bootstrap = sandbox.bootstrap();
    create(&bootstrap, "doomed", &[]).await;
    let patient = fetch_from("doomed", 0)
        .with_min_bytes(1)
        .with_max_wait_ms(60_000);
    let mut waiting = Connection::open(&bootstrap).await;
    waiting
        .send(&frame(ApiKey::Fetch, 11, 0, &patient.into()))
        .await;
    let doomed = DeleteTopicState::default().with_name(Some(topic("doomed")));
    let request = DeleteTopicsRequest::default().with_topics(vec![doomed]);
    let mut admin = Connection::open(&bootstrap).await;
    admin.ask(ApiKey::DeleteTopics, 6, request).await;
    let fetched = only!(
        Fetch,
        timeout(SOON, waiting.answer(ApiKey::Fetch, 11))
            .await
            .unwrap()
    );
    assert_ne!(fetched.responses[0].partitions[0].error_code, 0);
}

#[tokio::test]
async fn a_fetch_keeps_to_its_bounds_but_always_moves_on() {
    let sandbox = empty().await;
    let bootstrap = sandbox.bootstrap();
    create(&bootstrap, "bounds", &[]).await;
    let records = batch(&[1, 2], Compression::None, ANYBODY);
    for _ in 0..3 {
        produce(&bootstrap, "bounds", records.clone()).await;
    }
    let size = i32::try_from(records.len()).unwrap();
    for (max_bytes, batches) in [
        (1, 1),
        (size, 1),
        (2 * size, 2),
        (2 * size + 1, 2),
        (9 * size, 3),
    ] {
        let request = fetch_from("bounds", 0).with_max_bytes(max_bytes);
        let fetched = fetch(&bootstrap, request).await.records.unwrap();
        assert_eq!(fetched.len(), batches * records.len(), "{max_bytes}");
    }
    for (offset, error) in [(-1, 1), (0, 0), (6, 0), (7, 1)] {
        assert_eq!(
            fetch(&bootstrap, fetch_from("bounds", offset))
                .await
                .error_code,
            error
        );
    }
}

#[tokio::test]
async fn sessions_are_declined() {
    let sandbox = empty().await;
    create(&sandbox.bootstrap(), "sessions", &[]).await;
    let mut connection = Connection::open(&sandbox.bootstrap()).await;
    let opening = fetch_from("sessions", 0).with_session_epoch(0);
    let fetched = only!(Fetch, connection.ask(ApiKey::Fetch, 11, opening).await);
    assert_eq!((fetched.error_code, fetched.session_id), (0, 0));
    let going_on = fetch_from("sessions", 0)
        .with_session_id(7)
        .with_session_epoch(1);
    let fetched = only!(Fetch, connection.ask(ApiKey::Fetch, 11, going_on).await);
    assert_eq!(fetched.error_code, 70);
}

#[tokio::test]
async fn times_lead_to_records_whatever_the_codec() {
    let sandbox = empty().await;
    let bootstrap = sandbox.bootstrap();
    for (codec, name) in CODECS
        .into_iter()
        .zip(["none", "gzip", "snappy", "lz4", "zstd"])
    {
        create(&bootstrap, name, &[]).await;
        produce(
            &bootstrap,
            name,
            batch(&[1_000, 3_000, 2_000], codec, ANYBODY),
        )
        .await;
        produce(&bootstrap, name, batch(&[4_000, 2_500], codec, ANYBODY)).await;
        for (time, found) in [
            (0, (1_000, 0)),
            (1_001, (3_000, 1)),
            (3_001, (4_000, 3)),
            (4_001, (-1, -1)),
            (-1, (-1, 5)),
            (-2, (-1, 0)),
            (-3, (4_000, 3)),
        ] {
            assert_eq!(
                offset_at(&bootstrap, name, time).await,
                found,
                "{name} {time}"
            );
        }
    }
}

#[tokio::test]
async fn a_topic_may_keep_the_brokers_time() {
    let sandbox = empty().await;
    let bootstrap = sandbox.bootstrap();
    create(
        &bootstrap,
        "stamped",
        &[("message.timestamp.type", "LogAppendTime")],
    )
    .await;
    let answer = produce(
        &bootstrap,
        "stamped",
        batch(&[5], Compression::None, ANYBODY),
    )
    .await;
    assert!(answer.log_append_time_ms > 1_600_000_000_000);
    let stored = fetch(&bootstrap, fetch_from("stamped", 0))
        .await
        .records
        .unwrap();
    assert_eq!(stored[35..43], answer.log_append_time_ms.to_be_bytes());
    assert_eq!(stored[22] & 0x08, 0x08);
    assert_eq!(stored[17..21], crc32c::crc32c(&stored[21..]).to_be_bytes());
}
