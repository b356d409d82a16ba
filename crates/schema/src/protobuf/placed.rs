//! Where in a text the things are that the registry's paths mean.

use super::Schema;
use super::tree::{Declared, Last, Message, ReservedValue};
use crate::position::Span;

/// A field with its places.
#[derive(Debug)]
pub(crate) struct Placed<'a> {
    pub(crate) name: &'a str,
    /// The path of its message.
    pub(crate) within: &'a str,
    pub(crate) message: Span,
    /// The name of the oneof that it is in.
    pub(crate) oneof: Option<&'a str>,
    pub(crate) field: Span,
    pub(crate) label: Option<Span>,
    pub(crate) number: Span,
    /// The lowest number above all that its message uses or reserves.
    pub(crate) free: i32,
}

impl Schema {
    /// The field that a path ends with, of the text itself; it is found by its number, in or out of a oneof.
    pub(crate) fn placed<'a>(&'a self, path: &'a str) -> Option<Placed<'a>> {
        let (outer, number) = path.rsplit_once('/')?;
        let number = number.parse().ok()?;
        let (message, within) = match self.message_at(outer) {
            Some(message) => (message, outer),
            None => {
                let (outer, _) = outer.rsplit_once('/')?;
                (self.message_at(outer)?, outer)
            }
        };
        let slot = message.slot(number)?;
        let field = message.field(slot);
        let oneof = slot.oneof.map(|at| &message.oneofs[at as usize].name);
        Some(Placed {
            name: &field.name.text,
            within,
            message: message.at,
            oneof: oneof.map(|name| name.text.as_str()),
            field: field.at,
            label: field.label.map(|(_, span)| span),
            number: field.number.span,
            free: free(message),
        })
    }

    /// The paths of all fields of the text itself.
    pub(crate) fn field_paths(&self) -> Vec<String> {
        let mut paths = Vec::new();
        for (id, message) in self.main().messages.iter().enumerate() {
            let outer = self.nested_name(id).replace('.', "/");
            let numbers = message.numbered.iter();
            paths.extend(numbers.map(|(number, _)| format!("#/{outer}/{number}")));
        }
        paths
    }

    /// The messages of the text itself, each by the numbers that lead to it, and its name with those around it.
    pub(crate) fn message_indexes(&self) -> Vec<(Vec<i32>, String)> {
        let file = self.main();
        let mut found = Vec::new();
        let mut open: Vec<(&[Declared], Vec<i32>)> = vec![(&file.types, Vec::new())];
        while let Some((types, outer)) = open.pop() {
            let messages = types.iter().filter_map(|declared| match declared {
                Declared::Message(id) => Some(*id),
                Declared::Enum(_) => None,
            });
            for (number, id) in (0..).zip(messages) {
                let mut index = outer.clone();
                index.push(number);
                open.push((&file.messages[id].types, index.clone()));
                if !file.messages[id].is_map_entry {
                    found.push((index, self.nested_name(id)));
                }
            }
        }
        found.sort();
        found
    }

    /// The constants of enums, the services and their methods that an older text has and this one does not: what putting
    /// each back is called, in what it goes, and its text.
    pub(crate) fn missing_members(&self, old: &Self) -> Vec<(String, Option<Span>, String)> {
        let mut missing = Vec::new();
        let text = |at: Span| old.text()[at.start..at.end].to_owned();
        for made in &self.main().enums {
            let outer = made.parent.map(|id| self.nested_name(id));
            let path = match outer {
                Some(outer) => format!("{outer}.{}", made.name.text),
                None => made.name.text.clone(),
            };
            let was = old.enum_named(&path);
            for constant in was.into_iter().flat_map(|was| &was.constants) {
                let name = &constant.name.text;
                if made.constants.iter().any(|one| one.name.text == *name) {
                    continue;
                }
                let title = format!("Put the constant `{name}` back");
                let written = format!("{name} = {};", constant.number.value);
                missing.push((title, Some(made.at), written));
            }
        }
        for was in &old.main().services {
            let name = &was.name.text;
            let mut services = self.main().services.iter();
            let Some(is) = services.find(|one| one.name.text == *name) else {
                missing.push((format!("Put the service `{name}` back"), None, text(was.at)));
                continue;
            };
            for method in &was.methods {
                let name = &method.name.text;
                if is.methods.iter().all(|one| one.name.text != *name) {
                    let title = format!("Put the method `{name}` back");
                    missing.push((title, Some(is.at), text(method.at)));
                }
            }
        }
        missing
    }

    pub(crate) fn message_place(&self, path: &str) -> Option<Span> {
        self.message_at(path).map(|message| message.at)
    }

    pub(crate) fn oneof_place(&self, message: &str, name: &str) -> Option<Span> {
        let message = self.message_at(message)?;
        message.oneof(name).map(|oneof| oneof.at)
    }

    /// The numbers of the fields of the oneof that a path ends with.
    pub(crate) fn numbers_in_oneof(&self, path: &str) -> Vec<i32> {
        let found = path.rsplit_once('/').and_then(|(outer, name)| {
            let message = self.message_at(outer)?;
            message.oneof(name)
        });
        let fields = found.into_iter().flat_map(|oneof| &oneof.fields);
        fields.map(|field| field.number.value).collect()
    }

    pub(crate) fn package_place(&self) -> Option<Span> {
        let file = self.main();
        file.package.as_ref().map(|_| file.package_at)
    }

    pub(crate) fn syntax_place(&self) -> Option<Span> {
        let file = self.main();
        file.syntax.as_ref().map(|_| file.syntax_at)
    }

    fn message_at(&self, path: &str) -> Option<&Message> {
        let file = self.main();
        let mut types = &file.types;
        let mut found = None;
        for name in path.strip_prefix("#/")?.split('/') {
            let id = types.iter().find_map(|declared| match declared {
                Declared::Message(id) if file.messages[*id].name.text == name => Some(*id),
                _ => None,
            })?;
            let message = &file.messages[id];
            types = &message.types;
            found = Some(message);
        }
        found
    }
}

fn free(message: &Message) -> i32 {
    let used = message.numbered.iter().map(|(number, _)| *number);
    let groups = message.groups.iter().map(|group| group.number.value);
    let reserved = message
        .reserved
        .iter()
        .flat_map(|reserved| &reserved.values);
    let reserved = reserved.filter_map(|value| match value {
        ReservedValue::Range(range) => match range.last {
            Last::Number(last) => Some(last),
            // Below what is reserved without end there is room.
            Last::Max => None,
        },
        ReservedValue::Name(_) => None,
    });
    let highest = used.chain(groups).chain(reserved).max();
    let next = highest.unwrap_or_default().saturating_add(1);
    // These numbers are Protobuf's own.
    if (19_000..20_000).contains(&next) {
        20_000
    } else {
        next
    }
}
