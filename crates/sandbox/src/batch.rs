//! Record batches (magic 2) as they travel and as they are stored: header, checks, records.
//!
//! Layout: <https://kafka.apache.org/documentation/#recordbatch>. Batches are kept as the bytes
//! that a producer sent; only base offset, leader epoch and, for log append time, the timestamp
//! are patched.

mod records;
mod writer;

use std::borrow::Cow;

use bytes::{Bytes, BytesMut};

use self::records::Records;
pub(crate) use self::writer::{BatchWriter, Message};
use crate::codec;

/// Bytes before the first record.
pub(crate) const HEADER: usize = 61;
/// Base offset and length: what a batch's own length field does not count.
const PREFIX: usize = 12;
/// Below this Kafka does not even look for the magic byte.
const LEAST_LENGTH: i32 = 14;
/// The checksum covers everything from here on.
const CHECKED_FROM: usize = 21;

const COMPRESSION_MASK: i16 = 0x07;
const LOG_APPEND_TIME: i16 = 0x08;
const TRANSACTIONAL: i16 = 0x10;
const CONTROL: i16 = 0x20;

/// Why a batch was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fault {
    /// Lengths, checksum or records do not fit together (`CORRUPT_MESSAGE`).
    Corrupt,
    /// Well-formed but not allowed (`INVALID_RECORD`), with the reason in words.
    Invalid(&'static str),
    /// Marked with a codec that Kafka does not know, at which it stumbles
    /// (`UNKNOWN_SERVER_ERROR`).
    Codec,
}

/// One record batch whose header has been checked against its length.
#[derive(Debug, Clone)]
pub(crate) struct Batch {
    data: Bytes,
}

/// Who wrote a batch, for idempotence (KIP-98).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Author {
    /// Producer id, -1 if the producer is not idempotent.
    pub(crate) id: i64,
    /// Producer epoch.
    pub(crate) epoch: i16,
    /// Sequence number of the first record.
    pub(crate) sequence: i32,
}

impl Batch {
    /// Takes what a producer sent for one partition: exactly one batch, whole and intact. As in
    /// Kafka, a batch that is cut off counts as none at all.
    pub(crate) fn sent(data: Bytes) -> Result<Self, Fault> {
        const NONE: Fault =
            Fault::Invalid("Produce requests must have at least one record batch per partition");
        if data.len() <= 16 {
            return Err(NONE);
        }
        let length = i32_at(&data, 8);
        if length < LEAST_LENGTH || !matches!(data[16], 0..=2) {
            return Err(Fault::Corrupt);
        }
        let whole = PREFIX + length as usize;
        if whole > data.len() {
            return Err(NONE);
        }
        if data[16] != 2 {
            return Err(Fault::Invalid(
                "Produce requests are only allowed to contain record batches with magic version 2",
            ));
        }
        if whole < data.len() {
            return Err(Fault::Invalid(
                "Produce requests are only allowed to contain exactly one record batch per partition",
            ));
        }
        if whole < HEADER {
            return Err(Fault::Corrupt);
        }
        let batch = Self { data };
        if u32_at(&batch.data, 17) != crc32c::crc32c(&batch.data[CHECKED_FROM..]) {
            return Err(Fault::Corrupt);
        }
        batch.check_contents()?;
        Ok(batch)
    }

    fn check_contents(&self) -> Result<(), Fault> {
        if self.count() <= 0 || self.last_delta() < 0 {
            return Err(Fault::Invalid("A record batch must hold records"));
        }
        if self.count() != self.last_delta() + 1 {
            return Err(Fault::Invalid(
                "The record count does not fit the last offset of the batch",
            ));
        }
        if self.attributes() & CONTROL != 0 {
            return Err(Fault::Invalid(
                "Clients are not allowed to write control records",
            ));
        }
        let author = self.author();
        if author.id >= 0 && (author.sequence < 0 || author.epoch < 0) {
            return Err(Fault::Invalid(
                "Invalid sequence number or epoch of a producer id",
            ));
        }
        match self.attributes() & COMPRESSION_MASK {
            0 => self.check_records(),
            1..=4 => Ok(()),
            _ => Err(Fault::Codec),
        }
    }

    fn check_records(&self) -> Result<(), Fault> {
        let mut expected = 0;
        for record in self.records(&self.data[HEADER..]) {
            let record = record.ok_or(Fault::Invalid("A record does not fit its batch"))?;
            if record.offset_delta != expected {
                return Err(Fault::Invalid(
                    "Record offsets of a batch must be consecutive",
                ));
            }
            expected += 1;
        }
        if expected == self.count() {
            Ok(())
        } else {
            Err(Fault::Invalid(
                "The record count does not fit the records of the batch",
            ))
        }
    }

