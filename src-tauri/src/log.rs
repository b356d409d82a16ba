//! The log: a file in the app's log folder, without payloads and secrets.

use std::fs::{self, File, OpenOptions};
use std::path::Path;
use std::sync::Mutex;

use tracing_subscriber::EnvFilter;

/// A log beyond this size starts anew; the one before it is kept.
const LIMIT: u64 = 8 << 20;

/// Starts to log into `folder`. `TRIBUTARY_LOG` sets what (as `debug` or `librdkafka=debug`). Without a file that can be
/// written the app runs all the same.
pub(crate) fn start(folder: &Path) {
    let filter = EnvFilter::try_from_env("TRIBUTARY_LOG")
        .unwrap_or_else(|_| EnvFilter::new("info,zbus=warn"));
    if let Ok(file) = open(folder) {
        let _ = tracing_subscriber::fmt()
            .with_env_filter(filter)
            .with_ansi(false)
            .with_writer(Mutex::new(file))
            .try_init();
    }
    let before = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        tracing::error!("{panic}");
        before(panic);
    }));
}

fn open(folder: &Path) -> std::io::Result<File> {
    fs::create_dir_all(folder)?;
    let path = folder.join("tributary.log");
    if fs::metadata(&path).is_ok_and(|file| file.len() > LIMIT) {
        fs::rename(&path, folder.join("tributary.log.1"))?;
    }
    OpenOptions::new().create(true).append(true).open(path)
}
