//! What to change in a draft so that it passes.

use std::collections::HashSet;

use schema::{
    Fix, Format, Level, Rules, Schema, Source, Strictness, Version, check, close_both, fewest,
    fixes,
};

use crate::cases::{Cases, text};

/// A format, an old and a new text, the level, a title, and the new text with that fix.
type Row = (
    Format,
    &'static str,
    &'static str,
    Level,
    &'static str,
    &'static str,
);

const FILES: [(Format, &str); 3] = [
    (Format::Avro, "generated_avro.jsonl"),
    (Format::Json, "generated_json_typed.jsonl"),
    (Format::Protobuf, "generated_protobuf.jsonl"),
];

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

fn of(format: Format, old: &str, new: &str, level: Level) -> Vec<Fix> {
    let (held, draft) = (parse(format, old).unwrap(), parse(format, new).unwrap());
    let version = Version::new(1, &held);
    fixes(
        &draft,
        source(format, new),
        version,
        level,
        Rules::default(),
    )
}

/// How many differences a level refuses; `None` where there is no verdict.
fn problems(format: Format, old: &str, new: &str, level: Level) -> Option<usize> {
    let (held, draft) = (parse(format, old)?, parse(format, new)?);
    let report = check(&draft, &[Version::new(1, &held)], Rules::default());
    let comparison = &report.comparisons()[0];
    let counts = level.directions().iter().map(|direction| {
        let outcome = comparison.outcome(*direction);
        let breaking = outcome.differences().iter().filter(|one| !one.compatible);
        outcome.refusal().is_none().then(|| breaking.count())
    });
    counts.sum()
}

#[test]
fn a_fix_keeps_the_layout() {
    let table: [Row; 8] = [
        (
            Format::Avro,
            r#"{"type":"record","name":"R","fields":[]}"#,
            "{\n  // A record.\n  \"type\": \"record\", \"name\": \"R\",\n  \"fields\": [\n    {\n      \"name\": \"a\",\n      \"type\": \"string\"\n    }\n  ]\n}",
            Level::Backward,
            "Let `a` be null, and by default",
            "{\n  // A record.\n  \"type\": \"record\", \"name\": \"R\",\n  \"fields\": [\n    {\n      \"name\": \"a\",\n      \"type\": [\"null\", \"string\"],\n      \"default\": null\n    }\n  ]\n}",
        ),
        (
            Format::Avro,
            r#"{"type":"record","name":"R","fields":[{"name":"b","type":"int"}]}"#,
            r#"{"type":"record","name":"R","fields":[{"name":"a","type":"int"}]}"#,
            Level::Backward,
            "Say that `a` was called `b`",
            r#"{"type":"record","name":"R","fields":[{"name":"a","type":"int", "aliases": ["b"]}]}"#,
        ),
        (
            Format::Avro,
            r#"{"type":"enum","name":"E","symbols":["A","B"]}"#,
            r#"{"type":"enum","name":"E","symbols":["A"]}"#,
            Level::Backward,
            "Give the enum the default \"A\"",
            r#"{"type":"enum","name":"E","symbols":["A"], "default": "A"}"#,
        ),
        (
            Format::Avro,
            r#"{"type":"record","name":"R","fields":[{"name":"a","type":{"type":"map","values":"int"}}]}"#,
            r#"{"type":"record","name":"R","fields":[{"name":"a","type":"int"}]}"#,
            Level::Full,
            "Put the type back: {\"type\":\"map\",\"values\":\"int\"}",
            r#"{"type":"record","name":"R","fields":[{"name":"a","type":{"type":"map","values":"int"}}]}"#,
        ),
        (
            Format::Json,
            r#"{"type":"object","properties":{"a":{"type":"string"}}}"#,
            "{\n \"type\": \"object\",\n \"properties\": {\n  \"a\": {\"type\": \"string\", \"maxLength\": 3}\n }\n}",
            Level::Backward,
            "Leave out `maxLength`",
            "{\n \"type\": \"object\",\n \"properties\": {\n  \"a\": {\"type\": \"string\"}\n }\n}",
        ),
        (
            Format::Protobuf,
            "syntax = \"proto3\";\nmessage A {\n  int32 a = 1;\n}\n",
            "syntax = \"proto3\";\nmessage A {\n  string a = 1; // Why?\n}\n",
            Level::Backward,
            "Give `a` the free number 2",
            "syntax = \"proto3\";\nmessage A {\n  string a = 2; // Why?\n}\n",
        ),
        (
            Format::Protobuf,
            "syntax = \"proto3\";\nmessage A {\n  int32 a = 1;\n  int32 b = 2;\n}\n",
            "syntax = \"proto3\";\nmessage A {\n  oneof o {\n    int32 a = 1;\n    int32 b = 2;\n  }\n}\n",
            Level::Backward,
            "Move `a` out of the oneof",
            "syntax = \"proto3\";\nmessage A {\n  oneof o {\n    int32 b = 2;\n  }\n  int32 a = 1;\n}\n",
        ),
        (
            Format::Protobuf,
            "syntax = \"proto2\"; message A {}",
            "syntax = \"proto2\"; message A { required int32 a = 1; }",
            Level::Backward,
            "Do not require `a`",
            "syntax = \"proto2\"; message A { optional int32 a = 1; }",
        ),
    ];
    for (format, old, new, level, title, expected) in table {
        let found = of(format, old, new, level);
        let fix = found.iter().find(|fix| fix.title == title);
        let fix = fix.unwrap_or_else(|| panic!("no `{title}` among {found:#?}"));
        assert_eq!(fix.text, expected);
        assert!(fix.passes);
    }
}

