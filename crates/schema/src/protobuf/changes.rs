//! What two texts say differently.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::comment;
use super::schema::Schema;
use super::tree::{
    Constant, Enum, Field, FieldType, Message, Name, OneOf, Reserved, Service, Setting,
};
use crate::change::{Change, ChangeKind};
use crate::position::Span;

/// All that changed in a schema's own text: messages and enums by their names, fields by their numbers.
pub(crate) fn changes(old: &Schema, new: &Schema) -> Vec<Change> {
    let mut walk = Walk {
        old,
        new,
        found: Vec::new(),
    };
    walk.file();
    walk.messages();
    walk.enums();
    walk.services();
    walk.found
}

struct Walk<'a> {
    old: &'a Schema,
    new: &'a Schema,
    found: Vec<Change>,
}

/// A field and the oneof that it is in.
type Placed<'a> = (&'a Field, Option<&'a OneOf>);

impl<'a> Walk<'a> {
    fn tell(&mut self, kind: ChangeKind, name: &str, (old, new): (Span, Span)) {
        self.found
            .push(Change::new(kind, name, Some(old), Some(new)));
    }

    fn keyword(&mut self, keyword: &str, name: &str, places: (Span, Span)) {
        self.tell(ChangeKind::Keyword(keyword.to_owned()), name, places);
    }

    fn file(&mut self) {
        let (was, is) = (self.old.main(), self.new.main());
        let heads = (was.head(), is.head());
        let text = |name: &Option<Name>| name.as_ref().map(|name| name.text.clone());
        if text(&was.package) != text(&is.package) {
            self.tell(ChangeKind::Namespace, "", heads);
        }
        let syntax = |name: &Option<Name>| text(name).unwrap_or_else(|| "proto2".to_owned());
        if syntax(&was.syntax) != syntax(&is.syntax) {
            self.keyword("syntax", "", heads);
        }
        self.options("", &was.options, &is.options, heads);
    }

    fn messages(&mut self) {
        let (old, new) = (self.old, self.new);
        let by_name = |schema: &'a Schema| -> BTreeMap<String, &'a Message> {
            let messages = schema.main().messages.iter().enumerate();
            let named = messages.filter(|(_, message)| !message.is_map_entry);
            named
                .map(|(id, message)| (schema.nested_name(id), message))
                .collect()
        };
        let (mut before, after) = (by_name(old), by_name(new));
        let heads = (old.main().head(), new.main().head());
        for (name, message) in after {
            match before.remove(&name) {
                Some(other) => self.message(&name, other, message),
                None => self.tell(ChangeKind::Added, &name, (heads.0, message.at)),
            }
        }
        for (name, message) in before {
            self.tell(ChangeKind::Removed, &name, (message.at, heads.1));
        }
    }

    fn message(&mut self, name: &str, was: &'a Message, is: &'a Message) {
        let names = (was.name.span, is.name.span);
        self.doc(name, was.at, is.at, names);
        self.options(name, &was.options, &is.options, names);
        if reserved(&was.reserved) != reserved(&is.reserved) {
            self.tell(ChangeKind::Reserved, name, names);
        }
        let by_number = |message: &'a Message| -> BTreeMap<i32, Placed<'a>> {
            let own = message.fields.iter().map(|field| (field, None));
            let oneofs = message.oneofs.iter();
            let inner =
                oneofs.flat_map(|oneof| oneof.fields.iter().map(move |field| (field, Some(oneof))));
            let all = own.chain(inner);
            all.map(|(field, oneof)| (field.number.value, (field, oneof)))
                .collect()
        };
        let (before, after) = (by_number(was), by_number(is));
        let mut left: HashMap<&str, Placed<'a>> = before
            .iter()
            .filter(|(number, _)| !after.contains_key(number))
            .map(|(_, placed)| (placed.0.name.text.as_str(), *placed))
            .collect();
        for (number, (field, oneof)) in &after {
            let path = join(name, &field.name.text);
            if let Some(other) = before.get(number) {
                self.field(&path, *other, (field, *oneof));
                continue;
            }
            match left.remove(field.name.text.as_str()) {
                Some(other) => {
                    let places = (other.0.number.span, field.number.span);
                    self.tell(ChangeKind::Renumbered, &path, places);
                    self.field(&path, other, (field, *oneof));
                }
                None => self.tell(ChangeKind::Added, &path, (names.0, field.at)),
            }
        }
        for (field, _) in left.into_values() {
            let path = join(name, &field.name.text);
            self.tell(ChangeKind::Removed, &path, (field.at, names.1));
        }
    }

