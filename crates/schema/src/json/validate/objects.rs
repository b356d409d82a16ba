//! What a schema says of objects and lists.

use std::collections::HashSet;

use super::keywords::limits;
use super::{At, Checked, Failure, Run, Seen};
use crate::json::draft::Draft;
use crate::json::value::equal_text;
use crate::json_text::Value;

impl<'v> Run<'v> {
    pub(super) fn members(&self, at: At<'v>) -> Checked {
        let mut seen = Seen::default();
        let count = || at.value.as_object().map_or(0, |members| members.len());
        limits(at, ["minProperties", "maxProperties"], count, "members")?;
        let required = at.schema.get("required").and_then(Value::as_array);
        for name in required.into_iter().flatten().filter_map(Value::as_str) {
            has(at, name)?;
        }
        let properties = at.schema.get("properties");
        let patterns = at.schema.get("patternProperties");
        let rest = at.schema.get("additionalProperties");
        let names = at
            .schema
            .get("propertyNames")
            .filter(|_| self.validator.draft != Draft::Four);
        for member in at.value.as_object().into_iter().flatten() {
            let below = |schema| At {
                schema,
                value: member.value,
                ..at
            };
            let check = |schema| {
                let checked = self.check(below(schema));
                checked.map_err(|failure| failure.within(member.name))
            };
            let mut known = false;
            if let Some(schema) = properties.and_then(|all| all.get(member.name)) {
                known = true;
                check(schema)?;
            }
            let patterns = patterns.and_then(Value::as_object).into_iter().flatten();
            for pattern in patterns {
                if self.validator.finds(pattern.name, member.name) {
                    known = true;
                    check(pattern.value)?;
                }
            }
            if !known && let Some(schema) = rest {
                known = true;
                if schema.as_bool() == Some(false) {
                    let message = "The schema allows no further members.";
                    return Err(Failure::new(member.name_span, message).within(member.name));
                }
                check(schema)?;
            }
            if known {
                seen.member(member.name);
            }
            if let Some(schema) = names {
                self.name(at, schema, member.name).map_err(|mut failure| {
                    failure.0.at = member.name_span;
                    failure.within(member.name)
                })?;
            }
        }
        seen.add(self.dependencies(at)?);
        Ok(seen)
    }

    /// A name as a value by itself.
    fn name(&self, at: At<'v>, schema: Value<'v>, name: &str) -> Result<(), Failure> {
        let mut text = String::new();
        crate::json_text::push_string(&mut text, name);
        let document =
            crate::json_text::Document::read(&text, crate::json_text::Dialect::default());
        let Ok(document) = document else {
            return Ok(());
        };
        let inner = Run {
            validator: self.validator,
            formats: self.formats,
            scope: self.scope.clone(),
            depth: self.depth.clone(),
            looked: self.looked.clone(),
        };
        let checked = inner.check(At {
            document: at.document,
            schema,
            value: document.root(),
        });
        self.looked.set(inner.looked.get());
        checked.map(|_| ())
    }

    fn dependencies(&self, at: At<'v>) -> Checked {
        let mut seen = Seen::default();
        let keywords: &[&str] = if self.validator.draft.is_modern() {
            &["dependentRequired", "dependentSchemas"]
        } else {
            &["dependencies"]
        };
        for keyword in keywords {
            let members = at.schema.get(keyword).and_then(Value::as_object);
            for member in members.into_iter().flatten() {
                if at.value.get(member.name).is_none() {
                    continue;
                }
                match member.value.as_array() {
                    Some(names) => {
                        for name in names.filter_map(Value::as_str) {
                            has(at, name)?;
                        }
                    }
                    None => seen.add(self.check(At {
                        schema: member.value,
                        ..at
                    })?),
                }
            }
        }
        Ok(seen)
    }

    pub(super) fn array(&self, at: At<'v>, items: Vec<Value<'v>>) -> Checked {
        let mut seen = Seen::default();
        limits(at, ["minItems", "maxItems"], || items.len(), "items")?;
        if at.schema.get("uniqueItems").and_then(Value::as_bool) == Some(true) {
            let mut texts = HashSet::new();
            for item in &items {
                if !texts.insert(equal_text(*item)) {
                    let message = "It is there already, and items must differ.";
                    return Err(Failure::new(item.span(), message));
                }
            }
        }
        let modern = self.validator.draft.is_modern();
        let listed = if modern { "prefixItems" } else { "items" };
        let own = at.schema.get("items");
        let tuple = at.schema.get(listed).and_then(Value::as_array);
        // 2019-09 writes it as the drafts before.
        let tuple = tuple.or_else(|| own.and_then(Value::as_array));
        let tuple: Option<Vec<Value<'v>>> = tuple.map(Iterator::collect);
        let further = match &tuple {
            Some(_) if own.is_some_and(|own| own.as_array().is_none()) => own,
            Some(_) => at.schema.get("additionalItems"),
            None => own,
        };
        for (place, item) in items.iter().enumerate() {
            let schema = tuple.as_ref().and_then(|tuple| tuple.get(place)).copied();
            if let Some(schema) = schema.or(further) {
                seen.item(place);
                let below = At {
                    schema,
                    value: *item,
                    ..at
                };
                self.check(below)
                    .map_err(|failure| failure.within(&place.to_string()))?;
            }
        }
        self.contains(at, &items, &mut seen)?;
        Ok(seen)
    }

    fn contains(&self, at: At<'v>, items: &[Value<'v>], seen: &mut Seen) -> Result<(), Failure> {
        let Some(schema) = at.schema.get("contains") else {
            return Ok(());
        };
        if self.validator.draft == Draft::Four {
            return Ok(());
        }
        let mut found = 0;
        for (place, item) in items.iter().enumerate() {
            let below = At {
                schema,
                value: *item,
                ..at
            };
            match self.check(below) {
                Ok(_) => {
                    found += 1;
                    seen.item(place);
                }
                Err(failure) if failure.is_fatal() => return Err(failure),
                Err(_) => {}
            }
        }
        let modern = self.validator.draft.is_modern();
        let least = modern && at.schema.get("minContains").is_some();
        if found == 0 && !least {
            let message = "None of its items is what `contains` asks for.";
            return Err(Failure::new(at.value.span(), message));
        }
        if modern {
            let keywords = ["minContains", "maxContains"];
            limits(at, keywords, || found, "items that `contains` asks for")?;
        }
        Ok(())
    }

    pub(super) fn unevaluated(&self, at: At<'v>, seen: &mut Seen) -> Result<(), Failure> {
        if let Some(schema) = at.schema.get("unevaluatedProperties") {
            for member in at.value.as_object().into_iter().flatten() {
                if seen.member(member.name) {
                    let below = At {
                        schema,
                        value: member.value,
                        ..at
                    };
                    self.check(below)
                        .map_err(|failure| failure.within(member.name))?;
                }
            }
        }
        if let Some(schema) = at.schema.get("unevaluatedItems") {
            for (place, item) in at.value.as_array().into_iter().flatten().enumerate() {
                if seen.item(place) {
                    let below = At {
                        schema,
                        value: item,
                        ..at
                    };
                    self.check(below)
                        .map_err(|failure| failure.within(&place.to_string()))?;
                }
            }
        }
        Ok(())
    }
}

fn has(at: At<'_>, name: &str) -> Result<(), Failure> {
    if at.value.get(name).is_some() {
        return Ok(());
    }
    let message = "It is missing, and the schema requires it.";
    Err(Failure::new(at.value.span(), message).within(name))
}
