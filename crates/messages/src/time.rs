//! Times as text.

use chrono::{DateTime, SecondsFormat};

/// A time in ms since 1970 as ISO 8601 has it, in UTC: `2025-11-24T16:00:00.000Z`. One that no
/// calendar reaches is its number.
pub(crate) fn iso(ms: i64) -> String {
    DateTime::from_timestamp_millis(ms).map_or_else(
        || ms.to_string(),
        |time| time.to_rfc3339_opts(SecondsFormat::Millis, true),
    )
}
