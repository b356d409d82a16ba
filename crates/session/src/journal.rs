//! What was changed through this app: kept on this machine, searched, exported, taken back.
//!
//! `journal.jsonl` in the app's configuration folder grows by a line when a change is about to be made, and by one when it
//! is known what became of it: a crash in between leaves a change of which nothing is known. It holds the newest 10,000
//! changes, for this user only, and no payloads and no values that may be secrets.

mod file;
mod page;

use std::collections::{HashSet, VecDeque};
use std::path::PathBuf;
use std::sync::{Mutex, MutexGuard, PoisonError};

use serde::{Deserialize, Serialize};

use self::file::Lines;
use crate::change::{Change, ChangeOutcome, Verdict};
use crate::failure::{Code, Failure, Notice, Result};

pub use self::page::{JournalPage, JournalRow};

/// Changes that are kept.
const KEPT: usize = 10_000;
/// Their bytes as JSON: one reset may hold 10,000 partitions.
const BYTES: usize = 32 << 20;

/// See the module.
#[derive(Debug)]
pub(crate) struct Journal {
    kept: Mutex<Kept>,
}

#[derive(Debug)]
struct Kept {
    lines: Lines,
    /// By id.
    entries: VecDeque<Entry>,
    bytes: usize,
    next: u32,
    limits: Limits,
}

#[derive(Debug, Clone, Copy)]
struct Limits {
    entries: usize,
    bytes: usize,
}

/// A change that was let through the door.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Entry {
    pub(crate) id: u32,
    /// In ms since 1970.
    pub(crate) at: i64,
    /// The connection's id.
    pub(crate) connection: String,
    /// Its name at that time.
    pub(crate) name: String,
    pub(crate) change: Change,
    /// The entry that it takes back.
    pub(crate) undoes: Option<u32>,
    /// None while nothing is known.
    pub(crate) verdict: Option<Verdict>,
    /// Bytes of its lines.
    #[serde(skip)]
    size: usize,
}

/// A line of the file.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
enum Line {
    Change(Box<Entry>),
    End { id: u32, verdict: Verdict },
}

impl Entry {
    /// What was changed for sure.
    fn made(&self) -> Option<Change> {
        let verdict = self.verdict.as_ref()?;
        match verdict.outcome {
            ChangeOutcome::Done => Some(self.change.clone()),
            ChangeOutcome::Partial => Some(self.change.without(&verdict.failed)),
            ChangeOutcome::Unknown | ChangeOutcome::Refused => None,
        }
    }
}

impl Journal {
    /// Reads the file. Lines that can't be read are told, and a copy of the file is kept.
    pub(crate) fn load(path: PathBuf) -> (Self, Option<Notice>) {
        Self::within(
            path,
            Limits {
                entries: KEPT,
                bytes: BYTES,
            },
        )
    }

    fn within(path: PathBuf, limits: Limits) -> (Self, Option<Notice>) {
        let mut kept = Kept {
            lines: Lines::new(path),
            entries: VecDeque::new(),
            bytes: 0,
            next: 1,
            limits,
        };
        let notice = kept.load();
        let kept = Mutex::new(kept);
        (Self { kept }, notice)
    }

    /// Writes that a change is about to be made. Blocks.
    ///
    /// # Errors
    /// Where the file can't be written: then nothing may be changed.
    pub(crate) fn begin(
        &self,
        connection: &str,
        name: &str,
        change: Change,
        undoes: Option<u32>,
    ) -> Result<u32> {
        let mut kept = self.lock();
        let id = kept.next;
        let entry = Entry {
            id,
            at: chrono::Utc::now().timestamp_millis(),
            connection: connection.to_owned(),
            name: name.to_owned(),
            change,
            undoes,
            verdict: None,
            size: 0,
        };
        kept.write(Line::Change(Box::new(entry)))
            .map_err(|failure| {
                failure.hint("Nothing was changed. Check the folder's rights and the free space.")
            })?;
        Ok(id)
    }

    /// Writes what became of a change. Blocks.
    ///
    /// # Errors
    /// Where the file can't be written; what became of it is known until the app is quit.
    pub(crate) fn end(&self, id: u32, verdict: Verdict) -> Result<()> {
        self.lock().write(Line::End { id, verdict })
    }

    /// The entry of this number.
    ///
    /// # Errors
    /// Where there is none.
    pub(crate) fn entry(&self, id: u32) -> Result<Entry> {
        let kept = self.lock();
        kept.find(id).cloned().ok_or_else(|| {
            Failure::new(
                Code::NotFound,
                format!("There is no change {id} in the journal."),
            )
            .hint("The journal keeps the newest 10,000 changes.")
        })
    }

