//! Where chosen fields of a JSON text lie, found in one walk.

use super::scan::{NotJson, Scan};

/// A step from a JSON value into it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Step {
    /// The member of an object with this name; the last where the name repeats.
    Member(Box<str>),
    /// The element of an array, from 0.
    Index(u64),
    /// Each element of an array.
    Each,
}

/// The most fields that one walk looks for.
pub(crate) const MAX_FIELDS: usize = 64;

/// Fields to look for: paths without [`Step::Each`], merged where they begin alike.
#[derive(Debug, Clone)]
pub(crate) struct Fields {
    nodes: Vec<Node>,
    count: usize,
}

#[derive(Debug, Clone, Default)]
struct Node {
    members: Vec<(Box<str>, usize)>,
    elements: Vec<(u64, usize)>,
    field: Option<usize>,
    /// The fields that are this one or lie inside it, a bit each.
    below: u64,
}

/// What a walk has found.
#[derive(Debug)]
pub(crate) struct Places {
    /// Which, a bit each.
    found: u64,
    /// Where the first few are, so that these need no allocation, and the others.
    few: [(usize, usize); FEW],
    many: Vec<(usize, usize)>,
}

const FEW: usize = 8;

impl Fields {
    /// None yet.
    pub(crate) fn new() -> Self {
        Self {
            nodes: vec![Node::default()],
            count: 0,
        }
    }

    /// Adds a path, which ends before its first [`Step::Each`], and gives the number of its field;
    /// `None` where there are too many.
    pub(crate) fn add(&mut self, steps: &[Step]) -> Option<usize> {
        let mut way = vec![0];
        for step in steps {
            let node = way.last().copied().unwrap_or_default();
            let next = self.nodes.len();
            let child = match step {
                Step::Each => break,
                Step::Member(name) => {
                    let members = &mut self.nodes[node].members;
                    match members.iter().find(|(known, _)| known == name) {
                        Some(&(_, child)) => child,
                        None => {
                            members.push((name.clone(), next));
                            next
                        }
                    }
                }
                Step::Index(index) => {
                    let elements = &mut self.nodes[node].elements;
                    match elements.iter().find(|(known, _)| known == index) {
                        Some(&(_, child)) => child,
                        None => {
                            elements.push((*index, next));
                            next
                        }
                    }
                }
            };
            if child == next {
                self.nodes.push(Node::default());
            }
            way.push(child);
        }
        let node = way.last().copied().unwrap_or_default();
        if let Some(field) = self.nodes[node].field {
            return Some(field);
        }
        let field = self.count;
        if field == MAX_FIELDS {
            return None;
        }
        self.count += 1;
        self.nodes[node].field = Some(field);
        for node in way {
            self.nodes[node].below |= 1 << field;
        }
        Some(field)
    }

    /// Walks through a whole JSON text, so that it is known to be one.
    pub(crate) fn find(&self, json: &[u8]) -> Result<Places, NotJson> {
        let mut places = Places {
            found: 0,
            few: [(0, 0); FEW],
            many: vec![(0, 0); self.count.saturating_sub(FEW)],
        };
        let mut scan = Scan::new(json)?;
        self.walk(&mut scan, 0, &mut places)?;
        scan.end()?;
        Ok(places)
    }

    /// As deep as the paths are long at most.
    fn walk(&self, scan: &mut Scan<'_>, node: usize, places: &mut Places) -> Result<(), NotJson> {
        let node = &self.nodes[node];
        let first = scan.peek()?;
        let start = scan.at();
        if first == b'{' && !node.members.is_empty() {
            scan.members(|scan, name| {
                match node
                    .members
                    .iter()
                    .find(|(wanted, _)| name.is(wanted.as_bytes()))
                {
                    Some(&(_, child)) => {
                        // Of members with one name the last counts, as in most parsers.
                        places.found &= !self.nodes[child].below;
                        self.walk(scan, child, places)
                    }
                    None => scan.skip(),
                }
            })?;
        } else if first == b'[' && !node.elements.is_empty() {
            scan.elements(|scan, index| {
                match node
                    .elements
                    .iter()
                    .find(|(wanted, _)| *wanted == index as u64)
                {
                    Some(&(_, child)) => self.walk(scan, child, places),
                    None => scan.skip(),
                }
            })?;
        } else {
            scan.skip()?;
        }
        if let Some(field) = node.field {
            places.set(field, (start, scan.at()));
        }
        Ok(())
    }
}

impl Places {
    /// The text of a field of `json`, which was walked through.
    pub(crate) fn get<'a>(&self, json: &'a [u8], field: usize) -> Option<&'a [u8]> {
        if self.found & 1 << field == 0 {
            return None;
        }
        let (start, end) = match field.checked_sub(FEW) {
            None => self.few[field],
            Some(field) => self.many[field],
        };
        json.get(start..end)
    }

    fn set(&mut self, field: usize, place: (usize, usize)) {
        self.found |= 1 << field;
        match field.checked_sub(FEW) {
            None => self.few[field] = place,
            Some(field) => self.many[field] = place,
        }
    }
}

/// Tries the values that `steps` lead to from a value in JSON that was walked through, until `test`
/// says yes; whether it did.
pub(crate) fn any<'a>(
    json: &'a [u8],
    steps: &[Step],
    test: &mut dyn FnMut(&'a [u8]) -> bool,
) -> bool {
    let Some((step, rest)) = steps.split_first() else {
        return test(json);
    };
    let mut scan = Scan::of_checked(json);
    let mut found = false;
    match (step, scan.peek()) {
        (Step::Member(wanted), Ok(b'{')) => {
            let mut last = None;
            let walked = scan.members(|scan, name| {
                scan.peek()?;
                let start = scan.at();
                scan.skip()?;
                if name.is(wanted.as_bytes()) {
                    last = Some(scan.since(start));
                }
                Ok(())
            });
            found = walked.is_ok() && last.is_some_and(|value| any(value, rest, test));
        }
        (Step::Index(_) | Step::Each, Ok(b'[')) => {
            // Stops early by an error, which means nothing here.
            let _stopped = scan.elements(|scan, index| {
                scan.peek()?;
                let start = scan.at();
                scan.skip()?;
                let value = scan.since(start);
                match step {
                    Step::Index(wanted) if *wanted != index as u64 => Ok(()),
                    Step::Index(_) => {
                        found = any(value, rest, test);
                        Err(NotJson)
                    }
                    _ if any(value, rest, test) => {
                        found = true;
                        Err(NotJson)
                    }
                    _ => Ok(()),
                }
            });
        }
        _ => {}
    }
    found
}
