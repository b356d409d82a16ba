//! When a group will have caught up.

use serde::{Deserialize, Serialize};
use specta::Type;

use super::samples::Pace;

/// Lag that a group has while it keeps up: seconds of what is produced.
const NORMAL_SECONDS: f64 = 5.0;
/// Longer than this, in ms, is never: thirty days.
const NEVER: f64 = 30.0 * 86_400_000.0;

/// Whether and when a group catches up, as it goes now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(tag = "kind", rename_all = "camelCase")]
pub enum Outlook {
    /// There is nothing to catch up with.
    CaughtUp,
    /// There is not yet a minute of samples.
    Measuring,
    /// By its slowest partition.
    In {
        /// From now, in ms.
        #[specta(type = u32)]
        ms: i64,
    },
    /// Some partition is not read faster than it is written.
    Never,
    /// A lag is not known.
    Unknown,
}

/// The outlook of a group whose partitions have this lag and pace.
pub(crate) fn outlook(partitions: impl IntoIterator<Item = (i64, Option<Pace>)>) -> Outlook {
    let mut worst = Outlook::CaughtUp;
    for (lag, pace) in partitions {
        if lag <= 0 {
            continue;
        }
        let Some(pace) = pace else {
            return Outlook::Measuring;
        };
        // Who keeps up stays a moment behind all the time.
        let is_normal = lag as f64 <= pace.produced * NORMAL_SECONDS;
        if is_normal && pace.consumed >= pace.produced * 0.95 {
            continue;
        }
        let gain = pace.consumed - pace.produced;
        let left = lag as f64 / gain * 1000.0;
        worst = match worst {
            Outlook::Never => Outlook::Never,
            _ if gain <= 0.0 || left > NEVER => Outlook::Never,
            Outlook::In { ms } => Outlook::In {
                ms: ms.max(left as i64),
            },
            _ => Outlook::In { ms: left as i64 },
        };
    }
    worst
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_slowest_partition_decides() {
        let pace = |consumed, produced| Some(Pace { consumed, produced });
        for (partitions, expected) in [
            (vec![], Outlook::CaughtUp),
            (vec![(0, None)], Outlook::CaughtUp),
            (vec![(10, None)], Outlook::Measuring),
            (vec![(1000, pace(20.0, 10.0))], Outlook::In { ms: 100_000 }),
            (
                vec![(1000, pace(20.0, 10.0)), (600, pace(2.0, 1.0))],
                Outlook::In { ms: 600_000 },
            ),
            (
                vec![(1000, pace(20.0, 10.0)), (600, pace(1.0, 1.0))],
                Outlook::Never,
            ),
            (
                vec![(600, pace(1.0, 1.0)), (1000, pace(20.0, 10.0))],
                Outlook::Never,
            ),
            (vec![(3, pace(1.0, 1.0))], Outlook::CaughtUp),
            (vec![(3, pace(0.0, 0.0))], Outlook::Never),
            (vec![(100, pace(10.0, 20.0))], Outlook::Never),
            (vec![(1 << 40, pace(10.0, 9.9))], Outlook::Never),
        ] {
            assert_eq!(outlook(partitions.clone()), expected, "{partitions:?}");
        }
    }
}
