use super::string::surrogate_of;
use super::{Items, Kind, Members, Value};

/// Appends a string with its quotes, escaped as Jackson escapes: `"`, `\`, and control characters; nothing else.
pub fn push_string(out: &mut String, text: &str) {
    out.push('"');
    for char in text.chars() {
        match char {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\u{8}' => out.push_str("\\b"),
            '\t' => out.push_str("\\t"),
            '\n' => out.push_str("\\n"),
            '\u{c}' => out.push_str("\\f"),
            '\r' => out.push_str("\\r"),
            '\0'..='\u{1f}' => push_unit(out, u32::from(char) as u16),
            _ => match surrogate_of(char) {
                Some(unit) => push_unit(out, unit),
                None => out.push(char),
            },
        }
    }
    out.push('"');
}

/// Appends a value without spaces, its members in order; `number` writes each number, which it is given as written.
pub fn write(out: &mut String, value: Value<'_>, number: impl Fn(&mut String, &str)) {
    enum Open<'a> {
        Array(Items<'a>),
        Object(Members<'a>),
    }
    let mut open: Vec<Open<'_>> = Vec::new();
    let mut next = Some(value);
    loop {
        if let Some(value) = next.take() {
            match value.kind() {
                Kind::Null => out.push_str("null"),
                Kind::Bool(true) => out.push_str("true"),
                Kind::Bool(false) => out.push_str("false"),
                Kind::Number(text) => number(out, text),
                Kind::String(text) => push_string(out, text),
                Kind::Array(items) => {
                    out.push('[');
                    open.push(Open::Array(items));
                }
                Kind::Object(members) => {
                    out.push('{');
                    open.push(Open::Object(members));
                }
            }
        }
        let first = out.ends_with(['[', '{']);
        match open.last_mut() {
            None => return,
            Some(Open::Array(items)) => match items.next() {
                Some(item) => {
                    if !first {
                        out.push(',');
                    }
                    next = Some(item);
                }
                None => {
                    out.push(']');
                    open.pop();
                }
            },
            Some(Open::Object(members)) => match members.next() {
                Some(member) => {
                    if !first {
                        out.push(',');
                    }
                    push_string(out, member.name);
                    out.push(':');
                    next = Some(member.value);
                }
                None => {
                    out.push('}');
                    open.pop();
                }
            },
        }
    }
}

fn push_unit(out: &mut String, unit: u16) {
    out.push_str("\\u");
    for shift in [12, 8, 4, 0] {
        let digit = char::from_digit(u32::from(unit >> shift & 0xF), 16).unwrap_or('0');
        out.push(digit.to_ascii_uppercase());
    }
}
