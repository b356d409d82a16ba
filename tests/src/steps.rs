//! What a person does again and again.

use std::{fs, path::Path};

use crate::{
    kafka::Kafka,
    window::{Locator, Window, any, containing},
};
use serde_json::json;

/// Adds the broker's PLAINTEXT listener as a connection, which then shows its topics.
pub async fn add_cluster(window: &Window, name: &str, kafka: &Kafka) {
    add_address(window, name, kafka.plaintext()).await;
}

/// Adds a connection without security to that address.
pub async fn add_address(window: &Window, name: &str, bootstrap: &str) {
    window.role("button", "Add connection…").click().await;
    let dialog = window.role("dialog", "Add a Kafka cluster");
    dialog.clone().role("textbox", "Name").fill(name).await;
    dialog
        .clone()
        .role("textbox", "Bootstrap servers")
        .fill(bootstrap)
        .await;
    dialog.clone().role("button", "Add").click().await;
    dialog.vanishes().await;
    window
        .role("tree", "Connections")
        .role("treeitem", containing(name))
        .appears()
        .await;
}

/// Adds the broker's `SASL_SSL` listener as a connection of that user, by `PLAIN` or another mechanism.
pub async fn add_sasl(
    window: &Window,
    name: &str,
    kafka: &Kafka,
    (user, password): (&str, &str),
    mechanism: &str,
) {
    window.role("button", "Add connection…").click().await;
    let dialog = window.role("dialog", "Add a Kafka cluster");
    fill_sasl(window, name, kafka, (user, password), mechanism).await;
    dialog.clone().role("button", "Add").click().await;
    dialog.vanishes().await;
}

/// Fills the dialog of a connection for the broker's `SASL_SSL` listener.
pub async fn fill_sasl(
    window: &Window,
    name: &str,
    kafka: &Kafka,
    (user, password): (&str, &str),
    mechanism: &str,
) {
    window.role("textbox", "Name").fill(name).await;
    window
        .role("textbox", "Bootstrap servers")
        .fill(kafka.sasl_ssl())
        .await;
    choose(window, "Security", "SASL_SSL").await;
    if mechanism != "PLAIN" {
        choose(window, "Mechanism", mechanism).await;
    }
    window.role("textbox", "User").fill(user).await;
    window.labelled("Password").fill(password).await;
    window
        .role("textbox", "CA file")
        .fill(&kafka.ca_file().display().to_string())
        .await;
}

/// Chooses from a list that drops down.
pub async fn choose(window: &Window, what: &str, option: &str) {
    window.role("button", containing(what)).click().await;
    window.role("option", containing(option)).click().await;
}

/// Opens a topic of the connection that is shown.
pub async fn open_topic(window: &Window, topic: &str) {
    window.role("textbox", "Search topics").fill(topic).await;
    window
        .role("grid", "Topics")
        .role("gridcell", topic)
        .click()
        .await;
    window.role("heading", topic).appears().await;
    window.role("toolbar", "Messages").appears().await;
}

/// Reads the topic that is shown from its first message on.
pub async fn read_from_earliest(window: &Window) {
    read_range(window, async |range| {
        range.role("radio", "Earliest").click().await;
    })
    .await;
}

/// Opens the range of the topic that is shown, has it changed, and reads it.
pub async fn read_range(window: &Window, change: impl AsyncFnOnce(Locator<'_>)) {
    window.role("button", containing("Start: ")).click().await;
    let range = window.role("dialog", "Range");
    change(range.clone()).await;
    range.clone().role("button", "Read").click().await;
    range.vanishes().await;
}

/// Opens the drawer that writes to the topic that is shown.
pub async fn open_drawer(window: &Window) -> Locator<'_> {
    window.role("button", "Produce…").click().await;
    let drawer = window.role("dialog", containing("Produce to"));
    drawer.appears().await;
    drawer
}

/// How many messages the grid holds, in sight or not.
pub async fn message_count(window: &Window) -> usize {
    let rows = window
        .role("grid", "Messages")
        .attribute("aria-rowcount")
        .await;
    // The header is a row too.
    rows.and_then(|rows| rows.parse::<usize>().ok())
        .unwrap_or(1)
        - 1
}

