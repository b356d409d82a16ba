//! The harness itself: what the other tests take for granted.

use std::time::{Duration, Instant};

use rdkafka::{
    ClientConfig, Message, Offset, TopicPartitionList,
    consumer::{BaseConsumer, Consumer},
    producer::{BaseProducer, BaseRecord, Producer},
};
use tests::{
    client::config,
    kafka::{ADMIN, ALICE, BOB, Kafka},
    unique,
};

const PATIENCE: Duration = Duration::from_secs(30);

#[tokio::test]
async fn every_user_gets_in_by_their_mechanism() {
    let kafka = Kafka::shared().await;
    for (user, mechanism) in [
        (ADMIN, "PLAIN"),
        (BOB, "PLAIN"),
        (ALICE, "SCRAM-SHA-256"),
        (ALICE, "SCRAM-SHA-512"),
    ] {
        assert_eq!(
            brokers(&by_sasl(&kafka, user, mechanism)),
            Ok(1),
            "{user:?} by {mechanism}"
        );
    }
    let (name, _) = ALICE;
    let intruder = by_sasl(&kafka, (name, "guessed"), "SCRAM-SHA-512");
    assert!(
        brokers(&intruder).is_err(),
        "a wrong password must not open anything"
    );
}

#[tokio::test]
async fn tls_is_trusted_by_the_authority_alone() {
    let kafka = Kafka::shared().await;
    let mut config = config(kafka.ssl());
    config.set("security.protocol", "SSL");
    assert!(
        brokers(&config).is_err(),
        "the system's authorities know nothing of this broker"
    );
    config.set("ssl.ca.location", kafka.ca_file().display().to_string());
    assert_eq!(brokers(&config), Ok(1));
}

#[tokio::test]
async fn a_killed_broker_comes_back_with_what_it_had_acknowledged() {
    let kafka = Kafka::start().await;
    let topic = unique("kept");
    let producer: BaseProducer = plaintext(&kafka).create().expect("a producer");
    for number in 0..1000 {
        let value = format!("message {number}");
        producer
            .send(BaseRecord::<(), _>::to(&topic).payload(&value))
            .expect("room in the queue");
        producer.poll(Duration::ZERO);
    }
    producer.flush(PATIENCE).expect("all are acknowledged");

    kafka.kill().await;
    assert!(brokers(&plaintext(&kafka)).is_err(), "it is gone");
    kafka.restart().await;

    let consumer: BaseConsumer = plaintext(&kafka)
        .set("group.id", "unused")
        .create()
        .expect("a consumer");
    let mut all = TopicPartitionList::new();
    all.add_partition_offset(&topic, 0, Offset::Beginning)
        .expect("a valid offset");
    consumer.assign(&all).expect("it can be assigned");
    for number in 0..1000 {
        let message = consumer
            .poll(PATIENCE)
            .expect("a message in time")
            .expect("no error");
        assert_eq!(message.offset(), number);
        assert_eq!(
            message.payload(),
            Some(format!("message {number}").as_bytes())
        );
    }
}

#[tokio::test]
async fn a_distant_broker_answers_as_late_as_its_link_makes_it() {
    let round_trip = Duration::from_millis(80);
    let kafka = Kafka::start().await;
    let distant = kafka.distant(round_trip);
    let consumer: BaseConsumer = config(distant.address()).create().expect("a client");
    let ask = || {
        let asked = Instant::now();
        let metadata = consumer.fetch_metadata(None, PATIENCE).expect("an answer");
        let address = (metadata.brokers()[0].host(), metadata.brokers()[0].port());
        assert_eq!(distant.address(), format!("{}:{}", address.0, address.1));
        asked.elapsed()
    };
    // Connecting takes some.
    ask();
    let fastest = (0..5).map(|_| ask()).min();
    assert!(fastest >= Some(round_trip), "{fastest:?}");
}

fn plaintext(kafka: &Kafka) -> ClientConfig {
    config(kafka.plaintext())
}

fn by_sasl(kafka: &Kafka, (name, password): (&str, &str), mechanism: &str) -> ClientConfig {
    let mut config = config(kafka.sasl_ssl());
    config
        .set("security.protocol", "SASL_SSL")
        .set("sasl.mechanism", mechanism)
        .set("sasl.username", name)
        .set("sasl.password", password)
        .set("ssl.ca.location", kafka.ca_file().display().to_string());
    config
}

/// How many brokers such a client sees.
fn brokers(config: &ClientConfig) -> Result<usize, String> {
    let consumer: BaseConsumer = config.create().map_err(|error| error.to_string())?;
    let metadata = consumer.fetch_metadata(Some("no such topic"), Duration::from_secs(3));
    metadata
        .map(|metadata| metadata.brokers().len())
        .map_err(|error| error.to_string())
}
