//! From JSON text to bytes.

use base64::Engine as _;
use base64::alphabet;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};

use super::DEEPEST;
use super::field::wire;
use super::model::{Field, Kind, Message, Model, Shape};
use super::scalar::{Scalar, Wire};
use super::well_known::WellKnown;
use crate::codec::{self, Unwritable};
use crate::decimal;
use crate::json_text::{Dialect, Document, Kind as Json, Value};
use crate::position::Span;
use crate::wire::push_varint;

const LOOSE: GeneralPurposeConfig =
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent);
const BASE64: GeneralPurpose = GeneralPurpose::new(&alphabet::STANDARD, LOOSE);
const BASE64_URL: GeneralPurpose = GeneralPurpose::new(&alphabet::URL_SAFE, LOOSE);

/// Both styles are read: names of the .proto and of JSON, numbers and strings of numbers.
pub(super) fn encode(model: &Model, root: usize, json: &str) -> Result<Vec<u8>, Unwritable> {
    let document = Document::read(json, Dialect::default()).map_err(|told| {
        let first = told.into_iter().next();
        Unwritable {
            at: first.as_ref().map(|one| one.span).unwrap_or_default(),
            field: String::new(),
            message: first.map(|one| one.message).unwrap_or_default(),
        }
    })?;
    let mut encoder = Encoder { model, depth: 0 };
    let mut out = Vec::new();
    match encoder.message(root, document.root(), &mut out) {
        Ok(()) => Ok(out),
        Err(failure) => Err(Unwritable {
            field: failure.field(),
            at: failure.at,
            message: failure.message,
        }),
    }
}

pub(super) struct Encoder<'m> {
    pub(super) model: &'m Model,
    depth: usize,
}

pub(super) struct Failure {
    at: Span,
    message: String,
    /// The names that lead there, the innermost first.
    names: Vec<String>,
}

impl Failure {
    pub(super) fn new(at: Span, message: impl Into<String>) -> Self {
        Self {
            at,
            message: message.into(),
            names: Vec::new(),
        }
    }

    fn within(mut self, name: &str) -> Self {
        self.names.push(name.to_owned());
        self
    }

    fn field(&self) -> String {
        let names: Vec<&str> = self.names.iter().rev().map(String::as_str).collect();
        names.join(".")
    }
}

pub(super) type Written = Result<(), Failure>;

impl<'m> Encoder<'m> {
    pub(super) fn message(&mut self, at: usize, value: Value<'_>, out: &mut Vec<u8>) -> Written {
        self.depth += 1;
        if self.depth > DEEPEST {
            let message = format!("Messages are nested more than {DEEPEST} levels deep.");
            return Err(Failure::new(value.span(), message));
        }
        let message = &self.model.messages[at];
        match message.well_known {
            Some(known) => self.well_known(known, message, value, out)?,
            None => self.fields(message, value, out, &[])?,
        }
        self.depth -= 1;
        Ok(())
    }

    /// The members of an object as the fields of a message; some names are left out.
    pub(super) fn fields(
        &mut self,
        message: &'m Message,
        value: Value<'_>,
        out: &mut Vec<u8>,
        without: &[&str],
    ) -> Written {
        let members = value
            .as_object()
            .ok_or_else(|| wanted(value, "an object"))?;
        let mut given = Vec::new();
        for member in members.filter(|member| !without.contains(&member.name)) {
            let field = message.named(member.name).ok_or_else(|| {
                let message = format!("`{}` has no field `{}`.", message.full, member.name);
                Failure::new(member.name_span, message).within(member.name)
            })?;
            if !member.value.is_null() || self.takes_null(field) {
                given.push((field, member.value));
            }
        }
        given.sort_by_key(|(field, _)| field.number);
        let mut oneofs = Vec::new();
        for (at, (field, value)) in given.iter().enumerate() {
            let twice = at > 0 && given[at - 1].0.number == field.number;
            if twice || field.oneof.is_some_and(|oneof| oneofs.contains(&oneof)) {
                let message = if twice {
                    "It is given twice, by its name and by its name in JSON."
                } else {
                    "Another field of the same oneof is given as well."
                };
                return Err(Failure::new(value.span(), message).within(&field.name));
            }
            oneofs.extend(field.oneof);
            self.field(field, *value, out)
                .map_err(|failure| failure.within(&field.name))?;
        }
        let missing = message.fields.iter().filter(|field| field.required);
        for field in missing {
            if given.iter().all(|(one, _)| one.number != field.number) {
                let message = "It is missing, and it is required.";
                return Err(Failure::new(value.span(), message).within(&field.name));
            }
        }
        Ok(())
    }

