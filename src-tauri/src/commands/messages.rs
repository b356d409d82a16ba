//! Views of topics: the page pulls what is in sight.

use std::sync::Arc;

use session::{
    CommandLine, Comparison, Completion, CopyAs, FilterText, FilterVerdict, Form, FoundLines,
    Histogram, KeyQuery, LineTarget, Lines, MessageDetail, Part, PartitionCoverage, ProduceDraft,
    Result, Tick, ViewSpec,
};
use tauri::ipc::Channel;

use super::Shared;

use crate::caught::{blocking, caught};
use crate::wire::{Bytes, RowNumber, RowOf};

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

/// Shows only what matches; what is kept is judged again, newest first. An invalid filter is told, and the last valid
/// one goes on.
#[tauri::command]
#[specta::specta]
pub(crate) async fn set_filter(
    session: Shared<'_>,
    view: u32,
    filter: FilterText,
) -> Result<FilterVerdict> {
    caught(async { session.set_filter(view, &filter) }).await
}

/// What is wrong with a filter, if anything is.
#[tauri::command]
#[specta::specta]
pub(crate) async fn check_filter(session: Shared<'_>, filter: FilterText) -> Result<FilterVerdict> {
    caught(async { Ok(session.check_filter(&filter)) }).await
}

/// How a filter may go on at the caret, by the fields of what the view keeps.
#[tauri::command]
#[specta::specta]
pub(crate) async fn complete_filter(
    session: Shared<'_>,
    view: u32,
    text: String,
    caret: u32,
) -> Result<Completion> {
    let session = Arc::clone(&session);
    blocking(move || session.complete_filter(view, &text, caret)).await
}

/// A filter with one condition more.
#[tauri::command]
#[specta::specta]
pub(crate) async fn add_condition(
    session: Shared<'_>,
    filter: FilterText,
    condition: String,
) -> Result<String> {
    caught(async { Ok(session.add_condition(&filter, &condition)) }).await
}

/// When the messages that were read, and those that match, were written.
#[tauri::command]
#[specta::specta]
pub(crate) async fn view_histogram(
    session: Shared<'_>,
    view: u32,
    buckets: u32,
) -> Result<Histogram> {
    caught(async { session.view_histogram(view, buckets) }).await
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

/// A window of rows with a cell for each of `columns`, as raw bytes.
#[tauri::command]
#[specta::specta]
pub(crate) async fn view_rows(
    session: Shared<'_>,
    view: u32,
    from: RowNumber,
    count: u32,
    columns: Vec<String>,
) -> Result<Bytes> {
    caught(async { session.view_rows(view, from.0, count, &columns).map(Bytes) }).await
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
    width: u32,
    from: u32,
    count: u32,
) -> Result<Lines> {
    let session = Arc::clone(&session);
    blocking(move || session.message_lines(view, row.0, part, form, &folds, width, from, count))
        .await
}

/// What a line of the inspector stands for; null for a bracket that closes.
#[tauri::command]
#[specta::specta]
pub(crate) async fn line_target(
    session: Shared<'_>,
    view: u32,
    row: RowNumber,
    part: Part,
    form: Form,
    line: u32,
) -> Result<Option<LineTarget>> {
    let session = Arc::clone(&session);
    blocking(move || session.line_target(view, row.0, part, form, line)).await
}

/// Lines of a part that hold a text, in any case.
#[tauri::command]
#[specta::specta]
pub(crate) async fn find_lines(
    session: Shared<'_>,
    view: u32,
    row: RowNumber,
    part: Part,
    form: Form,
    text: String,
) -> Result<FoundLines> {
    let session = Arc::clone(&session);
    blocking(move || session.find_lines(view, row.0, part, form, &text)).await
}

/// Two messages, field by field.
#[tauri::command]
#[specta::specta]
pub(crate) async fn compare_messages(
    session: Shared<'_>,
    left: RowOf,
    right: RowOf,
) -> Result<Comparison> {
    let session = Arc::clone(&session);
    blocking(move || session.compare_messages((left.view, left.row.0), (right.view, right.row.0)))
        .await
}

/// Rows as text for the clipboard.
#[tauri::command]
#[specta::specta]
pub(crate) async fn copy_rows(
    session: Shared<'_>,
    view: u32,
    rows: Vec<RowNumber>,
    copy_as: CopyAs,
) -> Result<String> {
    let session = Arc::clone(&session);
    blocking(move || {
        let rows: Vec<u64> = rows.iter().map(|row| row.0).collect();
        session.copy_rows(view, &rows, copy_as)
    })
    .await
}

/// What reads the same in a terminal.
#[tauri::command]
#[specta::specta]
pub(crate) async fn command_lines(
    session: Shared<'_>,
    connection: String,
    spec: ViewSpec,
) -> Result<Vec<CommandLine>> {
    caught(session.command_lines(&connection, &spec)).await
}

/// The partition that a key is in.
#[tauri::command]
#[specta::specta]
pub(crate) async fn key_partition(
    session: Shared<'_>,
    connection: String,
    topic: String,
    key: KeyQuery,
) -> Result<i32> {
    caught(session.key_partition(&connection, &topic, &key)).await
}

/// The ids of the cluster's consumer groups.
#[tauri::command]
#[specta::specta]
pub(crate) async fn consumer_groups(
    session: Shared<'_>,
    connection: String,
) -> Result<Vec<String>> {
    caught(session.consumer_groups(&connection)).await
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
