//! How many records there are over time, in bounded memory whatever the range.

/// Records over time, in buckets of the same width: what [`View::histogram`](crate::View::histogram)
/// answers.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Histogram {
    /// Where the first bucket begins, in ms since 1970.
    pub from_ms: i64,
    /// Where the last bucket ends (exclusive), in ms since 1970; `from_ms` where there is no bucket.
    pub to_ms: i64,
    /// How wide a bucket is, in ms: a power of two, and each bucket begins at a multiple of it.
    pub width_ms: i64,
    /// Records in each bucket.
    pub seen: Vec<u64>,
    /// Those of them that the filter lets through.
    pub matched: Vec<u64>,
    /// Records without a time, which stand in no bucket.
    pub untimed: u64,
}

/// Counts records by their time as they come. The buckets begin at 1 ms and double their width
/// whenever the range outgrows them.
#[derive(Debug)]
pub(crate) struct Timeline {
    /// A bucket is `1 << shift` ms wide.
    shift: u32,
    /// The first bucket holds the times from `origin << shift` on.
    origin: u64,
    /// The buckets that any time came into, first and last.
    used: Option<(usize, usize)>,
    seen: Vec<u64>,
    matched: Vec<u64>,
    untimed: u64,
}

const BUCKETS: usize = 1024;

/// The latest time; later ones, 146 million years from now, count as this.
const LAST: u64 = (1 << 62) - 1;

impl Timeline {
    pub(crate) fn new() -> Self {
        Self {
            shift: 0,
            origin: 0,
            used: None,
            seen: vec![0; BUCKETS],
            matched: vec![0; BUCKETS],
            untimed: 0,
        }
    }

    /// Counts a record; its time is in ms since 1970, and negative where it has none.
    pub(crate) fn see(&mut self, timestamp: i64) {
        match self.bucket(timestamp) {
            Some(bucket) => self.seen[bucket] += 1,
            None => self.untimed += 1,
        }
    }

    /// Counts a record as one that the filter lets through; it is [seen](Self::see) already.
    pub(crate) fn matches(&mut self, timestamp: i64) {
        if let Some(bucket) = self.bucket(timestamp) {
            self.matched[bucket] += 1;
        }
    }

    /// Forgets which records matched.
    pub(crate) fn forget_matches(&mut self) {
        self.matched.fill(0);
    }

    /// All that was counted in at most `buckets` buckets, one at least.
    pub(crate) fn histogram(&self, buckets: usize) -> Histogram {
        let Some((first, last)) = self.used else {
            return Histogram {
                untimed: self.untimed,
                ..Histogram::default()
            };
        };
        let first = self.origin + first as u64;
        let last = self.origin + last as u64;
        let mut coarser = 0;
        while (last >> coarser) - (first >> coarser) >= buckets.max(1) as u64 {
            coarser += 1;
        }
        let shift = self.shift + coarser;
        let (from, to) = (first >> coarser, (last >> coarser) + 1);
        let sum = |counts: &[u64]| {
            let mut sums = vec![0; (to - from) as usize];
            for bucket in first..=last {
                sums[((bucket >> coarser) - from) as usize] +=
                    counts[(bucket - self.origin) as usize];
            }
            sums
        };
        let ms = |bucket: u64| (bucket << shift) as i64;
        Histogram {
            from_ms: ms(from),
            to_ms: ms(to),
            width_ms: ms(1),
            seen: sum(&self.seen),
            matched: sum(&self.matched),
            untimed: self.untimed,
        }
    }

    /// The bucket of a time; makes room for it where it is out of range.
    fn bucket(&mut self, timestamp: i64) -> Option<usize> {
        let time = u64::try_from(timestamp).ok()?.min(LAST);
        let bucket = (time >> self.shift).wrapping_sub(self.origin);
        match self.used {
            Some((first, last)) if (first as u64..=last as u64).contains(&bucket) => {
                Some(bucket as usize)
            }
            _ => Some(self.extend(time)),
        }
    }

