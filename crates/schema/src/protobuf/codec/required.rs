//! Fields that proto2 requires.

use super::model::{Field, Kind, Model, Shape};
use crate::json_text::Value;

/// The first field that is required and not there, by the names that lead to it, in a message that was read in the
/// plain style. Parsers of generated code refuse such a message; what shows it does not.
pub(super) fn missing(model: &Model, root: usize, value: Value<'_>) -> Option<String> {
    let mut open = vec![(root, value, String::new())];
    while let Some((at, value, path)) = open.pop() {
        let message = &model.messages[at];
        if message.well_known.is_some() || value.as_object().is_none() {
            continue;
        }
        for field in &message.fields {
            match value.get(&field.name) {
                None if field.required => return Some(join(&path, &field.name)),
                Some(found) => open.extend(inner(field, found, &join(&path, &field.name))),
                None => {}
            }
        }
    }
    None
}

/// The messages that a field holds.
fn inner<'v>(field: &Field, found: Value<'v>, path: &str) -> Vec<(usize, Value<'v>, String)> {
    let (Kind::Message(at) | Kind::Group(at)) = field.kind else {
        return Vec::new();
    };
    let within = |name: &str| join(path, name);
    match field.shape {
        Shape::Implicit | Shape::Explicit => vec![(at, found, path.to_owned())],
        Shape::Repeated => {
            let items = found.as_array().into_iter().flatten().enumerate();
            items
                .map(|(place, item)| (at, item, within(&place.to_string())))
                .collect()
        }
        Shape::Map(_) => {
            let members = found.as_object().into_iter().flatten();
            members
                .map(|member| (at, member.value, within(member.name)))
                .collect()
        }
    }
}

fn join(path: &str, name: &str) -> String {
    match path {
        "" => name.to_owned(),
        path => format!("{path}.{name}"),
    }
}
