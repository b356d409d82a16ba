mod definition;

use std::collections::HashMap;
use std::rc::Rc;

use super::faults::Faults;
use super::model::{Default, Link, Place, Primitive, Schema, Shape, Type, TypeId};
use super::{Source, default, number, redefinition, union};
use crate::diagnostic::Diagnostic;
use crate::json_text::{Dialect, Document, Kind, Value};
use crate::options::Strictness;
use crate::position::Span;

/// Avro lets comments through; the depth is Jackson's limit.
const DIALECT: Dialect = Dialect {
    comments: true,
    trailing: false,
    max_depth: 1_000,
};

/// Where a link leads until its target has been read.
const UNREAD: TypeId = TypeId(0);

pub(super) fn parse(source: Source<'_>, strictness: Strictness) -> Result<Schema, Vec<Diagnostic>> {
    let mut faults = Faults::new(source);
    let documents = read(source, &mut faults);
    if !faults.is_empty() {
        return Err(faults.into_diagnostics());
    }
    let mut parser = Parser {
        documents: &documents,
        strict: strictness == Strictness::Strict,
        types: vec![Type {
            shape: Shape::Primitive(Primitive::Null),
            document: 0,
            node: None,
        }],
        roots: Vec::new(),
        names: HashMap::new(),
        tasks: Vec::new(),
        faults: &mut faults,
    };
    for document in (1..documents.len()).chain([0]) {
        parser.document(document as u32);
    }
    parser.resolve();
    let Parser {
        types, mut roots, ..
    } = parser;
    let Some(root) = roots.pop().filter(|_| faults.is_empty()) else {
        return Err(faults.into_diagnostics());
    };
    let referenced = roots
        .iter()
        .filter_map(|link| types[link.to.0 as usize].shape.named())
        .map(|named| named.name.full.clone())
        .collect();
    let schema = Schema {
        documents,
        types,
        root,
        referenced,
    };
    union::check(&schema, &mut faults);
    if strictness == Strictness::Strict {
        default::check(&schema, &mut faults);
    }
    if faults.is_empty() {
        Ok(schema)
    } else {
        Err(faults.into_diagnostics())
    }
}

/// Reads the JSON of the text and of its references.
fn read(source: Source<'_>, faults: &mut Faults<'_>) -> Vec<Document> {
    let references = source.references.iter().map(|reference| reference.text);
    let mut documents = Vec::new();
    for (index, text) in [source.text].into_iter().chain(references).enumerate() {
        match Document::read(text, DIALECT) {
            Ok(document) => documents.push(document),
            Err(diagnostics) => {
                for Diagnostic { span, message } in diagnostics {
                    let document = index as u32;
                    faults.push(Place { document, span }, message);
                }
            }
        }
    }
    documents
}

struct Parser<'d, 'r, 's> {
    documents: &'d [Document],
    strict: bool,
    types: Vec<Type>,
    /// One of each document that has been parsed, the text's own last.
    roots: Vec<Link>,
    /// Types whose definition is complete, by full name.
    names: HashMap<String, TypeId>,
    tasks: Vec<Task<'d>>,
    faults: &'r mut Faults<'s>,
}

enum Task<'d> {
    /// Read a type in a namespace, and let a link lead to it.
    Read(Value<'d>, Option<Rc<str>>, Slot),
    /// All inside a named type has been read.
    Finish(TypeId),
}

/// Which link a type is read for.
#[derive(Clone, Copy)]
enum Slot {
    Root,
    Inside(TypeId),
    Branch(TypeId, usize),
    Field(TypeId, usize),
}

/// The document that is being parsed.
#[derive(Clone, Copy)]
struct Here(u32);

impl Here {
    fn place(self, span: Span) -> Place {
        Place {
            document: self.0,
            span,
        }
    }

    /// The first byte of a value, for what an object lacks.
    fn start(self, value: Value<'_>) -> Place {
        let start = value.span().start;
        self.place(Span {
            start,
            end: start + 1,
        })
    }
}

