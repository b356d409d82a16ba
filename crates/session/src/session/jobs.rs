//! Jobs: exports and productions, and what was sent by hand.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use chrono::Utc;

use super::Session;
use super::changes::of_job;
use crate::amount::counted;
use crate::change::Change;
use crate::cluster::OpenCluster;
use crate::connections::Connection;
use crate::door::{self, Door, Pass};
use crate::export::{self, Export, ExportDraft, ExportFormat};
use crate::failure::{Failure, Result};
use crate::jobs::{Assignment, Job, JobKind};
use crate::produce::ProduceDraft;
use crate::production::{self, FileDraft, FileReport, Sender, Taker};
use crate::sent::{Sent, SentMessage};
use crate::spec::ViewSpec;

/// How long a cluster has to say what a topic takes.
const ASKING: Duration = Duration::from_secs(5);

impl Session {
    /// Starts to write what matches of a topic to a file. Answers with the job's number.
    ///
    /// # Errors
    /// [`Code::Conflict`](crate::Code::Conflict) where the file is there and is not to be replaced; else what is wrong
    /// with `spec` or `draft`, or why the topic can't be read or the file not be written.
    pub async fn start_export(&self, id: &str, spec: ViewSpec, draft: &ExportDraft) -> Result<u32> {
        let cluster = self.cluster(id).await?;
        let topic = spec.topic.clone();
        let export = Export::prepare(&cluster.kafka, spec, draft).await?;
        let assignment = Assignment {
            kind: JobKind::Export,
            title: format!("Export “{topic}”"),
            connection: id.to_owned(),
            topic,
            path: Some(export.target().display().to_string()),
        };
        Ok(self.jobs.start(assignment, |control| async move {
            // The job keeps its cluster open.
            export.run(cluster.kafka.clone(), control).await
        }))
    }

    /// A file to propose for an export, that is not there yet: where the last export of the connection went, else in
    /// `folder`.
    pub fn export_path(
        &self,
        id: &str,
        topic: &str,
        format: ExportFormat,
        folder: &Path,
    ) -> PathBuf {
        let last = self.jobs.last_export(id).map(PathBuf::from);
        let last = last.as_deref().and_then(Path::parent);
        export::path_for(last.unwrap_or(folder), topic, format)
    }

    /// Looks through a file as a whole before any of it is sent to a topic.
    ///
    /// # Errors
    /// Where it can't be read, or why the topic can't be reached.
    pub async fn check_production(
        &self,
        id: &str,
        topic: &str,
        draft: FileDraft,
    ) -> Result<FileReport> {
        let taker = taker(self.cluster(id).await?.as_ref(), topic).await?;
        tokio::task::spawn_blocking(move || production::check(&draft, taker))
            .await
            .map_err(|_| Failure::internal("The file could not be read."))?
    }

    /// Starts to send the messages of a file. All of it is checked before the first is sent. `confirm` is what was typed on
    /// a production connection. Answers with the job's number.
    ///
    /// # Errors
    /// [`Code::ReadOnly`](crate::Code::ReadOnly) on a read-only connection, [`Code::Confirm`](crate::Code::Confirm) on a
    /// production one; else why the topic can't be reached.
    pub async fn start_production(
        &self,
        id: &str,
        topic: &str,
        draft: FileDraft,
        confirm: Option<&str>,
    ) -> Result<u32> {
        let connection = self.connection(id)?;
        door::allow(&connection, topic, confirm)?;
        let cluster = self.cluster(id).await?;
        let taker = taker(&cluster, topic).await?;
        let sender = sender(&cluster, topic).await?;
        let assignment = Assignment {
            kind: JobKind::Produce,
            title: format!("Send a file to “{topic}”"),
            connection: id.to_owned(),
            topic: topic.to_owned(),
            path: draft.path.clone(),
        };
        let (door, confirm) = (self.door.clone(), confirm.map(str::to_owned));
        let topic = topic.to_owned();
        Ok(self.jobs.start(assignment, |control| async move {
            let _open = cluster;
            let pass = enter(&door, &connection, &topic, confirm.as_deref()).await?;
            let (sent, outcome) = production::send_file(draft, topic, taker, sender, control).await;
            pass.leave(of_job(sent.messages, &outcome)).await?;
            outcome
        }))
    }

