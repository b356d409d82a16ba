//! A believable value that a schema allows.

use super::Validator;
use crate::believable::Choices;
use crate::codec::{push, push_text};
use crate::json::number::Number;
use crate::json_text::{Document, NodeId, Value};

/// How deep values are nested.
const DEEP: usize = 5;

/// How often another one is tried where one is not allowed.
const TRIES: usize = 30;

impl Validator {
    /// A value as JSON text; `None` where none was found that is allowed.
    pub(in crate::json) fn sample(&self, choices: &mut Choices) -> Option<String> {
        // What is of its format too, if that can be found.
        [true, false].into_iter().find_map(|formats| {
            (0..TRIES).find_map(|_| {
                let mut out = String::new();
                self.push(0, self.documents[0].root().id(), "", 0, choices, &mut out);
                let document = Document::read(&out, crate::json_text::Dialect::default()).ok()?;
                self.validate(document.root(), formats).ok()?;
                Some(out)
            })
        })
    }

    fn push(
        &self,
        document: u32,
        node: NodeId,
        name: &str,
        depth: usize,
        choices: &mut Choices,
        out: &mut String,
    ) {
        let schema = self.documents[document as usize].value(node);
        let list = |keyword: &str| -> Vec<Value<'_>> {
            let items = schema.get(keyword).and_then(Value::as_array);
            items.into_iter().flatten().collect()
        };
        if depth <= 2 * DEEP
            && let Some((document, node)) = self.references.get(&(document, node))
        {
            return self.push(*document, *node, name, depth + 1, choices, out);
        }
        if let Some(value) = schema.get("const") {
            return out.push_str(value.text());
        }
        if let Some(value) = choices.pick(&list("enum")) {
            return out.push_str(value.text());
        }
        let kinds: Vec<&str> = match schema.get("type") {
            Some(kind) => {
                let listed = kind
                    .as_array()
                    .into_iter()
                    .flatten()
                    .filter_map(Value::as_str);
                kind.as_str().into_iter().chain(listed).collect()
            }
            None => Vec::new(),
        };
        if kinds.is_empty() && schema.get("properties").is_none() {
            for keyword in ["anyOf", "oneOf", "allOf"] {
                if let Some(part) = choices.pick(&list(keyword)) {
                    return self.push(document, part.id(), name, depth + 1, choices, out);
                }
            }
        }
        let kinds: Vec<&str> = if kinds.len() > 1 {
            kinds.into_iter().filter(|kind| *kind != "null").collect()
        } else {
            kinds
        };
        let implied = if schema.get("items").is_some() {
            "array"
        } else {
            "object"
        };
        let any = ["properties", "required", "items"];
        let kind = match choices.pick(&kinds) {
            Some(kind) => kind,
            None if any.iter().any(|keyword| schema.get(keyword).is_some()) => implied,
            None => "string",
        };
        match kind {
            "null" => out.push_str("null"),
            "boolean" => out.push_str(["false", "true"][choices.below(2) as usize]),
            "integer" | "number" => push_number(schema, kind, name, choices, out),
            "string" => push_string(self, schema, name, choices, out),
            "array" => {
                let least = schema
                    .get("minItems")
                    .and_then(|least| least.text().parse().ok());
                let count = least.unwrap_or(u64::from(depth < DEEP)).min(20);
                out.push('[');
                for at in 0..count {
                    if at > 0 {
                        out.push(',');
                    }
                    match schema
                        .get("items")
                        .filter(|items| items.as_array().is_none())
                    {
                        Some(items) => {
                            self.push(document, items.id(), name, depth + 1, choices, out);
                        }
                        None => push_text(out, &choices.text(name)),
                    }
                }
                out.push(']');
            }
            _ => self.push_object((document, schema), depth, choices, out),
        }
    }

    fn push_object(
        &self,
        (document, schema): (u32, Value<'_>),
        depth: usize,
        choices: &mut Choices,
        out: &mut String,
    ) {
        let required: Vec<&str> = schema
            .get("required")
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
            .filter_map(Value::as_str)
            .collect();
        let properties = schema.get("properties").and_then(Value::as_object);
        let mut written = Vec::new();
        out.push('{');
        for member in properties.into_iter().flatten() {
            if member.value.as_bool() == Some(false)
                || (depth >= DEEP && !required.contains(&member.name))
            {
                continue;
            }
            if !written.is_empty() {
                out.push(',');
            }
            written.push(member.name);
            push_text(out, member.name);
            out.push(':');
            let node = member.value.id();
            self.push(document, node, member.name, depth + 1, choices, out);
        }
        for name in required {
            if !written.contains(&name) {
                if !written.is_empty() {
                    out.push(',');
                }
                written.push(name);
                push_text(out, name);
                out.push(':');
                push_text(out, &choices.text(name));
            }
        }
        out.push('}');
    }
}

fn push_number(schema: Value<'_>, kind: &str, name: &str, choices: &mut Choices, out: &mut String) {
    let bound = |keyword: &str| schema.get(keyword)?.as_number()?.parse::<f64>().ok();
    let least = bound("minimum").or_else(|| bound("exclusiveMinimum").map(|least| least + 1.0));
    let most = bound("maximum").or_else(|| bound("exclusiveMaximum").map(|most| most - 1.0));
    let of = bound("multipleOf").filter(|of| *of > 0.0);
    let own = if kind == "integer" {
        choices.whole(name) as f64
    } else {
        choices.number(name)
    };
    let mut number = match (least, most) {
        (Some(least), Some(most)) => least + (most - least).max(0.0) * (own % 1.0_f64).abs(),
        (Some(least), None) => least.max(own),
        (None, Some(most)) => most.min(own),
        (None, None) => own,
    };
    if let Some(of) = of {
        number = (number / of).ceil() * of;
    }
    let whole = kind == "integer" || Number::read(&number.to_string()).is_whole();
    if whole {
        push(out, format_args!("{}", number.ceil() as i64));
    } else {
        push(out, format_args!("{number:?}"));
    }
}

fn push_string(
    validator: &Validator,
    schema: Value<'_>,
    name: &str,
    choices: &mut Choices,
    out: &mut String,
) {
    let mut text = match schema.get("format").and_then(Value::as_str) {
        Some("date-time") => choices.date_time(),
        Some("date") => choices.date(),
        Some("time") => "10:20:30Z".to_owned(),
        Some("email" | "idn-email") => choices.text("email"),
        Some("uri" | "url" | "iri" | "uri-reference") => choices.text("url"),
        Some("uuid") => choices.uuid(),
        Some("ipv4") => format!("192.0.2.{}", choices.below(255)),
        Some("ipv6") => "2001:db8::1".to_owned(),
        Some("hostname") => "www.example.com".to_owned(),
        Some("duration") => "P1D".to_owned(),
        _ => choices.text(name),
    };
    let limit = |keyword: &str| schema.get(keyword)?.text().parse::<usize>().ok();
    if let Some(pattern) = schema.get("pattern").and_then(Value::as_str) {
        let tries = [
            text.clone(),
            choices.below(1_000_000).to_string(),
            choices.text("currency"),
            choices.uuid(),
            "a".to_owned(),
            pattern.trim_matches(['^', '$']).to_owned(),
        ];
        text = tries
            .into_iter()
            .find(|one| validator.finds(pattern, one))
            .unwrap_or(text);
    }
    if let Some(most) = limit("maxLength") {
        text = text.chars().take(most).collect();
    }
    while limit("minLength").is_some_and(|least| text.chars().count() < least.min(10_000)) {
        text.push('x');
    }
    push_text(out, &text);
}
