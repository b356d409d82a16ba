//! Dates and times as ISO 8601 writes them, of any year that 64 bits can count.

use crate::codec::push;

const DAY: i128 = 86_400;

/// How fine a count of time is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Unit {
    Millis,
    Micros,
    Nanos,
}

impl Unit {
    /// How many of it a second has.
    pub(crate) fn per_second(self) -> i128 {
        match self {
            Self::Millis => 1_000,
            Self::Micros => 1_000_000,
            Self::Nanos => 1_000_000_000,
        }
    }

    fn digits(self) -> usize {
        match self {
            Self::Millis => 3,
            Self::Micros => 6,
            Self::Nanos => 9,
        }
    }
}

/// Appends the date of a day counted from 1970-01-01. Years beyond four digits have a sign.
pub(crate) fn push_date(out: &mut String, days: i64) {
    let (year, month, day) = civil(days);
    let year = if (0..=9_999).contains(&year) {
        format!("{year:04}")
    } else {
        format!("{year:+07}")
    };
    push(out, format_args!("{year}-{month:02}-{day:02}"));
}

/// Appends a time of day; fractions of a second only where there are some.
pub(crate) fn push_time(out: &mut String, count: i128, unit: Unit) {
    let (seconds, rest) = (
        count.div_euclid(unit.per_second()),
        count.rem_euclid(unit.per_second()),
    );
    let (hour, minute, second) = (seconds / 3_600, seconds / 60 % 60, seconds % 60);
    push(out, format_args!("{hour:02}:{minute:02}:{second:02}"));
    if rest > 0 {
        let digits = unit.digits();
        push(out, format_args!(".{rest:0digits$}"));
    }
}

/// Appends a date and a time, counted from 1970-01-01 00:00:00.
pub(crate) fn push_timestamp(out: &mut String, count: i128, unit: Unit) {
    let day = unit.per_second() * DAY;
    push_date(out, count.div_euclid(day) as i64);
    out.push('T');
    push_time(out, count.rem_euclid(day), unit);
}

/// The day of a date.
pub(crate) fn date(text: &str) -> Option<i64> {
    let (sign, rest) = match text.as_bytes().first()? {
        b'-' => (-1, &text[1..]),
        b'+' => (1, &text[1..]),
        _ => (1, text),
    };
    let mut parts = rest.split('-');
    let year = parts.next()?;
    if year.len() < 4 || (year.len() > 4 && rest.len() == text.len()) {
        return None;
    }
    let year = sign * digits(year)?;
    let (month, day) = (two(parts.next()?)?, two(parts.next()?)?);
    if parts.next().is_some() || !(1..=12).contains(&month) || day < 1 {
        return None;
    }
    let days = from_civil(year, month, day);
    (civil(days) == (year, month, day)).then_some(days)
}

/// The count of a time of day; what is finer than the unit is no such time.
pub(crate) fn time(text: &str, unit: Unit) -> Option<i128> {
    let (whole, fraction) = match text.split_once('.') {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (text, None),
    };
    let mut parts = whole.split(':');
    let (hour, minute) = (two(parts.next()?)?, two(parts.next()?)?);
    let second = parts.next().map_or(Some(0), two)?;
    if parts.next().is_some() || hour > 23 || minute > 59 || second > 59 {
        return None;
    }
    let mut count = i128::from(hour * 3_600 + minute * 60 + second) * unit.per_second();
    if let Some(fraction) = fraction {
        let trimmed = fraction.trim_end_matches('0');
        if fraction.is_empty() || trimmed.len() > unit.digits() {
            return None;
        }
        let missing = (unit.digits() - trimmed.len()) as u32;
        let value = if trimmed.is_empty() {
            0
        } else {
            digits(trimmed)?
        };
        count += i128::from(value) * 10_i128.pow(missing);
    }
    Some(count)
}

/// The count of a date and a time. With `zone` it ends with `Z` or an offset, without it does not.
pub(crate) fn timestamp(text: &str, unit: Unit, zone: bool) -> Option<i128> {
    let (day, clock) = text.split_once(['T', 't', ' '])?;
    let (clock, offset) = if zone { split_zone(clock)? } else { (clock, 0) };
    let seconds = i128::from(date(day)?) * DAY - i128::from(offset);
    Some(seconds * unit.per_second() + time(clock, unit)?)
}

