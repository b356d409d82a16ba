use std::collections::{HashMap, VecDeque};
use std::time::{Duration, Instant};

use kafka::ConfigEntry;

/// Settings are asked for again after so long.
const SETTLED: Duration = Duration::from_secs(60);
/// A rate is taken over so long at least: less says nothing.
const SHORTEST: Duration = Duration::from_secs(5);
/// And over so long at most.
const LONGEST: Duration = Duration::from_secs(60);
/// Looks closer together than this are one.
const STEP: Duration = Duration::from_secs(2);
/// What was not looked at for so long is let go.
const FORGOTTEN: Duration = Duration::from_secs(300);
/// Topics that are kept.
const TOPICS: usize = 2000;

/// What is shown of a topic's settings.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Settings {
    pub(super) cleanup_policy: Option<String>,
    pub(super) retention_ms: Option<String>,
    pub(super) retention_bytes: Option<String>,
    /// They may not be seen.
    pub(super) is_denied: bool,
    /// Why they are not known otherwise.
    pub(super) problem: Option<String>,
}

impl From<kafka::Result<Vec<ConfigEntry>>> for Settings {
    fn from(answer: kafka::Result<Vec<ConfigEntry>>) -> Self {
        match answer {
            Ok(entries) => {
                let mut values: HashMap<String, Option<String>> = entries
                    .into_iter()
                    .map(|entry| (entry.name, entry.value))
                    .collect();
                let mut value = |name: &str| values.remove(name).flatten();
                Self {
                    cleanup_policy: value("cleanup.policy"),
                    retention_ms: value("retention.ms"),
                    retention_bytes: value("retention.bytes"),
                    ..Self::default()
                }
            }
            Err(kafka::Error::Forbidden { .. }) => Self {
                is_denied: true,
                ..Self::default()
            },
            Err(error) => Self {
                problem: Some(error.to_string()),
                ..Self::default()
            },
        }
    }
}

/// What was found of topics, bounded.
#[derive(Debug, Default)]
pub(super) struct Kept {
    topics: HashMap<String, Topic>,
}

#[derive(Debug)]
struct Topic {
    looked: Instant,
    settings: Option<(Instant, Settings)>,
    /// The sum of its ends over time, oldest first.
    ends: VecDeque<(Instant, i64)>,
}

impl Kept {
    /// The topics whose settings are to be asked for. All are looked at `now`.
    pub(super) fn wanted(&mut self, topics: &[String], refresh: bool, now: Instant) -> Vec<String> {
        self.topics
            .retain(|_, topic| now.duration_since(topic.looked) < FORGOTTEN);
        if self.topics.len() > TOPICS {
            self.topics.clear();
        }
        let mut wanted = Vec::new();
        for name in topics {
            let topic = self.topics.entry(name.clone()).or_insert_with(|| Topic {
                looked: now,
                settings: None,
                ends: VecDeque::new(),
            });
            topic.looked = now;
            let is_settled = topic.settings.as_ref().is_some_and(|(at, settings)| {
                now.duration_since(*at) < SETTLED && settings.problem.is_none()
            });
            if refresh || !is_settled {
                wanted.push(name.clone());
            }
        }
        wanted
    }

    pub(super) fn take(
        &mut self,
        settings: Vec<(String, Settings)>,
        ends: HashMap<String, i64>,
        now: Instant,
    ) {
        for (name, settings) in settings {
            if let Some(topic) = self.topics.get_mut(&name) {
                topic.settings = Some((now, settings));
            }
        }
        for (name, end) in ends {
            if let Some(topic) = self.topics.get_mut(&name) {
                topic.count(end, now);
            }
        }
    }

    pub(super) fn settings(&self, topic: &str) -> Option<&Settings> {
        let (_, settings) = self.topics.get(topic)?.settings.as_ref()?;
        Some(settings)
    }

