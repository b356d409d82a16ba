use super::super::java_hash::{hash_set_order, string_hash};
use super::super::kind;
use super::super::model::{NodeId, ObjectShape, Property, Shape};
use super::super::place::Mark;
use super::content::{BeyondKinds, Room};
use super::findings::{Findings, OutcomeId};
use super::limits::{MAX_PROPERTIES, MIN_PROPERTIES};
use super::{Comparison, Pair, Refusal};
use std::collections::HashMap;

const PROPERTIES: &[&str] = &["properties"];
const REQUIRED: &[&str] = &["required"];
const DEPENDENCIES: &[&str] = &["dependencies", "dependentRequired", "dependentSchemas"];

/// A property of one of two objects, or of both.
#[derive(Clone, Copy)]
struct Named<'s> {
    old: Option<&'s Property>,
    new: Option<&'s Property>,
    /// What differs in it, if both have it.
    outcome: OutcomeId,
}

impl<'s> Comparison<'s> {
    pub(super) fn compare_objects(
        &mut self,
        pair: Pair,
        old: &'s ObjectShape,
        new: &'s ObjectShape,
        findings: &mut Findings,
    ) -> Result<(), Refusal> {
        let (mut all, mut different) = (0, Vec::new());
        for (was, is) in pairs(old, new) {
            all += 1;
            let mut named = Named {
                old: was,
                new: is,
                outcome: OutcomeId::SAME,
            };
            if let (Some(was), Some(is)) = (was, is) {
                match self.look(pair, was.schema, is.schema)? {
                    Some(outcome) => named.outcome = outcome,
                    None => continue,
                }
                if named.outcome == OutcomeId::SAME
                    && was.required.is_some() == is.required.is_some()
                {
                    continue;
                }
            }
            different.push(named);
        }
        hash_set_order(&mut different, old.properties.len(), all, |named| {
            named
                .old
                .or(named.new)
                .map_or(0, |property| property.name_hash)
        });
        for named in &different {
            if let (Some(was), Some(is)) = (named.old, named.new) {
                self.compare_required(pair, was, is, findings);
            }
        }
        for named in different {
            match (named.old, named.new) {
                (Some(was), Some(_)) if named.outcome != OutcomeId::SAME => {
                    let path = format!("properties/{}", was.name);
                    findings.include(path, named.outcome, &self.outcomes);
                }
                (Some(was), None) => self.compare_removed(pair, was, new, findings)?,
                (None, Some(is)) => self.compare_added(pair, old, is, findings)?,
                _ => {}
            }
        }
        self.compare_dependencies(pair, old, new, findings)?;
        self.compare_beyond(
            pair,
            [old.additional, new.additional],
            &ADDITIONAL,
            findings,
        )?;
        self.compare_unevaluated(
            pair,
            [old.unevaluated, new.unevaluated],
            &UNEVALUATED,
            findings,
        )?;
        MAX_PROPERTIES.counts(pair, old.max_properties, new.max_properties, findings);
        MIN_PROPERTIES.counts(pair, old.min_properties, new.min_properties, findings);
        Ok(())
    }

    /// Only for what both schemas declare as a property.
    fn compare_required(&self, pair: Pair, was: &Property, is: &Property, findings: &mut Findings) {
        let kind = match (was.required.is_some(), is.required.is_some()) {
            (true, false) => kind::REQUIRED_ATTRIBUTE_REMOVED,
            (false, true) if self.has_default(pair, is.schema) => {
                kind::REQUIRED_ATTRIBUTE_WITH_DEFAULT_ADDED
            }
            (false, true) => kind::REQUIRED_ATTRIBUTE_ADDED,
            _ => return,
        };
        let at = |id, property: &Property| match property.required {
            Some(item) => Mark::Value(id, item),
            None => Mark::Keyword(id, REQUIRED),
        };
        let path = format!("required/{}", is.name);
        findings.add(kind, path, at(pair.from, was), at(pair.to, is));
    }

