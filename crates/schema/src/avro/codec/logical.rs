//! Logical types: what bytes and numbers stand for.

use crate::avro::model::{Primitive, Shape};
use crate::calendar::Unit;
use crate::codec::push;
use crate::json_text::Value;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Logical {
    Decimal {
        scale: usize,
    },
    Date,
    Time(Unit),
    /// A point in time.
    Timestamp(Unit),
    /// A date and a time of day, wherever.
    Local(Unit),
    /// In 16 bytes; in a string it is the string.
    Uuid,
    Duration,
}

impl Logical {
    /// The logical type of a type. Where its rules are not kept, Avro takes no notice of it.
    pub(super) fn of(value: Option<Value<'_>>, shape: &Shape) -> Option<Self> {
        let value = value?;
        let name = value.get("logicalType")?.as_str()?;
        let number = |name| value.get(name).map(|value| value.text().parse::<usize>());
        Some(match (name, shape) {
            ("decimal", Shape::Primitive(Primitive::Bytes) | Shape::Fixed(_)) => {
                let precision = number("precision")?.ok()?;
                let scale = number("scale").unwrap_or(Ok(0)).ok()?;
                if precision == 0 || scale > precision {
                    return None;
                }
                if let Shape::Fixed(fixed) = shape {
                    let bits = f64::from(fixed.size) * 8.0 - 1.0;
                    let most = (bits * std::f64::consts::LOG10_2).floor();
                    if precision as f64 > most {
                        return None;
                    }
                }
                Self::Decimal { scale }
            }
            ("date", Shape::Primitive(Primitive::Int)) => Self::Date,
            ("time-millis", Shape::Primitive(Primitive::Int)) => Self::Time(Unit::Millis),
            ("uuid", Shape::Fixed(fixed)) if fixed.size == 16 => Self::Uuid,
            ("duration", Shape::Fixed(fixed)) if fixed.size == 12 => Self::Duration,
            (name, Shape::Primitive(Primitive::Long)) => match name {
                "time-micros" => Self::Time(Unit::Micros),
                "timestamp-millis" => Self::Timestamp(Unit::Millis),
                "timestamp-micros" => Self::Timestamp(Unit::Micros),
                "timestamp-nanos" => Self::Timestamp(Unit::Nanos),
                "local-timestamp-millis" => Self::Local(Unit::Millis),
                "local-timestamp-micros" => Self::Local(Unit::Micros),
                "local-timestamp-nanos" => Self::Local(Unit::Nanos),
                _ => return None,
            },
            _ => return None,
        })
    }
}

/// Appends a duration of 12 bytes: months, days and milliseconds, each four bytes with the lowest first.
pub(super) fn push_duration(out: &mut String, bytes: &[u8]) {
    let part = |at: usize| {
        bytes.get(at..at + 4).map_or(0, |part| {
            part.iter()
                .rev()
                .fold(0_u32, |number, byte| number << 8 | u32::from(*byte))
        })
    };
    let (months, days, millis) = (part(0), part(4), part(8));
    out.push('P');
    if months > 0 {
        push(out, format_args!("{months}M"));
    }
    if days > 0 {
        push(out, format_args!("{days}D"));
    }
    if millis > 0 || (months, days) == (0, 0) {
        push(out, format_args!("T{}", millis / 1_000));
        if millis % 1_000 > 0 {
            push(out, format_args!(".{:03}", millis % 1_000));
        }
        out.push('S');
    }
}

/// The bytes of a duration as [`push_duration`] writes it.
pub(super) fn duration(text: &str) -> Option<[u8; 12]> {
    let rest = text.strip_prefix('P')?;
    let (date, time) = rest.split_once('T').unwrap_or((rest, ""));
    let (months, date) = part(date, 'M')?;
    let (days, date) = part(date, 'D')?;
    let seconds = time.strip_suffix('S');
    let millis = match seconds {
        None => 0,
        Some(seconds) => {
            let (whole, fraction) = seconds.split_once('.').unwrap_or((seconds, ""));
            let fraction: String = fraction
                .chars()
                .chain(['0'; 3])
                .take(3.max(fraction.len()))
                .collect();
            if fraction.len() > 3 {
                return None;
            }
            whole
                .parse::<u32>()
                .ok()?
                .checked_mul(1_000)?
                .checked_add(fraction.parse().ok()?)?
        }
    };
    if !date.is_empty() || (seconds.is_none() && !time.is_empty()) || rest.is_empty() {
        return None;
    }
    let mut bytes = [0; 12];
    bytes[..4].copy_from_slice(&months.to_le_bytes());
    bytes[4..8].copy_from_slice(&days.to_le_bytes());
    bytes[8..].copy_from_slice(&millis.to_le_bytes());
    Some(bytes)
}

fn part(text: &str, mark: char) -> Option<(u32, &str)> {
    match text.split_once(mark) {
        Some((number, rest)) => Some((number.parse().ok()?, rest)),
        None => Some((0, text)),
    }
}

/// Appends the text of a UUID.
pub(super) fn push_uuid(out: &mut String, bytes: &[u8]) {
    for (at, byte) in bytes.iter().enumerate() {
        if matches!(at, 4 | 6 | 8 | 10) {
            out.push('-');
        }
        push(out, format_args!("{byte:02x}"));
    }
}

/// The bytes of a UUID's text.
pub(super) fn uuid(text: &str) -> Option<[u8; 16]> {
    let hyphens = text.char_indices().filter(|(_, char)| *char == '-');
    if text.len() != 36 || !hyphens.map(|(at, _)| at).eq([8, 13, 18, 23]) {
        return None;
    }
    let digits: Vec<u8> = text
        .chars()
        .filter(|char| *char != '-')
        .map(|char| char.to_digit(16).map(|digit| digit as u8))
        .collect::<Option<_>>()?;
    let mut bytes = [0; 16];
    for (byte, pair) in bytes.iter_mut().zip(digits.chunks(2)) {
        *byte = pair[0] << 4 | pair[1];
    }
    Some(bytes)
}
