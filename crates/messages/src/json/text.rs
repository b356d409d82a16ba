//! The text that a JSON string stands for.

use std::cmp::Ordering;

/// A piece of a string's text.
enum Piece<'a> {
    Plain(&'a [u8]),
    Escaped(char),
}

/// Appends the text of what stands between the quotes of a JSON string. Half of a surrogate pair
/// becomes U+FFFD; a backslash that begins no escape stays.
pub(crate) fn unescape(raw: &[u8], text: &mut Vec<u8>) {
    let mut rest = raw;
    while let Some(piece) = next_piece(&mut rest) {
        piece.with_bytes(|bytes| text.extend_from_slice(bytes));
    }
}

/// Whether what stands between the quotes of a JSON string stands for this text.
pub(crate) fn equals(raw: &[u8], text: &[u8]) -> bool {
    compare(raw, text) == Ordering::Equal
}

/// How the text of what stands between the quotes of a JSON string and another text are ordered:
/// by code points.
pub(crate) fn compare(raw: &[u8], text: &[u8]) -> Ordering {
    let mut rest = raw;
    let mut left = text;
    while let Some(piece) = next_piece(&mut rest) {
        let order = piece.with_bytes(|bytes| {
            let (head, tail) = left.split_at(bytes.len().min(left.len()));
            left = tail;
            bytes.cmp(head)
        });
        if order != Ordering::Equal {
            return order;
        }
    }
    if left.is_empty() {
        Ordering::Equal
    } else {
        Ordering::Less
    }
}

impl Piece<'_> {
    fn with_bytes<T>(&self, then: impl FnOnce(&[u8]) -> T) -> T {
        match self {
            Self::Plain(bytes) => then(bytes),
            Self::Escaped(c) => then(c.encode_utf8(&mut [0; 4]).as_bytes()),
        }
    }
}

fn next_piece<'a>(rest: &mut &'a [u8]) -> Option<Piece<'a>> {
    let raw = *rest;
    match memchr::memchr(b'\\', raw) {
        None if raw.is_empty() => None,
        None => {
            *rest = &[];
            Some(Piece::Plain(raw))
        }
        Some(0) => {
            let (piece, size) = escape(raw);
            *rest = &raw[size..];
            Some(piece)
        }
        Some(at) => {
            *rest = &raw[at..];
            Some(Piece::Plain(&raw[..at]))
        }
    }
}

/// The escape that begins here and its size in bytes.
fn escape(raw: &[u8]) -> (Piece<'_>, usize) {
    let c = match raw.get(1) {
        Some(b'b') => '\u{8}',
        Some(b'f') => '\u{c}',
        Some(b'n') => '\n',
        Some(b'r') => '\r',
        Some(b't') => '\t',
        Some(&byte @ (b'"' | b'\\' | b'/')) => char::from(byte),
        Some(b'u') => {
            return match unit(raw) {
                None => (Piece::Plain(&raw[..1]), 1),
                Some(high @ 0xd800..0xdc00) => match unit(raw.get(6..).unwrap_or_default()) {
                    Some(low @ 0xdc00..0xe000) => {
                        let code = 0x1_0000 + ((high - 0xd800) << 10) + (low - 0xdc00);
                        (Piece::Escaped(character(code)), 12)
                    }
                    _ => (Piece::Escaped(char::REPLACEMENT_CHARACTER), 6),
                },
                Some(code) => (Piece::Escaped(character(code)), 6),
            };
        }
        _ => return (Piece::Plain(&raw[..1]), 1),
    };
    (Piece::Escaped(c), 2)
}

fn character(code: u32) -> char {
    char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER)
}

/// The UTF-16 unit of a `\u` escape that begins here.
fn unit(raw: &[u8]) -> Option<u32> {
    let digits = raw.strip_prefix(b"\\u")?.first_chunk::<4>()?;
    digits.iter().try_fold(0, |unit, &digit| {
        char::from(digit)
            .to_digit(16)
            .map(|digit| unit << 4 | digit)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(raw: &str, expected: &str) {
        let mut text = vec![];
        unescape(raw.as_bytes(), &mut text);
        assert_eq!(str::from_utf8(&text), Ok(expected));
        assert!(equals(raw.as_bytes(), expected.as_bytes()));
        let longer = format!("{expected}a");
        assert_eq!(compare(raw.as_bytes(), longer.as_bytes()), Ordering::Less);
    }

    #[test]
    fn decodes_escapes() {
        check("", "");
        check("plain", "plain");
        check(r#"a\"b\\c\/d\b\f\n\r\t"#, "a\"b\\c/d\u{8}\u{c}\n\r\t");
        check(r"caf\u00e9 \u00C9", "café É");
        check(r"\ud83e\udd80", "🦀");
        check(r"\ud83e", "\u{fffd}");
        check(r"\ud83e\u0041", "\u{fffd}A");
        check(r"\udd80x", "\u{fffd}x");
    }

    #[test]
    fn leaves_what_is_no_escape() {
        check(r"\", r"\");
        check(r"C:\windows\u12", r"C:\windows\u12");
        check(r"\ud83e\u1", "\u{fffd}\\u1");
    }

    #[test]
    fn orders_by_code_points() {
        assert_eq!(compare(r"\u00e9".as_bytes(), b"z"), Ordering::Greater);
        assert_eq!(compare(r"a\n".as_bytes(), b"a"), Ordering::Greater);
        assert_eq!(compare(r"a\n".as_bytes(), b"b"), Ordering::Less);
    }
}
