//! JSON with its places: each value and each name knows its bytes in the text.
//!
//! Reads what Jackson reads, which the registry uses: of names that are written twice the last value wins, at the
//! place of the first; numbers keep their text; unpaired surrogates (`"\ud800"`) are let through. Neither reading nor
//! dropping recurses, so that no depth of nesting can exhaust the stack.

mod reader;
mod string;
mod token;
mod writer;

use crate::diagnostic::Diagnostic;
use crate::position::Span;

pub use string::surrogate;
pub use writer::{push_string, write};

/// What a reader lets through beyond RFC 8259.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Dialect {
    /// Whether `//` and `/* */` are comments, as Avro's own parser has it.
    pub comments: bool,
    /// Whether anything may follow the value; it is not looked at, as with Jackson's `readTree`.
    pub trailing: bool,
    /// How many containers may lie in one another. Jackson refuses more than 1,000 from 2.15 on.
    pub max_depth: usize,
}

impl Default for Dialect {
    fn default() -> Self {
        Self {
            comments: false,
            trailing: false,
            max_depth: 1_000,
        }
    }
}

/// A JSON text that has been read. It owns a copy of the text.
#[derive(Debug, Clone)]
pub struct Document {
    text: Box<str>,
    nodes: Vec<Node>,
    items: Vec<NodeId>,
    members: Vec<StoredMember>,
    /// Strings that hold escapes, without them.
    unescaped: Vec<Box<str>>,
    duplicates: Vec<Duplicate>,
    root: NodeId,
}

/// The number of a value in its document; two values are the same place if their numbers are equal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct NodeId(u32);

/// A name that is written again later in the same object, so that its value counts for nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Duplicate {
    /// The name that is not heeded, with its quotes.
    pub shadowed: Span,
    /// The same name further down, which is.
    pub by: Span,
}

/// A value in a document.
#[derive(Debug, Clone, Copy)]
pub struct Value<'a> {
    document: &'a Document,
    id: NodeId,
}

/// What a value is.
#[derive(Debug, Clone)]
pub enum Kind<'a> {
    /// `null`
    Null,
    /// `true` or `false`
    Bool(bool),
    /// A number, as it is written.
    Number(&'a str),
    /// A string, without its quotes and escapes. An unpaired surrogate stands as [`surrogate`] says.
    String(&'a str),
    /// `[…]`
    Array(Items<'a>),
    /// `{…}`
    Object(Members<'a>),
}

/// A name in an object, and its value.
#[derive(Debug, Clone, Copy)]
pub struct Member<'a> {
    /// The name, without quotes and escapes.
    pub name: &'a str,
    /// Where the name stands, with its quotes.
    pub name_span: Span,
    /// Its value.
    pub value: Value<'a>,
}

/// The values of an array, in order.
#[derive(Debug, Clone)]
pub struct Items<'a> {
    document: &'a Document,
    ids: std::slice::Iter<'a, NodeId>,
}

/// The members of an object, in Jackson's order; each name once.
#[derive(Debug, Clone)]
pub struct Members<'a> {
    document: &'a Document,
    stored: std::slice::Iter<'a, StoredMember>,
}

impl Document {
    /// Reads a text. On errors it goes on where it can, to report several at once.
    pub fn read(text: &str, dialect: Dialect) -> Result<Self, Vec<Diagnostic>> {
        reader::read(text, dialect)
    }

    /// The outermost value.
    pub fn root(&self) -> Value<'_> {
        self.value(self.root)
    }

    /// The value with this number, which must be of this document.
    pub fn value(&self, id: NodeId) -> Value<'_> {
        Value { document: self, id }
    }

    /// The text that was read.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Names that are written more than once in an object, in the order in which their objects end.
    pub fn duplicates(&self) -> &[Duplicate] {
        &self.duplicates
    }

    fn str(&self, string: Text) -> &str {
        match string {
            Text::Plain(span) => &self.text[span.start..span.end],
            Text::Unescaped(index) => &self.unescaped[index as usize],
        }
    }
}