impl<'d> Parser<'d, '_, '_> {
    fn document(&mut self, document: u32) {
        let here = Here(document);
        let root = self.documents[document as usize].root();
        self.roots.push(Link {
            to: UNREAD,
            place: here.place(root.span()),
            late: false,
        });
        self.tasks.push(Task::Read(root, None, Slot::Root));
        while let Some(task) = self.tasks.pop() {
            match task {
                Task::Read(value, space, slot) => self.read(here, value, space, slot),
                Task::Finish(id) => self.finish(here, id),
            }
        }
    }

    fn read(&mut self, here: Here, value: Value<'d>, space: Option<Rc<str>>, slot: Slot) {
        match value.kind() {
            Kind::String(name) => {
                let to = self.find(name, space.as_deref());
                self.link(slot, to, here.place(value.span()));
            }
            Kind::Object(_) => self.object(here, value, space, slot),
            Kind::Array(items) => {
                let place = here.place(value.span());
                let link = Link {
                    to: UNREAD,
                    place,
                    late: false,
                };
                let id = self.add(here, Shape::Union(vec![link; items.len()]), None);
                self.link(slot, id, place);
                let tasks = items.enumerate();
                let tasks: Vec<_> = tasks
                    .map(|(at, item)| Task::Read(item, space.clone(), Slot::Branch(id, at)))
                    .collect();
                self.tasks.extend(tasks.into_iter().rev());
            }
            Kind::Null | Kind::Bool(_) | Kind::Number(_) => {
                let message = format!(
                    "expected a type: a name, an object or a union, found `{}`",
                    value.text()
                );
                self.faults.push(here.place(value.span()), message);
            }
        }
    }

    fn object(&mut self, here: Here, value: Value<'d>, space: Option<Rc<str>>, slot: Slot) {
        let Some(type_value) = value.get("type") else {
            self.faults
                .push(here.start(value), "this type has no `type`");
            return;
        };
        let place = here.place(type_value.span());
        let Some(type_name) = type_value.as_str() else {
            self.faults.push(
                place,
                "here `type` is a name: write what it holds in the place of this object",
            );
            return;
        };
        let node = Some(value.id());
        let id = match type_name {
            "record" | "error" => self.record(here, value, space, type_name == "error"),
            "enum" => self.enumeration(here, value, space),
            "fixed" => self.fixed(here, value, space),
            "array" | "map" => {
                let key = if type_name == "array" {
                    "items"
                } else {
                    "values"
                };
                let link = Link {
                    to: UNREAD,
                    place,
                    late: false,
                };
                let shape = if type_name == "array" {
                    Shape::Array(link)
                } else {
                    Shape::Map(link)
                };
                let id = self.add(here, shape, node);
                match value.get(key) {
                    Some(inside) => self.tasks.push(Task::Read(inside, space, Slot::Inside(id))),
                    None => self
                        .faults
                        .push(place, format!("this {type_name} has no `{key}`")),
                }
                id
            }
            _ => match Primitive::named(type_name) {
                Some(primitive) => self.add(here, Shape::Primitive(primitive), node),
                None => self.find(type_name, space.as_deref()),
            },
        };
        self.link(slot, id, place);
    }

    /// As Avro's `ParseContext.find`: by the full name, then as it is written; what is not known yet is looked up by
    /// its full name when all has been read.
    fn find(&mut self, name: &str, space: Option<&str>) -> TypeId {
        if let Some(primitive) = Primitive::named(name) {
            return self.add(Here(0), Shape::Primitive(primitive), None);
        }
        let full = match space {
            Some(space) if !name.contains('.') => format!("{space}.{name}"),
            _ => name.to_owned(),
        };
        let known = self
            .names
            .get(&full)
            .or_else(|| self.names.get(name))
            .copied();
        known.unwrap_or_else(|| self.add(Here(0), Shape::Unresolved(full), None))
    }

    fn add(&mut self, here: Here, shape: Shape, node: Option<crate::json_text::NodeId>) -> TypeId {
        let id = TypeId(self.types.len() as u32);
        self.types.push(Type {
            shape,
            document: here.0,
            node,
        });
        id
    }

