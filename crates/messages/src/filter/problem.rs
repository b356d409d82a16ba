//! What is wrong with a filter or a path, and where.

use thiserror::Error;

/// Why a text is no filter or no path, with the place to mark.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{message}")]
pub struct FilterProblem {
    /// Where the faulty part begins, in UTF-16 units of the text as editors count.
    pub from: u32,
    /// Where it ends; the same as [`from`](Self::from) where something is missing.
    pub to: u32,
    /// What is wrong, as a sentence without its full stop.
    pub message: String,
    /// What to do about it, where there is something to say.
    pub hint: Option<String>,
}

/// A problem whose place is in bytes of the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Fault {
    from: usize,
    to: usize,
    message: String,
    hint: Option<String>,
}

impl Fault {
    pub(crate) fn new(from: usize, to: usize, message: impl Into<String>) -> Self {
        Self {
            from,
            to,
            message: message.into(),
            hint: None,
        }
    }

    pub(crate) fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// The problem of this text.
    pub(crate) fn in_text(self, text: &str) -> FilterProblem {
        FilterProblem {
            from: utf16(text, self.from),
            to: utf16(text, self.to),
            message: self.message,
            hint: self.hint,
        }
    }
}

/// A place in bytes as one in UTF-16 units. One within a character counts as before it.
pub(crate) fn utf16(text: &str, at: usize) -> u32 {
    text.char_indices()
        .take_while(|(start, c)| start + c.len_utf8() <= at)
        .map(|(_, c)| c.len_utf16() as u32)
        .sum()
}
