//! Topics: created, set, grown, emptied, deleted.

use session::{
    ChangeOutcome, Code, ConfigChoice, ConfigOrigin, ConfigRow, ConfigType, PurgePlan, PurgeTo,
    TopicDraft, TopicQuery, TopicSetting, TopicSort,
};

use super::changes::newest;
use super::groups::written;
use crate::fixture::App;

pub(crate) fn topic_draft(name: &str, configs: &[(&str, &str)]) -> TopicDraft {
    let configs = configs.iter().map(|(name, value)| TopicSetting {
        name: (*name).to_owned(),
        value: (*value).to_owned(),
    });
    TopicDraft {
        name: name.to_owned(),
        partitions: 3,
        replication: None,
        configs: configs.collect(),
    }
}

pub(crate) fn choice(name: &str, value: Option<&str>) -> ConfigChoice {
    ConfigChoice {
        name: name.to_owned(),
        value: value.map(str::to_owned),
    }
}

async fn partitions(app: &App, topic: &str) -> Option<usize> {
    let known = app.session.topic_partitions(&app.connection, topic).await;
    match known {
        Ok(known) => Some(known.len()),
        Err(failure) => {
            assert_eq!(failure.code, Code::NotFound, "{failure:?}");
            None
        }
    }
}

/// A broker tells others of a change when it has made it: what is asked next may be answered from before.
async fn until_partitions(app: &App, topic: &str, expected: Option<usize>) {
    while partitions(app, topic).await != expected {
        tokio::task::yield_now().await;
    }
}

/// Whether it stands in the list as it is known, once somebody has asked for that.
async fn is_listed(app: &App, topic: &str) -> bool {
    let query = TopicQuery {
        search: topic.to_owned(),
        sort: TopicSort::Name,
        descending: false,
        internal: false,
    };
    let page = app
        .session
        .list_topics(&app.connection, &query, 0, 1, false);
    page.await.expect("a page").matching == 1
}

async fn setting(app: &App, topic: &str, name: &str) -> ConfigRow {
    let rows = app.session.topic_configs(&app.connection, topic).await;
    let mut rows = rows.expect("settings").into_iter();
    rows.find(|row| row.name == name).expect("the setting")
}

async fn until_set(app: &App, topic: &str, name: &str, value: &str) -> ConfigRow {
    loop {
        let row = setting(app, topic, name).await;
        if row.value.as_deref() == Some(value) {
            return row;
        }
        tokio::task::yield_now().await;
    }
}

pub(crate) async fn a_topic_is_checked_created_and_grown(app: App) {
    let (session, id) = (&app.session, app.connection.as_str());
    let name = tests::unique("made");
    let draft = topic_draft(&name, &[("retention.ms", "3600000")]);
    let checked = session.create_topic(id, &draft, true, None).await;
    let checked = checked.expect("checked");
    assert_eq!(
        (checked.entry, checked.outcome),
        (None, ChangeOutcome::Done)
    );
    assert_eq!(partitions(&app, &name).await, None, "only checked");
    assert_eq!(
        session.list_journal("", 0, 9).await.expect("a page").total,
        0
    );
    let wrong = TopicDraft {
        replication: Some(3),
        ..draft.clone()
    };
    for dry_run in [true, false] {
        let refused = session.create_topic(id, &wrong, dry_run, None).await;
        let refused = refused.expect_err("one broker");
        assert_eq!(refused.code, Code::Invalid);
        assert!(refused.message.starts_with("The cluster refused: "));
    }
    assert_eq!(
        newest(&app, &name).await.state,
        ChangeOutcome::Refused,
        "what was refused is kept, too"
    );

    assert!(!is_listed(&app, &name).await);
    let made = session.create_topic(id, &draft, false, None).await;
    let made = made.expect("created");
    assert!(is_listed(&app, &name).await, "without asking anew");
    assert_eq!(
        (made.message.as_str(), made.undo),
        (
            format!("“{name}” was created with 3 partitions.").as_str(),
            false
        )
    );
    until_partitions(&app, &name, Some(3)).await;
    let set = until_set(&app, &name, "retention.ms", "3600000").await;
    assert_eq!(set.source, ConfigOrigin::Topic);
    let again = session.create_topic(id, &draft, false, None).await;
    assert_eq!(again.expect_err("there").code, Code::Conflict);

    let few = session.add_partitions(id, &name, 3, None).await;
    assert_eq!(few.expect_err("as many").code, Code::Invalid);
    let grown = session.add_partitions(id, &name, 5, None).await;
    let grown = grown.expect("grown");
    assert!(grown.message.contains("Keys may go to other partitions"));
    assert!(!grown.undo);
    until_partitions(&app, &name, Some(5)).await;
    let row = newest(&app, &name).await;
    assert_eq!(
        (
            row.what.as_str(),
            row.before.as_deref(),
            row.after.as_deref()
        ),
        ("Add partitions", Some("3 partitions"), Some("5 partitions"))
    );
}

