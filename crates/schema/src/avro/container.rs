//! Avro's container files: a schema, and blocks of what was written with it.

use super::{Codec, parse};
use crate::codec::Style;
use crate::options::Strictness;
use crate::wire::varint;

/// How many records are read.
const MOST: usize = 10_000;

/// The records of a file as JSON texts. Files that are compressed are told, not read.
pub(crate) fn read(bytes: &[u8]) -> Result<Vec<String>, String> {
    let end = || "It ends in the middle of an Avro container file.".to_owned();
    let mut rest = bytes
        .strip_prefix(b"Obj\x01")
        .ok_or("It does not begin with `Obj` and 1.")?;
    let (mut schema, mut compression) = (None, b"null".as_slice());
    loop {
        let count = long(&mut rest).ok_or_else(end)?;
        if count == 0 {
            break;
        }
        if count < 0 {
            long(&mut rest).ok_or_else(end)?;
        }
        for _ in 0..count.unsigned_abs() {
            let key = sized(&mut rest).ok_or_else(end)?;
            let value = sized(&mut rest).ok_or_else(end)?;
            match key {
                b"avro.schema" => schema = std::str::from_utf8(value).ok(),
                b"avro.codec" => compression = value,
                _ => {}
            }
        }
    }
    let text = schema.ok_or("It is an Avro container file without a schema.")?;
    let schema = parse(text.into(), Strictness::Lenient)
        .map_err(|_| "It is an Avro container file whose schema cannot be read.")?;
    if compression != b"null" {
        let name = String::from_utf8_lossy(compression);
        return Err(format!(
            "It is an Avro container file, compressed with {name}."
        ));
    }
    let codec = Codec::new(&schema);
    let sync = take(&mut rest, 16).ok_or_else(end)?;
    let mut records = Vec::new();
    while !rest.is_empty() && records.len() < MOST {
        let count = long(&mut rest).ok_or_else(end)?;
        let mut block = sized(&mut rest).ok_or_else(end)?;
        for _ in 0..count.unsigned_abs() {
            if records.len() == MOST {
                break;
            }
            let mut json = String::new();
            let used = codec
                .decode_next(block, Style::Plain, &mut json)
                .map_err(|fault| fault.to_string())?;
            block = &block[used..];
            records.push(json);
        }
        if take(&mut rest, 16) != Some(sync) {
            return Err(end());
        }
    }
    Ok(records)
}

fn long(rest: &mut &[u8]) -> Option<i64> {
    let number = varint(rest)?;
    Some((number >> 1) as i64 ^ -((number & 1) as i64))
}

fn sized<'b>(rest: &mut &'b [u8]) -> Option<&'b [u8]> {
    let count = usize::try_from(long(rest)?).ok()?;
    take(rest, count)
}

fn take<'b>(rest: &mut &'b [u8], count: usize) -> Option<&'b [u8]> {
    let (taken, after) = rest.split_at_checked(count)?;
    *rest = after;
    Some(taken)
}
