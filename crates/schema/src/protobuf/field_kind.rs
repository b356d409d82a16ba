use super::schema::{Place, Schema};
use super::tree::{Declared, FieldType, Name};

/// What a field holds, as far as the registry tells it apart.
#[derive(Debug, Clone, Copy)]
pub(super) enum Kind<'a> {
    Scalar(Scalar),
    Map { key: Part<'a>, value: Part<'a> },
    Message(Reference<'a>),
}

/// The type of a map's key or value, and where its name counts.
#[derive(Debug, Clone, Copy)]
pub(super) struct Part<'a> {
    pub(super) name: &'a Name,
    pub(super) place: Place<usize>,
}

#[derive(Debug, Clone, Copy)]
pub(super) enum Reference<'a> {
    Found(Found<'a>),
    /// Declared nowhere: the name as it is written.
    Unknown(&'a str),
}

#[derive(Debug, Clone, Copy)]
pub(super) struct Found<'a> {
    pub(super) place: Place<usize>,
    written: &'a str,
}

/// Scalars of one group read each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Scalar {
    /// The plain varints, `bool` and enums.
    Varint,
    ZigZag,
    Fixed32,
    Fixed64,
    Float,
    Double,
    /// `string` and `bytes`.
    Text,
}

impl Scalar {
    /// The group of a keyword; `None` for a name.
    pub(super) fn of(keyword: &str) -> Option<Self> {
        Some(match keyword {
            "int32" | "int64" | "uint32" | "uint64" | "bool" => Self::Varint,
            "sint32" | "sint64" => Self::ZigZag,
            "fixed32" | "sfixed32" => Self::Fixed32,
            "fixed64" | "sfixed64" => Self::Fixed64,
            "float" => Self::Float,
            "double" => Self::Double,
            "string" | "bytes" => Self::Text,
            _ => return None,
        })
    }
}

impl<'a> Kind<'a> {
    /// The kind of a field of a message.
    pub(super) fn of(schema: &'a Schema, place: Place<usize>, written: &'a FieldType) -> Self {
        match written {
            FieldType::Map { key, value, .. } => Self::Map {
                key: Part { name: key, place },
                value: Part { name: value, place },
            },
            FieldType::Named(name) => Self::named(schema, place, name),
        }
    }

    fn named(schema: &'a Schema, place: Place<usize>, name: &'a Name) -> Self {
        let kind = Self::of_part(schema, Part { name, place });
        // A message that is a map's entry written out makes its field a map.
        if let Self::Message(Reference::Found(Found { place, .. })) = kind
            && let message = schema.message(place)
            && message.is_map_entry()
        {
            let part = |number| {
                message.fields.iter().find_map(|field| match &field.kind {
                    FieldType::Named(name) if field.number.value == number => {
                        Some(Part { name, place })
                    }
                    _ => None,
                })
            };
            if let (Some(key), Some(value)) = (part(1), part(2)) {
                return Self::Map { key, value };
            }
        }
        kind
    }

    /// The kind of a map's keys or values.
    pub(super) fn of_part(schema: &Schema, part: Part<'a>) -> Self {
        let written = part.name.text.as_str();
        if let Some(scalar) = Scalar::of(written) {
            return Self::Scalar(scalar);
        }
        match schema.find(part.place.file, Some(part.place.id), written) {
            Some(Place {
                id: Declared::Enum(_),
                ..
            }) => Self::Scalar(Scalar::Varint),
            Some(Place {
                file,
                id: Declared::Message(id),
            }) => Self::Message(Reference::Found(Found {
                place: Place { file, id },
                written,
            })),
            None => Self::Message(Reference::Unknown(written)),
        }
    }
}

impl<'a> Reference<'a> {
    /// The name as the text has it.
    pub(super) fn written(self) -> &'a str {
        match self {
            Self::Found(found) => found.written,
            Self::Unknown(written) => written,
        }
    }
}
