//! The log of one partition: record batches in order of their offsets.

use std::collections::{HashMap, VecDeque};

use bytes::{Bytes, BytesMut};
use kafka_protocol::ResponseError;

use crate::batch::Batch;
use crate::producer::Producer;

/// Producers that did not write for this long are forgotten (`producer.id.expiration.ms`).
const PRODUCER_EXPIRATION_MS: i64 = 86_400_000;

/// Batches, first and next offset, and the idempotent producers that wrote here.
#[derive(Debug, Default)]
pub(crate) struct Log {
    start: i64,
    end: i64,
    bytes: usize,
    batches: VecDeque<Batch>,
    producers: HashMap<i64, Producer>,
}

/// Where a batch went.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Appended {
    /// The offset of its first record.
    pub(crate) offset: i64,
    /// Milliseconds since 1970, or -1 if the producer's times were kept.
    pub(crate) append_time: i64,
    /// False if this was the repetition of a batch that had been appended before.
    pub(crate) fresh: bool,
}

impl Log {
    /// The lowest offset that can be read.
    pub(crate) fn start(&self) -> i64 {
        self.start
    }

    /// The offset of the next record; also high watermark and last stable offset here.
    pub(crate) fn end(&self) -> i64 {
        self.end
    }

    /// Appends a producer's batch at the end. `append_time` is set for topics that keep the
    /// broker's time instead of the producer's.
    pub(crate) fn append(
        &mut self,
        batch: &Batch,
        now: i64,
        append_time: Option<i64>,
    ) -> Result<Appended, ResponseError> {
        let author = batch.author();
        let offset = self.end;
        let time = append_time.unwrap_or(-1);
        if author.id >= 0 {
            if let Some(producer) = self.producers.get(&author.id) {
                if let Some(written) = producer.duplicate(author, batch.count()) {
                    return Ok(Appended {
                        offset: written.offset,
                        append_time: written.append_time,
                        fresh: false,
                    });
                }
                producer.check(author)?;
            }
            let producer = self
                .producers
                .entry(author.id)
                .or_insert_with(|| Producer::new(author.epoch));
            producer.record(author, batch.count(), offset, time);
            producer.last_write = now;
        }
        self.place(batch.placed(offset, append_time));
        Ok(Appended {
            offset,
            append_time: time,
            fresh: true,
        })
    }

    /// Adds a batch that stands at its offset already: at or after the end (compaction leaves
    /// gaps, never overlaps).
    pub(crate) fn place(&mut self, batch: Batch) {
        self.end = batch.last() + 1;
        self.bytes += batch.data().len();
        self.batches.push_back(batch);
    }

    /// Whole batches from the one that holds `offset`: at most `limit` bytes, except that the
    /// first batch comes whole if `at_least_one` asks for it (KIP-74).
    pub(crate) fn read(&self, offset: i64, limit: usize, at_least_one: bool) -> Bytes {
        let first = self.index_of(offset);
        let mut size = 0;
        let mut count = 0;
        for batch in self.batches.range(first..) {
            let whole = size + batch.data().len();
            if whole > limit && !(count == 0 && at_least_one) {
                break;
            }
            size = whole;
            count += 1;
        }
        if count == 1 {
            return self.batches[first].data().clone();
        }
        let mut data = BytesMut::with_capacity(size);
        for batch in self.batches.range(first..first + count) {
            data.extend_from_slice(batch.data());
        }
        data.freeze()
    }

    /// The first record at or after a time, as (timestamp, offset).
    pub(crate) fn at_time(&self, timestamp: i64) -> Option<(i64, i64)> {
        self.batches
            .iter()
            .find_map(|batch| batch.at_time(timestamp, self.start))
    }

    /// The record with the latest timestamp (KIP-734), as (timestamp, offset).
    pub(crate) fn latest(&self) -> Option<(i64, i64)> {
        let batch = self
            .batches
            .iter()
            .max_by_key(|batch| (batch.max_timestamp(), -batch.base()))?;
        batch.at_time(batch.max_timestamp(), self.start)
    }

    /// Makes every record below `offset` unreadable, and lets go of batches that lie below it
    /// whole. Frees this many bytes.
    pub(crate) fn trim_to(&mut self, offset: i64) -> usize {
        self.start = self.start.max(offset.min(self.end));
        let before = self.bytes;
        while let Some(batch) = self.batches.front()
            && batch.last() < self.start
        {
            self.bytes -= batch.data().len();
            self.batches.pop_front();
        }
        before - self.bytes
    }

    /// Drops the oldest batches while more than `max_bytes` would stay without them, and those
    /// whose newest record is older than `oldest`. Frees this many bytes.
    pub(crate) fn retain(&mut self, max_bytes: Option<usize>, oldest: Option<i64>) -> usize {
        let mut keep_from = self.start;
        let mut bytes = self.bytes;
        for batch in &self.batches {
            let too_many = max_bytes.is_some_and(|max| bytes - batch.data().len() >= max);
            let too_old = oldest.is_some_and(|oldest| batch.max_timestamp() < oldest);
            if !(too_many || too_old) {
                break;
            }
            bytes -= batch.data().len();
            keep_from = batch.last() + 1;
        }
        self.trim_to(keep_from)
    }

    /// Forgets producers that have been silent for a day.
    pub(crate) fn expire_producers(&mut self, now: i64) {
        self.producers
            .retain(|_, producer| now - producer.last_write < PRODUCER_EXPIRATION_MS);
    }

    fn index_of(&self, offset: i64) -> usize {
        self.batches.partition_point(|batch| batch.last() < offset)
    }
}
