//! Which records a view shows.

use std::ops::Range;

use crate::batch::Batch;
use crate::filter::{Filter, Verdict};

/// What a record has to meet to be a row.
#[derive(Debug, Default)]
pub(super) struct Judge {
    pub(super) filter: Option<Filter>,
    /// No newer record may have replaced it.
    pub(super) distinct: bool,
}

/// What a judgement has found.
#[derive(Debug, Default)]
pub(super) struct Found {
    /// Indices of the records that are rows.
    pub(super) matches: Vec<u32>,
    /// How many records the filter can't tell.
    pub(super) unclear: u64,
}

impl Judge {
    /// Every record is a row.
    pub(super) fn is_trivial(&self) -> bool {
        self.filter.is_none() && !self.distinct
    }

    pub(super) fn judge(&self, batch: &Batch, range: Range<usize>) -> Found {
        let mut found = Found::default();
        for index in range {
            if self.distinct && batch.is_replaced(index) {
                continue;
            }
            let verdict = match &self.filter {
                None => Verdict::Match,
                Some(filter) => batch
                    .get(index)
                    .map_or(Verdict::No, |record| filter.judge(&record)),
            };
            match verdict {
                Verdict::Match => found.matches.push(index as u32),
                Verdict::No => {}
                Verdict::Unclear => found.unclear += 1,
            }
        }
        found
    }
}
