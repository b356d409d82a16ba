//! What is allowed beyond what is named, and so what a property or item that comes or goes meets.

use super::super::kind::Kind;
use super::super::model::{Beyond, NodeId, ObjectShape, Shape};
use super::super::place::Mark;
use super::findings::Findings;
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

/// The kinds for what is allowed beyond what is named.
pub(super) struct BeyondKinds {
    pub(super) path: &'static str,
    pub(super) keywords: &'static [&'static str],
    pub(super) added: Kind,
    pub(super) removed: Kind,
    pub(super) narrowed: Kind,
    pub(super) extended: Kind,
}

impl<'s> Comparison<'s> {
    /// `unevaluatedProperties`, `minContains` and their like are compared from 8.0.6, 8.1.4, 8.2.2 and 8.3.0 on.
    pub(super) fn knows_unevaluated(&self) -> bool {
        matches!(self.profile, Profile::Cloud | Profile::V8_3)
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
                        findings.include(kinds.path, outcome, &self.outcomes);
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
        let any = |shape: &Shape| shape.is_any();
        let old_any = old
            .schema
            .is_some_and(|schema| any(self.old_shape(pair, schema)));
        let new_any = new
            .schema
            .is_some_and(|schema| any(self.new_shape(pair, schema)));
        // Against a schema, what allows anything is as nothing; otherwise it is a schema as any other.
        let against_schema = |other: Beyond, other_any: bool| other.schema.is_some() && !other_any;
        let said = |beyond: Beyond, any: bool, other: Beyond, other_any: bool| Beyond {
            schema: beyond
                .schema
                .filter(|_| !(any && against_schema(other, other_any))),
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
        let any = |schema: NodeId| {
            self.schemas[usize::from(new)].nodes[schema.0 as usize]
                .shape
                .is_any()
        };
        if !self.knows_unevaluated() || unevaluated.schema.is_some_and(any) {
            return Beyond::ANY;
        }
        unevaluated
    }

    pub(super) fn room(&self, object: &ObjectShape, new: bool, name: &str) -> Room {
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

    /// What an inner schema of the older side is, without following a reference.
    pub(super) fn old_shape(&self, pair: Pair, schema: NodeId) -> &'s Shape {
        &self.schemas[usize::from(pair.reversed)].nodes[schema.0 as usize].shape
    }

    /// What an inner schema of the newer side is, without following a reference.
    pub(super) fn new_shape(&self, pair: Pair, schema: NodeId) -> &'s Shape {
        &self.schemas[usize::from(!pair.reversed)].nodes[schema.0 as usize].shape
    }
}
