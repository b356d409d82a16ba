//! What only a real Kafka can show: transactions, compaction, a broker that dies and comes back.

use std::time::Duration;

use kafka::{ClusterConfig, Error, OutgoingRecord, Producer};
use rdkafka::producer::{BaseProducer, BaseRecord, Producer as _};
use tests::kafka::Kafka;

use crate::collected::{Reading, Seen};
use crate::fixture::{LIMIT, admin, client, record, topic, write};

#[tokio::test(flavor = "multi_thread")]
async fn a_topic_of_aborted_transactions_has_an_end() {
    let kafka = Kafka::shared().await;
    let name = topic(kafka.plaintext(), 1, &[]).await;
    let producer: BaseProducer = client(kafka.plaintext())
        .set("transactional.id", &name)
        .create()
        .expect("a producer");
    producer.init_transactions(LIMIT).expect("transactions");
    for _ in 0..3 {
        producer.begin_transaction().expect("begun");
        for _ in 0..5 {
            producer
                .send(BaseRecord::<(), str>::to(&name).payload("never to be seen"))
                .expect("queued");
        }
        producer.flush(LIMIT).expect("written");
        producer.abort_transaction(LIMIT).expect("aborted");
    }
    let (read, ends) = Reading::start(
        &ClusterConfig::plaintext(kafka.plaintext()),
        &name,
        &[(0, 0)],
    )
    .to_the_end(1);
    assert!(
        read.is_empty(),
        "aborted records are not there for a reader"
    );
    assert_eq!(ends[&0], 18, "15 records and 3 markers");
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
