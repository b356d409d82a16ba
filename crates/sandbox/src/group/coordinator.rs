//! All groups of the broker.

use std::collections::BTreeMap;
use std::sync::Mutex;
use std::time::{Duration, Instant};

use bytes::{BufMut, Bytes, BytesMut};
use kafka_protocol::messages::TopicName;
use kafka_protocol::messages::consumer_protocol_assignment::{
    ConsumerProtocolAssignment, TopicPartition,
};
use kafka_protocol::messages::consumer_protocol_subscription::ConsumerProtocolSubscription;
use kafka_protocol::protocol::{Encodable, StrBytes};

use super::member::Member;
use super::offsets::Committed;
use super::{Group, State};
use crate::topic::lock;

/// Version of the consumer protocol in which residents describe themselves.
const CONSUMER_PROTOCOL: i16 = 1;

/// The groups, by id.
#[derive(Debug, Default)]
pub(crate) struct Groups {
    pub(super) groups: Mutex<BTreeMap<StrBytes, Group>>,
}

/// A member that the broker itself plays.
#[derive(Debug, Clone)]
pub(crate) struct Resident {
    /// `client.id`.
    pub(crate) client_id: &'static str,
    /// Address, as Kafka shows it.
    pub(crate) host: &'static str,
    /// Partitions that it consumes.
    pub(crate) partitions: Vec<i32>,
}

impl Groups {
    /// Lets time act on all groups.
    pub(crate) fn tick(&self, now: Instant) {
        for group in lock(&self.groups).values_mut() {
            group.tick(now);
        }
    }

    /// Forgets groups without members and offsets.
    pub(crate) fn clean(&self) {
        lock(&self.groups).retain(|_, group| !group.is_forgettable());
    }

    /// Forgets the offsets of a topic that was deleted.
    pub(crate) fn forget_topic(&self, topic: &TopicName) {
        for group in lock(&self.groups).values_mut() {
            group.offsets.retain(|(name, _), _| *name != topic.0);
        }
    }

    /// Commits for a group as a consumer that assigns itself.
    pub(crate) fn commit_as_nobody(&self, group: &str, offsets: &[(TopicName, i32, i64)]) {
        let mut groups = lock(&self.groups);
        let id = StrBytes::from_string(group.to_owned());
        let group = groups.entry(id).or_default();
        for (topic, partition, offset) in offsets {
            let committed = Committed {
                offset: *offset,
                ..Committed::default()
            };
            group
                .offsets
                .insert((topic.0.clone(), *partition), committed);
        }
    }

    /// Founds a group of residents that consume one topic.
    pub(crate) fn found(&self, group: &'static str, topic: &TopicName, residents: &[Resident]) {
        let members = residents.iter().zip(0_u64..).map(|(resident, index)| {
            let id = member_id(resident.client_id, index);
            let protocol = StrBytes::from_static_str("range");
            let member = Member {
                id: id.clone(),
                instance: None,
                client_id: StrBytes::from_static_str(resident.client_id),
                client_host: StrBytes::from_static_str(resident.host),
                session: None,
                rebalance: Duration::from_secs(3),
                protocols: vec![(protocol, subscription(topic))],
                assignment: assignment(topic, &resident.partitions),
                synced: true,
                last_seen: Instant::now(),
                joining: None,
                syncing: None,
            };
            (id, member)
        });
        let members: BTreeMap<_, _> = members.collect();
        let group_of_residents = Group {
            state: State::Stable,
            generation: 3,
            protocol_type: StrBytes::from_static_str("consumer"),
            protocol: StrBytes::from_static_str("range"),
            leader: members.keys().next().cloned().unwrap_or_default(),
            members,
            ..Group::default()
        };
        lock(&self.groups).insert(StrBytes::from_static_str(group), group_of_residents);
    }

    /// Commits offsets as the residents of a group, each by its partition's index. Does nothing
    /// once the residents are gone, because a client took over or the group was deleted.
    pub(crate) fn commit_as_resident(&self, group: &str, topic: &TopicName, offsets: &[i64]) {
        let mut groups = lock(&self.groups);
        let Some(group) = groups.get_mut(group.as_bytes()) else {
            return;
        };
        if !group.members.values().any(Member::is_resident) {
            return;
        }
        for (&offset, partition) in offsets.iter().zip(0..) {
            let committed = Committed {
                offset,
                leader_epoch: -1,
                metadata: StrBytes::new(),
            };
            group
                .offsets
                .insert((topic.0.clone(), partition), committed);
        }
    }
}

/// The same on every start; looks like the client's random one.
fn member_id(client_id: &str, index: u64) -> StrBytes {
    let half = |seed: u64| {
        client_id.bytes().fold(seed ^ index, |hash, byte| {
            (hash ^ u64::from(byte))
                .wrapping_mul(0x9e37_79b9_7f4a_7c15)
                .rotate_left(29)
        })
    };
    let bytes = u128::from(half(1)) << 64 | u128::from(half(2));
    let uuid = uuid::Builder::from_random_bytes(bytes.to_be_bytes()).into_uuid();
    StrBytes::from_string(format!("{client_id}-{uuid}"))
}

fn subscription(topic: &TopicName) -> Bytes {
    versioned(&ConsumerProtocolSubscription::default().with_topics(vec![topic.0.clone()]))
}

fn assignment(topic: &TopicName, partitions: &[i32]) -> Bytes {
    let topic = TopicPartition::default()
        .with_topic(topic.clone())
        .with_partitions(partitions.to_vec());
    versioned(&ConsumerProtocolAssignment::default().with_assigned_partitions(vec![topic]))
}

fn versioned(message: &impl Encodable) -> Bytes {
    let mut data = BytesMut::new();
    data.put_i16(CONSUMER_PROTOCOL);
    match message.encode(&mut data, CONSUMER_PROTOCOL) {
        Ok(()) => data.freeze(),
        Err(_) => Bytes::new(),
    }
}
