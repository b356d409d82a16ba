//! How the window was left.

use std::sync::Arc;

use session::{Notice, Result, Settings};

use super::Shared;
use crate::caught::{blocking, caught};

/// How the window was left.
#[tauri::command]
#[specta::specta]
pub(crate) async fn load_settings(session: Shared<'_>) -> Result<Settings> {
    caught(async { Ok(session.load_settings()) }).await
}

/// Keeps how the window is.
#[tauri::command]
#[specta::specta]
pub(crate) async fn save_settings(session: Shared<'_>, settings: Settings) -> Result<()> {
    let session = Arc::clone(&session);
    blocking(move || session.save_settings(settings)).await
}

/// What has to be said once at the start.
#[tauri::command]
#[specta::specta]
pub(crate) async fn notices(session: Shared<'_>) -> Result<Vec<Notice>> {
    caught(async { Ok(session.notices()) }).await
}
