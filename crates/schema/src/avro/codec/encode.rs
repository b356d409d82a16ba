//! From JSON text to bytes.

use super::logical::Logical;
use super::scalar::{bytes, floating, not_finite, number, string, wanted, widened};
use super::{Branch, Codec, DEEPEST, Node, Record};
use crate::avro::model::Primitive;
use crate::codec::{Style, Unwritable};
use crate::json_text::{Dialect, Document, Kind, Value};
use crate::position::Span;
use crate::wire::push_varint;

/// How many values are tried before this gives up: in unions of unions each branch is tried again and again.
const MOST_TRIES: usize = 5_000_000;

pub(super) fn encode(codec: &Codec, json: &str, style: Style) -> Result<Vec<u8>, Unwritable> {
    let document = Document::read(json, Dialect::default()).map_err(|told| {
        let first = told.into_iter().next();
        Unwritable {
            at: first.as_ref().map(|one| one.span).unwrap_or_default(),
            field: String::new(),
            message: first.map(|one| one.message).unwrap_or_default(),
        }
    })?;
    let mut encoder = Encoder {
        codec,
        out: Vec::new(),
        depth: 0,
        tries: 0,
    };
    let form = match style {
        Style::Plain => Form::Plain,
        Style::Native => Form::Tagged,
    };
    match encoder.value(codec.root, document.root(), form) {
        Ok(()) => Ok(encoder.out),
        Err(failure) => Err(Unwritable {
            field: failure.field(),
            at: failure.at,
            message: failure.message,
        }),
    }
}

/// The bytes of a default as the schema writes it; `None` if it is no value of its type.
pub(super) fn default(codec: &Codec, node: u32, text: &str) -> Option<Vec<u8>> {
    let mut encoder = Encoder {
        codec,
        out: Vec::new(),
        depth: 0,
        tries: 0,
    };
    let encoded = encoder.default(node, text, Span::default());
    encoded.ok().map(|()| encoder.out)
}

/// How the JSON is to be read.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// [`Style::Plain`]
    Plain,
    /// Avro's JSON encoding.
    Tagged,
    /// As defaults are written: as in Avro's JSON encoding, but without tags.
    Default,
}

struct Encoder<'c> {
    codec: &'c Codec,
    out: Vec<u8>,
    depth: usize,
    tries: usize,
}

pub(super) struct Failure {
    at: Span,
    message: String,
    /// The names that lead there, the innermost first.
    names: Vec<Box<str>>,
    /// Whether trying another branch is of no use.
    fatal: bool,
}

impl Failure {
    pub(super) fn new(at: Span, message: impl Into<String>) -> Self {
        Self {
            at,
            message: message.into(),
            names: Vec::new(),
            fatal: false,
        }
    }

    fn within(mut self, name: &str) -> Self {
        self.names.push(name.into());
        self
    }

    fn field(&self) -> String {
        let names: Vec<&str> = self.names.iter().rev().map(|name| &**name).collect();
        names.join(".")
    }
}

type Written = Result<(), Failure>;

impl<'c> Encoder<'c> {
    fn value(&mut self, at: u32, value: Value<'_>, form: Form) -> Written {
        self.tries += 1;
        if self.tries > MOST_TRIES || self.depth > DEEPEST {
            let message = "There is too much in one another here to find out what it is.";
            return Err(Failure {
                fatal: true,
                ..Failure::new(value.span(), message)
            });
        }
        self.depth += 1;
        let written = self.inner(at, value, form);
        self.depth -= 1;
        written
    }

