use std::collections::HashMap;
use std::rc::Rc;

use super::model::{
    Default, Enum, Field, Fixed, Link, Named, Order, Place, Primitive, Record, Schema, Shape, Type,
    TypeId,
};
use super::name::{self, Name};
use super::report::Report;
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

/// The largest `fixed` for which Avro's Java makes an array.
const MAX_SIZE: i32 = i32::MAX - 8;

/// Where a link leads until its target has been read.
const UNREAD: TypeId = TypeId(0);

pub(super) fn parse(source: Source<'_>, strictness: Strictness) -> Result<Schema, Vec<Diagnostic>> {
    let mut report = Report::new(source);
    let documents = read(source, &mut report);
    if !report.is_empty() {
        return Err(report.into_diagnostics());
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
        report: &mut report,
    };
    for document in (1..documents.len()).chain([0]) {
        parser.document(document as u32);
    }
    parser.resolve();
    let Parser {
        types, mut roots, ..
    } = parser;
    let Some(root) = roots.pop().filter(|_| report.is_empty()) else {
        return Err(report.into_diagnostics());
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
    union::check(&schema, &mut report);
    if strictness == Strictness::Strict {
        default::check(&schema, &mut report);
    }
    if report.is_empty() {
        Ok(schema)
    } else {
        Err(report.into_diagnostics())
    }
}

/// Reads the JSON of the text and of its references.
fn read(source: Source<'_>, report: &mut Report<'_>) -> Vec<Document> {
    let references = source.references.iter().map(|reference| reference.text);
    let mut documents = Vec::new();
    for (index, text) in [source.text].into_iter().chain(references).enumerate() {
        match Document::read(text, DIALECT) {
            Ok(document) => documents.push(document),
            Err(diagnostics) => {
                for Diagnostic { span, message } in diagnostics {
                    let document = index as u32;
                    report.push(Place { document, span }, message);
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
    report: &'r mut Report<'s>,
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
                self.report.push(here.place(value.span()), message);
            }
        }
    }

    fn object(&mut self, here: Here, value: Value<'d>, space: Option<Rc<str>>, slot: Slot) {
        let Some(type_value) = value.get("type") else {
            self.report
                .push(here.start(value), "this type has no `type`");
            return;
        };
        let place = here.place(type_value.span());
        let Some(type_name) = type_value.as_str() else {
            self.report.push(
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
                        .report
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

    fn record(
        &mut self,
        here: Here,
        value: Value<'d>,
        space: Option<Rc<str>>,
        error: bool,
    ) -> TypeId {
        let named = self.named(here, value, space.as_deref());
        let inside: Option<Rc<str>> = named.name.space.as_deref().map(Rc::from);
        let mut record = Record {
            named,
            error,
            fields: Vec::new(),
            by_name: HashMap::new(),
        };
        let id = TypeId(self.types.len() as u32);
        let mut tasks = vec![Task::Finish(id)];
        match value.get("fields") {
            None => self
                .report
                .push(here.start(value), "this record has no `fields`"),
            Some(fields) => match fields.as_array() {
                None => self
                    .report
                    .push(here.place(fields.span()), "`fields` must be a list"),
                Some(fields) => {
                    for field in fields {
                        let at = record.fields.len();
                        self.field(here, field, &mut record);
                        if let Some(type_value) = field.get("type") {
                            tasks.push(Task::Read(type_value, inside.clone(), Slot::Field(id, at)));
                        }
                    }
                }
            },
        }
        tasks[1..].reverse();
        self.tasks.extend(tasks);
        self.add(here, Shape::Record(record), Some(value.id()))
    }

    fn field(&mut self, here: Here, value: Value<'d>, record: &mut Record) {
        let name = value.get("name").and_then(Value::as_str);
        match name {
            None => self
                .report
                .push(here.start(value), "this field has no `name`"),
            Some(name) => {
                let place = value
                    .get("name")
                    .map_or(here.start(value), |name| here.place(name.span()));
                if let Some(fault) = name::fault(name).filter(|_| self.strict) {
                    self.report.push(place, fault);
                }
                if record
                    .by_name
                    .insert(name.to_owned(), record.fields.len())
                    .is_some()
                {
                    self.report
                        .push(place, format!("the record has a field `{name}` already"));
                }
            }
        }
        if value.get("type").is_none() {
            self.report
                .push(here.start(value), "this field has no `type`");
        }
        let order = match value.get("order") {
            None => Order::Ascending,
            Some(order) => match order.as_str().map(str::to_ascii_lowercase).as_deref() {
                Some("ascending") => Order::Ascending,
                Some("descending") => Order::Descending,
                Some("ignore") => Order::Ignore,
                _ => {
                    let message = "`order` is `ascending`, `descending` or `ignore`";
                    self.report.push(here.place(order.span()), message);
                    Order::Ascending
                }
            },
        };
        record.fields.push(Field {
            name: name.unwrap_or_default().to_owned(),
            node: value.id(),
            link: Link {
                to: UNREAD,
                place: here.start(value),
                late: false,
            },
            default: value
                .get("default")
                .map(|default| Default::Json(default.id())),
            aliases: self.aliases(here, value),
            order,
        });
    }

    fn enumeration(&mut self, here: Here, value: Value<'d>, space: Option<Rc<str>>) -> TypeId {
        let named = self.named(here, value, space.as_deref());
        let mut symbols: Vec<String> = Vec::new();
        let mut places: HashMap<&str, usize> = HashMap::new();
        match value.get("symbols") {
            None => self
                .report
                .push(here.start(value), "this enum has no `symbols`"),
            Some(list) => match list.as_array() {
                None => self
                    .report
                    .push(here.place(list.span()), "`symbols` must be a list"),
                Some(items) => {
                    for item in items {
                        let place = here.place(item.span());
                        let Some(symbol) = item.as_str() else {
                            self.report.push(place, "a symbol must be a string");
                            continue;
                        };
                        if let Some(fault) = name::fault(symbol).filter(|_| self.strict) {
                            self.report.push(place, fault);
                        }
                        if places.insert(symbol, symbols.len()).is_some() {
                            self.report
                                .push(place, format!("the enum has a symbol `{symbol}` already"));
                        }
                        symbols.push(symbol.to_owned());
                    }
                }
            },
        }
        let default = value
            .get("default")
            .and_then(|default| default.as_str().map(|text| (text, default)));
        if let Some((symbol, default)) = default
            && !places.contains_key(symbol)
        {
            let message = format!("the default `{symbol}` is none of the symbols");
            self.report.push(here.place(default.span()), message);
        }
        let shape = Shape::Enum(Enum {
            named,
            symbols,
            default: default.map(|(symbol, _)| symbol.to_owned()),
        });
        let id = self.add(here, shape, Some(value.id()));
        self.tasks.push(Task::Finish(id));
        id
    }

    fn fixed(&mut self, here: Here, value: Value<'d>, space: Option<Rc<str>>) -> TypeId {
        let named = self.named(here, value, space.as_deref());
        let size = match value.get("size") {
            None => {
                self.report
                    .push(here.start(value), "this fixed has no `size`");
                0
            }
            Some(size) => match size.as_number().and_then(|text| text.parse().ok()) {
                Some(size @ 0..=MAX_SIZE) => size,
                _ => {
                    let message = format!("`size` is a number of bytes from 0 to {MAX_SIZE}");
                    self.report.push(here.place(size.span()), message);
                    0
                }
            },
        };
        let shape = Shape::Fixed(Fixed { named, size });
        let id = self.add(here, shape, Some(value.id()));
        self.tasks.push(Task::Finish(id));
        id
    }

    fn named(&mut self, here: Here, value: Value<'d>, space: Option<&str>) -> Named {
        let space = value.get("namespace").and_then(Value::as_str).or(space);
        let written = value.get("name").and_then(Value::as_str);
        let name = Name::new(written.unwrap_or_default(), space);
        let place = value
            .get("name")
            .map_or(here.start(value), |name| here.place(name.span()));
        let fault = match written {
            None => Some("a type of this kind needs a `name`".to_owned()),
            Some(_) if Primitive::named(&name.full).is_some() => {
                Some(format!("`{}` is a type of Avro's own", name.full))
            }
            Some(_) if !name.full.is_empty() && name.full.chars().all(|char| char == '.') => {
                Some("a name cannot be dots alone".to_owned())
            }
            Some(_) => name.fault().filter(|_| self.strict),
        };
        if let Some(fault) = fault {
            self.report.push(place, fault);
        }
        let mut aliases: Vec<Name> = Vec::new();
        for written in self.aliases(here, value) {
            let alias = Name::new(&written, name.space.as_deref());
            if let Some(fault) = name::fault(&alias.simple).filter(|_| self.strict) {
                let place = value
                    .get("aliases")
                    .map_or(place, |list| here.place(list.span()));
                self.report.push(place, fault);
            }
            if !aliases.contains(&alias) {
                aliases.push(alias);
            }
        }
        Named { name, aliases }
    }

    fn aliases(&mut self, here: Here, value: Value<'d>) -> Vec<String> {
        let Some(list) = value.get("aliases") else {
            return Vec::new();
        };
        let Some(items) = list.as_array() else {
            self.report
                .push(here.place(list.span()), "`aliases` must be a list");
            return Vec::new();
        };
        let mut seen = std::collections::HashSet::new();
        let mut aliases = Vec::new();
        for item in items {
            match item.as_str() {
                None => self
                    .report
                    .push(here.place(item.span()), "an alias must be a string"),
                Some(alias) if seen.insert(alias) => aliases.push(alias.to_owned()),
                Some(_) => {}
            }
        }
        aliases
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
                    self.report.push(
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
                        self.report.push(
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
                self.report
                    .push(place, format!("no type is called `{name}`"));
            }
        }
    }
}
