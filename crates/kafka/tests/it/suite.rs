//! What every cluster must do; each check makes topics of its own.

use kafka::{
    Cluster, ClusterConfig, Error, OffsetQuery, OutgoingHeader, OutgoingRecord, Producer,
    TimestampKind,
};
use rdkafka::consumer::{BaseConsumer, Consumer};

use crate::collected::{Reading, Seen};
use crate::fixture::{LIMIT, client, record, topic, write};

fn cluster(bootstrap: &str) -> Cluster {
    Cluster::new(ClusterConfig::plaintext(bootstrap)).expect("a cluster")
}

fn producer(bootstrap: &str) -> Producer {
    Producer::new(&ClusterConfig::plaintext(bootstrap)).expect("a producer")
}

fn reading(bootstrap: &str, topic: &str, from: &[(i32, i64)]) -> Reading {
    Reading::start(&ClusterConfig::plaintext(bootstrap), topic, from)
}

pub(crate) async fn topics_tell_partitions_and_replication(bootstrap: &str) {
    let name = topic(bootstrap, 3, &[]).await;
    let all = cluster(bootstrap)
        .metadata(None, LIMIT)
        .await
        .expect("metadata");
    let found = all
        .topics
        .iter()
        .find(|topic| topic.name == name)
        .expect("the topic is listed");
    let ids: Vec<i32> = found
        .partitions
        .iter()
        .map(|partition| partition.id)
        .collect();
    assert_eq!(
        (ids, found.replication(), found.error.clone()),
        (vec![0, 1, 2], 1, None)
    );
    let leader = found.partitions[0].leader.expect("a leader");
    assert!(
        all.brokers
            .iter()
            .any(|broker| broker.id == leader && broker.port > 0),
        "the leader is a broker"
    );
}

pub(crate) async fn a_topic_that_is_not_there_is_not_found(bootstrap: &str) {
    let name = tests::unique("nowhere");
    let answer = cluster(bootstrap).metadata(Some(&name), LIMIT).await;
    assert!(matches!(answer, Err(Error::NotFound { .. })), "{answer:?}");
    let all = cluster(bootstrap)
        .metadata(None, LIMIT)
        .await
        .expect("metadata");
    assert!(
        all.topics.iter().all(|topic| topic.name != name),
        "asking must not create it"
    );
}

pub(crate) async fn a_record_comes_back_byte_for_byte(bootstrap: &str) {
    let name = topic(bootstrap, 1, &[]).await;
    let header = |name: &str, value: Option<&[u8]>| OutgoingHeader {
        name: name.to_owned(),
        value: value.map(<[u8]>::to_vec),
    };
    let before = now();
    let sent = [
        OutgoingRecord {
            topic: name.clone(),
            partition: Some(0),
            key: Some(b"k\0\xff".to_vec()),
            value: Some("{\"é\": 9007199254740993}".as_bytes().to_vec()),
            headers: vec![
                header("a", Some(b"1")),
                header("a", Some(b"2")),
                header("null", None),
                header("empty", Some(b"")),
                header("", Some(b"nameless")),
            ],
        },
        OutgoingRecord {
            topic: name.clone(),
            partition: Some(0),
            key: None,
            value: None,
            headers: Vec::new(),
        },
        OutgoingRecord {
            topic: name.clone(),
            partition: Some(0),
            key: Some(Vec::new()),
            value: Some(Vec::new()),
            headers: Vec::new(),
        },
    ];
    let producer = producer(bootstrap);
    for (offset, record) in sent.iter().enumerate() {
        let delivery = producer.send(record).await.expect("written");
        assert_eq!((delivery.partition, delivery.offset), (0, offset as i64));
    }
    let (read, ends) = reading(bootstrap, &name, &[(0, 0)]).to_the_end(1);
    assert_eq!(ends[&0], 3);
    assert_eq!(read.len(), sent.len());
    for (offset, (read, sent)) in read.iter().zip(&sent).enumerate() {
        assert_eq!((read.partition, read.offset), (0, offset as i64));
        assert_eq!((&read.key, &read.value), (&sent.key, &sent.value));
        let headers: Vec<_> = sent
            .headers
            .iter()
            .map(|header| (header.name.clone().into_bytes(), header.value.clone()))
            .collect();
        assert_eq!(read.headers, headers);
        assert_eq!(read.timestamp_kind, TimestampKind::Create);
        assert!(
            (before..=now()).contains(&read.timestamp),
            "{} is not now",
            read.timestamp
        );
    }
}

pub(crate) async fn an_empty_topic_has_an_end(bootstrap: &str) {
    let name = topic(bootstrap, 2, &[]).await;
    let (read, ends) = reading(bootstrap, &name, &[(0, 0), (1, 0)]).to_the_end(2);
    assert!(read.is_empty());
    assert_eq!(ends.into_iter().collect::<Vec<_>>(), [(0, 0), (1, 0)]);
}

pub(crate) async fn every_partition_of_many_reports_its_end(bootstrap: &str) {
    let name = topic(bootstrap, 200, &[]).await;
    let producer = producer(bootstrap);
    for partition in (0..200).step_by(7) {
        write(&producer, &name, partition, 2).await;
    }
    let from: Vec<(i32, i64)> = (0..200).map(|partition| (partition, 0)).collect();
    let (read, ends) = reading(bootstrap, &name, &from).to_the_end(200);
    assert_eq!(read.len(), 2 * 29);
    assert_eq!(ends.values().filter(|end| **end == 2).count(), 29);
}

