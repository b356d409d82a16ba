//! Groups as a principal with few rights sees them, and groups that are no classic ones: on a real Kafka.

use std::time::Duration;

use kafka::{Acl, Operation, Pattern, Permission, ResourceKind};
use kafka_protocol::messages::{ApiKey, GroupId, ShareGroupHeartbeatRequest, TopicName};
use kafka_protocol::protocol::StrBytes;
use rdkafka::consumer::Consumer;
use secrecy::SecretString;
use session::{
    Code, ConnectionDraft, GroupKind, GroupState, Lag, Lags, Mechanism, ResetTo, Security,
};
use tests::kafka::{ALICE, Kafka};

use crate::fixture::{App, draft};
use crate::suite::groups::{cluster, commit, known, listed, member};
use crate::wire::ask;

const LIMIT: Duration = Duration::from_secs(20);

fn allow(resource: ResourceKind, name: &str, operation: Operation) -> Acl {
    Acl {
        resource,
        name: name.to_owned(),
        pattern: Pattern::Literal,
        principal: "User:alice".to_owned(),
        host: "*".to_owned(),
        operation,
        permission: Permission::Allow,
    }
}

pub(crate) async fn alice(kafka: &Kafka, app: &App) -> String {
    let draft = ConnectionDraft {
        security: Security::SaslSsl,
        ca_file: Some(kafka.ca_file().to_string_lossy().into_owned()),
        mechanism: Some(Mechanism::ScramSha512),
        username: Some(ALICE.0.to_owned()),
        password: Some(SecretString::from(ALICE.1)),
        ..draft("Alice", kafka.sasl_ssl())
    };
    app.session.save_connection(draft).await.expect("saved").id
}

