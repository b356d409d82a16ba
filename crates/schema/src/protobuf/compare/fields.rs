use super::pairs::{Member, Pair, Rest};
use super::report::{Kind as Finding, Spot};
use super::{At, MOST_REPEATED, Task, Walk, oneofs};
use crate::position::Span;
use crate::protobuf::field_kind::{Kind, Means, Scalar};
use crate::protobuf::tree::{Field, Label, OneOf, TypeName};

/// Two fields of one number that are compared.
struct Compared<'a> {
    old: &'a Field,
    new: &'a Field,
    /// The oneof that it is in now.
    oneof: Option<&'a OneOf>,
    number: i32,
}

impl<'a> Walk<'a> {
    pub(super) fn fields(&mut self, at: At, mut rest: Rest<'a>) {
        let before = self.tasks.len();
        while let Some(pair) = rest.next() {
            self.pair(&pair, &at);
            if self.tasks.len() > before {
                // A referenced message comes in between.
                self.tasks.insert(before, Task::Fields(at, rest));
                return;
            }
        }
    }

    fn pair(&mut self, pair: &Pair<'a>, at: &At) {
        let number = pair.number;
        match (pair.old, pair.new) {
            (None, None) => {}
            (None, Some(is)) => {
                let kind = match (is.oneof, required(is.field)) {
                    (Some(_), _) => Finding::ONEOF_FIELD_ADDED,
                    (None, true) => Finding::REQUIRED_FIELD_ADDED,
                    (None, false) => Finding::FIELD_ADDED,
                };
                let parent = self.old_message(at).name.span;
                let spans = (parent, is.field.name.span);
                self.tell_of_field(kind, at, is.oneof, number, spans);
            }
            (Some(was), None) => {
                let kind = match (was.oneof, required(was.field)) {
                    (Some(oneof), _) if self.is_gone(oneof, at) => return,
                    (Some(_), _) => Finding::ONEOF_FIELD_REMOVED,
                    (None, true) => Finding::REQUIRED_FIELD_REMOVED,
                    (None, false) => Finding::FIELD_REMOVED,
                };
                let spans = (was.field.name.span, self.missed_in(was, at));
                self.tell_of_field(kind, at, was.oneof, number, spans);
            }
            (Some(was), Some(is)) => {
                let left = was.oneof.is_some() && is.oneof.is_none();
                if left && oneofs::by_number(self.profile) {
                    let kind = Finding::ONEOF_FIELD_MOVED_TO_TOP_LEVEL;
                    let spans = (was.field.name.span, is.field.name.span);
                    self.tell_of_field(kind, at, None, number, spans);
                }
                let compared = Compared {
                    old: was.field,
                    new: is.field,
                    oneof: is.oneof,
                    number,
                };
                self.field(&compared, at);
            }
        }
    }

    /// Whether a oneof went with all that was in it.
    fn is_gone(&mut self, oneof: &'a OneOf, at: &At) -> bool {
        let new = self.new_message(at);
        let gone = self
            .gone
            .entry((std::ptr::from_ref(oneof), std::ptr::from_ref(new)));
        *gone.or_insert_with(|| {
            let mut numbers = oneof.fields.iter().map(|field| field.number.value);
            new.oneof(&oneof.name.text).is_none()
                && !numbers.any(|number| new.slot(number).is_some())
        })
    }

    /// Where a field is missed: in the oneof that it was in if that is still there, else in the message.
    fn missed_in(&self, was: Member<'a>, at: &At) -> Span {
        let new = self.new_message(at);
        let oneof = was.oneof.and_then(|oneof| new.oneof(&oneof.name.text));
        oneof.map_or(new.name.span, |oneof| oneof.name.span)
    }

    fn field(&mut self, compared: &Compared<'a>, at: &At) {
        let (old, new) = (compared.old, compared.new);
        if old.name.text != new.name.text {
            let spans = (old.name.span, new.name.span);
            self.tell_of(compared, at, Finding::FIELD_NAME_CHANGED, spans);
        }
        let (old_kind, new_kind) = (Kind::of(self.old, old), Kind::of(self.new, new));
        if let (Kind::Scalar(was), Kind::Scalar(is)) = (old_kind, new_kind)
            && was == is
        {
            self.labels(compared, at, was);
        } else {
            self.kinds(compared, at, old_kind, new_kind);
        }
    }

