use crate::position::Span;

/// Which of the two texts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Side {
    /// The text that was there before.
    Old,
    /// The text that is to come.
    New,
}

/// One difference between two schemas, as Confluent's checker reports it: for BACKWARD, the new one reads what the old
/// one wrote.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// The registry's name of its kind, as `READER_FIELD_MISSING_DEFAULT_VALUE`.
    pub kind: &'static str,
    /// The registry's path, as `/fields/2/type` or `#/properties/a`.
    pub path: String,
    /// Whether it leaves the schemas compatible.
    pub compatible: bool,
    /// What the registry adds to its message (Avro's `additionalInfo`).
    pub info: Option<String>,
    /// Its place in the old text; for what was added: its parent's.
    pub old_at: Option<Span>,
    /// Its place in the new text; for what was removed: its parent's.
    pub new_at: Option<Span>,
}

impl Difference {
    /// The place to show it at: in the new text if it has one there, otherwise in the old one.
    pub fn place(&self) -> Option<(Side, Span)> {
        let new = self.new_at.map(|span| (Side::New, span));
        new.or_else(|| self.old_at.map(|span| (Side::Old, span)))
    }
}
