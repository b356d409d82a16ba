//! What differs between two schemas, and whether the new one reads what the old one wrote.

mod array;
mod combined;
mod findings;
mod limits;
mod object;
mod refusal;

use super::Schema;
use super::kind::{self, Kind};
use super::model::{Criterion, Node, NodeId, Note, Shape};
use super::place::Mark;
use crate::difference::Difference;
use crate::options::{Policy, Profile};
use findings::{Findings, OutcomeId, Outcomes};
use std::collections::{HashMap, HashSet};

pub use refusal::Refusal;

/// Compares for BACKWARD: whether the new schema accepts what the old one accepted, by the registry's rules.
///
/// The differences come in the registry's order, compatible ones among them. The schemas are compatible if all of them
/// are; of a great many (as when schemas that refer to one another are changed) only some are given, then with one
/// that is not compatible among them, if there is one.
pub fn compare(
    old: &Schema,
    new: &Schema,
    policy: Policy,
    profile: Profile,
) -> Result<Vec<Difference>, Refusal> {
    let mut comparison = Comparison {
        schemas: [old, new],
        policy,
        profile,
        outcomes: Outcomes::new(),
        done: HashMap::new(),
        open: HashSet::new(),
        assumed: HashMap::new(),
        consulted: HashSet::new(),
        missing: Vec::new(),
        effort: 0,
    };
    let root = comparison.pair(NodeId(0), NodeId(0), false);
    let outcome = comparison.settle(root)?;
    Ok(comparison.outcomes.flatten(outcome, [old, new], policy))
}

/// How many pairs of schemas are compared before this gives up; the registry would take minutes.
const MAX_EFFORT: u64 = 5_000_000;

/// Two schemas that are compared, the first as the older one. Within a `not` that is the one of the new text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct Pair {
    from: NodeId,
    to: NodeId,
    reversed: bool,
}

/// A comparison in progress. It goes from pair to pair with a stack of its own, so that no nesting can exhaust the
/// program's: a pair whose inner pairs are not yet known is put off until they are.
struct Comparison<'s> {
    schemas: [&'s Schema; 2],
    policy: Policy,
    profile: Profile,
    outcomes: Outcomes,
    done: HashMap<Pair, OutcomeId>,
    /// Pairs that wait for inner ones: whoever comes across one of them has gone in a circle.
    open: HashSet<Pair>,
    /// What is taken for the outcome of a pair that is come across in a circle; without it, no difference.
    assumed: HashMap<Pair, OutcomeId>,
    consulted: HashSet<Pair>,
    missing: Vec<Pair>,
    effort: u64,
}

impl<'s> Comparison<'s> {
    /// Compares, over again as long as a pair that was taken for compatible within a circle turns out not to be.
    fn settle(&mut self, root: Pair) -> Result<OutcomeId, Refusal> {
        loop {
            let outcome = self.pass(root)?;
            // Releases before the main branch's rewrite go through once.
            if self.profile != Profile::Cloud {
                return Ok(outcome);
            }
            let compatible =
                |id: Option<&OutcomeId>| id.is_none_or(|id| self.outcomes.compatible(*id));
            let refuted = |pair: &&Pair| {
                compatible(self.assumed.get(pair)) && !compatible(self.done.get(pair))
            };
            if !self.consulted.iter().any(|pair| refuted(&pair)) {
                return Ok(outcome);
            }
            for pair in self.consulted.drain() {
                if let Some(outcome) = self.done.get(&pair)
                    && !self.outcomes.compatible(*outcome)
                {
                    self.assumed.insert(pair, *outcome);
                }
            }
            self.done.clear();
        }
    }

    fn pass(&mut self, root: Pair) -> Result<OutcomeId, Refusal> {
        let mut stack = vec![root];
        while let Some(pair) = stack.last().copied() {
            if self.done.contains_key(&pair) {
                stack.pop();
                continue;
            }
            self.open.insert(pair);
            let findings = self.evaluate(pair)?;
            if self.missing.is_empty() {
                let outcome = self.outcomes.add(findings);
                self.open.remove(&pair);
                self.done.insert(pair, outcome);
                stack.pop();
            } else {
                stack.extend(self.missing.drain(..).rev());
            }
        }
        Ok(self.done[&root])
    }

    fn pair(&self, from: NodeId, to: NodeId, reversed: bool) -> Pair {
        let through = |schema: &Schema, id: NodeId| match schema.nodes[id.0 as usize].shape {
            Shape::Reference { to, .. } => to,
            _ => id,
        };
        let [old, new] = self.schemas;
        let (first, second) = if reversed { (new, old) } else { (old, new) };
        Pair {
            from: through(first, from),
            to: through(second, to),
            reversed,
        }
    }