    fn takes_null(&self, field: &Field) -> bool {
        field.shape != Shape::Repeated
            && match field.kind {
                Kind::Message(at) => self.model.messages[at].well_known == Some(WellKnown::Value),
                Kind::Enum(at) => self.model.enums[at].null && field.shape != Shape::Implicit,
                Kind::Scalar(_) | Kind::Group(_) => false,
            }
    }

    fn field(&mut self, field: &Field, value: Value<'_>, out: &mut Vec<u8>) -> Written {
        match field.shape {
            Shape::Map(key) => self.map(field, key, value, out),
            Shape::Repeated => {
                let items = value.as_array().ok_or_else(|| wanted(value, "a list"))?;
                if !field.packed {
                    for (at, item) in items.enumerate() {
                        self.one(field.number, field.kind, item, out)
                            .map_err(|failure| failure.within(&at.to_string()))?;
                    }
                    return Ok(());
                }
                let mut packed = Vec::new();
                for (at, item) in items.enumerate() {
                    self.bare(field.kind, item, &mut packed)
                        .map_err(|failure| failure.within(&at.to_string()))?;
                }
                if !packed.is_empty() {
                    sized(field.number, &packed, out);
                }
                Ok(())
            }
            Shape::Explicit => self.one(field.number, field.kind, value, out),
            Shape::Implicit => {
                let mut bare = Vec::new();
                self.bare(field.kind, value, &mut bare)?;
                let zero = match wire(field.kind) {
                    Wire::Sized => bare.is_empty(),
                    _ => bare.iter().all(|byte| *byte == 0),
                };
                if !zero {
                    framed(field.number, field.kind, &bare, out);
                }
                Ok(())
            }
        }
    }

    fn map(&mut self, field: &Field, key: Scalar, value: Value<'_>, out: &mut Vec<u8>) -> Written {
        let members = value
            .as_object()
            .ok_or_else(|| wanted(value, "an object"))?;
        for member in members {
            let mut entry = Vec::new();
            let mut name = Vec::new();
            if key == Scalar::String {
                name.extend(member.name.as_bytes());
            } else {
                let what = "the key of the map";
                scalar_text(key, member.name, &mut name)
                    .ok_or_else(|| Failure::new(member.name_span, format!("It is not {what}.")))?;
            }
            framed(1, Kind::Scalar(key), &name, &mut entry);
            self.one(2, field.kind, member.value, &mut entry)
                .map_err(|failure| failure.within(member.name))?;
            sized(field.number, &entry, out);
        }
        Ok(())
    }

    pub(super) fn one(
        &mut self,
        number: i32,
        kind: Kind,
        value: Value<'_>,
        out: &mut Vec<u8>,
    ) -> Written {
        let mut bare = Vec::new();
        self.bare(kind, value, &mut bare)?;
        framed(number, kind, &bare, out);
        Ok(())
    }

    /// A value without its number and length.
    pub(super) fn bare(&mut self, kind: Kind, value: Value<'_>, out: &mut Vec<u8>) -> Written {
        match kind {
            Kind::Message(at) | Kind::Group(at) => self.message(at, value, out),
            Kind::Enum(at) => {
                let made = &self.model.enums[at];
                let number = match value.kind() {
                    Json::Null if made.null => Some(0),
                    Json::String(name) => made.numbers.get(name).copied(),
                    Json::Number(text) => integer(text),
                    _ => None,
                };
                let number = number.ok_or_else(|| {
                    wanted(value, "a constant of the enum, by its name or its number")
                })?;
                push_varint(out, i64::from(number) as u64);
                Ok(())
            }
            Kind::Scalar(scalar) => write(scalar, value, out),
        }
    }
}

pub(super) fn wanted(value: Value<'_>, what: &str) -> Failure {
    Failure::new(value.span(), format!("It must be {what}."))
}

pub(super) fn text<'a>(value: Value<'a>, what: &str) -> Result<&'a str, Failure> {
    let text = codec::text(value).ok_or_else(|| wanted(value, what))?;
    text.map_err(|()| {
        let message = "It holds half of a surrogate pair, which is no text.";
        Failure::new(value.span(), message)
    })
}

/// Appends the bytes of a value with what goes before them.
pub(super) fn framed(number: i32, kind: Kind, bare: &[u8], out: &mut Vec<u8>) {
    let wire = wire(kind);
    let tag = (number as u64) << 3;
    push_varint(out, tag | wire.number());
    match wire {
        Wire::Sized => push_varint(out, bare.len() as u64),
        Wire::Group => {
            out.extend(bare);
            return push_varint(out, tag | 4);
        }
        Wire::Varint | Wire::Four | Wire::Eight => {}
    }
    out.extend(bare);
}

