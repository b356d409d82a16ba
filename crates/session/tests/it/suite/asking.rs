//! What is asked of a topic: a range, a key, a filter, an order.

use session::{
    EndReason, FilterKind, KeyQuery, Order, Partitioner, Start, TailState, Until, ViewSpec,
};

use crate::fixture::{App, filter, spec};

pub(crate) async fn a_range_has_two_ends(app: App) {
    let topic = app.topic(2).await;
    for number in 0..20 {
        app.produce(&topic, number % 2, &number.to_string()).await;
    }
    let offset = |offset: &str| {
        Some(Until::Offset {
            offset: offset.to_owned(),
        })
    };
    let at = |text: &str| Start::Position {
        text: text.to_owned(),
    };
    let from = |offset: &str| Start::Offset {
        offset: offset.to_owned(),
    };
    let time = |text: &str| {
        Some(Until::Time {
            text: text.to_owned(),
            utc: true,
        })
    };
    for (start, until, expected) in [
        (
            Start::Earliest,
            offset("3"),
            vec!["0", "1", "2", "3", "4", "5"],
        ),
        (from("2"), offset("4"), vec!["4", "5", "6", "7"]),
        (at("1:8"), None, vec!["17", "19"]),
        (at("1:8, 0:9"), None, vec!["17", "18", "19"]),
        (at("0:1"), offset("3"), vec!["2", "4"]),
        (
            Start::Last { count: 4 },
            Some(Until::Now),
            vec!["16", "17", "18", "19"],
        ),
        (Start::Earliest, time("1 h ago"), vec![]),
        (
            Start::Earliest,
            time("2100-01-01"),
            (0..20).map(|_| "").collect(),
        ),
    ] {
        for order in [Order::Oldest, Order::Newest] {
            let asked = ViewSpec {
                until: until.clone(),
                order,
                ..spec(&topic, start.clone())
            };
            let (view, tick) = app.read(asked.clone()).await;
            let mut values = view.values(&tick);
            values.sort_by_key(|value| value.parse::<u32>().ok());
            if expected.first() == Some(&"") {
                assert_eq!(values.len(), expected.len(), "{asked:?}");
            } else {
                assert_eq!(values, expected, "{asked:?}");
            }
            assert_eq!(
                (Some(tick.read), tick.missing),
                (tick.total, 0),
                "{asked:?}"
            );
        }
    }
    for (start, until) in [
        (from("5"), offset("3")),
        (at("7:1"), None),
        (at("1"), None),
        (at("1:99"), None),
        (
            Start::Time {
                text: "1 h ago".to_owned(),
                utc: true,
            },
            time("2 h ago"),
        ),
    ] {
        let asked = ViewSpec {
            until,
            ..spec(&topic, start)
        };
        let failure = app
            .session
            .open_view(&app.connection, &asked, |_| true)
            .await
            .expect_err("no range");
        assert_eq!(
            failure.code,
            session::Code::Invalid,
            "{asked:?}: {failure:?}"
        );
    }
}

pub(crate) async fn a_key_is_looked_for_in_its_partition_alone(app: App) {
    let topic = app.topic(4).await;
    let mut written = None;
    for number in 0..40 {
        let produced = app
            .produce_keyed(
                &topic,
                &format!("order-{}", number % 8),
                Some(&number.to_string()),
            )
            .await;
        if number % 8 == 3 {
            written = Some(produced.partition);
        }
    }
    let key = KeyQuery {
        text: "order-3".to_owned(),
        partitioner: Partitioner::Murmur2,
    };
    let partition = app
        .session
        .key_partition(&app.connection, &topic, &key)
        .await;
    assert_eq!(partition.ok(), written);
    for order in [Order::Oldest, Order::Newest] {
        let (view, tick) = app
            .read(ViewSpec {
                key: Some(key.clone()),
                order,
                ..spec(&topic, Start::Earliest)
            })
            .await;
        assert_eq!(view.values(&tick), ["3", "11", "19", "27", "35"]);
        assert_eq!((tick.only, tick.partitions), (written, 1));
        assert_eq!((Some(tick.read), tick.missing), (tick.total, 0));
    }
}

