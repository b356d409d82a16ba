//! Whether a schema allows a value, by the rules of its draft. `format` is checked where that is asked for, what is said
//! of content is not.

mod dynamic;
mod format;
mod keywords;
mod objects;
mod sample;

use std::cell::{Cell, RefCell};
use std::collections::{HashMap, HashSet};

use super::draft::Draft;
use super::model::Shape;
use super::{Schema, pattern::Pattern};
use crate::codec::Unwritable;
use crate::json_text::{Document, Kind, NodeId, Value};
use crate::options::Profile;
use crate::position::Span;
use dynamic::Dynamic;

/// How deep schemas may lead into one another, and values.
const DEEPEST: usize = 256;

/// How many pairs of a schema and a value are looked at.
const MOST: usize = 2_000_000;

/// A schema with what its references lead to.
#[derive(Debug)]
pub(super) struct Validator {
    documents: Vec<Document>,
    draft: Draft,
    /// Where the `$ref` of a schema leads.
    references: HashMap<Place, Place>,
    dynamic: Option<Dynamic>,
    patterns: std::sync::Mutex<HashMap<String, Pattern>>,
}

/// A schema in one of the documents.
type Place = (u32, NodeId);

/// What is being looked at.
#[derive(Clone, Copy)]
struct At<'v> {
    document: u32,
    schema: Value<'v>,
    value: Value<'v>,
}

/// Why a value is not allowed. In a box, as what was seen is, for both lie on the stack once for each level of nesting.
struct Failure(Box<Fault>);

struct Fault {
    at: Span,
    message: String,
    names: Vec<String>,
    /// Whether there is no telling.
    fatal: bool,
}

type Checked = Result<Seen, Failure>;

/// Which members and items a schema has looked at, for `unevaluated…`.
#[derive(Default)]
struct Seen(Option<Box<Looked>>);

#[derive(Default)]
struct Looked {
    members: HashSet<String>,
    items: HashSet<usize>,
}

impl Seen {
    fn add(&mut self, other: Self) {
        match (&mut self.0, other.0) {
            (Some(own), Some(other)) => {
                own.members.extend(other.members);
                own.items.extend(other.items);
            }
            (None, other) => self.0 = other,
            (Some(_), None) => {}
        }
    }

    /// Notes a member; whether it was not noted before.
    fn member(&mut self, name: &str) -> bool {
        let looked = self.0.get_or_insert_default();
        looked.members.insert(name.to_owned())
    }

    /// Notes an item; whether it was not noted before.
    fn item(&mut self, place: usize) -> bool {
        self.0.get_or_insert_default().items.insert(place)
    }
}

struct Run<'v> {
    validator: &'v Validator,
    /// Whether `format` is checked.
    formats: bool,
    /// The schema resources that led here, the outermost first.
    scope: RefCell<Vec<Place>>,
    depth: Cell<usize>,
    looked: Cell<usize>,
}

impl Validator {
    pub(super) fn new(schema: &Schema) -> Self {
        let mut references = HashMap::new();
        for node in &schema.nodes {
            if let Shape::Reference { to, .. } = &node.shape {
                let target = schema.nodes[to.0 as usize].place;
                let from = (node.place.document, node.place.value);
                references.insert(from, (target.document, target.value));
            }
        }
        let draft = Draft::of(schema.documents[0].root(), Profile::Cloud);
        Self {
            documents: schema.documents.clone(),
            draft,
            references,
            dynamic: Dynamic::of(schema),
            patterns: std::sync::Mutex::default(),
        }
    }

    pub(super) fn validate(&self, value: Value<'_>, formats: bool) -> Result<(), Unwritable> {
        let run = Run {
            validator: self,
            formats,
            scope: RefCell::default(),
            depth: Cell::new(0),
            looked: Cell::new(0),
        };
        let at = At {
            document: 0,
            schema: self.documents[0].root(),
            value,
        };
        match run.check(at) {
            Ok(_) => Ok(()),
            Err(Failure(failure)) => {
                let names: Vec<&str> = failure.names.iter().rev().map(String::as_str).collect();
                Err(Unwritable {
                    at: failure.at,
                    field: names.join("."),
                    message: failure.message,
                })
            }
        }
    }

    /// Whether a pattern finds something in a text.
    fn finds(&self, pattern: &str, text: &str) -> bool {
        let Ok(mut patterns) = self.patterns.lock() else {
            return false;
        };
        let compiled = patterns
            .entry(pattern.to_owned())
            .or_insert_with(|| Pattern::new(pattern));
        compiled.covers(text)
    }
}

impl Failure {
    fn new(at: Span, message: impl Into<String>) -> Self {
        Self(Box::new(Fault {
            at,
            message: message.into(),
            names: Vec::new(),
            fatal: false,
        }))
    }

