//! The registry's own words for a difference.

use crate::difference::Difference;
use crate::level::Direction;

impl Difference {
    /// The message with which the registry names it, letter by letter, an unmatched quote of the JSON checker's
    /// included.
    ///
    /// `None` for what is compatible, which the registry does not name, and where the path holds a `%`, at which the
    /// registry fails. Of JSON Schema, four kinds have no recorded answer and are worded as the registry's own
    /// `Difference` class words them; five of the newest drafts (`MAX_CONTAINS_ADDED`, `MIN_CONTAINS_ADDED`,
    /// `MIN_CONTAINS_INCREASED` and the two `UNEVALUATED_…_NARROWED`) as their families are.
    pub fn registry_message(&self, direction: Direction) -> Option<String> {
        if self.compatible || self.path.contains('%') {
            return None;
        }
        let (reader, writer) = match direction {
            Direction::Backward => ("new", "old"),
            Direction::Forward => ("old", "new"),
        };
        let kind = self.kind;
        let path = &self.path;
        if let Some(info) = &self.info {
            let description = avro(kind, path, info, reader, writer)?;
            return Some(format!(
                "{{errorType:'{kind}', description:'{description}', additionalInfo:'{info}'}}"
            ));
        }
        if let Some(description) = protobuf(kind, path, reader, writer) {
            return Some(format!(
                "{{errorType:\"{kind}\", description:\"{description}\"}}"
            ));
        }
        let description = json(kind, path, reader, writer)?;
        Some(format!(
            "{{errorType:\"{kind}\", description:\"{description}'}}"
        ))
    }
}

fn avro(kind: &str, path: &str, info: &str, reader: &str, writer: &str) -> Option<String> {
    Some(match kind {
        "FIXED_SIZE_MISMATCH" => format!(
            "The size of FIXED type field at path '{path}' in the {reader} schema does not match with the {writer} \
             schema"
        ),
        "MISSING_ENUM_SYMBOLS" => format!(
            "The {reader} schema is missing enum symbols '{info}' at path '{path}' in the {writer} schema"
        ),
        "MISSING_UNION_BRANCH" => format!(
            "The {reader} schema is missing a type inside a union field at path '{path}' in the {writer} schema"
        ),
        "NAME_MISMATCH" => format!("The name of the schema has changed (path '{path}')"),
        "READER_FIELD_MISSING_DEFAULT_VALUE" => format!(
            "The field '{info}' at path '{path}' in the {reader} schema has no default value and is missing in the \
             {writer} schema"
        ),
        "TYPE_MISMATCH" => format!(
            "The type (path '{path}') of a field in the {reader} schema does not match with the {writer} schema"
        ),
        _ => return None,
    })
}

fn protobuf(kind: &str, path: &str, reader: &str, writer: &str) -> Option<String> {
    let of_field = |what: &str, field: &str, its: &str| {
        format!(
            "The {what} {field} field at path '{path}' in the {reader} schema does not match {its} in the {writer} \
             schema"
        )
    };
    Some(match kind {
        "PACKAGE_CHANGED" => format!(
            "The package at '{path}' in the {reader} schema does not match the package in the {writer} schema"
        ),
        "MESSAGE_REMOVED" => format!(
            "The {reader} schema is missing a MESSAGE type at path '{path}' in the {writer} schema"
        ),
        "FIELD_KIND_CHANGED" => format!(
            "The type of a field at path '{path}' in the {reader} schema does not match the {writer} schema"
        ),
        "FIELD_SCALAR_KIND_CHANGED" => of_field("kind of a", "SCALAR", "its kind"),
        "FIELD_NAMED_TYPE_CHANGED" => of_field("type of a", "MESSAGE", "its type"),
        "FIELD_NUMERIC_LABEL_CHANGED" => of_field("label for a", "NUMERIC", "its label"),
        "REQUIRED_FIELD_ADDED" => format!(
            "A required field  at path '{path}' in the {reader} schema is missing in the {writer} schema"
        ),
        "REQUIRED_FIELD_REMOVED" => format!(
            "The {reader} schema is missing a required field at path: '{path}' in the {writer} schema"
        ),
        "ONEOF_FIELD_REMOVED" => format!(
            "The {reader} schema is missing a oneof field at path '{path}' in the {writer} schema"
        ),
        "MULTIPLE_FIELDS_MOVED_TO_ONEOF" => format!(
            "Multiple fields in the oneof at path '{path}' in the {reader} schema are outside a oneof in the {writer} \
             schema"
        ),
        "FIELD_MOVED_TO_EXISTING_ONEOF" => format!(
            "A field in the oneof at path '{path}' in the {reader} schema is outside an existing oneof in the {writer} \
             schema"
        ),
        _ => return None,
    })
}

