//! From bytes to JSON text.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::logical::{Logical, push_duration, push_uuid};
use super::read::{Reader, Wrong};
use super::{Codec, DEEPEST, Node};
use crate::avro::model::Primitive;
use crate::codec::{Style, Unreadable, push, push_text};
use crate::{calendar, decimal};

/// How many items without a byte (`null`s) a payload may hold beside one for each of its bytes.
const EMPTY_ITEMS: u64 = 10_000;

pub(super) fn decode(
    codec: &Codec,
    payload: &[u8],
    style: Style,
    out: &mut String,
) -> Result<(), Unreadable> {
    let used = decode_next(codec, payload, style, out)?;
    match payload.len() - used {
        0 => Ok(()),
        left => Err(Unreadable {
            at: used,
            field: String::new(),
            message: format!("{left} bytes follow after the value, which belong to nothing."),
        }),
    }
}

/// Reads a value of which more may follow, and gives how many bytes it is.
pub(super) fn decode_next(
    codec: &Codec,
    payload: &[u8],
    style: Style,
    out: &mut String,
) -> Result<usize, Unreadable> {
    decode_node(codec, codec.root, payload, style, out)
}

/// Reads a value of one of the schema's types.
pub(super) fn decode_node(
    codec: &Codec,
    node: u32,
    payload: &[u8],
    style: Style,
    out: &mut String,
) -> Result<usize, Unreadable> {
    let mut decoder = Decoder {
        codec,
        style,
        reader: Reader::new(payload),
        empty: EMPTY_ITEMS,
        depth: 0,
        out,
    };
    decoder.value(node).map_err(|failure| Unreadable {
        at: decoder.reader.at,
        field: failure.field(),
        message: failure.message,
    })?;
    Ok(decoder.reader.at)
}

struct Decoder<'c, 'b, 'o> {
    codec: &'c Codec,
    style: Style,
    reader: Reader<'b>,
    /// How many more items without a byte are read.
    empty: u64,
    depth: usize,
    out: &'o mut String,
}

/// What went wrong, and the names that lead there, the innermost first.
struct Failure {
    message: String,
    names: Vec<Box<str>>,
}

impl Failure {
    fn new(message: impl Into<String>) -> Self {
        Self {
            message: message.into(),
            names: Vec::new(),
        }
    }

    fn field(&self) -> String {
        let names: Vec<&str> = self.names.iter().rev().map(|name| &**name).collect();
        names.join(".")
    }
}

impl From<Wrong> for Failure {
    fn from(wrong: Wrong) -> Self {
        Self::new(wrong.message())
    }
}