    /// Messages a second.
    pub(super) fn rate(&self, topic: &str) -> Option<f64> {
        let ends = &self.topics.get(topic)?.ends;
        let ((since, before), (at, now)) = (ends.front()?, ends.back()?);
        let span = at.duration_since(*since);
        (span >= SHORTEST).then(|| (now - before) as f64 / span.as_secs_f64())
    }

    pub(super) fn forget(&mut self, topic: &str) {
        self.topics.remove(topic);
    }
}

impl Topic {
    fn count(&mut self, end: i64, now: Instant) {
        // It was made anew.
        if self.ends.back().is_some_and(|(_, before)| *before > end) {
            self.ends.clear();
        }
        // The newest one is kept as it is, so that looks in quick succession don't push it on for ever.
        let is_close = |(at, _): &(Instant, i64)| now.duration_since(*at) < STEP;
        if self.ends.len() > 1 && self.ends.iter().rev().nth(1).is_some_and(is_close) {
            self.ends.pop_back();
        }
        self.ends.push_back((now, end));
        while self.ends.len() > 2
            && self
                .ends
                .front()
                .is_some_and(|(at, _)| now.duration_since(*at) > LONGEST)
        {
            self.ends.pop_front();
        }
        // Nobody has looked for a while: what was before says nothing of now.
        if let [(before, _), (at, _)] = self.ends.make_contiguous()
            && at.duration_since(*before) > LONGEST
        {
            self.ends.pop_front();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn looked(looks: &[(u64, i64)]) -> Kept {
        let mut kept = Kept::default();
        let start = Instant::now();
        for (seconds, end) in looks {
            let now = start + Duration::from_secs(*seconds);
            kept.wanted(&["orders".to_owned()], false, now);
            let ends = HashMap::from([("orders".to_owned(), *end)]);
            kept.take(Vec::new(), ends, now);
        }
        kept
    }

    #[test]
    fn a_rate_is_of_the_last_minute_and_of_no_less_than_five_seconds() {
        for (looks, expected) in [
            (vec![(0, 100)], None),
            (vec![(0, 100), (4, 500)], None),
            (vec![(0, 100), (5, 150)], Some(10.0)),
            (vec![(0, 0), (5, 0)], Some(0.0)),
            // Looked at each second.
            ((0..=10).map(|at| (at, at as i64 * 3)).collect(), Some(3.0)),
            // It went faster before.
            (
                vec![(0, 0), (50, 5000), (100, 5100), (110, 5120)],
                Some(2.0),
            ),
            // Nobody has looked for a while.
            (vec![(0, 0), (100, 5000)], None),
            // The topic was made anew.
            (vec![(0, 900), (5, 10), (10, 60)], Some(10.0)),
        ] {
            assert_eq!(looked(&looks).rate("orders"), expected, "{looks:?}");
        }
    }

    #[test]
    fn settings_are_asked_for_now_and_then() {
        let mut kept = Kept::default();
        let topics = ["a".to_owned(), "b".to_owned()];
        let start = Instant::now();
        let after = |seconds| start + Duration::from_secs(seconds);
        assert_eq!(kept.wanted(&topics, false, after(0)), topics);
        let settings = |name: &str, problem: Option<&str>| {
            let settings = Settings {
                problem: problem.map(str::to_owned),
                ..Settings::default()
            };
            (name.to_owned(), settings)
        };
        let found = vec![settings("a", None), settings("b", Some("no answer"))];
        kept.take(found, HashMap::new(), after(1));
        assert_eq!(kept.wanted(&topics, false, after(2)), ["b"]);
        assert_eq!(kept.wanted(&topics, true, after(2)), topics);
        assert_eq!(kept.wanted(&topics, false, after(62)), topics);
        kept.wanted(&topics[..1], false, after(400));
        assert!(kept.settings("a").is_none(), "let go meanwhile");
        let many: Vec<String> = (0..5000).map(|number| number.to_string()).collect();
        kept.wanted(&many, false, after(401));
        kept.wanted(&topics, false, after(402));
        assert!(kept.topics.len() <= TOPICS);
    }
}
