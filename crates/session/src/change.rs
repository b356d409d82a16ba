//! What can be changed in a cluster: said in words, taken back, kept in the journal.

mod check;
mod make;
mod told;
mod verdict;

use serde::{Deserialize, Serialize};

use crate::access::AclEntry;

pub(crate) use self::check::{State, check};
pub(crate) use self::make::{make, rehearse};
pub use self::verdict::ChangeOutcome;
pub(crate) use self::verdict::{Verdict, found, judge};

/// A change, with how it was before, so that its inverse can be made of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "camelCase")]
pub(crate) enum Change {
    /// Messages are written to a topic. What they hold is not kept.
    Produce {
        topic: String,
    },
    /// A group's offsets are set, or forgotten.
    Offsets {
        group: String,
        moves: Vec<OffsetMove>,
    },
    /// A group is deleted with its offsets.
    DeleteGroup {
        group: String,
        /// What it had committed.
        moves: Vec<OffsetMove>,
    },
    CreateTopic {
        topic: Definition,
    },
    /// A topic is deleted with all that is in it.
    DeleteTopic {
        topic: Definition,
    },
    /// A topic's own settings.
    Configs {
        topic: String,
        edits: Vec<ConfigEdit>,
    },
    /// A topic has more partitions than before.
    Partitions {
        topic: String,
        from: i32,
        to: i32,
    },
    /// The oldest messages of a topic are deleted.
    Purge {
        topic: String,
        cuts: Vec<Cut>,
    },
    AddAcls {
        entries: Vec<AclEntry>,
    },
    DeleteAcls {
        entries: Vec<AclEntry>,
    },
}

/// What a group has committed for a partition; none is nothing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct OffsetMove {
    pub(crate) topic: String,
    pub(crate) partition: i32,
    pub(crate) from: Option<i64>,
    pub(crate) to: Option<i64>,
}

/// A topic without its data.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Definition {
    pub(crate) name: String,
    pub(crate) partitions: i32,
    /// None takes the broker's default.
    pub(crate) replication: Option<i32>,
    /// Its own settings; a value that may be a secret is not kept.
    pub(crate) configs: Vec<(String, Option<String>)>,
    /// Its own settings could not be seen.
    pub(crate) configs_unknown: bool,
}

/// A setting of a topic; none is what the broker says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct ConfigEdit {
    pub(crate) name: String,
    pub(crate) from: Option<String>,
    pub(crate) to: Option<String>,
    /// It may be a secret: the journal keeps the name alone.
    pub(crate) hidden: bool,
}

/// Where a partition begins.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Cut {
    pub(crate) partition: i32,
    pub(crate) from: i64,
    pub(crate) to: i64,
}

impl Change {
    /// The name of what is changed: what a person types on a production connection.
    pub(crate) fn resource(&self) -> &str {
        match self {
            Self::Produce { topic }
            | Self::Configs { topic, .. }
            | Self::Partitions { topic, .. }
            | Self::Purge { topic, .. } => topic,
            Self::Offsets { group, .. } | Self::DeleteGroup { group, .. } => group,
            Self::CreateTopic { topic } | Self::DeleteTopic { topic } => &topic.name,
            Self::AddAcls { entries } | Self::DeleteAcls { entries } => of_entries(entries),
        }
    }

    /// As the journal keeps it: without what may be a secret.
    pub(crate) fn without_secrets(&self) -> Self {
        let mut kept = self.clone();
        match &mut kept {
            Self::Configs { edits, .. } => {
                for edit in edits.iter_mut().filter(|edit| edit.hidden) {
                    (edit.from, edit.to) = (None, None);
                }
            }
            Self::CreateTopic { topic } | Self::DeleteTopic { topic } => {
                for (name, value) in &mut topic.configs {
                    // What a setting of another maker holds is not known.
                    if kafka::topic_setting(name).is_none() {
                        *value = None;
                    }
                }
            }
            Self::Produce { .. }
            | Self::Offsets { .. }
            | Self::DeleteGroup { .. }
            | Self::Partitions { .. }
            | Self::Purge { .. }
            | Self::AddAcls { .. }
            | Self::DeleteAcls { .. } => {}
        }
        kept
    }

    /// How many answers a cluster gives to it.
    pub(crate) fn parts(&self) -> usize {
        match self {
            Self::Offsets { moves, .. } => moves.len(),
            Self::Purge { cuts, .. } => cuts.len(),
            Self::AddAcls { entries } | Self::DeleteAcls { entries } => entries.len(),
            Self::Produce { .. }
            | Self::DeleteGroup { .. }
            | Self::CreateTopic { .. }
            | Self::DeleteTopic { .. }
            | Self::Configs { .. }
            | Self::Partitions { .. } => 1,
        }
    }

    /// The same without the parts of these numbers.
    pub(crate) fn without(&self, parts: &[usize]) -> Self {
        fn rest<T: Clone>(all: &[T], parts: &[usize]) -> Vec<T> {
            let kept = all.iter().enumerate();
            kept.filter(|(at, _)| !parts.contains(at))
                .map(|(_, one)| one.clone())
                .collect()
        }
        match self {
            Self::Offsets { group, moves } => Self::Offsets {
                group: group.clone(),
                moves: rest(moves, parts),
            },
            Self::Purge { topic, cuts } => Self::Purge {
                topic: topic.clone(),
                cuts: rest(cuts, parts),
            },
            Self::AddAcls { entries } => Self::AddAcls {
                entries: rest(entries, parts),
            },
            Self::DeleteAcls { entries } => Self::DeleteAcls {
                entries: rest(entries, parts),
            },
            whole => whole.clone(),
        }
    }

