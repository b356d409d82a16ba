use std::fmt::Write as _;
use std::time::{Duration, Instant};

use schema::json::{Refusal, compare};
use schema::{NamedText, Policy, Profile};

use super::{compatible, differences, read, read_for, read_with};

fn told(text: &str) -> Vec<String> {
    let told = read_for(Profile::Cloud, text).unwrap_err();
    told.into_iter()
        .map(|diagnostic| diagnostic.message)
        .collect()
}

#[test]
fn several_faults_are_told_at_once_each_at_its_place() {
    let text =
        r#"{"type": "text", "properties": {"a": {"minLength": "x"}, "b": 7}, "pattern": "[a"}"#;
    let told = read_for(Profile::Cloud, text).unwrap_err();
    let places: Vec<_> = told
        .iter()
        .map(|told| &text[told.span.start..told.span.end])
        .collect();
    assert_eq!(places, [r#""text""#, r#""x""#, "7", r#""[a""#], "{told:?}");
}

#[test]
fn what_the_registry_refuses_is_refused() {
    for text in [
        "",
        "[]",
        "3",
        r#"{"type": "wrong"}"#,
        r#"{"type": 3}"#,
        r#"{"minLength": 1.5}"#,
        r#"{"multipleOf": 0}"#,
        r#"{"items": 3}"#,
        r#"{"required": true}"#,
        r##"{"$ref": "#/definitions/none"}"##,
        r#"{"$ref": "http://example.com/other.json"}"#,
        r#"{"$schema": "https://json-schema.org/draft/2020-12/schema", "items": [{}]}"#,
    ] {
        assert!(read_for(Profile::Cloud, text).is_err(), "{text}");
    }
}

#[test]
fn nesting_is_bounded_as_in_the_registry() {
    let nested = |depth: usize| format!("{}{{}}{}", r#"{"not":"#.repeat(depth), "}".repeat(depth));
    assert_eq!(told(&nested(10_000)).len(), 1);
    let deep = nested(990);
    assert!(compatible(&differences(&deep, &deep)));
    let arrays = |leaf: &str| {
        format!(
            r#"{}{{"type": "{leaf}"}}{}"#,
            r#"{"items":"#.repeat(990),
            "}".repeat(990)
        )
    };
    let found = differences(&arrays("string"), &arrays("null"));
    assert_eq!(found.len(), 1);
    assert!(found[0].path.starts_with("#/items/items/"));
}

#[test]
fn circles_of_references_end() {
    let bare = r##"{"$ref": "#/definitions/a", "definitions": {"a": {"$ref": "#/definitions/b"}, "b": {"$ref": "#/definitions/a"}}}"##;
    assert!(differences(bare, bare).is_empty());
    let itself = r##"{"$ref": "#"}"##;
    assert!(differences(itself, itself).is_empty());
    let modern = r##"{"$schema": "https://json-schema.org/draft/2020-12/schema", "properties": {"next": {"$ref": "#"}}}"##;
    assert!(differences(modern, modern).is_empty());
}

/// Lists of seven and of eleven steps that come back to their beginning are compared step by step: 77 pairs.
#[test]
fn circles_of_unequal_length_meet() {
    let ring = |length: usize, last: &str| {
        let mut text = String::from(r##"{"$ref": "#/definitions/d0", "definitions": {"##);
        for step in 0..length {
            let value = if step + 1 == length { last } else { "string" };
            let next = (step + 1) % length;
            let comma = if step == 0 { "" } else { "," };
            write!(text, r##"{comma}"d{step}": {{"type": "object", "properties": {{"v": {{"type": "{value}"}}, "next": {{"$ref": "#/definitions/d{next}"}}}}}}"##).unwrap();
        }
        text + "}}"
    };
    assert!(compatible(&differences(
        &ring(7, "string"),
        &ring(11, "string")
    )));
    assert!(!compatible(&differences(
        &ring(7, "string"),
        &ring(11, "integer")
    )));
    let long = [ring(499, "string"), ring(500, "string")];
    assert!(compatible(&differences(&long[0], &long[1])));
}

/// Each of 40 schemas refers to the next one twice: 2^40 paths, but 40 pairs.
#[test]
fn paths_that_multiply_are_bounded() {
    let doubling = |leaf: &str| {
        let mut text = format!(
            r##"{{"$ref": "#/definitions/d0", "definitions": {{"d40": {{"type": "{leaf}"}}"##
        );
        for step in 0..40 {
            let next = step + 1;
            write!(text, r##", "d{step}": {{"type": "object", "properties": {{"a": {{"$ref": "#/definitions/d{next}"}}, "b": {{"$ref": "#/definitions/d{next}"}}}}}}"##).unwrap();
        }
        text + "}}"
    };
    let found = differences(&doubling("integer"), &doubling("number"));
    assert!(found.len() > 1_000 && compatible(&found));
    assert!(!compatible(&differences(
        &doubling("integer"),
        &doubling("string")
    )));
}

#[test]
fn many_alternatives_are_matched_or_refused() {
    let any_of = |count: usize| {
        let parts: Vec<_> = (0..count)
            .map(|at| format!(r#"{{"const": {at}}}"#))
            .collect();
        read(&format!(r#"{{"anyOf": [{}]}}"#, parts.join(",")))
    };
    let judge = |old: usize, new: usize| {
        compare(&any_of(old), &any_of(new), Policy::Strict, Profile::Cloud)
    };
    assert!(compatible(&judge(300, 301).unwrap()));
    assert!(!compatible(&judge(301, 300).unwrap()));
    assert_eq!(judge(5_000, 5_000), Err(Refusal::TooLarge));
}

#[test]
fn many_references_are_resolved_in_time() {
    let mut text = String::from(r#"{"definitions": {"d": {}"#);
    for at in 0..30_000 {
        write!(text, r#", "d{at}": {{"type": "string"}}"#).unwrap();
    }
    text += r#"}, "items": ["#;
    for at in 0..30_000 {
        let comma = if at == 0 { "" } else { "," };
        write!(text, r##"{comma}{{"$ref": "#/definitions/d{at}"}}"##).unwrap();
    }
    text += "]}";
    let started = Instant::now();
    assert!(differences(&text, &text).is_empty());
    assert!(started.elapsed() < Duration::from_secs(20));
}

#[test]
fn large_texts_take_their_time_but_not_more() {
    let mut text = String::from(r#"{"type": "object", "properties": {"a": {}"#);
    for at in 0..60_000 {
        write!(
            text,
            r#", "property {at}": {{"type": "string", "description": "x", "maxLength": {at}}}"#
        )
        .unwrap();
    }
    text += "}}";
    assert!(text.len() > 4_000_000);
    let started = Instant::now();
    let changed = text.replace("\"maxLength\": 1", "\"maxLength\": 2");
    assert!(!differences(&text, &changed).is_empty());
    assert!(started.elapsed() < Duration::from_secs(30));
}

#[test]
fn names_written_twice_count_once_and_surrogates_may_be_unpaired() {
    let old = r#"{"properties": {"a": {"type": "string"}, "a": {"type": "integer"}, "\ud800": {"type": "string"}}}"#;
    let new = r#"{"properties": {"a": {"type": "integer"}, "\ud800": {"type": "string"}}}"#;
    assert!(differences(old, new).is_empty());
    assert_eq!(read(old).duplicate_names().len(), 1);
}

#[test]
fn references_may_be_broken_where_they_are_not_used() {
    let given = [
        NamedText {
            name: "http://x.io/broken.json",
            text: "{",
        },
        NamedText {
            name: "other.json",
            text: r#"{"definitions": {"s": {"type": "string"}}}"#,
        },
    ];
    let uses = |reference: &str| {
        let text = format!(
            r#"{{"$id": "http://x.io/a.json", "properties": {{"a": {{"$ref": "{reference}"}}}}}}"#
        );
        read_with(&text, &given)
    };
    assert!(uses("other.json#/definitions/s").is_ok());
    assert!(uses("http://x.io/other.json").is_ok());
    assert!(uses("broken.json").is_err());
    assert!(uses("other.json#/definitions/t").is_err());
}

/// `exclusiveMaximum` is lowered: the registry looks at `maximum` instead.
#[test]
fn a_mistake_of_the_registry_is_told() {
    let judge =
        |old: &str, new: &str| compare(&read(old), &read(new), Policy::Strict, Profile::Cloud);
    let old = r#"{"exclusiveMaximum": 29}"#;
    assert_eq!(
        judge(old, r#"{"exclusiveMaximum": 23}"#),
        Err(Refusal::ExclusiveMaximumLowered)
    );
    let found = judge(
        r#"{"exclusiveMaximum": 29, "maximum": 40}"#,
        r#"{"exclusiveMaximum": 23, "maximum": 40}"#,
    );
    assert_eq!(found, Ok(Vec::new()));
}
