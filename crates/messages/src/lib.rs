//! Kafka records in memory: kept as raw bytes within a bound, filtered, and turned into text where
//! somebody looks.
//!
//! A reader fills a [`Batch`] (the one copy of a record's bytes), a [`View`] keeps batches up to a
//! limit and gives every record that its [`Filter`] lets through a row number that never shifts.
//! [`rows`] answers a window of such rows for the grid; a [`Document`] answers a window of lines of
//! one value for the inspector, and [`compare()`] sets two records side by side. [`json_problem`] says
//! where a text is not JSON. [`write_jsonl`] and [`write_csv`] turn records into files,
//! [`read_jsonl`] and [`read_key_value`] turn lines of files into records.
//!
//! Nothing here does IO, reads a clock or waits, and no input makes it panic.

mod batch;
mod compare;
mod document;
mod export;
pub mod filter;
mod hex;
mod histogram;
mod json;
mod murmur2;
mod paint;
mod path;
mod preview;
mod record;
mod shape;
mod span;
mod time;
mod view;
mod visible;
mod window;

pub use batch::Batch;
pub use compare::{ComparedField, Comparison, FieldChange, compare};
pub use document::{Document, Form, Line, Lines, PathAt};
pub use export::{
    LineProblem, Outgoing, read_jsonl, read_key_value, write_csv, write_csv_header, write_jsonl,
};
pub use filter::{
    Completion, CompletionKind, CompletionOption, Filter, FilterKind, FilterMode, FilterProblem,
    FilterText, Seen, Verdict, and_condition, complete, condition_for,
};
pub use histogram::Histogram;
pub use json::{Problem, json_problem};
pub use murmur2::{java_partition, murmur2};
pub use path::{Found, Lookup, Path, push_header};
pub use record::{Headers, Record, TimestampKind};
pub use shape::Shape;
pub use span::{Span, SpanKind};
pub use view::{Overflow, View};
pub use visible::visible;
pub use window::{MAX_COLUMNS, MAX_ROWS, rows};