/// Waits until the grid holds this many messages.
pub async fn messages_are(window: &Window, count: usize) {
    let what = format!("the grid to hold {count} messages");
    window
        .until(&what, async || message_count(window).await == count)
        .await;
}

/// The row of a message by its offset, as "9,999".
pub async fn select_offset(window: &Window, offset: &str) {
    let cell = window.role("grid", "Messages").role("gridcell", offset);
    cell.click().await;
    inspected(window, "Offset", offset).await;
}

/// Waits until the inspector says this about the message.
pub async fn inspected(window: &Window, what: &str, says: &str) {
    let inspector = window.role("complementary", "Message");
    inspector
        .text_where(&format!("{what} {says}"), |text| {
            text.split_once(what)
                .is_some_and(|(_, after)| after.contains(says))
        })
        .await;
}

/// The offsets of all messages in the grid, from the first to the last row, by walking through it.
pub async fn all_offsets(window: &Window) -> Vec<i64> {
    let grid = window.role("grid", "Messages");
    let count = message_count(window).await;
    let mut offsets: Vec<Option<i64>> = vec![None; count];
    grid.role("columnheader", "Offset").appears().await;
    while let Some(missing) = offsets.iter().position(Option::is_none) {
        window
            .until(&format!("row {missing} to be filled"), async || {
                window
                    .script(include_str!("steps/scroll_to.js"), vec![json!(missing)])
                    .await;
                for row in rows_in_sight(window).await {
                    offsets[row.0] = Some(row.1);
                }
                offsets[missing].is_some()
            })
            .await;
    }
    offsets.into_iter().flatten().collect()
}

async fn rows_in_sight(window: &Window) -> Vec<(usize, i64)> {
    let rows = window
        .script(include_str!("steps/rows_in_sight.js"), vec![])
        .await;
    serde_json::from_value(rows).expect("pairs of a row and an offset")
}

/// The text of a status or alert that contains this.
pub async fn says(window: &Window, text: &str) {
    let what = format!("the window to say {text:?}");
    window
        .until(&what, async || window.text().await.contains(text))
        .await;
}

/// What is on the clipboard, as soon as it is as wanted: pasted beside the application's own page.
pub async fn copied(window: &Window, what: &str, wanted: impl Fn(&str) -> bool) -> String {
    let pasted = "return document.getElementById('pasted').value";
    let mut text = String::new();
    window
        .until(&format!("{what} on the clipboard"), async || {
            window
                .script(include_str!("steps/paste_here.js"), vec![])
                .await;
            window.press("Control+V").await;
            let value = window.script(pasted, vec![]).await;
            value.as_str().unwrap_or_default().clone_into(&mut text);
            wanted(&text)
        })
        .await;
    window
        .script("document.getElementById('pasted').remove()", vec![])
        .await;
    text
}

/// How many rows the grid of topics shows, without its header.
pub async fn topic_rows(window: &Window) -> usize {
    window
        .role("grid", "Topics")
        .role("row", any())
        .count()
        .await
        - 1
}

/// Waits until a settings file holds this: they are written a moment after a change.
pub async fn saved(window: &Window, text: &str) {
    let what = format!("{text:?} to be saved");
    window
        .until(&what, async || {
            files_with(window.home(), text).iter().any(is_settings)
        })
        .await;
}

fn is_settings(file: &String) -> bool {
    Path::new(file)
        .extension()
        .is_some_and(|extension| extension == "json")
}

/// The files below that folder that hold the text.
pub fn files_with(folder: &Path, text: &str) -> Vec<String> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        let bytes = text.as_bytes();
        if path.is_dir() {
            found.extend(files_with(&path, text));
        } else if path.is_file()
            && fs::read(&path).is_ok_and(|held| held.windows(bytes.len()).any(|part| part == bytes))
        {
            found.push(path.display().to_string());
        }
    }
    found
}
