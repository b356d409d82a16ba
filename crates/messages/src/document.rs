//! One value as lines, for the inspector.

use crate::shape::Shape;
use crate::span::Span;

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
    bytes: Vec<u8>,
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
        let _ = form;
        Self { bytes }
    }

    /// What the value as a whole is, whatever form it is shown in.
    pub fn shape(&self) -> Shape {
        Shape::of(Some(&self.bytes))
    }

    /// Why the value is not shown as one might expect, in a sentence.
    pub fn note(&self) -> Option<&str> {
        None
    }

    /// Lines from the `from`-th that is visible when the lines `folds` (their
    /// [`index`](Line::index), in any order) are folded. Folds that are none are ignored.
    pub fn lines(&self, folds: &[u32], from: u32, count: u32) -> Lines {
        let _ = (folds, from, count);
        Lines {
            total: 0,
            lines: vec![],
        }
    }

    /// The whole document as text to copy: JSON indented, other text as it is, bytes as in
    /// [`Form::Hex`]. Here nothing is replaced by a visible form.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.bytes).into_owned()
    }
}
