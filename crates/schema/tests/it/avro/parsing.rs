use schema::avro::{Source, compare, parse, stored};
use schema::{NamedText, Strictness};

use super::{faults, lenient};

/// The faults that a registry finds in a version that it holds, and in a new one.
fn both(text: &str) -> (Vec<String>, Vec<String>) {
    (
        faults(text.into(), Strictness::Lenient),
        faults(text.into(), Strictness::Strict),
    )
}

#[test]
fn a_type_may_be_used_before_it_is_defined_and_inside_itself() {
    let text = r#"{"type": "record", "name": "a.R", "fields": [
        {"name": "later", "type": "E"}, {"name": "self", "type": ["null", "a.R"]},
        {"name": "now", "type": {"type": "enum", "name": "E", "symbols": ["A"]}}]}"#;
    assert_eq!(both(text), (vec![], vec![]));
    assert_eq!(
        stored(&lenient(text)),
        r#"{"type":"record","name":"R","namespace":"a","fields":[{"name":"later","type":{"type":"enum","name":"E","symbols":["A"]}},{"name":"self","type":["null","R"]},{"name":"now","type":"E"}]}"#
    );
}

#[test]
fn a_name_is_looked_for_in_its_namespace_then_among_those_without() {
    let field = |name: &str, kind: &str| format!(r#"{{"name": "{name}", "type": {kind}}}"#);
    let fixed =
        |size: u8| format!(r#"{{"type": "fixed", "name": "F", "namespace": "", "size": {size}}}"#);
    let text = format!(
        r#"{{"type": "record", "name": "a.R", "fields": [{}, {}]}}"#,
        field("x", &fixed(4)),
        field("y", "\"F\"")
    );
    assert_eq!(
        stored(&lenient(&text)),
        r#"{"type":"record","name":"R","namespace":"a","fields":[{"name":"x","type":{"type":"fixed","name":"F","namespace":"","size":4}},{"name":"y","type":"F"}]}"#
    );
    // Where it is defined later, Avro has already taken it for `a.F`.
    let text = format!(
        r#"{{"type": "record", "name": "a.R", "fields": [{}, {}]}}"#,
        field("y", "\"F\""),
        field("x", &fixed(4))
    );
    assert_eq!(both(&text).0, ["no type is called `a.F`"]);
}

#[test]
fn a_name_of_avros_own_kinds_of_types_is_written_in_full() {
    let text = r#"{"type": "record", "name": "a.R", "fields": [
        {"name": "x", "type": {"type": "fixed", "name": "map", "size": 1}}, {"name": "y", "type": "a.map"}]}"#;
    assert!(stored(&lenient(text)).ends_with(r#"{"name":"y","type":"a.map"}]}"#));
}

#[test]
fn a_type_may_be_defined_twice_if_both_say_the_same() {
    let text = |second: &str| {
        format!(
            r#"["null", {{"type": "record", "name": "R", "fields": [
            {{"name": "a", "type": {{"type": "fixed", "name": "F", "size": 1}}}},
            {{"name": "b", "type": {second}}}]}}]"#
        )
    };
    let again = text(r#"{"size": 1, "type": "fixed", "name": "F", "doc": "x", "aliases": ["G"]}"#);
    assert_eq!(both(&again), (vec![], vec![]));
    for other in [
        r#"{"type": "fixed", "name": "F", "size": 2}"#,
        r#"{"type": "fixed", "name": "F", "size": 1, "x": 1}"#,
        r#"{"type": "enum", "name": "F", "symbols": []}"#,
    ] {
        assert_eq!(
            both(&text(other)).0,
            ["`F` is defined already, and not like this"],
            "{other}"
        );
    }
}

#[test]
fn references_are_known_by_name_and_stay_names() {
    let money = r#"{"type": "record", "name": "shared.Money", "fields": [{"name": "currency", "type": "Currency"}]}"#;
    let currency = r#"{"type": "enum", "name": "shared.Currency", "symbols": ["EUR"]}"#;
    let references = [
        NamedText {
            name: "shared.Currency",
            text: currency,
        },
        NamedText {
            name: "shared.Money",
            text: money,
        },
    ];
    let text = r#"{"type": "record", "name": "shared.Order", "fields": [{"name": "total", "type": "Money"}, {"name": "c", "type": "shared.Currency"}]}"#;
    let source = Source {
        text,
        references: &references,
    };
    let schema = parse(source, Strictness::Strict).unwrap();
    assert_eq!(
        stored(&schema),
        r#"{"type":"record","name":"Order","namespace":"shared","fields":[{"name":"total","type":"Money"},{"name":"c","type":"Currency"}]}"#
    );
    assert_eq!(compare(&schema, &schema), Ok(vec![]));
    assert_eq!(schema.full_name(), Some("shared.Order"));
    assert_eq!(
        faults(
            Source {
                text,
                references: &references[1..]
            },
            Strictness::Lenient
        ),
        [
            "no type is called `shared.Currency`",
            "in `shared.Money`, line 1, column 84: no type is called `shared.Currency`"
        ]
    );
}

#[test]
fn a_reference_that_cannot_be_read_is_told() {
    let references = [NamedText {
        name: "a.B",
        text: "{\n  \"type\" \"enum\"}",
    }];
    let source = Source {
        text: "\"int\"",
        references: &references,
    };
    assert_eq!(
        faults(source, Strictness::Lenient),
        ["in `a.B`, line 2, column 10: expected `:` after the name"]
    );
}

