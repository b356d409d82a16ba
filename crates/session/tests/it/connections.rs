//! Connections and their secrets.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use session::{Code, Keep, Mechanism, MemoryStore, SecretStore, Security, Session};

use crate::fixture::{Nothing, draft};

const SECRET: &str = "hunter2-is-a-secret";

fn session(folder: &Path, keychain: Arc<dyn SecretStore>) -> Session {
    Session::new(folder.to_owned(), keychain, Arc::new(Nothing))
}

fn with_login(keep: Keep) -> session::ConnectionDraft {
    session::ConnectionDraft {
        security: Security::SaslPlaintext,
        mechanism: Some(Mechanism::ScramSha512),
        username: Some("alice".to_owned()),
        password: Some(SECRET.into()),
        keep,
        ..draft("With a login", "localhost:9092")
    }
}

/// A machine without a keychain.
struct NoKeychain;

impl SecretStore for NoKeychain {
    fn put(&self, _: &str, _: &str) -> Result<(), String> {
        Err("no keychain service answers".to_owned())
    }
    fn get(&self, _: &str) -> Result<Option<String>, String> {
        Err("no keychain service answers".to_owned())
    }
    fn delete(&self, _: &str) -> Result<(), String> {
        Err("no keychain service answers".to_owned())
    }
    fn probe(&self) -> Result<String, String> {
        Err("no keychain service answers".to_owned())
    }
}

/// All that was written to disk.
fn written(folder: &Path) -> String {
    fs::read_dir(folder)
        .expect("the folder")
        .map(|file| fs::read_to_string(file.expect("a file").path()).expect("its text"))
        .collect()
}

#[tokio::test]
async fn a_secret_goes_to_the_keychain_and_never_comes_back() {
    let folder = tempfile::tempdir().expect("a folder");
    let keychain = Arc::new(MemoryStore::default());
    let app = session(folder.path(), keychain.clone());
    let saved = app
        .save_connection(with_login(Keep::Keychain))
        .await
        .expect("saved");
    assert!(saved.has_secret);
    assert!(
        !serde_json::to_string(&saved)
            .expect("JSON")
            .contains(SECRET)
    );
    assert!(!written(folder.path()).contains(SECRET));
    let account = format!("{}:sasl-password", saved.id);
    assert_eq!(keychain.get(&account), Ok(Some(SECRET.to_owned())));

    // The next start finds both; an edit without a password keeps the old one.
    let app = session(folder.path(), keychain.clone());
    assert_eq!(app.list_connections()[1], saved);
    let edit = session::ConnectionDraft {
        id: Some(saved.id.clone()),
        name: "Renamed".to_owned(),
        password: None,
        ..with_login(Keep::Keychain)
    };
    assert_eq!(
        app.save_connection(edit).await.expect("saved").name,
        "Renamed"
    );
    assert_eq!(keychain.get(&account), Ok(Some(SECRET.to_owned())));

    app.delete_connection(&saved.id).await.expect("deleted");
    assert_eq!(keychain.get(&account), Ok(None));
    assert_eq!(app.list_connections().len(), 1, "the sandbox stays");
}

#[tokio::test]
async fn a_secret_moves_to_where_it_is_to_be_kept() {
    let folder = tempfile::tempdir().expect("a folder");
    let keychain = Arc::new(MemoryStore::default());
    let app = session(folder.path(), keychain.clone());
    let saved = app
        .save_connection(with_login(Keep::UntilQuit))
        .await
        .expect("saved");
    assert_eq!(saved.keep, Some(Keep::UntilQuit));
    let account = format!("{}:sasl-password", saved.id);
    assert_eq!(keychain.get(&account), Ok(None));

    let edit = |keep| session::ConnectionDraft {
        id: Some(saved.id.clone()),
        password: None,
        ..with_login(keep)
    };
    let moved = app
        .save_connection(edit(Keep::Keychain))
        .await
        .expect("saved");
    assert_eq!(
        (moved.keep, keychain.get(&account)),
        (Some(Keep::Keychain), Ok(Some(SECRET.to_owned())))
    );
    let back = app
        .save_connection(edit(Keep::UntilQuit))
        .await
        .expect("saved");
    assert!(back.has_secret);
    assert_eq!(
        (back.keep, keychain.get(&account)),
        (Some(Keep::UntilQuit), Ok(None))
    );
}

