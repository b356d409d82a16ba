//! What goes on while one works elsewhere: exports and productions.

use std::collections::BTreeMap;
use std::panic::AssertUnwindSafe;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use chrono::Utc;
use futures::FutureExt;
use serde::{Deserialize, Serialize};
use specta::Type;
use tokio::sync::watch;
use tokio::task::JoinHandle;

use crate::failure::{Code, Failure, Result};
use crate::rate::Rate;

/// The page is told at most so often.
const PAUSE: Duration = Duration::from_millis(250);
/// A rate falls also while nothing moves.
const PULSE: Duration = Duration::from_secs(1);
/// Jobs that are over and not dismissed; the oldest go beyond that.
const KEPT: usize = 100;
/// A total that is not known.
const UNKNOWN: u64 = u64::MAX;

/// What a job does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum JobKind {
    /// Writes messages of a topic to a file.
    Export,
    /// Writes messages to a topic.
    Produce,
    /// Looks at a sample of a topic.
    Analysis,
}

/// How a job stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(tag = "kind", rename_all = "camelCase")]
pub enum JobState {
    /// It runs.
    Running,
    /// It did all it had to.
    Done {
        /// What it did, a sentence.
        message: String,
    },
    /// It was stopped.
    Stopped {
        /// How far it came, and what is left of it.
        message: String,
    },
    /// It could not go on.
    Failed {
        /// Why, and how far it came.
        failure: Failure,
    },
}

/// A job as the page sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Job {
    /// Its number.
    pub id: u32,
    /// What it does.
    pub kind: JobKind,
    /// What it does, to what.
    pub title: String,
    /// The connection's id.
    pub connection: String,
    /// The topic.
    pub topic: String,
    /// How it stands.
    pub state: JobState,
    /// Of an export: offsets that are behind it. Of a production: messages that the brokers have.
    #[specta(type = u32)]
    pub done: u64,
    /// What `done` goes up to; none where that is not known yet.
    #[specta(type = Option<u32>)]
    pub total: Option<u64>,
    /// Bytes that are written: of the file, or of keys, values and headers.
    #[specta(type = u32)]
    pub bytes: u64,
    /// `done` a second, over the last two seconds.
    #[specta(type = u32)]
    pub rate: u64,
    /// Time left as it goes now, in ms; none where it can't be told.
    #[specta(type = Option<u32>)]
    pub left_ms: Option<u64>,
    /// When it started, in ms since 1970.
    #[specta(type = u32)]
    pub started_ms: i64,
    /// Messages that are written.
    #[specta(type = u32)]
    pub found: u64,
    /// The file that is read or written.
    pub path: Option<String>,
}

/// What a job is told to be.
pub(crate) struct Assignment {
    pub(crate) kind: JobKind,
    pub(crate) title: String,
    pub(crate) connection: String,
    pub(crate) topic: String,
    pub(crate) path: Option<String>,
}

/// How a job ended that did not fail. Sentences.
pub(crate) enum Outcome {
    Done(String),
    Stopped(String),
}

/// All jobs. Dropping it ends those that run.
#[derive(Default)]
pub(crate) struct Jobs {
    board: Arc<Board>,
    watcher: Mutex<Option<Owned>>,
}

/// A task that ends with its owner.
struct Owned(JoinHandle<()>);

impl Drop for Owned {
    fn drop(&mut self) {
        self.0.abort();
    }
}

impl Drop for Jobs {
    fn drop(&mut self) {
        // A running job holds the board, which holds the job.
        self.board.lock().all.clear();
    }
}

#[derive(Default)]
struct Board {
    entries: Mutex<Entries>,
    changed: watch::Sender<()>,
}

#[derive(Default)]
struct Entries {
    all: BTreeMap<u32, Entry>,
    last: u32,
}

struct Entry {
    assignment: Assignment,
    started_ms: i64,
    state: JobState,
    control: Control,
    rate: Rate,
    task: Option<Owned>,
}

/// What the body of a job holds: it tells how far it is, and hears whether it is to stop.
#[derive(Clone)]
pub(crate) struct Control {
    meter: Arc<Meter>,
    stop: watch::Sender<bool>,
    changed: watch::Sender<()>,
}

struct Meter {
    done: AtomicU64,
    found: AtomicU64,
    bytes: AtomicU64,
    total: AtomicU64,
}

