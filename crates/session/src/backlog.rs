use std::time::{Duration, Instant};

use messages::{Batch, View};

use crate::range::Range;

/// A backlog up to this size is shown in the order of time, across partitions.
const SORTED: i64 = 5000;
/// What is there of such a backlog is shown when nothing has come for so long: at the end of a partition compacted
/// records and transaction markers leave offsets that no record fills.
const QUIET: Duration = Duration::from_millis(100);

/// A short backlog is shown in the order of time: partitions arrive one after another.
pub(crate) struct Backlog {
    held: Option<Batch>,
    until: Option<Instant>,
}

impl Backlog {
    /// Whether what is to be read is little enough to be shown in the order of time.
    pub(crate) fn is_short(ranges: &[Range]) -> bool {
        ranges
            .iter()
            .map(|range| range.end - range.start)
            .sum::<i64>()
            <= SORTED
    }

    pub(crate) fn new(short: bool) -> Self {
        Self {
            held: short.then(Batch::default),
            until: None,
        }
    }

    pub(crate) fn deadline(&self) -> Option<Instant> {
        self.until.filter(|_| self.held.is_some())
    }

    pub(crate) fn push(&mut self, view: &mut View, batch: Batch) {
        match &mut self.held {
            Some(held) => {
                held.merge(batch);
                self.until = Some(Instant::now() + QUIET);
            }
            None => view.push(batch),
        }
    }

    pub(crate) fn release(&mut self, view: &mut View) {
        if let Some(mut held) = self.held.take() {
            held.sort_by_time();
            view.push(held);
        }
    }
}
