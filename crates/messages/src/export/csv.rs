//! Comma-separated values (RFC 4180).

use std::borrow::Cow;

use base64::display::Base64Display;
use base64::engine::general_purpose::STANDARD;
use memchr::memchr3;

use super::jsonl;
use crate::json;
use crate::path::{Lookup, Path};
use crate::record::{Record, TimestampKind};
use crate::span::SpanKind;
use crate::time;

/// Appends the line of names that [`write_csv`] with the same columns goes under.
pub fn write_csv_header(columns: &[Path], out: &mut Vec<u8>) {
    let names = [
        "partition",
        "offset",
        "timestamp",
        "key",
        "value",
        "headers",
    ];
    let names = names
        .into_iter()
        .chain(columns.iter().map(Path::text))
        .map(|name| Some(Cow::Borrowed(name.as_bytes())));
    push_line(out, names);
}

/// Appends a record as a line that ends with CR LF: partition, offset, timestamp (ISO 8601, UTC, to
/// the millisecond), key, value, headers (a JSON list of pairs, as in
/// [`write_jsonl`](crate::write_jsonl)), then a field for each of `columns`.
///
/// Text stands there unaltered, in quotes where it has to be. Null is an empty field, an empty text
/// is `""`. What is not UTF-8 stands there as `base64:` and its bytes in base64. A column holds the
/// text of a JSON string, and the source text of other JSON; it is empty where the record has no
/// such field.
pub fn write_csv(record: &Record<'_>, columns: &[Path], out: &mut Vec<u8>) {
    let number = |number: i64| Some(Cow::Owned(number.to_string().into_bytes()));
    let time = match record.timestamp_kind {
        TimestampKind::Create | TimestampKind::LogAppend if record.timestamp >= 0 => {
            Some(Cow::Owned(time::iso(record.timestamp).into_bytes()))
        }
        _ => None,
    };
    let mut headers = String::new();
    jsonl::push_headers(&mut headers, record.headers.clone());
    let fields = [
        number(record.partition.into()),
        number(record.offset),
        time,
        record.key.map(text),
        record.value.map(text),
        Some(Cow::Owned(headers.into_bytes())),
    ];
    push_line(
        out,
        fields
            .into_iter()
            .chain(columns.iter().map(|path| column(record, path))),
    );
}

fn column<'a>(record: &Record<'a>, path: &Path) -> Option<Cow<'a, [u8]>> {
    let Lookup::Found(found) = path.get(record) else {
        return None;
    };
    match (found.kind, str::from_utf8(found.raw)) {
        (SpanKind::String, Ok(string)) => Some(match json::decode_string(string) {
            Cow::Borrowed(text) => Cow::Borrowed(text.as_bytes()),
            Cow::Owned(text) => Cow::Owned(text.into_bytes()),
        }),
        _ => Some(text(found.raw)),
    }
}

fn text(bytes: &[u8]) -> Cow<'_, [u8]> {
    if str::from_utf8(bytes).is_ok() {
        return Cow::Borrowed(bytes);
    }
    let text = format!("base64:{}", Base64Display::new(bytes, &STANDARD));
    Cow::Owned(text.into_bytes())
}

fn push_line<'a>(out: &mut Vec<u8>, fields: impl Iterator<Item = Option<Cow<'a, [u8]>>>) {
    for (at, field) in fields.enumerate() {
        if at > 0 {
            out.push(b',');
        }
        if let Some(field) = field {
            push_field(out, &field);
        }
    }
    out.extend_from_slice(b"\r\n");
}

fn push_field(out: &mut Vec<u8>, field: &[u8]) {
    let special = |bytes| memchr3(b'"', b',', b'\n', bytes).is_some() || bytes.contains(&b'\r');
    let edge = |byte: Option<&u8>| byte.is_none_or(u8::is_ascii_whitespace);
    if !special(field) && !edge(field.first()) && !edge(field.last()) {
        out.extend_from_slice(field);
        return;
    }
    out.push(b'"');
    for piece in field.split_inclusive(|&byte| byte == b'"') {
        out.extend_from_slice(piece);
        if piece.ends_with(b"\"") {
            out.push(b'"');
        }
    }
    out.push(b'"');
}