#[tokio::test]
async fn a_secret_property_is_kept_like_a_password() {
    let folder = tempfile::tempdir().expect("a folder");
    let keychain = Arc::new(MemoryStore::default());
    let app = session(folder.path(), keychain.clone());
    let property = |name: &str, value: &str| session::DraftProperty {
        name: name.to_owned(),
        value: value.into(),
        has_secret: false,
    };
    let mut new = draft("With properties", "localhost:9092");
    new.properties = vec![
        property("ssl.key.password", SECRET),
        property("client.rack", "r1"),
    ];
    let saved = app.save_connection(new).await.expect("saved");
    let told: Vec<_> = saved
        .properties
        .iter()
        .map(|property| {
            (
                property.name.as_str(),
                property.value.as_str(),
                property.has_secret,
            )
        })
        .collect();
    assert_eq!(
        told,
        [("ssl.key.password", "", true), ("client.rack", "r1", false)]
    );
    assert!(!written(folder.path()).contains(SECRET));
    assert_eq!(
        keychain.get(&format!("{}:property:ssl.key.password", saved.id)),
        Ok(Some(SECRET.to_owned()))
    );
}

#[tokio::test]
async fn without_a_keychain_a_secret_is_kept_until_quit_and_never_in_a_file() {
    let folder = tempfile::tempdir().expect("a folder");
    let app = session(folder.path(), Arc::new(NoKeychain));
    assert!(!app.keychain().await.available);
    let failure = app
        .save_connection(with_login(Keep::Keychain))
        .await
        .expect_err("there is none");
    assert_eq!(failure.code, Code::NoKeychain);
    assert_eq!(app.list_connections().len(), 1, "nothing is half saved");

    let saved = app
        .save_connection(with_login(Keep::UntilQuit))
        .await
        .expect("saved");
    assert!(saved.has_secret);
    assert!(!written(folder.path()).contains(SECRET));

    let next = session(folder.path(), Arc::new(NoKeychain));
    assert!(
        !next.list_connections()[1].has_secret,
        "it is gone with the process"
    );
    let failure = next
        .open_connection(&saved.id)
        .await
        .expect_err("it needs its password");
    assert!(
        matches!(failure.code, Code::Unauthorized | Code::NoKeychain),
        "{failure:?}"
    );
}

#[tokio::test]
async fn what_cannot_be_right_is_refused_and_nothing_is_saved() {
    let folder = tempfile::tempdir().expect("a folder");
    let app = session(folder.path(), Arc::new(MemoryStore::default()));
    let mut code = draft("Runs code", "localhost:9092");
    code.properties = vec![session::DraftProperty {
        name: "plugin.library.paths".to_owned(),
        value: "/tmp/x.so".into(),
        has_secret: false,
    }];
    for (draft, says) in [
        (draft(" ", "localhost:9092"), "name"),
        (draft("No port", "localhost"), "host:port"),
        (draft("No host", ":9092"), "host:port"),
        (draft("Empty", ""), "host:port"),
        (code, "runs code"),
    ] {
        let failure = app.save_connection(draft).await.expect_err(says);
        assert_eq!(failure.code, Code::Invalid);
        assert!(failure.message.contains(says), "{}", failure.message);
    }
    assert_eq!(app.list_connections().len(), 1);
    let failure = app
        .delete_connection("sandbox")
        .await
        .expect_err("it stays");
    assert_eq!(failure.code, Code::Invalid);
}

#[tokio::test]
async fn damaged_files_are_kept_aside_and_told() {
    for (name, text) in [
        ("connections.json", "{\"version\": 1, \"connections\": [{]}"),
        ("connections.json", "{\"version\": 99, \"connections\": []}"),
        ("settings.json", "not JSON at all"),
    ] {
        let folder = tempfile::tempdir().expect("a folder");
        fs::write(folder.path().join(name), text).expect("written");
        let app = session(folder.path(), Arc::new(MemoryStore::default()));
        let notices = app.notices();
        assert!(
            notices.len() == 1 && notices[0].message.contains(name),
            "{notices:?}"
        );
        app.save_connection(draft("New", "localhost:9092"))
            .await
            .expect("saved");
        app.save_settings(app.load_settings()).expect("saved");
        assert!(written(folder.path()).contains(text), "{name} must survive");
    }
}
