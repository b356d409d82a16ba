//! Groups and what they have committed, alike on every cluster; each check makes topics and groups of its own.

use std::time::Duration;

use kafka::{
    Cluster, ClusterConfig, Error, GroupDescription, GroupKind, GroupState, PartitionOffset,
    Producer,
};
use rdkafka::consumer::{BaseConsumer, CommitMode, Consumer};
use rdkafka::topic_partition_list::{Offset, TopicPartitionList};

use crate::fixture::{LIMIT, client, topic, write};

fn cluster(bootstrap: &str) -> Cluster {
    Cluster::new(ClusterConfig::plaintext(bootstrap)).expect("a cluster")
}

/// A consumer that joins a group and has its partitions once this returns.
pub(crate) fn member(bootstrap: &str, group: &str, topic: &str, protocol: &str) -> BaseConsumer {
    let mut config = client(bootstrap);
    config
        .set("group.id", group)
        .set("group.protocol", protocol)
        .set("client.id", "a-member")
        .set("enable.auto.commit", "false")
        .set("auto.offset.reset", "earliest");
    let consumer: BaseConsumer = config.create().expect("a consumer");
    consumer.subscribe(&[topic]).expect("subscribed");
    while consumer.assignment().expect("an assignment").count() == 0 {
        if let Some(message) = consumer.poll(Duration::from_millis(100)) {
            message.expect("a message");
        }
    }
    consumer
}

fn commit_as(consumer: &BaseConsumer, topic: &str, partition: i32, offset: i64) {
    let mut list = TopicPartitionList::new();
    list.add_partition_offset(topic, partition, Offset::Offset(offset))
        .expect("an offset");
    consumer.commit(&list, CommitMode::Sync).expect("committed");
}

/// Commits offsets for a group that has no members.
fn commit(bootstrap: &str, group: &str, offsets: &[(&str, i32, i64)]) {
    let consumer: BaseConsumer = client(bootstrap)
        .set("group.id", group)
        .create()
        .expect("a consumer");
    let mut list = TopicPartitionList::new();
    for (topic, partition, offset) in offsets {
        list.add_partition_offset(topic, *partition, Offset::Offset(*offset))
            .expect("an offset");
    }
    consumer.commit(&list, CommitMode::Sync).expect("committed");
}

fn committed(offsets: &[PartitionOffset]) -> Vec<(&str, i32, i64)> {
    offsets
        .iter()
        .map(|offset| {
            let at = offset.offset.clone().expect("no error").expect("an offset");
            (offset.topic.as_str(), offset.partition, at)
        })
        .collect()
}

async fn described(cluster: &Cluster, group: &str) -> GroupDescription {
    let answers = cluster.describe_groups(vec![group.to_owned()], LIMIT).await;
    answers
        .expect("answers")
        .remove(0)
        .1
        .expect("a description")
}

async fn written(bootstrap: &str) -> String {
    let name = topic(bootstrap, 2, &[]).await;
    let producer = Producer::new(&ClusterConfig::plaintext(bootstrap)).expect("a producer");
    write(&producer, &name, 0, 3).await;
    name
}

