//! What changes a cluster: by the one door, kept in the journal, taken back.

use session::{
    ChangeOutcome, ChangeResult, Code, JournalRow, PartitionName, ProduceDraft, PurgeTo, Reset,
    ResetPlan, ResetTo,
};

use super::administration::{choice, topic_draft};
use super::groups::{LIMIT, cluster, commit, member, written};
use crate::fixture::{App, text};

/// What a group has committed, by partition of its one topic.
async fn committed(app: &App, group: &str) -> Vec<(i32, i64)> {
    let offsets = cluster(app).group_offsets(group, None, LIMIT).await;
    let offsets = offsets.expect("offsets").into_iter();
    offsets
        .map(|answer| {
            let offset = answer.offset.expect("no error").expect("an offset");
            (answer.partition, offset)
        })
        .collect()
}

async fn planned(app: &App, group: &str, to: ResetTo) -> ResetPlan {
    let reset = Reset {
        to,
        topics: None,
        partitions: None,
    };
    let plan = app.session.plan_reset(&app.connection, group, &reset).await;
    plan.expect("a plan")
}

pub(crate) async fn newest(app: &App, search: &str) -> JournalRow {
    let page = app.session.list_journal(search, 0, 10).await;
    let page = page.expect("a page");
    page.rows.into_iter().next().expect("a change")
}

/// Makes a production connection of the test's own one.
pub(crate) async fn in_production(app: &mut App) {
    let draft = session::ConnectionDraft {
        production: true,
        ..crate::fixture::draft("Live", app.bootstrap())
    };
    let saved = app.session.save_connection(draft).await.expect("saved");
    assert!(saved.production);
    app.connection = saved.id;
}

pub(crate) async fn a_reset_is_applied_and_taken_back(app: App) {
    let topic = written(&app, &[(0, 10), (1, 5), (2, 3)]).await;
    let group = tests::unique("group");
    commit(&app, &group, &[(&topic, 0, 4), (&topic, 1, 5)]).await;

    let everything = Reset {
        to: ResetTo::Earliest,
        topics: Some(vec![topic.clone()]),
        partitions: None,
    };
    let plan = app
        .session
        .plan_reset(&app.connection, &group, &everything)
        .await
        .expect("a plan");
    let made = app
        .session
        .apply_reset(&app.connection, &group, &plan, None)
        .await
        .expect("applied");
    assert_eq!(
        (made.outcome, made.undo, made.message.as_str()),
        (
            ChangeOutcome::Done,
            true,
            format!("3 offsets of “{group}” were set.").as_str()
        )
    );
    assert_eq!(committed(&app, &group).await, [(0, 0), (1, 0), (2, 0)]);

    let row = newest(&app, &group).await;
    assert_eq!(
        (
            row.what.as_str(),
            row.resource.as_str(),
            row.connection.as_str()
        ),
        ("Set offsets", group.as_str(), "Test")
    );
    assert_eq!(
        row.before,
        Some(format!(
            "{topic} 0: 4\n{topic} 1: 5\n{topic} 2: nothing committed"
        ))
    );
    assert_eq!(
        row.after,
        Some(format!("{topic} 0: 0\n{topic} 1: 0\n{topic} 2: 0"))
    );

    // The app was quit meanwhile.
    let app = app.restarted();
    let entry = made.entry.expect("an entry");
    let back = app.session.undo_change(entry, None).await.expect("undone");
    assert_eq!((back.outcome, back.undo), (ChangeOutcome::Done, true));
    assert_eq!(committed(&app, &group).await, [(0, 4), (1, 5)]);
    let again = app.session.undo_change(entry, None).await;
    assert_eq!(again.expect_err("once").code, Code::Invalid);
    // What was taken back can be done again.
    let entry = back.entry.expect("an entry");
    app.session.undo_change(entry, None).await.expect("redone");
    assert_eq!(committed(&app, &group).await, [(0, 0), (1, 0), (2, 0)]);
}

pub(crate) async fn a_reset_that_is_out_of_date_changes_nothing(app: App) {
    let topic = written(&app, &[(0, 10)]).await;
    let group = tests::unique("group");
    commit(&app, &group, &[(&topic, 0, 4)]).await;
    let plan = planned(&app, &group, ResetTo::Latest).await;
    commit(&app, &group, &[(&topic, 0, 6)]).await;
    let refused = app
        .session
        .apply_reset(&app.connection, &group, &plan, None)
        .await
        .expect_err("refused");
    assert_eq!(refused.code, Code::Conflict);
    assert_eq!(
        refused.details,
        Some(format!("{topic} 0: it is at 6, the plan found it at 4."))
    );
    assert_eq!(committed(&app, &group).await, [(0, 6)]);

    // An undo asks the same: what was changed since stays.
    let plan = planned(&app, &group, ResetTo::Latest).await;
    let made = app
        .session
        .apply_reset(&app.connection, &group, &plan, None)
        .await
        .expect("applied");
    commit(&app, &group, &[(&topic, 0, 9)]).await;
    let refused = app
        .session
        .undo_change(made.entry.expect("an entry"), None)
        .await;
    assert_eq!(refused.expect_err("refused").code, Code::Conflict);
    assert_eq!(committed(&app, &group).await, [(0, 9)]);
}

