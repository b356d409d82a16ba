//! What tests do to a real broker beside the application, with a client of their own.

use std::{process::Stdio, time::Duration};

use rdkafka::{
    ClientConfig, Message, Offset, TopicPartitionList,
    admin::{AdminClient, AdminOptions, NewTopic, TopicReplication},
    client::DefaultClientContext,
    consumer::{BaseConsumer, Consumer},
    error::{KafkaError, RDKafkaErrorCode},
    message::{BorrowedMessage, Header, Headers, OwnedHeaders, OwnedMessage},
    producer::{BaseProducer, BaseRecord, DeliveryFuture, FutureProducer, FutureRecord, Producer},
};

use crate::{kafka::Kafka, process, python, unique};

const PATIENCE: Duration = Duration::from_secs(60);

/// Makes a topic that no other test uses.
pub async fn new_topic(kafka: &Kafka, prefix: &str, partitions: i32) -> String {
    new_topic_with(kafka, prefix, partitions, &[]).await
}

/// As [`new_topic`], with settings such as `cleanup.policy`.
pub async fn new_topic_with(
    kafka: &Kafka,
    prefix: &str,
    partitions: i32,
    settings: &[(&str, &str)],
) -> String {
    let name = unique(prefix);
    create_topic(kafka, &name, partitions, settings).await;
    name
}

/// Makes a topic of that name.
pub async fn create_topic(kafka: &Kafka, name: &str, partitions: i32, settings: &[(&str, &str)]) {
    let mut topic = NewTopic::new(name, partitions, TopicReplication::Fixed(1));
    for (setting, value) in settings {
        topic = topic.set(setting, value);
    }
    let answer = admin(kafka)
        .create_topics(&[topic], &AdminOptions::new())
        .await
        .expect("an answer");
    assert!(answer.iter().all(Result::is_ok), "{answer:?}");
}

/// Takes a topic away.
pub async fn delete_topic(kafka: &Kafka, topic: &str) {
    let answer = admin(kafka)
        .delete_topics(&[topic], &AdminOptions::new())
        .await
        .expect("an answer");
    assert!(answer.iter().all(Result::is_ok), "{answer:?}");
}

/// Deletes what stands before that offset of a partition, as retention does.
pub async fn delete_records(kafka: &Kafka, topic: &str, partition: i32, before: i64) {
    let mut offsets = TopicPartitionList::new();
    offsets
        .add_partition_offset(topic, partition, Offset::Offset(before))
        .expect("a valid offset");
    admin(kafka)
        .delete_records(&offsets, &AdminOptions::new())
        .await
        .expect("the records are deleted");
}

/// Lets a user of the broker do something with a topic: `operation` as `DESCRIBE` or `READ`.
pub fn grant(kafka: &Kafka, user: &str, topic: &str, operation: &str) {
    let mut command = process::command(python());
    command
        .args(["-c", include_str!("client/grant.py"), kafka.plaintext()])
        .args([user, topic, operation])
        .stdout(Stdio::null());
    let done = command.status().expect("Python runs");
    assert!(done.success(), "{operation} on {topic} can't be granted");
}

/// Commits a group's offset in partition 0 of a topic.
pub fn commit(kafka: &Kafka, group: &str, topic: &str, offset: i64) {
    let consumer: BaseConsumer = config(kafka.plaintext())
        .set("group.id", group)
        .create()
        .expect("a client");
    let mut offsets = TopicPartitionList::new();
    offsets
        .add_partition_offset(topic, 0, Offset::Offset(offset))
        .expect("a valid offset");
    consumer
        .commit(&offsets, rdkafka::consumer::CommitMode::Sync)
        .expect("the offset is committed");
}

/// What a group has committed for partition 0 of a topic.
pub fn committed(kafka: &Kafka, group: &str, topic: &str) -> Option<i64> {
    let consumer: BaseConsumer = config(kafka.plaintext())
        .set("group.id", group)
        .create()
        .expect("a client");
    let mut wanted = TopicPartitionList::new();
    wanted.add_partition(topic, 0);
    let found = consumer
        .committed_offsets(wanted, PATIENCE)
        .expect("the group's offsets");
    match found.find_partition(topic, 0)?.offset() {
        Offset::Offset(offset) => Some(offset),
        _ => None,
    }
}

/// Writes messages in this order, each acknowledged by the time this returns.
pub async fn write(kafka: &Kafka, topic: &str, messages: impl Iterator<Item = Outgoing>) {
    let producer = producer(kafka);
    let mut deliveries = Vec::new();
    for message in messages {
        deliveries.push(message.send(&producer, topic).await);
    }
    for delivery in deliveries {
        delivery
            .await
            .expect("the producer lives")
            .expect("the message is acknowledged");
    }
}

