//! What changed from one version to another.

use schema::{Change, ChangeKind, Format, Level, Rules, Schema, Source, Strictness, changes};

use ChangeKind::{
    Added, Default as Defaulted, Doc, Logical, Moved, Namespace, Presence, Removed, Renamed,
    Renumbered, Reserved, Retyped, Symbols,
};

/// A kind, a name, and whether it passes backward and forward.
type Row = (ChangeKind, &'static str, bool, bool);

fn parse(format: Format, text: &str) -> Schema {
    let source = Source {
        format,
        text,
        ..Source::default()
    };
    Schema::parse(source, Strictness::Lenient, Rules::default()).unwrap()
}

fn changed(format: Format, old: &str, new: &str) -> Vec<Change> {
    changes(&parse(format, old), &parse(format, new), Rules::default())
}

fn expect(format: Format, old: &str, new: &str, rows: &[Row]) {
    let found = changed(format, old, new);
    let found: Vec<_> = found
        .iter()
        .map(|one| (&one.kind, &*one.name, one.grade.backward, one.grade.forward))
        .collect();
    let rows: Vec<_> = rows
        .iter()
        .map(|(kind, name, back, forth)| (kind, *name, *back, *forth))
        .collect();
    assert_eq!(found, rows, "{old}\n{new}");
}

fn keyword(name: &str) -> ChangeKind {
    ChangeKind::Keyword(name.to_owned())
}

#[test]
fn an_avro_record() {
    expect(
        Format::Avro,
        r#"{"type":"record","name":"a.Order","doc":"old","fields":[
            {"name":"id","type":"long","doc":"old"},
            {"name":"price","type":{"type":"bytes","logicalType":"decimal","precision":9,"scale":2}},
            {"name":"state","type":{"type":"enum","name":"State","symbols":["NEW","PAID"]}},
            {"name":"note","type":"string","default":"x"},
            {"name":"buyer","type":"string"},
            {"name":"gone","type":"int","default":1}]}"#,
        r#"{"type":"record","name":"b.Order","doc":"new","fields":[
            {"name":"note","type":"string","default":"y"},
            {"name":"customer","type":"string","aliases":["buyer"]},
            {"name":"id","type":"string","doc":"new"},
            {"name":"price","type":{"type":"bytes","logicalType":"decimal","precision":9,"scale":3}},
            {"name":"state","type":{"type":"enum","name":"State","symbols":["NEW"]}},
            {"name":"fresh","type":"int"}]}"#,
        &[
            (Doc, "", true, true),
            (Namespace, "Order", true, true),
            (Removed, "gone", true, true),
            (Defaulted, "note", true, true),
            (Renamed, "customer", true, false),
            (Doc, "id", true, true),
            (Retyped, "id", false, false),
            (Logical, "price", true, true),
            (Namespace, "state", true, true),
            (Symbols, "state", false, true),
            (Added, "fresh", false, true),
        ],
    );
}

#[test]
fn order_and_layout_are_no_change() {
    for (format, old, new) in [
        (
            Format::Avro,
            r#"{"type":"record","name":"R","fields":[{"name":"a","type":"int"},{"name":"b","type":["null","int"]}]}"#,
            r#"{"name":"R","type":"record","fields":[{"type":["int","null"],"name":"b"},{"name":"a","type":{"type":"int"}}]}"#,
        ),
        (
            Format::Json,
            r#"{"properties":{"a":{"type":["string","null"]},"b":{"enum":[1,2]}},"required":["a","b"],"anyOf":[{"minProperties":1},true]}"#,
            r#"{"anyOf":[true,{"minProperties": 1}],"required":["b","a"],"properties":{"b":{"enum":[2,1]},"a":{"type":["null","string"]}}}"#,
        ),
        (
            Format::Protobuf,
            "syntax = \"proto3\"; message A { int32 a = 1; A b = 2; } enum E { X = 0; Y = 1; }",
            "syntax = \"proto3\";\nenum E { Y = 1; X = 0; }\nmessage A {\n  .A b = 2;\n  int32 a = 1;\n}",
        ),
    ] {
        expect(format, old, new, &[]);
    }
}

