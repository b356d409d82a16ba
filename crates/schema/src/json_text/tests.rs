use super::{Dialect, Document, Kind, surrogate, write};

fn read(text: &str) -> Document {
    Document::read(text, Dialect::default()).unwrap()
}

fn faults(text: &str) -> Vec<(usize, usize, String)> {
    let diagnostics = Document::read(text, Dialect::default()).unwrap_err();
    diagnostics
        .into_iter()
        .map(|found| (found.span.start, found.span.end, found.message))
        .collect()
}

#[test]
fn every_value_and_name_knows_its_place() {
    let document = read(r#" { "a" : [1, -2.50e+1, "x\ny"], "ü": {"b": null} } "#);
    let root = document.root();
    assert_eq!(
        root.text(),
        r#"{ "a" : [1, -2.50e+1, "x\ny"], "ü": {"b": null} }"#
    );
    let member = root.member("a").unwrap();
    assert_eq!(
        &document.text()[member.name_span.start..member.name_span.end],
        "\"a\""
    );
    let items: Vec<_> = member.value.as_array().unwrap().collect();
    assert_eq!(items[1].as_number(), Some("-2.50e+1"));
    assert_eq!(items[2].as_str(), Some("x\ny"));
    assert_eq!(items[2].text(), r#""x\ny""#);
    assert!(root.get("ü").unwrap().get("b").unwrap().is_null());
}

#[test]
fn a_name_written_twice_has_its_last_value_at_its_first_place() {
    let document = read(r#"{"a": 1, "b": 2, "\u0061": 3}"#);
    let members: Vec<_> = document
        .root()
        .as_object()
        .unwrap()
        .map(|member| (member.name, member.value.text()))
        .collect();
    assert_eq!(members, [("a", "3"), ("b", "2")]);
    let duplicate = document.duplicates()[0];
    assert_eq!((duplicate.shadowed.start, duplicate.by.start), (1, 17));
}

#[test]
fn many_members_are_told_apart_too() {
    let names: Vec<_> = (0..1000)
        .map(|at| format!("\"n{}\": {at}", at % 500))
        .collect();
    let document = read(&format!("{{{}}}", names.join(",")));
    assert_eq!(document.root().as_object().unwrap().len(), 500);
    assert_eq!(document.root().get("n7").unwrap().text(), "507");
    assert_eq!(document.duplicates().len(), 500);
}

#[test]
fn unpaired_surrogates_stay_apart_and_are_written_as_they_were() {
    let document = read(r#"["\ud83d\ude00", "\ud800", "\udc00x", "\ud800\ud83d\ude00"]"#);
    let texts: Vec<_> = document
        .root()
        .as_array()
        .unwrap()
        .filter_map(super::Value::as_str)
        .collect();
    let lone = surrogate(0xD800).unwrap();
    assert_eq!(texts[0], "😀");
    assert_eq!(texts[1], lone.to_string());
    assert_ne!(texts[1], texts[2].trim_end_matches('x'));
    assert_eq!(texts[3], format!("{lone}😀"));
    let mut out = String::new();
    write(&mut out, document.root(), String::push_str);
    assert_eq!(out, r#"["😀","\uD800","\uDC00x","\uD800😀"]"#);
}

#[test]
fn writing_leaves_out_spaces_only() {
    let text = r#"{"a":[],"b":{},"c":[1,{"d":"\u0001\"\\/"},[[]]],"e":true}"#;
    let document = read(&text.replace(',', " ,\n ").replace(':', " : "));
    let mut out = String::new();
    write(&mut out, document.root(), String::push_str);
    assert_eq!(out, text);
}

#[test]
fn several_faults_are_told_at_once() {
    let found = faults("{\"a\": tru, b: 01, \"c\" 3, \"d\": \"\\x\",}");
    let messages: Vec<_> = found
        .iter()
        .map(|(_, _, message)| message.as_str())
        .collect();
    assert_eq!(
        messages,
        [
            "expected a value, found `tru`",
            "a name stands in quotes: `\"b\"`",
            "`01` is no number as JSON writes it",
            "expected `:` after the name",
            "`\\x` is no escape that JSON knows",
            "expected a name after `,`, found `}`",
        ]
    );
    assert_eq!((found[0].0, found[0].1), (6, 9));
}

#[test]
fn each_fault_has_its_place() {
    for (text, start, end) in [
        ("", 0, 0),
        ("[1 2]", 3, 4),
        ("[1,]", 3, 4),
        ("[1}", 2, 3),
        ("{\"a\"}", 4, 5),
        ("{\"a\":}", 5, 6),
        ("{\"a\":1", 0, 1),
        ("[\"x", 1, 3),
        ("1 2", 2, 3),
        ("\"\\ud8\"", 1, 3),
        ("\"\t\"", 1, 2),
        ("-", 0, 1),
        ("1.", 0, 2),
        ("]", 0, 1),
        ("\u{feff}1", 0, 4),
        ("/* x */ 1", 0, 2),
        ("NaN", 0, 3),
    ] {
        let found = faults(text);
        assert_eq!((found[0].0, found[0].1), (start, end), "{text:?} {found:?}");
    }
}

#[test]
fn comments_are_let_through_where_the_dialect_has_them() {
    let dialect = Dialect {
        comments: true,
        ..Dialect::default()
    };
    let document = Document::read("// a\n[ /* b */ 1, // c\r 2 ] // d", dialect).unwrap();
    assert_eq!(document.root().as_array().unwrap().len(), 2);
    let open = Document::read("1 /* ", dialect).unwrap_err();
    assert_eq!(open[0].message, "this comment has no `*/`");
}

#[test]
fn depth_is_bounded_by_the_dialect_alone() {
    let deep = |depth: usize| "[".repeat(depth) + &"]".repeat(depth);
    assert!(Document::read(&deep(1_000), Dialect::default()).is_ok());
    let found = faults(&deep(1_001));
    assert_eq!(
        found,
        [(1_000, 1_001, "nested more than 1000 levels deep".to_owned())]
    );
    let boundless = Dialect {
        max_depth: usize::MAX,
        ..Dialect::default()
    };
    let document = Document::read(&deep(2_000_000), boundless).unwrap();
    let mut out = String::new();
    write(&mut out, document.root(), String::push_str);
    assert_eq!(out.len(), 4_000_000);
    assert!(matches!(document.root().kind(), Kind::Array(_)));
}

#[test]
fn no_prefix_of_a_text_panics() {
    let text = r#"{"ä": [1.5e3, "\ud800\u00e4", {"x": [true, false, null]}], "y": "\\"} "#;
    for end in 0..text.len() {
        if text.is_char_boundary(end) {
            let read = Document::read(&text[..end], Dialect::default());
            assert_eq!(read.is_ok(), end == text.len() - 1, "{end}");
        }
    }
}
