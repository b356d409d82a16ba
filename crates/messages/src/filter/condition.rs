//! Conditions, compiled, and how a record is judged by them.

use std::cmp::Ordering;

use regex::bytes::Regex;

use super::expression::Comparison;
use super::needle::Needle;
use super::value::{Value, json_text};
use super::verdict::Verdict;
use crate::json::{self, Fields, NotJson, Places, Step};
use crate::path::Part;
use crate::record::Record;

/// Conditions on a record.
#[derive(Debug, Clone)]
pub(super) struct Conditions {
    pub(super) root: Node,
    /// The fields of the value that are asked for.
    pub(super) value: Fields,
    /// Those of the key.
    pub(super) key: Fields,
}

#[derive(Debug, Clone)]
pub(super) enum Node {
    All(Vec<Self>),
    Any(Vec<Self>),
    Not(Box<Self>),
    Anywhere(Needle),
    Test(Subject, Test),
}

#[derive(Debug, Clone)]
pub(super) enum Subject {
    /// What the steps lead to from a field.
    Field(Part, usize, Vec<Step>),
    Key,
    Value,
    Header(Box<[u8]>),
    Partition,
    Offset,
    Timestamp,
    Size,
}

#[derive(Debug, Clone)]
pub(super) enum Test {
    Exists,
    Null,
    NotNull,
    Equals(Value),
    Compares(Comparison, Value),
    OneOf(Vec<Value>),
    Contains(Needle),
    Starts(Needle),
    Ends(Needle),
    Matches(Regex),
}

/// A record that is being judged, and what is known of it.
struct Judged<'r, 'a> {
    record: &'r Record<'a>,
    value: Option<Result<Places, NotJson>>,
    key: Option<Result<Places, NotJson>>,
}

impl Conditions {
    #[inline]
    pub(super) fn judge(&self, record: &Record<'_>) -> Verdict {
        let mut judged = Judged {
            record,
            value: None,
            key: None,
        };
        self.verdict(&self.root, &mut judged)
    }

    /// The verdicts are combined as Kleene's logic does: what is unclear counts only where it makes
    /// a difference.
    fn verdict(&self, node: &Node, judged: &mut Judged<'_, '_>) -> Verdict {
        match node {
            Node::All(each) => {
                let mut verdict = Verdict::Match;
                for node in each {
                    match self.verdict(node, judged) {
                        Verdict::No => return Verdict::No,
                        Verdict::Unclear => verdict = Verdict::Unclear,
                        Verdict::Match => {}
                    }
                }
                verdict
            }
            Node::Any(each) => {
                let mut verdict = Verdict::No;
                for node in each {
                    match self.verdict(node, judged) {
                        Verdict::Match => return Verdict::Match,
                        Verdict::Unclear => verdict = Verdict::Unclear,
                        Verdict::No => {}
                    }
                }
                verdict
            }
            Node::Not(node) => self.verdict(node, judged).negated(),
            Node::Anywhere(needle) => needle.is_anywhere(judged.record).into(),
            Node::Test(subject, test) => self.test(subject, test, judged),
        }
    }

    fn test(&self, subject: &Subject, test: &Test, judged: &mut Judged<'_, '_>) -> Verdict {
        let record = judged.record;
        match subject {
            Subject::Field(part, field, steps) => {
                let (json, fields, places) = match part {
                    Part::Value => (record.value, &self.value, &mut judged.value),
                    Part::Key => (record.key, &self.key, &mut judged.key),
                };
                let Some(json) = json else { return Verdict::No };
                match places.get_or_insert_with(|| fields.find(json)) {
                    Err(NotJson) => Verdict::Unclear,
                    Ok(places) => places
                        .get(json, *field)
                        .is_some_and(|json| {
                            json::any(json, steps, &mut |json| test.holds_for_json(json))
                        })
                        .into(),
                }
            }
            Subject::Key => test.holds_for_bytes(record.key).into(),
            Subject::Value => test.holds_for_bytes(record.value).into(),
            Subject::Header(wanted) => record
                .headers
                .clone()
                .any(|(name, value)| name == &**wanted && test.holds_for_header(value))
                .into(),
            Subject::Partition => test.holds_for_integer(record.partition.into()).into(),
            Subject::Offset => test.holds_for_integer(record.offset).into(),
            Subject::Timestamp if record.timestamp < 0 => matches!(test, Test::Null).into(),
            Subject::Timestamp => test.holds_for_integer(record.timestamp).into(),
            Subject::Size => {
                let size = |bytes: Option<&[u8]>| bytes.map_or(0, <[u8]>::len);
                let size = size(record.key) + size(record.value);
                test.holds_for_integer(size as i64).into()
            }
        }
    }
}

