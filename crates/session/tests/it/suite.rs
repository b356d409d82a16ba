//! What the app does with any cluster.

pub(crate) mod administration;
mod analysis;
mod asking;
pub(crate) mod changes;
mod figures;
pub(crate) mod groups;
mod jobs;
mod writing;

use session::{Code, Offsets, PartitionState, Start, TailState, TopicQuery, TopicSort, ViewSpec};

use crate::fixture::{App, filter, spec};
pub(crate) use administration::{
    a_deleted_topic_is_created_again_without_its_data, a_setting_is_explained_changed_and_put_back,
    a_topic_is_checked_created_and_grown, a_topic_is_emptied_as_it_was_counted,
};
pub(crate) use analysis::a_sample_tells_what_the_newest_messages_are_like;
pub(crate) use asking::{
    a_compacted_topic_is_a_table_of_its_keys, a_key_is_looked_for_in_its_partition_alone,
    a_range_has_two_ends, a_view_ends_when_it_has_enough_rows,
    a_wrong_filter_is_told_and_the_last_one_goes_on, the_newest_are_read_first,
};
pub(crate) use changes::{
    a_deleted_group_is_brought_back_with_its_offsets, a_production_connection_asks_for_the_name,
    a_read_only_connection_changes_nothing, a_reset_is_applied_and_taken_back,
    a_reset_that_is_out_of_date_changes_nothing, an_active_group_is_not_changed,
    the_journal_is_searched_and_exported,
};
pub(crate) use figures::topics_in_sight_tell_their_settings_and_who_is_behind;
pub(crate) use groups::{
    a_deleted_topic_is_no_lag, a_group_is_written_as_a_table, a_group_that_is_not_there_is_told,
    a_lagging_group_is_listed_and_told_in_detail, a_reset_is_planned_and_changes_nothing,
    an_active_group_tells_its_members_and_is_not_reset,
    the_groups_of_a_topic_are_told_with_their_lag_in_it, the_history_of_a_lag_outlasts_the_app,
    what_retention_took_before_it_was_read_is_told,
};
pub(crate) use jobs::{
    a_file_that_is_there_stays, a_message_is_sent_many_times_and_kept,
    a_message_that_cannot_be_written_ends_a_production, a_read_only_connection_sends_nothing_more,
    a_stopped_export_leaves_nothing, a_topic_that_vanishes_fails_its_export,
    an_export_holds_what_matches_in_the_order_of_each_partition, diagnostics_name_nobody,
    many_are_sent_in_the_order_of_each_partition, names_of_open_connections_are_found,
    nothing_is_sent_of_a_file_with_a_fault, only_the_newest_message_of_each_key_is_exported,
    what_was_exported_and_produced_again_exports_the_same,
};
pub(crate) use writing::{
    a_message_is_shown_whole_and_produced_again, a_message_that_is_too_large_is_told,
    a_read_only_connection_writes_nothing,
};

pub(crate) async fn a_bounded_read_ends_and_says_how_much_it_covered(app: App) {
    let topic = app.topic(3).await;
    for number in 0..30 {
        app.produce(&topic, number % 2, &number.to_string()).await;
    }
    let (view, tick) = app.read(spec(&topic, Start::Earliest)).await;
    assert_eq!(
        (tick.seen, tick.matched, tick.read, tick.total, tick.dropped),
        (30, 30, 30, Some(30), 0)
    );
    let coverage = app.session.view_coverage(view.view).expect("coverage");
    let read: Vec<_> = coverage
        .iter()
        .map(|partition| {
            (
                partition.partition,
                partition.read,
                partition.total,
                partition.state,
            )
        })
        .collect();
    assert_eq!(
        read,
        [
            (0, 15, 15, PartitionState::End),
            (1, 15, 15, PartitionState::End),
            (2, 0, 0, PartitionState::End)
        ]
    );
}

pub(crate) async fn an_empty_topic_ends(app: App) {
    let topic = app.topic(2).await;
    let (_, tick) = app.read(spec(&topic, Start::Earliest)).await;
    assert_eq!(
        (tick.seen, tick.end - tick.first, tick.total),
        (0, 0, Some(0))
    );
}

pub(crate) async fn a_live_view_shows_what_is_produced(app: App) {
    let topic = app.topic(2).await;
    app.produce(&topic, 0, "before").await;
    let mut view = app
        .open(ViewSpec {
            follow: true,
            ..spec(&topic, Start::Latest)
        })
        .await;
    view.until(|tick| tick.state == TailState::Live).await;
    app.produce(&topic, 1, "one").await;
    let tick = view.until(|tick| tick.matched == 1).await;
    assert_eq!(view.values(&tick), ["one"]);
    app.produce(&topic, 0, "two").await;
    let tick = view.until(|tick| tick.matched == 2).await;
    assert_eq!(view.values(&tick), ["one", "two"]);
}

