//! Fixes for JSON Schema.

use super::layout::{append, around, object_around, remove, whole};
use super::{Edit, Proposal, Sides};
use crate::json_text::{Dialect, Document, Member, Value};
use crate::position::Span;

pub(super) fn proposals(sides: &Sides<'_>) -> Vec<Proposal> {
    let (Some(new), Some(old)) = (read(sides.draft.text()), read(sides.version.text())) else {
        return Vec::new();
    };
    let new_member = member_at(new.root(), sides.new_at());
    let old_member = member_at(old.root(), sides.old_at());
    let mut all = super::close::proposals(sides, &new);
    all.extend(required(sides, &new));
    match (new_member, old_member) {
        (Some(is), Some(was)) if is.name == was.name => {
            all.extend(replaced(sides, &new, is, was));
            all.extend(inside(&new, is, was));
        }
        _ => {}
    }
    if let Some(is) = new_member {
        let at = whole(is.name_span, is.value);
        let title = format!("Leave out `{}`", is.name);
        all.push(Proposal::new(title, [remove(new.text(), at)]));
        if is.value.as_object().is_some() {
            let title = format!("Let `{}` be anything", is.name);
            let at = is.value.span();
            let text = "{}".to_owned();
            all.push(Proposal::new(title, [Edit { at, text }]));
        }
    }
    if let Some(was) = old_member {
        all.extend(restored(sides, &new, &old, was));
    }
    all.extend(keyword_back(sides, &new, &old));
    all
}

pub(super) fn read(text: &str) -> Option<Document> {
    let dialect = Dialect {
        trailing: true,
        ..Dialect::default()
    };
    Document::read(text, dialect).ok()
}

/// The member of which a place is the name, or the whole.
fn member_at(root: Value<'_>, place: Span) -> Option<Member<'_>> {
    let path = around(root, place);
    path.into_iter().rev().find_map(|value| {
        let mut members = value.as_object()?;
        members.find(|member| {
            member.name_span == place || whole(member.name_span, member.value) == place
        })
    })
}

/// What the version says under the same name.
fn replaced(
    sides: &Sides<'_>,
    new: &Document,
    is: Member<'_>,
    was: Member<'_>,
) -> Option<Proposal> {
    let at = is.value.span();
    let text = was.value.text().to_owned();
    let same = new.text()[at.start..at.end] == text;
    let title = format!("Put `{}` back as it was", is.name);
    (!same && sides.difference.new_at.is_some()).then(|| Proposal::new(title, [Edit { at, text }]))
}

/// The `type`, or what else of one keyword differs, as the version says it.
fn inside(new: &Document, is: Member<'_>, was: Member<'_>) -> Vec<Proposal> {
    let mut all = Vec::new();
    for member in was.value.as_object().into_iter().flatten() {
        let Some(own) = is.value.member(member.name) else {
            continue;
        };
        if own.value.text() != member.value.text() && own.value.as_object().is_none() {
            let title = format!("Put the `{}` of `{}` back", member.name, is.name);
            let at = own.value.span();
            let text = member.value.text().to_owned();
            all.push(Proposal::new(title, [Edit { at, text }]));
        }
    }
    for own in is.value.as_object().into_iter().flatten() {
        if was.value.as_object().is_some() && was.value.get(own.name).is_none() {
            let title = format!("Leave `{}` of `{}` out", own.name, is.name);
            let at = whole(own.name_span, own.value);
            all.push(Proposal::new(title, [remove(new.text(), at)]));
        }
    }
    all
}

/// A name that is required: not any more, or with a default.
fn required(sides: &Sides<'_>, new: &Document) -> Vec<Proposal> {
    let path = &sides.difference.path;
    let name = path.rsplit('/').next().unwrap_or_default();
    let object = object_around(new.root(), sides.new_at());
    let mut all = Vec::new();
    // The place is in `required`, or a property of the object that has it.
    let outward = around(new.root(), sides.new_at());
    let holder = outward
        .iter()
        .rev()
        .find(|value| value.get("required").is_some());
    let list = holder.and_then(|holder| holder.get("required"));
    for item in list.into_iter().filter_map(Value::as_array).flatten() {
        if item.as_str() == Some(name) {
            let title = format!("Do not require `{name}`");
            all.push(Proposal::new(title, [remove(new.text(), item.span())]));
        }
    }
    let property = holder
        .or(object.as_ref())
        .and_then(|holder| holder.get("properties")?.get(name));
    if let Some(property) = property.filter(|one| one.as_object().is_some())
        && property.get("default").is_none()
    {
        let kind = property
            .get("type")
            .and_then(Value::as_str)
            .unwrap_or_default();
        let default = match kind {
            "string" => "\"\"",
            "integer" | "number" => "0",
            "boolean" => "false",
            "array" => "[]",
            "object" => "{}",
            _ => "null",
        };
        let title = format!("Give `{name}` the default {default}");
        let member = format!("\"default\": {default}");
        let edit = append(new.text(), property.span(), &member, ",");
        all.push(Proposal::new(title, [edit]));
    }
    all
}

/// A member of the version that the draft does not have, where its parent is.
fn restored(sides: &Sides<'_>, new: &Document, old: &Document, was: Member<'_>) -> Vec<Proposal> {
    let at = whole(was.name_span, was.value);
    let text = &old.text()[at.start..at.end];
    let mut all = Vec::new();
    let mut holders: Vec<Value<'_>> = around(new.root(), sides.new_at());
    if let Some(member) = member_at(new.root(), sides.new_at()) {
        holders.push(member.value);
    }
    for holder in holders
        .into_iter()
        .rev()
        .filter(|one| one.as_object().is_some())
    {
        if holder.get(was.name).is_none() {
            let title = format!("Put `{}` back", was.name);
            let edit = append(new.text(), holder.span(), text, ",");
            all.push(Proposal::new(title, [edit]));
        }
    }
    all
}

/// The keyword at the end of the path, in the objects around the places, as the version has it.
fn keyword_back(sides: &Sides<'_>, new: &Document, old: &Document) -> Vec<Proposal> {
    let named = |root, place| {
        let object = around(root, place);
        let mut object = object.into_iter().rev();
        let inner = member_at(root, place).map(|member| member.value);
        inner
            .filter(|value| value.as_object().is_some())
            .or_else(|| object.find(|value| value.as_object().is_some()))
    };
    let (Some(is), Some(was)) = (
        named(new.root(), sides.new_at()),
        named(old.root(), sides.old_at()),
    ) else {
        return Vec::new();
    };
    let mut all = Vec::new();
    for member in was.as_object().into_iter().flatten() {
        let text = member.value.text();
        match is.member(member.name) {
            Some(own) if own.value.text() != text => {
                let title = format!("Put `{}` back as it was", member.name);
                let at = own.value.span();
                let text = text.to_owned();
                all.push(Proposal::new(title, [Edit { at, text }]));
            }
            Some(_) => {}
            None => {
                let at = whole(member.name_span, member.value);
                let title = format!("Put `{}` back", member.name);
                let item = &old.text()[at.start..at.end];
                let edit = append(new.text(), is.span(), item, ",");
                all.push(Proposal::new(title, [edit]));
            }
        }
    }
    for own in is.as_object().into_iter().flatten() {
        if was.get(own.name).is_none() {
            let title = format!("Leave out `{}`", own.name);
            let at = whole(own.name_span, own.value);
            all.push(Proposal::new(title, [remove(new.text(), at)]));
        }
    }
    all
}
