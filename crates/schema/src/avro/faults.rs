use super::Source;
use super::model::Place;
use crate::diagnostic::Diagnostic;
use crate::position::{LineIndex, Span};

/// So many are told at most.
const MAX_DIAGNOSTICS: usize = 50;

/// Faults in a text and in its references; what lies in a reference is told at the start of the text.
pub(super) struct Faults<'a> {
    source: Source<'a>,
    diagnostics: Vec<Diagnostic>,
}

impl<'a> Faults<'a> {
    pub(super) fn new(source: Source<'a>) -> Self {
        Self {
            source,
            diagnostics: Vec::new(),
        }
    }

    pub(super) fn push(&mut self, place: Place, message: impl Into<String>) {
        if self.diagnostics.len() >= MAX_DIAGNOSTICS {
            return;
        }
        let message = message.into();
        self.diagnostics.push(match place.document.checked_sub(1) {
            None => Diagnostic {
                span: place.span,
                message,
            },
            Some(reference) => {
                let reference = self.source.references[reference as usize];
                let lines = LineIndex::new(reference.text);
                let at = lines.position(reference.text, place.span.start);
                Diagnostic {
                    span: Span::default(),
                    message: format!(
                        "in `{}`, line {}, column {}: {message}",
                        reference.name, at.line, at.column
                    ),
                }
            }
        });
    }

    pub(super) fn is_empty(&self) -> bool {
        self.diagnostics.is_empty()
    }

    pub(super) fn into_diagnostics(self) -> Vec<Diagnostic> {
        self.diagnostics
    }
}
