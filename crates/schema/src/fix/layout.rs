//! Putting things into a text and taking them out, so that it looks as if they had always been so.

use super::Edit;
use crate::json_text::{Kind, Value};
use crate::position::Span;

/// Puts something at the end of a list, an object or a block, given with its brackets; `between` parts what is in it.
pub(super) fn append(text: &str, container: Span, item: &str, between: &str) -> Edit {
    let inside = &text[container.start + 1..container.end - 1];
    let used = inside.trim_end();
    let at = container.start + 1 + used.len();
    let at = Span { start: at, end: at };
    if used.trim().is_empty() {
        return Edit {
            at,
            text: item.to_owned(),
        };
    }
    let line = used.rfind('\n').map(|newline| &used[newline..]);
    let text = match line {
        // As the last one is set off.
        Some(line) => {
            let indent = &line[..line.len() - line.trim_start().len()];
            format!("{between}{indent}{item}")
        }
        None if between.is_empty() => format!(" {item}"),
        None => format!("{between} {item}"),
    };
    Edit { at, text }
}

/// Takes something out of a list or an object, with its comma.
pub(super) fn remove(text: &str, item: Span) -> Edit {
    let after = &text[item.end..];
    let trimmed = after.trim_start();
    let text_of = String::new();
    if let Some(rest) = trimmed.strip_prefix(',') {
        let end = text.len() - rest.trim_start().len();
        let at = Span {
            start: item.start,
            end,
        };
        return Edit { at, text: text_of };
    }
    let before = text[..item.start].trim_end();
    let start = before.strip_suffix(',').map_or(item.start, str::len);
    Edit {
        at: Span {
            start,
            end: item.end,
        },
        text: text_of,
    }
}

/// The values around a place, the outermost first.
pub(super) fn around(root: Value<'_>, place: Span) -> Vec<Value<'_>> {
    let holds = |span: Span| span.start <= place.start && place.end <= span.end;
    let mut path = vec![root];
    while let Some(last) = path.last() {
        let inner = match last.kind() {
            Kind::Array(mut items) => items.find(|item| holds(item.span())),
            Kind::Object(mut members) => members
                .find(|member| holds(whole(member.name_span, member.value)))
                .map(|member| member.value),
            _ => None,
        };
        match inner {
            Some(inner) => path.push(inner),
            None => break,
        }
    }
    path
}

/// The innermost object around a place.
pub(super) fn object_around(root: Value<'_>, place: Span) -> Option<Value<'_>> {
    let path = around(root, place);
    path.into_iter().rev().find(|value| {
        let span = value.span();
        value.as_object().is_some() && span.start < place.start && place.end < span.end
    })
}

/// A member from its name to its value.
pub(super) fn whole(name: Span, value: Value<'_>) -> Span {
    Span {
        start: name.start,
        end: value.span().end,
    }
}
