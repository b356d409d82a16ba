//! Fixes for Avro.

use super::layout::{append, around, object_around, whole};
use super::{Edit, Proposal, Sides};
use crate::json_text::{Dialect, Document, Value};
use crate::level::Direction;
use crate::position::Span;

pub(super) fn proposals(sides: &Sides<'_>) -> Vec<Proposal> {
    let (Some(new), Some(old)) = (read(sides.draft.text()), read(sides.version.text())) else {
        return Vec::new();
    };
    let backward = sides.direction == Direction::Backward;
    match sides.difference.kind {
        "READER_FIELD_MISSING_DEFAULT_VALUE" if backward => added_field(sides, &new, &old),
        "READER_FIELD_MISSING_DEFAULT_VALUE" => removed_field(sides, &new, &old),
        "MISSING_ENUM_SYMBOLS" => symbols(sides, &new, backward),
        "NAME_MISMATCH" => renamed(sides, &new, backward),
        "FIXED_SIZE_MISMATCH" => vec![sides.put_back("the size")],
        "MISSING_UNION_BRANCH" => {
            let mut all = Vec::new();
            let at = sides.new_at();
            if backward && sides.new_text().starts_with('[') {
                let title = format!("Add the branch {}", sides.old_text());
                let edit = append(new.text(), at, sides.old_text(), ",");
                all.push(Proposal::new(title, [edit]));
            }
            all.extend(types_back(sides, &new, &old));
            all
        }
        _ => {
            let mut all = vec![sides.put_back("the type")];
            all.extend(types_back(sides, &new, &old));
            all
        }
    }
}

fn read(text: &str) -> Option<Document> {
    let dialect = Dialect {
        comments: true,
        trailing: true,
        ..Dialect::default()
    };
    Document::read(text, dialect).ok()
}

/// The type as it was, with all that it is made of; where it was one of a union, that.
fn types_back(sides: &Sides<'_>, new: &Document, old: &Document) -> Vec<Proposal> {
    let at = type_around(new.root(), sides.new_at());
    let was = type_around(old.root(), sides.old_at());
    let path = around(old.root(), was);
    let union = path.iter().rev().find(|value| value.as_array().is_some());
    let union = union.filter(|union| !is_list_of_fields(&path, union.span()));
    let texts = [Some(was), union.map(|union| union.span())];
    let texts = texts.into_iter().flatten();
    texts
        .map(|was| {
            let text = old.text()[was.start..was.end].to_owned();
            let title = format!("Put the type back: {text}");
            Proposal::new(title, [Edit { at, text }])
        })
        .collect()
}

/// A type with all that it is made of, from where the name of its kind stands.
fn type_around(root: Value<'_>, place: Span) -> Span {
    let path = around(root, place);
    let [.., object, kind] = path.as_slice() else {
        return place;
    };
    let inner = object
        .get("type")
        .is_some_and(|own| own.span() == kind.span());
    let outer = path.len().checked_sub(3).map(|at| path[at].span());
    let field = outer.is_some_and(|outer| is_list_of_fields(&path, outer));
    if inner && !field {
        object.span()
    } else {
        place
    }
}

