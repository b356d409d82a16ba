//! Conditions as a tree.

use crate::path::Operand;

/// What is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Expression {
    All(Vec<Self>),
    Any(Vec<Self>),
    Not(Box<Self>),
    Condition(Condition),
    /// Text that is somewhere in the record.
    Anywhere {
        text: String,
        /// Where it stands, in bytes.
        from: usize,
        to: usize,
    },
}

/// A question about one operand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Condition {
    pub(super) operand: Operand,
    pub(super) test: Test,
    /// Where it stands, in bytes.
    pub(super) from: usize,
    pub(super) to: usize,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Test {
    Exists,
    Null,
    NotNull,
    Equals(Literal),
    Compares(Comparison, Literal),
    OneOf(Vec<Literal>),
    Text(TextTest, Literal),
    Matches(Literal),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Comparison {
    Less,
    AtMost,
    More,
    AtLeast,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum TextTest {
    Contains,
    Starts,
    Ends,
}

/// What an operand is compared with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Literal {
    pub(super) text: String,
    pub(super) quoted: bool,
    /// Where it stands, in bytes.
    pub(super) from: usize,
    pub(super) to: usize,
}

impl Expression {
    pub(super) fn not(self) -> Self {
        Self::Not(Box::new(self))
    }
}

impl Comparison {
    pub(super) fn holds(self, order: std::cmp::Ordering) -> bool {
        match self {
            Self::Less => order.is_lt(),
            Self::AtMost => order.is_le(),
            Self::More => order.is_gt(),
            Self::AtLeast => order.is_ge(),
        }
    }
}

impl Literal {
    pub(super) fn is_null(&self) -> bool {
        !self.quoted && self.text.eq_ignore_ascii_case("null")
    }
}
