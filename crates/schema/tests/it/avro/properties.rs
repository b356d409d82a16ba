use proptest::prelude::*;
use proptest::test_runner::Config;
use schema::Strictness;
use schema::avro::{compare, normalized, parse, stored};

use super::lenient;
use crate::cases::Cases;

/// How often a property is tried. Failures go to the test's output, not to a file.
fn tries(cases: u32) -> Config {
    Config {
        cases,
        failure_persistence: None,
        ..Config::default()
    }
}

/// A type as text; a name is the number of its place, so that each is defined once.
#[derive(Debug, Clone)]
enum Kind {
    Primitive(&'static str),
    Array(Box<Kind>),
    Map(Box<Kind>),
    Nullable(Box<Kind>),
    Enum(u8),
    Fixed(u8),
    Record(Vec<(Kind, bool)>),
    /// The record around it.
    Recursion,
}

fn kind() -> impl Strategy<Value = Kind> {
    let primitives = [
        "boolean", "int", "long", "float", "double", "bytes", "string",
    ];
    let leaf = prop_oneof![
        proptest::sample::select(primitives.to_vec()).prop_map(Kind::Primitive),
        (1..4_u8).prop_map(Kind::Enum),
        (1..4_u8).prop_map(Kind::Fixed),
        Just(Kind::Recursion),
    ];
    leaf.prop_recursive(4, 24, 4, |inside| {
        prop_oneof![
            inside.clone().prop_map(|kind| Kind::Array(Box::new(kind))),
            inside.clone().prop_map(|kind| Kind::Map(Box::new(kind))),
            inside
                .clone()
                .prop_map(|kind| Kind::Nullable(Box::new(kind))),
            proptest::collection::vec((inside, any::<bool>()), 0..4).prop_map(Kind::Record),
        ]
    })
}

fn record() -> impl Strategy<Value = Kind> {
    proptest::collection::vec((kind(), any::<bool>()), 1..5).prop_map(Kind::Record)
}

/// Writes a type; fields in their order, or in the reverse order.
fn write(kind: &Kind, reversed: bool, path: &str, around: &str) -> String {
    let name = format!("N{path}");
    let inside = |kind: &Kind| write(kind, reversed, &format!("{path}_i"), around);
    match kind {
        Kind::Primitive(name) => format!("\"{name}\""),
        Kind::Array(items) => format!(r#"{{"type": "array", "items": {}}}"#, inside(items)),
        Kind::Map(values) => format!(r#"{{"type": "map", "values": {}}}"#, inside(values)),
        Kind::Nullable(branch) => match &**branch {
            Kind::Nullable(_) => inside(branch),
            _ => format!(r#"["null", {}]"#, inside(branch)),
        },
        Kind::Enum(symbols) => {
            let symbols: Vec<_> = (0..*symbols).map(|at| format!("\"S{at}\"")).collect();
            format!(
                r#"{{"type": "enum", "name": "{name}", "symbols": [{}]}}"#,
                symbols.join(", ")
            )
        }
        Kind::Fixed(size) => format!(r#"{{"type": "fixed", "name": "{name}", "size": {size}}}"#),
        Kind::Record(fields) => {
            let mut fields: Vec<_> = fields
                .iter()
                .enumerate()
                .map(|(at, (kind, absent))| {
                    let kind = write(kind, reversed, &format!("{path}_{at}"), &name);
                    // `null` stands for any default where defaults are not checked.
                    let default = if *absent { r#", "default": null"# } else { "" };
                    format!(r#"{{"name": "f{at}", "type": {kind}{default}}}"#)
                })
                .collect();
            if reversed {
                fields.reverse();
            }
            format!(
                r#"{{"type": "record", "name": "{name}", "fields": [{}]}}"#,
                fields.join(", ")
            )
        }
        Kind::Recursion => format!("\"{around}\""),
    }
}

proptest! {
    #![proptest_config(tries(256))]

    #[test]
    fn a_schema_reads_what_it_wrote(kind in record()) {
        let text = write(&kind, false, "", "");
        let (one, again) = (lenient(&text), lenient(&text));
        prop_assert_eq!(compare(&one, &one), Ok(vec![]));
        prop_assert_eq!(compare(&one, &again), Ok(vec![]));
    }

    #[test]
    fn the_order_of_fields_changes_no_verdict(old in record(), new in record()) {
        let [old, olds] = [false, true].map(|reversed| lenient(&write(&old, reversed, "", "")));
        let [new, news] = [false, true].map(|reversed| lenient(&write(&new, reversed, "", "")));
        let verdict = compare(&old, &new).unwrap().is_empty();
        for (old, new) in [(&olds, &new), (&old, &news), (&olds, &news)] {
            prop_assert_eq!(compare(old, new).unwrap().is_empty(), verdict);
        }
    }

    #[test]
    fn what_is_stored_says_the_same_and_is_stored_as_it_is(kind in record()) {
        let schema = lenient(&write(&kind, false, "", ""));
        for text in [stored(&schema), normalized(&schema)] {
            let again = lenient(&text);
            prop_assert_eq!(compare(&schema, &again), Ok(vec![]));
            prop_assert_eq!(compare(&again, &schema), Ok(vec![]));
            prop_assert_eq!(stored(&again), text);
        }
    }

    #[test]
    fn any_text_is_parsed_or_refused(text in any::<String>()) {
        let _ = parse(text.as_str().into(), Strictness::Strict);
    }
}

#[test]
fn no_change_of_a_byte_makes_anything_panic() {
    let cases = Cases::of_crate("edge.json");
    let replacements = ["", "\"", "{", "]", ",", "0", "\\ud800", "null", "\u{ffff}"];
    for case in cases.of_format("AVRO") {
        let text = case.get("new").unwrap().text();
        for at in
            (0..text.len()).filter(|at| text.is_char_boundary(*at) && text.is_char_boundary(at + 1))
        {
            let replacement = replacements[at % replacements.len()];
            let changed = format!("{}{replacement}{}", &text[..at], &text[at + 1..]);
            for strictness in [Strictness::Strict, Strictness::Lenient] {
                match parse(changed.as_str().into(), strictness) {
                    Ok(schema) => {
                        let _ = compare(&schema, &schema);
                        assert!(!stored(&schema).is_empty());
                    }
                    Err(diagnostics) => {
                        for found in diagnostics {
                            assert!(
                                changed.get(found.span.start..found.span.end).is_some(),
                                "{changed} {found:?}"
                            );
                        }
                    }
                }
            }
        }
    }
}
