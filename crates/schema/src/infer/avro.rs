use std::collections::HashMap;

use super::shape::{Object, Shape};
use crate::avro::is_name;
use crate::codec::{push, push_text};

pub(super) fn text(shape: &Shape, name: &str) -> String {
    let mut writer = Writer {
        out: String::new(),
        names: HashMap::new(),
    };
    let name = if is_name(name) { name } else { "Record" };
    writer.kind(shape, name, false, 0);
    writer.out.push('\n');
    writer.out
}

struct Writer {
    out: String,
    /// How often a name was asked for: each record has one of its own.
    names: HashMap<String, usize>,
}

impl Writer {
    fn kind(&mut self, shape: &Shape, name: &str, optional: bool, depth: usize) {
        let null = shape.null || optional;
        let mut kinds: Vec<Kind<'_>> = Vec::new();
        for (seen, kind) in [
            (null, Kind::Named("null")),
            (shape.boolean, Kind::Named("boolean")),
            // A whole number is read as a `double` where there are others.
            (shape.whole && !shape.number, Kind::Named("long")),
            (shape.number, Kind::Named("double")),
            (shape.string, Kind::Named("string")),
        ] {
            if seen {
                kinds.push(kind);
            }
        }
        kinds.extend(shape.items.as_ref().map(|items| Kind::List(items)));
        kinds.extend(shape.object.as_ref().map(Kind::Object));
        match kinds.as_slice() {
            // Nothing is known of what an empty list would hold.
            [] => self.out.push_str("\"string\""),
            [kind] => self.one(kind, name, depth),
            _ => {
                self.out.push('[');
                for (at, kind) in kinds.iter().enumerate() {
                    if at > 0 {
                        self.out.push_str(", ");
                    }
                    self.one(kind, name, depth);
                }
                self.out.push(']');
            }
        }
    }

    fn one(&mut self, kind: &Kind<'_>, name: &str, depth: usize) {
        match kind {
            Kind::Named(name) => push_text(&mut self.out, name),
            Kind::List(items) => {
                self.out.push_str("{\"type\": \"array\", \"items\": ");
                self.kind(items, name, false, depth);
                self.out.push('}');
            }
            Kind::Object(object) if object.members.iter().all(|member| is_name(&member.name)) => {
                self.record(object, name, depth);
            }
            Kind::Object(object) => {
                // Of all the values together.
                let mut all = Shape::default();
                object
                    .members
                    .iter()
                    .for_each(|member| all.merge(&member.shape));
                self.out.push_str("{\"type\": \"map\", \"values\": ");
                self.kind(&all, name, false, depth);
                self.out.push('}');
            }
        }
    }

    fn record(&mut self, object: &Object, name: &str, depth: usize) {
        let used = self.names.entry(name.to_owned()).or_default();
        *used += 1;
        let own = if *used > 1 {
            format!("{name}_{used}")
        } else {
            name.to_owned()
        };
        let indent = "  ".repeat(depth + 1);
        self.out.push_str("{\"type\": \"record\", \"name\": ");
        push_text(&mut self.out, &own);
        self.out.push_str(", \"fields\": [");
        for (at, member) in object.members.iter().enumerate() {
            let comma = if at > 0 { "," } else { "" };
            push(&mut self.out, format_args!("{comma}\n{indent}{{\"name\": "));
            push_text(&mut self.out, &member.name);
            self.out.push_str(", \"type\": ");
            let optional = !object.requires(member);
            let inner = capital(&member.name);
            self.kind(&member.shape, &inner, optional, depth + 1);
            if optional || member.shape.null {
                self.out.push_str(", \"default\": null");
            }
            self.out.push('}');
        }
        if !object.members.is_empty() {
            push(&mut self.out, format_args!("\n{}", "  ".repeat(depth)));
        }
        self.out.push_str("]}");
    }
}

enum Kind<'a> {
    Named(&'static str),
    List(&'a Shape),
    Object(&'a Object),
}

fn capital(name: &str) -> String {
    let mut chars = name.chars();
    let first = chars.next().map(|first| first.to_ascii_uppercase());
    first.into_iter().chain(chars).collect()
}
