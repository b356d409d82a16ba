//! A text to look for. In linear time, whatever the text and whatever it is looked for in.

use std::cell::RefCell;

use memchr::memmem::Finder;

use crate::json;
use crate::record::Record;

/// A text to look for in bytes.
#[derive(Debug, Clone)]
pub(super) struct Needle {
    finder: Box<Finder<'static>>,
    /// Whatever its case.
    folds: bool,
}

/// The most memory that is kept for the next record to be folded into.
const KEPT: usize = 1 << 20;

thread_local! {
    static FOLDED: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
}

impl Needle {
    pub(super) fn new(text: &str, match_case: bool) -> Self {
        let folds = !match_case && text.chars().any(char::is_alphabetic);
        let finder = if folds {
            let mut folded = vec![];
            fold(text.as_bytes(), &mut folded);
            Finder::new(&folded).into_owned()
        } else {
            Finder::new(text).into_owned()
        };
        Self {
            finder: Box::new(finder),
            folds,
        }
    }

    pub(super) fn is_in(&self, bytes: &[u8]) -> bool {
        self.compare(bytes, |bytes| self.finder.find(bytes).is_some())
    }

    /// Whether bytes begin with it.
    pub(super) fn begins(&self, bytes: &[u8]) -> bool {
        self.compare(bytes, |bytes| bytes.starts_with(self.finder.needle()))
    }

    /// Whether bytes end with it.
    pub(super) fn ends(&self, bytes: &[u8]) -> bool {
        self.compare(bytes, |bytes| bytes.ends_with(self.finder.needle()))
    }

    /// [`is_in`](Self::is_in) for bytes that may be JSON: looks at them as they are, and again with
    /// the escapes of JSON strings decoded where there are some.
    pub(super) fn is_in_json(&self, bytes: &[u8]) -> bool {
        if self.is_in(bytes) {
            return true;
        }
        if memchr::memchr(b'\\', bytes).is_none() {
            return false;
        }
        let mut text = Vec::with_capacity(bytes.len());
        json::unescape(bytes, &mut text);
        self.is_in(&text)
    }

    /// Whether it is in the value, the key, or a header's name or value.
    pub(super) fn is_anywhere(&self, record: &Record<'_>) -> bool {
        record.value.is_some_and(|value| self.is_in_json(value))
            || record.key.is_some_and(|key| self.is_in_json(key))
            || record.headers.clone().any(|(name, value)| {
                self.is_in(name) || value.is_some_and(|value| self.is_in_json(value))
            })
    }

    fn compare(&self, bytes: &[u8], compare: impl FnOnce(&[u8]) -> bool) -> bool {
        if !self.folds {
            return compare(bytes);
        }
        FOLDED.with_borrow_mut(|folded| {
            fold(bytes, folded);
            let equal = compare(folded);
            folded.shrink_to(KEPT);
            equal
        })
    }
}

/// Makes bytes that differ only in the case of their text equal. Unicode's simple case folding,
/// nearly: a character becomes the lower case of its upper case where both are one character.
fn fold(bytes: &[u8], folded: &mut Vec<u8>) {
    folded.clear();
    if bytes.is_ascii() {
        folded.extend_from_slice(bytes);
        folded.make_ascii_lowercase();
        return;
    }
    for chunk in bytes.utf8_chunks() {
        for c in chunk.valid().chars() {
            if c.is_ascii() {
                folded.push(c.to_ascii_lowercase() as u8);
            } else {
                let upper = single(c.to_uppercase()).unwrap_or(c);
                let lower = single(upper.to_lowercase()).unwrap_or(upper);
                folded.extend_from_slice(lower.encode_utf8(&mut [0; 4]).as_bytes());
            }
        }
        folded.extend_from_slice(chunk.invalid());
    }
}

fn single(mut chars: impl Iterator<Item = char>) -> Option<char> {
    chars.next().filter(|_| chars.next().is_none())
}
