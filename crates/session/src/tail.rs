use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use messages::{Batch, Document, Filter, Overflow, View};
use serde::{Deserialize, Serialize};
use specta::Type;
use tokio::sync::{Notify, mpsc};
use tokio::task::JoinHandle;

use crate::failure::{Failure, Result};
use crate::inspect::Part;
use crate::progress::Progress;
use crate::sink::{Event, TailSink};
use crate::start::{self, ViewSpec};

/// Batches on their way between reader and store.
const IN_FLIGHT: usize = 4;
/// Ticks come at most so often.
const TICK: Duration = Duration::from_millis(100);
/// A rate falls and an age grows also while nothing comes.
const PULSE: Duration = Duration::from_secs(1);
/// A backlog up to this size is shown in the order of time, across partitions.
const SORTED: i64 = 5000;
/// What is there of such a backlog after this time is shown, complete or not.
const SORTING: Duration = Duration::from_millis(400);
/// Records judged by a new filter before others may look at the view.
const SLICE: usize = 20_000;

/// What a view is doing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(tag = "kind", rename_all = "camelCase")]
pub enum TailState {
    /// Nothing has come yet, from anywhere.
    Starting,
    /// It reads what was there at the start.
    Reading,
    /// It has reached the end and shows what comes.
    Live,
    /// The store is full and reading waits.
    Full,
    /// A person stopped it.
    Stopped,
    /// It has read all that was asked for.
    Ended,
    /// No broker answers; it goes on by itself.
    #[serde(rename_all = "camelCase")]
    Disconnected {
        /// Why.
        message: String,
        /// Since when, in ms.
        #[specta(type = u32)]
        since_ms: u64,
    },
    /// It can't go on.
    Failed {
        /// Why.
        failure: Failure,
    },
}

/// How a view stands; sent at most ten times a second. Counts stay below 2^53.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Tick {
    /// The first row that is kept.
    #[specta(type = u32)]
    pub first: u64,
    /// One past the last row.
    #[specta(type = u32)]
    pub end: u64,
    /// Records read.
    #[specta(type = u32)]
    pub seen: u64,
    /// Records that the filter lets through.
    #[specta(type = u32)]
    pub matched: u64,
    /// Rows that made room for newer ones.
    #[specta(type = u32)]
    pub dropped: u64,
    /// Kept records that a new filter has yet to judge.
    #[specta(type = u32)]
    pub pending: u64,
    /// Offsets covered, of those there at the start.
    #[specta(type = u32)]
    pub read: u64,
    /// Offsets there at the start.
    #[specta(type = Option<u32>)]
    pub total: Option<u64>,
    /// Records a second.
    #[specta(type = u32)]
    pub rate: u64,
    /// Bytes kept.
    #[specta(type = u32)]
    pub kept: u64,
    /// Bytes that may be kept.
    #[specta(type = u32)]
    pub limit: u64,
    /// Partitions that are read.
    pub partitions: u32,
    /// What it is doing.
    pub state: TailState,
    /// When the last record came, in ms since 1970.
    #[specta(type = Option<u32>)]
    pub last_record_ms: Option<i64>,
}

/// How far a partition has been read. Offsets are decimal text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct PartitionCoverage {
    /// The partition.
    pub partition: i32,
    /// Where reading started.
    pub start: String,
    /// The next offset to read.
    pub position: String,
    /// Where the partition ended at the start.
    pub end: String,
    /// Offsets covered, of those there at the start.
    #[specta(type = u32)]
    pub read: u64,
    /// Offsets there at the start.
    #[specta(type = u32)]
    pub total: u64,
    /// Whether it goes on, or why not.
    pub state: PartitionState,
    /// What is wrong with it.
    pub problem: Option<String>,
}

/// Whether a partition is still read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum PartitionState {
    /// There is more to read.
    Reading,
    /// Read to its end.
    End,
    /// Not read further for now.
    Stopped,
    /// It can't be read.
    Failed,
}

/// An open view of a topic: a reader, the store that it fills, and the ticks that tell of it. Dropping it stops all three.
pub(crate) struct Tail {
    shared: Arc<Shared>,
    config: kafka::ClusterConfig,
    tasks: Vec<JoinHandle<()>>,
    pump: Mutex<Option<Pump>>,
    pub(crate) topic: String,
}

/// The reader and the task that empties its channel.
struct Pump {
    _reader: kafka::Reader,
    task: JoinHandle<()>,
}

impl Drop for Pump {
    fn drop(&mut self) {
        self.task.abort();
    }
}

pub(crate) struct Shared {
    inner: Mutex<Inner>,
    changed: Notify,
    room: Notify,
    settled: Notify,
}

pub(crate) struct Inner {
    pub(crate) view: View,
    pub(crate) progress: Progress,
    /// The document that was last looked into: row, part, form.
    pub(crate) document: Option<(DocumentKey, Arc<Document>)>,
    limit: usize,
}