impl Control {
    fn new(changed: watch::Sender<()>) -> Self {
        Self {
            meter: Arc::new(Meter {
                done: AtomicU64::new(0),
                found: AtomicU64::new(0),
                bytes: AtomicU64::new(0),
                total: AtomicU64::new(UNKNOWN),
            }),
            stop: watch::Sender::new(false),
            changed,
        }
    }

    /// Of no job.
    #[cfg(test)]
    pub(crate) fn alone() -> Self {
        Self::new(watch::Sender::new(()))
    }

    /// Waits until the job is to stop.
    pub(crate) async fn stopped(&self) {
        // Its sender lives in `self`.
        let _ = self.stop.subscribe().wait_for(|stop| *stop).await;
    }

    pub(crate) fn is_stopped(&self) -> bool {
        *self.stop.borrow()
    }

    /// So much of the total is done.
    pub(crate) fn done(&self, done: u64) {
        self.meter.done.store(done, Ordering::Relaxed);
        self.changed.send_replace(());
    }

    /// So many messages more are written, of so many bytes.
    pub(crate) fn wrote(&self, messages: u64, bytes: u64) {
        self.meter.found.fetch_add(messages, Ordering::Relaxed);
        self.meter.bytes.fetch_add(bytes, Ordering::Relaxed);
        self.changed.send_replace(());
    }

    pub(crate) fn set_total(&self, total: u64) {
        self.meter.total.store(total, Ordering::Relaxed);
        self.changed.send_replace(());
    }
}

impl Jobs {
    /// Starts a job. Its body is asked to stop by its [`Control`], and ended with its owner.
    pub(crate) fn start<F>(&self, assignment: Assignment, body: impl FnOnce(Control) -> F) -> u32
    where
        F: Future<Output = Result<Outcome>> + Send + 'static,
    {
        let mut entries = self.board.lock();
        let control = Control::new(self.board.changed.clone());
        let running = body(control.clone());
        entries.last += 1;
        let id = entries.last;
        let board = Arc::clone(&self.board);
        let task = tokio::spawn(async move {
            let ended = AssertUnwindSafe(running).catch_unwind().await;
            let state = match ended {
                Ok(Ok(Outcome::Done(message))) => JobState::Done { message },
                Ok(Ok(Outcome::Stopped(message))) => JobState::Stopped { message },
                Ok(Err(failure)) => JobState::Failed { failure },
                Err(_) => JobState::Failed {
                    failure: Failure::internal("The job broke off."),
                },
            };
            board.end(id, state);
        });
        entries.all.insert(
            id,
            Entry {
                assignment,
                started_ms: Utc::now().timestamp_millis(),
                state: JobState::Running,
                control,
                rate: Rate::of_late(),
                task: Some(Owned(task)),
            },
        );
        drop(entries);
        self.board.changed.send_replace(());
        id
    }

    /// Asks a job to stop; it is over when it has put everything in order.
    pub(crate) fn stop(&self, id: u32) -> Result<()> {
        let entries = self.board.lock();
        let entry = entries.all.get(&id).ok_or_else(unknown)?;
        entry.control.stop.send_replace(true);
        Ok(())
    }

    /// Asks all jobs of a connection to stop; with a kind, only those.
    pub(crate) fn stop_all(&self, connection: &str, kind: Option<JobKind>) {
        for entry in self.board.lock().all.values() {
            let assignment = &entry.assignment;
            if assignment.connection == connection
                && kind.is_none_or(|kind| kind == assignment.kind)
            {
                entry.control.stop.send_replace(true);
            }
        }
    }

    /// The file of the last export of a connection.
    pub(crate) fn last_export(&self, connection: &str) -> Option<String> {
        let entries = self.board.lock();
        let of_it = entries.all.values().rev().filter(|entry| {
            let assignment = &entry.assignment;
            assignment.kind == JobKind::Export && assignment.connection == connection
        });
        of_it.map(|entry| entry.assignment.path.clone()).next()?
    }

    /// Forgets a job that is over.
    pub(crate) fn dismiss(&self, id: u32) -> Result<()> {
        let mut entries = self.board.lock();
        if entries.all.get(&id).ok_or_else(unknown)?.is_running() {
            return Err(Failure::invalid("This job still runs.").hint("Stop it first."));
        }
        entries.all.remove(&id);
        drop(entries);
        self.board.changed.send_replace(());
        Ok(())
    }

