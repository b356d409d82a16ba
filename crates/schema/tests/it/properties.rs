//! What holds of every subject and every draft.

use std::sync::LazyLock;

use proptest::prelude::*;
use schema::{
    Direction, Format, Level, Registration, Report, Rules, Schema, Source, Strictness, Version,
    check,
};

use crate::cases::{Cases, text};

use Level::{
    Backward, BackwardTransitive, Forward, ForwardTransitive, Full, FullTransitive, None as Nothing,
};

/// Schemas by format, those of pairs side by side, so that neighbours have something in common.
static SCHEMAS: LazyLock<[Vec<Schema>; 3]> = LazyLock::new(|| {
    [
        (Format::Avro, "generated_avro.jsonl"),
        (Format::Json, "generated_json_typed.jsonl"),
        (Format::Protobuf, "generated_protobuf.jsonl"),
    ]
    .map(|(format, file)| {
        let cases = Cases::of_crate(file);
        let sides = cases.all().flat_map(|case| {
            ["old", "new"].map(|side| {
                let value = case.get(side).unwrap();
                let proto = text(case, side).filter(|_| format == Format::Protobuf);
                parse(format, proto.unwrap_or(value.text()))
            })
        });
        sides.flatten().collect()
    })
});

fn parse(format: Format, text: &str) -> Option<Schema> {
    let source = Source {
        format,
        text,
        ..Source::default()
    };
    Schema::parse(source, Strictness::Lenient, Rules::default()).ok()
}

/// A draft and some versions of one format, near each other.
fn subject() -> impl Strategy<Value = Vec<&'static Schema>> {
    let places = (0..3_usize, any::<prop::sample::Index>());
    (places, prop::collection::vec(0..6_usize, 1..6)).prop_map(|((format, start), steps)| {
        let schemas = &SCHEMAS[format];
        let start = start.index(schemas.len());
        let chosen = steps
            .iter()
            .map(|step| &schemas[(start + step) % schemas.len()]);
        chosen.collect()
    })
}

fn numbered<'a>(schemas: &[&'a Schema]) -> Vec<Version<'a>> {
    let numbered = (1..).zip(schemas);
    numbered
        .map(|(number, schema)| Version::new(number, schema))
        .collect()
}

fn passing(report: &Report) -> Vec<Level> {
    let all = Level::ALL.into_iter();
    all.filter(|level| report.passes(*level)).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 600, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_schema_may_follow_itself(subject in subject()) {
        let draft = subject[0];
        let report = check(draft, &numbered(&[draft, draft]), Rules::default());
        prop_assert_eq!(passing(&report), Level::ALL);
        prop_assert_eq!(report.strongest(), [FullTransitive]);
        prop_assert_eq!(schema::changes(draft, draft, Rules::default()), []);
    }

    #[test]
    fn full_is_backward_and_forward(subject in subject()) {
        let versions = numbered(&subject[1..]);
        let report = check(subject[0], &versions, Rules::default());
        for [full, backward, forward] in [
            [Full, Backward, Forward],
            [FullTransitive, BackwardTransitive, ForwardTransitive],
        ] {
            prop_assert_eq!(report.passes(full), report.passes(backward) && report.passes(forward));
        }
        let passing = passing(&report);
        prop_assert!(passing.contains(&Nothing));
        for level in Level::ALL {
            // What a stronger level lets pass a weaker one does.
            let stronger = passing.iter().any(|other| other.includes(level));
            prop_assert_eq!(passing.contains(&level), stronger, "{:?}", level);
        }
    }

    #[test]
    fn versions_in_another_order_change_nothing(subject in subject(), turn in 0..6_usize) {
        let mut versions = numbered(&subject[1..]);
        let report = check(subject[0], &versions, Rules::default());
        let turn = turn % versions.len().max(1);
        versions.rotate_left(turn);
        versions.reverse();
        prop_assert_eq!(check(subject[0], &versions, Rules::default()), report);
    }

    #[test]
    fn forward_is_backward_with_the_sides_changed(subject in subject()) {
        let (draft, held) = (subject[0], subject[subject.len() - 1]);
        let there = check(draft, &numbered(&[held]), Rules::default());
        let back = check(held, &numbered(&[draft]), Rules::default());
        for (one, other) in [(Direction::Backward, Direction::Forward), (Direction::Forward, Direction::Backward)] {
            let (one, other) = (there.comparisons()[0].outcome(one), back.comparisons()[0].outcome(other));
            prop_assert_eq!(one.passes(), other.passes());
            let kinds = |outcome: &schema::Outcome| -> Vec<_> {
                outcome.differences().iter().map(|one| (one.kind, one.path.clone())).collect()
            };
            prop_assert_eq!(kinds(one), kinds(other));
        }
    }

    #[test]
    fn an_answer_names_what_a_level_found(subject in subject()) {
        let versions = numbered(&subject[1..]);
        let judged = Registration::new(subject[0], Rules::default()).check(&versions);
        for level in Level::ALL {
            prop_assert_eq!(judged.messages(level).is_empty(), judged.report.passes(level));
        }
    }
}
