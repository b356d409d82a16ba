//! Fixes for Protobuf.

use super::layout::append;
use super::{Edit, Proposal, Sides};
use crate::level::Direction;
use crate::position::Span;
use crate::protobuf::{Placed, Schema as Proto};
use crate::schema::Schema;

pub(super) fn proposals(sides: &Sides<'_>) -> Vec<Proposal> {
    let (Schema::Protobuf(new), Schema::Protobuf(old)) = (sides.draft, sides.version) else {
        return Vec::new();
    };
    let path = &sides.difference.path;
    let (is, was) = (new.placed(path), old.placed(path));
    let mut all = Vec::new();
    match sides.difference.kind {
        "PACKAGE_CHANGED" => all.extend(package(new, old)),
        "MESSAGE_REMOVED" => all.extend(message(sides, new, old)),
        "REQUIRED_FIELD_ADDED" | "REQUIRED_FIELD_REMOVED" => {
            all.extend(is.as_ref().and_then(|is| optional(new, is)));
        }
        "FIELD_KIND_CHANGED"
        | "FIELD_SCALAR_KIND_CHANGED"
        | "FIELD_NAMED_TYPE_CHANGED"
        | "FIELD_NUMERIC_LABEL_CHANGED" => {
            all.push(sides.put_back("it"));
        }
        "MULTIPLE_FIELDS_MOVED_TO_ONEOF" | "FIELD_MOVED_TO_EXISTING_ONEOF" => {
            all.extend(moved_out(sides, new, old));
        }
        _ => {}
    }
    match (is, was) {
        (Some(is), Some(was)) => {
            all.push(as_it_was(new, old, &is, &was));
            all.extend(renumbered(&is));
        }
        (None, Some(was)) => all.extend(field_back(new, old, &was)),
        (Some(is), None) => {
            let title = format!("Leave out `{}`", is.name);
            all.push(Proposal::new(title, [without(new.text(), is.field)]));
            all.extend(out_of_oneof(new, &is));
        }
        (None, None) => {}
    }
    all
}

fn package(new: &Proto, old: &Proto) -> Option<Proposal> {
    let (is, was) = (new.package_place(), old.package_place());
    let title = "Put the package back".to_owned();
    Some(match (is, was) {
        (Some(is), Some(was)) => {
            let text = old.text()[was.start..was.end].to_owned();
            Proposal::new(title, [Edit { at: is, text }])
        }
        (Some(is), None) => Proposal::new(title, [without(new.text(), is)]),
        (None, Some(was)) => {
            let at = new.syntax_place().map_or(0, |syntax| syntax.end);
            let package = &old.text()[was.start..was.end];
            let text = if at == 0 {
                format!("{package}\n")
            } else {
                format!("\n{package}")
            };
            let at = Span { start: at, end: at };
            Proposal::new(title, [Edit { at, text }])
        }
        (None, None) => return None,
    })
}

/// A message that the reader lacks: the draft gets it back, or does not get it.
fn message(sides: &Sides<'_>, new: &Proto, old: &Proto) -> Option<Proposal> {
    let path = &sides.difference.path;
    let name = path.rsplit('/').next().unwrap_or_default();
    if sides.direction == Direction::Forward {
        let at = new.message_place(path)?;
        let title = format!("Leave out the message `{name}`");
        return Some(Proposal::new(title, [without(new.text(), at)]));
    }
    let was = old.message_place(path)?;
    let text = &old.text()[was.start..was.end];
    let title = format!("Put the message `{name}` back");
    let outer = path.rsplit_once('/').map_or("#", |(outer, _)| outer);
    let edit = match new.message_place(outer) {
        Some(at) => append(new.text(), block(new.text(), at), text, ""),
        None => {
            let end = new.text().trim_end().len();
            Edit {
                at: Span { start: end, end },
                text: format!("\n{text}"),
            }
        }
    };
    Some(Proposal::new(title, [edit]))
}

fn optional(new: &Proto, is: &Placed<'_>) -> Option<Proposal> {
    let at = is
        .label
        .filter(|at| &new.text()[at.start..at.end] == "required")?;
    let title = format!("Do not require `{}`", is.name);
    let text = "optional".to_owned();
    Some(Proposal::new(title, [Edit { at, text }]))
}

