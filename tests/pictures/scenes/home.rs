use tests::{steps::add_address, window::containing};

use crate::stage::{PRODUCTION, Stage};

/// Nobody listens there.
const NOWHERE: &str = "127.0.0.1:1";

pub(super) async fn first_run(stage: &mut Stage<'_>) {
    stage.afresh().await;
    let window = stage.window();
    window.role("button", "Open the sandbox").appears().await;
}

pub(super) async fn connections(stage: &mut Stage<'_>) {
    stage.topic(PRODUCTION, crate::world::ORDERS).await;
    let window = stage.window();
    window.role("button", "Add to favourites").click().await;
    window
        .role("button", "Remove from favourites")
        .click()
        .await;
    window.role("button", "Home").click().await;
    let card = window.role("article", PRODUCTION);
    card.text_where("that it is connected", |text| {
        text.contains("connected") && text.contains("topics")
    })
    .await;
}

pub(super) async fn unreachable(stage: &mut Stage<'_>) {
    stage.afresh().await;
    stage.topics(PRODUCTION).await;
    let window = stage.window();
    window.role("button", "Home").click().await;
    add_address(window, "branch office", NOWHERE).await;
    stage.says("No broker answers at").await;
    window.role("button", "Home").click().await;
    window
        .role("article", "branch office")
        .text_where("why", |text| text.contains("No broker answers at"))
        .await;
    window
        .role("article", PRODUCTION)
        .role("button", containing("Topics"))
        .appears()
        .await;
    // It is no connection that the next scene knows of.
    stage.renew();
}
