//! What is found again: saved views, and the tabs of the last time.

use tests::{
    client::{Outgoing, new_topic, write},
    kafka::Kafka,
    steps::{add_cluster, inspected, messages_are, open_topic, read_range, saved, says},
    window::{Window, any, containing},
};

#[tokio::test]
async fn a_saved_view_is_opened_from_the_tree_with_range_filter_and_columns() {
    let (window, _kafka, topic) = with_orders("saved").await;
    let filter = window.role("textbox", "Filter");
    filter.fill(".status = FAILED").await;
    window.press("Enter").await;
    messages_are(&window, 10).await;
    window.role("button", "Columns").click().await;
    let columns = window.role("dialog", "Columns");
    columns
        .role("textbox", "Add a column")
        .fill(".amount")
        .await;
    window.press("Enter").await;
    window.press("Escape").await;
    window.role("button", "Save view…").click().await;
    let dialog = window.role("dialog", "Save this view");
    dialog
        .clone()
        .role("textbox", "Name")
        .fill("failed orders")
        .await;
    dialog.role("button", "Save").click().await;
    let view = window
        .role("tree", "Saved views")
        .role("treeitem", containing("failed orders"));
    view.appears().await;

    // What is changed is not what was saved, until that is asked for.
    filter.fill(".status = PAID").await;
    messages_are(&window, 90).await;
    window.role("button", "Save changes").appears().await;
    window.press("Control+W").await;
    saved(&window, "failed orders").await;
    let window = window.reopen().await;
    window
        .role("tree", "Saved views")
        .role("treeitem", containing("failed orders"))
        .click()
        .await;
    window.role("heading", &topic).appears().await;
    messages_are(&window, 10).await;
    let grid = window.role("grid", "Messages");
    grid.role("columnheader", ".amount").appears().await;
    let filter = window.role("textbox", "Filter");
    assert_eq!(filter.value().await, ".status = FAILED");
    window.close().await;
}

#[tokio::test]
async fn tabs_come_back_with_range_filter_and_place() {
    let (window, _kafka, topic) = with_orders("restored").await;
    read_range(&window, async |range| {
        range.clone().role("radio", "Offset").nth(0).click().await;
        range.clone().role("textbox", "Offset").fill("20").await;
        let order = range.role("radiogroup", "Order");
        order.role("radio", "Oldest first").click().await;
    })
    .await;
    messages_are(&window, 80).await;
    window
        .role("textbox", "Filter")
        .fill(".status = PAID")
        .await;
    window.press("Enter").await;
    messages_are(&window, 72).await;
    let grid = window.role("grid", "Messages");
    grid.role("row", any()).nth(3).click().await;
    // 20 is FAILED, 21 and 22 stand above it.
    inspected(&window, "Offset", "23").await;
    window.press("Control+K").await;
    let palette = window.role("combobox", "Search or run a command");
    palette.fill("times in local").await;
    window.press("Enter").await;
    saved(&window, ".status = PAID").await;
    saved(&window, "\"23\"").await;

    let window = window.reopen().await;
    window.role("heading", &topic).appears().await;
    messages_are(&window, 72).await;
    inspected(&window, "Offset", "23").await;
    says(&window, "offset 20").await;
    let filter = window.role("textbox", "Filter");
    assert_eq!(filter.value().await, ".status = PAID");
    window.close().await;
}

async fn with_orders(prefix: &str) -> (Window, Kafka, String) {
    let kafka = Kafka::shared().await;
    let topic = new_topic(&kafka, prefix, 1).await;
    let orders = (0..100).map(|number| {
        let status = if number % 10 == 0 { "FAILED" } else { "PAID" };
        let value = format!(r#"{{"status":"{status}","amount":{number}}}"#);
        Outgoing::keyed(format!("order-{number}"), value)
    });
    write(&kafka, &topic, orders).await;
    let window = Window::open().await;
    window.resize(1440, 900).await;
    add_cluster(&window, "local", &kafka).await;
    open_topic(&window, &topic).await;
    messages_are(&window, 100).await;
    (window, kafka, topic)
}
