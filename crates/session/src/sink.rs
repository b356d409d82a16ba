use kafka::{Record, Sink};
use messages::Batch;
use tokio::sync::mpsc::Sender;

use crate::failure::Failure;

/// A batch is passed on when it holds so many bytes, whatever the reader still has.
const BATCH_BYTES: usize = 4 << 20;

/// What a reader tells its tail, in the order in which it happened.
pub(crate) enum Event {
    Records(Batch),
    End {
        partition: i32,
        offset: i64,
    },
    Fault {
        partition: Option<i32>,
        failure: Failure,
        gone: bool,
    },
    Lost(Failure),
    Found,
}

/// Copies records out of librdkafka and passes them on through a bounded channel: a full one stops the reader.
pub(crate) struct TailSink {
    events: Sender<Event>,
    batch: Batch,
    open: bool,
}

impl TailSink {
    pub(crate) fn new(events: Sender<Event>) -> Self {
        Self {
            events,
            batch: Batch::default(),
            open: true,
        }
    }

    fn send(&mut self, event: Event) {
        self.open = self.open && self.events.blocking_send(event).is_ok();
    }

    fn pass_on(&mut self) {
        if !self.batch.is_empty() {
            let next = Batch::with_capacity(self.batch.len(), 0);
            let batch = std::mem::replace(&mut self.batch, next);
            self.send(Event::Records(batch));
        }
    }
}

impl Sink for TailSink {
    fn record(&mut self, record: Record<'_>) {
        let timestamp_kind = match record.timestamp_kind {
            kafka::TimestampKind::None => messages::TimestampKind::None,
            kafka::TimestampKind::Create => messages::TimestampKind::Create,
            kafka::TimestampKind::LogAppend => messages::TimestampKind::LogAppend,
        };
        self.batch.push(messages::Record {
            partition: record.partition,
            offset: record.offset,
            timestamp: record.timestamp,
            timestamp_kind,
            key: record.key,
            value: record.value,
            headers: record.headers(),
        });
        if self.batch.bytes() >= BATCH_BYTES {
            self.pass_on();
        }
    }

    fn end(&mut self, partition: i32, offset: i64) {
        self.pass_on();
        self.send(Event::End { partition, offset });
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
}
