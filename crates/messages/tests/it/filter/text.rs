//! Plain text.

use messages::{Batch, Filter, FilterMode, FilterText, Record, TimestampKind, Verdict};

use crate::{Pairs, batch_of};

fn filter(text: &str, match_case: bool) -> Filter {
    Filter::parse(&FilterText {
        text: text.to_owned(),
        mode: FilterMode::Text,
        match_case,
    })
    .expect("a filter")
    .expect("a text")
}

fn is_in(text: &str, match_case: bool, batch: &Batch) -> bool {
    let verdict = filter(text, match_case).judge(&batch.get(0).expect("a record"));
    assert_ne!(verdict, Verdict::Unclear);
    verdict == Verdict::Match
}

#[test]
fn is_found_in_key_value_and_headers() {
    let headers: Pairs<'_> = &[(b"Trace", Some(b"Zurich")), (b"Empty", None)];
    let mut batch = Batch::default();
    batch.push(Record {
        partition: 0,
        offset: 0,
        timestamp: -1,
        timestamp_kind: TimestampKind::None,
        key: Some(b"c-4471"),
        value: Some(b"x\xffPay_9f21ac"),
        headers: headers.iter().copied(),
    });
    for found in ["c-44", "Pay_9f", "Trace", "Zurich", "Empty"] {
        assert!(is_in(found, true, &batch), "{found}");
        assert!(is_in(&found.to_lowercase(), false, &batch), "{found}");
    }
    assert!(!is_in("pay_9f", true, &batch));
    assert!(!is_in("471x", false, &batch), "not across parts");
}

#[test]
fn ignores_case_as_unicode_has_it() {
    let batch = batch_of("Straße ZÜRICH Σίσυφος ДА".as_bytes());
    for found in ["zürich", "STRAßE", "ΣΊΣΥΦΟΣ", "да", "e z"] {
        assert!(is_in(found, false, &batch), "{found}");
        assert!(!is_in(found, true, &batch), "{found}");
    }
    assert!(!is_in("STRASSE", false, &batch));
    assert!(!is_in("zurich", false, &batch));
}

#[test]
fn no_character_has_a_meaning() {
    let batch = batch_of(br"a.c (x|y) [a-z] C:\new.*");
    for (text, expected) in [
        ("A.C", true),
        ("(X|Y)", true),
        ("[A-Z]", true),
        ("abc", false),
        (r"c:\new", true),
        (".*", true),
    ] {
        assert_eq!(is_in(text, false, &batch), expected, "{text}");
    }
}

#[test]
fn is_found_where_json_escapes_it() {
    let batch = batch_of(r#"{"name":"caf\u00e9 \"Z\u00fcrich\" \ud83e\udd80 a\/b"}"#.as_bytes());
    for text in ["café", "\"Zürich\" 🦀", "a/b", "caf\\u00e9"] {
        assert!(is_in(text, true, &batch), "{text}");
    }
    assert!(is_in("CAFÉ", false, &batch));
    assert!(!is_in("CAFÉ", true, &batch));
}

#[test]
fn blank_is_no_filter() {
    for text in ["", " ", "\t\n"] {
        let filter = FilterText {
            text: text.to_owned(),
            mode: FilterMode::Text,
            match_case: false,
        };
        assert!(Filter::parse(&filter).expect("no problem").is_none());
    }
}

#[test]
fn may_be_long() {
    for text in ["ж".repeat(32 << 10), "k".repeat(64 << 10)] {
        let batch = batch_of(text.to_uppercase().as_bytes());
        assert!(is_in(&text, false, &batch));
        let longer = FilterText {
            text: format!("{text}k"),
            mode: FilterMode::Text,
            match_case: false,
        };
        let problem = Filter::parse(&longer).expect_err("too long");
        assert_eq!(problem.message, "The filter is too long");
    }
}
