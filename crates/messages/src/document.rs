//! One value as lines, for the inspector.

mod dump;
mod flat;
mod latest;
mod search;
mod tree;

use std::ops::RangeInclusive;

use crate::json;
use crate::shape::{self, Shape};
use crate::span::{Span, SpanKind};
use dump::Dump;
use flat::Flat;
use search::{FoundLines, Search};
use tree::{Refusal, Tree};

/// How wide a line may be before it is broken, in characters.
const WIDTHS: RangeInclusive<u32> = 40..=2000;

/// About how large an answer may become, in bytes of the JSON that carries it.
const ANSWER_BYTES: usize = 256 << 10;

/// The largest text that is laid out as JSON.
const MAX_JSON: usize = 64 << 20;

/// How a [`Document`] is to be shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// Indented JSON where it is JSON, else text where it is mostly printable UTF-8, else bytes.
    Auto,
    /// Text as it is; bytes that are no UTF-8 appear as `⟨0xFF⟩`.
    Text,
    /// Sixteen bytes a line: their offset, their digits, their characters.
    Hex,
}

/// A value laid out in lines. Lines are made when they are asked for.
///
/// A line that is longer than it may be wide is broken into several; all of them have its
/// [`index`](Line::index), which is the same at every width, and which folds,
/// [`find`](Self::find) and [`path_at`](Self::path_at) name it by.
#[derive(Debug)]
pub struct Document {
    layout: Layout,
    shape: Shape,
    note: Option<String>,
}

#[derive(Debug)]
enum Layout {
    Tree(Tree),
    Flat(Flat),
    Dump(Dump),
}

/// A window of the lines of a [`Document`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lines {
    /// How many lines there are to see with the given folds closed, at the given width.
    pub total: u32,
    /// The lines of the window: as many as were asked for, unless the document ends or the answer
    /// becomes larger than 256 KiB. Then ask again from where it ends; it holds one line at least.
    pub lines: Vec<Line>,
}

/// A line of a [`Document`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Which line of the document it is or belongs to, from 0, whatever is folded or broken. In
    /// hex it counts by sixteen bytes.
    pub index: u32,
    /// How far it is indented, in levels of two spaces; at most half of the width.
    pub indent: u32,
    /// It goes on where the line before it was broken, having reached the width.
    pub continued: bool,
    /// Its text, without the indent.
    pub spans: Vec<Span>,
    /// Where the line opens an object or array, how many of the following lines folding it hides.
    pub fold: Option<u32>,
    /// It is folded: it ends with a summary of what is hidden.
    pub folded: bool,
}

/// What a line of JSON shows: a member, an element, or the whole value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PathAt {
    /// The [path](crate::Path) to it from the whole value, whose own is empty.
    pub path: String,
    /// Its source text, as it is written; no more than 64 KiB of it.
    pub value: String,
    /// The text to copy: what a string stands for, else the source text.
    pub text: String,
    /// There is more of it.
    pub cut: bool,
    /// [`String`](SpanKind::String), [`Number`](SpanKind::Number), [`Literal`](SpanKind::Literal),
    /// or [`Punctuation`](SpanKind::Punctuation) for an object or array.
    pub kind: SpanKind,
}

impl Document {
    /// Lays out a value.
    pub fn new(bytes: Vec<u8>, form: Form) -> Self {
        let (shape, parsed, note) = match String::from_utf8(bytes) {
            Ok(text) if text.is_empty() => (Shape::Empty, Err(text.into_bytes()), None),
            Ok(text) if shape::is_printable(text.as_bytes()) => parse(text),
            Ok(text) => (Shape::Binary, Err(text.into_bytes()), None),
            Err(error) => (Shape::Binary, Err(error.into_bytes()), None),
        };
        let is_text = matches!(shape, Shape::Json | Shape::Text);
        let (layout, note) = match (form, parsed) {
            (Form::Auto, Ok(tree)) => (Layout::Tree(tree), None),
            (Form::Auto, Err(bytes)) if is_text => (flat(bytes), note),
            (Form::Auto | Form::Hex, parsed) => (Layout::Dump(Dump::new(as_given(parsed))), None),
            (Form::Text, parsed) => (flat(as_given(parsed)), None),
        };
        Self {
            layout,
            shape,
            note,
        }
    }

    /// What the value as a whole is, whatever form it is shown in.
    pub fn shape(&self) -> Shape {
        self.shape
    }

    /// Why the value is not shown as one might expect, in words.
    pub fn note(&self) -> Option<&str> {
        self.note.as_deref()
    }

    /// Lines from the `from`-th that is visible while the lines `folds` (their
    /// [`index`](Line::index), in any order) are folded. Folds of lines that open nothing are
    /// ignored. No line is wider than `width` characters (40 to 2,000), its indent included; bytes
    /// stand 16, 8 or 4 in a line.
    pub fn lines(&self, folds: &[u32], width: u32, from: u32, count: u32) -> Lines {
        let width = clamp(width);
        match &self.layout {
            Layout::Tree(tree) => {
                let visible = tree.fold(folds, width);
                Lines {
                    total: visible.total(),
                    lines: answer(tree.lines(&visible, from), count),
                }
            }
            Layout::Flat(flat) => Lines {
                total: flat.total(width),
                lines: answer(flat.lines(from, width), count),
            },
            Layout::Dump(dump) => Lines {
                total: dump.total(width),
                lines: answer(dump.lines(from, width), count),
            },
        }
    }

