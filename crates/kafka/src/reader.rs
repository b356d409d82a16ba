use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use rdkafka::consumer::{BaseConsumer, Consumer};

use crate::cluster::creation;
use crate::config::{ClusterConfig, Role};
use crate::context::Context;
use crate::error::{Error, Result};
use crate::ffi::{Event, HeaderIter, PartitionQueue};

/// Records handed to a [`Sink`] between two flushes, at most.
const BATCH: usize = 2000;
/// How long a read waits for the first record of a batch.
const WAIT: Duration = Duration::from_millis(50);
/// How often a reader that lost its brokers asks whether one is back.
const PING: Duration = Duration::from_millis(500);

/// What a record's timestamp means (KIP-32).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TimestampKind {
    /// There is none.
    None,
    /// The producer set it.
    Create,
    /// The broker set it on append.
    LogAppend,
}

/// A record as librdkafka holds it; copy what is to be kept.
pub struct Record<'a> {
    /// The partition.
    pub partition: i32,
    /// The offset.
    pub offset: i64,
    /// Milliseconds since 1970, -1 for none.
    pub timestamp: i64,
    /// Who set the timestamp.
    pub timestamp_kind: TimestampKind,
    /// The key; none is a null key.
    pub key: Option<&'a [u8]>,
    /// The value; none is a tombstone.
    pub value: Option<&'a [u8]>,
    pub(crate) headers: HeaderIter<'a>,
}

impl<'a> Record<'a> {
    /// The headers in their order, duplicates and nulls included.
    pub fn headers(&self) -> RecordHeaders<'a> {
        RecordHeaders(self.headers.clone())
    }
}

/// Name and value of each header of a [`Record`].
#[derive(Clone)]
pub struct RecordHeaders<'a>(HeaderIter<'a>);

impl<'a> Iterator for RecordHeaders<'a> {
    type Item = (&'a [u8], Option<&'a [u8]>);

    fn next(&mut self) -> Option<Self::Item> {
        self.0.next()
    }
}

/// Where a [`Reader`] puts what it reads; called on the reader's own thread.
pub trait Sink: Send + 'static {
    /// A record.
    fn record(&mut self, record: Record<'_>);
    /// A partition has been read to its end; `offset` is the next one to come.
    fn end(&mut self, partition: i32, offset: i64);
    /// A partition, or the whole topic, can't be read for now.
    fn fault(&mut self, partition: Option<i32>, error: Error);
    /// No broker answers (the cause), or one answers again (none).
    fn connection(&mut self, lost: Option<Error>);
    /// What came since the last flush can be passed on; blocking here slows the reading down. False ends it.
    fn flush(&mut self) -> bool;
}

/// Reads partitions of a topic on a thread of its own, outside of any consumer group, until it is dropped.
pub struct Reader {
    stop: Arc<AtomicBool>,
}

impl fmt::Debug for Reader {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Reader").finish_non_exhaustive()
    }
}

impl Reader {
    /// Starts to read. `from`: partition and absolute offset to start at.
    ///
    /// # Errors
    /// What is wrong with the configuration, or a topic that can't be named.
    pub fn start(
        config: &ClusterConfig,
        topic: &str,
        from: &[(i32, i64)],
        sink: impl Sink,
    ) -> Result<Self> {
        let consumer: BaseConsumer<Context> = config
            .client_config(Role::Read)?
            .create_with_context(Context::new(config.address()))
            .map_err(|error| creation(&error))?;
        let consumer = Arc::new(consumer);
        let mut queue = PartitionQueue::open(Arc::clone(&consumer), topic, BATCH)?;
        for (partition, offset) in from {
            queue.start(*partition, *offset)?;
        }
        let stop = Arc::new(AtomicBool::new(false));
        let reading = Reading {
            consumer,
            queue,
            sink,
            stop: Arc::clone(&stop),
            lost: None,
        };
        std::thread::Builder::new()
            .name("kafka-reader".to_owned())
            .spawn(move || reading.run())
            .map_err(|error| Error::Kafka {
                code: "Thread".to_owned(),
                reason: error.to_string(),
            })?;
        Ok(Self { stop })
    }
}

impl Drop for Reader {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::Relaxed);
    }
}

struct Reading<S> {
    consumer: Arc<BaseConsumer<Context>>,
    queue: PartitionQueue,
    sink: S,
    stop: Arc<AtomicBool>,
    /// Since when no broker has answered.
    lost: Option<Instant>,
}

impl<S: Sink> Reading<S> {
    fn run(mut self) {
        while !self.stop.load(Ordering::Relaxed) {
            // Serves librdkafka's logs and error reports, without waiting.
            self.consumer.poll(Duration::ZERO);
            self.watch_connection();
            let sink = &mut self.sink;
            let mut alive = false;
            let count = self.queue.read(WAIT, |event| match event {
                Event::Record(record) => {
                    alive = true;
                    sink.record(record);
                }
                Event::End { partition, offset } => {
                    alive = true;
                    sink.end(partition, offset);
                }
                Event::Fault { partition, error } => sink.fault(partition, error),
            });
            if alive && self.lost.take().is_some() {
                self.sink.connection(None);
            }
            if count > 0 && !self.sink.flush() {
                return;
            }
        }
    }

    fn watch_connection(&mut self) {
        if let Some(cause) = self.consumer.context().take_down() {
            if self.lost.is_none() {
                self.sink.connection(Some(cause));
            }
            self.lost = Some(Instant::now());
        } else if self.lost.is_some_and(|since| since.elapsed() >= PING) {
            // A tail at its end gets no event when the broker is back: it must be asked.
            if self.consumer.fetch_metadata(None, PING).is_ok() {
                self.lost = None;
                self.sink.connection(None);
            } else {
                self.lost = Some(Instant::now());
            }
        }
    }
}
