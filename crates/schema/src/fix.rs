//! What to change in a draft so that it passes.

mod advice;
mod avro;
mod close;
mod json;
mod layout;
mod protobuf;

use std::collections::{HashMap, HashSet, VecDeque};
use std::hash::Hash;

pub use advice::advisory_fixes;
pub use close::{JointFix, close_both};

use crate::difference::Difference;
use crate::level::{Direction, Level};
use crate::options::{Rules, Strictness};
use crate::position::Span;
use crate::report::{Version, check};
use crate::schema::{Schema, Source};

/// How many drafts are tried in the search for the fewest changes.
const MOST_TRIES: usize = 3_000;

/// A change to a draft that removes a problem and makes none. All else of the text stays as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fix {
    /// What it does, for people.
    pub title: String,
    /// The changes, in the order of their places, none within another.
    pub edits: Vec<Edit>,
    /// The text that comes out.
    pub text: String,
    /// Whether it passes the level then.
    pub passes: bool,
}

/// A piece of text in the place of another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    /// The bytes of the draft that it takes the place of; none where something is put in between.
    pub at: Span,
    /// What stands there then.
    pub text: String,
}

/// A difference that a level refuses.
struct Problem {
    direction: Direction,
    /// Its `new_at` is in the draft.
    difference: Difference,
}

/// What the proposals for a problem are made of.
struct Sides<'a> {
    draft: &'a Schema,
    version: &'a Schema,
    direction: Direction,
    difference: &'a Difference,
}

/// A fix that has not been tried.
struct Proposal {
    title: String,
    edits: Vec<Edit>,
}

impl Proposal {
    fn new(title: impl Into<String>, edits: impl IntoIterator<Item = Edit>) -> Self {
        Self {
            title: title.into(),
            edits: edits.into_iter().collect(),
        }
    }
}

/// The fixes for what keeps a draft from passing a level against a version: each has been tried, removes a problem and
/// adds none.
///
/// `source` is what the draft was read from: with it what comes out is read again.
pub fn fixes(
    draft: &Schema,
    source: Source<'_>,
    version: Version<'_>,
    level: Level,
    rules: Rules,
) -> Vec<Fix> {
    let before = problems(draft, version, level, rules);
    let mut found: Vec<Fix> = Vec::new();
    let mut texts = HashSet::from([source.text.to_owned()]);
    for problem in &before {
        for proposal in proposals(draft, version.schema, problem) {
            let Some(text) = applied(source.text, &proposal.edits) else {
                continue;
            };
            if !texts.insert(text.clone()) {
                continue;
            }
            let Some(after) = read(source, &text, rules)
                .and_then(|schema| problems_if_known(&schema, version, level, rules))
            else {
                continue;
            };
            if improves(&before, &after) {
                found.push(Fix {
                    title: proposal.title,
                    edits: proposal.edits,
                    text,
                    passes: after.is_empty(),
                });
            }
        }
    }
    found
}

/// The text that passes a level with the fewest fixes one after another; the draft's own if it passes as it is. `None`
/// if no few do.
pub fn fewest(
    draft: &Schema,
    source: Source<'_>,
    version: Version<'_>,
    level: Level,
    rules: Rules,
) -> Option<String> {
    if check(draft, &[version], rules).passes(level) {
        return Some(source.text.to_owned());
    }
    let mut seen = HashSet::from([source.text.to_owned()]);
    let mut waiting = VecDeque::from([source.text.to_owned()]);
    let mut tries = 0;
    while let Some(text) = waiting.pop_front() {
        let source = Source {
            text: &text,
            ..source
        };
        let schema = read(source, &text, rules)?;
        for fix in fixes(&schema, source, version, level, rules) {
            if fix.passes {
                return Some(fix.text);
            }
            tries += 1;
            if tries > MOST_TRIES {
                return None;
            }
            if seen.insert(fix.text.clone()) {
                waiting.push_back(fix.text);
            }
        }
    }
    None
}

