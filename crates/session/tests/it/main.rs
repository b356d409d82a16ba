//! The app without its window, against a real Apache Kafka and against the sandbox.

mod access;
mod broken;
mod causes;
mod connections;
mod door;
mod faults;
mod fixture;
mod honest;
mod lost;
mod rights;
mod size;
mod suite;
#[path = "../../../kafka/tests/it/wire.rs"]
mod wire;

/// Each check of the suite once for each kind of cluster.
macro_rules! suite {
    ($($check:ident),* $(,)?) => {
        mod on_a_real_kafka {
            $(#[tokio::test(flavor = "multi_thread")]
            async fn $check() {
                let kafka = tests::kafka::Kafka::shared().await;
                crate::suite::$check(crate::fixture::App::on(kafka.plaintext()).await).await;
            })*
        }
        mod on_the_sandbox {
            $(#[tokio::test(flavor = "multi_thread")]
            async fn $check() {
                let sandbox = sandbox::Sandbox::start(sandbox::Options { seed: false }).await.expect("a sandbox");
                crate::suite::$check(crate::fixture::App::on(&sandbox.bootstrap()).await).await;
            })*
        }
    };
}

suite!(
    topics_in_sight_tell_their_settings_and_who_is_behind,
    a_deleted_topic_is_created_again_without_its_data,
    a_setting_is_explained_changed_and_put_back,
    a_topic_is_checked_created_and_grown,
    a_topic_is_emptied_as_it_was_counted,
    a_sample_tells_what_the_newest_messages_are_like,
    a_compacted_topic_is_a_table_of_its_keys,
    a_key_is_looked_for_in_its_partition_alone,
    a_range_has_two_ends,
    a_view_ends_when_it_has_enough_rows,
    a_wrong_filter_is_told_and_the_last_one_goes_on,
    the_newest_are_read_first,
    a_bounded_read_ends_and_says_how_much_it_covered,
    a_filter_judges_what_is_kept_and_what_comes,
    a_live_view_shows_what_is_produced,
    a_message_that_is_too_large_is_told,
    a_message_is_shown_whole_and_produced_again,
    a_read_only_connection_writes_nothing,
    a_short_backlog_is_in_the_order_of_time,
    a_stopped_view_goes_on_where_it_was,
    a_topic_that_is_not_there_is_told,
    an_empty_topic_ends,
    only_the_chosen_partitions_are_read,
    scan_and_view_count_the_same,
    topics_are_searched_sorted_and_counted,
    a_deleted_group_is_brought_back_with_its_offsets,
    a_production_connection_asks_for_the_name,
    a_read_only_connection_changes_nothing,
    a_reset_is_applied_and_taken_back,
    a_reset_that_is_out_of_date_changes_nothing,
    an_active_group_is_not_changed,
    the_journal_is_searched_and_exported,
    a_deleted_topic_is_no_lag,
    a_group_is_written_as_a_table,
    a_group_that_is_not_there_is_told,
    a_lagging_group_is_listed_and_told_in_detail,
    a_reset_is_planned_and_changes_nothing,
    an_active_group_tells_its_members_and_is_not_reset,
    the_groups_of_a_topic_are_told_with_their_lag_in_it,
    the_history_of_a_lag_outlasts_the_app,
    what_retention_took_before_it_was_read_is_told,
    views_start_where_they_are_asked_to,
    what_is_no_start_is_refused,
    a_file_that_is_there_stays,
    a_message_is_sent_many_times_and_kept,
    a_message_that_cannot_be_written_ends_a_production,
    a_read_only_connection_sends_nothing_more,
    a_stopped_export_leaves_nothing,
    a_topic_that_vanishes_fails_its_export,
    an_export_holds_what_matches_in_the_order_of_each_partition,
    diagnostics_name_nobody,
    many_are_sent_in_the_order_of_each_partition,
    names_of_open_connections_are_found,
    nothing_is_sent_of_a_file_with_a_fault,
    only_the_newest_message_of_each_key_is_exported,
    what_was_exported_and_produced_again_exports_the_same,
);