pub(crate) async fn a_group_with_a_member_is_listed_and_described(bootstrap: &str) {
    let (cluster, name) = (cluster(bootstrap), written(bootstrap).await);
    let group = tests::unique("group");
    let consumer = member(bootstrap, &group, &name, "classic");

    for groups in [
        cluster.groups(LIMIT).await,
        cluster.consumer_groups(LIMIT).await,
    ] {
        let groups = groups.expect("groups");
        assert_eq!(groups.errors, []);
        let listed: Vec<_> = groups
            .groups
            .iter()
            .filter(|listed| listed.name == group)
            .collect();
        assert_eq!(listed.len(), 1, "{groups:?}");
        assert_eq!(
            (&listed[0].kind, listed[0].state),
            (&GroupKind::Classic, GroupState::Stable)
        );
    }
    let told = described(&cluster, &group).await;
    assert_eq!(
        (&told.kind, told.state),
        (&GroupKind::Classic, GroupState::Stable)
    );
    assert_eq!(told.assignor.as_deref(), Some("range"));
    assert!(told.coordinator.is_some());
    assert_eq!(told.members.len(), 1);
    let one = &told.members[0];
    assert_eq!(
        (one.client.as_str(), one.instance.as_deref()),
        ("a-member", None)
    );
    assert!(
        one.id.starts_with("a-member") && one.host.contains("127.0.0.1"),
        "{one:?}"
    );
    let mut assigned = one.assigned.clone();
    assigned.sort_unstable();
    assert_eq!(assigned, [(name.clone(), 0), (name.clone(), 1)]);

    // What an active group has committed is its own business.
    let altered = cluster
        .alter_group_offsets(&group, vec![(name.clone(), 0, 1)], LIMIT)
        .await;
    let refused = altered.map(|answers| answers[0].offset.clone());
    assert!(
        matches!(
            refused,
            Err(Error::Kafka { .. }) | Ok(Err(Error::Kafka { .. }))
        ),
        "{refused:?}"
    );
    let deleted = cluster
        .delete_groups(vec![group.clone()], LIMIT)
        .await
        .expect("answers");
    assert!(
        matches!(&deleted[0].1, Err(Error::Kafka { code, .. }) if code == "NonEmptyGroup"),
        "{deleted:?}"
    );
    drop(consumer);
}

pub(crate) async fn committed_offsets_are_read_and_set_without_joining(bootstrap: &str) {
    let (cluster, name) = (cluster(bootstrap), written(bootstrap).await);
    let other = topic(bootstrap, 1, &[]).await;
    let group = tests::unique("group");
    commit(bootstrap, &group, &[(&name, 0, 2), (&other, 0, 0)]);
    let mut expected = vec![(name.as_str(), 0, 2), (other.as_str(), 0, 0)];
    expected.sort_unstable();
    let all = cluster
        .group_offsets(&group, None, LIMIT)
        .await
        .expect("offsets");
    assert_eq!(committed(&all), expected);
    let of_topic = cluster.group_offsets(&group, Some(&name), LIMIT).await;
    assert_eq!(
        committed(&of_topic.expect("offsets")),
        [(name.as_str(), 0, 2)]
    );

    let wanted = vec![(name.clone(), 0, 1), (name.clone(), 1, 0)];
    let altered = cluster
        .alter_group_offsets(&group, wanted, LIMIT)
        .await
        .expect("answers");
    assert!(
        altered.iter().all(|answer| answer.offset.is_ok()),
        "{altered:?}"
    );
    let of_topic = cluster.group_offsets(&group, Some(&name), LIMIT).await;
    let of_topic = of_topic.expect("offsets");
    assert_eq!(
        committed(&of_topic),
        [(name.as_str(), 0, 1), (name.as_str(), 1, 0)]
    );
    let told = described(&cluster, &group).await;
    assert_eq!(
        (told.state, told.members.len()),
        (GroupState::Empty, 0),
        "nobody joined"
    );

    let unknown = tests::unique("group");
    let many = vec![unknown.clone(), group.clone()];
    let many = cluster.groups_offsets(many, LIMIT).await.expect("answers");
    assert_eq!(many[0], (unknown, Ok(Vec::new())));
    assert_eq!(many[1].1.as_ref().map(Vec::len), Ok(3));
}

