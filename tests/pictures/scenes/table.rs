use tests::{
    steps::{message_count, messages_are, read_range},
    window::{Drag, any, containing},
};

use super::messages::{orders, select};
use crate::{
    stage::{PRODUCTION, Stage},
    world::CUSTOMERS,
};

pub(super) async fn histogram_brushed(stage: &mut Stage<'_>) {
    brush(stage, true).await;
    stage.says("Read ").await;
}

pub(super) async fn histogram_narrowed(stage: &mut Stage<'_>) {
    brush(stage, false).await;
    let window = stage.window();
    window
        .role("button", "Back to the range before")
        .appears()
        .await;
    window
        .until("fewer messages", async || {
            (1..420).contains(&message_count(window).await)
        })
        .await;
}

async fn brush(stage: &mut Stage<'_>, held: bool) {
    orders(stage).await;
    let chart = stage
        .window()
        .role("img", containing("Messages over time: 420"));
    chart
        .drag(Drag {
            within: [0.4, 0.7],
            held,
        })
        .await;
}

pub(super) async fn columns(stage: &mut Stage<'_>) {
    orders(stage).await;
    let window = stage.window();
    window.role("button", "Columns").click().await;
    let columns = window.role("dialog", "Columns");
    for path in [".amount", ".status"] {
        let field = columns.clone().role("textbox", "Add a column");
        field.fill(path).await;
        window.press("Enter").await;
        let grid = window.role("grid", "Messages");
        grid.role("columnheader", path).appears().await;
    }
}

pub(super) async fn columns_chosen(stage: &mut Stage<'_>) {
    columns(stage).await;
    let window = stage.window();
    window.press("Escape").await;
    let grid = window.role("grid", "Messages");
    grid.role("columnheader", ".amount").appears().await;
    select(stage, 2).await;
}

pub(super) async fn comparing(stage: &mut Stage<'_>) {
    orders(stage).await;
    select(stage, 2).await;
    let window = stage.window();
    window.press("Shift+ArrowDown").await;
    let row = window.role("grid", "Messages").role("row", any());
    row.nth(2).right_click().await;
    window.role("menuitem", "Compare the two").click().await;
    stage.says("same").await;
}

pub(super) async fn latest_per_key(stage: &mut Stage<'_>) {
    stage.topic(PRODUCTION, CUSTOMERS).await;
    let window = stage.window();
    messages_are(window, 120).await;
    read_range(window, async |range| {
        range.clone().role("radio", "Earliest").click().await;
        range
            .role("switch", containing("Latest per key"))
            .click()
            .await;
    })
    .await;
    messages_are(window, 40).await;
    select(stage, 1).await;
}

pub(super) async fn many_selected(stage: &mut Stage<'_>) {
    orders(stage).await;
    select(stage, 2).await;
    let window = stage.window();
    for _ in 0..6 {
        window.press("Shift+ArrowDown").await;
    }
    let row = window.role("grid", "Messages").role("row", any());
    row.nth(4).right_click().await;
    window
        .role("menuitem", containing("as JSON lines"))
        .appears()
        .await;
}

pub(super) async fn inspector_search(stage: &mut Stage<'_>) {
    orders(stage).await;
    select(stage, 2).await;
    let inspector = stage.window().role("complementary", "Message");
    let find = "Find in the message";
    inspector.clone().role("button", find).click().await;
    inspector.role("textbox", find).fill("sku").await;
    stage.says("1 of 2").await;
}

pub(super) async fn inspector_key(stage: &mut Stage<'_>) {
    tab(stage, "Key").await;
}

pub(super) async fn inspector_headers(stage: &mut Stage<'_>) {
    tab(stage, "Headers 2").await;
    stage.says("trace-id").await;
}

pub(super) async fn inspector_bytes(stage: &mut Stage<'_>) {
    tab(stage, "Value").await;
    let window = stage.window();
    window
        .role("complementary", "Message")
        .role("radio", "Hex")
        .click()
        .await;
    stage.says("00000000").await;
}

async fn tab(stage: &mut Stage<'_>, name: &str) {
    orders(stage).await;
    select(stage, 2).await;
    let inspector = stage.window().role("complementary", "Message");
    inspector.role("tab", name).click().await;
}

pub(super) async fn tombstone(stage: &mut Stage<'_>) {
    stage.topic(PRODUCTION, CUSTOMERS).await;
    let window = stage.window();
    window.role("textbox", "Filter").fill("value is null").await;
    window.press("Enter").await;
    window
        .until("the tombstones alone", async || {
            (1..40).contains(&message_count(window).await)
        })
        .await;
    select(stage, 1).await;
    stage.says("Tombstone").await;
}
