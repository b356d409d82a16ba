//! The fields that records have, for completion.

use std::collections::HashMap;

use super::compose;
use crate::json::{self, Scan, is_json};
use crate::path::{Path, push_header};
use crate::record::Record;

/// The fields and headers of records that were looked at, with a few of their values. Bounded: 500
/// paths, 8 values of each.
#[derive(Debug, Clone, Default)]
pub struct Seen {
    fields: Vec<SeenField>,
    indices: HashMap<String, usize>,
}

/// A field that was seen.
#[derive(Debug, Clone)]
pub(super) struct SeenField {
    /// Its path, `[]` standing for all elements.
    pub(super) path: String,
    kinds: [bool; KINDS.len()],
    /// Values as conditions have them.
    pub(super) samples: Vec<String>,
}

const KINDS: [&str; 7] = [
    "text", "number", "boolean", "null", "object", "array", "header",
];

const MAX_FIELDS: usize = 500;
const MAX_SAMPLES: usize = 8;
/// The longest value that is kept, in bytes.
const MAX_SAMPLE: usize = 60;
/// The largest value or key that is looked into, in bytes.
const MAX_LOOKED: usize = 64 << 10;
const MAX_DEPTH: usize = 16;
/// The longest path that is kept, in bytes.
const MAX_PATH: usize = 300;

impl Seen {
    /// Nothing seen yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes note of a record's fields and headers. A value or key of more than 64 KiB is not
    /// looked into.
    pub fn look(&mut self, record: &Record<'_>) {
        for (root, json) in [("", record.value), ("key", record.key)] {
            if let Some(json) = json
                && json.len() <= MAX_LOOKED
                && is_json(json)
            {
                self.look_into(root, json, MAX_DEPTH);
            }
        }
        for (name, value) in record.headers.clone() {
            if let Ok(name) = str::from_utf8(name) {
                let mut path = String::new();
                push_header(&mut path, name);
                let sample = value.and_then(|value| str::from_utf8(value).ok());
                self.note(path, 6, sample, false);
            }
        }
    }

    pub(super) fn fields(&self) -> &[SeenField] {
        &self.fields
    }

    /// The field with this path.
    pub(super) fn field(&self, path: &str) -> Option<&SeenField> {
        self.fields.get(*self.indices.get(path)?)
    }

    fn look_into(&mut self, path: &str, json: &[u8], depth: usize) {
        let mut scan = Scan::of_checked(json);
        let first = scan.peek();
        // What was checked before has no faults.
        let _walked = match first {
            Ok(b'{') if depth > 0 => scan.members(|scan, name| {
                let mut name_text = vec![];
                json::unescape(name.raw, &mut name_text);
                let mut path = path.to_owned();
                Path::push_member(&mut path, &String::from_utf8_lossy(&name_text));
                scan.peek()?;
                let start = scan.at();
                scan.skip()?;
                self.look_at(path, scan.since(start), depth);
                Ok(())
            }),
            Ok(b'[') if depth > 0 => {
                let path = if path.is_empty() { "." } else { path };
                let path = format!("{path}[]");
                scan.elements(|scan, _| {
                    scan.peek()?;
                    let start = scan.at();
                    scan.skip()?;
                    self.look_at(path.clone(), scan.since(start), depth);
                    Ok(())
                })
            }
            _ => Ok(()),
        };
    }

    fn look_at(&mut self, path: String, json: &[u8], depth: usize) {
        let kind = match json.first() {
            Some(b'"') => 0,
            Some(b't' | b'f') => 2,
            Some(b'n') => 3,
            Some(b'{') => 4,
            Some(b'[') => 5,
            _ => 1,
        };
        if path.len() > MAX_PATH {
            return;
        }
        let sample = str::from_utf8(json).ok().filter(|_| kind < 3);
        self.note(path.clone(), kind, sample, true);
        if matches!(kind, 4 | 5) {
            self.look_into(&path, json, depth - 1);
        }
    }

    fn note(&mut self, path: String, kind: usize, sample: Option<&str>, is_json: bool) {
        let index = match self.indices.get(&path) {
            Some(&index) => index,
            None if self.fields.len() == MAX_FIELDS => return,
            None => {
                self.indices.insert(path.clone(), self.fields.len());
                self.fields.push(SeenField {
                    path,
                    kinds: [false; KINDS.len()],
                    samples: vec![],
                });
                self.fields.len() - 1
            }
        };
        let field = &mut self.fields[index];
        field.kinds[kind] = true;
        if field.samples.len() < MAX_SAMPLES
            && let Some(sample) = sample.filter(|sample| sample.len() <= MAX_SAMPLE)
            && let Some(literal) = compose::literal(sample, is_json)
            && !field.samples.contains(&literal)
        {
            field.samples.push(literal);
        }
    }
}

impl SeenField {
    /// What it is, in words: its types and a value.
    pub(super) fn detail(&self) -> String {
        let kinds = KINDS
            .iter()
            .zip(self.kinds)
            .filter_map(|(name, seen)| seen.then_some(*name))
            .collect::<Vec<_>>()
            .join(" or ");
        match self.samples.first() {
            Some(sample) => format!("{kinds}, as {sample}"),
            None => kinds,
        }
    }
}
