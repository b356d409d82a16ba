//! JSON strings as they stand in a JSON text, with their quotes.

use std::borrow::Cow;

use memchr::memchr;

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_are_characters() {
        assert_eq!(decode(r#""plain é""#), "plain é");
        assert_eq!(decode(r#""\u00e9\ud83e\udd80\"\n""#), "é🦀\"\n");
        assert_eq!(decode(r#""a\ud83eb""#), "a\u{fffd}b");
    }
}
