//! A piece of a view's ring: records in one batch, and which of them match.

use std::mem::size_of;
use std::ops::Range;

use super::judge::{Found, Judge};
use super::keys::Keys;
use crate::batch::Batch;
use crate::record::Record;

#[derive(Debug)]
pub(super) struct Segment {
    batch: Batch,
    numbers: Numbers,
    /// Indices of the records that are judged and rows; unused where all records are.
    matches: Vec<u32>,
    /// The row of the first match, where all records are rows of the first record.
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
    unclear: u64,
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

    /// Whether a record with this running number is the first, with none left out behind it.
    pub(super) fn begins_with(&self, number: u64) -> bool {
        matches!(self.numbers, Numbers::From(first) if first == number)
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

    pub(super) fn judge(&self, judge: &Judge, range: Range<usize>) -> Found {
        judge.judge(&self.batch, range)
    }

    /// Marks which records are replaced by newer ones of the same key.
    pub(super) fn mark_replaced(&mut self, keys: &mut Keys) {
        keys.mark_older(&mut self.batch);
    }

    /// Timestamps of the records at `indices`.
    pub(super) fn timestamps(&self, indices: &[u32]) -> impl Iterator<Item = i64> {
        self.batch.timestamps_of(indices)
    }

    /// Timestamps of the records with a running number below `number`.
    pub(super) fn timestamps_below(&self, number: u64) -> impl Iterator<Item = i64> {
        self.batch.timestamps().take(self.count_below(number))
    }

    pub(super) fn begin_numbering(&mut self, first_row: u64) {
        self.matches = vec![];
        self.first_row = first_row;
        self.compact = false;
    }

    /// The rows get other numbers.
    pub(super) fn shift_rows(&mut self, by: u64) {
        // One that is not judged yet sorts before all rows.
        if self.first_row > 0 {
            self.first_row = self.first_row.wrapping_add(by);
        }
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

    /// Puts records in front that these [begin](Self::begins_with) behind. The first row of all is
    /// given unless the new records are not judged yet.
    pub(super) fn prepend(&mut self, batch: Batch, mut matches: Vec<u32>, first_row: Option<u64>) {
        let Numbers::From(number) = &mut self.numbers else {
            return;
        };
        *number -= batch.len() as u64;
        let shift = batch.len() as u32;
        self.compact &= matches.len() == batch.len();
        matches.extend(self.matches.iter().map(|index| index + shift));
        self.matches = matches;
        self.batch.prepend(&batch);
        if let Some(row) = first_row {
            self.first_row = row;
        }
    }

    /// Gives back memory that is allocated and unused.
    pub(super) fn shrink(&mut self) {
        self.batch.shrink();
        self.matches.shrink_to_fit();
        if let Numbers::Each(numbers) = &mut self.numbers {
            numbers.shrink_to_fit();
        }
    }

    pub(super) fn survivors(&self, judge: &Judge, judged_from: u64) -> Survivors {
        let found = self.judge(judge, 0..self.count_below(judged_from));
        let mut indices = found.matches;
        let unjudged = indices.len();
        indices.extend_from_slice(&self.matches);
        Survivors {
            bytes: self.bytes() / self.len().max(1) * indices.len(),
            indices,
            unjudged,
            unclear: found.unclear,
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

    /// Puts copies of the survivors of the segment before in front.
    pub(super) fn prepend_survivors(&mut self, of: &Self, survivors: &Survivors) {
        let Numbers::Each(numbers) = &mut self.numbers else {
            return;
        };
        let older = survivors.indices.iter();
        numbers.splice(0..0, older.map(|&index| of.number(index as usize)));
        let judged = (survivors.unjudged as u32)..(survivors.len() as u32);
        if !judged.is_empty() {
            self.first_row = of.first_row;
        }
        let shift = survivors.len() as u32;
        let newer = self.matches.iter().map(|index| index + shift);
        self.matches = judged.chain(newer).collect();
        let mut batch = Batch::default();
        batch.append_some(&of.batch, &survivors.indices);
        self.batch.prepend(&batch);
    }
}

impl Survivors {
    pub(super) fn len(&self) -> usize {
        self.indices.len()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.indices.is_empty()
    }

    /// How many of the records that were judged only now the filter can't tell.
    pub(super) fn unclear(&self) -> u64 {
        self.unclear
    }

    /// About how much memory they take.
    pub(super) fn bytes(&self) -> usize {
        self.bytes
    }
}
