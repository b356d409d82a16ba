//! Topics and their partitions.

use session::{PartitionRow, Result, TopicPage, TopicQuery};

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
