use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use rdkafka::consumer::{BaseConsumer, Consumer};
use rdkafka::types::RDKafkaErrorCode;

use crate::cluster::creation;
use crate::config::{ClusterConfig, Role};
use crate::context::Context;
use crate::error::{Error, Result};
use crate::ffi::{Event, PartitionQueue};
use crate::isolation::Isolation;
use crate::metadata::Metadata;
use crate::sink::Sink;
use crate::span::{End, Positions, Span};

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

/// Reads partitions of a topic on a thread of its own, outside of any consumer group, until it is dropped or all that
/// it was asked for has been read.
pub struct Reader {
    stop: Arc<AtomicBool>,
}

impl fmt::Debug for Reader {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Reader").finish_non_exhaustive()
    }
}

impl Reader {
    /// Starts to read with a client of its own, one span a partition.
    ///
    /// # Errors
    /// What is wrong with the configuration, or a topic that can't be named.
    pub fn start(
        config: &ClusterConfig,
        topic: &str,
        spans: Vec<Span>,
        isolation: Isolation,
        sink: impl Sink,
    ) -> Result<Self> {
        Self::start_with(client(config, isolation)?, topic, spans, sink)
    }

    /// As [`Reader::start`], with a client that nobody else reads with.
    pub(crate) fn start_with(
        consumer: Arc<BaseConsumer<Context>>,
        topic: &str,
        spans: Vec<Span>,
        sink: impl Sink,
    ) -> Result<Self> {
        let queue = PartitionQueue::open(Arc::clone(&consumer), topic, BATCH)?;
        let stop = Arc::new(AtomicBool::new(false));
        let reading = Reading {
            topic: topic.to_owned(),
            consumer,
            queue,
            sink,
            stop: Arc::clone(&stop),
            positions: Positions::default(),
            over: Vec::new(),
            stuck: Vec::new(),
            asked_in_vain: None,
            round: false,
            lost: None,
            heard: Instant::now(),
        };
        std::thread::Builder::new()
            .name("kafka-reader".to_owned())
            .spawn(move || reading.run(spans))
            .map_err(|error| Error::Kafka {
                code: "Thread".to_owned(),
                reason: error.to_string(),
            })?;
        Ok(Self { stop })
    }
}

/// A client that reads; it connects when it is first asked.
pub(crate) fn client(
    config: &ClusterConfig,
    isolation: Isolation,
) -> Result<Arc<BaseConsumer<Context>>> {
    let consumer = config
        .client_config(Role::Read(isolation))?
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
    consumer: Arc<BaseConsumer<Context>>,
    queue: PartitionQueue,
    sink: S,
    stop: Arc<AtomicBool>,
    positions: Positions,
    /// Partitions whose span is over and that librdkafka still fetches.
    over: Vec<i32>,
    /// Partitions whose position is not there any more, with that position.
    stuck: Vec<(i32, i64)>,
    /// When it was last asked in vain where those may go on.
    asked_in_vain: Option<Instant>,
    /// Whether spans with an end are being read, after which the sink is asked for more.
    round: bool,
    /// When it was last asked whether a broker is back; none while one answers.
    lost: Option<Instant>,
    /// When a broker last gave a sign of life.
    heard: Instant,
}

impl<S: Sink> Reading<S> {
    fn run(mut self, spans: Vec<Span>) {
        // A partition whose leader is not known yet is looked for by a timer of 100 ms: asking first is faster.
        let _ = self.consumer.fetch_metadata(Some(&self.topic), LEADERS);
        self.begin(spans);
        while self.next_round() && !self.stop.load(Ordering::Relaxed) {
            // Serves librdkafka's logs and error reports, without waiting.
            self.consumer.poll(Duration::ZERO);
            self.watch_connection();
            if self.read() > 0 && !self.sink.flush() {
                return;
            }
            for partition in self.over.drain(..) {
                self.queue.stop(partition);
            }
            self.free_stuck();
        }
    }

    fn begin(&mut self, spans: Vec<Span>) {
        self.round = spans.is_empty() || spans.iter().any(|span| span.to.is_some());
        for span in spans {
            let begin = self.positions.begin(span);
            if begin.replaces {
                self.queue.stop(span.partition);
            }
            if begin.open {
                self.start(span.partition, span.from);
            } else {
                let to = span.to.unwrap_or(span.from);
                self.sink.end(span.partition, to, End::Range);
            }
        }
    }

