use std::path::PathBuf;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::connections::{
    Connection, ConnectionDraft, Property, password_account, property_account,
};
use crate::failure::{Notice, Result};
use crate::secrets::{Keep, Secrets};
use crate::versioned::VersionedFile;

/// The connections, as `connections.json` holds them: without any secret.
pub(crate) struct Book {
    file: VersionedFile,
    content: Content,
}

#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Content {
    connections: Vec<Connection>,
    sandbox_read_only: bool,
}

/// An older file says of no connection whether it is a production one.
fn fill(fields: &mut Map<String, Value>) {
    let connections = fields.get_mut("connections").and_then(Value::as_array_mut);
    for connection in connections.into_iter().flatten() {
        if let Value::Object(connection) = connection {
            connection.entry("production").or_insert(Value::Bool(false));
        }
    }
}

impl Book {
    pub(crate) fn load(path: PathBuf) -> (Self, Option<Notice>) {
        let mut file = VersionedFile::new(path, 1);
        let (content, notice) = file.load_filled(fill);
        (Self { file, content }, notice)
    }

    /// All connections, the sandbox first. A secret that was kept until the app was quit is no longer there.
    pub(crate) fn all(&self, secrets: &Secrets) -> Vec<Connection> {
        let sandbox = Connection::sandbox(self.content.sandbox_read_only);
        let kept = self.content.connections.iter().map(|connection| {
            let mut connection = connection.clone();
            if connection.keep == Some(Keep::UntilQuit) {
                connection.has_secret = secrets.in_memory(&password_account(&connection.id));
                for property in &mut connection.properties {
                    property.has_secret = property.has_secret
                        && secrets.in_memory(&property_account(&connection.id, &property.name));
                }
            }
            connection
        });
        std::iter::once(sandbox).chain(kept).collect()
    }

    pub(crate) fn put(&mut self, connection: Connection) -> Result<()> {
        self.change(|content| {
            let known = content
                .connections
                .iter_mut()
                .find(|old| old.id == connection.id);
            match known {
                Some(old) => *old = connection,
                None => content.connections.push(connection),
            }
        })
    }

    pub(crate) fn remove(&mut self, id: &str) -> Result<()> {
        self.change(|content| content.connections.retain(|kept| kept.id != id))
    }

    pub(crate) fn set_read_only(&mut self, id: &str, read_only: bool) -> Result<()> {
        self.change(
            |content| match content.connections.iter_mut().find(|kept| kept.id == id) {
                Some(kept) => kept.read_only = read_only,
                None => content.sandbox_read_only = read_only,
            },
        )
    }

    /// Nothing changes in memory that could not be written.
    fn change(&mut self, change: impl FnOnce(&mut Content)) -> Result<()> {
        let mut content = self.content.clone();
        change(&mut content);
        self.file.save(&content)?;
        self.content = content;
        Ok(())
    }
}

impl ConnectionDraft {
    /// The connection without its secrets, and the secrets that the form brought, by account.
    pub(crate) fn split(
        &self,
        new_id: String,
    ) -> (Connection, Vec<(String, secrecy::SecretString)>) {
        let id = self.id.clone().unwrap_or(new_id);
        let mut secrets = Vec::new();
        let mut properties = Vec::new();
        for property in &self.properties {
            let name = property.name.trim().to_owned();
            let value = secrecy::ExposeSecret::expose_secret(&property.value);
            let is_secret = kafka::property_rule(&name) == kafka::PropertyRule::Secret;
            if is_secret && !value.is_empty() {
                secrets.push((property_account(&id, &name), property.value.clone()));
            }
            properties.push(Property {
                value: if is_secret {
                    String::new()
                } else {
                    value.to_owned()
                },
                has_secret: is_secret,
                name,
            });
        }
        if let Some(password) = self.password.as_ref().filter(|_| self.security.is_sasl()) {
            secrets.push((password_account(&id), password.clone()));
        }
        let connection = Connection {
            id,
            name: self.name.trim().to_owned(),
            bootstrap: self.bootstrap.trim().to_owned(),
            security: self.security,
            ca_file: self.ca_file.clone().filter(|file| !file.trim().is_empty()),
            mechanism: self.mechanism.filter(|_| self.security.is_sasl()),
            username: self.username.clone().filter(|_| self.security.is_sasl()),
            // A SASL connection can't be saved without a password: `config` has seen it.
            has_secret: self.security.is_sasl(),
            keep: (self.security.is_sasl()
                || properties.iter().any(|property| property.has_secret))
            .then_some(self.keep),
            properties,
            read_only: self.read_only,
            production: self.production,
            embedded: false,
        };
        (connection, secrets)
    }
}
