use std::path::PathBuf;

use kafka::{ClusterConfig, PropertyRule, Sasl, property_rule};
use secrecy::SecretString;
use serde::{Deserialize, Serialize};
use specta::Type;

use crate::failure::{Failure, Result};
use crate::secrets::{Keep, Secrets};

/// The id of the connection to the sandbox in the app's own process.
pub(crate) const SANDBOX: &str = "sandbox";

/// Kafka's `security.protocol`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum Security {
    /// PLAINTEXT.
    #[default]
    Plaintext,
    /// SSL.
    Ssl,
    /// `SASL_PLAINTEXT`.
    SaslPlaintext,
    /// `SASL_SSL`.
    SaslSsl,
}

/// A SASL mechanism.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum Mechanism {
    /// PLAIN.
    Plain,
    /// SCRAM-SHA-256.
    ScramSha256,
    /// SCRAM-SHA-512.
    ScramSha512,
}

/// An extra librdkafka property. A secret one never carries its value to the UI.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Property {
    /// Its name.
    pub name: String,
    /// Its value; empty for a secret one that is kept.
    pub value: String,
    /// Whether a secret value is kept.
    pub has_secret: bool,
}

/// A connection as the UI sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
#[expect(
    clippy::struct_excessive_bools,
    reason = "the page reads each by its name, and they are independent"
)]
pub struct Connection {
    /// Its id.
    pub id: String,
    /// What the person calls it.
    pub name: String,
    /// `host:port`, several separated by commas.
    pub bootstrap: String,
    /// The protocol.
    pub security: Security,
    /// A PEM file of CAs to trust in place of the system's.
    pub ca_file: Option<String>,
    /// The SASL mechanism.
    pub mechanism: Option<Mechanism>,
    /// The user name.
    pub username: Option<String>,
    /// Whether a password is kept.
    pub has_secret: bool,
    /// Where its secrets are kept; none where it has none.
    pub keep: Option<Keep>,
    /// Extra librdkafka properties.
    pub properties: Vec<Property>,
    /// Whether the core refuses every change through it.
    pub read_only: bool,
    /// Whether the core asks for the name of what is to be changed through it.
    pub production: bool,
    /// Whether it is the sandbox in the app's own process.
    pub embedded: bool,
}

/// A connection as the form sends it.
#[derive(Clone, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ConnectionDraft {
    /// The connection that is edited; none for a new one.
    pub id: Option<String>,
    /// What the person calls it.
    pub name: String,
    /// `host:port`, several separated by commas.
    pub bootstrap: String,
    /// The protocol.
    pub security: Security,
    /// A PEM file of CAs.
    pub ca_file: Option<String>,
    /// The SASL mechanism.
    pub mechanism: Option<Mechanism>,
    /// The user name.
    pub username: Option<String>,
    /// The password; none keeps the one that is kept.
    #[specta(type = Option<String>)]
    pub password: Option<SecretString>,
    /// Extra librdkafka properties.
    pub properties: Vec<DraftProperty>,
    /// Whether the core refuses every change through it.
    pub read_only: bool,
    /// Whether the core asks for the name of what is to be changed through it.
    pub production: bool,
    /// Where its secrets are kept.
    pub keep: Keep,
}

/// A property as the form sends it: its value may be a secret.
#[derive(Clone, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct DraftProperty {
    /// Its name.
    pub name: String,
    /// Its value; empty keeps a secret one that is kept.
    #[specta(type = String)]
    pub value: SecretString,
    /// Whether a secret value is kept.
    pub has_secret: bool,
}

/// What a test of a connection found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct TestReport {
    /// Whether it works.
    pub ok: bool,
    /// A sentence.
    pub message: String,
    /// What to do next.
    pub hint: Option<String>,
    /// The technical text.
    pub details: Option<String>,
    /// How long it took, in ms.
    pub elapsed_ms: u32,
}

/// The account of a connection's password in the keychain.
pub(crate) fn password_account(id: &str) -> String {
    format!("{id}:sasl-password")
}

/// The account of a secret property in the keychain.
pub(crate) fn property_account(id: &str, name: &str) -> String {
    format!("{id}:property:{name}")
}

impl Connection {
    pub(crate) fn sandbox(read_only: bool) -> Self {
        Self {
            id: SANDBOX.to_owned(),
            name: "Sandbox".to_owned(),
            bootstrap: String::new(),
            security: Security::Plaintext,
            ca_file: None,
            mechanism: None,
            username: None,
            has_secret: false,
            keep: None,
            properties: Vec::new(),
            read_only,
            production: false,
            embedded: true,
        }
    }

