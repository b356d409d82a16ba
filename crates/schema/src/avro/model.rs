use std::collections::HashMap;

use super::name::Name;
use crate::diagnostic::Diagnostic;
use crate::json_text::{Document, NodeId, Value};
use crate::position::Span;

/// A schema that has been parsed, with the texts that it came from.
#[derive(Debug, Clone)]
pub struct Schema {
    /// The text itself, then its references.
    pub(super) documents: Vec<Document>,
    pub(super) types: Vec<Type>,
    pub(super) root: Link,
    /// The full names of what the references define at their outermost.
    pub(super) referenced: Vec<String>,
}

/// A type's number. As with Java's objects, two uses of a name are the same type, two `"int"`s are not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct TypeId(pub(super) u32);

/// A place in one of a schema's texts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) document: u32,
    pub(super) span: Span,
}

/// A type where it is used.
#[derive(Debug, Clone, Copy)]
pub(super) struct Link {
    pub(super) to: TypeId,
    /// The name, the value of `type`, or a whole union.
    pub(super) place: Place,
    /// Whether it is a name that was not known yet where it stands.
    pub(super) late: bool,
}

#[derive(Debug, Clone)]
pub(super) struct Type {
    pub(super) shape: Shape,
    pub(super) document: u32,
    /// Its object, if it is not a name or a union alone.
    pub(super) node: Option<NodeId>,
}

#[derive(Debug, Clone)]
pub(super) enum Shape {
    Primitive(Primitive),
    Record(Record),
    Enum(Enum),
    Fixed(Fixed),
    Array(Link),
    Map(Link),
    Union(Vec<Link>),
    /// A name that was not known where it was used; no link leads here once all has been parsed.
    Unresolved(String),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Primitive {
    Null,
    Boolean,
    Int,
    Long,
    Float,
    Double,
    Bytes,
    String,
}

/// What record, enum and fixed have in common.
#[derive(Debug, Clone)]
pub(super) struct Named {
    pub(super) name: Name,
    pub(super) aliases: Vec<Name>,
}

#[derive(Debug, Clone)]
pub(super) struct Record {
    pub(super) named: Named,
    /// Whether it is written as `error`.
    pub(super) error: bool,
    pub(super) fields: Vec<Field>,
    pub(super) by_name: HashMap<String, usize>,
}

#[derive(Debug, Clone)]
pub(super) struct Field {
    pub(super) name: String,
    pub(super) node: NodeId,
    pub(super) link: Link,
    pub(super) default: Option<Default>,
    pub(super) aliases: Vec<String>,
    pub(super) order: Order,
}

#[derive(Debug, Clone, Copy)]
pub(super) enum Default {
    Json(NodeId),
    /// A string in the place of a `float` or a `double`, which Avro reads as a number.
    Double(f64),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Order {
    Ascending,
    Descending,
    Ignore,
}

#[derive(Debug, Clone)]
pub(super) struct Enum {
    pub(super) named: Named,
    pub(super) symbols: Vec<String>,
    pub(super) default: Option<String>,
}

#[derive(Debug, Clone)]
pub(super) struct Fixed {
    pub(super) named: Named,
    pub(super) size: i32,
}

impl Schema {
    /// The full name of the outermost type, if it has one.
    pub fn full_name(&self) -> Option<&str> {
        let named = self.get(self.root.to).shape.named();
        named.map(|named| named.name.full.as_str())
    }

    /// The text that it was read from, without its references.
    pub fn text(&self) -> &str {
        self.documents[0].text()
    }

    /// What is no fault and still not meant: names that are written twice in an object, of which the last one counts.
    pub fn warnings(&self) -> Vec<Diagnostic> {
        let duplicates = self.documents.first().map(Document::duplicates);
        let warning = |shadowed: Span| Diagnostic {
            span: shadowed,
            message: "this name is written again below, where its value counts; this one does not"
                .to_owned(),
        };
        duplicates
            .into_iter()
            .flatten()
            .map(|duplicate| warning(duplicate.shadowed))
            .collect()
    }

