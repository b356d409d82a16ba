//! Conditions, compiled.

use std::cmp::Ordering;

use regex::bytes::{Regex, RegexBuilder};

use super::expression::{self, Comparison, Expression, Literal, TextTest};
use super::instant;
use super::needle::Needle;
use super::problem::Fault;
use super::value::{Value, json_text};
use super::verdict::Verdict;
use crate::json::{self, Fields, NotJson, Places, Step};
use crate::path::{Operand, Part};
use crate::record::Record;

/// Conditions on a record.
#[derive(Debug, Clone)]
pub(super) struct Conditions {
    root: Node,
    value: Fields,
    key: Fields,
}

#[derive(Debug, Clone)]
enum Node {
    All(Vec<Self>),
    Any(Vec<Self>),
    Not(Box<Self>),
    Anywhere(Needle),
    Test(Subject, Test),
}

#[derive(Debug, Clone)]
enum Subject {
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
enum Test {
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

/// The most conditions and texts of a filter.
const MAX_TESTS: usize = 500;

/// The most `matches` of a filter: each takes time to be compiled, and memory.
const MAX_PATTERNS: usize = 32;

/// The most memory that a compiled pattern takes, and so what it may cost for each byte of a record:
/// enough for `\w{3,20}`.
const PATTERN_BYTES: usize = 1 << 20;

struct Compiler {
    match_case: bool,
    value: Fields,
    key: Fields,
    tests: usize,
    patterns: usize,
}

impl Conditions {
    pub(super) fn compile(expression: &Expression, match_case: bool) -> Result<Self, Fault> {
        let mut compiler = Compiler {
            match_case,
            value: Fields::new(),
            key: Fields::new(),
            tests: 0,
            patterns: 0,
        };
        let root = compiler.node(expression)?;
        Ok(Self {
            root,
            value: compiler.value,
            key: compiler.key,
        })
    }

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
    fn cost(&self) -> u8 {
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

impl Compiler {
    fn node(&mut self, expression: &Expression) -> Result<Node, Fault> {
        Ok(match expression {
            Expression::All(each) => Node::All(self.nodes(each)?),
            Expression::Any(each) => Node::Any(self.nodes(each)?),
            Expression::Not(inner) => Node::Not(Box::new(self.node(inner)?)),
            Expression::Anywhere { text, from, to } => {
                self.count(*from, *to)?;
                Node::Anywhere(Needle::new(text, self.match_case))
            }
            Expression::Condition(condition) => {
                self.count(condition.from, condition.to)?;
                self.condition(condition)?
            }
        })
    }

    /// Counts what stands at these bytes.
    fn count(&mut self, from: usize, to: usize) -> Result<(), Fault> {
        self.tests += 1;
        if self.tests > MAX_TESTS {
            return Err(Fault::new(from, to, "Too many conditions").hint(format!(
                "A filter may have {MAX_TESTS}; write .x in (one, two) for many values"
            )));
        }
        Ok(())
    }

    fn nodes(&mut self, each: &[Expression]) -> Result<Vec<Node>, Fault> {
        let mut nodes = each
            .iter()
            .map(|expression| self.node(expression))
            .collect::<Result<Vec<_>, _>>()?;
        nodes.sort_by_key(Node::cost);
        Ok(nodes)
    }

    fn condition(&mut self, condition: &expression::Condition) -> Result<Node, Fault> {
        let place = |message: &str| Fault::new(condition.from, condition.to, message);
        let subject = match &condition.operand {
            Operand::Json(part, steps) => {
                let fields = match part {
                    Part::Value => &mut self.value,
                    Part::Key => &mut self.key,
                };
                let field = fields.add(steps).ok_or_else(|| {
                    place("Too many fields")
                        .hint(format!("A filter may ask for {} fields", json::MAX_FIELDS))
                })?;
                let way = steps.iter().take_while(|step| **step != Step::Each).count();
                Subject::Field(*part, field, steps[way..].to_vec())
            }
            Operand::Key => Subject::Key,
            Operand::Value => Subject::Value,
            Operand::Header(name) => Subject::Header(name.as_bytes().into()),
            Operand::Partition => Subject::Partition,
            Operand::Offset => Subject::Offset,
            Operand::Timestamp => Subject::Timestamp,
            Operand::Size => Subject::Size,
        };
        let value = |literal: &Literal| compared(&condition.operand, literal);
        let test = match &condition.test {
            expression::Test::Exists => Test::Exists,
            expression::Test::Null => Test::Null,
            expression::Test::NotNull => Test::NotNull,
            expression::Test::Equals(literal) => Test::Equals(value(literal)?),
            expression::Test::Compares(_, literal) if literal.is_null() => {
                return Err(Fault::new(
                    literal.from,
                    literal.to,
                    "Nothing is less or more than null",
                ));
            }
            expression::Test::Compares(comparison, literal) => {
                Test::Compares(*comparison, value(literal)?)
            }
            expression::Test::OneOf(literals) => {
                let values = literals
                    .iter()
                    .filter(|literal| !literal.is_null())
                    .map(value)
                    .collect::<Result<Vec<_>, _>>()?;
                let one_of = Node::Test(subject.clone(), Test::OneOf(values));
                return Ok(if literals.iter().any(Literal::is_null) {
                    Node::Any(vec![one_of, Node::Test(subject, Test::Null)])
                } else {
                    one_of
                });
            }
            expression::Test::Text(_, literal) | expression::Test::Matches(literal)
                if condition.operand.is_number() =>
            {
                return Err(
                    Fault::new(literal.from, literal.to, "This is a number, not text")
                        .hint("Compare it with =, !=, <, <=, >, >= or in (…)"),
                );
            }
            expression::Test::Text(test, literal) => {
                if literal.text.is_empty() {
                    let message = "There is nothing to look for";
                    return Err(Fault::new(literal.from, literal.to, message));
                }
                let needle = Needle::new(&literal.text, self.match_case);
                match test {
                    TextTest::Contains => Test::Contains(needle),
                    TextTest::Starts => Test::Starts(needle),
                    TextTest::Ends => Test::Ends(needle),
                }
            }
            expression::Test::Matches(literal) => Test::Matches(self.pattern(literal)?),
        };
        Ok(Node::Test(subject, test))
    }

    fn pattern(&mut self, literal: &Literal) -> Result<Regex, Fault> {
        let place = |message: &str| Fault::new(literal.from, literal.to, message);
        self.patterns += 1;
        if self.patterns > MAX_PATTERNS {
            return Err(place("Too many patterns")
                .hint(format!("A filter may have {MAX_PATTERNS} of them")));
        }
        RegexBuilder::new(&literal.text)
            .case_insensitive(!self.match_case)
            .size_limit(PATTERN_BYTES)
            .dfa_size_limit(PATTERN_BYTES)
            .build()
            .map_err(|error| match error {
                regex::Error::CompiledTooBig(_) => place("The pattern is too large")
                    .hint("Repeat less, or write [0-9] and [a-z] for \\d and \\w"),
                error => {
                    let message = error.to_string();
                    let reason = message.rsplit("error: ").next().unwrap_or_default();
                    place("This is no regular expression").hint(sentence(reason))
                }
            })
    }
}

/// What an operand is compared with.
fn compared(operand: &Operand, literal: &Literal) -> Result<Value, Fault> {
    let place = |message: &str| Fault::new(literal.from, literal.to, message);
    if *operand == Operand::Timestamp {
        let ms = instant::parse(&literal.text).ok_or_else(|| {
            place("This is no time").hint("Write 2026-08-27T14:02:11Z, less of it, or milliseconds")
        })?;
        return Ok(Value::of_integer(ms));
    }
    let value = Value::new(literal);
    if operand.is_number() && !value.is_number() {
        return Err(place("This is compared with numbers"));
    }
    Ok(value)
}

fn sentence(text: &str) -> String {
    let mut chars = text.trim().chars();
    chars
        .next()
        .map(|first| first.to_uppercase().chain(chars).collect())
        .unwrap_or_default()
}
