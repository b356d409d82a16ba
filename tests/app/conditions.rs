//! Filters as conditions: what they find, what they can't judge, and how they are written.

use tests::{
    client::{Outgoing, new_topic, write},
    kafka::Kafka,
    steps::{add_cluster, messages_are, open_topic, says, select_offset},
    window::{Window, containing},
};

#[tokio::test]
async fn conditions_find_what_they_name_and_count_what_they_cannot_judge() {
    let (window, _kafka) = with_orders("judged").await;
    let filter = window.role("textbox", "Filter");
    filter.fill(".status = FAILED and .amount > 150").await;
    messages_are(&window, 4).await;
    let coverage = "Coverage: 4 found · 103 read · 3 not JSON";
    window.role("button", coverage).appears().await;

    // The last valid one goes on while one writes.
    filter.type_text(" and .amount <").await;
    says(&window, "Until then the filter before goes on.").await;
    assert_eq!(
        filter.attribute("aria-invalid").await.as_deref(),
        Some("true")
    );
    messages_are(&window, 4).await;
    filter.type_text(" 170").await;
    messages_are(&window, 1).await;

    // All digits of a number count.
    filter.fill(".big = 9007199254740993").await;
    messages_are(&window, 1).await;
    filter
        .fill("not header.retry exists and .status exists")
        .await;
    messages_are(&window, 90).await;
    filter.fill(".status = CANCELLED").await;
    says(&window, "The filter hides all 103 messages").await;
    window.close().await;
}

#[tokio::test]
async fn plain_text_is_found_decoded_and_in_any_case() {
    let kafka = Kafka::shared().await;
    let topic = new_topic(&kafka, "decoded", 1).await;
    let messages = [
        r#"{"name":"Caf\u00e9"}"#,
        r#"{"name":"Café"}"#,
        r#"{"name":"Cafe"}"#,
    ];
    let messages = messages.map(|value| Outgoing::keyed("k", value));
    write(&kafka, &topic, messages.into_iter()).await;
    let window = Window::open().await;
    add_cluster(&window, "local", &kafka).await;
    open_topic(&window, &topic).await;
    messages_are(&window, 3).await;
    window.role("textbox", "Filter").fill("café").await;
    messages_are(&window, 2).await;
    window.role("button", "Match case").click().await;
    says(&window, "The filter hides all 3 messages").await;
    window.close().await;
}

#[tokio::test]
async fn fields_that_were_seen_complete_a_condition() {
    let (window, _kafka) = with_orders("completed").await;
    let filter = window.role("textbox", "Filter");
    filter.fill(".st").await;
    let completions = window.role("listbox", "Completions");
    let field = completions.clone().role("option", containing(".status"));
    field.appears().await;
    window.press("Tab").await;
    window
        .until("the field's name", async || {
            filter.value().await.trim_end() == ".status"
        })
        .await;
    filter.type_text(" = PA").await;
    let value = completions.role("option", containing("PAID"));
    value.click().await;
    window
        .until("a whole condition", async || {
            filter.value().await.contains("PAID")
        })
        .await;
    messages_are(&window, 90).await;
    window.close().await;
}

#[tokio::test]
async fn a_value_in_the_inspector_becomes_a_condition() {
    let (window, _kafka) = with_orders("clicked").await;
    select_offset(&window, "90").await;
    let line = window
        .role("complementary", "Message")
        .role("tree", "Value")
        .role("treeitem", containing("status"));
    line.right_click().await;
    let add = window.role("menuitem", containing("Add to the filter"));
    add.click().await;
    let filter = window.role("textbox", "Filter");
    window
        .until("the condition", async || {
            filter.value().await.starts_with(".status =")
        })
        .await;
    messages_are(&window, 10).await;
    window.close().await;
}

/// A window with 100 orders, every tenth of them FAILED and sent a second time, and three messages that are no JSON.
async fn with_orders(prefix: &str) -> (Window, Kafka) {
    let kafka = Kafka::shared().await;
    let topic = new_topic(&kafka, prefix, 1).await;
    let orders = (0..100).map(|number| {
        let failed = number % 10 == 0;
        let value = format!(
            r#"{{"status":"{}","amount":{},"big":{}}}"#,
            if failed { "FAILED" } else { "PAID" },
            100 + number,
            9_007_199_254_740_900_u64 + number,
        );
        Outgoing {
            headers: if failed {
                vec![("retry", "1")]
            } else {
                Vec::new()
            },
            ..Outgoing::keyed(format!("order-{number}"), value)
        }
    });
    let others = (0..3).map(|number| Outgoing::keyed("note", format!("note {number}")));
    write(&kafka, &topic, orders.chain(others)).await;
    let window = Window::open().await;
    window.resize(1440, 900).await;
    add_cluster(&window, "local", &kafka).await;
    open_topic(&window, &topic).await;
    messages_are(&window, 103).await;
    (window, kafka)
}