    fn inner(&mut self, at: u32, value: Value<'_>, form: Form) -> Written {
        let codec = self.codec;
        match codec.node(at) {
            Node::Primitive(primitive, logical) => {
                self.primitive(*primitive, *logical, value, form)
            }
            Node::Fixed(size, logical, _) => {
                let bytes = bytes(value, *logical, form)?;
                let bytes = match logical {
                    Some(Logical::Decimal { .. }) if form == Form::Plain => widened(bytes, *size),
                    _ => bytes,
                };
                if bytes.len() != *size {
                    let message =
                        format!("These are {} bytes, and the type has {size}.", bytes.len());
                    return Err(Failure::new(value.span(), message));
                }
                self.out.extend(bytes);
                Ok(())
            }
            Node::Enum(symbols) => {
                let symbol = string(value, "a symbol of the enum, in quotes")?;
                let Some(number) = symbols.numbers.get(symbol) else {
                    let all = symbols.names.join(", ");
                    let message = format!("`{symbol}` is no symbol of the enum, which has {all}.");
                    return Err(Failure::new(value.span(), message));
                };
                self.long(*number as i64);
                Ok(())
            }
            Node::Array(items) => {
                let list = value.as_array().ok_or_else(|| wanted(value, "a list"))?;
                if list.len() > 0 {
                    self.long(list.len() as i64);
                    for (at, item) in list.enumerate() {
                        self.value(*items, item, form)
                            .map_err(|failure| failure.within(&at.to_string()))?;
                    }
                }
                self.out.push(0);
                Ok(())
            }
            Node::Map(values) => {
                let members = value
                    .as_object()
                    .ok_or_else(|| wanted(value, "an object"))?;
                if members.len() > 0 {
                    self.long(members.len() as i64);
                    for member in members {
                        self.sized(member.name.as_bytes());
                        self.value(*values, member.value, form)
                            .map_err(|failure| failure.within(member.name))?;
                    }
                }
                self.out.push(0);
                Ok(())
            }
            Node::Union(branches) => match form {
                Form::Tagged => self.tagged(branches, value),
                Form::Plain | Form::Default => self.untagged(branches, value, form),
            },
            Node::Record(record) => self.record(record, value, form),
        }
    }

    fn record(&mut self, record: &'c Record, value: Value<'_>, form: Form) -> Written {
        let members = value
            .as_object()
            .ok_or_else(|| wanted(value, "an object"))?;
        let mut given: Vec<Option<Value<'_>>> = vec![None; record.fields.len()];
        for member in members {
            let Some(place) = record.places.get(member.name) else {
                let message = format!("The schema has no field `{}` here.", member.name);
                return Err(Failure::new(member.name_span, message).within(member.name));
            };
            given[*place] = Some(member.value);
        }
        for (field, given) in record.fields.iter().zip(given) {
            let written = match (given, &field.default) {
                (Some(value), _) => self.value(field.node, value, form),
                (None, Some(default)) => self.default(field.node, default, value.span()),
                (None, None) => {
                    let message = "It is missing, and the schema gives no default.";
                    Err(Failure::new(value.span(), message))
                }
            };
            written.map_err(|failure| failure.within(&field.name))?;
        }
        Ok(())
    }

    fn default(&mut self, node: u32, text: &str, at: Span) -> Written {
        let wrong = |what: &str| {
            let message =
                format!("It is missing, and the default of the schema is no value: {what}");
            Failure::new(at, message)
        };
        let dialect = Dialect {
            comments: true,
            ..Dialect::default()
        };
        let default = Document::read(text, dialect).map_err(|_| wrong("it is no JSON."))?;
        self.value(node, default.root(), Form::Default)
            .map_err(|failure| wrong(&failure.message))
    }

    fn tagged(&mut self, branches: &[Branch], value: Value<'_>) -> Written {
        let (name, inner) = if value.is_null() {
            ("null", value)
        } else {
            let members = value.as_object().filter(|members| members.len() == 1);
            let member = members.and_then(|mut members| members.next());
            let member = member.ok_or_else(|| {
                wanted(
                    value,
                    "null or an object with one member, the name of a type",
                )
            })?;
            (member.name, member.value)
        };
        let at = branches.iter().position(|branch| &*branch.name == name);
        let at = at.ok_or_else(|| {
            Failure::new(value.span(), format!("The union has no branch `{name}`."))
        })?;
        self.long(at as i64);
        self.value(branches[at].node, inner, Form::Tagged)
    }

