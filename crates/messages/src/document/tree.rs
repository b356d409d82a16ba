//! JSON, a member or element a line.

mod row;

use super::{LINE_CHARS, Line, grouped};
use crate::json::{Fault, Reader, TokenKind};
use crate::paint::Paint;
use crate::span::SpanKind;
use row::{Part, Row};

/// A JSON text and where its lines start. Tokens are shown as they are written.
#[derive(Debug)]
pub(super) struct Tree {
    text: String,
    rows: Vec<Row>,
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

/// Which lines of a tree can be seen: all but those that closed folds hide.
pub(super) struct Visible {
    /// Lines that are folded and how many others each hides, in order, none inside another.
    folds: Vec<(u32, u32)>,
    total: u32,
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
            Ok(rows) => Ok(Self { text, rows }),
            Err(refusal) => Err((text, refusal)),
        }
    }

    /// The text as it was given.
    pub(super) fn into_bytes(self) -> Vec<u8> {
        self.text.into_bytes()
    }

    /// What can be seen with these lines folded.
    pub(super) fn fold(&self, folds: &[u32]) -> Visible {
        let mut sorted = folds.to_vec();
        sorted.sort_unstable();
        let mut visible = Visible {
            folds: vec![],
            total: self.rows.len() as u32,
        };
        let mut after = 0;
        for line in sorted {
            let hides = self.rows.get(line as usize).map_or(0, Row::hides);
            if hides > 0 && line >= after {
                visible.folds.push((line, hides));
                visible.total -= hides;
                after = line + hides + 1;
            }
        }
        visible
    }

    /// Lines that can be seen, from the `from`-th.
    pub(super) fn lines(&self, visible: &Visible, from: u32) -> impl Iterator<Item = Line> {
        let mut folds = visible.folds.iter().copied().peekable();
        let mut next = from.min(visible.total);
        while let Some((_, hides)) = folds.next_if(|&(line, _)| line < next) {
            next += hides;
        }
        let mut paint = Paint::default();
        std::iter::from_fn(move || {
            let index = next;
            let row = self.rows.get(index as usize)?;
            let hidden = folds.next_if(|&(line, _)| line == index);
            next = index + 1 + hidden.map_or(0, |(_, hides)| hides);
            paint.begin(LINE_CHARS + SUMMARY_CHARS);
            self.paint(&mut paint, index);
            if hidden.is_some() {
                let summary = format!(" … {} ", grouped(self.children(index)));
                paint.push(SpanKind::Dim, &summary);
                self.paint(&mut paint, next - 1);
            }
            Some(Line {
                index,
                indent: row.depth(),
                continued: row.is_continued(),
                spans: paint.to_spans(),
                fold: Some(row.hides()).filter(|&hides| hides > 0),
                folded: hidden.is_some(),
            })
        })
    }

    /// The text indented, all tokens as they are written.
    pub(super) fn text(&self) -> String {
        let mut reader = Reader::new(&self.text);
        let mut text = String::with_capacity(self.text.len());
        let mut previous = None;
        while let Ok(Some(token)) = reader.next() {
            if previous.is_some() && begins_line(previous, token.kind) {
                let depth = reader.depth() - usize::from(token.kind == TokenKind::Open);
                text.push('\n');
                text.extend(std::iter::repeat_n("  ", depth));
            }
            text.push_str(&self.text[token.start..token.end]);
            if token.kind == TokenKind::Colon {
                text.push(' ');
            }
            previous = Some(token.kind);
        }
        text
    }

    fn paint(&self, paint: &mut Paint, index: u32) {
        if let Some(row) = self.rows.get(index as usize) {
            let end = self
                .rows
                .get(index as usize + 1)
                .map_or(self.text.len(), Row::start);
            row.paint(paint, &self.text, end);
        }
    }

    /// How many members or elements a line opens.
    fn children(&self, index: u32) -> usize {
        let mut children = 0;
        let mut at = index as usize + 1;
        let close = index as usize + self.rows.get(index as usize).map_or(0, Row::hides) as usize;
        while at < close
            && let Some(row) = self.rows.get(at)
        {
            children += usize::from(!row.is_continued());
            at += 1 + row.hides() as usize;
        }
        children
    }
}

/// Whether a token begins a line when it follows `previous`.
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
    // The lines of the containers that are open.
    let mut open: Vec<usize> = vec![];
    let mut previous = None;
    let mut deepest = 0;
    let mut paint = Paint::default();
    while let Some(token) = reader.next().map_err(Refusal::Fault)? {
        deepest = deepest.max(reader.depth());
        if deepest <= MAX_DEPTH && begins_line(previous, token.kind) {
            break_long_line(&mut rows, text, token.start, &mut paint);
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
            let part = match token.kind {
                TokenKind::Key => Part::Key,
                _ => Part::Value,
            };
            rows.push(Row::new(token.start as u32, depth as u8, part));
            if rows.len() > MAX_LINES {
                return Err(Refusal::Lines(MAX_LINES));
            }
        }
        previous = Some(token.kind);
    }
    if deepest > MAX_DEPTH {
        return Err(Refusal::Depth(deepest));
    }
    break_long_line(&mut rows, text, text.len(), &mut paint);
    Ok(rows)
}

/// Breaks the last line, which goes to `end`, where it is longer than is shown in one.
fn break_long_line(rows: &mut Vec<Row>, text: &str, end: usize, paint: &mut Paint) {
    while let Some(last) = rows.last()
        && last.may_be_long(end)
    {
        paint.begin(LINE_CHARS);
        match last.paint(paint, text, end) {
            Some(rest) => rows.push(rest),
            None => break,
        }
    }
}
