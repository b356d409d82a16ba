//! A broker's log file.

use std::{
    fs::{self, File},
    io::{Read, Seek, SeekFrom},
    path::Path,
};

/// Its length in bytes, 0 if it does not exist yet.
pub(super) fn length(file: &Path) -> u64 {
    fs::metadata(file).map_or(0, |metadata| metadata.len())
}

/// Its text from that byte on; empty if it can't be read.
pub(super) fn read(file: &Path, from: u64) -> String {
    let mut bytes = Vec::new();
    if let Ok(mut file) = File::open(file)
        && file.seek(SeekFrom::Start(from)).is_ok()
    {
        // What was read before an error is still worth showing.
        drop(file.read_to_end(&mut bytes));
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// The last lines of a log.
pub(super) fn end_of(log: &str, lines: usize) -> String {
    let all: Vec<&str> = log.lines().collect();
    all[all.len().saturating_sub(lines)..].join("\n")
}