#[test]
fn every_fix_removes_a_problem_and_adds_none() {
    let mut tried = [0; 3];
    for (format, file) in FILES {
        let cases = Cases::of_crate(file);
        for case in cases.all().step_by(3) {
            let side = |name| {
                let proto = text(case, name).filter(|_| format == Format::Protobuf);
                proto.unwrap_or(case.get(name).unwrap().text())
            };
            let (old, new) = (side("old"), side("new"));
            for level in [Level::Backward, Level::Full] {
                let Some(before) = problems(format, old, new, level).filter(|count| *count > 0)
                else {
                    continue;
                };
                for fix in of(format, old, new, level) {
                    let after = problems(format, old, &fix.text, level).unwrap();
                    assert!(after < before, "{}: {old}\n{new}\n{}", fix.title, fix.text);
                    assert_eq!(fix.passes, after == 0);
                    let mut applied = new.to_owned();
                    for edit in fix.edits.iter().rev() {
                        applied.replace_range(edit.at.start..edit.at.end, &edit.text);
                    }
                    assert_eq!(applied, fix.text);
                    tried[format as usize] += 1;
                }
            }
        }
    }
    assert!(tried.iter().all(|tried| *tried > 200), "{tried:?}");
}

#[test]
fn the_fewest_fixes_are_as_few_as_trying_all_finds() {
    let mut compared = 0;
    for (format, file) in FILES {
        let cases = Cases::of_crate(file);
        let mut left = 70;
        for case in cases.all() {
            let side = |name| {
                let proto = text(case, name).filter(|_| format == Format::Protobuf);
                proto.unwrap_or(case.get(name).unwrap().text())
            };
            let (old, new) = (side("old"), side("new"));
            let count = problems(format, old, new, Level::Backward);
            if left == 0 || new.len() > 1_500 || count.is_none_or(|count| count == 0 || count > 3) {
                continue;
            }
            left -= 1;
            let (held, draft) = (parse(format, old).unwrap(), parse(format, new).unwrap());
            let version = Version::new(1, &held);
            let rules = Rules::default();
            let found = fewest(&draft, source(format, new), version, Level::Backward, rules);
            assert_eq!(
                found.is_some(),
                passing(format, old, new).is_some(),
                "{old}\n{new}"
            );
            if let Some(found) = found {
                assert!(
                    passing(format, old, new).unwrap().contains(&found),
                    "{old}\n{new}"
                );
            }
            compared += 1;
        }
    }
    assert!(compared >= 200, "{compared}");
}

/// All texts that pass with as few fixes as can be, found by trying all fixes, then all pairs of them, and so on.
fn passing(format: Format, old: &str, new: &str) -> Option<HashSet<String>> {
    let mut texts = HashSet::from([new.to_owned()]);
    for _ in 0..4 {
        let next: HashSet<String> = texts
            .iter()
            .flat_map(|text| of(format, old, text, Level::Backward))
            .map(|fix| fix.text)
            .collect();
        let passing: HashSet<String> = next
            .iter()
            .filter(|text| problems(format, old, text, Level::Backward) == Some(0))
            .cloned()
            .collect();
        if !passing.is_empty() {
            return Some(passing);
        }
        texts = next;
    }
    None
}

#[test]
fn an_open_content_model_can_be_closed_on_both_sides() {
    let close = |old: &'static str, new: &'static str, level| {
        let (held, draft) = (
            parse(Format::Json, old).unwrap(),
            parse(Format::Json, new).unwrap(),
        );
        let version = Version::new(1, &held);
        let (new, old) = (source(Format::Json, new), source(Format::Json, old));
        close_both(&draft, new, version, old, level, Rules::default())
    };
    let old = r#"{"type":"object","properties":{"a":{}}}"#;
    let new = "{\n  \"type\": \"object\",\n  \"properties\": {\"a\": {}, \"b\": {\"type\": \"string\"}}\n}";
    assert!(
        of(Format::Json, old, new, Level::Backward)
            .iter()
            .all(|fix| !fix.text.contains("additional"))
    );
    let fix = close(old, new, Level::Backward).unwrap();
    assert!(fix.passes);
    assert_eq!(
        fix.version_text,
        r#"{"type":"object","properties":{"a":{}}, "additionalProperties": false}"#
    );
    assert_eq!(
        fix.text,
        "{\n  \"type\": \"object\",\n  \"properties\": {\"a\": {}, \"b\": {\"type\": \"string\"}},\n  \"additionalProperties\": false\n}"
    );
    // An inner object, and a list.
    let fix = close(
        r#"{"properties":{"o":{"type":"object","properties":{"a":{}},"additionalProperties":true}}}"#,
        r#"{"properties":{"o":{"type":"object","properties":{"a":{},"b":{"type":"integer"}}}}}"#,
        Level::Backward,
    );
    let fix = fix.unwrap();
    assert!(fix.passes);
    assert_eq!(
        fix.version_text,
        r#"{"properties":{"o":{"type":"object","properties":{"a":{}},"additionalProperties":false}}}"#
    );
    let fix = close(
        r#"{"items":[{}]}"#,
        r#"{"items":[{},{"type":"string"}]}"#,
        Level::Backward,
    );
    assert_eq!(
        fix.unwrap().version_text,
        r#"{"items":[{}], "additionalItems": false}"#
    );
    // Both ways no closed model may get a property.
    assert_eq!(close(old, new, Level::Full), None);
    // Where the version reads, closing the draft is enough.
    let fixes = of(Format::Json, new, old, Level::Forward);
    let fix = fixes
        .iter()
        .find(|fix| fix.title.contains("nothing that it does not list"));
    assert!(fix.is_some_and(|fix| fix.passes), "{fixes:#?}");
}