pub(crate) async fn a_filter_judges_what_is_kept_and_what_comes(app: App) {
    let topic = app.topic(1).await;
    for number in 0..20 {
        app.produce(
            &topic,
            0,
            &format!(
                "{number} {}",
                if number % 4 == 0 { "FAILED" } else { "fine" }
            ),
        )
        .await;
    }
    let mut view = app
        .open(ViewSpec {
            follow: true,
            ..spec(&topic, Start::Earliest)
        })
        .await;
    view.until(|tick| tick.matched == 20).await;
    app.session
        .set_filter(view.view, &filter("FAILED"))
        .expect("filtered");
    let tick = view
        .until(|tick| tick.matched == 5 && tick.pending == 0)
        .await;
    assert_eq!(
        view.values(&tick),
        ["0 FAILED", "4 FAILED", "8 FAILED", "12 FAILED", "16 FAILED"]
    );
    app.produce(&topic, 0, "20 FAILED").await;
    app.produce(&topic, 0, "21 failed").await;
    app.produce(&topic, 0, "22 FAILED").await;
    let tick = view.until(|tick| tick.seen == 23).await;
    assert_eq!(
        view.values(&tick)[5..],
        ["20 FAILED", "22 FAILED"],
        "case counts"
    );
    app.session
        .set_filter(view.view, &filter(""))
        .expect("no filter");
    let tick = view.until(|tick| tick.matched == 23).await;
    assert_eq!(view.values(&tick).len(), 23);
}

pub(crate) async fn a_stopped_view_goes_on_where_it_was(app: App) {
    let topic = app.topic(1).await;
    app.produce(&topic, 0, "one").await;
    let mut view = app
        .open(ViewSpec {
            follow: true,
            ..spec(&topic, Start::Earliest)
        })
        .await;
    view.until(|tick| tick.matched == 1).await;
    app.session.stop_view(view.view).expect("stopped");
    view.until(|tick| tick.state == TailState::Stopped).await;
    app.produce(&topic, 0, "two").await;
    app.session.continue_view(view.view).expect("goes on");
    let tick = view.until(|tick| tick.matched == 2).await;
    assert_eq!(
        view.values(&tick),
        ["one", "two"],
        "nothing lost, nothing twice"
    );
}

pub(crate) async fn a_short_backlog_is_in_the_order_of_time(app: App) {
    let topic = app.topic(3).await;
    for number in 0..12 {
        app.produce(&topic, 2 - number % 3, &number.to_string())
            .await;
    }
    let (view, tick) = app.read(spec(&topic, Start::Last { count: 9 })).await;
    let numbers: Vec<i32> = view
        .values(&tick)
        .iter()
        .map(|value| value.parse().expect("a number"))
        .collect();
    // Three of each partition; records of the same millisecond stand in the order of their partitions.
    assert_eq!(numbers.len(), 9);
    let times: Vec<i64> = (tick.first..tick.end)
        .map(|row| {
            app.session
                .message_detail(view.view, row)
                .expect("a message")
                .timestamp
                .expect("a time")
                .parse()
                .expect("ms")
        })
        .collect();
    assert!(times.is_sorted(), "{times:?}");
}

pub(crate) async fn views_start_where_they_are_asked_to(app: App) {
    let topic = app.topic(1).await;
    for number in 0..10 {
        app.produce(&topic, 0, &number.to_string()).await;
    }
    let (view, tick) = app.read(spec(&topic, Start::Earliest)).await;
    let sixth = app
        .session
        .message_detail(view.view, tick.first + 6)
        .expect("a message")
        .timestamp
        .expect("a time");
    let expected = (0..10)
        .filter(|row| {
            app.session
                .message_detail(view.view, tick.first + row)
                .expect("a message")
                .timestamp
                .expect("a time")
                >= sixth
        })
        .count();
    for (start, count) in [
        (Start::Latest, 0),
        (Start::Last { count: 3 }, 3),
        (Start::Last { count: 100 }, 10),
        (
            Start::Offset {
                offset: "8".to_owned(),
            },
            2,
        ),
        (
            Start::Time {
                text: sixth,
                utc: true,
            },
            expected,
        ),
        (
            Start::Time {
                text: "1h ago".to_owned(),
                utc: true,
            },
            10,
        ),
        (
            Start::Time {
                text: "2099-01-01".to_owned(),
                utc: true,
            },
            0,
        ),
    ] {
        let (view, tick) = app.read(spec(&topic, start.clone())).await;
        let values = view.values(&tick);
        let expected: Vec<String> = (10 - count..10).map(|number| number.to_string()).collect();
        assert_eq!(values, expected, "{start:?}");
    }
}

