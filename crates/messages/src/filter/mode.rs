//! Whether a text means conditions or just itself.

use super::cursor::Cursor;
use crate::path::{Operand, Part};

/// Whether a text begins as conditions do, and not like any text to look for.
pub(super) fn begins_condition(text: &str) -> bool {
    let mut cursor = Cursor::new(text);
    let mut negated = false;
    loop {
        if cursor.word("not") {
            negated = true;
        } else if !cursor.symbol("(") {
            break;
        }
    }
    let rest = cursor.rest();
    if rest.starts_with(['"', '\'']) {
        // Text in quotes alone is looked for with its quotes.
        return cursor.quoted(false).is_ok()
            && (cursor.connective_ahead() || negated && at_end(&mut cursor));
    }
    match cursor.operand() {
        None => false,
        Some(Err(_)) => is_path(rest) || rest.len() > 7 && is_header(rest),
        Some(Ok(Operand::Json(Part::Value, _))) => {
            rest.trim_end() == "." || is_path(rest) || cursor.operator_ahead()
        }
        Some(Ok(Operand::Json(Part::Key, _) | Operand::Header(_))) => true,
        Some(Ok(_)) => cursor.operator_ahead(),
    }
}

fn at_end(cursor: &mut Cursor<'_>) -> bool {
    matches!(cursor.rest().chars().next(), None | Some(')'))
}

/// Whether a field's name follows a dot: `.5` and `...` are just text.
fn is_path(text: &str) -> bool {
    let mut chars = text.chars();
    chars.next() == Some('.')
        && chars
            .next()
            .is_some_and(|c| c.is_alphabetic() || "\"[_$@".contains(c))
}

fn is_header(text: &str) -> bool {
    text.get(..7)
        .is_some_and(|word| word.eq_ignore_ascii_case("header."))
}
