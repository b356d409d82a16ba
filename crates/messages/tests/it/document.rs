//! Values as lines.

use std::collections::HashSet;

use messages::{Document, Form, Line, Shape, SpanKind};
use proptest::collection::vec;
use proptest::prelude::*;

use crate::cases;

fn document(bytes: impl AsRef<[u8]>, form: Form) -> Document {
    Document::new(bytes.as_ref().to_vec(), form)
}

fn shown(line: &Line) -> String {
    let indent = "  ".repeat(line.indent as usize);
    let spans = line.spans.iter().map(|span| span.text.as_str());
    indent + &spans.collect::<String>()
}

/// The widest that lines can be.
const WIDE: u32 = 2000;

/// All lines at the greatest width.
fn all(document: &Document, folds: &[u32]) -> Vec<Line> {
    all_at(document, folds, WIDE)
}

/// All lines, asked for in windows.
fn all_at(document: &Document, folds: &[u32], width: u32) -> Vec<Line> {
    let mut lines = vec![];
    loop {
        let window = document.lines(folds, width, lines.len() as u32, 1000);
        if window.lines.is_empty() {
            assert_eq!(window.total as usize, lines.len());
            return lines;
        }
        lines.extend(window.lines);
    }
}

fn check(bytes: impl AsRef<[u8]>, form: Form, expected: &str) {
    let lines = all(&document(&bytes, form), &[]);
    let text: Vec<String> = lines.iter().map(shown).collect();
    assert_eq!(
        text.join("\n"),
        expected,
        "{}",
        bytes.as_ref().escape_ascii()
    );
    assert!(
        lines
            .iter()
            .map(|line| line.index)
            .eq(0..lines.len() as u32)
    );
}

fn check_folded(json: &str, folds: &[u32], expected: &str) {
    let lines = all(&document(json, Form::Auto), folds);
    let text: Vec<String> = lines.iter().map(shown).collect();
    assert_eq!(text.join("\n"), expected, "{json} with {folds:?} folded");
}

fn check_note(bytes: impl AsRef<[u8]>, shape: Shape, expected: Option<&str>) {
    let document = document(&bytes, Form::Auto);
    assert_eq!((document.shape(), document.note()), (shape, expected));
}

#[test]
fn json_is_indented_and_nothing_else() {
    check(
        r#"{"b":1.10,"a":[1e999999,12345678901234567890,{}],"b":{"x":[ ],"y":"\u0041\ud800\/"},"é":null}"#,
        Form::Auto,
        r#"{
  "b": 1.10,
  "a": [
    1e999999,
    12345678901234567890,
    {}
  ],
  "b": {
    "x": [],
    "y": "\u0041\ud800\/"
  },
  "é": null
}"#,
    );
    check("12", Form::Auto, "12");
    check(" \"a\u{202e}b\" ", Form::Auto, "\"a⟨U+202E⟩b\"");
    check("[[[]]]", Form::Auto, "[\n  [\n    []\n  ]\n]");
    check(
        "{\"a\"  :\n\n[\t1 ,2]\n}",
        Form::Auto,
        "{\n  \"a\": [\n    1,\n    2\n  ]\n}",
    );
}

