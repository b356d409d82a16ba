//! Writing messages.

use std::sync::Arc;

use session::{JsonProblem, ProduceDraft, Produced, Result, SentMessage};

use super::Shared;
use crate::caught::{blocking, caught};

/// Writes a message; refused on a read-only connection, and on a production one where `confirm` is not the topic's name.
#[tauri::command]
#[specta::specta]
pub(crate) async fn produce(
    session: Shared<'_>,
    connection: String,
    topic: String,
    draft: ProduceDraft,
    confirm: Option<String>,
) -> Result<Produced> {
    caught(session.produce(&connection, &topic, &draft, confirm.as_deref())).await
}

/// Where a text is not JSON; null where it is.
#[tauri::command]
#[specta::specta]
pub(crate) async fn check_json(session: Shared<'_>, text: String) -> Result<Option<JsonProblem>> {
    let session = Arc::clone(&session);
    blocking(move || Ok(session.check_json(&text))).await
}

/// The last messages that were sent to a topic by hand, newest first.
#[tauri::command]
#[specta::specta]
pub(crate) async fn sent_messages(
    session: Shared<'_>,
    connection: String,
    topic: String,
) -> Result<Vec<SentMessage>> {
    caught(async { Ok(session.sent_messages(&connection, &topic)) }).await
}
