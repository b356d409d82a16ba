use super::super::kind;
use super::super::model::{Combined, Criterion};
use super::super::place::Mark;
use super::findings::{Findings, OutcomeId};
use super::{Comparison, Pair, Refusal};
use crate::options::Profile;
use std::collections::VecDeque;

impl Criterion {
    fn keyword(self) -> &'static str {
        match self {
            Self::All => "allOf",
            Self::Any => "anyOf",
            Self::One => "oneOf",
        }
    }
}

const COMBINING: &[&str] = &["anyOf", "oneOf", "allOf", "type"];

impl Comparison<'_> {
    pub(super) fn compare_combined(
        &mut self,
        pair: Pair,
        old: &Combined,
        new: &Combined,
        findings: &mut Findings,
    ) -> Result<(), Refusal> {
        let at = |id| Mark::Keyword(id, COMBINING);
        let (old_at, new_at) = (at(pair.from), at(pair.to));
        let (was_single, is_single) = (old.parts.len() == 1, new.parts.len() == 1);
        let singles = self.profile != Profile::V7_4;
        if old.criterion != new.criterion {
            let extended = new.criterion == Criterion::Any
                || (singles && was_single && is_single)
                || (singles && was_single && new.criterion == Criterion::One)
                || (singles && is_single && old.criterion == Criterion::All);
            if !extended {
                findings.add(kind::COMBINED_TYPE_CHANGED, "", old_at, new_at);
                return Ok(());
            }
            findings.add(
                kind::COMBINED_TYPE_EXTENDED,
                "",
                old_at.clone(),
                new_at.clone(),
            );
        }
        let (was, is) = (&old.distinct, &new.distinct);
        let kind = match (was.len() < is.len(), was.len() > is.len()) {
            (true, _) if new.criterion == Criterion::All => Some(kind::PRODUCT_TYPE_EXTENDED),
            (true, _) => Some(kind::SUM_TYPE_EXTENDED),
            (_, true) if old.criterion == Criterion::All => Some(kind::PRODUCT_TYPE_NARROWED),
            (_, true) => Some(kind::SUM_TYPE_NARROWED),
            _ => None,
        };
        if let Some(kind) = kind {
            findings.add(kind, "", old_at.clone(), new_at.clone());
        }
        // For each part of the old schema, the parts of the new one that it is compatible with.
        let mut fitting: Vec<Vec<(usize, OutcomeId)>> = vec![Vec::new(); was.len()];
        for (row, was) in fitting.iter_mut().zip(was) {
            for (column, is) in is.iter().enumerate() {
                if let Some(outcome) = self.look_fitting(pair, *was, *is)? {
                    row.push((column, outcome));
                }
            }
        }
        if !self.missing.is_empty() {
            return Ok(());
        }
        let matched = maximum_matching(&fitting, is.len());
        for (index, (row, column)) in fitting.iter().zip(&matched).enumerate() {
            let outcome = row.iter().find(|(fit, _)| Some(*fit) == *column);
            if let Some((_, outcome)) = outcome {
                let path = format!("{}/{index}", old.criterion.keyword());
                findings.include(path, *outcome, &self.outcomes);
            }
        }
        if matched.iter().flatten().count() < was.len().min(is.len()) {
            findings.add(kind::COMBINED_TYPE_SUBSCHEMAS_CHANGED, "", old_at, new_at);
        }
        Ok(())
    }
}

/// A largest set of pairs in which nothing occurs twice: for each row its column.
fn maximum_matching<T>(fitting: &[Vec<(usize, T)>], columns: usize) -> Vec<Option<usize>> {
    let mut column_of: Vec<Option<usize>> = vec![None; fitting.len()];
    let mut row_of: Vec<Option<usize>> = vec![None; columns];
    for start in 0..fitting.len() {
        // The row from which each column was reached.
        let mut reached_from: Vec<Option<usize>> = vec![None; columns];
        let mut queue = VecDeque::from([start]);
        let mut free = None;
        'search: while let Some(row) = queue.pop_front() {
            for (column, _) in &fitting[row] {
                if reached_from[*column].is_some() {
                    continue;
                }
                reached_from[*column] = Some(row);
                match row_of[*column] {
                    None => {
                        free = Some(*column);
                        break 'search;
                    }
                    Some(other) => queue.push_back(other),
                }
            }
        }
        while let Some(column) = free {
            let Some(row) = reached_from[column] else {
                break;
            };
            row_of[column] = Some(row);
            free = column_of[row].replace(column);
        }
    }
    column_of
}

#[cfg(test)]
mod tests {
    use super::maximum_matching;

    #[test]
    fn gives_way_to_match_more() {
        let rows = [
            vec![(0, ()), (1, ())],
            vec![(0, ())],
            vec![(1, ()), (2, ())],
        ];
        assert_eq!(maximum_matching(&rows, 3), [Some(1), Some(0), Some(2)]);
        let rivals = [vec![(0, ())], vec![(0, ())]];
        assert_eq!(maximum_matching(&rivals, 1), [Some(0), None]);
    }
}
