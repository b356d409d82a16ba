use std::fmt;

use crate::avro;
use crate::believable::Choices;
use crate::json;
use crate::json_text::Value;
use crate::position::Span;
use crate::protobuf::{self, UnknownField};
use crate::schema::Schema;

/// How data is written as JSON text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Style {
    /// For people. Unions are untagged, bytes are base64, decimals strings of their exact digits, dates and times ISO
    /// 8601 (UTC with `Z`, local ones without), 64-bit integers numbers with all their digits, NaN and infinities
    /// strings. Fields are in the schema's order. In Protobuf they have the names of the .proto, enums their names (or
    /// numbers, where they have none), fields without presence are there with their default, absent ones with presence
    /// are not.
    #[default]
    Plain,
    /// As the format itself has it: Avro's JSON encoding (unions tagged, bytes as characters, logical types as what
    /// they are made of), Protobuf's canonical JSON.
    Native,
}

/// What reads and writes data by a schema. It is made once and used for many records.
#[derive(Debug, Clone)]
pub struct Codec(Of);

#[derive(Debug, Clone)]
enum Of {
    Avro(avro::Codec),
    Json(json::Codec),
    Protobuf(protobuf::Codec),
}

/// Why bytes are no data of a schema.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unreadable {
    /// The byte at which reading stopped.
    pub at: usize,
    /// The field that was being read: names joined by dots.
    pub field: String,
    /// A sentence for people.
    pub message: String,
}

/// Why a JSON text is no data of a schema.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unwritable {
    /// The place in the JSON text.
    pub at: Span,
    /// The field that was being written: names joined by dots.
    pub field: String,
    /// A sentence for people.
    pub message: String,
}

impl Codec {
    /// Makes one for a schema, of Protobuf for the message at an index (see [`crate::wire`]); to the other formats it
    /// means nothing. `None` where the schema has no such message.
    pub fn new(schema: &Schema, message_index: &[i32]) -> Option<Self> {
        Some(Self(match schema {
            Schema::Avro(schema) => Of::Avro(avro::Codec::new(schema)),
            Schema::Protobuf(schema) => Of::Protobuf(protobuf::Codec::new(schema, message_index)?),
            Schema::Json(schema) => Of::Json(json::Codec::new(schema)),
        }))
    }

    /// The same, for JSON Schema with `format` as an assertion: without this it only tells people what is meant, as it
    /// does by default in the later drafts. Formats that no draft names are not checked.
    #[must_use]
    pub fn checking_formats(self) -> Self {
        match self.0 {
            Of::Json(codec) => Self(Of::Json(codec.checking_formats())),
            other => Self(other),
        }
    }

    /// Appends the JSON text of a payload, which has no header and must be used up. Of what cannot be read, what was
    /// appended up to there stays.
    pub fn decode(&self, payload: &[u8], style: Style, out: &mut String) -> Result<(), Unreadable> {
        match &self.0 {
            Of::Avro(codec) => codec.decode(payload, style, out),
            Of::Json(_) => json::Codec::decode(payload, out),
            Of::Protobuf(codec) => codec.decode(payload, style, out),
        }
    }

    /// Appends the JSON text, in the plain style, that a reader with another schema sees of a payload that was written
    /// with this one; both must be of one format. In Avro that is its schema resolution, in Protobuf the reader's
    /// fields by their numbers, with all that it requires, in JSON Schema the text itself, if the reader's schema allows
    /// it.
    pub fn decode_as(
        &self,
        reader: &Self,
        payload: &[u8],
        out: &mut String,
    ) -> Result<(), Unreadable> {
        match (&self.0, &reader.0) {
            (Of::Avro(codec), Of::Avro(reader)) => codec.decode_as(reader, payload, out),
            (Of::Protobuf(_), Of::Protobuf(reader)) => reader.decode_as_reader(payload, out),
            (Of::Json(_), Of::Json(reader)) => {
                let start = out.len();
                json::Codec::decode(payload, out)?;
                let held = reader.encode(&out[start..]);
                held.map(|_| ()).map_err(|fault| Unreadable {
                    at: fault.at.start,
                    field: fault.field,
                    message: fault.message,
                })
            }
            _ => Err(Unreadable {
                at: 0,
                field: String::new(),
                message: "The two schemas are of different formats.".to_owned(),
            }),
        }
    }

