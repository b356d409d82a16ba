//! Makes the model of a text, node by node from a queue, so that no depth of nesting can exhaust the stack.

mod families;
mod keywords;
mod references;

use super::draft::Draft;
use super::model::{
    Combined, Criterion, NUMBER_KEYWORDS, Node, NodeId, Note, Place, STRING_KEYWORDS, Shape,
};
use super::uri;
use super::value::{canonical, push_canonical};
use crate::diagnostic::Diagnostic;
use crate::json_text::{self, Document, Kind, Member, Value};
use crate::options::Strictness;
use crate::position::Span;
use keywords::Keywords;
use references::References;
use std::collections::{HashMap, VecDeque};
use std::rc::Rc;

/// A schema that is yet to be read.
#[derive(Debug, Clone)]
struct Task {
    node: NodeId,
    place: Place,
    /// The URI that references in it are relative to.
    base: Rc<str>,
}

pub(super) struct Loader<'d> {
    draft: Draft,
    strictness: Strictness,
    documents: &'d [Document],
    references: References<'d>,
    /// Schemas that a `$ref` leads to, by the URI that it resolves to.
    targets: HashMap<String, NodeId>,
    nodes: Vec<Node>,
    tasks: VecDeque<Task>,
    diagnostics: Vec<Diagnostic>,
}

/// Reads the first document as a schema, the others as what it may refer to under the URI of the same number.
pub(super) fn load(
    documents: &[Document],
    uris: &[&str],
    draft: Draft,
    strictness: Strictness,
) -> Result<Vec<Node>, Vec<Diagnostic>> {
    let mut loader = Loader {
        draft,
        strictness,
        documents,
        references: References::new(draft, documents, uris),
        targets: HashMap::new(),
        nodes: Vec::new(),
        tasks: VecDeque::new(),
        diagnostics: Vec::new(),
    };
    let root = documents[0].root();
    let place = Place {
        document: 0,
        value: root.id(),
        name: None,
        via: None,
    };
    let base: Rc<str> = if draft.is_modern() {
        "mem://input".into()
    } else {
        "".into()
    };
    let node = loader.enqueue(place, &base);
    if draft.is_modern() {
        let base = loader.scope(root, &base);
        loader
            .targets
            .insert(uri::split_fragment(&base).0.to_owned(), node);
        loader.load_definitions(root, &base);
    }
    while let Some(task) = loader.tasks.pop_front() {
        loader.load_node(&task);
    }
    if !loader.diagnostics.is_empty() {
        loader
            .diagnostics
            .sort_by_key(|diagnostic| (diagnostic.span.start, diagnostic.span.end));
        loader.diagnostics.dedup();
        return Err(loader.diagnostics);
    }
    Ok(loader.nodes)
}