    /// Takes a batch that this process wrote itself, see [`BatchWriter`].
    fn own(data: Bytes) -> Self {
        Self { data }
    }

    /// The bytes, as a fetch answers them.
    pub(crate) fn data(&self) -> &Bytes {
        &self.data
    }

    /// The offset of the first record (of the first that ever was, in a compacted batch).
    pub(crate) fn base(&self) -> i64 {
        i64_at(&self.data, 0)
    }

    /// The offset of the last record.
    pub(crate) fn last(&self) -> i64 {
        self.base() + i64::from(self.last_delta())
    }

    fn last_delta(&self) -> i32 {
        i32_at(&self.data, 23)
    }

    /// Number of records.
    pub(crate) fn count(&self) -> i32 {
        i32_at(&self.data, 57)
    }

    fn attributes(&self) -> i16 {
        i16::from_be_bytes([self.data[21], self.data[22]])
    }

    /// Whether the batch belongs to a transaction.
    pub(crate) fn is_transactional(&self) -> bool {
        self.attributes() & TRANSACTIONAL != 0
    }

    /// Kafka's number of the codec, 0 for none.
    pub(crate) fn codec(&self) -> i16 {
        self.attributes() & COMPRESSION_MASK
    }

    /// Milliseconds since 1970 of the latest record.
    pub(crate) fn max_timestamp(&self) -> i64 {
        i64_at(&self.data, 35)
    }

    fn base_timestamp(&self) -> i64 {
        i64_at(&self.data, 27)
    }

    pub(crate) fn author(&self) -> Author {
        Author {
            id: i64_at(&self.data, 43),
            epoch: i16::from_be_bytes([self.data[51], self.data[52]]),
            sequence: i32_at(&self.data, 53),
        }
    }

    /// The batch as it stands in the log: at its offset, under leader epoch 0, on its own memory
    /// (a slice would keep the whole request alive). `append_time` overrides all timestamps.
    pub(crate) fn placed(&self, base: i64, append_time: Option<i64>) -> Self {
        let mut data = BytesMut::from(&self.data[..]);
        data[0..8].copy_from_slice(&base.to_be_bytes());
        data[12..16].copy_from_slice(&0_i32.to_be_bytes());
        if let Some(now) = append_time {
            let attributes = self.attributes() | LOG_APPEND_TIME;
            data[21..23].copy_from_slice(&attributes.to_be_bytes());
            data[35..43].copy_from_slice(&now.to_be_bytes());
            let sum = crc32c::crc32c(&data[CHECKED_FROM..]);
            data[17..21].copy_from_slice(&sum.to_be_bytes());
        }
        Self::own(data.freeze())
    }

    /// The first record from offset `start` on at or after `timestamp`, as (timestamp, offset).
    pub(crate) fn at_time(&self, timestamp: i64, start: i64) -> Option<(i64, i64)> {
        if self.max_timestamp() < timestamp {
            return None;
        }
        let first = (self.max_timestamp(), self.base().max(start));
        if self.attributes() & LOG_APPEND_TIME != 0 {
            return Some(first);
        }
        let Some(body) = self.body() else {
            return Some(first);
        };
        self.records(&body).flatten().find_map(|record| {
            let time = self.base_timestamp() + record.timestamp_delta;
            let offset = self.base() + i64::from(record.offset_delta);
            (time >= timestamp && offset >= start).then_some((time, offset))
        })
    }

    /// Whether a record has no key, which a compacted topic refuses; also if it can't be told.
    pub(crate) fn lacks_key(&self) -> bool {
        let keyed = |body: &[u8]| {
            self.records(body)
                .all(|record| record.is_some_and(|r| r.has_key))
        };
        !self.body().is_some_and(|body| keyed(&body))
    }

    /// The records, unpacked; `None` if that fails.
    fn body(&self) -> Option<Cow<'_, [u8]>> {
        let packed = &self.data[HEADER..];
        match self.codec() {
            0 => Some(Cow::Borrowed(packed)),
            codec => codec::unpack(codec, packed).map(Cow::Owned),
        }
    }

    fn records<'a>(&self, body: &'a [u8]) -> Records<'a> {
        Records {
            rest: body,
            left: self.count(),
        }
    }
}

fn i64_at(data: &[u8], at: usize) -> i64 {
    i64::from_be_bytes(array_at(data, at))
}

fn i32_at(data: &[u8], at: usize) -> i32 {
    i32::from_be_bytes(array_at(data, at))
}

fn u32_at(data: &[u8], at: usize) -> u32 {
    u32::from_be_bytes(array_at(data, at))
}

/// Only called on data that holds a whole header.
fn array_at<const N: usize>(data: &[u8], at: usize) -> [u8; N] {
    let mut array = [0; N];
    array.copy_from_slice(&data[at..at + N]);
    array
}
