//! Avro's container files: a schema, and blocks of what was written with it.

mod compression;

use super::{Codec, parse};
use crate::codec::Style;
use crate::options::Strictness;
use crate::wire::varint;
use compression::{Compression, Unpacked};

/// What every file begins with.
pub(crate) const MAGIC: &[u8] = b"Obj\x01";

/// How many records are read.
const MOST: usize = 10_000;

/// How many bytes the blocks that are read may hold, once they are not compressed any more.
const MOST_BYTES: usize = 64 << 20;

/// What a file holds.
#[derive(Debug)]
pub(crate) struct Held {
    /// The records as JSON texts.
    pub(crate) records: Vec<String>,
    /// Whether these are only the first ones.
    pub(crate) more: bool,
    /// What it is compressed with, as the file calls it; `null` where it is not.
    pub(crate) compression: String,
}

/// Reads a file. `Err` says for people why it is none, or cannot be read.
pub(crate) fn read(bytes: &[u8]) -> Result<Held, String> {
    let mut rest = bytes
        .strip_prefix(MAGIC)
        .ok_or("It does not begin with `Obj` and 1.")?;
    let Head { schema, named } = head(&mut rest)?;
    let text = schema.ok_or("It is an Avro container file without a schema.")?;
    let schema = parse(text.into(), Strictness::Lenient)
        .map_err(|_| "It is an Avro container file whose schema cannot be read.")?;
    let compression = Compression::of_name(named).ok_or_else(|| {
        let name = String::from_utf8_lossy(named);
        format!("It is an Avro container file, compressed with {name}, which is not read here.")
    })?;
    let codec = Codec::new(&schema);
    let sync = take(&mut rest, 16).ok_or_else(end)?;
    let mut held = Held {
        records: Vec::new(),
        more: false,
        compression: String::from_utf8_lossy(named).into_owned(),
    };
    let mut room = MOST_BYTES;
    while !rest.is_empty() && !held.more {
        let count = long(&mut rest).ok_or_else(end)?;
        let packed = sized(&mut rest).ok_or_else(end)?;
        if take(&mut rest, 16) != Some(sync) {
            return Err(end());
        }
        match compression.unpack(packed, room)? {
            Unpacked::Whole(block) => {
                room -= block.len();
                records(&codec, count.unsigned_abs(), &block, &mut held)?;
            }
            Unpacked::TooMuch => held.more = true,
        }
    }
    Ok(held)
}

struct Head<'b> {
    schema: Option<&'b str>,
    /// The name of the compression.
    named: &'b [u8],
}

fn head<'b>(rest: &mut &'b [u8]) -> Result<Head<'b>, String> {
    let mut head = Head {
        schema: None,
        named: b"null",
    };
    loop {
        let count = long(rest).ok_or_else(end)?;
        if count == 0 {
            return Ok(head);
        }
        if count < 0 {
            long(rest).ok_or_else(end)?;
        }
        for _ in 0..count.unsigned_abs() {
            let key = sized(rest).ok_or_else(end)?;
            let value = sized(rest).ok_or_else(end)?;
            match key {
                b"avro.schema" => head.schema = std::str::from_utf8(value).ok(),
                b"avro.codec" => head.named = value,
                _ => {}
            }
        }
    }
}

fn records(codec: &Codec, count: u64, mut block: &[u8], held: &mut Held) -> Result<(), String> {
    for _ in 0..count {
        if held.records.len() == MOST {
            held.more = true;
            break;
        }
        let mut json = String::new();
        let used = codec
            .decode_next(block, Style::Plain, &mut json)
            .map_err(|fault| fault.to_string())?;
        block = &block[used..];
        held.records.push(json);
    }
    Ok(())
}

fn end() -> String {
    "It ends in the middle of an Avro container file.".to_owned()
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
