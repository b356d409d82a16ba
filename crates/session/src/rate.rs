use std::collections::BTreeMap;
use std::time::{Duration, Instant};

/// What a rate is taken over.
const SPAN: Duration = Duration::from_secs(2);

/// Records a second, over the last two seconds.
#[derive(Default)]
pub(crate) struct Rate {
    counts: BTreeMap<Instant, u64>,
}

impl Rate {
    pub(crate) fn now(&mut self, seen: u64) -> u64 {
        let now = Instant::now();
        self.counts.insert(now, seen);
        while self.counts.len() > 2 && self.counts.keys().next().is_some_and(|at| now - *at > SPAN)
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
