//! Rows for the clipboard.

use serde::{Deserialize, Serialize};
use specta::Type;

use crate::command_line::{self, Tool};
use crate::connections::Connection;
use crate::failure::{Failure, Result};
use crate::inspect::record;
use crate::tail::Tail;

/// Rows that are copied at most.
const ROWS: usize = 10_000;
/// Bytes that go to the clipboard at most.
const BYTES: usize = 16 << 20;

/// What of a row is copied.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum CopyAs {
    /// The whole message as a line of JSON, as an export has it.
    Json,
    /// The key.
    Key,
    /// The value.
    Value,
    /// The `kcat` line that reads it.
    Kcat,
    /// The `confluent` line that reads it.
    Confluent,
}

impl Tail {
    /// Rows as text, one a line. Bytes that are no text are written in hex.
    pub(crate) fn copy(
        &self,
        rows: &[u64],
        copy_as: CopyAs,
        connection: &Connection,
        bootstrap: &str,
    ) -> Result<String> {
        let too_much = || {
            Failure::invalid("This is more than the clipboard is given.")
                .hint("Select fewer rows, or export what matches.")
        };
        if rows.len() > ROWS {
            return Err(too_much());
        }
        let inner = self.inner();
        let mut text = Vec::new();
        for (index, row) in rows.iter().enumerate() {
            let record = record(&inner, *row)?;
            if index > 0 && text.last() != Some(&b'\n') {
                text.push(b'\n');
            }
            let line = |tool| {
                command_line::message(
                    tool,
                    connection,
                    bootstrap,
                    &self.spec.topic,
                    record.partition,
                    record.offset,
                )
            };
            match copy_as {
                CopyAs::Json => messages::write_jsonl(&record, &mut text),
                CopyAs::Key => write(record.key, &mut text),
                CopyAs::Value => write(record.value, &mut text),
                CopyAs::Kcat => text.extend_from_slice(line(Tool::Kcat).as_bytes()),
                CopyAs::Confluent => text.extend_from_slice(line(Tool::Confluent).as_bytes()),
            }
            if text.len() > BYTES {
                return Err(too_much());
            }
        }
        String::from_utf8(text).map_err(|_| Failure::internal("What was copied is no text."))
    }
}

/// Text as it is, else hex; nothing for null.
fn write(bytes: Option<&[u8]>, out: &mut Vec<u8>) {
    let bytes = bytes.unwrap_or_default();
    if std::str::from_utf8(bytes).is_ok() {
        out.extend_from_slice(bytes);
    } else {
        for byte in bytes {
            out.extend_from_slice(format!("{byte:02x}").as_bytes());
        }
    }
}
