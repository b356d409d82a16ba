use std::collections::HashMap;

use super::model::{Enum, Field, Fixed, Link, Named, Primitive, Record, Schema, Shape, TypeId};
use super::outcome::{Found, Kind, Location, Outcome, Outcomes, Segment};
use super::writer;
use crate::difference::Difference;
use crate::json_text::Value;
use crate::position::Span;

/// More pairs of types are not compared: only unions of thousands of types have so many.
const MAX_PAIRS: usize = 1_000_000;

/// Why there is no list of differences.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// A field of the reader is, by its name and its aliases, several fields of the writer. The registry takes the
    /// schemas for incompatible and answers with this message alone.
    AmbiguousField {
        /// The registry's message.
        message: String,
        /// The writer's record, in the old text.
        old_at: Span,
        /// The field, in the new text.
        new_at: Span,
    },
    /// Comparing the schemas would take too long.
    TooLarge,
}

/// What keeps the new schema from reading what the old one wrote (BACKWARD; for FORWARD swap them), as Apache's
/// `SchemaCompatibility` has it: in its order, with its paths into the new schema, and `info` as its message. All of
/// them are incompatible.
///
/// As there, names are compared without namespaces, logical types and the values of defaults not at all. A pair of
/// types that comes up again repeats its differences with the paths of the first time; inside the branches of unions
/// paths begin anew.
///
/// Places are in the texts of the schemas themselves; what lies in a reference is where it is referred to.
pub fn compare(old: &Schema, new: &Schema) -> Result<Vec<Difference>, Refusal> {
    let mut checker = Checker {
        new,
        old,
        known: HashMap::new(),
        outcomes: Outcomes::default(),
    };
    let root = Pair {
        reader: At::follow(new.root, Span::default()),
        writer: At::follow(old.root, Span::default()),
    };
    let outcome = checker.run(root)?;
    Ok(checker.outcomes.differences(outcome))
}

/// A type and the place where it is used, in the schema's own text.
#[derive(Clone, Copy)]
struct At {
    id: TypeId,
    site: Span,
}

impl At {
    /// The target of a link in something that is used at `site`.
    fn follow(link: Link, site: Span) -> Self {
        Self {
            id: link.to,
            site: link.place.in_text(site),
        }
    }
}

#[derive(Clone, Copy)]
struct Pair {
    reader: At,
    writer: At,
}

/// A pair that is being compared.
struct Frame {
    pair: Pair,
    location: Location,
    mode: Mode,
    /// How many children have been begun.
    begun: usize,
    outcome: Outcome,
}

/// What a pair's children are, and what they tell of it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Mode {
    /// It has none.
    Leaf,
    /// The items of arrays or the values of maps.
    Inside,
    /// The fields of the reader.
    Fields,
    /// Each branch of the writer's union against the reader, which is no union.
    WriterBranches,
    /// Each branch of the writer's union against the reader's union: what fails is a branch that is missing.
    EachBranch,
    /// The branches of the reader's union, of which one must fit.
    AnyBranch,
}

struct Checker<'s> {
    new: &'s Schema,
    old: &'s Schema,
    /// `None` while a pair is being compared: until then it counts as compatible.
    known: HashMap<(TypeId, TypeId), Option<u32>>,
    outcomes: Outcomes,
}

impl<'s> Checker<'s> {
    fn run(&mut self, root: Pair) -> Result<u32, Refusal> {
        self.known.insert((root.reader.id, root.writer.id), None);
        let mut frame = self.enter(root, Location::ROOT);
        let mut waiting: Vec<Frame> = Vec::new();
        loop {
            if let Some((child, location)) = self.next(&mut frame)? {
                let key = (child.reader.id, child.writer.id);
                if let Some(known) = self.known.get(&key) {
                    let outcome = known.unwrap_or(Outcomes::COMPATIBLE);
                    self.take(&mut frame, outcome);
                    continue;
                }
                if self.known.len() >= MAX_PAIRS {
                    return Err(Refusal::TooLarge);
                }
                self.known.insert(key, None);
                let location = match location {
                    None => Location::ROOT,
                    Some(segment) => self.outcomes.below(frame.location, segment),
                };
                waiting.push(frame);
                frame = self.enter(child, location);
                continue;
            }
            let key = (frame.pair.reader.id, frame.pair.writer.id);
            let outcome = self.outcomes.finish(frame.outcome);
            self.known.insert(key, Some(outcome));
            match waiting.pop() {
                None => return Ok(outcome),
                Some(parent) => frame = parent,
            }
            self.take(&mut frame, outcome);
        }
    }

