//! What a check needs in a cluster before it can ask anything.

use std::time::Duration;

use kafka::{ClusterConfig, OutgoingRecord, Producer};
use rdkafka::ClientConfig;
use rdkafka::admin::{AdminClient, AdminOptions, NewTopic, TopicReplication};
use rdkafka::client::DefaultClientContext;

/// How long a cluster has to answer.
pub(crate) const LIMIT: Duration = Duration::from_secs(20);

#[expect(clippy::disallowed_methods, reason = "a client of the test's own")]
pub(crate) fn client(bootstrap: &str) -> ClientConfig {
    let mut config = ClientConfig::new();
    config.set("bootstrap.servers", bootstrap);
    config
}

pub(crate) fn admin(bootstrap: &str) -> AdminClient<DefaultClientContext> {
    client(bootstrap).create().expect("an admin client")
}

/// Makes a topic of a name of its own, and waits until it can be used.
pub(crate) async fn topic(bootstrap: &str, partitions: i32, configs: &[(&str, &str)]) -> String {
    let name = tests::unique("suite");
    let mut topic = NewTopic::new(&name, partitions, TopicReplication::Fixed(1));
    for (key, value) in configs {
        topic = topic.set(key, value);
    }
    let options = AdminOptions::new().operation_timeout(Some(LIMIT));
    let made = admin(bootstrap)
        .create_topics([&topic], &options)
        .await
        .expect("an answer");
    assert_eq!(made, [Ok(name.clone())]);
    let cluster = kafka::Cluster::new(ClusterConfig::plaintext(bootstrap)).expect("a cluster");
    loop {
        // A leader is elected a moment after the answer.
        let known = cluster.metadata(Some(&name), LIMIT).await;
        if known.is_ok_and(|known| {
            known.topics[0]
                .partitions
                .iter()
                .filter(|partition| partition.leader.is_some())
                .count()
                == partitions as usize
        }) {
            return name;
        }
        tokio::task::yield_now().await;
    }
}

pub(crate) fn record(topic: &str, partition: i32, value: impl Into<Vec<u8>>) -> OutgoingRecord {
    OutgoingRecord {
        topic: topic.to_owned(),
        partition: Some(partition),
        key: None,
        value: Some(value.into()),
        headers: Vec::new(),
    }
}

/// Writes `count` records, `0` to `count - 1`, to a partition.
pub(crate) async fn write(producer: &Producer, topic: &str, partition: i32, count: usize) {
    for number in 0..count {
        producer
            .send(&record(topic, partition, number.to_string()))
            .await
            .expect("written");
    }
}