    fn field(&mut self, name: &str, was: Placed<'_>, is: Placed<'_>) {
        let ((was, old_oneof), (is, new_oneof)) = (was, is);
        let places = (was.at, is.at);
        if was.name.text != is.name.text {
            let names = (was.name.span, is.name.span);
            self.tell(ChangeKind::Renamed, name, names);
        }
        if kind(&was.kind) != kind(&is.kind) {
            let kinds = (was.kind.span(), is.kind.span());
            self.tell(ChangeKind::Retyped, name, kinds);
        }
        let label = |field: &Field| field.label.map(|(label, _)| label);
        if label(was) != label(is) {
            let at = |field: &Field| field.label.map_or(field.at, |(_, span)| span);
            self.tell(ChangeKind::Presence, name, (at(was), at(is)));
        }
        let oneof = |oneof: Option<&OneOf>| oneof.map(|oneof| oneof.name.text.clone());
        if oneof(old_oneof) != oneof(new_oneof) {
            self.tell(ChangeKind::Moved, name, places);
        }
        self.doc(name, was.at, is.at, places);
        self.options(name, &was.options, &is.options, places);
    }

    fn enums(&mut self) {
        let (old, new) = (self.old, self.new);
        let by_name = |schema: &'a Schema| -> BTreeMap<String, &'a Enum> {
            let enums = schema.main().enums.iter();
            enums
                .map(|made| {
                    let outer = made.parent.map(|id| schema.nested_name(id));
                    (join(&outer.unwrap_or_default(), &made.name.text), made)
                })
                .collect()
        };
        let (mut before, after) = (by_name(old), by_name(new));
        let heads = (old.main().head(), new.main().head());
        for (name, made) in after {
            match before.remove(&name) {
                Some(other) => self.made_enum(&name, other, made),
                None => self.tell(ChangeKind::Added, &name, (heads.0, made.at)),
            }
        }
        for (name, made) in before {
            self.tell(ChangeKind::Removed, &name, (made.at, heads.1));
        }
    }

