use super::super::Schema;
use super::super::kind::Kind;
use super::super::place::Mark;
use crate::difference::Difference;
use crate::options::Policy;
use std::borrow::Cow;

/// What was found in one pair of schemas. Paths are relative to the pair, so that it holds wherever the pair occurs.
#[derive(Debug)]
pub(super) struct Findings {
    policy: Policy,
    compatible: bool,
    entries: Vec<Entry>,
}

#[derive(Debug)]
enum Entry {
    Own {
        kind: Kind,
        path: Cow<'static, str>,
        old: Mark,
        new: Mark,
    },
    Inner {
        path: Cow<'static, str>,
        outcome: OutcomeId,
    },
}

/// The number of settled findings in [`Outcomes`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct OutcomeId(u32);

/// All settled findings.
#[derive(Debug)]
pub(super) struct Outcomes {
    settled: Vec<Findings>,
}

impl OutcomeId {
    /// No difference at all.
    pub(super) const SAME: Self = Self(0);
}

impl Findings {
    pub(super) fn new(policy: Policy) -> Self {
        Self {
            policy,
            compatible: true,
            entries: Vec::new(),
        }
    }

    pub(super) fn is_compatible(&self) -> bool {
        self.compatible
    }

    /// A difference of these two schemas themselves.
    pub(super) fn add(
        &mut self,
        kind: Kind,
        path: impl Into<Cow<'static, str>>,
        old: Mark,
        new: Mark,
    ) {
        self.compatible &= kind.compatible(self.policy);
        self.make_room();
        self.entries.push(Entry::Own {
            kind,
            path: path.into(),
            old,
            new,
        });
    }

    /// The differences of an inner pair.
    pub(super) fn include(
        &mut self,
        path: impl Into<Cow<'static, str>>,
        outcome: OutcomeId,
        outcomes: &Outcomes,
    ) {
        if outcome != OutcomeId::SAME {
            let path = path.into();
            self.compatible &= outcomes.compatible(outcome);
            self.make_room();
            self.entries.push(Entry::Inner { path, outcome });
        }
    }
}

impl Findings {
    /// Most have one entry, and there may be very many of them.
    fn make_room(&mut self) {
        if self.entries.is_empty() {
            self.entries.reserve_exact(1);
        }
    }
}

impl Outcomes {
    pub(super) fn new() -> Self {
        Self {
            settled: vec![Findings::new(Policy::Strict)],
        }
    }

    pub(super) fn add(&mut self, findings: Findings) -> OutcomeId {
        if findings.entries.is_empty() {
            return OutcomeId::SAME;
        }
        self.settled.push(findings);
        OutcomeId(self.settled.len() as u32 - 1)
    }

    pub(super) fn compatible(&self, id: OutcomeId) -> bool {
        self.get(id).compatible
    }

    fn get(&self, id: OutcomeId) -> &Findings {
        &self.settled[id.0 as usize]
    }

    /// The differences in order, each with its whole path: at most [`MAX_DIFFERENCES`], but one that is not compatible
    /// if there is one.
    pub(super) fn flatten(
        &self,
        root: OutcomeId,
        schemas: [&Schema; 2],
        policy: Policy,
    ) -> Vec<Difference> {
        let mut differences = Vec::new();
        let mut path = String::from("#");
        let mut bytes = 0;
        let mut open = vec![(self.get(root).entries.iter(), path.len())];
        while let Some((entries, length)) = open.last_mut() {
            path.truncate(*length);
            let Some(entry) = entries.next() else {
                open.pop();
                continue;
            };
            if differences.len() >= MAX_DIFFERENCES || bytes > MAX_PATH_BYTES {
                if differences
                    .iter()
                    .all(|difference: &Difference| difference.compatible)
                {
                    differences.extend(self.first_breaking(root, schemas));
                }
                break;
            }
            match entry {
                Entry::Own {
                    kind,
                    path: rest,
                    old,
                    new,
                } => {
                    push_step(&mut path, rest);
                    bytes += path.len();
                    differences.push(difference(*kind, &path, [old, new], schemas, policy));
                }
                Entry::Inner {
                    path: rest,
                    outcome,
                } => {
                    push_step(&mut path, rest);
                    let length = path.len();
                    open.push((self.get(*outcome).entries.iter(), length));
                }
            }
        }
        differences
    }

    fn first_breaking(&self, root: OutcomeId, schemas: [&Schema; 2]) -> Option<Difference> {
        let mut path = String::from("#");
        let mut at = root;
        loop {
            let policy = self.get(at).policy;
            let entry = self.get(at).entries.iter().find(|entry| match entry {
                Entry::Own { kind, .. } => !kind.compatible(policy),
                Entry::Inner { outcome, .. } => !self.compatible(*outcome),
            })?;
            match entry {
                Entry::Own {
                    kind,
                    path: rest,
                    old,
                    new,
                } => {
                    push_step(&mut path, rest);
                    return Some(difference(*kind, &path, [old, new], schemas, policy));
                }
                Entry::Inner {
                    path: rest,
                    outcome,
                } => {
                    push_step(&mut path, rest);
                    at = *outcome;
                }
            }
        }
    }
}

/// How many differences are told one by one.
const MAX_DIFFERENCES: usize = 20_000;
const MAX_PATH_BYTES: usize = 32 * 1024 * 1024;

fn push_step(path: &mut String, step: &str) {
    if !step.is_empty() {
        path.push('/');
        path.push_str(step);
    }
}

fn difference(
    kind: Kind,
    path: &str,
    marks: [&Mark; 2],
    schemas: [&Schema; 2],
    policy: Policy,
) -> Difference {
    let [old, new] = schemas;
    Difference {
        kind: kind.name,
        path: if path == "#" {
            "#/".to_owned()
        } else {
            path.to_owned()
        },
        compatible: kind.compatible(policy),
        info: None,
        old_at: Some(old.span(marks[0])),
        new_at: Some(new.span(marks[1])),
    }
}
