//! Changes of a cluster: each goes through the door. What was changed: listed, looked up, taken back.

use std::io::Write;
use std::sync::Arc;
use std::time::{Duration, Instant};

use super::Session;
use crate::change::{self, Change, ChangeOutcome, Verdict, check, found, judge, make};
use crate::cluster::OpenCluster;
use crate::connections::Connection;
use crate::door::{self, ChangeResult};
use crate::export::{Landing, unwritable};
use crate::failure::{Code, Failure, Result};
use crate::groups::ResetPlan;
use crate::groups::rights::Rights;
use crate::jobs::Outcome;
use crate::journal::JournalPage;

/// How long it is tried to find out what became of a change.
const LOOKING: Duration = Duration::from_secs(15);
/// Between two tries.
const PAUSE: Duration = Duration::from_millis(500);
/// How long brokers have to tell each other of a change.
const TELLING: Duration = Duration::from_secs(2);
/// Between two looks whether they have.
const BETWEEN: Duration = Duration::from_millis(50);

impl Session {
    /// Sets a group's offsets as they were planned. `confirm` is what was typed on a production connection.
    ///
    /// # Errors
    /// [`Code::Conflict`] where the group has members or has moved since; [`Code::ReadOnly`], [`Code::Confirm`]; why the
    /// cluster refuses.
    pub async fn apply_reset(
        &self,
        id: &str,
        group: &str,
        plan: &ResetPlan,
        confirm: Option<&str>,
    ) -> Result<ChangeResult> {
        let (connection, cluster) = self.writable(id).await?;
        let change = cluster.groups.reset(&cluster.kafka, group, plan).await?;
        self.change(&connection, &cluster, change, confirm).await
    }

    /// Deletes a group that has no members, with its offsets.
    ///
    /// # Errors
    /// As [`Session::apply_reset`].
    pub async fn delete_group(
        &self,
        id: &str,
        group: &str,
        confirm: Option<&str>,
    ) -> Result<ChangeResult> {
        let (connection, cluster) = self.writable(id).await?;
        let change = cluster.groups.deletion(&cluster.kafka, group).await?;
        self.change(&connection, &cluster, change, confirm).await
    }

    /// Deletes what a group has committed for a topic that none of its members reads.
    ///
    /// # Errors
    /// As [`Session::apply_reset`].
    pub async fn delete_group_offsets(
        &self,
        id: &str,
        group: &str,
        topic: &str,
        confirm: Option<&str>,
    ) -> Result<ChangeResult> {
        let (connection, cluster) = self.writable(id).await?;
        let groups = &cluster.groups;
        let change = groups
            .deletion_of_offsets(&cluster.kafka, group, topic)
            .await?;
        self.change(&connection, &cluster, change, confirm).await
    }

    /// A window of what was changed, newest first; of the changes in which all words of `search` stand.
    ///
    /// # Errors
    /// None that is expected.
    pub async fn list_journal(&self, search: &str, from: u32, count: u32) -> Result<JournalPage> {
        let (journal, search) = (Arc::clone(self.door.journal()), search.to_owned());
        door::blocking(move || Ok(journal.page(&search, from as usize, count as usize))).await
    }

    /// Writes all that was changed to a file, as CSV.
    ///
    /// # Errors
    /// Where the file can't be written; [`Code::Conflict`] where it is there and is not to be replaced.
    pub async fn export_journal(&self, path: String, replace: bool) -> Result<()> {
        let journal = Arc::clone(self.door.journal());
        door::blocking(move || {
            let table = journal.csv()?;
            let mut landing = Landing::prepare(&path, replace)?;
            let written = landing.file().write_all(&table);
            written.map_err(|error| unwritable(&error, landing.target()))?;
            landing.land()
        })
        .await
    }

    /// Takes a change back, where what it made is still there. That is a change of its own.
    ///
    /// # Errors
    /// [`Code::Conflict`] where it was changed otherwise since; [`Code::Invalid`] for what can't be taken back; else as any
    /// change.
    pub async fn undo_change(&self, entry: u32, confirm: Option<&str>) -> Result<ChangeResult> {
        let kept = self.door.journal().entry(entry)?;
        let made = self.door.journal().undoable(entry);
        let inverse = made.as_ref().and_then(Change::inverse);
        let (Some(made), Some(inverse)) = (made, inverse) else {
            return Err(
                Failure::invalid(format!("The change {entry} can't be taken back.")).hint(
                    "It was taken back already, was not made, or there is no way back from it.",
                ),
            );
        };
        let (connection, cluster) = self.writable(&kept.connection).await?;
        if let Change::Offsets { group, .. } = &inverse {
            cluster.groups.must_rest(&cluster.kafka, group).await?;
        }
        let states = check(&cluster.kafka, &made).await?;
        if states.iter().any(|state| *state != change::State::After) {
            return Err(Failure::new(
                Code::Conflict,
                format!(
                    "“{}” was changed again since: it is not put back.",
                    made.resource()
                ),
            )
            .hint("Look at it as it is now, and change it from there."));
        }
        self.change_as(&connection, &cluster, inverse, Some(entry), confirm)
            .await
    }