fn proposals(draft: &Schema, version: &Schema, problem: &Problem) -> Vec<Proposal> {
    let sides = Sides {
        draft,
        version,
        direction: problem.direction,
        difference: &problem.difference,
    };
    match draft {
        Schema::Avro(_) => avro::proposals(&sides),
        Schema::Json(_) => json::proposals(&sides),
        Schema::Protobuf(_) => protobuf::proposals(&sides),
    }
}

impl Sides<'_> {
    /// The draft's text at the place of the difference.
    fn new_text(&self) -> &str {
        slice(self.draft.text(), self.difference.new_at)
    }

    /// The version's text at the place of the difference.
    fn old_text(&self) -> &str {
        slice(self.version.text(), self.difference.old_at)
    }

    fn new_at(&self) -> Span {
        self.difference.new_at.unwrap_or_default()
    }

    fn old_at(&self) -> Span {
        self.difference.old_at.unwrap_or_default()
    }

    /// What the version says in the place of what the draft says.
    fn put_back(&self, what: &str) -> Proposal {
        let title = format!("Put {what} back: {}", self.old_text());
        let text = self.old_text().to_owned();
        let at = self.new_at();
        Proposal::new(title, [Edit { at, text }])
    }
}

fn slice(text: &str, at: Option<Span>) -> &str {
    let at = at.unwrap_or_default();
    text.get(at.start..at.end).unwrap_or_default()
}

fn problems(draft: &Schema, version: Version<'_>, level: Level, rules: Rules) -> Vec<Problem> {
    problems_if_known(draft, version, level, rules).unwrap_or_default()
}

/// What breaks; `None` where there is no verdict.
fn problems_if_known(
    draft: &Schema,
    version: Version<'_>,
    level: Level,
    rules: Rules,
) -> Option<Vec<Problem>> {
    let report = check(draft, &[version], rules);
    let comparison = report.comparisons().first()?;
    let mut found = Vec::new();
    for direction in level.directions() {
        let outcome = comparison.outcome(*direction);
        if outcome.refusal().is_some() {
            return None;
        }
        let breaking = outcome.differences().iter().filter(|one| !one.compatible);
        found.extend(breaking.map(|difference| Problem {
            direction: *direction,
            difference: difference.clone(),
        }));
    }
    Some(found)
}

/// Whether there are fewer problems, and of no kind more.
fn improves(before: &[Problem], after: &[Problem]) -> bool {
    after.len() < before.len() && no_worse(before, after)
}

/// Whether of no kind of problem there are more.
fn no_worse(before: &[Problem], after: &[Problem]) -> bool {
    let kind = |problem: &Problem| (problem.direction, problem.difference.kind);
    none_more(before.iter().map(kind), after.iter().map(kind))
}

/// Whether of no kind there are more.
fn none_more<K: Hash + Eq>(
    before: impl Iterator<Item = K>,
    mut after: impl Iterator<Item = K>,
) -> bool {
    let mut left: HashMap<K, usize> = HashMap::new();
    for kind in before {
        *left.entry(kind).or_default() += 1;
    }
    after.all(|kind| match left.get_mut(&kind) {
        Some(count) if *count > 0 => {
            *count -= 1;
            true
        }
        _ => false,
    })
}

fn read(source: Source<'_>, text: &str, rules: Rules) -> Option<Schema> {
    let source = Source { text, ..source };
    Schema::parse(source, Strictness::Lenient, rules).ok()
}

/// A text with some changes; `None` where they do not fit it.
fn applied(text: &str, edits: &[Edit]) -> Option<String> {
    let mut out = String::with_capacity(text.len());
    let mut from = 0;
    for edit in edits {
        out.push_str(text.get(from..edit.at.start)?);
        out.push_str(&edit.text);
        from = edit.at.end;
    }
    out.push_str(text.get(from..)?);
    Some(out)
}
