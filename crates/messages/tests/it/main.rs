//! What a user of the crate relies on.

mod batch;
mod document;
mod export;
mod filter;
mod json;
mod path;
mod ring;
mod window;

use messages::{Batch, Filter, FilterMode, FilterText, Headers, Record, TimestampKind};
use proptest::test_runner::Config as ProptestConfig;

/// Header names and values as tests write them.
type Pairs<'a> = &'a [(&'a [u8], Option<&'a [u8]>)];

/// How often a property is tried. Failures go to the test's output, not to a file.
fn cases(cases: u32) -> ProptestConfig {
    ProptestConfig {
        cases,
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}

/// A record without headers.
fn record<'a>(offset: i64, key: Option<&'a [u8]>, value: Option<&'a [u8]>) -> Record<'a> {
    Record {
        partition: 0,
        offset,
        timestamp: 1_764_000_000_000 + offset,
        timestamp_kind: TimestampKind::Create,
        key,
        value,
        headers: Headers::default(),
    }
}

/// Records that contain a text.
fn contains(text: &str) -> Option<Filter> {
    let text = FilterText {
        text: text.to_owned(),
        mode: FilterMode::Text,
        match_case: true,
    };
    Filter::parse(&text).expect("a filter")
}

/// A batch of one record with this value.
fn batch_of(value: &[u8]) -> Batch {
    let mut batch = Batch::default();
    batch.push(record(0, None, Some(value)));
    batch
}
