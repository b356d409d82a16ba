//! The language of conditions, read into a tree.

use super::cursor::{Cursor, Operator, is_reserved};
use super::expression::{Condition, Expression, Literal, Test, TextTest};
use super::problem::Fault;
use crate::path::Operand;

/// What may stand at a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Expected {
    Condition,
    /// How the operand is compared.
    Operator(Operand),
    /// What the operand is compared with.
    Value(Operand),
    /// What follows `is`, or `is not`.
    Null {
        negated: bool,
    },
    Connective {
        /// A parenthesis is open.
        closable: bool,
    },
}

/// How deep parentheses and `not` may be nested.
const MAX_DEPTH: usize = 64;

const QUOTE_IT: &str = "Put text with spaces or other signs in quotes";

/// Reads conditions.
pub(super) fn parse(text: &str) -> Result<Expression, Fault> {
    Parser::new(text).whole()
}

/// What may stand where in a text, as far as it can be read: bytes in order.
pub(super) fn expected(text: &str) -> Vec<(usize, Expected)> {
    let mut parser = Parser::new(text);
    // A text that is being written is mostly wrong.
    let _unfinished = parser.whole();
    parser.expected
}

struct Parser<'a> {
    cursor: Cursor<'a>,
    depth: usize,
    open: usize,
    expected: Vec<(usize, Expected)>,
}

impl<'a> Parser<'a> {
    fn new(text: &'a str) -> Self {
        Self {
            cursor: Cursor::new(text),
            depth: 0,
            open: 0,
            expected: vec![],
        }
    }

    fn whole(&mut self) -> Result<Expression, Fault> {
        let expression = self.any()?;
        let rest = self.cursor.rest();
        if rest.is_empty() {
            Ok(expression)
        } else if rest.starts_with(')') {
            Err(self.cursor.fault("This parenthesis closes nothing"))
        } else {
            Err(self.cursor.fault("Expected “and” or “or”").hint(QUOTE_IT))
        }
    }

    fn any(&mut self) -> Result<Expression, Fault> {
        let first = self.all()?;
        let mut more = vec![];
        while self.cursor.symbol("||") || self.cursor.word("or") {
            more.push(self.all()?);
        }
        Ok(joined(first, more, Expression::Any))
    }

    fn all(&mut self) -> Result<Expression, Fault> {
        let first = self.negation()?;
        let mut more = vec![];
        loop {
            let closable = self.open > 0;
            self.expect(Expected::Connective { closable });
            if !self.cursor.symbol("&&") && !self.cursor.word("and") {
                return Ok(joined(first, more, Expression::All));
            }
            more.push(self.negation()?);
        }
    }

    fn negation(&mut self) -> Result<Expression, Fault> {
        self.expect(Expected::Condition);
        let start = self.cursor.at();
        if self.cursor.word("not") {
            self.deeper(start)?;
            let negated = self.negation()?;
            self.depth -= 1;
            return Ok(negated.not());
        }
        if self.cursor.symbol("(") {
            self.deeper(start)?;
            self.open += 1;
            let inner = self.any()?;
            if !self.cursor.symbol(")") {
                return Err(if self.cursor.rest().is_empty() {
                    Fault::new(start, start + 1, "The parenthesis is not closed")
                } else {
                    self.cursor
                        .fault("Expected “and”, “or” or a closing parenthesis")
                        .hint(QUOTE_IT)
                });
            }
            self.open -= 1;
            self.depth -= 1;
            return Ok(inner);
        }
        if self.cursor.rest().starts_with(['"', '\'']) {
            let text = self.cursor.quoted(false)?;
            if text.is_empty() {
                return Err(Fault::new(
                    start,
                    self.cursor.at(),
                    "There is nothing to look for",
                ));
            }
            let to = self.cursor.at();
            return Ok(Expression::Anywhere {
                text,
                from: start,
                to,
            });
        }
        self.condition()
    }

