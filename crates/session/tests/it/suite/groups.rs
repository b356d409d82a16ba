//! Groups of consumers, on any cluster.

use std::time::Duration;

use kafka::{Cluster, ClusterConfig};
use rdkafka::ClientConfig;
use rdkafka::consumer::{BaseConsumer, Consumer};
use session::{
    Code, GroupKind, GroupPage, GroupQuery, GroupRow, GroupSort, GroupState, Lag, Lags, Outlook,
    PartitionName, Reset, ResetPlan, ResetTo, TopicGroups, Trend, WorstPartition,
};

use crate::fixture::App;

pub(crate) const LIMIT: Duration = Duration::from_secs(20);

pub(crate) fn known(messages: i64) -> Lag {
    Lag::Known {
        messages: messages.to_string(),
    }
}

pub(crate) fn cluster(app: &App) -> Cluster {
    Cluster::new(ClusterConfig::plaintext(app.bootstrap())).expect("a cluster")
}

/// Commits offsets for a group without members.
pub(crate) async fn commit(app: &App, group: &str, offsets: &[(&str, i32, i64)]) {
    let cluster = cluster(app);
    let offsets: Vec<(String, i32, i64)> = offsets
        .iter()
        .map(|(topic, partition, offset)| ((*topic).to_owned(), *partition, *offset))
        .collect();
    // A fresh broker loads its groups first.
    loop {
        let set = cluster
            .alter_group_offsets(group, offsets.clone(), LIMIT)
            .await;
        if set.is_ok_and(|set| set.iter().all(|answer| answer.offset.is_ok())) {
            return;
        }
        tokio::task::yield_now().await;
    }
}

/// A consumer that joins a group, and has partitions once this returns. It commits nothing.
pub(crate) fn member(
    bootstrap: &str,
    group: &str,
    topic: &str,
    client: &str,
    protocol: &str,
) -> BaseConsumer {
    let config: ClientConfig = [
        ("bootstrap.servers", bootstrap),
        ("group.id", group),
        ("client.id", client),
        ("group.protocol", protocol),
        ("enable.auto.commit", "false"),
        ("auto.offset.reset", "earliest"),
    ]
    .into_iter()
    .map(|(name, value)| (name.to_owned(), value.to_owned()))
    .collect();
    let consumer: BaseConsumer = config.create().expect("a consumer");
    consumer.subscribe(&[topic]).expect("subscribed");
    while consumer.assignment().expect("an assignment").count() == 0 {
        if let Some(message) = consumer.poll(Duration::from_millis(100)) {
            message.expect("a message");
        }
    }
    consumer
}

fn query(search: &str) -> GroupQuery {
    GroupQuery {
        search: search.to_owned(),
        sort: GroupSort::Lag,
        descending: true,
    }
}

