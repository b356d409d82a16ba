//! Where a text is not JSON, and why.

use super::reader::{Fault, Reader};

/// Why a text is not JSON.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The line of the place, from 1. Lines end with LF, CR LF or CR.
    pub line: u32,
    /// The column of the place, from 1, in UTF-16 units as editors count.
    pub column: u32,
    /// What is wrong there, in words, to stand in a sentence: `expected a value`.
    pub message: String,
}

/// The first thing that keeps a text from being JSON as RFC 8259 defines it; `None` where it is
/// JSON. Nesting may be as deep as it likes, numbers as large.
pub fn json_problem(text: &str) -> Option<Problem> {
    let mut reader = Reader::new(text);
    loop {
        match reader.next() {
            Ok(Some(_)) => {}
            Ok(None) => return None,
            Err(fault) => return Some(describe(text, &fault)),
        }
    }
}

/// A fault as a problem.
pub(crate) fn describe(text: &str, fault: &Fault) -> Problem {
    let before = text.get(..fault.at).unwrap_or(text);
    let bytes = before.as_bytes();
    let breaks = bytes
        .iter()
        .enumerate()
        .filter(|&(at, &byte)| {
            byte == b'\n' || (byte == b'\r' && text.as_bytes().get(at + 1) != Some(&b'\n'))
        })
        .count();
    let line = before.rsplit(['\n', '\r']).next().unwrap_or_default();
    Problem {
        line: u32::try_from(breaks + 1).unwrap_or(u32::MAX),
        column: u32::try_from(line.encode_utf16().count() + 1).unwrap_or(u32::MAX),
        message: fault.message.to_owned(),
    }
}
