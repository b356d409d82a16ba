use super::super::java_hash::hash_set_order;
use super::super::kind::{self, Kind};
use super::super::model::{Beyond, NodeId, ObjectShape, Property, Shape};
use super::super::place::Mark;
use super::findings::Findings;
use super::limits::{MAX_PROPERTIES, MIN_PROPERTIES};
use super::{Comparison, Pair, Refusal};
use crate::options::Profile;

/// What of a content model a name or position falls under.
pub(super) enum Room {
    /// Anything may be there.
    Open,
    /// What may be there must match this schema.
    Partial(NodeId),
    /// Nothing may be there.
    Closed,
}

const PROPERTIES: &[&str] = &["properties"];
const REQUIRED: &[&str] = &["required"];
const DEPENDENCIES: &[&str] = &["dependencies", "dependentRequired", "dependentSchemas"];

/// A property of one of two objects, or of both.
struct Named<'s> {
    old: Option<&'s Property>,
    new: Option<&'s Property>,
}

impl<'s> Named<'s> {
    fn any(&self) -> Option<&'s Property> {
        self.old.or(self.new)
    }
}

impl<'s> Comparison<'s> {
    pub(super) fn compare_objects(
        &mut self,
        pair: Pair,
        old: &'s ObjectShape,
        new: &'s ObjectShape,
        findings: &mut Findings,
    ) -> Result<(), Refusal> {
        let properties = in_registry_order(old, new);
        for named in &properties {
            if let (Some(was), Some(is)) = (named.old, named.new) {
                self.compare_required(pair, (old, was), (new, is), findings);
            }
        }
        for named in properties {
            match (named.old, named.new) {
                (Some(was), Some(is)) => {
                    if let Some(outcome) = self.look(pair, was.schema, is.schema)? {
                        findings.include(
                            format!("properties/{}", was.name),
                            outcome,
                            &self.outcomes,
                        );
                    }
                }
                (Some(was), None) => self.compare_removed(pair, was, new, findings)?,
                (None, Some(is)) => self.compare_added(pair, old, (new, is), findings)?,
                (None, None) => {}
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

    /// `unevaluatedProperties`, `minContains` and their like are compared from 8.0.6, 8.1.4, 8.2.2 and 8.3.0 on.
    pub(super) fn knows_unevaluated(&self) -> bool {
        matches!(self.profile, Profile::Cloud | Profile::V8_3)
    }

    /// Only for what both schemas declare as a property.
    fn compare_required(
        &self,
        pair: Pair,
        (old, was): (&ObjectShape, &Property),
        (new, is): (&ObjectShape, &Property),
        findings: &mut Findings,
    ) {
        let kind = match (
            old.required.contains(&was.name),
            new.required.contains(&is.name),
        ) {
            (true, false) => kind::REQUIRED_ATTRIBUTE_REMOVED,
            (false, true) if self.has_default(pair, is.schema) => {
                kind::REQUIRED_ATTRIBUTE_WITH_DEFAULT_ADDED
            }
            (false, true) => kind::REQUIRED_ATTRIBUTE_ADDED,
            _ => return,
        };
        let at = |id, of: &Property| Mark::Entry(id, REQUIRED, of.name.clone());
        findings.add(
            kind,
            format!("required/{}", is.name),
            at(pair.from, was),
            at(pair.to, is),
        );
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
            Room::Closed if matches!(self.from_shape(pair, was.schema), Shape::False) => {
                kind::PROPERTY_WITH_FALSE_REMOVED_FROM_CLOSED_CONTENT_MODEL
            }
            Room::Closed => kind::PROPERTY_REMOVED_FROM_CLOSED_CONTENT_MODEL,
        };
        let old_at = Mark::Entry(pair.from, PROPERTIES, was.name.clone());
        findings.add(kind, path, old_at, Mark::Keyword(pair.to, PROPERTIES));
        Ok(())
    }

    fn compare_added(
        &mut self,
        pair: Pair,
        old: &ObjectShape,
        (new, is): (&ObjectShape, &Property),
        findings: &mut Findings,
    ) -> Result<(), Refusal> {
        let path = format!("properties/{}", is.name);
        let (old_at, new_at) = (
            Mark::Keyword(pair.from, PROPERTIES),
            Mark::Entry(pair.to, PROPERTIES, is.name.clone()),
        );
        let required = new.required.contains(&is.name);
        let has_default = self.has_default(pair, is.schema);
        let kind = match self.room(old, pair.reversed, &is.name) {
            Room::Open => match self.to_shape(pair, is.schema) {
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

    /// `additionalProperties` and its like.
    pub(super) fn compare_beyond(
        &mut self,
        pair: Pair,
        [old, new]: [Beyond; 2],
        kinds: &BeyondKinds,
        findings: &mut Findings,
    ) -> Result<(), Refusal> {
        let kind = match (old.permitted, new.permitted) {
            (false, true) => kinds.added,
            (true, false) => kinds.removed,
            _ => match (old.schema, new.schema) {
                (None, None) => return Ok(()),
                (None, Some(_)) => kinds.narrowed,
                (Some(_), None) => kinds.extended,
                (Some(old), Some(new)) => {
                    if let Some(outcome) = self.look(pair, old, new)? {
                        findings.include(kinds.path.to_owned(), outcome, &self.outcomes);
                    }
                    return Ok(());
                }
            },
        };
        let at = |id| Mark::Keyword(id, kinds.keywords);
        findings.add(kind, kinds.path, at(pair.from), at(pair.to));
        Ok(())
    }

    /// `unevaluatedProperties` and `unevaluatedItems`: that anything is allowed is told from nothing being said, but
    /// with a schema it is compared as if nothing were.
    pub(super) fn compare_unevaluated(
        &mut self,
        pair: Pair,
        [old, new]: [Beyond; 2],
        kinds: &BeyondKinds,
        findings: &mut Findings,
    ) -> Result<(), Refusal> {
        if !self.knows_unevaluated() {
            return Ok(());
        }
        let old_any = old
            .schema
            .is_some_and(|schema| is_any(self.from_shape(pair, schema)));
        let new_any = new
            .schema
            .is_some_and(|schema| is_any(self.to_shape(pair, schema)));
        let said = |beyond: Beyond, any: bool, other: Beyond, other_any: bool| Beyond {
            schema: beyond
                .schema
                .filter(|_| !any || (other.schema.is_none() || other_any)),
            ..beyond
        };
        let sides = [
            said(old, old_any, new, new_any),
            said(new, new_any, old, old_any),
        ];
        self.compare_beyond(pair, sides, kinds, findings)
    }

    /// What may be unevaluated, as the content model has it: a schema that allows anything is none.
    pub(super) fn room_unevaluated(&self, unevaluated: Beyond, new: bool) -> Beyond {
        let shape = |schema: NodeId| &self.schemas[usize::from(new)].nodes[schema.0 as usize].shape;
        if !self.knows_unevaluated()
            || unevaluated
                .schema
                .is_some_and(|schema| is_any(shape(schema)))
        {
            return Beyond::ANY;
        }
        unevaluated
    }

    fn room(&self, object: &ObjectShape, new: bool, name: &str) -> Room {
        let unevaluated = self.room_unevaluated(object.unevaluated, new);
        if object.patterns.is_empty() && object.additional.is_any() && unevaluated.is_any() {
            return Room::Open;
        }
        object
            .patterns
            .iter()
            .find(|(pattern, _)| pattern.covers(name))
            .map(|(_, schema)| *schema)
            .or(object.additional.schema)
            .or(unevaluated.schema)
            .map_or(Room::Closed, Room::Partial)
    }

    /// A default beside the schema itself; one behind a reference does not count.
    fn has_default(&self, pair: Pair, schema: NodeId) -> bool {
        let node = &self.schemas[usize::from(!pair.reversed)].nodes[schema.0 as usize];
        node.note
            .as_ref()
            .is_some_and(|note| note.default.is_some())
    }

    /// What an inner schema of the older side is, without following a reference.
    pub(super) fn from_shape(&self, pair: Pair, schema: NodeId) -> &'s Shape {
        &self.schemas[usize::from(pair.reversed)].nodes[schema.0 as usize].shape
    }

    /// What an inner schema of the newer side is, without following a reference.
    pub(super) fn to_shape(&self, pair: Pair, schema: NodeId) -> &'s Shape {
        &self.schemas[usize::from(!pair.reversed)].nodes[schema.0 as usize].shape
    }
}

fn is_any(shape: &Shape) -> bool {
    matches!(shape, Shape::Empty | Shape::True)
}

/// The kinds for what is allowed beyond what is named.
pub(super) struct BeyondKinds {
    pub(super) path: &'static str,
    pub(super) keywords: &'static [&'static str],
    pub(super) added: Kind,
    pub(super) removed: Kind,
    pub(super) narrowed: Kind,
    pub(super) extended: Kind,
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

fn in_registry_order<'s>(old: &'s ObjectShape, new: &'s ObjectShape) -> Vec<Named<'s>> {
    let kept = old.properties.iter().map(|was| Named {
        old: Some(was),
        new: new.property(&was.name),
    });
    let added = new
        .properties
        .iter()
        .filter(|is| old.property(&is.name).is_none())
        .map(|is| Named {
            old: None,
            new: Some(is),
        });
    let mut all: Vec<_> = kept.chain(added).collect();
    hash_set_order(&mut all, old.properties.len(), |named| {
        named.any().map_or(0, |property| property.name_hash)
    });
    all
}

/// The entries of two lists by their name.
fn both<'s, T>(
    old: &'s [(Box<str>, T)],
    new: &'s [(Box<str>, T)],
) -> impl Iterator<Item = (&'s str, Option<&'s T>, Option<&'s T>)> {
    let get = |list: &'s [(Box<str>, T)]| -> std::collections::BTreeMap<&'s str, &'s T> {
        list.iter().map(|(name, value)| (&**name, value)).collect()
    };
    let (was, is) = (get(old), get(new));
    let names: std::collections::BTreeSet<&str> = was.keys().chain(is.keys()).copied().collect();
    names
        .into_iter()
        .map(move |name| (name, was.get(name).copied(), is.get(name).copied()))
}
