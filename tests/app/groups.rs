//! Consumer groups: how far they are behind, what they wait on, and putting them back.

use std::time::{SystemTime, UNIX_EPOCH};

use tests::{
    client::{Outgoing, commit, committed, new_topic, write},
    kafka::{ALICE, Kafka},
    steps::{
        add_address, add_cluster, add_sasl, all_offsets, choose, inspected, messages_are,
        open_topic, saved, says,
    },
    unique,
    window::{Locator, Options, Window, containing},
};

#[tokio::test]
async fn a_lagging_group_is_seen_to_grow_and_shows_what_it_waits_on() {
    let kafka = Kafka::shared().await;
    let topic = new_topic(&kafka, "lagging", 1).await;
    write(&kafka, &topic, numbers(0..10)).await;
    let group = unique("settlement");
    commit(&kafka, &group, &topic, 4);
    let window = Window::open().await;
    add_cluster(&window, "local", &kafka).await;
    let row = group_in_list(&window, &group).await;
    // State, protocol, members, topic, lag, and the partition that lags most.
    row.text_where("its lag", |text| {
        text.contains("empty") && text.contains("classic") && text.contains('6')
    })
    .await;
    row.click().await;
    window.role("heading", &group).appears().await;
    says(&window, "Total lag\n6").await;
    says(&window, "No member is running").await;

    write(&kafka, &topic, numbers(10..15)).await;
    says(&window, "Total lag\n11").await;

    let waits = window.role("button", containing("Show what it waits on"));
    waits.click().await;
    window.role("heading", &topic).appears().await;
    messages_are(&window, 11).await;
    assert_eq!(all_offsets(&window).await, (4..15).collect::<Vec<i64>>());
    inspected(&window, "Offset", "4").await;

    window.role("tab", "Consumers").click().await;
    let consumer = window.role("grid", "Consumers").role("gridcell", &group);
    consumer.click().await;
    window.role("heading", &group).appears().await;
    window.close().await;
}

#[tokio::test]
async fn a_group_is_put_back_to_a_time_as_planned_and_that_is_undone() {
    let kafka = Kafka::shared().await;
    let topic = new_topic(&kafka, "replay", 1).await;
    let ago = |hours: i64, number: i64| Outgoing {
        timestamp: Some(now() - hours * 3_600_000 + number * 1000),
        ..Outgoing::keyed("k", number.to_string())
    };
    write(&kafka, &topic, (0..5).map(|number| ago(4, number))).await;
    write(&kafka, &topic, (5..12).map(|number| ago(2, number))).await;
    let group = unique("replay");
    commit(&kafka, &group, &topic, 12);
    let window = Window::open().await;
    add_cluster(&window, "local", &kafka).await;
    group_in_list(&window, &group).await.click().await;

    let dialog = open_reset(&window).await;
    choose(&window, "Go to", "So long ago").await;
    dialog
        .clone()
        .role("textbox", "How long ago")
        .fill("3h")
        .await;
    let plan = dialog.clone().role("grid", "Plan");
    let step = plan.role("row", containing(&topic));
    // Topic, partition, from, to, read again.
    step.text_where("the way of the partition", |text| {
        let cells: Vec<&str> = text.split_whitespace().collect();
        cells.get(1..5) == Some(&["0", "12", "5", "7"])
    })
    .await;
    assert_eq!(committed(&kafka, &group, &topic), Some(12), "a plan only");
    dialog.clone().role("button", "Reset offsets").click().await;
    dialog.vanishes().await;
    says(&window, "Total lag\n7").await;
    assert_eq!(committed(&kafka, &group, &topic), Some(5));

    window.role("button", "Undo").click().await;
    says(&window, "Total lag\n0").await;
    assert_eq!(committed(&kafka, &group, &topic), Some(12));
    window.close().await;
}