pub(crate) type DocumentKey = (u64, Part, messages::Form);

impl Drop for Tail {
    fn drop(&mut self) {
        for task in &self.tasks {
            task.abort();
        }
    }
}

impl Tail {
    /// Asks where the topic begins and ends, then reads. `limit`: bytes that are kept; `overflow`: what happens when
    /// they are full before the end is reached. `on_tick` returns false when nobody listens any more.
    pub(crate) async fn open(
        cluster: &kafka::Cluster,
        spec: &ViewSpec,
        limit: usize,
        overflow: Overflow,
        on_tick: impl Fn(Tick) -> bool + Send + 'static,
    ) -> Result<Self> {
        let ranges = start::resolve(cluster, spec).await?;
        let mut view = View::new(limit, overflow);
        view.set_filter(Filter::contains(&spec.filter));
        let progress = Progress::new(ranges, spec.follow);
        let shared = Arc::new(Shared {
            inner: Mutex::new(Inner {
                view,
                progress,
                document: None,
                limit,
            }),
            changed: Notify::new(),
            room: Notify::new(),
            settled: Notify::new(),
        });
        let ticker = tokio::spawn(tick(Arc::clone(&shared), on_tick));
        let tail = Self {
            shared,
            config: cluster.config().clone(),
            tasks: vec![ticker],
            pump: Mutex::new(None),
            topic: spec.topic.clone(),
        };
        tail.read_on()?;
        Ok(tail)
    }

    /// The view and how far it is; held for moments only.
    pub(crate) fn inner(&self) -> MutexGuard<'_, Inner> {
        self.shared.lock()
    }

    /// Judges what is kept by another filter, newest first, without holding anybody up.
    pub(crate) fn set_filter(&self, text: &str) {
        {
            let mut inner = self.shared.lock();
            inner.view.set_filter(Filter::contains(text));
            inner.document = None;
        }
        self.shared.changed.notify_one();
        let shared = Arc::clone(&self.shared);
        tokio::spawn(async move {
            // A later filter restarts the scan in the view itself: two of these only share the work.
            while shared.lock().view.rescan(SLICE) {
                shared.changed.notify_one();
                tokio::task::yield_now().await;
            }
            shared.changed.notify_one();
        });
    }

    pub(crate) fn stop(&self) {
        self.pump
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .take();
        self.shared.lock().progress.stop();
        self.shared.settled.notify_waiters();
        self.shared.changed.notify_one();
    }

    /// Goes on: after a stop from where it was, with a full store by letting the oldest rows go.
    pub(crate) fn read_on(&self) -> Result<()> {
        let from = {
            let mut inner = self.shared.lock();
            if inner.view.is_full() {
                inner.view.slide();
            }
            inner.progress.resume()
        };
        self.shared.room.notify_one();
        let mut pump = self.pump.lock().unwrap_or_else(PoisonError::into_inner);
        if pump.as_ref().is_none_or(|pump| pump.task.is_finished()) && !from.is_empty() {
            let (events, receiver) = mpsc::channel(IN_FLIGHT);
            let reader =
                kafka::Reader::start(&self.config, &self.topic, &from, TailSink::new(events))?;
            let task = tokio::spawn(receive(Arc::clone(&self.shared), receiver));
            *pump = Some(Pump {
                _reader: reader,
                task,
            });
        }
        drop(pump);
        self.shared.changed.notify_one();
        Ok(())
    }

    pub(crate) fn coverage(&self) -> Vec<PartitionCoverage> {
        self.shared.lock().progress.coverage()
    }

    /// Waits until nothing more will come: the end, a stop or a failure.
    pub(crate) async fn finished(&self) -> TailState {
        loop {
            let settled = self.shared.settled.notified();
            let state = self.shared.lock().progress.state();
            if matches!(
                state,
                TailState::Ended | TailState::Stopped | TailState::Failed { .. }
            ) {
                return state;
            }
            settled.await;
        }
    }
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Empties a reader's channel into the view until there is nothing more to read.
async fn receive(shared: Arc<Shared>, mut events: mpsc::Receiver<Event>) {
    let mut backlog = Backlog::new(&shared.lock().progress);
    loop {
        let event = match backlog.deadline() {
            None => events.recv().await,
            Some(deadline) => match tokio::time::timeout_at(deadline.into(), events.recv()).await {
                Ok(event) => event,
                Err(_) => {
                    backlog.release(&mut shared.lock());
                    shared.changed.notify_one();
                    continue;
                }
            },
        };
        let Some(event) = event else { return };
        let (full, done) = {
            let mut inner = shared.lock();
            if let Event::Records(batch) = event {
                inner.progress.records(&batch);
                backlog.push(&mut inner, batch);
            } else {
                inner.progress.apply(event);
            }
            if inner.progress.caught_up() {
                backlog.release(&mut inner);
                // What is kept of a live view slides: nobody wants it to stop at midnight.
                inner.view.slide();
            }
            let full = inner.view.is_full() && !inner.progress.is_done();
            if full {
                inner.progress.fill();
            }
            (full, inner.progress.is_done())
        };
        shared.changed.notify_one();
        if done {
            shared.settled.notify_waiters();
            return;
        }
        if full {
            shared.room.notified().await;
        }
    }
}

