//! Bounds: of numbers, lengths and counts.

use super::super::kind::{self, Kind};
use super::super::model::{NumberShape, StringShape};
use super::super::number::Number;
use super::super::place::Mark;
use super::evaluate::ASSERTING;
use super::findings::Findings;
use super::{Pair, Refusal};
use crate::options::Profile;
use std::cmp::Ordering;

/// The kinds for a bound that is added, removed, increased and decreased.
pub(super) struct Bound {
    keyword: &'static [&'static str; 1],
    kinds: [Kind; 4],
}

macro_rules! bounds {
    ($($name:ident $keyword:literal $added:ident $removed:ident $increased:ident $decreased:ident;)*) => {
        $(pub(super) const $name: Bound = Bound {
            keyword: &[$keyword],
            kinds: [kind::$added, kind::$removed, kind::$increased, kind::$decreased],
        };)*
    };
}

bounds! {
    MAX_LENGTH "maxLength" MAX_LENGTH_ADDED MAX_LENGTH_REMOVED MAX_LENGTH_INCREASED MAX_LENGTH_DECREASED;
    MIN_LENGTH "minLength" MIN_LENGTH_ADDED MIN_LENGTH_REMOVED MIN_LENGTH_INCREASED MIN_LENGTH_DECREASED;
    MAXIMUM "maximum" MAXIMUM_ADDED MAXIMUM_REMOVED MAXIMUM_INCREASED MAXIMUM_DECREASED;
    MINIMUM "minimum" MINIMUM_ADDED MINIMUM_REMOVED MINIMUM_INCREASED MINIMUM_DECREASED;
    EXCLUSIVE_MAXIMUM "exclusiveMaximum" EXCLUSIVE_MAXIMUM_ADDED EXCLUSIVE_MAXIMUM_REMOVED
        EXCLUSIVE_MAXIMUM_INCREASED EXCLUSIVE_MAXIMUM_DECREASED;
    EXCLUSIVE_MINIMUM "exclusiveMinimum" EXCLUSIVE_MINIMUM_ADDED EXCLUSIVE_MINIMUM_REMOVED
        EXCLUSIVE_MINIMUM_INCREASED EXCLUSIVE_MINIMUM_DECREASED;
    MAX_PROPERTIES "maxProperties" MAX_PROPERTIES_ADDED MAX_PROPERTIES_REMOVED
        MAX_PROPERTIES_INCREASED MAX_PROPERTIES_DECREASED;
    MIN_PROPERTIES "minProperties" MIN_PROPERTIES_ADDED MIN_PROPERTIES_REMOVED
        MIN_PROPERTIES_INCREASED MIN_PROPERTIES_DECREASED;
    MAX_ITEMS "maxItems" MAX_ITEMS_ADDED MAX_ITEMS_REMOVED MAX_ITEMS_INCREASED MAX_ITEMS_DECREASED;
    MIN_ITEMS "minItems" MIN_ITEMS_ADDED MIN_ITEMS_REMOVED MIN_ITEMS_INCREASED MIN_ITEMS_DECREASED;
    MAX_CONTAINS "maxContains" MAX_CONTAINS_ADDED MAX_CONTAINS_REMOVED MAX_CONTAINS_INCREASED MAX_CONTAINS_DECREASED;
    MIN_CONTAINS "minContains" MIN_CONTAINS_ADDED MIN_CONTAINS_REMOVED MIN_CONTAINS_INCREASED MIN_CONTAINS_DECREASED;
}

impl Bound {
    fn add(&self, pair: Pair, kind: Kind, findings: &mut Findings) {
        let at = |id| Mark::Keyword(id, self.keyword);
        findings.add(kind, self.keyword[0], at(pair.from), at(pair.to));
    }

    pub(super) fn compare<T>(
        &self,
        pair: Pair,
        [old, new]: [Option<&T>; 2],
        order: impl Fn(&T, &T) -> Ordering,
        findings: &mut Findings,
    ) {
        let [added, removed, increased, decreased] = self.kinds;
        let kind = match (old, new) {
            (None, None) => return,
            (None, Some(_)) => added,
            (Some(_), None) => removed,
            (Some(old), Some(new)) => match order(old, new) {
                Ordering::Less => increased,
                Ordering::Equal => return,
                Ordering::Greater => decreased,
            },
        };
        self.add(pair, kind, findings);
    }

