use tests::{
    steps::{open_drawer, read_from_earliest},
    window::{Window, containing},
};

use super::messages::{filter, orders};
use crate::{
    stage::{PRODUCTION, Stage},
    world::{CLICKS, LABELS},
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
    orders(stage).await;
    open(stage.window()).await;
    start(stage.window(), "/backup/exports/orders.jsonl").await;
    stage.says("There is no folder").await;
}

/// The file changes behind its back: what it checked is not what it sends.
pub(super) async fn job_failed(stage: &mut Stage<'_>) {
    stage.renew_now().await;
    let lines = |length| {
        let lines = [20, length, 20].map(|n| format!(r#"{{"value":"{}"}}"#, "*".repeat(n)));
        lines.join("\n")
    };
    let file = stage.world.file("labels.jsonl", &lines(20));
    stage.topic(PRODUCTION, LABELS).await;
    let drawer = open_drawer(stage.window()).await;
    let tab = drawer.clone().role("tab", containing("From a file"));
    tab.click().await;
    let path = drawer.clone().role("textbox", "File");
    path.fill(&file.display().to_string()).await;
    drawer.clone().role("button", "Check").click().await;
    let send = drawer.role("button", "Send 3 messages");
    send.appears().await;
    stage.world.file("labels.jsonl", &lines(4000));
    send.click().await;
    let window = stage.window();
    let jobs = window.role("button", containing("Jobs: 1 job failed"));
    jobs.click().await;
    window.role("dialog", "Jobs").appears().await;
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