pub(crate) async fn a_setting_is_explained_changed_and_put_back(app: App) {
    let (session, id) = (&app.session, app.connection.as_str());
    let topic = app.topic(1).await;
    let before = setting(&app, &topic, "retention.ms").await;
    assert_eq!(
        (before.kind, before.sensitive),
        (Some(ConfigType::Millis), false)
    );
    assert!(before.doc.is_some() && before.source != ConfigOrigin::Topic);
    assert_eq!(before.default, before.value);
    let policy = setting(&app, &topic, "cleanup.policy").await;
    assert_eq!(policy.choices, ["compact", "delete"]);

    let choices = [
        choice("retention.ms", Some("60000")),
        choice("cleanup.policy", Some("compact")),
    ];
    let made = session.alter_configs(id, &topic, &choices, None).await;
    let made = made.expect("changed");
    assert_eq!(
        made.message,
        format!("2 settings of “{topic}” were changed.")
    );
    let after = until_set(&app, &topic, "retention.ms", "60000").await;
    assert_eq!(
        (after.source, &after.default),
        (ConfigOrigin::Topic, &before.value)
    );
    let row = newest(&app, &topic).await;
    assert_eq!(
        row.before.as_deref(),
        Some("retention.ms: as the broker says\ncleanup.policy: as the broker says")
    );
    assert_eq!(
        row.after.as_deref(),
        Some("retention.ms = 60000\ncleanup.policy = compact")
    );

    for (wrong, code) in [
        (choice("retention.ms", Some("60000")), Code::Invalid),
        (choice("retention.ms", Some("soon")), Code::Invalid),
        (choice("no.such.setting", Some("1")), Code::Invalid),
        (choice("segment.ms", None), Code::Invalid),
    ] {
        let refused = session.alter_configs(id, &topic, &[wrong], None).await;
        assert_eq!(refused.expect_err("refused").code, code);
    }
    let refused = newest(&app, "no.such.setting").await;
    assert!(
        refused
            .after
            .is_some_and(|after| after.contains("not kept"))
    );

    // What is only compacted is not emptied.
    app.produce_keyed(&topic, "a", Some("1")).await;
    let plan = session.plan_purge(id, &topic, &PurgeTo::End).await;
    let plan = plan.expect("a plan");
    assert!(
        plan.refused
            .as_deref()
            .is_some_and(|why| why.contains("compact"))
    );
    let refused = session.purge(id, &topic, &plan, None).await;
    assert_eq!(refused.expect_err("refused").code, Code::Invalid);

    let back = session
        .undo_change(made.entry.expect("an entry"), None)
        .await;
    assert_eq!(back.expect("undone").outcome, ChangeOutcome::Done);
    let value = before.value.as_deref().expect("a value");
    let now = until_set(&app, &topic, "retention.ms", value).await;
    assert_eq!(now, before);

    // What was changed again since is not put back.
    let set = |value| choice("retention.ms", Some(value));
    let made = session
        .alter_configs(id, &topic, &[set("1000000")], None)
        .await;
    let made = made.expect("changed");
    session
        .alter_configs(id, &topic, &[set("2000000")], None)
        .await
        .expect("changed");
    until_set(&app, &topic, "retention.ms", "2000000").await;
    let refused = session
        .undo_change(made.entry.expect("an entry"), None)
        .await;
    assert_eq!(refused.expect_err("refused").code, Code::Conflict);
}

