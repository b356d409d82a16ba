//! What to change in a draft so that it breaks fewer people, though the registry would take it as it is.

mod protobuf;

use std::collections::HashSet;

use super::{Edit, Fix, Proposal, applied, no_worse, none_more, problems_if_known, read, slice};
use crate::advisory::{Switches, advisories, advisory_rules};
use crate::change::{self, ChangeKind};
use crate::level::Level;
use crate::options::Rules;
use crate::report::Version;
use crate::schema::{Schema, Source};

/// How many changes are tried.
const MOST: usize = 200;

/// The fixes for what [`advisories`] tells of a draft against a version, by all rules, switched on or not: each has
/// been tried, takes one advice or more away and brings none, and brings nothing that the level refuses.
///
/// `source` is what the draft was read from: with it what comes out is read again.
pub fn advisory_fixes(
    draft: &Schema,
    source: Source<'_>,
    version: Version<'_>,
    level: Level,
    rules: Rules,
) -> Vec<Fix> {
    let mut switches = Switches::default();
    for rule in advisory_rules() {
        switches.turn(rule.name, true);
    }
    let advice = |schema: &Schema| {
        let told = advisories(schema, version, &switches);
        told.iter().map(|one| one.kind).collect::<Vec<_>>()
    };
    let before = advice(draft);
    let Some(broken) = problems_if_known(draft, version, level, rules) else {
        return Vec::new();
    };
    if before.is_empty() {
        return Vec::new();
    }
    let mut found: Vec<Fix> = Vec::new();
    let mut texts = HashSet::from([source.text.to_owned()]);
    for proposal in proposals(draft, version.schema).into_iter().take(MOST) {
        let Some(text) = applied(source.text, &proposal.edits) else {
            continue;
        };
        if !texts.insert(text.clone()) {
            continue;
        }
        let Some(schema) = read(source, &text, rules) else {
            continue;
        };
        let Some(after) = problems_if_known(&schema, version, level, rules) else {
            continue;
        };
        let told = advice(&schema);
        let better = told.len() < before.len() && none_more(before.iter(), told.iter());
        if better && no_worse(&broken, &after) {
            found.push(Fix {
                title: proposal.title,
                edits: proposal.edits,
                text,
                passes: after.is_empty(),
            });
        }
    }
    found
}

fn proposals(draft: &Schema, version: &Schema) -> Vec<Proposal> {
    let mut all = match (draft, version) {
        (Schema::Protobuf(draft), Schema::Protobuf(version)) => protobuf::proposals(draft, version),
        _ => Vec::new(),
    };
    for change in change::found(version, draft) {
        let (Some(at), Some(_)) = (change.new_at, change.old_at) else {
            continue;
        };
        let text = slice(version.text(), change.old_at);
        if matches!(change.kind, ChangeKind::Doc) || text.is_empty() {
            continue;
        }
        let title = match change.name.as_str() {
            "" => format!("Put it back as it was: {text}"),
            name => format!("Put `{name}` back as it was: {text}"),
        };
        let text = text.to_owned();
        all.push(Proposal::new(title, [Edit { at, text }]));
    }
    all
}
