//! Topics: created, set, grown, emptied, deleted.

use super::Session;
use crate::change::{Change, ChangeOutcome, judge, rehearse};
use crate::configs::{self, ConfigChoice, ConfigRow};
use crate::definition::{self, TopicDraft};
use crate::door::ChangeResult;
use crate::failure::Result;
use crate::figures::{self, TopicFigures};
use crate::groups::rights::Rights;
use crate::purge::{self, PurgePlan, PurgeTo};

impl Session {
    /// What is shown of some topics besides their list, 200 at most: of those that are in sight, every five seconds.
    /// `refresh` asks for everything anew, else settings are asked for once a minute, and groups where they are not known.
    ///
    /// # Errors
    /// Why the cluster does not answer.
    pub async fn topic_figures(
        &self,
        id: &str,
        topics: &[String],
        refresh: bool,
    ) -> Result<TopicFigures> {
        let cluster = self.cluster(id).await?;
        let rights = Rights::new(&self.connection(id)?, &cluster.kafka.config().bootstrap);
        figures::of(&cluster, topics, refresh, &rights).await
    }

    /// Creates a topic, or with `dry_run` only lets the cluster check it. `confirm` is what was typed on a production
    /// connection, here and below.
    ///
    /// # Errors
    /// [`Code::Invalid`](crate::Code::Invalid) for what can't be right, [`Code::Conflict`](crate::Code::Conflict) where
    /// there is one of that name; [`Code::ReadOnly`](crate::Code::ReadOnly), [`Code::Confirm`](crate::Code::Confirm); why
    /// the cluster refuses.
    pub async fn create_topic(
        &self,
        id: &str,
        draft: &TopicDraft,
        dry_run: bool,
        confirm: Option<&str>,
    ) -> Result<ChangeResult> {
        let topic = draft.definition()?;
        if !dry_run {
            let (connection, cluster) = self.writable(id).await?;
            let change = Change::CreateTopic { topic };
            return self.change(&connection, &cluster, change, confirm).await;
        }
        let cluster = self.cluster(id).await?;
        let rights = Rights::new(&self.connection(id)?, &cluster.kafka.config().bootstrap);
        let answers = rehearse(&cluster.kafka, &topic).await;
        let message = format!("The cluster would create “{}” so.", topic.name);
        let verdict = judge(&Change::CreateTopic { topic }, answers, &rights);
        if let Some(failure) = verdict.failure {
            return Err(failure);
        }
        let is_known = verdict.outcome == ChangeOutcome::Done;
        Ok(ChangeResult {
            entry: None,
            outcome: verdict.outcome,
            message: if is_known { message } else { verdict.message },
            undo: false,
            problems: verdict.problems,
        })
    }

    /// All settings of a topic, by name.
    ///
    /// # Errors
    /// [`Code::Forbidden`](crate::Code::Forbidden) with the line that grants it in its details; where there is no such
    /// topic, or no answer.
    pub async fn topic_configs(&self, id: &str, topic: &str) -> Result<Vec<ConfigRow>> {
        let cluster = self.cluster(id).await?;
        let rights = Rights::new(&self.connection(id)?, &cluster.kafka.config().bootstrap);
        configs::rows(&cluster.kafka, topic, &rights).await
    }

    /// Changes single settings of a topic, all of them or none; the others stay.
    ///
    /// # Errors
    /// [`Code::Invalid`](crate::Code::Invalid) where nothing would be changed; else as [`Session::create_topic`].
    pub async fn alter_configs(
        &self,
        id: &str,
        topic: &str,
        choices: &[ConfigChoice],
        confirm: Option<&str>,
    ) -> Result<ChangeResult> {
        let (connection, cluster) = self.writable(id).await?;
        let rights = Rights::new(&connection, &cluster.kafka.config().bootstrap);
        let change = configs::edits(&cluster.kafka, topic, choices, &rights).await?;
        self.change(&connection, &cluster, change, confirm).await
    }

    /// Gives a topic so many partitions in all. Keys may go to other partitions from then on, and there is no way back.
    ///
    /// # Errors
    /// As [`Session::alter_configs`].
    pub async fn add_partitions(
        &self,
        id: &str,
        topic: &str,
        total: i32,
        confirm: Option<&str>,
    ) -> Result<ChangeResult> {
        let (connection, cluster) = self.writable(id).await?;
        let change = definition::grow(&cluster.kafka, topic, total).await?;
        self.change(&connection, &cluster, change, confirm).await
    }

    /// Counts what a purge would delete. Nothing is changed.
    ///
    /// # Errors
    /// What is wrong with `to`; where there is no such topic, or no answer.
    pub async fn plan_purge(&self, id: &str, topic: &str, to: &PurgeTo) -> Result<PurgePlan> {
        let cluster = self.cluster(id).await?;
        purge::plan(&cluster.kafka, topic, to).await
    }

    /// Deletes the oldest messages of a topic as they were counted. There is no way back.
    ///
    /// # Errors
    /// [`Code::Conflict`](crate::Code::Conflict) where the topic was made anew meanwhile; else as
    /// [`Session::alter_configs`].
    pub async fn purge(
        &self,
        id: &str,
        topic: &str,
        plan: &PurgePlan,
        confirm: Option<&str>,
    ) -> Result<ChangeResult> {
        let (connection, cluster) = self.writable(id).await?;
        let change = purge::cuts(&cluster.kafka, topic, plan).await?;
        self.change(&connection, &cluster, change, confirm).await
    }

    /// Deletes a topic with all that is in it. Its definition is kept: to take it back creates it again, empty.
    ///
    /// # Errors
    /// As [`Session::create_topic`]; where there is no such topic.
    pub async fn delete_topic(
        &self,
        id: &str,
        topic: &str,
        confirm: Option<&str>,
    ) -> Result<ChangeResult> {
        let (connection, cluster) = self.writable(id).await?;
        let topic = definition::of(&cluster.kafka, topic).await?;
        let change = Change::DeleteTopic { topic };
        self.change(&connection, &cluster, change, confirm).await
    }
}
