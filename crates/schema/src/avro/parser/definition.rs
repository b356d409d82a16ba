use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use super::{Here, Parser, Slot, Task, UNREAD};
use crate::avro::model::{
    Default, Enum, Field, Fixed, Link, Named, Order, Primitive, Record, Shape, TypeId,
};
use crate::avro::name::{self, Name};
use crate::json_text::Value;

/// The largest `fixed` for which Avro's Java makes an array.
const MAX_SIZE: i32 = i32::MAX - 8;

/// What defines a name.
impl<'d> Parser<'d, '_, '_> {
    pub(super) fn record(
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
                .faults
                .push(here.start(value), "this record has no `fields`"),
            Some(fields) => match fields.as_array() {
                None => self
                    .faults
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
                .faults
                .push(here.start(value), "this field has no `name`"),
            Some(name) => {
                let place = value
                    .get("name")
                    .map_or(here.start(value), |name| here.place(name.span()));
                if let Some(fault) = name::fault(name).filter(|_| self.strict) {
                    self.faults.push(place, fault);
                }
                if record
                    .by_name
                    .insert(name.to_owned(), record.fields.len())
                    .is_some()
                {
                    self.faults
                        .push(place, format!("the record has a field `{name}` already"));
                }
            }
        }
        if value.get("type").is_none() {
            self.faults
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
                    self.faults.push(here.place(order.span()), message);
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

    pub(super) fn enumeration(
        &mut self,
        here: Here,
        value: Value<'d>,
        space: Option<Rc<str>>,
    ) -> TypeId {
        let named = self.named(here, value, space.as_deref());
        let mut symbols: Vec<String> = Vec::new();
        let mut places: HashMap<&str, usize> = HashMap::new();
        match value.get("symbols") {
            None => self
                .faults
                .push(here.start(value), "this enum has no `symbols`"),
            Some(list) => match list.as_array() {
                None => self
                    .faults
                    .push(here.place(list.span()), "`symbols` must be a list"),
                Some(items) => {
                    for item in items {
                        let place = here.place(item.span());
                        let Some(symbol) = item.as_str() else {
                            self.faults.push(place, "a symbol must be a string");
                            continue;
                        };
                        if let Some(fault) = name::fault(symbol).filter(|_| self.strict) {
                            self.faults.push(place, fault);
                        }
                        if places.insert(symbol, symbols.len()).is_some() {
                            self.faults
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
            self.faults.push(here.place(default.span()), message);
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

    pub(super) fn fixed(&mut self, here: Here, value: Value<'d>, space: Option<Rc<str>>) -> TypeId {
        let named = self.named(here, value, space.as_deref());
        let size = match value.get("size") {
            None => {
                self.faults
                    .push(here.start(value), "this fixed has no `size`");
                0
            }
            Some(size) => match size.as_number().and_then(|text| text.parse().ok()) {
                Some(size @ 0..=MAX_SIZE) => size,
                _ => {
                    let message = format!("`size` is a number of bytes from 0 to {MAX_SIZE}");
                    self.faults.push(here.place(size.span()), message);
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
            self.faults.push(place, fault);
        }
        let mut aliases: Vec<Name> = Vec::new();
        for written in self.aliases(here, value) {
            let alias = Name::new(&written, name.space.as_deref());
            if let Some(fault) = name::fault(&alias.simple).filter(|_| self.strict) {
                let place = value
                    .get("aliases")
                    .map_or(place, |list| here.place(list.span()));
                self.faults.push(place, fault);
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
            self.faults
                .push(here.place(list.span()), "`aliases` must be a list");
            return Vec::new();
        };
        let mut seen = HashSet::new();
        let mut aliases = Vec::new();
        for item in items {
            match item.as_str() {
                None => self
                    .faults
                    .push(here.place(item.span()), "an alias must be a string"),
                Some(alias) if seen.insert(alias) => aliases.push(alias.to_owned()),
                Some(_) => {}
            }
        }
        aliases
    }
}
