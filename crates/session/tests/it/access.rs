//! Who may do what, on a real Kafka; and what a principal without rights is told when it changes something.

use session::{
    AclDraft, AclEntry, AclFilter, AclPage, AclPreset, AclResource, ChangeOutcome, Code, Failure,
};
use tests::kafka::{ALICE, Kafka};

use crate::fixture::App;
use crate::rights::alice;
use crate::suite::administration::{choice, topic_draft};
use crate::suite::changes::{in_production, newest};
use crate::suite::groups::commit;

fn reader(principal: &str, topic: &str, group: &str) -> AclDraft {
    AclDraft {
        preset: AclPreset::Reader,
        principal: principal.to_owned(),
        topic: Some(topic.to_owned()),
        group: Some(group.to_owned()),
        prefixed: false,
        entry: None,
    }
}

fn of_principal(principal: &str) -> AclFilter {
    AclFilter {
        principal: Some(principal.to_owned()),
        ..AclFilter::default()
    }
}

async fn listed(app: &App, filter: &AclFilter) -> AclPage {
    let page = app.session.list_acls(&app.connection, filter, 0, 50).await;
    page.expect("a page")
}

/// An entry holds within 0.3 s.
async fn until_listed(app: &App, filter: &AclFilter, count: u32) -> Vec<AclEntry> {
    loop {
        let page = listed(app, filter).await;
        if page.total == count {
            return page.rows;
        }
        tokio::task::yield_now().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn entries_are_planned_added_told_and_taken_back() {
    let kafka = Kafka::shared().await;
    let app = App::on(kafka.plaintext()).await;
    let (session, id) = (&app.session, app.connection.as_str());
    let topic = app.topic(1).await;
    let name = tests::unique("somebody");
    let principal = format!("User:{name}");
    let entries = session
        .plan_acls(&reader(&name, &topic, "a-group"))
        .expect("a plan");
    assert_eq!(entries.len(), 3);

    // Those that are there already are no part of the change, and are not taken back with it.
    session
        .add_acls(id, &entries[..1], None)
        .await
        .expect("added");
    let mine = of_principal(&principal);
    until_listed(&app, &mine, 1).await;
    let made = session.add_acls(id, &entries, None).await.expect("added");
    assert_eq!(
        (made.outcome, made.message.as_str(), made.undo),
        (ChangeOutcome::Done, "2 access entries were added.", true)
    );
    let mut expected = entries.clone();
    expected.sort();
    assert_eq!(until_listed(&app, &mine, 3).await, expected);
    let again = session.add_acls(id, &entries, None).await;
    assert_eq!(again.expect_err("there").code, Code::Invalid);
    let row = newest(&app, &topic).await;
    assert_eq!(
        (row.what.as_str(), row.resource.as_str()),
        ("Add access", principal.as_str())
    );
    assert_eq!(
        row.after,
        Some(format!(
            "{principal} from anywhere: allow Describe on topic {topic}\n{principal} from anywhere: allow Read on group a-group"
        ))
    );

    let of_topic = AclFilter {
        resource: Some(AclResource::Topic),
        name: Some(topic.clone()),
        search: format!("READ {topic}"),
        ..AclFilter::default()
    };
    assert_eq!(listed(&app, &of_topic).await.rows, entries[..1]);
    let sentences = session.who_may_read(id, &topic).await.expect("sentences");
    assert_eq!(
        sentences[0],
        format!("{principal} may read it: Read on this topic.")
    );
    let lines = session.acl_lines(id, &entries, false).await.expect("lines");
    assert!(
        lines[0]
            .line
            .contains("--operation Read --operation Describe")
    );

    let back = session
        .undo_change(made.entry.expect("an entry"), None)
        .await;
    assert_eq!(
        back.expect("undone").message,
        "2 access entries were deleted."
    );
    assert_eq!(until_listed(&app, &mine, 1).await, entries[..1]);
    let gone = session.delete_acls(id, &entries, None).await;
    let gone = gone.expect("deleted");
    assert_eq!(gone.message, "1 access entry was deleted.");
    until_listed(&app, &mine, 0).await;
    let none = session.delete_acls(id, &entries, None).await;
    assert_eq!(none.expect_err("gone").code, Code::Invalid);
    session
        .undo_change(gone.entry.expect("an entry"), None)
        .await
        .expect("undone");
    until_listed(&app, &mine, 1).await;
    session
        .delete_acls(id, &entries, None)
        .await
        .expect("deleted");
}

#[tokio::test(flavor = "multi_thread")]
async fn access_is_changed_by_the_door_alone() {
    let kafka = Kafka::shared().await;
    let mut app = App::on(kafka.plaintext()).await;
    in_production(&mut app).await;
    let (session, id) = (&app.session, app.connection.as_str());
    let name = tests::unique("somebody");
    let principal = format!("User:{name}");
    let entries = session
        .plan_acls(&reader(&name, "a-topic", "a-group"))
        .expect("a plan");
    let asked = session.add_acls(id, &entries, None).await;
    let asked = asked.expect_err("asked");
    assert_eq!(
        (asked.code, asked.details.as_deref()),
        (Code::Confirm, Some(principal.as_str()))
    );
    let mine = of_principal(&principal);
    assert_eq!(listed(&app, &mine).await.total, 0);
    session
        .add_acls(id, &entries, Some(&principal))
        .await
        .expect("added");
    until_listed(&app, &mine, 3).await;
    let asked = session.delete_acls(id, &entries, Some("a-topic")).await;
    assert_eq!(asked.expect_err("asked").code, Code::Confirm);
    session.set_read_only(id, true).expect("switched");
    for refused in [
        session.add_acls(id, &entries, Some(&principal)).await,
        session.delete_acls(id, &entries, Some(&principal)).await,
    ] {
        assert_eq!(refused.expect_err("refused").code, Code::ReadOnly);
    }
    assert_eq!(listed(&app, &mine).await.total, 3);
    session.set_read_only(id, false).expect("switched");
    session
        .delete_acls(id, &entries, Some(&principal))
        .await
        .expect("deleted");
}

/// A broker's own text about a missing right is a print of its objects.
fn lacks(failure: &Failure, right: &str, on: &str) {
    assert_eq!(failure.code, Code::Forbidden, "{failure:?}");
    assert_eq!(
        failure.message,
        format!("{right} on {on} is missing for User:{}.", ALICE.0)
    );
    let line = failure.details.as_deref().expect("a line");
    assert!(
        line.starts_with("kafka-acls ") && line.contains("--allow-principal User:alice"),
        "{line}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn who_lacks_a_right_is_told_which_and_changes_nothing() {
    let kafka = Kafka::start().await;
    let mut app = App::on(kafka.plaintext()).await;
    let (admin, topic) = (app.connection.clone(), app.topic(1).await);
    app.produce(&topic, 0, "a value").await;
    commit(&app, "a-group", &[(&topic, 0, 0)]).await;
    let see = app.session.plan_acls(&AclDraft {
        preset: AclPreset::Reader,
        ..reader(ALICE.0, &topic, "a-group")
    });
    let see = see.expect("a plan");
    app.session
        .add_acls(&admin, &see, None)
        .await
        .expect("added");
    until_listed(&app, &of_principal("User:alice"), 3).await;
    let plan = app
        .session
        .plan_purge(&admin, &topic, &session::PurgeTo::End)
        .await;
    let plan = plan.expect("a plan");
    app.connection = alice(&kafka, &app).await;

    let (session, id) = (&app.session, app.connection.as_str());
    let page = listed(&app, &AclFilter::default()).await;
    assert!(page.rows.is_empty() && page.note.is_some());
    assert!(
        page.grant
            .is_some_and(|line| line.ends_with("--operation Describe --cluster"))
    );
    let the_topic = format!("the topic “{topic}”");
    let made = topic_draft("made", &[]);
    let failure = session.create_topic(id, &made, false, None).await;
    lacks(&failure.expect_err("denied"), "CREATE", "the topic “made”");
    let failure = session.topic_configs(id, &topic).await;
    lacks(
        &failure.expect_err("denied"),
        "DESCRIBE_CONFIGS",
        &the_topic,
    );
    let set = [choice("retention.ms", Some("1"))];
    let failure = session.alter_configs(id, &topic, &set, None).await;
    lacks(
        &failure.expect_err("denied"),
        "DESCRIBE_CONFIGS",
        &the_topic,
    );
    let failure = session.add_partitions(id, &topic, 2, None).await;
    lacks(&failure.expect_err("denied"), "ALTER", &the_topic);
    let failure = session.purge(id, &topic, &plan, None).await;
    lacks(&failure.expect_err("denied"), "DELETE", &the_topic);
    let failure = session.delete_topic(id, &topic, None).await;
    lacks(&failure.expect_err("denied"), "DELETE", &the_topic);
    let failure = session.delete_group(id, "a-group", None).await;
    lacks(
        &failure.expect_err("denied"),
        "DELETE",
        "the group “a-group”",
    );
    let failure = session
        .delete_group_offsets(id, "a-group", &topic, None)
        .await;
    lacks(
        &failure.expect_err("denied"),
        "DELETE",
        "the group “a-group”",
    );
    let failure = session.add_acls(id, &see, None).await;
    lacks(&failure.expect_err("denied"), "ALTER", "the cluster");
    let refused = session
        .list_journal("missing", 0, 50)
        .await
        .expect("a page");
    assert_eq!(refused.total, 6);
    let states = refused.rows.iter().map(|row| row.state);
    assert!(
        states.clone().all(|state| state == ChangeOutcome::Refused),
        "{refused:?}"
    );
    let known = session
        .topic_partitions(&admin, &topic)
        .await
        .expect("partitions");
    assert_eq!((known.len(), known[0].messages.as_deref()), (1, Some("1")));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cluster_without_access_rights_says_so() {
    let options = sandbox::Options { seed: false };
    let sandbox = sandbox::Sandbox::start(options).await.expect("a sandbox");
    let app = App::on(&sandbox.bootstrap()).await;
    let page = listed(&app, &AclFilter::default()).await;
    assert!(
        page.note
            .is_some_and(|note| note.contains("no list of access rights"))
    );
    let told = app.session.who_may_read(&app.connection, "orders").await;
    let told = told.expect("words");
    assert!(told[0].starts_with("Everybody may read it"), "{told:?}");
    let entries = app.session.plan_acls(&reader("alice", "orders", "billing"));
    let entries = entries.expect("a plan");
    let refused = app.session.add_acls(&app.connection, &entries, None).await;
    assert_eq!(refused.expect_err("refused").code, Code::Invalid);
}
