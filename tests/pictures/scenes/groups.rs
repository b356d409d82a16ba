use std::time::Duration;

use tests::{
    steps::choose,
    window::{Locator, Window, containing},
};

use crate::{
    stage::{FRESH, PRODUCTION, STAGING, Stage, VISITOR},
    world::{ARCHIVE, GROUP, ORDERS},
};

pub(super) async fn list(stage: &mut Stage<'_>) {
    open_list(stage, PRODUCTION).await;
    let grid = stage.window().role("grid", "Consumer groups");
    // State, protocol, members, topic.
    let row = containing(format!("{GROUP} empty classic 0 {ORDERS}"));
    grid.role("row", row).appears().await;
    stage.says("orders.placed").await;
}

pub(super) async fn filtered_out(stage: &mut Stage<'_>) {
    open_list(stage, PRODUCTION).await;
    let search = stage.window().role("textbox", "Search consumer groups");
    search.fill("refunds").await;
    stage.says("is called like “refunds”").await;
}

pub(super) async fn empty(stage: &mut Stage<'_>) {
    open_list(stage, FRESH).await;
    stage.says("There are no consumer groups").await;
}

pub(super) async fn denied(stage: &mut Stage<'_>) {
    open_list(stage, VISITOR).await;
    stage
        .says("There are no consumer groups that you may see")
        .await;
}

pub(super) async fn disconnected(stage: &mut Stage<'_>) {
    open_list(stage, STAGING).await;
    let window = stage.window();
    let grid = window.role("grid", "Consumer groups");
    grid.role("row", containing(GROUP)).appears().await;
    stage.world.mortal.hang().await;
    window.role("button", "Refresh").click().await;
    stage.says("last data").await;
}

/// The sandbox's own, whose members work: measured long enough for rates and an outlook.
pub(super) async fn measured(stage: &mut Stage<'_>) {
    sandbox_group(stage).await;
    let window = stage.window();
    tokio::time::sleep(Duration::from_secs(65)).await;
    stage.says("msg/s").await;
    let partitions = window.role("grid", "Partitions of the group");
    partitions
        .role("row", containing("payments.transactions"))
        .nth(1)
        .click()
        .await;
    // Not over what it selects: the messages are another page.
    window.role("heading", GROUP).appears().await;
}

pub(super) async fn members(stage: &mut Stage<'_>) {
    sandbox_group(stage).await;
    let window = stage.window();
    window.role("tab", "Members 3").click().await;
    let grid = window.role("grid", "Members of the group");
    grid.role("row", containing("settlement-service-1"))
        .appears()
        .await;
}

pub(super) async fn lost(stage: &mut Stage<'_>) {
    open_group(stage, PRODUCTION, ARCHIVE).await;
    stage.says("Below the start").await;
}

pub(super) async fn menu(stage: &mut Stage<'_>) {
    open_group(stage, PRODUCTION, GROUP).await;
    let window = stage.window();
    let partitions = window.role("grid", "Partitions of the group");
    let row = partitions.role("row", containing(ORDERS)).nth(0);
    row.right_click().await;
    window
        .role("menu", "Partition")
        .role("menuitem", containing("Show what it waits on"))
        .appears()
        .await;
}

pub(super) async fn group_disconnected(stage: &mut Stage<'_>) {
    open_group(stage, STAGING, GROUP).await;
    stage.says("No member is running").await;
    stage.world.mortal.hang().await;
    stage.says("last data").await;
}

pub(super) async fn consumers(stage: &mut Stage<'_>) {
    stage.topic(PRODUCTION, ORDERS).await;
    let window = stage.window();
    window.role("tab", "Consumers").click().await;
    let grid = window.role("grid", "Consumers");
    grid.role("row", containing(GROUP)).appears().await;
}

pub(super) async fn reset(stage: &mut Stage<'_>) {
    open_group(stage, PRODUCTION, GROUP).await;
    let dialog = open_reset(stage.window()).await;
    choose(stage.window(), "Go to", "So long ago").await;
    let span = dialog.clone().role("textbox", "How long ago");
    span.fill("30 min").await;
    let plan = dialog.role("grid", "Plan");
    plan.role("row", containing(ORDERS)).appears().await;
}

pub(super) async fn reset_invalid(stage: &mut Stage<'_>) {
    open_group(stage, PRODUCTION, GROUP).await;
    let dialog = open_reset(stage.window()).await;
    choose(stage.window(), "Go to", "A time").await;
    dialog
        .role("textbox", containing("Time"))
        .fill("soon")
        .await;
    stage.says("“soon”").await;
}

