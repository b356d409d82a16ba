//! Protobuf as Schema Registry reads it: proto2 and proto3, each text by itself with the texts that it refers to.

mod builtin;
mod compare;
mod digest;
mod field_kind;
mod java_order;
mod names;
mod parse;
mod print;
mod problems;
mod schema;
mod token;
mod tree;

pub use compare::compare;
pub use print::{normalized, stored};
pub use schema::Schema;

use crate::diagnostic::Diagnostic;
use crate::options::Strictness;

/// A .proto text and those that it refers to.
#[derive(Debug, Clone, Copy, Default)]
pub struct Source<'a> {
    /// The text.
    pub text: &'a str,
    /// What its imports stand for, transitively. The imports that the registry brings along (`google/protobuf/*`,
    /// `google/type/*`, `confluent/*`) need not be given.
    pub references: &'a [NamedText<'a>],
}

/// A text that another one imports.
#[derive(Debug, Clone, Copy)]
pub struct NamedText<'a> {
    /// The path by which it is imported.
    pub name: &'a str,
    /// The text.
    pub text: &'a str,
    /// What the schema's own list of references says of it; `None` where only a reference refers to it.
    pub version: Option<&'a Version>,
}

/// A version of a subject, as a reference names it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Version {
    /// The subject.
    pub subject: String,
    /// Its version, from 1; -1 is the latest.
    pub version: i32,
}

/// No pair of texts that parse is known for which the registry's checker gives no verdict.
pub type Refusal = std::convert::Infallible;

/// Reads a text: its grammar as the registry's parser (Square's Wire) has it, so no `edition`. References that do not
/// parse are told at their import.
///
/// `Strict` refuses also types that are declared nowhere, as registering does. Verdicts are given on what `Lenient`
/// reads, on both sides: the registry's checker compares names that mean nothing as they are written.
pub fn parse(source: &Source<'_>, strictness: Strictness) -> Result<Schema, Vec<Diagnostic>> {
    schema::parse_schema(source, strictness)
}
