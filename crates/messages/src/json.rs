//! JSON as its text says it: nothing is converted, so nothing is lost.

mod decimal;
mod fields;
mod problem;
mod reader;
mod scan;
mod string;
mod text;

pub(crate) use decimal::Decimal;
pub(crate) use fields::{Fields, MAX_FIELDS, Places, Step, any};
pub(crate) use problem::describe;
pub use problem::{Problem, json_problem};
pub(crate) use reader::{Fault, Reader, Token, TokenKind};
pub(crate) use scan::{NotJson, Scan, is_json};
pub(crate) use string::{decode as decode_string, lone_surrogate, push as push_string};
pub(crate) use text::unescape;

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
