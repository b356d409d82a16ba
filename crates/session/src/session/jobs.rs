//! Jobs: exports and productions, and what was sent by hand.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use chrono::Utc;

use super::Session;
use crate::amount::counted;
use crate::cluster::OpenCluster;
use crate::door::{self, Change};
use crate::export::{self, Export, ExportDraft, ExportFormat};
use crate::failure::{Failure, Result};
use crate::jobs::{Assignment, Job, JobKind};
use crate::produce::ProduceDraft;
use crate::production::{self, FileDraft, FileReport, Sender};
use crate::sent::{Sent, SentMessage};
use crate::spec::ViewSpec;

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

    /// Looks through a file as a whole before any of it is sent. Blocks.
    ///
    /// # Errors
    /// Where it can't be read.
    pub fn check_production(&self, draft: &FileDraft) -> Result<FileReport> {
        production::check(draft)
    }

    /// Starts to send the messages of a file. All of it is checked before the first is sent. Answers with the job's number.
    ///
    /// # Errors
    /// [`Code::ReadOnly`](crate::Code::ReadOnly) on a read-only connection, else why the topic can't be reached.
    pub async fn start_production(&self, id: &str, topic: &str, draft: FileDraft) -> Result<u32> {
        let connection = self.connection(id)?;
        door::enter(&connection, Change::Produce { topic })?;
        let cluster = self.cluster(id).await?;
        let sender = sender(&cluster, topic).await?;
        let assignment = Assignment {
            kind: JobKind::Produce,
            title: format!("Send a file to “{topic}”"),
            connection: id.to_owned(),
            topic: topic.to_owned(),
            path: draft.path.clone(),
        };
        let topic = topic.to_owned();
        Ok(self.jobs.start(assignment, |control| async move {
            let _open = cluster;
            let entry = door::enter(&connection, Change::Produce { topic: &topic })?;
            let (sent, outcome) =
                production::send_file(draft, topic.clone(), sender, control).await;
            entry.done(&counted(sent.messages, "message"));
            outcome
        }))
    }

    /// Starts to send a message several times; `{{n}}` in key, value and header values is the running number from 1.
    /// Answers with the job's number.
    ///
    /// # Errors
    /// [`Code::ReadOnly`](crate::Code::ReadOnly) on a read-only connection, else what is wrong with the draft or why the
    /// topic can't be reached.
    pub async fn produce_many(
        &self,
        id: &str,
        topic: &str,
        draft: ProduceDraft,
        times: u32,
    ) -> Result<u32> {
        let connection = self.connection(id)?;
        door::enter(&connection, Change::Produce { topic })?;
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
        let topic = topic.to_owned();
        let kept = Arc::clone(&self.sent);
        Ok(self.jobs.start(assignment, |control| async move {
            let _open = cluster;
            let entry = door::enter(&connection, Change::Produce { topic: &topic })?;
            let again = draft.clone();
            let (sent, outcome) =
                production::send_many(draft, times, topic.clone(), sender, control).await;
            entry.done(&counted(sent.messages, "message"));
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
