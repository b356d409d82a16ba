//! Text with a meaning for the eye.

/// What a piece of text is, so that it can be coloured. The numbers are those of the window format
/// (see [`rows`](crate::rows)).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum SpanKind {
    /// Nothing special.
    Plain = 0,
    /// The name of a member of a JSON object.
    Key = 1,
    /// A JSON string.
    String = 2,
    /// A JSON number.
    Number = 3,
    /// `true`, `false` or `null`.
    Literal = 4,
    /// Brackets, colons and commas.
    Punctuation = 5,
    /// What the data does not hold as such: symbols for control characters, offsets, summaries.
    Dim = 6,
}

/// A piece of text of one kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Span {
    /// How to show it.
    pub kind: SpanKind,
    /// Text that is safe to show: no control character, nothing invisible.
    pub text: String,
}
