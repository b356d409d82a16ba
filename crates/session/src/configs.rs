//! What a topic is set to, and what that means.

use std::collections::{BTreeSet, HashMap};
use std::time::Duration;

use kafka::{ConfigEntry, ConfigResource, ConfigSource, SettingKind};
use serde::{Deserialize, Serialize};
use specta::Type;

use crate::change::{Change, ConfigEdit};
use crate::failure::{Code, Failure, Result};
use crate::groups::rights::{Resource, Rights};

/// How long the brokers have to answer.
const ASKING: Duration = Duration::from_secs(10);

/// Where a value comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum ConfigOrigin {
    /// Set for this topic.
    Topic,
    /// Set for this broker, while it runs or in its file.
    Broker,
    /// Set for all brokers while they run.
    Cluster,
    /// Kafka's default.
    Default,
    /// Not told.
    Unknown,
}

/// How a value is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum ConfigType {
    /// `true` or `false`.
    Switch,
    /// A whole number.
    Count,
    /// A time in ms.
    Millis,
    /// A size in bytes.
    Bytes,
    /// A share between 0 and 1.
    Ratio,
    /// One of the words in `choices`.
    Choice,
    /// Some of the words in `choices`, or any where there are none, separated by commas.
    List,
}

/// A setting of a topic.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ConfigRow {
    /// Its name.
    pub name: String,
    /// Its value; none if it has none, or is sensitive.
    pub value: Option<String>,
    /// Where the value comes from.
    pub source: ConfigOrigin,
    /// What counts where the topic does not set it; none where that is not known.
    pub default: Option<String>,
    /// What it does; none for a setting that Kafka 4.3 does not have.
    pub doc: Option<String>,
    /// The broker tells nobody its value.
    pub sensitive: bool,
    /// It can't be changed.
    pub read_only: bool,
    /// How its value is meant, where that is known.
    #[serde(rename = "type")]
    pub kind: Option<ConfigType>,
    /// The words that it takes.
    pub choices: Vec<String>,
}

/// What a setting is to be; none is what counts without the topic's own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ConfigChoice {
    /// The setting's name.
    pub name: String,
    /// Its value.
    pub value: Option<String>,
}

/// All settings of a topic, by name.
pub(crate) async fn rows(
    cluster: &kafka::Cluster,
    topic: &str,
    rights: &Rights,
) -> Result<Vec<ConfigRow>> {
    let entries = describe(cluster, topic)
        .await
        .map_err(|error| unseen(error, topic, rights))?;
    let mut rows: Vec<ConfigRow> = entries.into_iter().map(row).collect();
    rows.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(rows)
}

/// The change that makes these choices.
///
/// # Errors
/// [`Code::Invalid`] for choices that change nothing or can't be made; why the settings of now can't be seen.
pub(crate) async fn edits(
    cluster: &kafka::Cluster,
    topic: &str,
    choices: &[ConfigChoice],
    rights: &Rights,
) -> Result<Change> {
    let mut names = BTreeSet::new();
    if let Some(twice) = choices.iter().find(|choice| !names.insert(&choice.name)) {
        return Err(Failure::invalid(format!("“{}” is set twice.", twice.name)));
    }
    let entries = describe(cluster, topic)
        .await
        .map_err(|error| unseen(error, topic, rights))?;
    let known: HashMap<&str, &ConfigEntry> = entries
        .iter()
        .map(|entry| (entry.name.as_str(), entry))
        .collect();
    let mut edits = Vec::new();
    for choice in choices {
        let entry = known.get(choice.name.as_str()).copied();
        if entry.is_some_and(|entry| entry.is_read_only) {
            return Err(Failure::invalid(format!(
                "“{}” can't be changed.",
                choice.name
            )));
        }
        let own = entry.filter(|entry| entry.source == ConfigSource::Topic);
        let is_set = own.is_some();
        let from = own.and_then(|entry| entry.value.clone());
        // A broker takes settings that it does not tell.
        let hidden = entry.is_none_or(|entry| entry.is_sensitive);
        let changes = match &choice.value {
            Some(value) => from.as_ref() != Some(value),
            None => is_set,
        };
        if changes {
            edits.push(ConfigEdit {
                name: choice.name.clone(),
                from,
                to: choice.value.clone(),
                hidden,
            });
        }
    }
    if edits.is_empty() {
        return Err(Failure::invalid(format!(
            "“{topic}” is set so already: nothing would be changed."
        )));
    }
    Ok(Change::Configs {
        topic: topic.to_owned(),
        edits,
    })
}