impl<'a> Value<'a> {
    /// The number of this value in its document.
    pub fn id(self) -> NodeId {
        self.id
    }

    /// The document that it is part of.
    pub fn document(self) -> &'a Document {
        self.document
    }

    /// Where it stands.
    pub fn span(self) -> Span {
        self.node().span
    }

    /// Its text, as it is written.
    pub fn text(self) -> &'a str {
        let Span { start, end } = self.span();
        &self.document.text[start..end]
    }

    /// What it is.
    pub fn kind(self) -> Kind<'a> {
        let document = self.document;
        match self.node().data {
            Data::Null => Kind::Null,
            Data::Bool(value) => Kind::Bool(value),
            Data::Number => Kind::Number(self.text()),
            Data::String(text) => Kind::String(document.str(text)),
            Data::Array { start, len } => Kind::Array(Items {
                document,
                ids: document.items[start as usize..(start + len) as usize].iter(),
            }),
            Data::Object { start, len } => Kind::Object(Members {
                document,
                stored: document.members[start as usize..(start + len) as usize].iter(),
            }),
        }
    }

    /// The string, if it is one.
    pub fn as_str(self) -> Option<&'a str> {
        match self.kind() {
            Kind::String(text) => Some(text),
            _ => None,
        }
    }

    /// The number as it is written, if it is one.
    pub fn as_number(self) -> Option<&'a str> {
        match self.kind() {
            Kind::Number(text) => Some(text),
            _ => None,
        }
    }

    /// The truth value, if it is one.
    pub fn as_bool(self) -> Option<bool> {
        match self.kind() {
            Kind::Bool(value) => Some(value),
            _ => None,
        }
    }

    /// The items, if it is an array.
    pub fn as_array(self) -> Option<Items<'a>> {
        match self.kind() {
            Kind::Array(items) => Some(items),
            _ => None,
        }
    }

    /// The members, if it is an object.
    pub fn as_object(self) -> Option<Members<'a>> {
        match self.kind() {
            Kind::Object(members) => Some(members),
            _ => None,
        }
    }

    /// Whether it is `null`.
    pub fn is_null(self) -> bool {
        matches!(self.node().data, Data::Null)
    }

    /// The value under a name, if it is an object that has it. Looks through all its members.
    pub fn get(self, name: &str) -> Option<Value<'a>> {
        self.member(name).map(|member| member.value)
    }

    /// The member with a name, if it is an object that has it. Looks through all its members.
    pub fn member(self, name: &str) -> Option<Member<'a>> {
        self.as_object()?.find(|member| member.name == name)
    }

    fn node(self) -> &'a Node {
        &self.document.nodes[self.id.0 as usize]
    }
}

impl<'a> Iterator for Items<'a> {
    type Item = Value<'a>;

    fn next(&mut self) -> Option<Self::Item> {
        self.ids.next().map(|id| self.document.value(*id))
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.ids.size_hint()
    }
}

impl ExactSizeIterator for Items<'_> {}

impl<'a> Iterator for Members<'a> {
    type Item = Member<'a>;

    fn next(&mut self) -> Option<Self::Item> {
        self.stored.next().map(|stored| Member {
            name: self.document.str(stored.name),
            name_span: stored.name_span,
            value: self.document.value(stored.value),
        })
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.stored.size_hint()
    }
}

impl ExactSizeIterator for Members<'_> {}

#[derive(Debug, Clone, Copy)]
struct Node {
    span: Span,
    data: Data,
}

#[derive(Debug, Clone, Copy)]
enum Data {
    Null,
    Bool(bool),
    Number,
    String(Text),
    Array { start: u32, len: u32 },
    Object { start: u32, len: u32 },
}

#[derive(Debug, Clone, Copy)]
enum Text {
    /// The bytes between the quotes; they hold no escape.
    Plain(Span),
    /// An index into [`Document::unescaped`].
    Unescaped(u32),
}

#[derive(Debug, Clone, Copy)]
struct StoredMember {
    name: Text,
    name_span: Span,
    value: NodeId,
}

#[cfg(test)]
mod tests;
