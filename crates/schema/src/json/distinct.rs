//! Which parts of a combined schema are the same schema: the registry leaves repetitions out before it compares.

use super::draft::Draft;
use super::model::{Beyond, NUMBER_KEYWORDS, Node, NodeId, Place, STRING_KEYWORDS, Shape};
use super::number::Number;
use super::value::canonical;
use crate::json_text::Document;
use std::collections::{HashMap, HashSet};
use std::fmt::{Debug, Write as _};
use std::hash::{DefaultHasher, Hash, Hasher};

/// Fills in [`super::model::Combined::distinct`].
pub(super) fn mark_distinct(nodes: &mut [Node], documents: &[Document], draft: Draft) {
    let several = nodes.iter().filter_map(|node| match &node.shape {
        Shape::Combined(combined) if combined.parts.len() > 1 => Some(&combined.parts),
        _ => None,
    });
    let open: Vec<NodeId> = several.flatten().copied().collect();
    if open.is_empty() {
        return;
    }
    let classes = Printer { documents, draft }.classes(nodes, open);
    for node in nodes {
        if let Shape::Combined(combined) = &mut node.shape
            && combined.parts.len() > 1
        {
            let mut seen = HashSet::new();
            let parts = combined.parts.iter().copied();
            combined.distinct = parts
                .filter(|part| seen.insert(classes[part.0 as usize]))
                .collect();
        }
    }
}

/// Says whether two schemas would be printed the same.
struct Printer<'a> {
    documents: &'a [Document],
    draft: Draft,
}

impl Printer<'_> {
    /// A number for each of some nodes, the same for those that would be printed the same.
    fn classes(&self, nodes: &[Node], mut open: Vec<NodeId>) -> Vec<u32> {
        const UNKNOWN: u32 = u32::MAX;
        let mut classes = vec![UNKNOWN; nodes.len()];
        let mut known: HashMap<String, u32> = HashMap::new();
        let mut inner = Vec::new();
        while let Some(id) = open.last().copied() {
            let at = id.0 as usize;
            if classes[at] != UNKNOWN {
                open.pop();
                continue;
            }
            inner.clear();
            children(&nodes[at].shape, &mut inner);
            inner.retain(|child| classes[child.0 as usize] == UNKNOWN);
            if inner.is_empty() {
                let next = known.len() as u32;
                let print = print(&nodes[at], &classes, self.rest(&nodes[at]));
                classes[at] = *known.entry(print).or_insert(next);
                open.pop();
            } else {
                open.append(&mut inner);
            }
        }
        classes
    }

    /// What the parser does not know of a schema's keywords is printed too.
    fn rest(&self, node: &Node) -> Option<u64> {
        let families: [&[&str]; 5] = [
            self.draft.object_keywords(),
            self.draft.array_keywords(),
            self.draft.other_keywords(),
            &NUMBER_KEYWORDS,
            &STRING_KEYWORDS,
        ];
        let read = |name: &str| {
            families.iter().any(|family| family.contains(&name))
                || ["title", "description", "default", self.draft.id_keyword()].contains(&name)
        };
        let Place {
            document, value, ..
        } = node.place;
        let members = self.documents[document as usize].value(value).as_object()?;
        let mut rest: Vec<_> = members
            .filter(|member| node.whole && !read(member.name))
            .collect();
        rest.sort_by_key(|member| member.name);
        let mut hasher = DefaultHasher::new();
        for member in &rest {
            (member.name, canonical(member.value)).hash(&mut hasher);
        }
        (!rest.is_empty()).then(|| hasher.finish())
    }
}

/// The schemas that are written inside a schema.
fn children(shape: &Shape, out: &mut Vec<NodeId>) {
    match shape {
        Shape::Not(inner) => out.push(*inner),
        Shape::Combined(combined) => out.extend(&combined.parts),
        Shape::Conditional(schemas) => out.extend(schemas),
        Shape::Array(array) => {
            out.extend(&array.tuple);
            out.extend(
                [
                    array.all,
                    array.contains,
                    array.additional.schema,
                    array.unevaluated.schema,
                ]
                .iter()
                .flatten(),
            );
        }
        Shape::Object(object) => {
            out.extend(object.properties.iter().map(|property| property.schema));
            out.extend(object.patterns.iter().map(|(_, schema)| *schema));
            out.extend(object.dependent_schemas.iter().map(|(_, schema)| *schema));
            out.extend(
                [
                    object.additional.schema,
                    object.unevaluated.schema,
                    object.property_names,
                ]
                .iter()
                .flatten(),
            );
        }
        Shape::Empty
        | Shape::True
        | Shape::False
        | Shape::Reference { .. }
        | Shape::Enum(_)
        | Shape::Const(_)
        | Shape::Number(_)
        | Shape::String(_)
        | Shape::Boolean
        | Shape::Null => {}
    }
}