#[tokio::test(flavor = "multi_thread")]
async fn each_missing_right_is_named_with_the_line_that_grants_it() {
    let kafka = Kafka::start().await;
    let mut app = App::on(kafka.plaintext()).await;
    let (open, secret) = (app.topic(1).await, app.topic(1).await);
    for number in 0..5 {
        app.produce(&open, 0, &number.to_string()).await;
        app.produce(&secret, 0, &number.to_string()).await;
    }
    commit(&app, "a-group", &[(&open, 0, 2), (&secret, 0, 2)]).await;
    let admin = cluster(&app);
    let grant = async |acl: Acl| {
        let added = admin.create_acls(vec![acl], LIMIT).await.expect("answers");
        assert_eq!(added[0].1, Ok(()));
    };
    grant(allow(ResourceKind::Topic, &open, Operation::Describe)).await;
    app.connection = alice(&kafka, &app).await;

    // Nothing of any group: an empty list, and why.
    let page = listed(&app, "").await;
    assert_eq!((page.total, page.lags), (0, Lags::Ready));
    assert!(
        page.note
            .as_deref()
            .is_some_and(|note| note.contains("DESCRIBE on the cluster")),
        "{page:?}"
    );
    let line = page.grant.expect("a line");
    assert!(
        line.starts_with("kafka-acls ")
            && line.ends_with("--allow-principal User:alice --operation Describe --cluster"),
        "{line}"
    );
    let failure = app.session.group_detail(&app.connection, "a-group").await;
    let failure = failure.expect_err("denied");
    assert_eq!(failure.code, Code::Forbidden);
    assert!(
        failure.message.contains("DESCRIBE on it is missing"),
        "{failure:?}"
    );
    assert!(
        failure
            .details
            .as_deref()
            .is_some_and(|line| line.ends_with("--operation Describe --group a-group")),
        "{failure:?}"
    );

    // The list shows the group by its name; its lag is another right.
    grant(allow(
        ResourceKind::Cluster,
        kafka::CLUSTER,
        Operation::Describe,
    ))
    .await;
    let page = loop {
        let page = listed(&app, "a-group").await;
        if page.total > 0 {
            break page;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    };
    let Lag::Denied { right, grant: line } = &page.rows[0].lag else {
        panic!("{page:?}");
    };
    assert_eq!(right, "DESCRIBE on the group “a-group”");
    assert!(line.ends_with("--operation Describe --group a-group"));
    assert_eq!(page.lags, Lags::Partial);

    // With it the offsets of the topic that may not be seen are left out without a word: never a whole sum.
    grant(allow(ResourceKind::Group, "a-group", Operation::Describe)).await;
    let detail = loop {
        match app.session.group_detail(&app.connection, "a-group").await {
            Ok(detail) => break detail,
            Err(failure) => assert_eq!(failure.code, Code::Forbidden),
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    };
    let Lag::Partial { messages, why } = &detail.lag else {
        panic!("{detail:?}");
    };
    assert_eq!(messages, "3");
    assert!(why.contains("left out without a sign"), "{why}");
    let topics: Vec<&str> = detail
        .partitions
        .iter()
        .map(|row| row.topic.as_str())
        .collect();
    assert_eq!(topics, [open.as_str()]);

    // A member's partitions are told; what it has committed of a hidden topic is not.
    let (bootstrap, name) = (app.bootstrap().to_owned(), secret.clone());
    let consumer = tokio::task::spawn_blocking(move || {
        member(&bootstrap, "a-group", &name, "a-client", "classic")
    })
    .await
    .expect("a member");
    let detail = app.session.group_detail(&app.connection, "a-group").await;
    let detail = detail.expect("a group");
    let hidden = detail.partitions.iter().find(|row| row.topic == secret);
    let hidden = hidden.expect("its partition");
    assert!(
        matches!(&hidden.lag, Lag::Denied { grant, .. } if grant.ends_with(&format!("--operation Describe --topic {secret}"))),
        "{hidden:?}"
    );
    assert!(
        matches!(&detail.lag, Lag::Partial { messages, .. } if messages == "3"),
        "{:?}",
        detail.lag
    );
    drop(consumer);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_group_of_the_new_protocol_is_told_as_one() {
    let kafka = Kafka::shared().await;
    let app = App::on(kafka.plaintext()).await;
    let topic = app.topic(2).await;
    for number in 0..6 {
        app.produce(&topic, number % 2, &number.to_string()).await;
    }
    let group = tests::unique("group");
    let (bootstrap, name, of) = (app.bootstrap().to_owned(), topic.clone(), group.clone());
    let consumer = tokio::task::spawn_blocking(move || {
        let consumer = member(&bootstrap, &of, &name, "a-client", "consumer");
        let mut list = rdkafka::TopicPartitionList::new();
        for partition in 0..2 {
            list.add_partition_offset(&name, partition, rdkafka::Offset::Offset(1))
                .expect("an offset");
        }
        consumer
            .commit(&list, rdkafka::consumer::CommitMode::Sync)
            .expect("committed");
        consumer
    })
    .await
    .expect("a member");
    let detail = loop {
        let detail = app.session.group_detail(&app.connection, &group).await;
        let detail = detail.expect("a group");
        if detail.state == GroupState::Stable {
            break detail;
        }
        assert_eq!(detail.state, GroupState::Rebalancing);
        tokio::time::sleep(Duration::from_millis(20)).await;
    };
    assert_eq!(
        (detail.kind, &detail.lag, detail.member_count),
        (GroupKind::Consumer, &known(4), 1)
    );
    assert!(
        detail
            .partitions
            .iter()
            .all(|row| row.client.as_deref() == Some("a-client"))
    );
    let page = listed(&app, &group).await;
    assert_eq!(
        (page.rows[0].kind, &page.rows[0].lag),
        (GroupKind::Consumer, &known(4))
    );
    let reset = session::Reset {
        to: ResetTo::Earliest,
        topics: None,
        partitions: None,
    };
    let plan = app
        .session
        .plan_reset(&app.connection, &group, &reset)
        .await
        .expect("a plan");
    assert!(
        plan.refused
            .is_some_and(|refused| refused.contains("a-client on 127.0.0.1"))
    );
    drop(consumer);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_group_that_rebalances_again_and_again_is_told() {
    let kafka = Kafka::shared().await;
    let app = App::on(kafka.plaintext()).await;
    let topic = app.topic(2).await;
    app.produce(&topic, 0, "a value").await;
    let group = tests::unique("group");
    let join = async |client: &'static str| {
        let (bootstrap, name, of) = (app.bootstrap().to_owned(), topic.clone(), group.clone());
        // KIP-848 lets members come and go without that the others have to poll.
        tokio::task::spawn_blocking(move || member(&bootstrap, &of, &name, client, "consumer"))
            .await
            .expect("a member")
    };
    let stays = join("stays").await;
    let cause = async |members: u32| loop {
        let detail = app.session.group_detail(&app.connection, &group).await;
        let detail = detail.expect("a group");
        if detail.member_count == members && detail.state == GroupState::Stable {
            return detail.cause;
        }
        stays.poll(Duration::from_millis(20));
    };
    cause(1).await;
    let mut last = None;
    for _ in 0..2 {
        let bootstrap_join = {
            let (bootstrap, name, of) = (app.bootstrap().to_owned(), topic.clone(), group.clone());
            tokio::task::spawn_blocking(move || {
                member(&bootstrap, &of, &name, "comes and goes", "consumer")
            })
        };
        last = cause(2).await;
        let goes = bootstrap_join.await.expect("a member");
        tokio::task::spawn_blocking(move || drop(goes))
            .await
            .expect("gone");
        last = cause(1).await.or(last);
    }
    assert!(
        last.as_deref()
            .is_some_and(|cause| cause.starts_with("The group rebalances again and again")),
        "{last:?}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_share_group_is_shown_without_a_lag() {
    let kafka = Kafka::shared().await;
    let app = App::on(kafka.plaintext()).await;
    let topic = app.topic(1).await;
    let share = tests::unique("share");
    let text = |text: &str| StrBytes::from_string(text.to_owned());
    let heartbeat = ShareGroupHeartbeatRequest::default()
        .with_group_id(GroupId(text(&share)))
        .with_member_id(text("9x9Vq5XzQ3mWc1kT2bN8rA"))
        .with_subscribed_topic_names(Some(vec![TopicName(text(&topic))]));
    // A fresh broker makes the topic of its coordinators when it is first asked for one.
    commit(&app, &tests::unique("group"), &[(&topic, 0, 0)]).await;
    let _member = loop {
        let (member, answer) =
            ask(app.bootstrap(), ApiKey::ShareGroupHeartbeat, 1, &heartbeat).await;
        if answer[4..6] == [0, 0] {
            break member;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    };
    let page = listed(&app, &share).await;
    assert_eq!(page.rows[0].kind, GroupKind::ShareOrStreams);
    assert!(matches!(page.rows[0].lag, Lag::Unsupported { .. }));
    let detail = app.session.group_detail(&app.connection, &share).await;
    let detail = detail.expect("a group");
    assert!(matches!(detail.lag, Lag::Unsupported { .. }));
    assert!(detail.partitions.is_empty() && detail.cause.is_none());
    let reset = session::Reset {
        to: ResetTo::Earliest,
        topics: None,
        partitions: None,
    };
    let plan = app
        .session
        .plan_reset(&app.connection, &share, &reset)
        .await
        .expect("a plan");
    assert!(
        plan.refused
            .as_deref()
            .is_some_and(|refused| refused.starts_with("This group can't be reset."))
    );
    for refused in [
        app.session
            .apply_reset(&app.connection, &share, &plan, None)
            .await,
        app.session
            .delete_group(&app.connection, &share, None)
            .await,
    ] {
        assert_eq!(refused.expect_err("refused").code, Code::Invalid);
    }
}

/// A fresh broker sends whoever asks for commits from one coordinator to the next, which librdkafka does not survive in a
/// client without a group.
#[tokio::test(flavor = "multi_thread")]
async fn a_coordinator_that_moves_ends_nothing() {
    let kafka = Kafka::start().await;
    let cluster = kafka::Cluster::new(kafka::ClusterConfig::plaintext(kafka.plaintext()));
    let cluster = cluster.expect("a cluster");
    let names: Vec<String> = (0..40).map(|number| format!("group-{number}")).collect();
    let asked = (0..8).map(|_| cluster.groups_offsets(names.clone(), LIMIT));
    for answers in futures::future::join_all(asked).await {
        for (group, offsets) in answers.expect("answers") {
            let is_moving = |error: &kafka::Error| matches!(error, kafka::Error::Kafka { code, .. } if code.contains("Coordinator"));
            assert!(
                offsets.as_ref().is_ok_and(Vec::is_empty) || offsets.as_ref().is_err_and(is_moving),
                "{group}: {offsets:?}"
            );
        }
    }
}
