//! Looking up places in a record.

use messages::{Batch, Lookup, Path, Record, SpanKind, TimestampKind};

use crate::{Pairs, batch_of, cases, record};
use proptest::prelude::*;

/// What a path finds in a value: its text, `-` where it is missing, `!` where the value is not JSON.
fn look_up(path: &str, batch: &Batch) -> String {
    let path = Path::parse(path).expect("a path");
    match path.get(&batch.get(0).expect("a record")) {
        Lookup::Found(found) => String::from_utf8_lossy(found.raw).into_owned(),
        Lookup::Missing => "-".to_owned(),
        Lookup::NotJson => "!".to_owned(),
    }
}

#[track_caller]
fn check(path: &str, value: &str, expected: &str) {
    assert_eq!(
        look_up(path, &batch_of(value.as_bytes())),
        expected,
        "{path} of {value}"
    );
}

#[test]
fn finds_members_and_elements_as_they_are_written() {
    let value = r#"{"id":"a\"\u00e9","amount": 12.50 ,"on":true,"none":null,
        "items":[{"sku":"A"},{"sku":"B","n":[1,2]}],"odd name":{"":{"x":[]}}}"#;
    check(".id", value, r#""a\"\u00e9""#);
    check(".amount", value, "12.50");
    check(".on", value, "true");
    check(".none", value, "null");
    check(".items[1].sku", value, r#""B""#);
    check(".items[1].n[0]", value, "1");
    check(".items[2]", value, "-");
    check(".items.[0]", value, r#"{"sku":"A"}"#);
    check(".items[].n", value, "[1,2]");
    check(".items[].n[1]", value, "2");
    check(".items[].nothing", value, "-");
    check(".\"odd name\".\"\".x", value, "[]");
    check("value.amount", value, "12.50");
    check(".amount.more", value, "-");
    check(".id[0]", value, "-");
    check(".items.sku", value, "-");
    check(".[0]", "[7]", "7");
    check(".", " 7 ", "7");
    check("value", " 7 ", " 7 ");
}

#[test]
fn reads_names_with_escapes() {
    let value = r#"{"caf\u00e9":1,"a\"b":2,"\ud83e\udd80":3}"#;
    check(".café", value, "1");
    check(r#"."caf\u00e9""#, value, "1");
    check(r#"."a\"b""#, value, "2");
    check(".\"🦀\"", value, "3");
}

#[test]
fn of_members_with_one_name_the_last_counts() {
    check(".a", r#"{"a":1,"a":2}"#, "2");
    check(".a.b", r#"{"a":{"b":1},"a":{"c":2}}"#, "-");
    check(".a.b", r#"{"a":{"b":1},"a":3}"#, "-");
    check(
        ".a[].b",
        r#"{"a":[{"b":1,"b":2}],"a":[{"b":3},{"b":4}]}"#,
        "3",
    );
}

#[test]
fn tells_what_is_not_json() {
    check(".a", "hello", "!");
    check(".a", "", "!");
    check(".a", r#"{"a":1"#, "!");
    check(".a", r#"{"a":1}x"#, "!");
    check(".a", r#"{"a":1,"b":01}"#, "!");
    assert_eq!(look_up(".a", &batch_of(b"{\"a\":\"\xff\"}")), "!");
    check(".a", "7", "-");
    let mut tombstone = Batch::default();
    tombstone.push(record(0, None, None));
    assert_eq!(look_up(".a", &tombstone), "-");
    assert_eq!(look_up("value", &tombstone), "-");
}

#[test]
fn looks_into_keys_and_headers() {
    let headers: Pairs<'_> = &[
        (b"trace-id", Some(b"1")),
        (b"trace-id", Some(b"2")),
        (b"odd name", Some(b"3")),
        (b"none", None),
        (b"spring.id", Some(b"\xff")),
    ];
    let mut batch = Batch::default();
    batch.push(Record {
        partition: 0,
        offset: 0,
        timestamp: -1,
        timestamp_kind: TimestampKind::None,
        key: Some(br#"{"id":[5]}"#),
        value: None,
        headers: headers.iter().copied(),
    });
    for (path, expected) in [
        ("key", r#"{"id":[5]}"#),
        ("KEY.id", "[5]"),
        ("key.id[0]", "5"),
        ("key[0]", "-"),
        ("header.trace-id", "2"),
        ("header.\"odd name\"", "3"),
        ("header.none", "-"),
        ("header.spring.id", "\u{fffd}"),
        ("header.Trace-Id", "-"),
    ] {
        assert_eq!(look_up(path, &batch), expected, "{path}");
    }
}

#[test]
fn tells_the_kind() {
    let batch = batch_of(br#"{"s":"","n":-1,"l":null,"o":{},"a":[]}"#);
    let kind = |path: &str| {
        let path = Path::parse(path).expect("a path");
        match path.get(&batch.get(0).expect("a record")) {
            Lookup::Found(found) => Some(found.kind),
            _ => None,
        }
    };
    assert_eq!(kind(".s"), Some(SpanKind::String));
    assert_eq!(kind(".n"), Some(SpanKind::Number));
    assert_eq!(kind(".l"), Some(SpanKind::Literal));
    assert_eq!(kind(".o"), Some(SpanKind::Punctuation));
    assert_eq!(kind(".a"), Some(SpanKind::Punctuation));
    assert_eq!(kind("value"), Some(SpanKind::Plain));
}

#[test]
fn says_where_a_path_is_wrong() {
    for (path, from, to, message) in [
        ("", 0, 0, "Not a path"),
        ("amount", 0, 6, "Not a path"),
        ("keys", 0, 4, "Not a path"),
        (".ä..b", 2, 3, "A name has to follow the dot"),
        (".🦀", 1, 3, "The path ends here"),
        (".\"🦀\"[x]", 5, 6, "The bracket is not closed"),
        (".a[", 2, 3, "The bracket is not closed"),
        (".a[1", 2, 4, "The bracket is not closed"),
        (".\"a", 1, 3, "The quote is not closed"),
        (".a b", 2, 4, "The path ends here"),
        ("header", 0, 6, "A header needs its name"),
        ("header.", 7, 7, "A header's name has to follow the dot"),
        (
            "partition",
            0,
            9,
            "Every message has this, so it is no path",
        ),
    ] {
        let problem = Path::parse(path).expect_err(path);
        assert_eq!(
            (problem.from, problem.to, problem.message.as_str()),
            (from, to, message),
            "{path}"
        );
    }
    assert!(Path::parse(&".a".repeat(64)).is_ok());
    assert!(Path::parse(&".a".repeat(65)).is_err());
}

#[test]
fn any_depth_of_nesting_is_walked_through() {
    let deep = format!("{}1{}", "[".repeat(100_000), "]".repeat(100_000));
    check(".a", &format!(r#"{{"x":{deep},"a":2}}"#), "2");
    check(".a", &format!(r#"{{"x":{deep}],"a":2}}"#), "!");
    let mixed = format!("{}1{}", r#"{"a":["#.repeat(500), "]}".repeat(500));
    check(".a[0].b", &mixed, "-");
    let wrong = format!("{}1{}", r#"{"a":["#.repeat(500), "}]".repeat(500));
    check(".a[0].b", &wrong, "!");
}

proptest! {
    #![proptest_config(cases(500))]

    #[test]
    fn written_steps_are_read_again(names in proptest::collection::vec(".{0,6}", 1..4), index in any::<u64>()) {
        let mut path = String::new();
        let mut value = String::from("1");
        for name in &names {
            Path::push_member(&mut path, name);
        }
        for name in names.iter().rev() {
            let mut quoted = String::new();
            Path::push_member(&mut quoted, &format!("{name} "));
            value = format!("{{{}:{value}}}", &quoted[1..].replace(" \"", "\""));
        }
        prop_assert_eq!(look_up(&path, &batch_of(value.as_bytes())), "1");
        Path::push_index(&mut path, index);
        prop_assert!(Path::parse(&path).is_ok());
    }

    #[test]
    fn takes_for_json_what_is_json(text in "([\\[\\]{},:]|\"a\":|\"[^\"\\\\]{0,9}\"|\\\\(u00e9|n|x|u12)|\"|-?[0-9]{1,2}|[.eE+-]|true|null|[ \n\u{1}é]){0,9}") {
        let is_json = look_up(".", &batch_of(text.as_bytes())) != "!";
        prop_assert_eq!(is_json, messages::json_problem(&text).is_none());
    }

    #[test]
    fn no_text_and_no_bytes_make_it_panic(path in ".{0,20}", value in proptest::collection::vec(any::<u8>(), 0..40)) {
        let batch = batch_of(&value);
        for path in [path.clone(), format!(".{path}"), ".a[0]".to_owned()] {
            if let Ok(path) = Path::parse(&path) {
                path.get(&batch.get(0).expect("a record"));
            }
        }
    }
}
