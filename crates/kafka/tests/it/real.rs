//! What only a real Kafka can show: transactions, compaction, other groups, a broker that dies and comes back.

use std::time::{Duration, Instant};

use kafka::{
    Cluster, ClusterConfig, ConfigResource, Error, GroupKind, GroupState, Isolation,
    OutgoingRecord, Producer,
};
use kafka_protocol::messages::join_group_request::JoinGroupRequestProtocol;
use kafka_protocol::messages::{
    ApiKey, GroupId, JoinGroupRequest, ShareGroupHeartbeatRequest, TopicName,
};
use kafka_protocol::protocol::StrBytes;
use rdkafka::producer::{BaseProducer, BaseRecord, Producer as _};
use tests::kafka::Kafka;

use crate::collected::{Reading, Seen, span, told};
use crate::fixture::{LIMIT, admin, client, record, topic, write};
use crate::groups::member;
use crate::wire::ask;

#[tokio::test(flavor = "multi_thread")]
async fn aborted_records_are_for_those_who_ask() {
    let kafka = Kafka::shared().await;
    let name = topic(kafka.plaintext(), 1, &[]).await;
    let producer: BaseProducer = client(kafka.plaintext())
        .set("transactional.id", &name)
        .create()
        .expect("a producer");
    producer.init_transactions(LIMIT).expect("transactions");
    let transaction = |count: usize, commit: bool| {
        producer.begin_transaction().expect("begun");
        for _ in 0..count {
            producer
                .send(BaseRecord::<(), str>::to(&name).payload("a value"))
                .expect("queued");
        }
        producer.flush(LIMIT).expect("written");
        if commit {
            producer.commit_transaction(LIMIT).expect("committed");
        } else {
            producer.abort_transaction(LIMIT).expect("aborted");
        }
    };
    // 0 to 1 and a marker at 2; 3 to 4, committed, and 5; 6 to 7 and 8.
    transaction(2, false);
    transaction(2, true);
    transaction(2, false);
    let read = |isolation, from, to| {
        let config = ClusterConfig::plaintext(kafka.plaintext());
        let rounds = vec![vec![span(0, from, Some(to))]];
        told(&Reading::rounds(&config, &name, isolation, rounds).all())
    };
    assert_eq!(
        read(Isolation::ReadCommitted, 0, 9),
        ["0:3", "0:4", "0:9 range", "round"]
    );
    assert_eq!(
        read(Isolation::ReadUncommitted, 0, 9),
        [
            "0:0",
            "0:1",
            "0:3",
            "0:4",
            "0:6",
            "0:7",
            "0:9 range",
            "round"
        ]
    );
    // A range that ends in what may not be seen.
    assert_eq!(read(Isolation::ReadCommitted, 0, 2), ["0:2 range", "round"]);
    assert_eq!(read(Isolation::ReadCommitted, 6, 8), ["0:8 range", "round"]);
    assert_eq!(
        read(Isolation::ReadUncommitted, 1, 6),
        ["0:1", "0:3", "0:4", "0:6 range", "round"]
    );

    // What is not decided yet is the end for one, and there for the other.
    producer.begin_transaction().expect("begun");
    producer
        .send(BaseRecord::<(), str>::to(&name).payload("open"))
        .expect("queued");
    producer.flush(LIMIT).expect("written");
    assert_eq!(read(Isolation::ReadCommitted, 8, 10), ["0:9 eof", "round"]);
    assert_eq!(
        read(Isolation::ReadUncommitted, 8, 10),
        ["0:9", "0:10 range", "round"]
    );
    producer.abort_transaction(LIMIT).expect("aborted");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_compacted_topic_with_gaps_has_an_end() {
    let kafka = Kafka::shared().await;
    let bootstrap = kafka.plaintext();
    let configs = [
        ("cleanup.policy", "compact"),
        ("segment.ms", "100"),
        ("min.cleanable.dirty.ratio", "0.01"),
        ("max.compaction.lag.ms", "100"),
    ];
    let name = topic(bootstrap, 1, &configs).await;
    let config = ClusterConfig::plaintext(bootstrap);
    let producer = Producer::new(&config).expect("a producer");
    let keyed = |value: usize| OutgoingRecord {
        key: Some(b"one key".to_vec()),
        ..record(&name, 0, value.to_string())
    };
    // Each further record may close a segment; sooner or later the cleaner leaves a gap.
    let (mut written, mut read) = (0, Vec::new());
    for _ in 0..200 {
        for _ in 0..10 {
            producer.send(&keyed(written)).await.expect("written");
            written += 1;
        }
        let (now, ends) = Reading::start(&config, &name, &[(0, 0)]).to_the_end(1);
        assert_eq!(ends[&0], written as i64);
        read = now;
        if read.len() < written {
            break;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    assert!(read.len() < written, "the cleaner never came");
    // A range whose last offsets were taken ends all the same, with what follows never handed out.
    let gap = (0..written as i64)
        .find(|offset| read.iter().all(|record| record.offset != *offset))
        .expect("a gap");
    let seen = Reading::rounds(
        &config,
        &name,
        Isolation::default(),
        vec![vec![span(0, 0, Some(gap + 1))]],
    )
    .all();
    let mut expected: Vec<String> = read
        .iter()
        .filter(|record| record.offset <= gap)
        .map(|record| format!("0:{}", record.offset))
        .collect();
    expected.extend([format!("0:{} range", gap + 1), "round".to_owned()]);
    assert_eq!(told(&seen), expected);
    assert_eq!(
        read.last().expect("the last record").value,
        Some((written - 1).to_string().into_bytes())
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_tail_survives_a_killed_broker() {
    let kafka = Kafka::start().await;
    let bootstrap = kafka.plaintext().to_owned();
    let name = topic(&bootstrap, 2, &[]).await;
    let config = ClusterConfig::plaintext(&bootstrap);
    let producer = Producer::new(&config).expect("a producer");
    write(&producer, &name, 0, 20).await;
    write(&producer, &name, 1, 20).await;
    let reading = Reading::start(&config, &name, &[(0, 0), (1, 0)]);
    let mut offsets: Vec<(i32, i64)> = reading
        .records(40)
        .iter()
        .map(|record| (record.partition, record.offset))
        .collect();

    kafka.kill().await;
    loop {
        match reading.next() {
            Seen::Lost(cause) => {
                assert!(matches!(cause, Error::Unreachable { .. }), "{cause:?}");
                break;
            }
            Seen::End(..) => {}
            other => panic!("not expected: {other:?}"),
        }
    }
    kafka.restart().await;
    loop {
        match reading.next() {
            Seen::Found => break,
            Seen::End(..) | Seen::Fault(..) => {}
            other => panic!("not expected: {other:?}"),
        }
    }
    write(&producer, &name, 0, 10).await;
    write(&producer, &name, 1, 10).await;
    offsets.extend(
        reading
            .records(20)
            .iter()
            .map(|record| (record.partition, record.offset)),
    );
    offsets.sort_unstable();
    let expected: Vec<(i32, i64)> = (0..2)
        .flat_map(|partition| (0..30).map(move |offset| (partition, offset)))
        .collect();
    assert_eq!(offsets, expected, "nothing lost, nothing twice");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_topic_that_vanishes_is_told() {
    let kafka = Kafka::shared().await;
    let name = topic(kafka.plaintext(), 1, &[]).await;
    let reading = Reading::start(
        &ClusterConfig::plaintext(kafka.plaintext()),
        &name,
        &[(0, 0)],
    );
    reading.to_the_end(1);
    admin(kafka.plaintext())
        .delete_topics(&[&name], &rdkafka::admin::AdminOptions::new())
        .await
        .expect("deleted");
    loop {
        match reading.next() {
            Seen::Fault(None, Error::NotFound { .. }) => break,
            Seen::Fault(..) | Seen::End(..) => {}
            other => panic!("not expected: {other:?}"),
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_group_of_the_new_protocol_is_listed_described_and_guarded() {
    let kafka = Kafka::shared().await;
    let bootstrap = kafka.plaintext();
    let name = topic(bootstrap, 2, &[]).await;
    let group = tests::unique("group");
    let consumer = member(bootstrap, &group, &name, "consumer");
    let cluster = Cluster::new(ClusterConfig::plaintext(bootstrap)).expect("a cluster");
    let listed = cluster.groups(LIMIT).await.expect("groups");
    let kinds: Vec<_> = listed
        .groups
        .iter()
        .filter(|listed| listed.name == group)
        .map(|listed| listed.kind.clone())
        .collect();
    assert_eq!(kinds, [GroupKind::Consumer]);
    // The member has its partitions before the group calls itself stable.
    let told = loop {
        let told = cluster.describe_groups(vec![group.clone()], LIMIT).await;
        let told = told.expect("answers").remove(0).1.expect("a description");
        if told.state == GroupState::Stable && told.members[0].assigned.len() == 2 {
            break told;
        }
        tokio::task::yield_now().await;
    };
    assert_eq!((&told.kind, told.members.len()), (&GroupKind::Consumer, 1));
    assert_eq!(told.members[0].client, "a-member");
    let mut target = told.members[0].target.clone().expect("a target");
    target.sort_unstable();
    assert_eq!(target, [(name.clone(), 0), (name.clone(), 1)]);
    let altered = cluster
        .alter_group_offsets(&group, vec![(name.clone(), 0, 0)], LIMIT)
        .await
        .map(|answers| answers[0].offset.clone());
    assert!(
        matches!(
            altered,
            Err(Error::Kafka { .. }) | Ok(Err(Error::Kafka { .. }))
        ),
        "{altered:?}"
    );
    drop(consumer);
}

#[tokio::test(flavor = "multi_thread")]
async fn groups_that_are_no_consumers_are_found_too() {
    let kafka = Kafka::shared().await;
    let bootstrap = kafka.plaintext();
    let name = topic(bootstrap, 1, &[]).await;
    let (share, connect) = (tests::unique("share"), tests::unique("connect"));
    let text = |text: &str| StrBytes::from_string(text.to_owned());
    let heartbeat = ShareGroupHeartbeatRequest::default()
        .with_group_id(GroupId(text(&share)))
        .with_member_id(text("7x9Vq5XzQ3mWc1kT2bN8rA"))
        .with_subscribed_topic_names(Some(vec![TopicName(text(&name))]));
    let (_share, answer) = ask(bootstrap, ApiKey::ShareGroupHeartbeat, 1, &heartbeat).await;
    assert_eq!(answer[4..6], [0, 0], "no error");
    let protocol = JoinGroupRequestProtocol::default().with_name(text("sessioned"));
    let join = JoinGroupRequest::default()
        .with_group_id(GroupId(text(&connect)))
        .with_session_timeout_ms(30_000)
        .with_rebalance_timeout_ms(30_000)
        .with_protocol_type(text("connect"))
        .with_protocols(vec![protocol]);
    let (_connect, answer) = ask(bootstrap, ApiKey::JoinGroup, 3, &join).await;
    assert_eq!(answer[4..6], [0, 0], "no error");

    let cluster = Cluster::new(ClusterConfig::plaintext(bootstrap)).expect("a cluster");
    let groups = cluster.groups(LIMIT).await.expect("groups");
    let of = |name: &str| {
        let found = groups.groups.iter().find(|group| group.name == name);
        found.map(|group| (group.kind.clone(), group.state))
    };
    let connect_is = GroupKind::Other("connect".to_owned());
    assert_eq!(
        of(&connect),
        Some((connect_is, GroupState::CompletingRebalance))
    );
    let share_is = GroupKind::Other(String::new());
    assert_eq!(of(&share), Some((share_is, GroupState::Unknown)));
    let consumers = cluster.consumer_groups(LIMIT).await.expect("groups");
    let consumers: Vec<_> = consumers.groups.iter().map(|group| &group.name).collect();
    assert!(!consumers.contains(&&share) && !consumers.contains(&&connect));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_request_ends_in_time_when_the_broker_hangs() {
    let kafka = Kafka::start().await;
    let name = topic(kafka.plaintext(), 1, &[]).await;
    let config = ClusterConfig::plaintext(kafka.plaintext());
    let cluster = Cluster::new(config).expect("a cluster");
    cluster.metadata(None, LIMIT).await.expect("metadata");
    kafka.hang().await;
    let (limit, started) = (Duration::from_secs(2), Instant::now());
    let resource = vec![ConfigResource::Topic(name.clone())];
    let silence =
        |error: &Error| matches!(error, Error::Timeout { .. } | Error::Unreachable { .. });
    let (settings, groups, offsets, deleted) = tokio::join!(
        cluster.describe_configs(resource, limit),
        cluster.consumer_groups(limit),
        cluster.groups_offsets(vec![name.clone()], limit),
        cluster.delete_topics(vec![name.clone()], limit),
    );
    let elapsed = started.elapsed();
    kafka.go_on().await;
    assert!(elapsed < limit + Duration::from_secs(3), "took {elapsed:?}");
    let settings = settings.map(|answers| answers[0].1.clone());
    assert!(
        settings
            .clone()
            .and_then(|settings| settings)
            .is_err_and(|error| silence(&error)),
        "{settings:?}"
    );
    let offsets = offsets.map(|answers| answers[0].1.clone());
    assert!(
        offsets
            .clone()
            .and_then(|offsets| offsets)
            .is_err_and(|error| silence(&error)),
        "{offsets:?}"
    );
    let deleted = deleted.map(|answers| answers[0].1.clone());
    assert!(
        deleted
            .clone()
            .and_then(|deleted| deleted)
            .is_err_and(|error| silence(&error)),
        "{deleted:?}"
    );
    let groups = groups.map(|groups| groups.errors);
    assert!(
        matches!(&groups, Ok(errors) if !errors.is_empty() && errors.iter().all(silence))
            || groups.as_ref().is_err_and(silence),
        "{groups:?}"
    );
}

/// librdkafka ends the process when a coordinator comes back that was away while requests to it ran out of time.
#[tokio::test(flavor = "multi_thread")]
async fn requests_that_were_given_up_do_no_harm_when_the_coordinator_is_back() {
    let kafka = Kafka::start().await;
    let name = topic(kafka.plaintext(), 1, &[]).await;
    let cluster = Cluster::new(ClusterConfig::plaintext(kafka.plaintext())).expect("a cluster");
    let group = tests::unique("group");
    let set = vec![(name.clone(), 0, 0)];
    let answers = cluster.alter_group_offsets(&group, set.clone(), LIMIT);
    answers.await.expect("answers");
    kafka.kill().await;
    let short = Duration::from_secs(1);
    for _ in 0..3 {
        let groups = || vec![group.clone()];
        let (described, read, altered) = tokio::join!(
            cluster.describe_groups(groups(), short),
            cluster.groups_offsets(groups(), short),
            cluster.alter_group_offsets(&group, set.clone(), short),
        );
        assert!(!described.is_ok_and(|answers| answers[0].1.is_ok()));
        assert!(!read.is_ok_and(|answers| answers[0].1.is_ok()));
        assert!(altered.is_err());
    }
    kafka.restart().await;
    let started = Instant::now();
    while cluster.group_offsets(&group, None, LIMIT).await.is_err() {
        assert!(started.elapsed() < Duration::from_secs(60), "no answer");
    }
    let groups = vec![group.clone()];
    let described = cluster.describe_groups(groups, LIMIT).await;
    assert!(described.expect("answers")[0].1.is_ok());
}
