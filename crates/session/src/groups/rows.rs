//! Groups as the page gets them in lists.

use serde::{Deserialize, Serialize};
use specta::Type;

use super::lag::Lag;
use super::trend::Trend;

/// By what protocol a group shares the work.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum GroupKind {
    /// Consumers, by the protocol of before KIP-848; also who only commits.
    Classic,
    /// Consumers, by KIP-848.
    Consumer,
    /// Workers of Kafka Connect.
    Connect,
    /// A share group (KIP-932) or a streams group (KIP-1071): the calls that there are don't tell them apart.
    ShareOrStreams,
    /// Others that use groups to agree on something, as schema registries.
    Other,
}

impl GroupKind {
    /// Whether what it has committed can be asked for.
    pub(super) fn commits(self) -> bool {
        matches!(self, Self::Classic | Self::Consumer)
    }

    /// Why there is no lag.
    pub(super) fn why_no_lag(self) -> String {
        match self {
            Self::Classic | Self::Consumer => String::new(),
            Self::Connect => {
                "Connect's workers share out their connectors by it: it reads no topic. A sink connector has a group of \
                 its own, connect-NAME."
                    .to_owned()
            }
            Self::ShareOrStreams => {
                "Share and streams groups keep their positions in a way that can't be asked for yet.".to_owned()
            }
            Self::Other => "Its members agree on something by it: it reads no topic.".to_owned(),
        }
    }
}

impl From<&kafka::GroupKind> for GroupKind {
    fn from(kind: &kafka::GroupKind) -> Self {
        match kind {
            kafka::GroupKind::Classic | kafka::GroupKind::Unknown => Self::Classic,
            kafka::GroupKind::Consumer => Self::Consumer,
            kafka::GroupKind::Other(protocol) => match protocol.as_str() {
                "connect" => Self::Connect,
                "" => Self::ShareOrStreams,
                // It was made between the two lists.
                "consumer" => Self::Classic,
                _ => Self::Other,
            },
        }
    }
}

/// What a group is doing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum GroupState {
    /// Members come or go: nothing is read.
    Rebalancing,
    /// Members work.
    Stable,
    /// It has no members.
    Empty,
    /// It is gone.
    Dead,
    /// The broker does not tell.
    Unknown,
}

impl GroupState {
    pub(super) fn new(state: kafka::GroupState, kind: GroupKind) -> Self {
        match state {
            kafka::GroupState::PreparingRebalance | kafka::GroupState::CompletingRebalance => {
                Self::Rebalancing
            }
            kafka::GroupState::Stable => Self::Stable,
            kafka::GroupState::Dead => Self::Dead,
            kafka::GroupState::Empty => Self::Empty,
            // KIP-848's `Assigning` and `Reconciling`.
            kafka::GroupState::Unknown if kind == GroupKind::Consumer => Self::Rebalancing,
            kafka::GroupState::Unknown => Self::Unknown,
        }
    }
}

/// What groups are sorted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum GroupSort {
    /// The name.
    Name,
    /// The lag; groups of which it is not known come last.
    Lag,
    /// The state.
    State,
    /// The number of members.
    Members,
}

/// Which groups, in which order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct GroupQuery {
    /// Words that must each be in the name, or in that of a topic that it reads; in any case.
    pub search: String,
    /// The order.
    pub sort: GroupSort,
    /// Largest first.
    pub descending: bool,
}

/// Whether lags are known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum Lags {
    /// They are being asked for: ask again for what has come.
    Loading,
    /// They are known.
    Ready,
    /// Some could not be had.
    Partial,
}

/// The partition of a group with the most lag.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct WorstPartition {
    /// The topic.
    pub topic: String,
    /// The partition.
    pub partition: i32,
    /// Its lag in messages, as decimal text.
    pub lag: String,
}

/// A group in the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct GroupRow {
    /// Its name.
    pub id: String,
    /// Its protocol.
    pub kind: GroupKind,
    /// What it is doing.
    pub state: GroupState,
    /// How many members it has; none where that is not known yet.
    pub members: Option<u32>,
    /// The first few of the topics that it reads, by name.
    pub topics: Vec<String>,
    /// How many there are.
    pub topic_count: u32,
    /// The lag over all partitions.
    pub lag: Lag,
    /// The partition with the most lag; none where no partition lags.
    pub worst: Option<WorstPartition>,
    /// How the lag goes; none where there is none.
    pub trend: Option<Trend>,
    /// How old the lag is, in ms.
    #[specta(type = Option<u32>)]
    pub age_ms: Option<u64>,
}

/// A window of the list of groups.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct GroupPage {
    /// Groups that one may see.
    pub total: u32,
    /// Groups that the query names.
    pub matching: u32,
    /// The window.
    pub rows: Vec<GroupRow>,
    /// Whether lags are known.
    pub lags: Lags,
    /// How old the list is, in ms.
    #[specta(type = u32)]
    pub age_ms: u64,
    /// What should be known about the list: what it may lack, and why.
    pub note: Option<String>,
    /// The line that grants what is missing to see all.
    pub grant: Option<String>,
}

/// A group that reads a topic.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct TopicGroup {
    /// Its name.
    pub group: String,
    /// Its protocol.
    pub kind: GroupKind,
    /// What it is doing.
    pub state: GroupState,
    /// Its members, of all its topics.
    pub members: Option<u32>,
    /// Its lag in this topic.
    pub lag: Lag,
}

/// The groups that read a topic, or have read it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct TopicGroups {
    /// By lag, the most first.
    pub groups: Vec<TopicGroup>,
    /// Whether all groups have been asked.
    pub lags: Lags,
    /// What should be known about the list: what it may lack, and why.
    pub note: Option<String>,
    /// The line that grants what is missing to see all.
    pub grant: Option<String>,
}
