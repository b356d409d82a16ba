use tests::window::{Locator, containing};

use crate::{
    stage::{PRODUCTION, Stage, VISITOR},
    world::SALARIES,
};

pub(super) async fn list(stage: &mut Stage<'_>) {
    cluster(stage, PRODUCTION).await;
    rows(stage).nth(0).click().await;
}

pub(super) async fn filtered_out(stage: &mut Stage<'_>) {
    cluster(stage, PRODUCTION).await;
    rows(stage).nth(0).appears().await;
    let search = stage.window().role("textbox", "Search access rights");
    search.fill("nobody").await;
    stage.says("No entry is like that").await;
}

pub(super) async fn denied(stage: &mut Stage<'_>) {
    cluster(stage, VISITOR).await;
    stage.says("--operation Describe --cluster").await;
}

pub(super) async fn topic(stage: &mut Stage<'_>) {
    open(stage).await;
    stage.says("Who may read it?").await;
    rows(stage).nth(0).appears().await;
}

pub(super) async fn add(stage: &mut Stage<'_>) {
    open(stage).await;
    let window = stage.window();
    window.role("button", "Add access…").click().await;
    window.role("textbox", "Who").fill("reporting").await;
    let group = window.role("textbox", containing("Consumer group"));
    group.fill("reporting-").await;
    stage.says("kafka-acls").await;
}

pub(super) async fn add_own(stage: &mut Stage<'_>) {
    open(stage).await;
    let window = stage.window();
    window.role("button", "Add access…").click().await;
    tests::steps::choose(window, "Read a topic", "One entry of your own").await;
    window.role("textbox", "Who").fill("reporting").await;
    window.role("radio", containing("Deny")).click().await;
    stage.says("may not read topic").await;
}

pub(super) async fn delete(stage: &mut Stage<'_>) {
    open(stage).await;
    rows(stage).nth(0).click().await;
    stage.window().role("button", "Delete…").click().await;
    stage.says("kafka-acls").await;
}

async fn cluster(stage: &mut Stage<'_>, connection: &'static str) {
    stage.topics(connection).await;
    // By the palette: several connections may lie open in the tree.
    let window = stage.window();
    window.press("Control+K").await;
    let palette = window.role("combobox", "Search or run a command");
    palette.fill(&format!("access {connection}")).await;
    let results = window.role("listbox", "Results");
    let of = containing(format!("of {connection}"));
    results.role("option", of).click().await;
    window.role("heading", "Access").appears().await;
}

/// The entries about a topic.
async fn open(stage: &mut Stage<'_>) {
    stage.topic(PRODUCTION, SALARIES).await;
    stage.window().role("tab", "Access").click().await;
}

fn rows<'s>(stage: &'s Stage<'_>) -> Locator<'s> {
    let grid = stage.window().role("grid", "Access rights");
    grid.role("row", containing("User:"))
}