/// A topic's own settings; a sensitive one has no value.
pub(crate) async fn own(
    cluster: &kafka::Cluster,
    topic: &str,
) -> kafka::Result<Vec<(String, Option<String>)>> {
    let entries = describe(cluster, topic).await?.into_iter();
    Ok(entries
        .filter(|entry| entry.source == ConfigSource::Topic)
        .map(|entry| (entry.name, entry.value))
        .collect())
}

async fn describe(cluster: &kafka::Cluster, topic: &str) -> kafka::Result<Vec<ConfigEntry>> {
    let resource = ConfigResource::Topic(topic.to_owned());
    let mut answers = cluster.describe_configs(vec![resource], ASKING).await?;
    match answers.pop() {
        Some((_, answer)) => answer,
        None => Err(kafka::Error::NotFound {
            what: topic.to_owned(),
        }),
    }
}

fn unseen(error: kafka::Error, topic: &str, rights: &Rights) -> Failure {
    match error {
        kafka::Error::Forbidden { .. } => rights.lacks("DescribeConfigs", Resource::Topic(topic)),
        error => {
            let failure = Failure::from(error);
            match failure.code {
                Code::NotFound => failure.hint("It may have been deleted."),
                _ => failure,
            }
        }
    }
}

fn row(entry: ConfigEntry) -> ConfigRow {
    let setting = kafka::topic_setting(&entry.name);
    let beneath = entry.without().and_then(|synonym| synonym.value.clone());
    let (kind, choices) = match setting.map(|setting| setting.kind) {
        None => (None, &[][..]),
        Some(SettingKind::Switch) => (Some(ConfigType::Switch), &["true", "false"][..]),
        Some(SettingKind::Count) => (Some(ConfigType::Count), &[][..]),
        Some(SettingKind::Millis) => (Some(ConfigType::Millis), &[][..]),
        Some(SettingKind::Bytes) => (Some(ConfigType::Bytes), &[][..]),
        Some(SettingKind::Ratio) => (Some(ConfigType::Ratio), &[][..]),
        Some(SettingKind::Choice(words)) => (Some(ConfigType::Choice), words),
        Some(SettingKind::List(words)) => (Some(ConfigType::List), words),
    };
    let default = match entry.source {
        // What counts now counts without the topic, too.
        ConfigSource::Broker
        | ConfigSource::AllBrokers
        | ConfigSource::BrokerFile
        | ConfigSource::Default => entry.value.clone(),
        ConfigSource::Topic | ConfigSource::Other => {
            beneath.or_else(|| setting.map(|setting| setting.default.to_owned()))
        }
    };
    ConfigRow {
        source: match entry.source {
            ConfigSource::Topic => ConfigOrigin::Topic,
            ConfigSource::Broker | ConfigSource::BrokerFile => ConfigOrigin::Broker,
            ConfigSource::AllBrokers => ConfigOrigin::Cluster,
            ConfigSource::Default => ConfigOrigin::Default,
            ConfigSource::Other => ConfigOrigin::Unknown,
        },
        default: default.filter(|_| !entry.is_sensitive),
        doc: setting.map(|setting| setting.meaning.to_owned()),
        sensitive: entry.is_sensitive,
        read_only: entry.is_read_only,
        kind,
        choices: choices.iter().map(|word| (*word).to_owned()).collect(),
        name: entry.name,
        value: entry.value,
    }
}
