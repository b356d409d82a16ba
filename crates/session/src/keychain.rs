use std::sync::Arc;

use keyring_core::{CredentialStore, Error};

use crate::secrets::SecretStore;

/// The service under which every secret stands in the keychain.
const SERVICE: &str = "tributary";

/// The operating system's keychain: Secret Service on Linux, Keychain on macOS, Credential Manager on Windows.
/// Opened at each call, so that one that is started or unlocked later is found.
#[derive(Debug, Default)]
pub struct Keychain;

impl SecretStore for Keychain {
    fn put(&self, account: &str, secret: &str) -> Result<(), String> {
        entry(account)?
            .set_password(secret)
            .map_err(|error| told(&error))
    }

    fn get(&self, account: &str) -> Result<Option<String>, String> {
        match entry(account)?.get_password() {
            Ok(secret) => Ok(Some(secret)),
            Err(Error::NoEntry) => Ok(None),
            Err(error) => Err(told(&error)),
        }
    }

    fn delete(&self, account: &str) -> Result<(), String> {
        match entry(account)?.delete_credential() {
            Ok(()) | Err(Error::NoEntry) => Ok(()),
            Err(error) => Err(told(&error)),
        }
    }

    fn probe(&self) -> Result<String, String> {
        store()?;
        Ok(NAME.to_owned())
    }
}

fn entry(account: &str) -> Result<keyring_core::Entry, String> {
    store()?
        .build(SERVICE, account, None)
        .map_err(|error| told(&error))
}

#[cfg(target_os = "linux")]
const NAME: &str = "this machine's keyring (Secret Service)";
#[cfg(target_os = "macos")]
const NAME: &str = "the macOS Keychain";
#[cfg(target_os = "windows")]
const NAME: &str = "the Windows Credential Manager";

#[cfg(target_os = "linux")]
fn store() -> Result<Arc<CredentialStore>, String> {
    zbus_secret_service_keyring_store::Store::new()
        .map(|store| store as Arc<CredentialStore>)
        .map_err(|error| told(&error))
}

#[cfg(target_os = "macos")]
fn store() -> Result<Arc<CredentialStore>, String> {
    apple_native_keyring_store::keychain::Store::new()
        .map(|store| store as Arc<CredentialStore>)
        .map_err(|error| told(&error))
}

#[cfg(target_os = "windows")]
fn store() -> Result<Arc<CredentialStore>, String> {
    windows_native_keyring_store::Store::new()
        .map(|store| store as Arc<CredentialStore>)
        .map_err(|error| told(&error))
}

/// keyring's texts name the platform's error; a password that came back unreadable must not stand in one.
fn told(error: &Error) -> String {
    match error {
        Error::BadEncoding(_) | Error::BadDataFormat(..) => {
            "what it holds is not a text".to_owned()
        }
        Error::NoStorageAccess(_) => "it is locked or refuses access".to_owned(),
        Error::PlatformFailure(_) => "no keychain service answers".to_owned(),
        other => other.to_string(),
    }
}
