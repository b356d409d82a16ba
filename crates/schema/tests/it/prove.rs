//! Records that break, and what readers see.

use apache_avro::reader::datum::GenericDatumReader;
use schema::{
    Codec, Direction, Format, Outcome, Rules, Schema, Source, Strictness, Style, Version, check,
    prove,
};

use crate::cases::Cases;

fn parse(format: Format, text: &str) -> Option<Schema> {
    let source = Source {
        format,
        text,
        ..Source::default()
    };
    Schema::parse(source, Strictness::Lenient, Rules::default()).ok()
}

fn read_as(writer: &str, reader: &str, json: &str) -> Result<String, String> {
    let codec = |text| Codec::new(&parse(Format::Avro, text).unwrap(), &[0]).unwrap();
    let (writer, reader) = (codec(writer), codec(reader));
    let payload = writer.encode(json, Style::Plain).unwrap();
    let mut out = String::new();
    let read = writer.decode_as(&reader, &payload, &mut out);
    read.map(|()| out).map_err(|fault| fault.to_string())
}

#[test]
fn a_reader_sees_data_by_its_own_schema() {
    let old = r#"{"type":"record","name":"R","fields":[{"name":"gone","type":"string"},{"name":"a","type":"int"},
        {"name":"e","type":{"type":"enum","name":"E","symbols":["X","Y"]}},{"name":"list","type":{"type":"array","items":"int"}}]}"#;
    let new = r#"{"type":"record","name":"R","fields":[{"name":"list","type":{"type":"array","items":["null","double"]}},
        {"name":"b","aliases":["a"],"type":"long"},{"name":"e","type":{"type":"enum","name":"E","symbols":["X"],"default":"X"}},
        {"name":"more","type":["null","bytes"],"default":null}]}"#;
    let json = r#"{"gone":"x","a":7,"e":"Y","list":[1,2]}"#;
    assert_eq!(
        read_as(old, new, json).unwrap(),
        r#"{"list":[1.0,2.0],"b":7,"e":"X","more":null}"#
    );
    let back = read_as(new, old, r#"{"list":[null],"b":1,"e":"X","more":null}"#);
    assert!(back.unwrap_err().contains("`list`"), "it has no double");
}

/// Where the checker says that data breaks, a record shows it, and apache-avro does not read that record either. Where
/// it says that nothing does, none is found.
#[test]
fn what_is_incompatible_in_avro_is_proven_by_a_record() {
    let cases = Cases::of_crate("generated_avro.jsonl");
    let (mut proven, mut broken, mut refused) = (0, 0, 0);
    for case in cases.all().step_by(2) {
        let (old, new) = (
            case.get("old").unwrap().text(),
            case.get("new").unwrap().text(),
        );
        let (Some(held), Some(draft)) = (parse(Format::Avro, old), parse(Format::Avro, new)) else {
            continue;
        };
        let version = Version::new(1, &held);
        let report = check(&draft, &[version], Rules::default());
        let passes = Outcome::passes(&report.comparisons()[0].backward);
        let proof = prove(&draft, version, Direction::Backward, &[0]);
        if passes {
            // To the checker bytes read as text are fine; not all of them are text.
            let known = |told: &Result<String, String>| {
                told.as_ref().is_err_and(|why| why.contains("UTF-8"))
            };
            let only = proof.as_ref().is_none_or(|proof| known(&proof.read));
            assert!(only, "{proof:?}\n{old}\n{new}");
            continue;
        }
        broken += 1;
        let Some(proof) = proof else {
            continue;
        };
        proven += 1;
        let (Ok(writer), Ok(reader)) = (
            apache_avro::Schema::parse_str(old),
            apache_avro::Schema::parse_str(new),
        ) else {
            continue;
        };
        let theirs = GenericDatumReader::builder(&writer)
            .reader_schema(&reader)
            .build();
        let theirs = theirs.and_then(|read| read.read_value(&mut proof.payload.as_slice()));
        refused += usize::from(theirs.is_err());
    }
    assert!(proven * 10 >= broken * 8, "{proven} of {broken}");
    assert!(refused * 10 >= proven * 7, "{refused} of {proven}");
}
