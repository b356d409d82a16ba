use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use messages::{Batch, Document, Filter, Overflow, View};
use tokio::sync::{Notify, mpsc};
use tokio::task::JoinHandle;

use crate::backlog::Backlog;
use crate::failure::Result;
use crate::inspect::Part;
use crate::progress::Progress;
use crate::rate::Rate;
use crate::sink::{Event, TailSink};
use crate::start::{self, ViewSpec};
use crate::tick::{PartitionCoverage, TailState, Tick};

/// Batches on their way between reader and store.
const IN_FLIGHT: usize = 4;
/// Ticks come at most so often.
const TICK: Duration = Duration::from_millis(100);
/// While nothing is shown yet, the first row must not wait for the tick before it.
const FIRST_TICK: Duration = Duration::from_millis(5);
/// A rate falls and an age grows also while nothing comes.
const PULSE: Duration = Duration::from_secs(1);
/// Records judged by a new filter before others may look at the view.
const SLICE: usize = 20_000;

/// An open view of a topic: a reader, the store that it fills, and the ticks that tell of it. Dropping it stops all three.
pub(crate) struct Tail {
    shared: Arc<Shared>,
    cluster: kafka::Cluster,
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
    backlog: Backlog,
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
        let backlog = Backlog::new(&progress);
        let shared = Arc::new(Shared {
            inner: Mutex::new(Inner {
                view,
                progress,
                document: None,
                backlog,
                limit,
            }),
            changed: Notify::new(),
            room: Notify::new(),
            settled: Notify::new(),
        });
        let ticker = tokio::spawn(tick(Arc::clone(&shared), on_tick));
        let tail = Self {
            shared,
            cluster: cluster.clone(),
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
            // What the new filter hides can be let go: a full store may have room again.
            if !shared.lock().view.is_full() {
                shared.room.notify_one();
            }
            shared.changed.notify_one();
        });
    }

    pub(crate) fn stop(&self) {
        self.pump
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .take();
        {
            let mut inner = self.shared.lock();
            inner.release();
            inner.progress.stop();
        }
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
            let reader = self
                .cluster
                .read(&self.topic, &from, TailSink::new(events))?;
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
    loop {
        let deadline = shared.lock().backlog.deadline();
        let event = match deadline {
            None => events.recv().await,
            Some(deadline) => match tokio::time::timeout_at(deadline.into(), events.recv()).await {
                Ok(event) => event,
                Err(_) => {
                    shared.lock().release();
                    shared.changed.notify_one();
                    continue;
                }
            },
        };
        let Some(event) = event else { return };
        let (full, done) = {
            let mut inner = shared.lock();
            if let Event::Records(batch) = event {
                inner.push(batch);
            } else {
                inner.progress.apply(event);
            }
            if inner.progress.caught_up() {
                inner.release();
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
            shared.lock().progress.make_room();
        }
    }
}

async fn tick(shared: Arc<Shared>, on_tick: impl Fn(Tick) -> bool + Send + 'static) {
    let mut rate_of = Rate::default();
    let mut caught_up = false;
    loop {
        let _ = tokio::time::timeout(PULSE, shared.changed.notified()).await;
        let now = {
            let inner = shared.lock();
            // How fast the backlog was read says nothing of how fast records come.
            if !caught_up && inner.progress.caught_up() {
                (caught_up, rate_of) = (true, Rate::default());
            }
            let rate = rate_of.now(inner.view.seen());
            inner.tick(rate)
        };
        let pause = if now.end == now.first { FIRST_TICK } else { TICK };
        if !on_tick(now) {
            return;
        }
        tokio::time::sleep(pause).await;
    }
}

impl Inner {
    fn push(&mut self, batch: Batch) {
        self.progress.records(&batch);
        self.backlog.push(&mut self.view, batch);
    }

    fn release(&mut self) {
        self.backlog.release(&mut self.view);
    }

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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::start::Start;

    /// A store that holds a part of the topic only: reading waits, nothing is dropped, and goes on when it is told to.
    #[tokio::test(flavor = "multi_thread")]
    #[expect(
        clippy::disallowed_methods,
        reason = "ticks are few, and this looks at each"
    )]
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
            full.dropped == 0 && full.first < full.end && Some(full.read) < full.total,
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
