//! Changes whose answer gets lost, on a real Kafka: they were made, and nobody has heard of it.

use std::time::Duration;

use kafka_protocol::messages::ApiKey;
use session::{ChangeOutcome, ChangeResult, Code, Reset, ResetTo};
use tests::kafka::Kafka;

use crate::fixture::App;
use crate::suite::administration::topic_draft;
use crate::suite::changes::newest;
use crate::suite::groups::{cluster, commit, written};

const LOST: &[i16] = &[ApiKey::OffsetCommit as i16, ApiKey::CreateTopics as i16];
const LIMIT: Duration = Duration::from_secs(20);

#[tokio::test(flavor = "multi_thread")]
async fn a_change_without_an_answer_is_unknown_until_it_is_looked_up() {
    let kafka = Kafka::start().await;
    let losing = kafka.losing(LOST).await;
    let app = App::on(losing.address()).await;
    let topic = written(&app, &[(0, 10), (1, 5)]).await;
    let group = tests::unique("group");
    commit(&app, &group, &[(&topic, 0, 4), (&topic, 1, 2)]).await;
    let earliest = Reset {
        to: ResetTo::Earliest,
        topics: None,
        partitions: None,
    };
    let (session, id) = (&app.session, app.connection.as_str());
    let plan = session.plan_reset(id, &group, &earliest).await;
    let plan = plan.expect("a plan");
    let made = topic_draft(&tests::unique("made"), &[]);

    losing.lose(true);
    let (reset, created) = tokio::join!(
        session.apply_reset(id, &group, &plan, None),
        session.create_topic(id, &made, false, None),
    );
    losing.lose(false);
    let unknown = |result: session::Result<ChangeResult>| {
        let result = result.expect("an answer of its own");
        assert_eq!(
            (result.outcome, result.undo),
            (ChangeOutcome::Unknown, false)
        );
        assert!(result.message.contains("is not known"), "{result:?}");
        result.entry.expect("an entry")
    };
    let (reset, created) = (unknown(reset), unknown(created));
    let refused = session.undo_change(reset, None).await;
    assert_eq!(refused.expect_err("first look it up").code, Code::Invalid);
    assert!(newest(&app, &group).await.check);

    // The app was quit before it was looked up.
    let app = app.restarted();
    let (session, id) = (&app.session, app.connection.as_str());
    assert!(newest(&app, &group).await.check);
    let found = session.check_change(reset).await.expect("found");
    assert_eq!((found.outcome, found.undo), (ChangeOutcome::Done, true));
    assert_eq!(
        found.message,
        format!("The answer was lost, and it was looked up. 2 offsets of “{group}” were set.")
    );
    let offsets = cluster(&app).group_offsets(&group, None, LIMIT).await;
    let offsets = offsets.expect("offsets").into_iter();
    let offsets: Vec<_> = offsets.map(|answer| answer.offset).collect();
    assert_eq!(offsets, [Ok(Some(0)), Ok(Some(0))]);
    let again = session.check_change(reset).await;
    assert_eq!(again.expect_err("known").code, Code::Invalid);
    session.undo_change(reset, None).await.expect("undone");

    let found = session.check_change(created).await.expect("found");
    assert_eq!(found.outcome, ChangeOutcome::Done);
    let known = session.topic_partitions(id, &made.name).await;
    assert_eq!(known.expect("the topic").len(), 3);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_never_reached_a_broker_is_found_not_to_be_made() {
    let kafka = Kafka::start().await;
    let app = App::on(kafka.plaintext()).await;
    let (session, id) = (&app.session, app.connection.as_str());
    session.open_connection(id).await.expect("open");
    kafka.kill().await;
    let made = topic_draft(&tests::unique("made"), &[]);
    let lost = session.create_topic(id, &made, false, None).await;
    let lost = lost.expect("an answer of its own");
    assert_eq!(lost.outcome, ChangeOutcome::Unknown);
    kafka.restart().await;
    let entry = lost.entry.expect("an entry");
    let found = loop {
        match session.check_change(entry).await {
            Ok(found) => break found,
            Err(failure) => assert!(
                matches!(failure.code, Code::Unreachable | Code::Timeout),
                "{failure:?}"
            ),
        }
    };
    assert_eq!((found.outcome, found.undo), (ChangeOutcome::Refused, false));
    assert!(found.message.ends_with("nothing was changed."));
    assert_eq!(newest(&app, "").await.state, ChangeOutcome::Refused);
}