impl<'d> Loader<'d> {
    fn value(&self, place: Place) -> Value<'d> {
        self.documents[place.document as usize].value(place.value)
    }

    /// Where to show something of a document: in a reference, the `$ref` that led there.
    fn report(&mut self, place: Place, span: Span, message: String) {
        let span = place.via.unwrap_or(span);
        self.diagnostics.push(Diagnostic { span, message });
    }

    /// Makes a node without content.
    fn push(&mut self, shape: Shape, place: Place) -> NodeId {
        let id = NodeId(self.nodes.len() as u32);
        self.nodes.push(Node {
            shape,
            note: None,
            place,
        });
        id
    }

    /// Makes a node that is filled later.
    fn enqueue(&mut self, place: Place, base: &Rc<str>) -> NodeId {
        let node = self.push(Shape::Empty, place);
        self.tasks.push_back(Task {
            node,
            place,
            base: Rc::clone(base),
        });
        node
    }

    /// The URI that references in a schema are relative to.
    fn scope(&self, value: Value<'_>, base: &Rc<str>) -> Rc<str> {
        match value.get(self.draft.id_keyword()).and_then(Value::as_str) {
            Some(id) => uri::resolve(base, id).into(),
            None => Rc::clone(base),
        }
    }

    /// json-sKema reads what `$defs` holds whether it is used or not; the registry adds the root's `definitions`.
    fn load_definitions(&mut self, root: Value<'d>, base: &Rc<str>) {
        for member in root
            .get("definitions")
            .and_then(Value::as_object)
            .into_iter()
            .flatten()
        {
            self.enqueue(place_of(0, member, None), base);
        }
    }

    fn load_node(&mut self, task: &Task) {
        let value = self.value(task.place);
        let at = task.node.0 as usize;
        match value.kind() {
            Kind::Bool(true) => self.nodes[at].shape = Shape::True,
            Kind::Bool(false) => self.nodes[at].shape = Shape::False,
            Kind::Object(_) => {
                let base = self.scope(value, &task.base);
                let mut keywords = Keywords {
                    loader: self,
                    value,
                    place: task.place,
                    base,
                };
                let mut parts = keywords.parts();
                // A reference of drafts 4 to 7 stands alone: what is written beside it counts for nothing.
                let alone = !keywords.loader.draft.is_modern()
                    && matches!(parts.first(), Some(Shape::Reference { .. }));
                let note = if alone { None } else { keywords.note() };
                self.nodes[at].shape = match parts.len() {
                    0 => Shape::Empty,
                    1 => parts.swap_remove(0),
                    _ => {
                        let parts = parts
                            .into_iter()
                            .map(|part| self.push(part, task.place))
                            .collect();
                        combined(Criterion::AllOf, parts)
                    }
                };
                self.nodes[at].note = note;
            }
            _ => self.report(
                task.place,
                value.span(),
                "A schema is an object, or true or false.".to_owned(),
            ),
        }
    }
}

fn combined(criterion: Criterion, parts: Vec<NodeId>) -> Shape {
    Shape::Combined(Combined {
        criterion,
        distinct: parts.clone(),
        parts,
    })
}

fn place_of(document: u32, member: Member<'_>, via: Option<Span>) -> Place {
    Place {
        document,
        value: member.value.id(),
        name: Some(member.name_span),
        via,
    }
}

