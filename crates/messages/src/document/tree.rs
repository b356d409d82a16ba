//! JSON, a member or element a line.

mod field;
mod row;
mod wraps;

use std::sync::Arc;

use super::latest::Latest;
use super::search::{FoundLines, Search};
use super::{Line, PathAt, grouped};
use crate::json::{Fault, Reader, TokenKind};
use crate::paint::Paint;
use crate::span::SpanKind;
use row::Row;
use wraps::Wraps;

/// A JSON text and where its rows start. Tokens are shown as they are written.
#[derive(Debug)]
pub(super) struct Tree {
    text: String,
    rows: Vec<Row>,
    wraps: Latest<Wraps>,
}

/// Why a text is not laid out.
#[derive(Debug)]
pub(super) enum Refusal {
    /// It is not JSON.
    Fault(Fault),
    /// It is nested so deep.
    Depth(usize),
    /// It has more lines than this.
    Lines(usize),
}

/// Which lines of a tree can be seen at a width: all but those that closed folds hide.
pub(super) struct Visible {
    wraps: Arc<Wraps>,
    /// In order, none inside another.
    folds: Vec<Fold>,
    total: u32,
}

/// A closed fold.
#[derive(Clone, Copy)]
struct Fold {
    row: u32,
    /// The rows that it hides.
    hides: u32,
    /// The first line that it hides, and how many.
    line: u32,
    lines: u32,
}

const MAX_DEPTH: usize = 128;

const MAX_LINES: usize = 8_000_000;

/// Room for the summary of a fold and what follows it, in characters.
const SUMMARY_CHARS: usize = 64;

impl Visible {
    pub(super) fn total(&self) -> u32 {
        self.total
    }
}

impl Tree {
    /// Lays out a text of less than 4 GiB, or gives it back with the reason why not.
    pub(super) fn new(text: String) -> Result<Self, (String, Refusal)> {
        match lay_out(&text) {
            Ok(rows) => Ok(Self {
                text,
                rows,
                wraps: Latest::new(),
            }),
            Err(refusal) => Err((text, refusal)),
        }
    }

    /// The text as it was given.
    pub(super) fn into_bytes(self) -> Vec<u8> {
        self.text.into_bytes()
    }

    /// What can be seen with these rows folded.
    pub(super) fn fold(&self, folds: &[u32], width: usize) -> Visible {
        let wraps = self
            .wraps
            .get(width, || Wraps::new(&self.text, &self.rows, width));
        let mut sorted = folds.to_vec();
        sorted.sort_unstable();
        let mut folds = vec![];
        let mut total = wraps.total();
        let mut after = 0;
        for row in sorted {
            let hides = self.rows.get(row as usize).map_or(0, Row::hides);
            if hides > 0 && row >= after {
                let line = wraps.line(row + 1);
                let lines = wraps.line(row + 1 + hides) - line;
                folds.push(Fold {
                    row,
                    hides,
                    line,
                    lines,
                });
                total -= lines;
                after = row + hides + 1;
            }
        }
        Visible {
            wraps,
            folds,
            total,
        }
    }

    /// Lines that can be seen, from the `from`-th.
    pub(super) fn lines(&self, visible: &Visible, from: u32) -> impl Iterator<Item = Line> {
        let wraps = &visible.wraps;
        let mut folds = visible.folds.iter().copied().peekable();
        let mut next = from.min(visible.total);
        while let Some(fold) = folds.next_if(|fold| fold.line <= next) {
            next += fold.lines;
        }
        let mut paint = Paint::default();
        std::iter::from_fn(move || {
            let shown = wraps.shown(&self.text, &self.rows, next)?;
            let row = self.rows.get(shown.row as usize)?;
            next += 1;
            let folded = folds.next_if(|fold| fold.line == next);
            paint.begin(wraps.room(row) + SUMMARY_CHARS);
            shown.place.paint(&mut paint, &self.text, shown.end);
            if let Some(fold) = folded {
                next += fold.lines;
                let summary = format!(" … {} ", grouped(self.children(fold.row)));
                paint.push(SpanKind::Dim, &summary);
                self.paint_whole(&mut paint, fold.row + fold.hides);
            }
            let hides = || wraps.line(shown.row + 1 + row.hides()) - wraps.line(shown.row + 1);
            Some(Line {
                index: shown.row,
                indent: wraps.indent(row),
                continued: !shown.first,
                spans: paint.to_spans(),
                fold: (shown.last && row.hides() > 0).then(hides),
                folded: folded.is_some(),
            })
        })
    }

