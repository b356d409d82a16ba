use super::model::{Default, Shape};
use super::number;
use crate::json_text::{self, Document, Value};

/// What Avro reads of a field itself; all else are properties.
pub(super) const FIELD_RESERVED: [&str; 6] = ["default", "doc", "name", "order", "type", "aliases"];

/// What Avro reads of a type itself; all else are properties.
pub(super) fn reserved(shape: &Shape) -> &'static [&'static str] {
    const RESERVED: [&str; 11] = [
        "doc",
        "fields",
        "items",
        "name",
        "namespace",
        "size",
        "symbols",
        "values",
        "type",
        "aliases",
        "default",
    ];
    let most = RESERVED.len() - 1;
    if matches!(shape, Shape::Enum(_)) {
        &RESERVED
    } else {
        &RESERVED[..most]
    }
}

/// Appends a value of a property as Avro writes it after reading it.
pub(super) fn push_value(out: &mut String, value: Value<'_>) {
    json_text::write(out, value, number::push);
}

/// Appends a default of a field of a record in this document.
pub(super) fn push_default(out: &mut String, document: &Document, default: Default) {
    match default {
        Default::Json(node) => push_value(out, document.value(node)),
        Default::Double(number) => number::push_double(out, number),
    }
}
