use tests::{
    steps::{open_drawer, says},
    window::{Locator, Window, containing},
};

use crate::{
    stage::{PRODUCTION, Stage},
    world::{EMPTY, IMPORTS},
};

pub(super) async fn empty(stage: &mut Stage<'_>) {
    stage.topic(PRODUCTION, IMPORTS).await;
    let drawer = open_drawer(stage.window()).await;
    drawer.role("textbox", "Value").appears().await;
}

pub(super) async fn invalid_json(stage: &mut Stage<'_>) {
    empty(stage).await;
    let drawer = drawer(stage.window());
    drawer.clone().role("textbox", "Key").fill("order-7").await;
    drawer
        .role("textbox", "Value")
        .fill(r#"{"order": 7, "status": PLACED}"#)
        .await;
    stage.says("Line 1, column 24").await;
}

pub(super) async fn file_errors(stage: &mut Stage<'_>) {
    let lines: Vec<String> = (0..400)
        .map(|number| match number {
            41 => r#"{"key":"order-41","value":{"order":41}"#.to_owned(),
            87 => r#"{"key":87,"headers":{"source":"web"}}"#.to_owned(),
            203 => "order-203".to_owned(),
            _ => format!(r#"{{"key":"order-{number}","value":{{"order":{number}}}}}"#),
        })
        .collect();
    file(stage, &lines.join("\n")).await;
    stage.says("lines can't be read.").await;
}

pub(super) async fn file_checked(stage: &mut Stage<'_>) {
    let lines: Vec<String> = (0..400)
        .map(|number| format!(r#"{{"key":"order-{number}","value":{{"order":{number}}}}}"#))
        .collect();
    file(stage, &lines.join("\n")).await;
    stage.says("every line is right.").await;
}

pub(super) async fn nothing_sent(stage: &mut Stage<'_>) {
    stage.topic(PRODUCTION, EMPTY).await;
    let drawer = open_drawer(stage.window()).await;
    drawer.role("tab", "Last sent").click().await;
    stage.says("Nothing was sent from here yet").await;
}

pub(super) async fn sent(stage: &mut Stage<'_>) {
    empty(stage).await;
    let window = stage.window();
    let drawer = drawer(window);
    drawer.clone().role("textbox", "Key").fill("order-7").await;
    drawer
        .clone()
        .role("textbox", "Value")
        .fill(r#"{"order": 7, "status": "PLACED"}"#)
        .await;
    drawer.clone().role("button", "Add header").click().await;
    let name = drawer.clone().role("textbox", "Header 1: name");
    name.fill("trace-id").await;
    let value = drawer.clone().role("textbox", "Header 1: value");
    value.fill("4bf92f3577b34da6").await;
    drawer.role("button", "Send").click().await;
    says(window, "Written to partition 0 at offset").await;
}

pub(super) async fn last_sent(stage: &mut Stage<'_>) {
    sent(stage).await;
    drawer(stage.window())
        .role("tab", "Last sent")
        .click()
        .await;
    stage.says("partition 0, offset").await;
}

pub(super) async fn read_only(stage: &mut Stage<'_>) {
    empty(stage).await;
    let window = stage.window();
    window
        .role("button", containing("Make read-only"))
        .click()
        .await;
    stage
        .says("production is read-only: nothing is written through it.")
        .await;
    // It is the connection of the scenes that follow.
    stage.renew();
}

async fn file(stage: &mut Stage<'_>, content: &str) {
    let file = stage.world.file("orders.jsonl", content);
    empty(stage).await;
    let drawer = drawer(stage.window());
    drawer
        .clone()
        .role("tab", containing("From a file"))
        .click()
        .await;
    drawer
        .clone()
        .role("textbox", "File")
        .fill(&file.display().to_string())
        .await;
    drawer.role("button", "Check").click().await;
}

fn drawer(window: &Window) -> Locator<'_> {
    window.role("dialog", containing("Produce to"))
}
