use super::change::Found;
use super::feature::{Presence, option, text};
use super::rule;
use super::strings;
use super::types;
use super::view::{FieldKind, FieldView, View};
use crate::position::Span;
use crate::protobuf::tree::Label;
use std::collections::HashMap;

/// How many values a field has, and whether one can tell that it has none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Cardinality {
    Implicit,
    Explicit,
    Required,
    Repeated,
    Map,
}

impl Cardinality {
    pub(super) fn of(field: &FieldView<'_>) -> Self {
        let message = matches!(field.kind, FieldKind::Message(_) | FieldKind::Group(_));
        let alone = message || field.oneof.is_some() || field.nested.is_some();
        match (&field.kind, field.label) {
            (FieldKind::Map(_), _) => Self::Map,
            (_, Some(Label::Repeated)) => Self::Repeated,
            (_, Some(Label::Required)) => Self::Required,
            (_, Some(Label::Optional)) => Self::Explicit,
            _ if field.features.presence == Presence::Required && field.oneof.is_none() => {
                Self::Required
            }
            _ if alone || field.features.presence == Presence::Explicit => Self::Explicit,
            _ => Self::Implicit,
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::Implicit => "optional without presence",
            Self::Explicit => "optional with presence",
            Self::Required => "required",
            Self::Repeated => "repeated",
            Self::Map => "a map",
        }
    }

    /// Those that are one group are written alike.
    fn wire(self) -> u8 {
        match self {
            Self::Implicit | Self::Explicit => 0,
            Self::Required => 1,
            Self::Repeated | Self::Map => 2,
        }
    }

    fn wire_json(self) -> u8 {
        match self {
            Self::Implicit | Self::Explicit => 0,
            Self::Required => 1,
            Self::Repeated => 2,
            Self::Map => 3,
        }
    }
}

/// A field on both sides.
pub(super) struct Pair<'p, 'a> {
    pub(super) was: &'p FieldView<'a>,
    pub(super) is: &'p FieldView<'a>,
    pub(super) views: [&'p View<'a>; 2],
}

/// The rules on fields, which are the same by their numbers, those of extensions too.
pub(super) fn check<'a>(old: &View<'a>, new: &View<'a>, found: &mut Found<'_, '_>) {
    for was in &old.messages {
        if let Some(is) = new.message(&was.full) {
            pairs([old, new], &old.fields(was), &new.fields(is), found);
        }
    }
    pairs([old, new], &old.extensions, &new.extensions, found);
}

fn pairs<'a>(
    views: [&View<'a>; 2],
    before: &[FieldView<'a>],
    after: &[FieldView<'a>],
    found: &mut Found<'_, '_>,
) {
    let by_number: HashMap<(&str, i32), &FieldView<'_>> = after
        .iter()
        .map(|field| ((field.of.as_str(), field.number), field))
        .collect();
    for was in before {
        if let Some(is) = by_number.get(&(was.of.as_str(), was.number)) {
            let pair = Pair { was, is, views };
            names(&pair, found);
            cardinality(&pair, found);
            options(&pair, found);
            types::check(&pair, found);
            strings::check(&pair, found);
        }
    }
}

impl Pair<'_, '_> {
    pub(super) fn tell(&self, found: &mut Found<'_, '_>, rule: &str, at: Span, what: &str) {
        let FieldView {
            name, number, of, ..
        } = self.is;
        let message = format!("`{name}` (field {number} of `{of}`) {what}");
        found.at(rule, self.is.file, at, message);
    }
}

fn names(pair: &Pair<'_, '_>, found: &mut Found<'_, '_>) {
    let (was, is) = (pair.was, pair.is);
    let full = |field: &FieldView<'_>| match &field.nested {
        Some(nested) => field.file.full(nested),
        None => field.name.to_owned(),
    };
    if full(was) != full(is) {
        let what = format!("was called `{}`.", full(was));
        pair.tell(found, rule::FIELD_SAME_NAME, is.name_at, &what);
    }
    let json = |field: &FieldView<'_>| {
        let written = text(option(field.options, "json_name"));
        written.map_or_else(|| json_name(field.name), str::to_owned)
    };
    if json(was) != json(is) && is.nested.is_none() {
        let at = option(is.options, "json_name").map_or(is.at, |option| option.at);
        let what = format!(
            "was called \"{}\" in JSON and is called \"{}\".",
            json(was),
            json(is)
        );
        pair.tell(found, rule::FIELD_SAME_JSON_NAME, at, &what);
    }
    let oneof = |field: &FieldView<'_>| field.oneof.map(|oneof| oneof.name.text.clone());
    if oneof(was) != oneof(is) {
        let what = match (oneof(was), oneof(is)) {
            (Some(before), Some(after)) => {
                format!("was in the oneof `{before}` and is in `{after}`.")
            }
            (None, Some(after)) => format!("was in no oneof and is in `{after}`."),
            (before, _) => {
                format!(
                    "was in the oneof `{}` and is in none.",
                    before.unwrap_or_default()
                )
            }
        };
        pair.tell(found, rule::FIELD_SAME_ONEOF, is.at, &what);
    }
}

fn cardinality(pair: &Pair<'_, '_>, found: &mut Found<'_, '_>) {
    let (was, is) = (Cardinality::of(pair.was), Cardinality::of(pair.is));
    let what = format!("was {} and is {}.", was.name(), is.name());
    let at = pair.is.at;
    if was != is {
        pair.tell(found, rule::FIELD_SAME_CARDINALITY, at, &what);
    }
    if was.wire() != is.wire() {
        pair.tell(found, rule::FIELD_WIRE_COMPATIBLE_CARDINALITY, at, &what);
    }
    if was.wire_json() != is.wire_json() {
        let rule = rule::FIELD_WIRE_JSON_COMPATIBLE_CARDINALITY;
        pair.tell(found, rule, at, &what);
    }
}

fn options(pair: &Pair<'_, '_>, found: &mut Found<'_, '_>) {
    let (was, is) = (pair.was, pair.is);
    let at = |name| option(is.options, name).map_or(is.at, |option| option.at);
    if is_wide(&was.kind) && is_wide(&is.kind) {
        let kind = |field: &FieldView<'_>| {
            let written = text(option(field.options, "jstype"));
            written.unwrap_or("JS_NORMAL").to_owned()
        };
        if kind(was) != kind(is) {
            let what = format!("was {} in JavaScript and is {}.", kind(was), kind(is));
            pair.tell(found, rule::FIELD_SAME_JSTYPE, at("jstype"), &what);
        }
    }
    if let Some(what) = super::types::default_changed(pair) {
        pair.tell(found, rule::FIELD_SAME_DEFAULT, at("default"), &what);
    }
}

/// Whether numbers of a type do not fit into JavaScript's.
fn is_wide(kind: &FieldKind) -> bool {
    let wide = ["int64", "uint64", "sint64", "fixed64", "sfixed64"];
    matches!(kind, FieldKind::Scalar(scalar) if wide.contains(&scalar.as_str()))
}

/// The name in JSON of a field that has none of its own: without underscores, what follows them in capitals.
fn json_name(name: &str) -> String {
    let mut out = String::new();
    let mut raise = false;
    for char in name.chars() {
        if char == '_' {
            raise = true;
        } else if std::mem::take(&mut raise) {
            out.push(char.to_ascii_uppercase());
        } else {
            out.push(char);
        }
    }
    out
}
