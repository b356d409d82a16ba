//! Messages and enums as reading and writing data wants them.

use std::collections::{HashMap, HashSet};
use std::ops::RangeInclusive;

use super::scalar::Scalar;
use super::well_known::WellKnown;
use crate::codec::push_text;
use crate::position::Span;
use crate::protobuf::builtin;
use crate::protobuf::schema::{FileId, Place, Schema};
use crate::protobuf::tree::{self, Declared, FieldType, File, Label, Setting, Value};

#[derive(Debug, Clone)]
pub(super) struct Model {
    pub(super) messages: Vec<Message>,
    pub(super) enums: Vec<Enum>,
    /// By the full name, for `Any`.
    by_name: HashMap<String, usize>,
    /// Where the messages and the enums of each file begin.
    starts: HashMap<FileId, (usize, usize)>,
}

#[derive(Debug, Clone)]
pub(super) struct Message {
    pub(super) full: String,
    /// In the order of the text.
    pub(super) fields: Vec<Field>,
    by_number: HashMap<i32, usize>,
    /// By both the name and the name in JSON.
    by_name: HashMap<String, usize>,
    pub(super) well_known: Option<WellKnown>,
}

#[derive(Debug, Clone)]
pub(super) struct Field {
    pub(super) name: String,
    /// The name as JSON has it, with its colon: the .proto's and the canonical one.
    pub(super) labels: [Box<str>; 2],
    pub(super) number: i32,
    pub(super) kind: Kind,
    pub(super) shape: Shape,
    /// Whether several numbers are written as one field.
    pub(super) packed: bool,
    pub(super) required: bool,
    /// The oneof that it is in, by its place.
    pub(super) oneof: Option<usize>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    /// One that is not told apart from its default.
    Implicit,
    /// One that is there or is not.
    Explicit,
    Repeated,
    /// A map from keys of this type.
    Map(Scalar),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Scalar(Scalar),
    Enum(usize),
    Message(usize),
    Group(usize),
}

#[derive(Debug, Clone)]
pub(super) struct Enum {
    names: HashMap<i32, Box<str>>,
    pub(super) numbers: HashMap<String, i32>,
    /// The number of the first constant.
    pub(super) first: i32,
    /// Whether it is `google.protobuf.NullValue`.
    pub(super) null: bool,
}

impl Model {
    /// All messages and enums of a schema, its references, and what the registry brings along.
    pub(super) fn of(schema: &Schema) -> Self {
        let own = (0..schema.files.len()).map(FileId::Own);
        let library = (0..builtin::library().files.len()).map(FileId::BuiltIn);
        let files: Vec<FileId> = own.chain(library).collect();
        let mut starts = HashMap::new();
        let (mut messages, mut enums) = (0, 0);
        for file in &files {
            starts.insert(*file, (messages, enums));
            messages += schema.file(*file).messages.len();
            enums += schema.file(*file).enums.len();
        }
        let mut model = Self {
            messages: Vec::with_capacity(messages),
            enums: Vec::with_capacity(enums),
            by_name: HashMap::new(),
            starts,
        };
        let mut groups = Vec::new();
        for file in files {
            model.add(schema, file, messages, &mut groups);
        }
        model.messages.append(&mut groups);
        for (at, message) in model.messages.iter().enumerate() {
            model.by_name.entry(message.full.clone()).or_insert(at);
        }
        model
    }

    /// A message of the text itself.
    pub(super) fn own(&self, id: usize) -> usize {
        self.starts[&FileId::MAIN].0 + id
    }

    pub(super) fn named(&self, full: &str) -> Option<usize> {
        self.by_name.get(full).copied()
    }

    fn add(&mut self, schema: &Schema, file: FileId, total: usize, groups: &mut Vec<Message>) {
        let source = schema.file(file);
        for made in &source.enums {
            self.enums.push(Enum::of(source, made));
        }
        for id in 0..source.messages.len() {
            let place = Place { file, id };
            let made = self.message(schema, place, total, groups);
            self.messages.push(made);
        }
    }

