//! The one door for everything that changes a cluster.

use crate::connections::Connection;
use crate::failure::{Code, Failure, Result};

/// A change that a person asked for.
#[derive(Debug)]
pub(crate) enum Change<'a> {
    /// Write a record to a topic.
    Produce { topic: &'a str },
}

/// Lets a change through, or says why not. Whoever changes a cluster holds what this returns.
pub(crate) fn enter<'a>(connection: &Connection, change: Change<'a>) -> Result<Entry<'a>> {
    if connection.read_only {
        return Err(Failure::new(Code::ReadOnly, format!("“{}” is read-only: nothing was written.", connection.name))
            .hint("Switch read-only off in the status bar or in the connection, if this cluster may be changed."));
    }
    Ok(Entry {
        connection: connection.id.clone(),
        change,
    })
}

/// The right to make one change.
#[derive(Debug)]
pub(crate) struct Entry<'a> {
    connection: String,
    change: Change<'a>,
}

impl Entry<'_> {
    /// Notes that the change was made, and with what result.
    pub(crate) fn done(self, outcome: &str) {
        match self.change {
            Change::Produce { topic } => {
                tracing::info!(connection = self.connection, topic, outcome, "produced");
            }
        }
    }
}
