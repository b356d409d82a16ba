use tests::{
    steps::{message_count, messages_are, read_from_earliest, read_range},
    window::{any, containing},
};

use crate::{
    stage::{PAYROLL, PRODUCTION, STAGING, Stage},
    world::{CLICKS, DOCUMENTS, EMPTY, EXPIRED, GROUP, ORDERS, SALARIES},
};

/// The sandbox writes on and on.
pub(super) async fn live(stage: &mut Stage<'_>) {
    let window = stage.window();
    window
        .role("tree", "Connections")
        .role("treeitem", containing("andbox"))
        .nth(0)
        .click()
        .await;
    window
        .role("grid", "Topics")
        .role("gridcell", containing("orders"))
        .nth(0)
        .click()
        .await;
    window
        .until("messages", async || message_count(window).await > 30)
        .await;
    // The newest moves on: it stays where it is.
    window
        .role("grid", "Messages")
        .role("row", any())
        .nth(4)
        .click()
        .await;
    window
        .role("complementary", "Message")
        .role("tree", "Value")
        .appears()
        .await;
}

pub(super) async fn loading(stage: &mut Stage<'_>) {
    stage.topics(STAGING).await;
    let window = stage.window();
    let name = window.role("grid", "Topics").role("gridcell", ORDERS);
    name.appears().await;
    stage.world.mortal.hang().await;
    name.click().await;
    stage.says("Asking the brokers…").await;
}

pub(super) async fn never_written(stage: &mut Stage<'_>) {
    stage.topic(PRODUCTION, EMPTY).await;
    stage.says("Nothing was ever written to this topic").await;
}

pub(super) async fn expired(stage: &mut Stage<'_>) {
    stage.topic(PRODUCTION, EXPIRED).await;
    stage.says("Retention has taken every message").await;
}

pub(super) async fn nothing_in_range(stage: &mut Stage<'_>) {
    stage.topic(PRODUCTION, ORDERS).await;
    read_range(stage.window(), async |range| {
        range.clone().role("radio", "Time").nth(0).click().await;
        range
            .clone()
            .role("textbox", "Time")
            .fill("2026-01-01T00:00:00Z")
            .await;
        range
            .clone()
            .role("radiogroup", "Read to")
            .role("radio", "Time")
            .click()
            .await;
        range
            .role("textbox", "End time")
            .fill("2026-01-02T00:00:00Z")
            .await;
    })
    .await;
    stage.says("Nothing in this range").await;
}

pub(super) async fn filtered_out(stage: &mut Stage<'_>) {
    orders(stage).await;
    filter(stage, ".status = CANCELLED").await;
    stage.says("The filter hides all 420 messages").await;
}

pub(super) async fn filtered(stage: &mut Stage<'_>) {
    orders(stage).await;
    filter(stage, ".status = FAILED and .amount > 200").await;
    let window = stage.window();
    window
        .role("button", containing("7 not JSON"))
        .appears()
        .await;
    select(stage, 1).await;
}

pub(super) async fn filter_invalid(stage: &mut Stage<'_>) {
    orders(stage).await;
    filter(stage, ".status = FAILED").await;
    let window = stage.window();
    window.role("button", containing("found")).appears().await;
    window
        .role("textbox", "Filter")
        .type_text(" and .amount >")
        .await;
    // Out of the field: what completes lies over what is said.
    window.role("heading", ORDERS).click().await;
    stage.says("Until then the filter before goes on.").await;
}

pub(super) async fn filter_completion(stage: &mut Stage<'_>) {
    orders(stage).await;
    let window = stage.window();
    window.role("textbox", "Filter").fill(".cu").await;
    window
        .role("listbox", "Completions")
        .role("option", containing(".customer.city"))
        .appears()
        .await;
}

pub(super) async fn asking(stage: &mut Stage<'_>) {
    stage.topic(PRODUCTION, CLICKS).await;
    read_from_earliest(stage.window()).await;
    stage.says("A first part was read").await;
}

/// A condition keeps the store from filling, and the cores busy.
pub(super) async fn reading(stage: &mut Stage<'_>) {
    start_reading(stage).await;
    stage.says("left").await;
}

pub(super) async fn stopped(stage: &mut Stage<'_>) {
    start_reading(stage).await;
    let window = stage.window();
    window
        .until("some to be read", async || {
            message_count(window).await > 100
        })
        .await;
    window.role("button", "Stop").click().await;
    window.role("button", "Continue").appears().await;
}

