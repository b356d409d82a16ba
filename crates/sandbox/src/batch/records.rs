//! The records inside a batch, as far as the broker looks at them.

/// What the broker itself needs to know of a record.
#[derive(Debug, Clone, Copy)]
pub(super) struct Record {
    pub(super) offset_delta: i32,
    pub(super) timestamp_delta: i64,
    pub(super) has_key: bool,
}

/// The records of a batch; `None` for one that does not fit its frame.
pub(super) struct Records<'a> {
    pub(super) rest: &'a [u8],
    pub(super) left: i32,
}

impl Iterator for Records<'_> {
    type Item = Option<Record>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.left <= 0 {
            if self.rest.is_empty() {
                return None;
            }
            self.rest = &[];
            return Some(None);
        }
        self.left -= 1;
        let record = read_record(&mut self.rest);
        if record.is_none() {
            self.left = 0;
            self.rest = &[];
        }
        Some(record)
    }
}

fn read_record(rest: &mut &[u8]) -> Option<Record> {
    let length = usize::try_from(varint(rest)?).ok()?;
    let mut body = rest.get(..length)?;
    *rest = &rest[length..];
    body = body.get(1..)?;
    let timestamp_delta = varint(&mut body)?;
    let offset_delta = i32::try_from(varint(&mut body)?).ok()?;
    let has_key = skip_bytes(&mut body)?;
    skip_bytes(&mut body)?;
    let headers = varint(&mut body)?;
    if headers < 0 {
        return None;
    }
    for _ in 0..headers {
        if !skip_bytes(&mut body)? {
            return None;
        }
        skip_bytes(&mut body)?;
    }
    body.is_empty().then_some(Record {
        offset_delta,
        timestamp_delta,
        has_key,
    })
}

/// Skips a length-prefixed field, tells whether it was there (not null).
fn skip_bytes(rest: &mut &[u8]) -> Option<bool> {
    let length = varint(rest)?;
    if length == -1 {
        return Some(false);
    }
    *rest = rest.get(usize::try_from(length).ok()?..)?;
    Some(true)
}

fn varint(rest: &mut &[u8]) -> Option<i64> {
    let mut value = 0_u64;
    for shift in (0..70).step_by(7) {
        let (&byte, tail) = rest.split_first()?;
        *rest = tail;
        value |= u64::from(byte & 0x7f).checked_shl(shift).unwrap_or(0);
        if byte & 0x80 == 0 {
            return Some((value >> 1).cast_signed() ^ -(value & 1).cast_signed());
        }
    }
    None
}
