//! Tributary without its window: connections and their secrets, open clusters, views of topics,
//! the one door for changes, and the one [`Failure`] that a person gets to see.
//!
//! [`Session`] is the face that the shell calls; every other type here crosses to the UI.

mod access;
mod amount;
mod analysis;
mod ask;
mod backlog;
mod book;
mod change;
mod cluster;
mod command_line;
mod configs;
mod connections;
mod copy;
mod definition;
mod diagnostics;
mod door;
mod export;
mod failure;
mod feed;
mod figures;
mod groups;
mod histogram;
mod inspect;
mod jobs;
mod journal;
mod keychain;
mod look;
mod lost;
mod moment;
mod names;
mod passage;
mod produce;
mod production;
mod progress;
mod purge;
mod range;
mod rate;
mod roster;
mod rounds;
mod scan;
mod secrets;
mod sent;
mod session;
mod settings;
mod sink;
mod spec;
mod survey;
mod tail;
mod tick;
mod topics;
mod versioned;

pub use access::{
    AclDraft, AclEntry, AclFilter, AclOperation, AclPage, AclPattern, AclPermission, AclPreset,
    AclResource,
};
pub use analysis::{Analysis, NamedCount, PartAnalysis, PartitionShare, SizeStep, Sizes};
pub use ask::{
    Completion, CompletionKind, CompletionOption, FilterKind, FilterProblem, FilterVerdict,
};
pub use change::ChangeOutcome;
pub use cluster::{Broker, Cluster};
pub use command_line::CommandLine;
pub use configs::{ConfigChoice, ConfigOrigin, ConfigRow, ConfigType};
pub use connections::{
    Connection, ConnectionDraft, DraftProperty, Mechanism, Property, Security, TestReport,
};
pub use copy::CopyAs;
pub use definition::{TopicDraft, TopicSetting};
pub use diagnostics::{About, LogLine};
pub use door::ChangeResult;
pub use export::{ExportDraft, ExportFormat};
pub use failure::{Code, Failure, Notice, Result};
pub use figures::{TopicFigure, TopicFigures};
pub use groups::{
    Behind, GroupDetail, GroupKind, GroupMember, GroupPage, GroupPartition, GroupQuery, GroupRow,
    GroupSort, GroupState, Lag, LagChange, LagHistory, Lags, Outlook, PartitionHistory,
    PartitionName, Reset, ResetPlan, ResetRow, ResetTo, TopicGroup, TopicGroups, Trend,
    WorstPartition,
};
pub use histogram::Histogram;
pub use inspect::{
    Form, Header, Line, Lines, MessageDetail, Part, PartInfo, Shape, Span, SpanKind, TimestampKind,
};
pub use jobs::{Job, JobKind, JobState};
pub use journal::{JournalPage, JournalRow};
pub use keychain::Keychain as OsKeychain;
pub use look::{ComparedField, Comparison, FieldChange, FoundLines, LineTarget};
pub use names::{NameHit, NameKind, Names};
pub use produce::{JsonProblem, Payload, PayloadForm, ProduceDraft, ProduceHeader, Produced};
pub use production::{FileDraft, FileFormat, FileReport, LineProblem};
pub use purge::{PurgePlan, PurgeRow, PurgeTo};
pub use scan::{Scanned, scan};
pub use secrets::{Keep, KeychainStatus, MemoryStore, SecretStore};
pub use sent::SentMessage;
pub use session::{Embedded, Running, Session};
pub use settings::{
    ColumnChoice, Place, SavedView, Settings, Tab, Theme, TopicColumns, TopicName, TopicView, Zone,
};
pub use spec::{FilterMode, FilterText, KeyQuery, Order, Partitioner, Start, Until, ViewSpec};
pub use survey::{Surveyed, survey};
pub use tick::{EndReason, PartitionCoverage, PartitionState, TailState, Tick};
pub use topics::{Offsets, PartitionRow, TopicPage, TopicQuery, TopicRow, TopicSort};
