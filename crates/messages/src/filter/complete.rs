//! What may stand where the caret is.

use super::cursor::is_bare_char;
use super::grammar::{self, Expected};
use super::problem::utf16;
use super::seen::Seen;
use crate::json::Step;
use crate::path::{Operand, Part, Path, push_header};

/// What may be written at a place of a filter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Completion {
    /// Where the text begins that an option replaces, in UTF-16 units.
    pub from: u32,
    /// Where it ends.
    pub to: u32,
    /// The best first, 50 at most.
    pub options: Vec<CompletionOption>,
}

/// One of the things that may be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CompletionOption {
    /// The text to write.
    pub text: String,
    /// What it is.
    pub kind: CompletionKind,
    /// More about it, in a few words; may be empty.
    pub detail: String,
}

/// What a [`CompletionOption`] is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CompletionKind {
    /// What a condition asks for.
    Field,
    /// How it compares.
    Operator,
    /// What it compares with.
    Value,
    /// A word between conditions.
    Keyword,
}

const MAX_OPTIONS: usize = 50;

/// From how many bytes on a name is found that has the written text in its middle.
const MIN_WITHIN: usize = 3;

const PARTS: [(&str, &str); 7] = [
    ("key", "the key as it is"),
    ("value", "the value as it is"),
    ("header.", "a header by its name"),
    ("partition", "number"),
    ("offset", "number"),
    ("timestamp", "time, as 2026-08-27T14:02:11Z"),
    ("size", "bytes of key and value"),
];

const COMPARISONS: [(&str, &str); 7] = [
    ("=", "equals"),
    ("!=", "differs, or is missing"),
    ("<", "less than"),
    ("<=", "at most"),
    (">", "more than"),
    (">=", "at least"),
    ("in (", "one of several"),
];

const TESTS: [(&str, &str); 11] = [
    ("contains", "has a text in it"),
    ("starts", "begins with a text"),
    ("ends", "ends with a text"),
    ("matches", "has what a regular expression says"),
    ("exists", "is there"),
    ("is null", "is there and null"),
    ("is not null", "is there and not null"),
    ("not exists", "is missing"),
    ("not in (", "none of several"),
    ("not contains", "has not a text in it"),
    ("not matches", "has not what a regular expression says"),
];

/// What may stand at the caret, a place in UTF-16 units, in a filter that consists of conditions.
/// Fields and values are those that were [seen](Seen).
pub fn complete(text: &str, caret: u32, seen: &Seen) -> Completion {
    let caret = from_utf16(text, caret);
    let before = &text[..caret];
    let (from, expected) = expected_at(before);
    let written = &before[from..];
    let to = caret + end_of(written, &text[caret..]);
    let mut options = Options {
        written: written.trim_start_matches(['"', '\'']).to_lowercase(),
        found: vec![],
    };
    for expected in &expected {
        options.add_all(expected, seen);
    }
    Completion {
        from: utf16(text, from),
        to: utf16(text, to),
        options: options.best(written),
    }
}

/// The byte where the word that ends at the end of the text begins, and what may stand there.
fn expected_at(before: &str) -> (usize, Vec<Expected>) {
    let expected = grammar::expected(before);
    let end = before.len();
    let begun = expected.iter().rev().find(|(at, _)| *at < end);
    let may_begin = expected.iter().any(|(at, _)| *at == end);
    let from = match begun {
        Some((at, _)) if is_one_word(&before[*at..], may_begin) => *at,
        // What stands there is no beginning of anything.
        _ if !may_begin => return (end, vec![]),
        _ => end,
    };
    let expected = expected
        .into_iter()
        .filter_map(|(at, expected)| (at == from).then_some(expected))
        .collect();
    (from, expected)
}

/// Whether a text is one word, a quote that is not closed counting as such. If the `next` one may
/// begin behind it, it is none where it is closed.
fn is_one_word(text: &str, next: bool) -> bool {
    let is_path = text.starts_with('.') || text.contains(".\"");
    if text.starts_with(['"', '\'']) || is_path {
        return !next || !text.ends_with(char::is_whitespace);
    }
    text.chars().all(is_bare_char)
}

