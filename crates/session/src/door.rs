//! The one door for everything that changes a cluster: nobody gets a [`Pass`] otherwise, and nothing is changed without one.

use std::sync::Arc;

use serde::{Deserialize, Serialize};
use specta::Type;

use crate::change::{Change, ChangeOutcome, Verdict};
use crate::connections::Connection;
use crate::failure::{Code, Failure, Result};
use crate::journal::Journal;

/// What became of a change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ChangeResult {
    /// Its number in the journal; none where nothing was to be changed.
    pub entry: Option<u32>,
    /// How it ended. Of one that is `unknown`, `check_change` finds out more.
    pub outcome: ChangeOutcome,
    /// A sentence.
    pub message: String,
    /// Whether it can be taken back.
    pub undo: bool,
    /// What was not made, and why, the first 100; and what else should be known.
    pub problems: Vec<String>,
}

/// Lets changes through, and writes each to the journal before it is made.
#[derive(Debug, Clone)]
pub(crate) struct Door {
    journal: Arc<Journal>,
}

/// The right to make one change. One that is dropped without [`Pass::leave`] stays in the journal as unknown.
#[derive(Debug)]
pub(crate) struct Pass {
    journal: Arc<Journal>,
    entry: u32,
    change: Change,
}

/// Lets a change of a resource through, or says why not; nothing is written yet. `confirm` is what a person has typed.
///
/// # Errors
/// [`Code::ReadOnly`]; [`Code::Confirm`] on a production connection where the resource's name was not typed: it stands in
/// the details.
pub(crate) fn allow(connection: &Connection, resource: &str, confirm: Option<&str>) -> Result<()> {
    let name = &connection.name;
    if connection.read_only {
        return Err(Failure::new(
            Code::ReadOnly,
            format!("“{name}” is read-only: nothing was changed."),
        )
        .hint("Switch read-only off in the status bar or in the connection, if this cluster may be changed."));
    }
    if !connection.production || confirm == Some(resource) {
        return Ok(());
    }
    let message = match confirm {
        Some(typed) => format!("“{typed}” is not “{resource}”: nothing was changed."),
        None => format!("“{name}” is a production connection: nothing was changed yet."),
    };
    Err(Failure::new(Code::Confirm, message)
        .hint(format!("Type {resource} to confirm."))
        .details(resource))
}

impl ChangeResult {
    /// Whether something was changed for sure.
    pub(crate) fn has_changed(&self) -> bool {
        matches!(self.outcome, ChangeOutcome::Done | ChangeOutcome::Partial)
    }
}

impl Door {
    pub(crate) fn new(journal: Journal) -> Self {
        Self {
            journal: Arc::new(journal),
        }
    }

    pub(crate) fn journal(&self) -> &Arc<Journal> {
        &self.journal
    }

    /// Lets a change through. It stands in the journal from then on, as one of which nothing is known yet. `undoes` is the
    /// entry that it takes back.
    ///
    /// # Errors
    /// As [`allow`]; where the journal can't be written.
    pub(crate) async fn enter(
        &self,
        connection: &Connection,
        change: Change,
        undoes: Option<u32>,
        confirm: Option<&str>,
    ) -> Result<Pass> {
        allow(connection, change.resource(), confirm)?;
        let (id, name) = (connection.id.clone(), connection.name.clone());
        let kept = change.without_secrets();
        let journal = Arc::clone(&self.journal);
        let entry = blocking(move || journal.begin(&id, &name, kept, undoes)).await?;
        Ok(Pass {
            journal: Arc::clone(&self.journal),
            entry,
            change,
        })
    }
}

impl Pass {
    pub(crate) fn change(&self) -> &Change {
        &self.change
    }

    /// Notes what became of the change.
    ///
    /// # Errors
    /// Why nothing was changed.
    pub(crate) async fn leave(self, verdict: Verdict) -> Result<ChangeResult> {
        let Self {
            journal,
            entry,
            change,
        } = self;
        tracing::info!(entry, what = change.what(), outcome = ?verdict.outcome, "changed");
        note(&journal, entry, verdict).await
    }
}

/// Writes what is known of an entry, and tells it.
///
/// # Errors
/// Why nothing was changed.
pub(crate) async fn note(
    journal: &Arc<Journal>,
    entry: u32,
    verdict: Verdict,
) -> Result<ChangeResult> {
    let (kept, known) = (Arc::clone(journal), verdict.clone());
    let written = blocking(move || kept.end(entry, known)).await;
    if let Some(failure) = verdict.failure {
        return Err(failure);
    }
    let mut problems = verdict.problems;
    let undone = journal.undoable(entry);
    let undo = undone.is_some();
    problems.extend(undone.and_then(|change| change.lost()).map(str::to_owned));
    if let Err(failure) = written {
        tracing::warn!("{}", failure.message);
        problems.push(format!(
            "{} The change was made all the same.",
            failure.message
        ));
    }
    Ok(ChangeResult {
        entry: Some(entry),
        outcome: verdict.outcome,
        message: verdict.message,
        undo,
        problems,
    })
}

/// Runs what waits for the disk off the async threads.
pub(crate) async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T> + Send + 'static,
) -> Result<T> {
    tokio::task::spawn_blocking(work)
        .await
        .map_err(|error| Failure::internal(format!("The journal broke: {error}.")))?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn read_only_refuses_and_production_asks_for_the_name() {
        let mut connection = Connection::sandbox(false);
        let code = |connection: &Connection, confirm| {
            allow(connection, "orders", confirm).map_err(|failure| failure.code)
        };
        assert_eq!(code(&connection, None), Ok(()));
        connection.production = true;
        assert_eq!(code(&connection, None), Err(Code::Confirm));
        assert_eq!(code(&connection, Some("order")), Err(Code::Confirm));
        assert_eq!(code(&connection, Some("orders")), Ok(()));
        let failure = allow(&connection, "orders", None).expect_err("asked");
        assert_eq!(failure.details.as_deref(), Some("orders"));
        connection.read_only = true;
        assert_eq!(code(&connection, Some("orders")), Err(Code::ReadOnly));
    }
}
