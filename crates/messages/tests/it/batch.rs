//! What goes into a batch comes out of it.

use messages::{Batch, Record, TimestampKind};
use proptest::collection::vec;
use proptest::option::of;
use proptest::prelude::*;

use crate::{Pairs, cases};

#[derive(Debug, Clone)]
struct Owned {
    partition: i32,
    offset: i64,
    timestamp: i64,
    timestamp_kind: TimestampKind,
    key: Option<Vec<u8>>,
    value: Option<Vec<u8>>,
    headers: Vec<(Vec<u8>, Option<Vec<u8>>)>,
}

fn bytes() -> impl Strategy<Value = Vec<u8>> {
    vec(any::<u8>(), 0..20)
}

fn owned() -> impl Strategy<Value = Owned> {
    (
        0..4_i32,
        0..4_i64,
        -1..3_i64,
        prop_oneof![
            Just(TimestampKind::None),
            Just(TimestampKind::Create),
            Just(TimestampKind::LogAppend)
        ],
        of(bytes()),
        of(bytes()),
        vec((bytes(), of(bytes())), 0..4),
    )
        .prop_map(
            |(partition, offset, timestamp, timestamp_kind, key, value, headers)| Owned {
                partition,
                offset,
                timestamp,
                timestamp_kind,
                key,
                value,
                headers,
            },
        )
}

fn push(batch: &mut Batch, owned: &Owned) {
    batch.push(Record {
        partition: owned.partition,
        offset: owned.offset,
        timestamp: owned.timestamp,
        timestamp_kind: owned.timestamp_kind,
        key: owned.key.as_deref(),
        value: owned.value.as_deref(),
        headers: owned
            .headers
            .iter()
            .map(|(name, value)| (name.as_slice(), value.as_deref())),
    });
}

fn batch(records: &[Owned]) -> Batch {
    let mut batch = Batch::with_capacity(records.len(), 100);
    for record in records {
        push(&mut batch, record);
    }
    batch
}

fn check(batch: &Batch, expected: &[Owned]) {
    assert_eq!(batch.len(), expected.len());
    assert_eq!(batch.is_empty(), expected.is_empty());
    assert_eq!(batch.iter().count(), expected.len());
    for (record, expected) in batch.iter().zip(expected) {
        assert_eq!(record.partition, expected.partition);
        assert_eq!(record.offset, expected.offset);
        assert_eq!(record.timestamp, expected.timestamp);
        assert_eq!(record.timestamp_kind, expected.timestamp_kind);
        assert_eq!(record.key, expected.key.as_deref());
        assert_eq!(record.value, expected.value.as_deref());
        assert_eq!(record.headers.len(), expected.headers.len());
        let headers = expected
            .headers
            .iter()
            .map(|(name, value)| (name.as_slice(), value.as_deref()));
        assert!(record.headers.eq(headers));
    }
    assert_eq!(batch.get(expected.len()), None);
}

proptest! {
    #![proptest_config(cases(100))]

    #[test]
    fn keeps_records_whole(records in vec(owned(), 0..20)) {
        check(&batch(&records), &records);
    }

    #[test]
    fn a_record_read_is_a_record_to_push(records in vec(owned(), 0..20)) {
        let mut copy = Batch::default();
        for record in batch(&records).iter() {
            copy.push(record);
        }
        check(&copy, &records);
    }

    #[test]
    fn sorts_by_time_partition_offset(mut records in vec(owned(), 0..20)) {
        let mut sorted = batch(&records);
        sorted.sort_by_time();
        records.sort_by_key(|record| (record.timestamp, record.partition, record.offset));
        check(&sorted, &records);
    }

    #[test]
    fn merges_one_behind_the_other(
        first in vec(owned(), 0..10),
        second in vec(owned(), 0..10),
    ) {
        let mut merged = batch(&first);
        merged.merge(batch(&second));
        check(&merged, &[first, second].concat());
    }
}

#[test]
fn says_what_is_allocated() {
    let mut batch = Batch::with_capacity(10, 1000);
    let empty = batch.bytes();
    assert!(
        (1000 + 10 * 40..=1000 + 10 * 48).contains(&empty),
        "{empty}"
    );
    let headers: Pairs<'_> = &[(b"trace", Some(b"1")), (b"trace", None)];
    for offset in 0..10 {
        batch.push(Record {
            partition: 0,
            offset,
            timestamp: -1,
            timestamp_kind: TimestampKind::None,
            key: Some(b"key"),
            value: Some(&[b'x'; 60]),
            headers: headers.iter().copied(),
        });
    }
    assert_eq!(batch.bytes(), empty, "what fits allocates nothing");
    batch.push(batch.clone().get(0).expect("the first record"));
    assert!(batch.bytes() > empty);
}
