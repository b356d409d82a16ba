//! What the palette and the help ask for.

use std::sync::Arc;

use session::{About, NameHit, Result};
use tauri::AppHandle;

use super::Shared;
use crate::caught::blocking;
use crate::log;

/// Topics and groups of open connections whose names have the letters of `text` in their order, the best first. Asks no
/// broker.
#[tauri::command]
#[specta::specta]
pub(crate) async fn search_names(
    session: Shared<'_>,
    text: String,
    limit: u32,
) -> Result<Vec<NameHit>> {
    let session = Arc::clone(&session);
    blocking(move || Ok(session.search_names(&text, limit))).await
}

/// Versions, settings without secrets and the last lines of the log, safe to paste in public.
#[tauri::command]
#[specta::specta]
pub(crate) async fn diagnostics(app: AppHandle, session: Shared<'_>) -> Result<String> {
    let session = Arc::clone(&session);
    blocking(move || {
        let system = os_info::get();
        let about = About {
            version: app.package_info().version.to_string(),
            system: format!("{system} {}", std::env::consts::ARCH),
            web_view: tauri::webview_version().ok(),
        };
        Ok(session.diagnostics(&about, &log::last_lines()))
    })
    .await
}