pub(crate) async fn the_newest_are_read_first(app: App) {
    let topic = app.topic(3).await;
    // More than is sorted as a whole.
    app.produce_many(&topic, 6000).await;
    let mut view = app
        .open(ViewSpec {
            order: Order::Newest,
            follow: true,
            ..spec(&topic, Start::Earliest)
        })
        .await;
    let first = view.until(|tick| tick.end > tick.first).await;
    assert_eq!(view.value(first.end - 1), "5999");
    let live = view.until(|tick| tick.state == TailState::Live).await;
    assert_eq!(
        (live.matched, live.read, live.total),
        (6000, 6000, Some(6000))
    );
    app.produce(&topic, 1, "live").await;
    let tick = view.until(|tick| tick.matched == 6001).await;
    let values = view.values(&tick);
    let expected: Vec<String> = (0..6000).map(|number| number.to_string()).collect();
    assert!(
        values[..6000] == expected,
        "in the order of time: {:?}",
        &values[..20]
    );
    assert_eq!(values[6000], "live");
}

pub(crate) async fn a_view_ends_when_it_has_enough_rows(app: App) {
    let topic = app.topic(2).await;
    for number in 0..30 {
        app.produce(&topic, number % 2, &format!("{{\"n\":{number}}}"))
            .await;
    }
    let asked = |order| ViewSpec {
        limit: Some(3),
        filter: filter(".n >= 10"),
        order,
        ..spec(&topic, Start::Earliest)
    };
    let (mut view, tick) = app.read(asked(Order::Newest)).await;
    assert_eq!(
        (tick.matched, tick.state.clone()),
        (
            3,
            TailState::Ended {
                reason: EndReason::Limit
            }
        )
    );
    // Those of the same millisecond are in the order of their partitions.
    let mut newest = view.values(&tick);
    newest.sort();
    assert_eq!(newest, ["{\"n\":27}", "{\"n\":28}", "{\"n\":29}"]);
    app.session.continue_view(view.view).expect("goes on");
    let tick = view.until(|tick| tick.matched == 6).await;
    assert_eq!(
        tick.state,
        TailState::Ended {
            reason: EndReason::Limit
        }
    );
    let (_, tick) = app.read(asked(Order::Oldest)).await;
    assert_eq!(tick.matched, 3);
}

pub(crate) async fn a_wrong_filter_is_told_and_the_last_one_goes_on(app: App) {
    let topic = app.topic(1).await;
    for value in ["{\"a\":1}", "{\"a\":2}", "no JSON"] {
        app.produce(&topic, 0, value).await;
    }
    let (mut view, _) = app
        .read(ViewSpec {
            filter: filter(".a = 2"),
            ..spec(&topic, Start::Earliest)
        })
        .await;
    let verdict = app
        .session
        .set_filter(view.view, &filter(".a = "))
        .expect("an open view");
    let problem = verdict.problem.expect("a problem");
    assert!(
        problem.from >= 3 && !problem.message.is_empty(),
        "{problem:?}"
    );
    let tick = view.until(|tick| tick.pending == 0).await;
    assert_eq!((tick.matched, tick.unclear), (1, 1));
    let verdict = app
        .session
        .set_filter(view.view, &filter(".a exists"))
        .expect("an open view");
    assert_eq!((verdict.kind, verdict.problem), (FilterKind::Where, None));
    view.until(|tick| tick.matched == 2 && tick.unclear == 1)
        .await;
}

pub(crate) async fn a_compacted_topic_is_a_table_of_its_keys(app: App) {
    let topic = app.topic(2).await;
    for (key, value) in [
        ("a", Some("1")),
        ("b", Some("1")),
        ("a", Some("2")),
        ("c", Some("1")),
        ("b", None),
        ("a", Some("3")),
    ] {
        app.produce_keyed(&topic, key, value).await;
    }
    let (view, tick) = app
        .read(ViewSpec {
            latest_per_key: true,
            ..spec(&topic, Start::Earliest)
        })
        .await;
    assert_eq!((tick.seen, tick.matched), (6, 3));
    let mut values = view.values(&tick);
    values.sort();
    assert_eq!(values, ["", "1", "3"], "b is a tombstone");
}
