//! Conditions made ready for judging, and what can't be asked.

use regex::bytes::{Regex, RegexBuilder};

use super::condition::{Conditions, Node, Subject, Test};
use super::expression::{self, Expression, Literal, TextTest};
use super::instant;
use super::needle::Needle;
use super::problem::Fault;
use super::value::Value;
use crate::json::{self, Fields, Step};
use crate::path::{Operand, Part};

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

/// Compiles conditions. `match_case` is for where text is looked for.
pub(super) fn compile(expression: &Expression, match_case: bool) -> Result<Conditions, Fault> {
    let mut compiler = Compiler {
        match_case,
        value: Fields::new(),
        key: Fields::new(),
        tests: 0,
        patterns: 0,
    };
    let root = compiler.node(expression)?;
    Ok(Conditions {
        root,
        value: compiler.value,
        key: compiler.key,
    })
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
