//! The words and signs of conditions, read one after another.

use super::expression::{Comparison, TextTest};
use super::problem::Fault;
use crate::json;
use crate::path::{Operand, read_operand};

/// A place in a text of conditions.
pub(super) struct Cursor<'a> {
    text: &'a str,
    at: usize,
}

/// A way to compare.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Operator {
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

/// Whether a text can be written as a value without quotes.
pub(super) fn is_bare(text: &str) -> bool {
    !text.is_empty() && text.chars().all(is_bare_char) && !is_reserved(text)
}

pub(super) fn is_bare_char(c: char) -> bool {
    !c.is_whitespace() && !c.is_control() && !"()\"',=<>!~&|".contains(c)
}

pub(super) fn is_reserved(word: &str) -> bool {
    ["and", "or", "not"]
        .iter()
        .any(|reserved| word.eq_ignore_ascii_case(reserved))
}

impl<'a> Cursor<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self { text, at: 0 }
    }

    /// The byte where it is.
    pub(super) fn at(&self) -> usize {
        self.at
    }

    /// Goes back to a byte where it was.
    pub(super) fn back(&mut self, at: usize) {
        self.at = at;
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

    /// Goes behind the operator that is next.
    pub(super) fn operator(&mut self) -> Option<Operator> {
        SYMBOLS
            .iter()
            .find(|(symbol, _)| self.symbol(symbol))
            .or_else(|| WORDS.iter().find(|(word, _)| self.word(word)))
            .map(|&(_, operator)| operator)
    }

    /// What is next up to white space, a quote or a symbol.
    pub(super) fn bare(&mut self) -> &'a str {
        let rest = self.rest();
        let size = rest.find(|c| !is_bare_char(c)).unwrap_or(rest.len());
        &rest[..size]
    }

    /// A fault that marks what is next.
    pub(super) fn fault(&mut self, message: &str) -> Fault {
        let rest = self.rest();
        let size = match self.bare() {
            "" => rest.chars().next().map_or(0, char::len_utf8),
            word => word.len(),
        };
        Fault::new(self.at, self.at + size, message)
    }
}

fn is_unit(text: &str) -> bool {
    text.get(..4)
        .is_some_and(|digits| digits.bytes().all(|digit| digit.is_ascii_hexdigit()))
}
