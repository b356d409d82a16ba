use std::collections::HashMap;

use crate::level::{Direction, Level};
use crate::options::Rules;
use crate::position::Span;
use crate::schema::{Schema, compare};
use crate::{avro, json, protobuf};

/// What kind of thing changed.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum ChangeKind {
    /// A field, a type, an alternative or a method is there that was not.
    Added,
    /// One that was there is gone.
    Removed,
    /// It is of another type.
    Retyped,
    /// It has another name: by an alias in Avro, by its number in Protobuf.
    Renamed,
    /// It is in another place: in another record, in or out of a oneof.
    Moved,
    /// It has another number (Protobuf).
    Renumbered,
    /// It has another default.
    Default,
    /// It is documented otherwise.
    Doc,
    /// The symbols of an enum, or the values that are allowed, are others.
    Symbols,
    /// The namespace or the package is another one.
    Namespace,
    /// The logical type, or what it is given (precision, scale), is another one (Avro).
    Logical,
    /// It is required where it was not, or the other way round, or there may be several of it (JSON Schema, Protobuf).
    Presence,
    /// What is reserved is other (Protobuf).
    Reserved,
    /// A keyword, a property or an option says something else.
    Keyword(String),
}

/// Something that two versions of a schema say differently. The order in which a text says things is none of it,
/// where it means nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// What kind of change it is.
    pub kind: ChangeKind,
    /// What changed: names joined by dots, `[]` for items. Of what was renamed, the new name.
    pub name: String,
    /// Its place in the old text; for what was added: its parent's.
    pub old_at: Option<Span>,
    /// Its place in the new text; for what was removed: its parent's.
    pub new_at: Option<Span>,
    /// What registries make of it.
    pub grade: Grade,
}

/// Whether a change passes, as the registry compares.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Grade {
    /// The new schema reads what the old one wrote.
    pub backward: bool,
    /// The old schema reads what the new one writes.
    pub forward: bool,
}

impl Grade {
    /// Whether a level would let it pass.
    pub fn passes(self, level: Level) -> bool {
        let mut directions = level.directions().iter();
        directions.all(|direction| match direction {
            Direction::Backward => self.backward,
            Direction::Forward => self.forward,
        })
    }
}

impl Change {
    pub(crate) fn new(
        kind: ChangeKind,
        name: impl Into<String>,
        old_at: Option<Span>,
        new_at: Option<Span>,
    ) -> Self {
        Self {
            kind,
            name: name.into(),
            old_at,
            new_at,
            grade: Grade {
                backward: true,
                forward: true,
            },
        }
    }
}

/// What changed from one schema to another, in the order of the new text, what is gone in the place of its parent.
///
/// Each change is graded by the differences that the registry's checker finds at its place. Schemas of two formats
/// are one change: [`ChangeKind::Retyped`].
pub fn changes(old: &Schema, new: &Schema, rules: Rules) -> Vec<Change> {
    let mut changes = found(old, new);
    let breaks = |reader: &Schema, writer: &Schema| match compare(writer, reader, rules) {
        Ok(differences) => {
            let breaking = differences.into_iter().filter(|one| !one.compatible);
            let places = breaking.map(|one| (one.old_at, one.new_at));
            Some(places.collect::<Vec<_>>())
        }
        Err(_) => None,
    };
    let backward = breaks(new, old);
    let forward = breaks(old, new);
    let forward = forward.map(|places| places.into_iter().map(|(new, old)| (old, new)).collect());
    let (backward, forward) = (passing(&changes, backward), passing(&changes, forward));
    for (change, (backward, forward)) in changes.iter_mut().zip(backward.into_iter().zip(forward)) {
        change.grade = Grade { backward, forward };
    }
    changes
}

