//! Whether a text exists already.

use schema::{Format, Rules, Sameness, Schema, Source, Strictness, Version, existing};

use crate::cases::{Cases, text};

fn parse(format: Format, text: &str) -> Schema {
    let source = Source {
        format,
        text,
        ..Source::default()
    };
    Schema::parse(source, Strictness::Lenient, Rules::default()).unwrap()
}

#[test]
fn the_registry_finds_what_is_found_here() {
    let Some(cases) = Cases::of_upstream("stored.jsonl") else {
        return;
    };
    let mut seen = 0;
    for case in cases.all() {
        let Some(normalized) = text(case, "normalized") else {
            continue;
        };
        let format = Format::of_name(text(case, "format").unwrap()).unwrap();
        let draft = parse(format, text(case, "text").unwrap());
        let held = parse(format, normalized);
        let (_, sameness) = existing(&draft, &[Version::new(1, &held)]).unwrap();
        let as_sent = case.get("found_in_normalized").unwrap().as_bool().unwrap();
        assert_eq!(sameness == Sameness::AsSent, as_sent, "{}", case.text());
        seen += 1;
    }
    assert!(seen > 1_000);
}

#[test]
fn the_newest_version_that_is_the_same_is_named() {
    let json = |text| parse(Format::Json, text);
    let (one, other) = (
        json(r#"{"type":"string","maxLength":3}"#),
        json(r#"{"maxLength": 3, "type": "string"}"#),
    );
    let versions = [
        Version::new(2, &one),
        Version::new(4, &other),
        Version::new(3, &one),
    ];
    let draft = json(r#"{ "type": "string", "maxLength": 3 }"#);
    assert_eq!(existing(&draft, &versions), Some((3, Sameness::AsSent)));
    assert_eq!(
        existing(&draft, &versions[1..2]),
        Some((4, Sameness::Normalized))
    );
    assert_eq!(existing(&json("{}"), &versions), None);
    let avro = parse(Format::Avro, r#""string""#);
    assert_eq!(existing(&avro, &versions), None);
}