impl Test {
    #[inline]
    fn holds_for_json(&self, json: &[u8]) -> bool {
        let null = json == b"null";
        match self {
            Self::Exists => true,
            Self::Null => null,
            Self::NotNull => !null,
            _ if null => false,
            Self::Equals(value) => value.compare_json(json) == Some(Ordering::Equal),
            Self::Compares(comparison, value) => value
                .compare_json(json)
                .is_some_and(|order| comparison.holds(order)),
            Self::OneOf(values) => values
                .iter()
                .any(|value| value.compare_json(json) == Some(Ordering::Equal)),
            Self::Contains(needle) if json.starts_with(b"{") || json.starts_with(b"[") => {
                needle.is_in_json(json)
            }
            Self::Contains(_) | Self::Starts(_) | Self::Ends(_) | Self::Matches(_) => {
                self.holds_for_text(&json_text(json))
            }
        }
    }

    fn holds_for_bytes(&self, bytes: Option<&[u8]>) -> bool {
        match (self, bytes) {
            (Self::Null, _) => bytes.is_none(),
            (Self::Exists | Self::NotNull, _) => bytes.is_some(),
            (_, None) => false,
            (Self::Contains(needle), Some(bytes)) => needle.is_in_json(bytes),
            (_, Some(bytes)) => self.holds_for_text(bytes),
        }
    }

    /// A header is there even if its value is null.
    fn holds_for_header(&self, value: Option<&[u8]>) -> bool {
        matches!(self, Self::Exists) || self.holds_for_bytes(value)
    }

    fn holds_for_text(&self, text: &[u8]) -> bool {
        match self {
            Self::Exists | Self::NotNull => true,
            Self::Null => false,
            Self::Equals(value) => value.compare_text(text) == Some(Ordering::Equal),
            Self::Compares(comparison, value) => value
                .compare_text(text)
                .is_some_and(|order| comparison.holds(order)),
            Self::OneOf(values) => values
                .iter()
                .any(|value| value.compare_text(text) == Some(Ordering::Equal)),
            Self::Contains(needle) => needle.is_in(text),
            Self::Starts(needle) => needle.begins(text),
            Self::Ends(needle) => needle.ends(text),
            Self::Matches(regex) => regex.is_match(text),
        }
    }

    fn holds_for_integer(&self, integer: i64) -> bool {
        match self {
            Self::Exists | Self::NotNull => true,
            Self::Equals(value) => value.compare_integer(integer) == Some(Ordering::Equal),
            Self::Compares(comparison, value) => value
                .compare_integer(integer)
                .is_some_and(|order| comparison.holds(order)),
            Self::OneOf(values) => values
                .iter()
                .any(|value| value.compare_integer(integer) == Some(Ordering::Equal)),
            Self::Null | Self::Contains(_) | Self::Starts(_) | Self::Ends(_) | Self::Matches(_) => {
                false
            }
        }
    }
}

impl Node {
    /// How long it takes to be judged, roughly: the quick ones go first.
    pub(super) fn cost(&self) -> u8 {
        match self {
            Self::All(each) | Self::Any(each) => each.iter().map(Self::cost).max().unwrap_or(0),
            Self::Not(node) => node.cost(),
            Self::Anywhere(_) => 4,
            Self::Test(subject, test) => match subject {
                Subject::Partition | Subject::Offset | Subject::Timestamp | Subject::Size => 0,
                Subject::Key | Subject::Header(_) => 1,
                Subject::Value => match test {
                    Test::Matches(_) => 5,
                    _ => 2,
                },
                Subject::Field(..) => 3,
            },
        }
    }
}
