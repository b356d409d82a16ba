use std::collections::HashSet;

use super::{At, Checker, Frame, Pair};
use crate::avro::model::{Enum, Field, Fixed, Named, Schema};
use crate::avro::outcome::{Found, Info, Kind, Location, Outcome, Segment};
use crate::json_text::Value;
use crate::position::Span;

/// The differences of a pair itself.
impl Checker<'_> {
    pub(super) fn missing_branch(&mut self, frame: &mut Frame, segment: Segment, branch: At) {
        let found = Found {
            kind: Kind::MissingUnionBranch,
            location: frame.location,
            segment,
            info: Info::Branch(self.old.get(branch.id).shape.kind()),
            old_at: branch.site,
            new_at: frame.pair.reader.site,
        };
        self.outcomes.push(&mut frame.outcome, found);
    }

    pub(super) fn names(
        &mut self,
        outcome: &mut Outcome,
        pair: Pair,
        location: Location,
        reader: &Named,
        writer: &Named,
    ) {
        let written = writer.name.full.as_str();
        // An alias without a namespace on a type with one is `.Name` to Avro, which no full name is.
        let reachable = |space: Option<&String>| space.is_some() || reader.name.space.is_none();
        let mut aliases = reader
            .aliases
            .iter()
            .filter(|alias| reachable(alias.space.as_ref()));
        if reader.name.simple == writer.name.simple || aliases.any(|alias| alias.full == written) {
            return;
        }
        let found = Found {
            kind: Kind::NameMismatch,
            location,
            segment: Segment::Name,
            info: Info::Text(format!("expected: {written}")),
            old_at: part(self.old, pair.writer, "name"),
            new_at: part(self.new, pair.reader, "name"),
        };
        self.outcomes.push(outcome, found);
    }

    pub(super) fn size(
        &mut self,
        outcome: &mut Outcome,
        pair: Pair,
        location: Location,
        reader: &Fixed,
        writer: &Fixed,
    ) {
        if reader.size == writer.size {
            return;
        }
        let found = Found {
            kind: Kind::FixedSizeMismatch,
            location,
            segment: Segment::Size,
            info: Info::Text(format!("expected: {}, found: {}", writer.size, reader.size)),
            old_at: part(self.old, pair.writer, "size"),
            new_at: part(self.new, pair.reader, "size"),
        };
        self.outcomes.push(outcome, found);
    }

    pub(super) fn symbols(
        &mut self,
        outcome: &mut Outcome,
        pair: Pair,
        location: Location,
        reader: &Enum,
        writer: &Enum,
    ) {
        if reader.default.is_some() {
            return;
        }
        let read: HashSet<&String> = reader.symbols.iter().collect();
        let mut missing: Vec<&str> = Vec::new();
        let mut first = None;
        for (at, symbol) in writer.symbols.iter().enumerate() {
            if !read.contains(symbol) {
                missing.push(symbol);
                first = first.or(Some(at));
            }
        }
        let Some(first) = first else {
            return;
        };
        missing.sort_by(|a, b| a.encode_utf16().cmp(b.encode_utf16()));
        let list = part(self.old, pair.writer, "symbols");
        let one = self.old.get(pair.writer.id);
        let symbols = one
            .value(self.old)
            .and_then(|value| value.get("symbols")?.as_array());
        let symbol = symbols
            .filter(|_| one.document == 0)
            .and_then(|mut symbols| symbols.nth(first));
        let found = Found {
            kind: Kind::MissingEnumSymbols,
            location,
            segment: Segment::Symbols,
            info: Info::Text(format!("[{}]", missing.join(", "))),
            old_at: symbol.map_or(list, Value::span),
            new_at: part(self.new, pair.reader, "symbols"),
        };
        self.outcomes.push(outcome, found);
    }

    pub(super) fn field_name(&self, reader: At, field: &Field) -> Span {
        let document = self.new.get(reader.id).document;
        let name = self.new.value(document, field.node).get("name");
        name.filter(|_| document == 0)
            .map_or(reader.site, Value::span)
    }
}

/// The place of a member of a type's object.
pub(in crate::avro) fn part(schema: &Schema, at: At, name: &str) -> Span {
    let one = schema.get(at.id);
    let value = one.value(schema).filter(|_| one.document == 0);
    value
        .and_then(|value| value.get(name))
        .map_or(at.site, Value::span)
}
