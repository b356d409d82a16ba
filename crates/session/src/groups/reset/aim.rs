//! Where one offset goes.

use chrono::{DateTime, Utc};

use super::ResetTo;
use crate::amount::grouped;
use crate::failure::{Failure, Result};
use crate::moment;
use crate::range::number;

/// What a [`ResetTo`] means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Aim {
    Earliest,
    Latest,
    Offset(i64),
    /// In ms since 1970.
    Time(i64),
    Shift(i64),
    Group,
}

/// Where a partition begins and ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Bounds {
    pub(super) start: i64,
    pub(super) end: i64,
}

impl Aim {
    pub(super) fn parse(to: &ResetTo, now: DateTime<Utc>) -> Result<Self> {
        Ok(match to {
            ResetTo::Earliest => Self::Earliest,
            ResetTo::Latest => Self::Latest,
            ResetTo::Offset { offset } => Self::Offset(number(offset)?),
            ResetTo::Time { text, utc } => Self::Time(moment::parse(text, *utc, now)?),
            ResetTo::Duration { text } => Self::Time(ago(text, now)?),
            ResetTo::Shift { by } => Self::Shift(shift(by)?),
            ResetTo::Group { .. } => Self::Group,
        })
    }

    /// Where the offset goes, with what should be known; or why it stays. `found` is what was found by the time, or where
    /// the other group stands.
    pub(super) fn target(
        &self,
        from: Option<i64>,
        bounds: Bounds,
        found: Option<i64>,
    ) -> std::result::Result<(i64, Option<String>), &'static str> {
        let within = |offset: i64| {
            let note = if offset < bounds.start {
                Some(format!(
                    "Retention has taken what was before {}: it begins there.",
                    grouped(bounds.start as u64)
                ))
            } else if offset > bounds.end {
                Some(format!(
                    "There is nothing after {} yet: it is the end.",
                    grouped(bounds.end as u64)
                ))
            } else {
                None
            };
            (offset.clamp(bounds.start, bounds.end), note)
        };
        match self {
            Self::Earliest => Ok((bounds.start, None)),
            Self::Latest => Ok((bounds.end, None)),
            Self::Offset(offset) => Ok(within(*offset)),
            Self::Time(_) => Ok(match found {
                Some(offset) => within(offset),
                None => (
                    bounds.end,
                    Some("Nothing is as late: it is the end.".to_owned()),
                ),
            }),
            Self::Shift(by) => match from {
                Some(from) => Ok(within(from.saturating_add(*by))),
                None => Err("It has no commit to count from: it stays."),
            },
            Self::Group => match found {
                Some(offset) => Ok(within(offset)),
                None => Err("The other group has no commit for it: it stays."),
            },
        }
    }
}

fn shift(text: &str) -> Result<i64> {
    let text = text.trim();
    match text.strip_prefix(['-', '−']) {
        Some(back) => Ok(-number(back)?),
        None => number(text.strip_prefix('+').unwrap_or(text)),
    }
}

/// The time so long ago, of “2h”, “1d 12h” or ISO 8601's “PT2H30M”.
fn ago(text: &str, now: DateTime<Utc>) -> Result<i64> {
    let wrong = || {
        Failure::invalid(format!("“{text}” is not a span of time."))
            .hint("Write 2h, 90 min, 1d 12h, or PT2H30M.")
    };
    let parts = text.trim().trim_start_matches('P').replace('T', " ");
    let mut rest = parts.trim();
    let mut at = now.timestamp_millis();
    if rest.is_empty() {
        return Err(wrong());
    }
    while !rest.is_empty() {
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        let (amount, after) = rest.split_at(digits);
        let after = after.trim_start();
        let letters = after.bytes().take_while(u8::is_ascii_alphabetic).count();
        let (unit, next) = after.split_at(letters);
        let part = moment::parse(&format!("{amount} {unit} ago"), true, now);
        if amount.is_empty() || unit.is_empty() {
            return Err(wrong());
        }
        at += part.map_err(|_| wrong())? - now.timestamp_millis();
        rest = next.trim_start_matches([' ', ',']);
    }
    Ok(at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_span_of_time_is_read_as_people_and_as_kafkas_tools_write_it() {
        let now = DateTime::from_timestamp_millis(1_000_000_000).expect("a time");
        for (text, expected) in [
            ("2h", 7200),
            ("90 min", 5400),
            ("1d 12h", 129_600),
            ("PT2H30M", 9000),
            ("P1DT1S", 86_401),
            ("1 hour, 30 minutes", 5400),
        ] {
            assert_eq!(
                ago(text, now),
                Ok(1_000_000_000 - expected * 1000),
                "{text}"
            );
        }
        for text in [
            "",
            "h",
            "2",
            "2 fortnights",
            "-2h",
            "P",
            "99999999999999999999h",
        ] {
            assert!(ago(text, now).is_err(), "{text}");
        }
    }

    #[test]
    fn what_lies_outside_becomes_start_or_end_and_that_is_said() {
        let bounds = Bounds {
            start: 100,
            end: 200,
        };
        let target = |aim: &Aim, from, found| {
            aim.target(from, bounds, found)
                .map(|(to, note)| (to, note.is_some()))
        };
        for (aim, from, found, expected) in [
            (Aim::Earliest, Some(5), None, Ok((100, false))),
            (Aim::Latest, None, None, Ok((200, false))),
            (Aim::Offset(5), Some(150), None, Ok((100, true))),
            (Aim::Offset(500), Some(150), None, Ok((200, true))),
            (Aim::Offset(200), Some(150), None, Ok((200, false))),
            (Aim::Time(0), Some(150), Some(120), Ok((120, false))),
            (Aim::Time(0), Some(150), None, Ok((200, true))),
            (Aim::Shift(-20), Some(150), None, Ok((130, false))),
            (Aim::Shift(i64::MAX), Some(150), None, Ok((200, true))),
            (Aim::Group, Some(150), Some(170), Ok((170, false))),
        ] {
            assert_eq!(target(&aim, from, found), expected, "{aim:?}");
        }
        assert!(target(&Aim::Shift(1), None, None).is_err());
        assert!(target(&Aim::Group, Some(150), None).is_err());
    }

    #[test]
    fn a_shift_has_a_direction() {
        for (text, expected) in [("-5", -5), ("+5", 5), ("1,000", 1000), ("−7", -7)] {
            assert_eq!(shift(text), Ok(expected));
        }
        assert!(shift("back").is_err());
    }
}
