//! Reading, following, filtering and opening messages of a real Kafka.

use std::time::Duration;

use tests::{
    client::{Outgoing, new_topic, producer, write},
    kafka::Kafka,
    steps::{
        add_cluster, inspected, message_count, messages_are, open_topic, read_from_earliest, says,
    },
    window::{Window, containing},
};

#[tokio::test]
async fn a_tail_follows_a_producer_and_a_filter_finds_what_it_names() {
    let kafka = Kafka::shared().await;
    let topic = new_topic(&kafka, "tailed", 3).await;
    let window = Window::open().await;
    add_cluster(&window, "local", &kafka).await;
    open_topic(&window, &topic).await;
    says(&window, "Nothing was ever written to this topic").await;

    let producer = producer(&kafka);
    let mut count = 0;
    for number in 0..300 {
        let value = format!(
            r#"{{"order":{number},"customer":{{"id":"c-{}"}}}}"#,
            number % 10
        );
        let sent = Outgoing::keyed(format!("order-{number}"), value)
            .send(&producer, &topic)
            .await;
        sent.await
            .expect("the producer lives")
            .expect("acknowledged");
        if number % 100 == 0 {
            // It is seen while the rest is still being written.
            window
                .until("more messages", async || {
                    message_count(&window).await > count
                })
                .await;
            count = message_count(&window).await;
        }
    }
    messages_are(&window, 300).await;
    window
        .role("button", "Live")
        .text_where("Live", |text| text.contains("Live"))
        .await;

    window.role("textbox", "Filter").fill("order-299").await;
    messages_are(&window, 1).await;
    window.role("textbox", "Filter").fill(r#""c-7""#).await;
    messages_are(&window, 30).await;
    window
        .role("button", containing("Coverage: 30 found"))
        .appears()
        .await;
    let more = r#"{"order":1000,"customer":{"id":"c-7"}}"#;
    write(
        &kafka,
        &topic,
        [Outgoing::keyed("a", more), Outgoing::keyed("b", "{}")].into_iter(),
    )
    .await;
    messages_are(&window, 31).await;
    window.screenshot("filtered").await;

    window
        .role("grid", "Messages")
        .role("row", containing("1000"))
        .click()
        .await;
    let value = window
        .role("complementary", "Message")
        .role("tree", "Value");
    value
        .text_where("the customer", |text| text.contains(r#""id": "c-7""#))
        .await;
    window
        .role("textbox", "Filter")
        .fill("nowhere to be found")
        .await;
    says(&window, "The filter hides all 302 messages").await;
    window.close().await;
}

#[tokio::test]
async fn ten_thousand_messages_are_read_back_whole() {
    let kafka = Kafka::shared().await;
    let topic = new_topic(&kafka, "many", 1).await;
    let messages = (0..10_000).map(|number| {
        Outgoing::keyed(
            format!("key-{number}"),
            format!(r#"{{"number":{number},"text":"größer"}}"#),
        )
    });
    write(&kafka, &topic, messages).await;
    let window = Window::open().await;
    add_cluster(&window, "local", &kafka).await;
    open_topic(&window, &topic).await;
    read_from_earliest(&window).await;
    messages_are(&window, 10_000).await;
    window
        .role("button", containing("Coverage: 10,000 read"))
        .appears()
        .await;

    let row = |key: &str| {
        let grid = window.role("grid", "Messages");
        grid.role("row", containing(format!(" {key} ")))
    };
    // The newest is on top.
    row("key-9999").click().await;
    inspected(&window, "Offset", "9,999").await;
    window.press("End").await;
    row("key-0").click().await;
    inspected(&window, "Offset", "· 0").await;
    let value = window
        .role("complementary", "Message")
        .role("tree", "Value");
    value
        .text_where("its number", |text| text.contains(r#""number": 0"#))
        .await;
    // Back to where the newest come.
    window.press("Home").await;
    row("key-9999").click().await;
    inspected(&window, "Offset", "9,999").await;
    value
        .text_where("its number", |text| text.contains(r#""number": 9999"#))
        .await;
    value
        .text_where("its text", |text| text.contains("größer"))
        .await;
    window.screenshot("ten-thousand").await;
    window.close().await;
}

#[tokio::test]
async fn every_kind_of_payload_is_shown_as_what_it_is() {
    let kafka = Kafka::shared().await;
    let topic = new_topic(&kafka, "kinds", 1).await;
    let big = "9007199254740993";
    let messages = [
        Outgoing::keyed("number", format!(r#"{{"id":{big},"amount":1.10}}"#)),
        Outgoing::keyed("text", "not { JSON at all"),
        Outgoing::keyed("bytes", [0x00, 0x01, 0xfe, 0xff]),
        Outgoing {
            key: Some(b"gone".into()),
            ..Outgoing::default()
        },
        Outgoing {
            value: Some(b"no key".into()),
            ..Outgoing::default()
        },
        Outgoing::keyed("empty", ""),
    ];
    let count = messages.len();
    write(&kafka, &topic, messages.into_iter()).await;
    let window = Window::open().await;
    add_cluster(&window, "local", &kafka).await;
    open_topic(&window, &topic).await;
    messages_are(&window, count).await;

    let inspector = window.role("complementary", "Message");
    for (offset, expected) in [
        ("0", big),
        ("0", "1.10"),
        ("1", "not { JSON at all"),
        ("2", "00 01 fe ff"),
        ("3", "Tombstone"),
        ("4", "no key"),
        ("5", "Empty value"),
    ] {
        let row = window
            .role("grid", "Messages")
            .role("row", any_with_offset(offset));
        row.click().await;
        inspected(&window, "Offset", offset).await;
        inspector
            .text_where(expected, |text| text.contains(expected))
            .await;
    }
    window.screenshot("kinds").await;
    window.close().await;
}

#[tokio::test]
async fn a_stopped_tail_stays_and_goes_on_where_it_was() {
    let kafka = Kafka::shared().await;
    let topic = new_topic(&kafka, "stopped", 1).await;
    let numbered =
        |from, to| (from..to).map(|number: i32| Outgoing::keyed("k", number.to_string()));
    write(&kafka, &topic, numbered(0, 50)).await;
    let window = Window::open().await;
    add_cluster(&window, "local", &kafka).await;
    open_topic(&window, &topic).await;
    messages_are(&window, 50).await;
    window.role("button", "Stop").click().await;
    window.role("button", "Continue").appears().await;
    write(&kafka, &topic, numbered(50, 120)).await;
    // Nothing is to come: the time for it to come wrongly has to pass.
    tokio::time::sleep(Duration::from_secs(1)).await;
    assert_eq!(message_count(&window).await, 50);
    window.role("button", "Continue").click().await;
    messages_are(&window, 120).await;
    window.close().await;
}

/// A row's name starts with time and partition; the offset stands between spaces.
fn any_with_offset(offset: &str) -> tests::window::Name {
    containing(format!(" 0 {offset} "))
}
