//! Records kept within a bound, and the rows that a filter makes of them.

mod bound;
mod entry;
mod judge;
mod keys;
mod numbering;
mod segment;

use std::collections::VecDeque;
use std::mem::size_of;
use std::ops::Range;

use crate::batch::Batch;
use crate::filter::Filter;
use crate::histogram::{Histogram, Timeline};
use crate::record::Record;
use judge::Judge;
use keys::Keys;
use numbering::ORIGIN;
use segment::Segment;

/// What happens to records when a [`View`] reaches its limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Overflow {
    /// Those go that are farthest from where records came in last: the oldest of a live tail, the
    /// newest where older and older ones are read.
    Slide,
    /// None that the view shows goes; [`View::is_full`] says when to stop reading: a bounded read.
    Hold,
}

/// Records of a stream within a bound of memory, and those of them that it shows: those that its
/// filter lets through, and, where it shows the [latest](Self::set_distinct) only, none that a newer
/// one of the same key has replaced.
///
/// # Rows
///
/// What the view shows are rows, numbered without a gap from [`first`](Self::first) to
/// [`end`](Self::end) (exclusive), from the oldest to the newest: [`push`](Self::push) counts up,
/// [`push_front`](Self::push_front) counts down. A row's number never changes; records that go raise
/// `first` or lower `end`. Where all is shown, a row's number is the record's running number.
/// Setting or clearing a filter begins a new *numbering* at a base that no other one uses: records
/// that arrive later count up or down from it, and records that the rescan finds, from the newest to
/// the oldest, count down. So a row number of an earlier numbering gives `None` and never another
/// record. (A cleared filter leads back to running numbers, unless records went from between those
/// that are kept.) To keep that so, a new numbering begins, too, where records come in at an end
/// from which rows had gone. All row numbers are below 2^53.
///
/// # The bound
///
/// Over the limit, the oldest records that the view does not show are let go first (*compacted*);
/// only when there are none of these records that it shows are *dropped*, or, with
/// [`Overflow::Hold`], the view [is full](Self::is_full). Records go in segments of a small part of
/// the limit. The segment that came in last stays, so the view exceeds its limit by one record where
/// that alone is larger.
///
/// `seen() == kept() + dropped() + compacted() + missed()` at any time.
#[derive(Debug)]
pub struct View {
    limit: usize,
    overflow: Overflow,
    judge: Judge,
    segments: VecDeque<Segment>,
    numbering: u64,
    first: u64,
    end: u64,
    /// Rows have gone from this end in this numbering.
    lost: Option<End>,
    /// Where records came in last.
    entrance: End,
    /// Records with a lower running number have not been judged yet.
    judged_from: u64,
    /// The running numbers given out: the next older one is below, the next newer one is at the end.
    numbers: Range<u64>,
    seen: u64,
    dropped: u64,
    compacted: u64,
    missed: u64,
    unclear: u64,
    timeline: Timeline,
    keys: Option<Keys>,
}

/// An end of the stream.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum End {
    Oldest,
    Newest,
}

impl View {
    /// An empty view without a filter that holds at most `limit` bytes.
    pub fn new(limit: usize, overflow: Overflow) -> Self {
        Self {
            limit,
            overflow,
            judge: Judge::default(),
            segments: VecDeque::new(),
            numbering: 0,
            first: ORIGIN,
            end: ORIGIN,
            lost: None,
            entrance: End::Newest,
            judged_from: 0,
            numbers: ORIGIN..ORIGIN,
            seen: 0,
            dropped: 0,
            compacted: 0,
            missed: 0,
            unclear: 0,
            timeline: Timeline::new(),
            keys: None,
        }
    }

    /// Takes records that are newer than all others: each gets the next running number and is judged
    /// once. Lets others go if the limit asks for it.
    pub fn push(&mut self, batch: Batch) {
        self.enter(batch, End::Newest);
    }

    /// Takes records that are older than all others, in their order, the oldest first: each gets a
    /// running number below those of the others, and is judged once. While a
    /// [rescan](Self::rescan) has not come to an end, they are left to it. Lets others go if the
    /// limit asks for it.
    pub fn push_front(&mut self, batch: Batch) {
        self.enter(batch, End::Oldest);
    }

    /// Shows only what `filter` lets through, or everything. Records that are there already are
    /// judged by [`rescan`](Self::rescan), later ones as they come. Begins a new numbering.
    pub fn set_filter(&mut self, filter: Option<Filter>) {
        self.judge.filter = filter;
        self.begin_judging();
    }