    /// Tells all jobs at once, and again when something changed. There is one who listens: a later one takes the place of
    /// an earlier one. `on_change` returns false when nobody listens any more.
    pub(crate) fn watch(&self, on_change: impl Fn(Vec<Job>) -> bool + Send + 'static) {
        let board = Arc::clone(&self.board);
        let mut changed = self.board.changed.subscribe();
        let task = tokio::spawn(async move {
            loop {
                changed.borrow_and_update();
                let jobs = board.list();
                let running = jobs.iter().any(|job| job.state == JobState::Running);
                if !on_change(jobs) {
                    return;
                }
                tokio::time::sleep(PAUSE).await;
                if running {
                    let _ = tokio::time::timeout(PULSE, changed.changed()).await;
                } else if changed.changed().await.is_err() {
                    return;
                }
            }
        });
        *self.watcher.lock().unwrap_or_else(PoisonError::into_inner) = Some(Owned(task));
    }
}

impl Board {
    fn lock(&self) -> MutexGuard<'_, Entries> {
        self.entries.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn end(&self, id: u32, state: JobState) {
        let mut entries = self.lock();
        if let Some(entry) = entries.all.get_mut(&id) {
            entry.state = state;
            entry.task = None;
        }
        let over: Vec<u32> = entries
            .all
            .iter()
            .filter(|(_, entry)| !entry.is_running())
            .map(|(id, _)| *id)
            .collect();
        for id in over.iter().take(over.len().saturating_sub(KEPT)) {
            entries.all.remove(id);
        }
        drop(entries);
        self.changed.send_replace(());
    }

    fn list(&self) -> Vec<Job> {
        let mut entries = self.lock();
        entries
            .all
            .iter_mut()
            .map(|(id, entry)| entry.job(*id))
            .collect()
    }
}

impl Entry {
    fn is_running(&self) -> bool {
        self.state == JobState::Running
    }

    fn job(&mut self, id: u32) -> Job {
        let meter = &self.control.meter;
        let done = meter.done.load(Ordering::Relaxed);
        let total = Some(meter.total.load(Ordering::Relaxed)).filter(|total| *total != UNKNOWN);
        let (found, bytes) = (
            meter.found.load(Ordering::Relaxed),
            meter.bytes.load(Ordering::Relaxed),
        );
        let rate = if self.is_running() {
            self.rate.now(done)
        } else {
            0
        };
        Job {
            id,
            kind: self.assignment.kind,
            title: self.assignment.title.clone(),
            connection: self.assignment.connection.clone(),
            topic: self.assignment.topic.clone(),
            state: self.state.clone(),
            done,
            total,
            bytes,
            rate,
            left_ms: total
                .filter(|_| rate > 0)
                .map(|total| total.saturating_sub(done).saturating_mul(1000) / rate),
            started_ms: self.started_ms,
            found,
            path: self.assignment.path.clone(),
        }
    }
}

fn unknown() -> Failure {
    Failure::new(Code::NotFound, "There is no such job.").hint("It may have been dismissed.")
}

#[cfg(test)]
mod tests {
    use std::time::Instant;

    use tokio::sync::{mpsc, oneshot};

    use super::*;

    fn assignment(connection: &str, kind: JobKind) -> Assignment {
        Assignment {
            kind,
            title: "Something".to_owned(),
            connection: connection.to_owned(),
            topic: "orders".to_owned(),
            path: None,
        }
    }

    /// Runs until it is asked to stop.
    async fn patient(control: Control) -> Result<Outcome> {
        control.stopped().await;
        Ok(Outcome::Stopped("It was stopped.".to_owned()))
    }

    fn watched(jobs: &Jobs) -> mpsc::Receiver<Vec<Job>> {
        let (sender, told) = mpsc::channel(1000);
        jobs.watch(move |jobs| sender.try_send(jobs).is_ok());
        told
    }

    async fn until(
        told: &mut mpsc::Receiver<Vec<Job>>,
        is_it: impl Fn(&[Job]) -> bool,
    ) -> Vec<Job> {
        let waiting = async {
            loop {
                let jobs = told.recv().await.expect("it goes on");
                if is_it(&jobs) {
                    return jobs;
                }
            }
        };
        tokio::time::timeout(Duration::from_secs(20), waiting)
            .await
            .expect("it comes")
    }

