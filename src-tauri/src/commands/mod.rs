//! What the page can ask for, area by area. Every body is one line into `session`.

pub(crate) mod access;
pub(crate) mod changes;
pub(crate) mod connections;
pub(crate) mod groups;
pub(crate) mod jobs;
pub(crate) mod messages;
pub(crate) mod palette;
pub(crate) mod produce;
pub(crate) mod settings;
pub(crate) mod topics;

use std::sync::Arc;

/// The app's state, as commands receive it.
pub(crate) type Shared<'a> = tauri::State<'a, Arc<session::Session>>;
