//! What differs between two schemas, and whether the new one reads what the old one wrote.

mod array;
mod combined;
mod content;
mod evaluate;
mod findings;
mod limits;
mod object;
mod refusal;

use super::Schema;
use super::model::{Node, NodeId, Shape};
use crate::difference::Difference;
use crate::options::{Policy, Profile};
use evaluate::class;
use findings::{OutcomeId, Outcomes};
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
const MAX_EFFORT: u64 = 2_000_000;

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
            let refuted = |pair: &Pair| {
                compatible(self.assumed.get(pair)) && !compatible(self.done.get(pair))
            };
            if !self.consulted.iter().any(refuted) {
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
        if self.is_immediate(pair) {
            let findings = self.evaluate(pair)?;
            return Ok(Some(self.outcomes.add(findings)));
        }
        if let Some(outcome) = self.known(pair) {
            return Ok(Some(outcome));
        }
        self.missing.push(pair);
        Ok(None)
    }

    /// The outcome of an inner pair if it is compatible. Nothing is kept of simple pairs that are not: there may be
    /// very many.
    fn look_fitting(
        &mut self,
        outer: Pair,
        from: NodeId,
        to: NodeId,
    ) -> Result<Option<OutcomeId>, Refusal> {
        let pair = self.pair(from, to, outer.reversed);
        if self.is_immediate(pair) {
            let findings = self.evaluate(pair)?;
            let fits = findings.is_compatible();
            return Ok(fits.then(|| self.outcomes.add(findings)));
        }
        let outcome = self.look_at(pair)?;
        Ok(outcome.filter(|outcome| self.outcomes.compatible(*outcome)))
    }

    fn known(&mut self, pair: Pair) -> Option<OutcomeId> {
        if let Some(outcome) = self.done.get(&pair) {
            return Some(*outcome);
        }
        if !self.open.contains(&pair) {
            return None;
        }
        self.consulted.insert(pair);
        Some(self.assumed.get(&pair).copied().unwrap_or(OutcomeId::SAME))
    }

    /// Whether a pair can be compared without looking at pairs within it.
    fn is_immediate(&self, pair: Pair) -> bool {
        let (from, to) = self.nodes(pair);
        let combined = |node: &Node| matches!(node.shape, Shape::Combined(_));
        if combined(from) || combined(to) {
            return false;
        }
        let holds_others = |node: &Node| {
            matches!(
                node.shape,
                Shape::Not(_) | Shape::Object(_) | Shape::Array(_)
            )
        };
        !holds_others(from) || class(&from.shape) != class(&to.shape)
    }

    /// Counts the work, and gives up where it is too much.
    fn spend(&mut self) -> Result<(), Refusal> {
        self.effort += 1;
        if self.effort > MAX_EFFORT {
            return Err(Refusal::TooLarge);
        }
        Ok(())
    }
}
