//! Sets of files by the full names of what they declare.

use super::FileSet;
use super::feature::{self, Features};
use crate::position::Span;
use crate::protobuf::names::Names;
use crate::protobuf::tree::{
    Declared, Enum, Field, FieldType, File, Group, Label, Message, OneOf, Service, Setting,
};
use std::collections::HashMap;

pub(super) struct View<'a> {
    pub(super) files: Vec<FileView<'a>>,
    pub(super) by_path: HashMap<&'a str, usize>,
    pub(super) messages: Vec<MessageView<'a>>,
    pub(super) messages_by_name: HashMap<String, usize>,
    pub(super) enums: Vec<EnumView<'a>>,
    pub(super) enums_by_name: HashMap<String, usize>,
    pub(super) extensions: Vec<FieldView<'a>>,
    names: Names,
}

#[derive(Clone, Copy)]
pub(super) struct FileView<'a> {
    pub(super) index: usize,
    pub(super) path: &'a str,
    pub(super) file: &'a File,
}

pub(super) struct MessageView<'a> {
    pub(super) file: FileView<'a>,
    /// With its package.
    pub(super) full: String,
    /// Without it.
    pub(super) nested: String,
    pub(super) message: &'a Message,
    /// Among the messages of its file.
    id: usize,
    pub(super) features: Features,
}

pub(super) struct EnumView<'a> {
    pub(super) file: FileView<'a>,
    pub(super) full: String,
    pub(super) nested: String,
    pub(super) made: &'a Enum,
    pub(super) features: Features,
}

/// A field, a group or an extension.
#[derive(Clone)]
pub(super) struct FieldView<'a> {
    pub(super) file: FileView<'a>,
    /// The full name of what it is a field of.
    pub(super) of: String,
    pub(super) name: &'a str,
    pub(super) name_at: Span,
    pub(super) number: i32,
    pub(super) label: Option<Label>,
    pub(super) kind: FieldKind,
    pub(super) kind_at: Span,
    pub(super) options: &'a [Setting],
    pub(super) oneof: Option<&'a OneOf>,
    pub(super) at: Span,
    pub(super) features: Features,
    /// Of an extension, the name with those of the messages that it stands in.
    pub(super) nested: Option<String>,
}

/// What a field holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum FieldKind {
    /// A scalar's keyword.
    Scalar(String),
    /// An enum, by its full name.
    Enum(String),
    /// A message, by its full name; also what is declared nowhere.
    Message(String),
    /// A group, by its full name.
    Group(String),
    /// A map's key and value.
    Map(Box<[FieldKind; 2]>),
}

impl<'a> View<'a> {
    pub(super) fn new(set: &'a FileSet) -> Self {
        let mut view = Self {
            files: Vec::new(),
            by_path: HashMap::new(),
            messages: Vec::new(),
            messages_by_name: HashMap::new(),
            enums: Vec::new(),
            enums_by_name: HashMap::new(),
            extensions: Vec::new(),
            names: Names::new(set.files.iter()),
        };
        for (index, (path, file)) in set.paths.iter().zip(&set.files).enumerate() {
            view.by_path.insert(path, index);
            view.files.push(FileView { index, path, file });
            view.add(FileView { index, path, file });
        }
        for file in view.files.clone() {
            view.add_extensions(file);
        }
        view
    }

    fn add(&mut self, view: FileView<'a>) {
        let file = view.file;
        let features = Features::of_file(file);
        let mut of_messages: Vec<(String, Features)> = Vec::new();
        for (id, message) in file.messages.iter().enumerate() {
            let (outer, around) = match message.parent {
                Some(parent) => {
                    let (name, features) = &of_messages[parent];
                    (format!("{name}."), *features)
                }
                None => (String::new(), features),
            };
            let nested = format!("{outer}{}", message.name.text);
            let features = around.with(&message.options);
            of_messages.push((nested.clone(), features));
            if message.is_map_entry {
                continue;
            }
            let full = view.full(&nested);
            self.messages_by_name
                .insert(full.clone(), self.messages.len());
            self.messages.push(MessageView {
                file: view,
                full,
                nested,
                message,
                id,
                features,
            });
        }
        for made in &file.enums {
            let (outer, around) = match made.parent {
                Some(parent) => {
                    let (name, features) = &of_messages[parent];
                    (format!("{name}."), *features)
                }
                None => (String::new(), features),
            };
            let nested = format!("{outer}{}", made.name.text);
            let full = view.full(&nested);
            self.enums_by_name.insert(full.clone(), self.enums.len());
            self.enums.push(EnumView {
                file: view,
                full,
                nested,
                made,
                features: around.with(&made.options),
            });
        }
    }

    fn add_extensions(&mut self, view: FileView<'a>) {
        let file = view.file;
        let own = file.extends.iter().map(|extend| (None, extend));
        let inner = file.messages.iter().enumerate();
        let inner = inner.flat_map(|(id, message)| {
            let extends = message.extends.iter();
            extends.map(move |extend| (Some(id), extend))
        });
        for (message, extend) in own.chain(inner) {
            let of = self.resolved(view, message, &extend.name.text);
            let around = match message {
                Some(id) => self.features_of(view, id),
                None => Features::of_file(file),
            };
            let outer = message.map(|id| local_name(file, id));
            for field in &extend.fields {
                let mut made = self.field(view, message, field, None, around);
                made.of.clone_from(&of);
                let outer = outer.as_ref().map(|outer| format!("{outer}."));
                made.nested = Some(format!("{}{}", outer.unwrap_or_default(), field.name.text));
                self.extensions.push(made);
            }
        }
    }

