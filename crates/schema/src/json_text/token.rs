use super::reader::Reader;
use super::string::{Fault, unescape};
use super::{Data, Text};
use crate::position::Span;

/// What a value or a name is made of, and what lies between.
impl Reader<'_> {
    pub(super) fn string(&mut self) -> Text {
        let start = self.at + 1;
        let bytes = self.text.as_bytes();
        let mut at = start;
        let mut escaped = false;
        let end = loop {
            match bytes.get(at) {
                Some(b'"') => break at,
                Some(b'\\') => {
                    escaped = true;
                    at += 1 + usize::from(at + 1 < bytes.len());
                }
                Some(b'\n' | b'\r') | None => {
                    self.report(self.at, at, "this string has no closing quote on its line");
                    self.at = at;
                    return Text::Plain(Span { start, end: at });
                }
                Some(byte @ ..0x20) => {
                    let message =
                        format!("a control character stands in a string as `\\u{byte:04x}`");
                    self.report(at, at + 1, &message);
                    at += 1;
                }
                Some(_) => at += 1,
            }
        };
        self.at = end + 1;
        if !escaped {
            return Text::Plain(Span { start, end });
        }
        let mut faults = Vec::new();
        let text = unescape(self.text, start, end, &mut faults);
        for Fault { span, message } in faults {
            self.report(span.start, span.end, &message);
        }
        self.document.unescaped.push(text);
        Text::Unescaped(self.document.unescaped.len() as u32 - 1)
    }

    pub(super) fn number(&mut self) {
        let start = self.at;
        let bytes = self.text.as_bytes();
        while let Some(b'0'..=b'9' | b'+' | b'-' | b'.' | b'a'..=b'z' | b'A'..=b'Z' | b'_') =
            bytes.get(self.at)
        {
            self.at += 1;
        }
        let text = &self.text[start..self.at];
        if !is_number(text) {
            let message = format!("`{}` is no number as JSON writes it", short(text));
            self.report(start, self.at, &message);
        }
    }

    pub(super) fn literal(&mut self) -> Data {
        let start = self.at;
        self.skip_word();
        match &self.text[start..self.at] {
            "null" => Data::Null,
            "true" => Data::Bool(true),
            "false" => Data::Bool(false),
            other => {
                let message = format!("expected a value, found `{}`", short(other));
                self.report(start, self.at, &message);
                Data::Null
            }
        }
    }

    /// Goes to the next place where JSON could go on; at least one character further.
    pub(super) fn skip_word(&mut self) {
        let rest = &self.text[self.at..];
        let stop = |char: char| char.is_whitespace() || ",:[]{}\"".contains(char);
        let len = rest.find(stop).unwrap_or(rest.len());
        self.at += if len == 0 { self.char_len() } else { len };
    }

    pub(super) fn skip_space(&mut self) {
        let bytes = self.text.as_bytes();
        loop {
            while let Some(b' ' | b'\t' | b'\n' | b'\r') = bytes.get(self.at) {
                self.at += 1;
            }
            if !self.dialect.comments {
                return;
            }
            let rest = &self.text[self.at..];
            if rest.starts_with("//") {
                self.at += rest.find(['\n', '\r']).unwrap_or(rest.len());
            } else if let Some(comment) = rest.strip_prefix("/*") {
                match comment.find("*/") {
                    Some(end) => self.at += end + 4,
                    None => {
                        self.report(self.at, self.at + 2, "this comment has no `*/`");
                        self.at = self.text.len();
                    }
                }
            } else {
                return;
            }
        }
    }
}

/// RFC 8259, section 6.
fn is_number(text: &str) -> bool {
    let digits = |text: &str| {
        let len = text.bytes().take_while(u8::is_ascii_digit).count();
        (len, text.len() - len)
    };
    let unsigned = text.strip_prefix('-').unwrap_or(text);
    let (whole, left) = digits(unsigned);
    if whole == 0 || (whole > 1 && unsigned.starts_with('0')) {
        return false;
    }
    let mut rest = &unsigned[unsigned.len() - left..];
    if let Some(fraction) = rest.strip_prefix('.') {
        let (len, left) = digits(fraction);
        if len == 0 {
            return false;
        }
        rest = &fraction[fraction.len() - left..];
    }
    if let Some(exponent) = rest.strip_prefix(['e', 'E']) {
        let exponent = exponent.strip_prefix(['+', '-']).unwrap_or(exponent);
        let (len, left) = digits(exponent);
        return len > 0 && left == 0;
    }
    rest.is_empty()
}

/// The beginning of what is quoted in a sentence.
pub(super) fn short(text: &str) -> String {
    const MOST: usize = 30;
    let mut short: String = text.chars().take(MOST).collect();
    if short.len() < text.len() {
        short.push('…');
    }
    short
}
