//! What a topic is, apart from what is in it.

use std::collections::BTreeSet;
use std::time::Duration;

use serde::{Deserialize, Serialize};
use specta::Type;

use crate::amount::counted;
use crate::change::{Change, Definition};
use crate::configs;
use crate::failure::{Failure, Result};

/// How long the brokers have to answer.
const ASKING: Duration = Duration::from_secs(10);
/// What Kafka takes as a name: characters.
const LONGEST: usize = 249;

/// A topic to create.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct TopicDraft {
    /// Its name.
    pub name: String,
    /// How many partitions.
    pub partitions: i32,
    /// How many brokers hold each; none takes the brokers' default.
    pub replication: Option<i32>,
    /// Its own settings.
    pub configs: Vec<TopicSetting>,
}

/// A setting of a topic to create.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct TopicSetting {
    /// Its name.
    pub name: String,
    /// Its value.
    pub value: String,
}

impl TopicDraft {
    /// What can be checked without asking: Kafka's rules for names, and numbers.
    pub(crate) fn definition(&self) -> Result<Definition> {
        let name = self.name.trim();
        check_name(name)?;
        if self.partitions < 1 {
            return Err(Failure::invalid("A topic has at least 1 partition."));
        }
        if self.replication.is_some_and(|replication| replication < 1) {
            return Err(
                Failure::invalid("At least 1 broker has to hold each partition.")
                    .hint("Leave the replication factor empty for the brokers' default."),
            );
        }
        let mut names = BTreeSet::new();
        let mut settings = self.configs.iter();
        if let Some(twice) = settings.find(|setting| !names.insert(&setting.name)) {
            return Err(Failure::invalid(format!("“{}” is set twice.", twice.name)));
        }
        Ok(Definition {
            name: name.to_owned(),
            partitions: self.partitions,
            replication: self.replication,
            configs: self
                .configs
                .iter()
                .map(|setting| (setting.name.clone(), Some(setting.value.clone())))
                .collect(),
            configs_unknown: false,
        })
    }
}

/// The topic as it is, to be created again.
pub(crate) async fn of(cluster: &kafka::Cluster, topic: &str) -> Result<Definition> {
    let (metadata, own) = tokio::join!(
        cluster.metadata(Some(topic), ASKING),
        configs::own(cluster, topic),
    );
    let known = metadata?.topics.into_iter().next();
    let partitions = known.as_ref().map_or(0, |topic| topic.partitions.len());
    let replication = known.as_ref().map_or(0, kafka::Topic::replication);
    Ok(Definition {
        name: topic.to_owned(),
        partitions: partitions as i32,
        replication: (replication > 0).then_some(replication as i32),
        configs_unknown: own.is_err(),
        // Who may delete a topic may not always see what it is set to.
        configs: own.unwrap_or_default(),
    })
}

/// The change that gives a topic more partitions.
pub(crate) async fn grow(cluster: &kafka::Cluster, topic: &str, total: i32) -> Result<Change> {
    let metadata = cluster.metadata(Some(topic), ASKING).await?;
    let known = metadata.topics.first();
    let from = known.map_or(0, |topic| topic.partitions.len()) as i32;
    if total <= from {
        return Err(Failure::invalid(format!(
            "“{topic}” has {} already.",
            counted(from.max(0) as u64, "partition")
        ))
        .hint("Kafka adds partitions; it never takes any away."));
    }
    Ok(Change::Partitions {
        topic: topic.to_owned(),
        from,
        to: total,
    })
}

fn check_name(name: &str) -> Result<()> {
    if name.is_empty() {
        return Err(Failure::invalid("The topic needs a name."));
    }
    if name == "." || name == ".." {
        return Err(Failure::invalid(format!(
            "“{name}” is no name for a topic."
        )));
    }
    let is_taken = |letter: char| letter.is_ascii_alphanumeric() || "._-".contains(letter);
    if let Some(wrong) = name.chars().find(|letter| !is_taken(*letter)) {
        return Err(
            Failure::invalid(format!("A topic's name can't hold “{wrong}”."))
                .hint("Use letters from a to z, digits, “.”, “_” and “-”."),
        );
    }
    if name.len() > LONGEST {
        return Err(Failure::invalid(format!(
            "A topic's name has at most {LONGEST} characters; this one has {}.",
            name.len()
        )));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_name_for_a_topic_is_told() {
        for name in ["orders", "a.b_c-9", &"x".repeat(249)] {
            assert_eq!(check_name(name), Ok(()), "{name}");
        }
        for name in [
            "",
            ".",
            "..",
            "or ders",
            "bestellübersicht",
            "a/b",
            &"x".repeat(250),
        ] {
            assert!(check_name(name).is_err(), "{name}");
        }
    }
}