    /// Finds out what became of a change whose answer was lost, for up to 15 s.
    ///
    /// # Errors
    /// Where it can't be told from the cluster, or that does not answer.
    pub async fn check_change(&self, entry: u32) -> Result<ChangeResult> {
        let kept = self.door.journal().entry(entry)?;
        let state = kept.verdict.map(|verdict| verdict.outcome);
        if !matches!(state, None | Some(ChangeOutcome::Unknown)) {
            return Err(Failure::invalid(format!(
                "What became of the change {entry} is known."
            )));
        }
        if !kept.change.can_be_checked() {
            return Err(Failure::invalid(
                "What became of it can't be told from the cluster: look at the topic.",
            ));
        }
        let cluster = self.cluster(&kept.connection).await?;
        let started = Instant::now();
        let states = loop {
            match check(&cluster.kafka, &kept.change).await {
                Ok(states) => break states,
                Err(error) if error.is_final() || started.elapsed() > LOOKING => {
                    return Err(error.into());
                }
                Err(_) => tokio::time::sleep(PAUSE).await,
            }
        };
        let verdict = found(&kept.change, &states);
        let result = door::note(self.door.journal(), entry, verdict).await?;
        if result.has_changed() {
            show(&cluster, &kept.change).await;
        }
        Ok(result)
    }

    /// An open cluster that may be changed.
    ///
    /// # Errors
    /// [`Code::ReadOnly`] before anything is asked; why it can't be opened.
    pub(super) async fn writable(&self, id: &str) -> Result<(Connection, Arc<OpenCluster>)> {
        let connection = self.connection(id)?;
        if connection.read_only {
            door::allow(&connection, "", None)?;
        }
        Ok((connection, self.cluster(id).await?))
    }

    /// Changes a cluster: the one way to do it.
    pub(super) async fn change(
        &self,
        connection: &Connection,
        cluster: &Arc<OpenCluster>,
        change: Change,
        confirm: Option<&str>,
    ) -> Result<ChangeResult> {
        self.change_as(connection, cluster, change, None, confirm)
            .await
    }

    async fn change_as(
        &self,
        connection: &Connection,
        cluster: &Arc<OpenCluster>,
        change: Change,
        undoes: Option<u32>,
        confirm: Option<&str>,
    ) -> Result<ChangeResult> {
        // It may have become read-only while the change was made ready.
        let connection = &self.connection(&connection.id)?;
        let pass = self.door.enter(connection, change, undoes, confirm).await?;
        let rights = Rights::new(connection, &cluster.kafka.config().bootstrap);
        let cluster = Arc::clone(cluster);
        // Who asked may go away; what becomes of the change is noted all the same.
        let making = tokio::spawn(async move {
            let answers = make(&cluster.kafka, &pass).await;
            let verdict = judge(pass.change(), answers, &rights);
            let change = pass.change().clone();
            let left = pass.leave(verdict).await;
            if left.as_ref().is_ok_and(ChangeResult::has_changed) {
                show(&cluster, &change).await;
            }
            left
        });
        making
            .await
            .map_err(|error| Failure::internal(format!("The change broke: {error}.")))?
    }
}

/// Sees to it that what is listed from now on holds a change, as far as brokers tell it soon: the one that is asked next may
/// not have heard of it yet.
async fn show(cluster: &OpenCluster, change: &Change) {
    let kafka = &cluster.kafka;
    let told = async {
        while check(kafka, change).await.is_ok_and(|states| {
            let mut states = states.iter();
            states.any(|state| *state == change::State::Before)
        }) {
            tokio::time::sleep(BETWEEN).await;
        }
    };
    // Later it comes by itself.
    let _ = tokio::time::timeout(TELLING, told).await;
    let renewed = match change {
        Change::CreateTopic { .. }
        | Change::DeleteTopic { .. }
        | Change::Partitions { .. }
        | Change::Purge { .. } => tokio::time::timeout(TELLING, cluster.topics.renew(kafka)).await,
        Change::Offsets { group, .. } | Change::DeleteGroup { group, .. } => {
            tokio::time::timeout(TELLING, cluster.groups.renew(kafka, group)).await
        }
        Change::Configs { topic, .. } => {
            cluster.figures.forget(topic);
            return;
        }
        Change::Produce { .. } | Change::AddAcls { .. } | Change::DeleteAcls { .. } => return,
    };
    match renewed {
        Ok(Ok(())) => {}
        Ok(Err(failure)) => {
            tracing::warn!("What was changed is not listed yet: {}", failure.message);
        }
        Err(_) => tracing::warn!("What was changed is not listed yet: no answer in time"),
    }
}

/// What became of many messages that were to be sent.
pub(super) fn of_job(messages: u64, outcome: &Result<Outcome>) -> Verdict {
    match outcome {
        Ok(Outcome::Done(told) | Outcome::Stopped(told)) if messages > 0 => {
            Verdict::new(ChangeOutcome::Done, told)
        }
        Ok(Outcome::Done(told) | Outcome::Stopped(told)) => {
            Verdict::new(ChangeOutcome::Refused, told)
        }
        Err(failure) if messages > 0 => Verdict::new(ChangeOutcome::Partial, &failure.message),
        Err(failure) => Verdict::new(ChangeOutcome::Refused, &failure.message),
    }
}
