//! Which part of a topic is read, in which order, and what is said about it.

use std::time::{SystemTime, UNIX_EPOCH};

use tests::{
    client::{Bulk, Outgoing, commit, new_topic, new_topic_with, write},
    kafka::Kafka,
    steps::{
        add_cluster, all_offsets, message_count, messages_are, open_topic, read_from_earliest,
        read_range, says,
    },
    unique,
    window::{Window, containing},
};

/// More than is read without asking.
const MANY: u64 = 2_000_100;

#[tokio::test]
async fn what_lies_between_two_times_is_read_and_nothing_else() {
    let kafka = Kafka::shared().await;
    let keeps = [("retention.ms", "-1")];
    let topic = new_topic_with(&kafka, "between", 1, &keeps).await;
    // 14:00:00 to 14:04:59 UTC of a day that has passed.
    let start = 1_763_992_800_000;
    let messages = (0..300).map(|second| Outgoing {
        timestamp: Some(start + second * 1000),
        ..Outgoing::keyed(format!("order-{second}"), second.to_string())
    });
    write(&kafka, &topic, messages).await;
    let window = Window::open().await;
    add_cluster(&window, "local", &kafka).await;
    open_topic(&window, &topic).await;
    read_range(&window, async |range| {
        range.clone().role("radio", "Time").nth(0).click().await;
        let from = range.clone().role("textbox", "Time");
        from.fill("2025-11-24T14:01:00Z").await;
        let until = range.clone().role("radiogroup", "Read to");
        until.role("radio", "Time").click().await;
        let until = range.clone().role("textbox", "End time");
        until.fill("2025-11-24T14:03:00Z").await;
    })
    .await;
    messages_are(&window, 120).await;
    ends(&window).await;
    says(&window, "120 read").await;
    // The newest on top.
    let expected: Vec<i64> = (60..180).rev().collect();
    assert_eq!(all_offsets(&window).await, expected);

    read_range(&window, async |range| {
        let order = range.role("radiogroup", "Order");
        order.role("radio", "Oldest first").click().await;
    })
    .await;
    messages_are(&window, 120).await;
    let expected: Vec<i64> = (60..180).collect();
    assert_eq!(all_offsets(&window).await, expected);
    window.close().await;
}

#[tokio::test]
async fn a_groups_position_and_a_place_of_ones_own_are_where_reading_starts() {
    let kafka = Kafka::shared().await;
    let topic = new_topic(&kafka, "position", 1).await;
    let messages = (0..50).map(|number| Outgoing::keyed("k", number.to_string()));
    write(&kafka, &topic, messages).await;
    let group = unique("settlement");
    commit(&kafka, &group, &topic, 40);
    let window = Window::open().await;
    add_cluster(&window, "local", &kafka).await;
    open_topic(&window, &topic).await;
    read_range(&window, async |range| {
        range.clone().role("radio", "Consumer group").click().await;
        let name = range.clone().role("textbox", "Consumer group");
        name.fill(&group).await;
    })
    .await;
    messages_are(&window, 10).await;
    assert_eq!(all_offsets(&window).await.last(), Some(&40));

    window.role("button", "Copy command").click().await;
    let commands = window.role("dialog", "Copy command");
    commands
        .text_where("the line that shows the group", |text| {
            text.contains(&group)
        })
        .await;
    window.press("Escape").await;

    read_range(&window, async |range| {
        range.clone().role("radio", "Offset").nth(0).click().await;
        range.role("textbox", "Offset").fill("0:47").await;
    })
    .await;
    messages_are(&window, 3).await;
    assert_eq!(all_offsets(&window).await, [49, 48, 47]);
    window.close().await;
}

#[tokio::test]
async fn a_key_is_read_from_its_partition_only() {
    let kafka = Kafka::shared().await;
    let topic = new_topic(&kafka, "keyed", 6).await;
    // This client puts keys where librdkafka puts them.
    let messages = (0..600).map(|number| Outgoing::keyed(format!("order-{}", number % 60), "{}"));
    write(&kafka, &topic, messages).await;
    let window = Window::open().await;
    add_cluster(&window, "local", &kafka).await;
    open_topic(&window, &topic).await;
    messages_are(&window, 500).await;
    read_range(&window, async |range| {
        range.role("radio", "Earliest").click().await;
    })
    .await;
    window.role("button", containing("Key: ")).click().await;
    let key = window.role("dialog", "Key");
    key.clone().role("radio", "librdkafka").click().await;
    let field = key.clone().role("textbox", "Exactly this key");
    field.fill("order-7").await;
    says(&window, "is read: the one that holds it.").await;
    key.role("button", "Read").click().await;
    messages_are(&window, 10).await;
    says(&window, "only P ").await;
    window.close().await;
}

