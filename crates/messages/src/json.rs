//! JSON as its text says it: nothing is converted, so nothing is lost.

mod problem;
mod reader;

pub(crate) use problem::describe;
pub use problem::{Problem, json_problem};
pub(crate) use reader::{Fault, Reader, TokenKind};

/// Whether a text is JSON, or, where it was `cut`, the beginning of some.
pub(crate) fn may_begin(text: &str, cut: bool) -> bool {
    let mut reader = Reader::new(text);
    loop {
        match reader.next() {
            Ok(Some(_)) => {}
            Ok(None) => return true,
            Err(fault) => return cut && fault.at_end,
        }
    }
}
