//! Tributary without its window: connections and their secrets, open clusters, views of topics,
//! the one door for changes, and the one [`Failure`] that a person gets to see.
//!
//! [`Session`] is the face that the shell calls; every other type here crosses to the UI.

mod backlog;
mod book;
mod cluster;
mod connections;
mod door;
mod failure;
mod inspect;
mod keychain;
mod moment;
mod produce;
mod progress;
mod rate;
mod scan;
mod secrets;
mod session;
mod settings;
mod sink;
mod start;
mod tail;
mod tick;
mod topics;
mod versioned;

pub use cluster::{Broker, Cluster};
pub use connections::{
    Connection, ConnectionDraft, DraftProperty, Mechanism, Property, Security, TestReport,
};
pub use failure::{Code, Failure, Notice, Result};
pub use inspect::{
    Form, Header, Line, Lines, MessageDetail, Part, PartInfo, Shape, Span, SpanKind, TimestampKind,
};
pub use keychain::Keychain as OsKeychain;
pub use produce::{JsonProblem, Payload, PayloadForm, ProduceDraft, ProduceHeader, Produced};
pub use scan::{Scanned, scan};
pub use secrets::{Keep, KeychainStatus, MemoryStore, SecretStore};
pub use session::{Embedded, Running, Session};
pub use settings::{Settings, Tab, Theme, TopicName, Zone};
pub use start::{Start, ViewSpec};
pub use tick::{PartitionCoverage, PartitionState, TailState, Tick};
pub use topics::{Offsets, PartitionRow, TopicPage, TopicQuery, TopicRow, TopicSort};