    /// Starts to send a message several times; `{{n}}` in key, value and header values is the running number from 1.
    /// `confirm` is what was typed on a production connection. Answers with the job's number.
    ///
    /// # Errors
    /// [`Code::ReadOnly`](crate::Code::ReadOnly) on a read-only connection, [`Code::Confirm`](crate::Code::Confirm) on a
    /// production one; else what is wrong with the draft or why the topic can't be reached.
    pub async fn produce_many(
        &self,
        id: &str,
        topic: &str,
        draft: ProduceDraft,
        times: u32,
        confirm: Option<&str>,
    ) -> Result<u32> {
        let connection = self.connection(id)?;
        door::allow(&connection, topic, confirm)?;
        production::check_times(times)?;
        production::numbered(&draft, 1).record(topic)?;
        let cluster = self.cluster(id).await?;
        let sender = sender(&cluster, topic).await?;
        if let Some(partition) = draft
            .partition
            .filter(|partition| *partition >= sender.partitions)
        {
            return Err(
                Failure::invalid(format!("“{topic}” has no partition {partition}.")).hint(format!(
                    "It has the partitions 0 to {}.",
                    sender.partitions - 1
                )),
            );
        }
        let assignment = Assignment {
            kind: JobKind::Produce,
            title: format!(
                "Send a message {} to “{topic}”",
                counted(u64::from(times), "time")
            ),
            connection: id.to_owned(),
            topic: topic.to_owned(),
            path: None,
        };
        let (door, confirm) = (self.door.clone(), confirm.map(str::to_owned));
        let topic = topic.to_owned();
        let kept = Arc::clone(&self.sent);
        Ok(self.jobs.start(assignment, |control| async move {
            let _open = cluster;
            let pass = enter(&door, &connection, &topic, confirm.as_deref()).await?;
            let again = draft.clone();
            let (sent, outcome) =
                production::send_many(draft, times, topic.clone(), sender, control).await;
            pass.leave(of_job(sent.messages, &outcome)).await?;
            if let Some(last) = sent.last {
                keep(&kept, &connection.id, &topic, again, last);
            }
            outcome
        }))
    }

    /// Tells all jobs at once, and again when something changed, at most four times a second. There is one who listens: a
    /// later one takes the place of an earlier one. `on_change` returns false when nobody listens any more.
    pub fn watch_jobs(&self, on_change: impl Fn(Vec<Job>) -> bool + Send + 'static) {
        self.jobs.watch(on_change);
    }

    /// Asks a job to stop.
    ///
    /// # Errors
    /// Where there is no such job.
    pub fn stop_job(&self, job: u32) -> Result<()> {
        self.jobs.stop(job)
    }

    /// Forgets a job that is over.
    ///
    /// # Errors
    /// Where there is no such job, or it still runs.
    pub fn dismiss_job(&self, job: u32) -> Result<()> {
        self.jobs.dismiss(job)
    }

    /// The last messages that were sent to a topic by hand, newest first.
    pub fn sent_messages(&self, id: &str, topic: &str) -> Vec<SentMessage> {
        self.sent.of(id, topic)
    }
}

/// Lets messages to a topic through the door.
async fn enter(
    door: &Door,
    connection: &Connection,
    topic: &str,
    confirm: Option<&str>,
) -> Result<Pass> {
    let change = Change::Produce {
        topic: topic.to_owned(),
    };
    door.enter(connection, change, None, confirm).await
}

/// What a topic takes; its settings may be hidden.
async fn taker(cluster: &OpenCluster, topic: &str) -> Result<Taker> {
    let partitions = crate::topics::partitions(&cluster.kafka, topic).await?;
    let resource = kafka::ConfigResource::Topic(topic.to_owned());
    let settings = cluster.kafka.describe_configs(vec![resource], ASKING).await;
    let entries = settings.ok().and_then(|mut found| found.pop()?.1.ok());
    let largest = entries.and_then(|entries| {
        let entry = entries
            .into_iter()
            .find(|entry| entry.name == "max.message.bytes")?;
        entry.value?.parse().ok()
    });
    Ok(Taker {
        partitions: partitions.len() as i32,
        largest,
    })
}

/// A producer of its own for many messages.
async fn sender(cluster: &OpenCluster, topic: &str) -> Result<Sender> {
    let partitions = crate::topics::partitions(&cluster.kafka, topic).await?;
    Ok(Sender {
        producer: kafka::Producer::for_many(cluster.kafka.config())?,
        topic: topic.to_owned(),
        partitions: partitions.len() as i32,
    })
}

/// Keeps a message that was sent; the log tells where it could not be kept.
pub(super) fn keep(
    sent: &Arc<Sent>,
    connection: &str,
    topic: &str,
    draft: ProduceDraft,
    delivery: kafka::Delivery,
) {
    let message = SentMessage {
        draft,
        partition: delivery.partition,
        offset: delivery.offset.to_string(),
        at_ms: Utc::now().timestamp_millis(),
    };
    let sent = Arc::clone(sent);
    let (connection, topic) = (connection.to_owned(), topic.to_owned());
    tokio::task::spawn_blocking(move || {
        if let Err(failure) = sent.keep(&connection, &topic, message) {
            tracing::warn!("{}", failure.message);
        }
    });
}
