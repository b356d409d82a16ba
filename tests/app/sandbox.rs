//! The first start: the sandbox, without anything else.

use tests::{
    steps::{message_count, saved, says, topic_rows},
    window::{Window, any, containing},
};

#[tokio::test]
async fn the_first_start_leads_to_live_messages_in_both_themes() {
    let window = Window::open().await;
    window.resize(1440, 900).await;
    window.screenshot("home-first").await;
    window.role("button", "Open the sandbox").click().await;
    window
        .until("topics", async || topic_rows(&window).await > 3)
        .await;
    window.screenshot("topics").await;

    let name = window
        .role("grid", "Topics")
        .role("gridcell", containing("orders"))
        .nth(0);
    let topic = name.text().await;
    name.click().await;
    window.role("heading", topic.trim()).appears().await;
    window
        .until("messages", async || message_count(&window).await > 10)
        .await;
    let before = message_count(&window).await;
    window
        .until("more messages", async || {
            message_count(&window).await > before
        })
        .await;
    window
        .role("button", "Live")
        .text_where("Live", |text| text.contains("Live"))
        .await;

    window.press("j").await;
    window
        .role("complementary", "Message")
        .role("tree", "Value")
        .appears()
        .await;
    let theme = window.role("button", containing("Theme: "));
    for size in [(1440, 900), (1100, 700)] {
        window.resize(size.0, size.1).await;
        for wanted in ["light", "dark"] {
            let wanted_theme = format!("Theme: {wanted}");
            while theme.attribute("aria-label").await.as_deref() != Some(&wanted_theme) {
                theme.click().await;
            }
            window
                .screenshot(&format!("messages-{wanted}-{}", size.0))
                .await;
        }
    }
    window.close().await;
}

#[tokio::test]
async fn the_palette_and_the_keys_lead_everywhere() {
    let window = Window::open().await;
    window.press("Control+K").await;
    let palette = window.role("combobox", "Search or run a command");
    palette.fill("sandbox").await;
    window.screenshot("palette").await;
    window.press("Enter").await;
    window
        .until("topics", async || topic_rows(&window).await > 3)
        .await;
    window.press("?").await;
    window.role("dialog", "Keys").appears().await;
    window.press("Escape").await;
    window.role("dialog", "Keys").vanishes().await;
    window.press("/").await;
    window
        .role("textbox", "Search topics")
        .type_text("no such topic")
        .await;
    says(&window, "No topic is called like").await;
    window.role("button", "Clear the search").click().await;
    window
        .until("topics", async || topic_rows(&window).await > 3)
        .await;
    window.close().await;
}

#[tokio::test]
async fn what_was_open_is_open_again_at_the_next_start() {
    let window = Window::open().await;
    window.role("button", "Open the sandbox").click().await;
    window
        .until("topics", async || topic_rows(&window).await > 3)
        .await;
    let name = window
        .role("grid", "Topics")
        .role("gridcell", containing("orders"))
        .nth(0);
    let topic = name.text().await;
    name.click().await;
    window.role("grid", "Messages").appears().await;
    let tabs = window
        .role("tablist", "Open tabs")
        .role("tab", any())
        .count()
        .await;
    saved(&window, topic.trim()).await;

    let window = window.reopen().await;
    window.role("heading", topic.trim()).appears().await;
    assert_eq!(
        window
            .role("tablist", "Open tabs")
            .role("tab", any())
            .count()
            .await,
        tabs
    );
    window.close().await;
}
