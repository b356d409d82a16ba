mod detail;
mod fields;

use std::collections::HashMap;

pub(super) use detail::part;

use super::model::{Link, Primitive, Schema, Shape, TypeId};
use super::outcome::{Found, Info, Kind, Location, Outcome, Outcomes, Segment};
use crate::difference::Difference;
use crate::position::Span;

/// More pairs of types are not compared: only unions of thousands of types have so many.
const MAX_PAIRS: usize = 1_000_000;

/// How deep types without names are looked through for being the same.
const MAX_EASY_DEPTH: usize = 8;

/// An outcome with differences that nobody asks for: those between the branches of unions.
const INCOMPATIBLE: u32 = u32::MAX;

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
/// paths begin anew. Of differences that repeat without end the first 20,000 are listed, or 16 MiB of paths.
///
/// Places are in the texts of the schemas themselves; what lies in a reference is where it is referred to.
pub fn compare(old: &Schema, new: &Schema) -> Result<Vec<Difference>, Refusal> {
    let mut checker = Checker {
        new,
        old,
        known: HashMap::new(),
        begun: 0,
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
pub(super) struct At {
    pub(super) id: TypeId,
    pub(super) site: Span,
}

impl At {
    /// The target of a link in something that is used at `site`.
    pub(super) fn follow(link: Link, site: Span) -> Self {
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

impl Pair {
    fn key(self) -> (TypeId, TypeId) {
        (self.reader.id, self.writer.id)
    }
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
    /// How many pairs have been begun.
    begun: usize,
    outcomes: Outcomes,
}

impl Checker<'_> {
    fn run(&mut self, root: Pair) -> Result<u32, Refusal> {
        let mut frame = self.enter(root, Location::ROOT);
        let mut waiting: Vec<Frame> = Vec::new();
        loop {
            if let Some((child, location)) = self.next(&mut frame)? {
                if let Some(outcome) = self.at_once(child, frame.mode) {
                    self.take(&mut frame, outcome);
                    continue;
                }
                self.begun += 1;
                if self.begun > MAX_PAIRS {
                    return Err(Refusal::TooLarge);
                }
                let location = match location {
                    None => Location::ROOT,
                    Some(segment) => self.outcomes.below(frame.location, segment),
                };
                waiting.push(frame);
                frame = self.enter(child, location);
                continue;
            }
            let outcome = self.outcomes.finish(frame.outcome);
            if self.recurs(frame.pair) {
                self.known.insert(frame.pair.key(), Some(outcome));
            }
            match waiting.pop() {
                None => return Ok(outcome),
                Some(parent) => frame = parent,
            }
            self.take(&mut frame, outcome);
        }
    }

    /// Whether a pair can come up again. Types without a name are used in one place only, so that two of them meet
    /// once, when what they are used in does.
    fn recurs(&self, pair: Pair) -> bool {
        let named = |schema: &Schema, at: At| schema.get(at.id).shape.named().is_some();
        named(self.new, pair.reader) || named(self.old, pair.writer)
    }

    /// The outcome of a pair that is known, or that needs no frame.
    fn at_once(&self, pair: Pair, around: Mode) -> Option<u32> {
        if self.surely_fits(pair.key(), 0) {
            return Some(Outcomes::COMPATIBLE);
        }
        if self.recurs(pair) {
            let known = self.known.get(&pair.key())?;
            return Some(known.unwrap_or(Outcomes::COMPATIBLE));
        }
        (around == Mode::AnyBranch && self.kinds_differ(pair.key())).then_some(INCOMPATIBLE)
    }

    /// Whether a pair is compatible in a way that leaves nothing to remember: without records, and without a
    /// comparison of named types that fails on the way. Most pairs are.
    fn surely_fits(&self, (reader, writer): (TypeId, TypeId), depth: usize) -> bool {
        if depth > MAX_EASY_DEPTH {
            return false;
        }
        let fits = |reader: TypeId, writer: TypeId| self.surely_fits((reader, writer), depth + 1);
        match (&self.new.get(reader).shape, &self.old.get(writer).shape) {
            (Shape::Primitive(reader), Shape::Primitive(writer)) => promotes(*writer, *reader),
            (Shape::Enum(reader), Shape::Enum(writer)) => {
                reader.named.name.simple == writer.named.name.simple
                    && reader.symbols == writer.symbols
            }
            (Shape::Fixed(reader), Shape::Fixed(writer)) => {
                reader.named.name.simple == writer.named.name.simple && reader.size == writer.size
            }
            (Shape::Array(reader), Shape::Array(writer))
            | (Shape::Map(reader), Shape::Map(writer)) => fits(reader.to, writer.to),
            (_, Shape::Union(branches)) => branches.iter().all(|branch| fits(reader, branch.to)),
            (Shape::Union(branches), _) => {
                for branch in branches {
                    if fits(branch.to, writer) {
                        return true;
                    }
                    if !self.kinds_differ((branch.to, writer)) {
                        return false;
                    }
                }
                false
            }
            _ => false,
        }
    }

    /// Whether two types without names are of different kinds.
    fn kinds_differ(&self, (reader, writer): (TypeId, TypeId)) -> bool {
        let reader = &self.new.get(reader).shape;
        let writer = &self.old.get(writer).shape;
        reader.named().is_none() && writer.named().is_none() && reader.kind() != writer.kind()
    }

    /// Begins a pair, with what it tells without its children.
    fn enter(&mut self, pair: Pair, location: Location) -> Frame {
        if self.recurs(pair) {
            self.known.insert(pair.key(), None);
        }
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
                        info: Info::Types {
                            reader: reader.kind(),
                            writer: writer.kind(),
                        },
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
}

fn follow(pair: Pair, reader: Link, writer: Link) -> Pair {
    Pair {
        reader: At::follow(reader, pair.reader.site),
        writer: At::follow(writer, pair.writer.site),
    }
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
