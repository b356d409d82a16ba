use super::super::kind;
use super::super::model::{ArrayShape, NodeId, Shape};
use super::super::place::Mark;
use super::content::{BeyondKinds, Room};
use super::findings::Findings;
use super::limits::{MAX_CONTAINS, MAX_ITEMS, MIN_CONTAINS, MIN_ITEMS};
use super::{Comparison, Pair, Refusal};

const ADDITIONAL: BeyondKinds = BeyondKinds {
    path: "additionalItems",
    // In 2020-12, what comes after `prefixItems` stands under `items`.
    keywords: &["additionalItems", "items"],
    added: kind::ADDITIONAL_ITEMS_ADDED,
    removed: kind::ADDITIONAL_ITEMS_REMOVED,
    narrowed: kind::ADDITIONAL_ITEMS_NARROWED,
    extended: kind::ADDITIONAL_ITEMS_EXTENDED,
};

const UNEVALUATED: BeyondKinds = BeyondKinds {
    path: "unevaluatedItems",
    keywords: &["unevaluatedItems"],
    added: kind::UNEVALUATED_ITEMS_ADDED,
    removed: kind::UNEVALUATED_ITEMS_REMOVED,
    narrowed: kind::UNEVALUATED_ITEMS_NARROWED,
    extended: kind::UNEVALUATED_ITEMS_EXTENDED,
};

/// Where the schemas of positions stand.
const TUPLE: &[&str] = &["prefixItems", "items"];

impl<'s> Comparison<'s> {
    pub(super) fn compare_arrays(
        &mut self,
        pair: Pair,
        old: &'s ArrayShape,
        new: &'s ArrayShape,
        findings: &mut Findings,
    ) -> Result<(), Refusal> {
        let at = |id| Mark::Keyword(id, &["items"]);
        match (old.all, new.all) {
            (None, None) => {}
            (None, Some(_)) => {
                findings.add(kind::SCHEMA_ADDED, "items", at(pair.from), at(pair.to));
            }
            (Some(_), None) => {
                findings.add(kind::SCHEMA_REMOVED, "items", at(pair.from), at(pair.to));
            }
            (Some(was), Some(is)) => {
                if let Some(outcome) = self.look(pair, was, is)? {
                    findings.include("items", outcome, &self.outcomes);
                }
            }
        }
        for index in 0..old.tuple.len().max(new.tuple.len()) {
            match (old.tuple.get(index), new.tuple.get(index)) {
                (Some(was), Some(is)) => {
                    if let Some(outcome) = self.look(pair, *was, *is)? {
                        findings.include(format!("items/{index}"), outcome, &self.outcomes);
                    }
                }
                (Some(was), None) => self.compare_removed_item(pair, index, *was, new, findings)?,
                (None, Some(is)) => self.compare_added_item(pair, index, *is, old, findings)?,
                (None, None) => {}
            }
        }
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
        MAX_ITEMS.counts(pair, old.max_items, new.max_items, findings);
        MIN_ITEMS.counts(pair, old.min_items, new.min_items, findings);
        if self.knows_unevaluated() {
            MAX_CONTAINS.numbers(
                pair,
                [old.max_contains.as_ref(), new.max_contains.as_ref()],
                findings,
            );
            MIN_CONTAINS.numbers(
                pair,
                [old.min_contains.as_ref(), new.min_contains.as_ref()],
                findings,
            );
        }
        if old.unique != new.unique {
            let kind = if new.unique {
                kind::UNIQUE_ITEMS_ADDED
            } else {
                kind::UNIQUE_ITEMS_REMOVED
            };
            let at = |id| Mark::Keyword(id, &["uniqueItems"]);
            findings.add(kind, "uniqueItems", at(pair.from), at(pair.to));
        }
        Ok(())
    }

    fn compare_removed_item(
        &mut self,
        pair: Pair,
        index: usize,
        was: NodeId,
        new: &ArrayShape,
        findings: &mut Findings,
    ) -> Result<(), Refusal> {
        let path = format!("items/{index}");
        let kind = match self.room_after(new, !pair.reversed) {
            Room::Open => kind::ITEM_REMOVED_FROM_OPEN_CONTENT_MODEL,
            Room::Partial(schema) => {
                let Some(outcome) = self.look(pair, was, schema)? else {
                    return Ok(());
                };
                findings.include(path.clone(), outcome, &self.outcomes);
                if self.outcomes.compatible(outcome) {
                    kind::ITEM_REMOVED_IS_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL
                } else {
                    kind::ITEM_REMOVED_NOT_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL
                }
            }
            Room::Closed if matches!(self.old_shape(pair, was), Shape::False) => {
                kind::ITEM_WITH_FALSE_REMOVED_FROM_CLOSED_CONTENT_MODEL
            }
            Room::Closed => kind::ITEM_REMOVED_FROM_CLOSED_CONTENT_MODEL,
        };
        findings.add(kind, path, Mark::Schema(was), Mark::Keyword(pair.to, TUPLE));
        Ok(())
    }

    fn compare_added_item(
        &mut self,
        pair: Pair,
        index: usize,
        is: NodeId,
        old: &ArrayShape,
        findings: &mut Findings,
    ) -> Result<(), Refusal> {
        let path = format!("items/{index}");
        let kind = match self.room_after(old, pair.reversed) {
            Room::Open => match self.new_shape(pair, is) {
                Shape::Empty | Shape::True => {
                    kind::ITEM_WITH_EMPTY_SCHEMA_ADDED_TO_OPEN_CONTENT_MODEL
                }
                _ => kind::ITEM_ADDED_TO_OPEN_CONTENT_MODEL,
            },
            Room::Partial(schema) => {
                let Some(outcome) = self.look(pair, schema, is)? else {
                    return Ok(());
                };
                findings.include(path.clone(), outcome, &self.outcomes);
                if self.outcomes.compatible(outcome) {
                    kind::ITEM_ADDED_IS_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL
                } else {
                    kind::ITEM_ADDED_NOT_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL
                }
            }
            Room::Closed => kind::ITEM_ADDED_TO_CLOSED_CONTENT_MODEL,
        };
        findings.add(
            kind,
            path,
            Mark::Keyword(pair.from, TUPLE),
            Mark::Schema(is),
        );
        Ok(())
    }

    /// What may follow the positions that have a schema.
    fn room_after(&self, array: &ArrayShape, new: bool) -> Room {
        let unevaluated = self.room_unevaluated(array.unevaluated, new);
        if array.additional.is_any() && unevaluated.is_any() {
            return Room::Open;
        }
        array
            .additional
            .schema
            .or(unevaluated.schema)
            .map_or(Room::Closed, Room::Partial)
    }
}
