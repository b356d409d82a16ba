//! What the levels say of a draft.

use schema::{
    Deployment, Direction, Format, Level, Refusal, Report, Rules, Schema, Source, Strictness,
    Version, check,
};

use Level::{
    Backward, BackwardTransitive, Forward, ForwardTransitive, Full, FullTransitive, None as Nothing,
};

const ID: &str = r#"{"name": "id", "type": "long"}"#;
const NOTE: &str = r#"{"name": "note", "type": "string"}"#;
const OPTIONAL: &str = r#"{"name": "note", "type": "string", "default": ""}"#;
const ID_AS_TEXT: &str = r#"{"name": "id", "type": "string"}"#;

/// The fields of a draft, those of the versions that it is held against, and the levels in question.
type Row = (
    &'static [&'static str],
    &'static [&'static [&'static str]],
    &'static [Level],
);

fn record(fields: &[&str]) -> Schema {
    let fields = fields.join(",");
    parse(
        Format::Avro,
        &format!(r#"{{"type": "record", "name": "Order", "fields": [{fields}]}}"#),
    )
}

fn parse(format: Format, text: &str) -> Schema {
    let source = Source {
        format,
        text,
        ..Source::default()
    };
    Schema::parse(source, Strictness::Lenient, Rules::default()).unwrap()
}

/// A draft against versions, the oldest of which is v1.
fn against(draft: &[&str], versions: &[&[&str]]) -> Report {
    let versions: Vec<Schema> = versions.iter().map(|fields| record(fields)).collect();
    let numbered = (1..).zip(&versions);
    let numbered: Vec<_> = numbered
        .map(|(number, schema)| Version::new(number, schema))
        .collect();
    check(&record(draft), &numbered, Rules::default())
}

#[test]
fn each_level_passes_what_it_should() {
    let table: [Row; 7] = [
        // The first version of a subject.
        (&[ID], &[], &Level::ALL),
        (&[ID], &[&[ID]], &Level::ALL),
        // A field without a default is added.
        (
            &[ID, NOTE],
            &[&[ID]],
            &[Nothing, Forward, ForwardTransitive],
        ),
        // One is removed.
        (
            &[ID],
            &[&[ID, NOTE]],
            &[Nothing, Backward, BackwardTransitive],
        ),
        // One with a default is added.
        (&[ID, OPTIONAL], &[&[ID]], &Level::ALL),
        // The latest version would do, an older one breaks.
        (
            &[ID, NOTE],
            &[&[ID], &[ID, OPTIONAL]],
            &[Nothing, Backward, Forward, ForwardTransitive, Full],
        ),
        (&[ID_AS_TEXT], &[&[ID]], &[Nothing]),
    ];
    for (draft, versions, passing) in table {
        let report = against(draft, versions);
        let found = Level::ALL.into_iter().filter(|level| report.passes(*level));
        assert_eq!(found.collect::<Vec<_>>(), passing, "{draft:?} {versions:?}");
    }
}

#[test]
fn the_strongest_levels_are_those_that_no_other_includes() {
    let table: [Row; 4] = [
        (&[ID], &[&[ID]], &[FullTransitive]),
        (&[ID, NOTE], &[&[ID]], &[ForwardTransitive]),
        (
            &[ID, NOTE],
            &[&[ID], &[ID, OPTIONAL]],
            &[ForwardTransitive, Full],
        ),
        (&[ID_AS_TEXT], &[&[ID]], &[Nothing]),
    ];
    for (draft, versions, strongest) in table {
        let report = against(draft, versions);
        assert_eq!(report.strongest(), strongest, "{draft:?} {versions:?}");
    }
}

#[test]
fn a_registry_stops_at_the_newest_version_that_breaks_while_the_report_holds_all() {
    let report = against(&[ID, NOTE], &[&[ID], &[ID], &[ID, NOTE]]);
    let versions: Vec<u32> = report.comparisons().iter().map(|one| one.version).collect();
    assert_eq!(versions, [3, 2, 1]);
    let stops = |level| report.stops_at(level).map(|one| one.version);
    assert_eq!(stops(Backward), None);
    assert_eq!(stops(BackwardTransitive), Some(2));
    assert_eq!(stops(FullTransitive), Some(2));
    assert_eq!(stops(ForwardTransitive), None);
    assert_eq!(stops(Nothing), None);
    let broken = report.comparisons().iter();
    let broken = broken.filter(|one| !one.passes(BackwardTransitive));
    assert_eq!(broken.count(), 2);
    let looked_at = |level| report.at(level).len();
    assert_eq!((looked_at(Nothing), looked_at(Full)), (0, 1));
    assert_eq!(looked_at(FullTransitive), 3);
}

#[test]
fn versions_may_be_given_in_any_order() {
    let [one, two] = [record(&[ID]), record(&[ID, NOTE])];
    let versions = [(2, &two), (1, &one)].map(|(number, schema)| Version::new(number, schema));
    let report = check(&two, &versions, Rules::default());
    assert_eq!(report.comparisons()[0].version, 2);
    assert!(report.passes(Full) && !report.passes(FullTransitive));
}

#[test]
fn places_are_in_the_same_text_in_both_directions() {
    let (old, new) = (r#""int""#, r#"   "string""#);
    let (draft, version) = (parse(Format::Avro, new), parse(Format::Avro, old));
    let version = Version::new(1, &version);
    let report = check(&draft, &[version], Rules::default());
    for direction in Full.directions() {
        let found = report.comparisons()[0].outcome(*direction).differences();
        assert_eq!(found.len(), 1);
        assert_eq!(&old[..found[0].old_at.unwrap().end], old);
        assert_eq!(&new[found[0].new_at.unwrap().start..], new.trim());
    }
}

#[test]
fn full_is_forward_and_then_backward() {
    assert_eq!(Full.directions(), [Direction::Forward, Direction::Backward]);
    for level in Level::ALL {
        assert_eq!(Level::of_name(level.name()), Some(level));
        assert!(FullTransitive.includes(level) && level.includes(Nothing));
    }
    assert!(!Full.includes(BackwardTransitive) && !BackwardTransitive.includes(Full));
    assert_eq!(Level::of_name("full"), None);
    assert_eq!(Backward.deployment(), Deployment::ConsumersFirst);
    assert_eq!(ForwardTransitive.deployment(), Deployment::ProducersFirst);
}

#[test]
fn schemas_of_two_formats_are_incompatible() {
    let draft = parse(Format::Json, r#"{"type": "object"}"#);
    let version = parse(Format::Protobuf, "syntax = \"proto3\";");
    let versions = [Version::new(1, &version)];
    let report = check(&draft, &versions, Rules::default());
    let refusal = report.comparisons()[0].backward.refusal().unwrap();
    assert_eq!(*refusal, Refusal::Formats);
    assert!(refusal.incompatible());
    assert_eq!(report.strongest(), [Nothing]);
}
