use std::collections::HashMap;

use super::faults::Faults;
use super::model::{Default, Link, Place, Primitive, Schema, Shape, TypeId};
use crate::json_text::{Kind, NodeId, Value};

/// So deep a default may lead into types; its own text nests less deep.
const MAX_DEPTH: usize = 1_200;

/// Reports the defaults that do not fit their fields, as Avro's `isValidDefault` has it.
pub(super) fn check(schema: &Schema, faults: &mut Faults<'_>) {
    let mut checker = Checker {
        schema,
        known: HashMap::new(),
        depth: 0,
    };
    for one in &schema.types {
        let Shape::Record(record) = &one.shape else {
            continue;
        };
        for field in &record.fields {
            let Some(Default::Json(node)) = field.default else {
                continue;
            };
            let value = schema.value(one.document, node);
            if !checker.fits(field.link, one.document, value) {
                let place = Place {
                    document: one.document,
                    span: value.span(),
                };
                let shape = &schema.get(field.link.to).shape;
                let message = match shape {
                    Shape::Union(_) => format!(
                        "the default of `{}` fits no branch of its union",
                        field.name
                    ),
                    _ => format!(
                        "the default of `{}` is no `{}`",
                        field.name,
                        shape.full_name()
                    ),
                };
                faults.push(place, message);
            }
        }
    }
}

struct Checker<'s> {
    schema: &'s Schema,
    /// By type and by value; `false` while it is being found out, since a value cannot hold itself.
    known: HashMap<(TypeId, u32, NodeId), bool>,
    depth: usize,
}

impl Checker<'_> {
    fn fits(&mut self, link: Link, document: u32, value: Value<'_>) -> bool {
        // Avro looks at a default before it knows the names that are defined later: it takes them for records.
        if link.late && value.as_object().is_none() {
            return false;
        }
        let key = (link.to, document, value.id());
        if let Some(known) = self.known.get(&key) {
            return *known;
        }
        if self.depth > MAX_DEPTH {
            return false;
        }
        self.known.insert(key, false);
        self.depth += 1;
        let fits = self.fits_shape(link.to, document, value);
        self.depth -= 1;
        self.known.insert(key, fits);
        fits
    }

    fn fits_shape(&mut self, id: TypeId, document: u32, value: Value<'_>) -> bool {
        let one = self.schema.get(id);
        match (&one.shape, value.kind()) {
            (Shape::Primitive(primitive), kind) => fits_primitive(*primitive, &kind),
            (Shape::Enum(_) | Shape::Fixed(_), Kind::String(_)) => true,
            (Shape::Array(link), Kind::Array(items)) => items
                .into_iter()
                .all(|item| self.fits(*link, document, item)),
            (Shape::Map(link), Kind::Object(members)) => members
                .into_iter()
                .all(|member| self.fits(*link, document, member.value)),
            (Shape::Union(links), _) => links.iter().any(|link| self.fits(*link, document, value)),
            (Shape::Record(record), Kind::Object(_)) => {
                record
                    .fields
                    .iter()
                    .all(|field| match (value.get(&field.name), field.default) {
                        (Some(inside), _) => self.fits(field.link, document, inside),
                        (None, Some(Default::Json(node))) => self.fits(
                            field.link,
                            one.document,
                            self.schema.value(one.document, node),
                        ),
                        (None, Some(Default::Double(_))) => true,
                        (None, None) => false,
                    })
            }
            _ => false,
        }
    }
}

fn fits_primitive(primitive: Primitive, kind: &Kind<'_>) -> bool {
    match (primitive, kind) {
        (Primitive::Null, Kind::Null)
        | (Primitive::Boolean, Kind::Bool(_))
        | (Primitive::Bytes | Primitive::String, Kind::String(_))
        | (Primitive::Float | Primitive::Double, Kind::Number(_)) => true,
        (Primitive::Int, Kind::Number(text)) => text.parse::<i32>().is_ok(),
        (Primitive::Long, Kind::Number(text)) => text.parse::<i64>().is_ok(),
        _ => false,
    }
}
