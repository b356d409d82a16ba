//! What bytes are where no registry says it.

use apache_avro::{Codec, Writer, types::Value};
use proptest::prelude::*;
use schema::json_text::{Dialect, Document};
use schema::{Form, Guess, Origin};

fn guess(bytes: &[u8]) -> Guess {
    schema::guess(bytes, Origin::Unknown)
}

fn read(bytes: &[u8]) -> (Form, String) {
    let guess = guess(bytes);
    (guess.form, guess.text)
}

#[test]
fn each_form_is_known() {
    for (bytes, form, text) in [
        (&b""[..], Form::Empty, ""),
        (b"\0\0\0\0\x2a\x02", Form::Framed, "02"),
        (b" {\"a\": 1.0} ", Form::Json, "{\"a\": 1.0}"),
        (b"hello\nworld", Form::Text, "hello\nworld"),
        (
            b"\x82\xa1a\x93\x01\xff\xcd\x01\x00\x05\xc4\x02\0\xff",
            Form::MessagePack,
            r#"{"a":[1,-1,256],"5":"AP8="}"#,
        ),
        (
            b"\xbf\x61a\x9f\x01\x20\xf9\x3e\x00\xff\x62\xc3\xbc\xf6\xff",
            Form::Cbor,
            r#"{"a":[1,-1,1.5],"ü":null}"#,
        ),
        (b"\0\0\0\x07", Form::Number, "7"),
        (b"\xff\xff\xff\xff\xff\xff\xff\xfe", Form::Number, "-2"),
        (b"\x3f\xf8\0\0\0\0\0\0", Form::Number, "1.5"),
        (b"\xff\x01\x02", Form::Hex, "ff0102"),
    ] {
        assert_eq!(read(bytes), (form, text.to_owned()), "{bytes:?}");
    }
    let told = guess(b"\xff\x01\x02");
    assert_eq!(told.tried.len(), 9);
    assert!(
        told.tried
            .contains(&(Form::Json, "It is not UTF-8.".to_owned()))
    );
    assert_eq!(guess(b"\0\0\0\0\x2a\x02").reason, "magic 0, schema 42");
}

#[test]
fn an_avro_file_is_read_with_its_own_schema() {
    let path = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../../shared/vectors/apache-avro/weather.avro"
    );
    let Ok(bytes) = std::fs::read(path) else {
        return;
    };
    let (form, text) = read(&bytes);
    assert_eq!(form, Form::AvroFile);
    let expected = std::fs::read_to_string(path.replace(".avro", ".json")).unwrap();
    let lines: Vec<&str> = expected.lines().collect();
    assert_eq!(text, format!("[{}]", lines.join(",")).replace(", ", ","));
}

