//! Records kept within a bound, and the rows that a filter makes of them.

mod segment;

use std::collections::VecDeque;
use std::mem::size_of;

use crate::batch::Batch;
use crate::filter::Filter;
use crate::record::Record;
use segment::Segment;

/// The most memory that small batches are gathered into before a new segment is begun.
const SEGMENT_BYTES: usize = 1 << 20;

/// The distance between the first row numbers of two numberings. Rows found by a rescan count down
/// from there and new ones up; neither reaches the next numbering. See [`View`].
const NUMBERING: u64 = 1 << 36;

/// How many numberings there are before they start over: row numbers stay below 2^53, which
/// JavaScript holds exactly.
const NUMBERINGS: u64 = 1 << 17;

/// What happens to records when a [`View`] reaches its limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Overflow {
    /// The oldest go: a live tail.
    Slide,
    /// None that the view shows goes; [`View::is_full`] says when to stop reading: a bounded read.
    Hold,
}

/// The newest records of a stream within a bound of memory, and those of them that a filter shows.
///
/// # Rows
///
/// What the view shows are rows, numbered without a gap from [`first`](Self::first) to
/// [`end`](Self::end) (exclusive) in the order of arrival. A row's number never changes; records
/// that go raise `first`. Without a filter a row's number is the record's running number, from 0.
/// Setting or clearing a filter begins a new *numbering* at a base that no other one uses: records
/// that arrive later count up from it, and records that the rescan finds, from the newest to the
/// oldest, count down, which lowers `first`. So a row number of an earlier numbering gives `None`
/// and never another record. (A cleared filter leads back to running numbers, unless records were
/// compacted meanwhile, which left gaps in those.) All row numbers are below 2^53.
///
/// # The bound
///
/// Over the limit, the oldest records that the filter does not show are let go first (*compacted*);
/// only when there are none of these the oldest of all are *dropped*, or, with [`Overflow::Hold`],
/// the view [is full](Self::is_full). Records go in segments of a small part of the limit. The
/// newest segment stays, so the view exceeds its limit by one record where that alone is larger.
///
/// `seen() == kept() + dropped() + compacted() + missed()` at any time.
#[derive(Debug)]
pub struct View {
    limit: usize,
    overflow: Overflow,
    filter: Option<Filter>,
    segments: VecDeque<Segment>,
    numbering: u64,
    first: u64,
    end: u64,
    /// Records with a lower running number have not been judged by the filter yet.
    judged_from: u64,
    seen: u64,
    dropped: u64,
    compacted: u64,
    missed: u64,
}

impl View {
    /// An empty view without a filter that holds at most `limit` bytes.
    pub fn new(limit: usize, overflow: Overflow) -> Self {
        Self {
            limit,
            overflow,
            filter: None,
            segments: VecDeque::new(),
            numbering: 0,
            first: 0,
            end: 0,
            judged_from: 0,
            seen: 0,
            dropped: 0,
            compacted: 0,
            missed: 0,
        }
    }

    /// Takes records: each gets the next running number and is judged by the filter once. Lets
    /// older ones go if the limit asks for it.
    pub fn push(&mut self, batch: Batch) {
        if batch.bytes() > self.limit / 8 && batch.len() > 1 {
            for piece in batch.split(self.segment_bytes()) {
                self.push_piece(piece);
            }
        } else if !batch.is_empty() {
            self.push_piece(batch);
        }
        self.enforce_limit();
    }

    /// Shows only what `filter` lets through, or everything. Records that are there already are
    /// judged by [`rescan`](Self::rescan), later ones as they come. Begins a new numbering.
    pub fn set_filter(&mut self, filter: Option<Filter>) {
        let kept = self.kept();
        let gone = self.seen - kept;
        let gapless = self
            .segments
            .front()
            .is_none_or(|oldest| oldest.number(0) == gone);
        let base = if filter.is_none() && gapless {
            self.seen
        } else {
            self.numbering = self.numbering % (NUMBERINGS - 1) + 1;
            self.numbering * NUMBERING + NUMBERING / 2
        };
        self.end = base;
        self.compacted = 0;
        if filter.is_some() {
            self.first = base;
            self.judged_from = self.seen;
            self.dropped = 0;
            self.missed = gone;
        } else {
            self.first = base.saturating_sub(kept);
            self.judged_from = 0;
            self.dropped = gone;
            self.missed = 0;
        }
        let mut row = self.first;
        for segment in &mut self.segments {
            // A segment that is not judged yet sorts before all rows.
            segment.begin_numbering(if filter.is_some() { 0 } else { row });
            row += segment.len() as u64;
        }
        self.filter = filter;
    }

    /// Judges up to `budget` of the records that were there when the filter was set, newest first,
    /// and says whether there are more.
    pub fn rescan(&mut self, budget: usize) -> bool {
        let Some(filter) = &self.filter else {
            return false;
        };
        let mut left = budget.max(1);
        while left > 0 {
            let judged = self
                .segments
                .partition_point(|segment| segment.number(0) < self.judged_from);
            let Some(segment) = judged
                .checked_sub(1)
                .and_then(|newest| self.segments.get_mut(newest))
            else {
                break;
            };
            let until = segment.count_below(self.judged_from);
            let from = until.saturating_sub(left);
            let found = segment.judge(filter, from..until);
            left -= until - from;
            self.first = self.first.saturating_sub(found.len() as u64);
            self.judged_from = segment.number(from);
            segment.prepend_matches(found, self.first);
        }
        self.segments
            .front()
            .is_some_and(|oldest| oldest.number(0) < self.judged_from)
    }

