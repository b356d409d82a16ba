//! What may be written next, and conditions made from values.

use messages::{
    Completion, FilterMode, Path, Seen, Verdict, and_condition, complete, condition_for,
};
use proptest::prelude::*;

use super::{batch, conditions, judge, written};
use crate::{batch_of, cases};

fn seen() -> Seen {
    let mut seen = Seen::new();
    for value in [
        r#"{"status":"FAILED","amount":12.50,"on":true,"customer":{"name":"Ada L","zip":"8001"}}"#,
        r#"{"status":"OK","amount":7,"items":[{"sku":"A"},{"sku":"B"}],"odd name":null}"#,
        "no JSON",
        r#"["top"]"#,
    ] {
        let batch = batch(
            Some(br#"{"id":5}"#),
            Some(value.as_bytes()),
            &[(b"trace-id", Some(b"7")), (b"odd one", None)],
        );
        seen.look(&batch.get(0).expect("a record"));
    }
    seen
}

/// Completes at the `|`.
fn at(text: &str) -> Completion {
    let caret = text.find('|').expect("a caret");
    let before = &text[..caret];
    let caret = before.encode_utf16().count() as u32;
    complete(&text.replacen('|', "", 1), caret, &seen())
}

/// What is offered at the `|`, and what it replaces.
#[track_caller]
fn check(text: &str, replaced: &str, expected: &[&str]) {
    let completion = at(text);
    let options: Vec<&str> = completion
        .options
        .iter()
        .map(|option| option.text.as_str())
        .collect();
    assert_eq!(options, expected, "{text}");
    let units: Vec<u16> = text.replacen('|', "", 1).encode_utf16().collect();
    let range = completion.from as usize..completion.to as usize;
    assert_eq!(String::from_utf16_lossy(&units[range]), replaced, "{text}");
}

#[test]
fn offers_fields() {
    let all = [
        ".status",
        ".amount",
        ".on",
        ".customer",
        ".customer.name",
        ".customer.zip",
        "key.id",
        "header.trace-id",
        "header.\"odd one\"",
        ".items",
        ".items[]",
        ".items[].sku",
        ".\"odd name\"",
        ".[]",
        "key",
        "value",
        "header.",
        "partition",
        "offset",
        "timestamp",
        "size",
        "not",
    ];
    check("|", "", &all);
    check("(|", "", &all);
    check(".on and |", "", &all);
    check("not |", "", &all);
    check(".st|", ".st", &[".status"]);
    check(".é = 1 and .ST|at", ".STat", &[".status"]);
    check("na|", "na", &[".customer.name"]);
    check(".name|", ".name", &[".customer.name", ".\"odd name\""]);
    check(".tus|", ".tus", &[".status"]);
    check(".items[|", ".items[", &[".items[]", ".items[].sku"]);
    check("key.|", "key.", &["key.id"]);
    check(
        "header.|",
        "header.",
        &["header.trace-id", "header.\"odd one\""],
    );
    check("header.\"odd o|", "header.\"odd o", &["header.\"odd one\""]);
    check(".\"odd na|", ".\"odd na", &[".\"odd name\""]);
    check("par|", "par", &["partition"]);
    check("nothing|", "nothing", &[]);
}

#[test]
fn offers_operators() {
    check(
        "offset |",
        "",
        &["=", "!=", "<", "<=", ">", ">=", "in (", "and", "or"],
    );
    assert_eq!(at(".status |").options.len(), 20);
    check(".status con|", "con", &["contains"]);
    check(".status not c|", "", &[]);
    check(
        ".status not|",
        "not",
        &["not exists", "not in (", "not contains", "not matches"],
    );
    check(".status is|", "is", &["is null", "is not null"]);
    check(".status is |", "", &["null", "not null"]);
    check(".status is not n|", "n", &["null"]);
}

#[test]
fn offers_values_that_were_seen() {
    check(".status = |", "", &["FAILED", "OK"]);
    check(".status =|", "", &["FAILED", "OK"]);
    check(".status = fa|", "fa", &["FAILED"]);
    check(".status = FAILED|", "FAILED", &[]);
    check(".status in (FAILED, |", "", &["FAILED", "OK"]);
    check(".customer.name = \"ada|\"", "\"ada\"", &["\"Ada L\""]);
    check(".customer.name = \"ada l|", "\"ada l", &["\"Ada L\""]);
    check(".customer.zip = |", "", &["\"8001\""]);
    check(".amount > |", "", &["12.50", "7"]);
    check(".on = |", "", &["true"]);
    check(".items[0].sku = |", "", &["A", "B"]);
    check("value.status = |", "", &["FAILED", "OK"]);
    check("key.id = |", "", &["5"]);
    check("header.trace-id = |", "", &["7"]);
    check("partition = |", "", &[]);
}

#[test]
fn offers_words_between_conditions() {
    check(".a = 1 |", "", &["and", "or"]);
    check("(.a = 1 |", "", &["and", "or", ")"]);
    check(".a = 1 a|", "a", &["and"]);
    check(".a = 1 xx |", "", &[]);
    check(".a exists |", "", &["and", "or"]);
    check("'x' |", "", &["and", "or"]);
}

#[test]
fn tells_about_fields() {
    let details: Vec<_> = at("|")
        .options
        .into_iter()
        .map(|option| (option.text, option.detail))
        .take(5)
        .collect();
    let detail = |text: &str| {
        let found = details.iter().find(|(name, _)| name == text);
        found.map(|(_, detail)| detail.as_str())
    };
    assert_eq!(detail(".status"), Some("text, as FAILED"));
    assert_eq!(detail(".amount"), Some("number, as 12.50"));
    assert_eq!(detail(".customer"), Some("object"));
}

#[test]
fn what_is_kept_is_bounded() {
    let mut seen = Seen::new();
    let members: Vec<String> = (0..600).map(|n| format!(r#""f{n}":{n}"#)).collect();
    for value in [
        format!("{{{}}}", members.join(",")),
        format!(r#"{{"f1":"{}"}}"#, "long".repeat(100)),
        r#"{"x":{"f2":"#.repeat(100) + "1" + &"}".repeat(200),
    ] {
        seen.look(&batch_of(value.as_bytes()).get(0).expect("a record"));
    }
    assert_eq!(complete("", 0, &seen).options.len(), 50);
    assert_eq!(complete(".f599", 5, &seen).options, vec![]);
    assert_eq!(complete(".f499", 4, &seen).options.len(), 10);
    assert_eq!(complete(".f1 = ", 6, &seen).options.len(), 1);
}

#[test]
fn a_value_becomes_a_condition() {
    for (path, value, expected) in [
        (".a", "\"FAILED\"", ".a = FAILED"),
        (".a", "\"two words\"", ".a = \"two words\""),
        (".a", "\"4711\"", ".a = \"4711\""),
        (".a", "\"true\"", ".a = \"true\""),
        (".a", "\"and\"", ".a = \"and\""),
        (".a", "\"\"", ".a = \"\""),
        (".a", r#""caf\u00e9""#, ".a = café"),
        (".a", r#""a\"b\\c\n""#, r#".a = "a\"b\\c\n""#),
        (".a", "12.50", ".a = 12.50"),
        (".a", "true", ".a = true"),
        (".a", "null", ".a is null"),
        (".a", "{\"b\":1}", ".a exists"),
        (".a", "[1,2]", ".a exists"),
        ("key", "c-4471", "key = c-4471"),
        ("key", "4711", "key = 4711"),
        ("key", "\"quoted\"", r#"key = "\"quoted\"""#),
        ("key", "null", "key = \"null\""),
        ("header.x", "{}", "header.x = {}"),
    ] {
        assert_eq!(condition_for(path, value), expected, "{path} {value}");
    }
    let long = format!("\"{}\"", "lang é ".repeat(1000));
    let condition = condition_for(".a", &long);
    assert!(condition.len() < 300, "{condition}");
    let value = batch_of(format!(r#"{{"a":{long}}}"#).as_bytes());
    assert_eq!(judge(&condition, &value), Verdict::Match);
}

#[test]
fn a_condition_joins_what_is_asked_for() {
    let join = |text: &str, mode| and_condition(&written(text, mode, false), ".b = 2");
    for (text, expected) in [
        ("", ".b = 2"),
        ("  ", ".b = 2"),
        (".a = 1", ".a = 1 and .b = 2"),
        (" .a = 1 and .c ", ".a = 1 and .c and .b = 2"),
        (".a = 1 or .c = 3", "(.a = 1 or .c = 3) and .b = 2"),
        ("not .a", "not .a and .b = 2"),
        (".b = 2", ".b = 2"),
        (".a = 1 and .b = 2", ".a = 1 and .b = 2"),
        (".b = 2 or .a = 1", "(.b = 2 or .a = 1) and .b = 2"),
        ("pay_9f", "\"pay_9f\" and .b = 2"),
        ("a \"b\"", r#""a \"b\"" and .b = 2"#),
        (".a =", ".a = and .b = 2"),
    ] {
        assert_eq!(join(text, FilterMode::Auto), expected, "{text}");
    }
    assert_eq!(join(".a = 1", FilterMode::Text), "\".a = 1\" and .b = 2");
}

proptest! {
    #![proptest_config(cases(1500))]

    #[test]
    fn a_condition_holds_for_the_value_that_it_was_made_from(name in ".{0,5}", text in "(.|\n|[\"'\\\\ ,()]){0,12}", number in "-?(0|[1-9][0-9]{0,20})(\\.[0-9]{1,3})?") {
        let mut path = String::new();
        Path::push_member(&mut path, &name);
        for value in [serde_json::to_string(&text).expect("JSON"), number] {
            let json = format!("{{{}:{value}}}", serde_json::to_string(&name).expect("JSON"));
            let condition = condition_for(&path, &value);
            prop_assert_eq!(judge(&condition, &batch_of(json.as_bytes())), Verdict::Match, "{}", condition);
            let joined = and_condition(&written(&text, FilterMode::Text, true), &condition);
            prop_assert!(conditions(&joined).is_ok());
            prop_assert_eq!(written(&joined, FilterMode::Auto, true).kind(), messages::FilterKind::Where);
        }
        let key = batch(Some(text.as_bytes()), None, &[]);
        prop_assert_eq!(judge(&condition_for("key", &text), &key), Verdict::Match);
    }

    #[test]
    fn what_it_replaces_lies_around_the_caret(text in "(\\.|[a-z]|[\"'\\[\\]() =]|and |é|🦀|\\.status = ){0,10}", caret in 0..30_u32) {
        let completion = complete(&text, caret, &seen());
        let length = text.encode_utf16().count() as u32;
        let caret = caret.min(length);
        prop_assert!(completion.from <= caret);
        // One within a pair of surrogates counts as before it.
        prop_assert!(caret <= completion.to + 1);
        prop_assert!(completion.to <= length);
        let units: Vec<u16> = text.encode_utf16().collect();
        for place in [completion.from, completion.to] {
            prop_assert!(String::from_utf16(&units[..place as usize]).is_ok());
        }
    }
}
