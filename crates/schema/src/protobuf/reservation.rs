//! What a text should reserve of what it leaves out.

use std::collections::{HashMap, HashSet};

use super::Schema;
use super::breaking::reserved::{Held, shown};
use super::tree::{Enum, Message, Reserved};
use crate::position::Span;

/// A field or a constant that an older text has and nothing keeps from being used again.
#[derive(Debug)]
pub(crate) struct Gap {
    /// The message or the enum, in the newer text.
    pub(crate) within: Span,
    /// The number, unless something has it or it is reserved.
    pub(crate) number: Option<i32>,
    /// The name, unless something has it or it is reserved.
    pub(crate) name: Option<String>,
}

/// Numbers and names that an older text reserves and a newer one does not any more.
#[derive(Debug)]
pub(crate) struct Dropped {
    /// The message or the enum, by the names of those around it and its own.
    pub(crate) nested: String,
    /// It, in the newer text.
    pub(crate) within: Span,
    /// As they are written.
    pub(crate) values: Vec<String>,
}

/// What a message or an enum uses and reserves.
struct Declaration<'a> {
    nested: String,
    at: Span,
    /// By number and name.
    members: Vec<(i32, &'a str)>,
    reserved: &'a [Reserved],
}

impl Schema {
    /// What this text lacks of an older one and does not reserve.
    pub(crate) fn gaps(&self, old: &Self) -> Vec<Gap> {
        let mut gaps = Vec::new();
        for (was, is) in pairs(old, self) {
            let numbers: HashSet<i32> = is.members.iter().map(|(number, _)| *number).collect();
            let names: HashSet<&str> = is.members.iter().map(|(_, name)| *name).collect();
            let held = Held::of(is.reserved);
            for (number, name) in was.members {
                let unused = !numbers.contains(&number) && !held.number(number);
                let unnamed = !names.contains(name) && !held.name(name);
                if unused || (unnamed && !numbers.contains(&number)) {
                    gaps.push(Gap {
                        within: is.at,
                        number: unused.then_some(number),
                        name: unnamed.then(|| name.to_owned()),
                    });
                }
            }
        }
        gaps
    }

    /// What an older text reserves and this one does not any more.
    pub(crate) fn dropped_reservations(&self, old: &Self) -> Vec<Dropped> {
        let mut dropped = Vec::new();
        for (was, is) in pairs(old, self) {
            let held = Held::of(is.reserved);
            let values = was.reserved.iter().flat_map(|reserved| &reserved.values);
            let gone = values.filter(|value| !held.value(value));
            let values: Vec<String> = gone.map(shown).collect();
            if !values.is_empty() {
                dropped.push(Dropped {
                    nested: is.nested,
                    within: is.at,
                    values,
                });
            }
        }
        dropped
    }
}

/// The messages and enums that both texts have.
fn pairs<'a>(old: &'a Schema, new: &'a Schema) -> Vec<(Declaration<'a>, Declaration<'a>)> {
    let mut after: HashMap<(bool, String), Declaration<'_>> = declared(new).collect();
    declared(old)
        .filter_map(|(name, was)| Some((was, after.remove(&name)?)))
        .collect()
}

/// By whether it is an enum, and its name.
fn declared(schema: &Schema) -> impl Iterator<Item = ((bool, String), Declaration<'_>)> {
    let file = schema.main();
    let messages = file.messages.iter().enumerate();
    let messages =
        messages.map(|(id, message)| (false, of_message(schema.nested_name(id), message)));
    let enums = file.enums.iter().map(|made| {
        let outer = made.parent.map(|id| schema.nested_name(id));
        let nested = match outer {
            Some(outer) => format!("{outer}.{}", made.name.text),
            None => made.name.text.clone(),
        };
        (true, of_enum(nested, made))
    });
    let all = messages.chain(enums);
    all.map(|(is_enum, one)| ((is_enum, one.nested.clone()), one))
}

fn of_message(nested: String, message: &Message) -> Declaration<'_> {
    let fields = message.all_fields();
    let fields = fields.map(|field| (field.number.value, field.name.text.as_str()));
    let groups = message.groups.iter();
    let groups = groups.map(|group| (group.number.value, group.name.text.as_str()));
    Declaration {
        nested,
        at: message.at,
        members: fields.chain(groups).collect(),
        reserved: &message.reserved,
    }
}

fn of_enum(nested: String, made: &Enum) -> Declaration<'_> {
    let constants = made.constants.iter();
    Declaration {
        nested,
        at: made.at,
        members: constants
            .map(|constant| (constant.number.value, constant.name.text.as_str()))
            .collect(),
        reserved: &made.reserved,
    }
}
