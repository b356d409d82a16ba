//! Reads a point in time as people write it.

use chrono::{DateTime, Days, Local, NaiveDate, NaiveDateTime, NaiveTime, TimeZone, Utc};

use crate::failure::{Failure, Result};

/// Milliseconds since 1970 for “2h ago”, “yesterday 14:00”, “14:05”, ISO 8601 with or without a zone, and epoch
/// seconds or milliseconds. A text without a zone is UTC or local time as `utc` says.
pub(crate) fn parse(text: &str, utc: bool, now: DateTime<Utc>) -> Result<i64> {
    let text = text.trim();
    let found = epoch(text)
        .or_else(|| ago(text, now))
        .or_else(|| zoned(text))
        .or_else(|| plain(text, utc, now));
    found.ok_or_else(|| {
        Failure::invalid(format!("“{text}” is not a time."))
            .hint("Write 2h ago, 14:05, yesterday 14:05, 2026-11-24 14:05, 2026-11-24T14:05:00Z, or epoch milliseconds.")
    })
}

/// The end of the year 9999, in ms.
const LATEST: i64 = 253_402_300_799_999;

/// Up to ten digits are seconds (until the year 2286), more are milliseconds.
fn epoch(text: &str) -> Option<i64> {
    if text.len() < 8 || !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let number: i64 = text.parse().ok()?;
    let millis = if text.len() <= 10 {
        number.checked_mul(1000)?
    } else {
        number
    };
    (millis <= LATEST).then_some(millis)
}

fn ago(text: &str, now: DateTime<Utc>) -> Option<i64> {
    let lower = text.to_lowercase();
    if lower == "now" {
        return Some(now.timestamp_millis());
    }
    let span = lower.strip_suffix("ago")?.trim();
    let digits = span.bytes().take_while(u8::is_ascii_digit).count();
    let amount: i64 = span.get(..digits)?.parse().ok()?;
    let unit = match span.get(digits..)?.trim() {
        "s" | "sec" | "second" | "seconds" => 1,
        "m" | "min" | "minute" | "minutes" => 60,
        "h" | "hour" | "hours" => 3600,
        "d" | "day" | "days" => 86_400,
        "w" | "week" | "weeks" => 604_800,
        _ => return None,
    };
    now.timestamp_millis()
        .checked_sub(amount.checked_mul(unit)?.checked_mul(1000)?)
}

fn zoned(text: &str) -> Option<i64> {
    let spaced = text.replacen(' ', "T", 1);
    DateTime::parse_from_rfc3339(text)
        .or_else(|_| DateTime::parse_from_rfc3339(&spaced))
        .ok()
        .map(|at| at.timestamp_millis())
}

fn plain(text: &str, utc: bool, now: DateTime<Utc>) -> Option<i64> {
    let today = if utc {
        now.date_naive()
    } else {
        now.with_timezone(&Local).date_naive()
    };
    let lower = text.to_lowercase();
    let (day, rest) = match lower.split_once(' ') {
        Some(("today", rest)) => (Some(today), rest.to_owned()),
        Some(("yesterday", rest)) => (today.checked_sub_days(Days::new(1)), rest.to_owned()),
        _ => match lower.as_str() {
            "today" => (Some(today), "00:00".to_owned()),
            "yesterday" => (today.checked_sub_days(Days::new(1)), "00:00".to_owned()),
            _ => (None, text.to_owned()),
        },
    };
    let at = match day {
        Some(day) => day.and_time(clock(&rest)?),
        None => date_time(&rest).or_else(|| clock(&rest).map(|time| today.and_time(time)))?,
    };
    if utc {
        Some(at.and_utc().timestamp_millis())
    } else {
        // An hour that the clocks skip or repeat: the earlier reading, so that nothing is left out.
        Local
            .from_local_datetime(&at)
            .earliest()
            .map(|at| at.timestamp_millis())
    }
}

fn clock(text: &str) -> Option<NaiveTime> {
    ["%H:%M:%S%.f", "%H:%M"]
        .iter()
        .find_map(|format| NaiveTime::parse_from_str(text, format).ok())
}

fn date_time(text: &str) -> Option<NaiveDateTime> {
    [
        "%Y-%m-%dT%H:%M:%S%.f",
        "%Y-%m-%d %H:%M:%S%.f",
        "%Y-%m-%dT%H:%M",
        "%Y-%m-%d %H:%M",
    ]
    .iter()
    .find_map(|format| NaiveDateTime::parse_from_str(text, format).ok())
    .or_else(|| {
        NaiveDate::parse_from_str(text, "%Y-%m-%d")
            .ok()?
            .and_hms_opt(0, 0, 0)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_people_write() {
        let now = Utc
            .with_ymd_and_hms(2026, 11, 24, 12, 0, 0)
            .single()
            .expect("a time");
        for (text, expected) in [
            ("now", "2026-11-24T12:00:00Z"),
            ("2h ago", "2026-11-24T10:00:00Z"),
            ("30 min ago", "2026-11-24T11:30:00Z"),
            ("3 days ago", "2026-11-21T12:00:00Z"),
            ("14:05", "2026-11-24T14:05:00Z"),
            ("yesterday 14:05", "2026-11-23T14:05:00Z"),
            ("today", "2026-11-24T00:00:00Z"),
            ("2026-11-20", "2026-11-20T00:00:00Z"),
            ("2026-11-20 01:02", "2026-11-20T01:02:00Z"),
            ("2026-11-20T01:02:03.250", "2026-11-20T01:02:03.250Z"),
            ("2026-11-20T01:02:03+02:00", "2026-11-19T23:02:03Z"),
            ("2026-11-20 01:02:03Z", "2026-11-20T01:02:03Z"),
            ("1795521600", "2026-11-24T12:00:00Z"),
            ("1795521600000", "2026-11-24T12:00:00Z"),
        ] {
            let expected = DateTime::parse_from_rfc3339(expected)
                .expect("RFC 3339")
                .timestamp_millis();
            assert_eq!(parse(text, true, now), Ok(expected), "{text}");
        }
    }

    #[test]
    fn refuses_what_is_no_time() {
        let now = Utc::now();
        for text in [
            "",
            "soon",
            "25:00",
            "2026-13-01",
            "ago",
            "h ago",
            "99999999999999999999",
            "99999999999999999",
            "9223372036854775807 w ago",
            "é",
        ] {
            assert!(parse(text, true, now).is_err(), "{text}");
        }
    }
}
