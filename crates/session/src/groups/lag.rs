//! How far a group is behind, and what is said where that is not known.

use serde::{Deserialize, Serialize};
use specta::Type;

use super::rights::{Resource, Rights};
use super::samples::Place;

/// How far a group, or a group in a partition, is behind. Numbers of messages are decimal text, and counted as offsets:
/// what compaction took, and the marks of transactions, are among them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(tag = "kind", rename_all = "camelCase")]
pub enum Lag {
    /// So many messages.
    Known {
        /// Ends less committed offsets.
        messages: String,
    },
    /// At least so many: some partitions did not tell.
    Partial {
        /// Of those partitions that told.
        messages: String,
        /// Which did not, and why.
        why: String,
    },
    /// Nothing is committed yet.
    None,
    /// It may not be seen.
    Denied {
        /// The right that is missing.
        right: String,
        /// The line that grants it.
        grant: String,
    },
    /// It has not been asked for yet.
    Asking,
    /// It can't be had for this kind of group, or for a topic that is gone.
    Unsupported {
        /// Why.
        why: String,
    },
    /// The brokers did not answer.
    Failed {
        /// What they said.
        why: String,
    },
}

impl Lag {
    pub(super) fn known(messages: i64) -> Self {
        Self::Known {
            messages: messages.to_string(),
        }
    }
}

/// The next offset of a partition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Edge {
    At(i64),
    /// The topic may not be seen; whether there is one is not told.
    Denied,
    /// There is no such topic or partition.
    Gone,
    Failed(String),
}

impl From<Result<Option<i64>, kafka::Error>> for Edge {
    fn from(answer: Result<Option<i64>, kafka::Error>) -> Self {
        match answer {
            Ok(Some(offset)) => Self::At(offset),
            Ok(None) => Self::Failed("there was no offset in the answer".to_owned()),
            Err(kafka::Error::Forbidden { .. }) => Self::Denied,
            Err(kafka::Error::NotFound { .. }) => Self::Gone,
            Err(error) => Self::Failed(error.to_string()),
        }
    }
}

/// Where a group stands in a partition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Standing {
    pub(crate) place: Place,
    pub(crate) committed: Option<i64>,
    /// The first offset that is there; none where it was not asked for, or not told.
    pub(crate) start: Option<i64>,
    pub(crate) end: Edge,
}

impl Standing {
    /// Messages that are not read yet. A partition in which there is nothing to read has no lag, committed or not.
    pub(crate) fn messages(&self) -> Option<i64> {
        let Edge::At(end) = self.end else { return None };
        match (self.committed, self.start) {
            (Some(committed), _) => Some((end - committed).max(0)),
            (None, Some(start)) if start >= end => Some(0),
            (None, _) if end == 0 => Some(0),
            (None, _) => None,
        }
    }

    /// Messages that retention took before the group has read them.
    pub(crate) fn lost(&self) -> i64 {
        match (self.committed, self.start) {
            (Some(committed), Some(start)) => (start - committed).max(0),
            _ => 0,
        }
    }

    pub(crate) fn lag(&self, rights: &Rights) -> Lag {
        let topic = &self.place.0;
        match (&self.end, self.messages()) {
            (Edge::At(_), Some(messages)) => Lag::known(messages),
            (Edge::At(_), None) => Lag::None,
            (Edge::Denied, _) => Lag::Denied {
                right: format!("DESCRIBE on the topic “{topic}”, if it is still there"),
                grant: rights.grant("Describe", Resource::Topic(topic)),
            },
            (Edge::Gone, _) => Lag::Unsupported {
                why: "The topic or the partition was deleted.".to_owned(),
            },
            (Edge::Failed(why), _) => Lag::Failed { why: why.clone() },
        }
    }
}

/// What may be missing in an answer without a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Sight {
    /// The principal may not see everything: a broker leaves out of a group's offsets what it may not see.
    pub(crate) restricted: bool,
    /// The group has members, whose partitions are told whatever the rights.
    pub(crate) members: bool,
}

