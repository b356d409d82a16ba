//! Which records a view shows.

mod needle;
mod problem;

use crate::record::Record;
use needle::Needle;

pub(crate) use problem::Fault;
pub use problem::FilterProblem;

/// The longest filter, in bytes.
const MAX_TEXT: usize = 64 << 10;

/// A filter as people write it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FilterText {
    /// What is asked for.
    pub text: String,
    /// Upper and lower case differ.
    pub match_case: bool,
}

/// A condition on a record, compiled once.
#[derive(Debug, Clone)]
pub struct Filter {
    needle: Needle,
}

/// What a [`Filter`] says about a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// It is one of those that are asked for.
    Match,
    /// It is not.
    No,
    /// The filter asks for a field, and what should have it is not JSON.
    Unclear,
}

impl Filter {
    /// Reads a filter. `None`, which is no filter, where the text is empty or blank.
    pub fn parse(filter: &FilterText) -> Result<Option<Self>, FilterProblem> {
        let text = filter.text.as_str();
        if text.trim().is_empty() {
            return Ok(None);
        }
        if text.len() > MAX_TEXT {
            return Err(Fault::new(0, text.len(), "The filter is too long")
                .hint("It may have 65,536 bytes")
                .in_text(text));
        }
        let needle = Needle::new(text, filter.match_case);
        Ok(Some(Self { needle }))
    }

    /// Records that contain `text`, upper and lower case being different. `None`, which is no
    /// filter, where `text` is empty.
    pub fn contains(text: &str) -> Option<Self> {
        (!text.is_empty()).then(|| Self {
            needle: Needle::new(text, true),
        })
    }

    /// Judges a record.
    pub fn judge(&self, record: &Record<'_>) -> Verdict {
        if self.needle.is_anywhere(record) {
            Verdict::Match
        } else {
            Verdict::No
        }
    }
}
