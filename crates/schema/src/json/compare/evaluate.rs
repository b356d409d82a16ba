//! One pair of schemas, given the outcomes of the pairs within it.

use super::super::kind::{self, Kind};
use super::super::model::{Criterion, Node, Note, Shape};
use super::super::place::Mark;
use super::findings::Findings;
use super::{Comparison, Pair, Refusal, limits};
use crate::options::Profile;
use std::collections::BTreeSet;

impl Comparison<'_> {
    /// Compares two schemas, given the outcomes of the inner pairs. If one is missing, the findings are void.
    pub(super) fn evaluate(&mut self, pair: Pair) -> Result<Findings, Refusal> {
        self.spend()?;
        let mut findings = Findings::new(self.policy);
        if self.evaluate_alternatives(pair, &mut findings)? {
            return Ok(findings);
        }
        let (from, to) = self.nodes(pair);
        let (old, new) = (
            Mark::Keyword(pair.from, ASSERTING),
            Mark::Keyword(pair.to, ASSERTING),
        );
        if class(&from.shape) != class(&to.shape) {
            let bytes = |node: &Node| node.note.as_ref().is_some_and(|note| note.connect_bytes);
            let accepted = matches!(from.shape, Shape::False) || to.shape.is_any();
            if !(accepted || bytes(from) && bytes(to)) {
                findings.add(kind::TYPE_CHANGED, "", old, new);
            }
            return Ok(findings);
        }
        compare_notes(
            pair,
            from.note.as_deref(),
            to.note.as_deref(),
            &mut findings,
        );
        match (&from.shape, &to.shape) {
            (Shape::String(from), Shape::String(to)) => {
                limits::strings(pair, from, to, &mut findings);
            }
            (Shape::Number(from), Shape::Number(to)) => {
                limits::numbers(pair, from, to, self.profile, &mut findings)?;
            }
            (Shape::Const(from), Shape::Const(to)) if from != to => {
                let at = |id| Mark::Keyword(id, &["const"]);
                let kind = kind::ENUM_ARRAY_CHANGED;
                findings.add(kind, "const", at(pair.from), at(pair.to));
            }
            (Shape::Enum(from), Shape::Enum(to)) => compare_enums(pair, from, to, &mut findings),
            (Shape::Not(from), Shape::Not(to)) => {
                let inner = self.pair(*to, *from, !pair.reversed);
                if let Some(outcome) = self.look_at(inner)? {
                    let kind = if self.outcomes.compatible(outcome) {
                        kind::NOT_TYPE_NARROWED
                    } else {
                        kind::NOT_TYPE_EXTENDED
                    };
                    let at = |id| Mark::Keyword(id, &["not"]);
                    findings.add(kind, "not", at(pair.from), at(pair.to));
                }
            }
            (Shape::Combined(from), Shape::Combined(to)) => {
                self.compare_combined(pair, from, to, &mut findings)?;
            }
            (Shape::Object(from), Shape::Object(to)) => {
                self.compare_objects(pair, from, to, &mut findings)?;
            }
            (Shape::Array(from), Shape::Array(to)) => {
                self.compare_arrays(pair, from, to, &mut findings)?;
            }
            _ => {}
        }
        Ok(findings)
    }

    /// A plain schema against a combined one, where one alternative may be enough. Says whether that settled it.
    fn evaluate_alternatives(
        &mut self,
        pair: Pair,
        findings: &mut Findings,
    ) -> Result<bool, Refusal> {
        let (from, to) = self.nodes(pair);
        let (parts, several, kind) = match (&from.shape, &to.shape) {
            (Shape::Combined(_), Shape::Combined(_)) => return Ok(false),
            (_, Shape::Combined(to)) => (
                &to.parts,
                to.criterion != Criterion::All,
                kind::SUM_TYPE_EXTENDED,
            ),
            (Shape::Combined(from), _) => (
                &from.parts,
                from.criterion == Criterion::All,
                kind::PRODUCT_TYPE_NARROWED,
            ),
            _ => return Ok(false),
        };
        // Up to 7.5.3 a single alternative was nothing special.
        let single = parts.len() == 1 && self.profile != Profile::V7_4;
        if !single && !several {
            return Ok(false);
        }
        let mut fitting = None;
        for part in parts {
            let (from, to) = match to.shape {
                Shape::Combined(_) => (pair.from, *part),
                _ => (*part, pair.to),
            };
            let outcome = self.look_fitting(pair, from, to)?;
            fitting = fitting.or(outcome);
        }
        let Some(outcome) = fitting else {
            return Ok(false);
        };
        findings.include("", outcome, &self.outcomes);
        if !single {
            findings.add(
                kind,
                "",
                Mark::Keyword(pair.from, ASSERTING),
                Mark::Keyword(pair.to, ASSERTING),
            );
        }
        Ok(true)
    }
}

/// The keywords that say what a schema is.
pub(super) const ASSERTING: &[&str] = &[
    "type", "anyOf", "oneOf", "allOf", "enum", "const", "not", "$ref",
];

/// Schemas of different classes are not comparable.
pub(super) fn class(shape: &Shape) -> u8 {
    match shape {
        Shape::Empty | Shape::Reference { .. } => 0,
        Shape::True => 1,
        Shape::False => 2,
        Shape::Enum(_) => 3,
        Shape::Const(_) => 4,
        Shape::Not(_) => 5,
        Shape::Combined(_) => 6,
        Shape::Array(_) => 7,
        Shape::Object(_) => 8,
        Shape::Number(_) => 9,
        Shape::String(_) => 10,
        Shape::Boolean => 11,
        Shape::Null => 12,
        Shape::Conditional(_) => 13,
    }
}

fn compare_enums(
    pair: Pair,
    from: &BTreeSet<Box<str>>,
    to: &BTreeSet<Box<str>>,
    findings: &mut Findings,
) {
    let kind = match (from.is_subset(to), to.is_subset(from)) {
        (true, true) => return,
        (true, false) => kind::ENUM_ARRAY_EXTENDED,
        (false, true) => kind::ENUM_ARRAY_NARROWED,
        (false, false) => kind::ENUM_ARRAY_CHANGED,
    };
    let at = |id| Mark::Keyword(id, &["enum"]);
    findings.add(kind, "enum", at(pair.from), at(pair.to));
}

type NotePart = fn(&Note) -> Option<&str>;

fn compare_notes(pair: Pair, from: Option<&Note>, to: Option<&Note>, findings: &mut Findings) {
    if from.is_none() && to.is_none() {
        return;
    }
    let parts: [(Kind, &'static [&'static str], NotePart); 4] = [
        (kind::ID_CHANGED, &["$id", "id"], |note| note.id.as_deref()),
        (kind::TITLE_CHANGED, &["title"], |note| {
            note.title.as_deref()
        }),
        (kind::DESCRIPTION_CHANGED, &["description"], |note| {
            note.description.as_deref()
        }),
        (kind::DEFAULT_CHANGED, &["default"], |note| {
            note.default.as_deref()
        }),
    ];
    for (kind, keywords, part) in parts {
        let (was, is) = (from.and_then(part), to.and_then(part));
        // Java finds no two lists or objects of org.json equal.
        let unequal =
            kind == kind::DEFAULT_CHANGED && was.is_some_and(|was| was.starts_with(['[', '{']));
        if was != is || unequal {
            findings.add(
                kind,
                "",
                Mark::Keyword(pair.from, keywords),
                Mark::Keyword(pair.to, keywords),
            );
        }
    }
}