    /// What takes it back; none where nothing does.
    pub(crate) fn inverse(&self) -> Option<Self> {
        let back = |moves: &[OffsetMove]| -> Vec<OffsetMove> {
            let turned = moves.iter().map(|step| OffsetMove {
                from: step.to,
                to: step.from,
                ..step.clone()
            });
            turned.filter(|step| step.from != step.to).collect()
        };
        let inverse = match self {
            Self::Offsets { group, moves } | Self::DeleteGroup { group, moves } => Self::Offsets {
                group: group.clone(),
                moves: back(moves),
            },
            Self::DeleteTopic { topic } => {
                let mut topic = topic.clone();
                topic.configs.retain(|(_, value)| value.is_some());
                Self::CreateTopic { topic }
            }
            Self::Configs { topic, edits } => Self::Configs {
                topic: topic.clone(),
                edits: edits
                    .iter()
                    .filter(|edit| !edit.hidden)
                    .map(|edit| ConfigEdit {
                        from: edit.to.clone(),
                        to: edit.from.clone(),
                        ..edit.clone()
                    })
                    .collect(),
            },
            Self::AddAcls { entries } => Self::DeleteAcls {
                entries: entries.clone(),
            },
            Self::DeleteAcls { entries } => Self::AddAcls {
                entries: entries.clone(),
            },
            Self::Produce { .. }
            | Self::CreateTopic { .. }
            | Self::Partitions { .. }
            | Self::Purge { .. } => return None,
        };
        let is_empty = match &inverse {
            Self::Offsets { moves, .. } => moves.is_empty(),
            Self::Configs { edits, .. } => edits.is_empty(),
            _ => inverse.parts() == 0,
        };
        (!is_empty).then_some(inverse)
    }

    /// Whether a look at the cluster tells if it was made.
    pub(crate) fn can_be_checked(&self) -> bool {
        match self {
            Self::Produce { .. } => false,
            Self::Configs { edits, .. } => edits.iter().any(|edit| !edit.hidden),
            _ => true,
        }
    }

    /// What its inverse does not bring back.
    pub(crate) fn lost(&self) -> Option<&'static str> {
        match self {
            Self::DeleteTopic { topic } if topic.configs_unknown => Some(
                "Its messages are gone for good, and so are its settings, which could not be seen.",
            ),
            Self::DeleteTopic { .. } => Some("Its messages are gone for good."),
            Self::Configs { edits, .. } if edits.iter().any(|edit| edit.hidden) => {
                Some("Values that may be secrets are not kept, and don't come back.")
            }
            _ => None,
        }
    }
}

/// Whose entries they are, or about what; the cluster's name where they are of several.
fn of_entries(entries: &[AclEntry]) -> &str {
    let Some(first) = entries.first() else {
        return kafka::CLUSTER;
    };
    if entries
        .iter()
        .all(|entry| entry.principal == first.principal)
    {
        &first.principal
    } else if entries
        .iter()
        .all(|entry| (entry.resource, &entry.name) == (first.resource, &first.name))
    {
        &first.name
    } else {
        kafka::CLUSTER
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn moves(steps: &[(i32, Option<i64>, Option<i64>)]) -> Change {
        let moves = steps.iter().map(|(partition, from, to)| OffsetMove {
            topic: "orders".to_owned(),
            partition: *partition,
            from: *from,
            to: *to,
        });
        Change::Offsets {
            group: "billing".to_owned(),
            moves: moves.collect(),
        }
    }

    fn edit(name: &str, from: Option<&str>, to: Option<&str>, hidden: bool) -> ConfigEdit {
        ConfigEdit {
            name: name.to_owned(),
            from: from.map(str::to_owned),
            to: to.map(str::to_owned),
            hidden,
        }
    }

    #[test]
    fn what_is_taken_back_twice_is_as_it_was() {
        let made = moves(&[
            (0, Some(1), Some(9)),
            (1, None, Some(4)),
            (2, Some(3), None),
        ]);
        let back = made.inverse().expect("an inverse");
        assert_eq!(
            back,
            moves(&[
                (0, Some(9), Some(1)),
                (1, Some(4), None),
                (2, None, Some(3))
            ])
        );
        assert_eq!(back.inverse(), Some(made.clone()));
        // What was not made is not taken back.
        assert_eq!(
            made.without(&[0, 2]).inverse(),
            Some(moves(&[(1, Some(4), None)]))
        );
        assert_eq!(made.without(&[0, 1, 2]).inverse(), None);
    }

    #[test]
    fn a_value_that_may_be_a_secret_is_not_kept() {
        let made = Change::Configs {
            topic: "orders".to_owned(),
            edits: vec![
                edit("retention.ms", Some("1"), Some("2"), false),
                edit("vendor.key", None, Some("hunter2"), true),
            ],
        };
        let kept = serde_json::to_string(&made.without_secrets()).expect("text");
        assert!(kept.contains("vendor.key") && !kept.contains("hunter2"));
        let Some(Change::Configs { edits, .. }) = made.without_secrets().inverse() else {
            panic!("no inverse");
        };
        assert_eq!(edits, [edit("retention.ms", Some("2"), Some("1"), false)]);
        assert!(made.lost().is_some());

        let made = Change::CreateTopic {
            topic: Definition {
                name: "orders".to_owned(),
                partitions: 1,
                replication: None,
                configs: vec![
                    ("retention.ms".to_owned(), Some("7".to_owned())),
                    ("vendor.key".to_owned(), Some("hunter2".to_owned())),
                ],
                configs_unknown: false,
            },
        };
        let kept = serde_json::to_string(&made.without_secrets()).expect("text");
        assert!(!kept.contains("hunter2") && kept.contains("retention.ms"));
        assert_eq!(made.inverse(), None, "it may hold data by now");
    }
}
