use schema::Strictness;
use schema::avro::{normalized, parse, stored};
use schema::json_text::Value;

use super::lenient;
use crate::cases::{Cases, text};

#[test]
fn texts_are_stored_as_the_registry_stores_them() {
    let Some(cases) = Cases::of_upstream("stored.jsonl") else {
        return;
    };
    let mut wrong = Vec::new();
    for case in cases.of_format("AVRO") {
        let id = text(case, "id").unwrap();
        let schema = parse(text(case, "text").unwrap().into(), Strictness::Strict);
        let found = schema
            .as_ref()
            .map(|schema| (stored(schema), normalized(schema)));
        let expected = text(case, "stored").zip(text(case, "normalized"));
        let found = found
            .as_ref()
            .ok()
            .map(|(stored, normalized)| (stored.as_str(), normalized.as_str()));
        if found != expected
            || case
                .get("error")
                .is_some_and(|error: Value<'_>| !error.is_null())
        {
            wrong.push(format!(
                "{id}: {found:?}\n  not {expected:?} {:?}",
                schema.as_ref().err()
            ));
        }
    }
    assert!(
        wrong.is_empty(),
        "{} wrong\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}

#[test]
fn normal_texts_have_properties_and_aliases_in_order_and_defaults_of_their_types() {
    let text = r#"{"type": "record", "name": "a.R", "aliases": ["Z", "b.Y"], "x": {"d": 1, "c": 2.50}, "fields": [
        {"name": "a", "type": "double", "default": 0, "order": "ignore", "z": 1, "aliases": ["c", "b"]},
        {"name": "b", "type": ["null", "float"], "default": 0.123456789},
        {"name": "c", "type": "float", "default": "16777217"},
        {"name": "d", "type": {"type": "bytes", "scale": 2, "precision": 4, "logicalType": "decimal"}, "default": "\u00ff"},
        {"name": "e", "type": {"type": "map", "values": {"type": "array", "items": "double"}}, "default": {"y": [1, -2e10], "x": []}},
        {"name": "f", "type": "string", "default": 1}]}"#;
    assert_eq!(
        stored(&lenient(text)),
        r#"{"type":"record","name":"R","namespace":"a","fields":[{"name":"a","type":"double","default":0,"order":"ignore","aliases":["c","b"],"z":1},{"name":"b","type":["null","float"],"default":0.123456789},{"name":"c","type":"float","default":1.6777217E7},{"name":"d","type":{"type":"bytes","scale":2,"precision":4,"logicalType":"decimal"},"default":"ÿ"},{"name":"e","type":{"type":"map","values":{"type":"array","items":"double"}},"default":{"y":[1,-2.0E10],"x":[]}},{"name":"f","type":"string","default":1}],"x":{"d":1,"c":2.5},"aliases":["Z","b.Y"]}"#
    );
    assert_eq!(
        normalized(&lenient(text)),
        r#"{"type":"record","name":"R","namespace":"a","fields":[{"name":"a","type":"double","default":0.0,"order":"ignore","aliases":["b","c"],"z":1},{"name":"b","type":["null","float"],"default":0.12345679},{"name":"c","type":"float","default":1.6777216E7},{"name":"d","type":{"type":"bytes","logicalType":"decimal","precision":4,"scale":2},"default":"ÿ"},{"name":"e","type":{"type":"map","values":{"type":"array","items":"double"}},"default":{"y":[1.0,-2.0E10],"x":[]}},{"name":"f","type":"string","default":1}],"x":{"d":1,"c":2.5},"aliases":["Z","b.Y"]}"#
    );
}