    /// Every account that this connection may have in the keychain.
    pub(crate) fn accounts(&self) -> Vec<String> {
        let properties = self
            .properties
            .iter()
            .filter(|property| property.has_secret);
        let mut accounts: Vec<String> = properties
            .map(|property| property_account(&self.id, &property.name))
            .collect();
        if self.has_secret {
            accounts.push(password_account(&self.id));
        }
        accounts
    }

    /// The configuration, with its secrets from where they are kept.
    pub(crate) async fn config(&self, secrets: &Secrets) -> Result<ClusterConfig> {
        let mut properties = Vec::new();
        for property in &self.properties {
            let value = if property_rule(&property.name) == PropertyRule::Secret {
                secret(
                    secrets,
                    &property_account(&self.id, &property.name),
                    &property.name,
                )
                .await?
            } else {
                SecretString::from(property.value.as_str())
            };
            properties.push((property.name.clone(), value));
        }
        let password = if self.security.is_sasl() {
            Some(secret(secrets, &password_account(&self.id), "password").await?)
        } else {
            None
        };
        assemble(
            &self.bootstrap,
            self.security,
            self.ca_file.as_deref(),
            self.mechanism,
            self.username.as_deref(),
            password,
            properties,
        )
    }
}

impl ConnectionDraft {
    /// The configuration of what the form holds; secrets that it leaves out come from where they are kept.
    pub(crate) async fn config(&self, secrets: &Secrets) -> Result<ClusterConfig> {
        let id = self.id.as_deref().unwrap_or_default();
        let mut properties = Vec::new();
        for property in &self.properties {
            let value = if property.has_secret
                && secrecy::ExposeSecret::expose_secret(&property.value).is_empty()
            {
                secret(
                    secrets,
                    &property_account(id, &property.name),
                    &property.name,
                )
                .await?
            } else {
                property.value.clone()
            };
            properties.push((property.name.clone(), value));
        }
        let password = match (&self.password, self.security.is_sasl()) {
            (_, false) => None,
            (Some(password), true) => Some(password.clone()),
            (None, true) => Some(secret(secrets, &password_account(id), "password").await?),
        };
        assemble(
            &self.bootstrap,
            self.security,
            self.ca_file.as_deref(),
            self.mechanism,
            self.username.as_deref(),
            password,
            properties,
        )
    }
}

async fn secret(secrets: &Secrets, account: &str, what: &str) -> Result<SecretString> {
    secrets.get(account).await?.ok_or_else(|| {
        Failure::new(crate::Code::Unauthorized, format!("The {what} of this connection is not known."))
            .hint("Edit the connection and enter it; it may have been kept only until Tributary was quit.")
    })
}

fn assemble(
    bootstrap: &str,
    security: Security,
    ca_file: Option<&str>,
    mechanism: Option<Mechanism>,
    username: Option<&str>,
    password: Option<SecretString>,
    properties: Vec<(String, SecretString)>,
) -> Result<ClusterConfig> {
    let sasl = password.map(|password| Sasl {
        mechanism: mechanism.unwrap_or(Mechanism::Plain).into(),
        username: username.unwrap_or_default().to_owned(),
        password,
    });
    let config = ClusterConfig {
        bootstrap: bootstrap.trim().to_owned(),
        security: security.into(),
        ca_file: ca_file
            .map(str::trim)
            .filter(|file| !file.is_empty())
            .map(PathBuf::from),
        sasl,
        properties,
    };
    config.check()?;
    Ok(config)
}

impl Security {
    pub(crate) fn is_sasl(self) -> bool {
        kafka::Security::from(self).is_sasl()
    }
}

impl From<Security> for kafka::Security {
    fn from(security: Security) -> Self {
        match security {
            Security::Plaintext => Self::Plaintext,
            Security::Ssl => Self::Ssl,
            Security::SaslPlaintext => Self::SaslPlaintext,
            Security::SaslSsl => Self::SaslSsl,
        }
    }
}

impl From<Mechanism> for kafka::Mechanism {
    fn from(mechanism: Mechanism) -> Self {
        match mechanism {
            Mechanism::Plain => Self::Plain,
            Mechanism::ScramSha256 => Self::ScramSha256,
            Mechanism::ScramSha512 => Self::ScramSha512,
        }
    }
}
