//! What `buf breaking` says of two sets of .proto files, by its rules and at its places.
//!
//! buf looks at what generated code, JSON and the wire depend on, the registry at the wire alone and not at all of
//! that: most of what is found here passes the registry. Editions are read as well, which the registry does not do.

mod change;
mod enums;
mod extensions;
mod feature;
mod fields;
mod files;
mod messages;
mod packages;
pub(super) mod reserved;
mod rule;
mod services;
mod strings;
mod types;
mod view;

use super::parse;
use super::tree::File;
use crate::diagnostic::Diagnostic;
use crate::position::Span;
use crate::source::NamedText;
pub use rule::{Category, RULES, Rule};
use view::View;

/// Some .proto files that belong together, by their import paths.
#[derive(Debug, Clone, Default)]
pub struct FileSet {
    paths: Vec<String>,
    files: Vec<File>,
}

/// Something that a rule of buf is against.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Breakage {
    /// The rule.
    pub rule: &'static Rule,
    /// The path of the file of the new set that it is in. `None` if that file is gone.
    pub file: Option<String>,
    /// The place in that file. `None` where what is gone stood in no message.
    pub at: Option<Span>,
    /// What it is about and what of it changed, for people.
    pub message: String,
}

impl FileSet {
    /// Reads files. What is wrong with one is told with its path.
    pub fn read(files: &[NamedText<'_>]) -> Result<Self, (String, Vec<Diagnostic>)> {
        let mut set = Self::default();
        for NamedText { name, text } in files {
            let file = parse::parse_with_editions(text);
            let file = file.map_err(|diagnostics| ((*name).to_owned(), diagnostics))?;
            set.paths.push((*name).to_owned());
            set.files.push(file);
        }
        Ok(set)
    }

    /// A schema's own text alone, under the path by which others would import it.
    pub(crate) fn of(schema: &super::Schema) -> Self {
        Self {
            paths: vec![String::new()],
            files: schema.files.clone().into_iter().take(1).collect(),
        }
    }
}

/// All that buf's rules are against between two sets of files, rule by rule in the order of [`RULES`], within a rule in
/// the order of the old files.
pub fn breaking(old: &FileSet, new: &FileSet) -> Vec<Breakage> {
    let (old, new) = (View::new(old), View::new(new));
    let mut found = change::Found::new(&new);
    files::check(&old, &new, &mut found);
    packages::check(&old, &new, &mut found);
    enums::check(&old, &new, &mut found);
    extensions::check(&old, &new, &mut found);
    messages::check(&old, &new, &mut found);
    fields::check(&old, &new, &mut found);
    services::check(&old, &new, &mut found);
    found.sorted()
}