    fn link(&mut self, slot: Slot, to: TypeId, place: Place) {
        let slot = match slot {
            Slot::Root => self.roots.last_mut(),
            Slot::Inside(id) => self.links_of(id).into_iter().next(),
            Slot::Branch(id, at) => match &mut self.types[id.0 as usize].shape {
                Shape::Union(links) => links.get_mut(at),
                _ => None,
            },
            Slot::Field(id, at) => match &mut self.types[id.0 as usize].shape {
                Shape::Record(record) => record.fields.get_mut(at).map(|field| &mut field.link),
                _ => None,
            },
        };
        if let Some(slot) = slot {
            *slot = Link {
                to,
                place,
                late: false,
            };
        }
    }

    fn links_of(&mut self, id: TypeId) -> Vec<&mut Link> {
        self.types[id.0 as usize].shape.links_mut()
    }

    /// A named type is known from its end on: inside itself it is not.
    fn finish(&mut self, here: Here, id: TypeId) {
        self.read_doubles(id);
        let one = &self.types[id.0 as usize];
        let (Some(named), Some(node)) = (one.shape.named(), one.node) else {
            return;
        };
        let full = named.name.full.clone();
        match self.names.get(&full) {
            None => {
                self.names.insert(full, id);
            }
            Some(first) => {
                if !redefinition::same(self.documents, &self.types, *first, id) {
                    let value = self.documents[here.0 as usize].value(node);
                    let place = value
                        .get("name")
                        .map_or(here.start(value), |name| here.place(name.span()));
                    self.faults.push(
                        place,
                        format!("`{full}` is defined already, and not like this"),
                    );
                }
            }
        }
    }

    /// A default of a `float` or a `double` may be a string that holds a number.
    fn read_doubles(&mut self, id: TypeId) {
        let document = self.types[id.0 as usize].document;
        let Shape::Record(record) = &self.types[id.0 as usize].shape else {
            return;
        };
        let mut found = Vec::new();
        for (at, field) in record.fields.iter().enumerate() {
            let target = &self.types[field.link.to.0 as usize].shape;
            if let (
                Shape::Primitive(Primitive::Float | Primitive::Double),
                Some(Default::Json(node)),
            ) = (target, field.default)
            {
                let value = self.documents[document as usize].value(node);
                if let Some(text) = value.as_str() {
                    let number = number::parse_double(text);
                    if number.is_none() {
                        let span = value.span();
                        self.faults.push(
                            Place { document, span },
                            format!("the default `{text}` is no number"),
                        );
                    }
                    found.push((at, number.unwrap_or_default()));
                }
            }
        }
        if let Shape::Record(record) = &mut self.types[id.0 as usize].shape {
            for (at, number) in found {
                record.fields[at].default = Some(Default::Double(number));
            }
        }
    }

    /// Lets the links that lead to names lead to what has the names.
    fn resolve(&mut self) {
        let mut targets: HashMap<TypeId, (TypeId, bool)> = HashMap::new();
        for (at, one) in self.types.iter().enumerate() {
            if let Shape::Unresolved(name) = &one.shape {
                let target = self.names.get(name).copied();
                targets.insert(
                    TypeId(at as u32),
                    (target.unwrap_or(UNREAD), target.is_some()),
                );
            }
        }
        let mut unknown: Vec<(Place, TypeId)> = Vec::new();
        let inside = self.types.iter_mut().flat_map(|one| one.shape.links_mut());
        for link in inside.chain(&mut self.roots) {
            if let Some((target, known)) = targets.get(&link.to) {
                if !known {
                    unknown.push((link.place, link.to));
                }
                link.to = *target;
                link.late = true;
            }
        }
        unknown.sort_by_key(|(place, _)| (place.document, place.span.start));
        for (place, id) in unknown {
            if let Shape::Unresolved(name) = &self.types[id.0 as usize].shape {
                self.faults
                    .push(place, format!("no type is called `{name}`"));
            }
        }
    }
}
