//! A believable value of a schema.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::logical::{Logical, push_duration};
use super::{Codec, Node};
use crate::avro::model::Primitive;
use crate::believable::Choices;
use crate::calendar;
use crate::codec::{push, push_text};
use crate::decimal;

/// How deep values are nested where the schema has a choice.
const DEEP: usize = 4;

/// How deep they may be at all.
const DEEPEST: usize = 60;

impl Codec {
    /// A value as JSON text in the plain style; `None` where every value would be without end.
    pub(crate) fn sample(&self, choices: &mut Choices) -> Option<String> {
        let mut out = String::new();
        self.push(self.root, "", 0, choices, &mut out)?;
        Some(out)
    }

    fn push(
        &self,
        at: u32,
        name: &str,
        depth: usize,
        choices: &mut Choices,
        out: &mut String,
    ) -> Option<()> {
        if depth > DEEPEST {
            return None;
        }
        match self.node(at) {
            Node::Primitive(primitive, logical) => {
                push_primitive(*primitive, *logical, name, choices, out);
            }
            Node::Fixed(size, logical, _) => fixed(*size, *logical, choices, out),
            Node::Enum(symbols) => out.push_str(choices.pick(&symbols.quoted)?),
            Node::Array(items) => {
                out.push('[');
                let count = if depth < DEEP {
                    1 + choices.below(2)
                } else {
                    0
                };
                for at in 0..count {
                    if at > 0 {
                        out.push(',');
                    }
                    self.push(*items, name, depth + 1, choices, out)?;
                }
                out.push(']');
            }
            Node::Map(values) => {
                out.push('{');
                if depth < DEEP {
                    push_text(out, &choices.text("key"));
                    out.push(':');
                    self.push(*values, name, depth + 1, choices, out)?;
                }
                out.push('}');
            }
            Node::Union(branches) => {
                let null = branches.iter().find(|branch| &*branch.name == "null");
                let others: Vec<_> = branches.iter().filter(|one| &*one.name != "null").collect();
                let branch = match (null, choices.pick(&others)) {
                    (Some(null), _) if depth >= DEEP => null,
                    (_, Some(other)) => other,
                    (null, None) => null?,
                };
                self.push(branch.node, name, depth + 1, choices, out)?;
            }
            Node::Record(record) => {
                out.push('{');
                for field in &record.fields {
                    out.push_str(&field.label);
                    self.push(field.node, &field.name, depth + 1, choices, out)?;
                }
                out.push('}');
            }
        }
        Some(())
    }
}

fn push_primitive(
    primitive: Primitive,
    logical: Option<Logical>,
    name: &str,
    choices: &mut Choices,
    out: &mut String,
) {
    match (primitive, logical) {
        (Primitive::Null, _) => out.push_str("null"),
        (Primitive::Boolean, _) => out.push_str(["false", "true"][choices.below(2) as usize]),
        (_, Some(Logical::Date)) => push_text(out, &choices.date()),
        (_, Some(Logical::Time(unit))) => {
            out.push('"');
            let count = i128::from(choices.below(86_400)) * unit.per_second();
            calendar::push_time(out, count, unit);
            out.push('"');
        }
        (_, Some(Logical::Timestamp(_))) => push_text(out, &choices.date_time()),
        (_, Some(Logical::Local(_))) => {
            push_text(out, choices.date_time().trim_end_matches('Z'));
        }
        (Primitive::Bytes, Some(Logical::Decimal { scale })) => money(scale, choices, out),
        (Primitive::Int | Primitive::Long, _) => {
            push(out, format_args!("{}", choices.whole(name)));
        }
        (Primitive::Float | Primitive::Double, _) => {
            push(out, format_args!("{:?}", choices.number(name)));
        }
        (Primitive::Bytes, _) => {
            out.push('"');
            STANDARD.encode_string(choices.bytes(6), out);
            out.push('"');
        }
        (Primitive::String, _) => push_text(out, &choices.text(name)),
    }
}

fn fixed(size: usize, logical: Option<Logical>, choices: &mut Choices, out: &mut String) {
    match logical {
        Some(Logical::Decimal { scale }) => money(scale, choices, out),
        Some(Logical::Uuid) => push_text(out, &choices.uuid()),
        Some(Logical::Duration) => {
            out.push('"');
            push_duration(
                out,
                &[0, 0, 0, 0, choices.below(28) as u8, 0, 0, 0, 0, 0, 0, 0],
            );
            out.push('"');
        }
        _ => {
            out.push('"');
            STANDARD.encode_string(choices.bytes(size), out);
            out.push('"');
        }
    }
}

/// A small decimal: one byte holds it.
fn money(scale: usize, choices: &mut Choices, out: &mut String) {
    out.push('"');
    let digits = [choices.below(100) as u8];
    if decimal::push(out, &digits, scale).is_none() {
        out.push('0');
    }
    out.push('"');
}
