//! The commands, and the TypeScript that names them for the page.

use tauri_specta::{Builder, ErrorHandlingMode, collect_commands};

use crate::commands::{
    access, changes, connections, groups, jobs, messages, palette, produce, settings, topics,
};

/// The one list of commands; `build.rs` and `capabilities/main.json` name the same ones.
pub(crate) fn builder() -> Builder<tauri::Wry> {
    Builder::new()
        .commands(collect_commands![
            connections::list_connections,
            connections::save_connection,
            connections::delete_connection,
            connections::set_read_only,
            connections::test_connection,
            connections::keychain,
            connections::open_connection,
            connections::close_connection,
            topics::list_topics,
            topics::topic_partitions,
            topics::topic_figures,
            topics::create_topic,
            topics::topic_configs,
            topics::alter_configs,
            topics::add_partitions,
            topics::plan_purge,
            topics::purge,
            topics::delete_topic,
            groups::list_groups,
            groups::group_detail,
            groups::lag_history,
            groups::topic_groups,
            groups::export_group,
            groups::plan_reset,
            groups::apply_reset,
            groups::delete_group,
            groups::delete_group_offsets,
            changes::list_journal,
            changes::export_journal,
            changes::undo_change,
            changes::check_change,
            access::list_acls,
            access::who_may_read,
            access::plan_acls,
            access::add_acls,
            access::delete_acls,
            access::acl_lines,
            messages::open_view,
            messages::close_view,
            messages::set_filter,
            messages::check_filter,
            messages::complete_filter,
            messages::add_condition,
            messages::view_histogram,
            messages::stop_view,
            messages::continue_view,
            messages::view_rows,
            messages::view_coverage,
            messages::message_detail,
            messages::message_lines,
            messages::message_text,
            messages::message_draft,
            messages::line_target,
            messages::find_lines,
            messages::compare_messages,
            messages::copy_rows,
            messages::command_lines,
            messages::key_partition,
            messages::consumer_groups,
            produce::produce,
            produce::check_json,
            produce::sent_messages,
            jobs::start_analysis,
            jobs::analysis,
            jobs::start_export,
            jobs::export_defaults,
            jobs::check_production,
            jobs::start_production,
            jobs::produce_many,
            jobs::watch_jobs,
            jobs::stop_job,
            jobs::dismiss_job,
            jobs::choose_file,
            palette::search_names,
            palette::diagnostics,
            settings::load_settings,
            settings::save_settings,
            settings::notices,
        ])
        .disable_serde_phases()
        .error_handling(ErrorHandlingMode::Throw)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::path::Path;

    use super::*;

    /// The committed file is what the commands say. `TRIBUTARY_WRITE_BINDINGS=1` writes it anew.
    #[test]
    fn the_page_names_the_commands_that_there_are() {
        let committed = Path::new(env!("CARGO_MANIFEST_DIR")).join("../ui/src/bindings.ts");
        let written = tempfile::NamedTempFile::new().expect("a file");
        builder()
            .export(specta_typescript::Typescript::default(), written.path())
            .expect("exported");
        let now = std::fs::read_to_string(written.path()).expect("what was exported");
        if std::env::var_os("TRIBUTARY_WRITE_BINDINGS").is_some() {
            std::fs::write(&committed, &now).expect("written");
        }
        let before = std::fs::read_to_string(&committed).expect("ui/src/bindings.ts");
        assert!(
            before == now,
            "ui/src/bindings.ts is stale: run TRIBUTARY_WRITE_BINDINGS=1 cargo test -p tributary"
        );
    }

    #[test]
    fn the_window_may_call_each_of_them_and_nothing_else() {
        let capability = include_str!("../capabilities/main.json");
        let build = include_str!("../build.rs");
        let allowed: BTreeSet<String> = capability
            .split('"')
            .filter_map(|word| word.strip_prefix("allow-"))
            .map(|name| name.replace('-', "_"))
            .collect();
        let built: BTreeSet<String> = build
            .lines()
            .filter_map(|line| line.trim().strip_prefix('"')?.strip_suffix("\","))
            .map(str::to_owned)
            .collect();
        let listed: BTreeSet<String> = include_str!("bindings.rs")
            .lines()
            .skip_while(|line| !line.contains("collect_commands!["))
            .skip(1)
            .take_while(|line| !line.contains("])"))
            .filter_map(|line| line.trim().strip_suffix(',')?.split("::").last())
            .map(str::to_owned)
            .collect();
        assert!(!listed.is_empty());
        assert_eq!(listed, allowed, "capabilities/main.json");
        assert_eq!(listed, built, "build.rs");
    }
}