    /// Where the first line of a row can be seen, `None` where a fold hides it.
    pub(super) fn place(&self, visible: &Visible, row: u32) -> Option<u32> {
        self.rows.get(row as usize)?;
        let line = visible.wraps.line(row);
        let mut hidden = 0;
        for fold in &visible.folds {
            if row > fold.row + fold.hides {
                hidden += fold.lines;
            } else if row > fold.row {
                return None;
            }
        }
        Some(line - hidden)
    }

    /// The member or element that a row shows; `None` for one that closes.
    pub(super) fn field(&self, row: u32) -> Option<PathAt> {
        field::field(&self.text, &self.rows, row)
    }

    pub(super) fn find(&self, search: &Search) -> FoundLines {
        let mut found = FoundLines::default();
        self.for_each_row(|row, text| {
            if search.is_in_json(text) {
                found.push(row);
            }
        });
        found
    }

    /// The text indented, all tokens as they are written.
    pub(super) fn text(&self) -> String {
        let mut text = String::with_capacity(self.text.len());
        self.for_each_row(|row, line| {
            if row > 0 {
                text.push('\n');
            }
            let depth = self.rows.get(row as usize).map_or(0, Row::depth);
            text.extend(std::iter::repeat_n("  ", depth as usize));
            text.push_str(line);
        });
        text
    }

    /// Gives the rows one by one, their tokens as they are written.
    fn for_each_row(&self, mut each: impl FnMut(u32, &str)) {
        let mut reader = Reader::new(&self.text);
        let mut row = 0;
        let mut line = String::new();
        let mut previous = None;
        while let Ok(Some(token)) = reader.next() {
            if previous.is_some() && begins_line(previous, token.kind) {
                each(row, &line);
                row += 1;
                line.clear();
            }
            line.push_str(&self.text[token.start..token.end]);
            if token.kind == TokenKind::Colon {
                line.push(' ');
            }
            previous = Some(token.kind);
        }
        each(row, &line);
    }

    fn paint_whole(&self, paint: &mut Paint, row: u32) {
        if let Some(of) = self.rows.get(row as usize) {
            let end = self
                .rows
                .get(row as usize + 1)
                .map_or(self.text.len(), Row::start);
            of.place().paint(paint, &self.text, end);
        }
    }

    /// How many members or elements a row opens.
    fn children(&self, row: u32) -> usize {
        let mut children = 0;
        let mut at = row as usize + 1;
        let close = row as usize + self.rows.get(row as usize).map_or(0, Row::hides) as usize;
        while at < close
            && let Some(row) = self.rows.get(at)
        {
            children += 1;
            at += 1 + row.hides() as usize;
        }
        children
    }
}

/// Whether a token begins a row when it follows `previous`.
fn begins_line(previous: Option<TokenKind>, token: TokenKind) -> bool {
    match previous {
        None | Some(TokenKind::Comma) => true,
        // An empty object or array stays in one line.
        Some(TokenKind::Open) => token != TokenKind::Close,
        Some(_) => token == TokenKind::Close,
    }
}

fn lay_out(text: &str) -> Result<Vec<Row>, Refusal> {
    let mut reader = Reader::new(text);
    let mut rows: Vec<Row> = vec![];
    // The rows of the containers that are open.
    let mut open: Vec<usize> = vec![];
    let mut previous = None;
    let mut deepest = 0;
    while let Some(token) = reader.next().map_err(Refusal::Fault)? {
        deepest = deepest.max(reader.depth());
        if deepest <= MAX_DEPTH && begins_line(previous, token.kind) {
            if previous == Some(TokenKind::Open) {
                open.push(rows.len().saturating_sub(1));
            }
            if token.kind == TokenKind::Close
                && let Some(opening) = open.pop()
            {
                let closing = rows.len();
                rows[opening].set_hides((closing - opening) as u32);
            }
            let depth = reader.depth() - usize::from(token.kind == TokenKind::Open);
            let member = token.kind == TokenKind::Key;
            rows.push(Row::new(token.start as u32, depth as u8, member));
            if rows.len() > MAX_LINES {
                return Err(Refusal::Lines(MAX_LINES));
            }
        }
        previous = Some(token.kind);
    }
    if deepest > MAX_DEPTH {
        return Err(Refusal::Depth(deepest));
    }
    Ok(rows)
}
