use schema::{Difference, NamedText, Policy, Profile};

use super::{differences, read, read_with};
use crate::cases::Cases;

/// What the difference of a kind points at, in the old and in the new text.
fn at<'t>(kind: &str, old: &'t str, new: &'t str) -> (&'t str, &'t str) {
    let found = differences(old, new);
    let of_kind = |difference: &&Difference| difference.kind == kind;
    let difference = found
        .iter()
        .find(of_kind)
        .unwrap_or_else(|| panic!("{found:?}"));
    let (old_at, new_at) = (difference.old_at.unwrap(), difference.new_at.unwrap());
    (
        &old[old_at.start..old_at.end],
        &new[new_at.start..new_at.end],
    )
}

#[test]
fn what_is_changed_is_marked_in_both() {
    let old = r#"{"type": "object", "properties": {"a": {"type": "string", "maxLength": 5}}}"#;
    let new = r#"{"type": "object", "properties": {"a": {"type": "string", "maxLength": 4}}}"#;
    assert_eq!(
        at("MAX_LENGTH_DECREASED", old, new),
        (r#""maxLength": 5"#, r#""maxLength": 4"#)
    );
    let new = r#"{"properties": {"a": {"type": "integer"}}}"#;
    assert_eq!(
        at("TYPE_CHANGED", old, new),
        (r#""type": "string""#, r#""type": "integer""#)
    );
}

#[test]
fn what_is_added_is_marked_with_its_old_parent() {
    let old = r#"{"properties": {"a": {}}}"#;
    let new = r#"{"properties": {"a": {"minimum": 1}, "b": {"type": "null"}}, "required": ["a"]}"#;
    assert_eq!(
        at("OPTIONAL_PROPERTY_ADDED_TO_OPEN_CONTENT_MODEL", old, new),
        (r#""properties": {"a": {}}"#, r#""b": {"type": "null"}"#)
    );
    assert_eq!(at("REQUIRED_ATTRIBUTE_ADDED", old, new), (old, r#""a""#));
}

#[test]
fn what_is_removed_is_marked_on_its_parent() {
    let old = r#"{"additionalProperties": false, "properties": {"a": true, "b": true}}"#;
    let new = r#"{"additionalProperties": false, "properties": {"a": true}}"#;
    assert_eq!(
        at("PROPERTY_REMOVED_FROM_CLOSED_CONTENT_MODEL", old, new),
        (r#""b": true"#, r#""properties": {"a": true}"#)
    );
    let old = r#"{"items": [{"type": "string"}, {"type": "null"}], "additionalItems": false}"#;
    let new = r#"{"items": [{"type": "string"}], "additionalItems": false}"#;
    assert_eq!(
        at("ITEM_REMOVED_FROM_CLOSED_CONTENT_MODEL", old, new),
        (r#"{"type": "null"}"#, r#""items": [{"type": "string"}]"#)
    );
}

#[test]
fn what_stands_behind_a_reference_is_marked_where_it_stands() {
    let old = r##"{"properties": {"a": {"$ref": "#/definitions/d"}}, "definitions": {"d": {"maximum": 2}}}"##;
    let new = r##"{"properties": {"a": {"$ref": "#/definitions/d"}}, "definitions": {"d": {"maximum": 1}}}"##;
    assert_eq!(
        at("MAXIMUM_DECREASED", old, new),
        (r#""maximum": 2"#, r#""maximum": 1"#)
    );
}

#[test]
fn what_stands_in_another_schema_is_marked_at_the_reference() {
    let text = r#"{"properties": {"a": {"$ref": "money.json"}}}"#;
    let given = |of| {
        [NamedText {
            name: "money.json",
            text: of,
        }]
    };
    let old = read_with(text, &given(r#"{"maximum": 2}"#)).unwrap();
    let new = read_with(text, &given(r#"{"maximum": 1}"#)).unwrap();
    let found = schema::json::compare(&old, &new, Policy::Strict, Profile::Cloud).unwrap();
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].path, "#/properties/a/maximum");
    let span = found[0].new_at.unwrap();
    assert_eq!(&text[span.start..span.end], r#""money.json""#);
}

#[test]
fn every_difference_has_places_in_both_texts() {
    let cases = Cases::of_crate("generated_json_typed.jsonl");
    for case in cases.of_format("JSON") {
        let [old, new] = ["old", "new"].map(|side| case.get(side).unwrap().text());
        let found = schema::json::compare(&read(old), &read(new), Policy::Strict, Profile::Cloud);
        for difference in found.unwrap() {
            for (span, text) in [(difference.old_at, old), (difference.new_at, new)] {
                let span = span.unwrap();
                assert!(!text[span.start..span.end].is_empty(), "{difference:?}");
            }
        }
    }
}
