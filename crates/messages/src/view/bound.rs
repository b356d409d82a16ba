//! Which records go when there are too many.

use super::segment::Segment;
use super::{End, Overflow, View};

/// The most memory that small batches are gathered into before a new segment is begun.
const SEGMENT_BYTES: usize = 1 << 20;

impl View {
    /// How large a segment of several batches may become, in bytes.
    pub(super) fn segment_bytes(&self) -> usize {
        (self.limit / 16).min(SEGMENT_BYTES)
    }

    pub(super) fn enforce_limit(&mut self) {
        while self.bytes() > self.limit {
            if self.segments.capacity() > 4 * self.segments.len().max(1) {
                self.segments.shrink_to(2 * self.segments.len());
            } else if let Some(index) = self.oldest_to_compact() {
                self.compact(index);
            } else if self.overflow == Overflow::Slide && self.segments.len() > 1 {
                self.drop_farthest();
            } else {
                break;
            }
        }
    }

    /// The oldest segment that may hold records that the view does not show.
    pub(super) fn oldest_to_compact(&self) -> Option<usize> {
        if self.judge.is_trivial() {
            return None;
        }
        self.segments
            .iter()
            .position(|segment| !segment.is_compact())
    }

    /// Lets go of all records of a segment that the view does not show. Where a rescan has not come
    /// to them yet, they are judged here and left for it: they will match again.
    fn compact(&mut self, index: usize) {
        let Some(segment) = self.segments.get_mut(index) else {
            return;
        };
        let survivors = segment.survivors(&self.judge, self.judged_from);
        self.unclear += survivors.unclear();
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
        let fits =
            |beside: &Segment| beside.is_sparse() && beside.bytes() + survivors.bytes() <= room;
        if let Some(before) = index
            .checked_sub(1)
            .and_then(|before| self.segments.get_mut(before))
        {
            if fits(before) {
                before.append_survivors(&segment, &survivors);
                return;
            }
            before.shrink();
        }
        if let Some(after) = self.segments.get_mut(index) {
            if fits(after) {
                after.prepend_survivors(&segment, &survivors);
                return;
            }
            after.shrink();
        }
        self.segments
            .insert(index, Segment::of_survivors(&segment, &survivors));
    }

    fn drop_farthest(&mut self) {
        let end = match self.entrance {
            End::Newest => End::Oldest,
            End::Oldest => End::Newest,
        };
        let gone = match end {
            End::Oldest => self.segments.pop_front(),
            End::Newest => self.segments.pop_back(),
        };
        let Some(gone) = gone else { return };
        self.dropped += gone.len() as u64;
        let rows = if self.judge.is_trivial() {
            gone.len()
        } else {
            gone.matches()
        } as u64;
        // What a rescan has not come to is known to match here: all else was compacted.
        for timestamp in gone.timestamps_below(self.judged_from) {
            self.timeline.matches(timestamp);
        }
        match end {
            End::Oldest => self.first += rows,
            End::Newest => self.end -= rows,
        }
        if rows > 0 {
            self.lost = Some(end);
        }
    }
}
