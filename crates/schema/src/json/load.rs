//! Makes the model of a text, node by node from a queue, so that no depth of nesting can exhaust the stack.

mod families;
mod keywords;
mod parts;
mod references;

use super::draft::Draft;
use super::model::{Combined, Criterion, Node, NodeId, Place, Shape};
use super::uri;
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
    dynamic: HashMap<Spot, Spot>,
    nodes: Vec<Node>,
    tasks: VecDeque<Task>,
    diagnostics: Vec<Diagnostic>,
}

/// Each target of a reference is read for itself, as the registry's parsers do; this bounds what that can grow to.
const MAX_NODES: usize = 1_000_000;

/// A value in one of the documents.
pub(super) type Spot = (u32, json_text::NodeId);

/// What was read.
pub(super) struct Loaded {
    pub(super) nodes: Vec<Node>,
    /// Where `$dynamicRef` and `$recursiveRef` lead, by the schemas that have them.
    pub(super) dynamic: HashMap<Spot, Spot>,
}

/// Reads the first document as a schema, the others as what it may refer to under the URI of the same number.
pub(super) fn load(
    documents: &[Document],
    uris: &[&str],
    draft: Draft,
    strictness: Strictness,
) -> Result<Loaded, Vec<Diagnostic>> {
    let mut loader = Loader {
        draft,
        strictness,
        documents,
        references: References::new(draft, documents, uris),
        targets: HashMap::new(),
        dynamic: HashMap::new(),
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
        if loader.nodes.len() > MAX_NODES {
            let message = "With all that it refers to, this schema is too large.".to_owned();
            let span = root.span();
            return Err(vec![Diagnostic { span, message }]);
        }
    }
    if !loader.diagnostics.is_empty() {
        loader
            .diagnostics
            .sort_by_key(|diagnostic| (diagnostic.span.start, diagnostic.span.end));
        loader.diagnostics.dedup();
        return Err(loader.diagnostics);
    }
    Ok(Loaded {
        nodes: loader.nodes,
        dynamic: loader.dynamic,
    })
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
            whole: false,
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
                        combined(Criterion::All, parts)
                    }
                };
                self.nodes[at].note = note;
                self.nodes[at].whole = !alone;
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
