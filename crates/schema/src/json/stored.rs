//! The text that the registry keeps of a schema: what Jackson writes of what Jackson has read.

use super::Schema;
use super::number::java_text;
use crate::json_text::{Items, Kind, Value, push_string, write};

/// The text that the registry stores for a schema that is sent as it is: without spaces, names in their order.
pub fn stored(schema: &Schema) -> String {
    let document = &schema.documents[0];
    let mut out = String::with_capacity(document.text().len());
    write(&mut out, document.root(), |out, number| {
        out.push_str(&java_text(number));
    });
    out
}

/// The text that the registry stores with `normalize=true`: names sorted in every object, by UTF-16 units as Java
/// sorts them.
pub fn normalized(schema: &Schema) -> String {
    enum Open<'a> {
        Array(Items<'a>),
        Object(std::vec::IntoIter<(&'a str, Value<'a>)>),
    }
    let document = &schema.documents[0];
    let mut out = String::with_capacity(document.text().len());
    let mut open: Vec<Open<'_>> = Vec::new();
    let mut next = Some(document.root());
    loop {
        let mut first = false;
        if let Some(value) = next.take() {
            match value.kind() {
                Kind::Array(items) => {
                    out.push('[');
                    open.push(Open::Array(items));
                    first = true;
                }
                Kind::Object(members) => {
                    out.push('{');
                    let mut sorted: Vec<_> =
                        members.map(|member| (member.name, member.value)).collect();
                    sorted.sort_by(|(left, _), (right, _)| {
                        left.encode_utf16().cmp(right.encode_utf16())
                    });
                    open.push(Open::Object(sorted.into_iter()));
                    first = true;
                }
                Kind::Number(text) => out.push_str(&java_text(text)),
                Kind::String(text) => push_string(&mut out, text),
                Kind::Bool(flag) => out.push_str(if flag { "true" } else { "false" }),
                Kind::Null => out.push_str("null"),
            }
        }
        let (inner, end) = match open.last_mut() {
            None => return out,
            Some(Open::Array(items)) => (items.next().map(|item| (None, item)), ']'),
            Some(Open::Object(members)) => {
                (members.next().map(|(name, value)| (Some(name), value)), '}')
            }
        };
        match inner {
            None => {
                out.push(end);
                open.pop();
            }
            Some((name, value)) => {
                if !first {
                    out.push(',');
                }
                if let Some(name) = name {
                    push_string(&mut out, name);
                    out.push(':');
                }
                next = Some(value);
            }
        }
    }
}
