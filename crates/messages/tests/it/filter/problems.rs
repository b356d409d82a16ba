//! What is wrong with a filter, and where.

use messages::{Filter, FilterMode};
use proptest::prelude::*;

use super::{conditions, written};
use crate::{batch_of, cases};

#[test]
fn are_told_at_their_place() {
    for (text, from, to, message) in [
        ("FAILED", 0, 6, "Expected a condition"),
        (".a = 1 and", 10, 10, "A condition is missing"),
        (".a = 1 and ", 11, 11, "A condition is missing"),
        (".a = 1 .b", 7, 9, "Expected “and” or “or”"),
        (".é = '🦀' x", 10, 11, "Expected “and” or “or”"),
        (".a = John Smith", 10, 15, "Expected “and” or “or”"),
        (".a = 1)", 6, 7, "This parenthesis closes nothing"),
        ("(.a = 1", 0, 1, "The parenthesis is not closed"),
        (
            "(.a = 1 x",
            8,
            9,
            "Expected “and”, “or” or a closing parenthesis",
        ),
        (".a =", 4, 4, "A value is missing"),
        (".a = and .b", 5, 5, "A value is missing"),
        (".a = ,", 5, 5, "A value is missing"),
        (".a like x", 3, 7, "Expected an operator"),
        (".a not = 1", 3, 6, "Expected an operator"),
        (".a{", 2, 3, "The name ends here"),
        (".a is 5", 6, 7, "Expected “null”"),
        (".a in 5", 6, 7, "Expected values in parentheses"),
        (
            ".a in (1 2)",
            9,
            10,
            "Expected a comma or a closing parenthesis",
        ),
        (".a in (1,", 9, 9, "A value is missing"),
        (".a = 'x", 5, 7, "The quote is not closed"),
        (r".a = 'x\", 5, 8, "The quote is not closed"),
        (r".a = 'x\d'", 7, 9, "There is no such escape"),
        (r".a = '\u12'", 6, 8, "There is no such escape"),
        (".a matches '('", 11, 14, "This is no regular expression"),
        (r".a matches \w{1000}", 11, 19, "The pattern is too large"),
        (".a contains ''", 12, 14, "There is nothing to look for"),
        ("'' and .a", 0, 2, "There is nothing to look for"),
        (".a < null", 5, 9, "Nothing is less or more than null"),
        ("partition = x", 12, 13, "This is compared with numbers"),
        ("partition = '3'", 12, 15, "This is compared with numbers"),
        ("offset contains 1", 16, 17, "This is a number, not text"),
        ("timestamp > yesterday", 12, 21, "This is no time"),
        (".a..b", 2, 3, "A name has to follow the dot"),
        ("header exists", 0, 6, "A header needs its name"),
    ] {
        let problem = conditions(text).expect_err(text);
        assert_eq!(
            (problem.from, problem.to, problem.message.as_str()),
            (from, to, message),
            "{text}"
        );
    }
}

#[test]
fn too_much_is_refused() {
    let nested = format!("{}.a{}", "(".repeat(65), ")".repeat(65));
    let not = format!("{}.a", "not ".repeat(65));
    let deep = "(".repeat(60_000);
    let fields: Vec<String> = (0..65).map(|n| format!(".f{n}")).collect();
    let patterns = [".a matches x"; 33].join(" and ");
    for (text, message) in [
        (nested.as_str(), "Nested too deep"),
        (&not, "Nested too deep"),
        (&deep, "Nested too deep"),
        (&fields.join(" or "), "Too many fields"),
        (&patterns, "Too many patterns"),
        (&".a or ".repeat(501), "A condition is missing"),
        (&[".a"; 501].join(" or "), "Too many conditions"),
        (&["'x'"; 501].join(" and "), "Too many conditions"),
        (&"x".repeat(65_537), "The filter is too long"),
        (&format!("{} = 1", ".a".repeat(65)), "The path is too long"),
    ] {
        assert_eq!(conditions(text).expect_err(message).message, message);
    }
}

#[test]
fn a_hint_says_why_a_pattern_is_none() {
    let problem = conditions(".a matches 'a{2,1}'").expect_err("a pattern");
    let hint = problem.hint.expect("a hint");
    assert!(hint.starts_with("Invalid repetition"), "{hint}");
}

/// Texts made of what the language is made of.
fn nearly_conditions() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        prop::sample::select(vec![
            ".",
            ".a",
            ".b[0]",
            "[]",
            "[",
            "]",
            "key",
            "value",
            "header.",
            "header.x",
            "partition",
            "timestamp",
            "size",
            "and",
            "or",
            "not",
            "(",
            ")",
            "=",
            "!=",
            "<",
            "<=",
            "~",
            "in",
            "is",
            "null",
            "exists",
            "contains",
            "starts",
            "with",
            "matches",
            "\"",
            "'",
            "\\",
            ",",
            "1",
            "-1.5e3",
            "x",
            "é",
            "🦀",
            "2026-08-27",
            " ",
            "  ",
            "true",
            "&&",
            "\\u00e9",
        ])
        .prop_map(str::to_owned),
        ".{0,3}",
    ];
    (prop::collection::vec(piece, 0..12), any::<bool>())
        .prop_map(|(pieces, spaced)| pieces.join(if spaced { " " } else { "" }))
}

fn values() -> impl Strategy<Value = Vec<u8>> {
    prop_oneof![
        prop::collection::vec(any::<u8>(), 0..40),
        prop::collection::vec(
            prop::sample::select(br#"{}[]",:\au0123456789.-+eEtrufalsn "#.to_vec()),
            0..40
        ),
    ]
}

proptest! {
    #![proptest_config(cases(3000))]

    #[test]
    fn no_text_and_no_bytes_make_it_panic(text in nearly_conditions(), value in values(), match_case: bool) {
        let batch = batch_of(&value);
        for mode in [FilterMode::Auto, FilterMode::Text, FilterMode::Where] {
            match Filter::parse(&written(&text, mode, match_case)) {
                Ok(Some(filter)) => {
                    filter.judge(&batch.get(0).expect("a record"));
                }
                Ok(None) => prop_assert!(text.trim().is_empty()),
                Err(problem) => {
                    let end = text.encode_utf16().count() as u32;
                    prop_assert!(problem.from <= problem.to && problem.to <= end, "{:?}", problem);
                    prop_assert!(!problem.message.is_empty());
                }
            }
        }
    }
}
