//! What the registry lets pass and still breaks those who read and write.

mod rules;

use std::collections::BTreeSet;

use crate::change::{self, Change};
use crate::incompatibility::{Incompatibility, Severity};
use crate::level::Direction;
use crate::position::Span;
use crate::protobuf::breaking::{Category, FileSet, RULES, breaking};
use crate::report::Version;
use crate::schema::Schema;

/// A rule that gives advice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AdvisoryRule {
    /// Its name, as `avro.default` or, for one of buf's, `buf.FIELD_SAME_TYPE`.
    pub name: &'static str,
    /// What it is about, for people; of buf's rules their own documentation tells.
    pub about: &'static str,
    /// Whether it gives its advice unless it is switched off. Of buf's rules those of its default category do.
    pub on: bool,
}

/// Which rules give their advice.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Switches {
    off: BTreeSet<String>,
    on: BTreeSet<String>,
}

impl Switches {
    /// Turns a rule on or off, by its name. A name that no rule has changes nothing.
    pub fn turn(&mut self, name: &str, on: bool) {
        let (to, from) = if on {
            (&mut self.on, &mut self.off)
        } else {
            (&mut self.off, &mut self.on)
        };
        from.remove(name);
        to.insert(name.to_owned());
    }

    /// Whether a rule gives its advice.
    pub fn is_on(&self, rule: AdvisoryRule) -> bool {
        !self.off.contains(rule.name) && (rule.on || self.on.contains(rule.name))
    }
}

/// All rules: of Avro, JSON Schema and Protobuf, then those of `buf breaking`, which are of Protobuf too.
pub fn advisory_rules() -> impl Iterator<Item = AdvisoryRule> {
    let of_buf = RULES.iter().map(|rule| AdvisoryRule {
        name: rule.advisory,
        about: "A rule of `buf breaking`.",
        on: rule.categories.contains(&Category::File),
    });
    rules::OWN.iter().copied().chain(of_buf)
}

/// What of a draft, against a version, passes the registry and may break people, in the order of the draft's text.
///
/// The records are of [`Severity::Advisory`]; their kind is the rule's name, their path is the name of the field, and
/// the registry has no words for them. Whoever reads with the one what was written with the other is concerned, so that
/// their direction tells nothing.
pub fn advisories<'a>(
    draft: &'a Schema,
    version: Version<'a>,
    switches: &Switches,
) -> Vec<Incompatibility<'a>> {
    let changes = change::found(version.schema, draft);
    let named = format!("v{}", version.number);
    let mut found = Vec::new();
    for change in &changes {
        let Some((rule, message)) = rules::of(change, [version.schema, draft], &named) else {
            continue;
        };
        if switches.is_on(rule) {
            let Change {
                name,
                old_at,
                new_at,
                ..
            } = change.clone();
            found.push(record(
                draft,
                version,
                (rule.name, name, message),
                [old_at, new_at],
            ));
        }
    }
    if let (Schema::Protobuf(old), Schema::Protobuf(new)) = (version.schema, draft) {
        let on = |name: &str| {
            let mut rules = advisory_rules();
            rules.any(|rule| rule.name == name && switches.is_on(rule))
        };
        for one in breaking(&FileSet::of(old), &FileSet::of(new)) {
            if on(one.rule.advisory) {
                let message = format!("{} (buf: {})", one.message, one.rule.name);
                // What has no place is told where the file begins.
                let at = one.at.unwrap_or_default();
                let told = (one.rule.advisory, String::new(), message);
                found.push(record(draft, version, told, [None, Some(at)]));
            }
        }
    }
    found.sort_by_key(|one| one.new_at.map(|span| span.start));
    found
}

fn record<'a>(
    draft: &'a Schema,
    version: Version<'a>,
    (kind, path, message): (&'static str, String, String),
    [old_at, new_at]: [Option<Span>; 2],
) -> Incompatibility<'a> {
    let text = |schema: &'a Schema, at: Option<Span>| {
        let at = at.unwrap_or_default();
        schema.text().get(at.start..at.end).unwrap_or_default()
    };
    Incompatibility {
        kind,
        severity: Severity::Advisory,
        path,
        new_at,
        old_at,
        direction: Direction::Backward,
        reader: text(draft, new_at),
        writer: text(version.schema, old_at),
        message,
        registry_message: None,
    }
}
