//! What tests do to the real broker beside the application, with a client of their own.

use std::time::Duration;

use rdkafka::{
    ClientConfig, Message, Offset, TopicPartitionList,
    admin::{AdminClient, AdminOptions, NewTopic, TopicReplication},
    client::DefaultClientContext,
    consumer::{BaseConsumer, Consumer},
    message::{BorrowedMessage, Headers, OwnedHeaders, OwnedMessage},
    producer::{FutureProducer, FutureRecord},
};
use tests::{kafka::Kafka, unique};

const PATIENCE: Duration = Duration::from_secs(60);

/// Makes a topic that no other test uses.
pub(crate) async fn new_topic(kafka: &Kafka, prefix: &str, partitions: i32) -> String {
    let name = unique(prefix);
    let admin: AdminClient<DefaultClientContext> = config(kafka).create().expect("a client");
    let topic = NewTopic::new(&name, partitions, TopicReplication::Fixed(1));
    let answer = admin
        .create_topics(&[topic], &AdminOptions::new())
        .await
        .expect("an answer");
    assert!(answer.iter().all(Result::is_ok), "{answer:?}");
    name
}

/// Writes messages in this order, each acknowledged by the time this returns.
pub(crate) async fn write(kafka: &Kafka, topic: &str, messages: impl Iterator<Item = Outgoing>) {
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
pub(crate) fn producer(kafka: &Kafka) -> FutureProducer {
    config(kafka)
        .set("enable.idempotence", "true")
        .set("reconnect.backoff.max.ms", "500")
        .create()
        .expect("a client")
}

/// A message to write.
#[derive(Default)]
pub(crate) struct Outgoing {
    pub(crate) partition: Option<i32>,
    pub(crate) key: Option<Vec<u8>>,
    pub(crate) value: Option<Vec<u8>>,
    pub(crate) headers: Vec<(&'static str, &'static str)>,
}

impl Outgoing {
    pub(crate) fn keyed(key: impl Into<Vec<u8>>, value: impl Into<Vec<u8>>) -> Outgoing {
        Outgoing {
            key: Some(key.into()),
            value: Some(value.into()),
            ..Outgoing::default()
        }
    }

    /// Queues it; the answer resolves when the broker has acknowledged it.
    pub(crate) async fn send(
        self,
        producer: &FutureProducer,
        topic: &str,
    ) -> rdkafka::producer::DeliveryFuture {
        let mut headers = OwnedHeaders::new();
        for (name, value) in &self.headers {
            headers = headers.insert(rdkafka::message::Header {
                key: name,
                value: Some(*value),
            });
        }
        let mut record: FutureRecord<'_, [u8], [u8]> = FutureRecord::to(topic).headers(headers);
        record.partition = self.partition;
        record.key = self.key.as_deref();
        record.payload = self.value.as_deref();
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

/// The first message of a topic's partition 0.
pub(crate) fn first_message(kafka: &Kafka, topic: &str) -> OwnedMessage {
    let consumer: BaseConsumer = config(kafka)
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
pub(crate) fn headers_of(message: &OwnedMessage) -> Vec<(String, Option<String>)> {
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

#[expect(
    clippy::disallowed_methods,
    reason = "the tests' own client is to share nothing with the app's"
)]
fn config(kafka: &Kafka) -> ClientConfig {
    let mut config = ClientConfig::new();
    config.set("bootstrap.servers", kafka.plaintext());
    config
}
