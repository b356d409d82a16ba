//! Connections to a real Kafka, made in the window.

use std::{fs, path::Path};

use tests::{
    kafka::{ADMIN, Kafka},
    window::{Options, Window, containing},
};

use crate::{
    broker::new_topic,
    steps::{add_cluster, open_topic, says},
};

#[tokio::test]
async fn a_cluster_is_added_and_its_topics_are_listed() {
    let kafka = Kafka::shared().await;
    let topic = new_topic(&kafka, "listed", 7).await;
    let window = Window::open().await;
    add_cluster(&window, "local", &kafka).await;

    window.role("searchbox", "Search topics").fill(&topic).await;
    let row = window
        .role("grid", "Topics")
        .role("row", containing(&topic));
    row.text_where("7 partitions, no message", |text| {
        let cells: Vec<&str> = text.split_whitespace().collect();
        cells == [topic.as_str(), "7", "1", "0"]
    })
    .await;
    window.screenshot("topics-real").await;
    open_topic(&window, &topic).await;
    says(&window, "Nothing was ever written to this topic").await;
    window.close().await;
}

#[tokio::test]
async fn a_test_tells_what_is_wrong_before_anything_is_saved() {
    let kafka = Kafka::shared().await;
    let window = Window::open().await;
    window.role("button", "Add connection…").click().await;
    window.role("textbox", "Name").fill("secured").await;
    window
        .role("textbox", "Bootstrap servers")
        .fill(kafka.sasl_ssl())
        .await;
    choose(&window, "Security", "SASL_SSL").await;
    window.role("textbox", "User").fill(ADMIN.0).await;
    window.labelled("Password").fill("guessed").await;
    window
        .role("textbox", "CA file")
        .fill(&kafka.ca_file().display().to_string())
        .await;
    window.role("button", "Test").click().await;
    says(&window, "Authentication failed").await;
    window.screenshot("connection-refused").await;

    window.labelled("Password").fill(ADMIN.1).await;
    window.role("button", "Test").click().await;
    window
        .role("status", containing("1 broker"))
        .appears()
        .await;
    window.role("button", "Cancel").click().await;
    window
        .role("dialog", "Add a Kafka cluster")
        .vanishes()
        .await;
    assert_eq!(
        window.role("treeitem", containing("secured")).count().await,
        0
    );
    window.close().await;
}

#[tokio::test]
async fn a_password_lies_in_the_keychain_and_in_no_file() {
    let kafka = Kafka::shared().await;
    let topic = new_topic(&kafka, "secured", 1).await;
    let window = Window::open_with(Options {
        keychain: true,
        ..Options::default()
    })
    .await;
    window.role("button", "Add connection…").click().await;
    window.role("textbox", "Name").fill("secured").await;
    window
        .role("textbox", "Bootstrap servers")
        .fill(kafka.sasl_ssl())
        .await;
    choose(&window, "Security", "SASL_SSL").await;
    window.role("textbox", "User").fill(ADMIN.0).await;
    window.labelled("Password").fill(ADMIN.1).await;
    window
        .role("textbox", "CA file")
        .fill(&kafka.ca_file().display().to_string())
        .await;
    window.role("button", "Add").click().await;
    open_topic(&window, &topic).await;

    let window = window.reopen().await;
    says(&window, "Nothing was ever written to this topic").await;
    assert_eq!(
        files_with(window.home(), ADMIN.1.as_bytes()),
        Vec::<String>::new()
    );
    window.close().await;
}

/// Chooses from a list that drops down.
async fn choose(window: &Window, what: &str, option: &str) {
    window.role("button", containing(what)).click().await;
    window.role("option", containing(option)).click().await;
}

/// The files below that folder that hold these bytes.
fn files_with(folder: &Path, bytes: &[u8]) -> Vec<String> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            found.extend(files_with(&path, bytes));
        } else if path.is_file()
            && fs::read(&path).is_ok_and(|held| held.windows(bytes.len()).any(|part| part == bytes))
        {
            found.push(path.display().to_string());
        }
    }
    found
}
