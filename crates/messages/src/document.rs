//! One value as lines, for the inspector.

mod dump;
mod flat;
mod tree;

use crate::json;
use crate::shape::{self, Shape};
use crate::span::Span;
use dump::Dump;
use flat::Flat;
use tree::{Refusal, Tree};

/// How much text a line shows before it is broken, in characters.
const LINE_CHARS: usize = 2000;

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
    /// How many lines the document has with the given folds closed.
    pub total: u32,
    /// The lines of the window: as many as were asked for, unless the document ends or the answer
    /// becomes larger than 256 KiB. Then ask again from where it ends; it holds one line at least.
    pub lines: Vec<Line>,
}

/// A line of a [`Document`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Which line of the document it is, from 0 and whatever is folded.
    pub index: u32,
    /// How far it is indented, in levels of two spaces.
    pub indent: u32,
    /// It goes on where the line before it was broken, having reached 2,000 characters.
    pub continued: bool,
    /// Its text, without the indent.
    pub spans: Vec<Span>,
    /// Where the line opens an object or array, how many of the following lines folding it hides.
    pub fold: Option<u32>,
    /// It is folded: it ends with a summary of what is hidden.
    pub folded: bool,
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
    /// ignored.
    pub fn lines(&self, folds: &[u32], from: u32, count: u32) -> Lines {
        match &self.layout {
            Layout::Tree(tree) => {
                let visible = tree.fold(folds);
                Lines {
                    total: visible.total(),
                    lines: answer(tree.lines(&visible, from), count),
                }
            }
            Layout::Flat(flat) => Lines {
                total: flat.total(),
                lines: answer(flat.lines(from), count),
            },
            Layout::Dump(dump) => Lines {
                total: dump.total(),
                lines: answer(dump.lines(from), count),
            },
        }
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