impl<'d> Keywords<'_, 'd> {
    /// What the schema asserts, part by part.
    fn parts(&mut self) -> Vec<Shape> {
        let draft = self.loader.draft;
        let mut parts = Vec::new();
        if let Some(reference) = self.reference() {
            parts.push(reference);
            if !draft.is_modern() {
                return parts;
            }
        }
        if let Some(items) = self.array("enum") {
            parts.push(Shape::Enum(
                items.map(|item| canonical(item).into()).collect(),
            ));
        }
        for (keyword, criterion) in [
            ("allOf", Criterion::AllOf),
            ("anyOf", Criterion::AnyOf),
            ("oneOf", Criterion::OneOf),
        ] {
            if let Some(items) = self.array(keyword) {
                let schemas = items.map(|item| self.item(item)).collect();
                parts.push(combined(criterion, schemas));
            }
        }
        if let Some(schema) = self.schema("not") {
            parts.push(Shape::Not(schema));
        }
        if draft != Draft::Four
            && let Some(member) = self.value.member("const")
        {
            parts.push(Shape::Const(canonical(member.value).into()));
        }
        self.typed_parts(&mut parts);
        if self.has_any(&["if"]) || (draft == Draft::Seven && self.has_any(&["then", "else"])) {
            if matches!(draft, Draft::Seven | Draft::Modern) {
                let schemas = ["if", "then", "else"]
                    .into_iter()
                    .filter_map(|keyword| self.schema(keyword));
                parts.push(Shape::Conditional(schemas.collect()));
            }
        }
        if draft.is_modern() {
            let definitions = self.object("$defs").into_iter().flatten();
            definitions.for_each(|member| {
                self.member(member);
            });
        }
        parts
    }

    /// The typed schemas, and untyped ones for the keywords of other types.
    fn typed_parts(&mut self, parts: &mut Vec<Shape>) {
        let mut named: Vec<&str> = Vec::new();
        if let Some(member) = self.value.member("type") {
            match member.value.kind() {
                Kind::String(name) => {
                    named.push(name);
                    parts.extend(self.typed(name, member.value));
                }
                Kind::Array(items) => {
                    let mut alternatives = Vec::new();
                    for item in items {
                        let Some(name) = item.as_str() else {
                            self.report(item, "The name of a type is a string.");
                            continue;
                        };
                        named.push(name);
                        if let Some(shape) = self.typed(name, item) {
                            alternatives.push(self.loader.push(shape, self.place));
                        }
                    }
                    let single = self.loader.draft.is_modern() && alternatives.len() == 1;
                    parts.push(if single {
                        self.loader.nodes[alternatives[0].0 as usize].shape.clone()
                    } else {
                        combined(Criterion::AnyOf, alternatives)
                    });
                }
                _ => self.report(
                    member.value,
                    "`type` is the name of a type, or a list of such names.",
                ),
            }
        }
        let is = |names: &[&str]| named.iter().any(|name| names.contains(name));
        let draft = self.loader.draft;
        let untyped = [
            (is(&["array"]), draft.array_keywords(), "array"),
            (is(&["object"]), draft.object_keywords(), "object"),
            (
                is(&["number", "integer"]),
                NUMBER_KEYWORDS.as_slice(),
                "number",
            ),
            (is(&["string"]), STRING_KEYWORDS.as_slice(), "string"),
        ];
        for (read, keywords, name) in untyped {
            // json-sKema makes nothing of `format`, but to validate.
            let keywords = if draft.is_modern() && name == "string" {
                &keywords[..3]
            } else {
                keywords
            };
            if !read && self.has_any(keywords) {
                parts.extend(self.family(name, false));
            }
        }
    }

    fn typed(&mut self, name: &str, at: Value<'d>) -> Option<Shape> {
        let shape = self.family(name, true);
        if shape.is_none() {
            self.report(at, &format!("There is no type `{name}`."));
        }
        shape
    }

    fn family(&mut self, name: &str, typed: bool) -> Option<Shape> {
        Some(match name {
            "string" => Shape::String(Box::new(self.string_shape(typed))),
            "integer" => Shape::Number(Box::new(self.number_shape(typed, true))),
            "number" => Shape::Number(Box::new(self.number_shape(typed, false))),
            "boolean" => Shape::Boolean,
            "null" => Shape::Null,
            "array" => Shape::Array(Box::new(self.array_shape(typed))),
            "object" => Shape::Object(Box::new(self.object_shape(typed))),
            _ => return None,
        })
    }

    fn note(&mut self) -> Option<Box<Note>> {
        let draft = self.loader.draft;
        let note = Note {
            // json-sKema does not keep it.
            id: if draft.is_modern() {
                None
            } else {
                self.text(draft.id_keyword()).map(Into::into)
            },
            title: self.text("title").map(Into::into),
            description: self.text("description").map(Into::into),
            default: self
                .value
                .get("default")
                .map(|value| canonical(value).into()),
            connect_bytes: self.value.get("connect.type").and_then(Value::as_str) == Some("bytes"),
            rest: self.rest(),
        };
        (note != Note::default()).then(|| Box::new(note))
    }

    fn rest(&self) -> Option<Box<str>> {
        let draft = self.loader.draft;
        let families: [&[&str]; 4] = [
            draft.object_keywords(),
            draft.array_keywords(),
            &NUMBER_KEYWORDS,
            &STRING_KEYWORDS,
        ];
        let read = |name: &str| {
            families.iter().any(|family| family.contains(&name))
                || draft.other_keywords().contains(&name)
                || ["title", "description", "default", draft.id_keyword()].contains(&name)
        };
        let mut rest: Vec<_> = self
            .value
            .as_object()?
            .filter(|member| !read(member.name))
            .collect();
        rest.sort_by_key(|member| member.name);
        let mut text = String::new();
        for member in rest {
            json_text::push_string(&mut text, member.name);
            push_canonical(&mut text, member.value);
        }
        (!text.is_empty()).then(|| text.into())
    }
}
