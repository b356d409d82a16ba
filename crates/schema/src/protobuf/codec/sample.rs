//! A believable message.

use std::collections::BTreeMap;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::Codec;
use super::model::{Field, Kind, Message, Shape};
use super::scalar::Scalar;
use super::well_known::WellKnown;
use crate::believable::Choices;
use crate::codec::{push, push_text};

/// How deep messages are nested.
const DEEP: usize = 3;

impl Codec {
    /// A message as JSON text in the plain style; `None` where one would have to be without end.
    pub(crate) fn sample(&self, choices: &mut Choices) -> Option<String> {
        let mut out = String::new();
        self.push(self.root, "", 0, choices, &mut out)?;
        Some(out)
    }

    fn push(
        &self,
        at: usize,
        name: &str,
        depth: usize,
        choices: &mut Choices,
        out: &mut String,
    ) -> Option<()> {
        let message = &self.model.messages[at];
        if let Some(known) = message.well_known {
            push_known(known, message, name, choices, out);
            return Some(());
        }
        out.push('{');
        // Of each oneof one field.
        let mut chosen: BTreeMap<usize, Vec<i32>> = BTreeMap::new();
        for field in &message.fields {
            if let Some(oneof) = field.oneof {
                chosen.entry(oneof).or_default().push(field.number);
            }
        }
        for members in chosen.values_mut() {
            let one = choices.pick(members).copied();
            *members = one.into_iter().collect();
        }
        let mut first = true;
        for field in &message.fields {
            let inner = matches!(field.kind, Kind::Message(_) | Kind::Group(_));
            if field
                .oneof
                .is_some_and(|oneof| !chosen[&oneof].contains(&field.number))
            {
                continue;
            }
            if inner && depth >= DEEP {
                if field.required {
                    return None;
                }
                continue;
            }
            if !std::mem::take(&mut first) {
                out.push(',');
            }
            out.push_str(&field.labels[0]);
            self.field(field, depth, choices, out)?;
        }
        out.push('}');
        Some(())
    }

    fn field(
        &self,
        field: &Field,
        depth: usize,
        choices: &mut Choices,
        out: &mut String,
    ) -> Option<()> {
        match field.shape {
            Shape::Implicit | Shape::Explicit => self.value(field, depth, choices, out),
            Shape::Repeated => {
                out.push('[');
                self.value(field, depth, choices, out)?;
                if choices.below(2) == 1 {
                    out.push(',');
                    self.value(field, depth, choices, out)?;
                }
                out.push(']');
                Some(())
            }
            Shape::Map(key) => {
                let key = match key {
                    Scalar::String => choices.text("key"),
                    Scalar::Bool => "true".to_owned(),
                    _ => choices.below(100).to_string(),
                };
                out.push('{');
                push_text(out, &key);
                out.push(':');
                self.value(field, depth, choices, out)?;
                out.push('}');
                Some(())
            }
        }
    }

    fn value(
        &self,
        field: &Field,
        depth: usize,
        choices: &mut Choices,
        out: &mut String,
    ) -> Option<()> {
        match field.kind {
            Kind::Message(at) | Kind::Group(at) => {
                return self.push(at, &field.name, depth + 1, choices, out);
            }
            Kind::Enum(at) => {
                let made = &self.model.enums[at];
                let mut names: Vec<&String> = made.numbers.keys().collect();
                names.sort_by_key(|name| (made.numbers[*name], *name));
                match choices.pick(&names) {
                    Some(name) if !made.null => push_text(out, name),
                    _ => out.push_str("null"),
                }
            }
            Kind::Scalar(scalar) => push_scalar(scalar, &field.name, choices, out),
        }
        Some(())
    }
}

fn push_known(
    known: WellKnown,
    message: &Message,
    name: &str,
    choices: &mut Choices,
    out: &mut String,
) {
    match known {
        WellKnown::Any | WellKnown::Struct => out.push_str("{}"),
        WellKnown::ListValue => out.push_str("[]"),
        WellKnown::Timestamp => push_text(out, &choices.date_time()),
        WellKnown::Duration => push(out, format_args!("\"{}s\"", choices.below(600))),
        WellKnown::FieldMask => out.push_str("\"\""),
        WellKnown::Value => push_text(out, &choices.text(name)),
        WellKnown::Wrapper => match message.fields[0].kind {
            Kind::Scalar(scalar) => push_scalar(scalar, name, choices, out),
            Kind::Enum(_) | Kind::Message(_) | Kind::Group(_) => out.push_str("null"),
        },
    }
}

fn push_scalar(scalar: Scalar, name: &str, choices: &mut Choices, out: &mut String) {
    match scalar {
        Scalar::Double | Scalar::Float => push(out, format_args!("{:?}", choices.number(name))),
        Scalar::Bool => out.push_str(["false", "true"][choices.below(2) as usize]),
        Scalar::String => push_text(out, &choices.text(name)),
        Scalar::Bytes => {
            out.push('"');
            STANDARD.encode_string(choices.bytes(6), out);
            out.push('"');
        }
        Scalar::Int64 | Scalar::Uint64 if name.contains("time") || name.ends_with("_at") => {
            push(out, format_args!("{}000", choices.moment()));
        }
        _ => push(out, format_args!("{}", choices.whole(name))),
    }
}
