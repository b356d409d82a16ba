use serde::{Deserialize, Serialize};
use specta::Type;

use crate::failure::Failure;

/// What a view is doing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(tag = "kind", rename_all = "camelCase")]
pub enum TailState {
    /// Nothing has come yet, from anywhere.
    Starting,
    /// It reads what was there at the start.
    Reading,
    /// It has reached the end and shows what comes.
    Live,
    /// The store is full and reading waits.
    Full,
    /// A person stopped it.
    Stopped,
    /// A first part of a costly range was read; it waits for a person before it reads the rest.
    Asking {
        /// Messages still to read.
        #[specta(type = u32)]
        messages: u64,
        /// Their bytes, by the size of those that were read.
        #[specta(type = u32)]
        bytes: u64,
        /// How long that takes, by how long the first part took.
        #[specta(type = u32)]
        seconds: u64,
    },
    /// It has read all that was asked for.
    Ended {
        /// Why it ended.
        reason: EndReason,
    },
    /// No broker answers; it goes on by itself.
    #[serde(rename_all = "camelCase")]
    Disconnected {
        /// Why.
        message: String,
        /// Since when, in ms.
        #[specta(type = u32)]
        since_ms: u64,
    },
    /// It can't go on.
    Failed {
        /// Why.
        failure: Failure,
    },
}

/// Why reading ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum EndReason {
    /// The end of the range.
    End,
    /// As many rows as were asked for.
    Limit,
    /// A table of keys has as many as can be remembered.
    Keys,
}

/// How a view stands; sent at most ten times a second. Counts stay below 2^53.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Tick {
    /// The first row that is kept.
    #[specta(type = u32)]
    pub first: u64,
    /// One past the last row.
    #[specta(type = u32)]
    pub end: u64,
    /// Records read.
    #[specta(type = u32)]
    pub seen: u64,
    /// Records that the filter lets through.
    #[specta(type = u32)]
    pub matched: u64,
    /// Rows that made room for newer ones.
    #[specta(type = u32)]
    pub dropped: u64,
    /// Kept records that a new filter has yet to judge.
    #[specta(type = u32)]
    pub pending: u64,
    /// Offsets covered, of those there at the start.
    #[specta(type = u32)]
    pub read: u64,
    /// Offsets there at the start.
    #[specta(type = Option<u32>)]
    pub total: Option<u64>,
    /// Records a second.
    #[specta(type = u32)]
    pub rate: u64,
    /// Bytes kept.
    #[specta(type = u32)]
    pub kept: u64,
    /// Bytes that may be kept.
    #[specta(type = u32)]
    pub limit: u64,
    /// Partitions that are read.
    pub partitions: u32,
    /// What it is doing.
    pub state: TailState,
    /// When the last record came, in ms since 1970.
    #[specta(type = Option<u32>)]
    pub last_record_ms: Option<i64>,
    /// Bytes of keys and values read.
    #[specta(type = u32)]
    pub bytes: u64,
    /// Records that the filter can't judge: it asks for a field, and they are not JSON.
    #[specta(type = u32)]
    pub unclear: u64,
    /// Offsets that held no message: markers of transactions, aborted or compacted ones.
    #[specta(type = u32)]
    pub missing: u64,
    /// Messages that retention took while they were to be read.
    #[specta(type = u32)]
    pub expired: u64,
    /// Time left to the end of what was there at the start, in ms, as it goes now.
    #[specta(type = Option<u32>)]
    pub left_ms: Option<u64>,
    /// The one partition that a key is looked for in.
    pub only: Option<i32>,
}

/// How far a partition has been read. Offsets are decimal text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct PartitionCoverage {
    /// The partition.
    pub partition: i32,
    /// Where reading started.
    pub start: String,
    /// The next offset to read; backwards the lowest one that was read.
    pub position: String,
    /// Where the partition ended at the start.
    pub end: String,
    /// Offsets covered, of those there at the start.
    #[specta(type = u32)]
    pub read: u64,
    /// Offsets there at the start.
    #[specta(type = u32)]
    pub total: u64,
    /// Offsets that held no message: markers of transactions, aborted or compacted ones.
    #[specta(type = u32)]
    pub missing: u64,
    /// Messages that retention took while they were to be read.
    #[specta(type = u32)]
    pub expired: u64,
    /// Whether it goes on, or why not.
    pub state: PartitionState,
    /// What is wrong with it.
    pub problem: Option<String>,
}

/// Whether a partition is still read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum PartitionState {
    /// There is more to read.
    Reading,
    /// Read to its end.
    End,
    /// Not read further for now.
    Stopped,
    /// It can't be read.
    Failed,
}
