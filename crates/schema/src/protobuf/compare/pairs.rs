use crate::protobuf::digest;
use crate::protobuf::java_order::{JavaHash, map_order, union_capacity, union_order};
use crate::protobuf::tree::{Field, Message, OneOf, Slot};

/// A field's number and the field on both sides.
pub(super) struct Pair<'a> {
    pub(super) number: i32,
    pub(super) old: Option<Member<'a>>,
    pub(super) new: Option<Member<'a>>,
}

/// A field and the oneof that it is in.
#[derive(Debug, Clone, Copy)]
pub(super) struct Member<'a> {
    pub(super) field: &'a Field,
    pub(super) oneof: Option<&'a OneOf>,
}

impl<'a> Member<'a> {
    fn at(message: &'a Message, slot: Slot) -> Self {
        Self {
            field: message.field(slot),
            oneof: slot.oneof.map(|oneof| &message.oneofs[oneof as usize]),
        }
    }
}

/// Pairs of fields that are still to come, in the registry's order.
pub(super) enum Rest<'a> {
    /// As they are counted.
    Counted(Counted<'a, 'a>),
    Listed(std::vec::IntoIter<Pair<'a>>),
}

impl<'a> Rest<'a> {
    /// All fields of two messages by number.
    pub(super) fn of(old: &'a Message, new: &'a Message) -> Self {
        let (old_slots, new_slots) = (&old.numbered[..], &new.numbered[..]);
        let counted = Counted::new((old, old_slots), (new, new_slots));
        if comes_counted(old_slots, new_slots) {
            Self::Counted(counted)
        } else {
            Self::listed(in_java_order(counted.collect()))
        }
    }

    pub(super) fn listed(pairs: Vec<Pair<'a>>) -> Self {
        Self::Listed(pairs.into_iter())
    }
}

impl<'a> Iterator for Rest<'a> {
    type Item = Pair<'a>;

    fn next(&mut self) -> Option<Pair<'a>> {
        match self {
            Self::Counted(pairs) => {
                pairs.skip_same();
                pairs.next()
            }
            Self::Listed(pairs) => pairs.next(),
        }
    }
}

/// Some fields of two messages, in the registry's order; both lists are sorted by number.
pub(super) fn pair_up<'a>(
    old: (&'a Message, &[(i32, Slot)]),
    new: (&'a Message, &[(i32, Slot)]),
) -> Vec<Pair<'a>> {
    in_java_order(Counted::new(old, new).collect())
}

/// Two sorted lists of fields merged.
pub(super) struct Counted<'s, 'a> {
    old: (&'a Message, &'s [(i32, Slot)]),
    new: (&'a Message, &'s [(i32, Slot)]),
}

impl<'s, 'a> Counted<'s, 'a> {
    fn new(old: (&'a Message, &'s [(i32, Slot)]), new: (&'a Message, &'s [(i32, Slot)])) -> Self {
        Self { old, new }
    }

    /// Goes past fields that are the same on both sides.
    fn skip_same(&mut self) {
        while let ([(was, old), old_rest @ ..], [(is, new), new_rest @ ..]) =
            (self.old.1, self.new.1)
            && was == is
            && digest::same(old.digest, new.digest)
            && old.oneof.is_some() == new.oneof.is_some()
        {
            self.old.1 = old_rest;
            self.new.1 = new_rest;
        }
    }
}

impl<'a> Iterator for Counted<'_, 'a> {
    type Item = Pair<'a>;

    fn next(&mut self) -> Option<Pair<'a>> {
        let number = match (self.old.1.first(), self.new.1.first()) {
            (Some((was, _)), Some((is, _))) => *was.min(is),
            (Some((number, _)), None) | (None, Some((number, _))) => *number,
            (None, None) => return None,
        };
        let take = |(message, slots): &mut (&'a Message, &[(i32, Slot)])| match slots {
            [(first, slot), rest @ ..] if *first == number => {
                let member = Member::at(message, *slot);
                *slots = rest;
                Some(member)
            }
            _ => None,
        };
        Some(Pair {
            number,
            old: take(&mut self.old),
            new: take(&mut self.new),
        })
    }
}

/// Small numbers come out of a hash set as they are counted; large ones do not.
fn comes_counted(old: &[(i32, Slot)], new: &[(i32, Slot)]) -> bool {
    let capacity = union_capacity(old.len(), old.len().max(new.len()));
    [old, new].into_iter().all(|slots| {
        let ends = slots.first().into_iter().chain(slots.last());
        ends.map(|(number, _)| usize::try_from(*number))
            .all(|number| number.is_ok_and(|number| number < capacity))
    })
}

fn in_java_order(pairs: Vec<Pair<'_>>) -> Vec<Pair<'_>> {
    let spread = |at: &usize| pairs[*at].number.spread();
    let side = |there: fn(&Pair<'_>) -> bool| -> Vec<usize> {
        let mut side: Vec<usize> = (0..pairs.len()).filter(|at| there(&pairs[*at])).collect();
        map_order(&mut side, spread);
        side
    };
    let mut order = side(|pair| pair.old.is_some());
    let old = order.len();
    let new = side(|pair| pair.new.is_some());
    order.extend(new.into_iter().filter(|at| pairs[*at].old.is_none()));
    union_order(&mut order, old, spread);
    let mut pairs: Vec<Option<Pair<'_>>> = pairs.into_iter().map(Some).collect();
    order
        .into_iter()
        .filter_map(|at| pairs[at].take())
        .collect()
}