/// What changed, not graded.
pub(crate) fn found(old: &Schema, new: &Schema) -> Vec<Change> {
    let mut changes = match (old, new) {
        (Schema::Avro(old), Schema::Avro(new)) => avro::changes(old, new),
        (Schema::Json(old), Schema::Json(new)) => json::changes(old, new),
        (Schema::Protobuf(old), Schema::Protobuf(new)) => protobuf::changes(old, new),
        _ => {
            let whole = |schema: &Schema| {
                Some(Span {
                    start: 0,
                    end: schema.text().len(),
                })
            };
            vec![Change::new(ChangeKind::Retyped, "", whole(old), whole(new))]
        }
    };
    changes = with_moves(changes, old.text(), new.text());
    changes.sort_by_key(|change| {
        let at = |span: Option<Span>| span.map(|span| span.start);
        (at(change.new_at), at(change.old_at))
    });
    changes
}

/// What was removed in one place and added in another, the same in name and text, has moved.
fn with_moves(mut changes: Vec<Change>, old: &str, new: &str) -> Vec<Change> {
    let text = |text: &str, at: Option<Span>| -> String {
        let at = at.unwrap_or_default();
        let text = text.get(at.start..at.end).unwrap_or_default();
        text.split_whitespace().collect()
    };
    let leaf = |name: &str| name.rsplit('.').next().unwrap_or_default().to_owned();
    let mut removed: HashMap<(String, String), usize> = HashMap::new();
    for (at, change) in changes.iter().enumerate() {
        if change.kind == ChangeKind::Removed {
            removed.insert((leaf(&change.name), text(old, change.old_at)), at);
        }
    }
    let mut gone = vec![false; changes.len()];
    for at in 0..changes.len() {
        if changes[at].kind == ChangeKind::Added {
            let key = (leaf(&changes[at].name), text(new, changes[at].new_at));
            if let Some(from) = removed.remove(&key) {
                gone[from] = true;
                changes[at].kind = ChangeKind::Moved;
                changes[at].old_at = changes[from].old_at;
            }
        }
    }
    let mut gone = gone.into_iter();
    changes.retain(|_| !gone.next().unwrap_or_default());
    changes
}

/// Which changes pass in a direction in which differences at some places break; without a verdict none does.
fn passing(changes: &[Change], places: Option<Vec<Places>>) -> Vec<bool> {
    let Some(places) = places else {
        return vec![false; changes.len()];
    };
    let mut passing = vec![true; changes.len()];
    for place in places {
        let mut claimed = false;
        for (change, passes) in changes.iter().zip(&mut passing) {
            if concerns(place, change) {
                claimed = true;
                *passes = false;
            }
        }
        if !claimed {
            // It is about the whole that they make up.
            let all = changes.iter().zip(&mut passing);
            all.for_each(|(change, passes)| *passes &= change.kind == ChangeKind::Doc);
        }
    }
    passing
}

/// The places of a difference in the old and in the new text.
type Places = (Option<Span>, Option<Span>);

/// Whether a difference at some places is about a change.
fn concerns((old_at, new_at): Places, change: &Change) -> bool {
    let inside = |at: Option<Span>, change: Option<Span>| {
        let both = at.zip(change);
        both.is_some_and(|(at, change)| within(at, change))
    };
    let old = inside(old_at, change.old_at);
    let new = inside(new_at, change.new_at);
    match change.kind {
        // No registry looks at it.
        ChangeKind::Doc => false,
        // What was added has its parent's place in the old text, and what was removed in the new one.
        ChangeKind::Added => new,
        ChangeKind::Removed => old,
        // To who does not know of it, it is gone and another has come.
        ChangeKind::Renamed | ChangeKind::Moved => old || new,
        _ => meets(old_at, change.old_at) && meets(new_at, change.new_at),
    }
}

/// Whether one place lies in the other.
fn meets(one: Option<Span>, other: Option<Span>) -> bool {
    let both = one.zip(other);
    both.is_some_and(|(one, other)| within(one, other) || within(other, one))
}

fn within(inner: Span, outer: Span) -> bool {
    outer.start <= inner.start && inner.end <= outer.end
}
