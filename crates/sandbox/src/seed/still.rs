//! The topics that stand still: customers, audit log, and dead letters.

use std::iter;

use super::company::{CUSTOMERS, Place, customer};
use super::feed::{Feed, partition_of};
use super::random::Random;
use super::text::{Calendar, put, put_cents, put_number};
use crate::batch::Message;

const MINUTE: i64 = 60_000;
const DAY: i64 = 24 * 60 * MINUTE;

const FIRST_NAMES: &[&str] = &[
    "Zoë", "Łukasz", "Amélie", "Søren", "Yuki", "Priya", "Tomás", "Ngọc", "Olivia", "Kwame",
];
const LAST_NAMES: &[&str] = &[
    "Müller", "Nowak", "Dubois", "Kjær", "田中", "Sharma", "García", "Nguyễn", "O'Hara", "Mensah",
];
const TIERS: &[&str] = &["standard", "standard", "silver", "gold", "platinum"];

/// A customer table as compaction leaves it: one record a key, gaps between the offsets, and
/// tombstones of customers who asked to be forgotten.
pub(super) fn push_customers(feed: &mut Feed, now: i64) {
    let mut random = Random::new(0x6375_7374);
    let mut calendar = Calendar::default();
    let mut value = Vec::new();
    let start = now - 30 * DAY;
    for index in 0..CUSTOMERS {
        let number = customer(index);
        let key = number.to_string();
        let partition = partition_of(key.as_bytes(), feed.partition_count());
        let time = start + (index as i64) * (30 * DAY / CUSTOMERS as i64);
        if random.chance(60) {
            feed.skip(partition, 1 + random.below(9) as i64);
        }
        value.clear();
        put(&mut value, r#"{"customer_id":"#);
        put_number(&mut value, number);
        put(&mut value, r#","name":""#);
        put(&mut value, random.pick(FIRST_NAMES));
        value.push(b' ');
        put(&mut value, random.pick(LAST_NAMES));
        put(&mut value, r#"","tier":""#);
        put(&mut value, random.pick(TIERS));
        put(&mut value, r#"","lifetime_value":"#);
        put_cents(&mut value, random.below(9_000_000));
        put(&mut value, r#","marketing":"#);
        put(&mut value, if random.chance(50) { "true" } else { "false" });
        put(&mut value, r#","updated_at":""#);
        calendar.put(&mut value, time);
        put(&mut value, r#""}"#);
        let forgotten = random.chance(3);
        let message = Message {
            timestamp: time,
            key: Some(key.as_bytes()),
            value: (!forgotten).then_some(&value),
            headers: &[],
        };
        feed.push(partition, &message);
    }
}

/// Mixed junk, as logs of many services end up in one topic: nothing here may harm a reader.
pub(super) fn push_audit(feed: &mut Feed, now: i64) {
    let mut random = Random::new(0x6175_6469);
    let large = large_value();
    let nested = iter::repeat_n('[', 300)
        .chain(iter::repeat_n(']', 300))
        .collect::<String>();
    let values: &[Option<&[u8]>] = &[
        Some(b"user mallory logged in from 203.0.113.7"),
        Some(br#"{"user":"alice","action":"role.granted","role":"admin","by":"bob"}"#),
        Some(br#"{"user":"mallory","action":"export","rows":[1,2,3"#),
        Some(&[0x00, 0x01, 0xff, 0xfe, 0x89, b'P', b'N', b'G', 0x0d, 0x0a, 0x1a, 0x0a]),
        Some(b""),
        None,
        Some(br#"<script>alert("audit")</script><img src=x onerror=alert(1)>"#),
        Some(b"\x1b[31mERROR\x1b[0m\tdisk full\r\n\x07\x08bell and backspace\x00nul"),
        Some("認証に失敗しました 🔒🚫 用户已被锁定 👩‍👩‍👧‍👦".as_bytes()),
        Some("user \u{202e}nimda\u{202c} changed a password\u{200b}".as_bytes()),
        Some(b"caf\xe9 written in Latin-1"),
        Some(br#"{"id":18446744073709551615,"id":1,"ratio":1e400,"pi":3.14159265358979323846264338}"#),
        Some(br#""just a string with \u0000, \ud83d\ude00 and a lone \ud800""#),
        Some(b"null"),
        Some(nested.as_bytes()),
        Some(b"<14>1 2024-05-01T12:00:00Z web-3 sshd 4711 - - Accepted publickey for deploy"),
        Some(b"level=warn ts=1714564800 msg=\"slow query\" duration=3.2s"),
    ];
    let repeated: &[(&str, Option<&[u8]>)] = &[
        ("service", Some(b"auth")),
        ("service", Some(b"gateway")),
        ("session", None),
        ("signature", Some(&[0xde, 0xad, 0xbe, 0xef])),
    ];
    for index in 0..480_u64 {
        let value = if index == 300 {
            Some(large.as_slice())
        } else {
            random.pick(values)
        };
        let key: Option<&[u8]> = match index % 4 {
            0 => Some(b"mallory"),
            1 => Some(&[0x00, 0x00, 0x00, 0x2a]),
            2 => Some(b""),
            _ => None,
        };
        let message = Message {
            timestamp: now - (480 - index as i64) * 3 * MINUTE,
            key,
            value,
            headers: if index % 5 == 0 { repeated } else { &[] },
        };
        feed.push((index % 2) as usize, &message);
    }
}

/// About 300 KB of JSON in one line.
fn large_value() -> Vec<u8> {
    let mut value = Vec::with_capacity(320_000);
    put(&mut value, r#"{"report":"access review","entries":["#);
    for index in 0..3_200_u64 {
        if index > 0 {
            value.push(b',');
        }
        put(&mut value, r#"{"user":"user-"#);
        put_number(&mut value, index);
        put(
            &mut value,
            r#"","roles":["reader","writer"],"last_seen":"2024-05-01","ok":true,"score":"#,
        );
        put_cents(&mut value, index * 31 % 10_000);
        value.push(b'}');
    }
    put(&mut value, "]}");
    value
}

const EXCEPTIONS: &[(&str, &str)] = &[
    (
        "org.apache.kafka.connect.errors.DataException",
        "Failed to deserialize data for topic payments.transactions to Avro",
    ),
    (
        "org.apache.kafka.connect.errors.ConnectException",
        "Exiting WorkerSinkTask due to unrecoverable exception: column \"amount\" does not accept NULL",
    ),
    (
        "java.sql.SQLTransientConnectionException",
        "HikariPool-1 - Connection is not available",
    ),
];

/// A dead letter as Kafka Connect writes it (KIP-298): the record, and in its headers why.
pub(super) fn push_dead_letter(
    feed: &mut Feed,
    random: &mut Random,
    time: i64,
    place: Place,
    value: &[u8],
) {
    let (class, message) = random.pick(EXCEPTIONS);
    let partition = place.partition.to_string();
    let offset = place.offset.to_string();
    let stack = format!(
        "{class}: {message}\n\tat org.apache.kafka.connect.runtime.errors.RetryWithToleranceOperator.execAndHandleError(RetryWithToleranceOperator.java:230)\n\tat org.apache.kafka.connect.runtime.WorkerSinkTask.convertAndTransformRecord(WorkerSinkTask.java:533)\n\tat org.apache.kafka.connect.runtime.WorkerSinkTask.deliverMessages(WorkerSinkTask.java:606)\n"
    );
    let headers: [(&str, Option<&[u8]>); 9] = [
        ("__connect.errors.topic", Some(b"payments.transactions")),
        ("__connect.errors.partition", Some(partition.as_bytes())),
        ("__connect.errors.offset", Some(offset.as_bytes())),
        ("__connect.errors.connector.name", Some(b"warehouse-sink")),
        ("__connect.errors.task.id", Some(b"0")),
        ("__connect.errors.stage", Some(b"VALUE_CONVERTER")),
        (
            "__connect.errors.exception.class.name",
            Some(class.as_bytes()),
        ),
        (
            "__connect.errors.exception.message",
            Some(message.as_bytes()),
        ),
        (
            "__connect.errors.exception.stacktrace",
            Some(stack.as_bytes()),
        ),
    ];
    let message = Message {
        timestamp: time,
        key: None,
        value: Some(value),
        headers: &headers,
    };
    feed.push(0, &message);
}
