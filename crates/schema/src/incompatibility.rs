use crate::difference::Difference;
use crate::level::Direction;
use crate::position::Span;
use crate::report::{Comparison, Version};
use crate::schema::Schema;
use crate::sentence::{self, Scene};

/// What a difference does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Severity {
    /// The registry refuses it, in the direction in question.
    Breaks,
    /// The registry lets it pass.
    Ok,
    /// The registry lets it pass, and it still may break who reads or writes. See [`advisories`](crate::advisories()).
    Advisory,
}

/// A difference with all that there is to say of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Incompatibility<'a> {
    /// The registry's name of its kind.
    pub kind: &'static str,
    /// What it does to the verdict.
    pub severity: Severity,
    /// The registry's path.
    pub path: String,
    /// Its place in the draft; for what the draft does not have: its parent's.
    pub new_at: Option<Span>,
    /// Its place in the version; for what the version does not have: its parent's.
    pub old_at: Option<Span>,
    /// Who reads whose data.
    pub direction: Direction,
    /// What the reader's schema says at its place: of the draft for backward, of the version for forward.
    pub reader: &'a str,
    /// What the writer's schema says at its place.
    pub writer: &'a str,
    /// What becomes of the data, for people.
    pub message: String,
    /// The registry's own words, as [`Difference::registry_message`] has them.
    pub registry_message: Option<String>,
}

impl<'a> Incompatibility<'a> {
    /// Says all of a difference that was found between a draft and a version. Its `new_at` is a place of the draft,
    /// as in a [`Report`](crate::Report) in both directions.
    pub fn of(
        difference: &Difference,
        direction: Direction,
        draft: &'a Schema,
        version: Version<'a>,
    ) -> Self {
        let new = excerpt(draft, difference.new_at);
        let old = excerpt(version.schema, difference.old_at);
        let number = format!("v{}", version.number);
        let draft_name = "this schema";
        let (schemas, texts, names) = match direction {
            Direction::Backward => ([draft, version.schema], [new, old], [draft_name, &number]),
            Direction::Forward => ([version.schema, draft], [old, new], [&*number, draft_name]),
        };
        let [reader, writer] = texts;
        let message = sentence::of(&Scene {
            difference,
            schemas,
            names,
            texts,
        });
        Self {
            kind: difference.kind,
            severity: if difference.compatible {
                Severity::Ok
            } else {
                Severity::Breaks
            },
            path: difference.path.clone(),
            new_at: difference.new_at,
            old_at: difference.old_at,
            direction,
            reader,
            writer,
            message,
            registry_message: difference.registry_message(direction),
        }
    }
}

impl Comparison {
    /// The differences in a direction, told one by one as they are asked for. `version` is the one that was compared.
    pub fn incompatibilities<'a>(
        &'a self,
        direction: Direction,
        draft: &'a Schema,
        version: Version<'a>,
    ) -> impl ExactSizeIterator<Item = Incompatibility<'a>> {
        let differences = self.outcome(direction).differences().iter();
        differences.map(move |one| Incompatibility::of(one, direction, draft, version))
    }
}

fn excerpt(schema: &Schema, at: Option<Span>) -> &str {
    at.and_then(|Span { start, end }| schema.text().get(start..end))
        .unwrap_or_default()
}
