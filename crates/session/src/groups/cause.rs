//! Why a group lags, in one sentence, where what was seen tells it.

use super::samples::{Pace, Place};

/// The span that rebalances are counted in, in ms.
pub(crate) const LOOP_SPAN: i64 = 5 * 60_000;
/// So many rebalances in that span are no restart any more.
const LOOP: usize = 3;
/// No commit for so long, in ms, though there is something to read: commits have stopped.
const STOPPED: i64 = 60_000;
/// A group that rebalances for so long, in ms, waits for somebody.
const STUCK: i64 = 60_000;
/// Lag that a group has while it works: seconds of what is produced.
const NORMAL_SECONDS: f64 = 5.0;
/// And messages.
const NORMAL: i64 = 100;
/// Those that commit the last message read, not the next one, are behind by a marker of a transaction or two for ever.
const MARKERS: i64 = 10;
/// A partition is hot when it takes so many times its even share.
const HOT: f64 = 2.5;

/// What is known of a partition that a group reads.
#[derive(Debug, Clone)]
pub(crate) struct Watched {
    pub(crate) place: Place,
    pub(crate) lag: i64,
    /// The member that it is assigned to.
    pub(crate) member: Option<Reading>,
    /// None until there is a minute of samples.
    pub(crate) pace: Option<Pace>,
    /// For how long the committed offset has stood still, in ms.
    pub(crate) still: i64,
}

/// A member, by its id and by what a person knows it by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Reading {
    pub(crate) id: String,
    pub(crate) label: String,
}

impl Watched {
    fn lags(&self) -> bool {
        let produced = self.pace.map_or(0.0, |pace| pace.produced);
        let is_far = self.lag > NORMAL && self.lag as f64 > produced * NORMAL_SECONDS;
        is_far || (self.lag > MARKERS && self.stands_still())
    }

    fn stands_still(&self) -> bool {
        self.still >= STOPPED && self.pace.is_none_or(|pace| pace.consumed == 0.0)
    }

    fn produced(&self) -> f64 {
        self.pace.map_or(0.0, |pace| pace.produced)
    }

    fn is_of(&self, member: &str) -> bool {
        self.member.as_ref().is_some_and(|own| own.id == member)
    }
}

/// What is known of a group.
#[derive(Debug, Clone)]
pub(crate) struct Seen {
    pub(crate) members: usize,
    /// For how long it has been rebalancing, in ms; none where it is not.
    pub(crate) rebalancing: Option<i64>,
    /// In the last five minutes.
    pub(crate) rebalances: usize,
    pub(crate) partitions: Vec<Watched>,
}

/// Why the group lags. `None` where it does not lag; a sentence that says so where it can't be told.
pub(crate) fn cause(seen: &Seen) -> Option<String> {
    if seen.members == 0 {
        let lags = seen.partitions.iter().any(|partition| partition.lag > 0);
        return lags.then(|| {
            "No member is running: nothing reads these partitions until one starts.".to_owned()
        });
    }
    if seen.rebalances >= LOOP {
        return Some(format!(
            "The group rebalances again and again: {} times in 5 minutes. While it does, nothing is read. Members that \
             take longer than max.poll.interval.ms, or that crash, do this.",
            seen.rebalances
        ));
    }
    match seen.rebalancing {
        Some(span) if span >= STUCK => {
            return Some(format!(
                "The group has been rebalancing for {} min, and nothing is read until it has settled: it waits for a \
                 member that does not answer.",
                span / 60_000
            ));
        }
        Some(_) => {
            return Some(
                "The group is rebalancing: nothing is read until it has settled.".to_owned(),
            );
        }
        None => {}
    }
    let late: Vec<&Watched> = seen
        .partitions
        .iter()
        .filter(|partition| partition.lags())
        .collect();
    if late.is_empty() {
        return None;
    }
    if seen
        .partitions
        .iter()
        .any(|partition| partition.pace.is_none())
    {
        return Some("Measuring: a minute of samples is needed to tell why.".to_owned());
    }
    stopped(seen, &late)
        .or_else(|| hot(seen, &late))
        .or_else(|| slow(seen, &late))
        .or_else(|| {
            Some(
                "It can't be told from offsets alone: the lag is spread over partitions and members alike. Look at what \
                 the members wait on."
                    .to_owned(),
            )
        })
}

