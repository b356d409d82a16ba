use std::time::{Duration, Instant};

use schema::avro::{Refusal, compare, normalized, parse, stored};
use schema::{Strictness, avro::Schema};

use super::{faults, lenient};

/// Far more than any of it takes, even unoptimised and beside other work.
const PATIENCE: Duration = Duration::from_secs(60);

#[test]
fn deep_nesting_is_refused_as_jackson_refuses_it() {
    let deep = |depth: usize| {
        r#"{"type": "array", "items": "#.repeat(depth) + "\"int\"" + &"}".repeat(depth)
    };
    assert_eq!(
        faults(deep(10_000).as_str().into(), Strictness::Lenient),
        ["nested more than 1000 levels deep"]
    );
    let schema = lenient(&deep(1_000));
    assert_eq!(compare(&schema, &schema), Ok(vec![]));
    let other = lenient(&deep(1_000).replace("int", "null"));
    assert_eq!(
        compare(&schema, &other).unwrap()[0].path,
        "/items".repeat(1_000)
    );
    assert_eq!(lenient(&stored(&schema)).full_name(), None);
}

#[test]
fn names_can_nest_deeper_than_any_text() {
    // Each record holds the next, which is defined after it.
    let text = |kind: &str| {
        let record = |at: usize, inside: &str| {
            format!(
                r#"{{"name":"f{at}","type":{{"type":"record","name":"R{at}","fields":[{{"name":"x","type":"{inside}"}}]}}}}"#
            )
        };
        let records: Vec<_> = (0..20_000)
            .map(|at| record(at, &format!("R{}", at + 1)))
            .collect();
        let (records, last) = (records.join(","), record(20_000, kind));
        format!(
            r#"{{"type":"record","name":"Top","fields":[{{"name":"r","type":"R0"}},{records},{last}]}}"#
        )
    };
    let (old, new) = (lenient(&text("int")), lenient(&text("string")));
    let differences = compare(&old, &new).unwrap();
    assert_eq!(differences[0].path, "/fields/0/type".repeat(20_002));
    // Each of the records would repeat it.
    assert!(differences.len() < 100);
    assert_eq!(stored(&old).matches("\"record\"").count(), 20_002);
}

#[test]
fn differences_that_repeat_without_end_are_cut() {
    let text = |kind: &str| {
        let mut types = vec![format!(r#"{{"type":"fixed","name":"F","size":{kind}}}"#)];
        for at in 0..64 {
            let inside = if at == 0 {
                "F".to_owned()
            } else {
                format!("R{}", at - 1)
            };
            types.push(format!(
                r#"{{"type":"record","name":"R{at}","fields":[{{"name":"x","type":"{inside}"}},{{"name":"y","type":"{inside}"}}]}}"#
            ));
        }
        let fields: Vec<_> = types
            .iter()
            .enumerate()
            .map(|(at, one)| format!(r#"{{"name":"f{at}","type":{one}}}"#))
            .collect();
        format!(
            r#"{{"type":"record","name":"Top","fields":[{}]}}"#,
            fields.join(",")
        )
    };
    let differences = compare(&lenient(&text("1")), &lenient(&text("2"))).unwrap();
    assert_eq!(differences.len(), 20_000);
}

#[test]
fn unions_of_thousands_of_types_end() {
    let union = |size: usize| {
        let branches: Vec<_> = (0..4_000)
            .map(|at| format!(r#"{{"type":"fixed","name":"F{at}","size":{size}}}"#))
            .collect();
        format!("[{}]", branches.join(","))
    };
    let begin = Instant::now();
    assert_eq!(
        compare(&lenient(&union(1)), &lenient(&union(2))),
        Err(Refusal::TooLarge)
    );
    assert!(begin.elapsed() < PATIENCE);
}

#[test]
fn five_megabytes_are_parsed_compared_and_written() {
    let text = |kind: &str| {
        let field = |at: usize| {
            let doc = "x".repeat(40);
            format!(
                r#"{{"name": "field_{at}", "type": ["null", "{kind}"], "default": null, "doc": "{doc}"}}"#
            )
        };
        let fields: Vec<_> = (0..50_000).map(field).collect();
        format!(
            r#"{{"type": "record", "name": "R", "fields": [{}]}}"#,
            fields.join(", ")
        )
    };
    let begin = Instant::now();
    let (old, new) = (text("int"), text("string"));
    assert!(old.len() > 5_000_000);
    let parsed = |text: &str| parse(text.into(), Strictness::Strict).unwrap();
    let (old, new): (Schema, Schema) = (parsed(&old), parsed(&new));
    assert_eq!(compare(&old, &new).unwrap().len(), 20_000);
    assert_eq!(compare(&new, &new), Ok(vec![]));
    assert_eq!(stored(&new), normalized(&new));
    assert!(begin.elapsed() < PATIENCE);
}

#[test]
fn defaults_that_lead_in_circles_end() {
    let text = r#"{"type": "record", "name": "R", "fields": [
        {"name": "a", "type": ["R", "null"], "default": {}}, {"name": "b", "type": ["null", "R"], "default": {"a": {"a": {}}}}]}"#;
    assert_eq!(
        faults(text.into(), Strictness::Lenient),
        Vec::<String>::new()
    );
    assert!(!faults(text.into(), Strictness::Strict).is_empty());
}

#[test]
fn unpaired_surrogates_are_told_apart() {
    let text =
        |symbol: &str| format!(r#"{{"type": "enum", "name": "E", "symbols": ["\u{symbol}"]}}"#);
    let (one, other) = (lenient(&text("d800")), lenient(&text("dfff")));
    assert_eq!(compare(&one, &one), Ok(vec![]));
    assert_eq!(compare(&one, &other).unwrap().len(), 1);
    assert_eq!(
        stored(&one),
        r#"{"type":"enum","name":"E","symbols":["\uD800"]}"#
    );
}

#[test]
fn texts_of_faults_alone_are_cut_short() {
    let text = format!("[{}]", "{},".repeat(100_000) + "{}");
    assert_eq!(faults(text.as_str().into(), Strictness::Strict).len(), 50);
    let text = "[".repeat(5_000_000);
    assert_eq!(faults(text.as_str().into(), Strictness::Strict).len(), 1);
    let text = "\"\u{1}".repeat(1_000_000);
    assert!(faults(text.as_str().into(), Strictness::Strict).len() <= 50);
}