    /// Whether a reader, of Protobuf, takes a value of a payload of this message for another one.
    pub(crate) fn is_misread_by(&self, reader: &Self, payload: &[u8]) -> bool {
        match (&self.0, &reader.0) {
            (Of::Protobuf(codec), Of::Protobuf(reader)) => codec.is_misread_by(reader, payload),
            _ => false,
        }
    }

    /// The payload of a JSON text, without a header.
    pub fn encode(&self, json: &str, style: Style) -> Result<Vec<u8>, Unwritable> {
        match &self.0 {
            Of::Avro(codec) => codec.encode(json, style),
            Of::Json(codec) => codec.encode(json),
            Of::Protobuf(codec) => codec.encode(json),
        }
    }

    /// A JSON text in the plain style that the schema allows and that people could have made up: by names, formats,
    /// logical types, bounds and enums. It is the same for the same seed. `None` where every value would be without
    /// end, or none was found that a JSON schema allows.
    pub fn sample(&self, seed: u64) -> Option<String> {
        let mut choices = Choices::new(seed);
        let text = match &self.0 {
            Of::Avro(codec) => codec.sample(&mut choices),
            Of::Json(codec) => codec.sample(&mut choices),
            Of::Protobuf(codec) => codec.sample(&mut choices),
        }?;
        self.encode(&text, Style::Plain).is_ok().then_some(text)
    }

    /// The fields of a Protobuf payload that the schema does not know, which are not part of its JSON text.
    pub fn unknown_fields(&self, payload: &[u8]) -> Vec<UnknownField> {
        match &self.0 {
            Of::Avro(_) | Of::Json(_) => Vec::new(),
            Of::Protobuf(codec) => codec.unknown_fields(payload),
        }
    }
}

impl fmt::Display for Unreadable {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(to, "byte {}: ", self.at)?;
        if !self.field.is_empty() {
            write!(to, "`{}`: ", self.field)?;
        }
        to.write_str(&self.message)
    }
}

impl fmt::Display for Unwritable {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.field.is_empty() {
            write!(to, "`{}`: ", self.field)?;
        }
        to.write_str(&self.message)
    }
}

impl std::error::Error for Unreadable {}
impl std::error::Error for Unwritable {}

/// Appends what is formatted.
pub(crate) fn push(out: &mut String, text: fmt::Arguments<'_>) {
    // A string takes all that is written to it.
    let _ = fmt::Write::write_fmt(out, text);
}

/// Appends a JSON string of data. Unlike that of a schema it holds no halves of surrogate pairs, so that every
/// character stands for itself.
pub(crate) fn push_text(out: &mut String, text: &str) {
    out.push('"');
    let mut copied = 0;
    for (at, byte) in text.bytes().enumerate() {
        let escape = match byte {
            b'"' => "\\\"",
            b'\\' => "\\\\",
            b'\n' => "\\n",
            b'\r' => "\\r",
            b'\t' => "\\t",
            0..0x20 => "",
            _ => continue,
        };
        out.push_str(&text[copied..at]);
        copied = at + 1;
        if escape.is_empty() {
            push(out, format_args!("\\u{byte:04x}"));
        } else {
            out.push_str(escape);
        }
    }
    out.push_str(&text[copied..]);
    out.push('"');
}

/// The string that a value is. One with half of a surrogate pair is no text: `Err`.
pub(crate) fn text(value: Value<'_>) -> Option<Result<&str, ()>> {
    let text = value.as_str()?;
    let halves = |text: &str| text.chars().filter(|char| *char >= '\u{10f800}').count();
    // The characters that stand for halves may be meant themselves: then they are written so.
    Some(if halves(text) > halves(value.text()) {
        Err(())
    } else {
        Ok(text)
    })
}