pub(crate) async fn what_is_no_start_is_refused(app: App) {
    let topic = app.topic(2).await;
    for spec in [
        spec(
            &topic,
            Start::Offset {
                offset: "1,000".to_owned(),
            },
        ),
        spec(
            &topic,
            Start::Offset {
                offset: "-1".to_owned(),
            },
        ),
        spec(
            &topic,
            Start::Offset {
                offset: "ten".to_owned(),
            },
        ),
        spec(
            &topic,
            Start::Offset {
                offset: "99999999999999999999".to_owned(),
            },
        ),
        spec(
            &topic,
            Start::Time {
                text: "soon".to_owned(),
                utc: true,
            },
        ),
        ViewSpec {
            partitions: Some(vec![0, 2]),
            ..spec(&topic, Start::Earliest)
        },
        ViewSpec {
            partitions: Some(Vec::new()),
            ..spec(&topic, Start::Earliest)
        },
    ] {
        let failure = app
            .session
            .open_view(&app.connection, &spec, |_| true)
            .await
            .expect_err("refused");
        assert_eq!(failure.code, Code::Invalid, "{spec:?}: {failure:?}");
    }
}

pub(crate) async fn only_the_chosen_partitions_are_read(app: App) {
    let topic = app.topic(3).await;
    for partition in 0..3 {
        app.produce(&topic, partition, &format!("in {partition}"))
            .await;
    }
    let (view, tick) = app
        .read(ViewSpec {
            partitions: Some(vec![2, 0]),
            ..spec(&topic, Start::Earliest)
        })
        .await;
    let mut values = view.values(&tick);
    values.sort();
    assert_eq!(
        (values, tick.partitions),
        (vec!["in 0".to_owned(), "in 2".to_owned()], 2)
    );
}

pub(crate) async fn scan_and_view_count_the_same(app: App) {
    let topic = app.topic(2).await;
    for number in 0..40 {
        app.produce(&topic, number % 2, &format!("{{\"number\": {number}}}"))
            .await;
    }
    let filtered = ViewSpec {
        filter: filter("\"number\": 1"),
        ..spec(&topic, Start::Earliest)
    };
    let (_, tick) = app.read(filtered.clone()).await;
    let config = kafka::ClusterConfig::plaintext(app.bootstrap());
    let scanned = session::scan(config, &filtered, 1 << 20)
        .await
        .expect("scanned");
    assert_eq!((scanned.messages, scanned.matched), (40, 11));
    assert_eq!((tick.seen, tick.matched), (40, 11));
}

pub(crate) async fn a_topic_that_is_not_there_is_told(app: App) {
    let name = tests::unique("nowhere");
    let failure = app
        .session
        .open_view(&app.connection, &spec(&name, Start::Earliest), |_| true)
        .await
        .expect_err("not there");
    assert_eq!(failure.code, Code::NotFound);
    assert!(failure.message.contains(&name), "{}", failure.message);
}

pub(crate) async fn topics_are_searched_sorted_and_counted(app: App) {
    let (small, large) = (app.topic(1).await, app.topic(5).await);
    for partition in [0, 3, 4] {
        app.produce(&large, partition, "value").await;
    }
    let query = |search: &str, sort, descending| TopicQuery {
        search: search.to_owned(),
        sort,
        descending,
        internal: false,
    };
    let mut page = app
        .session
        .list_topics(
            &app.connection,
            &query(&large, TopicSort::Name, false),
            0,
            10,
            true,
        )
        .await
        .expect("a page");
    while page.offsets == Offsets::Loading {
        tokio::task::yield_now().await;
        page = app
            .session
            .list_topics(
                &app.connection,
                &query(&large, TopicSort::Name, false),
                0,
                10,
                false,
            )
            .await
            .expect("a page");
    }
    let row = &page.rows[0];
    assert_eq!(
        (
            page.matching,
            row.partitions,
            row.replication,
            row.messages.as_deref(),
            row.internal
        ),
        (1, 5, 1, Some("3"), false)
    );
    // Others make topics on a shared broker too: only the order of these two is ours.
    let sorted = app
        .session
        .list_topics(
            &app.connection,
            &query("SESSION", TopicSort::Partitions, true),
            0,
            500,
            false,
        )
        .await
        .expect("a page");
    let place = |name: &str| {
        sorted
            .rows
            .iter()
            .position(|row| row.name == name)
            .expect("listed")
    };
    assert!(place(&large) < place(&small));
}
