//! A piece of a view's ring: records in one batch, and which of them match.

use std::mem::size_of;
use std::ops::Range;

use crate::batch::Batch;
use crate::filter::{Filter, Verdict};
use crate::record::Record;

#[derive(Debug)]
pub(super) struct Segment {
    batch: Batch,
    numbers: Numbers,
    /// Indices of the records that the filter has judged and lets through; without a filter unused.
    matches: Vec<u32>,
    /// The row of the first match, without a filter of the first record.
    first_row: u64,
    /// Every record is known to match, judged in its turn or ahead of it.
    compact: bool,
}

/// The running numbers of a segment's records.
#[derive(Debug)]
enum Numbers {
    From(u64),
    /// Each its own, rising: what a compaction leaves.
    Each(Vec<u64>),
}

/// What a compaction leaves of a segment: indices of records, the first `unjudged` of which a
/// rescan has not come to yet.
pub(super) struct Survivors {
    indices: Vec<u32>,
    unjudged: usize,
    bytes: usize,
}

/// Indices of the records in a range that the filter lets through.
pub(super) fn judge(filter: &Filter, batch: &Batch, range: Range<usize>) -> Vec<u32> {
    range
        .filter(|&index| {
            batch
                .get(index)
                .is_some_and(|record| filter.judge(&record) == Verdict::Match)
        })
        .map(|index| index as u32)
        .collect()
}

impl Segment {
    pub(super) fn new(batch: Batch, number: u64, matches: Vec<u32>, first_row: u64) -> Self {
        Self {
            compact: matches.len() == batch.len(),
            batch,
            numbers: Numbers::From(number),
            matches,
            first_row,
        }
    }

    pub(super) fn of_survivors(of: &Self, survivors: &Survivors) -> Self {
        let mut segment = Self {
            batch: Batch::default(),
            numbers: Numbers::Each(Vec::with_capacity(survivors.len())),
            matches: vec![],
            first_row: of.first_row,
            compact: true,
        };
        segment.append_survivors(of, survivors);
        segment
    }

    pub(super) fn len(&self) -> usize {
        self.batch.len()
    }

    /// How many records are judged and match.
    pub(super) fn matches(&self) -> usize {
        self.matches.len()
    }

    pub(super) fn first_row(&self) -> u64 {
        self.first_row
    }

    pub(super) fn is_compact(&self) -> bool {
        self.compact
    }

    pub(super) fn set_compact(&mut self) {
        self.compact = true;
    }

    pub(super) fn is_sparse(&self) -> bool {
        matches!(self.numbers, Numbers::Each(_))
    }

    /// Whether a record with this running number can follow without a gap.
    pub(super) fn continues(&self, number: u64) -> bool {
        match self.numbers {
            Numbers::From(first) => first + self.len() as u64 == number,
            Numbers::Each(_) => false,
        }
    }

    pub(super) fn bytes(&self) -> usize {
        let numbers = match &self.numbers {
            Numbers::From(_) => 0,
            Numbers::Each(numbers) => numbers.capacity(),
        };
        self.batch.bytes() + numbers * size_of::<u64>() + self.matches.capacity() * size_of::<u32>()
    }

    /// The running number of the record at `index`.
    pub(super) fn number(&self, index: usize) -> u64 {
        match &self.numbers {
            Numbers::From(first) => first + index as u64,
            Numbers::Each(numbers) => numbers.get(index).copied().unwrap_or(u64::MAX),
        }
    }

    /// How many records have a running number below `number`.
    pub(super) fn count_below(&self, number: u64) -> usize {
        match &self.numbers {
            Numbers::From(first) => number.saturating_sub(*first).min(self.len() as u64) as usize,
            Numbers::Each(numbers) => numbers.partition_point(|&each| each < number),
        }
    }

    pub(super) fn record(&self, row: u64, filtered: bool) -> Option<Record<'_>> {
        let index = row.checked_sub(self.first_row)? as usize;
        if filtered {
            self.batch.get(*self.matches.get(index)? as usize)
        } else {
            self.batch.get(index)
        }
    }

    pub(super) fn judge(&self, filter: &Filter, range: Range<usize>) -> Vec<u32> {
        judge(filter, &self.batch, range)
    }

    pub(super) fn begin_numbering(&mut self, first_row: u64) {
        self.matches = vec![];
        self.first_row = first_row;
        self.compact = false;
    }

    /// Matches older than those known, the first of which is in `first_row` now.
    pub(super) fn prepend_matches(&mut self, older: Vec<u32>, first_row: u64) {
        if self.matches.is_empty() {
            self.matches = older;
        } else {
            self.matches.splice(0..0, older);
        }
        self.first_row = first_row;
    }

    /// Appends records that [continue](Self::continues) these, the first match in `row`.
    pub(super) fn append(&mut self, batch: &Batch, matches: &[u32], row: u64) {
        if self.matches.is_empty() && !matches.is_empty() {
            self.first_row = row;
        }
        let shift = self.len() as u32;
        self.compact &= matches.len() == batch.len();
        self.matches
            .extend(matches.iter().map(|index| index + shift));
        self.batch.append(batch);
    }

    /// Gives back memory that is allocated and unused.
    pub(super) fn shrink(&mut self) {
        self.batch.shrink();
        self.matches.shrink_to_fit();
        if let Numbers::Each(numbers) = &mut self.numbers {
            numbers.shrink_to_fit();
        }
    }

    pub(super) fn survivors(&self, filter: &Filter, judged_from: u64) -> Survivors {
        let mut indices = self.judge(filter, 0..self.count_below(judged_from));
        let unjudged = indices.len();
        indices.extend_from_slice(&self.matches);
        Survivors {
            bytes: self.bytes() / self.len().max(1) * indices.len(),
            indices,
            unjudged,
        }
    }

    /// Appends copies of the survivors of the segment that follows.
    pub(super) fn append_survivors(&mut self, of: &Self, survivors: &Survivors) {
        let Numbers::Each(numbers) = &mut self.numbers else {
            return;
        };
        numbers.extend(
            survivors
                .indices
                .iter()
                .map(|&index| of.number(index as usize)),
        );
        if self.matches.is_empty() {
            self.first_row = of.first_row;
        }
        let shift = self.batch.len();
        let judged = shift + survivors.unjudged..shift + survivors.len();
        self.matches.extend(judged.map(|index| index as u32));
        self.batch.append_some(&of.batch, &survivors.indices);
    }
}

impl Survivors {
    pub(super) fn len(&self) -> usize {
        self.indices.len()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.indices.is_empty()
    }

    /// About how much memory they take.
    pub(super) fn bytes(&self) -> usize {
        self.bytes
    }
}