    /// A label that is not written is not compared, nor is one of a message.
    fn labels(&mut self, compared: &Compared<'a>, at: &At, scalar: Scalar) {
        let labels = (compared.old.label, compared.new.label);
        let (Some((was, old_span)), Some((is, new_span))) = labels else {
            return;
        };
        if was != is {
            let kind = if scalar == Scalar::Text {
                Finding::FIELD_STRING_OR_BYTES_LABEL_CHANGED
            } else {
                Finding::FIELD_NUMERIC_LABEL_CHANGED
            };
            self.tell_of(compared, at, kind, (old_span, new_span));
        }
    }

    fn kinds(&mut self, compared: &Compared<'a>, at: &At, old: Kind<'a>, new: Kind<'a>) {
        let changed = match (old, new) {
            (Kind::Scalar(old), Kind::Scalar(new)) if old == new => return,
            (Kind::Scalar(_), Kind::Scalar(_)) => Finding::FIELD_SCALAR_KIND_CHANGED,
            (Kind::Message(old), Kind::Message(new)) => {
                return self.messages(compared, at, old, new);
            }
            (
                Kind::Map {
                    key: old_key,
                    value: old_value,
                },
                Kind::Map { key, value },
            ) => {
                // As fields without labels.
                self.kinds(compared, at, Kind::of_part(old_key), Kind::of_part(key));
                self.kinds(compared, at, Kind::of_part(old_value), Kind::of_part(value));
                return;
            }
            _ => Finding::FIELD_KIND_CHANGED,
        };
        self.tell_of(compared, at, changed, compared.types());
    }

    /// Messages of one name, without their packages, are the same unless they are of different versions of what is
    /// referred to: then they are compared.
    fn messages(&mut self, compared: &Compared<'a>, at: &At, old: &'a TypeName, new: &'a TypeName) {
        let changed = Finding::FIELD_NAMED_TYPE_CHANGED;
        let (Means::Message(was), Means::Message(is)) = (old.means, new.means) else {
            if old.name.text != new.name.text {
                self.tell_of(compared, at, changed, compared.types());
            }
            return;
        };
        if !self.old.local_names(was).eq(self.new.local_names(is)) {
            return self.tell_of(compared, at, changed, compared.types());
        }
        let pair = (was, is);
        if self.old.version(was.file) == self.new.version(is.file) || self.open.contains(&pair) {
            return;
        }
        self.references += 1;
        if self.references > MOST_REPEATED && !self.compared.insert(pair) {
            return;
        }
        self.open.insert(pair);
        let (old_type, new_type) = compared.types();
        let ways = at
            .ways
            .through(Spot::of(at.old, old_type), Spot::of(at.new, new_type));
        let number = compared.number.to_string();
        let parts = compared.parts(&number);
        let changed = Box::new(self.difference(changed, at, &parts, compared.types()));
        let before = self.broken;
        self.then([
            Task::Message(At::new(was, is, ways)),
            Task::Referenced {
                pair,
                before,
                changed,
            },
        ]);
    }

    fn tell_of(&mut self, compared: &Compared<'a>, at: &At, kind: Finding, spans: (Span, Span)) {
        self.tell_of_field(kind, at, compared.oneof, compared.number, spans);
    }

    fn tell_of_field(
        &mut self,
        kind: Finding,
        at: &At,
        oneof: Option<&OneOf>,
        number: i32,
        spans: (Span, Span),
    ) {
        self.tell(kind, at, &parts(oneof, &number.to_string()), spans);
    }
}

impl<'a> Compared<'a> {
    fn types(&self) -> (Span, Span) {
        (self.old.kind.span(), self.new.kind.span())
    }

    fn parts<'n>(&self, number: &'n str) -> Vec<&'n str>
    where
        'a: 'n,
    {
        parts(self.oneof, number)
    }
}

/// The end of a field's path.
fn parts<'n>(oneof: Option<&'n OneOf>, number: &'n str) -> Vec<&'n str> {
    let oneof = oneof.map(|oneof| oneof.name.text.as_str());
    oneof.into_iter().chain([number]).collect()
}

fn required(field: &Field) -> bool {
    matches!(field.label, Some((Label::Required, _)))
}