pub(super) fn sized(number: i32, bytes: &[u8], out: &mut Vec<u8>) {
    push_varint(out, (number as u64) << 3 | Wire::Sized.number());
    push_varint(out, bytes.len() as u64);
    out.extend(bytes);
}

fn write(scalar: Scalar, value: Value<'_>, out: &mut Vec<u8>) -> Written {
    match (scalar, value.kind()) {
        (Scalar::Bool, Json::Bool(value)) => out.push(u8::from(value)),
        (Scalar::Bool, _) => return Err(wanted(value, "true or false")),
        (Scalar::String, _) => out.extend(text(value, "a string")?.as_bytes()),
        (Scalar::Bytes, _) => {
            let written = text(value, "base64")?;
            let bytes = BASE64
                .decode(written)
                .or_else(|_| BASE64_URL.decode(written));
            out.extend(bytes.map_err(|_| wanted(value, "base64"))?);
        }
        (_, Json::Number(text) | Json::String(text)) => {
            scalar_text(scalar, text, out).ok_or_else(|| wanted(value, range(scalar)))?;
        }
        _ => return Err(wanted(value, range(scalar))),
    }
    Ok(())
}

/// Appends a number or a truth value that is written as text; `None` if it is none of the type.
fn scalar_text(scalar: Scalar, text: &str, out: &mut Vec<u8>) -> Option<()> {
    match scalar {
        Scalar::Double => out.extend(floating::<f64>(text)?.to_le_bytes()),
        Scalar::Float => {
            let number: f32 = floating(text)?;
            // A number that is too large is not infinite.
            if number.is_infinite() && !text.contains('I') {
                return None;
            }
            out.extend(number.to_le_bytes());
        }
        Scalar::Int32 => push_varint(out, i64::from(integer::<i32>(text)?) as u64),
        Scalar::Int64 => push_varint(out, integer::<i64>(text)? as u64),
        Scalar::Uint32 => push_varint(out, u64::from(integer::<u32>(text)?)),
        Scalar::Uint64 => push_varint(out, integer(text)?),
        Scalar::Sint32 => {
            let number: i32 = integer(text)?;
            push_varint(out, u64::from(((number << 1) ^ (number >> 31)) as u32));
        }
        Scalar::Sint64 => {
            let number: i64 = integer(text)?;
            push_varint(out, ((number << 1) ^ (number >> 63)) as u64);
        }
        Scalar::Fixed32 => out.extend(integer::<u32>(text)?.to_le_bytes()),
        Scalar::Fixed64 => out.extend(integer::<u64>(text)?.to_le_bytes()),
        Scalar::Sfixed32 => out.extend(integer::<i32>(text)?.to_le_bytes()),
        Scalar::Sfixed64 => out.extend(integer::<i64>(text)?.to_le_bytes()),
        Scalar::Bool => out.push(match text {
            "true" => 1,
            "false" => 0,
            _ => return None,
        }),
        Scalar::String | Scalar::Bytes => return None,
    }
    Some(())
}

fn floating<T: std::str::FromStr>(text: &str) -> Option<T> {
    match text {
        "NaN" | "Infinity" | "-Infinity" => text.trim_end_matches("inity").parse().ok(),
        _ if text.starts_with(|first: char| first == '-' || first.is_ascii_digit()) => {
            text.parse().ok()
        }
        _ => None,
    }
}

/// A number that is whole, however it is written.
pub(super) fn integer<T: std::str::FromStr + TryFrom<i128>>(text: &str) -> Option<T> {
    if let Ok(number) = text.parse() {
        return Some(number);
    }
    let bytes = decimal::parse(text, 0).filter(|bytes| bytes.len() <= 9)?;
    let sign = if bytes[0] & 0x80 == 0 { 0_i128 } else { -1 };
    let number = bytes
        .iter()
        .fold(sign, |number, byte| number << 8 | i128::from(*byte));
    T::try_from(number).ok()
}

fn range(scalar: Scalar) -> &'static str {
    match scalar {
        Scalar::Double | Scalar::Float => "a number, \"NaN\", \"Infinity\" or \"-Infinity\"",
        Scalar::Int32 | Scalar::Sint32 | Scalar::Sfixed32 => {
            "a whole number from -2147483648 to 2147483647"
        }
        Scalar::Uint32 | Scalar::Fixed32 => "a whole number from 0 to 4294967295",
        Scalar::Uint64 | Scalar::Fixed64 => "a whole number from 0 to 18446744073709551615",
        _ => "a whole number of at most 64 bits",
    }
}
