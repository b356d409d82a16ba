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
use crate::metadata::Metadata;

/// Records handed to a [`Sink`] between two flushes, at most.
const BATCH: usize = 2000;
/// How long a read waits for the first record of a batch.
const WAIT: Duration = Duration::from_millis(50);
/// How often a reader that lost its brokers asks whether one is back.
const PING: Duration = Duration::from_millis(500);
/// A reader that has heard nothing for so long asks whether a broker still answers: one that hangs keeps its
/// connections, and librdkafka waits a minute for it.
const SILENCE: Duration = Duration::from_secs(5);
/// How long a broker has to answer such a question.
const ANSWER: Duration = Duration::from_secs(2);

/// How long to wait for the partitions' leaders before reading begins.
const LEADERS: Duration = Duration::from_secs(2);

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
    /// Starts to read with a client of its own. `from`: partition and absolute offset to start at.
    ///
    /// # Errors
    /// What is wrong with the configuration, or a topic that can't be named.
    pub fn start(
        config: &ClusterConfig,
        topic: &str,
        from: &[(i32, i64)],
        sink: impl Sink,
    ) -> Result<Self> {
        Self::start_with(client(config)?, topic, from, sink)
    }

    /// As [`Reader::start`], with a client that nobody else reads with.
    pub(crate) fn start_with(
        consumer: Arc<BaseConsumer<Context>>,
        topic: &str,
        from: &[(i32, i64)],
        sink: impl Sink,
    ) -> Result<Self> {
        let queue = PartitionQueue::open(Arc::clone(&consumer), topic, BATCH)?;
        let stop = Arc::new(AtomicBool::new(false));
        let reading = Reading {
            topic: topic.to_owned(),
            from: from.to_vec(),
            consumer,
            queue,
            sink,
            stop: Arc::clone(&stop),
            lost: None,
            heard: Instant::now(),
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

/// A client that reads; it connects when it is first asked.
pub(crate) fn client(config: &ClusterConfig) -> Result<Arc<BaseConsumer<Context>>> {
    let consumer = config
        .client_config(Role::Read)?
        .create_with_context(Context::new(config.address()))
        .map_err(|error| creation(&error))?;
    Ok(Arc::new(consumer))
}

impl Drop for Reader {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::Relaxed);
    }
}

struct Reading<S> {
    topic: String,
    from: Vec<(i32, i64)>,
    consumer: Arc<BaseConsumer<Context>>,
    queue: PartitionQueue,
    sink: S,
    stop: Arc<AtomicBool>,
    /// When it was last asked whether a broker is back; none while one answers.
    lost: Option<Instant>,
    /// When a broker last gave a sign of life.
    heard: Instant,
}

impl<S: Sink> Reading<S> {
    fn run(mut self) {
        self.start();
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
            if alive {
                self.heard = Instant::now();
                if self.lost.take().is_some() {
                    self.sink.connection(None);
                }
            }
            if count > 0 && !self.sink.flush() {
                return;
            }
        }
    }

    /// A partition whose leader is not known yet is looked for by a timer of 100 ms: asking first is faster.
    fn start(&mut self) {
        let _ = self.consumer.fetch_metadata(Some(&self.topic), LEADERS);
        for (partition, offset) in std::mem::take(&mut self.from) {
            if let Err(error) = self.queue.start(partition, offset) {
                self.sink.fault(Some(partition), error);
            }
        }
    }

    /// A report may be of one broker of many, librdkafka repeats none that is like the one before, and one of a
    /// vanished topic comes as a log line: only a question tells how things stand. A tail at its end gets no event
    /// when a broker is back.
    fn watch_connection(&mut self) {
        let troubled = self.consumer.context().was_troubled();
        let due = match self.lost {
            Some(asked) => asked.elapsed() >= PING,
            None => troubled || self.heard.elapsed() >= SILENCE,
        };
        if !due {
            return;
        }
        if let Ok(metadata) = self.consumer.fetch_metadata(Some(&self.topic), ANSWER) {
            self.heard = Instant::now();
            self.consumer.context().forget();
            if self.lost.take().is_some() {
                self.sink.connection(None);
            }
            let topic = Metadata::from_native(&metadata).topics.into_iter().next();
            if let Some(error) = topic.and_then(|topic| topic.error).filter(Error::is_final) {
                self.sink.fault(None, error);
            }
        } else {
            if self.lost.is_none() {
                let cause = self.consumer.context().cause();
                self.sink.connection(Some(cause));
            }
            self.lost = Some(Instant::now());
        }
    }
}
