//! JSON strings as they stand in a JSON text, with their quotes.

use std::borrow::Cow;
use std::fmt::Write as _;

use memchr::{memchr, memchr_iter};

use super::text;

/// The text that a string stands for; half of a surrogate pair becomes U+FFFD.
pub(crate) fn decode(string: &str) -> Cow<'_, str> {
    let raw = string
        .strip_prefix('"')
        .and_then(|rest| rest.strip_suffix('"'))
        .unwrap_or(string);
    if memchr(b'\\', raw.as_bytes()).is_none() {
        return Cow::Borrowed(raw);
    }
    let mut decoded = Vec::with_capacity(raw.len());
    text::unescape(raw.as_bytes(), &mut decoded);
    Cow::Owned(
        String::from_utf8(decoded)
            .unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned()),
    )
}

/// The byte of the string where half of a surrogate pair stands alone: it is no character, so no
/// text can hold it.
pub(crate) fn lone_surrogate(string: &str) -> Option<usize> {
    let mut after = 0;
    let mut high = None;
    for at in memchr_iter(b'\\', string.as_bytes()) {
        if at < after {
            continue;
        }
        let unit = unit(&string[at..]);
        after = at + if unit.is_some() { 6 } else { 2 };
        match (high, unit) {
            (Some(half), Some(0xdc00..0xe000)) if half + 6 == at => high = None,
            (Some(half), _) => return Some(half),
            (None, Some(0xdc00..0xe000)) => return Some(at),
            (None, Some(0xd800..0xdc00)) => high = Some(at),
            (None, _) => {}
        }
    }
    high
}

/// Appends a text as a string, in one line for every tool: control characters and Unicode's line
/// breaks are escaped.
pub(crate) fn push(out: &mut String, text: &str) {
    out.push('"');
    let mut from = 0;
    for (at, c) in text.char_indices() {
        let escape = match c {
            '"' => "\\\"",
            '\\' => "\\\\",
            '\n' => "\\n",
            '\r' => "\\r",
            '\t' => "\\t",
            '\u{2028}' | '\u{2029}' => "",
            c if c.is_control() => "",
            _ => continue,
        };
        out.push_str(&text[from..at]);
        from = at + c.len_utf8();
        if escape.is_empty() {
            // Writing to a string can't fail.
            let _ = write!(out, "\\u{:04x}", c as u32);
        } else {
            out.push_str(escape);
        }
    }
    out.push_str(&text[from..]);
    out.push('"');
}

fn unit(escape: &str) -> Option<u32> {
    let digits = escape.strip_prefix("\\u")?.get(..4)?;
    u32::from_str_radix(digits, 16).ok()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn check(string: &str, expected: &str, lone: Option<usize>) {
        assert_eq!(decode(string), expected);
        assert_eq!(lone_surrogate(string), lone, "{string}");
    }

    #[test]
    fn says_where_a_string_is_no_text() {
        check(r#""plain é""#, "plain é", None);
        check(r#""\"\\\/\b\f\n\r\t""#, "\"\\/\u{8}\u{c}\n\r\t", None);
        check(r#""\u00e9\ud83e\udd80\u0041""#, "é🦀A", None);
        check(r#""a\ud83eb""#, "a\u{fffd}b", Some(2));
        check(r#""\udd80\ud83e""#, "\u{fffd}\u{fffd}", Some(1));
        check(r#""\ud83e\n""#, "\u{fffd}\n", Some(1));
        check(r#""\ud83ex\udd80""#, "\u{fffd}x\u{fffd}", Some(1));
        check(r#""\\ud83e\\""#, r"\ud83e\", None);
    }

    #[test]
    fn lines_stay_lines() {
        let mut out = String::new();
        push(&mut out, "a\"\\\n\u{85}\u{2028}\0é");
        assert_eq!(out, r#""a\"\\\n\u0085\u2028\u0000é""#);
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn a_text_comes_back(text in "(.|\n|[\"\\\\\0\u{2028}🦀])*") {
            let mut out = String::new();
            push(&mut out, &text);
            prop_assert_eq!(crate::json_problem(&out), None);
            prop_assert_eq!(lone_surrogate(&out), None);
            prop_assert_eq!(decode(&out), text);
        }
    }
}
