use schema::avro::{Refusal, Source, compare, parse};
use schema::position::Span;
use schema::{NamedText, Strictness};

use super::lenient;

/// What is marked in the old and in the new text, for each difference.
fn marked<'a>(old: &'a str, new: &'a str) -> Vec<(&'static str, &'a str, &'a str)> {
    let differences = compare(&lenient(old), &lenient(new)).unwrap();
    let text = |of: &'a str, at: Option<Span>| at.map(|at| &of[at.start..at.end]).unwrap();
    differences
        .into_iter()
        .map(|found| (found.kind, text(old, found.old_at), text(new, found.new_at)))
        .collect()
}

#[test]
fn a_changed_type_is_marked_where_it_is_named() {
    assert_eq!(
        marked(
            r#"{"type": "record", "name": "R", "fields": [{"name": "a", "type": "string"}]}"#,
            r#"{"type": "record", "name": "R", "fields": [{"name": "a", "type": {"type": "array", "items": "int"}}]}"#,
        ),
        [("TYPE_MISMATCH", "\"string\"", "\"array\"")]
    );
    assert_eq!(
        marked(
            r#"{"type": "map", "values": {"type": "int", "x": 1}}"#,
            r#"{"type": "map", "values": "null"}"#
        ),
        [("TYPE_MISMATCH", "\"int\"", "\"null\"")]
    );
}

#[test]
fn a_field_without_default_is_marked_at_its_name_and_at_the_record_that_lacks_it() {
    assert_eq!(
        marked(
            r#"{"type": "record", "name": "R", "fields": []}"#,
            r#"{"type": "record", "name": "R", "fields": [{"type": "int", "name": "amount"}]}"#,
        ),
        [("READER_FIELD_MISSING_DEFAULT_VALUE", "\"R\"", "\"amount\"")]
    );
}

#[test]
fn a_symbol_that_is_gone_is_marked_where_it_was_and_at_the_list_that_it_left() {
    assert_eq!(
        marked(
            r#"{"type": "enum", "name": "E", "symbols": ["A", "B", "C"]}"#,
            r#"{"type": "enum", "name": "E", "symbols": ["C", "A"]}"#,
        ),
        [("MISSING_ENUM_SYMBOLS", "\"B\"", "[\"C\", \"A\"]")]
    );
}

#[test]
fn a_branch_that_is_gone_is_marked_where_it_was_and_at_the_union_that_it_left() {
    assert_eq!(
        marked(
            r#"["null", {"type": "int"}, "string"]"#,
            r#"["null", "string"]"#
        ),
        [("MISSING_UNION_BRANCH", "\"int\"", "[\"null\", \"string\"]")]
    );
}

#[test]
fn names_and_sizes_are_marked_themselves() {
    assert_eq!(
        marked(
            r#"{"type": "fixed", "name": "A", "size": 4}"#,
            r#"{"type": "fixed", "name": "B", "size": 8}"#,
        ),
        [
            ("NAME_MISMATCH", "\"A\"", "\"B\""),
            ("FIXED_SIZE_MISMATCH", "4", "8")
        ]
    );
}

#[test]
fn a_type_is_marked_in_its_definition_however_it_was_reached() {
    let text = |kind: &str| {
        format!(
            r#"{{"type": "record", "name": "R", "fields": [
                {{"name": "next", "type": ["null", "R"]}}, {{"name": "a", "type": "{kind}"}}]}}"#
        )
    };
    let (old, new) = (text("int"), text("string"));
    assert_eq!(
        marked(&old, &new),
        [("TYPE_MISMATCH", "\"int\"", "\"string\"")]
    );
}

#[test]
fn what_lies_in_a_reference_is_marked_where_it_is_referred_to() {
    let old =
        r#"{"type": "record", "name": "a.Order", "fields": [{"name": "total", "type": "Money"}]}"#;
    let order = |money: &str| {
        let references = [NamedText {
            name: "a.Money",
            text: money,
        }];
        let source = Source {
            text: old,
            references: &references,
        };
        parse(source, Strictness::Strict).unwrap()
    };
    let before = order(
        r#"{"type": "record", "name": "a.Money", "fields": [{"name": "units", "type": "int"}]}"#,
    );
    let after = order(
        r#"{"type": "record", "name": "a.Money", "fields": [{"name": "units", "type": "null"}]}"#,
    );
    let differences = compare(&before, &after).unwrap();
    assert_eq!(differences[0].path, "/fields/0/type/fields/0/type");
    for at in [differences[0].old_at, differences[0].new_at] {
        assert_eq!(at.map(|at| &old[at.start..at.end]), Some("\"Money\""));
    }
}

#[test]
fn a_field_that_could_be_two_is_refused_as_the_registry_does() {
    let old = r#"{"type": "record", "name": "R", "fields": [{"name": "x", "type": "int"}, {"name": "y", "type": "int"}]}"#;
    let new = r#"{"type": "record", "name": "R", "fields": [{"name": "x", "type": "int", "aliases": ["y"]}]}"#;
    let refusal = compare(&lenient(old), &lenient(new)).unwrap_err();
    let Refusal::AmbiguousField {
        message,
        old_at,
        new_at,
    } = refusal
    else {
        panic!("{refusal:?}");
    };
    assert_eq!(
        message,
        "Unexpected exception during compatibility check: Reader record field x type:INT pos:0 matches multiple \
         fields in writer record schema {\"type\":\"record\",\"name\":\"R\",\"fields\":[{\"name\":\"x\",\"type\":\
         \"int\"},{\"name\":\"y\",\"type\":\"int\"}]}"
    );
    assert_eq!(
        (
            &old[old_at.start..old_at.end],
            &new[new_at.start..new_at.end]
        ),
        ("\"R\"", "\"x\"")
    );
}