    fn compare_removed(
        &mut self,
        pair: Pair,
        was: &Property,
        new: &ObjectShape,
        findings: &mut Findings,
    ) -> Result<(), Refusal> {
        let path = format!("properties/{}", was.name);
        let kind = match self.room(new, !pair.reversed, &was.name) {
            Room::Open => kind::PROPERTY_REMOVED_FROM_OPEN_CONTENT_MODEL,
            Room::Partial(schema) => {
                let Some(outcome) = self.look(pair, was.schema, schema)? else {
                    return Ok(());
                };
                findings.include(path.clone(), outcome, &self.outcomes);
                if self.outcomes.compatible(outcome) {
                    kind::PROPERTY_REMOVED_IS_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL
                } else {
                    kind::PROPERTY_REMOVED_NOT_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL
                }
            }
            Room::Closed if matches!(self.old_shape(pair, was.schema), Shape::False) => {
                kind::PROPERTY_WITH_FALSE_REMOVED_FROM_CLOSED_CONTENT_MODEL
            }
            Room::Closed => kind::PROPERTY_REMOVED_FROM_CLOSED_CONTENT_MODEL,
        };
        let old_at = Mark::Member(was.schema);
        findings.add(kind, path, old_at, Mark::Keyword(pair.to, PROPERTIES));
        Ok(())
    }

    fn compare_added(
        &mut self,
        pair: Pair,
        old: &ObjectShape,
        is: &Property,
        findings: &mut Findings,
    ) -> Result<(), Refusal> {
        let path = format!("properties/{}", is.name);
        let (old_at, new_at) = (
            Mark::Keyword(pair.from, PROPERTIES),
            Mark::Member(is.schema),
        );
        let required = is.required.is_some();
        let has_default = self.has_default(pair, is.schema);
        let kind = match self.room(old, pair.reversed, &is.name) {
            Room::Open => match self.new_shape(pair, is.schema) {
                Shape::Empty | Shape::True => {
                    kind::PROPERTY_WITH_EMPTY_SCHEMA_ADDED_TO_OPEN_CONTENT_MODEL
                }
                _ if required && has_default => {
                    kind::REQUIRED_PROPERTY_WITH_DEFAULT_ADDED_TO_OPEN_CONTENT_MODEL
                }
                _ if required => kind::REQUIRED_PROPERTY_ADDED_TO_OPEN_CONTENT_MODEL,
                _ => kind::OPTIONAL_PROPERTY_ADDED_TO_OPEN_CONTENT_MODEL,
            },
            room => {
                if let Room::Partial(schema) = room {
                    let Some(outcome) = self.look(pair, schema, is.schema)? else {
                        return Ok(());
                    };
                    findings.include(path.clone(), outcome, &self.outcomes);
                    let kind = if self.outcomes.compatible(outcome) {
                        kind::PROPERTY_ADDED_IS_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL
                    } else {
                        kind::PROPERTY_ADDED_NOT_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL
                    };
                    findings.add(kind, path.clone(), old_at.clone(), new_at.clone());
                }
                match (required, has_default) {
                    (true, true) => {
                        kind::REQUIRED_PROPERTY_WITH_DEFAULT_ADDED_TO_UNOPEN_CONTENT_MODEL
                    }
                    (true, false) => kind::REQUIRED_PROPERTY_ADDED_TO_UNOPEN_CONTENT_MODEL,
                    (false, _) => kind::OPTIONAL_PROPERTY_ADDED_TO_UNOPEN_CONTENT_MODEL,
                }
            }
        };
        findings.add(kind, path, old_at, new_at);
        Ok(())
    }

