use std::collections::BTreeMap;
use std::time::{Duration, Instant};

/// Records a second, over a span of time.
pub(crate) struct Rate {
    counts: BTreeMap<Instant, u64>,
    span: Duration,
}

impl Rate {
    /// What comes now.
    pub(crate) fn of_late() -> Self {
        Self::over(Duration::from_secs(2))
    }

    /// Steady enough to tell how long the rest takes.
    pub(crate) fn steady() -> Self {
        Self::over(Duration::from_secs(10))
    }

    fn over(span: Duration) -> Self {
        Self {
            counts: BTreeMap::new(),
            span,
        }
    }

    pub(crate) fn now(&mut self, seen: u64) -> u64 {
        let now = Instant::now();
        self.counts.insert(now, seen);
        while self.counts.len() > 2
            && self
                .counts
                .keys()
                .next()
                .is_some_and(|at| now - *at > self.span)
        {
            self.counts.pop_first();
        }
        let Some((since, before)) = self.counts.first_key_value() else {
            return 0;
        };
        let seconds = (now - *since).as_secs_f64();
        if seconds < 0.05 {
            0
        } else {
            (seen.saturating_sub(*before) as f64 / seconds).round() as u64
        }
    }
}
