//! `__consumer_offsets`: what groups committed, and who is in them. After the definitions of Kafka's group coordinator,
//! in which the version of a key says what the record is.

use super::layout::Kind::{Bytes, Int8, Int32, Int64, Structs, Text, Texts, Uuid};
use super::layout::{Field, Kind, Reader, always, since};

/// The kinds of records, by the version of their keys.
struct Record {
    name: &'static str,
    key: &'static [Field],
    /// `None` for those of share groups and of streams groups, which change from release to release.
    value: Option<Value>,
}

struct Value {
    fields: &'static [Field],
    /// The last version, and the first one that is flexible.
    last: i16,
    flexible: i16,
}

const GROUP: &[Field] = &[always("group", Text)];
const MEMBER: &[Field] = &[always("group", Text), always("member", Text)];
const EXPRESSION: &[Field] = &[always("group", Text), always("regularExpression", Text)];
const PARTITION: &[Field] = &[
    always("group", Text),
    always("topic", Text),
    always("partition", Int32),
];

const OFFSET: &[Field] = &[
    always("offset", Int64),
    since(3, "leaderEpoch", Int32),
    always("metadata", Text),
    always("commitTimestamp", Int64),
    Field {
        name: "expireTimestamp",
        kind: Int64,
        versions: (1, 1),
    },
];

const CLASSIC_GROUP: &[Field] = &[
    always("protocolType", Text),
    always("generation", Int32),
    always("protocol", Text),
    always("leader", Text),
    since(2, "currentStateTimestamp", Int64),
    always(
        "members",
        Structs(&[
            always("memberId", Text),
            since(3, "groupInstanceId", Text),
            always("clientId", Text),
            always("clientHost", Text),
            since(1, "rebalanceTimeout", Int32),
            always("sessionTimeout", Int32),
            always("subscription", Bytes),
            always("assignment", Bytes),
        ]),
    ),
];

const CONSUMER: &[Field] = &[
    always("instanceId", Text),
    always("rackId", Text),
    always("clientId", Text),
    always("clientHost", Text),
    always("subscribedTopicNames", Texts),
    always("subscribedTopicRegex", Text),
    always("rebalanceTimeoutMs", Int32),
    always("serverAssignor", Text),
];

const TOPIC_PARTITIONS: Kind =
    Structs(&[always("topicId", Uuid), always("partitions", Kind::Ints)]);

const CURRENT: &[Field] = &[
    always("memberEpoch", Int32),
    always("previousMemberEpoch", Int32),
    always("state", Int8),
    always("assignedPartitions", TOPIC_PARTITIONS),
    always("partitionsPendingRevocation", TOPIC_PARTITIONS),
];

const EPOCH: &[Field] = &[always("epoch", Int32)];
const ASSIGNMENT_EPOCH: &[Field] = &[always("assignmentEpoch", Int32)];
const ASSIGNED: &[Field] = &[always("topicPartitions", TOPIC_PARTITIONS)];

const REGULAR_EXPRESSION: &[Field] = &[
    always("topics", Texts),
    always("version", Int64),
    always("timestamp", Int64),
];

fn record(version: i16) -> Option<Record> {
    let record = |name, key, value| Record { name, key, value };
    // Those that came with Kafka's new groups have one version so far.
    let first = |fields| {
        Some(Value {
            fields,
            last: 0,
            flexible: 0,
        })
    };
    let grown = |fields| {
        Some(Value {
            fields,
            last: 4,
            flexible: 4,
        })
    };
    Some(match version {
        0 | 1 => record("a committed offset", PARTITION, grown(OFFSET)),
        2 => record("a group", GROUP, grown(CLASSIC_GROUP)),
        3 => record("a consumer group", GROUP, first(EPOCH)),
        4 => record("the partitions of a consumer group's topics", GROUP, None),
        5 => record("a member of a consumer group", MEMBER, first(CONSUMER)),
        6 => {
            let epoch = first(ASSIGNMENT_EPOCH);
            record(
                "the assignment that a consumer group is to have",
                GROUP,
                epoch,
            )
        }
        7 => record(
            "what a member of a consumer group is to have",
            MEMBER,
            first(ASSIGNED),
        ),
        8 => record(
            "what a member of a consumer group has",
            MEMBER,
            first(CURRENT),
        ),
        16 => {
            let topics = first(REGULAR_EXPRESSION);
            record(
                "the topics that a regular expression stands for",
                EXPRESSION,
                topics,
            )
        }
        9 | 11 | 12 | 15 => record("a share group", GROUP, None),
        10 | 13 | 14 => record("a member of a share group", MEMBER, None),
        _ => return None,
    })
}

/// The reason and the JSON text of a key.
pub(super) fn key(bytes: &[u8]) -> Result<(String, String), String> {
    let (version, rest) = version(bytes)?;
    let record = record(version).ok_or_else(|| unknown(version))?;
    let json = read(rest, version, false, record.key)?;
    Ok((format!("The key of {}.", record.name), json))
}

/// The reason and the JSON text of a value, of which the key says what it is.
pub(super) fn value(key: &[u8], bytes: &[u8]) -> Result<(String, String), String> {
    let (kind, _) = version(key)?;
    let record = record(kind).ok_or_else(|| unknown(kind))?;
    let name = record.name;
    let value = record
        .value
        .ok_or_else(|| format!("It is {name}, whose values are not read here."))?;
    let (version, rest) = version(bytes)?;
    if !(0..=value.last).contains(&version) {
        return Err(format!(
            "It is {name}, in a version that is not known: {version}."
        ));
    }
    let json = read(rest, version, version >= value.flexible, value.fields)?;
    Ok((format!("The value of {name}, version {version}."), json))
}

fn version(bytes: &[u8]) -> Result<(i16, &[u8]), String> {
    let (version, rest) = bytes
        .split_first_chunk()
        .ok_or("It ends before its version.")?;
    Ok((i16::from_be_bytes(*version), rest))
}

fn unknown(version: i16) -> String {
    format!("No record of groups is known whose key has the version {version}.")
}

fn read(rest: &[u8], version: i16, flexible: bool, fields: &[Field]) -> Result<String, String> {
    let mut reader = Reader {
        rest,
        version,
        flexible,
        out: "{".to_owned(),
    };
    reader.fields(fields)?;
    if !reader.rest.is_empty() {
        return Err("More follows after its end.".to_owned());
    }
    reader.out.push('}');
    Ok(reader.out)
}
