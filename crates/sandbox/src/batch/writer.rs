//! Writing batches: what the seed and the live producer send.

use bytes::Bytes;

use super::{Batch, CHECKED_FROM, HEADER, PREFIX};

/// Writes an uncompressed batch record by record.
#[derive(Debug)]
pub(crate) struct BatchWriter {
    data: Vec<u8>,
    record: Vec<u8>,
    base: i64,
    base_timestamp: i64,
    max_timestamp: i64,
    last_delta: i64,
    count: i32,
}

impl BatchWriter {
    /// A batch at an offset, whose first record has about this timestamp.
    pub(crate) fn new(base: i64, base_timestamp: i64) -> Self {
        Self {
            data: vec![0; HEADER],
            record: Vec::new(),
            base,
            base_timestamp,
            max_timestamp: base_timestamp,
            last_delta: 0,
            count: 0,
        }
    }

    /// Number of records so far.
    pub(crate) fn count(&self) -> i32 {
        self.count
    }

    /// Adds a record; its offset must be above the one before.
    pub(crate) fn push(&mut self, offset: i64, message: &Message<'_>) {
        let record = &mut self.record;
        record.clear();
        record.push(0);
        put_varint(record, message.timestamp - self.base_timestamp);
        put_varint(record, offset - self.base);
        put_bytes(record, message.key);
        put_bytes(record, message.value);
        put_varint(record, message.headers.len() as i64);
        for (name, value) in message.headers {
            put_bytes(record, Some(name.as_bytes()));
            put_bytes(record, *value);
        }
        put_varint(&mut self.data, record.len() as i64);
        self.data.extend_from_slice(record);
        self.max_timestamp = self.max_timestamp.max(message.timestamp);
        self.last_delta = offset - self.base;
        self.count += 1;
    }

    /// Completes the batch.
    pub(crate) fn finish(mut self) -> Batch {
        let length = (self.data.len() - PREFIX) as i32;
        let data = &mut self.data;
        data[0..8].copy_from_slice(&self.base.to_be_bytes());
        data[8..12].copy_from_slice(&length.to_be_bytes());
        data[16] = 2;
        data[23..27].copy_from_slice(&(self.last_delta as i32).to_be_bytes());
        data[27..35].copy_from_slice(&self.base_timestamp.to_be_bytes());
        data[35..43].copy_from_slice(&self.max_timestamp.to_be_bytes());
        data[43..51].copy_from_slice(&(-1_i64).to_be_bytes());
        data[51..53].copy_from_slice(&(-1_i16).to_be_bytes());
        data[53..57].copy_from_slice(&(-1_i32).to_be_bytes());
        data[57..61].copy_from_slice(&self.count.to_be_bytes());
        let sum = crc32c::crc32c(&data[CHECKED_FROM..]);
        data[17..21].copy_from_slice(&sum.to_be_bytes());
        Batch::own(Bytes::from(self.data))
    }
}

/// A message to write: headers keep their order, may repeat a name and may be null.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Message<'a> {
    /// Milliseconds since 1970.
    pub(crate) timestamp: i64,
    /// Key, or null.
    pub(crate) key: Option<&'a [u8]>,
    /// Value, or null for a tombstone.
    pub(crate) value: Option<&'a [u8]>,
    /// Headers.
    pub(crate) headers: &'a [(&'a str, Option<&'a [u8]>)],
}

fn put_bytes(buffer: &mut Vec<u8>, bytes: Option<&[u8]>) {
    if let Some(bytes) = bytes {
        put_varint(buffer, bytes.len() as i64);
        buffer.extend_from_slice(bytes);
    } else {
        put_varint(buffer, -1);
    }
}

fn put_varint(buffer: &mut Vec<u8>, value: i64) {
    let mut rest = ((value << 1) ^ (value >> 63)).cast_unsigned();
    while rest >= 0x80 {
        buffer.push(rest as u8 | 0x80);
        rest >>= 7;
    }
    buffer.push(rest as u8);
}