/// A producer that writes each message once, also over an outage.
pub fn producer(kafka: &Kafka) -> FutureProducer {
    config(kafka.plaintext())
        .set("enable.idempotence", "true")
        .set("reconnect.backoff.max.ms", "500")
        .create()
        .expect("a client")
}

/// A message to write.
#[derive(Default)]
pub struct Outgoing {
    /// None: where the key belongs.
    pub partition: Option<i32>,
    /// Its key.
    pub key: Option<Vec<u8>>,
    /// Its value; none is a tombstone.
    pub value: Option<Vec<u8>>,
    /// Its headers.
    pub headers: Vec<(&'static str, &'static str)>,
    /// In ms since 1970; none: now.
    pub timestamp: Option<i64>,
}

impl Outgoing {
    /// With a key and a value.
    pub fn keyed(key: impl Into<Vec<u8>>, value: impl Into<Vec<u8>>) -> Outgoing {
        Outgoing {
            key: Some(key.into()),
            value: Some(value.into()),
            ..Outgoing::default()
        }
    }

    /// Queues it; the answer resolves when the broker has acknowledged it.
    pub async fn send(self, producer: &FutureProducer, topic: &str) -> DeliveryFuture {
        let mut headers = OwnedHeaders::new();
        for (key, value) in &self.headers {
            headers = headers.insert(Header {
                key,
                value: Some(*value),
            });
        }
        let mut record: FutureRecord<'_, [u8], [u8]> = FutureRecord::to(topic).headers(headers);
        record.partition = self.partition;
        record.key = self.key.as_deref();
        record.payload = self.value.as_deref();
        record.timestamp = self.timestamp;
        loop {
            match producer.send_result(record) {
                Ok(delivery) => return delivery,
                // Its queue is full.
                Err((_, back)) => record = back,
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    }
}

/// A producer for many messages, which are small and whose fate is not asked for one by one.
pub struct Bulk {
    producer: BaseProducer,
    topic: String,
    sent: u64,
}

impl Bulk {
    /// Writes into a topic of the broker at that address.
    pub fn new(bootstrap: &str, topic: &str) -> Bulk {
        let producer = config(bootstrap)
            .set("linger.ms", "5")
            .set("batch.size", "262144")
            .set("queue.buffering.max.messages", "200000")
            .create()
            .expect("a producer");
        Bulk {
            producer,
            topic: topic.to_owned(),
            sent: 0,
        }
    }

    /// Queues one; waits while the queue is full.
    pub fn send(&mut self, partition: i32, key: Option<&[u8]>, value: &[u8]) {
        let mut record = BaseRecord::<[u8], [u8]>::to(&self.topic)
            .payload(value)
            .partition(partition);
        record.key = key;
        while let Err((error, back)) = self.producer.send(record) {
            let full = KafkaError::MessageProduction(RDKafkaErrorCode::QueueFull);
            assert_eq!(error, full);
            self.producer.poll(Duration::from_millis(20));
            record = back;
        }
        self.sent += 1;
        if self.sent.is_multiple_of(10_000) {
            self.producer.poll(Duration::ZERO);
        }
    }

    /// How many it was given.
    pub fn sent(&self) -> u64 {
        self.sent
    }

    /// Waits until everything is written.
    pub fn finish(self) {
        self.producer
            .flush(Duration::from_secs(120))
            .expect("written");
    }
}

/// The first message of a topic's partition 0.
pub fn first_message(kafka: &Kafka, topic: &str) -> OwnedMessage {
    let consumer: BaseConsumer = config(kafka.plaintext())
        .set("group.id", "none")
        .create()
        .expect("a client");
    let mut start = TopicPartitionList::new();
    start
        .add_partition_offset(topic, 0, Offset::Beginning)
        .expect("a valid offset");
    consumer.assign(&start).expect("it can be assigned");
    let message: BorrowedMessage<'_> = consumer
        .poll(PATIENCE)
        .expect("a message in time")
        .expect("no error");
    message.detach()
}

/// The headers of a message as text.
pub fn headers_of(message: &OwnedMessage) -> Vec<(String, Option<String>)> {
    let headers = message.headers().into_iter().flat_map(Headers::iter);
    headers
        .map(|header| {
            let value = header
                .value
                .map(|value| String::from_utf8_lossy(value).into_owned());
            (header.key.to_owned(), value)
        })
        .collect()
}

/// Settings for a client of the broker at that address.
#[expect(
    clippy::disallowed_methods,
    reason = "the tests' own client is to share nothing with the app's"
)]
pub fn config(bootstrap: &str) -> ClientConfig {
    let mut config = ClientConfig::new();
    config.set("bootstrap.servers", bootstrap);
    config
}

fn admin(kafka: &Kafka) -> AdminClient<DefaultClientContext> {
    config(kafka.plaintext()).create().expect("a client")
}
