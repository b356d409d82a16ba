//! Points in time as conditions have them.

use chrono::{DateTime, NaiveDate, NaiveDateTime};

/// A time in ms since 1970 UTC: `2026-08-27T14:02:11.5+02:00`, with less of it (a date alone is its
/// midnight), a space for the `T`, in UTC where no zone is given, or the ms themselves. Digits below
/// the ms are cut off.
pub(super) fn parse(text: &str) -> Option<i64> {
    let text = text.trim();
    if let Ok(ms) = text.parse() {
        return Some(ms);
    }
    if let Ok(date) = NaiveDate::parse_from_str(text, "%Y-%m-%d") {
        return Some(
            date.and_time(chrono::NaiveTime::MIN)
                .and_utc()
                .timestamp_millis(),
        );
    }
    let text = text.replacen(['t', ' '], "T", 1);
    for format in ["%Y-%m-%dT%H:%M:%S%.f", "%Y-%m-%dT%H:%M"] {
        let local = text.strip_suffix(['Z', 'z']).unwrap_or(&text);
        if let Ok(time) = NaiveDateTime::parse_from_str(local, format) {
            return Some(time.and_utc().timestamp_millis());
        }
        if let Ok(time) = DateTime::parse_from_str(&text, &format!("{format}%#z")) {
            return Some(time.timestamp_millis());
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_times() {
        for (text, expected) in [
            ("0", 0),
            ("-1500", -1500),
            ("1787839331500", 1_787_839_331_500),
            ("2026-08-27", 1_787_788_800_000),
            ("2026-08-27T14:02", 1_787_839_320_000),
            ("2026-08-27T14:02Z", 1_787_839_320_000),
            ("2026-08-27 14:02:11", 1_787_839_331_000),
            ("2026-08-27t14:02:11.5z", 1_787_839_331_500),
            ("2026-08-27T14:02:11.123456789Z", 1_787_839_331_123),
            ("2026-08-27T16:02:11+02:00", 1_787_839_331_000),
            ("2026-08-27T16:02:11.5+0200", 1_787_839_331_500),
            ("2026-08-27T10:02-04", 1_787_839_320_000),
            ("1969-12-31T23:59:59.999Z", -1),
        ] {
            assert_eq!(parse(text), Some(expected), "{text}");
        }
    }

    #[test]
    fn other_texts_are_no_times() {
        for text in [
            "",
            "today",
            "2026-13-01",
            "2026-02-30",
            "14:02",
            "2026-08-27T25:00",
            "1.5",
            "2026-08-27T14:02:11 PM",
            "99999999999999999999",
        ] {
            assert_eq!(parse(text), None, "{text}");
        }
    }
}