    /// What an entry has changed, if it can be taken back and was not yet.
    pub(crate) fn undoable(&self, id: u32) -> Option<Change> {
        let kept = self.lock();
        let made = kept.find(id)?.made()?;
        made.inverse()?;
        (!kept.undone().contains(&id)).then_some(made)
    }

    fn lock(&self) -> MutexGuard<'_, Kept> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Kept {
    fn load(&mut self) -> Option<Notice> {
        let mut wrong = 0;
        let read = self.lines.read().map(|lines| {
            for text in lines {
                match serde_json::from_slice(&text) {
                    Ok(line) => self.apply(line, text.len()),
                    Err(_) => wrong += 1,
                }
            }
        });
        match read {
            Err(error) => Some(self.lines.unreadable(&error)),
            Ok(()) if wrong > 0 => {
                let notice = self.lines.keep_aside(wrong);
                self.shorten();
                Some(notice)
            }
            Ok(()) => {
                self.bound();
                None
            }
        }
    }

    /// The newest are looked for most.
    fn find(&self, id: u32) -> Option<&Entry> {
        self.entries.iter().rfind(|entry| entry.id == id)
    }

    /// The entries that were taken back.
    fn undone(&self) -> HashSet<u32> {
        let made = self.entries.iter().filter(|entry| entry.made().is_some());
        made.filter_map(|entry| entry.undoes).collect()
    }

    fn write(&mut self, line: Line) -> Result<()> {
        let text = serde_json::to_vec(&line)
            .map_err(|error| Failure::internal(format!("The journal broke: {error}.")))?;
        let written = self.lines.append(&text);
        // What became of a change is known, also where it can't be written.
        if written.is_ok() || matches!(line, Line::End { .. }) {
            self.apply(line, text.len());
            self.bound();
        }
        written
    }

    fn apply(&mut self, line: Line, size: usize) {
        match line {
            Line::Change(mut entry) => {
                self.next = self.next.max(entry.id.saturating_add(1));
                entry.size = size;
                self.bytes += size;
                self.entries.push_back(*entry);
            }
            Line::End { id, verdict } => {
                if let Some(entry) = self.entries.iter_mut().rfind(|entry| entry.id == id) {
                    entry.verdict = Some(verdict);
                    entry.size += size;
                    self.bytes += size;
                }
            }
        }
        while self.entries.len() > self.limits.entries
            || (self.bytes > self.limits.bytes && self.entries.len() > 1)
        {
            let Some(oldest) = self.entries.pop_front() else {
                break;
            };
            self.bytes -= oldest.size;
        }
    }

    /// Writes the file anew when half of it is no longer wanted.
    fn bound(&mut self) {
        if self.lines.length() > (2 * self.bytes).max(self.limits.bytes / 8) as u64 {
            self.shorten();
        }
    }

    fn shorten(&mut self) {
        let lines: Vec<Vec<u8>> = self
            .entries
            .iter()
            .filter_map(|entry| serde_json::to_vec(&Line::Change(Box::new(entry.clone()))).ok())
            .collect();
        if let Err(error) = self.lines.replace(&lines) {
            tracing::warn!("The journal could not be shortened: {error}.");
        }
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;
    use crate::change::{ConfigEdit, OffsetMove};

    fn retention(from: Option<&str>, to: Option<&str>) -> Change {
        Change::Configs {
            topic: "orders".to_owned(),
            edits: vec![ConfigEdit {
                name: "retention.ms".to_owned(),
                from: from.map(str::to_owned),
                to: to.map(str::to_owned),
                hidden: false,
            }],
        }
    }

    fn done() -> Verdict {
        Verdict::new(ChangeOutcome::Done, "Done.")
    }

    fn rows(journal: &Journal, search: &str) -> Vec<u32> {
        let page = journal.page(search, 0, 100);
        page.rows.iter().map(|row| row.id).collect()
    }

    #[test]
    fn a_crash_before_the_answer_leaves_it_unknown() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("journal.jsonl");
        let (journal, notice) = Journal::load(path.clone());
        assert_eq!(notice, None);
        let first = journal
            .begin("c", "Mine", retention(None, Some("5")), None)
            .expect("written");
        journal.end(first, done()).expect("written");
        let second = journal
            .begin("c", "Mine", retention(Some("5"), None), None)
            .expect("written");
        // The app ends here, in the middle of a line.
        let mut text = fs::read(&path).expect("the file");
        text.extend(b"{\"end\":{\"id\":2,\"verd");
        fs::write(&path, &text).expect("written");

        let (journal, notice) = Journal::load(path.clone());
        assert_eq!(notice, None, "a line that was not finished is no damage");
        let page = journal.page("", 0, 10);
        let told: Vec<_> = page
            .rows
            .iter()
            .map(|row| (row.id, row.state, row.undo, row.check))
            .collect();
        assert_eq!(
            told,
            [
                (second, ChangeOutcome::Unknown, false, true),
                (first, ChangeOutcome::Done, true, false)
            ]
        );
        // What comes later is not lost with that line.
        journal.end(second, done()).expect("written");
        let (journal, notice) = Journal::load(path);
        assert_eq!(notice, None);
        assert_eq!(journal.page("", 0, 1).rows[0].state, ChangeOutcome::Done);
    }

