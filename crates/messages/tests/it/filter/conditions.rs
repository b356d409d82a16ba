//! Conditions and their verdicts.

use messages::{Batch, Filter, FilterKind, FilterMode, Verdict};

use super::{batch, judge, written};
use crate::{batch_of, record};

/// The conditions hold for a value, their contrary does not.
#[track_caller]
fn holds(text: &str, value: &str) {
    check(text, value, Verdict::Match);
    check(&format!("not ({text})"), value, Verdict::No);
}

/// The conditions don't hold for a value, their contrary does.
#[track_caller]
fn fails(text: &str, value: &str) {
    check(text, value, Verdict::No);
    check(&format!("not ({text})"), value, Verdict::Match);
}

#[track_caller]
fn check(text: &str, value: &str, expected: Verdict) {
    assert_eq!(
        judge(text, &batch_of(value.as_bytes())),
        expected,
        "{text} of {value}"
    );
}

#[test]
fn the_example_of_the_documentation() {
    let text = ".status = FAILED and .amount > 10000 and not header.retry exists";
    let value =
        |status: &str, amount: &str| format!(r#"{{"id":7,"status":"{status}","amount":{amount}}}"#);
    holds(text, &value("FAILED", "10000.01"));
    fails(text, &value("FAILED", "10000"));
    fails(text, &value("failed", "10001"));
    let retried = batch(
        None,
        Some(value("FAILED", "10001").as_bytes()),
        &[(b"retry", None)],
    );
    assert_eq!(judge(text, &retried), Verdict::No);
}

#[test]
fn a_number_without_quotes_is_a_number() {
    for same in ["4711", "4711.0", "47.11e2", "\"4711\"", "\"4711.00\""] {
        holds(".a = 4711", &format!(r#"{{"a":{same}}}"#));
        fails(".a != 4711", &format!(r#"{{"a":{same}}}"#));
    }
    for other in [
        "4712",
        "-4711",
        "\"4711 \"",
        "\"04711\"",
        "true",
        "null",
        "[4711]",
        "{}",
    ] {
        fails(".a = 4711", &format!(r#"{{"a":{other}}}"#));
        holds(".a != 4711", &format!(r#"{{"a":{other}}}"#));
    }
    holds(".a = '4711'", r#"{"a":"4711"}"#);
    fails(".a = '4711'", r#"{"a":4711}"#);
    fails(".a = \"4711\"", r#"{"a":"4711.0"}"#);
    holds(".a = 04711", r#"{"a":"04711"}"#);
}

#[test]
fn numbers_keep_all_their_digits() {
    fails(".a = 9007199254740993", r#"{"a":9007199254740992}"#);
    holds(".a < 9007199254740993", r#"{"a":9007199254740992}"#);
    holds(".a > 1e400", r#"{"a":1.0000000000000000000001e400}"#);
    holds(".a = 1.10", r#"{"a":1.1}"#);
    holds(".a = 1e3", r#"{"a":1000}"#);
    holds(".a <= -0", r#"{"a":0}"#);
    holds(".a >= 10", r#"{"a":"9e9"}"#);
    fails(".a > 10", r#"{"a":"many"}"#);
    fails(".a <= 10", r#"{"a":"many"}"#);
}

#[test]
fn texts_are_in_the_order_of_their_code_points() {
    holds(".a < b", r#"{"a":"a"}"#);
    fails(".a < a", r#"{"a":"a"}"#);
    holds(".a <= a", r#"{"a":"a"}"#);
    holds(".a > Z", r#"{"a":"a"}"#);
    holds(".a > z", r#"{"a":"\u00e9"}"#);
    holds(".a >= \"10\"", r#"{"a":"9"}"#);
    fails(".a >= \"10\"", r#"{"a":9}"#);
    holds(
        ".at >= 2026-08-27T00:00",
        r#"{"at":"2026-08-27T14:02:11Z"}"#,
    );
}

#[test]
fn booleans_and_null() {
    holds(".a = true", r#"{"a":true}"#);
    holds(".a = True", r#"{"a":true}"#);
    holds(".a = true", r#"{"a":"true"}"#);
    fails(".a = 'true'", r#"{"a":true}"#);
    fails(".a = false", r#"{"a":true}"#);
    fails(".a > false", r#"{"a":true}"#);
    for null in [".a = null", ".a is null", ".a IS NULL", ".a in (1, null)"] {
        holds(null, r#"{"a":null}"#);
        fails(null, r#"{"a":0}"#);
        fails(null, r#"{"a":"null"}"#);
        fails(null, "{}");
    }
    for not_null in [".a != null", ".a is not null"] {
        fails(not_null, r#"{"a":null}"#);
        holds(not_null, r#"{"a":[]}"#);
        fails(not_null, "{}");
    }
    holds(".a = 'null'", r#"{"a":"null"}"#);
}

#[test]
fn what_is_missing_is_only_different() {
    for text in [
        ".a = 1",
        ".a < 1",
        ".a >= 1",
        ".a in (1)",
        ".a contains x",
        ".a starts x",
        ".a ends x",
        ".a matches x",
        ".a exists",
        ".a",
    ] {
        fails(text, "{}");
        fails(text, r#"{"b":{"a":1}}"#);
        fails(text, "7");
    }
    holds(".a != 1", "{}");
    holds(".a not in (1)", "{}");
    holds(".a not exists", "{}");
    holds(".a not contains x", "{}");
}

#[test]
fn fields_exist_whatever_they_are() {
    for value in ["null", "false", "0", "\"\"", "[]", "{}"] {
        let value = format!(r#"{{"a":{value}}}"#);
        holds(".a exists", &value);
        holds(".a", &value);
        holds("(.a)", &value);
        fails(".a not exists", &value);
    }
    holds(". exists", "7");
    holds(". = 7", " 7 ");
    holds(".[1] = 2", "[1,2]");
}

#[test]
fn of_several_elements_one_is_enough() {
    let value = r#"{"items":[{"sku":"A","n":[1,2]},{"sku":"B"},{"sku":"C","n":[3]},7]}"#;
    holds(".items[].sku = B", value);
    fails(".items[].sku = D", value);
    fails(".items[].sku != B", value);
    holds(".items[].sku != D", value);
    holds(".items[].n[] = 3", value);
    holds(".items[].n[1] = 2", value);
    fails(".items[].n[2] exists", value);
    holds(".items[] = 7", value);
    holds(".items[].sku > B", value);
    holds(".items[].sku is not null", value);
    fails(".items[].sku is null", value);
    fails(".items[].x[] exists", value);
    fails(".items.sku = A", value);
}

#[test]
fn text_tests_look_at_decoded_text() {
    let value = r#"{"a":"caf\u00e9 \"x\" C:\\temp","n":12.50,"o":{"b":"Z\u00fcrich"}}"#;
    holds(".a contains café", value);
    holds(".a ~ 'é \"x\"'", value);
    holds(".a = 'café \"x\" C:\\\\temp'", value);
    holds(".a starts caf", value);
    holds(".a starts with caf", value);
    fails(".a starts fé", value);
    holds(".a ends temp", value);
    holds(".a ENDS WITH temp", value);
    fails(".a ends with", value);
    holds(r#".a matches '^caf. "x" C:\\\w+$'"#, value);
    holds(r".a matches C:\\t", value);
    fails(r".a matches ^x", value);
    holds(".n contains 2.5", value);
    holds(".n ends 50", value);
    holds(".o contains Zürich", value);
    fails(".o starts Zürich", value);
    holds(".a not contains tea", value);
    holds(".a not matches tea", value);
}

#[test]
fn the_switch_for_case_is_for_text_tests() {
    let value = batch_of(r#"{"a":"STRASSE Zürich"}"#.as_bytes());
    for (text, expected) in [
        (".a contains zürich", true),
        (".a starts strasse", true),
        (".a ends ZÜRICH", true),
        (".a matches '^s.*ü'", true),
        ("'zürich' and .a", true),
        (".a = 'strasse zürich'", false),
        (".A contains Zürich", false),
    ] {
        for match_case in [false, true] {
            let filter = Filter::parse(&written(text, FilterMode::Where, match_case))
                .expect("conditions")
                .expect("a text");
            let verdict = filter.judge(&value.get(0).expect("a record"));
            let expected = Verdict::from(expected && !match_case);
            assert_eq!(verdict, expected, "{text}");
        }
    }
}

#[test]
fn asks_for_what_every_record_has() {
    let batch = batch(
        Some(b"c-4471"),
        Some(b"12345"),
        &[
            (b"retry", Some(b"3")),
            (b"retry", Some(b"12")),
            (b"odd name", Some(b"x y")),
            (b"none", None),
            (b"spring.id", Some(b"\xff")),
        ],
    );
    for (text, expected) in [
        ("partition = 3", true),
        ("partition in (1, 2)", false),
        ("partition < 3.5", true),
        ("offset >= 4711 and offset < 4712", true),
        ("offset = 4711.5", false),
        ("size = 11", true),
        ("size > 11", false),
        ("timestamp = 1787839331500", true),
        ("timestamp = 2026-08-27T14:02:11.5Z", true),
        ("timestamp >= '2026-08-27 16:02:12 +02:00'", false),
        ("timestamp >= '2026-08-27 16:02:11+02:00'", true),
        ("timestamp < 2026-08-28", true),
        ("timestamp < 2026-08-27", false),
        ("timestamp exists and timestamp is not null", true),
        ("key = c-4471", true),
        ("key starts c- and key ends 71", true),
        ("key in (a, c-4471)", true),
        ("key < d", true),
        ("key is null", false),
        ("key", true),
        ("value = 12345", true),
        ("value = 1.2345e4", true),
        ("value = '12345'", true),
        ("value matches ^[0-9]{5}$", true),
        (". > 12344", true),
        ("header.retry = 3", true),
        ("header.retry = 12", true),
        ("header.retry > 12", false),
        ("header.retry = 4", false),
        ("header.\"odd name\" = 'x y'", true),
        ("header.none exists", true),
        ("header.none is null", true),
        ("header.none = x", false),
        ("header.none is not null", false),
        ("header.spring.id exists", true),
        ("header.absent", false),
        ("header.absent is null", false),
        ("PARTITION = 3 AND NOT Header.absent EXISTS", true),
        ("'71' and 'odd' and not 'd n' || 'x y' && 'spring'", true),
    ] {
        assert_eq!(judge(text, &batch), expected.into(), "{text}");
    }
    let mut bare = Batch::default();
    bare.push(messages::Record {
        timestamp: -1,
        ..record(0, None, None)
    });
    for (text, expected) in [
        ("key is null and value is null", true),
        ("key exists or value exists", false),
        ("key = ''", false),
        ("key != x", true),
        ("timestamp is null", true),
        ("timestamp exists", false),
        ("timestamp < 2026-08-28", false),
        ("size = 0", true),
        (".a exists", false),
        (".a != 1", true),
        (".a is null", false),
        ("key.a = 1", false),
    ] {
        assert_eq!(judge(text, &bare), expected.into(), "{text}");
    }
}

#[test]
fn asks_for_fields_of_keys() {
    let keyed = batch(Some(br#"{"id":7,"tags":["x"]}"#), Some(b"text"), &[]);
    assert_eq!(judge("key.id = 7", &keyed), Verdict::Match);
    assert_eq!(judge("key.tags[] = x", &keyed), Verdict::Match);
    assert_eq!(judge("key.id = 7 and .id = 7", &keyed), Verdict::Unclear);
    assert_eq!(judge("key.id = 8 and .id = 7", &keyed), Verdict::No);
    let plain = batch(Some(b"c-1"), Some(b"{}"), &[]);
    assert_eq!(judge("key.id = 7", &plain), Verdict::Unclear);
}

#[test]
fn what_is_not_json_is_unclear_where_it_matters() {
    let text = batch(None, Some(b"FAILED"), &[]);
    for (conditions, expected) in [
        (".a = 1", Verdict::Unclear),
        (".a exists", Verdict::Unclear),
        ("not .a exists", Verdict::Unclear),
        (".a != 1", Verdict::Unclear),
        (".a = 1 and .b = 2", Verdict::Unclear),
        (".a = 1 or .b = 2", Verdict::Unclear),
        (".a = 1 and partition = 4", Verdict::No),
        ("partition = 4 and .a = 1", Verdict::No),
        (".a = 1 and partition = 3", Verdict::Unclear),
        (".a = 1 or partition = 3", Verdict::Match),
        (".a = 1 or partition = 4", Verdict::Unclear),
        ("not (.a = 1 and partition = 4)", Verdict::Match),
        ("value = FAILED", Verdict::Match),
        ("'FAIL' or .a", Verdict::Match),
        ("'FAIL' and .a", Verdict::Unclear),
    ] {
        assert_eq!(judge(conditions, &text), expected, "{conditions}");
    }
    for broken in [
        r#"{"a":1"#,
        r#"{"a":1,}"#,
        r#"{"a":1}{"#,
        r#"{"a":1,"b":tru}"#,
        "",
    ] {
        check(".a = 1", broken, Verdict::Unclear);
    }
}

#[test]
fn binds_as_it_says() {
    let value = r#"{"t":true,"f":false}"#;
    holds(".t = true or .f = true and .f = true", value);
    fails("(.t = true or .f = true) and .f = true", value);
    holds("not .f = true and .t = true", value);
    fails("not (.f = false and .t = true)", value);
    holds("not not .t = true", value);
    holds("not(.f=true)and(.t==true)", value);
    holds(".t<>false&&.t=true||.f=true", value);
    let deep = format!("{}.t{}", "(".repeat(64), ")".repeat(64));
    check(&deep, value, Verdict::Match);
    holds(&format!("{}.t", ".t and ".repeat(499)), value);
}

#[test]
fn takes_text_for_what_it_looks_like() {
    for text in [
        ".status = FAILED",
        ".a",
        ".a.b[0].c exists",
        ".\"odd name\"",
        ".[0]",
        ".",
        "key = x",
        "KEY starts x",
        "key.id",
        "value contains x",
        "header.retry",
        "header.\"x",
        "not .a",
        "not header.x exists",
        "(.a = 1 or .b = 2)",
        "partition=3",
        "offset > 1",
        "timestamp < 1",
        "size >= 100",
        "not (key = 1)",
        "'x' and .a = 1",
        "\"x\" or key = 1",
        "not 'x'",
        ".a[",
        ".a =",
        "key =",
        "value not exists",
        ". exists",
    ] {
        let kind = written(text, FilterMode::Auto, false).kind();
        assert_eq!(kind, FilterKind::Where, "{text}");
    }
    for text in [
        "",
        " ",
        "FAILED",
        "pay_9f21ac",
        "key",
        "key 12",
        "the key = x",
        "value",
        "size matters",
        "not found",
        "not",
        "(",
        "(x)",
        "note: .a = 1",
        "...",
        ".5",
        "...and more",
        "\"status\"",
        "\"status\":\"FAILED\"",
        "'x'",
        "{\"a\":1}",
        "offset",
        "headers",
        "header",
        "keys = 1",
        "1 = 1",
        "\"x",
        "not \"x",
    ] {
        let kind = written(text, FilterMode::Auto, false).kind();
        assert_eq!(kind, FilterKind::Text, "{text}");
    }
    assert_eq!(
        written(".a = 1", FilterMode::Text, false).kind(),
        FilterKind::Text
    );
    assert_eq!(
        written("FAILED", FilterMode::Where, false).kind(),
        FilterKind::Where
    );
}

#[test]
fn a_name_that_repeats_counts_last() {
    holds(".a = 2", r#"{"a":1,"a":2}"#);
    fails(".a = 1", r#"{"a":1,"a":2}"#);
    fails(".a.b exists", r#"{"a":{"b":1},"a":{}}"#);
    holds(
        ".a.b = 1 and .a.c = 2",
        r#"{"a":{"b":0},"a":{"b":1,"c":3,"c":2}}"#,
    );
}

#[test]
fn any_number_of_fields_up_to_64() {
    let value: Vec<String> = (0..64).map(|n| format!(r#""f{n}":{n}"#)).collect();
    let value = format!("{{{}}}", value.join(","));
    let each: Vec<String> = (0..64).map(|n| format!(".f{n} = {n}")).collect();
    check(&each.join(" and "), &value, Verdict::Match);
    check(
        &format!("{} and .f9 = 8", each.join(" and ")),
        &value,
        Verdict::No,
    );
}
