use crate::position::Span;

/// What is wrong with a text, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// The place.
    pub span: Span,
    /// A sentence for people.
    pub message: String,
}
