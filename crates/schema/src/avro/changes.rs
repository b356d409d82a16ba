//! What two schemas say differently.

use std::collections::{HashMap, HashSet};

use super::compare::At;
use super::compare::part;
use super::model::{Default, Enum, Field, Fixed, Link, Named, Record, Schema, Shape, TypeId};
use super::property::push_default;
use super::property::{FIELD_RESERVED, reserved};
use crate::change::{Change, ChangeKind};
use crate::json::canonical;
use crate::json_text::Value;
use crate::position::Span;

/// What of a type's or a field's object says what it is for, not what it is.
const LOGICAL: [&str; 3] = ["logicalType", "precision", "scale"];

/// All that changed, by the names of fields and types.
pub(crate) fn changes(old: &Schema, new: &Schema) -> Vec<Change> {
    let mut walk = Walk {
        old,
        new,
        seen: HashSet::new(),
        todo: Vec::new(),
        found: Vec::new(),
    };
    let whole = Span::default();
    walk.todo.push(Pair {
        old: At::follow(old.root, whole),
        new: At::follow(new.root, whole),
        name: String::new(),
    });
    while let Some(pair) = walk.todo.pop() {
        walk.pair(pair);
    }
    walk.found
}

struct Walk<'s> {
    old: &'s Schema,
    new: &'s Schema,
    seen: HashSet<(TypeId, TypeId)>,
    todo: Vec<Pair>,
    found: Vec<Change>,
}

struct Pair {
    old: At,
    new: At,
    name: String,
}

impl Pair {
    fn inside(&self, old: Link, new: Link, step: &str) -> Self {
        Self {
            old: At::follow(old, self.old.site),
            new: At::follow(new, self.new.site),
            name: join(&self.name, step),
        }
    }
}

