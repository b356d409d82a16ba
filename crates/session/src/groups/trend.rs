//! How a lag goes.

use std::collections::VecDeque;

use serde::{Deserialize, Serialize};
use specta::Type;

use super::samples::{RECENT, SETTLED};

/// Sums lie so far apart, in ms; the newest one is always kept.
const STEP: i64 = 20_000;
/// So many messages more or less are nothing.
const NORMAL: i64 = 100;

/// How a lag has gone in the last five minutes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum Trend {
    /// By a tenth or more.
    Growing,
    /// By a tenth or more.
    Falling,
    /// Neither.
    Steady,
    /// It is not a minute yet since it was first seen.
    Measuring,
}

impl Trend {
    /// From then to now.
    pub(crate) fn of(before: i64, now: i64) -> Self {
        let change = now - before;
        if change.abs() <= NORMAL.max(before / 10) {
            Self::Steady
        } else if change > 0 {
            Self::Growing
        } else {
            Self::Falling
        }
    }
}

/// The sums of a group's lag over the last five minutes.
#[derive(Debug, Default)]
pub(crate) struct Sums(VecDeque<(i64, i64)>);

impl Sums {
    /// Adds the sum at a time, in ms since 1970.
    pub(crate) fn add(&mut self, at: i64, messages: i64) {
        if let [.., before, _] = self.0.make_contiguous()
            && at - before.0 < STEP
        {
            self.0.pop_back();
        }
        self.0.push_back((at, messages));
        while self.0.get(1).is_some_and(|second| at - second.0 >= RECENT) {
            self.0.pop_front();
        }
    }

    /// Begins anew: what was counted was something else.
    pub(crate) fn clear(&mut self) {
        self.0.clear();
    }

    pub(crate) fn trend(&self) -> Option<Trend> {
        let (last, now) = self.0.back()?;
        // One that is older than five minutes says more than none.
        let (first, before) = self.0.front()?;
        Some(if last - first < SETTLED {
            Trend::Measuring
        } else {
            Trend::of(*before, *now)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tenth_is_a_trend() {
        for (sums, expected) in [
            (vec![], None),
            (vec![(0, 5)], Some(Trend::Measuring)),
            (vec![(0, 5), (30_000, 5000)], Some(Trend::Measuring)),
            (vec![(0, 5), (60_000, 5000)], Some(Trend::Growing)),
            (vec![(0, 5), (60_000, 90)], Some(Trend::Steady)),
            (vec![(0, 9000), (60_000, 9800)], Some(Trend::Steady)),
            (vec![(0, 9000), (60_000, 8000)], Some(Trend::Falling)),
        ] {
            let mut all = Sums::default();
            for (at, messages) in &sums {
                all.add(*at, *messages);
            }
            assert_eq!(all.trend(), expected, "{sums:?}");
        }
    }

    #[test]
    fn they_are_few_and_of_late() {
        let mut sums = Sums::default();
        for second in 0..3600 {
            sums.add(second * 1000, second);
        }
        assert!(sums.0.len() <= 18);
        assert!(3_599_000 - sums.0[0].0 < RECENT + STEP);
    }
}