    #[tokio::test]
    async fn a_job_is_told_until_it_is_over_and_stays_until_it_is_dismissed() {
        let jobs = Jobs::default();
        let mut told = watched(&jobs);
        until(&mut told, <[Job]>::is_empty).await;
        let (go, gone) = oneshot::channel::<()>();
        let id = jobs.start(assignment("a", JobKind::Export), |control| async move {
            control.set_total(10);
            control.done(4);
            control.wrote(3, 120);
            let _ = gone.await;
            Ok(Outcome::Done("All was written.".to_owned()))
        });
        let now = until(&mut told, |jobs| jobs.iter().any(|job| job.done == 4)).await;
        assert_eq!(
            (now[0].total, now[0].found, now[0].bytes, &now[0].state),
            (Some(10), 3, 120, &JobState::Running)
        );
        assert!(jobs.dismiss(id).is_err(), "it still runs");
        go.send(()).expect("it waits");
        until(&mut told, |jobs| {
            matches!(jobs, [Job { state: JobState::Done { message }, .. }] if message == "All was written.")
        })
        .await;
        jobs.dismiss(id).expect("dismissed");
        until(&mut told, <[Job]>::is_empty).await;
        assert_eq!(
            jobs.dismiss(id).expect_err("it is gone").code,
            Code::NotFound
        );
    }

    #[tokio::test]
    async fn a_stopped_job_says_so_and_a_broken_one_is_caught() {
        let jobs = Jobs::default();
        let mut told = watched(&jobs);
        let stopped = jobs.start(assignment("a", JobKind::Export), patient);
        jobs.start(assignment("a", JobKind::Export), |_| async {
            Err(Failure::invalid("It can't be."))
        });
        jobs.start(assignment("a", JobKind::Export), |_| async {
            panic!("a fault in a job")
        });
        jobs.stop(stopped).expect("it is there");
        let over = until(&mut told, |jobs| {
            jobs.len() == 3 && jobs.iter().all(|job| job.state != JobState::Running)
        })
        .await;
        assert!(matches!(&over[0].state, JobState::Stopped { .. }));
        assert!(
            matches!(&over[1].state, JobState::Failed { failure } if failure.message == "It can't be.")
        );
        assert!(
            matches!(&over[2].state, JobState::Failed { failure } if failure.code == Code::Internal)
        );
    }

    #[tokio::test]
    async fn the_jobs_of_one_connection_are_stopped() {
        let jobs = Jobs::default();
        let mut told = watched(&jobs);
        for (connection, kind) in [
            ("a", JobKind::Export),
            ("a", JobKind::Produce),
            ("b", JobKind::Produce),
        ] {
            jobs.start(assignment(connection, kind), patient);
        }
        let running = |jobs: &[Job]| -> Vec<u32> {
            jobs.iter()
                .filter(|job| job.state == JobState::Running)
                .map(|job| job.id)
                .collect()
        };
        jobs.stop_all("a", Some(JobKind::Produce));
        until(&mut told, |jobs| running(jobs) == [1, 3]).await;
        jobs.stop_all("a", None);
        until(&mut told, |jobs| running(jobs) == [3]).await;
    }

    #[tokio::test]
    async fn a_busy_job_is_told_at_most_four_times_a_second() {
        let jobs = Jobs::default();
        let mut told = watched(&jobs);
        jobs.start(assignment("a", JobKind::Export), |control| async move {
            let started = Instant::now();
            let mut done = 0;
            while started.elapsed() < Duration::from_millis(1100) {
                done += 1;
                control.done(done);
                tokio::task::yield_now().await;
            }
            Ok(Outcome::Done(String::new()))
        });
        let mut times = 0;
        while until(&mut told, |jobs| jobs.len() == 1).await[0].state == JobState::Running {
            times += 1;
        }
        assert!((1..=5).contains(&times), "{times}");
    }

    #[tokio::test]
    async fn jobs_end_with_their_owner() {
        let jobs = Jobs::default();
        let (held, mut released) = mpsc::channel::<()>(1);
        jobs.start(assignment("a", JobKind::Export), |control| async move {
            let _held = held;
            patient(control).await
        });
        drop(jobs);
        assert_eq!(released.recv().await, None, "its body is dropped");
    }
}