    fn features_of(&self, file: FileView<'a>, message: usize) -> Features {
        let full = file.full(&local_name(file.file, message));
        match self.messages_by_name.get(&full) {
            Some(at) => self.messages[*at].features,
            None => Features::of_file(file.file),
        }
    }

    /// The fields of a message by number, groups among them.
    pub(super) fn fields(&self, message: &MessageView<'a>) -> Vec<FieldView<'a>> {
        let view = message.file;
        let id = Some(message.id);
        let around = message.features;
        let own = message.message.fields.iter().map(|field| (field, None));
        let oneofs = message.message.oneofs.iter();
        let inner = oneofs.clone().flat_map(|oneof| {
            let fields = oneof.fields.iter();
            fields.map(move |field| (field, Some(oneof)))
        });
        let mut fields: Vec<FieldView<'a>> = own
            .chain(inner)
            .map(|(field, oneof)| self.field(view, id, field, oneof, around))
            .collect();
        let groups = message.message.groups.iter().map(|group| (group, None));
        let groups = groups.chain(oneofs.flat_map(|oneof| {
            let groups = oneof.groups.iter();
            groups.map(move |group| (group, Some(oneof)))
        }));
        fields.extend(groups.map(|(group, oneof)| group_field(message, group, oneof)));
        for field in &mut fields {
            field.of.clone_from(&message.full);
        }
        fields.sort_by_key(|field| field.number);
        fields
    }

    fn field(
        &self,
        file: FileView<'a>,
        message: Option<usize>,
        field: &'a Field,
        oneof: Option<&'a OneOf>,
        around: Features,
    ) -> FieldView<'a> {
        let around = oneof.map_or(around, |oneof| around.with(&oneof.options));
        let kind = |name: &str| self.kind(file, message, name);
        FieldView {
            file,
            of: String::new(),
            name: &field.name.text,
            name_at: field.name.span,
            number: field.number.value,
            label: field.label.map(|(label, _)| label),
            kind: match &field.kind {
                FieldType::Named(name) => kind(&name.name.text),
                FieldType::Map { key, value, .. } => {
                    FieldKind::Map(Box::new([kind(&key.name.text), kind(&value.name.text)]))
                }
            },
            kind_at: field.kind.span(),
            options: &field.options,
            oneof,
            at: field.at,
            features: around.with(&field.options),
            nested: None,
        }
    }

    fn kind(&self, file: FileView<'a>, message: Option<usize>, name: &str) -> FieldKind {
        if feature::is_scalar(name) {
            return FieldKind::Scalar(name.to_owned());
        }
        let full = self.resolved(file, message, name);
        if self.enums_by_name.contains_key(&full) {
            FieldKind::Enum(full)
        } else {
            FieldKind::Message(full)
        }
    }

    /// The full name of what a name means, or the name.
    pub(super) fn resolved(
        &self,
        file: FileView<'a>,
        message: Option<usize>,
        name: &str,
    ) -> String {
        let scope = message.map_or_else(
            || self.names.package(file.file),
            |message| self.names.scope(file.index, message),
        );
        match self.names.find(scope, name) {
            Some((found, declared)) => {
                let found = self.files[found];
                match declared {
                    Declared::Message(id) => found.full(&local_name(found.file, id)),
                    Declared::Enum(id) => {
                        let made = &found.file.enums[id];
                        let outer = made.parent.map(|id| local_name(found.file, id) + ".");
                        found.full(&format!("{}{}", outer.unwrap_or_default(), made.name.text))
                    }
                }
            }
            None => name.trim_start_matches('.').to_owned(),
        }
    }

    pub(super) fn message(&self, full: &str) -> Option<&MessageView<'a>> {
        self.messages_by_name
            .get(full)
            .map(|at| &self.messages[*at])
    }

    pub(super) fn made_enum(&self, full: &str) -> Option<&EnumView<'a>> {
        self.enums_by_name.get(full).map(|at| &self.enums[*at])
    }

    pub(super) fn file(&self, path: &str) -> Option<FileView<'a>> {
        self.by_path.get(path).map(|at| self.files[*at])
    }

    pub(super) fn services(&self) -> impl Iterator<Item = (FileView<'a>, &'a Service)> {
        let files = self.files.iter();
        files.flat_map(|file| file.file.services.iter().map(|service| (*file, service)))
    }
}

impl FileView<'_> {
    pub(super) fn package(&self) -> &str {
        self.file.package.as_ref().map_or("", |name| &name.text)
    }

    /// A name of the file with its package.
    pub(super) fn full(&self, nested: &str) -> String {
        match self.package() {
            "" => nested.to_owned(),
            package => format!("{package}.{nested}"),
        }
    }
}

fn group_field<'a>(
    message: &MessageView<'a>,
    group: &'a Group,
    oneof: Option<&'a OneOf>,
) -> FieldView<'a> {
    FieldView {
        file: message.file,
        of: String::new(),
        name: &group.name.text,
        name_at: group.name.span,
        number: group.number.value,
        label: group.label.map(|(label, _)| label),
        kind: FieldKind::Group(format!("{}.{}", message.full, group.name.text)),
        kind_at: group.name.span,
        options: &[],
        oneof,
        at: group.at,
        features: message.features,
        nested: None,
    }
}

fn local_name(file: &File, message: usize) -> String {
    let outward = std::iter::successors(Some(message), |id| file.messages[*id].parent);
    let names: Vec<&str> = outward
        .map(|id| file.messages[id].name.text.as_str())
        .collect();
    let inward: Vec<&str> = names.into_iter().rev().collect();
    inward.join(".")
}
