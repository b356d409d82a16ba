use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use messages::{Batch, Document, Overflow, View};
use tokio::sync::Notify;
use tokio::task::JoinHandle;

use crate::ask::{self, FilterVerdict};
use crate::backlog::Backlog;
use crate::failure::{Code, Failure, Result};
use crate::feed::{Feed, Reading};
use crate::inspect::Part;
use crate::passage::Passage;
use crate::progress::Progress;
use crate::range;
use crate::rate::Rate;
use crate::sink::Event;
use crate::spec::{FilterText, Order, ViewSpec};
use crate::tick::{EndReason, PartitionCoverage, TailState, Tick};

/// Ticks come at most so often.
const TICK: Duration = Duration::from_millis(100);
/// While nothing is shown yet, the first row must not wait for the tick before it.
const FIRST_TICK: Duration = Duration::from_millis(5);
/// A rate falls and an age grows also while nothing comes.
const PULSE: Duration = Duration::from_secs(1);
/// Records judged by a new filter before others may look at the view.
const SLICE: usize = 20_000;

/// An open view of a topic: its readers, the store that they fill, and the ticks that tell of it. Dropping it stops all.
pub(crate) struct Tail {
    shared: Arc<Shared>,
    cluster: kafka::Cluster,
    tasks: Vec<JoinHandle<()>>,
    pumps: Mutex<Vec<Pump>>,
    pub(crate) spec: ViewSpec,
}

/// How much is kept, and whether a person watches.
#[derive(Debug, Clone)]
pub(crate) struct Keep {
    /// Bytes of records.
    pub(crate) limit: usize,
    /// What happens when they are full before the end is reached.
    pub(crate) overflow: Overflow,
    /// Whether a person is asked before a costly range is read to its end.
    pub(crate) asks: bool,
    /// What is said where the topic may not be read.
    pub(crate) denied: Option<Failure>,
}

/// The task that empties a feed.
struct Pump(JoinHandle<()>);

impl Drop for Pump {
    fn drop(&mut self) {
        self.0.abort();
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
    /// Rows that are enough.
    rows: Option<u64>,
    /// The one partition that a key is looked for in.
    only: Option<i32>,
    denied: Option<Failure>,
    /// The fields that were seen in rows, for completion.
    pub(crate) sample: messages::Seen,
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
    /// Asks where the topic begins and ends, then reads. `on_tick` returns false when nobody listens any more.
    pub(crate) async fn open(
        cluster: &kafka::Cluster,
        spec: &ViewSpec,
        keep: Keep,
        on_tick: impl Fn(Tick) -> bool + Send + 'static,
    ) -> Result<Self> {
        let told = |failure: Failure| match &keep.denied {
            Some(denied) if failure.code == Code::Forbidden => denied.clone(),
            _ => failure,
        };
        let ranges = range::resolve(cluster, spec).await.map_err(told)?;
        let mut view = View::new(keep.limit, keep.overflow);
        view.set_distinct(spec.latest_per_key);
        view.set_filter(ask::parse(&spec.filter).ok().flatten());
        let follow = spec.follow && spec.until.is_none() && !spec.latest_per_key;
        let only = spec
            .key
            .as_ref()
            .and_then(|_| ranges.first().map(|range| range.partition));
        let short = Backlog::is_short(&ranges);
        let backwards = spec.latest_per_key
            || (spec.order == Order::Newest && (spec.limit.is_some() || !short));
        let order = if backwards {
            Order::Newest
        } else {
            Order::Oldest
        };
        let mut progress = Progress::new(ranges, order, follow);
        if keep.asks {
            progress.ask_first();
        }
        let backlog = Backlog::new(short && !backwards && spec.limit.is_none());
        let shared = Arc::new(Shared {
            inner: Mutex::new(Inner {
                view,
                progress,
                document: None,
                backlog,
                limit: keep.limit,
                rows: spec.limit.map(u64::from),
                only,
                denied: keep.denied,
                sample: messages::Seen::new(),
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
            pumps: Mutex::default(),
            spec: spec.clone(),
        };
        tail.read_on()?;
        Ok(tail)
    }

    /// The view and how far it is; held for moments only.
    pub(crate) fn inner(&self) -> MutexGuard<'_, Inner> {
        self.shared.lock()
    }

    /// Judges what is kept by another filter, newest first, without holding anybody up. One that can't be understood is
    /// told, and the one of before goes on.
    pub(crate) fn set_filter(&self, text: &FilterText) -> FilterVerdict {
        let filter = match ask::parse(text) {
            Ok(filter) => filter,
            Err(problem) => return FilterVerdict::wrong(problem),
        };
        let verdict = FilterVerdict::of(filter.as_ref());
        {
            let mut inner = self.shared.lock();
            inner.view.set_filter(filter);
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
            shared.let_go_on();
            shared.changed.notify_one();
        });
        verdict
    }

    pub(crate) fn stop(&self) {
        self.pumps().clear();
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
        let mut pumps = self.pumps();
        let (ahead, behind) = {
            let mut inner = self.shared.lock();
            if inner.view.is_full() {
                inner.view.slide();
            }
            if let Some(rows) = self.spec.limit {
                inner.rows = Some(inner.view.matched() + u64::from(rows));
            }
            if inner.progress.waits() && pumps.iter().any(Pump::runs) {
                inner.progress.go_on();
                (Vec::new(), Vec::new())
            } else if pumps.iter().any(Pump::runs) {
                (Vec::new(), Vec::new())
            } else {
                inner.progress.resume();
                (inner.progress.ahead(), inner.progress.behind())
            }
        };
        self.shared.room.notify_waiters();
        if !(ahead.is_empty() && behind.is_empty()) {
            pumps.clear();
        }
        let reading = Reading {
            topic: &self.spec.topic,
            uncommitted: self.spec.uncommitted,
            key: self.spec.key.as_ref().map(|key| key.text.as_str()),
        };
        // What a person waits for first gets the client that is connected already.
        if !behind.is_empty() {
            let feed = Feed::backward(&self.cluster, &reading, &behind)?;
            pumps.push(Pump::start(&self.shared, feed));
        }
        if !ahead.is_empty() {
            let feed = Feed::forward(&self.cluster, &reading, ahead)?;
            pumps.push(Pump::start(&self.shared, feed));
        }
        drop(pumps);
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
                TailState::Ended { .. } | TailState::Stopped | TailState::Failed { .. }
            ) {
                return state;
            }
            settled.await;
        }
    }

