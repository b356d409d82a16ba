//! Topics: lists, partitions, settings; created, grown, emptied, deleted.

use session::{
    ChangeResult, ConfigChoice, ConfigRow, PartitionRow, PurgePlan, PurgeTo, Result, TopicDraft,
    TopicFigures, TopicPage, TopicQuery,
};

use super::Shared;
use crate::caught::caught;

/// A window of a cluster's topics. With `refresh` the brokers are asked again; message counts follow: ask again while
/// `offsets` is `loading`.
#[tauri::command]
#[specta::specta]
pub(crate) async fn list_topics(
    session: Shared<'_>,
    connection: String,
    query: TopicQuery,
    from: u32,
    count: u32,
    refresh: bool,
) -> Result<TopicPage> {
    caught(session.list_topics(&connection, &query, from, count, refresh)).await
}

/// The partitions of a topic with their offsets.
#[tauri::command]
#[specta::specta]
pub(crate) async fn topic_partitions(
    session: Shared<'_>,
    connection: String,
    topic: String,
) -> Result<Vec<PartitionRow>> {
    caught(session.topic_partitions(&connection, &topic)).await
}

/// Creates a topic, or with `dry_run` only lets the cluster check it. `confirm` is the topic's name, as it was typed on a
/// production connection, here and below.
#[tauri::command]
#[specta::specta]
pub(crate) async fn create_topic(
    session: Shared<'_>,
    connection: String,
    draft: TopicDraft,
    dry_run: bool,
    confirm: Option<String>,
) -> Result<ChangeResult> {
    caught(session.create_topic(&connection, &draft, dry_run, confirm.as_deref())).await
}

/// All settings of a topic, by name. A failure with the code `forbidden` has the line that grants it in its details.
#[tauri::command]
#[specta::specta]
pub(crate) async fn topic_configs(
    session: Shared<'_>,
    connection: String,
    topic: String,
) -> Result<Vec<ConfigRow>> {
    caught(session.topic_configs(&connection, &topic)).await
}

/// Changes single settings of a topic, all of them or none; the others stay.
#[tauri::command]
#[specta::specta]
pub(crate) async fn alter_configs(
    session: Shared<'_>,
    connection: String,
    topic: String,
    changes: Vec<ConfigChoice>,
    confirm: Option<String>,
) -> Result<ChangeResult> {
    caught(session.alter_configs(&connection, &topic, &changes, confirm.as_deref())).await
}

/// Gives a topic so many partitions in all; there is no way back.
#[tauri::command]
#[specta::specta]
pub(crate) async fn add_partitions(
    session: Shared<'_>,
    connection: String,
    topic: String,
    total: i32,
    confirm: Option<String>,
) -> Result<ChangeResult> {
    caught(session.add_partitions(&connection, &topic, total, confirm.as_deref())).await
}

/// Counts the messages that `purge` would delete.
#[tauri::command]
#[specta::specta]
pub(crate) async fn plan_purge(
    session: Shared<'_>,
    connection: String,
    topic: String,
    to: PurgeTo,
) -> Result<PurgePlan> {
    caught(session.plan_purge(&connection, &topic, &to)).await
}

/// Deletes the oldest messages of a topic as they were counted; there is no way back.
#[tauri::command]
#[specta::specta]
pub(crate) async fn purge(
    session: Shared<'_>,
    connection: String,
    topic: String,
    plan: PurgePlan,
    confirm: Option<String>,
) -> Result<ChangeResult> {
    caught(session.purge(&connection, &topic, &plan, confirm.as_deref())).await
}

/// Deletes a topic with all that is in it. To take that back creates it again, empty.
#[tauri::command]
#[specta::specta]
pub(crate) async fn delete_topic(
    session: Shared<'_>,
    connection: String,
    topic: String,
    confirm: Option<String>,
) -> Result<ChangeResult> {
    caught(session.delete_topic(&connection, &topic, confirm.as_deref())).await
}

/// What is shown of some topics besides their list, 200 at most: ask for those that are in sight, every five seconds, and
/// again while `lags` is `loading`. `refresh` asks for everything anew, else settings are asked for once a minute, and
/// groups where they are not known.
#[tauri::command]
#[specta::specta]
pub(crate) async fn topic_figures(
    session: Shared<'_>,
    connection: String,
    topics: Vec<String>,
    refresh: bool,
) -> Result<TopicFigures> {
    caught(session.topic_figures(&connection, &topics, refresh)).await
}