    fn compare_dependencies(
        &mut self,
        pair: Pair,
        old: &'s ObjectShape,
        new: &'s ObjectShape,
        findings: &mut Findings,
    ) -> Result<(), Refusal> {
        let at = |id, name: &str| Mark::Entry(id, DEPENDENCIES, name.into());
        for (name, was, is) in both(&old.dependent_required, &new.dependent_required) {
            let kind = match (was, is) {
                (Some(was), Some(is)) => match (was.is_subset(is), is.is_subset(was)) {
                    (true, true) => continue,
                    (true, false) => kind::DEPENDENCY_ARRAY_EXTENDED,
                    (false, true) => kind::DEPENDENCY_ARRAY_NARROWED,
                    (false, false) => kind::DEPENDENCY_ARRAY_CHANGED,
                },
                (None, _) => kind::DEPENDENCY_ARRAY_ADDED,
                (Some(_), None) => kind::DEPENDENCY_ARRAY_REMOVED,
            };
            findings.add(
                kind,
                format!("dependencies/{name}"),
                at(pair.from, name),
                at(pair.to, name),
            );
        }
        for (name, was, is) in both(&old.dependent_schemas, &new.dependent_schemas) {
            let path = format!("dependencies/{name}");
            let kind = match (was, is) {
                (Some(was), Some(is)) => {
                    if let Some(outcome) = self.look(pair, *was, *is)? {
                        findings.include(path, outcome, &self.outcomes);
                    }
                    continue;
                }
                (None, _) => kind::DEPENDENCY_SCHEMA_ADDED,
                (Some(_), None) => kind::DEPENDENCY_SCHEMA_REMOVED,
            };
            findings.add(kind, path, at(pair.from, name), at(pair.to, name));
        }
        Ok(())
    }

    /// A default beside the schema itself; one behind a reference does not count.
    fn has_default(&self, pair: Pair, schema: NodeId) -> bool {
        let node = &self.schemas[usize::from(!pair.reversed)].nodes[schema.0 as usize];
        node.note
            .as_ref()
            .is_some_and(|note| note.default.is_some())
    }
}

const ADDITIONAL: BeyondKinds = BeyondKinds {
    path: "additionalProperties",
    keywords: &["additionalProperties"],
    added: kind::ADDITIONAL_PROPERTIES_ADDED,
    removed: kind::ADDITIONAL_PROPERTIES_REMOVED,
    narrowed: kind::ADDITIONAL_PROPERTIES_NARROWED,
    extended: kind::ADDITIONAL_PROPERTIES_EXTENDED,
};

const UNEVALUATED: BeyondKinds = BeyondKinds {
    path: "unevaluatedProperties",
    keywords: &["unevaluatedProperties"],
    added: kind::UNEVALUATED_PROPERTIES_ADDED,
    removed: kind::UNEVALUATED_PROPERTIES_REMOVED,
    narrowed: kind::UNEVALUATED_PROPERTIES_NARROWED,
    extended: kind::UNEVALUATED_PROPERTIES_EXTENDED,
};

/// The properties of two objects by their name: those of the old one, then those that only the new one has.
fn pairs<'s>(
    old: &'s ObjectShape,
    new: &'s ObjectShape,
) -> Vec<(Option<&'s Property>, Option<&'s Property>)> {
    let mut pairs = Vec::with_capacity(old.properties.len());
    let mut paired = vec![false; new.properties.len()];
    // Mostly the order is the same, so that no name need be looked up.
    let mut expected = 0;
    for was in &old.properties {
        let as_expected = new.properties.get(expected);
        let at = match as_expected.filter(|is| is.name == was.name) {
            Some(_) => Some(expected),
            None => new.by_name.get(&was.name).map(|at| *at as usize),
        };
        if let Some(at) = at {
            paired[at] = true;
            expected = at + 1;
        }
        pairs.push((Some(was), at.map(|at| &new.properties[at])));
    }
    let added = new
        .properties
        .iter()
        .zip(paired)
        .filter(|(_, paired)| !paired);
    pairs.extend(added.map(|(is, _)| (None, Some(is))));
    pairs
}

/// The entries of two lists by their name, in the registry's order.
fn both<'s, T>(old: &'s [(Box<str>, T)], new: &'s [(Box<str>, T)]) -> Vec<Both<'s, T>> {
    let (was, is) = (by_name(old), by_name(new));
    let added = new.iter().filter(|(name, _)| !was.contains_key(&**name));
    let mut names: Vec<&str> = old.iter().chain(added).map(|(name, _)| &**name).collect();
    let all = names.len();
    hash_set_order(&mut names, old.len(), all, |name| string_hash(name));
    names
        .into_iter()
        .map(|name| (name, was.get(name).copied(), is.get(name).copied()))
        .collect()
}

/// A name, and what it stands for in the old and in the new list.
type Both<'s, T> = (&'s str, Option<&'s T>, Option<&'s T>);

fn by_name<T>(list: &[(Box<str>, T)]) -> HashMap<&str, &T> {
    list.iter().map(|(name, value)| (&**name, value)).collect()
}