    fn untagged(&mut self, branches: &[Branch], value: Value<'_>, form: Form) -> Written {
        let start = self.out.len();
        let mut failures = Vec::new();
        for (at, branch) in branches.iter().enumerate() {
            if !self.may_be(branch.node, value) {
                continue;
            }
            self.long(at as i64);
            match self.value(branch.node, value, form) {
                Ok(()) => return Ok(()),
                Err(failure) if failure.fatal => return Err(failure),
                Err(failure) => failures.push(failure),
            }
            self.out.truncate(start);
        }
        let names: Vec<&str> = branches.iter().map(|branch| &*branch.name).collect();
        let names = names.join(", ");
        let only = failures.pop().filter(|_| failures.is_empty());
        Err(only.unwrap_or_else(|| {
            Failure::new(
                value.span(),
                format!("It is none of what the union has: {names}."),
            )
        }))
    }

    /// Whether a value is of the kind that a type is written as.
    fn may_be(&self, node: u32, value: Value<'_>) -> bool {
        match (self.codec.node(node), value.kind()) {
            (Node::Primitive(Primitive::Null, _), kind) => matches!(kind, Kind::Null),
            (Node::Primitive(Primitive::Boolean, _), kind) => matches!(kind, Kind::Bool(_)),
            (Node::Primitive(Primitive::Int | Primitive::Long, logical), kind) => match kind {
                Kind::Number(_) => true,
                Kind::String(_) => logical.is_some(),
                _ => false,
            },
            (Node::Primitive(Primitive::Float | Primitive::Double, _), kind) => match kind {
                Kind::Number(_) => true,
                Kind::String(text) => not_finite(text).is_some(),
                _ => false,
            },
            (
                Node::Primitive(Primitive::Bytes | Primitive::String, _)
                | Node::Fixed(..)
                | Node::Enum(_),
                kind,
            ) => {
                matches!(kind, Kind::String(_))
            }
            (Node::Array(_), kind) => matches!(kind, Kind::Array(_)),
            (Node::Map(_) | Node::Record(_), kind) => matches!(kind, Kind::Object(_)),
            (Node::Union(_), _) => true,
        }
    }

    fn primitive(
        &mut self,
        primitive: Primitive,
        logical: Option<Logical>,
        value: Value<'_>,
        form: Form,
    ) -> Written {
        match primitive {
            Primitive::Null if value.is_null() => {}
            Primitive::Null => return Err(wanted(value, "null")),
            Primitive::Boolean => {
                let value = value
                    .as_bool()
                    .ok_or_else(|| wanted(value, "true or false"))?;
                self.out.push(u8::from(value));
            }
            Primitive::Int => {
                let number = number(value, logical, form)?;
                let number = i32::try_from(number)
                    .map_err(|_| wanted(value, "a whole number from -2147483648 to 2147483647"))?;
                self.long(i64::from(number));
            }
            Primitive::Long => {
                let number = number(value, logical, form)?;
                self.long(number);
            }
            Primitive::Float => {
                let number: f32 = floating(value)?;
                self.out.extend(number.to_le_bytes());
            }
            Primitive::Double => {
                let number: f64 = floating(value)?;
                self.out.extend(number.to_le_bytes());
            }
            Primitive::Bytes => {
                let bytes = bytes(value, logical, form)?;
                self.sized(&bytes);
            }
            Primitive::String => {
                let text = string(value, "a string")?;
                self.sized(text.as_bytes());
            }
        }
        Ok(())
    }

    fn long(&mut self, number: i64) {
        push_varint(&mut self.out, ((number << 1) ^ (number >> 63)) as u64);
    }

    fn sized(&mut self, bytes: &[u8]) {
        self.long(bytes.len() as i64);
        self.out.extend(bytes);
    }
}
