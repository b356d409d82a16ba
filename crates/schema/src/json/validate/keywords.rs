//! What a schema says of values of any type, of numbers and of strings.

use std::cmp::Ordering;

use super::{At, Failure, Run, format};
use crate::json::draft::Draft;
use crate::json::number::Number;
use crate::json::value::equal_text;
use crate::json_text::{Kind, Value};

type Done = Result<(), Failure>;

impl<'v> Run<'v> {
    pub(super) fn any(&self, at: At<'v>) -> Done {
        if let Some(kinds) = at.schema.get("type") {
            let listed = kinds.as_array().into_iter().flatten();
            let names: Vec<&str> = kinds
                .as_str()
                .into_iter()
                .chain(listed.filter_map(Value::as_str))
                .collect();
            if !names.is_empty() && !names.iter().any(|name| self.is(at.value, name)) {
                let message = format!("It must be of type {}.", names.join(" or "));
                return Err(Failure::new(at.value.span(), message));
            }
        }
        if let Some(mut values) = at.schema.get("enum").and_then(Value::as_array) {
            let own = equal_text(at.value);
            if !values.any(|value| equal_text(value) == own) {
                let message = "It is none of the values that the schema lists.";
                return Err(Failure::new(at.value.span(), message));
            }
        }
        if let Some(value) = at.schema.get("const")
            && self.validator.draft != Draft::Four
            && equal_text(value) != equal_text(at.value)
        {
            let message = "It is not the one value that the schema allows.";
            return Err(Failure::new(at.value.span(), message));
        }
        Ok(())
    }

    fn is(&self, value: Value<'_>, name: &str) -> bool {
        match (name, value.kind()) {
            ("null", Kind::Null)
            | ("boolean", Kind::Bool(_))
            | ("number", Kind::Number(_))
            | ("string", Kind::String(_))
            | ("array", Kind::Array(_))
            | ("object", Kind::Object(_)) => true,
            ("integer", Kind::Number(text)) => {
                // To draft 4 a number with a point is none.
                let written = text.contains(['.', 'e', 'E']);
                if self.validator.draft == Draft::Four {
                    !written
                } else {
                    !written || Number::read(text).is_whole()
                }
            }
            _ => false,
        }
    }

    pub(super) fn number(&self, at: At<'v>, text: &str) -> Done {
        let number = Number::read(text);
        let bound = |keyword| {
            at.schema
                .get(keyword)
                .and_then(Value::as_number)
                .map(Number::read)
        };
        let flag = |keyword| at.schema.get(keyword).and_then(Value::as_bool) == Some(true);
        let four = self.validator.draft == Draft::Four;
        let (over, under) = (Ordering::Greater, Ordering::Less);
        for (keyword, exclusive, wrong) in [
            ("maximum", "exclusiveMaximum", over),
            ("minimum", "exclusiveMinimum", under),
        ] {
            let refuse = |bound: &str| {
                let text = at.schema.get(bound).map_or("", Value::text);
                let message = format!("The schema has `{bound}` {text}.");
                Err(Failure::new(at.value.span(), message))
            };
            if let Some(limit) = bound(keyword) {
                let order = number.compare_exactly(&limit);
                if order == wrong || (four && flag(exclusive) && order == Ordering::Equal) {
                    return refuse(keyword);
                }
            }
            if let Some(limit) = bound(exclusive).filter(|_| !four) {
                let order = number.compare_exactly(&limit);
                if order == wrong || order == Ordering::Equal {
                    return refuse(exclusive);
                }
            }
        }
        if let Some(of) = bound("multipleOf").filter(|of| !of.is_zero())
            && !number.is_multiple_of(&of)
        {
            let of = at.schema.get("multipleOf").map_or("", Value::text);
            let message = format!("It must be a multiple of {of}.");
            return Err(Failure::new(at.value.span(), message));
        }
        Ok(())
    }

    pub(super) fn string(&self, at: At<'v>, text: &str) -> Done {
        let length = || text.chars().count();
        limits(at, ["minLength", "maxLength"], length, "characters")?;
        if let Some(pattern) = at.schema.get("pattern").and_then(Value::as_str)
            && !self.validator.finds(pattern, text)
        {
            let message = format!("It does not match the pattern `{pattern}`.");
            return Err(Failure::new(at.value.span(), message));
        }
        if self.formats
            && let Some(format) = at.schema.get("format").and_then(Value::as_str)
            && !format::holds(format, text)
        {
            let message = format!("It is not of the format `{format}`.");
            return Err(Failure::new(at.value.span(), message));
        }
        Ok(())
    }
}

/// How many of something there may be.
pub(super) fn limits(
    at: At<'_>,
    [least, most]: [&str; 2],
    count: impl FnOnce() -> usize,
    what: &str,
) -> Done {
    let limit = |keyword| {
        at.schema
            .get(keyword)
            .and_then(Value::as_number)
            .map(Number::read)
    };
    let (least, most) = (limit(least), limit(most));
    if least.is_none() && most.is_none() {
        return Ok(());
    }
    let count = count();
    let number = Number::read(&count.to_string());
    let few = least.is_some_and(|least| number.compare_exactly(&least) == Ordering::Less);
    let many = most.is_some_and(|most| number.compare_exactly(&most) == Ordering::Greater);
    if few || many {
        let how = if few { "few" } else { "many" };
        let message = format!("It has {count} {what}, which is too {how}.");
        return Err(Failure::new(at.value.span(), message));
    }
    Ok(())
}
