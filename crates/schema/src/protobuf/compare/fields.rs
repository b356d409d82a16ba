use super::report::{Kind as Finding, Spot};
use super::{At, Fields, MOST_REPEATED, Task, Walk};
use crate::position::Span;
use crate::protobuf::field_kind::{Kind, Part, Reference, Scalar};
use crate::protobuf::java_order::{JavaHash, map_order, union_capacity, union_order};
use crate::protobuf::schema::Place;
use crate::protobuf::tree::{Declared, Field, Label, Message, OneOf, Slot};

/// A field's number and the field on both sides.
pub(super) struct Pair<'a> {
    number: i32,
    old: Option<Member<'a>>,
    new: Option<Member<'a>>,
}

/// A field and the oneof that it is in.
#[derive(Debug, Clone, Copy)]
pub(super) struct Member<'a> {
    pub(super) field: &'a Field,
    pub(super) oneof: Option<&'a OneOf>,
}

impl<'a> Member<'a> {
    pub(super) fn at(message: &'a Message, slot: Slot) -> Self {
        match slot.oneof {
            None => Self {
                field: &message.fields[slot.index as usize],
                oneof: None,
            },
            Some(oneof) => {
                let oneof = &message.oneofs[oneof as usize];
                Self {
                    field: &oneof.fields[slot.index as usize],
                    oneof: Some(oneof),
                }
            }
        }
    }
}

/// All fields of two messages by number, in the registry's order.
pub(super) fn pairs<'a>(old: &'a Message, new: &'a Message) -> Vec<Pair<'a>> {
    pair_up(old, new, &old.numbered, &new.numbered)
}

/// Both lists are sorted by number.
pub(super) fn pair_up<'a>(
    old: &'a Message,
    new: &'a Message,
    old_slots: &[(i32, Slot)],
    new_slots: &[(i32, Slot)],
) -> Vec<Pair<'a>> {
    let mut pairs = Vec::with_capacity(old_slots.len().max(new_slots.len()));
    let (mut old_slots, mut new_slots) = (old_slots.iter().peekable(), new_slots.iter().peekable());
    loop {
        let number = match (old_slots.peek(), new_slots.peek()) {
            (Some((was, _)), Some((is, _))) => *was.min(is),
            (Some((number, _)), None) | (None, Some((number, _))) => *number,
            (None, None) => break,
        };
        let was = old_slots.next_if(|(was, _)| *was == number);
        let is = new_slots.next_if(|(is, _)| *is == number);
        pairs.push(Pair {
            number,
            old: was.map(|(_, slot)| Member::at(old, *slot)),
            new: is.map(|(_, slot)| Member::at(new, *slot)),
        });
    }
    in_java_order(pairs)
}

