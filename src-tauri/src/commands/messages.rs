//! Views of topics: the page pulls what is in sight.

use std::sync::Arc;

use session::{
    Form, Lines, MessageDetail, Part, PartitionCoverage, ProduceDraft, Result, Tick, ViewSpec,
};
use tauri::ipc::Channel;

use super::Shared;

use crate::caught::{blocking, caught};
use crate::wire::{Bytes, RowNumber};

/// Opens a view and starts to read; ticks come through `on_tick`. Answers with the view's number.
#[tauri::command]
#[specta::specta]
pub(crate) async fn open_view(
    session: Shared<'_>,
    connection: String,
    spec: ViewSpec,
    on_tick: Channel<Tick>,
) -> Result<u32> {
    caught(session.open_view(&connection, &spec, move |tick| on_tick.send(tick).is_ok())).await
}

/// Closes a view.
#[tauri::command]
#[specta::specta]
pub(crate) async fn close_view(session: Shared<'_>, view: u32) -> Result<()> {
    caught(async {
        session.close_view(view);
        Ok(())
    })
    .await
}

/// Shows only what key or value contain; empty for everything. What is kept is judged again, newest first.
#[tauri::command]
#[specta::specta]
pub(crate) async fn set_filter(session: Shared<'_>, view: u32, text: String) -> Result<()> {
    caught(async { session.set_filter(view, &text) }).await
}

/// Stops reading; what is kept stays.
#[tauri::command]
#[specta::specta]
pub(crate) async fn stop_view(session: Shared<'_>, view: u32) -> Result<()> {
    caught(async { session.stop_view(view) }).await
}

/// Goes on after a stop or a failure, or with a full store, whose oldest rows then make room.
#[tauri::command]
#[specta::specta]
pub(crate) async fn continue_view(session: Shared<'_>, view: u32) -> Result<()> {
    caught(async { session.continue_view(view) }).await
}

/// A window of rows, as raw bytes.
#[tauri::command]
#[specta::specta]
pub(crate) async fn view_rows(
    session: Shared<'_>,
    view: u32,
    from: RowNumber,
    count: u32,
) -> Result<Bytes> {
    caught(async { session.view_rows(view, from.0, count).map(Bytes) }).await
}

/// How far each partition has been read.
#[tauri::command]
#[specta::specta]
pub(crate) async fn view_coverage(
    session: Shared<'_>,
    view: u32,
) -> Result<Vec<PartitionCoverage>> {
    caught(async { session.view_coverage(view) }).await
}

/// A row's message, without key and value.
#[tauri::command]
#[specta::specta]
pub(crate) async fn message_detail(
    session: Shared<'_>,
    view: u32,
    row: RowNumber,
) -> Result<MessageDetail> {
    caught(async { session.message_detail(view, row.0) }).await
}

/// A window of the lines that a part of a row's message makes.
#[tauri::command]
#[specta::specta]
#[expect(
    clippy::too_many_arguments,
    reason = "what the inspector asks for, by name"
)]
pub(crate) async fn message_lines(
    session: Shared<'_>,
    view: u32,
    row: RowNumber,
    part: Part,
    form: Form,
    folds: Vec<u32>,
    from: u32,
    count: u32,
) -> Result<Lines> {
    let session = Arc::clone(&session);
    blocking(move || session.message_lines(view, row.0, part, form, &folds, from, count)).await
}

/// The text of a part of a row's message, for the clipboard.
#[tauri::command]
#[specta::specta]
pub(crate) async fn message_text(
    session: Shared<'_>,
    view: u32,
    row: RowNumber,
    part: Part,
    form: Form,
) -> Result<String> {
    let session = Arc::clone(&session);
    blocking(move || session.message_text(view, row.0, part, form)).await
}

/// A row's message as a draft to produce again.
#[tauri::command]
#[specta::specta]
pub(crate) async fn message_draft(
    session: Shared<'_>,
    view: u32,
    row: RowNumber,
) -> Result<ProduceDraft> {
    caught(async { session.message_draft(view, row.0) }).await
}
