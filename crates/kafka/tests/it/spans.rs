//! Reading spans of partitions, which every cluster must allow alike; each check makes topics of its own.

use std::collections::BTreeMap;

use kafka::{Cluster, ClusterConfig, Isolation, Producer};
use rdkafka::admin::AdminOptions;
use rdkafka::topic_partition_list::{Offset, TopicPartitionList};

use crate::collected::{Reading, span, told};
use crate::fixture::{LIMIT, admin, topic, write};

fn config(bootstrap: &str) -> ClusterConfig {
    ClusterConfig::plaintext(bootstrap)
}

fn rounds(bootstrap: &str, topic: &str, rounds: Vec<Vec<kafka::Span>>) -> Vec<String> {
    let isolation = Isolation::default();
    told(&Reading::rounds(&config(bootstrap), topic, isolation, rounds).all())
}

async fn written(bootstrap: &str, partitions: i32, count: usize) -> String {
    let name = topic(bootstrap, partitions, &[]).await;
    let producer = Producer::new(&config(bootstrap)).expect("a producer");
    for partition in 0..partitions {
        write(&producer, &name, partition, count).await;
    }
    name
}

/// Takes away what is before an offset, as retention does.
pub(crate) async fn delete_before(bootstrap: &str, topic: &str, partition: i32, offset: i64) {
    let mut offsets = TopicPartitionList::new();
    offsets
        .add_partition_offset(topic, partition, Offset::Offset(offset))
        .expect("an offset");
    let options = AdminOptions::new().operation_timeout(Some(LIMIT));
    let answer = admin(bootstrap).delete_records(&offsets, &options).await;
    let answer = answer.expect("an answer");
    assert_eq!(answer.elements()[0].error(), Ok(()));
}

pub(crate) async fn a_span_ends_where_it_should(bootstrap: &str) {
    let name = written(bootstrap, 1, 20).await;
    let told = rounds(bootstrap, &name, vec![vec![span(0, 5, Some(8))]]);
    assert_eq!(told, ["0:5", "0:6", "0:7", "0:8 range", "round"]);
}

pub(crate) async fn a_span_beyond_the_end_ends_at_the_end(bootstrap: &str) {
    let name = written(bootstrap, 1, 2).await;
    let told = rounds(bootstrap, &name, vec![vec![span(0, 0, Some(9))]]);
    assert_eq!(told, ["0:0", "0:1", "0:2 eof", "round"]);
}

pub(crate) async fn a_span_from_beyond_the_end_begins_at_the_end(bootstrap: &str) {
    let name = written(bootstrap, 1, 2).await;
    let told = rounds(bootstrap, &name, vec![vec![span(0, 50, Some(90))]]);
    assert_eq!(told, ["0:2 eof", "round"]);
}

pub(crate) async fn an_empty_span_and_an_empty_partition_end_at_once(bootstrap: &str) {
    let name = topic(bootstrap, 2, &[]).await;
    let told = rounds(
        bootstrap,
        &name,
        vec![vec![span(0, 4, Some(4)), span(1, 0, Some(3))]],
    );
    assert_eq!(told, ["0:4 range", "1:0 eof", "round"]);
}

pub(crate) async fn rounds_read_backwards(bootstrap: &str) {
    let name = written(bootstrap, 2, 60).await;
    let slices = (0..6).rev().map(|slice| {
        let (from, to) = (slice * 10, Some(slice * 10 + 10));
        vec![span(0, from, to), span(1, from, to)]
    });
    let mut told = rounds(bootstrap, &name, slices.collect()).into_iter();
    for slice in (0..6).rev() {
        let mut read = BTreeMap::<String, Vec<String>>::new();
        for told in told.by_ref().take_while(|told| told != "round") {
            let (partition, what) = told.split_once(':').expect("a partition");
            let read = read.entry(partition.to_owned()).or_default();
            read.push(what.to_owned());
        }
        let mut expected: Vec<String> = (slice * 10..slice * 10 + 10)
            .map(|offset: i64| offset.to_string())
            .collect();
        expected.push(format!("{} range", slice * 10 + 10));
        assert_eq!(read["0"], expected, "slice {slice}");
        assert_eq!(read["1"], expected, "slice {slice}");
    }
    assert_eq!(told.next(), None);
}

