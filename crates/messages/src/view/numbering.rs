//! The numbers of rows.

use super::{End, View};

/// The distance between the bases of two numberings: there is room for half as many rows on each
/// side of a base. See [`View`].
const NUMBERING: u64 = 1 << 36;

/// How many numberings there are before they start over: row numbers stay below 2^53, which
/// JavaScript holds exactly.
const NUMBERINGS: u64 = 1 << 17;

/// The running number of the first record; older ones count down from it.
pub(super) const ORIGIN: u64 = NUMBERING / 2;

impl View {
    /// Begins a numbering in which nothing is judged yet, or everything is shown.
    pub(super) fn begin_judging(&mut self) {
        let kept = self.kept();
        let gone = self.seen - kept;
        let all = self.judge.is_trivial();
        let gapless = self
            .segments
            .front()
            .is_none_or(|oldest| oldest.number(0) + kept == self.numbers.end);
        let base = if all && gapless {
            self.numbers.end
        } else {
            self.next_base()
        };
        self.end = base;
        // Running numbers of records that went are not for others.
        let lost = all && gapless && base - kept > self.numbers.start;
        self.lost = lost.then_some(End::Oldest);
        self.compacted = 0;
        self.unclear = 0;
        self.timeline.forget_matches();
        if all {
            self.first = base - kept;
            self.judged_from = 0;
            self.dropped = gone;
            self.missed = 0;
        } else {
            self.first = base;
            self.judged_from = self.numbers.end;
            self.dropped = 0;
            self.missed = gone;
        }
        let mut row = self.first;
        for segment in &mut self.segments {
            // A segment that is not judged yet sorts before all rows.
            segment.begin_numbering(if all { row } else { 0 });
            row += segment.len() as u64;
        }
    }

    /// Begins a numbering with the same rows.
    pub(super) fn renumber(&mut self) {
        let base = self.next_base();
        let shift = base.wrapping_sub(self.end);
        self.first = self.first.wrapping_add(shift);
        self.end = base;
        self.lost = None;
        for segment in &mut self.segments {
            segment.shift_rows(shift);
        }
    }

    fn next_base(&mut self) -> u64 {
        self.numbering = self.numbering % (NUMBERINGS - 1) + 1;
        self.numbering * NUMBERING + ORIGIN
    }
}