    #[cold]
    fn extend(&mut self, time: u64) -> usize {
        let Some((first, last)) = self.used else {
            self.origin = time.saturating_sub(BUCKETS as u64 / 2);
            let bucket = (time - self.origin) as usize;
            self.used = Some((bucket, bucket));
            return bucket;
        };
        let mut first = self.origin + first as u64;
        let mut last = self.origin + last as u64;
        let before = (self.origin, self.shift);
        while last.max(time >> self.shift) - first.min(time >> self.shift) >= BUCKETS as u64 {
            self.shift += 1;
            first >>= 1;
            last >>= 1;
        }
        let bucket = time >> self.shift;
        let (from, to) = (first.min(bucket), last.max(bucket));
        let coarser = self.shift - before.1;
        if coarser > 0 || from < before.0 || to >= before.0 + BUCKETS as u64 {
            // The same room on both sides, so that a range that grows seldom has to move.
            self.origin = from.saturating_sub((BUCKETS as u64 - (to - from)) / 2);
            let origin = self.origin;
            for counts in [&mut self.seen, &mut self.matched] {
                let old = std::mem::replace(counts, vec![0; BUCKETS]);
                for (at, count) in old.into_iter().enumerate().filter(|&(_, count)| count > 0) {
                    counts[(((before.0 + at as u64) >> coarser) - origin) as usize] += count;
                }
            }
        }
        self.used = Some(((from - self.origin) as usize, (to - self.origin) as usize));
        (bucket - self.origin) as usize
    }
}

#[cfg(test)]
mod tests {
    use proptest::collection::vec;
    use proptest::prelude::*;

    use super::*;

    fn counted(times: &[i64]) -> Timeline {
        let mut timeline = Timeline::new();
        for &time in times {
            timeline.see(time);
        }
        timeline
    }

    #[test]
    fn buckets_begin_at_a_millisecond() {
        let histogram = counted(&[1005, 1002, 1005, -1]).histogram(100);
        assert_eq!(
            histogram,
            Histogram {
                from_ms: 1002,
                to_ms: 1006,
                width_ms: 1,
                seen: vec![1, 0, 0, 2],
                matched: vec![0; 4],
                untimed: 1,
            }
        );
        assert_eq!(counted(&[]).histogram(10), Histogram::default());
    }

    #[test]
    fn few_buckets_hold_any_range() {
        let histogram = counted(&[0, i64::MAX, 1_764_000_000_000]).histogram(4);
        assert_eq!(histogram.from_ms, 0);
        assert!(histogram.to_ms > 1 << 61);
        assert_eq!(histogram.seen.iter().sum::<u64>(), 3);
        assert_eq!(counted(&[0, i64::MAX]).histogram(0).seen, [2]);
    }

    fn times() -> impl Strategy<Value = Vec<i64>> {
        let time = prop_oneof![
            4 => 1_764_000_000_000..1_764_000_004_000_i64,
            2 => 1_763_000_000_000..1_765_000_000_000_i64,
            1 => any::<i64>(),
            1 => 0..10_i64,
        ];
        vec(time, 0..60)
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn every_record_is_in_its_bucket(times in times(), buckets in 0..300_usize) {
            let mut timeline = Timeline::new();
            for (n, &time) in times.iter().enumerate() {
                timeline.see(time);
                if n % 3 == 0 {
                    timeline.matches(time);
                }
            }
            let histogram = timeline.histogram(buckets);
            let times: Vec<i64> = times.into_iter().map(|time| time.min(LAST as i64)).collect();
            let timed: Vec<i64> = times.iter().copied().filter(|&time| time >= 0).collect();
            prop_assert_eq!(histogram.untimed as usize, times.len() - timed.len());
            prop_assert!(histogram.seen.len() <= buckets.max(1));
            if timed.is_empty() {
                prop_assert!(histogram.seen.is_empty());
                return Ok(());
            }
            let bucket = |time: i64| ((time - histogram.from_ms) / histogram.width_ms) as usize;
            let mut seen = vec![0; histogram.seen.len()];
            let mut matched = seen.clone();
            for (n, &time) in times.iter().enumerate().filter(|&(_, &time)| time >= 0) {
                seen[bucket(time)] += 1;
                matched[bucket(time)] += u64::from(n % 3 == 0);
            }
            prop_assert_eq!(&histogram.seen, &seen);
            prop_assert_eq!(&histogram.matched, &matched);
            prop_assert!(seen[0] > 0 && seen[seen.len() - 1] > 0, "no empty ends");
            prop_assert_eq!(histogram.from_ms % histogram.width_ms, 0);
            prop_assert!(histogram.width_ms.count_ones() == 1);
            // No wider than it must be.
            if histogram.seen.len() * 2 + 2 < buckets.min(500) {
                prop_assert_eq!(histogram.width_ms, 1);
            }
        }

        #[test]
        fn the_order_does_not_matter(times in times()) {
            let mut sorted = times.clone();
            sorted.sort_unstable();
            prop_assert_eq!(counted(&times).histogram(200), counted(&sorted).histogram(200));
        }
    }
}
