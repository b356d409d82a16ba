//! What a condition compares with, and how.

use std::borrow::Cow;
use std::cmp::Ordering;

use super::expression::Literal;
use crate::json::{self, Decimal};

/// A value to compare with.
#[derive(Debug, Clone)]
pub(super) struct Value {
    text: Box<str>,
    kind: Kind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Text,
    /// Without quotes, and a number.
    Number,
    /// `true` or `false` without quotes.
    Boolean(&'static str),
}

impl Value {
    pub(super) fn new(literal: &Literal) -> Self {
        let text = literal.text.as_str();
        let kind = if literal.quoted {
            Kind::Text
        } else if Decimal::parse(text.as_bytes()).is_some() {
            Kind::Number
        } else if text.eq_ignore_ascii_case("true") {
            Kind::Boolean("true")
        } else if text.eq_ignore_ascii_case("false") {
            Kind::Boolean("false")
        } else {
            Kind::Text
        };
        Self {
            text: text.into(),
            kind,
        }
    }

    pub(super) fn of_integer(integer: i64) -> Self {
        Self {
            text: integer.to_string().into(),
            kind: Kind::Number,
        }
    }

    pub(super) fn is_number(&self) -> bool {
        self.kind == Kind::Number
    }

    /// How a JSON value and this one are ordered; `None` where they can't be compared. Numbers are
    /// in their order, texts in that of their code points, booleans only equal.
    #[inline]
    pub(super) fn compare_json(&self, json: &[u8]) -> Option<Ordering> {
        match (json.first()?, self.kind) {
            (b'"', _) => self.compare_text(&json_text(json)),
            (b'-' | b'0'..=b'9', Kind::Number) => self.compare_number(json),
            (b't' | b'f', Kind::Boolean(name)) if json == name.as_bytes() => Some(Ordering::Equal),
            _ => None,
        }
    }

    /// How a text and this value are ordered. To a number, numbers are compared alone, so `1.0` is
    /// equal to 1 and `abc` to none.
    #[inline]
    pub(super) fn compare_text(&self, text: &[u8]) -> Option<Ordering> {
        match self.kind {
            Kind::Number => self.compare_number(text),
            Kind::Text | Kind::Boolean(_) => Some(text.cmp(self.text.as_bytes())),
        }
    }

    pub(super) fn compare_integer(&self, integer: i64) -> Option<Ordering> {
        // Enough room for every integer of 64 bits.
        let mut digits = [0; 20];
        let mut at = digits.len();
        let mut rest = integer.unsigned_abs();
        while rest > 0 || at == digits.len() {
            at -= 1;
            digits[at] = b'0' + (rest % 10) as u8;
            rest /= 10;
        }
        if integer < 0 {
            at -= 1;
            digits[at] = b'-';
        }
        self.compare_number(&digits[at..])
    }

    fn compare_number(&self, text: &[u8]) -> Option<Ordering> {
        let number = Decimal::parse(self.text.as_bytes())?;
        Some(Decimal::parse(text)?.compare(&number))
    }
}

/// The text of a JSON string; other values as they are written.
#[inline]
pub(super) fn json_text(json: &[u8]) -> Cow<'_, [u8]> {
    let Some(raw) = json
        .strip_prefix(b"\"")
        .and_then(|rest| rest.strip_suffix(b"\""))
    else {
        return Cow::Borrowed(json);
    };
    if memchr::memchr(b'\\', raw).is_none() {
        return Cow::Borrowed(raw);
    }
    let mut text = Vec::with_capacity(raw.len());
    json::unescape(raw, &mut text);
    Cow::Owned(text)
}
