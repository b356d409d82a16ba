//! Groups of consumers: where they stand, and what a reset would do.

use std::io::Write;

use super::Session;
use crate::export::{Landing, unwritable};
use crate::failure::{Failure, Result};
use crate::groups::{
    GroupDetail, GroupPage, GroupQuery, LagHistory, Reset, ResetPlan, TopicGroups,
};

impl Session {
    /// A window of a cluster's groups. Lags come in by themselves: of what is in sight, and once a minute of all.
    ///
    /// # Errors
    /// Why the cluster does not answer.
    pub async fn list_groups(
        &self,
        id: &str,
        query: &GroupQuery,
        from: u32,
        count: u32,
        refresh: bool,
    ) -> Result<GroupPage> {
        let cluster = self.cluster(id).await?;
        let (from, count) = (from as usize, count as usize);
        cluster
            .groups
            .page(&cluster.kafka, query, from, count, refresh)
            .await
    }

    /// A group with its partitions and members, asked anew. From then on it is watched while the cluster is open.
    ///
    /// # Errors
    /// Where there is no such group, it may not be seen, or there is no answer.
    pub async fn group_detail(&self, id: &str, group: &str) -> Result<GroupDetail> {
        let cluster = self.cluster(id).await?;
        cluster.groups.detail(&cluster.kafka, group).await
    }

    /// How the lag of a group went since a time, in ms since 1970. It is measured while the group is watched, and kept.
    ///
    /// # Errors
    /// Where the connection can't be opened.
    pub async fn lag_history(&self, id: &str, group: &str, since: i64) -> Result<LagHistory> {
        let cluster = self.cluster(id).await?;
        Ok(cluster.groups.history(group, since))
    }

    /// The groups that read a topic or have read it.
    ///
    /// # Errors
    /// Why the cluster does not answer.
    pub async fn topic_groups(&self, id: &str, topic: &str, refresh: bool) -> Result<TopicGroups> {
        let cluster = self.cluster(id).await?;
        cluster
            .groups
            .of_topic(&cluster.kafka, topic, refresh)
            .await
    }

    /// Writes all partitions of a group to a file, as CSV.
    ///
    /// # Errors
    /// Where there is no such group, no answer, or the file can't be written; [`crate::Code::Conflict`] where it is there
    /// and is not to be replaced.
    pub async fn export_group(
        &self,
        id: &str,
        group: &str,
        path: String,
        replace: bool,
    ) -> Result<()> {
        let cluster = self.cluster(id).await?;
        let table = cluster.groups.table(&cluster.kafka, group).await?;
        let writing = tokio::task::spawn_blocking(move || {
            let mut landing = Landing::prepare(&path, replace)?;
            let written = landing.file().write_all(&table);
            written.map_err(|error| unwritable(&error, landing.target()))?;
            landing.land()
        });
        writing.await.map_err(|error| {
            Failure::internal(format!("The file could not be written: {error}."))
        })?
    }

    /// What a reset of a group's offsets would do. Nothing is changed.
    ///
    /// # Errors
    /// What is wrong with `reset`; where there is no such group, it may not be seen, or there is no answer.
    pub async fn plan_reset(&self, id: &str, group: &str, reset: &Reset) -> Result<ResetPlan> {
        let cluster = self.cluster(id).await?;
        cluster
            .groups
            .plan_reset(&cluster.kafka, group, reset)
            .await
    }
}