pub(crate) async fn committed_offsets_are_deleted(bootstrap: &str) {
    let (cluster, name) = (cluster(bootstrap), written(bootstrap).await);
    let other = topic(bootstrap, 1, &[]).await;
    let group = tests::unique("group");
    commit(
        bootstrap,
        &group,
        &[(&name, 0, 2), (&name, 1, 0), (&other, 0, 0)],
    );
    let delete = async |partitions: Vec<(String, i32)>| {
        let answers = cluster
            .delete_group_offsets(&group, partitions, LIMIT)
            .await;
        answers.map(|answers| {
            answers
                .into_iter()
                .map(|answer| answer.offset)
                .collect::<Vec<_>>()
        })
    };
    let forgot = delete(vec![(name.clone(), 0), (name.clone(), 1)]).await;
    assert_eq!(forgot, Ok(vec![Ok(None), Ok(None)]));
    let left = cluster
        .group_offsets(&group, None, LIMIT)
        .await
        .expect("offsets");
    assert_eq!(committed(&left), [(other.as_str(), 0, 0)]);

    // What its members read stays.
    let consumer = member(bootstrap, &group, &name, "classic");
    commit_as(&consumer, &name, 0, 1);
    let refused = delete(vec![(name.clone(), 0), (other.clone(), 0)])
        .await
        .expect("answers");
    assert!(
        matches!(&refused[0], Err(Error::Kafka { code, .. }) if code == "GroupSubscribedToTopic"),
        "{refused:?}"
    );
    assert_eq!(refused[1], Ok(None));
    let left = cluster
        .group_offsets(&group, None, LIMIT)
        .await
        .expect("offsets");
    assert_eq!(committed(&left), [(name.as_str(), 0, 1)]);

    let nobody = tests::unique("group");
    let answer = cluster
        .delete_group_offsets(&nobody, vec![(name.clone(), 0)], LIMIT)
        .await;
    assert!(
        matches!(&answer, Err(Error::Kafka { code, .. }) if code == "GroupIdNotFound"),
        "{answer:?}"
    );
}

pub(crate) async fn a_group_is_deleted(bootstrap: &str) {
    let (cluster, name) = (cluster(bootstrap), written(bootstrap).await);
    let (group, unknown) = (tests::unique("group"), tests::unique("group"));
    commit(bootstrap, &group, &[(&name, 0, 2)]);
    let names = vec![unknown, group.clone()];
    let deleted = cluster.delete_groups(names, LIMIT).await.expect("answers");
    assert!(
        matches!(&deleted[0].1, Err(Error::Kafka { code, .. }) if code == "GroupIdNotFound"),
        "{deleted:?}"
    );
    assert_eq!(deleted[1].1, Ok(()));
    assert_eq!(described(&cluster, &group).await.state, GroupState::Dead);
    let groups = cluster.groups(LIMIT).await.expect("groups");
    assert!(groups.groups.iter().all(|listed| listed.name != group));
    assert_eq!(
        cluster.group_offsets(&group, None, LIMIT).await,
        Ok(Vec::new())
    );
}

pub(crate) async fn many_groups_are_asked_for_a_few_at_a_time(bootstrap: &str) {
    let (cluster, name) = (cluster(bootstrap), written(bootstrap).await);
    let groups: Vec<String> = (0..60).map(|_| tests::unique("group")).collect();
    for group in &groups {
        let offset = vec![(name.clone(), 0, 1)];
        let set = cluster
            .alter_group_offsets(group, offset, LIMIT)
            .await
            .expect("answers");
        assert_eq!(set[0].offset, Ok(Some(1)));
    }
    let all = cluster
        .groups_offsets(groups.clone(), LIMIT)
        .await
        .expect("answers");
    assert!(all.iter().map(|(group, _)| group).eq(&groups), "in order");
    for (_, offsets) in &all {
        assert_eq!(
            committed(offsets.as_ref().expect("offsets")),
            [(name.as_str(), 0, 1)]
        );
    }
    let told = cluster
        .describe_groups(groups.clone(), LIMIT)
        .await
        .expect("answers");
    for ((group, told), asked) in told.iter().zip(&groups) {
        assert_eq!(
            (group, told.as_ref().map(|told| told.state)),
            (asked, Ok(GroupState::Empty))
        );
    }
}
