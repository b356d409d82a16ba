//! `patternProperties`: which names a pattern covers.

use fancy_regex::Regex;
use std::sync::OnceLock;

/// A pattern, searched for anywhere in a name, as Java's `Matcher.find` does.
#[derive(Debug, Clone)]
pub(super) struct Pattern {
    text: Box<str>,
    compiled: OnceLock<Option<Box<Regex>>>,
}

impl Pattern {
    pub(super) fn new(text: &str) -> Self {
        Self {
            text: text.into(),
            compiled: OnceLock::new(),
        }
    }

    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// Whether the pattern finds something in the name. One that cannot be read, or takes too long, finds nothing.
    pub(super) fn covers(&self, name: &str) -> bool {
        self.compiled()
            .is_some_and(|regex| regex.is_match(name).unwrap_or(false))
    }

    /// Whether the pattern can be read.
    pub(super) fn is_valid(&self) -> bool {
        self.compiled().is_some()
    }

    fn compiled(&self) -> Option<&Regex> {
        self.compiled
            .get_or_init(|| Regex::new(&self.text).ok().map(Box::new))
            .as_deref()
    }
}
