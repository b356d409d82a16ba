//! The language of conditions, read into a tree.

use super::expression::{Comparison, Condition, Expression, Literal, Test, TextTest};
use super::problem::Fault;
use crate::json;
use crate::path::{Operand, read_operand};

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

/// A way to compare.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Operator {
    Equals,
    Differs,
    Compares(Comparison),
    Text(TextTest),
    Matches,
    Exists,
    Is,
    In,
}

/// Longer ones before those that they begin with.
const SYMBOLS: [(&str, Operator); 9] = [
    ("==", Operator::Equals),
    ("=", Operator::Equals),
    ("!=", Operator::Differs),
    ("<>", Operator::Differs),
    ("<=", Operator::Compares(Comparison::AtMost)),
    ("<", Operator::Compares(Comparison::Less)),
    (">=", Operator::Compares(Comparison::AtLeast)),
    (">", Operator::Compares(Comparison::More)),
    ("~", Operator::Text(TextTest::Contains)),
];

const WORDS: [(&str, Operator); 7] = [
    ("contains", Operator::Text(TextTest::Contains)),
    ("starts", Operator::Text(TextTest::Starts)),
    ("ends", Operator::Text(TextTest::Ends)),
    ("matches", Operator::Matches),
    ("exists", Operator::Exists),
    ("is", Operator::Is),
    ("in", Operator::In),
];

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

/// Whether a text can be written as a value without quotes.
pub(super) fn is_bare(text: &str) -> bool {
    !text.is_empty() && text.chars().all(is_bare_char) && !is_reserved(text)
}

pub(super) fn is_bare_char(c: char) -> bool {
    !c.is_whitespace() && !c.is_control() && !"()\"',=<>!~&|".contains(c)
}

fn is_reserved(word: &str) -> bool {
    ["and", "or", "not"]
        .iter()
        .any(|reserved| word.eq_ignore_ascii_case(reserved))
}

/// A place in a text of conditions.
pub(super) struct Parser<'a> {
    text: &'a str,
    at: usize,
    depth: usize,
    open: usize,
    expected: Vec<(usize, Expected)>,
}

