use super::schema::{Place, Schema};
use super::tree::{Field, FieldType, TypeName};

/// What a field holds, as far as the registry tells it apart.
#[derive(Debug, Clone, Copy)]
pub(super) enum Kind<'a> {
    Scalar(Scalar),
    Map {
        key: &'a TypeName,
        value: &'a TypeName,
    },
    /// A message, or a name that means nothing.
    Message(&'a TypeName),
}

/// Scalars of one group read each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
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

/// What a field's type means where it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Means {
    /// A keyword or an enum.
    Scalar(Scalar),
    Message(Place<usize>),
    Nothing,
}

impl<'a> Kind<'a> {
    pub(super) fn of(schema: &'a Schema, field: &'a Field) -> Self {
        let kind = match &field.kind {
            FieldType::Map { key, value, .. } => return Self::Map { key, value },
            FieldType::Named(kind) => kind,
        };
        // A message that is a map's entry written out makes its field a map.
        if let Means::Message(place) = kind.means
            && let message = schema.message(place)
            && message.is_map_entry
        {
            let part = |number| {
                message.fields.iter().find_map(|field| match &field.kind {
                    FieldType::Named(part) if field.number.value == number => Some(part),
                    _ => None,
                })
            };
            if let (Some(key), Some(value)) = (part(1), part(2)) {
                return Self::Map { key, value };
            }
        }
        Self::of_part(kind)
    }

    /// The kind of a map's keys or values.
    pub(super) fn of_part(part: &'a TypeName) -> Self {
        match part.means {
            Means::Scalar(scalar) => Self::Scalar(scalar),
            Means::Message(_) | Means::Nothing => Self::Message(part),
        }
    }
}
