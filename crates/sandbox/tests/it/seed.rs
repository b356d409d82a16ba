//! The demo company is there from the first moment, and goes on.

use std::collections::BTreeMap;

use kafka_protocol::messages::list_offsets_request::{ListOffsetsPartition, ListOffsetsTopic};
use kafka_protocol::messages::offset_fetch_request::OffsetFetchRequestGroup;
use kafka_protocol::messages::{
    ApiKey, BrokerId, DescribeGroupsRequest, ListOffsetsRequest, MetadataRequest,
    OffsetFetchRequest,
};
use sandbox::{Options, Sandbox};

use crate::requests::{group, topic};
use crate::wire::{Connection, only};

/// Next offset of each partition of a topic.
async fn ends(connection: &mut Connection, name: &str, partitions: i32) -> Vec<i64> {
    let asked = (0..partitions).map(|partition| {
        ListOffsetsPartition::default()
            .with_partition_index(partition)
            .with_timestamp(-1)
    });
    let request = ListOffsetsRequest::default()
        .with_replica_id(BrokerId(-1))
        .with_topics(vec![
            ListOffsetsTopic::default()
                .with_name(topic(name))
                .with_partitions(asked.collect()),
        ]);
    let listed = only!(
        ListOffsets,
        connection.ask(ApiKey::ListOffsets, 7, request).await
    );
    listed.topics[0]
        .partitions
        .iter()
        .map(|partition| partition.offset)
        .collect()
}

/// How far a group is behind the end of one topic.
async fn lag(connection: &mut Connection, id: &str, name: &str, partitions: i32) -> i64 {
    let asked = OffsetFetchRequestGroup::default()
        .with_group_id(group(id))
        .with_topics(None);
    let request = OffsetFetchRequest::default().with_groups(vec![asked]);
    let fetched = only!(
        OffsetFetch,
        connection.ask(ApiKey::OffsetFetch, 8, request).await
    );
    let committed = &fetched.groups[0].topics[0];
    assert_eq!(committed.name.as_str(), name);
    let committed: i64 = committed
        .partitions
        .iter()
        .map(|p| p.committed_offset)
        .sum();
    ends(connection, name, partitions).await.iter().sum::<i64>() - committed
}

#[tokio::test]
async fn the_company_has_its_topics() {
    let sandbox = Sandbox::start(Options { seed: true }).await.unwrap();
    let mut connection = Connection::open(&sandbox.bootstrap()).await;
    let request = MetadataRequest::default().with_topics(None);
    let metadata = only!(
        Metadata,
        connection.ask(ApiKey::Metadata, 12, request).await
    );
    let topics: BTreeMap<_, _> = metadata
        .topics
        .iter()
        .map(|topic| {
            (
                topic.name.as_ref().unwrap().to_string(),
                topic.partitions.len(),
            )
        })
        .collect();
    let expected = [
        ("audit.log", 2, 480),
        ("customers", 3, 4_000),
        ("notifications.outbox", 1, 0),
        ("orders.events", 6, 9_000),
        ("payments.transactions", 12, 40_000),
        ("payments.transactions.dlq", 1, 57),
        ("shipments.updates", 3, 4_000),
    ];
    assert_eq!(topics.len(), expected.len(), "{topics:?}");
    for (name, partitions, messages) in expected {
        assert_eq!(topics[name], partitions, "{name}");
        let partitions = i32::try_from(partitions).unwrap();
        let sum: i64 = ends(&mut connection, name, partitions).await.iter().sum();
        assert!(
            (messages..=messages + messages / 2).contains(&sum),
            "{name}: {sum}"
        );
    }
}

#[tokio::test]
async fn one_group_lags_and_one_keeps_up() {
    let sandbox = Sandbox::start(Options { seed: true }).await.unwrap();
    let mut connection = Connection::open(&sandbox.bootstrap()).await;
    let behind = lag(
        &mut connection,
        "settlement-service",
        "payments.transactions",
        12,
    )
    .await;
    assert!((2_500..7_000).contains(&behind), "{behind}");
    let behind = lag(&mut connection, "order-projection", "orders.events", 6).await;
    assert!((0..100).contains(&behind), "{behind}");

    let ids = vec![group("settlement-service"), group("order-projection")];
    let request = DescribeGroupsRequest::default().with_groups(ids);
    let described = only!(
        DescribeGroups,
        connection.ask(ApiKey::DescribeGroups, 5, request).await
    );
    for (group, members) in described.groups.iter().zip([3, 1]) {
        assert_eq!(
            (&*group.group_state, group.members.len()),
            ("Stable", members)
        );
        assert!(
            group
                .members
                .iter()
                .all(|member| !member.member_assignment.is_empty())
        );
    }
}

#[tokio::test]
async fn the_company_goes_on() {
    let sandbox = Sandbox::start(Options { seed: true }).await.unwrap();
    let mut connection = Connection::open(&sandbox.bootstrap()).await;
    let before = ends(&mut connection, "payments.transactions", 12).await;
    while ends(&mut connection, "payments.transactions", 12).await == before {
        tokio::task::yield_now().await;
    }
}
