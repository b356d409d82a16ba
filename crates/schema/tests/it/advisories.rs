//! What passes the registry and still breaks people.

use std::collections::HashSet;

use schema::{
    Format, Rules, Schema, Severity, Source, Strictness, Switches, Version, advisories,
    advisory_rules,
};

/// A rule, a format, an old and a new text.
const CASES: [(&str, Format, &str, &str); 26] = [
    (
        "avro.logical-type",
        Format::Avro,
        r#"{"type":"record","name":"R","fields":[{"name":"p","type":{"type":"bytes","logicalType":"decimal","precision":9,"scale":2}}]}"#,
        r#"{"type":"record","name":"R","fields":[{"name":"p","type":{"type":"bytes","logicalType":"decimal","precision":9,"scale":3}}]}"#,
    ),
    (
        "avro.namespace",
        Format::Avro,
        r#"{"type":"record","name":"a.R","fields":[]}"#,
        r#"{"type":"record","name":"b.R","fields":[]}"#,
    ),
    (
        "avro.default",
        Format::Avro,
        r#"{"type":"record","name":"R","fields":[{"name":"a","type":"int","default":1}]}"#,
        r#"{"type":"record","name":"R","fields":[{"name":"a","type":"int","default":2}]}"#,
    ),
    (
        "avro.renamed",
        Format::Avro,
        r#"{"type":"record","name":"R","fields":[{"name":"a","type":"int","default":1}]}"#,
        r#"{"type":"record","name":"R","fields":[{"name":"b","aliases":["a"],"type":"int","default":1}]}"#,
    ),
    (
        "avro.lossy-promotion",
        Format::Avro,
        r#""long""#,
        r#""double""#,
    ),
    (
        "avro.bytes-as-text",
        Format::Avro,
        r#""bytes""#,
        r#""string""#,
    ),
    (
        "json.format",
        Format::Json,
        r#"{"format":"date"}"#,
        r#"{"format":"time"}"#,
    ),
    (
        "json.pattern-properties",
        Format::Json,
        r#"{"patternProperties":{"^a":{"type":"string"}}}"#,
        r#"{"patternProperties":{"^a":{"type":"number"}}}"#,
    ),
    (
        "json.property-names",
        Format::Json,
        r#"{"propertyNames":{"maxLength":3}}"#,
        r#"{"propertyNames":{"maxLength":2}}"#,
    ),
    (
        "json.contains",
        Format::Json,
        r#"{"contains":{"type":"string"}}"#,
        r#"{"contains":{"type":"number"}}"#,
    ),
    (
        "json.conditional",
        Format::Json,
        r#"{"if":{"required":["a"]},"then":{"required":["b"]}}"#,
        r#"{"if":{"required":["a"]},"then":{"required":["c"]}}"#,
    ),
    (
        "json.undeclared-required",
        Format::Json,
        r#"{"required":["a"]}"#,
        r#"{"required":["b"]}"#,
    ),
    (
        "json.default",
        Format::Json,
        r#"{"default":1}"#,
        r#"{"default":2}"#,
    ),
    (
        "json.content",
        Format::Json,
        r#"{"type":"string","contentEncoding":"base64"}"#,
        r#"{"type":"string","contentEncoding":"base16"}"#,
    ),
    (
        "json.access",
        Format::Json,
        r#"{"readOnly":true}"#,
        r#"{"readOnly":false}"#,
    ),
    (
        "protobuf.renumbered",
        Format::Protobuf,
        "syntax = \"proto3\"; message A { int32 a = 1; }",
        "syntax = \"proto3\"; message A { int32 a = 2; }",
    ),
    (
        "protobuf.tag-reused",
        Format::Protobuf,
        "syntax = \"proto3\"; message A { int32 a = 1; }",
        "syntax = \"proto3\"; message A { int32 b = 1; }",
    ),
    (
        "protobuf.enum-renumbered",
        Format::Protobuf,
        "syntax = \"proto3\"; enum E { X = 0; Y = 1; }",
        "syntax = \"proto3\"; enum E { X = 0; Y = 2; }",
    ),
    (
        "protobuf.enum-values",
        Format::Protobuf,
        "syntax = \"proto3\"; enum E { X = 0; Y = 1; }",
        "syntax = \"proto3\"; enum E { X = 0; }",
    ),
    (
        "protobuf.repeated",
        Format::Protobuf,
        "syntax = \"proto3\"; message A { int32 a = 1; }",
        "syntax = \"proto3\"; message A { repeated int32 a = 1; }",
    ),
    (
        "protobuf.presence",
        Format::Protobuf,
        "syntax = \"proto3\"; message A { int32 a = 1; }",
        "syntax = \"proto3\"; message A { optional int32 a = 1; }",
    ),
    (
        "protobuf.syntax",
        Format::Protobuf,
        "syntax = \"proto2\"; message A {}",
        "syntax = \"proto3\"; message A {}",
    ),
    (
        "protobuf.json-name",
        Format::Protobuf,
        "syntax = \"proto3\"; message A { int32 a = 1; }",
        "syntax = \"proto3\"; message A { int32 a = 1 [json_name = \"b\"]; }",
    ),
    (
        "protobuf.reserved",
        Format::Protobuf,
        "syntax = \"proto3\"; message A { reserved 5; }",
        "syntax = \"proto3\"; message A {}",
    ),
    (
        "protobuf.service",
        Format::Protobuf,
        "syntax = \"proto3\"; message A {} service S { rpc M(A) returns (A); }",
        "syntax = \"proto3\"; message A {} service S {}",
    ),
    (
        "protobuf.default",
        Format::Protobuf,
        "syntax = \"proto2\"; message A { optional int32 a = 1 [default = 1]; }",
        "syntax = \"proto2\"; message A { optional int32 a = 1 [default = 2]; }",
    ),
];