/// A time of day, and how many seconds its place is before UTC.
fn split_zone(clock: &str) -> Option<(&str, i64)> {
    if let Some(clock) = clock.strip_suffix(['Z', 'z']) {
        return Some((clock, 0));
    }
    let at = clock.rfind(['+', '-'])?;
    let (clock, offset) = clock.split_at(at);
    let sign = if offset.starts_with('-') { -1 } else { 1 };
    let (hours, minutes) = offset[1..].split_once(':')?;
    Some((clock, sign * (two(hours)? * 3_600 + two(minutes)? * 60)))
}

fn two(text: &str) -> Option<i64> {
    (text.len() == 2).then(|| digits(text))?
}

fn digits(text: &str) -> Option<i64> {
    let all = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    all.then(|| text.parse().ok())?
}

/// Year, month and day of a day, in the calendar that goes on as it is now in both directions.
fn civil(days: i64) -> (i64, i64, i64) {
    let shifted = i128::from(days) + 719_468;
    let era = shifted.div_euclid(146_097);
    let of_era = shifted.rem_euclid(146_097);
    let year = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let shifted_month = (5 * of_year + 2) / 153;
    let day = of_year - (153 * shifted_month + 2) / 5 + 1;
    let month = if shifted_month < 10 {
        shifted_month + 3
    } else {
        shifted_month - 9
    };
    let year = year + era * 400 + i128::from(month <= 2);
    (year as i64, month as i64, day as i64)
}

fn from_civil(year: i64, month: i64, day: i64) -> i64 {
    let year = i128::from(year) - i128::from(month <= 2);
    let era = year.div_euclid(400);
    let of_era = year.rem_euclid(400);
    let shifted = if month > 2 { month - 3 } else { month + 9 };
    let of_year = (153 * i128::from(shifted) + 2) / 5 + i128::from(day) - 1;
    let days = of_era * 365 + of_era / 4 - of_era / 100 + of_year;
    (era * 146_097 + days - 719_468) as i64
}

#[cfg(test)]
mod tests {
    use super::{Unit, date, push_date, push_time, push_timestamp, time, timestamp};

    #[test]
    fn dates_of_all_years_are_read_as_they_are_written() {
        for (days, text) in [
            (0, "1970-01-01"),
            (-1, "1969-12-31"),
            (11_016, "2000-02-29"),
            (-719_528, "0000-01-01"),
            (-719_529, "-000001-12-31"),
            (2_932_896, "9999-12-31"),
            (2_932_897, "+010000-01-01"),
            (i64::from(i32::MAX), "+5881580-07-11"),
            (i64::from(i32::MIN), "-5877641-06-23"),
        ] {
            let mut out = String::new();
            push_date(&mut out, days);
            assert_eq!(out, text);
            assert_eq!(date(text), Some(days), "{text}");
        }
        for wrong in [
            "",
            "2001-02-29",
            "2001-13-01",
            "2001-1-1",
            "10000-01-01",
            "2001-01-01-01",
            "x",
        ] {
            assert_eq!(date(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn times_are_read_as_they_are_written() {
        let mut out = String::new();
        push_time(&mut out, 86_399_000_001, Unit::Micros);
        assert_eq!(out, "23:59:59.000001");
        assert_eq!(time(&out, Unit::Micros), Some(86_399_000_001));
        assert_eq!(time(&out, Unit::Millis), None);
        assert_eq!(time("10:20", Unit::Millis), Some(37_200_000));
        assert_eq!(time("24:00:00", Unit::Millis), None);
        for (count, text) in [
            (0, "1970-01-01T00:00:00Z"),
            (-1, "1969-12-31T23:59:59.999Z"),
            (1_700_000_000_120, "2023-11-14T22:13:20.120Z"),
        ] {
            let mut out = String::new();
            push_timestamp(&mut out, count, Unit::Millis);
            out.push('Z');
            assert_eq!(out, text);
            assert_eq!(timestamp(text, Unit::Millis, true), Some(count));
        }
        let east = timestamp("1970-01-01T01:00:00+01:00", Unit::Nanos, true);
        assert_eq!(east, Some(0));
        assert_eq!(timestamp("1970-01-01T00:00:00", Unit::Nanos, true), None);
        assert_eq!(timestamp("1970-01-01T00:00:00Z", Unit::Nanos, false), None);
    }
}