#[test]
fn text_keeps_its_lines() {
    check("", Form::Auto, "");
    check("one", Form::Auto, "one");
    check("one\n", Form::Auto, "one\n");
    check(
        "one\r\ntwo\rthree\n\nfour\t",
        Form::Auto,
        "one\ntwo⟨CR⟩three\n\nfour⟨HT⟩",
    );
    check(
        "a \0 and \u{202e} in a text",
        Form::Auto,
        "a ⟨NUL⟩ and ⟨U+202E⟩ in a text",
    );
    check(r#"{"a": 1}"#, Form::Text, r#"{"a": 1}"#);
    check(
        b"a\xffb\xc3\n\xf0\x9f\xa6",
        Form::Text,
        "a⟨0xFF⟩b⟨0xC3⟩\n⟨0xF0⟩⟨0x9F⟩⟨0xA6⟩",
    );
    check(b"\0", Form::Text, "⟨NUL⟩");
}

#[test]
fn bytes_are_shown_by_sixteen() {
    check(
        b"\0\x01binary\xff data|and",
        Form::Auto,
        "00000000  00 01 62 69 6e 61 72 79  ff 20 64 61 74 61 7c 61  ..binary. data|a\n\
         00000010  6e 64                                             nd",
    );
    check(
        "{}",
        Form::Hex,
        "00000000  7b 7d                                             {}",
    );
    check("", Form::Hex, "");
}

#[test]
fn a_note_says_why_not() {
    check_note("", Shape::Empty, None);
    check_note(b"\xff", Shape::Binary, None);
    check_note("hello, world", Shape::Text, None);
    check_note("{}", Shape::Json, None);
    check_note(
        "[1, x]",
        Shape::Text,
        Some("Not JSON: expected a value at line 1, column 5"),
    );
    check_note(
        r#"{"a":"#.repeat(10_000),
        Shape::Text,
        Some("Not JSON: expected a value at line 1, column 50,001"),
    );
    check_note(
        "[".repeat(10_000) + &"]".repeat(10_000),
        Shape::Json,
        Some("Nested 10,000 levels deep: shown as text"),
    );
    check_note("[".repeat(128) + &"]".repeat(128), Shape::Json, None);
    check_note(
        "[".repeat(129) + &"]".repeat(129),
        Shape::Json,
        Some("Nested 129 levels deep: shown as text"),
    );
    assert_eq!(document("[x]", Form::Text).note(), None);
    assert_eq!(document("[1]", Form::Hex).shape(), Shape::Json);
}

#[test]
fn folded_lines_say_what_they_hide() {
    let json = r#"{"a":[1,[2,3],{}],"b":{"c":0},"d":1}"#;
    // 0 {   1 "a": [   2 1,   3 [   4 2,   5 3   6 ],   7 {}   8 ],   9 "b": {  10 "c"  11 },
    // 12 "d"  13 }
    let lines = all(&document(json, Form::Auto), &[]);
    let folds: Vec<_> = lines
        .iter()
        .filter_map(|line| Some((line.index, line.fold?)))
        .collect();
    assert_eq!(folds, [(0, 13), (1, 7), (3, 3), (9, 2)]);
    assert!(lines.iter().all(|line| !line.folded));

    check_folded(json, &[0], "{ … 3 }");
    check_folded(
        json,
        &[9, 1, 3, 1],
        "{\n  \"a\": [ … 3 ],\n  \"b\": { … 1 },\n  \"d\": 1\n}",
    );
    check_folded(
        json,
        &[3, 2, 5, 8, 13, 14, u32::MAX],
        "{\n  \"a\": [\n    1,\n    [ … 2 ],\n    {}\n  ],\n  \"b\": {\n    \"c\": 0\n  },\n  \"d\": 1\n}",
    );
    let window = document(json, Form::Auto).lines(&[1, 9], WIDE, 2, 1);
    assert_eq!((window.total, window.lines[0].index), (5, 9));
    assert_eq!(
        (window.lines[0].fold, window.lines[0].folded),
        (Some(2), true)
    );
    let last = window.lines[0].spans.iter().map(|span| span.kind);
    assert!(last.eq([
        SpanKind::Key,
        SpanKind::Punctuation,
        SpanKind::Dim,
        SpanKind::Punctuation
    ]));
}

#[test]
fn long_lines_are_broken_and_nothing_is_lost() {
    let cases = [
        format!("{{\"k\":\"{}\",\"l\":[1]}}", "é".repeat(5000)),
        format!("{{\"{}\":[1,2],\"l\":{{\"m\":1}}}}", "key".repeat(2500)),
        format!("[-{}.5e7,1]", "9".repeat(7001)),
        format!("[\"{}\"]", "\\\\".repeat(5001)),
        format!("[\"x{}\"]", "\\\"".repeat(5001)),
        format!("[\"{}\"]", "\\u00e9".repeat(2000)),
        format!("[\"{}\"]", "\u{202e}".repeat(2000)),
        format!("[\"{}\"]", "🦀".repeat(8000)),
        format!("[{}1]", " ".repeat(5000)),
        format!("\"{}\"", "x".repeat(1998)),
        format!("\"{}\"", "x".repeat(1999)),
        format!("[\"{}\",\"a\"]", "x".repeat(1998)),
    ];
    for json in cases {
        let document = document(&json, Form::Auto);
        assert_eq!(document.note(), None);
        let visible = document.text().replace('\u{202e}', "⟨U+202E⟩");
        for width in [40, 41, 100, 1999, WIDE, 0, u32::MAX] {
            let mut joined = String::new();
            for line in all_at(&document, &[], width) {
                let text: String = line.spans.iter().map(|span| span.text.as_str()).collect();
                assert!(shown(&line).chars().count() <= width.clamp(40, WIDE) as usize);
                if !line.continued && line.index > 0 {
                    joined.push('\n');
                    joined.push_str(&"  ".repeat(line.indent as usize));
                }
                joined.push_str(&text);
            }
            assert!(joined == visible, "{} at {width}", &json[..20]);
        }
    }
}

#[test]
fn a_broken_line_folds_where_its_bracket_is() {
    let json = format!(
        "{{\"{}\":[1,\"{}\"],\"z\":0}}",
        "k".repeat(4500),
        "v".repeat(4500)
    );
    let document = document(&json, Form::Auto);
    // 0 {   1 the key and its bracket   2 1,   3 the string   4 ],   5 "z"   6 }
    let lines = all(&document, &[]);
    let indices = lines.iter().map(|line| line.index);
    assert!(indices.eq([0, 1, 1, 1, 2, 3, 3, 3, 4, 5, 6]));
    let folds: Vec<_> = lines
        .iter()
        .enumerate()
        .filter_map(|(place, line)| Some((place, line.fold?)))
        .collect();
    assert_eq!(folds, [(0, 10), (3, 5)]);
    let continued = lines.iter().enumerate().filter(|(_, line)| line.continued);
    assert!(continued.map(|(place, _)| place).eq([2, 3, 6, 7]));
    let folded = document.lines(&[1], WIDE, 3, 1);
    assert!(shown(&folded.lines[0]).ends_with("\": [ … 2 ],"));
    assert_eq!(shown(&document.lines(&[0], WIDE, 0, 1).lines[0]), "{ … 2 }");
    assert_eq!(document.place(5, &[], WIDE), Some(9));
    assert_eq!(document.place(5, &[1], WIDE), Some(4));
    assert_eq!(document.place(2, &[1], WIDE), None);
    assert_eq!(document.place(7, &[], WIDE), None);
}

#[test]
fn an_answer_is_at_most_256_kib() {
    for (text, form) in [
        (format!("[\"{}\"]", "🦀".repeat(500_000)), Form::Auto),
        ("\"\n".repeat(500_000), Form::Text),
        ("\\".repeat(2_000_000), Form::Text),
        ("x".repeat(2_000_000), Form::Hex),
    ] {
        let answer = document(&text, form).lines(&[], WIDE, 0, u32::MAX);
        let spans = answer.lines.iter().flat_map(|line| &line.spans);
        let bytes: usize = spans.map(|span| span.text.len()).sum();
        assert!(bytes <= 256 << 10, "{bytes}");
        assert!(answer.lines.len() > 20);
        assert!((answer.lines.len() as u32) < answer.total);
    }
}

#[test]
fn bytes_fit_into_the_width() {
    let check = |width, expected: &str| {
        let lines = all_at(
            &document(b"\0binary\xff, more than 16", Form::Hex),
            &[],
            width,
        );
        let text: Vec<String> = lines.iter().map(shown).collect();
        assert_eq!(text.join("\n"), expected);
    };
    check(
        75,
        "00000000  00 62 69 6e 61 72 79 ff  .binary.\n\
         00000008  2c 20 6d 6f 72 65 20 74  , more t\n\
         00000010  68 61 6e 20 31 36        han 16",
    );
    check(
        43,
        "00000000  00 62 69 6e  .bin\n\
         00000004  61 72 79 ff  ary.\n\
         00000008  2c 20 6d 6f  , mo\n\
         0000000c  72 65 20 74  re t\n\
         00000010  68 61 6e 20  han \n\
         00000014  31 36        16",
    );
    let document = document([0; 50], Form::Auto);
    let indices = |width| {
        all_at(&document, &[], width)
            .into_iter()
            .map(|line| line.index)
    };
    assert!(indices(76).eq([0, 1, 2, 3]));
    assert!(indices(44).eq([0, 0, 1, 1, 2, 2, 3]));
    assert_eq!(document.place(2, &[], 44), Some(4));
    assert_eq!(document.place(4, &[], 44), None);
}

#[test]
fn a_line_stands_for_a_field() {
    let document = document(
        r#" {"a": [1.50, {"b c": "x\u00e9\n", "b":{} }] , "d\"e":[ ], "a":null,"":true} "#,
        Form::Auto,
    );
    // 0 {   1 "a": [   2 1.50,   3 {   4 "b c"   5 "b"   6 }   7 ],   8 "d\"e"   9 "a"   10 ""   11 }
    let check = |line, path: &str, value: &str, text: &str, kind| {
        let found = document.path_at(line).expect("a field");
        assert_eq!(
            (
                found.path.as_str(),
                found.value.as_str(),
                found.text.as_str()
            ),
            (path, value, text)
        );
        assert_eq!((found.kind, found.cut), (kind, false));
    };
    let same = |line, path: &str, value: &str, kind| check(line, path, value, value, kind);
    let array = r#"[1.50, {"b c": "x\u00e9\n", "b":{} }]"#;
    same(1, ".a", array, SpanKind::Punctuation);
    same(2, ".a[0]", "1.50", SpanKind::Number);
    same(
        3,
        ".a[1]",
        &array[7..array.len() - 1],
        SpanKind::Punctuation,
    );
    check(
        4,
        r#".a[1]."b c""#,
        r#""x\u00e9\n""#,
        "xé\n",
        SpanKind::String,
    );
    same(5, ".a[1].b", "{}", SpanKind::Punctuation);
    same(8, r#"."d\"e""#, "[ ]", SpanKind::Punctuation);
    same(9, ".a", "null", SpanKind::Literal);
    same(10, ".\"\"", "true", SpanKind::Literal);
    assert_eq!(
        document.path_at(0).map(|found| found.path),
        Some(String::new())
    );
    for line in [6, 7, 11, 12, u32::MAX] {
        assert_eq!(document.path_at(line), None);
    }
}

#[test]
fn only_json_has_fields_and_a_long_one_is_cut() {
    assert_eq!(document("text", Form::Auto).path_at(0), None);
    assert_eq!(document("{}", Form::Text).path_at(0), None);
    let long = document(format!("[\"{}\"]", "é".repeat(100_000)), Form::Auto);
    let found = long.path_at(1).expect("a field");
    assert!(found.cut && found.value.len() <= 64 << 10);
    assert_eq!(found.path, ".[0]");
    let scalar = document("12", Form::Auto).path_at(0).expect("a value");
    assert_eq!((scalar.path.as_str(), scalar.value.as_str()), ("", "12"));
}

#[test]
fn a_text_is_found_where_it_is_shown() {
    let json = r#"{"Name":"Zoë","n":[1, 10],"caf\u00e9":"a\"b"}"#;
    // 0 {   1 "Name"   2 "n": [   3 1,   4 10   5 ],   6 "caf\u00e9"   7 }
    let json = document(json, Form::Auto);
    let check = |document: &Document, text, match_case, expected: &[u32]| {
        let found = document.find(text, match_case);
        assert_eq!(found, (expected.to_vec(), expected.len() as u32), "{text}");
    };
    check(&json, "1", false, &[3, 4]);
    check(&json, "zoË", false, &[1]);
    check(&json, "zoë", true, &[]);
    check(&json, "\"name\": \"", false, &[1]);
    check(&json, "é", false, &[6]);
    check(&json, "\\u00e9", false, &[6]);
    check(&json, "a\"b", false, &[6]);
    check(&json, "", false, &[]);
    check(&json, ".", false, &[]);

    let text = document("One\ntwo\r\n\nfour, one", Form::Text);
    check(&text, "one", false, &[0, 3]);
    check(&text, "one", true, &[3]);
    check(&text, "two\r\n", false, &[]);

    let bytes = document(b"\0\xff{\"name\": 1}______one", Form::Auto);
    check(&bytes, "Name", false, &[0]);
    check(&bytes, "7b 22", false, &[0]);
    check(&bytes, "0xFF7b22", false, &[0]);
    check(&bytes, "ONE", false, &[1]);
    check(&bytes, "zz", false, &[]);

    let many = document("x\n".repeat(5000), Form::Text).find("X", false);
    assert_eq!((many.0.len(), many.1), (1000, 5000));
    let long = document(format!("[\"{}end\"]", "x".repeat(10_000)), Form::Auto);
    check(&long, "xend", false, &[1]);
}

#[test]
fn a_copy_is_the_data() {
    assert_eq!(
        document("[1,{\"a\":\"\u{202e}\"}]", Form::Auto).text(),
        "[\n  1,\n  {\n    \"a\": \"\u{202e}\"\n  }\n]"
    );
    assert_eq!(document("[1,2]", Form::Text).text(), "[1,2]");
    assert_eq!(
        document("a\r\nb\0 and more text", Form::Auto).text(),
        "a\r\nb\0 and more text"
    );
    assert_eq!(
        document(b"\x00A", Form::Auto).text(),
        "00000000  00 41                                             .A\n"
    );
}

/// A JSON text, with more whitespace than it needs.
fn json() -> impl Strategy<Value = String> {
    let scalar = prop_oneof![
        "-?(0|[1-9][0-9]{0,25})(\\.[0-9]{1,4})?([eE][+-]?[0-9]{1,6})?",
        "\"([a-z \u{202e}🦀é]|\\\\[\"\\\\/bfnrt]|\\\\u[0-9a-f]{4}){0,12}\"",
        Just("true".to_owned()),
        Just("null".to_owned()),
        "\"x{1990,2010}\"",
        "\"(\\\\\\\\){1000}\"",
    ];
    let space = || "[ \n\r\t]{0,2}";
    scalar.prop_recursive(5, 60, 6, move |inner| {
        let element = (space(), inner.clone(), space())
            .prop_map(|(before, element, after)| before + &element + &after);
        let member = (
            space(),
            "\"([a-z]|\\\\[\"\\\\n]){0,5}\"",
            space(),
            inner,
            space(),
        )
            .prop_map(|(a, name, b, value, c)| format!("{a}{name}{b}:{value}{c}"));
        prop_oneof![
            vec(element, 0..6).prop_map(|elements| format!("[{}]", elements.join(","))),
            vec(member, 0..6).prop_map(|members| format!("{{{}}}", members.join(","))),
        ]
    })
}

fn width() -> impl Strategy<Value = u32> {
    prop_oneof![40..60_u32, 40..WIDE, Just(WIDE)]
}

/// A JSON text without the whitespace between its tokens.
fn compact(json: &str) -> String {
    let mut in_string = false;
    let mut escaped = false;
    json.chars()
        .filter(|&c| {
            let keep = in_string || !matches!(c, ' ' | '\n' | '\r' | '\t');
            in_string ^= c == '"' && !escaped;
            escaped = in_string && c == '\\' && !escaped;
            keep
        })
        .collect()
}

fn check_windows(document: &Document, folds: &[u32], width: u32) -> Result<(), TestCaseError> {
    let lines = all_at(document, folds, width);
    for (from, count) in [
        (0, 1),
        (1, 3),
        (lines.len() as u32 / 2, 5),
        (70, 2),
        (u32::MAX, 9),
    ] {
        let window = document.lines(folds, width, from, count);
        prop_assert_eq!(window.total as usize, lines.len());
        let expected = lines.iter().skip(from as usize).take(count as usize);
        prop_assert!(window.lines.iter().eq(expected));
    }
    for (place, line) in lines.iter().enumerate() {
        prop_assert!(shown(line).chars().count() <= width as usize);
        if place == 0 || lines[place - 1].index < line.index {
            prop_assert_eq!(document.place(line.index, folds, width), Some(place as u32));
        }
    }
    let visible: HashSet<u32> = lines.iter().map(|line| line.index).collect();
    let last = lines.last().map_or(0, |line| line.index + 1);
    for index in (0..last).filter(|index| !visible.contains(index)) {
        prop_assert_eq!(
            document.place(index, folds, width),
            None,
            "line {} is folded",
            index
        );
    }
    Ok(())
}

proptest! {
    #![proptest_config(cases(100))]

    #[test]
    fn json_stays_the_same(json in json(), folds in vec(0..60_u32, 0..6), width in width()) {
        let document = document(&json, Form::Auto);
        prop_assert_eq!(document.shape(), Shape::Json);
        prop_assert_eq!(document.note(), None);
        prop_assert_eq!(compact(&document.text()), compact(&json));
        prop_assert_eq!(messages::json_problem(&json), None);
        let mut shown_text = String::new();
        for line in all_at(&document, &[], width) {
            shown_text.extend(line.spans.into_iter().map(|span| span.text));
        }
        prop_assert_eq!(compact(&shown_text), compact(&json).replace('\u{202e}', "⟨U+202E⟩"));
        check_windows(&document, &folds, width)?;
        let all_lines = all_at(&document, &[], width);
        let folded = all_at(&document, &folds, width);
        let hidden: u32 = folded.iter().filter(|line| line.folded).filter_map(|line| line.fold).sum();
        prop_assert_eq!(folded.len() + hidden as usize, all_lines.len());
    }

    #[test]
    fn any_bytes_are_shown(
        bytes in prop_oneof![
            vec(any::<u8>(), 0..300),
            vec(prop_oneof![Just(b'\n'), Just(b'x'), Just(0xff), Just(0xc3)], 0..6000),
            "[\\[\\]{}:,\"\\\\ \n0-9a-eu\u{202e}🦀-]{0,100}".prop_map(String::into_bytes),
            "(.|\r\n|\n){0,3000}".prop_map(String::into_bytes),
        ],
        folds in vec(0..20_u32, 0..4),
        width in width(),
    ) {
        for form in [Form::Auto, Form::Text, Form::Hex] {
            let document = document(&bytes, form);
            check_windows(&document, &folds, width)?;
            let text = document.text();
            if form == Form::Text {
                prop_assert_eq!(&text, &String::from_utf8_lossy(&bytes));
                let lines = bytes.split(|byte| *byte == b'\n').count();
                let all = all_at(&document, &[], width);
                let begun = all.iter().filter(|line| !line.continued).count();
                prop_assert_eq!(begun, if bytes.is_empty() { 0 } else { lines });
            }
        }
    }
}
