use tests::{
    steps::read_from_earliest,
    window::{Window, any, containing},
};

use super::messages::{filter, orders};
use crate::{
    stage::{PRODUCTION, Stage},
    world::CLICKS,
};

pub(super) async fn ask(stage: &mut Stage<'_>) {
    orders(stage).await;
    filter(stage, ".status = FAILED and .amount > 200").await;
    open(stage.window()).await;
}

pub(super) async fn csv(stage: &mut Stage<'_>) {
    ask(stage).await;
    let dialog = stage.window().role("dialog", containing("Export "));
    dialog.clone().role("radio", "CSV").click().await;
    dialog
        .role("textbox", "More columns")
        .fill(".amount, header.trace-id")
        .await;
}

pub(super) async fn conflict(stage: &mut Stage<'_>) {
    let file = stage.world.file("orders.jsonl", "kept\n");
    ask(stage).await;
    start(stage.window(), &file.display().to_string()).await;
    stage.says("Replace it").await;
}

pub(super) async fn no_jobs(stage: &mut Stage<'_>) {
    let window = stage.window();
    window.role("button", containing("Jobs: ")).click().await;
    stage.says("Nothing runs.").await;
}

pub(super) async fn running(stage: &mut Stage<'_>) {
    stage.topic(PRODUCTION, CLICKS).await;
    read_from_earliest(stage.window()).await;
    let file = stage.world.file_that_is_not_there("clicks.jsonl");
    open(stage.window()).await;
    start(stage.window(), &file.display().to_string()).await;
    let jobs = stage.window().role("dialog", "Jobs");
    jobs.text_where("how far it is", |text| text.contains("/s"))
        .await;
}

pub(super) async fn done(stage: &mut Stage<'_>) {
    stage.renew_now().await;
    orders(stage).await;
    let file = stage.world.file_that_is_not_there("orders.jsonl");
    open(stage.window()).await;
    start(stage.window(), &file.display().to_string()).await;
    stage
        .window()
        .role("button", containing("Jobs: 1 job done"))
        .appears()
        .await;
}

pub(super) async fn failed(stage: &mut Stage<'_>) {
    stage.renew_now().await;
    orders(stage).await;
    open(stage.window()).await;
    start(stage.window(), "/proc/orders.jsonl").await;
    stage.says("orders.jsonl").await;
    let window = stage.window();
    let told = window.role("alert", any());
    told.nth(0).appears().await;
}

async fn open(window: &Window) {
    window.role("button", "Export…").click().await;
    let dialog = window.role("dialog", containing("Export "));
    dialog.role("textbox", "File").appears().await;
}

async fn start(window: &Window, file: &str) {
    let dialog = window.role("dialog", containing("Export "));
    dialog.clone().role("textbox", "File").fill(file).await;
    dialog.role("button", "Export").click().await;
}
