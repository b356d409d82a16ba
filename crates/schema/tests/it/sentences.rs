//! What people are told of each kind of difference, word for word.
//!
//! `SCHEMA_WRITE_SENTENCES=1 cargo test -p schema sentences` writes them anew, to be read before they are committed.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

use schema::{
    Comparison, Direction, Format, Incompatibility, Rules, Schema, Severity, Source, Strictness,
    Version, check,
};

use crate::cases::{Cases, text};

/// Pairs, an old and a new text each, that show a kind well or are the only ones that show it.
const PAIRS: [(Format, &str, &str); 18] = [
    (
        Format::Avro,
        r#"{"type":"record","name":"Order","fields":[{"name":"id","type":"long"}]}"#,
        r#"{"type":"record","name":"Order","fields":[{"name":"id","type":"string"},{"name":"currency","type":"string"}]}"#,
    ),
    (
        Format::Avro,
        r#"{"type":"record","name":"shop.Order","fields":[{"name":"state","type":{"type":"enum","name":"State","symbols":["NEW","PAID"]}},{"name":"hash","type":{"type":"fixed","name":"Hash","size":16}},{"name":"note","type":["null","string"]}]}"#,
        r#"{"type":"record","name":"shop.Purchase","fields":[{"name":"state","type":{"type":"enum","name":"State","symbols":["NEW"]}},{"name":"hash","type":{"type":"fixed","name":"Hash","size":20}},{"name":"note","type":["null","int"]}]}"#,
    ),
    (
        Format::Json,
        r#"{"$id":"a","title":"A","description":"old","properties":{"state":{"enum":["NEW","PAID"]},"note":{"type":"string","default":"x","maxLength":10}}}"#,
        r#"{"$id":"b","title":"B","description":"new","properties":{"state":{"enum":["NEW"]},"note":{"type":"string","default":"x","maxLength":5}},"required":["note"]}"#,
    ),
    (
        Format::Json,
        r#"{"properties":{"amount":{"type":"number","exclusiveMaximum":100},"price":{"type":"number"}},"dependencies":{"card":["name"]}}"#,
        r#"{"properties":{"amount":{"type":"number","exclusiveMaximum":200},"price":{"type":"number","exclusiveMaximum":9}},"dependencies":{"card":["name","code"]}}"#,
    ),
    (
        Format::Json,
        r#"{"properties":{"price":{"type":"number","exclusiveMaximum":9}},"dependencies":{"card":["name","code"]}}"#,
        r#"{"properties":{"price":{"type":"number"}},"dependencies":{"card":["name"]}}"#,
    ),
    (
        Format::Json,
        r#"{"properties":{"a":{"type":"string"}},"additionalProperties":false}"#,
        r#"{"properties":{"a":{"type":"string"},"b":{"type":"string","default":""}},"required":["b"]}"#,
    ),
    (
        Format::Json,
        r#"{"properties":{"lines":{"type":"array","items":[{"type":"string"},{"type":"string"}],"additionalItems":false}}}"#,
        r#"{"properties":{"lines":{"type":"array","items":[{"type":"string"}],"additionalItems":false}}}"#,
    ),
    (
        Format::Json,
        r#"{"properties":{"lines":{"type":"array","items":[{"type":"string"},false],"additionalItems":false}}}"#,
        r#"{"properties":{"lines":{"type":"array","items":[{"type":"string"}],"additionalItems":false}}}"#,
    ),
    (
        Format::Json,
        r#"{"properties":{"lines":{"type":"array","items":[{"type":"string"}],"additionalItems":true}}}"#,
        r#"{"properties":{"lines":{"type":"array","items":[{"type":"string"}],"additionalItems":false}}}"#,
    ),
    (
        Format::Json,
        r#"{"$schema":"https://json-schema.org/draft/2020-12/schema","properties":{"lines":{"type":"array","contains":{"type":"string"},"minContains":3}}}"#,
        r#"{"$schema":"https://json-schema.org/draft/2020-12/schema","properties":{"lines":{"type":"array","contains":{"type":"string"},"minContains":2}}}"#,
    ),
    (
        Format::Json,
        r#"{"type":"object","properties":{"id":{"type":"integer"}}}"#,
        r#"{"type":"object","properties":{"id":{"type":"string"},"currency":{"type":"string"}}}"#,
    ),
    (
        Format::Json,
        r#"{"type":"object","properties":{"id":{"type":"integer"}},"additionalProperties":false}"#,
        r#"{"type":"object","properties":{"id":{"type":"number"},"currency":{"type":"string"}},"required":["currency"],"additionalProperties":false}"#,
    ),
    (
        Format::Protobuf,
        "syntax = \"proto3\"; package shop; message Order { int64 id = 1; string note = 2; }",
        "syntax = \"proto3\"; package store; message Order { string id = 1; string remark = 2; string currency = 3; }",
    ),
    (
        Format::Protobuf,
        "syntax = \"proto2\"; message Order { optional int64 id = 1; required string a = 2; optional int32 n = 4; optional string t = 5; } message Gone {}",
        "syntax = \"proto2\"; message Added {} message Order { optional Added id = 1; required string b = 3; repeated int32 n = 4; repeated string t = 5; }",
    ),
    (
        Format::Protobuf,
        "syntax = \"proto3\"; message Order { enum State { NEW = 0; PAID = 1; GONE = 2; } enum Old { O = 0; } State state = 1; }",
        "syntax = \"proto3\"; message Order { enum State { NEW = 0; SETTLED = 1; MORE = 3; } enum Fresh { F = 0; } State state = 1; }",
    ),
    (
        Format::Protobuf,
        "syntax = \"proto3\"; message Order { oneof pay { string card = 1; string iban = 2; string cash = 6; } string a = 3; string b = 4; }",
        "syntax = \"proto3\"; message Order { oneof pay { string card = 1; string coin = 5; } string cash = 6; oneof both { string a = 3; string b = 4; } }",
    ),
    (
        Format::Protobuf,
        "syntax = \"proto3\"; message Order { oneof pay { string card = 1; } string a = 3; message Line { string x = 1; } message Part { string x = 1; } Line line = 7; }",
        "syntax = \"proto3\"; message Order { oneof pay { string card = 1; string a = 3; } message Part { string x = 1; } message Line { string x = 1; } Part line = 7; }",
    ),
    (
        Format::Protobuf,
        "syntax = \"proto3\"; message Order { oneof gone { string g = 1; } }",
        "syntax = \"proto3\"; message Order { oneof come { string c = 2; } }",
    ),
];