pub(super) async fn reset_partitions(stage: &mut Stage<'_>) {
    open_group(stage, PRODUCTION, ARCHIVE).await;
    let dialog = open_reset(stage.window()).await;
    choose(stage.window(), "Of", "Chosen partitions").await;
    let first = dialog.role("group", "Partitions to reset");
    first.role("checkbox", containing("/0")).click().await;
    stage.says("lost: retention has taken them").await;
}

pub(super) async fn reset_refused(stage: &mut Stage<'_>) {
    sandbox_group(stage).await;
    open_reset(stage.window()).await;
    stage.says("Stop its members first").await;
}

pub(super) async fn delete(stage: &mut Stage<'_>) {
    open_group(stage, PRODUCTION, GROUP).await;
    let window = stage.window();
    window.role("button", "Delete…").click().await;
    stage.says("It is deleted with what it has committed").await;
}

/// It is a connection that the next scene does not know of.
pub(super) async fn confirm(stage: &mut Stage<'_>) {
    stage.afresh().await;
    let window = stage.window();
    window.role("button", "Add connection…").click().await;
    let form = window.role("dialog", "Add a Kafka cluster");
    form.clone().role("textbox", "Name").fill("prod-eu").await;
    let servers = form.clone().role("textbox", "Bootstrap servers");
    servers.fill(stage.world.kafka.plaintext()).await;
    let switch = form.clone().role("switch", containing("Production"));
    switch.click().await;
    form.clone().role("button", "Add").click().await;
    form.vanishes().await;
    show_group(window, "prod-eu", GROUP).await;
    open_reset(window).await;
    stage.says("read again").await;
    window.role("button", "Reset offsets").click().await;
    let confirm = window.role("alertdialog", "This is production");
    confirm.role("textbox", "Name").type_text("settle").await;
    stage.renew();
}

/// What is changed is put back as it was.
pub(super) async fn journal(stage: &mut Stage<'_>) {
    stage.renew_now().await;
    open_group(stage, PRODUCTION, GROUP).await;
    let window = stage.window();
    open_reset(window).await;
    stage.says("read again").await;
    window.role("button", "Reset offsets").click().await;
    stage.says("of “settlement-service” was set").await;
    window.role("button", "Undo").click().await;
    window.press("Control+K").await;
    let palette = window.role("combobox", "Search or run a command");
    palette.fill("journal of changes").await;
    window.press("Enter").await;
    let changes = window.role("dialog", "Journal of changes");
    let undone = changes.role("row", containing("takes back"));
    undone.click().await;
    stage.says("Before").await;
    stage.renew();
}

/// The groups of a connection.
async fn open_list(stage: &mut Stage<'_>, connection: &'static str) {
    stage.topics(connection).await;
    show_list(stage.window(), connection).await;
}

async fn open_group(stage: &mut Stage<'_>, connection: &'static str, group: &str) {
    stage.topics(connection).await;
    show_group(stage.window(), connection, group).await;
}

async fn show_group(window: &Window, connection: &str, group: &str) {
    show_list(window, connection).await;
    let search = window.role("textbox", "Search consumer groups");
    search.fill(group).await;
    let grid = window.role("grid", "Consumer groups");
    grid.role("gridcell", group).click().await;
    window.role("heading", group).appears().await;
}

/// By the palette: several connections may lie open in the tree.
async fn show_list(window: &Window, connection: &str) {
    window.press("Control+K").await;
    let palette = window.role("combobox", "Search or run a command");
    palette.fill(&format!("consumer groups {connection}")).await;
    let results = window.role("listbox", "Results");
    results
        .role("option", containing(format!("of {connection}")))
        .click()
        .await;
    window.role("heading", "Consumer groups").appears().await;
}

async fn sandbox_group(stage: &mut Stage<'_>) {
    let window = stage.window();
    window
        .role("tree", "Connections")
        .role("treeitem", containing("andbox"))
        .nth(0)
        .click()
        .await;
    window.role("heading", "Topics").appears().await;
    show_group(window, "Sandbox", GROUP).await;
}

async fn open_reset(window: &Window) -> Locator<'_> {
    window.role("button", "Reset offsets…").click().await;
    let dialog = window.role("dialog", containing("Reset offsets of"));
    dialog.appears().await;
    dialog
}