pub(super) async fn full(stage: &mut Stage<'_>) {
    stage.topic(PRODUCTION, DOCUMENTS).await;
    read_range(stage.window(), async |range| {
        range.clone().role("radio", "Earliest").click().await;
        range
            .role("radiogroup", "Order")
            .role("radio", "Oldest first")
            .click()
            .await;
    })
    .await;
    stage.says("Continue lets the oldest rows go").await;
}

pub(super) async fn ended(stage: &mut Stage<'_>) {
    stage.topic(PRODUCTION, ORDERS).await;
    read_range(stage.window(), async |range| {
        range.clone().role("radio", "Earliest").click().await;
        range
            .role("radiogroup", "Read to")
            .role("radio", "Now")
            .click()
            .await;
    })
    .await;
    messages_are(stage.window(), 420).await;
    stage
        .window()
        .role("button", "Live")
        .text_where("that it is at the end", |text| text.contains("At the end"))
        .await;
}

pub(super) async fn denied(stage: &mut Stage<'_>) {
    stage.topic(PAYROLL, SALARIES).await;
    stage.says("Try again").await;
}

pub(super) async fn disconnected(stage: &mut Stage<'_>) {
    stage.topic(STAGING, ORDERS).await;
    messages_are(stage.window(), 420).await;
    select(stage, 3).await;
    stage.world.mortal.hang().await;
    stage.says("Disconnected: last data").await;
}

pub(super) async fn coverage(stage: &mut Stage<'_>) {
    filtered(stage).await;
    let window = stage.window();
    window
        .role("button", containing("Coverage: "))
        .click()
        .await;
    window
        .role("dialog", "Coverage")
        .role("row", any())
        .nth(3)
        .appears()
        .await;
}

pub(super) async fn range(stage: &mut Stage<'_>) {
    orders(stage).await;
    let window = stage.window();
    window.role("button", containing("Start: ")).click().await;
    let range = window.role("dialog", "Range");
    range.clone().role("radio", "Time").nth(0).click().await;
    range.role("textbox", "Time").fill("a while ago").await;
    window.press("Enter").await;
    stage.says("is not a time").await;
}

pub(super) async fn range_group(stage: &mut Stage<'_>) {
    orders(stage).await;
    let window = stage.window();
    window.role("button", containing("Start: ")).click().await;
    let range = window.role("dialog", "Range");
    range.clone().role("radio", "Consumer group").click().await;
    range.role("button", GROUP).appears().await;
}

pub(super) async fn key(stage: &mut Stage<'_>) {
    orders(stage).await;
    let window = stage.window();
    window.role("button", containing("Key: ")).click().await;
    let key = window.role("dialog", "Key");
    key.role("textbox", "Exactly this key")
        .fill("order-88021")
        .await;
    stage.says("is read: the one that holds it.").await;
}

pub(super) async fn commands(stage: &mut Stage<'_>) {
    orders(stage).await;
    let window = stage.window();
    window.role("button", "Copy command").click().await;
    window
        .role("dialog", "Copy command")
        .text_where("kcat's line", |text| text.contains("kcat -b"))
        .await;
}

/// All orders, and their inspector without one.
pub(super) async fn orders(stage: &mut Stage<'_>) {
    stage.topic(PRODUCTION, ORDERS).await;
    messages_are(stage.window(), 420).await;
}

pub(super) async fn filter(stage: &Stage<'_>, text: &str) {
    let window = stage.window();
    window.role("textbox", "Filter").fill(text).await;
    // Out of the completion, then to the rows.
    window.press("Enter").await;
}

/// Selects the row at that place in sight, from 1.
pub(super) async fn select(stage: &Stage<'_>, place: usize) {
    let window = stage.window();
    let row = window.role("grid", "Messages").role("row", any());
    row.nth(place).click().await;
    window
        .role("complementary", "Message")
        .text_where("the message", |text| text.contains("Offset"))
        .await;
}

async fn start_reading(stage: &mut Stage<'_>) {
    stage.topic(PRODUCTION, CLICKS).await;
    filter(stage, ".ms > 3990").await;
    read_from_earliest(stage.window()).await;
    stage.says("A first part was read").await;
    stage.window().role("button", "Read all").click().await;
}