    /// Where among the lines that are visible with these folds and this width (see
    /// [`lines`](Self::lines)) the line `index` begins. `None` where a fold hides it, and past the
    /// end.
    pub fn place(&self, index: u32, folds: &[u32], width: u32) -> Option<u32> {
        let width = clamp(width);
        match &self.layout {
            Layout::Tree(tree) => tree.place(&tree.fold(folds, width), index),
            Layout::Flat(flat) => flat.place(index, width),
            Layout::Dump(dump) => dump.place(index, width),
        }
    }

    /// What the line `index` shows, where it is laid out as JSON and does not close an object or
    /// array.
    pub fn path_at(&self, index: u32) -> Option<PathAt> {
        match &self.layout {
            Layout::Tree(tree) => tree.field(index),
            Layout::Flat(_) | Layout::Dump(_) => None,
        }
    }

    /// The lines that hold a text, folded ones too: the [`index`](Line::index) of the first 1,000,
    /// and how many there are. In JSON it is found as it is written and as it is meant (`é` finds
    /// `\u00e9`); in hex it is found in the bytes, and so are bytes whose digits it is (`7b 22`,
    /// `0x7b22`).
    pub fn find(&self, text: &str, match_case: bool) -> (Vec<u32>, u32) {
        let Some(search) = Search::new(text, match_case) else {
            return (vec![], 0);
        };
        let FoundLines { lines, total } = match &self.layout {
            Layout::Tree(tree) => tree.find(&search),
            Layout::Flat(flat) => flat.find(&search),
            Layout::Dump(dump) => dump.find(&search, text),
        };
        (lines, total)
    }

    /// The whole document as text to copy: JSON indented, other text as it is, bytes as in
    /// [`Form::Hex`]. Text keeps every character; none is replaced by a visible one.
    pub fn text(&self) -> String {
        match &self.layout {
            Layout::Tree(tree) => tree.text(),
            Layout::Flat(flat) => flat.text(),
            Layout::Dump(dump) => dump.text(),
        }
    }
}

fn clamp(width: u32) -> usize {
    width.clamp(*WIDTHS.start(), *WIDTHS.end()) as usize
}

/// Lays text out as JSON, or gives it back with a reason, if there is one to tell.
fn parse(text: String) -> (Shape, Result<Tree, Vec<u8>>, Option<String>) {
    if text.len() > MAX_JSON {
        let shape = Shape::of(Some(text.as_bytes()));
        let note = "Larger than 64 MiB: shown as text".to_owned();
        return (shape, Err(text.into_bytes()), Some(note));
    }
    let (text, refusal) = match Tree::new(text) {
        Ok(tree) => return (Shape::Json, Ok(tree), None),
        Err(refused) => refused,
    };
    let (shape, note) = match refusal {
        Refusal::Depth(depth) => (
            Shape::Json,
            Some(format!(
                "Nested {} levels deep: shown as text",
                grouped(depth)
            )),
        ),
        Refusal::Lines(lines) => (
            Shape::Json,
            Some(format!("More than {} lines: shown as text", grouped(lines))),
        ),
        Refusal::Fault(fault) => {
            let problem = json::describe(&text, &fault);
            // Other texts are not meant to be JSON.
            let meant = text.trim_start().starts_with(['{', '[']);
            (
                Shape::Text,
                meant.then(|| {
                    format!(
                        "Not JSON: {} at line {}, column {}",
                        problem.message,
                        grouped(problem.line as usize),
                        grouped(problem.column as usize)
                    )
                }),
            )
        }
    };
    (shape, Err(text.into_bytes()), note)
}

fn as_given(parsed: Result<Tree, Vec<u8>>) -> Vec<u8> {
    parsed.map_or_else(|bytes| bytes, Tree::into_bytes)
}

/// Text as it is, if its places can be counted in 32 bits.
fn flat(bytes: Vec<u8>) -> Layout {
    match Flat::new(bytes) {
        Ok(flat) => Layout::Flat(flat),
        Err(bytes) => Layout::Dump(Dump::new(bytes)),
    }
}

/// As many lines as were asked for and as the answer has room for.
fn answer(lines: impl Iterator<Item = Line>, count: u32) -> Vec<Line> {
    let mut room = ANSWER_BYTES;
    let mut answer = vec![];
    for line in lines.take(count as usize) {
        let size = size(&line);
        if size > room && !answer.is_empty() {
            break;
        }
        room = room.saturating_sub(size);
        answer.push(line);
    }
    answer
}

/// About how many bytes of JSON a line makes.
fn size(line: &Line) -> usize {
    let escaped = |text: &str| memchr::memchr2_iter(b'"', b'\\', text.as_bytes()).count();
    let span = |span: &Span| 40 + span.text.len() + escaped(&span.text);
    100 + line.spans.iter().map(span).sum::<usize>()
}

/// A number with its thousands set apart.
fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}