    fn message(
        &self,
        schema: &Schema,
        place: Place<usize>,
        total: usize,
        groups: &mut Vec<Message>,
    ) -> Message {
        let message = schema.message(place);
        let name = schema.absolute_name(Place {
            file: place.file,
            id: Declared::Message(place.id),
        });
        let full = name.trim_start_matches('.').to_owned();
        let own = message.fields.iter().map(|field| (field, None));
        let oneofs = message.oneofs.iter().enumerate();
        let inner = oneofs
            .clone()
            .flat_map(|(at, oneof)| oneof.fields.iter().map(move |field| (field, Some(at))));
        let mut fields: Vec<(Span, Field)> = own
            .chain(inner)
            .map(|(field, oneof)| (field.at, self.field(schema, place, field, oneof)))
            .collect();
        let own = message.groups.iter().map(|group| (group, None));
        let inner =
            oneofs.flat_map(|(at, oneof)| oneof.groups.iter().map(move |group| (group, Some(at))));
        for (group, oneof) in own.chain(inner) {
            let inside = group.fields.iter();
            let inside = inside.map(|field| self.field(schema, place, field, None));
            let full = format!("{full}.{}", group.name.text);
            let kind = Kind::Group(total + groups.len());
            groups.push(Message::new(full, inside.collect()));
            let name = group.name.text.to_ascii_lowercase();
            let repeated = matches!(group.label, Some((Label::Repeated, _)));
            let field = Field {
                labels: labels(&name, None),
                name,
                number: group.number.value,
                kind,
                shape: if repeated {
                    Shape::Repeated
                } else {
                    Shape::Explicit
                },
                packed: false,
                required: matches!(group.label, Some((Label::Required, _))),
                oneof,
            };
            fields.push((group.at, field));
        }
        fields.sort_by_key(|(at, _)| at.start);
        Message::new(full, fields.into_iter().map(|(_, field)| field).collect())
    }

    fn field(
        &self,
        schema: &Schema,
        message: Place<usize>,
        field: &tree::Field,
        oneof: Option<usize>,
    ) -> Field {
        let kind = |name: &str| self.kind(schema, message, name);
        let syntax = schema.file(message.file).syntax.as_ref();
        let proto3 = syntax.is_some_and(|syntax| syntax.text == "proto3");
        let label = field.label.map(|(label, _)| label);
        let (kind, shape) = match &field.kind {
            FieldType::Map { key, value, .. } => (
                kind(&value.name.text),
                Shape::Map(Scalar::of(&key.name.text).unwrap_or(Scalar::String)),
            ),
            FieldType::Named(name) => {
                let kind = kind(&name.name.text);
                let message = matches!(kind, Kind::Message(_));
                let shape = match label {
                    Some(Label::Repeated) => Shape::Repeated,
                    Some(_) => Shape::Explicit,
                    None if message || oneof.is_some() || !proto3 => Shape::Explicit,
                    None => Shape::Implicit,
                };
                (kind, shape)
            }
        };
        let setting = |name: &str| field.options.iter().find(|option| option.name == name);
        let packed = match text(setting("packed")) {
            Some(word) => word == "true",
            None => proto3,
        };
        let numbers = match kind {
            Kind::Scalar(scalar) => !matches!(scalar, Scalar::String | Scalar::Bytes),
            Kind::Enum(_) => true,
            Kind::Message(_) | Kind::Group(_) => false,
        };
        Field {
            name: field.name.text.clone(),
            labels: labels(&field.name.text, text(setting("json_name"))),
            number: field.number.value,
            kind,
            shape,
            packed: packed && numbers && shape == Shape::Repeated,
            required: label == Some(Label::Required),
            oneof,
        }
    }

