//! Records as text files, and text files as records.
//!
//! Three formats: JSON lines and CSV are written ([`write_jsonl`], [`write_csv`]), JSON lines and
//! lines of key and value are read ([`read_jsonl`], [`read_key_value`]). What [`write_jsonl`] has
//! written, [`read_jsonl`] gives back byte for byte.

mod csv;
mod jsonl;
mod key_value;

pub use csv::{write_csv, write_csv_header};
pub use jsonl::{read_jsonl, write_jsonl};
pub use key_value::read_key_value;

/// A record as a line of a file describes it, to be written to a topic.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Outgoing {
    /// The key, `None` for null.
    pub key: Option<Vec<u8>>,
    /// The value, `None` for null (a tombstone).
    pub value: Option<Vec<u8>>,
    /// Header names and values, in their order; names may repeat, a value may be null.
    pub headers: Vec<(Vec<u8>, Option<Vec<u8>>)>,
    /// The partition, where the line names one.
    pub partition: Option<i32>,
    /// Milliseconds since 1970 UTC, where the line names a time.
    pub timestamp: Option<i64>,
}

/// Why a line describes no record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LineProblem {
    /// The column of the place, from 1, in UTF-16 units as editors count.
    pub column: u32,
    /// What is wrong there, in words, to stand in a sentence: `expected a value`.
    pub message: String,
}

impl LineProblem {
    /// A problem at a byte of a line.
    fn at(line: &str, byte: usize, message: impl Into<String>) -> Self {
        let before = line.get(..byte).unwrap_or(line);
        Self {
            column: u32::try_from(before.encode_utf16().count() + 1).unwrap_or(u32::MAX),
            message: message.into(),
        }
    }
}