/// Small numbers come out of a hash set as they are counted; large ones do not.
fn in_java_order(mut pairs: Vec<Pair<'_>>) -> Vec<Pair<'_>> {
    let old = pairs.iter().filter(|pair| pair.old.is_some()).count();
    let capacity = union_capacity(old, pairs.len());
    if pairs
        .iter()
        .all(|pair| usize::try_from(pair.number).is_ok_and(|number| number < capacity))
    {
        return pairs;
    }
    let old: Vec<usize> = (0..pairs.len())
        .filter(|at| pairs[*at].old.is_some())
        .collect();
    let mut new: Vec<usize> = (0..pairs.len())
        .filter(|at| pairs[*at].new.is_some())
        .collect();
    let spread = |at: &usize| pairs[*at].number.spread();
    let mut order = old;
    map_order(&mut order, spread);
    map_order(&mut new, spread);
    let first = order.len();
    order.extend(new.into_iter().filter(|at| pairs[*at].old.is_none()));
    union_order(&mut order, first, spread);
    let mut rank = vec![0; order.len()];
    for (place, at) in order.into_iter().enumerate() {
        rank[at] = place;
    }
    let mut ranked: Vec<(usize, Pair<'_>)> = rank.into_iter().zip(pairs.drain(..)).collect();
    ranked.sort_by_key(|(rank, _)| *rank);
    ranked.into_iter().map(|(_, pair)| pair).collect()
}

/// Two fields of one number that are compared, and what is told where.
struct Compared<'a> {
    old: &'a Field,
    new: &'a Field,
    old_in: Place<usize>,
    new_in: Place<usize>,
    new_oneof: Option<&'a str>,
    number: i32,
}

impl<'a> Walk<'a> {
    pub(super) fn fields(&mut self, mut fields: Fields<'a>) {
        while let Some(pair) = fields.pairs.next() {
            let before = self.tasks.len();
            self.pair(&pair, fields.old, fields.new, &fields.at);
            if self.tasks.len() > before {
                // A referenced message comes in between.
                let tasks = self.tasks.split_off(before);
                self.tasks.push(Task::Fields(fields));
                self.tasks.extend(tasks);
                return;
            }
        }
    }

    fn pair(&mut self, pair: &Pair<'a>, old: Place<usize>, new: Place<usize>, at: &At) {
        let number = pair.number;
        match (pair.old, pair.new) {
            (None, None) => {}
            (None, Some(is)) => {
                let kind = match (is.oneof, required(is.field)) {
                    (Some(_), _) => Finding::ONEOF_FIELD_ADDED,
                    (None, true) => Finding::REQUIRED_FIELD_ADDED,
                    (None, false) => Finding::FIELD_ADDED,
                };
                let was = self.old.message(old).name.span;
                self.tell(
                    kind,
                    at,
                    (is.oneof, number),
                    (old, was),
                    (new, is.field.name.span),
                );
            }
            (Some(was), None) => {
                let kind = match (was.oneof, required(was.field)) {
                    (Some(oneof), _) if self.oneof_is_gone(oneof, new) => return,
                    (Some(_), _) => Finding::ONEOF_FIELD_REMOVED,
                    (None, true) => Finding::REQUIRED_FIELD_REMOVED,
                    (None, false) => Finding::FIELD_REMOVED,
                };
                let parent = self.removed_from(was.oneof, new);
                self.tell(
                    kind,
                    at,
                    (was.oneof, number),
                    (old, was.field.name.span),
                    (new, parent),
                );
            }
            (Some(was), Some(is)) => {
                if was.oneof.is_some()
                    && is.oneof.is_none()
                    && super::oneofs::by_number(self.profile)
                {
                    let kind = Finding::ONEOF_FIELD_MOVED_TO_TOP_LEVEL;
                    let (was, is) = (was.field.name.span, is.field.name.span);
                    self.tell(kind, at, (None, number), (old, was), (new, is));
                }
                self.field(
                    &Compared {
                        old: was.field,
                        new: is.field,
                        old_in: old,
                        new_in: new,
                        new_oneof: is.oneof.map(|oneof| oneof.name.text.as_str()),
                        number,
                    },
                    at,
                );
            }
        }
    }

    /// Whether a oneof went with all that was in it.
    fn oneof_is_gone(&self, oneof: &OneOf, new: Place<usize>) -> bool {
        let new = self.new.message(new);
        new.oneof(&oneof.name.text).is_none()
            && !oneof
                .fields
                .iter()
                .any(|field| new.slot(field.number.value).is_some())
    }

    /// Where a field is missed: in the oneof that it was in if that is still there, else in the message.
    fn removed_from(&self, oneof: Option<&OneOf>, new: Place<usize>) -> Span {
        let new = self.new.message(new);
        let oneof = oneof.and_then(|oneof| new.oneof(&oneof.name.text));
        oneof.map_or(new.name.span, |oneof| oneof.name.span)
    }

    fn tell(
        &mut self,
        kind: Finding,
        at: &At,
        (oneof, number): (Option<&OneOf>, i32),
        (old, was): (Place<usize>, Span),
        (new, is): (Place<usize>, Span),
    ) {
        let number = number.to_string();
        let path = match oneof {
            Some(oneof) => at.path.text_to(&[&oneof.name.text, &number]),
            None => at.path.text_to(&[&number]),
        };
        let (old, new) = (spot(old, was), spot(new, is));
        let difference = at.ways.difference(kind, path, old, new);
        self.found.push(difference);
    }

    fn field(&mut self, compared: &Compared<'a>, at: &At) {
        let (old, new) = (compared.old, compared.new);
        if old.name.text != new.name.text {
            self.tell_of_field(
                compared,
                at,
                Finding::FIELD_NAME_CHANGED,
                old.name.span,
                new.name.span,
            );
        }
        let old_kind = Kind::of(self.old, compared.old_in, &old.kind);
        let new_kind = Kind::of(self.new, compared.new_in, &new.kind);
        if let (Kind::Scalar(was), Kind::Scalar(is)) = (old_kind, new_kind)
            && was == is
        {
            self.labels(compared, at, was);
        }
        self.kinds(compared, at, old_kind, new_kind);
    }

    fn labels(&mut self, compared: &Compared<'a>, at: &At, scalar: Scalar) {
        let (Some((was, old_span)), Some((is, new_span))) =
            (compared.old.label, compared.new.label)
        else {
            return;
        };
        if was != is {
            let kind = if scalar == Scalar::Text {
                Finding::FIELD_STRING_OR_BYTES_LABEL_CHANGED
            } else {
                Finding::FIELD_NUMERIC_LABEL_CHANGED
            };
            self.tell_of_field(compared, at, kind, old_span, new_span);
        }
    }

    fn kinds(&mut self, compared: &Compared<'a>, at: &At, old: Kind<'a>, new: Kind<'a>) {
        let (was, is) = (compared.old.kind.span(), compared.new.kind.span());
        match (old, new) {
            (Kind::Scalar(old), Kind::Scalar(new)) => {
                if old != new {
                    self.tell_of_field(compared, at, Finding::FIELD_SCALAR_KIND_CHANGED, was, is);
                }
            }
            (Kind::Message(old), Kind::Message(new)) => self.messages(compared, at, old, new),
            (
                Kind::Map {
                    key: old_key,
                    value: old_value,
                },
                Kind::Map {
                    key: new_key,
                    value: new_value,
                },
            ) => {
                self.parts(compared, at, old_key, new_key);
                self.parts(compared, at, old_value, new_value);
            }
            _ => self.tell_of_field(compared, at, Finding::FIELD_KIND_CHANGED, was, is),
        }
    }

    /// A map's keys or values, as fields without labels.
    fn parts(&mut self, compared: &Compared<'a>, at: &At, old: Part<'a>, new: Part<'a>) {
        let old = Kind::of_part(self.old, old);
        let new = Kind::of_part(self.new, new);
        self.kinds(compared, at, old, new);
    }

    /// Messages of one name, without their packages, are the same unless they are of different versions of what is
    /// referred to: then they are compared.
    fn messages(
        &mut self,
        compared: &Compared<'a>,
        at: &At,
        old: Reference<'a>,
        new: Reference<'a>,
    ) {
        let (Reference::Found(was), Reference::Found(is)) = (old, new) else {
            if old.written() != new.written() {
                let (was, is) = (compared.old.kind.span(), compared.new.kind.span());
                self.tell_of_field(compared, at, Finding::FIELD_NAMED_TYPE_CHANGED, was, is);
            }
            return;
        };
        let declared = |place: Place<usize>| Place {
            file: place.file,
            id: Declared::Message(place.id),
        };
        let (was_span, is_span) = (compared.old.kind.span(), compared.new.kind.span());
        let (old_name, new_name) = (declared(was.place), declared(is.place));
        if !self
            .old
            .local_names(old_name)
            .eq(self.new.local_names(new_name))
        {
            self.tell_of_field(
                compared,
                at,
                Finding::FIELD_NAMED_TYPE_CHANGED,
                was_span,
                is_span,
            );
            return;
        }
        let pair = (was.place, is.place);
        if self.old.version(was.place.file) == self.new.version(is.place.file)
            || self.open.contains(&pair)
        {
            return;
        }
        self.references += 1;
        if self.references > MOST_REPEATED && !self.compared.insert(pair) {
            return;
        }
        self.open.insert(pair);
        let path = self
            .old
            .local_name(old_name)
            .iter()
            .fold(super::Path::default(), |path, name| path.to(name));
        let (old, new) = (
            spot(compared.old_in, was_span),
            spot(compared.new_in, is_span),
        );
        let ways = at.ways.through(old, new);
        let changed = at.ways.difference(
            Finding::FIELD_NAMED_TYPE_CHANGED,
            compared.path(at),
            old,
            new,
        );
        let from = self.found.len();
        self.then([
            Task::Message {
                old: was.place,
                new: is.place,
                at: At { path, ways },
            },
            Task::Referenced {
                pair,
                from,
                changed,
            },
        ]);
    }

    fn tell_of_field(
        &mut self,
        compared: &Compared<'a>,
        at: &At,
        kind: Finding,
        was: Span,
        is: Span,
    ) {
        let (old, new) = (spot(compared.old_in, was), spot(compared.new_in, is));
        let difference = at.ways.difference(kind, compared.path(at), old, new);
        self.found.push(difference);
    }
}

impl Compared<'_> {
    fn path(&self, at: &At) -> String {
        let number = self.number.to_string();
        match self.new_oneof {
            Some(oneof) => at.path.text_to(&[oneof, &number]),
            None => at.path.text_to(&[&number]),
        }
    }
}

fn required(field: &Field) -> bool {
    matches!(field.label, Some((Label::Required, _)))
}

fn spot(place: Place<usize>, span: Span) -> Spot {
    Spot {
        file: place.file,
        span,
    }
}
