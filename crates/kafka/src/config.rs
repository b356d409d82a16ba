use std::fmt;
use std::path::PathBuf;

use rdkafka::ClientConfig;
use rdkafka::config::RDKafkaLogLevel;
use secrecy::{ExposeSecret, SecretString};

use crate::error::{Error, Result};
use crate::isolation::Isolation;
use crate::properties::{PropertyRule, property_rule};

/// How a listener is spoken to: Kafka's `security.protocol`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Security {
    /// No TLS, no authentication.
    Plaintext,
    /// TLS.
    Ssl,
    /// Authentication without TLS.
    SaslPlaintext,
    /// Authentication over TLS.
    SaslSsl,
}

impl Security {
    /// Kafka's name of it, as `SASL_SSL`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Plaintext => "PLAINTEXT",
            Self::Ssl => "SSL",
            Self::SaslPlaintext => "SASL_PLAINTEXT",
            Self::SaslSsl => "SASL_SSL",
        }
    }

    /// Whether the connection is encrypted.
    pub fn is_tls(self) -> bool {
        matches!(self, Self::Ssl | Self::SaslSsl)
    }

    /// Whether a user name and a password are needed.
    pub fn is_sasl(self) -> bool {
        matches!(self, Self::SaslPlaintext | Self::SaslSsl)
    }
}

/// A SASL mechanism with a user name and a password.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mechanism {
    /// RFC 4616; what Confluent Cloud's API keys use.
    Plain,
    /// RFC 5802 with SHA-256.
    ScramSha256,
    /// RFC 5802 with SHA-512.
    ScramSha512,
}

impl Mechanism {
    /// The registered name, as `SCRAM-SHA-512`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Plain => "PLAIN",
            Self::ScramSha256 => "SCRAM-SHA-256",
            Self::ScramSha512 => "SCRAM-SHA-512",
        }
    }
}

/// Who logs in, and how.
#[derive(Debug, Clone)]
pub struct Sasl {
    /// The mechanism.
    pub mechanism: Mechanism,
    /// The user name, or an API key.
    pub username: String,
    /// The password, or an API secret.
    pub password: SecretString,
}

/// How to reach a cluster. `Debug` shows no secret.
#[derive(Clone)]
pub struct ClusterConfig {
    /// `host:port`, several separated by commas.
    pub bootstrap: String,
    /// The listener's protocol.
    pub security: Security,
    /// A PEM file with the CAs to trust in place of the system's.
    pub ca_file: Option<PathBuf>,
    /// The login, for the SASL protocols.
    pub sasl: Option<Sasl>,
    /// Extra librdkafka properties from the allow-list ([`property_rule`]).
    pub properties: Vec<(String, SecretString)>,
}

impl fmt::Debug for ClusterConfig {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClusterConfig")
            .field("bootstrap", &self.bootstrap)
            .field("security", &self.security)
            .field("ca_file", &self.ca_file)
            .field("sasl", &self.sasl)
            .field(
                "properties",
                &self
                    .properties
                    .iter()
                    .map(|(name, _)| name)
                    .collect::<Vec<_>>(),
            )
            .finish()
    }
}

/// What a client is for; each has a few settings of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role {
    Ask,
    Read(Isolation),
    Write,
}

impl ClusterConfig {
    /// An unencrypted listener without a login.
    pub fn plaintext(bootstrap: impl Into<String>) -> Self {
        Self {
            bootstrap: bootstrap.into(),
            security: Security::Plaintext,
            ca_file: None,
            sasl: None,
            properties: Vec::new(),
        }
    }

    /// Reads librdkafka's `name=value` lines; `#` starts a comment. Names that a field of the
    /// connection holds (`sasl.password` …) fill that field, the rest must be on the allow-list.
    ///
    /// # Errors
    /// [`Error::Property`] names the first line that can't be used.
    pub fn from_properties(text: &str) -> Result<Self> {
        let mut config = Self::plaintext("");
        let (mut mechanism, mut username, mut password) = (None, None, None);
        for line in text
            .lines()
            .map(str::trim)
            .filter(|line| !line.is_empty() && !line.starts_with('#'))
        {
            let Some((name, value)) = line
                .split_once('=')
                .map(|(name, value)| (name.trim(), value.trim()))
            else {
                return Err(refuse(
                    "a line without \"=\"",
                    "write name=value, one a line",
                ));
            };
            match name {
                "bootstrap.servers" | "metadata.broker.list" => {
                    value.clone_into(&mut config.bootstrap);
                }
                "security.protocol" => config.security = protocol(value)?,
                "ssl.ca.location" => config.ca_file = Some(value.into()),
                "sasl.mechanism" | "sasl.mechanisms" => mechanism = Some(sasl_mechanism(value)?),
                "sasl.username" => username = Some(value.to_owned()),
                "sasl.password" => password = Some(SecretString::from(value)),
                _ => config.properties.push((name.to_owned(), value.into())),
            }
        }
        if config.security.is_sasl() {
            config.sasl = Some(Sasl {
                mechanism: mechanism.ok_or_else(|| refuse("sasl.mechanism", "is missing"))?,
                username: username.ok_or_else(|| refuse("sasl.username", "is missing"))?,
                password: password.ok_or_else(|| refuse("sasl.password", "is missing"))?,
            });
        }
        Ok(config)
    }

