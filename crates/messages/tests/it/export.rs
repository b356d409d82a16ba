//! Records as files, and files as records.

use messages::{
    Batch, LineProblem, Outgoing, Path, Record, TimestampKind, read_jsonl, read_key_value,
    write_csv, write_csv_header, write_jsonl,
};
use proptest::collection::vec;
use proptest::option::of;
use proptest::prelude::*;

use crate::{Pairs, cases, record};

/// The record as a batch gives it back.
fn with_record<T>(
    key: Option<&[u8]>,
    value: Option<&[u8]>,
    headers: Pairs<'_>,
    kind: TimestampKind,
    then: impl FnOnce(&Record<'_>) -> T,
) -> T {
    let mut batch = Batch::default();
    batch.push(Record {
        partition: 3,
        offset: 9_007_199_254_740_993,
        timestamp: match kind {
            TimestampKind::None => -1,
            _ => 1_764_000_000_123,
        },
        timestamp_kind: kind,
        key,
        value,
        headers: headers.iter().copied(),
    });
    then(&batch.get(0).expect("a record"))
}

fn jsonl(record: &Record<'_>) -> String {
    let mut out = vec![];
    write_jsonl(record, &mut out);
    String::from_utf8(out).expect("UTF-8")
}

fn csv_line(record: &Record<'_>, columns: &[Path]) -> Vec<u8> {
    let mut out = vec![];
    write_csv(record, columns, &mut out);
    out
}

#[test]
fn a_record_is_a_line_of_json() {
    let line = with_record(
        Some(b"k-1"),
        Some(b"{\"a\": 1.50}\n"),
        &[
            (b"trace", Some(b"1")),
            (b"trace", None),
            (b"\xff", Some(b"\0\xfe")),
        ],
        TimestampKind::Create,
        jsonl,
    );
    let expected = concat!(
        r#"{"partition":3,"offset":9007199254740993,"timestamp":1764000000123,"#,
        r#""timestampType":"create","key":"k-1","value":"{\"a\": 1.50}\n","#,
        r#""headers":[["trace","1"],["trace",null],[{"base64":"/w=="},{"base64":"AP4="}]]}"#,
        "\n"
    );
    assert_eq!(line, expected);
    let line = with_record(None, Some(b""), &[], TimestampKind::None, jsonl);
    let expected = concat!(
        r#"{"partition":3,"offset":9007199254740993,"timestamp":null,"#,
        r#""timestampType":"none","key":null,"value":"","headers":[]}"#,
        "\n"
    );
    assert_eq!(line, expected);
}

fn check_value(json: &str, expected: Option<&[u8]>) {
    let line = format!(r#"{{"value": {json}}}"#);
    let read = read_jsonl(line.as_bytes()).map(|record| record.value);
    assert_eq!(read, Ok(expected.map(<[u8]>::to_vec)), "{json}");
}

#[test]
fn a_line_may_be_written_by_hand() {
    check_value("null", None);
    check_value(r#""""#, Some(b""));
    check_value(r#""caf\u00e9 \ud83e\udd80""#, Some("café 🦀".as_bytes()));
    check_value(r#"{"base64": "AP8="}"#, Some(b"\0\xff"));
    check_value(r#"{"base64": "AP8"}"#, Some(b"\0\xff"));
    check_value(r#"{"b\u0061se64": ""}"#, Some(b""));
    check_value(
        r#"{"base64": "AA==", "x": 1}"#,
        Some(br#"{"base64":"AA==","x":1}"#),
    );
    check_value(r#"[{"base64": "AA=="}]"#, Some(br#"[{"base64":"AA=="}]"#));
    check_value(
        "{ \"id\": 12345678901234567890,\n\t\"x\" : [1.50, \"a b\", { }] }",
        Some(br#"{"id":12345678901234567890,"x":[1.50,"a b",{}]}"#),
    );
    check_value("1.0e3", Some(b"1.0e3"));
    check_value("false", Some(b"false"));

    let line = r#" {"headers": {"a": "1", "a": null, "n": 5}, "key": {"id": 7},
        "timestamp": "2025-11-24T16:00:00.5Z", "partition": 2, "value": "v",
        "offset": 1, "timestampType": "create", "topic": "t"} "#;
    assert_eq!(
        read_jsonl(line.as_bytes()),
        Ok(Outgoing {
            key: Some(br#"{"id":7}"#.to_vec()),
            value: Some(b"v".to_vec()),
            headers: vec![
                (b"a".to_vec(), Some(b"1".to_vec())),
                (b"a".to_vec(), None),
                (b"n".to_vec(), Some(b"5".to_vec())),
            ],
            partition: Some(2),
            timestamp: Some(1_764_000_000_500),
        })
    );
}

fn check_problem(line: impl AsRef<[u8]>, column: u32, message: &str) {
    let line = line.as_ref();
    assert_eq!(
        read_jsonl(line),
        Err(LineProblem {
            column,
            message: message.to_owned()
        }),
        "{}",
        line.escape_ascii()
    );
}

#[test]
fn a_problem_says_where_and_what() {
    let form = r#"a line is {"key": …, "value": …}"#;
    check_problem("", 1, "expected a value");
    check_problem("plain", 1, "expected a value");
    check_problem("[1]", 1, &format!("expected an object: {form}"));
    check_problem(r#"{"id": 1}"#, 2, &format!("unknown field “id”: {form}"));
    check_problem(
        r#"{"vlaue": 1}"#,
        2,
        &format!("unknown field “vlaue”: {form}"),
    );
    check_problem(
        r#"{"key": "k"}"#,
        1,
        r#"“value” is missing; "value": null makes a tombstone"#,
    );
    check_problem(
        r#"{"value": 1, "value": 2}"#,
        14,
        "“value” stands there twice",
    );
    check_problem(r#"{"value": 1"#, 12, "the object is not closed");
    check_problem(r#"{"value": 1} x"#, 14, "expected nothing after the value");
    check_problem(
        r#"{"value": "é\ud800"}"#,
        13,
        "half of a surrogate pair is no character",
    );
    check_problem(r#"{"value": {"base64": "?"}}"#, 22, "not base64");
    check_problem(b"{\"value\": \"\xc3\xa9\xff\"}", 13, "not UTF-8");
    let partition = "expected the number of a partition";
    check_problem(r#"{"value": 1, "partition": -1}"#, 27, partition);
    check_problem(r#"{"value": 1, "partition": 1.5}"#, 27, partition);
    check_problem(r#"{"value": 1, "partition": 2147483648}"#, 27, partition);
    let time = "expected a time: milliseconds since 1970 or “2025-11-24T16:00:00Z”";
    check_problem(r#"{"value": 1, "timestamp": "today"}"#, 27, time);
    check_problem(r#"{"value": 1, "timestamp": -5}"#, 27, time);
    let pair = r#"expected ["name", "value"]"#;
    check_problem(r#"{"value": 1, "headers": ["a"]}"#, 26, pair);
    check_problem(r#"{"value": 1, "headers": [["a"]]}"#, 26, pair);
    check_problem(r#"{"value": 1, "headers": [["a", 1, 2]]}"#, 35, pair);
    check_problem(r#"{"value": 1, "headers": [[]]}"#, 26, pair);
    check_problem(
        r#"{"value": 1, "headers": [[null, 1]]}"#,
        27,
        "the name of a header can't be null",
    );
    check_problem(
        r#"{"value": 1, "headers": "a"}"#,
        25,
        r#"expected a list of ["name", "value"]"#,
    );
    check_problem(
        "[".repeat(100_000),
        1,
        &format!("expected an object: {form}"),
    );
    check_problem(
        format!(r#"{{"value": {}"#, "[".repeat(100_000)),
        100_011,
        "the array is not closed",
    );
}

#[test]
fn a_line_is_a_key_and_a_value() {
    let read = |line: &[u8], separator| {
        read_key_value(line, separator).map(|read| {
            assert!(read.headers.is_empty() && read.partition.is_none());
            (read.key, read.value)
        })
    };
    let pair = |key: &[u8], value: &[u8]| Ok((Some(key.to_vec()), Some(value.to_vec())));
    assert_eq!(read(b"k:v:w", ":"), pair(b"k", b"v:w"));
    assert_eq!(
        read(b"\xff\t{\"a\": 1} ", "\t"),
        pair(b"\xff", b"{\"a\": 1} ")
    );
    assert_eq!(read(b"k => ", " => "), pair(b"k", b""));
    assert_eq!(read(b":", ":"), pair(b"", b""));
    assert_eq!(read(b"k:v", ""), Ok((None, Some(b"k:v".to_vec()))));
    assert_eq!(
        read(b"value", "\t"),
        Err(LineProblem {
            column: 1,
            message: "no separator “⟨HT⟩” between key and value".to_owned()
        })
    );
}

#[test]
fn a_record_is_a_line_of_csv() {
    let columns = [".name", ".n", ".o", "header.trace", "key.id"]
        .map(|path| Path::parse(path).expect("a path"));
    let mut out = vec![];
    write_csv_header(&columns, &mut out);
    let names = "partition,offset,timestamp,key,value,headers,.name,.n,.o,header.trace,key.id\r\n";
    assert_eq!(String::from_utf8_lossy(&out), names);

    let line = with_record(
        Some(b"k,1"),
        Some(br#"{"name":"a\"\u00e9","n":1.50,"o":{"x": [ ]}}"#),
        &[(b"trace", Some(b"t"))],
        TimestampKind::LogAppend,
        |record| csv_line(record, &columns),
    );
    let expected = concat!(
        r#"3,9007199254740993,2025-11-24T16:00:00.123Z,"k,1","#,
        r#""{""name"":""a\""\u00e9"",""n"":1.50,""o"":{""x"": [ ]}}","[[""trace"",""t""]]","#,
        r#""a""é",1.50,"{""x"": [ ]}",t,"#,
        "\r\n"
    );
    assert_eq!(String::from_utf8_lossy(&line), expected);

    let plain = |key: Option<&[u8]>, value: Option<&[u8]>| {
        let line = with_record(key, value, &[], TimestampKind::None, |record| {
            csv_line(record, &[])
        });
        String::from_utf8_lossy(&line).into_owned()
    };
    let start = "3,9007199254740993,,";
    assert_eq!(
        plain(None, Some(b"")),
        format!("{start},\"\",[]\r\n"),
        "null and empty differ"
    );
    assert_eq!(
        plain(Some(b"a\r\nb"), Some(b" x")),
        format!("{start}\"a\r\nb\",\" x\",[]\r\n")
    );
    assert_eq!(
        plain(Some(b"\xff\0"), None),
        format!("{start}base64:/wA=,,[]\r\n")
    );
}

fn bytes() -> impl Strategy<Value = Vec<u8>> {
    prop_oneof![
        vec(any::<u8>(), 0..20),
        "(.|\n|[\"\\\\,\u{2028}\u{85}\0🦀]){0,20}".prop_map(String::into_bytes),
        "[\\[\\]{}:,\"\\\\ 0-9a-e]{0,20}".prop_map(String::into_bytes),
        Just(br#"{"base64":"AA=="}"#.to_vec()),
        Just(b"null".to_vec()),
    ]
}

type Parts = (
    Option<Vec<u8>>,
    Option<Vec<u8>>,
    Vec<(Vec<u8>, Option<Vec<u8>>)>,
);

fn parts() -> impl Strategy<Value = Parts> {
    (of(bytes()), of(bytes()), vec((bytes(), of(bytes())), 0..4))
}

fn batch((key, value, headers): &Parts) -> Batch {
    let mut batch = Batch::default();
    let plain = record(5, key.as_deref(), value.as_deref());
    batch.push(Record {
        partition: plain.partition,
        offset: plain.offset,
        timestamp: plain.timestamp,
        timestamp_kind: plain.timestamp_kind,
        key: plain.key,
        value: plain.value,
        headers: headers
            .iter()
            .map(|(name, value)| (name.as_slice(), value.as_deref())),
    });
    batch
}

proptest! {
    #![proptest_config(cases(300))]

    #[test]
    fn json_lines_give_every_byte_back(parts in parts()) {
        let batch = batch(&parts);
        let record = batch.get(0).expect("a record");
        let line = jsonl(&record);
        prop_assert!(line.ends_with('\n'));
        prop_assert_eq!(line.lines().count(), 1);
        let hidden = |c: char| (c.is_control() && c != '\n') || matches!(c, '\u{2028}' | '\u{2029}');
        prop_assert!(!line.contains(hidden));
        prop_assert_eq!(messages::json_problem(&line), None);
        let (key, value, headers) = parts;
        prop_assert_eq!(
            read_jsonl(line.as_bytes()),
            Ok(Outgoing {
                key,
                value,
                headers,
                partition: Some(record.partition),
                timestamp: Some(record.timestamp),
            })
        );
    }

    #[test]
    fn csv_gives_every_text_back(parts in parts()) {
        let batch = batch(&parts);
        let record = batch.get(0).expect("a record");
        let mut file = vec![];
        write_csv_header(&[], &mut file);
        write_csv(&record, &[], &mut file);
        write_csv(&record, &[], &mut file);
        let mut reader = csv::Reader::from_reader(file.as_slice());
        let rows: Vec<csv::ByteRecord> = reader
            .byte_records()
            .collect::<Result<_, _>>()
            .expect("a CSV file");
        prop_assert_eq!(rows.len(), 2);
        for row in rows {
            prop_assert_eq!(row.len(), 6);
            for (field, bytes) in [(3, record.key), (4, record.value)] {
                let bytes = bytes.unwrap_or_default();
                if str::from_utf8(bytes).is_ok() {
                    prop_assert_eq!(&row[field], bytes);
                } else {
                    prop_assert!(row[field].starts_with(b"base64:"));
                }
            }
        }
    }

    #[test]
    fn any_line_is_read_or_told(line in prop_oneof![
        vec(any::<u8>(), 0..60),
        "(\\{|\\}|\\[|\\]|:|,|\"(key|value|headers|partition|timestamp|base64)\"|null|1| ){0,30}"
            .prop_map(String::into_bytes),
    ]) {
        if let Err(problem) = read_jsonl(&line) {
            prop_assert!(problem.column >= 1 && !problem.message.is_empty());
        }
        let _ = read_key_value(&line, ":");
    }
}
