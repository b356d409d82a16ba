//! Apache Kafka for Tributary, on librdkafka: one module a concern, and the only crate that names rdkafka.
//!
//! - [`ClusterConfig`]: how to reach a cluster, with an allow-list for extra properties.
//! - [`Cluster`]: a warm handle: metadata, offsets, a straight answer when something is wrong.
//! - [`Reader`]: reads [`Span`]s of partitions on a thread of its own into a [`Sink`]; joins no group, commits nothing.
//! - [`Producer`]: writes a record and tells where it went.
//!
//! Everything that is `unsafe` stands in the private module `ffi`.

mod cluster;
mod config;
mod context;
mod error;
mod ffi;
mod isolation;
mod metadata;
mod offsets;
mod probe;
mod producer;
mod properties;
mod reader;
mod record;
mod sink;
mod span;
mod version;

pub use cluster::Cluster;
pub use config::{ClusterConfig, Mechanism, Sasl, Security};
pub use error::{Error, Result};
pub use isolation::Isolation;
pub use metadata::{Broker, Metadata, Partition, Topic};
pub use offsets::{OffsetQuery, PartitionOffset};
pub use producer::{Delivery, Enqueued, OutgoingHeader, OutgoingRecord, Producer};
pub use properties::{PropertyRule, property_rule};
pub use reader::Reader;
pub use record::{Record, RecordHeaders, TimestampKind};
pub use sink::Sink;
pub use span::{End, Span};
pub use version::librdkafka_version;
