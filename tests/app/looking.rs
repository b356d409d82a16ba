//! What is made of the messages that were read: columns, comparison, copies, a table of keys.

use serde_json::{Value, json};
use tests::{
    client::{Outgoing, delete_topic, new_topic, new_topic_with, write},
    kafka::Kafka,
    steps::{
        add_cluster, copied, inspected, message_count, messages_are, open_topic, read_range, saved,
        says,
    },
    window::{Locator, Window, any, containing},
};

#[tokio::test]
async fn columns_are_chosen_by_path_and_remembered_for_the_topic() {
    let (window, kafka, topic) = with_orders("columns").await;
    window.role("button", "Columns").click().await;
    let columns = window.role("dialog", "Columns");
    for path in [".amount", "header.trace-id"] {
        let add = columns.clone().role("textbox", "Add a column");
        add.fill(path).await;
        window.press("Enter").await;
        header(&window, path).appears().await;
    }
    columns.clone().role("button", "Remove Value").click().await;
    header(&window, "Value").vanishes().await;
    let forward = columns.role("button", "Move .amount forward");
    forward.click().await;
    window.press("Escape").await;
    let expected = ["Time", "P", "Offset", ".amount", "Key"];
    window
        .until("the order of the columns", async || {
            let titles = titles(&window).await;
            expected
                .iter()
                .zip(&titles)
                .all(|(e, title)| title.starts_with(e))
        })
        .await;
    // A field as it was written, and one of a header.
    let row = window.role("grid", "Messages").role("row", any()).nth(1);
    row.text_where("its fields", |text| {
        text.contains("1.10") && text.contains("trace-9")
    })
    .await;

    saved(&window, "header.trace-id").await;
    let window = window.reopen().await;
    header(&window, "header.trace-id").appears().await;
    header(&window, "Value").vanishes().await;
    delete_topic(&kafka, &topic).await;
    window.close().await;
}

#[tokio::test]
async fn two_messages_are_compared_field_by_field() {
    let (window, _kafka, _topic) = with_orders("compared").await;
    row(&window, 1).click().await;
    inspected(&window, "Offset", "9").await;
    let pin = "Pin to compare";
    let inspector = window.role("complementary", "Message");
    inspector.clone().role("button", pin).click().await;
    window.press("j").await;
    inspected(&window, "Offset", "8").await;
    inspector.role("button", "Compare").click().await;
    let comparison = window.role("region", "Comparison");
    comparison
        .text_where("what differs", |text| {
            text.contains(".order") && !text.contains(".currency")
        })
        .await;
    comparison
        .clone()
        .role("switch", "Only differences")
        .click()
        .await;
    comparison
        .text_where("what is the same", |text| text.contains(".currency"))
        .await;
    window.close().await;
}

#[tokio::test]
async fn messages_are_copied_whole_and_as_the_line_that_reads_them() {
    let (window, kafka, topic) = with_orders("copied").await;
    row(&window, 1).click().await;
    inspected(&window, "Offset", "9").await;
    window.press("Control+C").await;
    let json = copied(&window, "JSON", |text| text.starts_with('{')).await;
    let one: Value = serde_json::from_str(&json).expect("JSON");
    assert_eq!(one["partition"], 0);
    assert_eq!(one["offset"].to_string().trim_matches('"'), "9");
    assert_eq!(one["key"], "order-9");
    let value = r#"{"order":9,"amount":1.10,"currency":"EUR"}"#;
    assert_eq!(one["value"], value);
    assert_eq!(one["headers"], json!([["trace-id", "trace-9"]]));

    copy_as(&window, "Copy value").await;
    copied(&window, "the value alone", |text| text == value).await;
    copy_as(&window, "Copy kcat line").await;
    let line = copied(&window, "a command", |text| text.starts_with("kcat")).await;
    for part in ["kcat", &topic, kafka.plaintext(), "-o 9"] {
        assert!(line.contains(part), "{line:?} has no {part:?}");
    }
    window.close().await;
}

