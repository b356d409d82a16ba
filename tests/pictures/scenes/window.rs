use crate::stage::Stage;

pub(super) async fn keys(stage: &mut Stage<'_>) {
    super::messages::orders(stage).await;
    let window = stage.window();
    window.press("?").await;
    window.role("dialog", "Keys").appears().await;
}

pub(super) async fn diagnostics(stage: &mut Stage<'_>) {
    let window = stage.window();
    window.press("Control+K").await;
    let field = window.role("combobox", "Search or run a command");
    field.fill("diagnostics").await;
    window.press("Enter").await;
    stage.says("Diagnostics copied.").await;
    stage.renew();
}