pub(crate) async fn a_reader_follows_after_its_rounds(bootstrap: &str) {
    let name = written(bootstrap, 2, 5).await;
    let reading = Reading::rounds(
        &config(bootstrap),
        &name,
        Isolation::default(),
        vec![
            vec![span(0, 0, Some(2)), span(1, 5, None)],
            vec![span(0, 2, None)],
        ],
    );
    let mut told_of_0 = Vec::new();
    while told_of_0.last().is_none_or(|last| last != "0:5 eof") {
        let seen = told(&[reading.next()]).remove(0);
        if seen != "1:5 eof" {
            told_of_0.push(seen);
        }
    }
    assert_eq!(
        told_of_0,
        [
            "0:0",
            "0:1",
            "0:2 range",
            "round",
            "0:2",
            "0:3",
            "0:4",
            "0:5 eof"
        ]
    );
    let producer = Producer::new(&config(bootstrap)).expect("a producer");
    for partition in [1, 0] {
        write(&producer, &name, partition, 1).await;
        let records = reading.records(1);
        assert_eq!((records[0].partition, records[0].offset), (partition, 5));
    }
}

pub(crate) async fn what_retention_took_before_is_told(bootstrap: &str) {
    let name = written(bootstrap, 3, 10).await;
    delete_before(bootstrap, &name, 0, 7).await;
    delete_before(bootstrap, &name, 1, 10).await;
    let spans = vec![
        span(0, 2, Some(9)),
        span(1, 2, Some(9)),
        span(2, 8, Some(9)),
    ];
    let mut told = rounds(bootstrap, &name, vec![spans]);
    told.sort_unstable();
    assert_eq!(
        told,
        [
            "0:2..7 gone",
            "0:7",
            "0:8",
            "0:9 range",
            "1:2..9 gone",
            "1:9 range",
            "2:8",
            "2:9 range",
            "round"
        ]
    );
}

/// The reader is held at its first record while retention passes it, and more than librdkafka fetches ahead.
pub(crate) async fn retention_that_passes_the_reader_is_told(bootstrap: &str) {
    const VALUE: usize = 500_000;
    const COUNT: i64 = 160;
    let name = topic(bootstrap, 1, &[]).await;
    let producer = Producer::new(&config(bootstrap)).expect("a producer");
    for _ in 0..COUNT {
        let record = crate::fixture::record(&name, 0, vec![b'x'; VALUE]);
        producer.send(&record).await.expect("written");
    }
    let spans = vec![span(0, 0, Some(COUNT))];
    let (reading, go_on) = Reading::paced(&config(bootstrap), &name, spans);
    assert_eq!(told(&[reading.next()]), ["0:0"]);
    delete_before(bootstrap, &name, 0, COUNT - 3).await;
    drop(go_on);
    let told = told(&reading.all());
    let at = told
        .iter()
        .position(|told| told.ends_with("gone"))
        .unwrap_or_else(|| panic!("nothing was skipped: {told:?}"));
    let read: Vec<String> = (1..=at as i64)
        .map(|offset| format!("0:{offset}"))
        .collect();
    assert_eq!(told[..at], read, "what was fetched is handed out");
    let mut rest = vec![format!("0:{}..{} gone", at + 1, COUNT - 3)];
    rest.extend((COUNT - 3..COUNT).map(|offset| format!("0:{offset}")));
    rest.extend([format!("0:{COUNT} range"), "round".to_owned()]);
    assert_eq!(told[at..], rest);
}

pub(crate) async fn a_warm_cluster_reads_spans_one_after_another(bootstrap: &str) {
    let name = written(bootstrap, 1, 3).await;
    let cluster = Cluster::new(config(bootstrap)).expect("a cluster");
    for isolation in [Isolation::ReadCommitted, Isolation::ReadUncommitted] {
        for _ in 0..3 {
            let reading = Reading::warm(&cluster, &name, isolation, vec![span(0, 1, Some(3))]);
            let told = told(&reading.all());
            assert_eq!(told, ["0:1", "0:2", "0:3 range", "round"], "{isolation:?}");
        }
    }
}
