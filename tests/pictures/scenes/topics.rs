use tests::window::containing;

use crate::{
    stage::{PRODUCTION, STAGING, Stage, VISITOR},
    world::ORDERS,
};

pub(super) async fn loading(stage: &mut Stage<'_>) {
    stage.afresh().await;
    stage.world.mortal.hang().await;
    stage.topics(STAGING).await;
    stage.says("Connecting to staging…").await;
    stage.window().role("button", "Stop").appears().await;
}

pub(super) async fn list(stage: &mut Stage<'_>) {
    stage.topics(PRODUCTION).await;
    let grid = stage.window().role("grid", "Topics");
    // Name, partitions, replication, messages.
    let row = containing(format!("{ORDERS} 3 1 420"));
    grid.role("row", row).appears().await;
}

pub(super) async fn filtered_out(stage: &mut Stage<'_>) {
    stage.topics(PRODUCTION).await;
    let search = stage.window().role("textbox", "Search topics");
    search.fill("refunds").await;
    stage.says("No topic is called like “refunds”").await;
}

pub(super) async fn empty(stage: &mut Stage<'_>) {
    stage.topics(crate::stage::FRESH).await;
    stage.says("There are no topics that you may see").await;
}

pub(super) async fn denied(stage: &mut Stage<'_>) {
    stage.topics(VISITOR).await;
    stage.says("There are no topics that you may see").await;
}

pub(super) async fn disconnected(stage: &mut Stage<'_>) {
    stage.topics(STAGING).await;
    let window = stage.window();
    let row = containing(format!("{ORDERS} 3 1 420"));
    window
        .role("grid", "Topics")
        .role("row", row)
        .appears()
        .await;
    stage.world.mortal.hang().await;
    window.role("button", "Refresh").click().await;
    stage.says("again").await;
    stage.says("last data").await;
}

pub(super) async fn partitions(stage: &mut Stage<'_>) {
    stage.topic(PRODUCTION, ORDERS).await;
    let window = stage.window();
    window.role("tab", "Partitions").click().await;
    let row = window
        .role("grid", "Partitions")
        .role("row", containing("all 1"));
    row.nth(2).click().await;
}

pub(super) async fn partitions_disconnected(stage: &mut Stage<'_>) {
    stage.topic(STAGING, ORDERS).await;
    let window = stage.window();
    window.role("tab", "Partitions").click().await;
    let row = window
        .role("grid", "Partitions")
        .role("row", containing("all 1"));
    row.nth(2).appears().await;
    stage.world.mortal.hang().await;
    stage.says("last data").await;
}
