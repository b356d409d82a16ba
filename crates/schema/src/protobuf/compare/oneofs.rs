use super::pairs::{Pair, pair_up};
use super::report::Kind;
use super::{At, Walk};
use crate::options::Profile;
use crate::protobuf::tree::{Message, OneOf, Slot};
use std::collections::{BTreeSet, HashSet};

/// Whether fields are matched by number across oneofs. Releases until 8.3 match oneofs by name and their fields
/// within them.
pub(super) fn by_number(profile: Profile) -> bool {
    profile == Profile::Cloud
}

/// Where a field of a oneof was before.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Origin<'a> {
    Oneof(&'a str),
    Alone(i32),
}

impl<'a> Walk<'a> {
    /// A oneof holds one of its fields: those that could be set side by side before can no longer be.
    pub(super) fn moves_into_oneofs(&mut self, at: &At) {
        let (old_message, new_message) = (self.old_message(at), self.new_message(at));
        for oneof in &new_message.oneofs {
            let origins: BTreeSet<Origin<'_>> = oneof
                .fields
                .iter()
                .filter_map(|field| {
                    let number = field.number.value;
                    Some(match old_message.slot(number)?.oneof {
                        Some(index) => Origin::Oneof(&old_message.oneofs[index as usize].name.text),
                        None => Origin::Alone(number),
                    })
                })
                .collect();
            if origins.len() < 2 {
                continue;
            }
            let alone = origins
                .iter()
                .filter(|origin| matches!(origin, Origin::Alone(_)))
                .count();
            let kind = if alone > 1 {
                Kind::MULTIPLE_FIELDS_MOVED_TO_ONEOF
            } else {
                Kind::FIELD_MOVED_TO_EXISTING_ONEOF
            };
            self.tell_of_oneof(kind, &oneof.name.text, at);
        }
    }

    pub(super) fn oneofs(&mut self, at: &At) {
        let (old_message, new_message) = (self.old_message(at), self.new_message(at));
        for name in names(old_message) {
            if new_message.oneof(name).is_none() {
                self.tell_of_oneof(Kind::ONEOF_REMOVED, name, at);
            }
        }
        for name in names(new_message) {
            if old_message.oneof(name).is_none() {
                self.tell_of_oneof(Kind::ONEOF_ADDED, name, at);
            }
        }
    }

    /// The rules until 8.3. Gives the fields that are compared: those outside of oneofs, and those of oneofs that
    /// both have.
    pub(super) fn oneofs_by_name(&mut self, at: &At) -> Vec<Pair<'a>> {
        let (old_message, new_message) = (self.old_message(at), self.new_message(at));
        let alone = |message: &Message| -> Vec<(i32, Slot)> {
            message
                .numbered
                .iter()
                .filter(|(_, slot)| slot.oneof.is_none())
                .copied()
                .collect()
        };
        let (mut old_alone, new_alone) = (alone(old_message), alone(new_message));
        let mut in_oneofs = Vec::new();
        for name in names_of_both(old_message, new_message) {
            let (was, is) = (old_message.oneof(name), new_message.oneof(name));
            if let Some(is) = is {
                let holds =
                    |number: i32| is.fields.iter().any(|field| field.number.value == number);
                let moved = old_alone
                    .iter()
                    .filter(|(number, _)| holds(*number))
                    .count();
                if moved > 1 {
                    self.tell_of_oneof(Kind::MULTIPLE_FIELDS_MOVED_TO_ONEOF, name, at);
                } else if moved == 1 && was.is_some() && self.profile != Profile::V7_4 {
                    self.tell_of_oneof(Kind::FIELD_MOVED_TO_EXISTING_ONEOF, name, at);
                }
                // What moved into a oneof is not missing.
                let (moved, rest): (Vec<_>, Vec<_>) = old_alone
                    .into_iter()
                    .partition(|(number, _)| holds(*number));
                old_alone = rest;
                if was.is_none() {
                    in_oneofs.extend(moved);
                }
            }
            match (was, is) {
                (None, _) => self.tell_of_oneof(Kind::ONEOF_ADDED, name, at),
                (_, None) => self.tell_of_oneof(Kind::ONEOF_REMOVED, name, at),
                _ => {}
            }
        }
        let mut pairs = Vec::new();
        for name in names_of_both(old_message, new_message) {
            let slots = |message: &Message, oneof: &OneOf| -> Vec<(i32, Slot)> {
                let index = message
                    .oneofs
                    .iter()
                    .rposition(|other| std::ptr::eq(other, oneof));
                let index = index.map(|index| index as u32);
                message
                    .numbered
                    .iter()
                    .filter(|(_, slot)| slot.oneof == index)
                    .copied()
                    .collect()
            };
            if let (Some(was), Some(is)) = (old_message.oneof(name), new_message.oneof(name)) {
                let (was, is) = (slots(old_message, was), slots(new_message, is));
                pairs.extend(pair_up((old_message, &was), (new_message, &is)));
            }
        }
        let moved: Vec<(i32, Slot)> = new_message
            .numbered
            .iter()
            .filter(|(number, _)| in_oneofs.iter().any(|(moved, _)| moved == number))
            .copied()
            .collect();
        pairs.extend(pair_up((old_message, &in_oneofs), (new_message, &moved)));
        pairs.extend(pair_up(
            (old_message, &old_alone),
            (new_message, &new_alone),
        ));
        pairs
    }

    fn tell_of_oneof(&mut self, kind: Kind, name: &str, at: &At) {
        let span = |message: &Message| {
            let oneof = message.oneof(name);
            oneof.map_or(message.name.span, |oneof| oneof.name.span)
        };
        let spans = (span(self.old_message(at)), span(self.new_message(at)));
        self.tell(kind, at, &[name], spans);
    }
}

/// The names in the order of the text.
fn names(message: &Message) -> Vec<&str> {
    let mut seen = HashSet::new();
    let names = message.oneofs.iter().map(|oneof| oneof.name.text.as_str());
    names.filter(|name| seen.insert(*name)).collect()
}

fn names_of_both<'a>(old: &'a Message, new: &'a Message) -> Vec<&'a str> {
    let mut all = names(old);
    all.extend(
        names(new)
            .into_iter()
            .filter(|name| old.oneof(name).is_none()),
    );
    all
}