    /// Shows of all records with the same key in a partition the newest only, or all. The newest is
    /// the first that [`push_front`](Self::push_front) brings, or the last in a batch that
    /// [`push`](Self::push) brings; rows that were there before that batch stay. It is shown if the
    /// filter lets it through; if not, no older one takes its place. Records without a key are not
    /// replaced. Begins a new numbering; what is kept is compared at once.
    ///
    /// Keys are remembered by a 64-bit hash, up to 4,000,000 of them, in memory of their own (about
    /// 80 MB). Of keys beyond that no record is shown: see [`is_distinct_full`](Self::is_distinct_full).
    pub fn set_distinct(&mut self, distinct: bool) {
        self.judge.distinct = distinct;
        self.keys = distinct.then(Keys::default);
        if let Some(keys) = &mut self.keys {
            for segment in self.segments.iter_mut().rev() {
                segment.mark_replaced(keys);
            }
        }
        self.begin_judging();
    }

    /// Whether there are more keys than the view remembers, so that it can't tell any more which
    /// records are the latest of theirs: then it is time to stop reading.
    pub fn is_distinct_full(&self) -> bool {
        self.keys.as_ref().is_some_and(Keys::is_full)
    }

    /// Judges up to `budget` of the records that were there when the filter was set, newest first,
    /// and says whether there are more.
    pub fn rescan(&mut self, budget: usize) -> bool {
        if self.judge.is_trivial() {
            return false;
        }
        let mut left = budget.max(1);
        while left > 0 {
            let unjudged = self
                .segments
                .partition_point(|segment| segment.number(0) < self.judged_from);
            let Some(segment) = unjudged
                .checked_sub(1)
                .and_then(|newest| self.segments.get_mut(newest))
            else {
                break;
            };
            let until = segment.count_below(self.judged_from);
            let from = until.saturating_sub(left);
            let found = segment.judge(&self.judge, from..until);
            left -= until - from;
            self.unclear += found.unclear;
            for timestamp in segment.timestamps(&found.matches) {
                self.timeline.matches(timestamp);
            }
            self.first = self.first.saturating_sub(found.matches.len() as u64);
            self.judged_from = segment.number(from);
            segment.prepend_matches(found.matches, self.first);
        }
        self.is_rescanning()
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
        segment.record(row, !self.judge.is_trivial())
    }

    /// How many records were ever pushed.
    pub fn seen(&self) -> u64 {
        self.seen
    }

    /// How many records are in memory, shown or not.
    pub fn kept(&self) -> u64 {
        self.seen - self.dropped - self.compacted - self.missed
    }

    /// How many records the view has shown since the filter was set, those dropped since included;
    /// where it shows all, all that were seen.
    pub fn matched(&self) -> u64 {
        self.end - self.first + self.dropped
    }

    /// How many records went that the view would show: where it does not show all, since the filter
    /// was set.
    pub fn dropped(&self) -> u64 {
        self.dropped
    }

    /// How many records went that the view does not show, since the filter was set.
    pub fn compacted(&self) -> u64 {
        self.compacted
    }

    /// How many records had gone before the filter was set, so that it never judged them. 0 where
    /// the view shows all.
    pub fn missed(&self) -> u64 {
        self.missed
    }

    /// How many records that were judged since the filter was set are
    /// [unclear](crate::Verdict::Unclear): the filter asks for a field, and they are not JSON. The
    /// view does not show them.
    pub fn unclear(&self) -> u64 {
        self.unclear
    }

    /// All records that were seen, and of these [the matched ones](Self::matched), over time: in at
    /// most `buckets` buckets.
    pub fn histogram(&self, buckets: usize) -> Histogram {
        let mut histogram = self.timeline.histogram(buckets);
        if self.judge.is_trivial() {
            histogram.matched.clone_from(&histogram.seen);
        }
        histogram
    }

    /// All memory that the view's records take, in bytes: what is allocated, used or not.
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

    /// From now on records go to make room for others.
    pub fn slide(&mut self) {
        self.overflow = Overflow::Slide;
        self.enforce_limit();
    }

    fn is_rescanning(&self) -> bool {
        self.segments
            .front()
            .is_some_and(|oldest| oldest.number(0) < self.judged_from)
    }
}