impl Decoder<'_, '_, '_> {
    fn value(&mut self, at: u32) -> Result<(), Failure> {
        let codec = self.codec;
        match codec.node(at) {
            Node::Primitive(primitive, logical) => self.primitive(*primitive, *logical),
            Node::Fixed(size, logical, _) => {
                let bytes = self.reader.take(*size)?;
                self.bytes(bytes, *logical)
            }
            Node::Enum(symbols) => {
                let number = self.reader.int()?;
                let symbol = usize::try_from(number)
                    .ok()
                    .and_then(|at| symbols.quoted.get(at));
                let symbol = symbol.ok_or_else(|| {
                    Failure::new(format!("The enum has no symbol of number {number}."))
                })?;
                self.out.push_str(symbol);
                Ok(())
            }
            Node::Union(branches) => {
                let number = self.reader.long()?;
                let branch = usize::try_from(number).ok().and_then(|at| branches.get(at));
                let branch = branch.ok_or_else(|| {
                    Failure::new(format!("The union has no branch of number {number}."))
                })?;
                let tagged = self.style == Style::Native && &*branch.name != "null";
                if tagged {
                    self.out.push('{');
                    push_text(self.out, &branch.name);
                    self.out.push(':');
                }
                self.deeper(|decoder| decoder.value(branch.node))?;
                if tagged {
                    self.out.push('}');
                }
                Ok(())
            }
            Node::Record(record) => self.deeper(|decoder| {
                decoder.out.push('{');
                for field in &record.fields {
                    decoder.out.push_str(&field.label);
                    decoder.value(field.node).map_err(|mut failure| {
                        failure.names.push(field.name.clone());
                        failure
                    })?;
                }
                decoder.out.push('}');
                Ok(())
            }),
            Node::Array(items) => {
                self.deeper(|decoder| decoder.blocks(['[', ']'], |decoder| decoder.value(*items)))
            }
            Node::Map(values) => self.deeper(|decoder| {
                decoder.blocks(['{', '}'], |decoder| {
                    let key = decoder.reader.text()?;
                    push_text(decoder.out, key);
                    decoder.out.push(':');
                    decoder.value(*values).map_err(|mut failure| {
                        failure.names.push(key.into());
                        failure
                    })
                })
            }),
        }
    }

    fn deeper(
        &mut self,
        value: impl FnOnce(&mut Self) -> Result<(), Failure>,
    ) -> Result<(), Failure> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err(Failure::new(format!(
                "Values are nested more than {DEEPEST} levels deep."
            )));
        }
        value(self)?;
        self.depth -= 1;
        Ok(())
    }

    fn blocks(
        &mut self,
        [open, close]: [char; 2],
        mut item: impl FnMut(&mut Self) -> Result<(), Failure>,
    ) -> Result<(), Failure> {
        self.out.push(open);
        let mut first = true;
        loop {
            let count = self.reader.block()?;
            if count == 0 {
                self.out.push(close);
                return Ok(());
            }
            for _ in 0..count {
                if !std::mem::take(&mut first) {
                    self.out.push(',');
                }
                let before = self.reader.at;
                item(self)?;
                if self.reader.at == before {
                    self.empty = self.empty.checked_sub(1).ok_or_else(|| {
                        Failure::new("There are more empty items than are shown.")
                    })?;
                }
            }
        }
    }

    fn primitive(&mut self, primitive: Primitive, logical: Option<Logical>) -> Result<(), Failure> {
        match primitive {
            Primitive::Null => self.out.push_str("null"),
            Primitive::Boolean => {
                let value = self.reader.boolean()?;
                self.out.push_str(if value { "true" } else { "false" });
            }
            Primitive::Int => {
                let value = self.reader.int()?;
                self.number(i64::from(value), logical);
            }
            Primitive::Long => {
                let value = self.reader.long()?;
                self.number(value, logical);
            }
            Primitive::Float => {
                let value = self.reader.float()?;
                self.floating(f64::from(value), |out| push(out, format_args!("{value:?}")));
            }
            Primitive::Double => {
                let value = self.reader.double()?;
                self.floating(value, |out| push(out, format_args!("{value:?}")));
            }
            Primitive::Bytes => {
                let bytes = self.reader.sized()?;
                return self.bytes(bytes, logical);
            }
            Primitive::String => {
                let text = self.reader.text()?;
                push_text(self.out, text);
            }
        }
        Ok(())
    }

    fn number(&mut self, value: i64, logical: Option<Logical>) {
        // What is no time of a day is shown as the number that it is.
        let shown = |logical: &Logical| match logical {
            Logical::Time(unit) => (0..86_400 * unit.per_second()).contains(&i128::from(value)),
            _ => true,
        };
        let logical = logical.filter(|logical| self.style == Style::Plain && shown(logical));
        let Some(logical) = logical else {
            return self.out.push_str(itoa::Buffer::new().format(value));
        };
        self.out.push('"');
        let count = i128::from(value);
        match logical {
            Logical::Date => calendar::push_date(self.out, value),
            Logical::Time(unit) => calendar::push_time(self.out, count, unit),
            Logical::Timestamp(unit) => {
                calendar::push_timestamp(self.out, count, unit);
                self.out.push('Z');
            }
            Logical::Local(unit) => calendar::push_timestamp(self.out, count, unit),
            Logical::Decimal { .. } | Logical::Uuid | Logical::Duration => {}
        }
        self.out.push('"');
    }

    fn floating(&mut self, value: f64, finite: impl FnOnce(&mut String)) {
        if value.is_finite() {
            return finite(self.out);
        }
        self.out.push_str(match value {
            _ if value.is_nan() => "\"NaN\"",
            f64::INFINITY => "\"Infinity\"",
            _ => "\"-Infinity\"",
        });
    }

    fn bytes(&mut self, bytes: &[u8], logical: Option<Logical>) -> Result<(), Failure> {
        if self.style == Style::Native {
            // A character for each byte, of the same number.
            let text: String = bytes.iter().map(|byte| char::from(*byte)).collect();
            push_text(self.out, &text);
            return Ok(());
        }
        self.out.push('"');
        match logical {
            Some(Logical::Decimal { scale }) => {
                decimal::push(self.out, bytes, scale).ok_or_else(|| {
                    Failure::new(format!(
                        "A decimal of {} bytes is too long to be shown.",
                        bytes.len()
                    ))
                })?;
            }
            Some(Logical::Uuid) => push_uuid(self.out, bytes),
            Some(Logical::Duration) => push_duration(self.out, bytes),
            _ => STANDARD.encode_string(bytes, self.out),
        }
        self.out.push('"');
        Ok(())
    }
}