    /// What a name of a type means in a message; what means nothing is taken for bytes.
    fn kind(&self, schema: &Schema, message: Place<usize>, name: &str) -> Kind {
        if let Some(scalar) = Scalar::of(name) {
            return Kind::Scalar(scalar);
        }
        let Some(place) = schema.find_in(message, name) else {
            return Kind::Scalar(Scalar::Bytes);
        };
        let (messages, enums) = self.starts[&place.file];
        match place.id {
            Declared::Message(id) => Kind::Message(messages + id),
            Declared::Enum(id) => Kind::Enum(enums + id),
        }
    }
}

/// The numbers that a field can have on the wire.
const NUMBERS: RangeInclusive<i32> = 1..=(1 << 29) - 1;

impl Message {
    fn new(full: String, mut fields: Vec<Field>) -> Self {
        // What is read leniently may have other numbers, which no bytes can hold, and numbers and names twice: then the
        // last counts.
        let (mut numbers, mut names) = (HashSet::new(), HashSet::new());
        fields.reverse();
        fields.retain(|field| {
            NUMBERS.contains(&field.number)
                && numbers.insert(field.number)
                && names.insert(field.name.clone())
        });
        fields.reverse();
        let numbers = fields.iter().map(|field| field.number);
        // A name of the .proto comes before the same name in JSON of another field.
        let json = fields.iter().enumerate().map(|(at, field)| {
            let json = field.labels[1].trim_end_matches(':').trim_matches('"');
            (json.to_owned(), at)
        });
        let own = fields.iter().enumerate();
        let names = json.chain(own.map(|(at, field)| (field.name.clone(), at)));
        Self {
            by_number: numbers.zip(0..).collect(),
            by_name: names.collect(),
            well_known: WellKnown::of(&full),
            full,
            fields,
        }
    }

    pub(super) fn numbered(&self, number: i32) -> Option<usize> {
        // Mostly fields are numbered as they stand.
        let likely = usize::try_from(number).unwrap_or_default().wrapping_sub(1);
        match self.fields.get(likely) {
            Some(field) if field.number == number => Some(likely),
            _ => self.by_number.get(&number).copied(),
        }
    }

    pub(super) fn named(&self, name: &str) -> Option<&Field> {
        self.by_name.get(name).map(|at| &self.fields[*at])
    }
}

impl Enum {
    fn of(file: &File, made: &tree::Enum) -> Self {
        let mut names = HashMap::new();
        for constant in &made.constants {
            let quoted = format!("\"{}\"", constant.name.text);
            names.entry(constant.number.value).or_insert(quoted.into());
        }
        let constants = made.constants.iter();
        let package = file.package.as_ref().map(|name| name.text.as_str());
        Self {
            names,
            numbers: constants
                .map(|constant| (constant.name.text.clone(), constant.number.value))
                .collect(),
            first: made.constants.first().map_or(0, |one| one.number.value),
            null: package == Some("google.protobuf") && made.name.text == "NullValue",
        }
    }

    /// The name of a number, in quotes.
    pub(super) fn quoted(&self, number: i32) -> Option<&str> {
        self.names.get(&number).map(|name| &**name)
    }
}

fn labels(name: &str, json: Option<&str>) -> [Box<str>; 2] {
    let label = |name: &str| {
        let mut out = String::new();
        push_text(&mut out, name);
        out.push(':');
        out.into_boxed_str()
    };
    let json = json.map_or_else(|| json_name(name), str::to_owned);
    [label(name), label(&json)]
}

/// The name in JSON of a field that has none of its own: without underscores, what follows them in capitals.
pub(super) fn json_name(name: &str) -> String {
    let mut out = String::new();
    let mut raise = false;
    for char in name.chars() {
        if char == '_' {
            raise = true;
        } else if std::mem::take(&mut raise) {
            out.push(char.to_ascii_uppercase());
        } else {
            out.push(char);
        }
    }
    out
}

fn text(setting: Option<&Setting>) -> Option<&str> {
    match &setting?.value {
        Value::Word(text) | Value::Text(text) => Some(text),
        Value::Map(_) | Value::List(_) => None,
    }
}
