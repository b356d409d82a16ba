//! What was changed in clusters: listed, looked up, taken back.

use session::{ChangeResult, JournalPage, Result};

use super::Shared;
use crate::caught::caught;

/// A window of what was changed through this app, newest first; of the changes in which all words of `search` stand.
#[tauri::command]
#[specta::specta]
pub(crate) async fn list_journal(
    session: Shared<'_>,
    search: String,
    from: u32,
    count: u32,
) -> Result<JournalPage> {
    caught(session.list_journal(&search, from, count)).await
}

/// Writes all that was changed to a file, as CSV. A failure has the code `conflict` where the file is there and is not to
/// be replaced.
#[tauri::command]
#[specta::specta]
pub(crate) async fn export_journal(session: Shared<'_>, path: String, replace: bool) -> Result<()> {
    caught(session.export_journal(path, replace)).await
}

/// Takes a change back, where what it made is still there: else the code `conflict`. That is a change of its own.
#[tauri::command]
#[specta::specta]
pub(crate) async fn undo_change(
    session: Shared<'_>,
    entry: u32,
    confirm: Option<String>,
) -> Result<ChangeResult> {
    caught(session.undo_change(entry, confirm.as_deref())).await
}

/// Finds out what became of a change whose outcome is `unknown`, for up to 15 s.
#[tauri::command]
#[specta::specta]
pub(crate) async fn check_change(session: Shared<'_>, entry: u32) -> Result<ChangeResult> {
    caught(session.check_change(entry)).await
}
