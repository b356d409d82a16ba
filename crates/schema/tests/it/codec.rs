//! Data to JSON text and back.

use crate::cases::{Cases, text};
use proptest::prelude::*;
use schema::json_text::{Dialect, Document};
use schema::protobuf::UnknownValue;
use schema::{Codec, Format, Rules, Schema, Source, Strictness, Style};

const AVRO: &str = r#"{"type":"record","name":"a.Order","fields":[
    {"name":"id","type":"long"},
    {"name":"price","type":{"type":"bytes","logicalType":"decimal","precision":9,"scale":2}},
    {"name":"day","type":{"type":"int","logicalType":"date"}},
    {"name":"clock","type":{"type":"long","logicalType":"time-micros"}},
    {"name":"at","type":{"type":"long","logicalType":"timestamp-millis"}},
    {"name":"near","type":{"type":"long","logicalType":"local-timestamp-nanos"}},
    {"name":"key","type":{"type":"fixed","name":"Key","size":16,"logicalType":"uuid"}},
    {"name":"span","type":{"type":"fixed","name":"Span","size":12,"logicalType":"duration"}},
    {"name":"state","type":{"type":"enum","name":"State","symbols":["NEW","PAID"]}},
    {"name":"note","type":["null","string"],"default":null},
    {"name":"raw","type":{"type":"map","values":"bytes"}},
    {"name":"rates","type":{"type":"array","items":"double"}}]}"#;

const AVRO_JSON: &str = concat!(
    r#"{"id":9223372036854775807,"price":"-12.30","day":"2026-11-23","clock":"10:20:30.000001","#,
    r#""at":"2026-11-23T10:20:30.500Z","near":"1969-12-31T23:59:59.999999999","#,
    r#""key":"12345678-9abc-def0-0123-456789abcdef","span":"P1M2DT3.004S","state":"PAID","note":"ü\n","#,
    r#""raw":{"a":"AP8="},"rates":["NaN","-Infinity",0.1,1e300]}"#
);

const PROTO: &str = "syntax = \"proto3\";
package a;
import \"google/protobuf/timestamp.proto\";
import \"google/protobuf/struct.proto\";
message Order {
  enum State { NEW = 0; PAID = 1; }
  int64 order_id = 2;
  optional string note = 1;
  State state = 3;
  repeated uint32 counts = 4;
  map<string, sint64> sums = 5;
  oneof pay { string card = 6; bytes iban = 7; }
  google.protobuf.Timestamp at = 8;
  google.protobuf.Value any = 9;
  Order inner = 10;
}";

fn codec(format: Format, text: &str) -> Codec {
    let source = Source {
        format,
        text,
        ..Source::default()
    };
    let schema = Schema::parse(source, Strictness::Lenient, Rules::default()).unwrap();
    Codec::new(&schema, &[0]).unwrap()
}

fn decoded(codec: &Codec, payload: &[u8], style: Style) -> Result<String, String> {
    let mut out = String::new();
    let done = codec.decode(payload, style, &mut out);
    done.map(|()| out).map_err(|fault| fault.to_string())
}

