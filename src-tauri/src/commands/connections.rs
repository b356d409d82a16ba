//! Connections: list, change, try, open.

use std::sync::Arc;

use session::{Cluster, Connection, ConnectionDraft, KeychainStatus, Result, TestReport};

use super::Shared;
use crate::caught::{blocking, caught};

/// All connections, the sandbox first.
#[tauri::command]
#[specta::specta]
pub(crate) async fn list_connections(session: Shared<'_>) -> Result<Vec<Connection>> {
    caught(async { Ok(session.list_connections()) }).await
}

/// Adds or changes a connection; its secrets go to the keychain and never come back.
#[tauri::command]
#[specta::specta]
pub(crate) async fn save_connection(
    session: Shared<'_>,
    draft: ConnectionDraft,
) -> Result<Connection> {
    caught(session.save_connection(draft)).await
}

/// Deletes a connection and its secrets.
#[tauri::command]
#[specta::specta]
pub(crate) async fn delete_connection(session: Shared<'_>, connection: String) -> Result<()> {
    caught(session.delete_connection(&connection)).await
}

/// Switches a connection between read-only and not.
#[tauri::command]
#[specta::specta]
pub(crate) async fn set_read_only(
    session: Shared<'_>,
    connection: String,
    read_only: bool,
) -> Result<Connection> {
    let session = Arc::clone(&session);
    blocking(move || session.set_read_only(&connection, read_only)).await
}

/// Tries a connection as the form holds it; answers within 5 s.
#[tauri::command]
#[specta::specta]
pub(crate) async fn test_connection(
    session: Shared<'_>,
    draft: ConnectionDraft,
) -> Result<TestReport> {
    caught(async { Ok(session.test_connection(draft).await) }).await
}

/// Whether there is a keychain.
#[tauri::command]
#[specta::specta]
pub(crate) async fn keychain(session: Shared<'_>) -> Result<KeychainStatus> {
    caught(async { Ok(session.keychain().await) }).await
}

/// Opens the cluster of a connection, or finds it open.
#[tauri::command]
#[specta::specta]
pub(crate) async fn open_connection(session: Shared<'_>, connection: String) -> Result<Cluster> {
    caught(session.open_connection(&connection)).await
}

/// Closes a connection with all its views.
#[tauri::command]
#[specta::specta]
pub(crate) async fn close_connection(session: Shared<'_>, connection: String) -> Result<()> {
    caught(async {
        session.close_connection(&connection);
        Ok(())
    })
    .await
}
