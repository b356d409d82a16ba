//! Records on their way into the view.

use super::judge::Found;
use super::segment::Segment;
use super::{End, View};
use crate::batch::Batch;

impl View {
    pub(super) fn enter(&mut self, mut batch: Batch, end: End) {
        if batch.is_empty() {
            return self.enforce_limit();
        }
        if self.lost == Some(end) {
            self.renumber();
        }
        self.entrance = end;
        if let Some(keys) = &mut self.keys {
            match end {
                End::Newest => keys.mark_newest(&mut batch),
                End::Oldest => keys.mark_older(&mut batch),
            }
        }
        if batch.bytes() > self.limit / 8 && batch.len() > 1 {
            let mut pieces = batch.split(self.segment_bytes());
            if end == End::Oldest {
                pieces.reverse();
            }
            for piece in pieces {
                self.enter_piece(piece, end);
            }
        } else {
            self.enter_piece(batch, end);
        }
        self.enforce_limit();
    }

    fn enter_piece(&mut self, batch: Batch, end: End) {
        let count = batch.len() as u64;
        self.seen += count;
        for timestamp in batch.timestamps() {
            self.timeline.see(timestamp);
        }
        let left_to_rescan = end == End::Oldest && self.is_rescanning();
        let found = if left_to_rescan || self.judge.is_trivial() {
            Found::default()
        } else {
            self.judge.judge(&batch, 0..batch.len())
        };
        self.unclear += found.unclear;
        for timestamp in batch.timestamps_of(&found.matches) {
            self.timeline.matches(timestamp);
        }
        let shown = if self.judge.is_trivial() {
            count
        } else {
            found.matches.len() as u64
        };
        match end {
            End::Newest => {
                self.append(batch, found.matches);
                self.end += shown;
            }
            End::Oldest => {
                self.first -= shown;
                self.prepend(batch, found.matches, left_to_rescan);
            }
        }
    }

    fn append(&mut self, mut batch: Batch, matches: Vec<u32>) {
        let number = self.numbers.end;
        self.numbers.end += batch.len() as u64;
        let room = self.segment_bytes();
        match self.segments.back_mut() {
            Some(newest) if newest.continues(number) && newest.bytes() + batch.bytes() <= room => {
                newest.append(&batch, &matches, self.end);
            }
            newest => {
                if let Some(newest) = newest {
                    newest.shrink();
                }
                batch.shrink();
                self.segments
                    .push_back(Segment::new(batch, number, matches, self.end));
            }
        }
    }

    fn prepend(&mut self, mut batch: Batch, matches: Vec<u32>, left_to_rescan: bool) {
        self.numbers.start -= batch.len() as u64;
        let number = self.numbers.start;
        let next = number + batch.len() as u64;
        if !left_to_rescan {
            self.judged_from = self.judged_from.min(number);
        }
        let row = (!left_to_rescan).then_some(self.first);
        let room = self.segment_bytes();
        match self.segments.front_mut() {
            Some(oldest) if oldest.begins_with(next) && oldest.bytes() + batch.bytes() <= room => {
                oldest.prepend(batch, matches, row);
            }
            oldest => {
                if let Some(oldest) = oldest {
                    oldest.shrink();
                }
                batch.shrink();
                // A segment that is not judged yet sorts before all rows.
                let row = row.unwrap_or(0);
                self.segments
                    .push_front(Segment::new(batch, number, matches, row));
            }
        }
    }
}
