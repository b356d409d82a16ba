use std::pin::Pin;
use std::task::{Context as TaskContext, Poll};
use std::time::Duration;

use rdkafka::error::KafkaError;
use rdkafka::message::{Header, OwnedHeaders};
use rdkafka::producer::future_producer::Delivery as NativeDelivery;
use rdkafka::producer::{DeliveryFuture, FutureProducer, FutureRecord, Producer as _, PurgeConfig};
use rdkafka::types::RDKafkaErrorCode;

use crate::cluster::creation;
use crate::config::{ClusterConfig, Role};
use crate::context::Context;
use crate::error::{Error, Result};

/// How long librdkafka tries to write one record (`message.timeout.ms` of [`Role::Write`]).
const ONE_TIMEOUT: Duration = Duration::from_secs(20);
/// As long as a Java producer tries (`delivery.timeout.ms`).
const MANY_TIMEOUT: Duration = Duration::from_secs(120);

/// A header to write; a name may come twice, a value may be null.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutgoingHeader {
    /// Its name.
    pub name: String,
    /// Its value.
    pub value: Option<Vec<u8>>,
}

/// A record to write.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutgoingRecord {
    /// Where to.
    pub topic: String,
    /// The partition; none lets the key choose it as the Java client does (murmur2), or any without a key.
    pub partition: Option<i32>,
    /// The key; none is a null key.
    pub key: Option<Vec<u8>>,
    /// The value; none is a tombstone.
    pub value: Option<Vec<u8>>,
    /// The headers, in order.
    pub headers: Vec<OutgoingHeader>,
}

/// Where a record was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Delivery {
    /// The partition.
    pub partition: i32,
    /// The offset.
    pub offset: i64,
}

/// Writes records to a cluster; stays connected until it is dropped.
#[derive(Clone)]
pub struct Producer {
    producer: FutureProducer<Context>,
}

impl Producer {
    /// Makes a producer; it connects when it first writes.
    ///
    /// # Errors
    /// What is wrong with the configuration.
    pub fn new(config: &ClusterConfig) -> Result<Self> {
        let producer = config
            .client_config(Role::Write)?
            .create_with_context(Context::new(config.address()))
            .map_err(|error| creation(&error))?;
        Ok(Self { producer })
    }

    /// Makes a producer for many records in a row, a client of its own: they go in large batches, and a partition gets
    /// them once and in their order, also where one has to be sent again (`enable.idempotence`).
    ///
    /// # Errors
    /// What is wrong with the configuration.
    pub fn for_many(config: &ClusterConfig) -> Result<Self> {
        let mut native = config.client_config(Role::Write)?;
        native
            .set("linger.ms", "20")
            .set("enable.idempotence", "true")
            // What idempotence asks for, whatever the connection's properties say.
            .set("max.in.flight.requests.per.connection", "5")
            .set("retries", "2147483647")
            // The last of many waits for all before it.
            .set("message.timeout.ms", MANY_TIMEOUT.as_millis().to_string());
        let producer = native
            .create_with_context(Context::new(config.address()))
            .map_err(|error| creation(&error))?;
        Ok(Self { producer })
    }

    /// Writes a record and waits until the brokers have it (`acks=all`).
    ///
    /// # Errors
    /// [`Error::Record`] for one that Kafka can't take, else why it could not be written.
    pub async fn send(&self, record: &OutgoingRecord) -> Result<Delivery> {
        let outgoing = native(record, None)?;
        match self.producer.send(outgoing, Duration::from_secs(5)).await {
            Ok(delivery) => Ok(delivery.into()),
            Err((error, _)) => Err(refused(&error, &record.topic, ONE_TIMEOUT)),
        }
    }

    /// Takes a record to write it soon, in the order of the calls. `timestamp`: ms since 1970; none for now. None where
    /// the queue is full: wait for what was taken before, then try again.
    ///
    /// # Errors
    /// [`Error::Record`] for one that Kafka can't take, else why it can't be written.
    pub fn enqueue(
        &self,
        record: &OutgoingRecord,
        timestamp: Option<i64>,
    ) -> Result<Option<Enqueued>> {
        let outgoing = native(record, timestamp)?;
        match self.producer.send_result(outgoing) {
            Ok(delivery) => Ok(Some(Enqueued {
                delivery,
                topic: record.topic.clone(),
            })),
            Err((KafkaError::MessageProduction(RDKafkaErrorCode::QueueFull), _)) => Ok(None),
            Err((error, _)) => Err(refused(&error, &record.topic, MANY_TIMEOUT)),
        }
    }

    /// Gives up what was taken and is not on its way to a broker yet; with `in_flight` also what is: nobody knows then
    /// whether that was written.
    pub fn give_up(&self, in_flight: bool) {
        let queue = PurgeConfig::default().queue();
        self.producer
            .purge(if in_flight { queue.inflight() } else { queue });
    }
}

/// A record that a producer has taken: waits until the brokers have it (`acks=all`). None where it was given up.
#[must_use = "only what it waits for tells whether the record was written"]
pub struct Enqueued {
    delivery: DeliveryFuture,
    topic: String,
}

impl Future for Enqueued {
    type Output = Result<Option<Delivery>>;

    fn poll(mut self: Pin<&mut Self>, task: &mut TaskContext<'_>) -> Poll<Self::Output> {
        Pin::new(&mut self.delivery).poll(task).map(|outcome| {
            match outcome {
                Ok(Ok(delivery)) => Ok(Some(delivery.into())),
                // The producer was dropped.
                Err(_)
                | Ok(Err((
                    KafkaError::MessageProduction(
                        RDKafkaErrorCode::PurgeQueue | RDKafkaErrorCode::PurgeInflight,
                    ),
                    _,
                ))) => Ok(None),
                Ok(Err((error, _))) => Err(refused(&error, &self.topic, MANY_TIMEOUT)),
            }
        })
    }
}

impl From<NativeDelivery> for Delivery {
    fn from(delivery: NativeDelivery) -> Self {
        Self {
            partition: delivery.partition,
            offset: delivery.offset,
        }
    }
}

fn native(
    record: &OutgoingRecord,
    timestamp: Option<i64>,
) -> Result<FutureRecord<'_, Vec<u8>, Vec<u8>>> {
    if record.topic.contains('\0') {
        return Err(Error::NotFound {
            what: record.topic.clone(),
        });
    }
    let mut headers = OwnedHeaders::new_with_capacity(record.headers.len());
    for header in &record.headers {
        if header.name.contains('\0') {
            return Err(Error::Record {
                reason: "a header's name must not hold a NUL character".to_owned(),
            });
        }
        headers = headers.insert(Header {
            key: &header.name,
            value: header.value.as_ref(),
        });
    }
    Ok(FutureRecord {
        topic: &record.topic,
        partition: record.partition,
        payload: record.value.as_ref(),
        key: record.key.as_ref(),
        timestamp,
        headers: (!record.headers.is_empty()).then_some(headers),
    })
}

fn refused(error: &KafkaError, topic: &str, timeout: Duration) -> Error {
    let code = error
        .rdkafka_error_code()
        .unwrap_or(RDKafkaErrorCode::Unknown);
    match code {
        RDKafkaErrorCode::MessageTimedOut => Error::Timeout {
            seconds: timeout.as_secs(),
        },
        _ => Error::from_code(code, topic),
    }
}
