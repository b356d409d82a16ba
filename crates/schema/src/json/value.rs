//! JSON values written so that equal ones are equal texts: names sorted, numbers by their value.

use super::number::Number;
use crate::json_text::{Items, Kind, Value, push_string};

enum Open<'a> {
    Array(Items<'a>),
    Object(std::vec::IntoIter<(&'a str, Value<'a>)>),
}

/// The canonical text of a value, to which `1` and `1.0` are two, as to Java.
pub(crate) fn canonical(value: Value<'_>) -> String {
    canonical_with(value, |text| Number::read(text).key())
}

/// The canonical text of a value by JSON Schema's rules: numbers of one value are the same.
pub(super) fn equal_text(value: Value<'_>) -> String {
    canonical_with(value, |text| Number::read(text).exact_key())
}

fn canonical_with(value: Value<'_>, number: impl Fn(&str) -> String) -> String {
    let mut out = String::new();
    let mut open: Vec<Open<'_>> = Vec::new();
    let mut next = Some(value);
    loop {
        if let Some(value) = next.take() {
            match value.kind() {
                Kind::Null => out.push_str("null"),
                Kind::Bool(flag) => out.push_str(if flag { "true" } else { "false" }),
                Kind::Number(text) => out.push_str(&number(text)),
                Kind::String(text) => push_string(&mut out, text),
                Kind::Array(items) => {
                    out.push('[');
                    open.push(Open::Array(items));
                }
                Kind::Object(members) => {
                    out.push('{');
                    let mut members: Vec<_> =
                        members.map(|member| (member.name, member.value)).collect();
                    members.sort_by_key(|(name, _)| *name);
                    open.push(Open::Object(members.into_iter()));
                }
            }
        }
        match open.last_mut() {
            None => return out,
            Some(Open::Array(items)) => match items.next() {
                Some(item) => {
                    separate(&mut out);
                    next = Some(item);
                }
                None => {
                    out.push(']');
                    open.pop();
                }
            },
            Some(Open::Object(members)) => match members.next() {
                Some((name, value)) => {
                    separate(&mut out);
                    push_string(&mut out, name);
                    out.push(':');
                    next = Some(value);
                }
                None => {
                    out.push('}');
                    open.pop();
                }
            },
        }
    }
}

fn separate(out: &mut String) {
    if !out.ends_with(['[', '{']) {
        out.push(',');
    }
}
