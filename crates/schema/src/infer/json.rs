use super::shape::Shape;
use crate::codec::{push, push_text};

pub(super) fn text(shape: &Shape) -> String {
    let mut out =
        String::from("{\n  \"$schema\": \"https://json-schema.org/draft/2020-12/schema\"");
    push_keywords(&mut out, shape, 1, true);
    out.push_str("\n}\n");
    out
}

/// Appends what a schema says, without its braces.
fn push_keywords(out: &mut String, shape: &Shape, depth: usize, after: bool) {
    let indent = "  ".repeat(depth);
    let mut after = after;
    let mut keyword = |out: &mut String, name: &str| {
        let comma = if std::mem::replace(&mut after, true) {
            ","
        } else {
            ""
        };
        push(out, format_args!("{comma}\n{indent}\"{name}\": "));
    };
    let mut kinds = Vec::new();
    for (seen, kind) in [
        (shape.null, "\"null\""),
        (shape.boolean, "\"boolean\""),
        (shape.whole && !shape.number, "\"integer\""),
        (shape.number, "\"number\""),
        (shape.string, "\"string\""),
        (shape.items.is_some(), "\"array\""),
        (shape.object.is_some(), "\"object\""),
    ] {
        if seen {
            kinds.push(kind);
        }
    }
    match kinds.as_slice() {
        [] => {}
        [kind] => {
            keyword(out, "type");
            out.push_str(kind);
        }
        _ => {
            keyword(out, "type");
            push(out, format_args!("[{}]", kinds.join(", ")));
        }
    }
    if let Some(items) = &shape.items {
        keyword(out, "items");
        push_schema(out, items, depth);
    }
    let Some(object) = shape
        .object
        .as_ref()
        .filter(|object| !object.members.is_empty())
    else {
        return;
    };
    keyword(out, "properties");
    out.push('{');
    for (at, member) in object.members.iter().enumerate() {
        let comma = if at > 0 { "," } else { "" };
        push(out, format_args!("{comma}\n{indent}  "));
        push_text(out, &member.name);
        out.push_str(": ");
        push_schema(out, &member.shape, depth + 1);
    }
    push(out, format_args!("\n{indent}}}"));
    let required = object
        .members
        .iter()
        .filter(|member| object.requires(member));
    let mut first = true;
    for member in required {
        if std::mem::take(&mut first) {
            keyword(out, "required");
            out.push('[');
        } else {
            out.push_str(", ");
        }
        push_text(out, &member.name);
    }
    if !first {
        out.push(']');
    }
}

fn push_schema(out: &mut String, shape: &Shape, depth: usize) {
    let start = out.len();
    out.push('{');
    push_keywords(out, shape, depth + 1, false);
    if out.len() > start + 1 {
        push(out, format_args!("\n{}", "  ".repeat(depth)));
    }
    out.push('}');
}
