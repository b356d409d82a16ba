//! What a broker says is text, whatever it looks like.

use tests::{
    client::{Outgoing, new_topic, write},
    kafka::Kafka,
    steps::{add_cluster, inspected, messages_are, open_topic},
    window::{Window, containing},
};

const MARKUP: &str = "<img src=x onerror=\"document.title='caught'\"><b>bold</b>";

#[tokio::test]
async fn markup_in_messages_is_shown_as_text() {
    let kafka = Kafka::shared().await;
    let topic = new_topic(&kafka, "markup", 1).await;
    let message = Outgoing {
        headers: vec![(MARKUP, MARKUP)],
        ..Outgoing::keyed(MARKUP, format!(r#"{{"html":{MARKUP:?}}}"#))
    };
    write(&kafka, &topic, [message].into_iter()).await;
    let window = Window::open().await;
    add_cluster(&window, MARKUP, &kafka).await;
    open_topic(&window, &topic).await;
    messages_are(&window, 1).await;
    let key = window
        .role("grid", "Messages")
        .role("gridcell", containing("<img"));
    key.nth(0)
        .text_where("the markup", |text| {
            text.contains("<b>bold</b>") || text.contains("…")
        })
        .await;
    window
        .role("grid", "Messages")
        .role("row", containing("<img"))
        .click()
        .await;
    inspected(&window, "Offset", "0").await;
    let inspector = window.role("complementary", "Message");
    for tab in ["Value", "Key", "Headers 1"] {
        inspector.clone().role("tab", tab).click().await;
        // A line that is wider than the inspector goes on in the next.
        inspector
            .text_where("the markup", |text| {
                text.replace('\n', "").contains("<b>bold</b>")
            })
            .await;
    }
    window.screenshot("markup").await;
    let made = "return document.querySelectorAll('img, b b, script:not([src])').length";
    assert_eq!(
        window.script(made, vec![]).await,
        0,
        "markup has become elements"
    );
    assert_ne!(
        window.script("return document.title", vec![]).await,
        "caught"
    );
    window.close().await;
}
