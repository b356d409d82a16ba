//! Everything by name: topics, groups, views, commands. And what helps to report a fault.

use tests::{
    client::{Outgoing, commit, new_topic, write},
    kafka::{ADMIN, Kafka},
    steps::{add_cluster, add_sasl, copied, messages_are, says},
    unique,
    window::{Options, Window, any, containing},
};

#[tokio::test]
async fn a_topic_a_group_and_a_command_are_found_by_a_few_letters() {
    let kafka = Kafka::shared().await;
    let topic = new_topic(&kafka, "payments-settled", 1).await;
    write(&kafka, &topic, [Outgoing::keyed("k", "1")].into_iter()).await;
    let group = unique("settlement-service");
    commit(&kafka, &group, &topic, 0);
    let window = Window::open().await;
    add_cluster(&window, "local", &kafka).await;
    window.press("Control+K").await;
    let palette = window.role("combobox", "Search or run a command");
    let results = window.role("listbox", "Results").role("option", any());
    // Letters of the name in their order, the last ones making it this one's.
    let letters = format!("payset{}", &topic[topic.len() - 4..]);
    palette.fill(&letters).await;
    let first = results.clone().nth(0);
    first
        .text_where("the topic", |text| text.contains(&topic))
        .await;
    window.press("Enter").await;
    window.role("heading", &topic).appears().await;
    messages_are(&window, 1).await;

    window.press("Control+K").await;
    palette.fill(&group).await;
    first
        .text_where("the group", |text| text.contains(&group))
        .await;
    window.press("Enter").await;
    window.role("heading", &group).appears().await;
    window.role("tab", containing("Partitions")).appears().await;
    // Back to the topic: its commands are not offered here.
    window.role("tab", &topic).click().await;
    window.role("heading", &topic).appears().await;

    window.press("Control+K").await;
    palette.fill("export what").await;
    // A command shows its key.
    first
        .text_where("the command and its key", |text| {
            text.contains("Export what matches…") && text.contains("Ctrl")
        })
        .await;
    window.press("Enter").await;
    window.role("dialog", containing("Export ")).appears().await;
    window.close().await;
}

#[tokio::test]
async fn diagnostics_tell_versions_and_no_secret() {
    let kafka = Kafka::shared().await;
    let window = Window::open_with(Options {
        keychain: true,
        ..Options::default()
    })
    .await;
    add_sasl(&window, "secured", &kafka, ADMIN, "PLAIN").await;
    window.role("heading", "Topics").appears().await;
    window.press("Control+K").await;
    let palette = window.role("combobox", "Search or run a command");
    palette.fill("diagnostics").await;
    window.press("Enter").await;
    says(&window, "Diagnostics copied.").await;
    let text = copied(&window, "diagnostics", |text| text.contains("Tributary")).await;
    for told in ["librdkafka", "SASL_SSL", "1 broker"] {
        assert!(text.contains(told), "{told} is missing in\n{text}");
    }
    for secret in [ADMIN.1, kafka.sasl_ssl()] {
        assert!(!text.contains(secret), "{secret} stands in\n{text}");
    }
    window.close().await;
}
