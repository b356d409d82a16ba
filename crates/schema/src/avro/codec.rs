//! Data of a schema: binary on one side, JSON text on the other.

mod decode;
mod encode;
mod logical;
mod read;
mod resolve;
mod sample;
mod scalar;

use std::collections::HashMap;

use super::model::{Default, Named, Primitive, Schema, Shape, TypeId};
use crate::codec::{Style, Unreadable, Unwritable, push_text};
use logical::Logical;

/// How deep data may be nested.
const DEEPEST: usize = 500;

/// A schema as reading and writing data wants it.
#[derive(Debug, Clone)]
pub(crate) struct Codec {
    nodes: Vec<Node>,
    root: u32,
}

#[derive(Debug, Clone)]
enum Node {
    Primitive(Primitive, Option<Logical>),
    Fixed(usize, Option<Logical>, Names),
    Enum(Symbols),
    Array(u32),
    Map(u32),
    Union(Vec<Branch>),
    Record(Record),
}

#[derive(Debug, Clone)]
struct Symbols {
    names: Vec<Box<str>>,
    /// As JSON strings.
    quoted: Vec<Box<str>>,
    numbers: HashMap<Box<str>, usize>,
    /// The number of the default, which a reader takes for symbols that it does not have.
    default: Option<usize>,
    own: Names,
}

/// By what a reader knows a type that a writer named.
#[derive(Debug, Clone)]
struct Names {
    simple: Box<str>,
    full: Box<str>,
    aliases: Vec<Box<str>>,
}

#[derive(Debug, Clone)]
struct Branch {
    node: u32,
    /// The name of the type, by which Avro's JSON encoding tags it.
    name: Box<str>,
}

#[derive(Debug, Clone)]
struct Record {
    fields: Vec<Field>,
    places: HashMap<Box<str>, usize>,
    own: Names,
}

#[derive(Debug, Clone)]
struct Field {
    name: Box<str>,
    /// The name as JSON has it, with its colon, and from the second field on with a comma before it.
    label: Box<str>,
    node: u32,
    /// What it was called.
    aliases: Vec<Box<str>>,
    /// What is written where it is missing, as JSON text.
    default: Option<Box<str>>,
}

impl Codec {
    pub(crate) fn new(schema: &Schema) -> Self {
        let node = |at: usize| node(schema, TypeId(at as u32));
        Self {
            nodes: (0..schema.types.len()).map(node).collect(),
            root: schema.root.to.0,
        }
    }

    pub(crate) fn decode(
        &self,
        payload: &[u8],
        style: Style,
        out: &mut String,
    ) -> Result<(), Unreadable> {
        decode::decode(self, payload, style, out)
    }

    /// Reads a value of which more may follow, and gives how many bytes it is.
    pub(crate) fn decode_next(
        &self,
        payload: &[u8],
        style: Style,
        out: &mut String,
    ) -> Result<usize, Unreadable> {
        decode::decode_next(self, payload, style, out)
    }

    /// Reads what was written with this schema as a reader with another one sees it.
    pub(crate) fn decode_as(
        &self,
        reader: &Self,
        payload: &[u8],
        out: &mut String,
    ) -> Result<(), Unreadable> {
        resolve::decode_as(self, reader, payload, out)
    }

    pub(crate) fn encode(&self, json: &str, style: Style) -> Result<Vec<u8>, Unwritable> {
        encode::encode(self, json, style)
    }

    fn node(&self, at: u32) -> &Node {
        &self.nodes[at as usize]
    }
}

fn node(schema: &Schema, id: TypeId) -> Node {
    let one = schema.get(id);
    match &one.shape {
        Shape::Primitive(primitive) => {
            Node::Primitive(*primitive, Logical::of(one.value(schema), &one.shape))
        }
        Shape::Fixed(fixed) => {
            let size = usize::try_from(fixed.size).unwrap_or_default();
            let own = Names::of(&fixed.named);
            Node::Fixed(size, Logical::of(one.value(schema), &one.shape), own)
        }
        Shape::Enum(of) => {
            let names: Vec<Box<str>> = of.symbols.iter().map(|name| name.as_str().into()).collect();
            Node::Enum(Symbols {
                quoted: names.iter().map(|name| quoted(name).into()).collect(),
                numbers: names.iter().cloned().zip(0..).collect(),
                default: of
                    .default
                    .as_ref()
                    .and_then(|default| names.iter().position(|name| **name == **default)),
                own: Names::of(&of.named),
                names,
            })
        }
        Shape::Array(link) => Node::Array(link.to.0),
        Shape::Map(link) => Node::Map(link.to.0),
        Shape::Union(branches) => Node::Union(
            branches
                .iter()
                .map(|link| Branch {
                    node: link.to.0,
                    name: schema.get(link.to).shape.full_name().into(),
                })
                .collect(),
        ),
        Shape::Record(record) => {
            let fields = record.fields.iter().enumerate().map(|(at, field)| {
                let comma = if at == 0 { "" } else { "," };
                let default = field
                    .default
                    .map(|default| default_text(schema, one.document, default));
                Field {
                    name: field.name.as_str().into(),
                    label: format!("{comma}{}:", quoted(&field.name)).into(),
                    node: field.link.to.0,
                    aliases: field
                        .aliases
                        .iter()
                        .map(|name| name.as_str().into())
                        .collect(),
                    default,
                }
            });
            let places = record.fields.iter().map(|field| field.name.as_str().into());
            Node::Record(Record {
                fields: fields.collect(),
                places: places.zip(0..).collect(),
                own: Names::of(&record.named),
            })
        }
        // No link leads here.
        Shape::Unresolved(_) => Node::Primitive(Primitive::Null, None),
    }
}

impl Names {
    fn of(named: &Named) -> Self {
        Self {
            simple: named.name.simple.as_str().into(),
            full: named.name.full.as_str().into(),
            aliases: named
                .aliases
                .iter()
                .map(|alias| alias.full.as_str().into())
                .collect(),
        }
    }

    /// Whether a reader's type is the one that a writer has.
    fn read(&self, writer: &Self) -> bool {
        self.simple == writer.simple || self.aliases.contains(&writer.full)
    }
}

fn default_text(schema: &Schema, document: u32, default: Default) -> Box<str> {
    match default {
        Default::Json(node) => schema.value(document, node).text().into(),
        Default::Double(number) => {
            let mut out = String::new();
            super::number::push_double(&mut out, number);
            out.into()
        }
    }
}

fn quoted(text: &str) -> String {
    let mut out = String::new();
    push_text(&mut out, text);
    out
}