fn stopped(seen: &Seen, late: &[&Watched]) -> Option<String> {
    if !late.iter().all(|partition| partition.stands_still()) {
        return None;
    }
    // Who commits elsewhere has not stopped committing.
    let commits = |each: &Watched| each.pace.is_some_and(|pace| pace.consumed > 0.0);
    if seen.partitions.iter().any(commits) {
        return None;
    }
    let members = count(seen.members, "member");
    let is = if seen.members == 1 { "is" } else { "are" };
    let still = late.iter().map(|partition| partition.still).min();
    Some(format!(
        "Commits have stopped: {members} {is} there, and none has committed for {} min or longer. They hang, fail on a \
         message, or don't commit.",
        still.unwrap_or(0) / 60_000
    ))
}

fn hot(seen: &Seen, late: &[&Watched]) -> Option<String> {
    let topic = &late.first()?.place.0;
    let of_topic: Vec<&Watched> = seen
        .partitions
        .iter()
        .filter(|each| each.place.0 == *topic)
        .collect();
    let total: f64 = of_topic.iter().map(|each| each.produced()).sum();
    let even = total / of_topic.len() as f64;
    let is_hot =
        |each: &&Watched| each.place.0 == *topic && total > 0.0 && each.produced() >= HOT * even;
    // Most of them can't be hot, and a member that is behind on its cool partitions too is slow for another reason.
    let are_few = of_topic.len() >= 3 && late.len() * 2 <= of_topic.len();
    if !are_few || !late.iter().all(is_hot) {
        return None;
    }
    let share = late.iter().map(|each| each.produced()).sum::<f64>() / total * 100.0;
    let mut ids: Vec<i32> = late.iter().map(|partition| partition.place.1).collect();
    ids.sort_unstable();
    let (names, verb, pronoun) = match ids.as_slice() {
        [one] => (format!("Partition {one}"), "is", "it takes"),
        [rest @ .., last] => {
            let rest: Vec<String> = rest.iter().map(ToString::to_string).collect();
            let names = format!("Partitions {} and {last}", rest.join(", "));
            (names, "are", "they take")
        }
        [] => return None,
    };
    Some(format!(
        "{names} of {topic} {verb} hot: {pronoun} {share:.0} % of what is produced, and the members keep up on all \
         others. A few keys may carry most messages."
    ))
}

fn slow(seen: &Seen, late: &[&Watched]) -> Option<String> {
    let member = late.first()?.member.as_ref()?;
    if !late.iter().all(|partition| partition.is_of(&member.id)) {
        return None;
    }
    let mine = seen
        .partitions
        .iter()
        .filter(|each| each.is_of(&member.id))
        .count();
    // One late partition of several is not the member's fault, and without others there is nothing to compare with.
    if seen.members < 2 || late.len() * 2 <= mine {
        return None;
    }
    let of_its = match (late.len(), mine) {
        (1, 1) => "its only partition lags".to_owned(),
        (late, mine) if late == mine => format!("all its {mine} partitions lag"),
        (late, mine) => format!("{late} of its {mine} partitions lag"),
    };
    Some(format!(
        "Member {} is slow: {of_its}, and the other members keep up.",
        member.label
    ))
}