/// How much of what follows the caret belongs to the word that it stands in.
fn end_of(written: &str, after: &str) -> usize {
    if written.is_empty() {
        return 0;
    }
    let quote = written.chars().next().filter(|c| matches!(c, '"' | '\''));
    match quote {
        Some(quote) => usize::from(after.starts_with(quote)),
        None => after.find(|c| !is_bare_char(c)).unwrap_or(after.len()),
    }
}

struct Options {
    /// What is written already, in lower case.
    written: String,
    /// How well each fits, and it.
    found: Vec<(u8, CompletionOption)>,
}

impl Options {
    fn add_all(&mut self, expected: &Expected, seen: &Seen) {
        match expected {
            Expected::Condition => {
                for field in seen.fields() {
                    self.add(&field.path, CompletionKind::Field, &field.detail());
                }
                self.add_each(&PARTS, CompletionKind::Field);
                self.add("not", CompletionKind::Keyword, "the contrary");
            }
            Expected::Operator(operand) => {
                self.add_each(&COMPARISONS, CompletionKind::Operator);
                if !operand.is_number() {
                    self.add_each(&TESTS, CompletionKind::Operator);
                }
            }
            Expected::Value(operand) => {
                if let Some(field) = seen.field(&path_of(operand)) {
                    for sample in &field.samples {
                        self.add(sample, CompletionKind::Value, "");
                    }
                }
            }
            Expected::Null { negated } => {
                self.add("null", CompletionKind::Keyword, "");
                if !negated {
                    self.add("not null", CompletionKind::Keyword, "");
                }
            }
            Expected::Connective { closable } => {
                self.add("and", CompletionKind::Keyword, "both");
                self.add("or", CompletionKind::Keyword, "one of both");
                if *closable {
                    self.add(")", CompletionKind::Keyword, "");
                }
            }
        }
    }

    fn add_each(&mut self, each: &[(&str, &str)], kind: CompletionKind) {
        for (text, detail) in each {
            self.add(text, kind, detail);
        }
    }

    fn add(&mut self, text: &str, kind: CompletionKind, detail: &str) {
        let lower = text.to_lowercase();
        let lower = lower.trim_start_matches('"');
        let name = self.written.trim_start_matches('.');
        let rank = if lower.starts_with(&self.written) {
            0
        } else if kind != CompletionKind::Field
            || self.written.starts_with('.') && !lower.contains('.')
        {
            return;
        } else if lower.trim_start_matches('.').starts_with(name) {
            1
        } else if lower
            .rsplit('.')
            .next()
            .is_some_and(|last| last.starts_with(name))
        {
            2
        } else if name.len() >= MIN_WITHIN && lower.contains(name) {
            3
        } else {
            return;
        };
        self.found.push((
            rank,
            CompletionOption {
                text: text.to_owned(),
                kind,
                detail: detail.to_owned(),
            },
        ));
    }

    /// The best, without what is written already.
    fn best(mut self, written: &str) -> Vec<CompletionOption> {
        self.found.sort_by_key(|(rank, _)| *rank);
        self.found
            .into_iter()
            .map(|(_, option)| option)
            .filter(|option| option.text != written)
            .take(MAX_OPTIONS)
            .collect()
    }
}

/// The path of an operand as [`Seen`] has it: it doesn't tell elements apart.
fn path_of(operand: &Operand) -> String {
    let mut path = String::new();
    match operand {
        Operand::Json(part, steps) => {
            if *part == Part::Key {
                path.push_str("key");
            }
            for step in steps {
                match step {
                    Step::Member(name) => Path::push_member(&mut path, name),
                    Step::Index(_) | Step::Each => {
                        path.push_str(if path.is_empty() { ".[]" } else { "[]" });
                    }
                }
            }
        }
        Operand::Header(name) => push_header(&mut path, name),
        _ => {}
    }
    path
}

/// The byte of a place in UTF-16 units. One within a character counts as before it, one past the
/// end as the end.
fn from_utf16(text: &str, place: u32) -> usize {
    let mut units = 0;
    for (at, c) in text.char_indices() {
        units += c.len_utf16();
        if units > place as usize {
            return at;
        }
    }
    text.len()
}
