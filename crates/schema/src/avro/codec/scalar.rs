//! What JSON's scalars are to Avro's types.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::encode::{Failure, Form};
use super::logical::{Logical, duration, uuid};
use crate::codec;
use crate::json_text::{Kind, Value};
use crate::{calendar, decimal};

pub(super) fn wanted(value: Value<'_>, what: &str) -> Failure {
    Failure::new(value.span(), format!("It must be {what}."))
}

pub(super) fn string<'a>(value: Value<'a>, what: &str) -> Result<&'a str, Failure> {
    let text = codec::text(value).ok_or_else(|| wanted(value, what))?;
    text.map_err(|()| {
        let message = "It holds half of a surrogate pair, which is no text.";
        Failure::new(value.span(), message)
    })
}

pub(super) fn number(
    value: Value<'_>,
    logical: Option<Logical>,
    form: Form,
) -> Result<i64, Failure> {
    if let (Some(logical), Some(text), Form::Plain) = (logical, value.as_str(), form) {
        let (count, what) = match logical {
            Logical::Date => (
                calendar::date(text).map(i128::from),
                "a date, as 2026-11-23",
            ),
            Logical::Time(unit) => (calendar::time(text, unit), "a time of day, as 10:20:30.5"),
            Logical::Timestamp(unit) => (
                calendar::timestamp(text, unit, true),
                "a point in time, as 2026-11-23T10:20:30Z",
            ),
            Logical::Local(unit) => (
                calendar::timestamp(text, unit, false),
                "a date and a time, as 2026-11-23T10:20:30",
            ),
            Logical::Decimal { .. } | Logical::Uuid | Logical::Duration => (None, "a number"),
        };
        let count = count.and_then(|count| i64::try_from(count).ok());
        return count.ok_or_else(|| wanted(value, what));
    }
    let text = value.as_number();
    let whole = text.and_then(whole_number);
    whole.ok_or_else(|| wanted(value, "a whole number of at most 64 bits"))
}

/// A number that is whole, however it is written.
pub(super) fn whole_number(text: &str) -> Option<i64> {
    if let Ok(number) = text.parse() {
        return Some(number);
    }
    let bytes = decimal::parse(text, 0).filter(|bytes| bytes.len() <= 8)?;
    let sign = if bytes[0] & 0x80 == 0 { 0 } else { -1 };
    Some(
        bytes
            .iter()
            .fold(sign, |number, byte| number << 8 | i64::from(*byte)),
    )
}

pub(super) fn not_finite(text: &str) -> Option<f64> {
    Some(match text {
        "NaN" => f64::NAN,
        "Infinity" => f64::INFINITY,
        "-Infinity" => f64::NEG_INFINITY,
        _ => return None,
    })
}

pub(super) fn floating<T: std::str::FromStr>(value: Value<'_>) -> Result<T, Failure> {
    let text = match value.kind() {
        Kind::Number(text) => Some(text),
        Kind::String(text) => not_finite(text).map(|_| text.trim_end_matches("inity")),
        _ => None,
    };
    // `Inf` and `-Inf` are read by Rust as JSON's words are.
    let number = text.and_then(|text| text.parse().ok());
    number.ok_or_else(|| wanted(value, "a number, \"NaN\", \"Infinity\" or \"-Infinity\""))
}

pub(super) fn bytes(
    value: Value<'_>,
    logical: Option<Logical>,
    form: Form,
) -> Result<Vec<u8>, Failure> {
    let text = match (value.kind(), logical) {
        (Kind::Number(text), Some(Logical::Decimal { .. })) if form == Form::Plain => text,
        _ => string(value, "a string")?,
    };
    if form != Form::Plain {
        let bytes: Option<Vec<u8>> = text.chars().map(|char| u8::try_from(char).ok()).collect();
        return bytes.ok_or_else(|| wanted(value, "characters up to \\u00ff, one for each byte"));
    }
    let (bytes, what) = match logical {
        Some(Logical::Decimal { scale }) => (
            decimal::parse(text, scale),
            format!("a decimal with at most {scale} digits after its point"),
        ),
        Some(Logical::Uuid) => (uuid(text).map(Vec::from), "a UUID".to_owned()),
        Some(Logical::Duration) => (
            duration(text).map(Vec::from),
            "a duration of months, days and seconds, as P1M2DT3.5S".to_owned(),
        ),
        _ => (STANDARD.decode(text).ok(), "base64".to_owned()),
    };
    bytes.ok_or_else(|| wanted(value, &what))
}

/// Two's complement in more bytes.
pub(super) fn widened(bytes: Vec<u8>, size: usize) -> Vec<u8> {
    let sign = if bytes.first().is_some_and(|first| first & 0x80 != 0) {
        0xFF
    } else {
        0
    };
    let missing = size.saturating_sub(bytes.len());
    let mut wide = vec![sign; missing];
    wide.extend(bytes);
    wide
}
