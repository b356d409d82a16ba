//! What a person can do with what the inspector shows: point at a line, find a text, compare two messages.

use serde::{Deserialize, Serialize};
use specta::Type;

use crate::failure::{Code, Failure, Result};
use crate::inspect::{Form, Part, record};
use crate::tail::Tail;

/// What a line of the inspector stands for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct LineTarget {
    /// The field, as a filter names it.
    pub path: String,
    /// Its value, as it is copied.
    pub value: String,
    /// The condition that asks for it.
    pub condition: String,
    /// The column that shows it.
    pub column: String,
}

/// Lines that hold a text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct FoundLines {
    /// The first 1,000, by their places in the unfolded document.
    pub lines: Vec<u32>,
    /// How many there are.
    pub total: u32,
}

/// Two messages, field by field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Comparison {
    /// What should be known about it.
    pub note: Option<String>,
    /// The fields, in the order of the messages.
    pub rows: Vec<ComparedField>,
    /// How many are the same.
    pub same: u32,
}

/// How a field differs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum FieldChange {
    /// It does not.
    Same,
    /// It has another value.
    Changed,
    /// Only the right message has it.
    Added,
    /// Only the left message has it.
    Removed,
}

/// A field of two messages.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ComparedField {
    /// The field.
    pub path: String,
    /// Its value on the left.
    pub left: Option<String>,
    /// Its value on the right.
    pub right: Option<String>,
    /// How they differ.
    pub kind: FieldChange,
}

impl Tail {
    /// What a line stands for; none for a bracket that closes.
    pub(crate) fn line_target(
        &self,
        row: u64,
        part: Part,
        form: Form,
        line: u32,
    ) -> Result<Option<LineTarget>> {
        let Some(document) = self.document(row, part, form)? else {
            return Ok(None);
        };
        let found = match part {
            Part::Value | Part::Key => document.path_at(line),
            // A filter asks for a header as a whole.
            Part::Header(_) => None,
        };
        let whole = match part {
            Part::Value => "value".to_owned(),
            Part::Key => "key".to_owned(),
            Part::Header(place) => self.header_path(row, place)?,
        };
        let (path, value, text) = match found {
            Some(found) if found.path.is_empty() => (whole, found.value, found.text),
            Some(found) if part == Part::Key => {
                (format!("key{}", found.path), found.value, found.text)
            }
            Some(found) => (found.path, found.value, found.text),
            None if document.shape() == messages::Shape::Json
                && !matches!(part, Part::Header(_)) =>
            {
                return Ok(None);
            }
            None => (whole, document.text(), document.text()),
        };
        Ok(Some(LineTarget {
            condition: messages::condition_for(&path, &value),
            column: path.clone(),
            path,
            value: text,
        }))
    }

    fn header_path(&self, row: u64, place: u32) -> Result<String> {
        let inner = self.inner();
        let (name, _) = record(&inner, row)?
            .headers
            .nth(place as usize)
            .ok_or_else(|| Failure::new(Code::NotFound, "The message has no such header."))?;
        let mut path = String::new();
        messages::push_header(&mut path, &String::from_utf8_lossy(name));
        Ok(path)
    }

    /// Lines that hold a text, in any case.
    pub(crate) fn find(&self, row: u64, part: Part, form: Form, text: &str) -> Result<FoundLines> {
        let Some(document) = self.document(row, part, form)? else {
            return Ok(FoundLines {
                lines: Vec::new(),
                total: 0,
            });
        };
        let (lines, total) = document.find(text, false);
        Ok(FoundLines { lines, total })
    }

    /// A copy of a row's message.
    pub(crate) fn message(&self, row: u64) -> Result<messages::Batch> {
        let inner = self.inner();
        let mut batch = messages::Batch::default();
        batch.push(record(&inner, row)?);
        Ok(batch)
    }
}

/// Compares two messages, which may be of two views.
pub(crate) fn compare(left: &messages::Batch, right: &messages::Batch) -> Option<Comparison> {
    let found = messages::compare(&left.get(0)?, &right.get(0)?);
    let same = found
        .rows
        .iter()
        .filter(|row| row.kind == messages::FieldChange::Same)
        .count();
    Some(Comparison {
        note: found.note,
        same: same as u32,
        rows: found
            .rows
            .into_iter()
            .map(|row| ComparedField {
                path: row.path,
                left: row.left,
                right: row.right,
                kind: match row.kind {
                    messages::FieldChange::Same => FieldChange::Same,
                    messages::FieldChange::Changed => FieldChange::Changed,
                    messages::FieldChange::Added => FieldChange::Added,
                    messages::FieldChange::Removed => FieldChange::Removed,
                },
            })
            .collect(),
    })
}
