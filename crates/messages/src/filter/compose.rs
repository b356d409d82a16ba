//! Conditions made from what is seen, as people would write them.

use super::expression::Expression;
use super::{FilterKind, FilterText, cursor, grammar};
use crate::json::{self, Decimal};
use crate::path::{Operand, push_quoted, read_operand};

/// A value longer than this, in bytes, is recognised by its beginning.
const MAX_VALUE: usize = 1000;

/// How much of a long value is written, in characters.
const BEGINNING: usize = 200;

/// The condition that a record has this value at this place, as a person would write it.
///
/// `value` is JSON as it stands in the record where the path leads into JSON, else (`key`,
/// `header.NAME`) text as it is. An object or an array gives the condition that it exists, a long
/// text the condition that it begins so.
pub fn condition_for(path: &str, value: &str) -> String {
    let is_json = matches!(read_operand(path, 0), Some(Ok((Operand::Json(..), _))));
    if is_json && value == "null" {
        return format!("{path} is null");
    }
    if let Some(literal) = literal(value, is_json) {
        return format!("{path} = {literal}");
    }
    match text_of(value, is_json) {
        Some(text) => {
            let mut condition = format!("{path} starts ");
            let end = text
                .char_indices()
                .nth(BEGINNING)
                .map_or(text.len(), |(at, _)| at);
            push_quoted(&mut condition, &text[..end]);
            condition
        }
        None => format!("{path} exists"),
    }
}

/// A filter that asks for `condition` besides what `filter` asks for, to be read as the filter is,
/// or with [`FilterMode::Auto`](super::FilterMode::Auto) where it was text to look for. One that
/// asks for the condition already stays as it is.
pub fn and_condition(filter: &FilterText, condition: &str) -> String {
    let text = filter.text.trim();
    if text.is_empty() {
        return condition.to_owned();
    }
    if filter.kind() == FilterKind::Text {
        let mut quoted = String::new();
        push_quoted(&mut quoted, &filter.text);
        return format!("{quoted} and {condition}");
    }
    let is_there = |asked: &Expression| matches!(asked, Expression::Condition(asked) if text.get(asked.from..asked.to) == Some(condition));
    match grammar::parse(text) {
        Ok(Expression::Any(_)) => format!("({text}) and {condition}"),
        Ok(Expression::All(asked)) if asked.iter().any(is_there) => text.to_owned(),
        Ok(asked) if is_there(&asked) => text.to_owned(),
        // What is wrong with it stays marked.
        Ok(_) | Err(_) => format!("{text} and {condition}"),
    }
}

/// A value as it is written in a condition; `None` for an object or an array, and where it is long.
pub(super) fn literal(value: &str, is_json: bool) -> Option<String> {
    if value.len() > MAX_VALUE || is_json && value.starts_with(['{', '[']) {
        return None;
    }
    let Some(text) = text_of(value, is_json) else {
        return Some(value.to_owned());
    };
    let is_number = Decimal::parse(text.as_bytes()).is_some();
    let means_itself = if is_number { !is_json } else { !is_word(&text) };
    if cursor::is_bare(&text) && means_itself {
        return Some(text);
    }
    let mut quoted = String::new();
    push_quoted(&mut quoted, &text);
    Some(quoted)
}

/// Whether a text without quotes means something else.
fn is_word(text: &str) -> bool {
    ["true", "false", "null"]
        .iter()
        .any(|word| text.eq_ignore_ascii_case(word))
}

/// The text that a value stands for, if it is one.
fn text_of(value: &str, is_json: bool) -> Option<String> {
    if !is_json {
        return Some(value.to_owned());
    }
    let raw = value.strip_prefix('"')?.strip_suffix('"')?;
    let mut text = vec![];
    json::unescape(raw.as_bytes(), &mut text);
    Some(String::from_utf8_lossy(&text).into_owned())
}
