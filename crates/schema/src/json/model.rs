//! The model that the registry compares: not the text, but what its parsers (everit up to draft 7, json-sKema from
//! 2019-09 on) make of it.

use super::number::Number;
use super::pattern::Pattern;
use crate::json_text;
use crate::position::Span;
use std::collections::{BTreeSet, HashMap};

/// The number of a schema in [`super::Schema`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct NodeId(pub(super) u32);

/// A schema within a schema.
#[derive(Debug, Clone)]
pub(super) struct Node {
    pub(super) shape: Shape,
    pub(super) note: Option<Box<Note>>,
    pub(super) place: Place,
    /// Whether it is all that its JSON object says; not, if it is one part of several, or a reference that has
    /// keywords beside it which count for nothing.
    pub(super) whole: bool,
}

/// Where a node stands.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place {
    /// Which of the documents: 0 is the schema itself, others are its references.
    pub(super) document: u32,
    pub(super) value: json_text::NodeId,
    /// The name that it has in its parent.
    pub(super) name: Option<Span>,
    /// In a referenced document: the `$ref` of the schema itself that led there.
    pub(super) via: Option<Span>,
}

/// What a schema says beside its assertions.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Note {
    pub(super) id: Option<Box<str>>,
    pub(super) title: Option<Box<str>>,
    pub(super) description: Option<Box<str>>,
    /// The default, written so that equal values are equal texts.
    pub(super) default: Option<Box<str>>,
    /// Whether `connect.type` is `bytes`.
    pub(super) connect_bytes: bool,
}

/// What a schema asserts.
#[derive(Debug, Clone)]
pub(super) enum Shape {
    /// `{}`
    Empty,
    /// `true`
    True,
    /// `false`
    False,
    /// `$ref`; to itself, if it could not be resolved.
    Reference {
        to: NodeId,
        written: Box<str>,
    },
    Enum(BTreeSet<Box<str>>),
    Const(Box<str>),
    Not(NodeId),
    Combined(Combined),
    Array(Box<ArrayShape>),
    Object(Box<ObjectShape>),
    Number(Box<NumberShape>),
    String(Box<StringShape>),
    Boolean,
    Null,
    Conditional(Vec<NodeId>),
}

impl Shape {
    /// Whether it is written so that anything matches. A reference to such a schema is not.
    pub(super) fn is_any(&self) -> bool {
        matches!(self, Self::Empty | Self::True)
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Criterion {
    All,
    Any,
    One,
}

#[derive(Debug, Clone)]
pub(super) struct Combined {
    pub(super) criterion: Criterion,
    pub(super) parts: Vec<NodeId>,
    /// The parts without repetitions of the same schema.
    pub(super) distinct: Vec<NodeId>,
}

/// What is allowed beside what is named: `additionalProperties` and its like.
#[derive(Debug, Clone, Copy)]
pub(super) struct Beyond {
    pub(super) permitted: bool,
    pub(super) schema: Option<NodeId>,
}

impl Beyond {
    pub(super) const ANY: Self = Self {
        permitted: true,
        schema: None,
    };

    /// Whether anything is allowed.
    pub(super) fn is_any(self) -> bool {
        self.permitted && self.schema.is_none()
    }
}

#[derive(Debug, Clone)]
pub(super) struct Property {
    pub(super) name: Box<str>,
    pub(super) name_hash: u32,
    pub(super) schema: NodeId,
    /// Its place in `required`, if it stands there.
    pub(super) required: Option<json_text::NodeId>,
}

#[derive(Debug, Clone)]
pub(super) struct ObjectShape {
    pub(super) typed: bool,
    pub(super) properties: Vec<Property>,
    pub(super) by_name: HashMap<Box<str>, u32>,
    /// What is required, property or not.
    pub(super) required: BTreeSet<Box<str>>,
    pub(super) patterns: Vec<(Pattern, NodeId)>,
    pub(super) additional: Beyond,
    pub(super) unevaluated: Beyond,
    pub(super) dependent_required: Vec<(Box<str>, BTreeSet<Box<str>>)>,
    pub(super) dependent_schemas: Vec<(Box<str>, NodeId)>,
    pub(super) property_names: Option<NodeId>,
    pub(super) min_properties: Option<i64>,
    pub(super) max_properties: Option<i64>,
}

#[derive(Debug, Clone)]
pub(super) struct ArrayShape {
    pub(super) typed: bool,
    pub(super) all: Option<NodeId>,
    pub(super) tuple: Vec<NodeId>,
    pub(super) additional: Beyond,
    pub(super) unevaluated: Beyond,
    pub(super) contains: Option<NodeId>,
    pub(super) min_contains: Option<Number>,
    pub(super) max_contains: Option<Number>,
    pub(super) min_items: Option<i64>,
    pub(super) max_items: Option<i64>,
    pub(super) unique: bool,
}

#[derive(Debug, Clone, Default)]
pub(super) struct NumberShape {
    pub(super) typed: bool,
    pub(super) integer: bool,
    pub(super) minimum: Option<Number>,
    pub(super) maximum: Option<Number>,
    pub(super) exclusive_minimum: Option<Number>,
    pub(super) exclusive_maximum: Option<Number>,
    pub(super) multiple_of: Option<Number>,
    /// Draft 4's `exclusiveMinimum: true`, `exclusiveMaximum: true`: not compared.
    pub(super) exclusive_flags: (bool, bool),
}

#[derive(Debug, Clone, Default)]
pub(super) struct StringShape {
    pub(super) typed: bool,
    pub(super) min_length: Option<i64>,
    pub(super) max_length: Option<i64>,
    pub(super) pattern: Option<Box<str>>,
    /// Not compared, but it makes two schemas of one list different.
    pub(super) format: Option<Box<str>>,
}

/// The keywords of each family; where one of them stands, the schema says something of values of that type.
pub(super) const NUMBER_KEYWORDS: [&str; 5] = [
    "minimum",
    "maximum",
    "exclusiveMinimum",
    "exclusiveMaximum",
    "multipleOf",
];
pub(super) const STRING_KEYWORDS: [&str; 4] = ["minLength", "maxLength", "pattern", "format"];
