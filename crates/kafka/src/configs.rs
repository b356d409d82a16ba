use std::fmt;
use std::time::Duration;

use crate::cluster::Cluster;
use crate::error::Result;
use crate::ffi;

/// What has a configuration.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum ConfigResource {
    /// A topic, by name.
    Topic(String),
    /// A broker, by id.
    Broker(i32),
}

impl fmt::Display for ConfigResource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Topic(name) => f.write_str(name),
            Self::Broker(id) => write!(f, "broker {id}"),
        }
    }
}

/// Where a value comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ConfigSource {
    /// Set for this topic.
    Topic,
    /// Set for this broker while it runs.
    Broker,
    /// Set for all brokers while they run.
    AllBrokers,
    /// The broker's own file.
    BrokerFile,
    /// Kafka's default.
    Default,
    /// Not told, or unknown to librdkafka.
    Other,
}

/// A value that another source gives to the same setting, perhaps under another name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConfigSynonym {
    /// Its name there, as `log.retention.ms` for `retention.ms`.
    pub name: String,
    /// Its value there.
    pub value: Option<String>,
    /// The source.
    pub source: ConfigSource,
}

/// A setting and its value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConfigEntry {
    /// Its name.
    pub name: String,
    /// Its value; none if it has none, or is sensitive.
    pub value: Option<String>,
    /// Where the value comes from.
    pub source: ConfigSource,
    /// It can't be changed while the broker runs.
    pub is_read_only: bool,
    /// The broker tells nobody its value.
    pub is_sensitive: bool,
    /// What each source says, in the order in which they are heeded; the first one counts.
    pub synonyms: Vec<ConfigSynonym>,
}

impl ConfigEntry {
    /// The value that counts when this one is deleted; none where the broker does not tell.
    pub fn without(&self) -> Option<&ConfigSynonym> {
        self.synonyms
            .iter()
            .find(|synonym| synonym.source != self.source || self.source == ConfigSource::Default)
    }
}

/// What to do to one setting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Edit {
    /// Gives it a value.
    Set(String),
    /// Takes its value away: the next source counts.
    Delete,
    /// Adds to its list.
    Append(String),
    /// Takes from its list.
    Subtract(String),
}

/// A change of one setting; all others stay as they are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConfigChange {
    /// The setting's name.
    pub name: String,
    /// What to do to it.
    pub edit: Edit,
}

impl Cluster {
    /// Asks for all settings of each resource. The answers are in the order of `resources`.
    ///
    /// # Errors
    /// Why there is no answer at all.
    pub async fn describe_configs(
        &self,
        resources: Vec<ConfigResource>,
        limit: Duration,
    ) -> Result<Vec<(ConfigResource, Result<Vec<ConfigEntry>>)>> {
        let asked = resources.clone();
        let answers = self.administer(limit, "", move |client, limit| {
            Ok(ffi::configs::describe(client, &asked, limit))
        });
        let answers = answers.await?;
        Ok(resources
            .into_iter()
            .zip(answers)
            .map(|(resource, answer)| {
                let about = resource.to_string();
                let answer = answer.map_err(|refusal| refusal.about(&about, limit));
                (resource, answer)
            })
            .collect())
    }

    /// Changes single settings (KIP-339), or only lets the broker check the changes. The answers are in the order of
    /// `changes`; of each resource either all its changes are made or none.
    ///
    /// # Errors
    /// Why there is no answer at all.
    pub async fn alter_configs(
        &self,
        changes: Vec<(ConfigResource, Vec<ConfigChange>)>,
        validate_only: bool,
        limit: Duration,
    ) -> Result<Vec<(ConfigResource, Result<()>)>> {
        let resources: Vec<_> = changes
            .iter()
            .map(|(resource, _)| resource.clone())
            .collect();
        let answers = self.administer(limit, "", move |client, limit| {
            Ok(ffi::configs::alter(client, &changes, validate_only, limit))
        });
        let answers = answers.await?;
        Ok(resources
            .into_iter()
            .zip(answers)
            .map(|(resource, answer)| {
                let about = resource.to_string();
                let answer = answer.map_err(|refusal| refusal.about(&about, limit));
                (resource, answer)
            })
            .collect())
    }
}
