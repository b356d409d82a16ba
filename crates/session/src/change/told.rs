//! A change in words.

use super::{Change, Definition, OffsetMove};
use crate::amount::{counted, grouped};

/// How a thing was and how it is; none where it was not or is not there.
pub(crate) type BeforeAfter = (Option<String>, Option<String>);

impl Change {
    /// What is done, in a few words.
    pub(crate) fn what(&self) -> &'static str {
        match self {
            Self::Produce { .. } => "Send messages",
            Self::Offsets { moves, .. } if moves.iter().all(|step| step.to.is_none()) => {
                "Delete offsets"
            }
            Self::Offsets { .. } => "Set offsets",
            Self::DeleteGroup { .. } => "Delete group",
            Self::CreateTopic { .. } => "Create topic",
            Self::DeleteTopic { .. } => "Delete topic",
            Self::Configs { .. } => "Change settings",
            Self::Partitions { .. } => "Add partitions",
            Self::Purge { .. } => "Delete messages",
            Self::AddAcls { .. } => "Add access",
            Self::DeleteAcls { .. } => "Delete access",
        }
    }

    /// That so many of its parts were made.
    pub(crate) fn done(&self, parts: usize) -> String {
        let parts = parts as u64;
        let were = if parts == 1 { "was" } else { "were" };
        match self {
            Self::Produce { topic } => format!("Messages were sent to “{topic}”."),
            Self::Offsets { group, moves } => {
                let forgets = moves.iter().all(|step| step.to.is_none());
                let what = if forgets { "deleted" } else { "set" };
                format!("{} of “{group}” {were} {what}.", counted(parts, "offset"))
            }
            Self::DeleteGroup { group, .. } => format!("The group “{group}” was deleted."),
            Self::CreateTopic { topic } => format!(
                "“{}” was created with {}.",
                topic.name,
                counted(topic.partitions.max(0) as u64, "partition")
            ),
            Self::DeleteTopic { topic } => format!("“{}” was deleted.", topic.name),
            Self::Configs { topic, edits } => {
                let count = edits.len() as u64;
                let were = if count == 1 { "was" } else { "were" };
                format!("{} of “{topic}” {were} changed.", counted(count, "setting"))
            }
            Self::Partitions { topic, to, .. } => format!(
                "“{topic}” has {} now. Keys may go to other partitions than before.",
                counted((*to).max(0) as u64, "partition")
            ),
            Self::Purge { topic, .. } => format!(
                "The oldest messages of {} of “{topic}” {were} deleted.",
                counted(parts, "partition")
            ),
            Self::AddAcls { .. } => format!("{} {were} added.", entries(parts)),
            Self::DeleteAcls { .. } => format!("{} {were} deleted.", entries(parts)),
        }
    }

    /// The name of a part.
    pub(crate) fn part(&self, at: usize) -> String {
        let named = match self {
            Self::Offsets { moves, .. } => moves
                .get(at)
                .map(|step| format!("{} {}", step.topic, step.partition)),
            Self::Purge { cuts, .. } => cuts
                .get(at)
                .map(|cut| format!("Partition {}", cut.partition)),
            Self::AddAcls { entries } | Self::DeleteAcls { entries } => {
                entries.get(at).map(ToString::to_string)
            }
            _ => None,
        };
        named.unwrap_or_else(|| self.resource().to_owned())
    }

    /// How it was before and is after, a line for each part.
    pub(crate) fn before_after(&self) -> BeforeAfter {
        let lines = |lines: Vec<String>| Some(lines.join("\n"));
        match self {
            Self::Produce { .. } => (None, None),
            Self::Offsets { moves, .. } => {
                let told = |of: fn(&OffsetMove) -> Option<i64>| {
                    let lines = moves.iter().map(|step| {
                        let offset = of(step).map_or_else(
                            || "nothing committed".to_owned(),
                            |offset| grouped(offset.max(0) as u64),
                        );
                        format!("{} {}: {offset}", step.topic, step.partition)
                    });
                    Some(lines.collect::<Vec<_>>().join("\n"))
                };
                (told(|step| step.from), told(|step| step.to))
            }
            Self::DeleteGroup { moves, .. } => {
                let committed = moves.iter().filter_map(|step| {
                    let offset = grouped(step.from?.max(0) as u64);
                    Some(format!("{} {}: {offset}", step.topic, step.partition))
                });
                (lines(committed.collect()), None)
            }
            Self::CreateTopic { topic } => (None, Some(topic.told())),
            Self::DeleteTopic { topic } => (Some(topic.told()), None),
            Self::Configs { edits, .. } => {
                let told = |name: &str, value: &Option<String>, hidden: bool| match value {
                    _ if hidden => format!("{name}: not kept, it may be a secret"),
                    Some(value) => format!("{name} = {value}"),
                    None => format!("{name}: as the broker says"),
                };
                let before = edits
                    .iter()
                    .map(|edit| told(&edit.name, &edit.from, edit.hidden));
                let after = edits
                    .iter()
                    .map(|edit| told(&edit.name, &edit.to, edit.hidden));
                (lines(before.collect()), lines(after.collect()))
            }
            Self::Partitions { from, to, .. } => {
                let told = |count: i32| Some(counted(count.max(0) as u64, "partition"));
                (told(*from), told(*to))
            }
            Self::Purge { cuts, .. } => {
                let told = |partition: i32, offset: i64| {
                    format!(
                        "Partition {partition} begins at {}",
                        grouped(offset.max(0) as u64)
                    )
                };
                let before = cuts.iter().map(|cut| told(cut.partition, cut.from));
                let after = cuts.iter().map(|cut| told(cut.partition, cut.to));
                (lines(before.collect()), lines(after.collect()))
            }
            Self::AddAcls { entries } => (
                None,
                lines(entries.iter().map(ToString::to_string).collect()),
            ),
            Self::DeleteAcls { entries } => (
                lines(entries.iter().map(ToString::to_string).collect()),
                None,
            ),
        }
    }
}

impl Definition {
    fn told(&self) -> String {
        let mut first = counted(self.partitions.max(0) as u64, "partition");
        if let Some(replication) = self.replication {
            first = format!("{first}, replication factor {replication}");
        }
        let mut lines = vec![first];
        if self.configs_unknown {
            lines.push("its settings could not be seen".to_owned());
        }
        lines.extend(self.configs.iter().map(|(name, value)| match value {
            Some(value) => format!("{name} = {value}"),
            None => format!("{name}: not kept, it may be a secret"),
        }));
        lines.join("\n")
    }
}

fn entries(count: u64) -> String {
    if count == 1 {
        "1 access entry".to_owned()
    } else {
        format!("{} access entries", grouped(count))
    }
}