pub(crate) async fn an_active_group_is_not_changed(app: App) {
    let topic = written(&app, &[(0, 10)]).await;
    let group = tests::unique("group");
    commit(&app, &group, &[(&topic, 0, 4)]).await;
    let plan = planned(&app, &group, ResetTo::Earliest).await;
    let made = app
        .session
        .apply_reset(&app.connection, &group, &plan, None)
        .await
        .expect("applied");
    let plan = planned(&app, &group, ResetTo::Latest).await;
    let (bootstrap, name, of) = (app.bootstrap().to_owned(), topic.clone(), group.clone());
    let consumer =
        tokio::task::spawn_blocking(move || member(&bootstrap, &of, &name, "a-client", "classic"))
            .await
            .expect("a member");

    let (session, id) = (&app.session, &app.connection);
    let undone = made.entry.expect("an entry");
    for refused in [
        session.apply_reset(id, &group, &plan, None).await,
        session.delete_group(id, &group, None).await,
        session.delete_group_offsets(id, &group, &topic, None).await,
        session.undo_change(undone, None).await,
    ] {
        let refused = refused.expect_err("refused");
        assert_eq!(refused.code, Code::Conflict, "{refused:?}");
    }
    let refused = session.apply_reset(id, &group, &plan, None).await;
    assert!(
        refused
            .expect_err("refused")
            .message
            .contains("a-client on 127.0.0.1")
    );
    assert_eq!(committed(&app, &group).await, [(0, 0)]);
    drop(consumer);
}

pub(crate) async fn a_deleted_group_is_brought_back_with_its_offsets(app: App) {
    let topic = written(&app, &[(0, 10), (1, 5)]).await;
    let group = tests::unique("group");
    commit(&app, &group, &[(&topic, 0, 4), (&topic, 1, 2)]).await;
    let (session, id) = (&app.session, &app.connection);

    let made = session.delete_group_offsets(id, &group, &topic, None).await;
    let made = made.expect("deleted");
    assert_eq!(committed(&app, &group).await, []);
    let nothing = session.delete_group_offsets(id, &group, &topic, None).await;
    assert_eq!(nothing.expect_err("nothing").code, Code::NotFound);
    let undo = async |made: &ChangeResult| {
        let entry = made.entry.expect("an entry");
        session.undo_change(entry, None).await.expect("undone");
    };
    undo(&made).await;
    assert_eq!(committed(&app, &group).await, [(0, 4), (1, 2)]);

    let made = session.delete_group(id, &group, None).await;
    let made = made.expect("deleted");
    assert!(made.undo);
    let gone = session.group_detail(id, &group).await;
    assert_eq!(gone.expect_err("gone").code, Code::NotFound);
    let again = session.delete_group(id, &group, None).await;
    assert_eq!(again.expect_err("gone").code, Code::NotFound);
    undo(&made).await;
    assert_eq!(committed(&app, &group).await, [(0, 4), (1, 2)]);
}

pub(crate) async fn a_read_only_connection_changes_nothing(app: App) {
    let topic = written(&app, &[(0, 10)]).await;
    let group = tests::unique("group");
    commit(&app, &group, &[(&topic, 0, 4)]).await;
    let plan = planned(&app, &group, ResetTo::Earliest).await;
    let (session, id) = (&app.session, &app.connection);
    let made = session.apply_reset(id, &group, &plan, None).await;
    let undone = made.expect("applied").entry.expect("an entry");
    let plan = planned(&app, &group, ResetTo::Latest).await;
    session.set_read_only(id, true).expect("switched");
    for refused in each_change(&app, &topic, &group, &plan, undone, Some(&topic)).await {
        assert_eq!(refused, Err(Code::ReadOnly));
    }
    assert_eq!(committed(&app, &group).await, [(0, 0)]);
    assert_eq!(newest(&app, "").await.id, undone, "nothing was let through");
}

