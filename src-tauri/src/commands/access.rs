//! Who may do what in a cluster.

use session::{AclDraft, AclEntry, AclFilter, AclPage, ChangeResult, CommandLine, Result};

use super::Shared;
use crate::caught::caught;

/// A window of the entries that a filter takes, asked for anew. That they may not be seen, or that the cluster has none, is
/// told in the answer.
#[tauri::command]
#[specta::specta]
pub(crate) async fn list_acls(
    session: Shared<'_>,
    connection: String,
    filter: AclFilter,
    from: u32,
    count: u32,
) -> Result<AclPage> {
    caught(session.list_acls(&connection, &filter, from, count)).await
}

/// Who may read a topic, a sentence each, then what holds besides. A failure with the code `forbidden` has the line that
/// grants it in its details.
#[tauri::command]
#[specta::specta]
pub(crate) async fn who_may_read(
    session: Shared<'_>,
    connection: String,
    topic: String,
) -> Result<Vec<String>> {
    caught(session.who_may_read(&connection, &topic)).await
}

/// All entries that a draft takes. Asks no broker.
#[tauri::command]
#[specta::specta]
pub(crate) async fn plan_acls(session: Shared<'_>, draft: AclDraft) -> Result<Vec<AclEntry>> {
    caught(async { session.plan_acls(&draft) }).await
}

/// Adds entries. On a production connection `confirm` is the principal, where all are of one.
#[tauri::command]
#[specta::specta]
pub(crate) async fn add_acls(
    session: Shared<'_>,
    connection: String,
    entries: Vec<AclEntry>,
    confirm: Option<String>,
) -> Result<ChangeResult> {
    caught(session.add_acls(&connection, &entries, confirm.as_deref())).await
}

/// Deletes entries.
#[tauri::command]
#[specta::specta]
pub(crate) async fn delete_acls(
    session: Shared<'_>,
    connection: String,
    entries: Vec<AclEntry>,
    confirm: Option<String>,
) -> Result<ChangeResult> {
    caught(session.delete_acls(&connection, &entries, confirm.as_deref())).await
}

/// Lines for a terminal that add entries, or remove them.
#[tauri::command]
#[specta::specta]
pub(crate) async fn acl_lines(
    session: Shared<'_>,
    connection: String,
    entries: Vec<AclEntry>,
    remove: bool,
) -> Result<Vec<CommandLine>> {
    caught(session.acl_lines(&connection, &entries, remove)).await
}