impl<'a> Parser<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self {
            text,
            at: 0,
            depth: 0,
            open: 0,
            expected: vec![],
        }
    }

    /// The text that is not read yet, from what is no white space.
    pub(super) fn rest(&mut self) -> &'a str {
        let rest = self.text.get(self.at..).unwrap_or_default();
        let trimmed = rest.trim_start();
        self.at += rest.len() - trimmed.len();
        trimmed
    }

    /// Goes behind a symbol, if it is next.
    pub(super) fn symbol(&mut self, symbol: &str) -> bool {
        let next = self.rest().starts_with(symbol);
        if next {
            self.at += symbol.len();
        }
        next
    }

    /// Goes behind a word in any case, if it is next.
    pub(super) fn word(&mut self, word: &str) -> bool {
        let next = self.bare().eq_ignore_ascii_case(word);
        if next {
            self.at += word.len();
        }
        next
    }

    /// Goes behind the operand that is next.
    pub(super) fn operand(&mut self) -> Option<Result<Operand, Fault>> {
        self.rest();
        let (operand, end) = match read_operand(self.text, self.at)? {
            Ok(read) => read,
            Err(fault) => return Some(Err(fault)),
        };
        self.at = end;
        Some(Ok(operand))
    }

    /// Whether an operator is next.
    pub(super) fn operator_ahead(&mut self) -> bool {
        let at = self.at;
        self.word("not");
        let ahead = self.operator().is_some();
        self.at = at;
        ahead
    }

    /// Whether what combines conditions is next.
    pub(super) fn connective_ahead(&mut self) -> bool {
        let rest = self.rest();
        let word = self.bare();
        rest.starts_with("&&")
            || rest.starts_with("||")
            || word.eq_ignore_ascii_case("and")
            || word.eq_ignore_ascii_case("or")
    }

    /// Goes behind the text in quotes that is next. `raw` leaves backslashes, but for those before
    /// a quote.
    pub(super) fn quoted(&mut self, raw: bool) -> Result<String, Fault> {
        let rest = self.rest();
        let start = self.at;
        let Some(quote) = rest.chars().next() else {
            return Err(Fault::new(start, start, "A quote is missing"));
        };
        let mut json = String::new();
        let mut chars = rest.char_indices().skip(1);
        while let Some((at, c)) = chars.next() {
            if c == quote {
                self.at = start + at + 1;
                if raw {
                    return Ok(json);
                }
                let mut text = vec![];
                json::unescape(json.as_bytes(), &mut text);
                return Ok(String::from_utf8_lossy(&text).into_owned());
            }
            if c != '\\' {
                json.push(c);
                continue;
            }
            match chars.next() {
                Some((_, next)) if next == quote && (raw || quote == '\'') => json.push(quote),
                Some((_, next)) if raw => json.extend(['\\', next]),
                Some((_, '\'')) => json.push('\''),
                Some((_, next)) if "\"\\/bfnrt".contains(next) => json.extend(['\\', next]),
                Some((_, 'u')) if is_unit(&rest[at + 2..]) => json.push_str("\\u"),
                Some((_, next)) => {
                    let end = at + 1 + next.len_utf8();
                    return Err(
                        Fault::new(start + at, start + end, "There is no such escape")
                            .hint("Write \\\\ for a backslash"),
                    );
                }
                None => break,
            }
        }
        Err(Fault::new(
            start,
            self.text.len(),
            "The quote is not closed",
        ))
    }

    fn whole(&mut self) -> Result<Expression, Fault> {
        let expression = self.any()?;
        let rest = self.rest();
        if rest.is_empty() {
            Ok(expression)
        } else if rest.starts_with(')') {
            Err(self.fault("This parenthesis closes nothing"))
        } else {
            Err(self.fault("Expected “and” or “or”").hint(QUOTE_IT))
        }
    }

    fn any(&mut self) -> Result<Expression, Fault> {
        let first = self.all()?;
        let mut more = vec![];
        while self.symbol("||") || self.word("or") {
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
            if !self.symbol("&&") && !self.word("and") {
                return Ok(joined(first, more, Expression::All));
            }
            more.push(self.negation()?);
        }
    }

    fn negation(&mut self) -> Result<Expression, Fault> {
        self.expect(Expected::Condition);
        let start = self.at;
        if self.word("not") {
            self.deeper(start)?;
            let negated = self.negation()?;
            self.depth -= 1;
            return Ok(negated.not());
        }
        if self.symbol("(") {
            self.deeper(start)?;
            self.open += 1;
            let inner = self.any()?;
            if !self.symbol(")") {
                return Err(if self.rest().is_empty() {
                    Fault::new(start, start + 1, "The parenthesis is not closed")
                } else {
                    self.fault("Expected “and”, “or” or a closing parenthesis")
                        .hint(QUOTE_IT)
                });
            }
            self.open -= 1;
            self.depth -= 1;
            return Ok(inner);
        }
        if self.rest().starts_with(['"', '\'']) {
            let text = self.quoted(false)?;
            if text.is_empty() {
                return Err(Fault::new(start, self.at, "There is nothing to look for"));
            }
            let to = self.at;
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
            return Err(Fault::new(start, self.at, "Nested too deep")
                .hint(format!("{MAX_DEPTH} levels are the most")));
        }
        Ok(())
    }

    fn condition(&mut self) -> Result<Expression, Fault> {
        let from = self.at;
        let operand = match self.operand() {
            Some(operand) => operand?,
            None if self.rest().is_empty() => {
                return Err(Fault::new(from, from, "A condition is missing"));
            }
            None => {
                return Err(self.fault("Expected a condition").hint(
                    "A field begins with a dot: .name = value. Or ask for key, value, \
                     header.NAME, partition, offset, timestamp or size",
                ));
            }
        };
        let end = self.at;
        let next = self.rest().chars().next();
        if self.at == end && next.is_some_and(|c| !"=!<>~)&|".contains(c)) {
            return Err(self.fault("The name ends here").hint(
                "Names with other than letters, digits, _ and - go in double quotes: .\"odd name\"",
            ));
        }
        let (test, negated) = self.test(&operand)?;
        let condition = Expression::Condition(Condition {
            operand,
            test,
            from,
            to: self.at,
        });
        Ok(if negated { condition.not() } else { condition })
    }

    /// What is asked about an operand, and whether the contrary is meant.
    fn test(&mut self, operand: &Operand) -> Result<(Test, bool), Fault> {
        self.expect(Expected::Operator(operand.clone()));
        if matches!(self.rest().chars().next(), None | Some(')')) || self.connective_ahead() {
            return Ok((Test::Exists, false));
        }
        let start = self.at;
        let negated = self.word("not");
        let operator = self.operator().filter(|operator| {
            !negated
                || matches!(
                    operator,
                    Operator::Text(_) | Operator::Matches | Operator::Exists | Operator::In
                )
        });
        let Some(operator) = operator else {
            self.at = start;
            return Err(self.fault("Expected an operator").hint(
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
                let at = self.at;
                // `starts with`; where nothing follows, “with” is the value.
                if test != TextTest::Contains
                    && self.word("with")
                    && (self.rest().is_empty()
                        || self.rest().starts_with(')')
                        || self.connective_ahead())
                {
                    self.at = at;
                }
                Test::Text(test, self.literal(operand, false)?)
            }
            Operator::Matches => Test::Matches(self.literal(operand, true)?),
            Operator::Is => {
                self.expect(Expected::Null { negated: false });
                let not = self.word("not");
                if not {
                    self.expect(Expected::Null { negated: true });
                }
                if !self.word("null") {
                    return Err(self
                        .fault("Expected “null”")
                        .hint("To compare with a value write = instead of is"));
                }
                if not { Test::NotNull } else { Test::Null }
            }
            Operator::In => Test::OneOf(self.list(operand)?),
        };
        Ok((test, negated))
    }

    fn operator(&mut self) -> Option<Operator> {
        SYMBOLS
            .iter()
            .find(|(symbol, _)| self.symbol(symbol))
            .or_else(|| WORDS.iter().find(|(word, _)| self.word(word)))
            .map(|&(_, operator)| operator)
    }

    fn list(&mut self, operand: &Operand) -> Result<Vec<Literal>, Fault> {
        if !self.symbol("(") {
            return Err(self
                .fault("Expected values in parentheses")
                .hint("Write in (one, two)"));
        }
        let mut each = vec![];
        loop {
            each.push(self.literal(operand, false)?);
            if self.symbol(")") {
                return Ok(each);
            }
            if !self.symbol(",") {
                return Err(self
                    .fault("Expected a comma or a closing parenthesis")
                    .hint(QUOTE_IT));
            }
        }
    }

    fn literal(&mut self, operand: &Operand, raw: bool) -> Result<Literal, Fault> {
        self.expect(Expected::Value(operand.clone()));
        let rest = self.rest();
        let from = self.at;
        if rest.starts_with(['"', '\'']) {
            let text = self.quoted(raw)?;
            return Ok(Literal {
                text,
                quoted: true,
                from,
                to: self.at,
            });
        }
        let word = self.bare();
        if word.is_empty() || is_reserved(word) {
            return Err(Fault::new(from, from, "A value is missing")
                .hint("Put words like “and”, and text with spaces or other signs, in quotes"));
        }
        self.at += word.len();
        Ok(Literal {
            text: word.to_owned(),
            quoted: false,
            from,
            to: self.at,
        })
    }

    /// What is next up to white space, a quote or a symbol.
    fn bare(&mut self) -> &'a str {
        let rest = self.rest();
        let size = rest.find(|c| !is_bare_char(c)).unwrap_or(rest.len());
        &rest[..size]
    }

    /// A fault that marks what is next.
    fn fault(&mut self, message: &str) -> Fault {
        let rest = self.rest();
        let size = match self.bare() {
            "" => rest.chars().next().map_or(0, char::len_utf8),
            word => word.len(),
        };
        Fault::new(self.at, self.at + size, message)
    }

    fn expect(&mut self, expected: Expected) {
        self.rest();
        self.expected.push((self.at, expected));
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

fn is_unit(text: &str) -> bool {
    text.get(..4)
        .is_some_and(|digits| digits.bytes().all(|digit| digit.is_ascii_hexdigit()))
}
