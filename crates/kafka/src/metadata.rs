use rdkafka::error::IsError;
use rdkafka::types::RDKafkaErrorCode;

use crate::error::Error;

/// A broker as the cluster advertises it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Broker {
    /// `node.id`.
    pub id: i32,
    /// The advertised host.
    pub host: String,
    /// The advertised port.
    pub port: u16,
    /// `broker.rack`; none where there is none, or where it was not told.
    pub rack: Option<String>,
}

/// A partition of a topic.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Partition {
    /// From 0.
    pub id: i32,
    /// The leader's broker id; none while there is no leader.
    pub leader: Option<i32>,
    /// Brokers that hold it, the preferred leader first.
    pub replicas: Vec<i32>,
    /// Brokers in sync.
    pub in_sync: Vec<i32>,
    /// What the broker says is wrong with it.
    pub error: Option<Error>,
}

/// A topic that the principal may see.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Topic {
    /// Its name.
    pub name: String,
    /// Its partitions, by id.
    pub partitions: Vec<Partition>,
    /// What the broker says is wrong with it.
    pub error: Option<Error>,
}

impl Topic {
    /// How many brokers hold each partition.
    pub fn replication(&self) -> usize {
        self.partitions
            .iter()
            .map(|partition| partition.replicas.len())
            .max()
            .unwrap_or(0)
    }

    /// Kafka's own topics, and those that by custom start with two underscores.
    pub fn is_internal(&self) -> bool {
        self.name.starts_with("__") || self.name == "_schemas"
    }
}

/// What a cluster says of itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Metadata {
    /// Brokers, by id.
    pub brokers: Vec<Broker>,
    /// Topics, by name.
    pub topics: Vec<Topic>,
}

impl Metadata {
    pub(crate) fn from_native(native: &rdkafka::metadata::Metadata) -> Self {
        let mut brokers: Vec<Broker> = native
            .brokers()
            .iter()
            .map(|broker| Broker {
                id: broker.id(),
                host: broker.host().to_owned(),
                port: broker.port() as u16,
                rack: None,
            })
            .collect();
        brokers.sort_by_key(|broker| broker.id);
        let mut topics: Vec<Topic> = native
            .topics()
            .iter()
            .map(|topic| {
                let mut partitions: Vec<Partition> = topic
                    .partitions()
                    .iter()
                    .map(|partition| Partition {
                        id: partition.id(),
                        leader: Some(partition.leader()).filter(|leader| *leader >= 0),
                        replicas: partition.replicas().to_vec(),
                        in_sync: partition.isr().to_vec(),
                        error: partition
                            .error()
                            .filter(IsError::is_error)
                            .map(|code| Error::from_code(code.into(), topic.name())),
                    })
                    .collect();
                partitions.sort_by_key(|partition| partition.id);
                let error = topic
                    .error()
                    .filter(IsError::is_error)
                    .map(|code| Error::from_code(RDKafkaErrorCode::from(code), topic.name()));
                Topic {
                    name: topic.name().to_owned(),
                    partitions,
                    error,
                }
            })
            .collect();
        topics.sort_by(|a, b| a.name.cmp(&b.name));
        Self { brokers, topics }
    }
}