#[test]
fn every_kind_tells_its_story_both_ways() {
    let mut sentences = Sentences::default();
    for (format, old, new) in PAIRS {
        sentences.take(format, old, new);
    }
    for file in [
        "edge.json",
        "generated_avro.jsonl",
        "generated_json_typed.jsonl",
        "generated_protobuf.jsonl",
    ] {
        let cases = Cases::of_crate(file);
        for case in cases.all() {
            let format = Format::of_name(text(case, "format").unwrap()).unwrap();
            let side = |name| {
                let value = case.get(name).unwrap();
                value
                    .as_str()
                    .filter(|_| format == Format::Protobuf)
                    .unwrap_or(value.text())
            };
            sentences.take(format, side("old"), side("new"));
        }
    }
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/sentences.txt");
    if std::env::var_os("SCHEMA_WRITE_SENTENCES").is_some() {
        std::fs::write(&path, sentences.to_string()).unwrap();
    }
    let recorded = std::fs::read_to_string(path).unwrap();
    for (found, recorded) in sentences.to_string().lines().zip(recorded.lines()) {
        assert_eq!(found, recorded);
    }
    assert_eq!(sentences.to_string(), recorded);
    for kinds in [
        schema::avro::KINDS,
        schema::json::KINDS,
        schema::protobuf::KINDS,
    ] {
        for kind in kinds {
            assert!(
                sentences.0.keys().any(|(_, found)| found == kind),
                "no pair shows {kind}"
            );
        }
    }
}

/// The first sentence of each kind, for backward and for forward.
#[derive(Default)]
struct Sentences(BTreeMap<(&'static str, &'static str), [Option<String>; 2]>);

impl Sentences {
    fn take(&mut self, format: Format, old: &str, new: &str) {
        let (Some(old), Some(new)) = (parse(format, old), parse(format, new)) else {
            return;
        };
        let version = Version::new(4, &old);
        let report = check(&new, &[version], Rules::default());
        for (way, direction) in [Direction::Backward, Direction::Forward]
            .into_iter()
            .enumerate()
        {
            for told in told(&report.comparisons()[0], direction, &new, version) {
                let kept = &mut self.0.entry((format.name(), told.kind)).or_default()[way];
                let message = kept.get_or_insert_with(|| told.message.clone());
                assert!(
                    message.contains("this schema") && message.contains("v4"),
                    "{message}"
                );
            }
        }
    }
}

impl std::fmt::Display for Sentences {
    fn fmt(&self, to: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mut out = String::new();
        for ((format, kind), messages) in &self.0 {
            writeln!(out, "{format} {kind}")?;
            for message in messages.iter().flatten() {
                writeln!(out, "  {message}")?;
            }
        }
        to.write_str(&out)
    }
}

fn told<'a>(
    comparison: &'a Comparison,
    direction: Direction,
    draft: &'a Schema,
    version: Version<'a>,
) -> Vec<Incompatibility<'a>> {
    comparison
        .incompatibilities(direction, draft, version)
        .collect()
}

fn parse(format: Format, text: &str) -> Option<Schema> {
    let source = Source {
        format,
        text,
        ..Source::default()
    };
    Schema::parse(source, Strictness::Lenient, Rules::default()).ok()
}

#[test]
fn the_reader_and_the_writer_are_shown_in_their_own_words() {
    let (_, old, new) = PAIRS[0];
    let (held, draft) = (
        parse(Format::Avro, old).unwrap(),
        parse(Format::Avro, new).unwrap(),
    );
    let version = Version::new(2, &held);
    let report = check(&draft, &[version], Rules::default());
    let comparison = &report.comparisons()[0];
    let backward = told(comparison, Direction::Backward, &draft, version);
    assert_eq!(
        (backward[0].reader, backward[0].writer),
        (r#""string""#, r#""long""#)
    );
    let forward = told(comparison, Direction::Forward, &draft, version);
    assert_eq!(
        (forward[0].reader, forward[0].writer),
        (r#""long""#, r#""string""#)
    );
    assert_eq!(forward[0].severity, Severity::Breaks);
    assert_eq!(
        forward[0].message,
        "A consumer on v2 that reads a record written with this schema cannot read `id`: this schema writes a string, \
         v2 expects a long."
    );
}
