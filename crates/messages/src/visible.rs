//! Characters that can't be seen, made visible.

use crate::paint::Paint;
use crate::preview;

/// Bytes as one line of at most `max_chars` characters that is safe to show, and whether something
/// was cut off.
///
/// Control characters appear by their names as `⟨ESC⟩` (the symbols from U+2400 on are in few
/// fonts), other invisible ones and those that turn the direction of text as `⟨U+202E⟩`. What is not text appears as hexadecimal
/// digits after `0x`. Looks at the first 4 KiB at most.
pub fn visible(bytes: &[u8], max_chars: usize) -> (String, bool) {
    let mut paint = Paint::default();
    paint.begin(max_chars);
    let cut = preview::paint_flat(&mut paint, bytes);
    (paint.into_text(), cut)
}

/// How a character is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shown {
    AsItIs,
    /// As its name in brackets.
    Name(&'static str),
    /// As its number in brackets.
    Number,
}

/// The names of U+0000 to U+001F (ECMA-48).
const CONTROLS: [&str; 32] = [
    "NUL", "SOH", "STX", "ETX", "EOT", "ENQ", "ACK", "BEL", "BS", "HT", "LF", "VT", "FF", "CR",
    "SO", "SI", "DLE", "DC1", "DC2", "DC3", "DC4", "NAK", "SYN", "ETB", "CAN", "EM", "SUB", "ESC",
    "FS", "GS", "RS", "US",
];

pub(crate) fn shown(c: char) -> Shown {
    match c {
        '\0'..='\u{1f}' => Shown::Name(CONTROLS[c as usize]),
        '\u{7f}' => Shown::Name("DEL"),
        '\u{80}'..='\u{9f}'
        | '\u{ad}'
        | '\u{34f}'
        | '\u{600}'..='\u{605}'
        | '\u{61c}'
        | '\u{6dd}'
        | '\u{70f}'
        | '\u{115f}'..='\u{1160}'
        | '\u{17b4}'..='\u{17b5}'
        | '\u{180b}'..='\u{180f}'
        | '\u{200b}'..='\u{200f}'
        | '\u{2028}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}'
        | '\u{3164}'
        | '\u{feff}'
        | '\u{ffa0}'
        | '\u{fff0}'..='\u{fffb}'
        | '\u{fffe}'..='\u{ffff}'
        | '\u{1d173}'..='\u{1d17a}'
        | '\u{e0000}'..='\u{e0fff}' => Shown::Number,
        _ => Shown::AsItIs,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(bytes: &[u8], expected: &str) {
        assert_eq!(visible(bytes, 1000), (expected.to_owned(), false));
    }

    #[test]
    fn shows_what_would_be_unseen() {
        check(b"plain", "plain");
        check("Zürich 東京 🦀".as_bytes(), "Zürich 東京 🦀");
        check(
            b"two\nlines\r\n\tand a tab",
            "two⟨LF⟩lines⟨CR⟩⟨LF⟩⟨HT⟩and a tab",
        );
        check(
            b"a long text with one \0 in it",
            "a long text with one ⟨NUL⟩ in it",
        );
        check(b"red \x1b[31m and \x7f del", "red ⟨ESC⟩[31m and ⟨DEL⟩ del");
        check("user\u{202e}nimda".as_bytes(), "user⟨U+202E⟩nimda");
        check("\u{feff}mark".as_bytes(), "⟨U+FEFF⟩mark");
        check("\u{e0041}".as_bytes(), "⟨U+E0041⟩");
        check("next\u{85}line".as_bytes(), "next⟨U+0085⟩line");
        check(b"", "");
    }

    #[test]
    fn shows_what_is_no_text_as_digits() {
        check(b"\x00\x01\xff", "0x0001ff");
        check(b"\xc3\x28", "0xc328");
        check(b"\xed\xa0\x80", "0xeda080");
        check(b"\x00\x00\x00\x00\x05\x08abcd", "0x00000000050861626364");
    }

    #[test]
    fn cuts_between_what_it_shows() {
        assert_eq!(visible("äöü".as_bytes(), 2), ("äö".into(), true));
        assert_eq!(visible("a\u{202e}b".as_bytes(), 8), ("a".into(), true));
        assert_eq!(
            visible("a\u{202e}b".as_bytes(), 9),
            ("a⟨U+202E⟩".into(), true)
        );
        assert_eq!(
            visible("a\u{202e}b".as_bytes(), 10),
            ("a⟨U+202E⟩b".into(), false)
        );
        assert_eq!(visible(b"\xff\xfe", 5), ("0xff".into(), true));
        assert_eq!(visible(b"x", 0), (String::new(), true));
        assert_eq!(visible(b"\xff", 0), (String::new(), true));
    }
}
