//! JSON lines: a record an object, an object a line.

mod read;

use std::fmt::Write as _;

use base64::Engine as _;
use base64::display::Base64Display;
use base64::engine::general_purpose::STANDARD;

pub use read::read_jsonl;

use crate::json;
use crate::record::{Headers, Record, TimestampKind};

/// Appends a record as a line of JSON, the line break included:
///
/// ```text
/// {"partition":0,"offset":17,"timestamp":1764000000000,"timestampType":"create","key":"k","value":"{\"a\": 1}","headers":[["trace","1"]]}
/// ```
///
/// A key, a value, a header's name or value is a JSON string where it is UTF-8, whatever it means
/// (JSON, too, is a string, so that its white space and its digits survive), `null` where it is
/// null, else `{"base64":"…"}`. `timestamp` is in ms since 1970 UTC, `null` where the record has
/// none; `timestampType` is `create`, `logAppend` or `none`.
pub fn write_jsonl(record: &Record<'_>, out: &mut Vec<u8>) {
    let mut line = String::new();
    let timestamp_type = match record.timestamp_kind {
        TimestampKind::None => "none",
        TimestampKind::Create => "create",
        TimestampKind::LogAppend => "logAppend",
    };
    // Writing to a string can't fail.
    let _ = write!(
        line,
        r#"{{"partition":{},"offset":{},"timestamp":"#,
        record.partition, record.offset
    );
    let _ = match record.timestamp_kind {
        TimestampKind::Create | TimestampKind::LogAppend if record.timestamp >= 0 => {
            write!(line, "{}", record.timestamp)
        }
        _ => write!(line, "null"),
    };
    let _ = write!(line, r#","timestampType":"{timestamp_type}","key":"#);
    push_bytes(&mut line, record.key);
    line.push_str(r#","value":"#);
    push_bytes(&mut line, record.value);
    line.push_str(r#","headers":"#);
    push_headers(&mut line, record.headers.clone());
    line.push_str("}\n");
    out.extend_from_slice(line.as_bytes());
}

/// Appends headers as a list of pairs.
pub(super) fn push_headers(out: &mut String, headers: Headers<'_>) {
    out.push('[');
    for (at, (name, value)) in headers.enumerate() {
        out.push_str(if at == 0 { "[" } else { ",[" });
        push_bytes(out, Some(name));
        out.push(',');
        push_bytes(out, value);
        out.push(']');
    }
    out.push(']');
}

fn push_bytes(out: &mut String, bytes: Option<&[u8]>) {
    match bytes.map(|bytes| (bytes, str::from_utf8(bytes))) {
        None => out.push_str("null"),
        Some((_, Ok(text))) => json::push_string(out, text),
        Some((bytes, Err(_))) => {
            let _ = write!(
                out,
                r#"{{"base64":"{}"}}"#,
                Base64Display::new(bytes, &STANDARD)
            );
        }
    }
}

/// The bytes that a text in base64 stands for, padded or not.
fn from_base64(text: &str) -> Option<Vec<u8>> {
    use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
    const FORGIVING: GeneralPurpose = GeneralPurpose::new(
        &base64::alphabet::STANDARD,
        GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
    );
    FORGIVING.decode(text).ok()
}
