//! What a condition or a column asks of a record, as it is written.

use crate::filter::Fault;
use crate::json::{self, Step};

/// A thing that a record has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Operand {
    /// A place in the value or the key, taken as JSON.
    Json(Part, Vec<Step>),
    /// The key's bytes.
    Key,
    /// The value's bytes.
    Value,
    /// The values of the headers with this name.
    Header(String),
    Partition,
    Offset,
    Timestamp,
    /// The bytes of key and value together.
    Size,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Part {
    Key,
    Value,
}

impl Operand {
    /// Whether it is a number in every record.
    pub(crate) fn is_number(&self) -> bool {
        matches!(
            self,
            Self::Partition | Self::Offset | Self::Timestamp | Self::Size
        )
    }
}

/// The most steps that a path has.
const MAX_STEPS: usize = 64;

/// Reads the operand that begins at byte `at`, and gives the byte after it. `None` where none
/// begins.
pub(crate) fn read(text: &str, at: usize) -> Option<Result<(Operand, usize), Fault>> {
    let rest = text.get(at..)?;
    if rest.starts_with('.') {
        return Some(read_json(Part::Value, text, at));
    }
    let size = rest
        .find(|c: char| !c.is_ascii_alphabetic())
        .unwrap_or(rest.len());
    let end = at + size;
    let next = rest[size..].chars().next();
    let goes_into = matches!(next, Some('.' | '['));
    let operand = match rest[..size].to_ascii_lowercase().as_str() {
        "key" if goes_into => return Some(read_json(Part::Key, text, end)),
        "value" if goes_into => return Some(read_json(Part::Value, text, end)),
        "header" if next == Some('.') => return Some(read_header(text, end + 1)),
        "header" if !next.is_some_and(is_header_char) => {
            let fault = Fault::new(at, end, "A header needs its name");
            return Some(Err(fault.hint("Write header.NAME")));
        }
        "key" => Operand::Key,
        "value" => Operand::Value,
        "partition" => Operand::Partition,
        "offset" => Operand::Offset,
        "timestamp" => Operand::Timestamp,
        "size" => Operand::Size,
        _ => return None,
    };
    (!next.is_some_and(is_header_char)).then_some(Ok((operand, end)))
}

/// Whether a member's name can be written without quotes.
pub(crate) fn is_bare_member(name: &str) -> bool {
    !name.is_empty() && name.chars().all(is_member_char)
}

/// Whether a header's name can be written without quotes.
pub(crate) fn is_bare_header(name: &str) -> bool {
    !name.is_empty() && name.chars().all(is_header_char)
}

/// Whether a path without quotes goes on with this character.
fn is_member_char(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '_' | '-' | '$' | '@')
}

fn is_header_char(c: char) -> bool {
    is_member_char(c) || matches!(c, '.' | ':')
}

fn read_json(part: Part, text: &str, start: usize) -> Result<(Operand, usize), Fault> {
    let bytes = text.as_bytes();
    let mut at = start;
    let mut steps = vec![];
    loop {
        let from = at;
        let step = match (bytes.get(at), bytes.get(at + 1)) {
            (Some(b'.'), Some(b'"')) => {
                let (name, end) = read_quoted(text, at + 1)?;
                at = end;
                Step::Member(name.into())
            }
            (Some(b'.'), Some(b'[')) => {
                at += 1;
                continue;
            }
            (Some(b'.'), _) => {
                let name = taken(text, at + 1, is_member_char);
                at += 1 + name.len();
                if name.is_empty() {
                    // A dot alone is the whole value.
                    return if steps.is_empty() && part == Part::Value && at == start + 1 {
                        Ok((Operand::Json(part, steps), at))
                    } else {
                        Err(Fault::new(from, at, "A name has to follow the dot")
                            .hint("Names with other than letters, digits, _ and - go in double quotes: .\"odd name\""))
                    };
                }
                Step::Member(name.into())
            }
            (Some(b'['), _) => {
                let digits = taken(text, at + 1, |c| c.is_ascii_digit());
                at += 1 + digits.len();
                if bytes.get(at) != Some(&b']') {
                    return Err(Fault::new(from, at, "The bracket is not closed")
                        .hint("Write [0] for the first element, [] for any"));
                }
                at += 1;
                if digits.is_empty() {
                    Step::Each
                } else {
                    // No array has so many elements that the number would not fit.
                    Step::Index(digits.parse().unwrap_or(u64::MAX))
                }
            }
            _ => return Ok((Operand::Json(part, steps), at)),
        };
        steps.push(step);
        if steps.len() > MAX_STEPS {
            return Err(Fault::new(start, at, "The path is too long")
                .hint(format!("A path has {MAX_STEPS} steps at most")));
        }
    }
}

fn read_header(text: &str, at: usize) -> Result<(Operand, usize), Fault> {
    if text.as_bytes().get(at) == Some(&b'"') {
        let (name, end) = read_quoted(text, at)?;
        return Ok((Operand::Header(name), end));
    }
    let name = taken(text, at, is_header_char);
    if name.is_empty() {
        return Err(Fault::new(at, at, "A header's name has to follow the dot")
            .hint("Odd names go in double quotes: header.\"odd name\""));
    }
    Ok((Operand::Header(name.to_owned()), at + name.len()))
}

/// Reads a name in double quotes with the escapes of JSON.
fn read_quoted(text: &str, start: usize) -> Result<(String, usize), Fault> {
    let inside = text.get(start + 1..).unwrap_or_default();
    let mut escaped = false;
    let size = inside.bytes().position(|byte| {
        let closes = byte == b'"' && !escaped;
        escaped = byte == b'\\' && !escaped;
        closes
    });
    let Some(size) = size else {
        return Err(Fault::new(start, text.len(), "The quote is not closed"));
    };
    let mut name = vec![];
    json::unescape(&inside.as_bytes()[..size], &mut name);
    Ok((
        String::from_utf8_lossy(&name).into_owned(),
        start + size + 2,
    ))
}

fn taken(text: &str, at: usize, is_part: impl Fn(char) -> bool) -> &str {
    let rest = text.get(at..).unwrap_or_default();
    let size = rest.find(|c| !is_part(c)).unwrap_or(rest.len());
    &rest[..size]
}