    /// Begins a pair, with what it tells without its children.
    fn enter(&mut self, pair: Pair, location: Location) -> Frame {
        let mut outcome = Outcome::default();
        let reader = &self.new.get(pair.reader.id).shape;
        let writer = &self.old.get(pair.writer.id).shape;
        let mode = match (reader, writer) {
            (Shape::Array(_), Shape::Array(_)) | (Shape::Map(_), Shape::Map(_)) => Mode::Inside,
            (Shape::Union(_), Shape::Union(_)) => Mode::EachBranch,
            (_, Shape::Union(_)) => Mode::WriterBranches,
            (Shape::Union(_), _) => Mode::AnyBranch,
            (Shape::Record(reader), Shape::Record(writer)) => {
                self.names(&mut outcome, pair, location, &reader.named, &writer.named);
                Mode::Fields
            }
            (Shape::Enum(reader), Shape::Enum(writer)) => {
                self.names(&mut outcome, pair, location, &reader.named, &writer.named);
                self.symbols(&mut outcome, pair, location, reader, writer);
                Mode::Leaf
            }
            (Shape::Fixed(reader), Shape::Fixed(writer)) => {
                self.names(&mut outcome, pair, location, &reader.named, &writer.named);
                self.size(&mut outcome, pair, location, reader, writer);
                Mode::Leaf
            }
            (Shape::Primitive(reader), Shape::Primitive(writer)) if promotes(*writer, *reader) => {
                Mode::Leaf
            }
            _ => {
                self.outcomes.push(
                    &mut outcome,
                    Found {
                        kind: Kind::TypeMismatch,
                        location,
                        segment: Segment::Nothing,
                        info: format!(
                            "reader type: {} not compatible with writer type: {}",
                            reader.kind(),
                            writer.kind()
                        ),
                        old_at: pair.writer.site,
                        new_at: pair.reader.site,
                    },
                );
                Mode::Leaf
            }
        };
        Frame {
            pair,
            location,
            mode,
            begun: 0,
            outcome,
        }
    }

    /// The next child of a pair, and what leads to it; without that its paths begin anew.
    fn next(&mut self, frame: &mut Frame) -> Result<Option<(Pair, Option<Segment>)>, Refusal> {
        let at = frame.begun;
        frame.begun += 1;
        let Pair { reader, writer } = frame.pair;
        let reader_shape = &self.new.get(reader.id).shape;
        let writer_shape = &self.old.get(writer.id).shape;
        Ok(match (frame.mode, reader_shape, writer_shape) {
            (Mode::Inside, Shape::Array(inside), Shape::Array(other)) if at == 0 => {
                Some((follow(frame.pair, *inside, *other), Some(Segment::Items)))
            }
            (Mode::Inside, Shape::Map(inside), Shape::Map(other)) if at == 0 => {
                Some((follow(frame.pair, *inside, *other), Some(Segment::Values)))
            }
            (Mode::EachBranch | Mode::WriterBranches, _, Shape::Union(branches)) => {
                branches.get(at).map(|branch| {
                    let writer = At::follow(*branch, writer.site);
                    let segment =
                        (frame.mode == Mode::WriterBranches).then_some(Segment::Branch(at));
                    (Pair { reader, writer }, segment)
                })
            }
            (Mode::AnyBranch, Shape::Union(branches), _) => match branches.get(at) {
                Some(branch) => {
                    let reader = At::follow(*branch, reader.site);
                    Some((Pair { reader, writer }, None))
                }
                None => {
                    self.missing_branch(frame, Segment::Nothing, writer);
                    None
                }
            },
            (Mode::Fields, Shape::Record(record), Shape::Record(other)) => {
                return self.next_field(frame, record, other);
            }
            _ => None,
        })
    }

    fn next_field(
        &mut self,
        frame: &mut Frame,
        record: &'s Record,
        other: &'s Record,
    ) -> Result<Option<(Pair, Option<Segment>)>, Refusal> {
        let Pair { reader, writer } = frame.pair;
        let mut at = frame.begun - 1;
        while let Some(field) = record.fields.get(at) {
            frame.begun = at + 1;
            let segment = Some(Segment::FieldType(at));
            let target = At::follow(field.link, reader.site);
            match self.counterpart(frame.pair, field, at, other)? {
                Some(found) => {
                    return Ok(Some((follow(frame.pair, field.link, found.link), segment)));
                }
                None if field.default.is_some() => {}
                // As Avro has it: the field's type is compared with the whole record.
                None if matches!(&self.new.get(target.id).shape, Shape::Enum(of) if of.default.is_some()) =>
                {
                    return Ok(Some((
                        Pair {
                            reader: target,
                            writer,
                        },
                        segment,
                    )));
                }
                None => {
                    let found = Found {
                        kind: Kind::ReaderFieldMissingDefaultValue,
                        location: frame.location,
                        segment: Segment::Field(at),
                        info: field.name.clone(),
                        old_at: part(self.old, writer, "name"),
                        new_at: self.field_name(reader, field),
                    };
                    self.outcomes.push(&mut frame.outcome, found);
                }
            }
            at += 1;
        }
        frame.begun = at + 1;
        Ok(None)
    }