pub(crate) async fn a_production_connection_asks_for_the_name(mut app: App) {
    let topic = written(&app, &[(0, 10)]).await;
    let group = tests::unique("group");
    commit(&app, &group, &[(&topic, 0, 4)]).await;
    in_production(&mut app).await;
    let (session, id) = (&app.session, &app.connection);
    let plan = planned(&app, &group, ResetTo::Earliest).await;
    let made = session.apply_reset(id, &group, &plan, Some(&group)).await;
    let undone = made.expect("applied").entry.expect("an entry");
    let plan = planned(&app, &group, ResetTo::Latest).await;
    for typed in [None, Some("yes")] {
        for refused in each_change(&app, &topic, &group, &plan, undone, typed).await {
            assert_eq!(refused, Err(Code::Confirm), "{typed:?}");
        }
    }
    let asked = session.apply_reset(id, &group, &plan, None).await;
    let asked = asked.expect_err("asked");
    assert_eq!(asked.details.as_deref(), Some(group.as_str()));
    assert_eq!(committed(&app, &group).await, [(0, 0)]);
    assert_eq!(newest(&app, "").await.id, undone, "nothing was let through");
}

fn code<T>(result: session::Result<T>) -> Result<(), Code> {
    result.map(drop).map_err(|failure| failure.code)
}

/// Each command that changes something, with how it was refused.
async fn each_change(
    app: &App,
    topic: &str,
    group: &str,
    plan: &ResetPlan,
    undone: u32,
    typed: Option<&str>,
) -> Vec<Result<(), Code>> {
    let (session, id) = (&app.session, app.connection.as_str());
    let draft = ProduceDraft {
        key: None,
        value: Some(text("never")),
        headers: Vec::new(),
        partition: None,
    };
    let file = session::FileDraft {
        path: None,
        text: Some("never".to_owned()),
        format: session::FileFormat::KeyValue,
        separator: String::new(),
    };
    let new = topic_draft(&tests::unique("made"), &[]);
    let choices = [choice("retention.ms", Some("60000"))];
    let purge = session.plan_purge(id, topic, &PurgeTo::End).await;
    let purge = purge.expect("a plan");
    vec![
        code(session.produce(id, topic, &draft, typed).await),
        code(session.produce_many(id, topic, draft, 2, typed).await),
        code(session.start_production(id, topic, file, typed).await),
        code(session.apply_reset(id, group, plan, typed).await),
        code(session.delete_group(id, group, typed).await),
        code(session.delete_group_offsets(id, group, topic, typed).await),
        code(session.undo_change(undone, typed).await),
        code(session.create_topic(id, &new, false, typed).await),
        code(session.alter_configs(id, topic, &choices, typed).await),
        code(session.add_partitions(id, topic, 9, typed).await),
        code(session.purge(id, topic, &purge, typed).await),
        code(session.delete_topic(id, topic, typed).await),
    ]
}

pub(crate) async fn the_journal_is_searched_and_exported(app: App) {
    let topic = written(&app, &[(0, 10)]).await;
    let group = tests::unique("group");
    commit(&app, &group, &[(&topic, 0, 4)]).await;
    let one = Reset {
        to: ResetTo::Shift { by: "2".to_owned() },
        topics: None,
        partitions: Some(vec![PartitionName {
            topic: topic.clone(),
            partition: 0,
        }]),
    };
    let (session, id) = (&app.session, &app.connection);
    let plan = session.plan_reset(id, &group, &one).await.expect("a plan");
    session
        .apply_reset(id, &group, &plan, None)
        .await
        .expect("applied");
    let page = session.list_journal("send messages", 2, 3).await;
    let page = page.expect("a page");
    assert_eq!((page.total, page.rows.len()), (10, 3));
    assert!(
        page.rows[0]
            .outcome
            .starts_with("1 message was sent: partition 0, offset ")
    );
    assert!(page.rows.is_sorted_by(|a, b| a.id > b.id), "newest first");
    assert!(!page.rows[0].undo && !page.rows[0].check);
    let of_group = session.list_journal(&group.to_uppercase(), 0, 10).await;
    assert_eq!(of_group.expect("a page").total, 1);

    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("journal.csv").display().to_string();
    session
        .export_journal(file.clone(), false)
        .await
        .expect("written");
    let mut reader = csv::Reader::from_path(&file).expect("a table");
    let rows: Vec<csv::StringRecord> = reader.records().map(|row| row.expect("a row")).collect();
    assert_eq!(rows.len(), 11);
    let last: Vec<&str> = rows[10].iter().collect();
    assert_eq!(
        last[2..8],
        [
            "Test",
            "Set offsets",
            &group,
            &format!("{topic} 0: 4"),
            &format!("{topic} 0: 6"),
            "done"
        ]
    );
    let taken = session.export_journal(file, false).await;
    assert_eq!(taken.expect_err("there").code, Code::Conflict);
}
