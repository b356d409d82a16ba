//! Google's well-known types, which JSON has its own forms for.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::decode::{Decoder, Done, Failure};
use super::entries::Entry;
use super::field::{accepts, next};
use super::model::{Message, Shape, json_name};
use crate::calendar::{self, Unit};
use crate::codec::{push, push_text};

const NANOS: i64 = 1_000_000_000;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum WellKnown {
    Any,
    Timestamp,
    Duration,
    FieldMask,
    Struct,
    Value,
    ListValue,
    /// A message around a scalar.
    Wrapper,
}

impl WellKnown {
    pub(super) fn of(full: &str) -> Option<Self> {
        Some(match full.strip_prefix("google.protobuf.")? {
            "Any" => Self::Any,
            "Timestamp" => Self::Timestamp,
            "Duration" => Self::Duration,
            "FieldMask" => Self::FieldMask,
            "Struct" => Self::Struct,
            "Value" => Self::Value,
            "ListValue" => Self::ListValue,
            "DoubleValue" | "FloatValue" | "Int64Value" | "UInt64Value" | "Int32Value"
            | "UInt32Value" | "BoolValue" | "StringValue" | "BytesValue" => Self::Wrapper,
            _ => return None,
        })
    }
}

impl<'m, 'b> Decoder<'m, 'b, '_> {
    pub(super) fn well_known(
        &mut self,
        known: WellKnown,
        message: &'m Message,
        bytes: &'b [u8],
        offset: usize,
    ) -> Done {
        let mut entries: Vec<Entry<'b>> = Vec::new();
        let mut rest = bytes;
        while !rest.is_empty() {
            let entry = next(&mut rest, bytes.len(), offset)?;
            let place = message.numbered(entry.number);
            let expected = place.map(|place| &message.fields[place]);
            if expected.is_some_and(|field| accepts(field, entry.wire)) {
                entries.push(entry);
            }
        }
        let last = |number| entries.iter().rev().find(|entry| entry.number == number);
        match known {
            WellKnown::Timestamp | WellKnown::Duration => {
                let number = |number| last(number).map_or(0, |entry| entry.value);
                let (seconds, nanos) = (number(1) as i64, i64::from(number(2) as i32));
                self.out.push('"');
                if known == WellKnown::Timestamp {
                    self.timestamp(seconds, nanos, offset)?;
                } else {
                    self.duration(seconds, nanos, offset)?;
                }
                self.out.push('"');
                Ok(())
            }
            WellKnown::FieldMask => {
                let mut paths = Vec::new();
                for entry in &entries {
                    let path = text(entry)?;
                    let parts: Vec<String> = path.split('.').map(json_name).collect();
                    paths.push(parts.join("."));
                }
                push_text(self.out, &paths.join(","));
                Ok(())
            }
            WellKnown::Wrapper => {
                let kind = message.fields[0].kind;
                match last(1) {
                    Some(entry) => self.value(kind, *entry),
                    None => {
                        self.default(kind);
                        Ok(())
                    }
                }
            }
            WellKnown::Struct => self.of_map(message, &entries),
            WellKnown::Value => match entries.last() {
                Some(entry) if entry.number != 1 => {
                    let field = message.numbered(entry.number);
                    let kind = field.map(|place| message.fields[place].kind);
                    kind.map_or(Ok(()), |kind| self.value(kind, *entry))
                }
                _ => {
                    self.out.push_str("null");
                    Ok(())
                }
            },
            WellKnown::ListValue => {
                self.out.push('[');
                let mut first = true;
                for entry in entries {
                    self.comma(&mut first);
                    self.value(message.fields[0].kind, entry)?;
                }
                self.out.push(']');
                Ok(())
            }
            WellKnown::Any => {
                let url = last(1).map_or(Ok(""), text)?;
                let (bytes, at) =
                    last(2).map_or((&[][..], offset), |entry| (entry.bytes, entry.at));
                self.any(url, bytes, at)
            }
        }
    }

    fn of_map(&mut self, message: &'m Message, entries: &[Entry<'b>]) -> Done {
        let field = &message.fields[0];
        let base = self.hold(entries);
        let done = match field.shape {
            Shape::Map(key) => self.map(key, field.kind, base..base + entries.len()),
            _ => Ok(()),
        };
        self.release(base);
        done
    }

    fn any(&mut self, url: &str, bytes: &'b [u8], at: usize) -> Done {
        if url.is_empty() && bytes.is_empty() {
            self.out.push_str("{}");
            return Ok(());
        }
        self.out.push_str("{\"@type\":");
        push_text(self.out, url);
        let name = url.rsplit('/').next().unwrap_or(url);
        match self.model.named(name) {
            Some(found) if self.model.messages[found].well_known.is_none() => {
                self.fields(&self.model.messages[found], bytes, at, false)?;
            }
            Some(found) => {
                self.out.push_str(",\"value\":");
                self.message(found, bytes, at)?;
            }
            None => {
                // What it is nobody here knows.
                self.out.push_str(",\"value\":\"");
                STANDARD.encode_string(bytes, self.out);
                self.out.push('"');
            }
        }
        self.out.push('}');
        Ok(())
    }

    fn timestamp(&mut self, seconds: i64, nanos: i64, offset: usize) -> Done {
        if !(0..NANOS).contains(&nanos) {
            let message =
                format!("A `Timestamp` has from 0 to 999999999 nanoseconds, not {nanos}.");
            return Err(Failure::new(offset, message));
        }
        calendar::push_timestamp(self.out, i128::from(seconds) * 1_000, Unit::Millis);
        fraction(self.out, nanos);
        self.out.push('Z');
        Ok(())
    }

    fn duration(&mut self, seconds: i64, nanos: i64, offset: usize) -> Done {
        let opposed = seconds.signum() * nanos.signum() < 0;
        if opposed || nanos.abs() >= NANOS {
            let message = "The seconds and nanoseconds of a `Duration` do not fit together.";
            return Err(Failure::new(offset, message));
        }
        if seconds < 0 || nanos < 0 {
            self.out.push('-');
        }
        push(self.out, format_args!("{}", seconds.unsigned_abs()));
        fraction(self.out, nanos.abs());
        self.out.push('s');
        Ok(())
    }
}

/// Appends a fraction of a second, in three, six or nine digits.
fn fraction(out: &mut String, nanos: i64) {
    match nanos {
        0 => {}
        _ if nanos % 1_000_000 == 0 => push(out, format_args!(".{:03}", nanos / 1_000_000)),
        _ if nanos % 1_000 == 0 => push(out, format_args!(".{:06}", nanos / 1_000)),
        _ => push(out, format_args!(".{nanos:09}")),
    }
}

fn text<'b>(entry: &Entry<'b>) -> Result<&'b str, Failure> {
    let text = std::str::from_utf8(entry.bytes);
    text.map_err(|_| Failure::new(entry.at, "A `string` is not UTF-8."))
}
