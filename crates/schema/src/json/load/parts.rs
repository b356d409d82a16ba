//! The parts that a schema's keywords make: everit and json-sKema give one schema for each kind of assertion, and put
//! several into an `allOf` of their own.

use super::super::draft::Draft;
use super::super::model::{Criterion, NUMBER_KEYWORDS, Note, STRING_KEYWORDS, Shape};
use super::super::value::canonical;
use super::combined;
use super::keywords::Keywords;
use crate::json_text::{Kind, Value};

impl<'d> Keywords<'_, 'd> {
    /// What the schema asserts, part by part.
    pub(super) fn parts(&mut self) -> Vec<Shape> {
        let draft = self.loader.draft;
        let mut parts = Vec::new();
        if let Some(reference) = self.reference() {
            parts.push(reference);
            if !draft.is_modern() {
                return parts;
            }
        }
        if let Some(items) = self.array("enum") {
            parts.push(Shape::Enum(
                items.map(|item| canonical(item).into()).collect(),
            ));
        }
        for (keyword, criterion) in [
            ("allOf", Criterion::All),
            ("anyOf", Criterion::Any),
            ("oneOf", Criterion::One),
        ] {
            if let Some(items) = self.array(keyword) {
                let schemas = items.map(|item| self.item(item)).collect();
                parts.push(combined(criterion, schemas));
            }
        }
        if let Some(schema) = self.schema("not") {
            parts.push(Shape::Not(schema));
        }
        if draft != Draft::Four
            && let Some(member) = self.value.member("const")
        {
            parts.push(Shape::Const(canonical(member.value).into()));
        }
        self.typed_parts(&mut parts);
        let conditional: &[&str] = match draft {
            Draft::Four | Draft::Six => &[],
            Draft::Seven => &["if", "then", "else"],
            Draft::Modern => &["if"],
        };
        if self.has_any(conditional) {
            let keywords = ["if", "then", "else"].into_iter();
            let schemas = keywords.filter_map(|keyword| self.schema(keyword));
            parts.push(Shape::Conditional(schemas.collect()));
        }
        if draft.is_modern() {
            self.dynamic_reference();
            let definitions = self.object("$defs").into_iter().flatten();
            definitions.for_each(|member| {
                self.member(member);
            });
        }
        parts
    }

    /// The typed schemas, and untyped ones for the keywords of other types.
    fn typed_parts(&mut self, parts: &mut Vec<Shape>) {
        let mut named: Vec<&str> = Vec::new();
        if let Some(member) = self.value.member("type") {
            match member.value.kind() {
                Kind::String(name) => {
                    named.push(name);
                    parts.extend(self.typed(name, member.value));
                }
                Kind::Array(items) => {
                    let mut alternatives = Vec::new();
                    for item in items {
                        let Some(name) = item.as_str() else {
                            self.report(item, "The name of a type is a string.");
                            continue;
                        };
                        named.push(name);
                        if let Some(shape) = self.typed(name, item) {
                            alternatives.push(self.loader.push(shape, self.place));
                        }
                    }
                    let single = self.loader.draft.is_modern() && alternatives.len() == 1;
                    parts.push(if single {
                        self.loader.nodes[alternatives[0].0 as usize].shape.clone()
                    } else {
                        combined(Criterion::Any, alternatives)
                    });
                }
                _ => self.report(
                    member.value,
                    "`type` is the name of a type, or a list of such names.",
                ),
            }
        }
        let is = |names: &[&str]| named.iter().any(|name| names.contains(name));
        let draft = self.loader.draft;
        let untyped = [
            (is(&["array"]), draft.array_keywords(), "array"),
            (is(&["object"]), draft.object_keywords(), "object"),
            (
                is(&["number", "integer"]),
                NUMBER_KEYWORDS.as_slice(),
                "number",
            ),
            (is(&["string"]), STRING_KEYWORDS.as_slice(), "string"),
        ];
        for (read, keywords, name) in untyped {
            // json-sKema makes nothing of `format`, but to validate.
            let keywords = if draft.is_modern() && name == "string" {
                &keywords[..3]
            } else {
                keywords
            };
            if !read && self.has_any(keywords) {
                parts.extend(self.family(name, false));
            }
        }
    }

    fn typed(&mut self, name: &str, at: Value<'d>) -> Option<Shape> {
        let shape = self.family(name, true);
        if shape.is_none() {
            self.report(at, &format!("There is no type `{name}`."));
        }
        shape
    }

    fn family(&mut self, name: &str, typed: bool) -> Option<Shape> {
        Some(match name {
            "string" => Shape::String(Box::new(self.string_shape(typed))),
            "integer" => Shape::Number(Box::new(self.number_shape(typed, true))),
            "number" => Shape::Number(Box::new(self.number_shape(typed, false))),
            "boolean" => Shape::Boolean,
            "null" => Shape::Null,
            "array" => Shape::Array(Box::new(self.array_shape(typed))),
            "object" => Shape::Object(Box::new(self.object_shape(typed))),
            _ => return None,
        })
    }

    pub(super) fn note(&mut self) -> Option<Box<Note>> {
        let draft = self.loader.draft;
        let note = Note {
            // json-sKema does not keep it.
            id: if draft.is_modern() {
                None
            } else {
                self.text(draft.id_keyword()).map(Into::into)
            },
            title: self.text("title").map(Into::into),
            description: self.text("description").map(Into::into),
            default: self
                .value
                .get("default")
                .map(|value| canonical(value).into()),
            connect_bytes: self.value.get("connect.type").and_then(Value::as_str) == Some("bytes"),
        };
        (note != Note::default()).then(|| Box::new(note))
    }
}
