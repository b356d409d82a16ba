//! Writing messages to a real Kafka.

use rdkafka::Message;
use tests::{
    client::{first_message, headers_of, new_topic},
    kafka::Kafka,
    steps::{add_cluster, inspected, messages_are, open_topic, says},
    window::{Window, containing},
};

#[tokio::test]
async fn a_message_is_written_as_typed_and_arrives_in_the_tail() {
    let kafka = Kafka::shared().await;
    let topic = new_topic(&kafka, "written", 1).await;
    let window = Window::open().await;
    add_cluster(&window, "local", &kafka).await;
    open_topic(&window, &topic).await;
    window.role("button", "Produce…").click().await;
    let drawer = window.role("dialog", containing("Produce to"));
    drawer.clone().role("textbox", "Key").fill("order-1").await;
    let value = drawer.clone().role("textbox", "Value");
    value.fill("{").await;
    says(&window, "Line 1, column").await;
    assert_eq!(
        drawer
            .clone()
            .role("button", "Send")
            .attribute("disabled")
            .await
            .as_deref(),
        Some("true")
    );
    value
        .fill(r#"{"id": 12345678901234567890, "name": "Zoë"}"#)
        .await;
    drawer.clone().role("button", "Add header").click().await;
    drawer
        .clone()
        .role("textbox", "Header 1: name")
        .fill("trace")
        .await;
    drawer
        .clone()
        .role("textbox", "Header 1: value")
        .fill("abc")
        .await;
    window.screenshot("produce").await;
    drawer.clone().role("button", "Send").click().await;
    says(&window, "Written to partition 0 at offset 0.").await;
    drawer.role("button", "Show it").click().await;
    messages_are(&window, 1).await;
    inspected(&window, "Offset", "0").await;
    let shown = window
        .role("complementary", "Message")
        .role("tree", "Value");
    shown
        .text_where("its id", |text| text.contains("12345678901234567890"))
        .await;

    let message = first_message(&kafka, &topic);
    assert_eq!(message.key(), Some(b"order-1".as_slice()));
    let written = String::from_utf8_lossy(message.payload().unwrap_or_default()).into_owned();
    assert_eq!(written, r#"{"id": 12345678901234567890, "name": "Zoë"}"#);
    assert_eq!(
        headers_of(&message),
        [("trace".to_owned(), Some("abc".to_owned()))]
    );
    window.close().await;
}

#[tokio::test]
async fn a_read_only_connection_writes_nothing_until_that_is_allowed() {
    let kafka = Kafka::shared().await;
    let topic = new_topic(&kafka, "guarded", 1).await;
    let window = Window::open().await;
    add_cluster(&window, "guarded", &kafka).await;
    window
        .role("button", containing("Make read-only"))
        .click()
        .await;
    open_topic(&window, &topic).await;
    window.role("button", "Produce…").click().await;
    let drawer = window.role("dialog", containing("Produce to"));
    drawer.clone().role("textbox", "Value").fill("1").await;
    says(
        &window,
        "guarded is read-only: nothing is written through it.",
    )
    .await;
    assert_eq!(drawer.clone().role("button", "Send").count().await, 0);
    drawer
        .clone()
        .role("button", "Allow writing…")
        .click()
        .await;
    window
        .role("alertdialog", containing("Allow writing"))
        .role("button", "Allow writing")
        .click()
        .await;
    drawer.role("button", "Send").click().await;
    says(&window, "Written to partition 0 at offset 0.").await;
    window.close().await;
}
