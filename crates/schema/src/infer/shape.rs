//! What some values have in common.

use std::collections::HashMap;

use crate::json_text::{Kind, Value};

/// What was seen in one place of some messages.
#[derive(Debug, Default)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "a value is of any of JSON's kinds"
)]
pub(super) struct Shape {
    pub(super) null: bool,
    pub(super) boolean: bool,
    /// Whole numbers of at most 64 bits.
    pub(super) whole: bool,
    /// Other numbers.
    pub(super) number: bool,
    pub(super) string: bool,
    pub(super) items: Option<Box<Self>>,
    pub(super) object: Option<Object>,
}

/// The members of some objects.
#[derive(Debug, Default)]
pub(super) struct Object {
    /// How many objects there were.
    count: usize,
    /// In the order in which they were first seen.
    pub(super) members: Vec<Member>,
    places: HashMap<String, usize>,
}

#[derive(Debug)]
pub(super) struct Member {
    pub(super) name: String,
    count: usize,
    pub(super) shape: Shape,
}

impl Shape {
    /// Adds what a value is. JSON that is read is not nested too deep to do so by recursion.
    pub(super) fn take(&mut self, value: Value<'_>) {
        match value.kind() {
            Kind::Null => self.null = true,
            Kind::Bool(_) => self.boolean = true,
            Kind::Number(text) if text.parse::<i64>().is_ok() => self.whole = true,
            Kind::Number(_) => self.number = true,
            Kind::String(_) => self.string = true,
            Kind::Array(items) => {
                let shape = self.items.get_or_insert_default();
                items.for_each(|item| shape.take(item));
            }
            Kind::Object(members) => {
                let object = self.object.get_or_insert_default();
                object.count += 1;
                for member in members {
                    let end = object.members.len();
                    let at = *object.places.entry(member.name.to_owned()).or_insert(end);
                    if at == end {
                        object.members.push(Member {
                            name: member.name.to_owned(),
                            count: 0,
                            shape: Self::default(),
                        });
                    }
                    object.members[at].count += 1;
                    object.members[at].shape.take(member.value);
                }
            }
        }
    }
}

impl Shape {
    /// Adds what another shape is.
    pub(super) fn merge(&mut self, other: &Self) {
        self.null |= other.null;
        self.boolean |= other.boolean;
        self.whole |= other.whole;
        self.number |= other.number;
        self.string |= other.string;
        if let Some(items) = &other.items {
            self.items.get_or_insert_default().merge(items);
        }
        if let Some(object) = &other.object {
            let own = self.object.get_or_insert_default();
            own.count += object.count;
            for member in &object.members {
                let end = own.members.len();
                let at = *own.places.entry(member.name.clone()).or_insert(end);
                if at == end {
                    own.members.push(Member {
                        name: member.name.clone(),
                        count: 0,
                        shape: Self::default(),
                    });
                }
                own.members[at].count += member.count;
                own.members[at].shape.merge(&member.shape);
            }
        }
    }
}

impl Object {
    /// Whether all the objects have a member.
    pub(super) fn requires(&self, member: &Member) -> bool {
        member.count == self.count
    }
}