    /// How many records [`rescan`](Self::rescan) has still to judge.
    pub fn rescan_pending(&self) -> u64 {
        self.segments
            .iter()
            .map(|segment| segment.count_below(self.judged_from) as u64)
            .sum()
    }

    /// The number of the oldest row; [`end`](Self::end) where there is none.
    pub fn first(&self) -> u64 {
        self.first
    }

    /// The number that the next row will get.
    pub fn end(&self) -> u64 {
        self.end
    }

    /// The record in a row, `None` where the view has no such row (any more).
    pub fn record(&self, row: u64) -> Option<Record<'_>> {
        if !(self.first..self.end).contains(&row) {
            return None;
        }
        let after = self
            .segments
            .partition_point(|segment| segment.first_row() <= row);
        let segment = self.segments.get(after.checked_sub(1)?)?;
        segment.record(row, self.filter.is_some())
    }

    /// How many records were ever pushed.
    pub fn seen(&self) -> u64 {
        self.seen
    }

    /// How many records are in memory, shown or not.
    pub fn kept(&self) -> u64 {
        self.seen - self.dropped - self.compacted - self.missed
    }

    /// How many records the filter has let through, those dropped since included; without a filter
    /// all that were seen.
    pub fn matched(&self) -> u64 {
        self.end - self.first + self.dropped
    }

    /// How many records went that the view would show: with a filter, since it was set.
    pub fn dropped(&self) -> u64 {
        self.dropped
    }

    /// How many records went that the filter does not let through, since it was set.
    pub fn compacted(&self) -> u64 {
        self.compacted
    }

    /// How many records had gone before the filter was set, so that it never judged them. 0 without
    /// a filter.
    pub fn missed(&self) -> u64 {
        self.missed
    }

    /// All memory that the view holds, in bytes: what is allocated, used or not.
    pub fn bytes(&self) -> usize {
        self.segments.iter().map(Segment::bytes).sum::<usize>()
            + self.segments.capacity() * size_of::<Segment>()
    }

    /// Whether a view that [holds](Overflow::Hold) has reached its limit with records that it all
    /// shows. It still takes what is on its way, beyond the limit.
    pub fn is_full(&self) -> bool {
        self.overflow == Overflow::Hold
            && self.oldest_to_compact().is_none()
            && self.bytes() > self.limit
    }

    /// From now on the oldest records go to make room for new ones.
    pub fn slide(&mut self) {
        self.overflow = Overflow::Slide;
        self.enforce_limit();
    }

    fn segment_bytes(&self) -> usize {
        (self.limit / 16).min(SEGMENT_BYTES)
    }

    fn push_piece(&mut self, mut batch: Batch) {
        let number = self.seen;
        let row = self.end;
        self.seen += batch.len() as u64;
        let matches = match &self.filter {
            Some(filter) => segment::judge(filter, &batch, 0..batch.len()),
            None => vec![],
        };
        self.end += match &self.filter {
            Some(_) => matches.len(),
            None => batch.len(),
        } as u64;
        let room = self.segment_bytes();
        match self.segments.back_mut() {
            Some(newest) if newest.continues(number) && newest.bytes() + batch.bytes() <= room => {
                newest.append(&batch, &matches, row);
            }
            newest => {
                if let Some(newest) = newest {
                    newest.shrink();
                }
                batch.shrink();
                self.segments
                    .push_back(Segment::new(batch, number, matches, row));
            }
        }
    }

    fn enforce_limit(&mut self) {
        while self.bytes() > self.limit {
            if self.segments.capacity() > 4 * self.segments.len().max(1) {
                self.segments.shrink_to(2 * self.segments.len());
            } else if let Some(index) = self.oldest_to_compact() {
                self.compact(index);
            } else if self.overflow == Overflow::Slide && self.segments.len() > 1 {
                self.drop_oldest();
            } else {
                break;
            }
        }
    }

    /// The oldest segment that may hold records that the filter does not let through.
    fn oldest_to_compact(&self) -> Option<usize> {
        self.filter.as_ref()?;
        self.segments
            .iter()
            .position(|segment| !segment.is_compact())
    }

    /// Lets go of all records of a segment that the filter does not let through. Where a rescan has
    /// not come to them yet, they are judged here and left for it: they will match again.
    fn compact(&mut self, index: usize) {
        let Some(filter) = &self.filter else { return };
        let Some(segment) = self.segments.get_mut(index) else {
            return;
        };
        let survivors = segment.survivors(filter, self.judged_from);
        if survivors.len() == segment.len() {
            segment.set_compact();
            return;
        }
        self.compacted += (segment.len() - survivors.len()) as u64;
        let room = self.segment_bytes();
        let Some(segment) = self.segments.remove(index) else {
            return;
        };
        if survivors.is_empty() {
            return;
        }
        match index
            .checked_sub(1)
            .and_then(|before| self.segments.get_mut(before))
        {
            Some(before) if before.is_sparse() && before.bytes() + survivors.bytes() <= room => {
                before.append_survivors(&segment, &survivors);
            }
            before => {
                if let Some(before) = before {
                    before.shrink();
                }
                self.segments
                    .insert(index, Segment::of_survivors(&segment, &survivors));
            }
        }
    }

    fn drop_oldest(&mut self) {
        let Some(oldest) = self.segments.pop_front() else {
            return;
        };
        self.dropped += oldest.len() as u64;
        self.first += match self.filter {
            Some(_) => oldest.matches() as u64,
            None => oldest.len() as u64,
        };
    }
}
