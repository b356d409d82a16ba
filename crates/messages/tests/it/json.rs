//! What is JSON, and where something else stops being it. After RFC 8259.

use messages::json_problem;
use proptest::prelude::*;

use crate::cases;

const VALID: &[&str] = &[
    "null",
    " true ",
    "\t\r\nfalse",
    "0",
    "-0",
    "-0.0e-0",
    "1E+2",
    "123456789012345678901234567890",
    "1e999999",
    "0.1e1",
    r#""""#,
    r#""\"\\\/\b\f\n\r\t\u00e9""#,
    r#""\ud800""#,
    r#""\udc00\ud800""#,
    "\"\u{7f}\u{202e}\u{feff}🦀\"",
    "[]",
    "[ ]",
    "{}",
    "{ }",
    "[[],{}]",
    r#"{"":0}"#,
    r#"{"a":1,"a":2}"#,
    "[1 , 2\n,\t3]",
    r#"{"a":{"b":[{"c":null}]}}"#,
];

/// A text, and the line, the column and the words of its problem.
const INVALID: &[(&str, u32, u32, &str)] = &[
    ("", 1, 1, "expected a value"),
    ("  ", 1, 3, "expected a value"),
    ("\u{feff}1", 1, 1, "expected a value"),
    ("nul", 1, 1, "expected a value"),
    ("True", 1, 1, "expected a value"),
    ("NaN", 1, 1, "expected a value"),
    ("-Infinity", 1, 2, "expected a digit"),
    ("+1", 1, 1, "expected a value"),
    (".5", 1, 1, "expected a value"),
    ("01", 1, 2, "a number may not begin with 0"),
    ("-01", 1, 3, "a number may not begin with 0"),
    ("1.", 1, 3, "expected a digit"),
    ("1.e1", 1, 3, "expected a digit"),
    ("1e", 1, 3, "expected a digit"),
    ("1e+", 1, 4, "expected a digit"),
    ("-", 1, 2, "expected a digit"),
    ("0x10", 1, 2, "expected nothing after the value"),
    ("1 2", 1, 3, "expected nothing after the value"),
    ("{}{}", 1, 3, "expected nothing after the value"),
    ("nullx", 1, 5, "expected nothing after the value"),
    ("// no\n1", 1, 1, "expected a value"),
    ("'a'", 1, 1, "expected a value"),
    ("\"a", 1, 1, "the string is not closed"),
    ("[\"a\\", 1, 2, "the string is not closed"),
    ("\"\\u12", 1, 1, "the string is not closed"),
    ("\"\\u12g4\"", 1, 2, "\\u takes four hexadecimal digits"),
    ("\"a\\x\"", 1, 3, "JSON has no such escape"),
    (
        "\"a\nb\"",
        1,
        3,
        "a line break in a string must be written as \\n",
    ),
    (
        "\"a\tb\"",
        1,
        3,
        "a control character in a string must be escaped",
    ),
    (
        "\"\0\"",
        1,
        2,
        "a control character in a string must be escaped",
    ),
    ("[", 1, 2, "the array is not closed"),
    ("[1", 1, 3, "the array is not closed"),
    ("[1,", 1, 4, "expected a value"),
    ("[1,]", 1, 4, "expected a value after the comma"),
    ("[,1]", 1, 2, "expected a value"),
    ("[1 2]", 1, 4, "expected a comma or ]"),
    ("[1}", 1, 3, "expected a comma or ]"),
    ("]", 1, 1, "expected a value"),
    ("{", 1, 2, "the object is not closed"),
    ("{\"a\":1", 1, 7, "the object is not closed"),
    ("{\"a\"", 1, 5, "expected a colon after the name"),
    ("{\"a\" 1}", 1, 6, "expected a colon after the name"),
    ("{\"a\":}", 1, 6, "expected a value"),
    ("{\"a\":]", 1, 6, "expected a value"),
    ("{\"a\":1,}", 1, 8, "expected a name after the comma"),
    ("{\"a\":1,", 1, 8, "expected a name after the comma"),
    ("{,}", 1, 2, "expected a name in double quotes"),
    ("{a:1}", 1, 2, "expected a name in double quotes"),
    ("{1:1}", 1, 2, "expected a name in double quotes"),
    ("{\"a\":1 \"b\":2}", 1, 8, "expected a comma or }"),
    ("{\"a\":1]", 1, 7, "expected a comma or }"),
    ("[\n  1,\n  x]", 3, 3, "expected a value"),
    ("[\r\n1,\r2,\n\n x]", 5, 2, "expected a value"),
    ("[\"🦀é\", x]", 1, 9, "expected a value"),
    ("\u{a0}1", 1, 1, "expected a value"),
];

#[test]
fn accepts_json() {
    for text in VALID {
        assert_eq!(json_problem(text), None, "{text:?}");
    }
}

#[test]
fn says_where_and_why_not() {
    for &(text, line, column, message) in INVALID {
        let problem = json_problem(text).expect(text);
        assert_eq!(
            (problem.line, problem.column, problem.message.as_str()),
            (line, column, message),
            "{text:?}"
        );
    }
}

#[test]
fn depth_is_no_problem() {
    let depth = 1_000_000;
    assert_eq!(
        json_problem(&("[".repeat(depth) + &"]".repeat(depth))),
        None
    );
    let problem = json_problem(&r#"{"a":"#.repeat(10_000)).expect("not closed");
    assert_eq!((problem.line, problem.column), (1, 50_001));
}

proptest! {
    #![proptest_config(cases(1000))]

    #[test]
    fn a_problem_lies_within_the_text(text in "[\\[\\]{}:,\"\\\\ \r\n0-9eE+.a-fntrulsé🦀-]{0,30}") {
        if let Some(problem) = json_problem(&text) {
            let lines = text.replace("\r\n", "\n").replace('\r', "\n");
            let line = lines.split('\n').nth(problem.line as usize - 1);
            let columns = line.expect("a line of the text").encode_utf16().count() as u32;
            prop_assert!((1..=columns + 1).contains(&problem.column));
        }
    }
}