#[tokio::test]
async fn on_production_a_group_is_deleted_only_after_its_name_was_typed() {
    let kafka = Kafka::shared().await;
    let topic = new_topic(&kafka, "guarded", 1).await;
    write(&kafka, &topic, numbers(0..3)).await;
    let group = unique("guarded");
    commit(&kafka, &group, &topic, 1);
    let window = Window::open().await;
    window.role("button", "Add connection…").click().await;
    let form = window.role("dialog", "Add a Kafka cluster");
    form.clone().role("textbox", "Name").fill("live").await;
    let servers = form.clone().role("textbox", "Bootstrap servers");
    servers.fill(kafka.plaintext()).await;
    form.clone()
        .role("switch", containing("Production"))
        .click()
        .await;
    form.clone().role("button", "Add").click().await;
    form.vanishes().await;
    group_in_list(&window, &group).await.click().await;

    window.role("button", "Delete…").click().await;
    let ask = window.role("alertdialog", containing("Delete the group"));
    let delete = ask.clone().role("button", "Delete the group");
    delete.click().await;
    let confirm = window.role("alertdialog", "This is production");
    let name = confirm.clone().role("textbox", "Name");
    name.fill("guarded").await;
    window.press("Enter").await;
    assert_eq!(committed(&kafka, &group, &topic), Some(1), "not yet");
    name.fill(&group).await;
    window.press("Enter").await;
    confirm.vanishes().await;
    ask.vanishes().await;
    window.role("heading", "Consumer groups").appears().await;
    assert_eq!(committed(&kafka, &group, &topic), None);
    window.close().await;
}

#[tokio::test]
async fn a_read_only_connection_plans_and_changes_nothing() {
    let kafka = Kafka::shared().await;
    let topic = new_topic(&kafka, "locked", 1).await;
    write(&kafka, &topic, numbers(0..3)).await;
    let group = unique("locked");
    commit(&kafka, &group, &topic, 3);
    let window = Window::open().await;
    add_address(&window, "audited", kafka.plaintext()).await;
    group_in_list(&window, &group).await.click().await;
    window
        .role("button", containing("Writing is allowed"))
        .click()
        .await;
    let dialog = open_reset(&window).await;
    let step = dialog.clone().role("grid", "Plan");
    step.role("row", containing(&topic)).appears().await;
    says(&window, "This connection is read-only.").await;
    let reset = dialog.role("button", "Reset offsets");
    assert!(reset.attribute("disabled").await.is_some());
    window.close().await;
}

#[tokio::test]
async fn who_may_see_no_group_gets_the_line_that_grants_it() {
    let kafka = Kafka::shared().await;
    let window = Window::open_with(Options {
        keychain: true,
        ..Options::default()
    })
    .await;
    add_sasl(&window, "visitor", &kafka, ALICE, "SCRAM-SHA-512").await;
    open_groups(&window).await;
    says(&window, "There are no consumer groups that you may see").await;
    says(&window, "--operation Describe --cluster").await;
    window.close().await;
}

#[tokio::test]
async fn a_groups_tab_comes_back_at_the_next_start() {
    let kafka = Kafka::shared().await;
    let topic = new_topic(&kafka, "kept", 1).await;
    write(&kafka, &topic, numbers(0..3)).await;
    let group = unique("kept");
    commit(&kafka, &group, &topic, 1);
    let window = Window::open().await;
    add_cluster(&window, "local", &kafka).await;
    open_topic(&window, &topic).await;
    group_in_list(&window, &group).await.click().await;
    says(&window, "Total lag\n2").await;
    // Its history is kept in a file too.
    saved(&window, "\"kind\": \"group\"").await;
    let window = window.reopen().await;
    window.role("heading", &group).appears().await;
    says(&window, "Total lag\n2").await;
    window.close().await;
}

/// The list of groups of the connection that is shown.
async fn open_groups(window: &Window) {
    window
        .role("tree", "Connections")
        .role("treeitem", "Consumer groups")
        .click()
        .await;
    window.role("heading", "Consumer groups").appears().await;
}

/// A group's row in the list, which shows it alone.
async fn group_in_list<'w>(window: &'w Window, group: &str) -> Locator<'w> {
    open_groups(window).await;
    let search = window.role("textbox", "Search consumer groups");
    search.fill(group).await;
    let row = window
        .role("grid", "Consumer groups")
        .role("row", containing(group));
    row.appears().await;
    row
}

/// Opens the reset of the group that is shown.
async fn open_reset(window: &Window) -> Locator<'_> {
    window.role("button", "Reset offsets…").click().await;
    let dialog = window.role("dialog", containing("Reset offsets of"));
    dialog.appears().await;
    dialog
}

fn numbers(range: std::ops::Range<i32>) -> impl Iterator<Item = Outgoing> {
    range.map(|number| Outgoing::keyed("k", number.to_string()))
}

/// In ms since 1970.
fn now() -> i64 {
    SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .expect("after 1970")
        .as_millis() as i64
}
