use super::{Field, Name};
use crate::position::Span;

#[derive(Debug, Clone)]
pub(in crate::protobuf) struct Extend {
    pub(in crate::protobuf) name: Name,
    pub(in crate::protobuf) fields: Vec<Field>,
}

#[derive(Debug, Clone)]
pub(in crate::protobuf) struct Service {
    pub(in crate::protobuf) name: Name,
    pub(in crate::protobuf) methods: Vec<Method>,
    pub(in crate::protobuf) options: Vec<Setting>,
    /// The whole statement.
    pub(in crate::protobuf) at: Span,
}

#[derive(Debug, Clone)]
pub(in crate::protobuf) struct Method {
    pub(in crate::protobuf) name: Name,
    pub(in crate::protobuf) request: Name,
    pub(in crate::protobuf) response: Name,
    pub(in crate::protobuf) request_streams: bool,
    pub(in crate::protobuf) response_streams: bool,
    pub(in crate::protobuf) options: Vec<Setting>,
    /// The whole statement.
    pub(in crate::protobuf) at: Span,
}

/// `reserved 2, 4 to 6, "name";`
#[derive(Debug, Clone)]
pub(in crate::protobuf) struct Reserved {
    pub(in crate::protobuf) values: Vec<ReservedValue>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::protobuf) enum ReservedValue {
    Name(String),
    Range(Range),
}

/// Both ends belong to it; `max` is the largest that there is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::protobuf) struct Range {
    pub(in crate::protobuf) first: i32,
    pub(in crate::protobuf) last: Last,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::protobuf) enum Last {
    Number(i32),
    Max,
}

#[derive(Debug, Clone)]
pub(in crate::protobuf) struct Extensions {
    pub(in crate::protobuf) ranges: Vec<Range>,
    pub(in crate::protobuf) options: Vec<Setting>,
}

/// An option with its value.
#[derive(Debug, Clone)]
pub(in crate::protobuf) struct Setting {
    /// As it is written, with parentheses.
    pub(in crate::protobuf) name: String,
    pub(in crate::protobuf) value: Value,
    /// The whole statement, or in brackets the name and the value.
    pub(in crate::protobuf) at: Span,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::protobuf) enum Value {
    /// What stood in quotes, escapes as they were.
    Text(String),
    /// A number, `true`, `false` or a constant of an enum.
    Word(String),
    Map(Vec<(String, Value)>),
    List(Vec<Value>),
}