    /// Checks everything that can be known without a connection.
    ///
    /// # Errors
    /// [`Error::Property`] or [`Error::Tls`] (a CA file that can't be read).
    pub fn check(&self) -> Result<()> {
        let hosts: Vec<&str> = self.bootstrap.split(',').map(str::trim).collect();
        for host in &hosts {
            let port = host
                .rsplit_once(':')
                .and_then(|(name, port)| (!name.is_empty()).then(|| port.parse::<u16>().ok())?);
            if port.is_none() {
                return Err(refuse(
                    "bootstrap.servers",
                    &format!("“{host}” is not host:port"),
                ));
            }
        }
        if self.security.is_sasl()
            && self
                .sasl
                .as_ref()
                .is_none_or(|sasl| sasl.username.is_empty())
        {
            return Err(refuse("sasl.username", "is missing"));
        }
        if let Some(file) = self.ca_file.as_ref().filter(|_| self.security.is_tls()) {
            std::fs::read(file).map_err(|error| Error::Tls {
                reason: format!("{}: {error}", file.display()),
            })?;
        }
        for (name, _) in &self.properties {
            let reason = match property_rule(name) {
                PropertyRule::Plain | PropertyRule::Secret => continue,
                PropertyRule::Field => "is a field of the connection: set it there",
                PropertyRule::Fixed => {
                    "is fixed by Tributary, so that browsing never changes the cluster"
                }
                PropertyRule::RunsCode => "is refused: it loads or runs code on this machine",
                PropertyRule::Unknown => "is not a librdkafka property that a connection may set",
            };
            return Err(refuse(name, reason));
        }
        Ok(())
    }

    /// The first bootstrap address, for sentences.
    pub(crate) fn address(&self) -> &str {
        self.bootstrap.split(',').next().unwrap_or_default().trim()
    }

    pub(crate) fn client_config(&self, role: Role) -> Result<ClientConfig> {
        self.check()?;
        #[expect(
            clippy::disallowed_methods,
            reason = "the one place where a client configuration is made"
        )]
        let mut config = ClientConfig::new();
        config
            .set("client.id", "tributary")
            .set("reconnect.backoff.max.ms", "1000")
            .set("socket.connection.setup.timeout.ms", "10000");
        match role {
            Role::Ask => {
                // Tells which requests each broker takes, once a connection.
                config
                    .set("debug", "feature")
                    .set_log_level(RDKafkaLogLevel::Debug);
            }
            Role::Read(_) => {
                // A low cap with librdkafka's default back-off of one second stalls filtered reads.
                config
                    .set("fetch.queue.backoff.ms", "1")
                    .set("queued.min.messages", "100000")
                    .set("queued.max.messages.kbytes", "32768")
                    // So long an end that no record marks stays unknown, and a round waits for the one before.
                    .set("fetch.wait.max.ms", "50")
                    // The topic was seen before reading starts: one that is missing now has vanished.
                    .set("topic.metadata.propagation.max.ms", "1000");
            }
            Role::Write => {
                config
                    .set("linger.ms", "0")
                    .set("message.timeout.ms", "20000")
                    // The topic's own limit decides, not the client's default of 1 MB.
                    .set("message.max.bytes", "1000000000");
            }
        }
        for (name, value) in &self.properties {
            config.set(name, value.expose_secret());
        }
        config
            .set("bootstrap.servers", &self.bootstrap)
            .set("security.protocol", self.security.name());
        if let Some(file) = self.ca_file.as_ref().filter(|_| self.security.is_tls()) {
            config.set("ssl.ca.location", file.to_string_lossy());
        }
        if let Some(sasl) = self.sasl.as_ref().filter(|_| self.security.is_sasl()) {
            config
                .set("sasl.mechanism", sasl.mechanism.name())
                .set("sasl.username", &sasl.username)
                .set("sasl.password", sasl.password.expose_secret());
        }
        match role {
            Role::Ask => config
                .set("allow.auto.create.topics", "false")
                .set("enable.auto.commit", "false"),
            Role::Read(isolation) => config
                .set("allow.auto.create.topics", "false")
                .set("isolation.level", isolation.name())
                // The reader goes on by itself, and tells what it could not read.
                .set("auto.offset.reset", "error")
                .set("enable.auto.commit", "false")
                .set("enable.auto.offset.store", "false")
                .set("enable.partition.eof", "true"),
            // The Java client's partitioner for records with a key.
            Role::Write => config
                .set("partitioner", "murmur2_random")
                .set("allow.auto.create.topics", "false"),
        };
        Ok(config)
    }
}

fn refuse(name: &str, reason: &str) -> Error {
    Error::Property {
        name: name.to_owned(),
        reason: reason.to_owned(),
    }
}

fn protocol(value: &str) -> Result<Security> {
    [
        Security::Plaintext,
        Security::Ssl,
        Security::SaslPlaintext,
        Security::SaslSsl,
    ]
    .into_iter()
    .find(|security| security.name().eq_ignore_ascii_case(value))
    .ok_or_else(|| {
        refuse(
            "security.protocol",
            "is PLAINTEXT, SSL, SASL_PLAINTEXT or SASL_SSL",
        )
    })
}

fn sasl_mechanism(value: &str) -> Result<Mechanism> {
    [
        Mechanism::Plain,
        Mechanism::ScramSha256,
        Mechanism::ScramSha512,
    ]
    .into_iter()
    .find(|mechanism| mechanism.name().eq_ignore_ascii_case(value))
    .ok_or_else(|| refuse("sasl.mechanism", "is PLAIN, SCRAM-SHA-256 or SCRAM-SHA-512"))
}
