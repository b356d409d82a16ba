use std::fmt;

use crate::diagnostic::Diagnostic;
use crate::difference::Difference;
use crate::options::{Rules, Strictness};
use crate::position::Span;
use crate::source::NamedText;
use crate::{avro, json, protobuf};

/// A registry's `schemaType`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Format {
    /// Avro, which a registry takes a schema for whose type is not said.
    #[default]
    Avro,
    /// JSON Schema.
    Json,
    /// Protobuf.
    Protobuf,
}

/// A text of any format, and what it refers to.
#[derive(Debug, Clone, Copy, Default)]
pub struct Source<'a> {
    /// The format.
    pub format: Format,
    /// The text.
    pub text: &'a str,
    /// The texts that it refers to, with those that these refer to; each after its own.
    pub references: &'a [NamedText<'a>],
    /// A Protobuf schema's own list of references, see [`protobuf::Source::versions`].
    pub versions: &'a [protobuf::Reference<'a>],
}

/// A schema that has been read.
#[derive(Debug, Clone)]
pub enum Schema {
    /// One of Avro.
    Avro(avro::Schema),
    /// One of JSON Schema.
    Json(json::Schema),
    /// One of Protobuf.
    Protobuf(protobuf::Schema),
}

/// Why two schemas were not compared to the end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// They are of different formats: to the registry they are incompatible.
    Formats,
    /// Of Avro. One of its reasons is the registry's as well, the other means that there is no verdict.
    Avro(avro::Refusal),
    /// Of JSON Schema: there is no verdict.
    Json(json::Refusal),
}

impl Format {
    /// The registry's name of it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Avro => "AVRO",
            Self::Json => "JSON",
            Self::Protobuf => "PROTOBUF",
        }
    }

    /// The format of a name, which the registry reads in upper case.
    pub fn of_name(name: &str) -> Option<Self> {
        let all = [Self::Avro, Self::Json, Self::Protobuf];
        all.into_iter().find(|format| format.name() == name)
    }
}

impl Schema {
    /// Reads a text by the rules of its format: [`avro::parse`], [`json::parse`], [`protobuf::parse`].
    pub fn parse(
        source: Source<'_>,
        strictness: Strictness,
        rules: Rules,
    ) -> Result<Self, Vec<Diagnostic>> {
        let Source {
            format,
            text,
            references,
            versions,
        } = source;
        match format {
            Format::Avro => {
                avro::parse(avro::Source { text, references }, strictness).map(Self::Avro)
            }
            Format::Json => {
                let source = json::Source {
                    text,
                    references,
                    profile: rules.profile,
                };
                json::parse(source, strictness).map(Self::Json)
            }
            Format::Protobuf => {
                let source = protobuf::Source {
                    text,
                    references,
                    versions,
                };
                protobuf::parse(source, strictness).map(Self::Protobuf)
            }
        }
    }

    /// Its format.
    pub fn format(&self) -> Format {
        match self {
            Self::Avro(_) => Format::Avro,
            Self::Json(_) => Format::Json,
            Self::Protobuf(_) => Format::Protobuf,
        }
    }

    /// The text that it was read from.
    pub fn text(&self) -> &str {
        match self {
            Self::Avro(schema) => schema.text(),
            Self::Json(schema) => schema.text(),
            Self::Protobuf(schema) => schema.text(),
        }
    }

    /// Where the outermost record, object or first message has a field of this name.
    pub(crate) fn top_level_field(&self, name: &str) -> Option<Span> {
        match self {
            Self::Avro(schema) => schema.top_level_field(name),
            Self::Json(schema) => schema.top_level_field(name),
            Self::Protobuf(schema) => schema.top_level_field(name),
        }
    }

    /// The properties whose names a registry keeps for itself.
    pub(crate) fn internal_fields(&self) -> Vec<(&str, Span)> {
        match self {
            Self::Json(schema) => schema.internal_fields(),
            Self::Avro(_) | Self::Protobuf(_) => Vec::new(),
        }
    }

    /// The text that a registry stores.
    pub fn stored(&self) -> String {
        match self {
            Self::Avro(schema) => avro::stored(schema),
            Self::Json(schema) => json::stored(schema),
            Self::Protobuf(schema) => protobuf::stored(schema),
        }
    }

    /// The text that a registry stores with `normalize=true`.
    pub fn normalized(&self) -> String {
        match self {
            Self::Avro(schema) => avro::normalized(schema),
            Self::Json(schema) => json::normalized(schema),
            Self::Protobuf(schema) => protobuf::normalized(schema),
        }
    }
}

/// What differs where `new` reads what `old` wrote, in the registry's order: by [`avro::compare`], [`json::compare`] or
/// [`protobuf::compare`].
pub fn compare(old: &Schema, new: &Schema, rules: Rules) -> Result<Vec<Difference>, Refusal> {
    match (old, new) {
        (Schema::Avro(old), Schema::Avro(new)) => avro::compare(old, new).map_err(Refusal::Avro),
        (Schema::Json(old), Schema::Json(new)) => {
            json::compare(old, new, rules.policy, rules.profile).map_err(Refusal::Json)
        }
        (Schema::Protobuf(old), Schema::Protobuf(new)) => {
            protobuf::compare(old, new, rules.profile).map_err(|never| match never {})
        }
        _ => Err(Refusal::Formats),
    }
}

impl Refusal {
    /// Whether it is a verdict: the registry says that the schemas are incompatible, with what this displays as
    /// its message. Otherwise it answers with an error, or there is too much to compare.
    pub fn incompatible(&self) -> bool {
        match self {
            Self::Formats | Self::Avro(avro::Refusal::AmbiguousField { .. }) => true,
            Self::Avro(avro::Refusal::TooLarge) | Self::Json(_) => false,
        }
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Formats => formatter.write_str("Incompatible because of different schema type"),
            Self::Avro(avro::Refusal::AmbiguousField { message, .. }) => {
                formatter.write_str(message)
            }
            Self::Avro(avro::Refusal::TooLarge) => {
                formatter.write_str("There is too much to compare in these schemas.")
            }
            Self::Json(refusal) => refusal.fmt(formatter),
        }
    }
}

impl std::error::Error for Refusal {}
