//! Topics: created, set, emptied, deleted, and that taken back; who may use them.

use rdkafka::{
    admin::{AdminClient, AdminOptions, ResourceSpecifier},
    client::DefaultClientContext,
    consumer::{BaseConsumer, Consumer},
};
use std::time::Duration;
use tests::{
    client::{Outgoing, config, grant, new_topic, write},
    kafka::{ALICE, Kafka},
    steps::{add_cluster, add_sasl, choose, open_topic, says},
    unique,
    window::{Locator, Options, Window, containing},
};

const PATIENCE: Duration = Duration::from_secs(30);

#[tokio::test]
async fn a_topic_is_created_as_the_brokers_take_it_set_emptied_and_deleted_and_that_is_undone() {
    let kafka = Kafka::shared().await;
    let topic = unique("made");
    let window = Window::open().await;
    add_cluster(&window, "local", &kafka).await;

    window.role("button", "Create topic…").click().await;
    let form = window.role("dialog", containing("Create a topic"));
    let field = |name: &'static str| form.clone().role("textbox", name);
    field("Name").fill("no spaces").await;
    says(&window, "A topic's name can't hold “ ”.").await;
    field("Name").fill(&topic).await;
    field("Partitions").fill("2").await;
    field("Kept for").fill("7 d").await;
    field("Replication factor").fill("9").await;
    says(&window, "replication factor of 9 cannot be reached").await;
    field("Replication factor").fill("1").await;
    let create = form.clone().role("button", "Create the topic");
    create.click().await;
    form.vanishes().await;
    window.role("heading", &topic).appears().await;
    assert_eq!(partitions(&kafka, &topic), Some(2));
    assert_eq!(setting(&kafka, &topic, "retention.ms").await, "604800000");

    // Set otherwise, with the difference in sight.
    window.role("tab", "Configuration").click().await;
    window.role("button", "retention.ms").click().await;
    let value = window.role("textbox", "Value of retention.ms");
    value.fill("12 h").await;
    let diff = window.role("region", "Changes that are not applied yet");
    diff.clone()
        .text_where("the difference", |text| {
            text.contains("604800000") && text.contains("43200000")
        })
        .await;
    diff.clone().role("button", "Apply 1 change").click().await;
    diff.vanishes().await;
    assert_eq!(setting(&kafka, &topic, "retention.ms").await, "43200000");

    // Emptied as it was counted.
    let messages = (0..12).map(|number| Outgoing::keyed(number.to_string(), "v"));
    write(&kafka, &topic, messages).await;
    says(&window, "12 messages").await;
    change(&window, "Delete messages…").await;
    let purge = window.role("dialog", containing("Delete messages of"));
    choose(&window, "Up to a time", "All messages").await;
    let delete = purge.clone().role("button", "Delete 12 messages");
    delete.click().await;
    purge.vanishes().await;
    says(&window, "0 messages").await;

    // Deleted, and put back without what was in it.
    change(&window, "Delete the topic…").await;
    let ask = window.role("alertdialog", containing("Delete the topic"));
    ask.clone().role("button", "Delete the topic").click().await;
    ask.vanishes().await;
    window.role("heading", &topic).vanishes().await;
    assert_eq!(partitions(&kafka, &topic), None);
    let search = window.role("textbox", "Search topics");
    search.fill(&topic).await;
    says(&window, "No topic is called like").await;
    // The settings' own way back stands above it.
    window.role("button", "Undo").nth(1).click().await;
    let again = window.role("grid", "Topics").role("gridcell", &topic);
    again.appears().await;
    assert_eq!(partitions(&kafka, &topic), Some(2));
    assert_eq!(setting(&kafka, &topic, "retention.ms").await, "43200000");
    window.close().await;
}

#[tokio::test]
async fn what_a_topic_is_set_to_is_put_back_by_undo() {
    let kafka = Kafka::shared().await;
    let topic = new_topic(&kafka, "undone", 1).await;
    let window = Window::open().await;
    add_cluster(&window, "local", &kafka).await;
    open_topic(&window, &topic).await;
    window.role("tab", "Configuration").click().await;
    window.role("button", "cleanup.policy").click().await;
    window.role("checkbox", "compact").click().await;
    window.role("button", "Apply 1 change").click().await;
    window.role("button", "Undo").appears().await;
    assert_eq!(
        setting(&kafka, &topic, "cleanup.policy").await,
        "delete,compact"
    );
    window.role("button", "Undo").click().await;
    let own = window.role("switch", containing("Only set here (0)"));
    own.appears().await;
    assert_eq!(setting(&kafka, &topic, "cleanup.policy").await, "delete");
    window.close().await;
}

#[tokio::test]
async fn a_topic_gets_more_partitions_after_what_becomes_of_its_keys_was_said() {
    let kafka = Kafka::shared().await;
    let topic = new_topic(&kafka, "grown", 1).await;
    let window = Window::open().await;
    add_cluster(&window, "local", &kafka).await;
    open_topic(&window, &topic).await;
    change(&window, "Add partitions…").await;
    says(&window, "Keys go to other partitions from then on.").await;
    let dialog = window.role("dialog", containing("Add partitions to"));
    let total = dialog.clone().role("textbox", "Partitions in all");
    total.fill("3").await;
    dialog
        .clone()
        .role("button", "Add partitions")
        .click()
        .await;
    dialog.vanishes().await;
    says(&window, "3 partitions").await;
    assert_eq!(partitions(&kafka, &topic), Some(3));
    window.close().await;
}

