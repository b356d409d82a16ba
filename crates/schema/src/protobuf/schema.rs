use super::builtin;
use super::names::Names;
use super::tree::{Declared, Enum, File, Message};
use super::{Reference, Source, parse, problems};
use crate::diagnostic::Diagnostic;
use crate::options::Strictness;
use crate::position::{LineIndex, Span};
use crate::source::NamedText;

/// A .proto text that was parsed, with the texts that it refers to.
#[derive(Debug, Clone)]
pub struct Schema {
    /// The text itself first, then its references in their order.
    pub(super) files: Vec<File>,
    /// Under which subject and version each of the files is referred to.
    pub(super) versions: Vec<Option<Version>>,
    pub(super) names: Names,
    warnings: Vec<Diagnostic>,
    text: Box<str>,
}

/// A version of a subject.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct Version {
    subject: String,
    version: i32,
}

impl Version {
    fn of(reference: &Reference<'_>) -> Self {
        Self {
            subject: reference.subject.to_owned(),
            version: reference.version,
        }
    }
}

/// A message or an enum of one of a schema's files.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Place<T> {
    pub(super) file: FileId,
    pub(super) id: T,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum FileId {
    /// An index into [`Schema::files`]; 0 is the text itself.
    Own(usize),
    /// One that the registry knows by itself.
    BuiltIn(usize),
}

impl FileId {
    pub(super) const MAIN: Self = Self::Own(0);
}

pub(super) fn parse_schema(
    source: Source<'_>,
    strictness: Strictness,
) -> Result<Schema, Vec<Diagnostic>> {
    let main = parse::parse(source.text);
    let mut files = Vec::new();
    let mut versions = vec![None];
    let mut broken = Vec::new();
    for reference in source.references {
        match parse::parse(reference.text) {
            Ok(file) => {
                files.push(file);
                versions.push(
                    source
                        .versions
                        .iter()
                        .find(|version| version.name == reference.name)
                        .map(Version::of),
                );
            }
            Err(diagnostics) => broken.push((reference, diagnostics)),
        }
    }
    let main = main?;
    if !broken.is_empty() {
        return Err(broken
            .into_iter()
            .filter_map(|(reference, diagnostics)| broken_reference(&main, reference, &diagnostics))
            .collect());
    }
    files.insert(0, main);
    let names = Names::new(files.iter());
    for (index, file) in files.iter_mut().enumerate() {
        file.give_meaning(|message, name| find(&names, names.scope(index, message), name));
    }
    let mut schema = Schema {
        files,
        versions,
        names,
        warnings: Vec::new(),
        text: source.text.into(),
    };
    schema.fill_digests();
    let found = problems::find(&schema, source.references);
    if strictness == Strictness::Strict && !found.refused.is_empty() {
        return Err(found.refused);
    }
    schema.warnings = found.refused;
    schema.warnings.extend(found.passed);
    schema
        .warnings
        .sort_by_key(|warning| (warning.span.start, warning.span.end));
    Ok(schema)
}

/// What a name means in a scope: among what the files declare, else among what the registry knows by itself.
fn find(names: &Names, scope: u32, name: &str) -> Option<Place<Declared>> {
    if let Some((file, id)) = names.find(scope, name) {
        let file = FileId::Own(file);
        return Some(Place { file, id });
    }
    let path = names.path(scope);
    let (file, id) = builtin::library().names.find_from(&path, name)?;
    let file = FileId::BuiltIn(file);
    Some(Place { file, id })
}

/// A reference that does not parse is told where it is imported.
fn broken_reference(
    main: &File,
    reference: &NamedText<'_>,
    diagnostics: &[Diagnostic],
) -> Option<Diagnostic> {
    let first = diagnostics.first()?;
    let at = LineIndex::new(reference.text).position(reference.text, first.span.start);
    let span = main
        .imports
        .iter()
        .find(|import| import.path.text == reference.name)
        .map_or_else(Default::default, |import| import.path.span);
    let message = format!(
        "The referenced {} does not parse: line {}, column {}: {}",
        reference.name, at.line, at.column, first.message
    );
    Some(Diagnostic { span, message })
}

impl Schema {
    /// What the registry's parser lets pass and a compiler would not: numbers and names given twice, types that are
    /// not declared, imports that are missing or go in a circle. In the order of the text.
    pub fn warnings(&self) -> &[Diagnostic] {
        &self.warnings
    }

