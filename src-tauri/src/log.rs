//! The log: a file in the app's log folder, without payloads and secrets, and its last lines in memory.

use std::collections::VecDeque;
use std::fmt::{self, Write};
use std::fs::{self, File, OpenOptions};
use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{SystemTime, UNIX_EPOCH};

use session::LogLine;
use tracing::field::{Field, Visit};
use tracing::{Event, Subscriber};
use tracing_subscriber::layer::{Context, Layer, SubscriberExt};
use tracing_subscriber::util::SubscriberInitExt;
use tracing_subscriber::{EnvFilter, fmt as file_format};

/// A log beyond this size starts anew; the one before it is kept.
const LIMIT: u64 = 8 << 20;
/// Lines that are kept in memory.
const LINES: usize = 200;
/// Bytes of such a line, about.
const LINE: usize = 2000;

/// The last lines, the oldest first.
static LAST: Mutex<VecDeque<LogLine>> = Mutex::new(VecDeque::new());

/// Starts to log into `folder`. `TRIBUTARY_LOG` sets what (as `debug` or `librdkafka=debug`). Without a file that can be
/// written the app runs all the same.
pub(crate) fn start(folder: &Path) {
    let filter = EnvFilter::try_from_env("TRIBUTARY_LOG")
        .unwrap_or_else(|_| EnvFilter::new("info,zbus=warn"));
    let file = open(folder).ok().map(|file| {
        file_format::layer()
            .with_ansi(false)
            .with_writer(Mutex::new(file))
    });
    let _ = tracing_subscriber::registry()
        .with(filter)
        .with(file)
        .with(Last)
        .try_init();
    let before = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        tracing::error!("{panic}");
        before(panic);
    }));
}

/// The last lines that were logged, the oldest first.
pub(crate) fn last_lines() -> Vec<LogLine> {
    last().iter().cloned().collect()
}

fn last() -> MutexGuard<'static, VecDeque<LogLine>> {
    LAST.lock().unwrap_or_else(PoisonError::into_inner)
}

fn open(folder: &Path) -> std::io::Result<File> {
    fs::create_dir_all(folder)?;
    let path = folder.join("tributary.log");
    if fs::metadata(&path).is_ok_and(|file| file.len() > LIMIT) {
        fs::rename(&path, folder.join("tributary.log.1"))?;
    }
    OpenOptions::new().create(true).append(true).open(path)
}

/// Keeps the last lines.
struct Last;

impl<S: Subscriber> Layer<S> for Last {
    fn on_event(&self, event: &Event<'_>, _: Context<'_, S>) {
        let mut text = Text(String::new());
        event.record(&mut text);
        let now = SystemTime::now().duration_since(UNIX_EPOCH);
        let line = LogLine {
            at_ms: now.map_or(0, |now| now.as_millis() as i64),
            level: event.metadata().level().as_str(),
            target: event.metadata().target(),
            text: text.0,
        };
        let mut lines = last();
        if lines.len() == LINES {
            lines.pop_front();
        }
        lines.push_back(line);
    }
}

/// The message, and the fields behind it.
struct Text(String);

impl Visit for Text {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        // What is cut was written by a peer: no line of ours is so long.
        if self.0.len() > LINE {
            return;
        }
        let mut piece = format!("{value:?}");
        if let Some((end, _)) = piece.char_indices().find(|(at, _)| *at >= LINE) {
            piece.truncate(end);
        }
        if field.name() == "message" {
            self.0.insert_str(0, &piece);
        } else {
            let _ = write!(self.0, " {}={piece}", field.name());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_lines_are_kept_and_no_more() {
        let subscriber = tracing_subscriber::registry().with(Last);
        tracing::subscriber::with_default(subscriber, || {
            for number in 0..LINES + 5 {
                tracing::warn!(topic = "orders", number, "line {number}");
            }
            tracing::info!("{}", "é".repeat(10 * LINE));
        });
        let lines = last_lines();
        assert_eq!(lines.len(), LINES);
        assert_eq!(
            (lines[0].level, lines[0].text.as_str()),
            ("WARN", "line 6 topic=\"orders\" number=6")
        );
        assert!(lines[LINES - 1].text.len() <= LINE + 1);
        assert_eq!(lines[0].target, "tributary::log::tests");
    }
}