/// The list, when its lags have come.
pub(crate) async fn listed(app: &App, search: &str) -> GroupPage {
    let mut refresh = true;
    loop {
        let page = app
            .session
            .list_groups(&app.connection, &query(search), 0, 50, refresh)
            .await
            .expect("a page");
        if page.lags != Lags::Loading {
            return page;
        }
        refresh = false;
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}

async fn row(app: &App, group: &str) -> GroupRow {
    let page = listed(app, group).await;
    assert_eq!((page.matching, page.rows.len()), (1, 1), "{page:?}");
    page.rows.into_iter().next().expect("a row")
}

pub(crate) async fn written(app: &App, partitions: &[(i32, usize)]) -> String {
    let topic = app.topic(partitions.len() as i32).await;
    for (partition, count) in partitions {
        for number in 0..*count {
            app.produce(&topic, *partition, &number.to_string()).await;
        }
    }
    topic
}

pub(crate) async fn a_lagging_group_is_listed_and_told_in_detail(app: App) {
    let topic = written(&app, &[(0, 10), (1, 5), (2, 0)]).await;
    let (late, fine) = (tests::unique("late"), tests::unique("fine"));
    commit(
        &app,
        &late,
        &[(&topic, 0, 4), (&topic, 1, 4), (&topic, 2, 0)],
    )
    .await;
    commit(&app, &fine, &[(&topic, 0, 10)]).await;

    let told = row(&app, &late).await;
    assert_eq!(
        (told.kind, told.state, told.members, &told.lag, told.trend),
        (
            GroupKind::Classic,
            GroupState::Empty,
            Some(0),
            &known(7),
            Some(Trend::Measuring)
        )
    );
    assert_eq!((told.topics, told.topic_count), (vec![topic.clone()], 1));
    let worst = WorstPartition {
        topic: topic.clone(),
        partition: 0,
        lag: "6".to_owned(),
    };
    assert_eq!(told.worst, Some(worst));
    // Found by what they read, sorted by lag.
    let both = listed(&app, &topic.to_uppercase()).await;
    let names: Vec<&str> = both.rows.iter().map(|row| row.id.as_str()).collect();
    assert_eq!(names, [late.as_str(), fine.as_str()]);
    assert_eq!((both.note, both.grant), (None, None), "all may be seen");

    let before = chrono::Utc::now().timestamp_millis();
    let detail = app
        .session
        .group_detail(&app.connection, &late)
        .await
        .expect("a group");
    assert_eq!((&detail.lag, detail.partition_count), (&known(7), 3));
    assert!(detail.sampled_ms >= before && detail.members.is_empty());
    let rows: Vec<_> = detail
        .partitions
        .iter()
        .map(|row| {
            let text = |offset: &Option<String>| offset.clone().unwrap_or_default();
            (
                row.partition,
                text(&row.committed),
                text(&row.start),
                text(&row.end),
                row.lag.clone(),
            )
        })
        .collect();
    let row = |partition, committed: &str, end: &str, lag| {
        let start = "0".to_owned();
        (
            partition,
            committed.to_owned(),
            start,
            end.to_owned(),
            known(lag),
        )
    };
    assert_eq!(
        rows,
        [
            row(0, "4", "10", 6),
            row(1, "4", "5", 1),
            row(2, "0", "0", 0)
        ],
        "the worst first"
    );
    let behind: Vec<Option<&str>> = detail
        .partitions
        .iter()
        .map(|row| row.behind.as_ref().map(|behind| behind.method.as_str()))
        .collect();
    let exact = Some("exact, create time");
    assert_eq!(behind, [exact, exact, None]);
    let slowest = detail.behind.expect("a time");
    assert!((0..60_000).contains(&slowest.ms), "{slowest:?}");
    assert_eq!(
        detail.slowest,
        Some(PartitionName {
            topic: topic.clone(),
            partition: 0
        })
    );
    assert_eq!(
        (detail.outlook, detail.consumed),
        (Outlook::Measuring, None)
    );
    assert!(
        detail
            .cause
            .as_deref()
            .is_some_and(|cause| cause.starts_with("No member is running")),
        "{:?}",
        detail.cause
    );

    // It grows under the eye.
    app.produce(&topic, 0, "one more").await;
    let again = app
        .session
        .group_detail(&app.connection, &late)
        .await
        .expect("a group");
    assert_eq!(again.lag, known(8));
    commit(&app, &late, &[(&topic, 0, 11)]).await;
    let again = app
        .session
        .group_detail(&app.connection, &late)
        .await
        .expect("a group");
    assert_eq!(again.lag, known(1));
    let moved = again.partitions.iter().find(|row| row.partition == 0);
    assert!(moved.is_some_and(|row| row.changed_ms >= Some(before)));
}

pub(crate) async fn an_active_group_tells_its_members_and_is_not_reset(app: App) {
    let topic = written(&app, &[(0, 3), (1, 4)]).await;
    let group = tests::unique("group");
    let (bootstrap, name, of) = (app.bootstrap().to_owned(), topic.clone(), group.clone());
    let consumer = tokio::task::spawn_blocking(move || {
        let consumer = member(&bootstrap, &of, &name, "a-client", "classic");
        let mut list = rdkafka::TopicPartitionList::new();
        list.add_partition_offset(&name, 0, rdkafka::Offset::Offset(1))
            .expect("an offset");
        consumer
            .commit(&list, rdkafka::consumer::CommitMode::Sync)
            .expect("committed");
        consumer
    })
    .await
    .expect("a member");

    // What has messages and no commit is no part of a sum.
    let partial = Lag::Partial {
        messages: "2".to_owned(),
        why: "At least: 1 partition has no commit yet.".to_owned(),
    };
    let listed = row(&app, &group).await;
    assert_eq!(
        (listed.state, listed.members, &listed.lag),
        (GroupState::Stable, Some(1), &partial)
    );
    let detail = app
        .session
        .group_detail(&app.connection, &group)
        .await
        .expect("a group");
    assert_eq!((detail.lag, detail.member_count), (partial, 1));
    assert_eq!(detail.assignor.as_deref(), Some("range"));
    assert!(detail.coordinator.is_some());
    assert_eq!(detail.partitions[1].lag, Lag::None);
    for row in &detail.partitions {
        assert_eq!(row.client.as_deref(), Some("a-client"));
        assert_eq!(row.host.as_deref(), Some("127.0.0.1"));
    }
    let one = &detail.members[0];
    assert_eq!((one.partitions, one.lag.as_deref()), (2, None));

    let plan = plan(&app, &group, ResetTo::Latest).await;
    assert_eq!(
        plan.refused.as_deref(),
        Some("The group is active. Stop its members first: a-client on 127.0.0.1.")
    );
    assert_eq!(plan.members, ["a-client on 127.0.0.1"]);
    assert_eq!(plan.rows.len(), 2, "what it would do is shown all the same");
    drop(consumer);
}

pub(crate) async fn a_deleted_topic_is_no_lag(app: App) {
    let (gone, stays) = (
        written(&app, &[(0, 8)]).await,
        written(&app, &[(0, 5)]).await,
    );
    let group = tests::unique("group");
    commit(&app, &group, &[(&gone, 0, 1), (&stays, 0, 2)]).await;
    app.delete_topic(&gone).await;
    loop {
        let detail = app
            .session
            .group_detail(&app.connection, &group)
            .await
            .expect("a group");
        // The commit goes with the topic, a moment later.
        let of_gone = detail.partitions.iter().find(|row| row.topic == gone);
        match of_gone.map(|row| &row.lag) {
            None => {
                assert_eq!((detail.lag, detail.partition_count), (known(3), 1));
                break;
            }
            Some(Lag::Unsupported { .. }) => assert_eq!(detail.lag, known(3)),
            Some(_) => {}
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    assert_eq!(row(&app, &group).await.lag, known(3));
}

pub(crate) async fn what_retention_took_before_it_was_read_is_told(app: App) {
    let topic = written(&app, &[(0, 20)]).await;
    let group = tests::unique("group");
    commit(&app, &group, &[(&topic, 0, 3)]).await;
    let cut = cluster(&app)
        .delete_records(vec![(topic.clone(), 0, 15)], LIMIT)
        .await
        .expect("answers");
    assert_eq!(cut[0].offset, Ok(Some(15)));
    let detail = app
        .session
        .group_detail(&app.connection, &group)
        .await
        .expect("a group");
    let row = &detail.partitions[0];
    assert_eq!((&row.lag, row.start.as_deref()), (&known(17), Some("15")));
    assert_eq!(
        row.problem.as_deref(),
        Some("Below the start: 12 messages were lost to retention.")
    );
    assert!(row.behind.is_some(), "by the first that is left");
    assert_eq!(detail.notes.len(), 1, "{:?}", detail.notes);
    let plan = plan(&app, &group, ResetTo::Earliest).await;
    assert_eq!((plan.lost.as_str(), plan.again.as_str()), ("12", "0"));
    assert_eq!(plan.rows[0].to.as_deref(), Some("15"));
}

pub(crate) async fn a_group_that_is_not_there_is_told(app: App) {
    let nobody = tests::unique("nobody");
    let failure = app.session.group_detail(&app.connection, &nobody).await;
    let failure = failure.expect_err("not there");
    assert_eq!(failure.code, Code::NotFound);
    assert!(failure.message.contains(&nobody), "{}", failure.message);
}

pub(crate) async fn the_groups_of_a_topic_are_told_with_their_lag_in_it(app: App) {
    let (one, other) = (
        written(&app, &[(0, 9)]).await,
        written(&app, &[(0, 9)]).await,
    );
    let (both, single) = (tests::unique("both"), tests::unique("single"));
    commit(&app, &both, &[(&one, 0, 2), (&other, 0, 9)]).await;
    commit(&app, &single, &[(&other, 0, 5)]).await;
    let of = async |topic: &str| -> TopicGroups {
        let mut refresh = true;
        loop {
            let told = app
                .session
                .topic_groups(&app.connection, topic, refresh)
                .await
                .expect("groups");
            if told.lags != Lags::Loading {
                return told;
            }
            refresh = false;
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    let told = |told: TopicGroups| -> Vec<(String, Lag)> {
        told.groups
            .into_iter()
            .map(|group| (group.group, group.lag))
            .collect()
    };
    assert_eq!(told(of(&one).await), [(both.clone(), known(7))]);
    assert_eq!(
        told(of(&other).await),
        [(single, known(4)), (both, known(0))]
    );
}

pub(crate) async fn a_group_is_written_as_a_table(app: App) {
    let topic = written(&app, &[(0, 4)]).await;
    let group = tests::unique("group");
    commit(&app, &group, &[(&topic, 0, 1)]).await;
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("group.csv");
    let export = async |replace| {
        let path = path.to_string_lossy().into_owned();
        app.session
            .export_group(&app.connection, &group, path, replace)
            .await
    };
    export(false).await.expect("written");
    let text = std::fs::read_to_string(&path).expect("a file");
    assert_eq!(
        text,
        format!(
            "group,topic,partition,committed,start,end,lag,lost,member,client,host\r\n{group},{topic},0,1,0,4,3,0,,,\r\n"
        )
    );
    let again = export(false).await.expect_err("it is there");
    assert_eq!(again.code, Code::Conflict);
    export(true).await.expect("replaced");
}

async fn plan(app: &App, group: &str, to: ResetTo) -> ResetPlan {
    let reset = Reset {
        to,
        topics: None,
        partitions: None,
    };
    app.session
        .plan_reset(&app.connection, group, &reset)
        .await
        .expect("a plan")
}

pub(crate) async fn a_reset_is_planned_and_changes_nothing(app: App) {
    let topic = app.topic(3).await;
    // Ten messages in each partition, a millisecond apart, in turn.
    app.produce_many(&topic, 30).await;
    let (group, other) = (tests::unique("group"), tests::unique("other"));
    commit(&app, &group, &[(&topic, 0, 4), (&topic, 1, 10)]).await;
    commit(&app, &other, &[(&topic, 0, 7)]).await;
    let told = |plan: &ResetPlan| -> Vec<(i32, String, String)> {
        plan.rows
            .iter()
            .map(|row| {
                let text = |offset: &Option<String>| offset.clone().unwrap_or("-".to_owned());
                (row.partition, text(&row.from), text(&row.to))
            })
            .collect()
    };
    let row = |partition, from: &str, to: &str| (partition, from.to_owned(), to.to_owned());

    let earliest = plan(&app, &group, ResetTo::Earliest).await;
    assert_eq!(told(&earliest), [row(0, "4", "0"), row(1, "10", "0")]);
    assert_eq!(
        (earliest.again.as_str(), earliest.skipped.as_str()),
        ("14", "0")
    );
    assert_eq!(earliest.refused, None);
    let second = &earliest.rows[1];
    assert_eq!(
        (second.first.as_deref(), second.last.as_deref()),
        (Some("0"), Some("9"))
    );
    // The first and the last of ten, three milliseconds apart each.
    let (from, to) = (
        second.from_ms.expect("a time"),
        second.to_ms.expect("a time"),
    );
    assert_eq!(to - from, 27);

    let latest = plan(&app, &group, ResetTo::Latest).await;
    assert_eq!(told(&latest), [row(0, "4", "10"), row(1, "10", "10")]);
    assert_eq!((latest.again.as_str(), latest.skipped.as_str()), ("0", "6"));
    assert_eq!(latest.rows[1].first, None, "nothing between");

    let at = ResetTo::Time {
        text: (from + 9).to_string(),
        utc: true,
    };
    // Of partition 0 the message of offset 3 is a millisecond before that time.
    assert_eq!(
        told(&plan(&app, &group, at).await),
        [row(0, "4", "4"), row(1, "10", "3")]
    );
    let long = ResetTo::Duration {
        text: "PT24H".to_owned(),
    };
    assert_eq!(
        told(&plan(&app, &group, long).await),
        [row(0, "4", "0"), row(1, "10", "0")]
    );
    let shift = ResetTo::Shift {
        by: "-5".to_owned(),
    };
    let shifted = plan(&app, &group, shift).await;
    assert_eq!(told(&shifted), [row(0, "4", "0"), row(1, "10", "5")]);
    assert!(shifted.rows[0].note.is_some(), "it is cut off at the start");
    let as_other = ResetTo::Group {
        group: other.clone(),
    };
    let followed = plan(&app, &group, as_other).await;
    assert_eq!(told(&followed), [row(0, "4", "7"), row(1, "10", "-")]);

    // All of a topic, committed or not.
    let whole = Reset {
        to: ResetTo::Offset {
            offset: "2".to_owned(),
        },
        topics: Some(vec![topic.clone()]),
        partitions: None,
    };
    let whole = app
        .session
        .plan_reset(&app.connection, &group, &whole)
        .await
        .expect("a plan");
    assert_eq!(
        told(&whole),
        [row(0, "4", "2"), row(1, "10", "2"), row(2, "-", "2")]
    );
    let wrong = Reset {
        to: ResetTo::Duration {
            text: "soon".to_owned(),
        },
        topics: None,
        partitions: None,
    };
    let refused = app
        .session
        .plan_reset(&app.connection, &group, &wrong)
        .await;
    assert_eq!(refused.expect_err("refused").code, Code::Invalid);
    // Nothing has moved.
    let offsets = cluster(&app).group_offsets(&group, None, LIMIT).await;
    let offsets: Vec<_> = offsets
        .expect("offsets")
        .into_iter()
        .map(|offset| offset.offset)
        .collect();
    assert_eq!(offsets, [Ok(Some(4)), Ok(Some(10))]);
}

pub(crate) async fn the_history_of_a_lag_outlasts_the_app(app: App) {
    let topic = written(&app, &[(0, 6)]).await;
    let group = tests::unique("group");
    commit(&app, &group, &[(&topic, 0, 2)]).await;
    let since = chrono::Utc::now().timestamp_millis() - 60_000;
    app.session
        .group_detail(&app.connection, &group)
        .await
        .expect("a group");
    let history = app.session.lag_history(&app.connection, &group, since);
    let points = |told: session::LagHistory| told.total.into_iter().flatten().collect::<Vec<_>>();
    assert_eq!(points(history.await.expect("a history")), [4]);
    // It is written beside what the app does.
    while !app.holds(&group) {
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    let app = app.restarted();
    let history = app.session.lag_history(&app.connection, &group, since);
    assert_eq!(points(history.await.expect("a history")), [4]);
    app.session
        .delete_connection(&app.connection)
        .await
        .expect("deleted");
    assert!(!app.holds(&group), "it goes with the connection");
}