#[test]
fn new_schemas_have_names_and_defaults_checked() {
    for (text, fault) in [
        (
            r#"{"type": "record", "name": "R-1", "fields": []}"#,
            "`R-1` holds `-`; names are letters from A to Z, digits and `_`",
        ),
        (
            r#"{"type": "fixed", "name": "1a.F", "size": 1}"#,
            "`1a` must begin with a letter from A to Z or with `_`",
        ),
        (
            r#"{"type": "enum", "name": "E", "symbols": ["ä"]}"#,
            "`ä` must begin with a letter from A to Z or with `_`",
        ),
        (
            r#"{"type": "record", "name": "", "fields": []}"#,
            "a name cannot be empty",
        ),
        (
            r#"{"type": "record", "name": "R", "fields": [{"name": "a b", "type": "int"}]}"#,
            "`a b` holds ` `; names are letters from A to Z, digits and `_`",
        ),
        (
            r#"{"type": "record", "name": "R", "fields": [{"name": "a", "type": "int", "default": 2147483648}]}"#,
            "the default of `a` is no `int`",
        ),
        (
            r#"{"type": "record", "name": "R", "fields": [{"name": "a", "type": ["string", "int"], "default": null}]}"#,
            "the default of `a` fits no branch of its union",
        ),
        (
            r#"{"type": "record", "name": "R", "fields": [{"name": "a", "type": "R", "default": {}}]}"#,
            "the default of `a` is no `R`",
        ),
    ] {
        assert_eq!(both(text), (vec![], vec![fault.to_owned()]), "{text}");
    }
}

#[test]
fn defaults_of_every_type_are_accepted() {
    for (kind, default) in [
        ("\"null\"", "null"),
        ("\"boolean\"", "false"),
        ("\"long\"", "-9223372036854775808"),
        ("\"float\"", "1"),
        ("\"double\"", "\" -1.5e3 \""),
        ("\"double\"", "\"NaN\""),
        ("\"bytes\"", "\"\\u00ff\""),
        ("[\"int\", \"null\"]", "null"),
        (
            r#"{"type": "array", "items": ["null", "int"]}"#,
            "[null, 1]",
        ),
        (r#"{"type": "map", "values": "int"}"#, r#"{"a": 1}"#),
        (r#"{"type": "fixed", "name": "F", "size": 1}"#, "\"a\""),
        (
            r#"{"type": "enum", "name": "E", "symbols": ["A"]}"#,
            "\"A\"",
        ),
        (
            r#"{"type": "record", "name": "I", "fields": [{"name": "x", "type": "int"}, {"name": "y", "type": "int", "default": 1}]}"#,
            r#"{"x": 1}"#,
        ),
    ] {
        let text = format!(
            r#"{{"type": "record", "name": "R", "fields": [{{"name": "a", "type": {kind}, "default": {default}}}]}}"#
        );
        assert_eq!(both(&text), (vec![], vec![]), "{text}");
    }
}

#[test]
fn faults_are_told_together_and_in_place() {
    let text = r#"{"type": "record", "name": "R", "fields": [
        {"name": "a", "type": "nope"},
        {"name": "a", "type": {"type": "fixed", "name": "F", "size": -1}},
        {"type": "int"},
        {"name": "b", "type": ["int", "int"]},
        {"name": "c", "type": {"type": "enum", "name": "E", "symbols": ["A", "A"], "default": "B"}},
        {"name": "d", "type": 1, "order": "up", "aliases": "x"},
        {"name": "e", "type": {"type": "array"}}]}"#;
    let diagnostics = parse(text.into(), Strictness::Lenient).unwrap_err();
    let found: Vec<_> = diagnostics
        .iter()
        .map(|found| {
            (
                &text[found.span.start..found.span.end],
                found.message.as_str(),
            )
        })
        .collect();
    assert_eq!(
        found,
        [
            ("\"a\"", "the record has a field `a` already"),
            ("{", "this field has no `name`"),
            ("\"up\"", "`order` is `ascending`, `descending` or `ignore`"),
            ("\"x\"", "`aliases` must be a list"),
            ("-1", "`size` is a number of bytes from 0 to 2147483639"),
            ("\"A\"", "the enum has a symbol `A` already"),
            ("\"B\"", "the default `B` is none of the symbols"),
            (
                "1",
                "expected a type: a name, an object or a union, found `1`"
            ),
            ("\"array\"", "this array has no `items`"),
            ("\"nope\"", "no type is called `nope`"),
        ]
    );
}

#[test]
fn what_is_no_schema_is_refused_in_words() {
    for (text, fault) in [
        ("{}", "this type has no `type`"),
        (
            r#"{"type": {"type": "int"}}"#,
            "here `type` is a name: write what it holds in the place of this object",
        ),
        (
            r#"{"type": "record", "fields": []}"#,
            "a type of this kind needs a `name`",
        ),
        (
            r#"{"type": "record", "name": "R"}"#,
            "this record has no `fields`",
        ),
        (r#"{"type": "map"}"#, "this map has no `values`"),
        (
            r#"{"type": "enum", "name": "E", "symbols": "A"}"#,
            "`symbols` must be a list",
        ),
        (
            r#"{"type": "enum", "name": "int", "symbols": []}"#,
            "`int` is a type of Avro's own",
        ),
        (r#"["int", ["null"]]"#, "a union cannot lie in a union"),
        ("nope", "expected a value, found `nope`"),
        ("\"nope\"", "no type is called `nope`"),
    ] {
        assert_eq!(both(text).0, [fault], "{text}");
    }
}

#[test]
fn comments_are_let_through_and_names_written_twice_are_warned_of() {
    let schema = lenient("// an int\n{\"type\": \"string\", /* or */ \"type\": \"int\"}");
    assert_eq!(stored(&schema), "\"int\"");
    assert_eq!(schema.warnings().len(), 1);
    assert_eq!(schema.warnings()[0].span.start, 11);
}