impl<'s> Walk<'s> {
    fn pair(&mut self, pair: Pair) {
        if !self.seen.insert((pair.old.id, pair.new.id)) {
            return;
        }
        let (was, is) = (self.old.get(pair.old.id), self.new.get(pair.new.id));
        let sites = (pair.old.site, pair.new.site);
        match (&was.shape, &is.shape) {
            (Shape::Record(was), Shape::Record(is)) => {
                self.named(&pair, &was.named, &is.named);
                self.fields(&pair, was, is);
            }
            (Shape::Enum(was), Shape::Enum(is)) => {
                self.named(&pair, &was.named, &is.named);
                self.symbols(&pair, was, is);
            }
            (Shape::Fixed(was), Shape::Fixed(is)) => {
                self.named(&pair, &was.named, &is.named);
                self.size(&pair, was, is);
            }
            (Shape::Array(was), Shape::Array(is)) | (Shape::Map(was), Shape::Map(is)) => {
                self.todo.push(pair.inside(*was, *is, "[]"));
            }
            (Shape::Union(was), Shape::Union(is)) => self.branches(&pair, was, is),
            (Shape::Primitive(was), Shape::Primitive(is)) if was == is => {}
            _ => return self.tell(ChangeKind::Retyped, &pair.name, sites),
        }
        let values = (was.value(self.old), is.value(self.new));
        if let (Some(was), Some(is)) = values {
            self.properties(
                &pair.name,
                was,
                is,
                sites,
                reserved(&self.new.get(pair.new.id).shape),
            );
        } else {
            let logical = |value: Option<Value<'_>>| {
                value.is_some_and(|value| LOGICAL.iter().any(|name| value.get(name).is_some()))
            };
            if logical(values.0) != logical(values.1) {
                self.tell(ChangeKind::Logical, &pair.name, sites);
            }
        }
    }

    fn tell(&mut self, kind: ChangeKind, name: &str, (old, new): (Span, Span)) {
        self.found
            .push(Change::new(kind, name, Some(old), Some(new)));
    }

    fn named(&mut self, pair: &Pair, was: &Named, is: &Named) {
        if was.name.full == is.name.full {
            return;
        }
        let sites = (
            part(self.old, pair.old, "name"),
            part(self.new, pair.new, "name"),
        );
        let kind = if was.name.simple == is.name.simple {
            ChangeKind::Namespace
        } else {
            ChangeKind::Renamed
        };
        let name = if pair.name.is_empty() {
            is.name.simple.as_str()
        } else {
            &pair.name
        };
        self.found
            .push(Change::new(kind, name, Some(sites.0), Some(sites.1)));
    }

    fn fields(&mut self, pair: &Pair, was: &'s Record, is: &'s Record) {
        let (old_type, new_type) = (self.old.get(pair.old.id), self.new.get(pair.new.id));
        let mut kept = vec![false; was.fields.len()];
        for field in &is.fields {
            let by_name = was.by_name.get(&field.name);
            let by_alias = || {
                let mut aliases = field.aliases.iter();
                aliases.find_map(|alias| was.by_name.get(alias))
            };
            let place = self.field_at(pair.new, new_type.document, field, false);
            let name = join(&pair.name, &field.name);
            let Some(at) = by_name.or_else(by_alias).copied() else {
                let parent = part(self.old, pair.old, "name");
                self.tell(ChangeKind::Added, &name, (parent, place));
                continue;
            };
            kept[at] = true;
            let other = &was.fields[at];
            let old_place = self.field_at(pair.old, old_type.document, other, true);
            if other.name != field.name {
                self.tell(ChangeKind::Renamed, &name, (old_place, place));
            }
            let documents = (old_type.document, new_type.document);
            self.field(&name, (other, field), documents, (old_place, place));
            self.todo
                .push(pair.inside(other.link, field.link, &field.name));
        }
        for (field, _) in was.fields.iter().zip(kept).filter(|(_, kept)| !kept) {
            let place = self.field_at(pair.old, old_type.document, field, true);
            let parent = part(self.new, pair.new, "name");
            self.tell(
                ChangeKind::Removed,
                &join(&pair.name, &field.name),
                (place, parent),
            );
        }
    }

    fn field(
        &mut self,
        name: &str,
        (was, is): (&Field, &Field),
        (old_document, new_document): (u32, u32),
        places: (Span, Span),
    ) {
        let default = |schema: &Schema, document: u32, default: Option<Default>| {
            default.map(|default| {
                let mut text = String::new();
                push_default(&mut text, &schema.documents[document as usize], default);
                text
            })
        };
        let before = default(self.old, old_document, was.default);
        let after = default(self.new, new_document, is.default);
        let (old, new) = (
            self.old.value(old_document, was.node),
            self.new.value(new_document, is.node),
        );
        if before != after {
            let at = |value: Value<'_>, document, whole| member(value, document, "default", whole);
            let places = (
                at(old, old_document, places.0),
                at(new, new_document, places.1),
            );
            self.tell(ChangeKind::Default, name, places);
        }
        if was.order != is.order {
            self.tell(ChangeKind::Keyword("order".to_owned()), name, places);
        }
        self.properties(name, old, new, places, &FIELD_RESERVED);
    }

    /// What the objects of two types or fields say beside what makes them up.
    fn properties(
        &mut self,
        name: &str,
        was: Value<'_>,
        is: Value<'_>,
        places: (Span, Span),
        reserved: &[&str],
    ) {
        let own = |value: Value<'_>, name: &str| value.get(name).map(canonical);
        if own(was, "doc") != own(is, "doc") {
            self.tell(ChangeKind::Doc, name, places);
        }
        let members = was.as_object().into_iter().chain(is.as_object()).flatten();
        let mut names: Vec<&str> = members
            .map(|member| member.name)
            .filter(|name| !reserved.contains(name))
            .collect();
        names.sort_unstable();
        names.dedup();
        let differ = |name: &&&str| own(was, name) != own(is, name);
        let changed: Vec<&str> = names.iter().filter(differ).copied().collect();
        if changed.iter().any(|name| LOGICAL.contains(name)) {
            self.tell(ChangeKind::Logical, name, places);
        }
        for property in changed.iter().filter(|name| !LOGICAL.contains(name)) {
            let kind = ChangeKind::Keyword((*property).to_owned());
            self.tell(kind, name, places);
        }
    }

    fn symbols(&mut self, pair: &Pair, was: &Enum, is: &Enum) {
        let set = |of: &'_ Enum| -> HashSet<String> { of.symbols.iter().cloned().collect() };
        let at = |name: &str| {
            (
                part(self.old, pair.old, name),
                part(self.new, pair.new, name),
            )
        };
        let (symbols, default) = (at("symbols"), at("default"));
        if set(was) != set(is) {
            self.tell(ChangeKind::Symbols, &pair.name, symbols);
        }
        if was.default != is.default {
            self.tell(ChangeKind::Default, &pair.name, default);
        }
    }

    fn size(&mut self, pair: &Pair, was: &Fixed, is: &Fixed) {
        if was.size != is.size {
            let sites = (
                part(self.old, pair.old, "size"),
                part(self.new, pair.new, "size"),
            );
            self.tell(ChangeKind::Retyped, &pair.name, sites);
        }
    }

    fn branches(&mut self, pair: &Pair, was: &[Link], is: &[Link]) {
        let before: HashMap<&str, Link> = was
            .iter()
            .map(|link| (self.old.get(link.to).shape.full_name(), *link))
            .collect();
        let mut left: HashSet<&str> = before.keys().copied().collect();
        let mut same = true;
        for link in is {
            let name = self.new.get(link.to).shape.full_name();
            match before.get(name) {
                Some(other) => {
                    left.remove(name);
                    self.todo.push(pair.inside(*other, *link, ""));
                }
                None => same = false,
            }
        }
        if !same || !left.is_empty() {
            let sites = (pair.old.site, pair.new.site);
            self.tell(ChangeKind::Retyped, &pair.name, sites);
        }
    }

    fn field_at(&self, record: At, document: u32, field: &Field, old: bool) -> Span {
        let schema = if old { self.old } else { self.new };
        if document == 0 {
            schema.value(document, field.node).span()
        } else {
            record.site
        }
    }
}

fn member(value: Value<'_>, document: u32, name: &str, whole: Span) -> Span {
    let found = value.member(name).filter(|_| document == 0);
    found.map_or(whole, |member| Span {
        start: member.name_span.start,
        end: member.value.span().end,
    })
}

fn join(name: &str, step: &str) -> String {
    match (name, step) {
        (name, "") => name.to_owned(),
        ("", step) => step.to_owned(),
        (name, "[]") => format!("{name}[]"),
        (name, step) => format!("{name}.{step}"),
    }
}
