//! Which member or element a row shows.

use super::row::{Row, string_end, white_space};
use crate::document::PathAt;
use crate::json;
use crate::path::Path;
use crate::span::SpanKind;

/// How much of a value is given, in bytes.
const VALUE_BYTES: usize = 64 << 10;

pub(super) fn field(text: &str, rows: &[Row], row: u32) -> Option<PathAt> {
    let target = row as usize;
    if matches!(text.as_bytes().get(rows.get(target)?.start())?, b'}' | b']') {
        return None;
    }
    let mut path = String::new();
    let mut at = 0;
    while at != target {
        let mut child = at + 1;
        let mut index = 0;
        while child + hides(rows, child) < target {
            child += hides(rows, child) + 1;
            index += 1;
        }
        if rows.get(child)?.is_member() {
            let start = rows[child].start();
            let end = string_end(text.as_bytes(), start + 1, text.len());
            Path::push_member(&mut path, &json::decode_string(text.get(start..end)?));
        } else {
            Path::push_index(&mut path, index);
        }
        at = child;
    }
    let (start, end) = value(text, rows, at)?;
    let kind = match text.as_bytes().get(start)? {
        b'"' => SpanKind::String,
        b'{' | b'[' => SpanKind::Punctuation,
        b't' | b'f' | b'n' => SpanKind::Literal,
        _ => SpanKind::Number,
    };
    let mut given = end.min(start + VALUE_BYTES);
    while !text.is_char_boundary(given) {
        given -= 1;
    }
    let value = text.get(start..given)?.to_owned();
    Some(PathAt {
        path,
        text: match kind {
            SpanKind::String => json::decode_string(&value).into_owned(),
            _ => value.clone(),
        },
        value,
        cut: given < end,
        kind,
    })
}

fn hides(rows: &[Row], row: usize) -> usize {
    rows.get(row).map_or(0, |row| row.hides() as usize)
}

/// Where the value of a row starts and ends.
fn value(text: &str, rows: &[Row], at: usize) -> Option<(usize, usize)> {
    let bytes = text.as_bytes();
    let row = rows.get(at)?;
    let mut start = row.start();
    if row.is_member() {
        start = string_end(bytes, start + 1, bytes.len());
        start += white_space(bytes.get(start..)?) + 1; // the colon
        start += white_space(bytes.get(start..)?);
    }
    let end = match bytes.get(start)? {
        b'"' => string_end(bytes, start + 1, bytes.len()),
        b'{' | b'[' if row.hides() > 0 => rows.get(at + row.hides() as usize)?.start() + 1,
        b'{' | b'[' => start + 2 + white_space(bytes.get(start + 1..)?),
        _ => {
            let rest = bytes.get(start..)?;
            let scalar = |byte: &u8| byte.is_ascii_alphanumeric() || b"+-.".contains(byte);
            start + rest.iter().take_while(|byte| scalar(byte)).count()
        }
    };
    Some((start, end))
}