fn parse(format: Format, text: &str) -> Schema {
    let source = Source {
        format,
        text,
        ..Source::default()
    };
    Schema::parse(source, Strictness::Lenient, Rules::default()).unwrap()
}

#[test]
fn each_rule_gives_its_advice_and_can_be_switched_off() {
    for (rule, format, old, new) in CASES {
        let (held, draft) = (parse(format, old), parse(format, new));
        let version = Version::new(3, &held);
        let given = |switches: &Switches| {
            let found = advisories(&draft, version, switches);
            found.into_iter().filter(|one| one.kind == rule).count()
        };
        assert_eq!(given(&Switches::default()), 1, "{rule}");
        let mut off = Switches::default();
        off.turn(rule, false);
        assert_eq!(given(&off), 0, "{rule}");
        off.turn(rule, true);
        assert_eq!(given(&off), 1, "{rule}");
        let same = advisories(&held, version, &Switches::default());
        assert_eq!(same, [], "{rule}");
    }
    let own = advisory_rules().filter(|rule| !rule.name.starts_with("buf."));
    let own: HashSet<&str> = own.map(|rule| rule.name).collect();
    assert_eq!(own, CASES.iter().map(|(rule, ..)| *rule).collect());
}

#[test]
fn advice_names_the_field_the_version_and_both_texts() {
    let (_, format, old, new) = CASES[2];
    let (held, draft) = (parse(format, old), parse(format, new));
    let found = advisories(&draft, Version::new(3, &held), &Switches::default());
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].severity, Severity::Advisory);
    assert_eq!(
        found[0].message,
        "`a`: The default changed: one record is two values, depending on who reads it. v3 has `\"default\":1`, this \
         schema `\"default\":2`."
    );
    assert_eq!(
        (found[0].reader, found[0].writer),
        (r#""default":2"#, r#""default":1"#)
    );
}

#[test]
fn buf_gives_advice_at_its_places() {
    let old =
        "syntax = \"proto3\";\npackage a;\nmessage A {\n  int32 a = 1;\n  int32 gone = 2;\n}\n";
    let new = "syntax = \"proto3\";\npackage a;\nmessage A {\n  int64 a = 1;\n}\n";
    let (held, draft) = (parse(Format::Protobuf, old), parse(Format::Protobuf, new));
    let version = Version::new(1, &held);
    let given = |switches: &Switches| {
        let found = advisories(&draft, version, switches).into_iter();
        let found = found.filter(|one| one.kind.starts_with("buf."));
        found
            .map(|one| (one.kind, &new[one.new_at.unwrap().start..][..9]))
            .collect::<Vec<_>>()
    };
    let mut switches = Switches::default();
    assert_eq!(
        given(&switches),
        [
            ("buf.FIELD_NO_DELETE", "message A"),
            ("buf.FIELD_SAME_TYPE", "int64 a =")
        ]
    );
    switches.turn("buf.FIELD_NO_DELETE", false);
    switches.turn("buf.FIELD_WIRE_JSON_COMPATIBLE_TYPE", true);
    assert_eq!(
        given(&switches),
        [
            ("buf.FIELD_SAME_TYPE", "int64 a ="),
            ("buf.FIELD_WIRE_JSON_COMPATIBLE_TYPE", "int64 a =")
        ]
    );
}