    fn deeper(&mut self, start: usize) -> Result<(), Fault> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return Err(Fault::new(start, self.cursor.at(), "Nested too deep")
                .hint(format!("{MAX_DEPTH} levels are the most")));
        }
        Ok(())
    }

    fn condition(&mut self) -> Result<Expression, Fault> {
        let from = self.cursor.at();
        let operand = match self.cursor.operand() {
            Some(operand) => operand?,
            None if self.cursor.rest().is_empty() => {
                return Err(Fault::new(from, from, "A condition is missing"));
            }
            None => {
                return Err(self.cursor.fault("Expected a condition").hint(
                    "A field begins with a dot: .name = value. Or ask for key, value, \
                     header.NAME, partition, offset, timestamp or size",
                ));
            }
        };
        let end = self.cursor.at();
        let next = self.cursor.rest().chars().next();
        if self.cursor.at() == end && next.is_some_and(|c| !"=!<>~)&|".contains(c)) {
            return Err(self.cursor.fault("The name ends here").hint(
                "Names with other than letters, digits, _ and - go in double quotes: .\"odd name\"",
            ));
        }
        let (test, negated) = self.test(&operand)?;
        let condition = Expression::Condition(Condition {
            operand,
            test,
            from,
            to: self.cursor.at(),
        });
        Ok(if negated { condition.not() } else { condition })
    }

    /// What is asked about an operand, and whether the contrary is meant.
    fn test(&mut self, operand: &Operand) -> Result<(Test, bool), Fault> {
        self.expect(Expected::Operator(operand.clone()));
        if matches!(self.cursor.rest().chars().next(), None | Some(')'))
            || self.cursor.connective_ahead()
        {
            return Ok((Test::Exists, false));
        }
        let start = self.cursor.at();
        let negated = self.cursor.word("not");
        let operator = self.cursor.operator().filter(|operator| {
            !negated
                || matches!(
                    operator,
                    Operator::Text(_) | Operator::Matches | Operator::Exists | Operator::In
                )
        });
        let Some(operator) = operator else {
            self.cursor.back(start);
            return Err(self.cursor.fault("Expected an operator").hint(
                "=, !=, <, <=, >, >=, contains, starts, ends, matches, in (…), exists or is null",
            ));
        };
        let test = match operator {
            Operator::Exists => Test::Exists,
            Operator::Equals => match self.literal(operand, false)? {
                literal if literal.is_null() => Test::Null,
                literal => Test::Equals(literal),
            },
            Operator::Differs => match self.literal(operand, false)? {
                literal if literal.is_null() => Test::NotNull,
                literal => return Ok((Test::Equals(literal), true)),
            },
            Operator::Compares(comparison) => {
                Test::Compares(comparison, self.literal(operand, false)?)
            }
            Operator::Text(test) => {
                let at = self.cursor.at();
                // `starts with`; where nothing follows, “with” is the value.
                if test != TextTest::Contains
                    && self.cursor.word("with")
                    && (self.cursor.rest().is_empty()
                        || self.cursor.rest().starts_with(')')
                        || self.cursor.connective_ahead())
                {
                    self.cursor.back(at);
                }
                Test::Text(test, self.literal(operand, false)?)
            }
            Operator::Matches => Test::Matches(self.literal(operand, true)?),
            Operator::Is => {
                self.expect(Expected::Null { negated: false });
                let not = self.cursor.word("not");
                if not {
                    self.expect(Expected::Null { negated: true });
                }
                if !self.cursor.word("null") {
                    return Err(self
                        .cursor
                        .fault("Expected “null”")
                        .hint("To compare with a value write = instead of is"));
                }
                if not { Test::NotNull } else { Test::Null }
            }
            Operator::In => Test::OneOf(self.list(operand)?),
        };
        Ok((test, negated))
    }

    fn list(&mut self, operand: &Operand) -> Result<Vec<Literal>, Fault> {
        if !self.cursor.symbol("(") {
            return Err(self
                .cursor
                .fault("Expected values in parentheses")
                .hint("Write in (one, two)"));
        }
        let mut each = vec![];
        loop {
            each.push(self.literal(operand, false)?);
            if self.cursor.symbol(")") {
                return Ok(each);
            }
            if !self.cursor.symbol(",") {
                return Err(self
                    .cursor
                    .fault("Expected a comma or a closing parenthesis")
                    .hint(QUOTE_IT));
            }
        }
    }

    fn literal(&mut self, operand: &Operand, raw: bool) -> Result<Literal, Fault> {
        self.expect(Expected::Value(operand.clone()));
        let rest = self.cursor.rest();
        let from = self.cursor.at();
        if rest.starts_with(['"', '\'']) {
            let text = self.cursor.quoted(raw)?;
            return Ok(Literal {
                text,
                quoted: true,
                from,
                to: self.cursor.at(),
            });
        }
        let word = self.cursor.bare();
        if word.is_empty() || is_reserved(word) {
            return Err(Fault::new(from, from, "A value is missing")
                .hint("Put words like “and”, and text with spaces or other signs, in quotes"));
        }
        self.cursor.word(word);
        Ok(Literal {
            text: word.to_owned(),
            quoted: false,
            from,
            to: self.cursor.at(),
        })
    }

    fn expect(&mut self, expected: Expected) {
        self.cursor.rest();
        self.expected.push((self.cursor.at(), expected));
    }
}

fn joined(
    first: Expression,
    mut more: Vec<Expression>,
    join: impl FnOnce(Vec<Expression>) -> Expression,
) -> Expression {
    if more.is_empty() {
        return first;
    }
    more.insert(0, first);
    join(more)
}
