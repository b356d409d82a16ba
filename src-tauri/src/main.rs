//! The shell: a window, and commands that are one line into `session` each.
#![cfg_attr(all(windows, not(debug_assertions)), windows_subsystem = "windows")]

mod bindings;
mod caught;
mod commands;
mod embedded;
mod environment;
mod log;
mod window;
mod wire;

use std::process::ExitCode;
use std::sync::Arc;

use session::{OsKeychain, Session};
use tauri::Manager;

#[expect(clippy::exit, reason = "stands in what Tauri's macro generates")]
fn main() -> ExitCode {
    environment::settle();
    let builder = bindings::builder();
    let result = tauri::Builder::default()
        // For the backend only: no capability lets the page call it.
        .plugin(tauri_plugin_dialog::init())
        .invoke_handler(builder.invoke_handler())
        .setup(move |app| {
            builder.mount_events(app);
            log::start(&app.path().app_log_dir()?);
            let folder = app.path().app_config_dir()?;
            let session = Session::new(folder, Arc::new(OsKeychain), Arc::new(embedded::Sandboxed));
            // `tributary --sandbox`: what `make run` starts.
            if std::env::args().any(|argument| argument == "--sandbox") {
                session.start_on_sandbox();
            }
            app.manage(Arc::new(session));
            window::open(app)?;
            Ok(())
        })
        .run(tauri::generate_context!());
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            tracing::error!("Tributary could not start: {error}");
            ExitCode::FAILURE
        }
    }
}
