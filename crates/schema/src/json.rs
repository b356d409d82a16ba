//! JSON Schema as the registry compares it.
//!
//! It does not compare texts, but the model that its parser makes of them: everit's up to draft 7 (which is also what
//! it takes a schema for that names no draft), json-sKema's for 2019-09 and 2020-12.

mod changes;
mod codec;
mod compare;
mod distinct;
mod draft;
mod java_hash;
mod kind;
mod load;
mod model;
mod number;
mod pattern;
mod place;
mod stored;
mod uri;
mod validate;
mod value;

use std::collections::HashMap;

use crate::diagnostic::Diagnostic;
use crate::json_text::{Dialect, Document, Duplicate, Kind};
use crate::options::{Profile, Strictness};
use crate::position::Span;
use crate::source::NamedText;
use draft::Draft;
use model::{Node, NodeId, ObjectShape, Shape};
use place::Mark;

pub(crate) use changes::changes;
pub(crate) use codec::Codec;
pub use compare::{Refusal, compare};
pub use kind::KINDS;
pub use stored::{normalized, stored};
pub(crate) use value::canonical;

/// A JSON schema's text, and the texts that it refers to.
#[derive(Debug, Clone, Copy)]
pub struct Source<'a> {
    /// The schema.
    pub text: &'a str,
    /// The schemas that the registry knows as its references, with those that these refer to.
    pub references: &'a [NamedText<'a>],
    /// Whose parser: registries up to 7.5 read 2019-09 and 2020-12 as draft 7.
    pub profile: Profile,
}

/// A JSON schema that has been read: the registry's model of it, with the places of its text.
#[derive(Debug, Clone)]
pub struct Schema {
    documents: Vec<Document>,
    nodes: Vec<Node>,
    /// Where `$dynamicRef` and `$recursiveRef` lead, which only those who validate look at.
    dynamic: HashMap<load::Spot, load::Spot>,
}

/// Reads a schema as a registry does.
///
/// It gives the errors of the registry's own parsers: a text that is not JSON, a keyword with a value of a wrong type,
/// an unknown type, a reference that leads nowhere. Other schemas are not fetched. Neither the registry nor this holds
/// a schema against its metaschema; of what else is wrong with it the registry takes no notice. Strictness makes one
/// difference: of a version that the registry holds already, patterns are let through that only Java can read.
pub fn parse(source: Source<'_>, strictness: Strictness) -> Result<Schema, Vec<Diagnostic>> {
    let document = Document::read(source.text, dialect())?;
    let root = document.root();
    if !matches!(root.kind(), Kind::Object(_) | Kind::Bool(_)) {
        let message = "A schema is an object, or true or false.".to_owned();
        return Err(vec![Diagnostic {
            span: root.span(),
            message,
        }]);
    }
    let draft = Draft::of(root, source.profile);
    let mut documents = vec![document];
    let mut uris = vec![""];
    for reference in source.references {
        // What cannot be read is as if it were not there: only a `$ref` to it is wrong.
        if let Ok(document) = Document::read(reference.text, dialect()) {
            documents.push(document);
            uris.push(reference.name);
        }
    }
    let load::Loaded { mut nodes, dynamic } = load::load(&documents, &uris, draft, strictness)?;
    resolve_references(&mut nodes);
    distinct::mark_distinct(&mut nodes, &documents, draft);
    Ok(Schema {
        documents,
        nodes,
        dynamic,
    })
}

impl Schema {
    /// Where the outermost object has a property of this name.
    pub(crate) fn top_level_field(&self, name: &str) -> Option<Span> {
        let object = self.outermost_object()?;
        let property = &object.properties[*object.by_name.get(name)? as usize];
        Some(self.span(&Mark::Schema(property.schema)))
    }

    /// The outermost properties whose names begin with `$$`.
    pub(crate) fn internal_fields(&self) -> Vec<(&str, Span)> {
        let object = self.outermost_object().into_iter();
        let properties = object.flat_map(|object| &object.properties);
        properties
            .filter(|property| property.name.starts_with("$$"))
            .map(|property| (&*property.name, self.span(&Mark::Schema(property.schema))))
            .collect()
    }

    /// The text that it was read from, without its references.
    pub fn text(&self) -> &str {
        self.documents[0].text()
    }

    fn outermost_object(&self) -> Option<&ObjectShape> {
        match &self.nodes[0].shape {
            Shape::Object(object) => Some(object),
            _ => None,
        }
    }

    /// The names that are written more than once in an object of the schema, which the registry lets through: only
    /// the last value counts.
    pub fn duplicate_names(&self) -> &[Duplicate] {
        self.documents[0].duplicates()
    }
}

fn dialect() -> Dialect {
    Dialect {
        trailing: true,
        ..Dialect::default()
    }
}

/// Lets each reference lead to what is not a reference; those that lead in a circle assert nothing.
fn resolve_references(nodes: &mut [Node]) {
    let mut passed = Vec::new();
    for start in 0..nodes.len() as u32 {
        passed.clear();
        let mut at = NodeId(start);
        while let Shape::Reference { to, .. } = nodes[at.0 as usize].shape {
            if passed.len() > nodes.len() {
                break;
            }
            passed.push(at);
            at = to;
        }
        let circle = matches!(nodes[at.0 as usize].shape, Shape::Reference { .. });
        for id in &passed {
            match &mut nodes[id.0 as usize].shape {
                shape if circle => *shape = Shape::Empty,
                Shape::Reference { to, .. } => *to = at,
                _ => {}
            }
        }
    }
}