    fn made_enum(&mut self, name: &str, was: &'a Enum, is: &'a Enum) {
        let names = (was.name.span, is.name.span);
        self.doc(name, was.at, is.at, names);
        self.options(name, &was.options, &is.options, names);
        if reserved(&was.reserved) != reserved(&is.reserved) {
            self.tell(ChangeKind::Reserved, name, names);
        }
        let mut kept = true;
        // Of one name the last counts.
        let by_name = |constants: &'a [Constant]| -> BTreeMap<&'a str, &'a Constant> {
            let constants = constants.iter();
            constants
                .map(|constant| (constant.name.text.as_str(), constant))
                .collect()
        };
        let (before, after) = (by_name(&was.constants), by_name(&is.constants));
        for (constant_name, constant) in &after {
            match before.get(constant_name) {
                Some(other) if other.number.value != constant.number.value => {
                    let places = (other.number.span, constant.number.span);
                    let path = join(name, &constant.name.text);
                    self.tell(ChangeKind::Renumbered, &path, places);
                }
                Some(_) => {}
                None => kept = false,
            }
        }
        if !kept || before.len() != after.len() {
            self.tell(ChangeKind::Symbols, name, names);
        }
    }

    fn services(&mut self) {
        let by_name = |schema: &'a Schema| -> BTreeMap<&'a str, &'a Service> {
            let services = schema.main().services.iter();
            services
                .map(|service| (service.name.text.as_str(), service))
                .collect()
        };
        let (mut before, after) = (by_name(self.old), by_name(self.new));
        let heads = (self.old.main().head(), self.new.main().head());
        for (name, service) in after {
            match before.remove(name) {
                Some(other) => self.service(name, other, service),
                None => self.tell(ChangeKind::Added, name, (heads.0, service.at)),
            }
        }
        for (name, service) in before {
            self.tell(ChangeKind::Removed, name, (service.at, heads.1));
        }
    }

    fn service(&mut self, name: &str, was: &Service, is: &Service) {
        self.doc(name, was.at, is.at, (was.name.span, is.name.span));
        for method in &is.methods {
            let path = join(name, &method.name.text);
            let mut others = was.methods.iter();
            match others.find(|other| other.name.text == method.name.text) {
                Some(other) => {
                    let of = |method: &super::tree::Method| {
                        (
                            method.request.text.clone(),
                            method.response.text.clone(),
                            method.request_streams,
                            method.response_streams,
                        )
                    };
                    if of(other) != of(method) {
                        self.tell(ChangeKind::Retyped, &path, (other.at, method.at));
                    }
                    self.options(
                        &path,
                        &other.options,
                        &method.options,
                        (other.at, method.at),
                    );
                }
                None => self.tell(ChangeKind::Added, &path, (was.name.span, method.at)),
            }
        }
        for method in &was.methods {
            if is
                .methods
                .iter()
                .all(|other| other.name.text != method.name.text)
            {
                let path = join(name, &method.name.text);
                self.tell(ChangeKind::Removed, &path, (method.at, is.name.span));
            }
        }
    }

    fn doc(&mut self, name: &str, old: Span, new: Span, places: (Span, Span)) {
        let was = comment::before(self.old.text(), old.start);
        let is = comment::before(self.new.text(), new.start);
        if was != is {
            self.tell(ChangeKind::Doc, name, places);
        }
    }

    fn options(&mut self, name: &str, was: &[Setting], is: &[Setting], places: (Span, Span)) {
        let mut names: Vec<&str> = was.iter().chain(is).map(|one| one.name.as_str()).collect();
        names.sort_unstable();
        names.dedup();
        for option in names {
            let of = |side: &[Setting]| {
                let side = side.iter().filter(|one| one.name == option);
                side.map(|one| one.value.clone()).collect::<Vec<_>>()
            };
            if of(was) != of(is) {
                let at = |side: &[Setting], whole| {
                    let mut side = side.iter();
                    let found = side.find(|one| one.name == option);
                    found.map_or(whole, |one| one.at)
                };
                let places = (at(was, places.0), at(is, places.1));
                if option == "default" {
                    self.tell(ChangeKind::Default, name, places);
                } else {
                    self.keyword(option, name, places);
                }
            }
        }
    }
}

fn kind(kind: &FieldType) -> Vec<&str> {
    match kind {
        FieldType::Named(name) => vec![last(&name.name.text)],
        FieldType::Map { key, value, .. } => {
            vec!["map", last(&key.name.text), last(&value.name.text)]
        }
    }
}

/// The last part of a name: in front of it may stand more or less of where it is declared.
fn last(name: &str) -> &str {
    name.rsplit('.').next().unwrap_or(name)
}

fn reserved(reserved: &[Reserved]) -> BTreeSet<String> {
    let values = reserved.iter().flat_map(|reserved| &reserved.values);
    values.map(|value| format!("{value:?}")).collect()
}

fn join(name: &str, step: &str) -> String {
    match name {
        "" => step.to_owned(),
        name => format!("{name}.{step}"),
    }
}
