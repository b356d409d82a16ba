use tests::window::any;

use crate::stage::{PRODUCTION, Stage};

pub(super) async fn empty(stage: &mut Stage<'_>) {
    stage.topics(PRODUCTION).await;
    let window = stage.window();
    window.press("Control+K").await;
    let results = window.role("listbox", "Results");
    results.role("option", any()).nth(3).appears().await;
}

pub(super) async fn searching(stage: &mut Stage<'_>) {
    empty(stage).await;
    let window = stage.window();
    let field = window.role("combobox", "Search or run a command");
    field.fill("sett").await;
    // A topic and a group.
    stage.says("payments.settled").await;
    stage.says("settlement-service").await;
}

pub(super) async fn nothing_found(stage: &mut Stage<'_>) {
    empty(stage).await;
    let window = stage.window();
    let field = window.role("combobox", "Search or run a command");
    field.fill("zzqx").await;
    stage.says("Nothing is called like “zzqx”.").await;
}
