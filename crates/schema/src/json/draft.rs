//! Which draft of JSON Schema a text is written in, and so which model the registry makes of it.

use crate::json_text::Value;
use crate::options::Profile;

/// A draft, as far as the registry tells drafts apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Draft {
    Four,
    Six,
    /// Also everything that names no draft, or one that is not known.
    Seven,
    /// 2019-09 and 2020-12.
    Modern,
}

impl Draft {
    /// By `$schema`. Registries up to 7.5 know nothing newer than draft 7.
    pub(super) fn of(root: Value<'_>, profile: Profile) -> Self {
        let named = root
            .get("$schema")
            .and_then(Value::as_str)
            .unwrap_or_default();
        let name = named
            .strip_prefix("http://json-schema.org/")
            .or_else(|| named.strip_prefix("https://json-schema.org/"))
            .unwrap_or_default();
        match name.trim_end_matches('#') {
            "draft/2020-12/schema" | "draft/2019-09/schema" if profile != Profile::V7_4 => {
                Self::Modern
            }
            _ if name.starts_with("draft-04/schema") || name.starts_with("schema") => Self::Four,
            _ if name.starts_with("draft-06/schema") => Self::Six,
            _ => Self::Seven,
        }
    }

    pub(super) fn is_modern(self) -> bool {
        self == Self::Modern
    }

    /// The keyword that names a schema.
    pub(super) fn id_keyword(self) -> &'static str {
        if self == Self::Four { "id" } else { "$id" }
    }

    /// The keywords that speak of objects.
    pub(super) fn object_keywords(self) -> &'static [&'static str] {
        match self {
            Self::Four => &OBJECT[..7],
            Self::Six | Self::Seven => &OBJECT[..8],
            Self::Modern => &MODERN_OBJECT,
        }
    }

    /// The keywords that speak of arrays.
    pub(super) fn array_keywords(self) -> &'static [&'static str] {
        match self {
            Self::Four => &ARRAY[..5],
            Self::Six | Self::Seven => &ARRAY[..6],
            Self::Modern => &MODERN_ARRAY,
        }
    }

    /// The keywords that the parser reads, beside those of a type.
    pub(super) fn other_keywords(self) -> &'static [&'static str] {
        match self {
            Self::Four => &OTHER[..6],
            Self::Six => &OTHER[..7],
            Self::Seven => &OTHER[..12],
            Self::Modern => &OTHER,
        }
    }
}

const OBJECT: [&str; 8] = [
    "properties",
    "required",
    "minProperties",
    "maxProperties",
    "dependencies",
    "patternProperties",
    "additionalProperties",
    "propertyNames",
];
const MODERN_OBJECT: [&str; 10] = [
    "properties",
    "required",
    "minProperties",
    "maxProperties",
    "dependentRequired",
    "dependentSchemas",
    "patternProperties",
    "additionalProperties",
    "propertyNames",
    "unevaluatedProperties",
];
const ARRAY: [&str; 6] = [
    "items",
    "additionalItems",
    "minItems",
    "maxItems",
    "uniqueItems",
    "contains",
];
const MODERN_ARRAY: [&str; 7] = [
    "items",
    "prefixItems",
    "minItems",
    "maxItems",
    "uniqueItems",
    "contains",
    "unevaluatedItems",
];
const OTHER: [&str; 16] = [
    "enum",
    "allOf",
    "anyOf",
    "oneOf",
    "not",
    "type",
    "const",
    "if",
    "then",
    "else",
    "readOnly",
    "writeOnly",
    "$defs",
    "$ref",
    "minContains",
    "maxContains",
];
