//! What to change where the registry passes and people break.

use std::collections::BTreeMap;

use schema::{
    Fix, Format, Level, Rules, Schema, Source, Strictness, Switches, Version, advisories,
    advisory_fixes, advisory_rules, check,
};

use crate::cases::{Cases, text};

fn source(format: Format, text: &str) -> Source<'_> {
    Source {
        format,
        text,
        ..Source::default()
    }
}

fn parse(format: Format, text: &str) -> Option<Schema> {
    Schema::parse(source(format, text), Strictness::Lenient, Rules::default()).ok()
}

fn of(format: Format, old: &str, new: &str) -> Vec<Fix> {
    let (held, draft) = (parse(format, old).unwrap(), parse(format, new).unwrap());
    let version = Version::new(1, &held);
    let rules = Rules::default();
    advisory_fixes(&draft, source(format, new), version, Level::Full, rules)
}

/// How often each rule gives advice.
fn advice(format: Format, old: &str, new: &str) -> BTreeMap<&'static str, usize> {
    let (held, draft) = (parse(format, old).unwrap(), parse(format, new).unwrap());
    let mut switches = Switches::default();
    for rule in advisory_rules() {
        switches.turn(rule.name, true);
    }
    let mut counts = BTreeMap::new();
    for one in advisories(&draft, Version::new(1, &held), &switches) {
        *counts.entry(one.kind).or_default() += 1;
    }
    counts
}

fn passes(format: Format, old: &str, new: &str) -> bool {
    let (held, draft) = (parse(format, old).unwrap(), parse(format, new).unwrap());
    let report = check(&draft, &[Version::new(1, &held)], Rules::default());
    report.passes(Level::Full)
}

#[test]
fn advice_can_be_taken() {
    for (format, old, new, title, expected) in [
        (
            Format::Protobuf,
            "syntax = \"proto3\";\nmessage A {\n  int32 a = 1;\n  string b = 5;\n}\n",
            "syntax = \"proto3\";\nmessage A {\n  int32 a = 1;\n}\n",
            "Reserve 5 and \"b\", so that nothing uses it again",
            "syntax = \"proto3\";\nmessage A {\n  int32 a = 1;\n  reserved 5; reserved \"b\";\n}\n",
        ),
        (
            Format::Protobuf,
            "syntax = \"proto3\";\nmessage A {\n  reserved 5;\n  int32 a = 1;\n  string b = 6;\n}\n",
            "syntax = \"proto3\";\nmessage A {\n  reserved 5 to 6;\n  int32 a = 1;\n}\n",
            "Reserve \"b\", so that nothing uses it again",
            "syntax = \"proto3\";\nmessage A {\n  reserved 5 to 6;\n  int32 a = 1;\n  reserved \"b\";\n}\n",
        ),
        (
            Format::Protobuf,
            "syntax = \"proto3\"; enum E { X = 0; Y = 1; }",
            "syntax = \"proto3\"; enum E { X = 0; }",
            "Reserve 1 and \"Y\", so that nothing uses it again",
            "syntax = \"proto3\"; enum E { X = 0; reserved 1; reserved \"Y\"; }",
        ),
        (
            Format::Protobuf,
            "syntax = \"proto3\"; enum E { X = 0; Y = 1; }",
            "syntax = \"proto3\"; enum E { X = 0; }",
            "Put the constant `Y` back",
            "syntax = \"proto3\"; enum E { X = 0; Y = 1; }",
        ),
        (
            Format::Protobuf,
            "syntax = \"proto3\"; message A { reserved 2 to 4, 9; int32 a = 1; }",
            "syntax = \"proto3\"; message A { reserved 2 to 4; int32 a = 1; }",
            "Keep 9 reserved",
            "syntax = \"proto3\"; message A { reserved 2 to 4; int32 a = 1; reserved 9; }",
        ),
        (
            Format::Protobuf,
            "syntax = \"proto3\"; message A { int32 a = 1; }",
            "syntax = \"proto3\"; message A { int32 b = 1; }",
            "Put `a` back as it was",
            "syntax = \"proto3\"; message A { int32 a = 1; }",
        ),
        (
            Format::Protobuf,
            "syntax = \"proto3\"; message A { int32 a = 1; }",
            "syntax = \"proto3\"; message A { int32 a = 2; }",
            "Put `A.a` back as it was: 1",
            "syntax = \"proto3\"; message A { int32 a = 1; }",
        ),
        (
            Format::Protobuf,
            "syntax = \"proto3\"; message A {} service S { rpc F (A) returns (A); rpc G (A) returns (A); }",
            "syntax = \"proto3\"; message A {} service S { rpc F (A) returns (A); }",
            "Put the method `G` back",
            "syntax = \"proto3\"; message A {} service S { rpc F (A) returns (A); rpc G (A) returns (A); }",
        ),
        (
            Format::Avro,
            r#"{"type":"record","name":"R","fields":[{"name":"a","type":"int","default":1}]}"#,
            r#"{"type":"record","name":"R","fields":[{"name":"a","type":"int","default":2}]}"#,
            "Put `a` back as it was: \"default\":1",
            r#"{"type":"record","name":"R","fields":[{"name":"a","type":"int","default":1}]}"#,
        ),
        (
            Format::Json,
            r#"{"properties":{"a":{"format":"date"}}}"#,
            r#"{"properties":{"a":{"format":"time"}}}"#,
            "Put `a` back as it was: \"format\":\"date\"",
            r#"{"properties":{"a":{"format":"date"}}}"#,
        ),
    ] {
        let found = of(format, old, new);
        let fix = found.iter().find(|fix| fix.title == title);
        let fix = fix.unwrap_or_else(|| panic!("no `{title}` among {found:#?}"));
        assert_eq!(fix.text, expected);
        assert!(fix.passes);
    }
}

#[test]
fn what_is_reserved_further_is_no_advice() {
    let old = "syntax = \"proto3\"; message A { reserved 2; reserved \"x\"; }";
    let new = "syntax = \"proto3\"; message A { reserved 1 to 4; reserved \"x\", \"y\"; }";
    assert_eq!(advice(Format::Protobuf, old, new), BTreeMap::new());
}

#[test]
fn every_fix_takes_advice_away_and_adds_none() {
    let mut tried = [0; 3];
    for (format, file) in [
        (Format::Avro, "generated_avro.jsonl"),
        (Format::Json, "generated_json_typed.jsonl"),
        (Format::Protobuf, "generated_protobuf.jsonl"),
    ] {
        let cases = Cases::of_crate(file);
        for case in cases.all().step_by(3) {
            let side = |name| {
                let proto = text(case, name).filter(|_| format == Format::Protobuf);
                proto.unwrap_or(case.get(name).unwrap().text())
            };
            let (old, new) = (side("old"), side("new"));
            if parse(format, old).is_none() || parse(format, new).is_none() {
                continue;
            }
            let (before, passed) = (advice(format, old, new), passes(format, old, new));
            for fix in of(format, old, new) {
                let after = advice(format, old, &fix.text);
                let of_kind = |kind: &str| before.get(kind).copied().unwrap_or_default();
                let none_more = after.iter().all(|(kind, count)| *count <= of_kind(kind));
                assert!(none_more && after != before, "{}: {old}\n{new}", fix.title);
                assert_eq!(fix.passes, passes(format, old, &fix.text));
                assert!(fix.passes || !passed, "{}: {old}\n{new}", fix.title);
                tried[format as usize] += 1;
            }
        }
    }
    assert!(tried.iter().all(|tried| *tried > 9), "{tried:?}");
}
