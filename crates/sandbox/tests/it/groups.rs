//! Groups where clients misbehave; the clients' own tests cover those that behave.

use std::time::Duration;

use bytes::Bytes;
use kafka_protocol::messages::join_group_request::JoinGroupRequestProtocol;
use kafka_protocol::messages::sync_group_request::SyncGroupRequestAssignment;
use kafka_protocol::messages::{
    ApiKey, HeartbeatRequest, JoinGroupRequest, JoinGroupResponse, SyncGroupRequest,
};
use kafka_protocol::protocol::StrBytes;
use tokio::time::timeout;

use crate::requests::group;
use crate::wire::{Connection, empty, frame, only, text};

/// To nothing, in version 0 of the consumer protocol.
const SUBSCRIPTION: &[u8] = &[0, 0, 0, 0, 0, 0, 0xff, 0xff, 0xff, 0xff];
const LONG: Duration = Duration::from_secs(30);

fn join_as(id: &str, member: StrBytes, instance: Option<&str>) -> JoinGroupRequest {
    JoinGroupRequest::default()
        .with_group_id(group(id))
        .with_session_timeout_ms(6_000)
        .with_rebalance_timeout_ms(600_000)
        .with_member_id(member)
        .with_group_instance_id(instance.map(text))
        .with_protocol_type(text("consumer"))
        .with_protocols(vec![
            JoinGroupRequestProtocol::default()
                .with_name(text("range"))
                .with_metadata(Bytes::from_static(SUBSCRIPTION)),
        ])
}

async fn join(connection: &mut Connection, request: JoinGroupRequest) -> JoinGroupResponse {
    only!(
        JoinGroup,
        connection.ask(ApiKey::JoinGroup, 9, request).await
    )
}

/// Joins as the only member, and assigns itself something.
async fn found(connection: &mut Connection, id: &str, instance: Option<&str>) -> JoinGroupResponse {
    let mut joined = join(connection, join_as(id, StrBytes::new(), instance)).await;
    if instance.is_none() {
        assert_eq!(joined.error_code, 79, "the id comes first");
        joined = join(connection, join_as(id, joined.member_id, instance)).await;
    }
    assert_eq!((joined.error_code, &joined.leader), (0, &joined.member_id));
    let assignment = SyncGroupRequestAssignment::default()
        .with_member_id(joined.member_id.clone())
        .with_assignment(Bytes::from_static(b"all"));
    let request = SyncGroupRequest::default()
        .with_group_id(group(id))
        .with_generation_id(joined.generation_id)
        .with_member_id(joined.member_id.clone())
        .with_group_instance_id(instance.map(text))
        .with_protocol_type(Some(text("consumer")))
        .with_protocol_name(Some(text("range")))
        .with_assignments(vec![assignment]);
    let synced = only!(
        SyncGroup,
        connection.ask(ApiKey::SyncGroup, 5, request).await
    );
    assert_eq!(
        (synced.error_code, &synced.assignment[..]),
        (0, &b"all"[..])
    );
    joined
}

async fn heartbeat(
    connection: &mut Connection,
    id: &str,
    member: &JoinGroupResponse,
    instance: Option<&str>,
) -> i16 {
    let request = HeartbeatRequest::default()
        .with_group_id(group(id))
        .with_generation_id(member.generation_id)
        .with_member_id(member.member_id.clone())
        .with_group_instance_id(instance.map(text));
    only!(
        Heartbeat,
        connection.ask(ApiKey::Heartbeat, 4, request).await
    )
    .error_code
}

/// A member that was killed is waited for until its session ends, though the rebalance that
/// waits for it would last ten minutes.
#[tokio::test]
async fn a_dead_member_does_not_block_a_rebalance() {
    const ID: &str = "dead-member";
    let sandbox = empty().await;
    let mut dead = Connection::open(&sandbox.bootstrap()).await;
    found(&mut dead, ID, None).await;
    drop(dead);
    let mut living = Connection::open(&sandbox.bootstrap()).await;
    let given = join(&mut living, join_as(ID, StrBytes::new(), None))
        .await
        .member_id;
    let joined = timeout(LONG, join(&mut living, join_as(ID, given, None)))
        .await
        .unwrap();
    assert_eq!(
        (
            joined.error_code,
            joined.generation_id,
            joined.members.len()
        ),
        (0, 2, 1)
    );
}

/// Nor does one that vanished while it waited to join.
#[tokio::test]
async fn a_member_that_vanishes_while_joining_is_not_waited_for() {
    const ID: &str = "vanishing-member";
    let sandbox = empty().await;
    let mut first = Connection::open(&sandbox.bootstrap()).await;
    let founder = found(&mut first, ID, None).await;
    let mut vanishing = Connection::open(&sandbox.bootstrap()).await;
    let given = join(&mut vanishing, join_as(ID, StrBytes::new(), None))
        .await
        .member_id;
    let request = join_as(ID, given, None).into();
    vanishing
        .send(&frame(ApiKey::JoinGroup, 9, 1, &request))
        .await;
    while heartbeat(&mut first, ID, &founder, None).await != 27 {
        tokio::task::yield_now().await;
    }
    drop(vanishing);
    let again = join(&mut first, join_as(ID, founder.member_id.clone(), None));
    let joined = timeout(LONG, again).await.unwrap();
    assert_eq!((joined.error_code, joined.members.len()), (0, 1));
}

/// KIP-345: a static member takes up its place without a rebalance; its former self is fenced.
#[tokio::test]
async fn a_static_member_comes_back_without_a_rebalance() {
    const ID: &str = "static-member";
    let sandbox = empty().await;
    let instance = Some("worker-1");
    let mut before = Connection::open(&sandbox.bootstrap()).await;
    let former = found(&mut before, ID, instance).await;
    let mut after = Connection::open(&sandbox.bootstrap()).await;
    let joined = join(&mut after, join_as(ID, StrBytes::new(), instance)).await;
    assert_eq!(
        (joined.error_code, joined.generation_id),
        (0, former.generation_id)
    );
    assert!(joined.skip_assignment);
    assert_eq!(heartbeat(&mut after, ID, &joined, instance).await, 0);
    assert_eq!(heartbeat(&mut before, ID, &former, instance).await, 82);
}

#[tokio::test]
async fn strangers_are_turned_away() {
    const ID: &str = "strangers";
    let sandbox = empty().await;
    let mut connection = Connection::open(&sandbox.bootstrap()).await;
    let nobody = join_as(ID, text("nobody"), None);
    assert_eq!(join(&mut connection, nobody).await.error_code, 25);
    let brief = join_as(ID, StrBytes::new(), None).with_session_timeout_ms(10);
    assert_eq!(join(&mut connection, brief).await.error_code, 26);
    let nameless = join_as(ID, StrBytes::new(), None).with_group_id(group(""));
    assert_eq!(join(&mut connection, nameless).await.error_code, 24);
    let mut founder = found(&mut connection, ID, None).await;
    let other = join_as(ID, StrBytes::new(), None).with_protocol_type(text("connect"));
    assert_eq!(join(&mut connection, other).await.error_code, 23);
    founder.generation_id += 1;
    assert_eq!(heartbeat(&mut connection, ID, &founder, None).await, 22);
}
