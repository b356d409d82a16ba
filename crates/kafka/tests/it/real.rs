//! What only a real Kafka can show: transactions, compaction, a broker that dies and comes back.

use std::time::Duration;

use kafka::{ClusterConfig, Error, Isolation, OutgoingRecord, Producer};
use rdkafka::producer::{BaseProducer, BaseRecord, Producer as _};
use tests::kafka::Kafka;

use crate::collected::{Reading, Seen, span, told};
use crate::fixture::{LIMIT, admin, client, record, topic, write};

#[tokio::test(flavor = "multi_thread")]
async fn aborted_records_are_for_those_who_ask() {
    let kafka = Kafka::shared().await;
    let name = topic(kafka.plaintext(), 1, &[]).await;
    let producer: BaseProducer = client(kafka.plaintext())
        .set("transactional.id", &name)
        .create()
        .expect("a producer");
    producer.init_transactions(LIMIT).expect("transactions");
    let transaction = |count: usize, commit: bool| {
        producer.begin_transaction().expect("begun");
        for _ in 0..count {
            producer
                .send(BaseRecord::<(), str>::to(&name).payload("a value"))
                .expect("queued");
        }
        producer.flush(LIMIT).expect("written");
        if commit {
            producer.commit_transaction(LIMIT).expect("committed");
        } else {
            producer.abort_transaction(LIMIT).expect("aborted");
        }
    };
    // 0 to 1 and a marker at 2; 3 to 4, committed, and 5; 6 to 7 and 8.
    transaction(2, false);
    transaction(2, true);
    transaction(2, false);
    let read = |isolation, from, to| {
        let config = ClusterConfig::plaintext(kafka.plaintext());
        let rounds = vec![vec![span(0, from, Some(to))]];
        told(&Reading::rounds(&config, &name, isolation, rounds).all())
    };
    assert_eq!(
        read(Isolation::ReadCommitted, 0, 9),
        ["0:3", "0:4", "0:9 range", "round"]
    );
    assert_eq!(
        read(Isolation::ReadUncommitted, 0, 9),
        [
            "0:0",
            "0:1",
            "0:3",
            "0:4",
            "0:6",
            "0:7",
            "0:9 range",
            "round"
        ]
    );
    // A range that ends in what may not be seen.
    assert_eq!(read(Isolation::ReadCommitted, 0, 2), ["0:2 range", "round"]);
    assert_eq!(read(Isolation::ReadCommitted, 6, 8), ["0:8 range", "round"]);
    assert_eq!(
        read(Isolation::ReadUncommitted, 1, 6),
        ["0:1", "0:3", "0:4", "0:6 range", "round"]
    );

    // What is not decided yet is the end for one, and there for the other.
    producer.begin_transaction().expect("begun");
    producer
        .send(BaseRecord::<(), str>::to(&name).payload("open"))
        .expect("queued");
    producer.flush(LIMIT).expect("written");
    assert_eq!(read(Isolation::ReadCommitted, 8, 10), ["0:9 eof", "round"]);
    assert_eq!(
        read(Isolation::ReadUncommitted, 8, 10),
        ["0:9", "0:10 range", "round"]
    );
    producer.abort_transaction(LIMIT).expect("aborted");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_compacted_topic_with_gaps_has_an_end() {
    let kafka = Kafka::shared().await;
    let bootstrap = kafka.plaintext();
    let configs = [
        ("cleanup.policy", "compact"),
        ("segment.ms", "100"),
        ("min.cleanable.dirty.ratio", "0.01"),
        ("max.compaction.lag.ms", "100"),
    ];
    let name = topic(bootstrap, 1, &configs).await;
    let config = ClusterConfig::plaintext(bootstrap);
    let producer = Producer::new(&config).expect("a producer");
    let keyed = |value: usize| OutgoingRecord {
        key: Some(b"one key".to_vec()),
        ..record(&name, 0, value.to_string())
    };
    // Each further record may close a segment; sooner or later the cleaner leaves a gap.
    let (mut written, mut read) = (0, Vec::new());
    for _ in 0..200 {
        for _ in 0..10 {
            producer.send(&keyed(written)).await.expect("written");
            written += 1;
        }
        let (now, ends) = Reading::start(&config, &name, &[(0, 0)]).to_the_end(1);
        assert_eq!(ends[&0], written as i64);
        read = now;
        if read.len() < written {
            break;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    assert!(read.len() < written, "the cleaner never came");
    // A range whose last offsets were taken ends all the same, with what follows never handed out.
    let gap = (0..written as i64)
        .find(|offset| read.iter().all(|record| record.offset != *offset))
        .expect("a gap");
    let seen = Reading::rounds(
        &config,
        &name,
        Isolation::default(),
        vec![vec![span(0, 0, Some(gap + 1))]],
    )
    .all();
    let mut expected: Vec<String> = read
        .iter()
        .filter(|record| record.offset <= gap)
        .map(|record| format!("0:{}", record.offset))
        .collect();
    expected.extend([format!("0:{} range", gap + 1), "round".to_owned()]);
    assert_eq!(told(&seen), expected);
    assert_eq!(
        read.last().expect("the last record").value,
        Some((written - 1).to_string().into_bytes())
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_tail_survives_a_killed_broker() {
    let kafka = Kafka::start().await;
    let bootstrap = kafka.plaintext().to_owned();
    let name = topic(&bootstrap, 2, &[]).await;
    let config = ClusterConfig::plaintext(&bootstrap);
    let producer = Producer::new(&config).expect("a producer");
    write(&producer, &name, 0, 20).await;
    write(&producer, &name, 1, 20).await;
    let reading = Reading::start(&config, &name, &[(0, 0), (1, 0)]);
    let mut offsets: Vec<(i32, i64)> = reading
        .records(40)
        .iter()
        .map(|record| (record.partition, record.offset))
        .collect();

    kafka.kill().await;
    loop {
        match reading.next() {
            Seen::Lost(cause) => {
                assert!(matches!(cause, Error::Unreachable { .. }), "{cause:?}");
                break;
            }
            Seen::End(..) => {}
            other => panic!("not expected: {other:?}"),
        }
    }
    kafka.restart().await;
    loop {
        match reading.next() {
            Seen::Found => break,
            Seen::End(..) | Seen::Fault(..) => {}
            other => panic!("not expected: {other:?}"),
        }
    }
    write(&producer, &name, 0, 10).await;
    write(&producer, &name, 1, 10).await;
    offsets.extend(
        reading
            .records(20)
            .iter()
            .map(|record| (record.partition, record.offset)),
    );
    offsets.sort_unstable();
    let expected: Vec<(i32, i64)> = (0..2)
        .flat_map(|partition| (0..30).map(move |offset| (partition, offset)))
        .collect();
    assert_eq!(offsets, expected, "nothing lost, nothing twice");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_topic_that_vanishes_is_told() {
    let kafka = Kafka::shared().await;
    let name = topic(kafka.plaintext(), 1, &[]).await;
    let reading = Reading::start(
        &ClusterConfig::plaintext(kafka.plaintext()),
        &name,
        &[(0, 0)],
    );
    reading.to_the_end(1);
    admin(kafka.plaintext())
        .delete_topics(&[&name], &rdkafka::admin::AdminOptions::new())
        .await
        .expect("deleted");
    loop {
        match reading.next() {
            Seen::Fault(None, Error::NotFound { .. }) => break,
            Seen::Fault(..) | Seen::End(..) => {}
            other => panic!("not expected: {other:?}"),
        }
    }
}
