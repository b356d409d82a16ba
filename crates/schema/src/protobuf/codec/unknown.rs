//! Fields that a schema does not know.

use super::DEEPEST;
use super::field::{accepts, next};
use super::model::{Kind, Model, Shape};
use super::scalar::Wire;

/// How many are listed.
const MOST: usize = 1_000;

/// A field of a message that its schema does not have, or not of this wire type.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownField {
    /// The fields that lead to its message: names joined by dots.
    pub within: String,
    /// Its number.
    pub number: i32,
    /// The byte of the payload at which what it holds begins.
    pub at: usize,
    /// What it holds.
    pub value: UnknownValue,
}

/// What an unknown field holds, as far as its wire type tells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum UnknownValue {
    /// A number of any width, as it is written.
    Varint(u64),
    /// Four bytes.
    Fixed32(u32),
    /// Eight bytes.
    Fixed64(u64),
    /// A string, bytes, a message or packed numbers.
    Bytes(Vec<u8>),
    /// A group.
    Group(Vec<u8>),
}

/// The first 1,000 of them, up to where the bytes are wrong.
pub(super) fn unknown_fields(model: &Model, root: usize, payload: &[u8]) -> Vec<UnknownField> {
    let mut found = Vec::new();
    let mut todo = vec![(root, payload, 0, String::new(), 0)];
    while let Some((at, bytes, offset, within, depth)) = todo.pop() {
        let message = &model.messages[at];
        let mut rest = bytes;
        while !rest.is_empty() && found.len() < MOST {
            let Ok(entry) = next(&mut rest, bytes.len(), offset) else {
                break;
            };
            let field = message.numbered(entry.number).map(|at| &message.fields[at]);
            let Some(field) = field.filter(|field| accepts(field, entry.wire)) else {
                let value = match entry.wire {
                    Wire::Varint => UnknownValue::Varint(entry.value),
                    Wire::Four => UnknownValue::Fixed32(entry.value as u32),
                    Wire::Eight => UnknownValue::Fixed64(entry.value),
                    Wire::Sized => UnknownValue::Bytes(entry.bytes.to_vec()),
                    Wire::Group => UnknownValue::Group(entry.bytes.to_vec()),
                };
                found.push(UnknownField {
                    within: within.clone(),
                    number: entry.number,
                    at: entry.at,
                    value,
                });
                continue;
            };
            let inner = match (field.kind, field.shape) {
                (_, Shape::Map(_)) => None,
                (Kind::Message(inner) | Kind::Group(inner), _) => Some(inner),
                _ => None,
            };
            if let Some(inner) = inner.filter(|_| depth < DEEPEST) {
                let name = match within.as_str() {
                    "" => field.name.clone(),
                    within => format!("{within}.{}", field.name),
                };
                todo.push((inner, entry.bytes, entry.at, name, depth + 1));
            }
        }
    }
    found.sort_by_key(|field| field.at);
    found
}