    fn within(mut self, name: &str) -> Self {
        self.0.names.push(name.to_owned());
        self
    }

    fn is_fatal(&self) -> bool {
        self.0.fatal
    }
}

impl<'v> Run<'v> {
    fn check(&self, at: At<'v>) -> Checked {
        self.looked.set(self.looked.get() + 1);
        if self.depth.get() >= DEEPEST || self.looked.get() > MOST {
            let message = "Schema and value are in one another too deep to be looked through.";
            let mut failure = Failure::new(at.value.span(), message);
            failure.0.fatal = true;
            return Err(failure);
        }
        self.depth.set(self.depth.get() + 1);
        let entered = self.enter((at.document, at.schema.id()));
        let checked = match at.schema.kind() {
            Kind::Bool(false) => Err(Failure::new(
                at.value.span(),
                "The schema allows no value here.",
            )),
            Kind::Object(_) => self.object(at),
            _ => Ok(Seen::default()),
        };
        if entered {
            self.scope.borrow_mut().pop();
        }
        self.depth.set(self.depth.get() - 1);
        checked
    }

    fn object(&self, at: At<'v>) -> Checked {
        let mut seen = Seen::default();
        let modern = self.validator.draft.is_modern();
        if at.schema.get("$ref").is_some() {
            let target = self
                .validator
                .references
                .get(&(at.document, at.schema.id()));
            if let Some((document, node)) = target {
                let schema = self.validator.documents[*document as usize].value(*node);
                let target = At {
                    document: *document,
                    schema,
                    ..at
                };
                seen.add(self.check(target)?);
            }
            if !modern {
                return Ok(seen);
            }
        }
        if let Some((document, node)) = self.dynamic_target((at.document, at.schema.id())) {
            let schema = self.validator.documents[document as usize].value(node);
            seen.add(self.check(At {
                document,
                schema,
                ..at
            })?);
        }
        self.any(at)?;
        match at.value.kind() {
            Kind::Number(text) => self.number(at, text)?,
            Kind::String(text) => self.string(at, text)?,
            Kind::Array(items) => seen.add(self.array(at, items.collect())?),
            Kind::Object(_) => seen.add(self.members(at)?),
            Kind::Null | Kind::Bool(_) => {}
        }
        seen.add(self.combined(at)?);
        if modern {
            self.unevaluated(at, &mut seen)?;
        }
        Ok(seen)
    }

    fn combined(&self, at: At<'v>) -> Checked {
        let mut seen = Seen::default();
        let list = |keyword: &str| {
            let items = at.schema.get(keyword).and_then(Value::as_array);
            items.map(|items| items.map(|schema| At { schema, ..at }))
        };
        for part in list("allOf").into_iter().flatten() {
            seen.add(self.check(part)?);
        }
        for (keyword, one) in [("anyOf", false), ("oneOf", true)] {
            let Some(parts) = list(keyword) else {
                continue;
            };
            let (mut passed, mut failures) = (0, Vec::new());
            for part in parts {
                match self.check(part) {
                    Ok(found) => {
                        passed += 1;
                        seen.add(found);
                    }
                    Err(failure) if failure.is_fatal() => return Err(failure),
                    Err(failure) => failures.push(failure),
                }
            }
            if passed == 0 {
                let only = failures.pop().filter(|_| failures.is_empty());
                return Err(only.unwrap_or_else(|| {
                    let message = format!("It is none of what `{keyword}` lists.");
                    Failure::new(at.value.span(), message)
                }));
            }
            if one && passed > 1 {
                let message = format!("It is {passed} of what `oneOf` lists, and must be one.");
                return Err(Failure::new(at.value.span(), message));
            }
        }
        if let Some(part) = under(at, "not") {
            match self.check(part) {
                Ok(_) => {
                    let message = "It is what `not` forbids.";
                    return Err(Failure::new(at.value.span(), message));
                }
                Err(failure) if failure.is_fatal() => return Err(failure),
                Err(_) => {}
            }
        }
        let conditional = !matches!(self.validator.draft, Draft::Four | Draft::Six);
        if let Some(condition) = under(at, "if").filter(|_| conditional) {
            let branch = match self.check(condition) {
                Ok(found) => {
                    seen.add(found);
                    "then"
                }
                Err(failure) if failure.is_fatal() => return Err(failure),
                Err(_) => "else",
            };
            if let Some(branch) = under(at, branch) {
                seen.add(self.check(branch)?);
            }
        }
        Ok(seen)
    }
}

/// The schema under a keyword, for the same value.
fn under<'v>(at: At<'v>, keyword: &str) -> Option<At<'v>> {
    let schema = at.schema.get(keyword)?;
    Some(At { schema, ..at })
}
