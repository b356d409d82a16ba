//! What of a subject's settings has a say beside its level.

use schema::{
    Format, Level, Properties, Registration, ReservedFault, Rules, Schema, Source, Strictness,
    Version,
};

const PLAIN: &str = r#"{"type":"record","name":"Order","fields":[{"name":"id","type":"long"}]}"#;
const TEXT: &str = r#"{"type":"record","name":"Order","fields":[{"name":"id","type":"string"}]}"#;

fn parse(format: Format, text: &str) -> Schema {
    let source = Source {
        format,
        text,
        ..Source::default()
    };
    Schema::parse(source, Strictness::Lenient, Rules::default()).unwrap()
}

fn version<'a>(number: u32, schema: &'a Schema, properties: Properties<'a>) -> Version<'a> {
    Version {
        properties,
        ..Version::new(number, schema)
    }
}

fn of<'a>(schema: &'a Schema, properties: Properties<'a>) -> Registration<'a> {
    Registration {
        properties,
        group: Some("major"),
        validate_fields: true,
        ..Registration::new(schema, Rules::default())
    }
}

#[test]
fn only_versions_of_the_same_group_take_part() {
    let (plain, text) = (parse(Format::Avro, PLAIN), parse(Format::Avro, TEXT));
    let versions = [
        version(1, &plain, &[("major", "1")]),
        version(2, &plain, &[]),
        version(3, &text, &[("major", "2"), ("team", "a")]),
    ];
    let passing = |properties: Properties<'_>, schema| {
        let judged = of(schema, properties).check(&versions);
        let compared = judged.report.comparisons().iter().map(|one| one.version);
        (
            judged.passes(Level::FullTransitive),
            compared.collect::<Vec<_>>(),
        )
    };
    assert_eq!(passing(&[("major", "1")], &plain), (true, vec![1]));
    assert_eq!(passing(&[("major", "2")], &plain), (false, vec![3]));
    assert_eq!(passing(&[("team", "a")], &plain), (true, vec![2]));
    assert_eq!(passing(&[("major", "3")], &text), (true, vec![]));
    let without = Registration::new(&text, Rules::default()).check(&versions);
    assert_eq!(without.report.comparisons().len(), 3);
}

#[test]
fn reserved_fields_stay_reserved_and_unused() {
    let draft = parse(Format::Avro, PLAIN);
    let versions = [version(
        7,
        &draft,
        &[("confluent:reserved", "old, older,id")],
    )];
    let judged = of(&draft, &[("confluent:reserved", "id, older")]).check(&versions);
    let found: Vec<_> = judged.reserved.iter().map(|one| &*one.name).collect();
    assert_eq!(found, ["old", "id"]);
    let ReservedFault::Used(at) = judged.reserved[1].fault else {
        panic!("{:?}", judged.reserved);
    };
    assert_eq!(&PLAIN[at.start..at.end], r#""id""#);
    assert_eq!(
        judged.messages(Level::None),
        [
            "The new schema has reserved field old removed from its metadata which is present in the old schema's \
             metadata.",
            "The new schema has field that conflicts with the reserved field id.",
            "{validateFields: 'true', compatibility: 'NONE'}",
        ]
    );
    let unasked = Registration {
        validate_fields: false,
        ..of(&draft, &[])
    };
    assert!(unasked.check(&versions).passes(Level::Full));
}

#[test]
fn fields_are_looked_for_at_the_top_of_every_format() {
    for (format, text) in [
        (
            Format::Json,
            r#"{"properties": {"a": {"properties": {"b": {}}}, "$$x": {}}}"#,
        ),
        (
            Format::Protobuf,
            "syntax = \"proto3\"; message One { oneof x { string a = 1; } } message Two { string b = 1; }",
        ),
    ] {
        let draft = parse(format, text);
        let reserved = [("confluent:reserved", "b,a")];
        let judged = of(&draft, &reserved).check(&[]);
        let mut found = judged.reserved.iter();
        assert_eq!(found.next().unwrap().name, "a");
        let internal = found.next().map(|one| &*one.name);
        assert_eq!(
            internal,
            (format == Format::Json).then_some("$$x"),
            "{format:?}"
        );
    }
}

#[test]
fn a_long_old_schema_is_cut() {
    let long = format!(r#"{{"type":"string","note":"{}"}}"#, "é".repeat(20_000));
    let (draft, held) = (parse(Format::Avro, r#""int""#), parse(Format::Avro, &long));
    let judged = Registration::new(&draft, Rules::default()).check(&[Version::new(4, &held)]);
    let messages = judged.messages(Level::Backward);
    assert_eq!(messages[1], "{oldSchemaVersion: 4}");
    let text = messages[2]
        .strip_prefix("{oldSchema: <truncated> '")
        .unwrap();
    let text = text.strip_suffix("...'}").unwrap();
    assert_eq!(text.encode_utf16().count(), 10_240);
    assert_eq!(judged.messages(Level::None), [""; 0]);
}