#[tokio::test]
async fn a_read_only_connection_changes_no_topic() {
    let kafka = Kafka::shared().await;
    let topic = new_topic(&kafka, "kept", 1).await;
    let window = Window::open().await;
    add_cluster(&window, "audited", &kafka).await;
    open_topic(&window, &topic).await;
    window
        .role("button", containing("Writing is allowed"))
        .click()
        .await;
    change(&window, "Delete the topic…").await;
    says(&window, "This connection is read-only.").await;
    let ask = window.role("alertdialog", containing("Delete the topic"));
    let delete = ask.clone().role("button", "Delete the topic");
    assert!(delete.attribute("disabled").await.is_some());
    ask.clone().role("button", "Cancel").click().await;
    ask.vanishes().await;
    window.role("tab", "Configuration").click().await;
    window.role("button", "retention.ms").click().await;
    window.role("button", "Allow writing…").appears().await;
    let value = window.role("textbox", "Value of retention.ms");
    assert_eq!(value.count().await, 0);
    window.close().await;
}

#[tokio::test]
async fn who_may_not_see_settings_gets_the_line_that_grants_it() {
    let kafka = Kafka::shared().await;
    let topic = new_topic(&kafka, "unset", 1).await;
    grant(&kafka, ALICE.0, &topic, "READ");
    let window = Window::open_with(Options {
        keychain: true,
        ..Options::default()
    })
    .await;
    add_sasl(&window, "visitor", &kafka, ALICE, "SCRAM-SHA-512").await;
    open_topic(&window, &topic).await;
    window.role("tab", "Configuration").click().await;
    says(&window, "--operation DescribeConfigs").await;
    window.role("tab", "Access").click().await;
    says(&window, "--operation Describe --cluster").await;
    window.close().await;
}

#[tokio::test]
async fn a_reader_is_let_in_seen_in_words_taken_out_and_that_is_undone() {
    let kafka = Kafka::shared().await;
    let topic = new_topic(&kafka, "guarded", 1).await;
    let reader = unique("reader");
    let window = Window::open().await;
    add_cluster(&window, "local", &kafka).await;
    open_topic(&window, &topic).await;
    window.role("tab", "Access").click().await;
    says(&window, "No entry lets anybody read it").await;

    window.role("button", "Add access…").click().await;
    let form = window.role("dialog", "Add access");
    form.clone().role("textbox", "Who").fill(&reader).await;
    let lines = form.clone().role("region", "The same for a terminal");
    lines
        .text_where("Kafka's own line", |text| {
            text.contains("kafka-acls") && text.contains(&topic)
        })
        .await;
    form.clone().role("button", "Add 2 entries").click().await;
    form.vanishes().await;
    let sentence = format!("User:{reader} may read it");
    says(&window, &sentence).await;

    let grid = window.role("grid", "Access rights");
    let read = containing(format!("User:{reader} allow read"));
    grid.clone().role("row", read).click().await;
    window.role("button", "Delete…").click().await;
    let ask = window.role("alertdialog", "Delete 1 entry?");
    ask.clone().role("button", "Delete 1 entry").click().await;
    ask.vanishes().await;
    says(&window, "No entry lets anybody read it").await;
    window.role("button", "Undo").nth(1).click().await;
    says(&window, &sentence).await;

    // The same from the cluster's list.
    let tree = window.role("tree", "Connections");
    tree.role("treeitem", "Access").click().await;
    let search = window.role("textbox", "Search access rights");
    search.fill(&reader).await;
    grid.role("row", containing(format!("User:{reader} allow describe")))
        .appears()
        .await;
    window.close().await;
}

/// Chooses from what changes the topic that is shown.
async fn change(window: &Window, what: &str) {
    window.role("button", "Change").click().await;
    let item: Locator<'_> = window.role("menuitem", containing(what));
    item.click().await;
}

/// What the broker says a topic is set to.
async fn setting(kafka: &Kafka, topic: &str, name: &str) -> String {
    let admin: AdminClient<DefaultClientContext> =
        config(kafka.plaintext()).create().expect("a client");
    let mut answers = admin
        .describe_configs(&[ResourceSpecifier::Topic(topic)], &AdminOptions::new())
        .await
        .expect("an answer");
    let resource = answers.remove(0).expect("the topic is there");
    let entry = resource.get(name).expect("a setting of topics");
    entry.value.clone().unwrap_or_default()
}

/// How many partitions the broker says a topic has; none where there is no such topic.
fn partitions(kafka: &Kafka, topic: &str) -> Option<usize> {
    let client: BaseConsumer = config(kafka.plaintext()).create().expect("a client");
    let metadata = client
        .fetch_metadata(Some(topic), PATIENCE)
        .expect("an answer");
    let topic = metadata.topics().first()?;
    (topic.error().is_none()).then(|| topic.partitions().len())
}
