use chrono::{DateTime, SecondsFormat};
use serde::{Deserialize, Serialize};
use specta::Type;

use super::{Entry, Journal};
use crate::change::ChangeOutcome;
use crate::failure::{Failure, Result};

/// Rows in one answer at most.
const ROWS: usize = 500;
/// Lines of a row's texts.
const LINES: usize = 20;

const COLUMNS: [&str; 9] = [
    "change",
    "time",
    "connection",
    "what",
    "resource",
    "before",
    "after",
    "state",
    "outcome",
];

/// A change as it is listed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct JournalRow {
    /// Its number.
    pub id: u32,
    /// When, in ms since 1970.
    #[specta(type = u32)]
    pub at_ms: i64,
    /// The connection's name at that time.
    pub connection: String,
    /// What was done, in a few words.
    pub what: String,
    /// The name of what was changed.
    pub resource: String,
    /// How it was: the first 20 lines.
    pub before: Option<String>,
    /// How it is: the first 20 lines.
    pub after: Option<String>,
    /// How it ended.
    pub state: ChangeOutcome,
    /// The same as a sentence.
    pub outcome: String,
    /// Whether it can be taken back.
    pub undo: bool,
    /// Whether it can be looked up what became of it.
    pub check: bool,
}

/// A window of the journal, newest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct JournalPage {
    /// Changes that match.
    pub total: u32,
    /// The window.
    pub rows: Vec<JournalRow>,
}

impl Journal {
    /// A window of the changes in which all words stand, newest first. It may take a moment.
    pub(crate) fn page(&self, search: &str, from: usize, count: usize) -> JournalPage {
        let words: Vec<String> = search.split_whitespace().map(str::to_lowercase).collect();
        let kept = self.lock();
        let found: Vec<&Entry> = kept
            .entries
            .iter()
            .rev()
            .filter(|entry| entry.has(&words))
            .collect();
        let undone = kept.undone();
        let window = found.iter().skip(from).take(count.min(ROWS));
        JournalPage {
            total: found.len() as u32,
            rows: window
                .map(|entry| entry.row(undone.contains(&entry.id)))
                .collect(),
        }
    }

    /// All changes as CSV (RFC 4180), oldest first.
    pub(crate) fn csv(&self) -> Result<Vec<u8>> {
        let broken = |error: csv::Error| Failure::internal(format!("The table broke: {error}."));
        let mut writer = csv::WriterBuilder::new()
            .terminator(csv::Terminator::CRLF)
            .from_writer(Vec::new());
        writer.write_record(COLUMNS).map_err(broken)?;
        for entry in &self.lock().entries {
            let (before, after) = entry.change.before_after();
            let time = DateTime::from_timestamp_millis(entry.at).unwrap_or_default();
            let state = serde_json::to_value(entry.state()).unwrap_or_default();
            let row = [
                entry.id.to_string(),
                time.to_rfc3339_opts(SecondsFormat::Millis, true),
                entry.name.clone(),
                entry.what(),
                entry.change.resource().to_owned(),
                before.unwrap_or_default(),
                after.unwrap_or_default(),
                state.as_str().unwrap_or_default().to_owned(),
                entry.outcome(),
            ];
            writer.write_record(row).map_err(broken)?;
        }
        writer
            .into_inner()
            .map_err(|error| Failure::internal(format!("The table broke: {error}.")))
    }
}

impl Entry {
    fn state(&self) -> ChangeOutcome {
        self.verdict
            .as_ref()
            .map_or(ChangeOutcome::Unknown, |verdict| verdict.outcome)
    }

    fn outcome(&self) -> String {
        self.verdict.as_ref().map_or_else(
            || "It was sent, and nothing is known since.".to_owned(),
            |verdict| verdict.message.clone(),
        )
    }

    fn what(&self) -> String {
        match self.undoes {
            Some(undone) => format!("{} (takes back {undone})", self.change.what()),
            None => self.change.what().to_owned(),
        }
    }

    fn has(&self, words: &[String]) -> bool {
        if words.is_empty() {
            return true;
        }
        let (before, after) = self.change.before_after();
        let text = [
            self.name.as_str(),
            &self.what(),
            self.change.resource(),
            before.as_deref().unwrap_or_default(),
            after.as_deref().unwrap_or_default(),
            &self.outcome(),
        ]
        .join("\n")
        .to_lowercase();
        words.iter().all(|word| text.contains(word))
    }

    fn row(&self, is_undone: bool) -> JournalRow {
        let (before, after) = self.change.before_after();
        let undo = self.made().and_then(|made| made.inverse()).is_some();
        let state = self.state();
        JournalRow {
            id: self.id,
            at_ms: self.at,
            connection: self.name.clone(),
            what: self.what(),
            resource: self.change.resource().to_owned(),
            before: before.map(|text| beginning(&text)),
            after: after.map(|text| beginning(&text)),
            state,
            outcome: if is_undone {
                format!("{} It was taken back.", self.outcome())
            } else {
                self.outcome()
            },
            undo: undo && !is_undone,
            check: state == ChangeOutcome::Unknown && self.change.can_be_checked(),
        }
    }
}

fn beginning(text: &str) -> String {
    let mut lines: Vec<&str> = text.lines().take(LINES).collect();
    let more = text.lines().count() - lines.len();
    let last = format!("… {more} more");
    if more > 0 {
        lines.push(&last);
    }
    lines.join("\n")
}
