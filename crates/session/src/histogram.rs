use serde::{Deserialize, Serialize};
use specta::Type;

/// When messages were written: counts in spans of time of the same width. Times are ms since 1970.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Histogram {
    /// Where the first span begins.
    #[specta(type = u32)]
    pub from_ms: i64,
    /// Where the last span ends.
    #[specta(type = u32)]
    pub to_ms: i64,
    /// How wide a span is.
    #[specta(type = u32)]
    pub width_ms: i64,
    /// Messages read.
    #[specta(type = Vec<u32>)]
    pub seen: Vec<u64>,
    /// Those of them that the filter lets through.
    #[specta(type = Vec<u32>)]
    pub matched: Vec<u64>,
    /// Messages without a time.
    #[specta(type = u32)]
    pub untimed: u64,
}

impl From<messages::Histogram> for Histogram {
    fn from(found: messages::Histogram) -> Self {
        Self {
            from_ms: found.from_ms,
            to_ms: found.to_ms,
            width_ms: found.width_ms,
            seen: found.seen,
            matched: found.matched,
            untimed: found.untimed,
        }
    }
}
