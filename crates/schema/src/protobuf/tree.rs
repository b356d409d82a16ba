mod statement;

use super::digest;
use super::field_kind::{Means, Scalar};
use super::java_order::{JavaHash, map_order};
use super::schema::Place;
use crate::position::Span;
use std::collections::HashMap;

pub(super) use statement::{
    Extend, Extensions, Last, Method, Range, Reserved, ReservedValue, Service, Setting, Value,
};

/// What a .proto text declares, in its own order, every name with its place.
#[derive(Debug, Clone, Default)]
pub(super) struct File {
    /// `proto2`, `proto3`, or where editions are read the year of one.
    pub(super) syntax: Option<Name>,
    /// The statement that says so.
    pub(super) syntax_at: Span,
    pub(super) package: Option<Name>,
    pub(super) package_at: Span,
    pub(super) imports: Vec<Import>,
    pub(super) options: Vec<Setting>,
    /// What is declared at the top.
    pub(super) types: Vec<Declared>,
    pub(super) named: Named,
    /// All messages of the file, nested ones too.
    pub(super) messages: Vec<Message>,
    /// All enums of the file, nested ones too.
    pub(super) enums: Vec<Enum>,
    pub(super) extends: Vec<Extend>,
    pub(super) services: Vec<Service>,
}

/// The messages (without maps' entries) and enums of a scope, as the registry's maps have them: of one name the last,
/// in the order of their hashes.
#[derive(Debug, Clone, Default)]
pub(super) struct Named {
    pub(super) messages: Vec<NamedType>,
    pub(super) enums: Vec<NamedType>,
}

#[derive(Debug, Clone, Copy)]
pub(super) struct NamedType {
    pub(super) id: usize,
    pub(super) spread: u32,
    /// Among the messages, or the enums, of its scope.
    pub(super) index: usize,
    pub(super) digest: u64,
}

impl File {
    /// Fills what is looked up again and again, once all is read.
    pub(super) fn index(&mut self) {
        for message in &mut self.messages {
            message.is_map_entry = message.has_map_entry();
        }
        self.named = self.named(&self.types);
        for id in 0..self.messages.len() {
            self.messages[id].named = self.named(&self.messages[id].types);
            self.messages[id].number_fields();
            self.messages[id].sort_oneofs();
        }
    }

    /// Says of each field's type what it means, given where to find a name in a message.
    pub(super) fn give_meaning(&mut self, find: impl Fn(usize, &str) -> Option<Place<Declared>>) {
        for (id, message) in self.messages.iter_mut().enumerate() {
            let names = message
                .all_fields_mut()
                .flat_map(|field| field.kind.names_mut());
            for kind in names {
                let text = kind.name.text.as_str();
                kind.means = match Scalar::of(text) {
                    Some(scalar) => Means::Scalar(scalar),
                    None => find(id, text).map_or(Means::Nothing, |place| match place.id {
                        Declared::Enum(_) => Means::Scalar(Scalar::Varint),
                        Declared::Message(id) => Means::Message(Place {
                            file: place.file,
                            id,
                        }),
                    }),
                };
            }
        }
    }

    fn named(&self, types: &[Declared]) -> Named {
        let messages = types.iter().filter_map(|declared| match declared {
            Declared::Message(id) if !self.messages[*id].is_map_entry => {
                Some((*id, self.messages[*id].name.text.as_str()))
            }
            _ => None,
        });
        let enums = types.iter().filter_map(|declared| match declared {
            Declared::Enum(id) => Some((*id, self.enums[*id].name.text.as_str())),
            Declared::Message(_) => None,
        });
        Named {
            messages: hashed(messages),
            enums: hashed(enums),
        }
    }

    /// Where what concerns the file as a whole is told: its package, else its syntax, else its beginning.
    pub(super) fn head(&self) -> Span {
        let named = self.package.as_ref().or(self.syntax.as_ref());
        named.map_or_else(Span::default, |name| name.span)
    }
}