/// The lag of a group over its partitions.
pub(crate) fn total(standings: &[Standing], sight: Sight, rights: &Rights) -> Lag {
    let hidden = sight.restricted && !sight.members;
    if standings.is_empty() && hidden {
        return Lag::Denied {
            right: "DESCRIBE on its topics, if it has committed anything".to_owned(),
            grant: rights.grant("Describe", Resource::Topic("TOPIC")),
        };
    }
    let is_unread =
        |standing: &Standing| standing.committed.is_none() && matches!(standing.end, Edge::At(_));
    if standings.iter().all(is_unread) {
        return Lag::None;
    }
    // What holds for each of them holds for the whole.
    if let [first, rest @ ..] = standings {
        let lag = first.lag(rights);
        let alike = |other: &Standing| {
            std::mem::discriminant(&other.lag(rights)) == std::mem::discriminant(&lag)
        };
        if !matches!(lag, Lag::Known { .. }) && rest.iter().all(alike) {
            return lag;
        }
    }
    let messages: i64 = standings.iter().filter_map(Standing::messages).sum();
    let mut lacks = Vec::new();
    let mut lack = |number: usize, one: &str, many: &str| match number {
        0 => {}
        1 => lacks.push(format!("1 partition {one}")),
        _ => lacks.push(format!("{number} partitions {many}")),
    };
    let number =
        |is: &dyn Fn(&Standing) -> bool| standings.iter().filter(|standing| is(standing)).count();
    lack(
        number(&|standing| standing.end == Edge::Denied),
        "may not be seen",
        "may not be seen",
    );
    lack(
        number(&|standing| matches!(standing.end, Edge::Failed(_))),
        "gave no offset",
        "gave no offset",
    );
    lack(
        number(&|standing| matches!(standing.end, Edge::At(_)) && standing.messages().is_none()),
        "has no commit yet",
        "have no commit yet",
    );
    if hidden {
        lacks.push("topics that you may not see are left out without a sign".to_owned());
    }
    if lacks.is_empty() {
        Lag::known(messages)
    } else {
        Lag::Partial {
            messages: messages.to_string(),
            why: format!("At least: {}.", lacks.join("; ")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::connections::Connection;

    const ALL: Sight = Sight {
        restricted: false,
        members: false,
    };

    fn rights() -> Rights {
        Rights::new(&Connection::sandbox(false), "b:9092")
    }

    fn at(partition: i32, committed: Option<i64>, start: Option<i64>, end: Edge) -> Standing {
        Standing {
            place: ("orders".to_owned(), partition),
            committed,
            start,
            end,
        }
    }

    fn partial(messages: &str, why: &str) -> Lag {
        Lag::Partial {
            messages: messages.to_owned(),
            why: why.to_owned(),
        }
    }

    #[test]
    fn a_sum_is_whole_or_says_what_it_lacks() {
        let whole = at(0, Some(40), None, Edge::At(100));
        for (other, expected) in [
            (at(1, Some(9), None, Edge::At(10)), Lag::known(61)),
            // The topic was made again.
            (at(1, Some(90), None, Edge::At(10)), Lag::known(60)),
            (at(1, None, None, Edge::At(0)), Lag::known(60)),
            (at(1, None, Some(5), Edge::At(5)), Lag::known(60)),
            (at(1, Some(3), None, Edge::Gone), Lag::known(60)),
            (
                at(1, None, Some(0), Edge::At(5)),
                partial("60", "At least: 1 partition has no commit yet."),
            ),
            (
                at(1, Some(3), None, Edge::Denied),
                partial("60", "At least: 1 partition may not be seen."),
            ),
            (
                at(1, Some(3), None, Edge::Failed("timeout".to_owned())),
                partial("60", "At least: 1 partition gave no offset."),
            ),
        ] {
            let standings = [whole.clone(), other];
            assert_eq!(total(&standings, ALL, &rights()), expected, "{standings:?}");
        }
    }

    #[test]
    fn nothing_committed_nothing_seen_and_nothing_left_look_different() {
        let hidden = Sight {
            restricted: true,
            members: false,
        };
        let active = Sight {
            restricted: true,
            members: true,
        };
        let whole = [at(0, Some(40), None, Edge::At(100))];
        assert_eq!(total(&[], ALL, &rights()), Lag::None);
        assert_eq!(total(&[], active, &rights()), Lag::None);
        assert!(matches!(total(&[], hidden, &rights()), Lag::Denied { .. }));
        assert_eq!(total(&whole, active, &rights()), Lag::known(60));
        assert!(matches!(
            total(&whole, hidden, &rights()),
            Lag::Partial { .. }
        ));
        let fresh = [at(0, None, Some(0), Edge::At(7))];
        assert_eq!(total(&fresh, ALL, &rights()), Lag::None);
        let gone = [
            at(0, Some(3), None, Edge::Gone),
            at(1, None, None, Edge::Gone),
        ];
        assert!(matches!(
            total(&gone, ALL, &rights()),
            Lag::Unsupported { .. }
        ));
        // Its members are told with what they read, but not what they have committed for it.
        let denied = at(0, None, None, Edge::Denied);
        assert!(matches!(
            total(std::slice::from_ref(&denied), active, &rights()),
            Lag::Denied { .. }
        ));
        let both = [denied, at(1, None, Some(0), Edge::At(7))];
        assert_eq!(
            total(&both, active, &rights()),
            partial(
                "0",
                "At least: 1 partition may not be seen; 1 partition has no commit yet."
            )
        );
    }

    #[test]
    fn what_retention_took_is_counted() {
        assert_eq!(at(0, Some(3), Some(10), Edge::At(20)).lost(), 7);
        assert_eq!(at(0, Some(12), Some(10), Edge::At(20)).lost(), 0);
        assert_eq!(at(0, None, Some(10), Edge::At(20)).lost(), 0);
    }
}
