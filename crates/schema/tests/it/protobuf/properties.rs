use super::cases::{compatible, differences, lenient, read};
use crate::cases::Cases;
use proptest::prelude::*;
use schema::Profile;
use schema::protobuf::{normalized, stored};
use std::sync::LazyLock;

static TEXTS: LazyLock<Vec<[String; 2]>> = LazyLock::new(|| {
    let cases = read(&Cases::of_crate("generated_protobuf.jsonl"));
    let text = |case: &serde_json::Value, side: &str| case[side].as_str().unwrap().to_owned();
    cases
        .iter()
        .map(|case| [text(case, "old"), text(case, "new")])
        .collect()
});

/// The statements of a text's top level: its head and its messages.
fn blocks(text: &str) -> (String, Vec<String>) {
    let start = text.find("message").unwrap_or(text.len());
    let blocks = text[start..]
        .split_inclusive("\n}\n")
        .map(str::to_owned)
        .collect();
    (text[..start].to_owned(), blocks)
}

/// Fields of one line each, put in another order.
fn turned(text: &str, seed: usize) -> String {
    let mut lines: Vec<&str> = text.lines().collect();
    let is_field = |line: &str| {
        line.ends_with(';') && line.contains(" = ") && !line.contains('{') && !line.contains('"')
    };
    for at in 1..lines.len() {
        if is_field(lines[at]) && is_field(lines[at - 1]) && !(at * 7 + seed).is_multiple_of(3) {
            lines.swap(at, at - 1);
        }
    }
    lines.join("\n")
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_schema_is_compatible_with_itself_as_it_is_stored(at in any::<prop::sample::Index>(), side in 0..2_usize) {
        let text = &TEXTS[at.index(TEXTS.len())][side];
        let schema = lenient(text);
        let (kept, normal) = (stored(&schema), normalized(&schema));
        for profile in [Profile::Cloud, Profile::V8_3, Profile::V7_9, Profile::V7_4] {
            prop_assert_eq!(differences(&schema, &schema, profile), []);
            prop_assert_eq!(differences(&schema, &lenient(&kept), profile), []);
            prop_assert_eq!(differences(&schema, &lenient(&normal), profile), []);
        }
        prop_assert_eq!(stored(&lenient(&kept)), kept);
        prop_assert_eq!(normalized(&lenient(&normal)), normal);
    }

    #[test]
    fn the_order_of_messages_and_fields_changes_no_verdict(
        at in any::<prop::sample::Index>(),
        side in 0..2_usize,
        seed in 0..100_usize,
    ) {
        let mut texts = TEXTS[at.index(TEXTS.len())].clone();
        let [old, new] = &texts;
        let verdict = compatible(old, new);
        let (head, mut messages) = blocks(&texts[side]);
        let turn = seed % messages.len().max(1);
        messages.rotate_left(turn);
        texts[side] = turned(&format!("{head}{}", messages.concat()), seed);
        let [old, new] = &texts;
        prop_assert_eq!(compatible(old, new), verdict, "{}\n{}", old, new);
    }

    #[test]
    fn mutated_texts_never_panic(
        at in any::<prop::sample::Index>(),
        cuts in prop::collection::vec((any::<prop::sample::Index>(), 0..12_usize, "[{}();=<>\"'/*\\[\\]a-z0-9 .,-]{0,3}"), 1..6),
    ) {
        let [old, new] = &TEXTS[at.index(TEXTS.len())];
        let mut text = new.clone();
        for (place, length, insert) in cuts {
            let start = place.index(text.len() + 1);
            let end = (start + length).min(text.len());
            text.replace_range(start..end, &insert);
        }
        let source = schema::protobuf::Source { text: &text, ..Default::default() };
        match schema::protobuf::parse(source, schema::Strictness::Lenient) {
            Ok(mutated) => {
                stored(&mutated);
                normalized(&mutated);
                for profile in [Profile::Cloud, Profile::V8_3] {
                    differences(&lenient(old), &mutated, profile);
                    differences(&mutated, &lenient(old), profile);
                }
            }
            Err(problems) => {
                prop_assert!(!problems.is_empty());
                for problem in problems {
                    prop_assert!(text.get(problem.span.start..problem.span.end).is_some(), "{:?}", problem);
                }
            }
        }
    }
}