fn hashed<'a>(named: impl Iterator<Item = (usize, &'a str)>) -> Vec<NamedType> {
    let mut types: Vec<NamedType> = Vec::new();
    let mut places: HashMap<&str, usize> = HashMap::new();
    for (index, (id, name)) in named.enumerate() {
        let spread = name.spread();
        let place = *places.entry(name).or_insert(types.len());
        let digest = digest::NONE;
        let named = NamedType {
            id,
            spread,
            index,
            digest,
        };
        match types.get_mut(place) {
            Some(earlier) => *earlier = named,
            None => types.push(named),
        }
    }
    map_order(&mut types, |named| named.spread);
    types
}

/// A word of the text and its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Name {
    pub(super) text: String,
    pub(super) span: Span,
}

#[derive(Debug, Clone)]
pub(super) struct Import {
    pub(super) path: Name,
    pub(super) kind: ImportKind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum ImportKind {
    Plain,
    Public,
    Weak,
}

/// An index into [`File::messages`] or [`File::enums`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Declared {
    Message(usize),
    Enum(usize),
}

#[derive(Debug, Clone)]
pub(super) struct Message {
    pub(super) name: Name,
    /// The message that it is nested in.
    pub(super) parent: Option<usize>,
    pub(super) fields: Vec<Field>,
    pub(super) oneofs: Vec<OneOf>,
    pub(super) groups: Vec<Group>,
    pub(super) types: Vec<Declared>,
    pub(super) named: Named,
    pub(super) options: Vec<Setting>,
    pub(super) reserved: Vec<Reserved>,
    pub(super) extensions: Vec<Extensions>,
    pub(super) extends: Vec<Extend>,
    /// All fields by number, sorted; of one number the last counts.
    pub(super) numbered: Vec<(i32, Slot)>,
    oneofs_by_name: Vec<u32>,
    /// Whether it is what a `map<…>` field stands for, written out.
    pub(super) is_map_entry: bool,
    /// From its keyword to its closing brace.
    pub(super) at: Span,
}

/// Where in a message a field is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Slot {
    pub(super) oneof: Option<u32>,
    pub(super) index: u32,
    pub(super) digest: u64,
}

impl Message {
    /// One that is still empty.
    pub(super) fn new(name: Name, parent: Option<usize>) -> Self {
        Self {
            at: name.span,
            name,
            parent,
            fields: Vec::new(),
            oneofs: Vec::new(),
            groups: Vec::new(),
            types: Vec::new(),
            named: Named::default(),
            options: Vec::new(),
            reserved: Vec::new(),
            extensions: Vec::new(),
            extends: Vec::new(),
            numbered: Vec::new(),
            oneofs_by_name: Vec::new(),
            is_map_entry: false,
        }
    }

    fn has_map_entry(&self) -> bool {
        self.options.iter().any(|option| {
            option.name == "map_entry"
                && matches!(&option.value, Value::Word(word) if word == "true")
        })
    }

    /// Its fields, those of oneofs too.
    pub(super) fn all_fields(&self) -> impl Iterator<Item = &Field> {
        let in_oneofs = self.oneofs.iter().flat_map(|oneof| &oneof.fields);
        self.fields.iter().chain(in_oneofs)
    }

    fn all_fields_mut(&mut self) -> impl Iterator<Item = &mut Field> {
        let in_oneofs = self.oneofs.iter_mut().flat_map(|oneof| &mut oneof.fields);
        self.fields.iter_mut().chain(in_oneofs)
    }

    fn number_fields(&mut self) {
        let slots = |oneof, fields: &[Field]| -> Vec<(i32, Slot)> {
            let numbered = fields.iter().enumerate();
            let slot = |index: usize| Slot {
                oneof,
                index: index as u32,
                digest: digest::NONE,
            };
            numbered
                .map(|(index, field)| (field.number.value, slot(index)))
                .collect()
        };
        let mut numbered = slots(None, &self.fields);
        for (index, oneof) in self.oneofs.iter().enumerate() {
            numbered.extend(slots(Some(index as u32), &oneof.fields));
        }
        numbered.reverse();
        numbered.sort_by_key(|(number, _)| *number);
        numbered.dedup_by_key(|(number, _)| *number);
        self.numbered = numbered;
    }

