//! Google's well-known types from the forms that JSON has for them.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::encode::{Encoder, Failure, Written, framed, integer, sized, text, wanted};
use super::model::{Kind, Message};
use super::scalar::Scalar;
use super::well_known::WellKnown;
use crate::calendar::{self, Unit};
use crate::json_text::{Kind as Json, Value};
use crate::wire::push_varint;

const NANOS: i128 = 1_000_000_000;

impl<'m> Encoder<'m> {
    pub(super) fn well_known(
        &mut self,
        known: WellKnown,
        message: &'m Message,
        value: Value<'_>,
        out: &mut Vec<u8>,
    ) -> Written {
        match known {
            WellKnown::Timestamp => {
                let what = "a point in time, as 2026-11-23T10:20:30Z";
                let text = text(value, what)?;
                let count = calendar::timestamp(text, Unit::Nanos, true);
                let count = count.ok_or_else(|| wanted(value, what))?;
                seconds(count.div_euclid(NANOS), count.rem_euclid(NANOS), out);
                Ok(())
            }
            WellKnown::Duration => {
                let what = "a duration in seconds, as 1.5s";
                let count = text(value, what)?.strip_suffix('s').and_then(duration);
                let count = count.ok_or_else(|| wanted(value, what))?;
                seconds(count / NANOS, count % NANOS, out);
                Ok(())
            }
            WellKnown::FieldMask => {
                let text = text(value, "names of fields, parted by commas")?;
                for path in text.split(',').filter(|path| !path.is_empty()) {
                    sized(1, snake_case(path).as_bytes(), out);
                }
                Ok(())
            }
            WellKnown::Wrapper => {
                let field = &message.fields[0];
                let mut bare = Vec::new();
                self.bare(field.kind, value, &mut bare)?;
                if bare.iter().any(|byte| *byte != 0) || (is_sized(field.kind) && !bare.is_empty())
                {
                    framed(1, field.kind, &bare, out);
                }
                Ok(())
            }
            WellKnown::Struct => {
                let members = value
                    .as_object()
                    .ok_or_else(|| wanted(value, "an object"))?;
                let kind = message.fields[0].kind;
                for member in members {
                    let mut entry = Vec::new();
                    sized(1, member.name.as_bytes(), &mut entry);
                    self.one(2, kind, member.value, &mut entry)?;
                    sized(1, &entry, out);
                }
                Ok(())
            }
            WellKnown::ListValue => {
                let items = value.as_array().ok_or_else(|| wanted(value, "a list"))?;
                for item in items {
                    self.one(1, message.fields[0].kind, item, out)?;
                }
                Ok(())
            }
            WellKnown::Value => self.any_json(message, value, out),
            WellKnown::Any => self.any(value, out),
        }
    }

    fn any_json(&mut self, message: &Message, value: Value<'_>, out: &mut Vec<u8>) -> Written {
        let number = match value.kind() {
            Json::Null => {
                framed(1, Kind::Scalar(Scalar::Int32), &[0], out);
                return Ok(());
            }
            Json::Number(_) => 2,
            Json::String(_) => 3,
            Json::Bool(_) => 4,
            Json::Object(_) => 5,
            Json::Array(_) => 6,
        };
        let field = message.numbered(number).map(|at| &message.fields[at]);
        field.map_or(Ok(()), |field| self.one(number, field.kind, value, out))
    }

    fn any(&mut self, value: Value<'_>, out: &mut Vec<u8>) -> Written {
        let members = value
            .as_object()
            .ok_or_else(|| wanted(value, "an object"))?;
        if members.len() == 0 {
            return Ok(());
        }
        let url = value.get("@type").and_then(Value::as_str);
        let url = url.ok_or_else(|| wanted(value, "an object with `@type`"))?;
        let name = url.rsplit('/').next().unwrap_or(url);
        let mut bytes = Vec::new();
        let inner = || {
            value
                .get("value")
                .ok_or_else(|| wanted(value, "an object with `value`"))
        };
        match self.model.named(name) {
            Some(found) if self.model.messages[found].well_known.is_none() => {
                let message = &self.model.messages[found];
                self.fields(message, value, &mut bytes, &["@type"])?;
            }
            Some(found) => self.message(found, inner()?, &mut bytes)?,
            None => {
                let message = format!("`{name}` is not declared; its value must be base64.");
                let wrong = || Failure::new(value.span(), message.clone());
                let text = inner()?.as_str().ok_or_else(wrong)?;
                bytes = STANDARD.decode(text).map_err(|_| wrong())?;
            }
        }
        sized(1, url.as_bytes(), out);
        if !bytes.is_empty() {
            sized(2, &bytes, out);
        }
        Ok(())
    }
}

fn is_sized(kind: Kind) -> bool {
    matches!(kind, Kind::Scalar(Scalar::String | Scalar::Bytes))
}

fn seconds(seconds: i128, nanos: i128, out: &mut Vec<u8>) {
    for (number, count) in [(1, seconds), (2, nanos)] {
        if count != 0 {
            push_varint(out, number << 3);
            push_varint(out, count as i64 as u64);
        }
    }
}

/// The nanoseconds of a number of seconds.
fn duration(text: &str) -> Option<i128> {
    let (sign, rest) = match text.strip_prefix('-') {
        Some(rest) => (-1, rest),
        None => (1, text),
    };
    let (whole, fraction) = rest.split_once('.').unwrap_or((rest, "0"));
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if !digits(whole) || !digits(fraction) || fraction.len() > 9 {
        return None;
    }
    let fraction: i128 = format!("{fraction:0<9}").parse().ok()?;
    let whole: i64 = integer(whole)?;
    Some(sign * (i128::from(whole) * NANOS + fraction))
}

fn snake_case(path: &str) -> String {
    let mut out = String::new();
    for char in path.chars() {
        if char.is_ascii_uppercase() {
            out.push('_');
        }
        out.push(char.to_ascii_lowercase());
    }
    out
}
