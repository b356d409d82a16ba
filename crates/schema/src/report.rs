use crate::difference::Difference;
use crate::level::{Direction, Level};
use crate::options::Rules;
use crate::registration::Properties;
use crate::schema::{Refusal, Schema, compare};

/// A version that a subject holds.
#[derive(Debug, Clone, Copy)]
pub struct Version<'a> {
    /// Its number, from 1.
    pub number: u32,
    /// What it says.
    pub schema: &'a Schema,
    /// Its `metadata.properties`, which a [`Registration`](crate::Registration) looks at.
    pub properties: Properties<'a>,
}

impl<'a> Version<'a> {
    /// A version without metadata.
    pub fn new(number: u32, schema: &'a Schema) -> Self {
        let properties = &[];
        Self {
            number,
            schema,
            properties,
        }
    }
}

/// A draft against every version of a subject, in both directions. What each level and a registry say is a way of
/// reading it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    comparisons: Vec<Comparison>,
}

/// A draft against one version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comparison {
    /// The version's number.
    pub version: u32,
    /// The draft reads what the version wrote.
    pub backward: Outcome,
    /// The version reads what the draft writes.
    pub forward: Outcome,
}

/// What came out of one comparison.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome(Result<Vec<Difference>, Refusal>);

/// Compares a draft with the versions of a subject, given in any order.
///
/// Versions that are deleted take no part with the registry, so leave them out; for compatibility groups and reserved
/// fields see [`Registration`](crate::Registration). Whichever way it is read, a difference's `old_at` is in the version's text and its `new_at` in the draft's.
pub fn check(draft: &Schema, versions: &[Version<'_>], rules: Rules) -> Report {
    let mut versions = versions.to_vec();
    versions.sort_by_key(|version| std::cmp::Reverse(version.number));
    let comparisons = versions.into_iter().map(|version| {
        let Version { number, schema, .. } = version;
        let mut forward = compare(draft, schema, rules);
        for difference in forward.iter_mut().flatten() {
            std::mem::swap(&mut difference.old_at, &mut difference.new_at);
        }
        Comparison {
            version: number,
            backward: Outcome(compare(schema, draft, rules)),
            forward: Outcome(forward),
        }
    });
    Report {
        comparisons: comparisons.collect(),
    }
}

impl Report {
    /// All comparisons, the newest version first, as the registry goes.
    pub fn comparisons(&self) -> &[Comparison] {
        &self.comparisons
    }

    /// The comparisons that a level looks at.
    pub fn at(&self, level: Level) -> &[Comparison] {
        let most = match level {
            Level::None => 0,
            _ if level.transitive() => self.comparisons.len(),
            _ => 1,
        };
        &self.comparisons[..most.min(self.comparisons.len())]
    }

    /// The comparison at which the registry stops: the newest version that does not pass. Its answer names that one
    /// only, with what [`Level::directions`] found, in that order. `None` if the draft passes.
    pub fn stops_at(&self, level: Level) -> Option<&Comparison> {
        let mut looked_at = self.at(level).iter();
        looked_at.find(|comparison| !comparison.passes(level))
    }

    /// Whether the draft may be registered under a level. Without versions it always may.
    pub fn passes(&self, level: Level) -> bool {
        self.stops_at(level).is_none()
    }

    /// The strongest levels under which the draft passes: those that no other such level includes. They are several
    /// where neither is the stronger one, as `FULL` and `BACKWARD_TRANSITIVE`.
    pub fn strongest(&self) -> Vec<Level> {
        let passing = Level::ALL.map(|level| self.passes(level).then_some(level));
        let passing = || passing.into_iter().flatten();
        let included =
            |level: Level| passing().any(|other| other != level && other.includes(level));
        passing().filter(|level| !included(*level)).collect()
    }
}

impl Comparison {
    /// What came out in a direction.
    pub fn outcome(&self, direction: Direction) -> &Outcome {
        match direction {
            Direction::Backward => &self.backward,
            Direction::Forward => &self.forward,
        }
    }

    /// Whether all directions of a level pass.
    pub fn passes(&self, level: Level) -> bool {
        let mut directions = level.directions().iter();
        directions.all(|direction| self.outcome(*direction).passes())
    }
}

impl Outcome {
    /// Whether the schemas are compatible. Where there is no verdict they are not taken to be.
    pub fn passes(&self) -> bool {
        let differences = self.0.as_ref();
        differences.is_ok_and(|differences| differences.iter().all(|one| one.compatible))
    }

    /// All differences, compatible ones among them, in the registry's order.
    pub fn differences(&self) -> &[Difference] {
        self.0.as_deref().unwrap_or_default()
    }

    /// Why the comparison did not come to its end, if it did not.
    pub fn refusal(&self) -> Option<&Refusal> {
        self.0.as_ref().err()
    }
}
