//! What goes on while one works elsewhere: exports and productions.

use std::sync::Arc;

use session::{
    Analysis, ExportDraft, ExportFormat, FileDraft, FileReport, Job, ProduceDraft, Result, ViewSpec,
};
use tauri::ipc::Channel;
use tauri::{AppHandle, Manager, Window};
use tauri_plugin_dialog::DialogExt;

use super::Shared;
use crate::caught::{blocking, caught};

/// What a file is chosen for.
#[derive(Clone, Copy, serde::Deserialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub(crate) enum FilePurpose {
    /// To read one that is there.
    Open,
    /// To write one.
    Save,
}

/// Starts to write what matches of a topic to a file. Answers with the job's number; a failure has the code `conflict`
/// where the file is there and is not to be replaced.
#[tauri::command]
#[specta::specta]
pub(crate) async fn start_export(
    session: Shared<'_>,
    connection: String,
    spec: ViewSpec,
    export_draft: ExportDraft,
) -> Result<u32> {
    caught(session.start_export(&connection, spec, &export_draft)).await
}

/// Starts to read a sample of a topic, the newest messages of each partition. Answers with the job's number.
#[tauri::command]
#[specta::specta]
pub(crate) async fn start_analysis(
    session: Shared<'_>,
    connection: String,
    topic: String,
    sample: u32,
) -> Result<u32> {
    caught(session.start_analysis(&connection, &topic, sample)).await
}

/// What is known of a sample so far: also while it is read, and after it was stopped.
#[tauri::command]
#[specta::specta]
pub(crate) async fn analysis(session: Shared<'_>, job: u32) -> Result<Analysis> {
    let session = Arc::clone(&session);
    blocking(move || session.analysis(job)).await
}

/// A file to propose for an export, that is not there yet: where the last export of the connection went, else in the
/// downloads folder or the home folder.
#[tauri::command]
#[specta::specta]
pub(crate) async fn export_defaults(
    app: AppHandle,
    session: Shared<'_>,
    connection: String,
    topic: String,
    format: ExportFormat,
) -> Result<String> {
    let session = Arc::clone(&session);
    blocking(move || {
        let paths = app.path();
        let folder = paths.download_dir().or_else(|_| paths.home_dir());
        let folder = folder.unwrap_or_default();
        let path = session.export_path(&connection, &topic, format, &folder);
        Ok(path.display().to_string())
    })
    .await
}

/// Looks through a file as a whole before any of it is sent.
#[tauri::command]
#[specta::specta]
pub(crate) async fn check_production(
    session: Shared<'_>,
    connection: String,
    topic: String,
    draft: FileDraft,
) -> Result<FileReport> {
    caught(session.check_production(&connection, &topic, draft)).await
}

/// Starts to send the messages of a file, all of which is checked before the first is sent. Answers with the job's number.
#[tauri::command]
#[specta::specta]
pub(crate) async fn start_production(
    session: Shared<'_>,
    connection: String,
    topic: String,
    draft: FileDraft,
    confirm: Option<String>,
) -> Result<u32> {
    caught(session.start_production(&connection, &topic, draft, confirm.as_deref())).await
}

/// Starts to send a message several times; `{{n}}` in key, value and header values is the running number from 1. Answers
/// with the job's number.
#[tauri::command]
#[specta::specta]
pub(crate) async fn produce_many(
    session: Shared<'_>,
    connection: String,
    topic: String,
    draft: ProduceDraft,
    times: u32,
    confirm: Option<String>,
) -> Result<u32> {
    caught(session.produce_many(&connection, &topic, draft, times, confirm.as_deref())).await
}

/// Tells all jobs at once, and again when something changed, at most four times a second.
#[tauri::command]
#[specta::specta]
pub(crate) async fn watch_jobs(session: Shared<'_>, on_change: Channel<Vec<Job>>) -> Result<()> {
    caught(async {
        session.watch_jobs(move |jobs| on_change.send(jobs).is_ok());
        Ok(())
    })
    .await
}

/// Asks a job to stop.
#[tauri::command]
#[specta::specta]
pub(crate) async fn stop_job(session: Shared<'_>, job: u32) -> Result<()> {
    caught(async { session.stop_job(job) }).await
}

/// Forgets a job that is over.
#[tauri::command]
#[specta::specta]
pub(crate) async fn dismiss_job(session: Shared<'_>, job: u32) -> Result<()> {
    caught(async { session.dismiss_job(job) }).await
}

/// The system's dialog for a file; null where it was left without one. `suggested` is the path that it opens with.
#[tauri::command]
#[specta::specta]
pub(crate) async fn choose_file(
    window: Window,
    purpose: FilePurpose,
    suggested: String,
) -> Result<Option<String>> {
    caught(async move {
        let mut dialog = window.dialog().file().set_parent(&window);
        let path = std::path::Path::new(&suggested);
        if let Some(folder) = path.parent().filter(|folder| folder.is_dir()) {
            dialog = dialog.set_directory(folder);
        }
        if let Some(name) = path.file_name() {
            dialog = dialog.set_file_name(name.to_string_lossy());
        }
        let (answer, chosen) = tokio::sync::oneshot::channel();
        let answer = move |path| {
            // Nobody waits any more where the page was loaded anew.
            let _ = answer.send(path);
        };
        match purpose {
            FilePurpose::Open => dialog.pick_file(answer),
            FilePurpose::Save => dialog.save_file(answer),
        }
        let chosen = chosen.await.ok().flatten();
        Ok(chosen.map(|path| path.to_string()))
    })
    .await
}
