//! Avro as the registry has it: Apache Avro 1.12's parser, `SchemaCompatibility`, and `Schema.toString`.
//!
//! [`parse`] keeps the place of everything. [`compare`] gives the registry's incompatibilities in its order, with its
//! paths, which point into the reader. [`stored`] and [`normalized`] are the texts that a registry keeps.

mod changes;
mod codec;
mod compare;
pub(crate) mod container;
mod default;
mod faults;
mod field_name;
mod model;
mod name;
mod normal;
mod number;
mod outcome;
mod parser;
mod property;
mod redefinition;
mod union;
mod writer;

use crate::NamedText;
use crate::diagnostic::Diagnostic;
use crate::options::Strictness;

pub(crate) use changes::changes;
pub(crate) use codec::Codec;
pub use compare::{Refusal, compare};
pub use model::Schema;
pub(crate) use name::is_name;
pub use outcome::KINDS;
pub use writer::{normalized, stored};

/// A text to parse.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Source<'a> {
    /// The schema.
    pub text: &'a str,
    /// The schemas that it refers to, each after those that it refers to itself, as a registry resolves them.
    pub references: &'a [NamedText<'a>],
}

impl<'a> From<&'a str> for Source<'a> {
    fn from(text: &'a str) -> Self {
        Self {
            text,
            references: &[],
        }
    }
}

/// Parses a schema as Avro 1.12 does. `Strict` also checks names (ASCII letters, digits and `_`) and defaults.
///
/// Avro's own rules: comments are let through; a type may be used before it is defined; a name without dots that its
/// namespace does not have is looked for among the names without a namespace; a type may be defined twice if both
/// definitions say the same.
///
/// What is wrong in a reference stands at the start of the text that refers to it.
pub fn parse(source: Source<'_>, strictness: Strictness) -> Result<Schema, Vec<Diagnostic>> {
    parser::parse(source, strictness)
}
