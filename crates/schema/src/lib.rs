//! What Confluent Schema Registry says of a changed schema, and where in the text it is.
//!
//! Pure: no IO, no clock, no async. The rules are those of Confluent's checker as its documentation and its answers
//! show them; every public item names the rule that it follows.
#![forbid(unsafe_code)]

pub mod avro;
mod diagnostic;
mod difference;
pub mod json;
pub mod json_text;
mod options;
pub mod position;
pub mod protobuf;
mod source;

pub use diagnostic::Diagnostic;
pub use difference::{Difference, Side};
pub use options::{Policy, Profile, Strictness};
pub use source::NamedText;