/// The statement of a field as the version has it.
pub(super) fn as_it_was(new: &Proto, old: &Proto, is: &Placed<'_>, was: &Placed<'_>) -> Proposal {
    let text = old.text()[was.field.start..was.field.end].to_owned();
    let title = format!("Put `{}` back as it was", was.name);
    let mut edits = vec![Edit { at: is.field, text }];
    if is.oneof.is_some() && was.oneof.is_none() {
        // It leaves its oneof.
        let put = append(
            new.text(),
            block(new.text(), is.message),
            &old.text()[was.field.start..was.field.end],
            "",
        );
        edits = vec![without(new.text(), is.field), put];
        edits.sort_by_key(|edit| edit.at.start);
    }
    Proposal::new(title, edits)
}

/// A number that nothing has: then it is another field.
fn renumbered(is: &Placed<'_>) -> Option<Proposal> {
    let title = format!("Give `{}` the free number {}", is.name, is.free);
    let text = is.free.to_string();
    let at = is.number;
    is.oneof
        .is_none()
        .then(|| Proposal::new(title, [Edit { at, text }]))
}

pub(super) fn field_back(new: &Proto, old: &Proto, was: &Placed<'_>) -> Option<Proposal> {
    let text = &old.text()[was.field.start..was.field.end];
    let oneof = was
        .oneof
        .and_then(|oneof| new.oneof_place(was.within, oneof));
    let place = oneof.or_else(|| new.message_place(was.within))?;
    let edit = append(new.text(), block(new.text(), place), text, "");
    let title = format!("Put the field `{}` back", was.name);
    Some(Proposal::new(title, [edit]))
}

fn out_of_oneof(new: &Proto, is: &Placed<'_>) -> Option<Proposal> {
    is.oneof?;
    let text = new.text();
    let statement = &text[is.field.start..is.field.end];
    let mut edits = vec![
        without(text, is.field),
        append(text, block(text, is.message), statement, ""),
    ];
    edits.sort_by_key(|edit| edit.at.start);
    let title = format!("Move `{}` out of the oneof", is.name);
    Some(Proposal::new(title, edits))
}

/// The fields of a oneof that were not in it, each back out of it, and all of them.
fn moved_out(sides: &Sides<'_>, new: &Proto, old: &Proto) -> Vec<Proposal> {
    let (outside, inside) = match sides.direction {
        Direction::Backward => (old, new),
        Direction::Forward => return Vec::new(),
    };
    let path = &sides.difference.path;
    let Some((within, _)) = path.rsplit_once('/') else {
        return Vec::new();
    };
    let mut all = Vec::new();
    let mut edits = Vec::new();
    for number in inside.numbers_in_oneof(path) {
        let of = format!("{within}/{number}");
        let was = outside.placed(&of).filter(|was| was.oneof.is_none());
        let Some(is) = inside.placed(&of).filter(|_| was.is_some()) else {
            continue;
        };
        all.extend(out_of_oneof(inside, &is));
        let text = inside.text();
        edits.push((
            without(text, is.field),
            text[is.field.start..is.field.end].to_owned(),
        ));
    }
    if edits.len() > 1
        && let Some(message) = inside.message_place(within)
    {
        let statements: Vec<&str> = edits.iter().map(|(_, statement)| &**statement).collect();
        let text = inside.text();
        let put = append(text, block(text, message), &statements.join(" "), "");
        let mut edits: Vec<Edit> = edits.into_iter().map(|(edit, _)| edit).collect();
        edits.push(put);
        edits.sort_by_key(|edit| edit.at.start);
        all.push(Proposal::new("Move the fields out of the oneof", edits));
    }
    all
}

/// From a declaration's brace to the one that closes it.
pub(super) fn block(text: &str, declaration: Span) -> Span {
    let brace = text[declaration.start..declaration.end].find('{');
    Span {
        start: declaration.start + brace.unwrap_or_default(),
        end: declaration.end,
    }
}

/// Takes a statement out, with its line if nothing else is in that.
fn without(text: &str, at: Span) -> Edit {
    let before = &text[..at.start];
    let line = before.rfind('\n').map_or(0, |newline| newline + 1);
    let alone = text[line..at.start].trim().is_empty();
    let rest = &text[at.end..];
    let end = rest.find('\n').map_or(rest.len(), |newline| newline + 1);
    let at = if alone && rest[..end].trim().is_empty() {
        Span {
            start: line,
            end: at.end + end,
        }
    } else {
        at
    };
    let text = String::new();
    Edit { at, text }
}