pub(crate) async fn five_megabytes_come_back(bootstrap: &str) {
    let name = topic(bootstrap, 1, &[("max.message.bytes", "8000000")]).await;
    let value: Vec<u8> = (0..5_000_000_u32)
        .map(|number| (number % 251) as u8)
        .collect();
    producer(bootstrap)
        .send(&record(&name, 0, value.clone()))
        .await
        .expect("written");
    let read = reading(bootstrap, &name, &[(0, 0)]).records(1);
    assert!(
        read[0].value.as_ref() == Some(&value),
        "the bytes are not the same"
    );
}

pub(crate) async fn keys_go_where_the_java_client_puts_them(bootstrap: &str) {
    // Keys and hashes of Kafka's own UtilsTest.testMurmur2.
    let known = [
        ("21", -973_932_308_i32),
        ("foobar", -790_332_482),
        ("a-little-bit-long-string", -985_981_536),
        ("abc", 479_470_107),
    ];
    let name = topic(bootstrap, 7, &[]).await;
    let producer = producer(bootstrap);
    for (key, hash) in known {
        let keyed = OutgoingRecord {
            partition: None,
            key: Some(key.as_bytes().to_vec()),
            ..record(&name, 0, "value")
        };
        let delivery = producer.send(&keyed).await.expect("written");
        assert_eq!(delivery.partition, (hash & 0x7fff_ffff) % 7, "{key}");
    }
}

pub(crate) async fn offsets_are_found_by_time(bootstrap: &str) {
    let name = topic(bootstrap, 2, &[]).await;
    let producer = producer(bootstrap);
    write(&producer, &name, 0, 3).await;
    let between = reading(bootstrap, &name, &[(0, 0)]).records(3)[2].timestamp + 1;
    while now() <= between {
        tokio::task::yield_now().await;
    }
    write(&producer, &name, 0, 2).await;
    let cluster = cluster(bootstrap);
    let ask = async |query| {
        let answers = cluster
            .offsets(vec![(name.clone(), 0), (name.clone(), 1)], query, LIMIT)
            .await
            .expect("offsets");
        let mut found: Vec<_> = answers
            .into_iter()
            .map(|answer| (answer.partition, answer.offset.expect("an offset")))
            .collect();
        found.sort_unstable();
        found
    };
    assert_eq!(
        ask(OffsetQuery::Earliest).await,
        [(0, Some(0)), (1, Some(0))]
    );
    assert_eq!(ask(OffsetQuery::Latest).await, [(0, Some(5)), (1, Some(0))]);
    assert_eq!(
        ask(OffsetQuery::Time(between)).await,
        [(0, Some(3)), (1, None)]
    );
    assert_eq!(ask(OffsetQuery::Time(0)).await, [(0, Some(0)), (1, None)]);
    assert_eq!(
        ask(OffsetQuery::Time(now() + 3_600_000)).await,
        [(0, None), (1, None)]
    );
}

pub(crate) async fn reading_starts_at_the_offset_asked_for(bootstrap: &str) {
    let name = topic(bootstrap, 1, &[]).await;
    write(&producer(bootstrap), &name, 0, 10).await;
    let (read, _) = reading(bootstrap, &name, &[(0, 7)]).to_the_end(1);
    let offsets: Vec<i64> = read.iter().map(|record| record.offset).collect();
    assert_eq!(offsets, [7, 8, 9]);
}

pub(crate) async fn reading_goes_on_with_what_comes_later(bootstrap: &str) {
    let name = topic(bootstrap, 1, &[]).await;
    let producer = producer(bootstrap);
    write(&producer, &name, 0, 1).await;
    let reading = reading(bootstrap, &name, &[(0, 0)]);
    assert_eq!(reading.to_the_end(1).0.len(), 1);
    for round in 0..3 {
        producer
            .send(&record(&name, 0, format!("later {round}")))
            .await
            .expect("written");
        let read = reading.records(1);
        assert_eq!(read[0].value, Some(format!("later {round}").into_bytes()));
    }
}

pub(crate) async fn reading_joins_no_group(bootstrap: &str) {
    let groups = || {
        let consumer: BaseConsumer = client(bootstrap).create().expect("a client");
        let list = consumer.fetch_group_list(None, LIMIT).expect("groups");
        list.groups()
            .iter()
            .map(|group| group.name().to_owned())
            .collect::<Vec<_>>()
    };
    let name = topic(bootstrap, 1, &[]).await;
    write(&producer(bootstrap), &name, 0, 1).await;
    let reading = reading(bootstrap, &name, &[(0, 0)]);
    assert!(matches!(reading.next(), Seen::Record(_)));
    let ours: Vec<String> = groups()
        .into_iter()
        .filter(|group| group.contains("tributary") || group.contains(&name))
        .collect();
    assert_eq!(ours, Vec::<String>::new());
}

pub(crate) async fn writing_to_a_partition_that_is_not_there_is_refused(bootstrap: &str) {
    let name = topic(bootstrap, 1, &[]).await;
    let producer = producer(bootstrap);
    let answer = producer.send(&record(&name, 5, "value")).await;
    assert!(matches!(answer, Err(Error::NotFound { .. })), "{answer:?}");
    let nul = OutgoingRecord {
        headers: vec![OutgoingHeader {
            name: "a\0b".to_owned(),
            value: None,
        }],
        ..record(&name, 0, "value")
    };
    assert!(matches!(
        producer.send(&nul).await,
        Err(Error::Record { .. })
    ));
}

/// In ms since 1970.
fn now() -> i64 {
    let now = std::time::SystemTime::now()
        .duration_since(std::time::UNIX_EPOCH)
        .expect("after 1970");
    now.as_millis() as i64
}
