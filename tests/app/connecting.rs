//! Connections to a real Kafka, made in the window.

use tests::{
    client::new_topic,
    kafka::{ADMIN, Kafka},
    steps::{add_cluster, add_sasl, files_with, fill_sasl, open_topic, saved, says},
    window::{Options, Window, containing},
};

#[tokio::test]
async fn a_cluster_is_added_and_its_topics_are_listed() {
    let kafka = Kafka::shared().await;
    let topic = new_topic(&kafka, "listed", 7).await;
    let window = Window::open().await;
    add_cluster(&window, "local", &kafka).await;

    window.role("textbox", "Search topics").fill(&topic).await;
    // Name, partitions, replication, messages.
    let row = containing(format!("{topic} 7 1 0"));
    window
        .role("grid", "Topics")
        .role("row", row)
        .appears()
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
    fill_sasl(&window, "secured", &kafka, (ADMIN.0, "guessed"), "PLAIN").await;
    window.role("button", "Test").click().await;
    says(&window, "The broker refused the user name or the password.").await;
    window.screenshot("connection-refused").await;

    window.labelled("Password").fill(ADMIN.1).await;
    window.role("button", "Test").click().await;
    says(&window, "It works: 1 broker").await;
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
    add_sasl(&window, "secured", &kafka, ADMIN, "PLAIN").await;
    open_topic(&window, &topic).await;

    saved(&window, &topic).await;
    let window = window.reopen().await;
    says(&window, "Nothing was ever written to this topic").await;
    assert_eq!(files_with(window.home(), ADMIN.1), Vec::<String>::new());
    window.close().await;
}
