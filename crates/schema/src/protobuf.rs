//! Protobuf as Schema Registry reads it: proto2 and proto3, each text by itself with the texts that it refers to.

pub mod breaking;
mod builtin;
mod changes;
mod codec;
mod comment;
mod compare;
mod described;
mod digest;
mod field_kind;
mod java_order;
mod names;
mod parse;
mod placed;
mod print;
mod problems;
mod reservation;
mod schema;
mod token;
mod tree;

pub(crate) use changes::changes;
pub(crate) use codec::Codec;
pub use codec::{UnknownField, UnknownValue};
pub use compare::{KINDS, compare};
pub(crate) use placed::Placed;
pub use print::{normalized, stored};
pub use schema::Schema;

use crate::diagnostic::Diagnostic;
use crate::options::Strictness;
use crate::source::NamedText;

/// A .proto text and those that it refers to.
#[derive(Debug, Clone, Copy, Default)]
pub struct Source<'a> {
    /// The text.
    pub text: &'a str,
    /// What its imports stand for, by path, transitively. The imports that the registry brings along
    /// (`google/protobuf/*`, `google/type/*`, `confluent/*`) need not be given.
    pub references: &'a [NamedText<'a>],
    /// The schema's own list of references. Messages that come from different versions are compared, those of one
    /// version, and those that stand in no list, are taken for the same.
    pub versions: &'a [Reference<'a>],
}

/// A reference as the registry keeps it: an import path, and the version of a subject that it stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reference<'a> {
    /// The import path.
    pub name: &'a str,
    /// The subject.
    pub subject: &'a str,
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
pub fn parse(source: Source<'_>, strictness: Strictness) -> Result<Schema, Vec<Diagnostic>> {
    schema::parse_schema(source, strictness)
}
