//! Values that a reader takes for others: their bytes fit its type, and mean something else to it.

use super::DEEPEST;
use super::field::{accepts, next, wire};
use super::model::{Field, Kind, Model, Shape};
use super::scalar::{Scalar, Wire};

/// A message of the writer and of the reader, by their places in the models.
type Pair = (usize, usize);

/// Whether a payload of the one message has a value that the other takes for another one.
pub(super) fn misread(writer: (&Model, usize), reader: (&Model, usize), payload: &[u8]) -> bool {
    let mut open: Vec<(Pair, &[u8], usize)> = vec![((writer.1, reader.1), payload, 0)];
    while let Some(((was, is), bytes, depth)) = open.pop() {
        let (was, is) = (&writer.0.messages[was], &reader.0.messages[is]);
        let mut rest = bytes;
        while !rest.is_empty() {
            let Ok(entry) = next(&mut rest, bytes.len(), 0) else {
                break;
            };
            let (Some(from), Some(to)) = (was.numbered(entry.number), is.numbered(entry.number))
            else {
                continue;
            };
            let (from, to) = (&was.fields[from], &is.fields[to]);
            if !accepts(from, entry.wire) || !accepts(to, entry.wire) {
                continue;
            }
            if otherwise(from, to, entry.wire) && (entry.value != 0 || !entry.bytes.is_empty()) {
                return true;
            }
            if let (None, None, Some(from), Some(to)) = (key(from), key(to), inner(from), inner(to))
                && depth < DEEPEST
            {
                open.push(((from, to), entry.bytes, depth + 1));
            }
        }
    }
    false
}

/// Whether the same bytes mean something else to two fields.
fn otherwise(from: &Field, to: &Field, wire_type: Wire) -> bool {
    match (key(from), key(to)) {
        (None, None) => {}
        (Some(from_key), Some(to_key)) => {
            // Keys that are written otherwise are unknown in the entry, which is a loss of another kind.
            let same = meaning(Kind::Scalar(from_key)) == meaning(Kind::Scalar(to_key));
            return !same || meaning(from.kind) != meaning(to.kind);
        }
        _ => return true,
    }
    // Packed numbers are bytes, of which the type says how many are one.
    let packed = wire_type == Wire::Sized && wire(from.kind) != Wire::Sized;
    let other_packed = wire_type == Wire::Sized && wire(to.kind) != Wire::Sized;
    packed != other_packed || meaning(from.kind) != meaning(to.kind)
}

fn key(field: &Field) -> Option<Scalar> {
    match field.shape {
        Shape::Map(key) => Some(key),
        _ => None,
    }
}

fn inner(field: &Field) -> Option<usize> {
    match field.kind {
        Kind::Message(at) | Kind::Group(at) => Some(at),
        _ => None,
    }
}

/// What is equal for types that read one another's bytes as the same value.
fn meaning(kind: Kind) -> u8 {
    match kind {
        Kind::Enum(_) => 0,
        Kind::Message(_) | Kind::Group(_) => 1,
        Kind::Scalar(scalar) => match scalar {
            Scalar::Int32 | Scalar::Int64 | Scalar::Uint32 | Scalar::Uint64 | Scalar::Bool => 0,
            Scalar::Sint32 | Scalar::Sint64 => 2,
            Scalar::String | Scalar::Bytes => 3,
            Scalar::Fixed32 | Scalar::Sfixed32 => 4,
            Scalar::Fixed64 | Scalar::Sfixed64 => 5,
            Scalar::Float => 6,
            Scalar::Double => 7,
        },
    }
}
