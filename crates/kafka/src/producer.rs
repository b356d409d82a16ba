use std::time::Duration;

use rdkafka::message::{Header, OwnedHeaders};
use rdkafka::producer::{FutureProducer, FutureRecord};
use rdkafka::types::RDKafkaErrorCode;

use crate::cluster::creation;
use crate::config::{ClusterConfig, Role};
use crate::context::Context;
use crate::error::{Error, Result};

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

    /// Writes a record and waits until the brokers have it (`acks=all`).
    ///
    /// # Errors
    /// [`Error::Record`] for one that Kafka can't take, else why it could not be written.
    pub async fn send(&self, record: &OutgoingRecord) -> Result<Delivery> {
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
        let outgoing: FutureRecord<'_, Vec<u8>, Vec<u8>> = FutureRecord {
            topic: &record.topic,
            partition: record.partition,
            payload: record.value.as_ref(),
            key: record.key.as_ref(),
            timestamp: None,
            headers: (!record.headers.is_empty()).then_some(headers),
        };
        if record.topic.contains('\0') {
            return Err(Error::NotFound {
                what: record.topic.clone(),
            });
        }
        match self.producer.send(outgoing, Duration::from_secs(5)).await {
            Ok(delivery) => Ok(Delivery {
                partition: delivery.partition,
                offset: delivery.offset,
            }),
            Err((error, _)) => {
                let code = error
                    .rdkafka_error_code()
                    .unwrap_or(RDKafkaErrorCode::Unknown);
                Err(match code {
                    RDKafkaErrorCode::MessageTimedOut => Error::Timeout { seconds: 20 },
                    _ => Error::from_code(code, &record.topic),
                })
            }
        }
    }
}
