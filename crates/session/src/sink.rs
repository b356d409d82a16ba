use std::collections::VecDeque;

use kafka::{End, Record, Sink, Span};
use messages::Batch;
use tokio::sync::mpsc::Sender;

use crate::failure::Failure;
use crate::passage::{Passage, Tally};
use crate::rounds::Rounds;

/// A batch is passed on when it holds so many bytes, whatever the reader still has.
const BATCH_BYTES: usize = 4 << 20;

/// What a reader tells, in the order in which it happened.
pub(crate) enum Event {
    /// Records as they arrived.
    Records(Batch, Passage),
    /// Records that are older than all of before, in the order of time.
    Older(Batch, Passage),
    /// A partition has been read to its end, or to where it was to be read.
    End(Passage),
    /// Retention took what was to be read.
    Expired {
        partition: i32,
        from: i64,
        to: i64,
    },
    Fault {
        partition: Option<i32>,
        failure: Failure,
        gone: bool,
    },
    Lost(Failure),
    Found,
}

/// In which order a feed reads its spans.
pub(crate) enum Plan {
    /// All at once.
    Together,
    /// One after another: these are still to come.
    InTurn(VecDeque<Span>),
    /// Backwards, in slices.
    Backwards(Rounds),
}

/// Copies records out of librdkafka and passes them on through a bounded channel: a full one stops the reader.
pub(crate) struct FeedSink {
    events: Sender<Event>,
    batch: Batch,
    tally: Tally,
    /// Only records with this key are copied.
    key: Option<Vec<u8>>,
    plan: Plan,
    open: bool,
}

impl FeedSink {
    pub(crate) fn new(
        events: Sender<Event>,
        spans: &[Span],
        key: Option<&str>,
        plan: Plan,
    ) -> Self {
        Self {
            events,
            batch: Batch::default(),
            tally: Tally::new(spans),
            key: key.map(|key| key.as_bytes().to_vec()),
            plan,
            open: true,
        }
    }

    fn send(&mut self, event: Event) {
        self.open = self.open && self.events.blocking_send(event).is_ok();
    }

    fn is_backwards(&self) -> bool {
        matches!(self.plan, Plan::Backwards(_))
    }

    fn pass_on(&mut self) {
        if self.is_backwards() {
            return;
        }
        let passage = self.tally.take();
        if !passage.is_empty() {
            let next = Batch::with_capacity(self.batch.len(), 0);
            let batch = std::mem::replace(&mut self.batch, next);
            self.send(Event::Records(batch, passage));
        }
    }
}

impl Sink for FeedSink {
    fn record(&mut self, record: Record<'_>) {
        let size = record.key.map_or(0, <[u8]>::len) + record.value.map_or(0, <[u8]>::len);
        let is_wanted = self
            .key
            .as_ref()
            .is_none_or(|key| record.key == Some(key.as_slice()));
        let timestamp_kind = match record.timestamp_kind {
            kafka::TimestampKind::None => messages::TimestampKind::None,
            kafka::TimestampKind::Create => messages::TimestampKind::Create,
            kafka::TimestampKind::LogAppend => messages::TimestampKind::LogAppend,
        };
        let batch = match &mut self.plan {
            Plan::Together | Plan::InTurn(_) => {
                self.tally.record(record.partition, record.offset, size);
                &mut self.batch
            }
            Plan::Backwards(rounds) => rounds.record(record.partition, size),
        };
        if is_wanted {
            batch.push(messages::Record {
                partition: record.partition,
                offset: record.offset,
                timestamp: record.timestamp,
                timestamp_kind,
                key: record.key,
                value: record.value,
                headers: record.headers(),
            });
        }
        if self.batch.bytes() >= BATCH_BYTES {
            self.pass_on();
        }
    }

    fn end(&mut self, partition: i32, offset: i64, _end: End) {
        if self.is_backwards() {
            return;
        }
        self.pass_on();
        self.tally.end(partition, offset);
        let passage = self.tally.take();
        self.send(Event::End(passage));
    }

    fn skipped(&mut self, partition: i32, from: i64, to: i64) {
        self.pass_on();
        self.tally.skip(partition, to);
        let (from, to) = match &mut self.plan {
            Plan::Backwards(rounds) => rounds.expired(partition, to),
            Plan::Together | Plan::InTurn(_) => (from, to),
        };
        self.send(Event::Expired {
            partition,
            from,
            to,
        });
    }

    fn fault(&mut self, partition: Option<i32>, error: kafka::Error) {
        self.pass_on();
        let gone = matches!(
            error,
            kafka::Error::NotFound { .. } | kafka::Error::Forbidden { .. }
        );
        self.send(Event::Fault {
            partition,
            failure: error.into(),
            gone,
        });
    }

    fn connection(&mut self, lost: Option<kafka::Error>) {
        self.pass_on();
        self.send(lost.map_or(Event::Found, |error| Event::Lost(error.into())));
    }

    fn flush(&mut self) -> bool {
        self.pass_on();
        self.open
    }

    fn next(&mut self) -> Option<Vec<Span>> {
        match &mut self.plan {
            Plan::Together => None,
            Plan::InTurn(spans) => spans.pop_front().map(|span| vec![span]),
            Plan::Backwards(rounds) => {
                let (batch, passage) = rounds.finish();
                let next = rounds.next();
                if !passage.is_empty() {
                    self.send(Event::Older(batch, passage));
                }
                next.filter(|_| self.open)
            }
        }
    }
}
