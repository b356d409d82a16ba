use std::fmt;

use crate::difference::Difference;
use crate::position::Span;

/// More differences are not listed. Types that are used often repeat theirs, so that their number can be exponential
/// in the size of the text.
const MAX_DIFFERENCES: usize = 20_000;

/// Nor are differences whose paths are longer than this together.
const MAX_PATHS: usize = 16 << 20;

/// How pairs of types came out: each a list of own differences and of other outcomes.
#[derive(Default)]
pub(super) struct Outcomes {
    finished: Vec<Vec<Part>>,
    found: Vec<Found>,
    /// Each location's parent, and what leads from there to it.
    locations: Vec<(Location, Segment)>,
}

/// The outcome of a pair that is being compared.
#[derive(Default)]
pub(super) struct Outcome(Vec<Part>);

#[derive(Clone, Copy)]
enum Part {
    Own(u32),
    Nested(u32),
}

/// A place in the reader's schema.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Location(u32);

/// A step of a path.
#[derive(Clone, Copy)]
pub(super) enum Segment {
    Nothing,
    Items,
    Values,
    Name,
    Size,
    Symbols,
    Branch(usize),
    Field(usize),
    FieldType(usize),
}

/// One difference.
pub(super) struct Found {
    pub(super) kind: Kind,
    pub(super) location: Location,
    /// What leads from there to it.
    pub(super) segment: Segment,
    pub(super) info: Info,
    pub(super) old_at: Span,
    pub(super) new_at: Span,
}

/// Avro's message. Most are never read: those between the branches of unions.
pub(super) enum Info {
    Types {
        reader: &'static str,
        writer: &'static str,
    },
    Branch(&'static str),
    Text(String),
}

#[derive(Clone, Copy)]
pub(super) enum Kind {
    NameMismatch,
    FixedSizeMismatch,
    MissingEnumSymbols,
    ReaderFieldMissingDefaultValue,
    TypeMismatch,
    MissingUnionBranch,
}

impl Location {
    pub(super) const ROOT: Self = Self(0);
}

impl Outcome {
    /// Adds the differences of a pair inside this one.
    pub(super) fn nest(&mut self, child: u32) {
        self.0.push(Part::Nested(child));
    }
}

impl Outcomes {
    /// The outcome without differences.
    pub(super) const COMPATIBLE: u32 = 0;

    pub(super) fn below(&mut self, location: Location, segment: Segment) -> Location {
        self.locations.push((location, segment));
        Location(self.locations.len() as u32)
    }

    pub(super) fn push(&mut self, outcome: &mut Outcome, found: Found) {
        outcome.0.push(Part::Own(self.found.len() as u32));
        self.found.push(found);
    }

    /// The number of an outcome that is complete.
    pub(super) fn finish(&mut self, outcome: Outcome) -> u32 {
        if outcome.0.is_empty() {
            return Self::COMPATIBLE;
        }
        self.finished.push(outcome.0);
        self.finished.len() as u32
    }

    /// All differences of an outcome, in order.
    pub(super) fn differences(&self, outcome: u32) -> Vec<Difference> {
        let mut differences = Vec::new();
        let mut length = 0;
        let mut open = vec![self.parts(outcome).iter()];
        while let Some(parts) = open.last_mut() {
            match parts.next() {
                None => {
                    open.pop();
                }
                Some(Part::Nested(outcome)) => open.push(self.parts(*outcome).iter()),
                Some(Part::Own(found)) => {
                    let difference = self.difference(&self.found[*found as usize]);
                    length += difference.path.len();
                    differences.push(difference);
                    if differences.len() >= MAX_DIFFERENCES || length > MAX_PATHS {
                        break;
                    }
                }
            }
        }
        differences
    }

    fn parts(&self, outcome: u32) -> &[Part] {
        match outcome.checked_sub(1) {
            None => &[],
            Some(at) => &self.finished[at as usize],
        }
    }

    fn difference(&self, found: &Found) -> Difference {
        Difference {
            kind: found.kind.name(),
            path: self.path(found.location, found.segment),
            compatible: false,
            info: Some(found.info.to_string()),
            old_at: Some(found.old_at),
            new_at: Some(found.new_at),
        }
    }

    fn path(&self, location: Location, segment: Segment) -> String {
        let mut segments = vec![segment];
        let mut location = location;
        while let Some(at) = location.0.checked_sub(1) {
            let (parent, segment) = self.locations[at as usize];
            segments.push(segment);
            location = parent;
        }
        let mut path: String = segments.iter().rev().map(Segment::to_string).collect();
        if path.is_empty() {
            path.push('/');
        }
        path
    }
}

impl fmt::Display for Segment {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Nothing => Ok(()),
            Self::Items => to.write_str("/items"),
            Self::Values => to.write_str("/values"),
            Self::Name => to.write_str("/name"),
            Self::Size => to.write_str("/size"),
            Self::Symbols => to.write_str("/symbols"),
            Self::Branch(at) => write!(to, "/{at}"),
            Self::Field(at) => write!(to, "/fields/{at}"),
            Self::FieldType(at) => write!(to, "/fields/{at}/type"),
        }
    }
}

impl fmt::Display for Info {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Types { reader, writer } => {
                write!(
                    to,
                    "reader type: {reader} not compatible with writer type: {writer}"
                )
            }
            Self::Branch(writer) => write!(to, "reader union lacking writer type: {writer}"),
            Self::Text(text) => to.write_str(text),
        }
    }
}

/// The registry's names of all kinds of difference between Avro schemas.
pub const KINDS: &[&str] = &[
    Kind::NameMismatch.name(),
    Kind::FixedSizeMismatch.name(),
    Kind::MissingEnumSymbols.name(),
    Kind::ReaderFieldMissingDefaultValue.name(),
    Kind::TypeMismatch.name(),
    Kind::MissingUnionBranch.name(),
];

impl Kind {
    const fn name(self) -> &'static str {
        match self {
            Self::NameMismatch => "NAME_MISMATCH",
            Self::FixedSizeMismatch => "FIXED_SIZE_MISMATCH",
            Self::MissingEnumSymbols => "MISSING_ENUM_SYMBOLS",
            Self::ReaderFieldMissingDefaultValue => "READER_FIELD_MISSING_DEFAULT_VALUE",
            Self::TypeMismatch => "TYPE_MISMATCH",
            Self::MissingUnionBranch => "MISSING_UNION_BRANCH",
        }
    }
}