/// A text for a node, given those of its children.
fn print(node: &Node, classes: &[u32], rest: Option<u64>) -> String {
    let mut out = String::new();
    put(&mut out, &(&node.note, rest));
    let class = |id: NodeId| classes[id.0 as usize];
    let beyond = |beyond: Beyond| (beyond.permitted, beyond.schema.map(class));
    let number = |number: &Option<Number>| number.as_ref().map(Number::key);
    match &node.shape {
        Shape::Reference { written, .. } => put(&mut out, &("reference", written)),
        Shape::Not(inner) => put(&mut out, &("not", class(*inner))),
        Shape::Combined(combined) => {
            let parts: Vec<u32> = combined.parts.iter().copied().map(class).collect();
            put(&mut out, &(combined.criterion, parts));
        }
        Shape::Conditional(schemas) => {
            let schemas: Vec<u32> = schemas.iter().copied().map(class).collect();
            put(&mut out, &("if", schemas));
        }
        Shape::Array(array) => {
            put(
                &mut out,
                &(
                    "array",
                    array.typed,
                    array.unique,
                    array.min_items,
                    array.max_items,
                ),
            );
            put(&mut out, &(array.all.map(class), array.contains.map(class)));
            put(
                &mut out,
                &array.tuple.iter().copied().map(class).collect::<Vec<_>>(),
            );
            put(
                &mut out,
                &(beyond(array.additional), beyond(array.unevaluated)),
            );
            put(
                &mut out,
                &(number(&array.min_contains), number(&array.max_contains)),
            );
        }
        Shape::Object(object) => {
            put(
                &mut out,
                &(
                    "object",
                    object.typed,
                    object.min_properties,
                    object.max_properties,
                ),
            );
            let mut properties: Vec<_> = object
                .properties
                .iter()
                .map(|property| (&property.name, class(property.schema)))
                .collect();
            properties.sort();
            put(&mut out, &properties);
            let mut patterns: Vec<_> = object
                .patterns
                .iter()
                .map(|(pattern, schema)| (pattern.text(), class(*schema)))
                .collect();
            patterns.sort_unstable();
            put(
                &mut out,
                &(patterns, &object.required, object.property_names.map(class)),
            );
            put(
                &mut out,
                &(beyond(object.additional), beyond(object.unevaluated)),
            );
            let mut lists: Vec<_> = object.dependent_required.iter().collect();
            lists.sort();
            let mut schemas: Vec<_> = object
                .dependent_schemas
                .iter()
                .map(|(name, schema)| (name, class(*schema)))
                .collect();
            schemas.sort();
            put(&mut out, &(lists, schemas));
        }
        Shape::Number(shape) => {
            put(
                &mut out,
                &("number", shape.typed, shape.integer, shape.exclusive_flags),
            );
            let bounds = [
                &shape.minimum,
                &shape.maximum,
                &shape.exclusive_minimum,
                &shape.exclusive_maximum,
                &shape.multiple_of,
            ];
            put(&mut out, &bounds.map(number));
        }
        Shape::String(shape) => {
            put(
                &mut out,
                &("string", shape.typed, shape.min_length, shape.max_length),
            );
            put(&mut out, &(&shape.pattern, &shape.format));
        }
        leaf @ (Shape::Empty
        | Shape::True
        | Shape::False
        | Shape::Enum(_)
        | Shape::Const(_)
        | Shape::Boolean
        | Shape::Null) => put(&mut out, leaf),
    }
    out
}

fn put(out: &mut String, value: &impl Debug) {
    // Writing to a string cannot fail.
    let _ = write!(out, "{value:?}");
}
