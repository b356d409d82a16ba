//! Lists the commands that the window may call: Tauri refuses all others.

const COMMANDS: &[&str] = &[
    "list_connections",
    "save_connection",
    "delete_connection",
    "set_read_only",
    "test_connection",
    "keychain",
    "open_connection",
    "close_connection",
    "list_topics",
    "topic_partitions",
    "list_groups",
    "group_detail",
    "lag_history",
    "topic_groups",
    "export_group",
    "plan_reset",
    "open_view",
    "close_view",
    "set_filter",
    "check_filter",
    "complete_filter",
    "add_condition",
    "view_histogram",
    "stop_view",
    "continue_view",
    "view_rows",
    "view_coverage",
    "message_detail",
    "message_lines",
    "message_text",
    "message_draft",
    "line_target",
    "find_lines",
    "compare_messages",
    "copy_rows",
    "command_lines",
    "key_partition",
    "consumer_groups",
    "produce",
    "check_json",
    "sent_messages",
    "start_export",
    "export_defaults",
    "check_production",
    "start_production",
    "produce_many",
    "watch_jobs",
    "stop_job",
    "dismiss_job",
    "choose_file",
    "search_names",
    "diagnostics",
    "load_settings",
    "save_settings",
    "notices",
];

fn main() {
    let manifest = tauri_build::AppManifest::new().commands(COMMANDS);
    if let Err(error) =
        tauri_build::try_build(tauri_build::Attributes::new().app_manifest(manifest))
    {
        panic!("{error:#}");
    }
}