    pub(super) fn counts(
        &self,
        pair: Pair,
        old: Option<i64>,
        new: Option<i64>,
        findings: &mut Findings,
    ) {
        self.compare(pair, [old.as_ref(), new.as_ref()], i64::cmp, findings);
    }

    pub(super) fn numbers(&self, pair: Pair, sides: [Option<&Number>; 2], findings: &mut Findings) {
        self.compare(pair, sides, Number::compare, findings);
    }
}

pub(super) fn strings(pair: Pair, old: &StringShape, new: &StringShape, findings: &mut Findings) {
    MAX_LENGTH.counts(pair, old.max_length, new.max_length, findings);
    MIN_LENGTH.counts(pair, old.min_length, new.min_length, findings);
    let kind = match (&old.pattern, &new.pattern) {
        (None, Some(_)) => kind::PATTERN_ADDED,
        (Some(_), None) => kind::PATTERN_REMOVED,
        (Some(old), Some(new)) if old != new => kind::PATTERN_CHANGED,
        _ => return,
    };
    let at = |id| Mark::Keyword(id, &["pattern"]);
    findings.add(kind, "pattern", at(pair.from), at(pair.to));
}

pub(super) fn numbers(
    pair: Pair,
    old: &NumberShape,
    new: &NumberShape,
    profile: Profile,
    findings: &mut Findings,
) -> Result<(), Refusal> {
    MAXIMUM.numbers(pair, [old.maximum.as_ref(), new.maximum.as_ref()], findings);
    MINIMUM.numbers(pair, [old.minimum.as_ref(), new.minimum.as_ref()], findings);
    exclusive_maximum(pair, old, new, findings)?;
    EXCLUSIVE_MINIMUM.numbers(
        pair,
        [
            old.exclusive_minimum.as_ref(),
            new.exclusive_minimum.as_ref(),
        ],
        findings,
    );
    multiple_of(pair, old, new, profile, findings)?;
    if old.integer != new.integer {
        let kind = if old.integer {
            kind::TYPE_EXTENDED
        } else {
            kind::TYPE_NARROWED
        };
        let at = |id| Mark::Keyword(id, ASSERTING);
        findings.add(kind, "", at(pair.from), at(pair.to));
    }
    Ok(())
}

/// The registry takes the new schema's `maximum` for the new `exclusiveMaximum` when it looks for a decrease.
fn exclusive_maximum(
    pair: Pair,
    old: &NumberShape,
    new: &NumberShape,
    findings: &mut Findings,
) -> Result<(), Refusal> {
    let sides = [
        old.exclusive_maximum.as_ref(),
        new.exclusive_maximum.as_ref(),
    ];
    let [Some(was), Some(is)] = sides else {
        EXCLUSIVE_MAXIMUM.numbers(pair, sides, findings);
        return Ok(());
    };
    if was.same(is) {
        return Ok(());
    }
    let compared = if was.compare(is) == Ordering::Less {
        is
    } else {
        new.maximum
            .as_ref()
            .ok_or(Refusal::ExclusiveMaximumLowered)?
    };
    match (was.compare(is), was.compare(compared)) {
        (Ordering::Less, _) | (_, Ordering::Greater) => {
            EXCLUSIVE_MAXIMUM.numbers(pair, [Some(was), Some(compared)], findings);
        }
        _ => {}
    }
    Ok(())
}

fn multiple_of(
    pair: Pair,
    old: &NumberShape,
    new: &NumberShape,
    profile: Profile,
    findings: &mut Findings,
) -> Result<(), Refusal> {
    let kind = match (&old.multiple_of, &new.multiple_of) {
        (None, None) => return Ok(()),
        (None, Some(_)) => kind::MULTIPLE_OF_ADDED,
        (Some(_), None) => kind::MULTIPLE_OF_REMOVED,
        (Some(was), Some(is)) if was.compare(is) == Ordering::Equal => return Ok(()),
        (Some(was), Some(is)) => {
            if profile != Profile::Cloud && (was.is_below_one() || is.is_below_one()) {
                return Err(Refusal::MultipleOfBelowOne);
            }
            if is.is_multiple_of(was) {
                kind::MULTIPLE_OF_EXPANDED
            } else if was.is_multiple_of(is) {
                kind::MULTIPLE_OF_REDUCED
            } else {
                kind::MULTIPLE_OF_CHANGED
            }
        }
    };
    let at = |id| Mark::Keyword(id, &["multipleOf"]);
    findings.add(kind, "multipleOf", at(pair.from), at(pair.to));
    Ok(())
}
