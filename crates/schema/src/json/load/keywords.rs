use super::super::model::{NodeId, Place};
use super::super::number::Number;
use super::{Loader, place_of};
use crate::json_text::{Items, Kind, Member, Members, Value};
use std::rc::Rc;

/// The keywords of one schema, read as the type that each must have; what has another is reported.
pub(super) struct Keywords<'l, 'd> {
    pub(super) loader: &'l mut Loader<'d>,
    pub(super) value: Value<'d>,
    pub(super) place: Place,
    pub(super) base: Rc<str>,
}

impl<'d> Keywords<'_, 'd> {
    pub(super) fn report(&mut self, at: Value<'d>, message: &str) {
        self.loader
            .report(self.place, at.span(), message.to_owned());
    }

    pub(super) fn has_any(&self, keywords: &[&str]) -> bool {
        self.value
            .as_object()
            .is_some_and(|mut members| members.any(|member| keywords.contains(&member.name)))
    }

    pub(super) fn array(&mut self, keyword: &str) -> Option<Items<'d>> {
        let value = self.value.get(keyword)?;
        self.expect(value.as_array(), value, keyword, "a list")
    }

    pub(super) fn object(&mut self, keyword: &str) -> Option<Members<'d>> {
        let value = self.value.get(keyword)?;
        self.expect(value.as_object(), value, keyword, "an object")
    }

    pub(super) fn text(&mut self, keyword: &str) -> Option<&'d str> {
        let value = self.value.get(keyword)?;
        self.expect(value.as_str(), value, keyword, "a string")
    }

    pub(super) fn flag(&mut self, keyword: &str) -> Option<bool> {
        let value = self.value.get(keyword)?;
        self.expect(value.as_bool(), value, keyword, "true or false")
    }

    pub(super) fn number(&mut self, keyword: &str) -> Option<Number> {
        let value = self.value.get(keyword)?;
        let number = value.as_number().map(Number::read);
        self.expect(number, value, keyword, "a number")
    }

    /// A length or a count. everit takes 32-bit integers only; json-sKema cuts any number to one.
    pub(super) fn count(&mut self, keyword: &str) -> Option<i64> {
        let value = self.value.get(keyword)?;
        let text = value.as_number();
        let count = if self.loader.draft.is_modern() {
            text.and_then(|text| text.parse::<f64>().ok())
                .map(|number| i64::from(number as i32))
        } else {
            text.and_then(|text| text.parse::<i32>().ok())
                .map(i64::from)
        };
        self.expect(count, value, keyword, "a whole number")
    }

    /// The schema under a keyword, to be read later.
    pub(super) fn schema(&mut self, keyword: &str) -> Option<NodeId> {
        let member = self.value.member(keyword)?;
        Some(self.member(member))
    }

    pub(super) fn member(&mut self, member: Member<'d>) -> NodeId {
        let place = place_of(self.place.document, member, self.place.via);
        self.loader.enqueue(place, &self.base)
    }

    pub(super) fn item(&mut self, item: Value<'d>) -> NodeId {
        let place = Place {
            value: item.id(),
            name: None,
            ..self.place
        };
        self.loader.enqueue(place, &self.base)
    }

    /// An item of a list of strings.
    pub(super) fn listed(&mut self, keyword: &str, item: Value<'d>) -> Option<&'d str> {
        self.expect(item.as_str(), item, keyword, "a list of strings")
    }

    fn expect<T>(
        &mut self,
        found: Option<T>,
        value: Value<'d>,
        keyword: &str,
        expected: &str,
    ) -> Option<T> {
        if found.is_none() {
            let is = match value.kind() {
                Kind::Null => "null",
                Kind::Bool(_) => "a truth value",
                Kind::Number(text) => text,
                Kind::String(_) => "a string",
                Kind::Array(_) => "a list",
                Kind::Object(_) => "an object",
            };
            self.report(
                value,
                &format!("`{keyword}` must be {expected}, and is {is}."),
            );
        }
        found
    }
}