    /// The text that it was read from, without its references.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Where the first message has a field of this name.
    pub(crate) fn top_level_field(&self, name: &str) -> Option<Span> {
        let mut types = self.main().types.iter();
        let first = types.find_map(|declared| match declared {
            Declared::Message(id) => Some(&self.main().messages[*id]),
            Declared::Enum(_) => None,
        })?;
        let mut fields = first.all_fields();
        let field = fields.find(|field| field.name.text == name)?;
        Some(field.name.span)
    }

    pub(super) fn main(&self) -> &File {
        &self.files[0]
    }

    pub(super) fn file(&self, file: FileId) -> &File {
        match file {
            FileId::Own(index) => &self.files[index],
            FileId::BuiltIn(index) => &builtin::library().files[index],
        }
    }

    pub(super) fn message(&self, place: Place<usize>) -> &Message {
        &self.file(place.file).messages[place.id]
    }

    /// The subject and version by which the registry knows the file of a declaration.
    pub(super) fn version(&self, file: FileId) -> Option<&Version> {
        match file {
            FileId::Own(index) => self.versions[index].as_ref(),
            FileId::BuiltIn(_) => None,
        }
    }

    /// What a name means in the text itself, where it stands in a message or in none.
    pub(super) fn find(&self, message: Option<usize>, name: &str) -> Option<Place<Declared>> {
        let scope = message.map_or_else(
            || self.names.package(self.main()),
            |message| self.names.scope(0, message),
        );
        find(&self.names, scope, name)
    }

    /// The names of a message without its package, innermost first.
    pub(super) fn local_names(&self, place: Place<usize>) -> impl Iterator<Item = &str> {
        let messages = &self.file(place.file).messages;
        let outward = std::iter::successors(Some(place.id), |id| messages[*id].parent);
        outward.map(|id| messages[id].name.text.as_str())
    }

    /// Whether the text itself declares a service of this name.
    pub(crate) fn declares_service(&self, name: &str) -> bool {
        let mut services = self.main().services.iter();
        services.any(|service| service.name.text == name)
    }

    /// Whether the text itself declares an enum of this name, with those of the messages around it.
    pub(crate) fn declares_enum(&self, nested: &str) -> bool {
        self.enum_named(nested).is_some()
    }

    /// The enum of the text itself of this name, with those of the messages around it.
    pub(super) fn enum_named(&self, nested: &str) -> Option<&Enum> {
        self.main().enums.iter().find(|made| {
            let (outer, name) = nested.rsplit_once('.').unwrap_or(("", nested));
            let parent = || made.parent.map(|id| self.nested_name(id));
            made.name.text == name && parent().unwrap_or_default() == outer
        })
    }

    /// What a name means in a message of any of the files.
    pub(super) fn find_in(&self, message: Place<usize>, name: &str) -> Option<Place<Declared>> {
        match message.file {
            FileId::Own(index) => find(&self.names, self.names.scope(index, message.id), name),
            FileId::BuiltIn(index) => {
                let names = &builtin::library().names;
                let (file, id) = names.find(names.scope(index, message.id), name)?;
                let file = FileId::BuiltIn(file);
                Some(Place { file, id })
            }
        }
    }

    /// A message of the text itself, by the names of those that it is nested in and its own.
    pub(super) fn nested_name(&self, message: usize) -> String {
        let names = self.local_names(Place {
            file: FileId::MAIN,
            id: message,
        });
        let mut names: Vec<&str> = names.collect();
        names.reverse();
        names.join(".")
    }

    /// The name with a leading dot and the package.
    pub(super) fn absolute_name(&self, place: Place<Declared>) -> String {
        let file = self.file(place.file);
        let (last, message) = match place.id {
            Declared::Message(id) => (None, Some(id)),
            Declared::Enum(id) => (
                Some(file.enums[id].name.text.as_str()),
                file.enums[id].parent,
            ),
        };
        let outer = message.map(|id| {
            self.local_names(Place {
                file: place.file,
                id,
            })
        });
        let package = file.package.as_ref().map(|package| package.text.as_str());
        let inward: Vec<&str> = last
            .into_iter()
            .chain(outer.into_iter().flatten())
            .chain(package)
            .collect();
        inward.iter().rev().flat_map(|name| [".", name]).collect()
    }
}