    /// Where the outermost record has a field of this name.
    pub(crate) fn top_level_field(&self, name: &str) -> Option<Span> {
        let root = self.get(self.root.to);
        let Shape::Record(record) = &root.shape else {
            return None;
        };
        let field = &record.fields[*record.by_name.get(name)?];
        let value = self.value(root.document, field.node).get("name")?;
        let span = value.span();
        let place = Place {
            document: root.document,
            span,
        };
        Some(place.in_text(self.root.place.span))
    }

    pub(super) fn get(&self, id: TypeId) -> &Type {
        &self.types[id.0 as usize]
    }

    pub(super) fn value(&self, document: u32, node: NodeId) -> Value<'_> {
        self.documents[document as usize].value(node)
    }
}

impl Type {
    /// Its object.
    pub(super) fn value<'a>(&self, schema: &'a Schema) -> Option<Value<'a>> {
        self.node.map(|node| schema.value(self.document, node))
    }
}

impl Place {
    /// Where it is in the schema's own text; what lies in a reference is at `site`, from where it is referred to.
    pub(super) fn in_text(self, site: Span) -> Span {
        if self.document == 0 { self.span } else { site }
    }
}

impl Shape {
    pub(super) fn named(&self) -> Option<&Named> {
        match self {
            Self::Record(record) => Some(&record.named),
            Self::Enum(of) => Some(&of.named),
            Self::Fixed(fixed) => Some(&fixed.named),
            _ => None,
        }
    }

    /// The name by which a union tells its branches apart.
    pub(super) fn full_name(&self) -> &str {
        match self {
            Self::Array(_) => "array",
            Self::Map(_) => "map",
            Self::Union(_) => "union",
            Self::Primitive(primitive) => primitive.name(),
            Self::Unresolved(name) => name,
            Self::Record(_) | Self::Enum(_) | Self::Fixed(_) => {
                self.named().map_or("", |named| named.name.full.as_str())
            }
        }
    }

    /// Avro's name of the kind of type, as the registry's messages have it.
    pub(super) fn kind(&self) -> &'static str {
        match self {
            Self::Primitive(Primitive::Null) => "NULL",
            Self::Primitive(Primitive::Boolean) => "BOOLEAN",
            Self::Primitive(Primitive::Int) => "INT",
            Self::Primitive(Primitive::Long) => "LONG",
            Self::Primitive(Primitive::Float) => "FLOAT",
            Self::Primitive(Primitive::Double) => "DOUBLE",
            Self::Primitive(Primitive::Bytes) => "BYTES",
            Self::Primitive(Primitive::String) => "STRING",
            Self::Record(_) | Self::Unresolved(_) => "RECORD",
            Self::Enum(_) => "ENUM",
            Self::Fixed(_) => "FIXED",
            Self::Array(_) => "ARRAY",
            Self::Map(_) => "MAP",
            Self::Union(_) => "UNION",
        }
    }

    /// All links that lead out of it.
    pub(super) fn links_mut(&mut self) -> Vec<&mut Link> {
        match self {
            Self::Primitive(_) | Self::Enum(_) | Self::Fixed(_) | Self::Unresolved(_) => Vec::new(),
            Self::Array(link) | Self::Map(link) => vec![link],
            Self::Union(links) => links.iter_mut().collect(),
            Self::Record(record) => record
                .fields
                .iter_mut()
                .map(|field| &mut field.link)
                .collect(),
        }
    }
}

impl Primitive {
    pub(super) fn named(name: &str) -> Option<Self> {
        Some(match name {
            "null" => Self::Null,
            "boolean" => Self::Boolean,
            "int" => Self::Int,
            "long" => Self::Long,
            "float" => Self::Float,
            "double" => Self::Double,
            "bytes" => Self::Bytes,
            "string" => Self::String,
            _ => return None,
        })
    }

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Boolean => "boolean",
            Self::Int => "int",
            Self::Long => "long",
            Self::Float => "float",
            Self::Double => "double",
            Self::Bytes => "bytes",
            Self::String => "string",
        }
    }
}
