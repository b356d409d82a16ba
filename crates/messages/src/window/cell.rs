//! What a column shows of a record.

use crate::json;
use crate::paint::Paint;
use crate::path::{Lookup, Path};
use crate::preview;
use crate::record::Record;
use crate::span::SpanKind;

/// How much a cell shows, in characters.
const CHARS: usize = 120;

/// How much of a found value can matter to what is shown of it, in bytes.
const HEAD: usize = 4096;

/// The kind of a cell whose path leads into what is not JSON.
const NOT_JSON: u8 = 254;

/// The kind of a cell without a field.
const MISSING: u8 = 255;

/// Paints a cell and gives its kind. `look` is how many bytes of JSON may be looked through.
pub(super) fn paint(paint: &mut Paint, record: &Record<'_>, path: &Path, look: &mut usize) -> u8 {
    paint.begin(CHARS - 1);
    let size = path.json(record).map_or(0, <[u8]>::len);
    if size > *look {
        paint.end_cut(SpanKind::Dim);
        return SpanKind::Dim as u8;
    }
    *look -= size;
    let found = match path.get(record) {
        Lookup::Found(found) => found,
        Lookup::Missing => return MISSING,
        Lookup::NotJson => return NOT_JSON,
    };
    let cut = match found.kind {
        SpanKind::Plain => preview::paint_flat(paint, found.raw),
        SpanKind::Punctuation => preview::paint(paint, Some(found.raw)).1,
        SpanKind::String => {
            let inside = found.raw.get(1..found.raw.len() - 1).unwrap_or_default();
            let mut text = vec![];
            json::unescape(&inside[..inside.len().min(HEAD)], &mut text);
            let text = beginning(&text);
            paint.push(found.kind, text) < text.len() || inside.len() > HEAD
        }
        kind => {
            let text = beginning(&found.raw[..found.raw.len().min(HEAD)]);
            paint.push(kind, text) < found.raw.len()
        }
    };
    if cut {
        paint.end_cut(found.kind);
    }
    found.kind as u8
}

/// Text whose last character may be cut through.
fn beginning(text: &[u8]) -> &str {
    text.utf8_chunks().next().map_or("", |chunk| chunk.valid())
}
