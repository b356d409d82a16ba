use tests::{
    kafka::{ADMIN, BOB},
    steps::fill_sasl,
};

use crate::stage::Stage;

pub(super) async fn empty(stage: &mut Stage<'_>) {
    let window = stage.window();
    window.role("button", "Add connection…").click().await;
    window
        .role("dialog", "Add a Kafka cluster")
        .role("textbox", "Name")
        .appears()
        .await;
}

pub(super) async fn error(stage: &mut Stage<'_>) {
    empty(stage).await;
    let window = stage.window();
    let guessed = (BOB.0, "guessed");
    fill_sasl(window, "payroll", &stage.world.kafka, guessed, "PLAIN").await;
    window.role("button", "Test").click().await;
    stage
        .says("The broker refused the user name or the password.")
        .await;
}

pub(super) async fn testing(stage: &mut Stage<'_>) {
    stage.world.mortal.hang().await;
    empty(stage).await;
    let window = stage.window();
    window.role("textbox", "Name").fill("staging").await;
    window
        .role("textbox", "Bootstrap servers")
        .fill(stage.world.mortal.plaintext())
        .await;
    window.role("button", "Test").click().await;
    // It is offered after two seconds.
    window
        .role("dialog", "Add a Kafka cluster")
        .role("button", "Stop")
        .appears()
        .await;
}

pub(super) async fn tested(stage: &mut Stage<'_>) {
    empty(stage).await;
    let window = stage.window();
    fill_sasl(window, "production", &stage.world.kafka, ADMIN, "PLAIN").await;
    window.role("button", "Test").click().await;
    stage.says("It works: 1 broker").await;
}