/// A short backlog is shown in the order of time: partitions arrive one after another.
struct Backlog {
    held: Option<Batch>,
    until: Instant,
}

impl Backlog {
    fn new(progress: &Progress) -> Self {
        let short = progress.total() <= SORTED as u64 && !progress.caught_up();
        Self {
            held: short.then(Batch::default),
            until: Instant::now() + SORTING,
        }
    }

    fn deadline(&self) -> Option<Instant> {
        self.held.as_ref().map(|_| self.until)
    }

    fn push(&mut self, inner: &mut Inner, batch: Batch) {
        match &mut self.held {
            Some(held) => held.merge(batch),
            None => inner.view.push(batch),
        }
    }

    fn release(&mut self, inner: &mut Inner) {
        if let Some(mut held) = self.held.take() {
            held.sort_by_time();
            inner.view.push(held);
        }
    }
}

async fn tick(shared: Arc<Shared>, on_tick: impl Fn(Tick) -> bool + Send + 'static) {
    let mut rates = Rates::default();
    loop {
        let _ = tokio::time::timeout(PULSE, shared.changed.notified()).await;
        let now = {
            let inner = shared.lock();
            let rate = rates.rate(inner.view.seen());
            inner.tick(rate)
        };
        if !on_tick(now) {
            return;
        }
        tokio::time::sleep(TICK).await;
    }
}

impl Inner {
    fn tick(&self, rate: u64) -> Tick {
        Tick {
            first: self.view.first(),
            end: self.view.end(),
            seen: self.progress.seen(),
            matched: self.view.matched(),
            dropped: self.view.dropped(),
            pending: self.view.rescan_pending(),
            read: self.progress.read(),
            total: Some(self.progress.total()),
            rate,
            kept: self.view.bytes() as u64,
            limit: self.limit as u64,
            partitions: self.progress.partitions(),
            state: self.progress.state(),
            last_record_ms: self.progress.last_record_ms(),
        }
    }
}

/// Records a second, over the last two seconds.
#[derive(Default)]
struct Rates {
    counts: BTreeMap<Instant, u64>,
}

impl Rates {
    fn rate(&mut self, seen: u64) -> u64 {
        let now = Instant::now();
        self.counts.insert(now, seen);
        while self.counts.len() > 2
            && self
                .counts
                .keys()
                .next()
                .is_some_and(|at| now - *at > 2 * PULSE)
        {
            self.counts.pop_first();
        }
        let Some((since, before)) = self.counts.first_key_value() else {
            return 0;
        };
        let seconds = (now - *since).as_secs_f64();
        if seconds < 0.05 {
            0
        } else {
            (seen.saturating_sub(*before) as f64 / seconds).round() as u64
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::start::Start;

    /// A store that holds a part of the topic only: reading waits, nothing is dropped, and goes on when it is told to.
    #[tokio::test(flavor = "multi_thread")]
    async fn a_full_store_waits_until_it_is_told_to_go_on() {
        let sandbox = sandbox::Sandbox::start(sandbox::Options { seed: true })
            .await
            .expect("a sandbox");
        let cluster = kafka::Cluster::new(kafka::ClusterConfig::plaintext(sandbox.bootstrap()))
            .expect("a cluster");
        let spec = ViewSpec {
            topic: "payments.transactions".to_owned(),
            start: Start::Earliest,
            partitions: None,
            filter: String::new(),
            follow: false,
        };
        let (sender, mut ticks) = tokio::sync::mpsc::unbounded_channel();
        let tail = Tail::open(&cluster, &spec, 1 << 20, Overflow::Hold, move |tick| {
            sender.send(tick).is_ok()
        })
        .await
        .expect("a view");
        let mut until = async |state: TailState| loop {
            let tick = ticks.recv().await.expect("ticks go on");
            if tick.state == state {
                return tick;
            }
        };
        let full = until(TailState::Full).await;
        assert!(
            full.dropped == 0 && full.first == 0 && Some(full.read) < full.total,
            "{full:?}"
        );
        tail.read_on().expect("goes on");
        let ended = until(TailState::Ended).await;
        assert!(
            ended.dropped > 0 && Some(ended.read) == ended.total,
            "{ended:?}"
        );
        assert!(ended.kept <= ended.limit, "{ended:?}");
    }
}
