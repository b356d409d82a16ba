//! Places in a record by name, for columns and conditions.

mod operand;

use std::fmt::Write as _;

use crate::filter::{Fault, FilterProblem};
use crate::json::{self, Fields, Step};
use crate::record::Record;
use crate::span::SpanKind;

pub(crate) use operand::{Operand, Part, read as read_operand};
use operand::{is_bare_header, is_bare_member};

/// A place in a record: `.customer.name`, `.items[0].sku` or `."odd name"` in a value that is JSON,
/// `key.id` in such a key, `key` and `value` as they are, `header.trace-id`. The language is that
/// of [`filter`](crate::filter).
#[derive(Debug, Clone)]
pub struct Path {
    text: String,
    root: Root,
}

#[derive(Debug, Clone)]
enum Root {
    /// The fields hold one, the way to the first [`Step::Each`]; the steps lead on from there.
    Json(Part, Fields, Vec<Step>),
    Key,
    Value,
    Header(String),
}

/// What a [`Path`] leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lookup<'a> {
    /// There it is.
    Found(Found<'a>),
    /// The record has no such field, or it is a header or a key and null.
    Missing,
    /// The path leads into a value or a key that is not JSON.
    NotJson,
}

/// Something in a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Found<'a> {
    /// [`String`](SpanKind::String), [`Number`](SpanKind::Number) or [`Literal`](SpanKind::Literal)
    /// in JSON, [`Punctuation`](SpanKind::Punctuation) for a whole object or array, and
    /// [`Plain`](SpanKind::Plain) for a header, a key or a value as it is.
    pub kind: SpanKind,
    /// Its bytes as they are in the record: a JSON string with its quotes and escapes. They are
    /// UTF-8 unless the kind is [`Plain`](SpanKind::Plain).
    pub raw: &'a [u8],
}

impl Path {
    /// Reads a path as people write it.
    pub fn parse(text: &str) -> Result<Self, FilterProblem> {
        let trimmed = text.trim();
        let fault = |fault: Fault| fault.in_text(trimmed);
        let whole = |message| Fault::new(0, trimmed.len(), message);
        let (operand, end) = match operand::read(trimmed, 0) {
            Some(read) => read.map_err(fault)?,
            None => {
                return Err(fault(
                    whole("Not a path").hint("Write .name, key.name or header.NAME"),
                ));
            }
        };
        if end < trimmed.len() {
            let rest = Fault::new(end, trimmed.len(), "The path ends here");
            return Err(fault(
                rest.hint("Odd names go in double quotes: .\"odd name\""),
            ));
        }
        let root = match operand {
            Operand::Json(part, steps) => {
                let mut fields = Fields::new();
                fields.add(&steps);
                let way = steps.iter().take_while(|step| **step != Step::Each).count();
                Root::Json(part, fields, steps[way..].to_vec())
            }
            Operand::Key => Root::Key,
            Operand::Value => Root::Value,
            Operand::Header(name) => Root::Header(name),
            Operand::Partition | Operand::Offset | Operand::Timestamp | Operand::Size => {
                return Err(fault(whole("Every message has this, so it is no path")));
            }
        };
        Ok(Self {
            text: trimmed.to_owned(),
            root,
        })
    }

    /// The path as it was written.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Looks it up in a record. With `[]` it is the first element that has it; of headers or
    /// members with the same name it is the last. A null key or value has no fields. The whole JSON
    /// text is walked through.
    pub fn get<'a>(&self, record: &Record<'a>) -> Lookup<'a> {
        let plain = |raw: Option<&'a [u8]>| {
            raw.map_or(Lookup::Missing, |raw| {
                Lookup::Found(Found {
                    kind: SpanKind::Plain,
                    raw,
                })
            })
        };
        match &self.root {
            Root::Key => plain(record.key),
            Root::Value => plain(record.value),
            Root::Header(wanted) => plain(
                record
                    .headers
                    .clone()
                    .filter(|(name, _)| *name == wanted.as_bytes())
                    .last()
                    .and_then(|(_, value)| value),
            ),
            Root::Json(part, fields, steps) => {
                let json = match part {
                    Part::Key => record.key,
                    Part::Value => record.value,
                };
                json.map_or(Lookup::Missing, |json| look_up(json, fields, steps))
            }
        }
    }

    /// The JSON that [`get`](Self::get) walks through.
    pub(crate) fn json<'a>(&self, record: &Record<'a>) -> Option<&'a [u8]> {
        match self.root {
            Root::Json(Part::Key, ..) => record.key,
            Root::Json(Part::Value, ..) => record.value,
            Root::Key | Root::Value | Root::Header(_) => None,
        }
    }

    /// Appends a step to the member `name`, quoted where it has to be, to the text of a path. An
    /// empty text is the path to the whole value.
    pub fn push_member(path: &mut String, name: &str) {
        path.push('.');
        if is_bare_member(name) {
            path.push_str(name);
        } else {
            push_quoted(path, name);
        }
    }

    /// Appends a step to the element `index` to the text of a path. An empty text is the path to
    /// the whole value.
    pub fn push_index(path: &mut String, index: u64) {
        if path.is_empty() {
            path.push('.');
        }
        // Writing to a string cannot fail.
        let _ = write!(path, "[{index}]");
    }
}

/// Appends the text of the path to a header, quoted where it has to be.
pub fn push_header(path: &mut String, name: &str) {
    path.push_str("header.");
    if is_bare_header(name) {
        path.push_str(name);
    } else {
        push_quoted(path, name);
    }
}

/// Appends a text in double quotes, escaped as JSON is.
pub(crate) fn push_quoted(text: &mut String, content: &str) {
    text.push('"');
    for c in content.chars() {
        match c {
            '"' | '\\' => text.extend(['\\', c]),
            '\n' => text.push_str("\\n"),
            '\r' => text.push_str("\\r"),
            '\t' => text.push_str("\\t"),
            '\0'..='\u{1f}' => {
                let _ = write!(text, "\\u{:04x}", u32::from(c));
            }
            _ => text.push(c),
        }
    }
    text.push('"');
}

fn look_up<'a>(json: &'a [u8], fields: &Fields, steps: &[Step]) -> Lookup<'a> {
    let Ok(places) = fields.find(json) else {
        return Lookup::NotJson;
    };
    let mut found = None;
    if let Some(field) = places.get(json, 0) {
        json::any(field, steps, &mut |raw| {
            found = Some(raw);
            true
        });
    }
    found.map_or(Lookup::Missing, |raw| {
        Lookup::Found(Found {
            kind: kind(raw),
            raw,
        })
    })
}

fn kind(json: &[u8]) -> SpanKind {
    match json.first() {
        Some(b'"') => SpanKind::String,
        Some(b'{' | b'[') => SpanKind::Punctuation,
        Some(b't' | b'f' | b'n') => SpanKind::Literal,
        _ => SpanKind::Number,
    }
}
