//! Numbers and names that are not to be used.

use crate::protobuf::tree::{Last, Range, Reserved, ReservedValue};
use std::collections::HashSet;

/// What some statements reserve together.
pub(in crate::protobuf) struct Held<'a> {
    names: HashSet<&'a str>,
    numbers: Ranges,
}

/// Ranges of numbers, those that touch made one, in their order.
pub(super) struct Ranges(Vec<(i64, i64)>);

impl<'a> Held<'a> {
    pub(in crate::protobuf) fn of(reserved: &'a [Reserved]) -> Self {
        let values = || reserved.iter().flat_map(|reserved| &reserved.values);
        let names = values().filter_map(|value| match value {
            ReservedValue::Name(name) => Some(name.as_str()),
            ReservedValue::Range(_) => None,
        });
        let ranges = values().filter_map(|value| match value {
            ReservedValue::Range(range) => Some(*range),
            ReservedValue::Name(_) => None,
        });
        Self {
            names: names.collect(),
            numbers: Ranges::of(ranges),
        }
    }

    pub(in crate::protobuf) fn name(&self, name: &str) -> bool {
        self.names.contains(name)
    }

    pub(in crate::protobuf) fn number(&self, number: i32) -> bool {
        let last = Last::Number(number);
        self.numbers.hold(Range {
            first: number,
            last,
        })
    }

    pub(in crate::protobuf) fn value(&self, value: &ReservedValue) -> bool {
        match value {
            ReservedValue::Name(name) => self.name(name),
            ReservedValue::Range(range) => self.numbers.hold(*range),
        }
    }
}

impl Ranges {
    pub(super) fn of(ranges: impl Iterator<Item = Range>) -> Self {
        let mut all: Vec<(i64, i64)> = ranges.map(ends).collect();
        all.sort_unstable();
        let mut merged: Vec<(i64, i64)> = Vec::new();
        for (first, last) in all {
            match merged.last_mut() {
                Some(before) if first <= before.1 + 1 => before.1 = before.1.max(last),
                _ => merged.push((first, last)),
            }
        }
        Self(merged)
    }

    /// Whether they hold all of a range.
    pub(super) fn hold(&self, range: Range) -> bool {
        let (first, last) = ends(range);
        let after = self.0.partition_point(|(from, _)| *from <= first);
        let around = after.checked_sub(1).map(|at| self.0[at]);
        around.is_some_and(|(_, to)| last <= to)
    }
}

fn ends(range: Range) -> (i64, i64) {
    let last = match range.last {
        Last::Number(last) => i64::from(last),
        Last::Max => i64::from(i32::MAX),
    };
    (i64::from(range.first), last)
}

pub(in crate::protobuf) fn shown(value: &ReservedValue) -> String {
    match value {
        ReservedValue::Name(name) => format!("\"{name}\""),
        ReservedValue::Range(range) => shown_range(*range),
    }
}

pub(super) fn shown_range(range: Range) -> String {
    match range.last {
        Last::Number(last) if last == range.first => last.to_string(),
        Last::Number(last) => format!("{} to {last}", range.first),
        Last::Max => format!("{} to max", range.first),
    }
}
