use tests::window::{Window, containing};

use crate::{
    stage::{PAYROLL, PRODUCTION, Stage},
    world::{CUSTOMERS, ORDERS, SALARIES},
};

pub(super) async fn list(stage: &mut Stage<'_>) {
    open(stage, PRODUCTION, CUSTOMERS).await;
    stage.says("Only set here").await;
}

pub(super) async fn changing(stage: &mut Stage<'_>) {
    open(stage, PRODUCTION, CUSTOMERS).await;
    let window = stage.window();
    window.role("button", "cleanup.policy").click().await;
    window.role("checkbox", "delete").click().await;
    window.role("button", "delete.retention.ms").click().await;
    let value = window.role("textbox", "Value of delete.retention.ms");
    value.fill("36 h").await;
    stage.says("129600000").await;
}

pub(super) async fn invalid(stage: &mut Stage<'_>) {
    open(stage, PRODUCTION, CUSTOMERS).await;
    let window = stage.window();
    window.role("button", "delete.retention.ms").click().await;
    let value = window.role("textbox", "Value of delete.retention.ms");
    value.fill("a week").await;
    stage.says("1 value can't be read.").await;
}

pub(super) async fn filtered_out(stage: &mut Stage<'_>) {
    open(stage, PRODUCTION, CUSTOMERS).await;
    let search = stage.window().role("textbox", "Search settings");
    search.fill("salary").await;
    stage.says("No setting with “salary”").await;
}

pub(super) async fn denied(stage: &mut Stage<'_>) {
    open(stage, PAYROLL, SALARIES).await;
    stage.says("--operation DescribeConfigs").await;
}

pub(super) async fn create(stage: &mut Stage<'_>) {
    form(stage).await;
    stage.says("The cluster would create").await;
}

pub(super) async fn create_refused(stage: &mut Stage<'_>) {
    form(stage).await;
    let factor = stage.window().role("textbox", "Replication factor");
    factor.fill("3").await;
    stage.says("cannot be reached").await;
}

pub(super) async fn grow(stage: &mut Stage<'_>) {
    change(stage, "Add partitions…").await;
    let total = stage.window().role("textbox", "Partitions in all");
    total.fill("12").await;
    stage.says("9 new ones").await;
}

pub(super) async fn purge(stage: &mut Stage<'_>) {
    change(stage, "Delete messages…").await;
    let before = stage.window().role("textbox", containing("Older than"));
    before.fill("20 min ago").await;
    stage.says("are deleted for good").await;
}

pub(super) async fn delete(stage: &mut Stage<'_>) {
    change(stage, "Delete the topic…").await;
    stage.says("420 messages").await;
}

async fn open(stage: &mut Stage<'_>, connection: &'static str, topic: &str) {
    stage.topics(connection).await;
    let window = stage.window();
    window.role("textbox", "Search topics").fill(topic).await;
    let grid = window.role("grid", "Topics");
    grid.role("gridcell", topic).click().await;
    page(window, "Configuration").await;
}

async fn form(stage: &mut Stage<'_>) {
    stage.topics(PRODUCTION).await;
    let window = stage.window();
    window.role("button", "Create topic…").click().await;
    window.role("textbox", "Name").fill("orders.refunded").await;
    window.role("textbox", "Partitions").fill("6").await;
    window.role("textbox", "Kept for").fill("30 d").await;
}

async fn change(stage: &mut Stage<'_>, what: &str) {
    stage.topic(PRODUCTION, ORDERS).await;
    let window = stage.window();
    window.role("button", "Change").click().await;
    window.role("menuitem", containing(what)).click().await;
}

/// Shows a page of the topic.
async fn page(window: &Window, name: &str) {
    window.role("tab", name).click().await;
}
