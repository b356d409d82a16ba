//! A window of rows for the grid, packed for the way to the UI.

mod cell;

use crate::paint::Paint;
use crate::path::Path;
use crate::preview;
use crate::record::Record;
use crate::view::View;

/// The most rows that [`rows`] answers at once.
pub const MAX_ROWS: usize = 500;

/// The most columns that [`rows`] looks up.
pub const MAX_COLUMNS: usize = 32;

/// How much of a key is shown, in characters.
const KEY_CHARS: usize = 120;

/// How much of a value is shown, in characters.
const VALUE_CHARS: usize = 300;

/// How much JSON is looked through for the cells of one answer, in bytes.
const LOOK_BYTES: usize = 32 << 20;

/// The rows `from..from + count` of a view, as far as it has them, with previews of their keys and
/// values, and a cell for each of `columns`; at most [`MAX_ROWS`] and [`MAX_COLUMNS`].
///
/// A preview is one line: JSON without its line breaks and indents, other text as
/// [`visible`](crate::visible) has it, bytes that are no text as `0x` and digits. It ends without a
/// mark where it is cut; a bit says so. However large a record is, a preview looks only at its
/// beginning.
///
/// A cell is what its path leads to, in one line like a preview, but a JSON string is the text that
/// it stands for, without quotes. It ends with `…` where it is cut. An answer looks through 32 MiB of
/// JSON for its cells; those beyond are `…` and dim.
///
/// The answer, little endian, without padding:
///
/// ```text
/// u32 n ; u32 text_bytes ; u16 columns ; then n rows, each:
///  f64 row            its number
///  i64 offset
///  i64 timestamp      ms, -1 none
///  i32 partition
///  u32 key_size ; u32 value_size     bytes of the record, 0 if null
///  u16 headers        count, saturating
///  u8  timestamp_kind 0 none 1 create 2 log append
///  u8  key_shape ; u8 value_shape    0 null 1 empty 2 json 3 text 4 binary
///  u8  cut            bit 0 key preview was cut, bit 1 value preview was cut
///  u16 key_spans ; u16 value_spans
///  then (key_spans + value_spans) × { u8 kind ; u16 len in UTF-16 units }
///  then columns × { u8 kind ; u16 len in UTF-16 units }
///                     kind of a cell: that of a span, 254 not JSON, 255 no such field;
///                     these two have no text
/// then text_bytes of UTF-8: all previews and cells one after another (key, value, cells, key …);
/// the spans and cells cover it without a gap
/// ```
pub fn rows(view: &View, from: u64, count: usize, columns: &[Path]) -> Vec<u8> {
    let columns = &columns[..columns.len().min(MAX_COLUMNS)];
    let from = from.max(view.first());
    let to = from
        .saturating_add(count.min(MAX_ROWS) as u64)
        .min(view.end());
    let mut answer = vec![0; 10];
    let mut look = LOOK_BYTES;
    let mut text = String::new();
    let mut n = 0_u32;
    let mut key = Paint::default();
    let mut value = Paint::default();
    for row in from..to {
        let Some(record) = view.record(row) else {
            continue;
        };
        pack(&mut answer, row, &record, &mut key, &mut value);
        text.push_str(key.text());
        text.push_str(value.text());
        for path in columns {
            let kind = cell::paint(&mut key, &record, path, &mut look);
            answer.push(kind);
            answer.extend_from_slice(&utf16(key.text()));
            text.push_str(key.text());
        }
        n += 1;
    }
    answer[..4].copy_from_slice(&n.to_le_bytes());
    // At most 500 rows of 420 characters and 32 cells of 120.
    answer[4..8].copy_from_slice(&(text.len() as u32).to_le_bytes());
    answer[8..10].copy_from_slice(&(columns.len() as u16).to_le_bytes());
    answer.extend_from_slice(text.as_bytes());
    answer
}

fn pack(answer: &mut Vec<u8>, row: u64, record: &Record<'_>, key: &mut Paint, value: &mut Paint) {
    key.begin(KEY_CHARS);
    value.begin(VALUE_CHARS);
    let (key_shape, key_cut) = preview::paint(key, record.key);
    let (value_shape, value_cut) = preview::paint(value, record.value);
    let size = |bytes: Option<&[u8]>| {
        u32::try_from(bytes.map_or(0, <[u8]>::len))
            .unwrap_or(u32::MAX)
            .to_le_bytes()
    };
    let count = |count: usize| u16::try_from(count).unwrap_or(u16::MAX).to_le_bytes();
    answer.extend_from_slice(&(row as f64).to_le_bytes());
    answer.extend_from_slice(&record.offset.to_le_bytes());
    answer.extend_from_slice(&record.timestamp.to_le_bytes());
    answer.extend_from_slice(&record.partition.to_le_bytes());
    answer.extend_from_slice(&size(record.key));
    answer.extend_from_slice(&size(record.value));
    answer.extend_from_slice(&count(record.headers.len()));
    answer.extend_from_slice(&[
        record.timestamp_kind as u8,
        key_shape as u8,
        value_shape as u8,
        u8::from(key_cut) | u8::from(value_cut) << 1,
    ]);
    // A span has a character at least, and a preview has 300 at most.
    answer.extend_from_slice(&count(key.span_count()));
    answer.extend_from_slice(&count(value.span_count()));
    for (kind, piece) in key.pieces().chain(value.pieces()) {
        answer.push(kind as u8);
        answer.extend_from_slice(&utf16(piece));
    }
}

/// How long a short text is in UTF-16 units.
fn utf16(text: &str) -> [u8; 2] {
    let units: usize = text.chars().map(char::len_utf16).sum();
    u16::try_from(units).unwrap_or(u16::MAX).to_le_bytes()
}
