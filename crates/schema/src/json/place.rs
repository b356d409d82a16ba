//! Where in the texts a difference is.

use super::Schema;
use super::model::NodeId;
use crate::json_text::{self, Value};
use crate::position::Span;

/// Something of a schema that a difference points at.
#[derive(Debug, Clone)]
pub(super) enum Mark {
    /// The schema: by the name that it has in its parent, if it has one.
    Schema(NodeId),
    /// The schema with the name that it has in its parent.
    Member(NodeId),
    /// A value within the schema.
    Value(NodeId, json_text::NodeId),
    /// The first of these keywords that the schema has, or else the schema.
    Keyword(NodeId, &'static [&'static str]),
    /// What a name stands for under the first of these keywords that knows it, or else the keyword, or the schema.
    Entry(NodeId, &'static [&'static str], Box<str>),
}

impl Schema {
    /// The bytes of the schema's own text that a mark points at.
    pub(super) fn span(&self, mark: &Mark) -> Span {
        match mark {
            Mark::Schema(node) => self.label(*node),
            Mark::Member(node) => self.member(*node),
            Mark::Value(node, value) => {
                let place = self.nodes[node.0 as usize].place;
                let document = &self.documents[place.document as usize];
                place.via.unwrap_or_else(|| document.value(*value).span())
            }
            Mark::Keyword(node, keywords) => self.keyword(*node, keywords),
            Mark::Entry(node, keywords, name) => {
                let value = self.value(*node);
                let entry = keywords.iter().find_map(|keyword| {
                    let under = value.get(keyword)?;
                    let named = under
                        .member(name)
                        .map(|member| whole(member.name_span, member.value));
                    let listed = || {
                        let mut items = under.as_array()?;
                        items
                            .find(|item| item.as_str() == Some(name))
                            .map(Value::span)
                    };
                    named.or_else(listed)
                });
                match self.nodes[node.0 as usize].place.via {
                    None => entry.unwrap_or_else(|| self.keyword(*node, keywords)),
                    Some(via) => via,
                }
            }
        }
    }

    fn keyword(&self, node: NodeId, keywords: &[&str]) -> Span {
        let place = self.nodes[node.0 as usize].place;
        let value = self.value(node);
        let member = keywords.iter().find_map(|keyword| value.member(keyword));
        match (place.via, member) {
            (None, Some(member)) => whole(member.name_span, member.value),
            _ => self.label(node),
        }
    }

    fn member(&self, node: NodeId) -> Span {
        let place = self.nodes[node.0 as usize].place;
        match (place.via, place.name) {
            (Some(via), _) => via,
            (None, Some(name)) => whole(name, self.value(node)),
            (None, None) => self.value(node).span(),
        }
    }

    fn label(&self, node: NodeId) -> Span {
        let place = self.nodes[node.0 as usize].place;
        place
            .via
            .or(place.name)
            .unwrap_or_else(|| self.value(node).span())
    }

    fn value(&self, node: NodeId) -> Value<'_> {
        let place = self.nodes[node.0 as usize].place;
        self.documents[place.document as usize].value(place.value)
    }
}

fn whole(name: Span, value: Value<'_>) -> Span {
    Span {
        start: name.start,
        end: value.span().end,
    }
}
