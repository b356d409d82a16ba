//! Apache Kafka for Tributary, on librdkafka: one module a concern, and the only crate that names rdkafka.
//!
//! - [`ClusterConfig`]: how to reach a cluster, with an allow-list for extra properties.
//! - [`Cluster`]: a warm handle: metadata, offsets, a straight answer when something is wrong.
//!   What is changed is changed through it too: topics, configurations, groups, ACLs. Each call has a time limit, and
//!   answers for each thing that it was about: one that is denied takes no other with it. A change whose answer is
//!   lost ([`Error::Timeout`], [`Error::Unreachable`]) may have been made all the same.
//! - [`Reader`]: reads [`Span`]s of partitions on a thread of its own into a [`Sink`]; joins no group, commits nothing.
//! - [`Producer`]: writes a record and tells where it went.
//!
//! Everything that is `unsafe` stands in the private module `ffi`.

mod abilities;
mod access;
mod acls;
mod cluster;
mod config;
mod configs;
mod context;
mod description;
mod error;
mod ffi;
mod groups;
mod isolation;
mod metadata;
mod offsets;
mod probe;
mod producer;
mod properties;
mod reader;
mod record;
mod refusal;
mod setting;
mod sink;
mod span;
mod topics;
mod version;

pub use access::{
    Acl, AclFilter, CLUSTER, Operation, Pattern, PatternFilter, Permission, ResourceKind,
};
pub use cluster::Cluster;
pub use config::{ClusterConfig, Mechanism, Sasl, Security};
pub use configs::{ConfigChange, ConfigEntry, ConfigResource, ConfigSource, ConfigSynonym, Edit};
pub use description::ClusterDescription;
pub use error::{Error, Result};
pub use groups::{GroupDescription, GroupKind, GroupListing, GroupState, Groups, Member};
pub use isolation::Isolation;
pub use metadata::{Broker, Metadata, Partition, Topic};
pub use offsets::{OffsetQuery, PartitionOffset, TimedOffset};
pub use producer::{Delivery, Enqueued, OutgoingHeader, OutgoingRecord, Producer};
pub use properties::{PropertyRule, property_rule};
pub use reader::Reader;
pub use record::{Record, RecordHeaders, TimestampKind};
pub use setting::{SettingKind, TOPIC_SETTINGS, TopicSetting, topic_setting};
pub use sink::Sink;
pub use span::{End, Span};
pub use topics::{NewTopic, TopicDescription};
pub use version::librdkafka_version;
