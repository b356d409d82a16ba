mod fields;
mod oneofs;
mod pairs;
mod path;
mod report;
mod types;

use super::Refusal;
use super::schema::{Place, Schema};
use super::tree::{Message, OneOf};
use crate::difference::Difference;
use crate::options::Profile;
use crate::position::Span;
use pairs::Rest;
use path::Path;
pub use report::KINDS;
use report::{Kind, Ways};
use std::cell::OnceCell;
use std::collections::{HashMap, HashSet};

/// How many messages of references are compared in full each time a field names them. From there on the same two are
/// compared once: the verdict is the same, differences that were told are not told again.
const MOST_REPEATED: usize = 10_000;

/// What differs between two schemas, where the new one reads what the old one wrote, in the registry's order
/// (`ProtobufSchema.isBackwardCompatible`): by names for messages and enums, by numbers for fields and constants.
///
/// Places are in the texts themselves. What differs in a referenced text is placed at the field that leads there.
pub fn compare(old: &Schema, new: &Schema, profile: Profile) -> Result<Vec<Difference>, Refusal> {
    let mut walk = Walk {
        old,
        new,
        profile,
        found: Vec::new(),
        broken: 0,
        gone: HashMap::new(),
        tasks: vec![Task::Types(None)],
        open: HashSet::new(),
        compared: HashSet::new(),
        references: 0,
    };
    walk.package();
    walk.run();
    Ok(walk.found)
}

/// A way through both schemas. It keeps what is still to do on a heap: a chain of messages may be long.
struct Walk<'a> {
    old: &'a Schema,
    new: &'a Schema,
    profile: Profile,
    found: Vec<Difference>,
    /// How many of them break compatibility.
    broken: usize,
    /// Whether a oneof went with all its fields.
    gone: HashMap<(*const OneOf, *const Message), bool>,
    /// What is next comes last.
    tasks: Vec<Task<'a>>,
    /// The pairs of referenced messages that are being compared: one within itself counts as equal.
    open: HashSet<(Place<usize>, Place<usize>)>,
    compared: HashSet<(Place<usize>, Place<usize>)>,
    references: usize,
}

enum Task<'a> {
    /// The types that two messages declare, or the files.
    Types(Option<At>),
    Message(At),
    /// The fields of two messages that are still to be compared.
    Fields(At, Rest<'a>),
    Found(Box<Difference>),
    /// A message of a reference was compared; what is given is told if it turned out incompatible.
    Referenced {
        pair: (Place<usize>, Place<usize>),
        /// How many differences broke compatibility before it.
        before: usize,
        changed: Box<Difference>,
    },
}

/// Where the walk stands: at two messages of one name.
#[derive(Debug, Clone)]
struct At {
    old: Place<usize>,
    new: Place<usize>,
    /// The fields of both texts that led into a referenced one.
    ways: Ways,
    /// Made once it is needed.
    path: OnceCell<Path>,
}

impl At {
    fn new(old: Place<usize>, new: Place<usize>, ways: Ways) -> Self {
        Self {
            old,
            new,
            ways,
            path: OnceCell::new(),
        }
    }
}

impl<'a> Walk<'a> {
    fn run(&mut self) {
        while let Some(task) = self.tasks.pop() {
            match task {
                Task::Types(at) => self.types(at.as_ref()),
                Task::Message(at) => self.message(at),
                Task::Fields(at, rest) => self.fields(at, rest),
                Task::Found(difference) => self.push(*difference),
                Task::Referenced {
                    pair,
                    before,
                    changed,
                } => {
                    self.open.remove(&pair);
                    if self.broken > before {
                        self.push(*changed);
                    }
                }
            }
        }
    }

    fn push(&mut self, difference: Difference) {
        self.broken += usize::from(!difference.compatible);
        self.found.push(difference);
    }

    /// Puts what is to be done next before all else, in its order.
    fn then(&mut self, tasks: impl IntoIterator<Item = Task<'a>, IntoIter: DoubleEndedIterator>) {
        self.tasks.extend(tasks.into_iter().rev());
    }

    fn package(&mut self) {
        let (old, new) = (self.old.main(), self.new.main());
        let name =
            |package: &Option<super::tree::Name>| package.as_ref().map(|name| name.text.clone());
        if name(&old.package) == name(&new.package) {
            return;
        }
        let kind = Kind::package(self.profile);
        let path = "#/".to_owned();
        let (old, new) = (
            report::Spot::main(old.head()),
            report::Spot::main(new.head()),
        );
        self.found
            .push(Ways::default().difference(kind, path, old, new));
    }

    fn message(&mut self, at: At) {
        let (old, new) = (self.old_message(&at), self.new_message(&at));
        let rest = if oneofs::by_number(self.profile) {
            self.moves_into_oneofs(&at);
            self.oneofs(&at);
            Rest::of(old, new)
        } else {
            Rest::listed(self.oneofs_by_name(&at))
        };
        if !old.types.is_empty() || !new.types.is_empty() {
            self.tasks.push(Task::Types(Some(at.clone())));
        }
        self.fields(at, rest);
    }

    fn old_message(&self, at: &At) -> &'a Message {
        self.old.message(at.old)
    }

    fn new_message(&self, at: &At) -> &'a Message {
        self.new.message(at.new)
    }

    /// The registry's path of something in a message, as `#/Order/Line/2`.
    fn path(&self, at: &At, parts: &[&str]) -> String {
        at.path.get_or_init(|| Path::of(self.old, at.old)).to(parts)
    }

    fn tell(&mut self, kind: Kind, at: &At, parts: &[&str], (old, new): (Span, Span)) {
        let difference = self.difference(kind, at, parts, (old, new));
        self.push(difference);
    }

    fn difference(
        &self,
        kind: Kind,
        at: &At,
        parts: &[&str],
        (old, new): (Span, Span),
    ) -> Difference {
        let path = self.path(at, parts);
        let (old, new) = (report::Spot::of(at.old, old), report::Spot::of(at.new, new));
        at.ways.difference(kind, path, old, new)
    }
}