/// Found by fuzzing: names that are maps whose names are maps … were escaped to lengths without end.
#[test]
fn maps_that_are_names_of_maps_do_not_grow_without_end() {
    let mut nested = vec![0x81; 60];
    nested.extend([0x01; 61]);
    assert_eq!(read(&nested).0, Form::Hex);
    let mut nested = vec![0xA1; 60];
    nested.extend([0x01; 61]);
    assert_eq!(read(&nested).0, Form::Hex);
    let (form, text) = read(b"\x81\x81\xa1a\x01\x02");
    assert_eq!(
        (form, text.as_str()),
        (Form::MessagePack, r#"{"{\"a\":1}":2}"#)
    );
}

/// A file of records that repeat, as apache-avro writes it.
fn avro_file(codec: Codec, count: usize) -> Vec<u8> {
    let schema = r#"{"type":"record","name":"R","fields":[{"name":"a","type":"long"},{"name":"b","type":"string"}]}"#;
    let schema = apache_avro::Schema::parse_str(schema).unwrap();
    let mut writer = Writer::with_codec(&schema, Vec::new(), codec).unwrap();
    for a in 0..count {
        let a = Value::Long(a as i64);
        let fields = vec![
            ("a".to_owned(), a),
            ("b".to_owned(), Value::String("x".repeat(50))),
        ];
        writer.append_value(Value::Record(fields)).unwrap();
    }
    writer.into_inner().unwrap()
}

#[test]
fn a_compressed_avro_file_is_read() {
    for (codec, name) in [
        (
            Codec::Deflate(apache_avro::DeflateSettings::default()),
            "deflate",
        ),
        (Codec::Snappy, "snappy"),
        (
            Codec::Zstandard(apache_avro::ZstandardSettings::default()),
            "zstandard",
        ),
    ] {
        let bytes = avro_file(codec, 1_000);
        assert!(bytes.len() < 20_000, "it is compressed");
        let told = guess(&bytes);
        assert_eq!(told.form, Form::AvroFile);
        let expected =
            format!("It begins with `Obj` and 1, and holds 1000 records, compressed with {name}.");
        assert_eq!(told.reason, expected);
        let last = format!(",{{\"a\":999,\"b\":\"{}\"}}]", "x".repeat(50));
        assert!(told.text.ends_with(&last), "{name}");
        // What is broken is told, and is still such a file.
        let told = guess(&bytes[..bytes.len() - 20]);
        assert_eq!(told.form, Form::AvroFile);
        assert!(told.reason.contains("middle"), "{}", told.reason);
    }
}

#[test]
fn a_compressed_file_takes_no_more_memory_than_there_is_room_for() {
    // 400 MB of nothing but zeros.
    let schema = apache_avro::Schema::parse_str("\"bytes\"").unwrap();
    let deflate = Codec::Deflate(apache_avro::DeflateSettings::default());
    let mut writer = Writer::with_codec(&schema, Vec::new(), deflate).unwrap();
    for _ in 0..4 {
        writer
            .append_value(Value::Bytes(vec![0; 30 << 20]))
            .unwrap();
        writer.flush().unwrap();
    }
    let bytes = writer.into_inner().unwrap();
    let told = guess(&bytes);
    assert_eq!(told.form, Form::AvroFile);
    assert!(
        told.reason
            .contains("more than the 2 records that are shown"),
        "{}",
        told.reason
    );
}

#[test]
fn a_file_that_is_compressed_otherwise_is_told_as_what_it_is() {
    let deflate = Codec::Deflate(apache_avro::DeflateSettings::default());
    let mut bytes = avro_file(deflate, 1);
    let at = bytes
        .windows(7)
        .position(|name| name == b"deflate")
        .unwrap();
    bytes[at..at + 7].copy_from_slice(b"brotli7");
    let told = guess(&bytes);
    assert_eq!(told.form, Form::AvroFile);
    let why = "compressed with brotli7, which is not read here";
    assert!(told.reason.contains(why), "{}", told.reason);
}

fn bytes(hex: &str) -> Vec<u8> {
    let digits = hex.as_bytes().chunks(2);
    digits
        .map(|pair| u8::from_str_radix(std::str::from_utf8(pair).unwrap(), 16).unwrap())
        .collect()
}

/// Keys and values as Apache Kafka 4 wrote them.
#[test]
fn what_groups_commit_is_read() {
    let topic = "__consumer_offsets";
    let member =
        "0005000e70726f62652d636f6e73756d657200167a3359774b587372524c614c323430786479746e3567";
    for (key, key_json, value, value_json) in [
        (
            "0001000d70726f62652d636c6173736963000c70726f62652d6f726465727300000000",
            r#"{"group":"probe-classic","topic":"probe-orders","partition":0}"#,
            "000400000000000000010000000001000001a20eca8aee010010b933f652bc9b4877ae9a908a0fc4ff87",
            r#"{"offset":1,"leaderEpoch":0,"metadata":"","commitTimestamp":1795544484590,"taggedFields":{"0":"uTP2UrybSHeumpCKD8T/hw=="}}"#,
        ),
        (
            "0002000d70726f62652d636c6173736963",
            r#"{"group":"probe-classic"}"#,
            "00030008636f6e73756d657200000001000572616e676500286f6e652d39323530626262342d656539332d346333392d613062372d383834366263356233393665000001a20eca8a540000000100286f6e652d39323530626262342d656539332d346333392d613062372d38383436626335623339366500036f6e65000570726f6265000a2f3132372e302e302e31000493e00000afc800000022000300000001000c70726f62652d6f72646572730000000000000000ffffffff000000000020000000000001000c70726f62652d6f7264657273000000010000000000000000",
            r#"{"protocolType":"consumer","generation":1,"protocol":"range","leader":"one-9250bbb4-ee93-4c39-a0b7-8846bc5b396e","currentStateTimestamp":1795544484436,"members":[{"memberId":"one-9250bbb4-ee93-4c39-a0b7-8846bc5b396e","groupInstanceId":"one","clientId":"probe","clientHost":"/127.0.0.1","rebalanceTimeout":300000,"sessionTimeout":45000,"subscription":"AAMAAAABAAxwcm9iZS1vcmRlcnMAAAAAAAAAAP////8AAA==","assignment":"AAAAAAABAAxwcm9iZS1vcmRlcnMAAAABAAAAAAAAAAA="}]}"#,
        ),
        (
            "0003000e70726f62652d636f6e73756d6572",
            r#"{"group":"probe-consumer"}"#,
            "000000000002010008bef02e617bdd705b",
            r#"{"epoch":2,"taggedFields":{"0":"vvAuYXvdcFs="}}"#,
        ),
        (
            member,
            r#"{"group":"probe-consumer","member":"z3YwKXsrRLaL240xdytn5g"}"#,
            "000000000670726f62650b2f3132372e302e302e31020d70726f62652d6f726465727301000493e00001000100",
            r#"{"instanceId":null,"rackId":null,"clientId":"probe","clientHost":"/127.0.0.1","subscribedTopicNames":["probe-orders"],"subscribedTopicRegex":"","rebalanceTimeoutMs":300000,"serverAssignor":null,"taggedFields":{"0":"AA=="}}"#,
        ),
        (
            &member.replacen("0005", "0007", 1),
            r#"{"group":"probe-consumer","member":"z3YwKXsrRLaL240xdytn5g"}"#,
            "000002b933f652bc9b4877ae9a908a0fc4ff8702000000000000",
            r#"{"topicPartitions":[{"topicId":"uTP2UrybSHeumpCKD8T_hw","partitions":[0]}]}"#,
        ),
        (
            &member.replacen("0005", "0008", 1),
            r#"{"group":"probe-consumer","member":"z3YwKXsrRLaL240xdytn5g"}"#,
            "000000000002000000000002b933f652bc9b4877ae9a908a0fc4ff87020000000001000502000000020100",
            r#"{"memberEpoch":2,"previousMemberEpoch":0,"state":0,"assignedPartitions":[{"topicId":"uTP2UrybSHeumpCKD8T_hw","partitions":[0],"taggedFields":{"0":"AgAAAAI="}}],"partitionsPendingRevocation":[]}"#,
        ),
    ] {
        let (key, value) = (bytes(key), bytes(value));
        let told = schema::guess(&key, Origin::Key { topic });
        assert_eq!((told.form, told.text.as_str()), (Form::Internal, key_json));
        let told = schema::guess(&value, Origin::Value { topic, key: &key });
        assert_eq!(
            (told.form, told.text.as_str()),
            (Form::Internal, value_json)
        );
    }
    let key = bytes("0001000161000162");
    let told = schema::guess(&key, Origin::Key { topic });
    let why = (
        Form::Internal,
        "It ends in the middle of a field.".to_owned(),
    );
    assert!(told.tried.contains(&why), "{told:?}");
}

#[test]
fn what_a_registry_keeps_is_named() {
    let topic = "_schemas";
    let key = br#"{"keytype":"SCHEMA","subject":"orders-value","version":3,"magic":1}"#;
    let value =
        br#"{"subject":"orders-value","version":3,"id":41,"schema":"\"string\"","deleted":false}"#;
    let told = schema::guess(value, Origin::Value { topic, key });
    assert_eq!(told.form, Form::Internal);
    assert_eq!(
        told.reason,
        "Schema Registry's own topic: version 3 of `orders-value`."
    );
    assert_eq!(told.text.as_bytes(), value);
    let global = br#"{"keytype":"CONFIG","subject":null,"magic":0}"#;
    let told = schema::guess(global, Origin::Key { topic });
    assert_eq!(
        told.reason,
        "Schema Registry's own topic: the compatibility settings."
    );
    // In another topic the same is JSON as any other.
    let told = schema::guess(
        value,
        Origin::Value {
            topic: "orders",
            key,
        },
    );
    assert_eq!(told.form, Form::Json);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_are_something(bytes in prop::collection::vec(any::<u8>(), 0..40), first in any::<u8>()) {
        for bytes in [bytes.clone(), [vec![first], bytes].concat()] {
            let guess = guess(&bytes);
            if matches!(guess.form, Form::Json | Form::MessagePack | Form::Cbor | Form::Number) {
                prop_assert!(Document::read(&guess.text, Dialect::default()).is_ok(), "{:?}", guess);
            }
        }
    }
}