    fn nodes(&self, pair: Pair) -> (&'s Node, &'s Node) {
        let [old, new] = self.schemas;
        let (first, second) = if pair.reversed {
            (new, old)
        } else {
            (old, new)
        };
        (
            &first.nodes[pair.from.0 as usize],
            &second.nodes[pair.to.0 as usize],
        )
    }

    /// The outcome of an inner pair; if it is not known yet, it is noted as missing.
    fn look(
        &mut self,
        outer: Pair,
        from: NodeId,
        to: NodeId,
    ) -> Result<Option<OutcomeId>, Refusal> {
        self.look_at(self.pair(from, to, outer.reversed))
    }

    fn look_at(&mut self, pair: Pair) -> Result<Option<OutcomeId>, Refusal> {
        if let Some(outcome) = self.done.get(&pair) {
            return Ok(Some(*outcome));
        }
        if self.open.contains(&pair) {
            self.consulted.insert(pair);
            return Ok(Some(
                self.assumed.get(&pair).copied().unwrap_or(OutcomeId::SAME),
            ));
        }
        let (from, to) = self.nodes(pair);
        if is_leaf(&from.shape) && is_leaf(&to.shape) {
            let findings = self.evaluate(pair)?;
            let outcome = self.outcomes.add(findings);
            if outcome != OutcomeId::SAME {
                self.done.insert(pair, outcome);
            }
            return Ok(Some(outcome));
        }
        self.missing.push(pair);
        Ok(None)
    }

    /// Compares two schemas, given the outcomes of the inner pairs. If one is missing, the findings are void.
    fn evaluate(&mut self, pair: Pair) -> Result<Findings, Refusal> {
        self.effort += 1;
        if self.effort > MAX_EFFORT {
            return Err(Refusal::TooLarge);
        }
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
            let accepted = matches!(from.shape, Shape::False)
                || matches!(to.shape, Shape::Empty | Shape::True);
            if !accepted && !(bytes(from) && bytes(to)) {
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
                limits::strings(pair, from, to, &mut findings)
            }
            (Shape::Number(from), Shape::Number(to)) => {
                limits::numbers(pair, from, to, self.profile, &mut findings)?;
            }
            (Shape::Const(from), Shape::Const(to)) => {
                if from != to {
                    let at = |id| Mark::Keyword(id, &["const"]);
                    findings.add(
                        kind::ENUM_ARRAY_CHANGED,
                        "const",
                        at(pair.from),
                        at(pair.to),
                    );
                }
            }
            (Shape::Enum(from), Shape::Enum(to)) => {
                let kind = match (from.is_subset(to), to.is_subset(from)) {
                    (true, true) => None,
                    (true, false) => Some(kind::ENUM_ARRAY_EXTENDED),
                    (false, true) => Some(kind::ENUM_ARRAY_NARROWED),
                    (false, false) => Some(kind::ENUM_ARRAY_CHANGED),
                };
                if let Some(kind) = kind {
                    let at = |id| Mark::Keyword(id, &["enum"]);
                    findings.add(kind, "enum", at(pair.from), at(pair.to));
                }
            }
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
                self.compare_objects(pair, from, to, &mut findings)?
            }
            (Shape::Array(from), Shape::Array(to)) => {
                self.compare_arrays(pair, from, to, &mut findings)?
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
                to.criterion != Criterion::AllOf,
                kind::SUM_TYPE_EXTENDED,
            ),
            (Shape::Combined(from), _) => (
                &from.parts,
                from.criterion == Criterion::AllOf,
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
            let outcome = match to.shape {
                Shape::Combined(_) => self.look(pair, pair.from, *part)?,
                _ => self.look(pair, *part, pair.to)?,
            };
            if let Some(outcome) = outcome
                && fitting.is_none()
                && self.outcomes.compatible(outcome)
            {
                fitting = Some(outcome);
            }
        }
        let Some(outcome) = fitting else {
            return Ok(false);
        };
        findings.include(String::new(), outcome, &self.outcomes);
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
const ASSERTING: &[&str] = &[
    "type", "anyOf", "oneOf", "allOf", "enum", "const", "not", "$ref",
];

fn is_leaf(shape: &Shape) -> bool {
    !matches!(
        shape,
        Shape::Not(_) | Shape::Combined(_) | Shape::Object(_) | Shape::Array(_)
    )
}

/// Schemas of different classes are not comparable.
fn class(shape: &Shape) -> u8 {
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

fn compare_notes(pair: Pair, from: Option<&Note>, to: Option<&Note>, findings: &mut Findings) {
    if from.is_none() && to.is_none() {
        return;
    }
    type Part = fn(&Note) -> Option<&str>;
    let parts: [(Kind, &'static [&'static str], Part); 4] = [
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
