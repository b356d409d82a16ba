//! Who may do what: listed, planned, added, deleted.

use super::Session;
use crate::access::{self, AclDraft, AclEntry, AclFilter, AclPage};
use crate::command_line::CommandLine;
use crate::door::ChangeResult;
use crate::failure::Result;
use crate::groups::rights::Rights;

impl Session {
    /// A window of the entries that a filter takes, asked for anew. That they may not be seen, or that the cluster has none,
    /// is told in the answer.
    ///
    /// # Errors
    /// Why there is no answer.
    pub async fn list_acls(
        &self,
        id: &str,
        filter: &AclFilter,
        from: u32,
        count: u32,
    ) -> Result<AclPage> {
        let cluster = self.cluster(id).await?;
        let rights = Rights::new(&self.connection(id)?, &cluster.kafka.config().bootstrap);
        let (from, count) = (from as usize, count as usize);
        access::page(&cluster.kafka, filter, from, count, &rights).await
    }

    /// Who may read a topic, a sentence each, then what holds besides.
    ///
    /// # Errors
    /// [`Code::Forbidden`](crate::Code::Forbidden) where entries may not be seen; why there is no answer.
    pub async fn who_may_read(&self, id: &str, topic: &str) -> Result<Vec<String>> {
        let cluster = self.cluster(id).await?;
        let rights = Rights::new(&self.connection(id)?, &cluster.kafka.config().bootstrap);
        access::readers(&cluster.kafka, topic, &rights).await
    }

    /// All entries that a draft takes. Asks no broker.
    ///
    /// # Errors
    /// What is missing or wrong.
    pub fn plan_acls(&self, draft: &AclDraft) -> Result<Vec<AclEntry>> {
        draft.entries()
    }

    /// Adds entries. On a production connection `confirm` is the principal, where all are of one.
    ///
    /// # Errors
    /// [`Code::Invalid`](crate::Code::Invalid) for what can't be added or is there already;
    /// [`Code::ReadOnly`](crate::Code::ReadOnly), [`Code::Confirm`](crate::Code::Confirm); why the cluster refuses.
    pub async fn add_acls(
        &self,
        id: &str,
        entries: &[AclEntry],
        confirm: Option<&str>,
    ) -> Result<ChangeResult> {
        let (connection, cluster) = self.writable(id).await?;
        let rights = Rights::new(&connection, &cluster.kafka.config().bootstrap);
        let change = access::addition(&cluster.kafka, entries, &rights).await?;
        self.change(&connection, &cluster, change, confirm).await
    }

    /// Deletes entries.
    ///
    /// # Errors
    /// As [`Session::add_acls`].
    pub async fn delete_acls(
        &self,
        id: &str,
        entries: &[AclEntry],
        confirm: Option<&str>,
    ) -> Result<ChangeResult> {
        let (connection, cluster) = self.writable(id).await?;
        let rights = Rights::new(&connection, &cluster.kafka.config().bootstrap);
        let change = access::deletion(&cluster.kafka, entries, &rights).await?;
        self.change(&connection, &cluster, change, confirm).await
    }

    /// Lines for a terminal that add entries, or remove them.
    ///
    /// # Errors
    /// Why the cluster can't be opened: its address stands in the lines.
    pub async fn acl_lines(
        &self,
        id: &str,
        entries: &[AclEntry],
        remove: bool,
    ) -> Result<Vec<CommandLine>> {
        let cluster = self.cluster(id).await?;
        let rights = Rights::new(&self.connection(id)?, &cluster.kafka.config().bootstrap);
        Ok(access::lines(entries, remove, &rights))
    }
}
