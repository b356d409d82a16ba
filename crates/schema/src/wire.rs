//! What stands before a payload, or in a header beside it, and says by which schema it was written.
//!
//! As Confluent's serializers write it: a magic byte 0 and an id, a magic byte 1 and a GUID, and for Protobuf then the
//! place of the message in the schema.

use std::fmt;

/// The header that says the schema of a key, in place of a prefix.
pub const KEY_HEADER: &str = "__key_schema_id";
/// The header that says the schema of a value, in place of a prefix.
pub const VALUE_HEADER: &str = "__value_schema_id";

/// How many levels of messages an index may lead through; a file nested deeper is not read.
const DEEPEST_INDEX: usize = 1_000;

/// Which schema of a registry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SchemaId {
    /// The number that the registry gave it.
    Id(i32),
    /// The GUID that is made from what it says.
    Guid([u8; 16]),
}

/// A schema's id, and what follows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Framed<'a> {
    /// The schema.
    pub schema: SchemaId,
    /// What follows: the payload, for Protobuf with its message index before it; in a header the message index alone.
    pub rest: &'a [u8],
}

/// Reads the prefix of a key or a value, or what one of the two headers holds. `None` where it does not begin as one;
/// that it does is no proof, for other data may as well.
pub fn framed(bytes: &[u8]) -> Option<Framed<'_>> {
    let (magic, rest) = bytes.split_first()?;
    match magic {
        0 => {
            let (id, rest) = rest.split_first_chunk()?;
            let schema = SchemaId::Id(i32::from_be_bytes(*id));
            Some(Framed { schema, rest })
        }
        1 => {
            let (guid, rest) = rest.split_first_chunk()?;
            let schema = SchemaId::Guid(*guid);
            Some(Framed { schema, rest })
        }
        _ => None,
    }
}

/// Appends a schema's id as [`framed`] reads it.
pub fn push_id(out: &mut Vec<u8>, schema: SchemaId) {
    match schema {
        SchemaId::Id(id) => {
            out.push(0);
            out.extend(id.to_be_bytes());
        }
        SchemaId::Guid(guid) => {
            out.push(1);
            out.extend(guid);
        }
    }
}

/// Reads the place of a Protobuf message before its bytes: for each level its number among the messages there. Gives
/// it and what follows.
///
/// Numbers are zigzag varints. Old clients wrote them plain, which is tried where what came out is no message by
/// `exists`.
pub fn message_index(bytes: &[u8], exists: impl Fn(&[i32]) -> bool) -> Option<(Vec<i32>, &[u8])> {
    let signed = |number: u64| (number >> 1) as i64 ^ -((number & 1) as i64);
    let plain = |number: u64| number as i64;
    let mut forms = [index(bytes, signed), index(bytes, plain)].into_iter();
    forms.find_map(|form| form.filter(|(index, _)| exists(index)))
}

/// Appends the place of a message as [`message_index`] reads it: a single 0 for the first one.
pub fn push_message_index(out: &mut Vec<u8>, index: &[i32]) {
    if index == [0] {
        out.push(0);
        return;
    }
    push_varint(out, (index.len() as u64) << 1);
    for number in index {
        let number = i64::from(*number);
        push_varint(out, ((number << 1) ^ (number >> 63)) as u64);
    }
}

impl fmt::Display for SchemaId {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Id(id) => id.fmt(to),
            Self::Guid(guid) => {
                for (at, byte) in guid.iter().enumerate() {
                    if matches!(at, 4 | 6 | 8 | 10) {
                        to.write_str("-")?;
                    }
                    write!(to, "{byte:02x}")?;
                }
                Ok(())
            }
        }
    }
}

fn index(bytes: &[u8], number: fn(u64) -> i64) -> Option<(Vec<i32>, &[u8])> {
    let mut rest = bytes;
    let count = usize::try_from(number(varint(&mut rest)?)).ok()?;
    if count == 0 {
        return Some((vec![0], rest));
    }
    if count > DEEPEST_INDEX.min(rest.len()) {
        return None;
    }
    let mut index = Vec::with_capacity(count);
    for _ in 0..count {
        index.push(i32::try_from(number(varint(&mut rest)?)).ok()?);
    }
    Some((index, rest))
}

/// Takes a varint of at most 64 bits off some bytes.
pub(crate) fn varint(bytes: &mut &[u8]) -> Option<u64> {
    let mut number = 0_u64;
    for (at, byte) in bytes.iter().enumerate().take(10) {
        let bits = u64::from(byte & 0x7F);
        if at == 9 && bits > 1 {
            return None;
        }
        number |= bits << (7 * at);
        if byte & 0x80 == 0 {
            *bytes = &bytes[at + 1..];
            return Some(number);
        }
    }
    None
}

pub(crate) fn push_varint(out: &mut Vec<u8>, mut number: u64) {
    while number >= 0x80 {
        out.push(number as u8 | 0x80);
        number >>= 7;
    }
    out.push(number as u8);
}

#[cfg(test)]
mod tests {
    use super::{Framed, SchemaId, framed, message_index, push_id, push_message_index};

    #[test]
    fn a_prefix_is_read_as_it_is_written() {
        let guid =
            SchemaId::Guid(*b"\x12\x34\x56\x78\x9a\xbc\xde\xf0\x01\x02\x03\x04\x05\x06\x07\x08");
        for (schema, text) in [
            (SchemaId::Id(100_042), "100042"),
            (guid, "12345678-9abc-def0-0102-030405060708"),
        ] {
            let mut bytes = Vec::new();
            push_id(&mut bytes, schema);
            bytes.extend(b"rest");
            let rest = b"rest".as_slice();
            assert_eq!(framed(&bytes), Some(Framed { schema, rest }));
            assert_eq!(schema.to_string(), text);
        }
        for none in [&b""[..], b"\0\0\0\0", b"\x01short", b"{\"a\":1}"] {
            assert_eq!(framed(none), None);
        }
    }

    #[test]
    fn a_message_index_is_read_in_both_forms() {
        for index in [vec![0], vec![2], vec![1, 0, 300], vec![0, 0]] {
            let mut bytes = Vec::new();
            push_message_index(&mut bytes, &index);
            bytes.push(0xFF);
            let read = message_index(&bytes, |_| true);
            assert_eq!(read, Some((index, &[0xFF][..])));
        }
        // One level, number 1, in plain varints: as zigzag that were a count below zero.
        let exists = |index: &[i32]| index == [1];
        assert_eq!(message_index(&[1, 1, 7], exists), Some((vec![1], &[7][..])));
        // A count that the bytes cannot hold allocates nothing.
        assert_eq!(
            message_index(&[0xFE, 0xFF, 0xFF, 0xFF, 0x0F, 0], |_| true),
            None
        );
        assert_eq!(message_index(&[], |_| true), None);
    }
}
