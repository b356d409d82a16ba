use super::builtin;
use super::names::Names;
use super::tree::{Declared, File, Message, Name};
use super::{NamedText, Source, Version, parse, problems};
use crate::diagnostic::Diagnostic;
use crate::options::Strictness;
use crate::position::LineIndex;

/// A .proto text that was parsed, with the texts that it refers to.
#[derive(Debug, Clone)]
pub struct Schema {
    /// The text itself first, then its references in their order.
    pub(super) files: Vec<File>,
    /// Under which subject and version each of the files is referred to.
    pub(super) versions: Vec<Option<Version>>,
    pub(super) names: Names,
    problems: Vec<Diagnostic>,
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
    source: &Source<'_>,
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
                versions.push(reference.version.cloned());
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
    let mut schema = Schema {
        files,
        versions,
        names,
        problems: Vec::new(),
    };
    let found = problems::find(&schema, source.references);
    if strictness == Strictness::Strict && !found.refused.is_empty() {
        return Err(found.refused);
    }
    schema.problems = found.refused;
    schema.problems.extend(found.passed);
    schema
        .problems
        .sort_by_key(|problem| (problem.span.start, problem.span.end));
    Ok(schema)
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
    pub fn problems(&self) -> &[Diagnostic] {
        &self.problems
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

    /// What a name means where it stands in a message, or in none.
    pub(super) fn find(
        &self,
        file: FileId,
        message: Option<usize>,
        name: &str,
    ) -> Option<Place<Declared>> {
        let index = match file {
            FileId::Own(index) => index,
            FileId::BuiltIn(index) => {
                let library = builtin::library();
                let scope = message.map_or_else(
                    || library.names.package(&library.files[index]),
                    |message| library.names.scope(index, message),
                );
                return library.names.find(scope, name).map(|(file, id)| Place {
                    file: FileId::BuiltIn(file),
                    id,
                });
            }
        };
        let scope = message.map_or_else(
            || self.names.package(&self.files[index]),
            |message| self.names.scope(index, message),
        );
        if let Some((file, id)) = self.names.find(scope, name) {
            let file = FileId::Own(file);
            return Some(Place { file, id });
        }
        let path = self.names.path(scope);
        let (file, id) = builtin::library().names.find_from(&path, name)?;
        let file = FileId::BuiltIn(file);
        Some(Place { file, id })
    }

    /// The names of a declaration without its package, innermost first.
    pub(super) fn local_names(&self, place: Place<Declared>) -> impl Iterator<Item = &str> {
        let file = self.file(place.file);
        let (name, parent) = match place.id {
            Declared::Message(id) => (&file.messages[id].name, file.messages[id].parent),
            Declared::Enum(id) => (&file.enums[id].name, file.enums[id].parent),
        };
        let outer = std::iter::successors(parent, |id| file.messages[*id].parent);
        std::iter::once(name.text.as_str())
            .chain(outer.map(|id| file.messages[id].name.text.as_str()))
    }

    /// The same, outermost first.
    pub(super) fn local_name(&self, place: Place<Declared>) -> Vec<&str> {
        let mut names: Vec<&str> = self.local_names(place).collect();
        names.reverse();
        names
    }

    /// The name with a leading dot and the package.
    pub(super) fn absolute_name(&self, place: Place<Declared>) -> String {
        let package = self
            .file(place.file)
            .package
            .as_ref()
            .map(|package: &Name| package.text.as_str());
        let mut name = String::new();
        for part in package.into_iter().chain(self.local_name(place)) {
            name.push('.');
            name.push_str(part);
        }
        name
    }
}
