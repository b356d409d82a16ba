//! One line of a JSON text, as it is shown.

use memchr::memchr2;

use crate::json::TokenKind;
use crate::paint::Paint;
use crate::span::SpanKind;

/// A member, an element or a closing bracket, in 12 bytes: there can be millions.
#[derive(Debug, Clone, Copy)]
pub(super) struct Row {
    start: u32,
    /// How many of the following rows are inside what it opens, the closing one included.
    hides: u32,
    depth: u8,
    member: bool,
}

/// Where a shown line starts.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place {
    start: u32,
    part: Part,
}

/// What a line starts with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    /// The name of a member.
    Key,
    /// Any other token.
    Value,
    /// The rest of a name.
    InKey,
    /// The rest of a string.
    InString,
    /// The rest of a number.
    InNumber,
}

impl Row {
    pub(super) fn new(start: u32, depth: u8, member: bool) -> Self {
        Self {
            start,
            hides: 0,
            depth,
            member,
        }
    }

    pub(super) fn start(&self) -> usize {
        self.start as usize
    }

    pub(super) fn hides(&self) -> u32 {
        self.hides
    }

    pub(super) fn set_hides(&mut self, hides: u32) {
        self.hides = hides;
    }

    pub(super) fn depth(&self) -> u32 {
        u32::from(self.depth)
    }

    /// Whether it begins with the name of a member.
    pub(super) fn is_member(&self) -> bool {
        self.member
    }

    pub(super) fn place(&self) -> Place {
        Place {
            start: self.start,
            part: if self.member { Part::Key } else { Part::Value },
        }
    }
}

impl Place {
    pub(super) fn start(self) -> usize {
        self.start as usize
    }

    /// Paints the tokens up to `end`; where there is no room for all, says where the rest starts.
    /// The text is known to be JSON.
    pub(super) fn paint(self, paint: &mut Paint, text: &str, end: usize) -> Option<Self> {
        let bytes = &text.as_bytes()[..end];
        let mut at = self.start();
        let mut part = self.part;
        loop {
            if matches!(part, Part::Key | Part::Value) {
                at += white_space(&bytes[at..]);
            }
            let first = *bytes.get(at)?;
            // No more than this can be shown, so there is no need to look further for an end.
            let mut reach = end.min(at + 4 * paint.room() + 4);
            while !text.is_char_boundary(reach) {
                reach -= 1;
            }
            let token_end = match (part, first) {
                (Part::Key | Part::Value, b'"') => string_end(bytes, at + 1, reach),
                (Part::InKey | Part::InString, _) => string_end(bytes, at, reach),
                (Part::InNumber, _) | (_, b'-' | b'0'..=b'9') => number_end(bytes, at, reach),
                (_, b't' | b'n') => at + 4,
                (_, b'f') => at + 5,
                _ => at + 1,
            };
            let (kind, inside) = match (part, first) {
                (Part::Key | Part::InKey, _) => (TokenKind::Key, Part::InKey),
                (Part::InString, _) | (Part::Value, b'"') => (TokenKind::String, Part::InString),
                (Part::InNumber, _) | (_, b'-' | b'0'..=b'9') => {
                    (TokenKind::Number, Part::InNumber)
                }
                (_, b't' | b'f' | b'n') => (TokenKind::Literal, Part::Value),
                _ => (TokenKind::Open, Part::Value),
            };
            let token = text.get(at..token_end)?;
            let pushed = match inside {
                Part::Value if token.len() > paint.room() => 0,
                _ => paint.push_json(kind.span(), token),
            };
            if pushed < token.len() {
                return Some(Self {
                    start: (at + pushed) as u32,
                    part: if pushed == 0 { part } else { inside },
                });
            }
            if first == b':' && kind == TokenKind::Open {
                paint.push(SpanKind::Punctuation, " ");
            }
            at = token_end;
            part = Part::Value;
        }
    }
}

/// How many bytes of white space are in front.
pub(super) fn white_space(bytes: &[u8]) -> usize {
    bytes
        .iter()
        .take_while(|byte| matches!(byte, b' ' | b'\n' | b'\r' | b'\t'))
        .count()
}

/// Where a string ends that `at` is inside of, if that is before `reach`.
pub(super) fn string_end(bytes: &[u8], mut at: usize, reach: usize) -> usize {
    while let Some(found) = bytes
        .get(at..reach)
        .and_then(|rest| memchr2(b'"', b'\\', rest))
    {
        at += found;
        if bytes[at] == b'"' {
            return at + 1;
        }
        at += 2;
    }
    reach
}

/// Where a number ends that `at` is inside of, if that is before `reach`.
fn number_end(bytes: &[u8], at: usize, reach: usize) -> usize {
    let digits = bytes.get(at..reach).unwrap_or_default();
    at + digits
        .iter()
        .take_while(|byte| matches!(byte, b'0'..=b'9' | b'-' | b'+' | b'.' | b'e' | b'E'))
        .count()
}
