//! What a field's bytes are, by its type.

use super::decode::Failure;
use super::entries::{self, Entry};
use super::model::{Field, Kind, Shape};
use super::scalar::{Scalar, Wire};
use crate::codec::push;
use crate::wire::varint;

/// Takes a field off bytes of which the first is at a byte of the payload.
pub(super) fn next<'b>(
    rest: &mut &'b [u8],
    whole: usize,
    offset: usize,
) -> Result<Entry<'b>, Failure> {
    let mut entry = entries::next(rest)
        .map_err(|wrong| Failure::new(offset + whole - wrong.left, wrong.message))?;
    entry.at = offset + whole - rest.len() - entry.bytes.len();
    Ok(entry)
}

/// Takes one of several numbers that are written as one field.
pub(super) fn one<'b>(
    rest: &mut &'b [u8],
    kind: Kind,
    packed: Entry<'b>,
) -> Result<Entry<'b>, Failure> {
    let wire = wire(kind);
    let value = match wire {
        Wire::Varint => varint(rest),
        Wire::Eight => rest.split_first_chunk().map(|(bytes, after)| {
            *rest = after;
            u64::from_le_bytes(*bytes)
        }),
        _ => rest.split_first_chunk().map(|(bytes, after)| {
            *rest = after;
            u64::from(u32::from_le_bytes(*bytes))
        }),
    };
    let value = value.ok_or_else(|| Failure::new(packed.at, "A packed number is cut off."))?;
    Ok(Entry {
        wire,
        value,
        bytes: &[],
        ..packed
    })
}

/// Whether a field can be of a wire type; otherwise it is an unknown one. Numbers may be packed or not.
pub(super) fn accepts(field: &Field, wire_type: Wire) -> bool {
    let own = match field.shape {
        Shape::Map(_) => Wire::Sized,
        _ => wire(field.kind),
    };
    wire_type == own
        || (wire_type == Wire::Sized && field.shape == Shape::Repeated && own != Wire::Group)
}

pub(super) fn wire(kind: Kind) -> Wire {
    match kind {
        Kind::Scalar(scalar) => scalar.wire(),
        Kind::Enum(_) => Wire::Varint,
        Kind::Message(_) => Wire::Sized,
        Kind::Group(_) => Wire::Group,
    }
}

pub(super) fn is_message(kind: Kind) -> bool {
    matches!(kind, Kind::Message(_) | Kind::Group(_))
}

pub(super) fn default_of(scalar: Scalar) -> &'static str {
    match scalar {
        Scalar::Bool => "false",
        Scalar::String | Scalar::Bytes => "\"\"",
        Scalar::Double | Scalar::Float => "0.0",
        _ => "0",
    }
}

pub(super) fn zigzag(value: u64) -> i64 {
    (value >> 1) as i64 ^ -((value & 1) as i64)
}

/// Appends a number with the digits that tell it apart from others of its width.
pub(super) fn floating(out: &mut String, value: f64, single: Option<f32>) {
    match single {
        _ if value.is_nan() => out.push_str("\"NaN\""),
        _ if value == f64::INFINITY => out.push_str("\"Infinity\""),
        _ if value == f64::NEG_INFINITY => out.push_str("\"-Infinity\""),
        Some(value) => push(out, format_args!("{value:?}")),
        None => push(out, format_args!("{value:?}")),
    }
}
