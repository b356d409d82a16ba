//! Where rows are broken to fit into a width.

use super::row::{Place, Row};
use crate::paint::Paint;

/// The lines that rows make at a width: each row one, and one for each break in it.
#[derive(Debug)]
pub(super) struct Wraps {
    width: usize,
    rows: u32,
    /// In their order.
    breaks: Vec<Break>,
}

#[derive(Debug)]
struct Break {
    row: u32,
    /// Where its rest starts.
    place: Place,
}

/// A shown line.
pub(super) struct Shown {
    pub(super) row: u32,
    pub(super) place: Place,
    /// Where it ends.
    pub(super) end: usize,
    /// It begins its row.
    pub(super) first: bool,
    /// It ends its row.
    pub(super) last: bool,
}

/// Room that the summary of a fold takes at the end of a line, in characters.
const SUMMARY: usize = 16;

impl Wraps {
    pub(super) fn new(text: &str, rows: &[Row], width: usize) -> Self {
        let mut wraps = Self {
            width,
            rows: rows.len() as u32,
            breaks: vec![],
        };
        let mut paint = Paint::default();
        for (index, row) in rows.iter().enumerate() {
            let end = rows.get(index + 1).map_or(text.len(), Row::start);
            let mut room = wraps.room(row);
            if row.hides() > 0 {
                room -= SUMMARY.min(room / 2);
            }
            let mut place = row.place();
            while !surely_fits(&text.as_bytes()[place.start()..end], room) {
                paint.begin(room);
                match place.paint(&mut paint, text, end) {
                    Some(rest) => place = rest,
                    None => break,
                }
                let row = index as u32;
                wraps.breaks.push(Break { row, place });
            }
        }
        wraps
    }

    /// How many lines there are.
    pub(super) fn total(&self) -> u32 {
        self.rows + self.breaks.len() as u32
    }

    /// How many levels a row is indented: no more than half of the width.
    pub(super) fn indent(&self, row: &Row) -> u32 {
        row.depth().min(self.width as u32 / 4)
    }

    /// How many characters of a row a line has room for.
    pub(super) fn room(&self, row: &Row) -> usize {
        self.width.saturating_sub(2 * self.indent(row) as usize)
    }

    /// The line that a row begins.
    pub(super) fn line(&self, row: u32) -> u32 {
        row + self.breaks.partition_point(|each| each.row < row) as u32
    }

    /// What is in a line, `None` past the end.
    pub(super) fn shown(&self, text: &str, rows: &[Row], line: u32) -> Option<Shown> {
        // The break `at` begins the line `row + at + 1`.
        let after = partition(self.breaks.len(), |at| {
            u64::from(self.breaks[at].row) + (at as u64) < u64::from(line)
        });
        let row = line - after as u32;
        let begins = after
            .checked_sub(1)
            .map(|at| &self.breaks[at])
            .filter(|each| each.row >= row);
        let row = begins.map_or(row, |each| each.row);
        let next = self.breaks.get(after).filter(|each| each.row == row);
        let of = rows.get(row as usize)?;
        let end = next.map_or_else(
            || rows.get(row as usize + 1).map_or(text.len(), Row::start),
            |each| each.place.start(),
        );
        Some(Shown {
            row,
            place: begins.map_or_else(|| of.place(), |each| each.place),
            end,
            first: begins.is_none(),
            last: next.is_none(),
        })
    }
}

/// How many of `0..count` in front hold.
fn partition(count: usize, holds: impl Fn(usize) -> bool) -> usize {
    let (mut from, mut to) = (0, count);
    while from < to {
        let middle = from.midpoint(to);
        if holds(middle) {
            from = middle + 1;
        } else {
            to = middle;
        }
    }
    from
}

/// Whether a piece of JSON fits into a line, without a close look: no byte makes more than four
/// characters, and a printable one of ASCII makes one, a colon two.
fn surely_fits(piece: &[u8], room: usize) -> bool {
    piece.len() <= room / 4
        || (piece.len() < room
            && piece
                .iter()
                .all(|byte| matches!(byte, b'\t'..=b'\r' | b' '..=b'~')))
}