pub(crate) async fn a_topic_is_emptied_as_it_was_counted(app: App) {
    let (session, id) = (&app.session, app.connection.as_str());
    let topic = written(&app, &[(0, 10), (1, 4), (2, 0)]).await;
    let planned = async |to| session.plan_purge(id, &topic, &to).await.expect("a plan");
    let told = |plan: &PurgePlan| {
        let rows = plan.rows.iter();
        let rows: Vec<_> = rows
            .map(|row| {
                (
                    row.partition,
                    row.start.clone(),
                    row.to.clone(),
                    row.messages.clone(),
                )
            })
            .collect();
        (rows, plan.messages.clone())
    };
    let row = |partition, start: &str, to: &str, messages: &str| {
        (
            partition,
            start.to_owned(),
            to.to_owned(),
            messages.to_owned(),
        )
    };
    let six = PurgeTo::Offset {
        offset: "6".to_owned(),
    };
    let plan = planned(six.clone()).await;
    assert_eq!(
        told(&plan),
        (
            vec![row(0, "0", "6", "6"), row(1, "0", "4", "4")],
            "10".to_owned()
        )
    );
    let long_ago = PurgeTo::Time {
        text: "2h ago".to_owned(),
        utc: true,
    };
    let none = planned(long_ago).await;
    assert!(none.rows.is_empty() && none.refused.is_some());
    let all = planned(PurgeTo::End).await;
    assert_eq!(all.messages, "14");

    // What is written after it was counted stays.
    app.produce(&topic, 1, "later").await;
    let made = session.purge(id, &topic, &plan, None).await;
    let made = made.expect("deleted");
    assert_eq!((made.outcome, made.undo), (ChangeOutcome::Done, false));
    let left = session
        .topic_partitions(id, &topic)
        .await
        .expect("partitions");
    let starts: Vec<_> = left.iter().map(|row| row.start.as_deref()).collect();
    assert_eq!(starts, [Some("6"), Some("4"), Some("0")]);
    assert_eq!(left[1].messages.as_deref(), Some("1"));
    let again = session.purge(id, &topic, &plan, None).await;
    assert_eq!(again.expect_err("gone already").code, Code::Invalid);
    let row = newest(&app, "delete messages").await;
    assert_eq!(
        row.after.as_deref(),
        Some("Partition 0 begins at 6\nPartition 1 begins at 4")
    );
}

pub(crate) async fn a_deleted_topic_is_created_again_without_its_data(app: App) {
    let (session, id) = (&app.session, app.connection.as_str());
    let name = tests::unique("made");
    let draft = topic_draft(&name, &[("retention.ms", "3600000")]);
    session
        .create_topic(id, &draft, false, None)
        .await
        .expect("created");
    until_partitions(&app, &name, Some(3)).await;
    until_set(&app, &name, "retention.ms", "3600000").await;
    app.produce(&name, 1, "a value").await;
    let plan = session.plan_purge(id, &name, &PurgeTo::End).await;
    let plan = plan.expect("a plan");

    let made = session
        .delete_topic(id, &name, None)
        .await
        .expect("deleted");
    assert!(made.undo);
    assert_eq!(made.problems, ["Its messages are gone for good."]);
    until_partitions(&app, &name, None).await;
    let again = session.delete_topic(id, &name, None).await;
    assert_eq!(again.expect_err("gone").code, Code::NotFound);

    assert!(!is_listed(&app, &name).await);
    let back = session
        .undo_change(made.entry.expect("an entry"), None)
        .await;
    assert_eq!(back.expect("undone").outcome, ChangeOutcome::Done);
    assert!(is_listed(&app, &name).await);
    until_partitions(&app, &name, Some(3)).await;
    until_set(&app, &name, "retention.ms", "3600000").await;
    loop {
        let known = session
            .topic_partitions(id, &name)
            .await
            .expect("partitions");
        if known.iter().all(|row| row.end.as_deref() == Some("0")) {
            break;
        }
        tokio::task::yield_now().await;
    }
    // A count of before is not taken for one of now.
    let refused = session.purge(id, &name, &plan, None).await;
    assert_eq!(refused.expect_err("made anew").code, Code::Conflict);
}
