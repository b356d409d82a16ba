//! What filters let through.

mod completion;
mod conditions;
mod problems;
mod reference;
mod text;

use messages::{
    Batch, Filter, FilterKind, FilterMode, FilterProblem, FilterText, Record, TimestampKind,
    Verdict,
};

use crate::Pairs;

fn written(text: &str, mode: FilterMode, match_case: bool) -> FilterText {
    FilterText {
        text: text.to_owned(),
        mode,
        match_case,
    }
}

/// Reads conditions; case counts.
fn conditions(text: &str) -> Result<Filter, FilterProblem> {
    let filter = Filter::parse(&written(text, FilterMode::Where, true))?.expect("a text");
    assert_eq!(filter.kind(), FilterKind::Where);
    Ok(filter)
}

/// The verdict of conditions on the only record of a batch.
fn judge(text: &str, batch: &Batch) -> Verdict {
    let filter = conditions(text).unwrap_or_else(|problem| panic!("{text}: {problem:?}"));
    filter.judge(&batch.get(0).expect("a record"))
}

/// A batch of one record with a bit of everything.
fn batch(key: Option<&[u8]>, value: Option<&[u8]>, headers: Pairs<'_>) -> Batch {
    let mut batch = Batch::default();
    batch.push(Record {
        partition: 3,
        offset: 4711,
        // 2026-08-27T14:02:11.500Z
        timestamp: 1_787_839_331_500,
        timestamp_kind: TimestampKind::Create,
        key,
        value,
        headers: headers.iter().copied(),
    });
    batch
}
