//! The list of all screens and their states.

mod access;
mod config;
mod connection;
mod export;
mod groups;
mod home;
mod messages;
mod palette;
mod produce;
mod table;
mod topics;
mod views;
mod window;

use crate::scene::{Scene, scene};

/// Every screen in every state. What leaves traces in the window (jobs, saved views) stands last.
pub(crate) const ALL: &[Scene] = &[
    scene!("home", "first-run", home::first_run),
    scene!("connection", "empty", connection::empty),
    scene!("connection", "error", connection::error),
    scene!("connection", "testing", connection::testing),
    scene!("connection", "tested", connection::tested),
    scene!("home", "connections", home::connections),
    scene!("home", "unreachable", home::unreachable),
    scene!("topics", "loading", topics::loading),
    scene!("topics", "list", topics::list),
    scene!("topics", "filtered-out", topics::filtered_out),
    scene!("topics", "empty", topics::empty),
    scene!("topics", "denied", topics::denied),
    scene!("topics", "disconnected", topics::disconnected),
    scene!("partitions", "list", topics::partitions),
    scene!(
        "partitions",
        "disconnected",
        topics::partitions_disconnected
    ),
    scene!("topics", "create", config::create),
    scene!("topics", "create-refused", config::create_refused),
    scene!("topic", "add-partitions", config::grow),
    scene!("topic", "delete-messages", config::purge),
    scene!("topic", "delete", config::delete),
    scene!("config", "list", config::list),
    scene!("config", "changing", config::changing),
    scene!("config", "invalid", config::invalid),
    scene!("config", "filtered-out", config::filtered_out),
    scene!("config", "denied", config::denied),
    scene!("access", "list", access::list),
    scene!("access", "filtered-out", access::filtered_out),
    scene!("access", "denied", access::denied),
    scene!("access", "topic", access::topic),
    scene!("access", "add", access::add),
    scene!("access", "add-own", access::add_own),
    scene!("access", "delete", access::delete),
    scene!("messages", "live", messages::live),
    scene!("messages", "loading", messages::loading),
    scene!("messages", "never-written", messages::never_written),
    scene!("messages", "expired", messages::expired),
    scene!("messages", "nothing-in-range", messages::nothing_in_range),
    scene!("messages", "filtered-out", messages::filtered_out),
    scene!("messages", "filtered", messages::filtered),
    scene!("messages", "filter-invalid", messages::filter_invalid),
    scene!("messages", "filter-completion", messages::filter_completion),
    scene!("messages", "asking", messages::asking),
    scene!("messages", "reading", messages::reading),
    scene!("messages", "stopped", messages::stopped),
    scene!("messages", "full", messages::full),
    scene!("messages", "ended", messages::ended),
    scene!("messages", "denied", messages::denied),
    scene!("messages", "disconnected", messages::disconnected),
    scene!("messages", "coverage", messages::coverage),
    scene!("messages", "range", messages::range),
    scene!("messages", "range-group", messages::range_group),
    scene!("messages", "key", messages::key),
    scene!("messages", "commands", messages::commands),
    scene!("messages", "histogram-brushed", table::histogram_brushed),
    scene!("messages", "histogram-narrowed", table::histogram_narrowed),
    scene!("messages", "columns", table::columns),
    scene!("messages", "columns-chosen", table::columns_chosen),
    scene!("messages", "comparing", table::comparing),
    scene!("messages", "latest-per-key", table::latest_per_key),
    scene!("messages", "many-selected", table::many_selected),
    scene!("messages", "inspector-search", table::inspector_search),
    scene!("messages", "inspector-key", table::inspector_key),
    scene!("messages", "inspector-headers", table::inspector_headers),
    scene!("messages", "inspector-bytes", table::inspector_bytes),
    scene!("messages", "tombstone", table::tombstone),
    scene!("produce", "empty", produce::empty),
    scene!("produce", "invalid-json", produce::invalid_json),
    scene!("produce", "file-errors", produce::file_errors),
    scene!("produce", "file-checked", produce::file_checked),
    scene!("produce", "nothing-sent", produce::nothing_sent),
    scene!("produce", "sent", produce::sent),
    scene!("produce", "last-sent", produce::last_sent),
    scene!("produce", "read-only", produce::read_only),
    scene!("groups", "list", groups::list),
    scene!("groups", "filtered-out", groups::filtered_out),
    scene!("groups", "empty", groups::empty),
    scene!("groups", "denied", groups::denied),
    scene!("groups", "disconnected", groups::disconnected),
    scene!("group", "measured", groups::measured),
    scene!("group", "members", groups::members),
    scene!("group", "lost", groups::lost),
    scene!("group", "menu", groups::menu),
    scene!("group", "disconnected", groups::group_disconnected),
    scene!("consumers", "list", groups::consumers),
    scene!("reset", "plan", groups::reset),
    scene!("reset", "invalid", groups::reset_invalid),
    scene!("reset", "partitions", groups::reset_partitions),
    scene!("reset", "refused", groups::reset_refused),
    scene!("group", "delete", groups::delete),
    scene!("production", "confirm", groups::confirm),
    scene!("palette", "empty", palette::empty),
    scene!("palette", "searching", palette::searching),
    scene!("palette", "nothing-found", palette::nothing_found),
    scene!("keys", "topic", window::keys),
    scene!("diagnostics", "copied", window::diagnostics),
    scene!("views", "save", views::save),
    scene!("views", "tree", views::tree),
    scene!("views", "changed", views::changed),
    scene!("export", "ask", export::ask),
    scene!("export", "csv", export::csv),
    scene!("export", "conflict", export::conflict),
    scene!("export", "failed", export::failed),
    scene!("jobs", "none", export::no_jobs),
    scene!("jobs", "running", export::running),
    scene!("jobs", "done", export::done),
    scene!("jobs", "failed", export::job_failed),
    scene!("journal", "undone", groups::journal),
];

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::ALL;

    #[test]
    fn no_scene_overwrites_the_picture_of_another() {
        let names: HashSet<String> = ALL.iter().map(super::Scene::name).collect();
        assert_eq!(names.len(), ALL.len());
    }
}
