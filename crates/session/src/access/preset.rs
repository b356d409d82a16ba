use serde::{Deserialize, Serialize};
use specta::Type;

use super::{AclEntry, AclOperation, AclPattern, AclPermission, AclResource};
use crate::failure::{Failure, Result};

/// What somebody is to be able to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum AclPreset {
    /// Read a topic, in a group if one is named.
    Reader,
    /// Write to a topic, also idempotently (Kafka 3.0 and later ask for nothing more).
    Writer,
    /// Be a member of a group and see it, and read a topic if one is named.
    Group,
    /// One entry as it is drafted.
    Custom,
}

/// What entries are to be added.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct AclDraft {
    /// What for.
    pub preset: AclPreset,
    /// Who; a name alone is a user.
    pub principal: String,
    /// The topic, or the beginning of topics' names.
    pub topic: Option<String>,
    /// The group, or the beginning of groups' names.
    pub group: Option<String>,
    /// Whether the names are beginnings.
    pub prefixed: bool,
    /// The entry of `custom`.
    pub entry: Option<AclEntry>,
}

impl AclDraft {
    /// All entries that it takes.
    ///
    /// # Errors
    /// What is missing or wrong.
    pub(crate) fn entries(&self) -> Result<Vec<AclEntry>> {
        use AclOperation::{Describe, Read, Write};
        let topic = chosen(self.topic.as_deref());
        let group = chosen(self.group.as_deref());
        let needs = |what: &str| Failure::invalid(format!("Choose a {what}."));
        let topics = |name: &str, operations: &[AclOperation]| {
            self.each(AclResource::Topic, name, operations)
        };
        let groups = |name: &str, operations: &[AclOperation]| {
            self.each(AclResource::Group, name, operations)
        };
        let mut entries = Vec::new();
        match self.preset {
            AclPreset::Reader => {
                entries.extend(topics(
                    topic.ok_or_else(|| needs("topic"))?,
                    &[Read, Describe],
                ));
                entries.extend(group.into_iter().flat_map(|name| groups(name, &[Read])));
            }
            AclPreset::Writer => {
                entries.extend(topics(
                    topic.ok_or_else(|| needs("topic"))?,
                    &[Write, Describe],
                ));
            }
            AclPreset::Group => {
                entries.extend(groups(
                    group.ok_or_else(|| needs("group"))?,
                    &[Read, Describe],
                ));
                entries.extend(
                    topic
                        .into_iter()
                        .flat_map(|name| topics(name, &[Read, Describe])),
                );
            }
            AclPreset::Custom => {
                let entry = self.entry.clone().ok_or_else(|| needs("resource"))?;
                entries.push(AclEntry {
                    principal: self.principal(),
                    ..entry
                });
            }
        }
        for entry in &entries {
            entry.check()?;
        }
        Ok(entries)
    }

    fn each(
        &self,
        resource: AclResource,
        name: &str,
        operations: &[AclOperation],
    ) -> Vec<AclEntry> {
        let entry = |operation: &AclOperation| AclEntry {
            resource,
            name: name.to_owned(),
            // All is all, whatever it begins with.
            pattern: if self.prefixed && name != "*" {
                AclPattern::Prefixed
            } else {
                AclPattern::Literal
            },
            principal: self.principal(),
            host: "*".to_owned(),
            operation: *operation,
            permission: AclPermission::Allow,
        };
        operations.iter().map(entry).collect()
    }

    fn principal(&self) -> String {
        let name = self.principal.trim();
        if name.contains(':') || name.is_empty() {
            name.to_owned()
        } else {
            format!("User:{name}")
        }
    }
}

fn chosen(name: Option<&str>) -> Option<&str> {
    name.map(str::trim).filter(|name| !name.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(draft: &AclDraft) -> Vec<String> {
        let entries = draft.entries().expect("entries");
        entries.iter().map(ToString::to_string).collect()
    }

    fn draft(preset: AclPreset, topic: Option<&str>, group: Option<&str>) -> AclDraft {
        AclDraft {
            preset,
            principal: "alice".to_owned(),
            topic: topic.map(str::to_owned),
            group: group.map(str::to_owned),
            prefixed: false,
            entry: None,
        }
    }

    #[test]
    fn a_preset_takes_all_entries_that_it_needs() {
        let reader = draft(AclPreset::Reader, Some("orders"), Some("billing"));
        assert_eq!(
            told(&reader),
            [
                "User:alice from anywhere: allow Read on topic orders",
                "User:alice from anywhere: allow Describe on topic orders",
                "User:alice from anywhere: allow Read on group billing",
            ]
        );
        let writer = AclDraft {
            prefixed: true,
            ..draft(AclPreset::Writer, Some("ord"), None)
        };
        assert_eq!(
            told(&writer),
            [
                "User:alice from anywhere: allow Write on topic ord…",
                "User:alice from anywhere: allow Describe on topic ord…",
            ]
        );
        let group = draft(AclPreset::Group, None, Some("*"));
        assert_eq!(
            told(&group),
            [
                "User:alice from anywhere: allow Read on group *",
                "User:alice from anywhere: allow Describe on group *",
            ]
        );
    }

    #[test]
    fn what_is_missing_is_told() {
        for wrong in [
            draft(AclPreset::Reader, None, Some("billing")),
            draft(AclPreset::Writer, Some(" "), None),
            draft(AclPreset::Group, Some("orders"), None),
            draft(AclPreset::Custom, None, None),
            AclDraft {
                principal: " ".to_owned(),
                ..draft(AclPreset::Reader, Some("orders"), None)
            },
            AclDraft {
                principal: "User:".to_owned(),
                ..draft(AclPreset::Reader, Some("orders"), None)
            },
        ] {
            assert!(wrong.entries().is_err(), "{wrong:?}");
        }
    }
}