#[tokio::test]
async fn a_compacted_topic_is_a_table_of_its_keys() {
    let kafka = Kafka::shared().await;
    let settings = [("cleanup.policy", "compact")];
    let topic = new_topic_with(&kafka, "table", 2, &settings).await;
    let messages = (0..90).map(|number| Outgoing {
        key: Some(format!("c-{}", number % 30).into()),
        value: (number != 65).then(|| format!(r#"{{"revision":{}}}"#, number / 30).into()),
        ..Outgoing::default()
    });
    write(&kafka, &topic, messages).await;
    let window = Window::open().await;
    window.resize(1440, 900).await;
    add_cluster(&window, "local", &kafka).await;
    open_topic(&window, &topic).await;
    window
        .until("messages", async || message_count(&window).await > 30)
        .await;
    read_range(&window, async |range| {
        range.clone().role("radio", "Earliest").click().await;
        let table = range.role("switch", containing("Latest per key"));
        table.click().await;
    })
    .await;
    messages_are(&window, 30).await;
    says(&window, "The latest message of each key").await;
    // Of c-5 that it was deleted, of all others their last revision.
    window.role("textbox", "Filter").fill(".revision = 2").await;
    messages_are(&window, 29).await;
    window.role("textbox", "Filter").fill("value is null").await;
    messages_are(&window, 1).await;
    row(&window, 1)
        .text_where("the deleted key", |text| {
            text.contains("c-5") && text.contains("tombstone")
        })
        .await;
    let struck = "return [...document.querySelectorAll('[role=gridcell] *')].some((cell) =>
        cell.textContent === 'c-5' && getComputedStyle(cell).textDecorationLine.includes('line-through'))";
    assert_eq!(window.script(struck, vec![]).await, true);
    window.close().await;
}

#[tokio::test]
async fn a_text_is_found_within_a_message() {
    let (window, _kafka, _topic) = with_orders("within").await;
    row(&window, 1).click().await;
    let inspector = window.role("complementary", "Message");
    let find = "Find in the message";
    inspector.clone().role("button", find).click().await;
    inspector.clone().role("textbox", find).fill("EUR").await;
    inspector
        .text_where("one place", |text| text.contains("1 of 1"))
        .await;
    inspector.clone().role("textbox", find).fill("USD").await;
    inspector
        .text_where("no place", |text| text.contains("not found"))
        .await;
    window.close().await;
}

/// A window with ten orders; the newest, offset 9, is on top.
async fn with_orders(prefix: &str) -> (Window, Kafka, String) {
    const TRACES: [&str; 10] = [
        "trace-0", "trace-1", "trace-2", "trace-3", "trace-4", "trace-5", "trace-6", "trace-7",
        "trace-8", "trace-9",
    ];
    let kafka = Kafka::shared().await;
    let topic = new_topic(&kafka, prefix, 1).await;
    let messages = (0..10).map(|number| Outgoing {
        headers: vec![("trace-id", TRACES[number])],
        ..Outgoing::keyed(
            format!("order-{number}"),
            format!(r#"{{"order":{number},"amount":1.10,"currency":"EUR"}}"#),
        )
    });
    write(&kafka, &topic, messages).await;
    let window = Window::open().await;
    window.resize(1440, 900).await;
    add_cluster(&window, "local", &kafka).await;
    open_topic(&window, &topic).await;
    messages_are(&window, 10).await;
    (window, kafka, topic)
}

/// A row of the grid, from 1 at the top.
fn row(window: &Window, place: usize) -> Locator<'_> {
    let grid = window.role("grid", "Messages");
    grid.role("row", any()).nth(place)
}

fn header<'w>(window: &'w Window, title: &str) -> Locator<'w> {
    let grid = window.role("grid", "Messages");
    grid.role("columnheader", title)
}

async fn titles(window: &Window) -> Vec<String> {
    let titles = "return [...document.querySelectorAll('[role=grid][aria-label=Messages] [role=columnheader]')]
        .map((header) => header.textContent)";
    serde_json::from_value(window.script(titles, vec![]).await).expect("texts")
}

async fn copy_as(window: &Window, what: &str) {
    let inspector = window.role("complementary", "Message");
    inspector.role("button", "Copy as").click().await;
    window.role("menuitem", containing(what)).click().await;
}
