//! Which records a view shows.

use memchr::memmem::Finder;

use crate::record::Record;

/// A condition on a record, compiled once.
#[derive(Debug, Clone)]
pub struct Filter {
    finder: Finder<'static>,
}

impl Filter {
    /// Records that contain `text` in their key or in their value: exactly its UTF-8 bytes, so
    /// upper and lower case differ. `None`, which is no filter, where `text` is empty.
    pub fn contains(text: &str) -> Option<Self> {
        (!text.is_empty()).then(|| Self {
            finder: Finder::new(text).into_owned(),
        })
    }

    /// Whether the filter lets this record through.
    pub fn matches<H>(&self, record: &Record<'_, H>) -> bool {
        self.matches_parts(
            record.key.unwrap_or_default(),
            record.value.unwrap_or_default(),
        )
    }

    /// [`matches`](Self::matches) for a key and a value; null is as good as empty.
    pub(crate) fn matches_parts(&self, key: &[u8], value: &[u8]) -> bool {
        self.finder.find(value).is_some() || self.finder.find(key).is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::TimestampKind;

    fn check(text: &str, key: Option<&str>, value: Option<&str>, expected: bool) {
        let record = Record {
            partition: 0,
            offset: 0,
            timestamp: -1,
            timestamp_kind: TimestampKind::None,
            key: key.map(str::as_bytes),
            value: value.map(str::as_bytes),
            headers: std::iter::empty::<(&[u8], Option<&[u8]>)>(),
        };
        let filter = Filter::contains(text).expect("a text");
        assert_eq!(
            filter.matches(&record),
            expected,
            "{text:?} in {key:?}, {value:?}"
        );
    }

    #[test]
    fn looks_into_key_and_value_byte_by_byte() {
        check("FAILED", None, Some(r#"{"status":"FAILED"}"#), true);
        check("failed", None, Some(r#"{"status":"FAILED"}"#), false);
        check("c-44", Some("c-4471"), Some("x"), true);
        check("ü", Some("Zürich"), None, true);
        check("u\u{308}", Some("Zürich"), None, false);
        check("ab", Some("a"), Some("b"), false);
        check("x", None, None, false);
    }

    #[test]
    fn an_empty_text_is_no_filter() {
        assert!(Filter::contains("").is_none());
    }
}
