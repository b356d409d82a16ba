//! Closing content models of JSON Schema.
//!
//! To a schema that allows any other property, a new one narrows what it allows: data may have it already, as something
//! else. That is so only as long as the schema that the data was written by is open.

use std::collections::BTreeMap;

use super::layout::{append, around};
use super::{Edit, Proposal, Sides, applied, improves, problems_if_known, read};
use crate::json_text::{Document, Value};
use crate::level::Level;
use crate::options::Rules;
use crate::position::Span;
use crate::report::Version;
use crate::schema::{Schema, Source};

/// A change to a draft and to the version that it is held against: for those who can still change both.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JointFix {
    /// What it does, for people.
    pub title: String,
    /// The changes to the draft, in the order of their places, none within another.
    pub edits: Vec<Edit>,
    /// The draft that comes out.
    pub text: String,
    /// The changes to the version, likewise.
    pub version_edits: Vec<Edit>,
    /// The version that comes out.
    pub version_text: String,
    /// Whether the one passes the level against the other then.
    pub passes: bool,
}

/// Closes the content models, on both sides, that a draft in JSON Schema fails by (`additionalProperties: false`);
/// `None` where it fails by none, or where that removes no problem or makes another.
///
/// The sources are what the draft and the version were read from.
pub fn close_both(
    draft: &Schema,
    source: Source<'_>,
    version: Version<'_>,
    version_source: Source<'_>,
    level: Level,
    rules: Rules,
) -> Option<JointFix> {
    if !matches!((draft, version.schema), (Schema::Json(_), Schema::Json(_))) {
        return None;
    }
    let before = problems_if_known(draft, version, level, rules)?;
    let (new, old) = (
        super::json::read(source.text)?,
        super::json::read(version_source.text)?,
    );
    let (mut edits, mut version_edits) = (BTreeMap::new(), BTreeMap::new());
    for problem in &before {
        let difference = &problem.difference;
        if !is_of_content_model(difference.kind) {
            continue;
        }
        for (document, place, edits) in [
            (&new, difference.new_at, &mut edits),
            (&old, difference.old_at, &mut version_edits),
        ] {
            let first = closings(document, place?).into_iter().next();
            edits.extend(first.map(|edit| (edit.at.start, edit)));
        }
    }
    let edits: Vec<Edit> = edits.into_values().collect();
    let version_edits: Vec<Edit> = version_edits.into_values().collect();
    let text = applied(source.text, &edits)?;
    let version_text = applied(version_source.text, &version_edits)?;
    let closed = read(version_source, &version_text, rules)?;
    let version = Version {
        schema: &closed,
        ..version
    };
    let after = problems_if_known(&read(source, &text, rules)?, version, level, rules)?;
    improves(&before, &after).then(|| JointFix {
        title: "Let neither schema have properties or items that it does not list".to_owned(),
        edits,
        text,
        version_edits,
        version_text,
        passes: after.is_empty(),
    })
}

/// Closes the draft alone: enough where the version is to read what the draft writes.
pub(super) fn proposals(sides: &Sides<'_>, new: &Document) -> Vec<Proposal> {
    if !is_of_content_model(sides.difference.kind) {
        return Vec::new();
    }
    let closings = closings(new, sides.new_at()).into_iter();
    closings
        .map(|edit| {
            let title = "Let the schema have nothing that it does not list";
            Proposal::new(title, [edit])
        })
        .collect()
}

fn is_of_content_model(kind: &str) -> bool {
    kind.ends_with("OPEN_CONTENT_MODEL")
}

/// What closes the schemas around a place, the innermost first.
fn closings(document: &Document, place: Span) -> Vec<Edit> {
    let path = around(document.root(), place);
    let holders = path.into_iter().rev();
    holders
        .filter_map(|holder| closing(document, holder))
        .collect()
}

fn closing(document: &Document, schema: Value<'_>) -> Option<Edit> {
    let keyword = if schema.get("properties").is_some() {
        "additionalProperties"
    } else if schema.get("prefixItems").is_some() {
        "items"
    } else if schema.get("items")?.as_array().is_some() {
        "additionalItems"
    } else {
        return None;
    };
    match schema.get(keyword) {
        Some(value) if value.as_bool() == Some(false) => None,
        Some(value) => Some(Edit {
            at: value.span(),
            text: "false".to_owned(),
        }),
        None => {
            let member = format!("\"{keyword}\": false");
            Some(append(document.text(), schema.span(), &member, ","))
        }
    }
}
