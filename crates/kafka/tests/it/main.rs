//! One protocol suite, run against a real Apache Kafka and against the sandbox: both must give the same answers.

mod access;
mod collected;
mod faults;
mod fixture;
mod groups;
mod real;
mod spans;
mod suite;
mod topics;
mod wire;

/// Each check of the suite once for each kind of cluster.
macro_rules! suite {
    ($($part:ident: $($check:ident),+ $(,)?;)+) => {
        mod on_a_real_kafka {
            $($(#[tokio::test(flavor = "multi_thread")]
            async fn $check() {
                let kafka = tests::kafka::Kafka::shared().await;
                crate::$part::$check(kafka.plaintext()).await;
            })+)+
        }
        mod on_the_sandbox {
            $($(#[tokio::test(flavor = "multi_thread")]
            async fn $check() {
                let sandbox = sandbox::Sandbox::start(sandbox::Options { seed: false }).await.expect("a sandbox");
                crate::$part::$check(&sandbox.bootstrap()).await;
            })+)+
        }
    };
}

suite!(
    groups:
    a_group_is_deleted,
    a_group_with_a_member_is_listed_and_described,
    committed_offsets_are_deleted,
    committed_offsets_are_read_and_set_without_joining,
    many_groups_are_asked_for_a_few_at_a_time;
    suite:
    a_record_comes_back_byte_for_byte,
    a_topic_that_is_not_there_is_not_found,
    an_empty_topic_has_an_end,
    every_partition_of_many_reports_its_end,
    five_megabytes_come_back,
    keys_go_where_the_java_client_puts_them,
    offsets_are_found_by_time,
    reading_goes_on_with_what_comes_later,
    reading_joins_no_group,
    reading_starts_at_the_offset_asked_for,
    topics_tell_partitions_and_replication,
    writing_to_a_partition_that_is_not_there_is_refused;
    spans:
    a_reader_follows_after_its_rounds,
    a_span_beyond_the_end_ends_at_the_end,
    a_span_ends_where_it_should,
    a_span_from_beyond_the_end_begins_at_the_end,
    a_warm_cluster_reads_spans_one_after_another,
    an_empty_span_and_an_empty_partition_end_at_once,
    retention_that_passes_the_reader_is_told,
    rounds_read_backwards,
    what_retention_took_before_is_told;
    topics:
    every_setting_of_a_topic_is_explained,
    offsets_come_with_the_times_of_their_records,
    one_setting_is_changed_and_the_others_stay,
    partitions_are_added_and_never_taken,
    records_are_deleted_up_to_an_offset,
    settings_are_told_with_their_sources,
    the_cluster_tells_its_brokers_and_what_is_allowed,
    topics_are_checked_made_and_deleted_each_by_itself,
    topics_tell_what_is_allowed;
);
