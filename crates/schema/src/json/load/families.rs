use super::super::draft::Draft;
use super::super::java_hash::string_hash;
use super::super::model::{ArrayShape, Beyond, NumberShape, ObjectShape, Property, StringShape};
use super::super::number::Number;
use super::super::pattern::{Pattern, is_readable};
use super::keywords::Keywords;
use crate::json_text::{Kind, Value};
use crate::options::Strictness;
use std::collections::{BTreeSet, HashMap};

impl<'d> Keywords<'_, 'd> {
    pub(super) fn string_shape(&mut self, typed: bool) -> StringShape {
        let pattern = self.text("pattern");
        if let (Some(pattern), Some(at)) = (pattern, self.value.get("pattern")) {
            self.check_pattern(pattern, at);
        }
        let format = self.text("format");
        StringShape {
            typed,
            min_length: self.count("minLength"),
            max_length: self.count("maxLength"),
            pattern: pattern.map(Into::into),
            format: format
                .filter(|_| !self.loader.draft.is_modern())
                .map(Into::into),
        }
    }

    pub(super) fn number_shape(&mut self, typed: bool, integer: bool) -> NumberShape {
        let multiple_of = self.number("multipleOf");
        if !self.loader.draft.is_modern()
            && multiple_of.as_ref().is_some_and(Number::is_zero)
            && let Some(at) = self.value.get("multipleOf")
        {
            self.report(at, "Nothing is a multiple of zero.");
        }
        let (exclusive_minimum, exclusive_maximum, exclusive_flags) =
            if self.loader.draft == Draft::Four {
                let flags = ["exclusiveMinimum", "exclusiveMaximum"]
                    .map(|keyword| self.flag(keyword).unwrap_or(false));
                (None, None, flags.into())
            } else {
                (
                    self.number("exclusiveMinimum"),
                    self.number("exclusiveMaximum"),
                    (false, false),
                )
            };
        NumberShape {
            typed,
            integer,
            minimum: self.number("minimum"),
            maximum: self.number("maximum"),
            exclusive_minimum,
            exclusive_maximum,
            multiple_of,
            exclusive_flags,
        }
    }

    pub(super) fn array_shape(&mut self, typed: bool) -> ArrayShape {
        let modern = self.loader.draft.is_modern();
        let mut array = ArrayShape {
            typed,
            all: None,
            tuple: Vec::new(),
            additional: Beyond::ANY,
            unevaluated: Beyond::ANY,
            contains: None,
            min_contains: None,
            max_contains: None,
            min_items: self.count("minItems"),
            max_items: self.count("maxItems"),
            unique: self.flag("uniqueItems").unwrap_or(false),
        };
        if modern {
            if let Some(items) = self.array("prefixItems") {
                array.tuple = items.map(|item| self.item(item)).collect();
            }
            match self.value.member("items") {
                Some(items) if array.tuple.is_empty() && items.value.as_bool().is_none() => {
                    array.all = Some(self.member(items));
                }
                Some(_) => array.additional = self.beyond("items"),
                None => {}
            }
            array.unevaluated = self.unevaluated("unevaluatedItems");
        } else {
            array.additional = self.beyond("additionalItems");
            match self.value.member("items") {
                None => {}
                Some(items) => match items.value.kind() {
                    Kind::Array(items) => array.tuple = items.map(|item| self.item(item)).collect(),
                    _ => array.all = Some(self.member(items)),
                },
            }
            if array.all.is_some() && !array.additional.permitted {
                array.additional = Beyond::ANY;
            }
        }
        if self.loader.draft != Draft::Four {
            array.contains = self.schema("contains");
        }
        if modern && array.contains.is_some() {
            array.min_contains = self
                .number("minContains")
                .or_else(|| Some(Number::read("1")));
            array.max_contains = self.number("maxContains");
        }
        array
    }

    pub(super) fn object_shape(&mut self, typed: bool) -> ObjectShape {
        let draft = self.loader.draft;
        let mut properties: Vec<Property> = Vec::new();
        let mut by_name: HashMap<Box<str>, u32> = HashMap::new();
        for member in self.object("properties").into_iter().flatten() {
            // A property that has the name of the keyword may hold the keyword's string.
            if !draft.is_modern()
                && member.name == draft.id_keyword()
                && member.value.as_object().is_none()
            {
                continue;
            }
            by_name.insert(member.name.into(), properties.len() as u32);
            properties.push(Property {
                name: member.name.into(),
                name_hash: string_hash(member.name),
                schema: self.member(member),
                required: None,
            });
        }
        let mut patterns = Vec::new();
        for member in self.object("patternProperties").into_iter().flatten() {
            self.check_pattern(member.name, member.value);
            patterns.push((Pattern::new(member.name), self.member(member)));
        }
        let mut required = BTreeSet::new();
        for item in self.array("required").into_iter().flatten() {
            if let Some(name) = self.listed("required", item) {
                required.insert(name.into());
                if let Some(at) = by_name.get(name) {
                    properties[*at as usize].required = Some(item.id());
                }
            }
        }
        let mut object = ObjectShape {
            typed,
            properties,
            by_name,
            required,
            patterns,
            additional: self.beyond("additionalProperties"),
            unevaluated: Beyond::ANY,
            dependent_required: Vec::new(),
            dependent_schemas: Vec::new(),
            property_names: None,
            min_properties: self.count("minProperties"),
            max_properties: self.count("maxProperties"),
        };
        if draft != Draft::Four {
            object.property_names = self.schema("propertyNames");
        }
        if draft.is_modern() {
            object.unevaluated = self.unevaluated("unevaluatedProperties");
        }
        self.dependencies(&mut object);
        object
    }

    fn dependencies(&mut self, object: &mut ObjectShape) {
        let keywords: &[&str] = if self.loader.draft.is_modern() {
            &["dependentRequired", "dependentSchemas"]
        } else {
            &["dependencies"]
        };
        for keyword in keywords {
            for member in self.object(keyword).into_iter().flatten() {
                match member.value.as_array() {
                    Some(items) if *keyword != "dependentSchemas" => {
                        let names: BTreeSet<Box<str>> = items
                            .filter_map(|item| self.listed(keyword, item))
                            .map(Into::into)
                            .collect();
                        if !names.is_empty() {
                            object.dependent_required.push((member.name.into(), names));
                        }
                    }
                    None if *keyword == "dependentRequired" => {
                        self.report(
                            member.value,
                            "`dependentRequired` must hold lists of strings.",
                        );
                    }
                    _ => {
                        let schema = self.member(member);
                        object.dependent_schemas.push((member.name.into(), schema));
                    }
                }
            }
        }
    }

    fn beyond(&mut self, keyword: &str) -> Beyond {
        match self.value.get(keyword).map(Value::kind) {
            None => Beyond::ANY,
            Some(Kind::Bool(permitted)) => Beyond {
                permitted,
                schema: None,
            },
            Some(_) => Beyond {
                permitted: true,
                schema: self.schema(keyword),
            },
        }
    }

    /// Like [`Self::beyond`], but `true` is a schema as any other.
    fn unevaluated(&mut self, keyword: &str) -> Beyond {
        match self.value.get(keyword).map(Value::kind) {
            None => Beyond::ANY,
            Some(Kind::Bool(false)) => Beyond {
                permitted: false,
                schema: None,
            },
            Some(_) => Beyond {
                permitted: true,
                schema: self.schema(keyword),
            },
        }
    }

    fn check_pattern(&mut self, pattern: &str, at: Value<'d>) {
        if self.loader.strictness == Strictness::Strict && !is_readable(pattern) {
            self.report(at, &format!("`{pattern}` is not a regular expression."));
        }
    }
}
