use tests::window::containing;

use super::messages::{filter, orders};
use crate::stage::Stage;

const VIEW: &str = "failed above 200";

pub(super) async fn save(stage: &mut Stage<'_>) {
    orders(stage).await;
    filter(stage, ".status = FAILED and .amount > 200").await;
    let window = stage.window();
    window.role("button", "Save view…").click().await;
    let dialog = window.role("dialog", "Save this view");
    dialog.role("textbox", "Name").fill(VIEW).await;
}

pub(super) async fn tree(stage: &mut Stage<'_>) {
    stage.renew_now().await;
    save(stage).await;
    let window = stage.window();
    let dialog = window.role("dialog", "Save this view");
    dialog.role("button", "Save").click().await;
    window
        .role("tree", "Saved views")
        .role("treeitem", containing(VIEW))
        .appears()
        .await;
}

pub(super) async fn changed(stage: &mut Stage<'_>) {
    tree(stage).await;
    filter(stage, ".status = FAILED and .amount > 400").await;
    stage
        .window()
        .role("button", "Save changes")
        .appears()
        .await;
    stage.renew();
}
