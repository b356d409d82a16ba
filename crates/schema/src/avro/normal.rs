use super::model::{Default, Primitive, Schema, Shape, TypeId};
use super::number;
use super::property::{push_default, push_value};
use crate::json_text::{Document, Kind, Value, push_string};

/// Appends a default as `normalize=true` leaves it: as a value of its type, so that a `0` for a `double` is `0.0`. What
/// is no value of its type stays as it is.
pub(super) fn push_normal(
    out: &mut String,
    schema: &Schema,
    id: TypeId,
    document: &Document,
    default: Default,
) {
    let fits = match default {
        Default::Json(node) => push(out, schema, Some(id), document.value(node)),
        Default::Double(number) => push_number(out, schema, id, number),
    };
    if !fits {
        push_default(out, document, default);
    }
}

/// Appends a value of a type, or of any type; appends nothing if it is none. Recursion is as deep as the JSON, whose
/// depth is bounded.
fn push(out: &mut String, schema: &Schema, id: Option<TypeId>, value: Value<'_>) -> bool {
    let Some(id) = id else {
        push_value(out, value);
        return true;
    };
    let shape = &schema.get(id).shape;
    match (shape, value.kind()) {
        (_, Kind::Null | Kind::Bool(_)) => push_value(out, value),
        (Shape::Union(branches), _) => {
            let null = |id| matches!(schema.get(id).shape, Shape::Primitive(Primitive::Null));
            let mut branches = branches.iter().map(|link| link.to).filter(|id| !null(*id));
            return branches.any(|branch| push(out, schema, Some(branch), value));
        }
        (Shape::Primitive(Primitive::Float | Primitive::Double), Kind::Number(text)) => {
            return text
                .parse()
                .is_ok_and(|number| push_number(out, schema, id, number));
        }
        (Shape::Primitive(Primitive::Int | Primitive::Long), Kind::Number(text)) => {
            if text.parse::<i64>().is_err() {
                return false;
            }
            number::push(out, text);
        }
        (Shape::Primitive(Primitive::String) | Shape::Enum(_), Kind::String(text)) => {
            push_string(out, text);
        }
        (Shape::Primitive(Primitive::Bytes) | Shape::Fixed(_), Kind::String(text)) => {
            let byte = |char| if char <= '\u{ff}' { char } else { '?' };
            push_string(out, &text.chars().map(byte).collect::<String>());
        }
        (Shape::Array(link), Kind::Array(items)) => {
            return push_all(out, '[', ']', items, |out, item| {
                push(out, schema, Some(link.to), item)
            });
        }
        (Shape::Map(_) | Shape::Record(_), Kind::Object(members)) => {
            return push_all(out, '{', '}', members, |out, member| {
                let inside = match shape {
                    Shape::Map(link) => Some(link.to),
                    Shape::Record(record) => {
                        let field = record
                            .by_name
                            .get(member.name)
                            .map(|at| &record.fields[*at]);
                        field.map(|field| field.link.to)
                    }
                    _ => None,
                };
                push_string(out, member.name);
                out.push(':');
                push(out, schema, inside, member.value)
            });
        }
        _ => return false,
    }
    true
}

/// Appends a list; appends nothing if one of its items does.
fn push_all<T>(
    out: &mut String,
    open: char,
    close: char,
    items: impl Iterator<Item = T>,
    mut push: impl FnMut(&mut String, T) -> bool,
) -> bool {
    let start = out.len();
    out.push(open);
    for (at, item) in items.enumerate() {
        if at > 0 {
            out.push(',');
        }
        if !push(out, item) {
            out.truncate(start);
            return false;
        }
    }
    out.push(close);
    true
}

fn push_number(out: &mut String, schema: &Schema, id: TypeId, number: f64) -> bool {
    match schema.get(id).shape {
        Shape::Primitive(Primitive::Double) => number::push_double(out, number),
        Shape::Primitive(Primitive::Float) => {
            // Java writes the digits that tell a `float` apart, and reads them as a `double`.
            let digits = (number as f32).to_string();
            number::push_double(out, digits.parse().unwrap_or(number));
        }
        _ => return false,
    }
    true
}
