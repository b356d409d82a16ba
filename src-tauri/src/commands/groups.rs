//! Groups of consumers: lists, one in detail, its history, resets, deletion.

use session::{
    ChangeResult, GroupDetail, GroupPage, GroupQuery, LagHistory, Reset, ResetPlan, Result,
    TopicGroups,
};

use super::Shared;
use crate::caught::caught;
use crate::wire::Moment;

/// A window of a cluster's groups. With `refresh` the brokers are asked again: for the list, and for the lags of what is
/// in the window; lags follow: ask again while `lags` is `loading`.
#[tauri::command]
#[specta::specta]
pub(crate) async fn list_groups(
    session: Shared<'_>,
    connection: String,
    query: GroupQuery,
    from: u32,
    count: u32,
    refresh: bool,
) -> Result<GroupPage> {
    caught(session.list_groups(&connection, &query, from, count, refresh)).await
}

/// A group with its partitions and members, asked anew; while it is in sight, ask every five seconds.
#[tauri::command]
#[specta::specta]
pub(crate) async fn group_detail(
    session: Shared<'_>,
    connection: String,
    group: String,
) -> Result<GroupDetail> {
    caught(session.group_detail(&connection, &group)).await
}

/// How the lag of a group went since a time, in ms since 1970. It is measured from the first `group_detail` on, while the
/// connection is open, and kept over restarts.
#[tauri::command]
#[specta::specta]
pub(crate) async fn lag_history(
    session: Shared<'_>,
    connection: String,
    group: String,
    since_ms: Moment,
) -> Result<LagHistory> {
    caught(session.lag_history(&connection, &group, since_ms.0)).await
}

/// The groups that read a topic or have read it, with their lag in it. Which those are is known when all groups have been
/// asked: ask again while `lags` is `loading`.
#[tauri::command]
#[specta::specta]
pub(crate) async fn topic_groups(
    session: Shared<'_>,
    connection: String,
    topic: String,
    refresh: bool,
) -> Result<TopicGroups> {
    caught(session.topic_groups(&connection, &topic, refresh)).await
}

/// Writes all partitions of a group to a file, as CSV. A failure has the code `conflict` where the file is there and is
/// not to be replaced.
#[tauri::command]
#[specta::specta]
pub(crate) async fn export_group(
    session: Shared<'_>,
    connection: String,
    group: String,
    path: String,
    replace: bool,
) -> Result<()> {
    caught(session.export_group(&connection, &group, path, replace)).await
}

/// What a reset of a group's offsets would do. Nothing is changed.
#[tauri::command]
#[specta::specta]
pub(crate) async fn plan_reset(
    session: Shared<'_>,
    connection: String,
    group: String,
    reset: Reset,
) -> Result<ResetPlan> {
    caught(session.plan_reset(&connection, &group, &reset)).await
}

/// Sets a group's offsets as they were planned. A failure has the code `conflict` where the group has members or has moved
/// since, `confirm` on a production connection where `confirm` is not the group's name.
#[tauri::command]
#[specta::specta]
pub(crate) async fn apply_reset(
    session: Shared<'_>,
    connection: String,
    group: String,
    plan: ResetPlan,
    confirm: Option<String>,
) -> Result<ChangeResult> {
    caught(session.apply_reset(&connection, &group, &plan, confirm.as_deref())).await
}

/// Deletes a group that has no members, with its offsets.
#[tauri::command]
#[specta::specta]
pub(crate) async fn delete_group(
    session: Shared<'_>,
    connection: String,
    group: String,
    confirm: Option<String>,
) -> Result<ChangeResult> {
    caught(session.delete_group(&connection, &group, confirm.as_deref())).await
}

/// Deletes what a group has committed for a topic that none of its members reads.
#[tauri::command]
#[specta::specta]
pub(crate) async fn delete_group_offsets(
    session: Shared<'_>,
    connection: String,
    group: String,
    topic: String,
    confirm: Option<String>,
) -> Result<ChangeResult> {
    caught(session.delete_group_offsets(&connection, &group, &topic, confirm.as_deref())).await
}
