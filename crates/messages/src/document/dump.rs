//! Bytes as digits and characters: sixteen a line, fewer where there is no room for so many.

use super::Line;
use super::search::{FoundLines, Search, hex_bytes};
use crate::hex;
use crate::span::{Span, SpanKind};

#[derive(Debug)]
pub(super) struct Dump {
    bytes: Vec<u8>,
}

/// How many bytes a line has where there is room, and in a copy.
const FULL: usize = 16;

impl Dump {
    pub(super) fn new(bytes: Vec<u8>) -> Self {
        Self { bytes }
    }

    pub(super) fn total(&self, width: usize) -> u32 {
        u32::try_from(self.bytes.len().div_ceil(per_line(width))).unwrap_or(u32::MAX)
    }

    pub(super) fn lines(&self, from: u32, width: usize) -> impl Iterator<Item = Line> {
        let per_line = per_line(width);
        (from..self.total(width)).map(move |at| {
            let start = at as usize * per_line;
            let [offset, digits, characters] = self.columns(start, per_line);
            let span = |kind, text| Span { kind, text };
            Line {
                index: (start / FULL) as u32,
                indent: 0,
                continued: false,
                spans: vec![
                    span(SpanKind::Dim, offset),
                    span(SpanKind::Plain, digits),
                    span(SpanKind::Dim, characters),
                ],
                fold: None,
                folded: false,
            }
        })
    }

    /// Where the line `index` stands.
    pub(super) fn place(&self, index: u32, width: usize) -> Option<u32> {
        let start = index as usize * FULL;
        (start < self.bytes.len()).then(|| (start / per_line(width)) as u32)
    }

    /// Lines where the text begins, or the bytes whose digits it is.
    pub(super) fn find(&self, search: &Search, text: &str) -> FoundLines {
        let bytes = hex_bytes(text).and_then(|bytes| Search::of_bytes(&bytes));
        let mut lines: Vec<u32> = [Some(search), bytes.as_ref()]
            .into_iter()
            .flatten()
            .flat_map(|search| search.places(&self.bytes))
            .map(|at| (at / FULL) as u32)
            .collect();
        lines.sort_unstable();
        lines.dedup();
        let mut found = FoundLines::default();
        for line in lines {
            found.push(line);
        }
        found
    }

    pub(super) fn text(&self) -> String {
        let mut text = String::new();
        for start in (0..self.bytes.len()).step_by(FULL) {
            for column in self.columns(start, FULL) {
                text.push_str(&column);
            }
            text.push('\n');
        }
        text
    }

    fn columns(&self, start: usize, per_line: usize) -> [String; 3] {
        let bytes = self.bytes.get(start..).unwrap_or_default();
        let bytes = &bytes[..bytes.len().min(per_line)];
        let mut digits = String::with_capacity(3 * per_line + 2);
        for at in 0..per_line {
            match bytes.get(at) {
                Some(byte) => hex::push_byte(&mut digits, *byte),
                None => digits.push_str("  "),
            }
            let half = per_line == FULL && at == FULL / 2 - 1;
            digits.push_str(if half { "  " } else { " " });
        }
        let characters = bytes
            .iter()
            .map(|byte| match byte {
                b' '..=b'~' => char::from(*byte),
                _ => '.',
            })
            .collect();
        [format!("{start:08x}  "), digits + " ", characters]
    }
}

/// How many bytes there is room for: each takes four characters, and the offset with the gaps
/// between the columns twelve at most.
fn per_line(width: usize) -> usize {
    match width {
        76.. => FULL,
        44.. => FULL / 2,
        _ => FULL / 4,
    }
}
