//! Protobuf's scalars.

/// A scalar by its keyword.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Scalar {
    Double,
    Float,
    Int32,
    Int64,
    Uint32,
    Uint64,
    Sint32,
    Sint64,
    Fixed32,
    Fixed64,
    Sfixed32,
    Sfixed64,
    Bool,
    String,
    Bytes,
}

/// How a value is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Wire {
    Varint,
    Eight,
    Sized,
    Group,
    Four,
}

impl Scalar {
    pub(super) fn of(keyword: &str) -> Option<Self> {
        Some(match keyword {
            "double" => Self::Double,
            "float" => Self::Float,
            "int32" => Self::Int32,
            "int64" => Self::Int64,
            "uint32" => Self::Uint32,
            "uint64" => Self::Uint64,
            "sint32" => Self::Sint32,
            "sint64" => Self::Sint64,
            "fixed32" => Self::Fixed32,
            "fixed64" => Self::Fixed64,
            "sfixed32" => Self::Sfixed32,
            "sfixed64" => Self::Sfixed64,
            "bool" => Self::Bool,
            "string" => Self::String,
            "bytes" => Self::Bytes,
            _ => return None,
        })
    }

    pub(super) fn wire(self) -> Wire {
        match self {
            Self::Double | Self::Fixed64 | Self::Sfixed64 => Wire::Eight,
            Self::Float | Self::Fixed32 | Self::Sfixed32 => Wire::Four,
            Self::String | Self::Bytes => Wire::Sized,
            _ => Wire::Varint,
        }
    }

    /// Whether JSON has strings for it, in its canonical form.
    pub(super) fn is_wide(self) -> bool {
        matches!(
            self,
            Self::Int64 | Self::Uint64 | Self::Sint64 | Self::Fixed64 | Self::Sfixed64
        )
    }
}

impl Wire {
    pub(super) fn of(number: u64) -> Option<Self> {
        Some(match number & 7 {
            0 => Self::Varint,
            1 => Self::Eight,
            2 => Self::Sized,
            3 => Self::Group,
            5 => Self::Four,
            _ => return None,
        })
    }

    pub(super) fn number(self) -> u64 {
        match self {
            Self::Varint => 0,
            Self::Eight => 1,
            Self::Sized => 2,
            Self::Group => 3,
            Self::Four => 5,
        }
    }
}
