use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize};
use specta::Type;

use crate::failure::{Code, Failure, Result};

/// A locked keychain may be waiting for its owner to unlock it.
const UNLOCKING: Duration = Duration::from_secs(60);

/// Where a secret is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum Keep {
    /// In the operating system's keychain.
    Keychain,
    /// In memory, until the app is quit.
    UntilQuit,
}

/// Where secrets lie between two starts. Its calls may block; `account` is connection id and field.
pub trait SecretStore: Send + Sync {
    /// Puts a secret in.
    ///
    /// # Errors
    /// Why the store does not take it, without the secret.
    fn put(&self, account: &str, secret: &str) -> std::result::Result<(), String>;
    /// Takes a copy out; none where there is none.
    ///
    /// # Errors
    /// Why the store can't be asked.
    fn get(&self, account: &str) -> std::result::Result<Option<String>, String>;
    /// Deletes a secret, if it is there.
    ///
    /// # Errors
    /// Why the store can't be asked.
    fn delete(&self, account: &str) -> std::result::Result<(), String>;
    /// Whether there is a store at all, and what a person calls it.
    ///
    /// # Errors
    /// Why there is none.
    fn probe(&self) -> std::result::Result<String, String>;
}

/// Secrets in memory: for tests, and for those that are kept until the app is quit.
#[derive(Debug, Default)]
pub struct MemoryStore {
    secrets: Mutex<HashMap<String, SecretString>>,
}

impl SecretStore for MemoryStore {
    fn put(&self, account: &str, secret: &str) -> std::result::Result<(), String> {
        self.secrets
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .insert(account.to_owned(), SecretString::from(secret));
        Ok(())
    }

    fn get(&self, account: &str) -> std::result::Result<Option<String>, String> {
        let secrets = self.secrets.lock().unwrap_or_else(PoisonError::into_inner);
        Ok(secrets
            .get(account)
            .map(|secret| secret.expose_secret().to_owned()))
    }

    fn delete(&self, account: &str) -> std::result::Result<(), String> {
        self.secrets
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .remove(account);
        Ok(())
    }

    fn probe(&self) -> std::result::Result<String, String> {
        Ok("this process's memory".to_owned())
    }
}

/// Whether secrets can be kept for the next start.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct KeychainStatus {
    /// Whether there is a keychain.
    pub available: bool,
    /// In words: which, or why not and what happens then.
    pub message: String,
}

/// All secrets of the app: those in the keychain, and those kept until it is quit.
#[derive(Clone)]
pub(crate) struct Secrets {
    keychain: Arc<dyn SecretStore>,
    memory: Arc<MemoryStore>,
}

impl Secrets {
    pub(crate) fn new(keychain: Arc<dyn SecretStore>) -> Self {
        Self {
            keychain,
            memory: Arc::new(MemoryStore::default()),
        }
    }

    pub(crate) async fn status(&self) -> KeychainStatus {
        match self.run(|keychain| keychain.probe()).await {
            Ok(name) => KeychainStatus {
                available: true,
                message: format!("Secrets are kept in {name}."),
            },
            Err(reason) => KeychainStatus {
                available: false,
                message: format!("There is no keychain on this machine ({reason})."),
            },
        }
    }

    /// Keeps a secret, in place of one kept elsewhere before.
    pub(crate) async fn put(&self, account: &str, secret: &SecretString, keep: Keep) -> Result<()> {
        match keep {
            Keep::UntilQuit => {
                // None may stay behind in the keychain, where there is one.
                self.forget(account).await;
                let _ = self.memory.put(account, secret.expose_secret());
                Ok(())
            }
            Keep::Keychain => {
                let (name, value) = (account.to_owned(), secret.clone());
                self.run(move |keychain| keychain.put(&name, value.expose_secret())).await.map_err(|reason| {
                    Failure::new(Code::NoKeychain, format!("The secret could not be put into the keychain: {reason}."))
                        .hint("Unlock or install a keychain (on Linux: GNOME Keyring or KWallet), or keep the secret until you quit.")
                })?;
                let _ = self.memory.delete(account);
                Ok(())
            }
        }
    }

    pub(crate) async fn get(&self, account: &str) -> Result<Option<SecretString>> {
        if let Some(secret) = self.memory.get(account).ok().flatten() {
            return Ok(Some(SecretString::from(secret)));
        }
        let name = account.to_owned();
        let found = self
            .run(move |keychain| keychain.get(&name))
            .await
            .map_err(|reason| {
                Failure::new(
                    Code::NoKeychain,
                    format!("The keychain can't be asked for the password: {reason}."),
                )
                .hint("Unlock the keychain, or edit the connection and enter the password again.")
            })?;
        Ok(found.map(SecretString::from))
    }

    /// Whether a secret is kept until the app is quit.
    pub(crate) fn in_memory(&self, account: &str) -> bool {
        self.memory.get(account).ok().flatten().is_some()
    }

    /// Forgets a secret wherever it is. One that can't be deleted from the keychain is told in the log only:
    /// the connection goes all the same.
    pub(crate) async fn forget(&self, account: &str) {
        let _ = self.memory.delete(account);
        let name = account.to_owned();
        if let Err(reason) = self.run(move |keychain| keychain.delete(&name)).await {
            tracing::warn!(account, "a secret stays in the keychain: {reason}");
        }
    }

    /// Off the async threads: a store may block, and the one for Linux panics on them.
    async fn run<T: Send + 'static>(
        &self,
        call: impl FnOnce(&dyn SecretStore) -> std::result::Result<T, String> + Send + 'static,
    ) -> std::result::Result<T, String> {
        let keychain = Arc::clone(&self.keychain);
        match tokio::time::timeout(
            UNLOCKING,
            tokio::task::spawn_blocking(move || call(&*keychain)),
        )
        .await
        {
            Ok(Ok(answer)) => answer,
            Ok(Err(panic)) => Err(format!("it failed: {panic}")),
            Err(_) => Err("it gave no answer within a minute".to_owned()),
        }
    }
}