    /// The writer's field that has the name of the reader's, or one of its aliases.
    fn counterpart(
        &self,
        pair: Pair,
        field: &Field,
        at: usize,
        writer: &'s Record,
    ) -> Result<Option<&'s Field>, Refusal> {
        let names = [&field.name].into_iter().chain(&field.aliases);
        let mut found = names.filter_map(|name| writer.by_name.get(name));
        let first = found.next();
        if found.next().is_some() {
            return Err(Refusal::AmbiguousField {
                message: format!(
                    "Unexpected exception during compatibility check: Reader record field {} type:{} pos:{at} matches \
                     multiple fields in writer record schema {}",
                    field.name,
                    self.new.get(field.link.to).shape.kind(),
                    writer::whole(self.old, pair.writer.id)
                ),
                old_at: part(self.old, pair.writer, "name"),
                new_at: self.field_name(pair.reader, field),
            });
        }
        Ok(first.map(|at| &writer.fields[*at]))
    }

    /// Tells a pair how one of its children came out.
    fn take(&mut self, frame: &mut Frame, child: u32) {
        let fits = child == Outcomes::COMPATIBLE;
        match frame.mode {
            Mode::EachBranch if !fits => {
                let at = frame.begun - 1;
                if let Shape::Union(branches) = &self.old.get(frame.pair.writer.id).shape {
                    let branch = At::follow(branches[at], frame.pair.writer.site);
                    self.missing_branch(frame, Segment::Branch(at), branch);
                }
            }
            // One branch that fits is enough.
            Mode::AnyBranch if fits => frame.mode = Mode::Leaf,
            Mode::AnyBranch | Mode::EachBranch => {}
            _ if fits => {}
            _ => frame.outcome.nest(child),
        }
    }

    fn missing_branch(&mut self, frame: &mut Frame, segment: Segment, branch: At) {
        let found = Found {
            kind: Kind::MissingUnionBranch,
            location: frame.location,
            segment,
            info: format!(
                "reader union lacking writer type: {}",
                self.old.get(branch.id).shape.kind()
            ),
            old_at: branch.site,
            new_at: frame.pair.reader.site,
        };
        self.outcomes.push(&mut frame.outcome, found);
    }

    fn names(
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
            info: format!("expected: {written}"),
            old_at: part(self.old, pair.writer, "name"),
            new_at: part(self.new, pair.reader, "name"),
        };
        self.outcomes.push(outcome, found);
    }

    fn size(
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
            info: format!("expected: {}, found: {}", writer.size, reader.size),
            old_at: part(self.old, pair.writer, "size"),
            new_at: part(self.new, pair.reader, "size"),
        };
        self.outcomes.push(outcome, found);
    }

    fn symbols(
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
        let read: std::collections::HashSet<&String> = reader.symbols.iter().collect();
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
            info: format!("[{}]", missing.join(", ")),
            old_at: symbol.map_or(list, Value::span),
            new_at: part(self.new, pair.reader, "symbols"),
        };
        self.outcomes.push(outcome, found);
    }

    fn field_name(&self, reader: At, field: &Field) -> Span {
        let document = self.new.get(reader.id).document;
        let name = self.new.value(document, field.node).get("name");
        name.filter(|_| document == 0)
            .map_or(reader.site, Value::span)
    }
}

fn follow(pair: Pair, reader: Link, writer: Link) -> Pair {
    Pair {
        reader: At::follow(reader, pair.reader.site),
        writer: At::follow(writer, pair.writer.site),
    }
}

/// The place of a member of a type's object.
fn part(schema: &Schema, at: At, name: &str) -> Span {
    let one = schema.get(at.id);
    let value = one.value(schema).filter(|_| one.document == 0);
    value
        .and_then(|value| value.get(name))
        .map_or(at.site, Value::span)
}

/// Whether the one is read as the other.
fn promotes(writer: Primitive, reader: Primitive) -> bool {
    use Primitive::{Bytes, Double, Float, Int, Long, String};
    writer == reader
        || matches!(
            (writer, reader),
            (Int, Long | Float | Double)
                | (Long, Float | Double)
                | (Float, Double)
                | (String, Bytes)
                | (Bytes, String)
        )
}