fn is_list_of_fields(path: &[Value<'_>], list: Span) -> bool {
    let fields = |value: &Value<'_>| value.get("fields").is_some_and(|one| one.span() == list);
    path.iter().any(fields)
}

/// A field that the draft has and the version does not, without a default.
fn added_field(sides: &Sides<'_>, new: &Document, old: &Document) -> Vec<Proposal> {
    let text = new.text();
    let Some(field) = object_around(new.root(), sides.new_at()) else {
        return Vec::new();
    };
    let Some(kind) = field.get("type") else {
        return Vec::new();
    };
    let name = sides.difference.info.as_deref().unwrap_or_default();
    let mut all = Vec::new();
    if let Some(default) = default_for(kind) {
        let title = format!("Give `{name}` the default {default}");
        let member = format!("\"default\": {default}");
        all.push(Proposal::new(
            title,
            [append(text, field.span(), &member, ",")],
        ));
    }
    if kind.as_array().is_none() && kind.as_str() != Some("null") {
        let title = format!("Let `{name}` be null, and by default");
        let at = kind.span();
        let edits = [
            Edit {
                at,
                text: format!("[\"null\", {}]", kind.text()),
            },
            append(text, field.span(), "\"default\": null", ","),
        ];
        all.push(Proposal::new(title, edits));
    } else if let Some(branches) = kind.as_array() {
        let others: Vec<&str> = branches
            .filter(|branch| branch.as_str() != Some("null"))
            .map(Value::text)
            .collect();
        let title = format!("Put null first for `{name}`, and make it the default");
        let edits = [
            Edit {
                at: kind.span(),
                text: format!("[\"null\", {}]", others.join(", ")),
            },
            append(text, field.span(), "\"default\": null", ","),
        ];
        all.push(Proposal::new(title, edits));
    }
    all.extend(aliases(sides, field, text, old));
    for one in &mut all {
        one.edits.sort_by_key(|edit| edit.at.start);
    }
    all
}

/// The names that the version has and the draft does not, each as an alias.
fn aliases(sides: &Sides<'_>, field: Value<'_>, text: &str, old: &Document) -> Vec<Proposal> {
    let record = object_around(old.root(), sides.old_at())
        .or_else(|| Some(old.root()).filter(|root| root.as_object().is_some()));
    let fields = record.and_then(|record| record.get("fields")?.as_array());
    let own = sides.difference.info.as_deref().unwrap_or_default();
    let mut all = Vec::new();
    for other in fields.into_iter().flatten() {
        let same = other.get("type").map(Value::text) == field.get("type").map(Value::text);
        let Some(name) = other.get("name").and_then(Value::as_str).filter(|_| same) else {
            continue;
        };
        let title = format!("Say that `{own}` was called `{name}`");
        let member = format!("\"aliases\": [\"{name}\"]");
        all.push(Proposal::new(
            title,
            [append(text, field.span(), &member, ",")],
        ));
    }
    all
}

/// A field that the version has, without a default, and the draft does not.
fn removed_field(sides: &Sides<'_>, new: &Document, old: &Document) -> Vec<Proposal> {
    let field = object_around(old.root(), sides.old_at());
    let record = object_around(new.root(), sides.new_at())
        .or_else(|| Some(new.root()).filter(|root| root.as_object().is_some()));
    let fields = record.and_then(|record| record.get("fields"));
    let (Some(field), Some(fields)) = (field, fields) else {
        return Vec::new();
    };
    let name = sides.difference.info.as_deref().unwrap_or_default();
    let edit = append(new.text(), fields.span(), field.text(), ",");
    vec![Proposal::new(
        format!("Put the field `{name}` back"),
        [edit],
    )]
}

fn symbols(sides: &Sides<'_>, new: &Document, backward: bool) -> Vec<Proposal> {
    let info = sides.difference.info.as_deref().unwrap_or_default();
    let missing: Vec<&str> = info.trim_matches(['[', ']']).split(", ").collect();
    let text = new.text();
    let Some(own) = object_around(new.root(), sides.new_at()) else {
        return Vec::new();
    };
    let Some(list) = own.get("symbols") else {
        return Vec::new();
    };
    let symbols: Vec<Value<'_>> = list.as_array().into_iter().flatten().collect();
    if !backward {
        // The version cannot read what the draft adds.
        let kept: Vec<&str> = symbols
            .iter()
            .filter(|symbol| !missing.contains(&symbol.as_str().unwrap_or_default()))
            .map(|symbol| symbol.text())
            .collect();
        let edit = Edit {
            at: list.span(),
            text: format!("[{}]", kept.join(", ")),
        };
        return vec![Proposal::new(
            format!("Leave out {}", missing.join(", ")),
            [edit],
        )];
    }
    let quoted: Vec<String> = missing.iter().map(|name| format!("\"{name}\"")).collect();
    let edit = append(text, list.span(), &quoted.join(", "), ",");
    let mut all = vec![Proposal::new(
        format!("Keep {}", missing.join(", ")),
        [edit],
    )];
    if let Some(first) = symbols.first() {
        let title = format!("Give the enum the default {}", first.text());
        let member = format!("\"default\": {}", first.text());
        all.push(Proposal::new(
            title,
            [append(text, own.span(), &member, ",")],
        ));
    }
    all
}

fn renamed(sides: &Sides<'_>, new: &Document, backward: bool) -> Vec<Proposal> {
    let info = sides.difference.info.as_deref().unwrap_or_default();
    let written = info.strip_prefix("expected: ").unwrap_or(info);
    let mut all = vec![sides.put_back("the name")];
    if backward && let Some(own) = object_around(new.root(), sides.new_at()) {
        let title = format!("Say that it was called `{written}`");
        let name = format!("\"{written}\"");
        let edit = match own.get("aliases") {
            Some(list) => append(new.text(), list.span(), &name, ","),
            None => {
                let member = own
                    .member("name")
                    .map(|name| whole(name.name_span, name.value));
                let at = member.unwrap_or_default().end;
                Edit {
                    at: Span { start: at, end: at },
                    text: format!(", \"aliases\": [{name}]"),
                }
            }
        };
        all.push(Proposal::new(title, [edit]));
    }
    all
}

/// A value of a type, as its default is written.
fn default_for(kind: Value<'_>) -> Option<String> {
    let name = match kind.as_str() {
        Some(name) => name,
        None => match kind.as_array() {
            Some(mut branches) => return default_for(branches.next()?),
            None => kind.get("type")?.as_str()?,
        },
    };
    Some(match name {
        "null" => "null".to_owned(),
        "boolean" => "false".to_owned(),
        "int" | "long" => "0".to_owned(),
        "float" | "double" => "0.0".to_owned(),
        "string" | "bytes" => "\"\"".to_owned(),
        "array" => "[]".to_owned(),
        "map" => "{}".to_owned(),
        "enum" => kind.get("symbols")?.as_array()?.next()?.text().to_owned(),
        "fixed" => {
            let size: usize = kind.get("size")?.text().parse().ok()?;
            format!("\"{}\"", "\\u0000".repeat(size.min(1_000)))
        }
        _ => return None,
    })
}
