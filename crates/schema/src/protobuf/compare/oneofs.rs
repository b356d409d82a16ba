use super::pairs::{Pair, pair_up};
use super::report::Kind;
use super::{At, Walk};
use crate::options::Profile;
use crate::protobuf::tree::{Message, Slot};
use std::collections::{BTreeSet, HashMap, HashSet};

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

    /// The rules until 8.3. Gives the fields that are compared: those outside of oneofs on both sides, those that moved
    /// into a new oneof, and those of oneofs that both have.
    pub(super) fn oneofs_by_name(&mut self, at: &At) -> Vec<Pair<'a>> {
        let (old_message, new_message) = (self.old_message(at), self.new_message(at));
        let mut moved_in = HashSet::new();
        for name in names_of_both(old_message, new_message) {
            let (was, is) = (old_message.oneof(name), new_message.oneof(name));
            let numbers = is.into_iter().flat_map(|is| &is.fields);
            let moved: HashSet<i32> = numbers
                .map(|field| field.number.value)
                .filter(|number| {
                    let slot = old_message.slot(*number);
                    slot.is_some_and(|slot| slot.oneof.is_none())
                })
                .collect();
            if moved.len() > 1 {
                self.tell_of_oneof(Kind::MULTIPLE_FIELDS_MOVED_TO_ONEOF, name, at);
            } else if moved.len() == 1 && was.is_some() && self.profile != Profile::V7_4 {
                self.tell_of_oneof(Kind::FIELD_MOVED_TO_EXISTING_ONEOF, name, at);
            }
            moved_in.extend(moved);
            match (was, is) {
                (None, _) => self.tell_of_oneof(Kind::ONEOF_ADDED, name, at),
                (_, None) => self.tell_of_oneof(Kind::ONEOF_REMOVED, name, at),
                _ => {}
            }
        }
        let mut old_groups = groups(old_message, new_message, &moved_in);
        let mut new_groups = groups(new_message, old_message, &moved_in);
        let keys: BTreeSet<Group<'_>> = old_groups
            .keys()
            .chain(new_groups.keys())
            .copied()
            .collect();
        keys.into_iter()
            .flat_map(|key| {
                let old = old_groups.remove(&key).unwrap_or_default();
                let new = new_groups.remove(&key).unwrap_or_default();
                pair_up((old_message, &old), (new_message, &new))
            })
            .collect()
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

/// Fields that releases until 8.3 compare with each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Group<'a> {
    /// Those of a oneof that both messages have.
    Oneof(&'a str),
    /// Those that were outside of oneofs and are in one now.
    Moved,
    Alone,
}

fn groups<'a>(
    message: &'a Message,
    other: &Message,
    moved: &HashSet<i32>,
) -> HashMap<Group<'a>, Vec<(i32, Slot)>> {
    let mut groups: HashMap<Group<'a>, Vec<(i32, Slot)>> = HashMap::new();
    for (number, slot) in &message.numbered {
        let oneof = slot
            .oneof
            .map(|index| message.oneofs[index as usize].name.text.as_str());
        let group = match oneof {
            _ if moved.contains(number) => Group::Moved,
            None => Group::Alone,
            Some(name) if other.oneof(name).is_some() => Group::Oneof(name),
            Some(_) => continue,
        };
        groups.entry(group).or_default().push((*number, *slot));
    }
    groups
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
