use std::collections::HashSet;

use super::model::{Field, Link, Shape, Type, TypeId};
use super::property::{FIELD_RESERVED, push_default, push_value, reserved};
use crate::json_text::{Document, NodeId, Value};

/// Whether two definitions of a name say the same, as Avro's `Schema.equals` has it: documentation and aliases do not
/// count; names that are not known yet equal nothing.
pub(super) fn same(documents: &[Document], types: &[Type], one: TypeId, other: TypeId) -> bool {
    let mut seen = HashSet::new();
    let mut pairs = vec![(one, other)];
    while let Some(pair) = pairs.pop() {
        if pair.0 == pair.1 || !seen.insert(pair) {
            continue;
        }
        let (a, b) = (&types[pair.0.0 as usize], &types[pair.1.0 as usize]);
        let objects = |node: Option<NodeId>, one: &Type| {
            node.map(|node| documents[one.document as usize].value(node))
        };
        let (a_value, b_value) = (objects(a.node, a), objects(b.node, b));
        if properties(a_value, reserved(&a.shape)) != properties(b_value, reserved(&b.shape)) {
            return false;
        }
        let fits = match (&a.shape, &b.shape) {
            (Shape::Primitive(a), Shape::Primitive(b)) => a == b,
            (Shape::Array(a), Shape::Array(b)) | (Shape::Map(a), Shape::Map(b)) => {
                pairs.push((a.to, b.to));
                true
            }
            (Shape::Union(a), Shape::Union(b)) => {
                let targets = |links: &[Link]| links.iter().map(|link| link.to).collect::<Vec<_>>();
                pairs.extend(targets(a).into_iter().zip(targets(b)));
                a.len() == b.len()
            }
            (Shape::Fixed(a), Shape::Fixed(b)) => a.named.name == b.named.name && a.size == b.size,
            (Shape::Enum(a), Shape::Enum(b)) => {
                a.named.name == b.named.name && a.symbols == b.symbols
            }
            (Shape::Record(x), Shape::Record(y)) => {
                pairs.extend(
                    x.fields
                        .iter()
                        .zip(&y.fields)
                        .map(|(x, y)| (x.link.to, y.link.to)),
                );
                let field = |one: &Type, field: &Field| {
                    let document = &documents[one.document as usize];
                    (
                        field.name.clone(),
                        field
                            .default
                            .map(|default| text(|out| push_default(out, document, default))),
                        field.order,
                        properties(Some(document.value(field.node)), &FIELD_RESERVED),
                    )
                };
                x.named.name == y.named.name
                    && x.fields.len() == y.fields.len()
                    && x.fields
                        .iter()
                        .zip(&y.fields)
                        .all(|(x, y)| field(a, x) == field(b, y))
            }
            _ => false,
        };
        if !fits {
            return false;
        }
    }
    true
}

/// The properties of an object in the order of their names, their values without spaces.
fn properties(value: Option<Value<'_>>, reserved: &[&str]) -> Vec<(String, String)> {
    let members = value.and_then(Value::as_object).into_iter().flatten();
    let mut properties: Vec<_> = members
        .filter(|member| !reserved.contains(&member.name))
        .map(|member| {
            (
                member.name.to_owned(),
                text(|out| push_value(out, member.value)),
            )
        })
        .collect();
    properties.sort();
    properties
}

fn text(push: impl FnOnce(&mut String)) -> String {
    let mut out = String::new();
    push(&mut out);
    out
}