fn json(kind: &str, path: &str, reader: &str, writer: &str) -> Option<String> {
    Some(match kind {
        // It has no words for this one.
        "SCHEMA_ADDED" => String::new(),
        "TYPE_CHANGED"
        | "TYPE_NARROWED"
        | "COMBINED_TYPE_CHANGED"
        | "COMBINED_TYPE_SUBSCHEMAS_CHANGED"
        | "ENUM_ARRAY_CHANGED" => format!(
            "A type at path '{path}' is different between the {reader} schema and the {writer} schema"
        ),
        "PATTERN_CHANGED" | "MULTIPLE_OF_CHANGED" | "DEPENDENCY_ARRAY_CHANGED" => format!(
            "The value at path '{path}' is different between the {reader} and {writer} schema"
        ),
        "ADDITIONAL_ITEMS_REMOVED"
        | "ADDITIONAL_PROPERTIES_REMOVED"
        | "UNEVALUATED_ITEMS_REMOVED"
        | "UNEVALUATED_PROPERTIES_REMOVED"
        | "DEPENDENCY_ARRAY_ADDED"
        | "DEPENDENCY_SCHEMA_ADDED"
        | "EXCLUSIVE_MAXIMUM_ADDED"
        | "EXCLUSIVE_MINIMUM_ADDED"
        | "MAXIMUM_ADDED"
        | "MAX_CONTAINS_ADDED"
        | "MAX_ITEMS_ADDED"
        | "MAX_LENGTH_ADDED"
        | "MAX_PROPERTIES_ADDED"
        | "MINIMUM_ADDED"
        | "MIN_CONTAINS_ADDED"
        | "MIN_ITEMS_ADDED"
        | "MIN_LENGTH_ADDED"
        | "MIN_PROPERTIES_ADDED"
        | "MULTIPLE_OF_ADDED"
        | "PATTERN_ADDED"
        | "REQUIRED_ATTRIBUTE_ADDED"
        | "UNIQUE_ITEMS_ADDED" => format!(
            "The keyword at path '{path}' in the {reader} schema is not present in the {writer} schema"
        ),
        "EXCLUSIVE_MAXIMUM_DECREASED"
        | "MAXIMUM_DECREASED"
        | "MAX_CONTAINS_DECREASED"
        | "MAX_ITEMS_DECREASED"
        | "MAX_LENGTH_DECREASED"
        | "MAX_PROPERTIES_DECREASED" => value(path, "less", reader, writer),
        "EXCLUSIVE_MINIMUM_INCREASED"
        | "MINIMUM_INCREASED"
        | "MIN_CONTAINS_INCREASED"
        | "MIN_ITEMS_INCREASED"
        | "MIN_LENGTH_INCREASED"
        | "MIN_PROPERTIES_INCREASED"
        | "MULTIPLE_OF_EXPANDED" => value(path, "more", reader, writer),
        "ADDITIONAL_ITEMS_NARROWED"
        | "ADDITIONAL_PROPERTIES_NARROWED"
        | "ENUM_ARRAY_NARROWED"
        | "SUM_TYPE_NARROWED"
        | "UNEVALUATED_ITEMS_NARROWED"
        | "UNEVALUATED_PROPERTIES_NARROWED" => elements(path, "fewer", reader, writer),
        "DEPENDENCY_ARRAY_EXTENDED" | "NOT_TYPE_EXTENDED" | "PRODUCT_TYPE_EXTENDED" => {
            elements(path, "more", reader, writer)
        }
        _ => return content_model(kind, path, reader, writer),
    })
}

fn value(path: &str, how: &str, reader: &str, writer: &str) -> String {
    format!(
        "The value at path '{path}' in the {reader} schema is {how} than its value in the {writer} schema"
    )
}

fn elements(path: &str, how: &str, reader: &str, writer: &str) -> String {
    format!(
        "An array or combined type at path '{path}' has {how} elements in the {reader} schema than the {writer} schema"
    )
}

fn content_model(kind: &str, path: &str, reader: &str, writer: &str) -> Option<String> {
    Some(match kind {
        "ITEM_ADDED_TO_OPEN_CONTENT_MODEL"
        | "OPTIONAL_PROPERTY_ADDED_TO_OPEN_CONTENT_MODEL"
        | "REQUIRED_PROPERTY_ADDED_TO_OPEN_CONTENT_MODEL"
        | "REQUIRED_PROPERTY_WITH_DEFAULT_ADDED_TO_OPEN_CONTENT_MODEL" => format!(
            "The {reader} schema has an open content model and has a property or item at path '{path}' which is \
             missing in the {writer} schema"
        ),
        "REQUIRED_PROPERTY_ADDED_TO_UNOPEN_CONTENT_MODEL" => format!(
            "The {reader} schema has an unopen content model and has a required property at path '{path}' which is \
             missing in the {writer} schema"
        ),
        "ITEM_REMOVED_FROM_CLOSED_CONTENT_MODEL" | "PROPERTY_REMOVED_FROM_CLOSED_CONTENT_MODEL" => {
            format!(
                "The {reader} has a closed content model and is missing a property or item present at path '{path}' \
                 in the {writer} schema"
            )
        }
        "ITEM_REMOVED_NOT_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL"
        | "PROPERTY_REMOVED_NOT_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL" => format!(
            "A property or item is missing in the {reader} schema but present at path '{path}' in the {writer} schema \
             and is not covered by its partially open content model"
        ),
        "ITEM_ADDED_NOT_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL"
        | "PROPERTY_ADDED_NOT_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL" => format!(
            "The {reader} schema has a property or item at path '{path}' which is missing in the {writer} schema and \
             is not covered by its partially open content model"
        ),
        _ => return None,
    })
}