#[tokio::test]
async fn a_long_scan_tells_its_cost_and_can_be_stopped_and_gone_on_with() {
    let kafka = Kafka::shared().await;
    let topic = new_topic(&kafka, "long", 4).await;
    let mut bulk = Bulk::new(kafka.plaintext(), &topic);
    for number in 0..MANY {
        let value: &[u8] = if number % 1000 == 0 { b"found" } else { b"-" };
        bulk.send((number % 4) as i32, None, value);
    }
    bulk.finish();
    let window = Window::open().await;
    add_cluster(&window, "local", &kafka).await;
    open_topic(&window, &topic).await;
    window.role("textbox", "Filter").fill("found").await;
    read_from_earliest(&window).await;
    says(&window, "A first part was read. The rest: ").await;
    let first = message_count(&window).await;
    assert!(first < 2001, "{first}");

    window.role("button", "Read all").click().await;
    window
        .until("more", async || message_count(&window).await > first)
        .await;
    window.role("button", "Stop").click().await;
    window.role("button", "Continue").appears().await;
    let stopped = message_count(&window).await;
    window.role("button", "Continue").click().await;
    messages_are(&window, 2001).await;
    says(&window, "2,001 found").await;
    assert!(stopped <= 2001);
    window.close().await;
}

#[tokio::test]
async fn a_range_that_cannot_be_read_leaves_what_was_there() {
    let kafka = Kafka::shared().await;
    let topic = new_topic(&kafka, "refused", 1).await;
    write(&kafka, &topic, [Outgoing::keyed("k", "1")].into_iter()).await;
    let window = Window::open().await;
    add_cluster(&window, "local", &kafka).await;
    open_topic(&window, &topic).await;
    messages_are(&window, 1).await;
    window.role("button", containing("Start: ")).click().await;
    let range = window.role("dialog", "Range");
    range.clone().role("radio", "Time").nth(0).click().await;
    range
        .clone()
        .role("textbox", "Time")
        .fill("yesterwhen")
        .await;
    range.clone().role("button", "Read").click().await;
    says(&window, "“yesterwhen” is not a time").await;
    window.press("Escape").await;
    range.vanishes().await;
    messages_are(&window, 1).await;

    // Before anything was written.
    read_range(&window, async |range| {
        range.clone().role("radio", "Time").nth(0).click().await;
        let from = range.clone().role("textbox", "Time");
        from.fill("2020-01-01T00:00:00Z").await;
        let until = range.clone().role("radiogroup", "Read to");
        until.role("radio", "Time").click().await;
        range
            .role("textbox", "End time")
            .fill("2020-01-02T00:00:00Z")
            .await;
    })
    .await;
    says(&window, "Nothing in this range").await;
    window.close().await;
}

#[tokio::test]
async fn a_brushed_histogram_narrows_the_range() {
    let kafka = Kafka::shared().await;
    let topic = new_topic(&kafka, "brushed", 1).await;
    let now = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .expect("after 1970")
        .as_millis() as i64;
    let messages = (0..400).map(|number| Outgoing {
        timestamp: Some(now - (400 - number) * 1000),
        ..Outgoing::keyed("k", number.to_string())
    });
    write(&kafka, &topic, messages).await;
    let window = Window::open().await;
    window.resize(1440, 900).await;
    add_cluster(&window, "local", &kafka).await;
    open_topic(&window, &topic).await;
    messages_are(&window, 400).await;
    let chart = window.role("img", containing("Messages over time: 400"));
    chart
        .drag(tests::window::Drag {
            within: [0.25, 0.5],
            held: false,
        })
        .await;
    window
        .until("about a quarter", async || {
            (80..=120).contains(&message_count(&window).await)
        })
        .await;
    let offsets = all_offsets(&window).await;
    // Nothing between them is left out.
    let expected: Vec<i64> = (offsets[offsets.len() - 1]..=offsets[0]).rev().collect();
    assert_eq!(offsets, expected);
    let back = window.role("button", "Back to the range before");
    back.click().await;
    messages_are(&window, 400).await;
    window.close().await;
}

/// Waits until it is said that the range was read to its end.
async fn ends(window: &Window) {
    let live = window.role("button", "Live");
    live.text_where("that it is at the end", |text| text.contains("At the end"))
        .await;
}
