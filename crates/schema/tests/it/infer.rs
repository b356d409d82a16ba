//! Schemas made from messages.

use proptest::prelude::*;
use schema::{Codec, Format, Rules, Schema, Source, Strictness, Style, infer_avro, infer_json};

const SAMPLES: [&str; 2] = [
    r#"{"id":1,"note":null,"lines":[{"sku":"a","price":1}],"tags":{"x y":1}}"#,
    r#"{"id":2,"lines":[{"sku":"b","price":1.5,"gift":true}],"tags":{"z":2}}"#,
];

fn codec(format: Format, text: &str) -> Codec {
    let source = Source {
        format,
        text,
        ..Source::default()
    };
    let schema = Schema::parse(source, Strictness::Strict, Rules::default());
    Codec::new(
        &schema.unwrap_or_else(|told| panic!("{told:?}\n{text}")),
        &[0],
    )
    .unwrap()
}

#[test]
fn an_avro_schema_has_a_record_for_each_kind_of_object() {
    let expected = r#"{"type": "record", "name": "Order", "fields": [
  {"name": "id", "type": "long"},
  {"name": "note", "type": "null", "default": null},
  {"name": "lines", "type": {"type": "array", "items": {"type": "record", "name": "Lines", "fields": [
    {"name": "sku", "type": "string"},
    {"name": "price", "type": "double"},
    {"name": "gift", "type": ["null", "boolean"], "default": null}
  ]}}},
  {"name": "tags", "type": {"type": "map", "values": "long"}}
]}
"#;
    assert_eq!(infer_avro(&SAMPLES, "Order").unwrap(), expected);
}

#[test]
fn a_json_schema_requires_what_all_have() {
    let text = infer_json(&SAMPLES).unwrap();
    assert!(
        text.contains("\"required\": [\"id\", \"lines\", \"tags\"]"),
        "{text}"
    );
    assert!(
        text.contains("\"required\": [\"sku\", \"price\"]"),
        "{text}"
    );
    let codec = codec(Format::Json, &text);
    assert!(
        codec
            .encode(r#"{"id":"x","lines":[],"tags":{}}"#, Style::Plain)
            .is_err()
    );
}

#[test]
fn a_sample_that_is_no_json_is_named() {
    let fault = infer_json(&["{}", "{"]).unwrap_err();
    assert_eq!((fault.sample, fault.diagnostics.len()), (1, 1));
}

fn json() -> impl Strategy<Value = serde_json::Value> {
    let leaf = prop_oneof![
        Just(serde_json::Value::Null),
        any::<bool>().prop_map(Into::into),
        any::<i64>().prop_map(Into::into),
        (-1e9..1e9_f64).prop_map(Into::into),
        "[a-z ]{0,4}".prop_map(Into::into),
    ];
    leaf.prop_recursive(3, 24, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Into::into),
            prop::collection::hash_map("[a-c]{1,2}|x y", inner, 0..4)
                .prop_map(|members| serde_json::Value::Object(members.into_iter().collect())),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn all_samples_fit_what_is_inferred(samples in prop::collection::vec(json(), 1..5)) {
        let texts: Vec<String> = samples.iter().map(ToString::to_string).collect();
        let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
        let avro = infer_avro(&texts, "Sample").unwrap();
        let json = infer_json(&texts).unwrap();
        let codecs = [codec(Format::Avro, &avro), codec(Format::Json, &json)];
        for text in texts {
            for codec in &codecs {
                let encoded = codec.encode(text, Style::Plain);
                prop_assert!(encoded.is_ok(), "{} {:?}\n{}\n{}", text, encoded, avro, json);
            }
        }
    }
}