    fn pumps(&self) -> MutexGuard<'_, Vec<Pump>> {
        self.pumps.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Pump {
    fn start(shared: &Arc<Shared>, feed: Feed) -> Self {
        Self(tokio::spawn(receive(Arc::clone(shared), feed)))
    }

    fn runs(&self) -> bool {
        !self.0.is_finished()
    }
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A store that was full may have room again.
    fn let_go_on(&self) {
        let mut inner = self.lock();
        if inner.progress.is_full() && !inner.view.is_full() {
            inner.progress.go_on();
            drop(inner);
            self.room.notify_waiters();
        }
    }
}

/// Empties a feed into the view until there is nothing more to read.
async fn receive(shared: Arc<Shared>, mut feed: Feed) {
    loop {
        let deadline = shared.lock().backlog.deadline();
        let event = match deadline {
            None => feed.events.recv().await,
            Some(deadline) => {
                match tokio::time::timeout_at(deadline.into(), feed.events.recv()).await {
                    Ok(event) => event,
                    Err(_) => {
                        shared.lock().release();
                        shared.changed.notify_one();
                        continue;
                    }
                }
            }
        };
        let Some(event) = event else { return };
        let done = {
            let mut inner = shared.lock();
            let ahead = !matches!(event, Event::Older(..));
            inner.take(event);
            let caught_up = inner.progress.caught_up();
            if caught_up {
                inner.release();
            }
            if caught_up && ahead {
                // What is kept of a live view slides: nobody wants it to stop at midnight.
                inner.view.slide();
            }
            let done = inner.progress.is_done();
            if inner.view.is_full() && !caught_up && !done {
                inner.progress.fill();
            }
            done
        };
        shared.changed.notify_one();
        if done {
            shared.settled.notify_waiters();
            return;
        }
        loop {
            let room = shared.room.notified();
            if !shared.lock().progress.waits() {
                break;
            }
            room.await;
        }
    }
}

async fn tick(shared: Arc<Shared>, on_tick: impl Fn(Tick) -> bool + Send + 'static) {
    let mut rate_of = Rate::of_late();
    let mut pace_of = Rate::steady();
    let mut caught_up = false;
    loop {
        let _ = tokio::time::timeout(PULSE, shared.changed.notified()).await;
        let now = {
            let inner = shared.lock();
            // How fast the backlog was read says nothing of how fast records come.
            if !caught_up && inner.progress.caught_up() {
                (caught_up, rate_of) = (true, Rate::of_late());
            }
            let rate = rate_of.now(inner.progress.seen());
            let pace = pace_of.now(inner.progress.read());
            inner.tick(rate, pace)
        };
        let pause = if now.end == now.first {
            FIRST_TICK
        } else {
            TICK
        };
        if !on_tick(now) {
            return;
        }
        tokio::time::sleep(pause).await;
    }
}

impl Inner {
    /// Takes what a feed tells.
    fn take(&mut self, event: Event) {
        if let Some(enough) = self.rows
            && let Event::Records(batch, passage) | Event::Older(batch, passage) = &event
        {
            let older = matches!(event, Event::Older(..));
            self.take_some(batch, passage, older, enough);
            return;
        }
        let event = match (event, &self.denied) {
            (
                Event::Fault {
                    partition,
                    failure,
                    gone,
                },
                Some(denied),
            ) if failure.code == Code::Forbidden => Event::Fault {
                partition,
                failure: denied.clone(),
                gone,
            },
            (event, _) => event,
        };
        self.progress.apply(&event);
        match event {
            Event::Records(batch, _) => self.backlog.push(&mut self.view, batch),
            Event::Older(batch, _) => {
                self.view.push_front(batch);
                if self.view.is_distinct_full() {
                    self.progress.finish(EndReason::Keys);
                }
            }
            Event::End(_)
            | Event::Expired { .. }
            | Event::Fault { .. }
            | Event::Lost(_)
            | Event::Found => {}
        }
    }