    fn start(&mut self, partition: i32, offset: i64) {
        if let Err(error) = self.queue.start(partition, offset) {
            self.sink.fault(Some(partition), error);
            if let Some(position) = self.positions.open(partition) {
                position.close();
            }
        }
    }

    /// Asks the sink for more when a round is over; false when there is nothing left to read.
    fn next_round(&mut self) -> bool {
        while self.round && !self.positions.any_bounded_open() {
            if self.stop.load(Ordering::Relaxed) || !self.sink.flush() {
                return false;
            }
            match self.sink.next() {
                Some(spans) => self.begin(spans),
                None => self.round = false,
            }
        }
        self.positions.any_open()
    }

    /// Waits a moment for records and hands them out; says whether there were any, or anything else to tell.
    fn read(&mut self) -> usize {
        let mut alive = false;
        let (sink, positions) = (&mut self.sink, &mut self.positions);
        let (over, stuck) = (&mut self.over, &mut self.stuck);
        let count = self.queue.read(WAIT, |event| match event {
            Event::Record(record) => {
                alive = true;
                let Some(position) = positions.open(record.partition) else {
                    return;
                };
                let (partition, next) = (record.partition, record.offset + 1);
                if !position.is_past(record.offset) {
                    sink.record(record);
                    position.advance(next);
                }
                if let Some(to) = position.to().filter(|_| position.is_past(next)) {
                    position.close();
                    over.push(partition);
                    sink.end(partition, to, End::Range);
                }
            }
            Event::End { partition, offset } => {
                alive = true;
                let Some(position) = positions.open(partition) else {
                    return;
                };
                position.advance(offset);
                if position.to().is_some() {
                    position.close();
                    over.push(partition);
                }
                match position.to().filter(|_| position.is_past(offset)) {
                    Some(to) => sink.end(partition, to, End::Range),
                    None => sink.end(partition, offset, End::Eof),
                }
            }
            Event::Reset { partition, offset } => {
                if let Some(position) = positions.open(partition) {
                    // Offsets between the two never had a record: they were compacted, or mark a transaction. One
                    // beyond the span is of a round before.
                    let next = position.next();
                    let at = if position.is_past(offset) {
                        next
                    } else {
                        offset.max(next)
                    };
                    stuck.push((partition, at));
                }
            }
            Event::Fault { partition, error } => {
                let position = partition.and_then(|partition| positions.open(partition));
                if let Some(position) = position.filter(|position| position.to().is_some())
                    && error.is_final()
                {
                    position.close();
                    over.extend(partition);
                }
                sink.fault(partition, error);
            }
        });
        if alive {
            self.heard = Instant::now();
            if self.lost.take().is_some() {
                self.sink.connection(None);
            }
        }
        count
    }

    /// Goes on with partitions whose position is not there any more.
    fn free_stuck(&mut self) {
        let lately = |asked: Instant| asked.elapsed() < PING;
        if self.stuck.is_empty() || self.asked_in_vain.is_some_and(lately) {
            return;
        }
        self.asked_in_vain = None;
        for (partition, at) in std::mem::take(&mut self.stuck) {
            let bounds = self
                .consumer
                .fetch_watermarks(&self.topic, partition, ANSWER);
            match bounds {
                Ok((first, end)) => self.go_on(partition, at, first, end),
                Err(error) => {
                    let code = error
                        .rdkafka_error_code()
                        .unwrap_or(RDKafkaErrorCode::Unknown);
                    let error = Error::from_code(code, &format!("partition {partition}"));
                    if error.is_final() {
                        self.sink.fault(Some(partition), error);
                    }
                    self.stuck.push((partition, at));
                    self.asked_in_vain = Some(Instant::now());
                }
            }
        }
    }

    /// Goes on at the first offset that is there, which retention has moved past `at`; or at the end, where a log was
    /// cut before it.
    fn go_on(&mut self, partition: i32, at: i64, first: i64, end: i64) {
        let Some(position) = self.positions.open(partition) else {
            return;
        };
        self.queue.stop(partition);
        let next = if first > at { first } else { at.min(end) };
        position.advance(next);
        let over = position.to().filter(|_| position.is_past(next));
        if first > at {
            self.sink.skipped(partition, at, over.unwrap_or(first));
        }
        if let Some(to) = over {
            position.close();
            self.sink.end(partition, to, End::Range);
        } else {
            self.start(partition, next);
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