#[test]
fn avro_is_readable_and_comes_back_the_same() {
    let codec = codec(Format::Avro, AVRO);
    let payload = codec.encode(AVRO_JSON, Style::Plain).unwrap();
    assert_eq!(decoded(&codec, &payload, Style::Plain).unwrap(), AVRO_JSON);
    let native = decoded(&codec, &payload, Style::Native).unwrap();
    assert!(
        native.contains(r#""note":{"string":"ü\n"},"raw":{"a":"\u0000ÿ"}"#),
        "{native}"
    );
    assert_eq!(codec.encode(&native, Style::Native).unwrap(), payload);
}

#[test]
fn protobuf_is_readable_and_comes_back_the_same() {
    let codec = codec(Format::Protobuf, PROTO);
    let json = concat!(
        r#"{"order_id":-9223372036854775808,"note":"","state":"PAID","counts":[1,4294967295],"#,
        r#""sums":{"x":-1},"iban":"AP8=","at":"2026-11-23T10:20:30.500Z","any":{"a":[null,1.5]},"#,
        r#""inner":{"order_id":0,"state":7,"counts":[],"sums":{}}}"#
    );
    let payload = codec.encode(json, Style::Plain).unwrap();
    assert_eq!(decoded(&codec, &payload, Style::Plain).unwrap(), json);
    let native = decoded(&codec, &payload, Style::Native).unwrap();
    assert!(
        native.starts_with(r#"{"orderId":"-9223372036854775808","note":"","#),
        "{native}"
    );
    assert!(native.ends_with(r#""inner":{"state":7}}"#), "{native}");
    assert_eq!(codec.encode(&native, Style::Native).unwrap(), payload);
}

#[test]
fn packed_numbers_of_which_there_are_none_are_as_if_they_were_not_there() {
    let codec = codec(Format::Protobuf, PROTO);
    let payload = [0x22, 0];
    assert_eq!(decoded(&codec, &payload, Style::Native).unwrap(), "{}");
}

#[test]
fn fields_that_a_schema_does_not_know_are_listed() {
    let codec = codec(
        Format::Protobuf,
        "syntax = \"proto3\"; message A { A a = 1; string b = 2; }",
    );
    // a { 7: 300, b as a number }, 9: "hi"
    let payload = [0x0A, 5, 0x38, 0xAC, 0x02, 0x10, 1, 0x4A, 2, b'h', b'i'];
    assert_eq!(
        decoded(&codec, &payload, Style::Plain).unwrap(),
        r#"{"a":{"b":""},"b":""}"#
    );
    let unknown = codec.unknown_fields(&payload);
    let listed: Vec<_> = unknown
        .iter()
        .map(|one| (&*one.within, one.number, &one.value))
        .collect();
    assert_eq!(
        listed,
        [
            ("a", 7, &UnknownValue::Varint(300)),
            ("a", 2, &UnknownValue::Varint(1)),
            ("", 9, &UnknownValue::Bytes(b"hi".to_vec())),
        ]
    );
}

#[test]
fn what_is_wrong_is_told_with_its_field_and_place() {
    let avro = codec(Format::Avro, AVRO);
    let told = |json: &str| {
        let fault = avro.encode(json, Style::Plain).unwrap_err();
        (fault.field, json[fault.at.start..fault.at.end].to_owned())
    };
    assert_eq!(
        told(&AVRO_JSON.replace("PAID", "GONE")),
        ("state".to_owned(), "\"GONE\"".to_owned())
    );
    assert_eq!(
        told(&AVRO_JSON.replace("-12.30", "1.234")),
        ("price".to_owned(), "\"1.234\"".to_owned())
    );
    assert_eq!(
        told(&AVRO_JSON.replace("\"id\"", "\"idd\"")),
        ("idd".to_owned(), "\"idd\"".to_owned())
    );
    assert_eq!(told(&AVRO_JSON.replace("0.1", "true")).0, "rates.2");
    let json = codec(
        Format::Json,
        r#"{"type":"object","properties":{"a":{"type":"array","items":{"maximum":9007199254740992}}},"required":["b"]}"#,
    );
    let fault = json
        .encode(r#"{"a":[1,9007199254740993],"b":1}"#, Style::Plain)
        .unwrap_err();
    assert_eq!((fault.field.as_str(), fault.at.start), ("a.1", 8));
    assert_eq!(
        json.encode(r#"{"a":[]}"#, Style::Plain).unwrap_err().field,
        "b"
    );
    let proto = codec(Format::Protobuf, PROTO);
    let fault = proto
        .encode(r#"{"inner":{"counts":[1,-1]}}"#, Style::Plain)
        .unwrap_err();
    assert_eq!(fault.field, "inner.counts.1");
    let both = proto.encode(r#"{"card":"a","iban":""}"#, Style::Plain);
    assert!(both.is_err());
}

#[test]
fn what_is_missing_takes_its_default() {
    let codec = codec(
        Format::Avro,
        r#"{"type":"record","name":"R","fields":[{"name":"a","type":["null","int"],"default":null},{"name":"b","type":"bytes","default":"\u00ff"}]}"#,
    );
    assert_eq!(codec.encode("{}", Style::Plain).unwrap(), [0, 2, 0xFF]);
}

#[test]
fn no_length_makes_it_allocate_more_than_there_is() {
    let huge = [0xFE, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x7F];
    for text in [
        r#"{"type":"array","items":"null"}"#,
        r#"{"type":"array","items":"int"}"#,
        r#"{"type":"map","values":"null"}"#,
        r#""bytes""#,
        r#""string""#,
    ] {
        let codec = codec(Format::Avro, text);
        assert!(decoded(&codec, &huge, Style::Plain).is_err(), "{text}");
    }
    let nulls = codec(Format::Avro, r#"{"type":"array","items":"null"}"#);
    let shown = decoded(&nulls, &[6, 0], Style::Plain).unwrap();
    assert_eq!(shown, "[null,null,null]");
    let list = codec(
        Format::Avro,
        r#"{"type":"record","name":"L","fields":[{"name":"next","type":["null","L"]}]}"#,
    );
    let deep = vec![2; 100_000];
    assert!(
        decoded(&list, &deep, Style::Plain)
            .unwrap_err()
            .contains("deep")
    );
    let proto = codec(
        Format::Protobuf,
        "syntax = \"proto2\"; message A { optional A a = 1; optional group G = 2 { optional A a = 1; } }",
    );
    let groups = vec![0x13; 100_000];
    assert!(decoded(&proto, &groups, Style::Plain).is_err());
}

#[test]
fn schemas_without_end_are_told_and_not_followed() {
    let json = codec(
        Format::Json,
        r##"{"allOf":[{"$ref":"#/definitions/a"}],"definitions":{"a":{"anyOf":[{"$ref":"#"},{"$ref":"#"}]}}}"##,
    );
    assert!(json.encode("1", Style::Plain).is_err());
    let avro = codec(
        Format::Avro,
        r#"{"type":"record","name":"R","fields":[{"name":"a","type":"R"}]}"#,
    );
    assert!(avro.encode(r#"{"a":{"a":{}}}"#, Style::Plain).is_err());
}

/// Found by fuzzing: what is read leniently may have fields that no bytes can hold, and numbers and names twice.
#[test]
fn fields_that_cannot_be_told_apart_are_left_out() {
    let of = |fields: &str| {
        let text = format!("syntax = \"proto3\"; message A {{ {fields} }}");
        codec(Format::Protobuf, &text)
    };
    let zero = of("int32 a = 0; int32 b = 1;");
    assert_eq!(decoded(&zero, &[8, 7], Style::Plain).unwrap(), r#"{"b":7}"#);
    assert!(zero.encode(r#"{"a":1}"#, Style::Plain).is_err());
    let twice = of("string a = 1; int32 a = 2; int32 c = 3; int64 d = 3;");
    let json = r#"{"a":1,"d":2}"#;
    let payload = twice.encode(json, Style::Plain).unwrap();
    assert_eq!(decoded(&twice, &payload, Style::Plain).unwrap(), json);
}

/// However a schema leads into values that are nested deep, the stack of a thread is enough.
#[test]
fn values_that_are_nested_deep_are_read_or_told() {
    let lists = "[".repeat(900) + &"]".repeat(900);
    let objects = r#"{"a":"#.repeat(900) + "1" + &"}".repeat(900);
    for inner in [
        r##""items":{"$ref":"#"}"##,
        r##""additionalProperties":{"$ref":"#"}"##,
        r##""properties":{"a":{"anyOf":[{"oneOf":[{"$ref":"#"}]}]}}"##,
        r##""patternProperties":{"a":{"not":{"not":{"$ref":"#"}}}}"##,
        r##""contains":{"if":true,"then":{"$ref":"#"}},"minContains":0"##,
        r##""unevaluatedItems":{"$ref":"#"},"unevaluatedProperties":{"$ref":"#"}"##,
        r##""dependentSchemas":{"a":{"properties":{"a":{"$dynamicRef":"#n"}}}},"$dynamicAnchor":"n""##,
        r##""propertyNames":{"$ref":"#"},"additionalProperties":{"$ref":"#"}"##,
    ] {
        let schema = r#"{"$schema":"https://json-schema.org/draft/2020-12/schema","#;
        let codec = codec(Format::Json, &format!("{schema}{inner}}}"));
        for json in [&lists, &objects] {
            if let Err(fault) = codec.encode(json, Style::Plain) {
                assert!(
                    fault.message.contains("too deep"),
                    "{inner}: {}",
                    fault.message
                );
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..60), style in 0..2_usize) {
        let style = [Style::Plain, Style::Native][style];
        for (format, text) in [(Format::Avro, AVRO), (Format::Protobuf, PROTO)] {
            let codec = codec(format, text);
            codec.unknown_fields(&bytes);
            if let Ok(json) = decoded(&codec, &bytes, style) {
                // What is read can be written, and read again as the same.
                let again = codec.encode(&json, style).unwrap();
                let document = Document::read(&json, Dialect::default()).unwrap();
                if !document.duplicates().is_empty() {
                    // A key of a map that comes twice is shown twice, and written once.
                    continue;
                }
                prop_assert_eq!(decoded(&codec, &again, style).unwrap(), json);
            }
        }
    }

    #[test]
    fn avro_values_come_back_the_same(
        id in any::<i64>(), cents in any::<i32>(), day in any::<i32>(), at in any::<i64>(), note in ".{0,9}",
        rates in prop::collection::vec(any::<f64>(), 0..4),
    ) {
        let text = r#"{"type":"record","name":"R","fields":[
            {"name":"id","type":"long"},{"name":"price","type":{"type":"bytes","logicalType":"decimal","precision":20,"scale":2}},
            {"name":"day","type":{"type":"int","logicalType":"date"}},{"name":"at","type":{"type":"long","logicalType":"timestamp-micros"}},
            {"name":"note","type":["null","string"]},{"name":"rates","type":{"type":"array","items":"double"}}]}"#;
        let codec = codec(Format::Avro, text);
        let number = |out: &mut Vec<u8>, number: i64| {
            let mut number = ((number << 1) ^ (number >> 63)) as u64;
            while number > 0x7F {
                out.push(number as u8 | 0x80);
                number >>= 7;
            }
            out.push(number as u8);
        };
        let mut bytes = Vec::new();
        number(&mut bytes, id);
        let digits = cents.to_be_bytes();
        let shortest = (0..3).find(|at| digits[*at] != if cents < 0 { 0xFF } else { 0 } || (digits[at + 1] ^ digits[0]) & 0x80 != 0).unwrap_or(3);
        number(&mut bytes, 4 - shortest as i64);
        bytes.extend(&digits[shortest..]);
        number(&mut bytes, i64::from(day));
        number(&mut bytes, at);
        number(&mut bytes, 1);
        number(&mut bytes, note.len() as i64);
        bytes.extend(note.as_bytes());
        if !rates.is_empty() {
            number(&mut bytes, rates.len() as i64);
            for rate in &rates {
                bytes.extend(rate.to_le_bytes());
            }
        }
        bytes.push(0);
        let json = decoded(&codec, &bytes, Style::Plain).unwrap();
        prop_assert_eq!(codec.encode(&json, Style::Plain).unwrap(), bytes, "{}", json);
    }
}

#[test]
fn a_sample_is_believable_and_the_same_for_the_same_seed() {
    let avro = codec(Format::Avro, AVRO);
    let first = avro.sample(1).unwrap();
    assert_eq!(avro.sample(1).unwrap(), first);
    assert_ne!(avro.sample(2).unwrap(), first);
    let people = codec(
        Format::Json,
        r#"{"type":"object","properties":{"email":{"type":"string"},"born":{"type":"string","format":"date"},"age":{"type":"integer","minimum":18,"maximum":99},"tags":{"type":"array","items":{"enum":["a","b"]},"minItems":3}},"required":["email","age"]}"#,
    );
    let text = people.sample(4).unwrap();
    assert!(
        text.contains("@example.com") && text.contains("\"born\":\"2026-"),
        "{text}"
    );
    let endless = codec(
        Format::Avro,
        r#"{"type":"record","name":"R","fields":[{"name":"a","type":"R"}]}"#,
    );
    assert_eq!(endless.sample(1), None);
}

#[test]
fn samples_are_valid() {
    let mut made = [0; 3];
    let mut asked = [0; 3];
    for (format, file) in [
        (Format::Avro, "generated_avro.jsonl"),
        (Format::Json, "generated_json_typed.jsonl"),
        (Format::Protobuf, "generated_protobuf.jsonl"),
    ] {
        let cases = Cases::of_crate(file);
        for (seed, case) in cases.all().enumerate().step_by(2) {
            let proto = text(case, "new").filter(|_| format == Format::Protobuf);
            let text = proto.unwrap_or(case.get("new").unwrap().text());
            let source = Source {
                format,
                text,
                ..Source::default()
            };
            let Ok(schema) = Schema::parse(source, Strictness::Lenient, Rules::default()) else {
                continue;
            };
            let Some(codec) = Codec::new(&schema, &[0]) else {
                continue;
            };
            asked[format as usize] += 1;
            if let Some(sample) = codec.sample(seed as u64) {
                codec.encode(&sample, Style::Plain).unwrap();
                made[format as usize] += 1;
            }
        }
    }
    // Of the random ones some allow nothing, or nothing that is found.
    for (made, asked) in made.into_iter().zip(asked) {
        assert!(made * 10 >= asked * 7, "{made} of {asked}");
    }
}
