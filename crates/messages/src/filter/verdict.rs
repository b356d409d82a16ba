//! What a filter says about a record.

/// What a [`Filter`](crate::Filter) says about a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// It is one of those that are asked for.
    Match,
    /// It is not.
    No,
    /// It depends on a field, and what should have it is not JSON.
    Unclear,
}

impl Verdict {
    pub(super) fn negated(self) -> Self {
        match self {
            Self::Match => Self::No,
            Self::No => Self::Match,
            Self::Unclear => Self::Unclear,
        }
    }
}

impl From<bool> for Verdict {
    fn from(holds: bool) -> Self {
        if holds { Self::Match } else { Self::No }
    }
}