#[test]
fn a_field_that_is_in_another_record_has_moved() {
    expect(
        Format::Avro,
        r#"{"type":"record","name":"R","fields":[{"name":"in","type":{"type":"record","name":"I","fields":[]}},{"name":"a","type":"int"}]}"#,
        r#"{"type":"record","name":"R","fields":[{"name":"in","type":{"type":"record","name":"I","fields":[{"name":"a", "type":"int"}]}}]}"#,
        &[(Moved, "in.a", false, false)],
    );
}

#[test]
fn a_json_object() {
    expect(
        Format::Json,
        r#"{"type":"object","title":"old","properties":{"a":{"type":"integer","maximum":9},"list":{"type":"array","items":{"type":"string","format":"date"}},"gone":{"type":"string"}},"required":["a"],"readOnly":true}"#,
        r#"{"type":"object","title":"new","properties":{"a":{"type":"number","maximum":8,"default":1},"list":{"type":"array","items":{"type":"string","format":"time"}},"fresh":{"type":"string"}},"required":["a","other"]}"#,
        &[
            (keyword("readOnly"), "", true, true),
            (Doc, "", true, true),
            (Removed, "gone", true, false),
            (Retyped, "a", true, false),
            (keyword("maximum"), "a", false, true),
            (Defaulted, "a", true, true),
            (keyword("format"), "list[]", true, true),
            (Added, "fresh", false, true),
            (keyword("required"), "", true, true),
        ],
    );
    expect(
        Format::Json,
        r#"{"properties":{"a":{"type":"string"}}}"#,
        r#"{"properties":{"a":{"type":"string"}},"required":["a"]}"#,
        &[(Presence, "", false, true)],
    );
}

#[test]
fn what_breaks_as_a_whole_fails_every_change_but_its_words() {
    expect(
        Format::Json,
        r#"{"type":"object","title":"old","properties":{"a":{"maxLength":9}},"if":{"required":["a"]}}"#,
        r#"{"type":"object","title":"new","properties":{"a":{"maxLength":8}}}"#,
        &[
            (keyword("if"), "", false, false),
            (Doc, "", true, true),
            (keyword("maxLength"), "a", false, false),
        ],
    );
}

#[test]
fn a_proto_file() {
    expect(
        Format::Protobuf,
        "syntax = \"proto3\";\nmessage A {\n  int32 a = 1;\n  string b = 2;\n  int32 c = 3;\n  oneof o { string d = 4; }\n  string gone = 5;\n  reserved 9;\n}\nenum E { X = 0; Y = 1; }\nservice S { rpc M(A) returns (A); rpc N(A) returns (A); }\n",
        "syntax = \"proto3\";\nmessage A {\n  int32 a = 6;\n  // Renamed.\n  string bb = 2;\n  repeated int32 c = 3;\n  string d = 4;\n  double fresh = 7;\n}\nenum E { X = 0; Y = 2; Z = 3; }\nservice S { rpc M(A) returns (stream A); }\n",
        &[
            (Reserved, "A", true, true),
            (Removed, "A.gone", true, true),
            (Renumbered, "A.a", true, true),
            (Doc, "A.bb", true, true),
            (Renamed, "A.bb", true, true),
            (Presence, "A.c", true, true),
            (Moved, "A.d", true, true),
            (Added, "A.fresh", true, true),
            (Symbols, "E", true, true),
            (Renumbered, "E.Y", true, true),
            (Removed, "S.N", true, true),
            (Retyped, "S.M", true, true),
        ],
    );
}

#[test]
fn a_grade_says_which_levels_let_it_pass() {
    let found = changed(
        Format::Avro,
        r#"{"type":"record","name":"R","fields":[]}"#,
        r#"{"type":"record","name":"R","fields":[{"name":"a","type":"int"}]}"#,
    );
    let passing = Level::ALL
        .into_iter()
        .filter(|level| found[0].grade.passes(*level));
    assert_eq!(
        passing.collect::<Vec<_>>(),
        [Level::None, Level::Forward, Level::ForwardTransitive]
    );
    let formats = changes(
        &parse(Format::Avro, r#""int""#),
        &parse(Format::Json, "{}"),
        Rules::default(),
    );
    assert_eq!(
        (&formats[0].kind, formats[0].grade.backward),
        (&Retyped, false)
    );
}

#[test]
fn a_constant_that_is_written_twice_is_no_change() {
    let text = "syntax = \"proto3\"; enum E { ZERO = 0; TWO = 1; TWO = 2; }";
    assert_eq!(changed(Format::Protobuf, text, text), []);
}
