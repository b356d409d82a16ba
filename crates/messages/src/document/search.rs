//! A text to look for in a document.

use std::borrow::Cow;

use memchr::memchr;
use regex::bytes::{Regex, RegexBuilder};

use crate::json;

/// The most lines that a search names.
const MAX_FOUND: usize = 1000;

/// Lines that hold a text.
#[derive(Debug, Default)]
pub(super) struct FoundLines {
    /// The first of them.
    pub(super) lines: Vec<u32>,
    /// How many there are.
    pub(super) total: u32,
}

/// A text, compiled once.
pub(super) struct Search {
    regex: Regex,
}

impl Search {
    /// `None` where the text is empty, or so long that it can't be in any line.
    pub(super) fn new(text: &str, match_case: bool) -> Option<Self> {
        if text.is_empty() {
            return None;
        }
        let regex = RegexBuilder::new(&regex::escape(text))
            .case_insensitive(!match_case)
            .build()
            .ok()?;
        Some(Self { regex })
    }

    /// Bytes to look for.
    pub(super) fn of_bytes(bytes: &[u8]) -> Option<Self> {
        let mut pattern = "(?-u)".to_owned();
        for byte in bytes {
            pattern.push_str(r"\x");
            crate::hex::push_byte(&mut pattern, *byte);
        }
        let regex = Regex::new(&pattern).ok()?;
        (!bytes.is_empty()).then_some(Self { regex })
    }

    pub(super) fn is_in(&self, bytes: &[u8]) -> bool {
        self.regex.is_match(bytes)
    }

    /// Whether it is in JSON as it is written or in what its strings stand for.
    pub(super) fn is_in_json(&self, text: &str) -> bool {
        self.is_in(text.as_bytes())
            || (memchr(b'\\', text.as_bytes()).is_some() && {
                let mut decoded = Vec::with_capacity(text.len());
                json::unescape(text.as_bytes(), &mut decoded);
                self.is_in(&decoded)
            })
    }

    /// Where it begins, one place after another.
    pub(super) fn places<'a>(&'a self, bytes: &'a [u8]) -> impl Iterator<Item = usize> + 'a {
        self.regex.find_iter(bytes).map(|found| found.start())
    }
}

impl FoundLines {
    /// Adds a line; the lines come in their order.
    pub(super) fn push(&mut self, line: u32) {
        self.total = self.total.saturating_add(1);
        if self.lines.len() < MAX_FOUND {
            self.lines.push(line);
        }
    }
}

/// The bytes that a text of hexadecimal digits names: `0x7b22`, `7B 22`.
pub(super) fn hex_bytes(text: &str) -> Option<Vec<u8>> {
    let digits: Cow<'_, str> = match text.strip_prefix("0x") {
        Some(digits) => Cow::Borrowed(digits),
        None => Cow::Owned(text.split_whitespace().collect()),
    };
    if !digits.len().is_multiple_of(2) || !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return None;
    }
    let pairs = (0..digits.len()).step_by(2);
    pairs
        .map(|at| u8::from_str_radix(&digits[at..at + 2], 16).ok())
        .collect()
}