    pub(super) fn field(&self, slot: Slot) -> &Field {
        match slot.oneof {
            Some(oneof) => &self.oneofs[oneof as usize].fields[slot.index as usize],
            None => &self.fields[slot.index as usize],
        }
    }

    pub(super) fn slot(&self, number: i32) -> Option<Slot> {
        let at = self
            .numbered
            .binary_search_by_key(&number, |(number, _)| *number)
            .ok()?;
        Some(self.numbered[at].1)
    }

    fn sort_oneofs(&mut self) {
        let mut sorted: Vec<u32> = (0..self.oneofs.len() as u32).collect();
        sorted.sort_by(|one, other| self.oneof_name(*one).cmp(self.oneof_name(*other)));
        self.oneofs_by_name = sorted;
    }

    fn oneof_name(&self, index: u32) -> &str {
        &self.oneofs[index as usize].name.text
    }

    /// Of one name the last counts.
    pub(super) fn oneof(&self, name: &str) -> Option<&OneOf> {
        let sorted = &self.oneofs_by_name;
        let end = sorted.partition_point(|index| self.oneof_name(*index) <= name);
        let last = *sorted.get(end.checked_sub(1)?)?;
        (self.oneof_name(last) == name).then(|| &self.oneofs[last as usize])
    }
}

#[derive(Debug, Clone)]
pub(super) struct OneOf {
    pub(super) name: Name,
    pub(super) fields: Vec<Field>,
    pub(super) groups: Vec<Group>,
    pub(super) options: Vec<Setting>,
    /// The whole statement.
    pub(super) at: Span,
}

/// proto2's field and message in one. The registry does not compare it.
#[derive(Debug, Clone)]
pub(super) struct Group {
    pub(super) label: Option<(Label, Span)>,
    pub(super) name: Name,
    pub(super) number: Number,
    pub(super) fields: Vec<Field>,
    /// The whole statement.
    pub(super) at: Span,
}

#[derive(Debug, Clone)]
pub(super) struct Field {
    pub(super) label: Option<(Label, Span)>,
    pub(super) kind: FieldType,
    pub(super) name: Name,
    pub(super) number: Number,
    pub(super) options: Vec<Setting>,
    /// The whole statement.
    pub(super) at: Span,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Label {
    Optional,
    Required,
    Repeated,
}

#[derive(Debug, Clone)]
pub(super) enum FieldType {
    Named(TypeName),
    Map {
        key: TypeName,
        value: TypeName,
        span: Span,
    },
}

/// A scalar's keyword, or the name of a message or an enum.
#[derive(Debug, Clone)]
pub(super) struct TypeName {
    pub(super) name: Name,
    pub(super) means: Means,
}

impl FieldType {
    pub(super) fn span(&self) -> Span {
        match self {
            Self::Named(kind) => kind.name.span,
            Self::Map { span, .. } => *span,
        }
    }

    pub(super) fn names_mut(&mut self) -> impl Iterator<Item = &mut TypeName> {
        let (first, second) = match self {
            Self::Named(kind) => (kind, None),
            Self::Map { key, value, .. } => (key, Some(value)),
        };
        std::iter::once(first).chain(second)
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Number {
    pub(super) value: i32,
    pub(super) span: Span,
}

#[derive(Debug, Clone)]
pub(super) struct Enum {
    pub(super) name: Name,
    pub(super) parent: Option<usize>,
    pub(super) constants: Vec<Constant>,
    pub(super) options: Vec<Setting>,
    pub(super) reserved: Vec<Reserved>,
    /// The whole statement.
    pub(super) at: Span,
}

#[derive(Debug, Clone)]
pub(super) struct Constant {
    pub(super) name: Name,
    pub(super) number: Number,
    pub(super) options: Vec<Setting>,
}
