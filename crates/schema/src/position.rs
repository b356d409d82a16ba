//! Places in a text.

/// A range of bytes in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Span {
    /// The first byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

/// A line and a column, both from 1; the column counts UTF-16 units, as editors do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Position {
    /// The line.
    pub line: u32,
    /// The column in it.
    pub column: u32,
}

/// Where the lines of a text begin, and how many UTF-16 units lie before some of its bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LineIndex {
    starts: Vec<usize>,
    /// The units before each [`BLOCK`] of bytes: a line may be as long as the text.
    units: Vec<usize>,
}

const BLOCK: usize = 4096;

impl LineIndex {
    /// Looks through a text once. A line ends with `\n`, `\r\n` or a lone `\r`.
    pub fn new(text: &str) -> Self {
        let bytes = text.as_bytes();
        let ends = (0..bytes.len()).filter(|at| match bytes[*at] {
            b'\n' => true,
            b'\r' => bytes.get(at + 1) != Some(&b'\n'),
            _ => false,
        });
        let blocks = bytes.chunks(BLOCK).scan(0, |before, block| {
            let units = *before;
            *before += utf16_units(block);
            Some(units)
        });
        Self {
            starts: std::iter::once(0).chain(ends.map(|at| at + 1)).collect(),
            units: blocks.collect(),
        }
    }

    /// The position of a byte of the text that this was made of; past the end it is the end's.
    pub fn position(&self, text: &str, byte: usize) -> Position {
        let mut byte = byte.min(text.len());
        while !text.is_char_boundary(byte) {
            byte -= 1;
        }
        let line = self.starts.partition_point(|start| *start <= byte) - 1;
        let column = self.units_before(text, byte) - self.units_before(text, self.starts[line]);
        Position {
            line: line as u32 + 1,
            column: column as u32 + 1,
        }
    }

    fn units_before(&self, text: &str, byte: usize) -> usize {
        let Some(last) = self.units.len().checked_sub(1) else {
            return 0;
        };
        let block = (byte / BLOCK).min(last);
        self.units[block] + utf16_units(&text.as_bytes()[block * BLOCK..byte])
    }
}

/// How many UTF-16 units some bytes of UTF-8 make: one for the first byte of each character, one more for the first
/// of four.
fn utf16_units(bytes: &[u8]) -> usize {
    let units = bytes
        .iter()
        .map(|byte| usize::from(byte & 0xC0 != 0x80) + usize::from(*byte >= 0xF0));
    units.sum()
}

#[cfg(test)]
mod tests {
    use super::{BLOCK, LineIndex, Position};

    #[test]
    fn columns_count_utf_16_units() {
        let text = format!("a\r\n{}\u{e9}\u{1f600}x\ry", "\u{1f600}".repeat(BLOCK));
        let index = LineIndex::new(&text);
        let at = |found: char| {
            let Position { line, column } = index.position(&text, text.find(found).unwrap());
            (line, column as usize)
        };
        assert_eq!(at('a'), (1, 1));
        assert_eq!(at('\u{e9}'), (2, 2 * BLOCK + 1));
        assert_eq!(at('x'), (2, 2 * BLOCK + 4));
        assert_eq!(at('y'), (3, 1));
        let end = index.position(&text, usize::MAX);
        assert_eq!((end.line, end.column), (3, 2));
    }

    #[test]
    fn a_byte_within_a_character_is_at_its_start() {
        let text = "\u{1f600}a";
        assert_eq!(LineIndex::new(text).position(text, 3).column, 1);
        assert_eq!(LineIndex::new("").position("", 3).column, 1);
    }
}