fn count(number: usize, what: &str) -> String {
    format!("{number} {what}{}", if number == 1 { "" } else { "s" })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Partitions of one topic: lag, member, consumed and produced a second, still in s.
    fn seen(
        members: usize,
        rebalances: usize,
        partitions: &[(i64, Option<&str>, f64, f64, i64)],
    ) -> Seen {
        Seen {
            members,
            rebalancing: None,
            rebalances,
            partitions: partitions
                .iter()
                .enumerate()
                .map(|(id, (lag, member, consumed, produced, still))| Watched {
                    place: ("orders".to_owned(), id as i32),
                    lag: *lag,
                    member: member.map(|id| Reading {
                        id: id.to_owned(),
                        label: format!("{id} on 10.0.0.7"),
                    }),
                    pace: Some(Pace {
                        consumed: *consumed,
                        produced: *produced,
                    }),
                    still: still * 1000,
                })
                .collect(),
        }
    }

    fn check(seen: &Seen, says: &str) {
        let told = cause(seen).unwrap_or_default();
        assert!(told.contains(says), "{told:?} says {says:?}");
    }

    #[test]
    fn the_cause_is_named_where_it_can_be_told() {
        let (a, b) = (Some("a"), Some("b"));
        check(
            &seen(0, 0, &[(5, None, 0.0, 0.0, 600)]),
            "No member is running",
        );
        check(
            &seen(2, 4, &[(5000, a, 0.0, 10.0, 0)]),
            "rebalances again and again: 4 times",
        );
        check(
            &seen(
                2,
                0,
                &[(5000, a, 0.0, 10.0, 180), (4000, b, 0.0, 10.0, 240)],
            ),
            "Commits have stopped: 2 members are there, and none has committed for 3 min",
        );
        // A message that it fails on, in a topic that is seldom written to.
        check(
            &seen(1, 0, &[(20, a, 0.0, 0.1, 600), (0, a, 0.0, 0.0, 600)]),
            "Commits have stopped: 1 member is there, and none has committed for 10 min",
        );
        let hot = [
            (5000, a, 20.0, 90.0, 0),
            (2, a, 5.0, 5.0, 0),
            (0, b, 5.0, 5.0, 0),
            (1, b, 5.0, 5.0, 0),
        ];
        check(
            &seen(2, 0, &hot),
            "Partition 0 of orders is hot: it takes 86 %",
        );
        let slow = [
            (5000, a, 5.0, 10.0, 0),
            (4000, a, 5.0, 10.0, 0),
            (0, b, 10.0, 10.0, 0),
            (1, b, 10.0, 10.0, 0),
        ];
        check(
            &seen(2, 0, &slow),
            "Member a on 10.0.0.7 is slow: all its 2 partitions lag",
        );
        check(
            &seen(2, 0, &[(5000, a, 5.0, 10.0, 0), (0, b, 10.0, 10.0, 0)]),
            "is slow: its only partition lags",
        );
    }

    #[test]
    fn what_can_not_be_told_is_not_told() {
        let (a, b) = (Some("a"), Some("b"));
        let spread = [(5000, a, 5.0, 10.0, 0), (4000, b, 5.0, 10.0, 0)];
        check(&seen(2, 0, &spread), "can't be told");
        // The only member can't be compared with any other.
        let alone = [(5000, a, 5.0, 10.0, 0), (4000, a, 5.0, 10.0, 0)];
        check(&seen(1, 0, &alone), "can't be told");
        // Half of what a member reads lags, and nothing is hot.
        let half = [
            (5000, a, 5.0, 10.0, 0),
            (0, a, 10.0, 10.0, 0),
            (0, b, 10.0, 10.0, 0),
        ];
        check(&seen(2, 0, &half), "can't be told");
    }

    #[test]
    fn who_keeps_up_has_no_cause() {
        let a = Some("a");
        for fine in [
            (3, a, 10.0, 10.0, 0),
            (900, a, 300.0, 300.0, 0),
            // A marker of a transaction that is never committed past.
            (1, a, 0.0, 0.0, 600),
        ] {
            assert_eq!(cause(&seen(2, 0, &[fine])), None, "{fine:?}");
        }
        assert_eq!(cause(&seen(0, 0, &[(0, None, 0.0, 0.0, 600)])), None);
    }

    #[test]
    fn a_rebalance_is_told_before_there_are_samples() {
        let mut group = seen(2, 1, &[(5000, Some("a"), 0.0, 10.0, 0)]);
        group.partitions[0].pace = None;
        check(&group, "Measuring");
        group.rebalancing = Some(5000);
        check(&group, "is rebalancing");
        group.rebalancing = Some(130_000);
        check(&group, "has been rebalancing for 2 min");
    }
}
