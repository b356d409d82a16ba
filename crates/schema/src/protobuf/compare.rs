mod fields;
mod oneofs;
mod path;
mod report;
mod types;

use super::Refusal;
use super::schema::{FileId, Place, Schema};
use super::tree::Named;
use crate::difference::Difference;
use crate::options::Profile;
use crate::position::Span;
use fields::Pair;
use path::Path;
use std::collections::HashSet;

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
        tasks: Vec::new(),
        open: HashSet::new(),
        compared: HashSet::new(),
        references: 0,
    };
    walk.package();
    walk.run(Task::Types {
        old: Scope::TOP,
        new: Scope::TOP,
        at: At::default(),
    });
    Ok(walk.found)
}

/// A way through both schemas. It keeps what is still to do on a heap: a chain of messages may be long.
struct Walk<'a> {
    old: &'a Schema,
    new: &'a Schema,
    profile: Profile,
    found: Vec<Difference>,
    tasks: Vec<Task<'a>>,
    /// The pairs of referenced messages that are being compared: one within itself counts as equal.
    open: HashSet<(Place<usize>, Place<usize>)>,
    compared: HashSet<(Place<usize>, Place<usize>)>,
    references: usize,
}

enum Task<'a> {
    Types {
        old: Scope,
        new: Scope,
        at: At,
    },
    Message {
        old: Place<usize>,
        new: Place<usize>,
        at: At,
    },
    Fields(Fields<'a>),
    Found(Difference),
    /// A message of a reference was compared; what is given is told if it turned out incompatible.
    Referenced {
        pair: (Place<usize>, Place<usize>),
        from: usize,
        changed: Difference,
    },
}

/// The fields of a message that are still to be compared.
struct Fields<'a> {
    old: Place<usize>,
    new: Place<usize>,
    at: At,
    pairs: std::vec::IntoIter<Pair<'a>>,
}

/// What declares types: a file or a message.
#[derive(Debug, Clone, Copy)]
struct Scope {
    file: FileId,
    message: Option<usize>,
}

impl Scope {
    const TOP: Self = Self {
        file: FileId::MAIN,
        message: None,
    };

    fn of(place: Place<usize>) -> Self {
        Self {
            file: place.file,
            message: Some(place.id),
        }
    }
}

/// Where the walk stands.
#[derive(Debug, Clone, Default)]
struct At {
    path: Path,
    /// The fields of both texts that led into a referenced one.
    ways: report::Ways,
}

impl<'a> Walk<'a> {
    fn run(&mut self, first: Task<'a>) {
        self.tasks.push(first);
        while let Some(task) = self.tasks.pop() {
            match task {
                Task::Types { old, new, at } => self.types(old, new, &at),
                Task::Message { old, new, at } => self.message(old, new, at),
                Task::Fields(fields) => self.fields(fields),
                Task::Found(difference) => self.found.push(difference),
                Task::Referenced {
                    pair,
                    from,
                    changed,
                } => {
                    self.open.remove(&pair);
                    if self.found[from..]
                        .iter()
                        .any(|difference| !difference.compatible)
                    {
                        self.found.push(changed);
                    }
                }
            }
        }
    }

    /// Puts what is to be done next before all else, in its order.
    fn then(&mut self, tasks: impl IntoIterator<Item = Task<'a>, IntoIter: DoubleEndedIterator>) {
        self.tasks.extend(tasks.into_iter().rev());
    }

    fn package(&mut self) {
        let name = |schema: &'a Schema| {
            schema
                .main()
                .package
                .as_ref()
                .map(|package| package.text.as_str())
        };
        if name(self.old) == name(self.new) {
            return;
        }
        let kind = report::Kind::package(self.profile);
        let (old, new) = (self.old.main().head(), self.new.main().head());
        self.found.push(Difference {
            kind: kind.name,
            path: "#/".to_owned(),
            compatible: kind.compatible,
            info: None,
            old_at: Some(old),
            new_at: Some(new),
        });
    }

    fn message(&mut self, old: Place<usize>, new: Place<usize>, at: At) {
        let (old_message, new_message) = (self.old.message(old), self.new.message(new));
        let pairs = if oneofs::by_number(self.profile) {
            self.moves_into_oneofs(old, new, &at);
            self.oneofs(old, new, &at);
            fields::pairs(old_message, new_message)
        } else {
            self.oneofs_by_name(old, new, &at)
        };
        let nested = Task::Types {
            old: Scope::of(old),
            new: Scope::of(new),
            at: at.clone(),
        };
        let pairs = pairs.into_iter();
        self.then([
            Task::Fields(Fields {
                old,
                new,
                at,
                pairs,
            }),
            nested,
        ]);
    }
}

impl Scope {
    fn named(self, schema: &Schema) -> &Named {
        match self.message {
            Some(message) => &schema.file(self.file).messages[message].named,
            None => &schema.file(self.file).named,
        }
    }

    /// Where what is missing in it is told.
    fn span(self, schema: &Schema) -> Span {
        match self.message {
            Some(message) => schema.file(self.file).messages[message].name.span,
            None => schema.file(self.file).head(),
        }
    }
}