    /// Takes records until there are enough rows, in pieces that can't bring more than that.
    fn take_some(&mut self, batch: &Batch, passage: &Passage, older: bool, enough: u64) {
        let mut taken = 0;
        loop {
            let room = enough.saturating_sub(self.view.matched());
            let count = (batch.len() - taken).min(room as usize);
            if count == 0 {
                break;
            }
            let mut piece = Batch::default();
            let from = if older {
                batch.len() - taken - count
            } else {
                taken
            };
            for record in (from..from + count).filter_map(|index| batch.get(index)) {
                piece.push(record);
            }
            if older {
                self.view.push_front(piece);
            } else {
                self.view.push(piece);
            }
            taken += count;
        }
        if taken == batch.len() {
            self.progress.pass(passage, older);
        } else {
            let from = if older { batch.len() - taken } else { 0 };
            let records = (from..from + taken).filter_map(|index| batch.get(index));
            self.progress.pass(&Passage::of(records, older), older);
        }
        if self.view.matched() >= enough {
            self.progress.finish(EndReason::Limit);
        }
    }

    fn release(&mut self) {
        self.backlog.release(&mut self.view);
    }

    fn tick(&self, rate: u64, pace: u64) -> Tick {
        let (read, total) = (self.progress.read(), self.progress.total());
        let state = self.progress.state();
        let goes_on = matches!(state, TailState::Reading | TailState::Live);
        Tick {
            first: self.view.first(),
            end: self.view.end(),
            seen: self.progress.seen(),
            matched: self.view.matched(),
            dropped: self.view.dropped(),
            pending: self.view.rescan_pending(),
            read,
            total: Some(total),
            rate: if goes_on { rate } else { 0 },
            kept: self.view.bytes() as u64,
            limit: self.limit as u64,
            partitions: self.progress.partitions(),
            state,
            last_record_ms: self.progress.last_record_ms(),
            bytes: self.progress.bytes(),
            unclear: self.view.unclear(),
            missing: self.progress.missing(),
            expired: self.progress.expired(),
            left_ms: (total.saturating_sub(read) * 1000)
                .checked_div(pace)
                .filter(|_| goes_on),
            only: self.only,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
        let spec = ViewSpec::of("payments.transactions");
        let keep = Keep {
            limit: 1 << 20,
            overflow: Overflow::Hold,
            asks: false,
            denied: None,
        };
        let (sender, mut ticks) = tokio::sync::mpsc::unbounded_channel();
        let tail = Tail::open(&cluster, &spec, keep, move |tick| sender.send(tick).is_ok())
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
            full.dropped == 0 && Some(full.read) < full.total,
            "{full:?}"
        );
        tail.read_on().expect("goes on");
        let ended = until(TailState::Ended {
            reason: EndReason::End,
        })
        .await;
        assert!(
            ended.dropped > 0 && Some(ended.read) == ended.total,
            "{ended:?}"
        );
        assert!(ended.kept <= ended.limit, "{ended:?}");
    }
}