    #[test]
    fn what_was_taken_back_can_be_taken_back_no_more() {
        let folder = tempfile::tempdir().expect("a folder");
        let (journal, _) = Journal::load(folder.path().join("journal.jsonl"));
        let made = retention(None, Some("5"));
        let id = journal
            .begin("c", "Mine", made.clone(), None)
            .expect("written");
        journal.end(id, done()).expect("written");
        assert_eq!(journal.undoable(id), Some(made.clone()));
        let inverse = made.inverse().expect("an inverse");
        let back = journal
            .begin("c", "Mine", inverse, Some(id))
            .expect("written");
        assert!(journal.undoable(id).is_some(), "not taken back yet");
        journal.end(back, done()).expect("written");
        assert_eq!(journal.undoable(id), None);
        assert!(journal.undoable(back).is_some(), "that can be taken back");
        assert!(journal.page("", 0, 1).rows[0].what.contains("takes back 1"));
    }

    #[test]
    fn only_what_was_made_is_taken_back() {
        let folder = tempfile::tempdir().expect("a folder");
        let (journal, _) = Journal::load(folder.path().join("journal.jsonl"));
        let step = |partition| OffsetMove {
            topic: "orders".to_owned(),
            partition,
            from: Some(1),
            to: Some(2),
        };
        let change = |moves| Change::Offsets {
            group: "g".to_owned(),
            moves,
        };
        let id = journal
            .begin("c", "Mine", change(vec![step(0), step(1)]), None)
            .expect("written");
        let verdict = Verdict {
            failed: vec![0],
            ..Verdict::new(ChangeOutcome::Partial, "Some.")
        };
        journal.end(id, verdict).expect("written");
        assert_eq!(journal.undoable(id), Some(change(vec![step(1)])));
    }

    #[test]
    fn it_is_searched_and_bounded() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("journal.jsonl");
        let limits = Limits {
            entries: 20,
            bytes: 1 << 16,
        };
        let (journal, _) = Journal::within(path.clone(), limits);
        for number in 0..500 {
            let value = format!("value-{number}");
            let id = journal
                .begin("c", "Mine", retention(None, Some(&value)), None)
                .expect("written");
            journal.end(id, done()).expect("written");
        }
        assert_eq!(rows(&journal, "").len(), 20);
        assert_eq!(rows(&journal, "MINE value-499"), [500]);
        assert_eq!(rows(&journal, "value-3"), [0_u32; 0]);
        assert!(fs::metadata(&path).expect("the file").len() < 1 << 15);
        let (again, _) = Journal::within(path, limits);
        assert_eq!(rows(&again, ""), rows(&journal, ""));
        assert_eq!(
            again.begin("c", "Mine", retention(None, None), None),
            Ok(501)
        );
    }

    #[test]
    fn what_cannot_be_read_is_told_and_kept() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("journal.jsonl");
        let (journal, _) = Journal::load(path.clone());
        journal
            .begin("c", "Mine", retention(None, None), None)
            .expect("written");
        let mut text = fs::read_to_string(&path).expect("the file");
        text.push_str("{\"of\":\"the future\"}\n");
        fs::write(&path, &text).expect("written");
        let (journal, notice) = Journal::load(path.clone());
        assert!(notice.is_some_and(|notice| notice.message.contains("1 line")));
        assert_eq!(rows(&journal, "").len(), 1);
        let kept = fs::read_dir(folder.path()).expect("files").flatten();
        let kept = kept.map(|entry| fs::read_to_string(entry.path()).expect("text"));
        assert!(kept.into_iter().any(|kept| kept == text));
        assert_eq!(Journal::load(path).1, None, "told once");
    }

    #[cfg(unix)]
    #[test]
    fn nobody_else_may_read_it() {
        use std::os::unix::fs::PermissionsExt;

        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("journal.jsonl");
        let (journal, _) = Journal::load(path.clone());
        journal
            .begin("c", "Mine", retention(None, None), None)
            .expect("written");
        let rights = fs::metadata(&path).expect("the file").permissions();
        assert_eq!(rights.mode() & 0o777, 0o600);
    }
}
