use proptest::prelude::*;
use schema::json::{Source, compare, normalized, parse};
use schema::{Policy, Profile, Strictness};

use super::{compatible, differences, read, read_for};
use crate::cases::Cases;

/// A schema's text, of all keywords that the registry compares.
fn schema() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![
        Just("true".to_owned()),
        Just("false".to_owned()),
        Just("{}".to_owned()),
        Just(r##"{"$ref": "#"}"##.to_owned()),
        Just(r#"{"enum": ["a", 1, null]}"#.to_owned()),
        Just(r#"{"const": [1.0]}"#.to_owned()),
        Just(r#"{"type": ["string", "null"], "default": "x"}"#.to_owned()),
        (0..9, 0..9).prop_map(|(least, most)| {
            format!(r#"{{"type": "string", "minLength": {least}, "maxLength": {most}, "pattern": "^a"}}"#)
        }),
        (1..9, 1..9).prop_map(|(of, most)| {
            format!(r#"{{"type": "number", "multipleOf": 0.{of}, "maximum": {most}}}"#)
        }),
    ];
    leaf.prop_recursive(3, 24, 4, |inner| {
        let members = prop::collection::btree_map("[abc]", inner.clone(), 0..4);
        let list = prop::collection::vec(inner.clone(), 1..4);
        let keyword = prop::sample::select(vec!["allOf", "anyOf", "oneOf"]);
        prop_oneof![
            (keyword, list.clone()).prop_map(|(keyword, list)| {
                format!(r#"{{"{keyword}": [{}]}}"#, list.join(", "))
            }),
            inner.clone().prop_map(|inner| format!(r#"{{"not": {inner}}}"#)),
            (inner.clone(), 0..3).prop_map(|(inner, least)| {
                format!(r#"{{"type": "array", "items": {inner}, "minItems": {least}}}"#)
            }),
            (list, inner.clone()).prop_map(|(list, beyond)| {
                format!(r#"{{"items": [{}], "additionalItems": {beyond}}}"#, list.join(", "))
            }),
            (members, inner, any::<bool>()).prop_map(|(members, beyond, closed)| {
                let properties: Vec<_> =
                    members.iter().map(|(name, schema)| format!(r#""{name}": {schema}"#)).collect();
                let beyond = if closed { "false".to_owned() } else { beyond };
                format!(
                    r#"{{"type": "object", "properties": {{{}}}, "required": ["a"], "additionalProperties": {beyond}}}"#,
                    properties.join(", ")
                )
            }),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_schema_is_compatible_with_itself(text in schema()) {
        let found = differences(&text, &text);
        prop_assert!(compatible(&found), "{found:?}");
    }

    /// Sorting the names of a schema is one permutation of them, and the one that the registry may make.
    #[test]
    fn the_order_of_names_changes_no_verdict(old in schema(), new in schema()) {
        let verdict = compatible(&differences(&old, &new));
        let sorted = |text: &str| normalized(&read(text));
        prop_assert_eq!(compatible(&differences(&sorted(&old), &new)), verdict);
        prop_assert_eq!(compatible(&differences(&old, &sorted(&new))), verdict);
        prop_assert_eq!(compatible(&differences(&sorted(&old), &sorted(&new))), verdict);
    }

    #[test]
    fn what_the_default_policy_lets_pass_the_lenient_does_too(old in schema(), new in schema()) {
        let (old, new) = (read(&old), read(&new));
        let judge = |policy| compare(&old, &new, policy, Profile::Cloud).unwrap();
        let (strict, lenient) = (compatible(&judge(Policy::Strict)), compatible(&judge(Policy::Lenient)));
        // Not where `not` turns the comparison round.
        let text = normalized(&old);
        prop_assert!(!strict || lenient || text.contains("\"not\""));
    }
}

/// Texts with a few bytes changed, cut out or doubled.
#[test]
fn no_text_makes_it_panic() {
    let cases = Cases::of_crate("generated_json_typed.jsonl");
    let mut state = 0x2545_F491_4F6C_DD1D_u64;
    let mut next = |below: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state % below as u64) as usize
    };
    for case in cases.of_format("JSON") {
        let [old, new] = ["old", "new"].map(|side| case.get(side).unwrap().text());
        let mut bytes = old.as_bytes().to_vec();
        for _ in 0..=next(3) {
            let at = next(bytes.len());
            match next(4) {
                0 => bytes[at] = b"{}[]\",:0-9tnf\\$#/"[next(17)],
                1 => drop(bytes.remove(at)),
                2 => bytes.extend_from_within(at..),
                _ => bytes.swap(0, at),
            }
            bytes.push(b' ');
        }
        let text = String::from_utf8_lossy(&bytes);
        for profile in [Profile::Cloud, Profile::V7_4] {
            let source = Source {
                text: &text,
                references: &[],
                profile,
            };
            if let Ok(schema) = parse(source, Strictness::Lenient) {
                // There may be no verdict, but there is an end.
                let _ = compare(
                    &schema,
                    &read_for(profile, new).unwrap(),
                    Policy::Strict,
                    profile,
                );
            }
        }
    }
}
