//! What a partition remembers of its idempotent producers (KIP-98, KIP-360).

use std::collections::VecDeque;

use kafka_protocol::ResponseError;

use crate::batch::Author;

/// Batches remembered per producer, Kafka's number: a client has at most five in flight.
const REMEMBERED: usize = 5;

/// The latest batches of one producer in one partition.
#[derive(Debug)]
pub(crate) struct Producer {
    epoch: i16,
    recent: VecDeque<Written>,
    /// Milliseconds since 1970 of the last batch.
    pub(crate) last_write: i64,
}

/// A batch that was appended before.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Written {
    first: i32,
    last: i32,
    /// The offset it got.
    pub(crate) offset: i64,
    /// Its log append time, -1 if the topic keeps the producer's times.
    pub(crate) append_time: i64,
}

impl Producer {
    /// A producer that this partition has not seen yet.
    pub(crate) fn new(epoch: i16) -> Self {
        Self {
            epoch,
            recent: VecDeque::with_capacity(REMEMBERED),
            last_write: 0,
        }
    }

    /// The earlier append of the same batch, if this one is a repetition.
    pub(crate) fn duplicate(&self, author: Author, count: i32) -> Option<Written> {
        if author.epoch != self.epoch {
            return None;
        }
        let last = advance(author.sequence, count - 1);
        self.recent
            .iter()
            .find(|written| written.first == author.sequence && written.last == last)
            .copied()
    }

    /// Whether a new batch continues where the producer stopped.
    pub(crate) fn check(&self, author: Author) -> Result<(), ResponseError> {
        match author.epoch.cmp(&self.epoch) {
            std::cmp::Ordering::Less => Err(ResponseError::InvalidProducerEpoch),
            std::cmp::Ordering::Greater if author.sequence == 0 => Ok(()),
            std::cmp::Ordering::Greater => Err(ResponseError::OutOfOrderSequenceNumber),
            std::cmp::Ordering::Equal => match self.recent.back() {
                Some(written) if advance(written.last, 1) != author.sequence => {
                    Err(ResponseError::OutOfOrderSequenceNumber)
                }
                _ => Ok(()),
            },
        }
    }

    /// Remembers a batch that passed [`Self::check`].
    pub(crate) fn record(&mut self, author: Author, count: i32, offset: i64, append_time: i64) {
        if author.epoch != self.epoch {
            self.epoch = author.epoch;
            self.recent.clear();
        }
        if self.recent.len() == REMEMBERED {
            self.recent.pop_front();
        }
        self.recent.push_back(Written {
            first: author.sequence,
            last: advance(author.sequence, count - 1),
            offset,
            append_time,
        });
    }
}

/// Sequence numbers wrap from `i32::MAX` to 0.
fn advance(sequence: i32, by: i32) -> i32 {
    ((i64::from(sequence) + i64::from(by)) % (i64::from(i32::MAX) + 1)) as i32
}
