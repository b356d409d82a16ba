//! Two records, field by field.

use std::collections::HashMap;

use crate::hex;
use crate::json::{Decimal, Reader, TokenKind, decode_string};
use crate::path::{Path, push_header};
use crate::record::{Record, TimestampKind};
use crate::visible::visible;

/// Fields that are compared at most.
const MAX_ROWS: usize = 5000;
/// Characters of a value that are shown.
const MAX_CHARS: usize = 2000;
/// Bytes that are shown in front of a difference in long values.
const CONTEXT: usize = 100;
/// Bytes of JSON that are taken apart, of each side.
const MAX_BYTES: usize = 8 << 20;
/// Scalars of JSON that are compared, of each side.
const MAX_LEAVES: usize = 200_000;
/// Bytes of all paths into a JSON text: a long name stands in many of them.
const MAX_PATHS: usize = 32 << 20;

/// What a comparison found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comparison {
    /// Why something was compared as a whole, or left out.
    pub note: Option<String>,
    /// Partition, offset and timestamp, then key, value and headers: the fields of the left record
    /// in their order, and those that only the right one has behind them. At most 5,000: where there
    /// are more, fields that are the same are left out first.
    pub rows: Vec<ComparedField>,
}

/// How a field differs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FieldChange {
    /// It does not.
    Same,
    /// It has another value.
    Changed,
    /// Only the right record has it.
    Added,
    /// Only the left record has it.
    Removed,
}

/// A field of two records. Texts are made [visible], and cut after 2,000 characters; where they
/// begin alike for long, `…` stands for that.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ComparedField {
    /// The field, as a [`Path`] names it.
    pub path: String,
    /// Its value on the left.
    pub left: Option<String>,
    /// Its value on the right.
    pub right: Option<String>,
    /// How they differ.
    pub kind: FieldChange,
}

/// A place and what stands there.
struct Leaf {
    path: String,
    value: Value,
}

/// A value that is compared.
#[derive(Debug, Clone)]
enum Value {
    /// A scalar of JSON as it is written, or an empty object or array.
    Json(String),
    /// Bytes as they are.
    Bytes(Vec<u8>),
}

/// Compares two records. JSON is compared member by member and element by element, numbers by what
/// they are worth (`1.10` is `1.1`), strings by what they stand for; all else byte by byte.
pub fn compare(left: &Record<'_>, right: &Record<'_>) -> Comparison {
    let mut rows = Vec::new();
    for (path, a, b) in [
        (
            "partition",
            Some(left.partition.to_string()),
            Some(right.partition.to_string()),
        ),
        (
            "offset",
            Some(left.offset.to_string()),
            Some(right.offset.to_string()),
        ),
        ("timestamp", time(left), time(right)),
    ] {
        let value = |text: String| Value::Json(text);
        rows.extend(field(path.to_owned(), a.map(value), b.map(value)));
    }
    let mut note = None;
    for (root, a, b) in [("key", left.key, right.key), ("", left.value, right.value)] {
        let pair = leaves(root, a).zip(leaves(root, b));
        let (a, b) = pair.unwrap_or_else(|whole| {
            if root.is_empty() && a.is_some() && b.is_some() {
                note = Some(whole);
            }
            let name = if root.is_empty() { "value" } else { root };
            (bytes(name, a), bytes(name, b))
        });
        rows.extend(pair_up(a, b));
    }
    rows.extend(pair_up(headers(left), headers(right)));
    if rows.len() > MAX_ROWS {
        // What differs is what one looks for.
        let differing = rows.iter().filter(|row| row.kind != FieldChange::Same);
        let mut same = MAX_ROWS.saturating_sub(differing.count());
        rows.retain(|row| {
            let room = row.kind != FieldChange::Same || same > 0;
            same = same.saturating_sub(usize::from(row.kind == FieldChange::Same));
            room
        });
        rows.truncate(MAX_ROWS);
        note = Some(format!(
            "There are more than {MAX_ROWS} fields: shown are what differs and some of the rest."
        ));
    }
    Comparison { note, rows }
}

/// Two answers, or why there are not two.
trait Both<T> {
    fn zip(self, other: Self) -> Result<(T, T), String>;
}

impl<T> Both<T> for Result<T, String> {
    fn zip(self, other: Self) -> Result<(T, T), String> {
        Ok((self?, other?))
    }
}

fn time(record: &Record<'_>) -> Option<String> {
    (record.timestamp_kind != TimestampKind::None).then(|| record.timestamp.to_string())
}

fn bytes(name: &str, value: Option<&[u8]>) -> Vec<Leaf> {
    let leaf = |bytes: &[u8]| Leaf {
        path: name.to_owned(),
        value: Value::Bytes(bytes.to_vec()),
    };
    value.map(leaf).into_iter().collect()
}

fn headers(record: &Record<'_>) -> Vec<Leaf> {
    record
        .headers
        .clone()
        .map(|(name, value)| {
            let mut path = String::new();
            push_header(&mut path, &visible(name, MAX_CHARS).0);
            let value = match value {
                Some(value) => Value::Bytes(value.to_vec()),
                None => Value::Json("null".to_owned()),
            };
            Leaf { path, value }
        })
        .collect()
}

/// The scalars of a JSON text with their paths; nothing for a null value. Why it is compared as a
/// whole, where it is no JSON object or array.
fn leaves(root: &str, value: Option<&[u8]>) -> Result<Vec<Leaf>, String> {
    let Some(value) = value else {
        return Ok(vec![]);
    };
    let whole = |why: &str| format!("Compared as a whole: {why}.");
    if value.len() > MAX_BYTES {
        return Err(whole("a value is larger than 8 MiB"));
    }
    let text = std::str::from_utf8(value).map_err(|_| whole("a value is no text"))?;
    if !text.trim_start().starts_with(['{', '[']) {
        return Err(whole("a value is no JSON object or array"));
    }
    let mut reader = Reader::new(text);
    let mut found: Vec<Leaf> = Vec::new();
    // What is open: the length of the path before its last step, and the next element of an array.
    let mut open: Vec<(usize, Option<u64>)> = Vec::new();
    let mut path = root.to_owned();
    // An object or array that has nothing in it is a leaf itself.
    let mut opened: Option<usize> = None;
    let mut room = MAX_PATHS;
    loop {
        let token = match reader.next() {
            Ok(Some(token)) => token,
            Ok(None) => return Ok(found),
            Err(_) => return Err(whole("a value is not JSON")),
        };
        let source = &text[token.start..token.end];
        match token.kind {
            TokenKind::Key => {
                if let Some((base, _)) = open.last() {
                    path.truncate(*base);
                }
                Path::push_member(&mut path, &decode_string(source));
                opened = None;
            }
            TokenKind::Close => {
                let (base, _) = open.pop().unwrap_or((root.len(), None));
                path.truncate(base);
                if opened.take().is_some() {
                    let value = if source == "}" { "{}" } else { "[]" };
                    found.push(leaf(&path, value));
                }
            }
            TokenKind::Open | TokenKind::String | TokenKind::Number | TokenKind::Literal => {
                if let Some((base, Some(index))) = open.last_mut() {
                    path.truncate(*base);
                    Path::push_index(&mut path, *index);
                    *index += 1;
                }
                if token.kind == TokenKind::Open {
                    open.push((path.len(), (source == "[").then_some(0)));
                    opened = Some(token.start);
                } else {
                    found.push(leaf(&path, source));
                    opened = None;
                }
            }
            TokenKind::Colon | TokenKind::Comma => continue,
        }
        room = room
            .checked_sub(path.len())
            .filter(|_| found.len() <= MAX_LEAVES)
            .ok_or_else(|| whole("a value has too many fields"))?;
    }
}

fn leaf(path: &str, source: &str) -> Leaf {
    Leaf {
        path: if path.is_empty() { "value" } else { path }.to_owned(),
        value: Value::Json(source.to_owned()),
    }
}

/// Pairs fields by their paths: the first of a name with the first of that name.
fn pair_up(left: Vec<Leaf>, right: Vec<Leaf>) -> Vec<ComparedField> {
    let mut places: HashMap<String, Vec<usize>> = HashMap::new();
    for (index, leaf) in right.iter().enumerate().rev() {
        places.entry(leaf.path.clone()).or_default().push(index);
    }
    let mut right: Vec<Option<Leaf>> = right.into_iter().map(Some).collect();
    let mut rows = Vec::new();
    for leaf in left {
        let other = places
            .get_mut(&leaf.path)
            .and_then(Vec::pop)
            .and_then(|index| right.get_mut(index)?.take());
        rows.extend(field(
            leaf.path,
            Some(leaf.value),
            other.map(|leaf| leaf.value),
        ));
    }
    for leaf in right.into_iter().flatten() {
        rows.extend(field(leaf.path, None, Some(leaf.value)));
    }
    rows
}

fn field(path: String, left: Option<Value>, right: Option<Value>) -> Option<ComparedField> {
    let kind = match (&left, &right) {
        (None, None) => return None,
        (None, Some(_)) => FieldChange::Added,
        (Some(_), None) => FieldChange::Removed,
        (Some(left), Some(right)) if left.is(right) => FieldChange::Same,
        (Some(_), Some(_)) => FieldChange::Changed,
    };
    // Where long values begin alike, what is shown begins near the difference.
    let skip = match (&left, &right) {
        (Some(left), Some(right)) if kind == FieldChange::Changed => left.alike(right),
        _ => 0,
    };
    Some(ComparedField {
        path,
        left: left.map(|value| value.shown(skip)),
        right: right.map(|value| value.shown(skip)),
        kind,
    })
}

impl Value {
    fn is(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Bytes(left), Self::Bytes(right)) => left == right,
            (Self::Json(left), Self::Json(right)) => left == right || same(left, right),
            (Self::Bytes(_), Self::Json(_)) | (Self::Json(_), Self::Bytes(_)) => false,
        }
    }

    fn bytes(&self) -> &[u8] {
        match self {
            Self::Json(source) => source.as_bytes(),
            Self::Bytes(bytes) => bytes,
        }
    }

    /// How many bytes of the beginning need not be shown since they are the same in both.
    fn alike(&self, other: &Self) -> usize {
        let (left, right) = (self.bytes(), other.bytes());
        let same = left.iter().zip(right).take_while(|(a, b)| a == b).count();
        if same <= MAX_CHARS / 2 {
            return 0;
        }
        let near = same - CONTEXT;
        (near..same)
            .find(|&at| left.get(at).is_some_and(|byte| byte & 0xc0 != 0x80))
            .unwrap_or(near)
    }

    /// The value from a byte on, in visible characters.
    fn shown(self, skip: usize) -> String {
        let bytes = self.bytes().get(skip..).unwrap_or_default();
        let (mut text, cut) = if std::str::from_utf8(bytes).is_ok() {
            visible(bytes, MAX_CHARS)
        } else {
            let (head, more) = bytes.split_at(bytes.len().min(MAX_CHARS / 2));
            let mut digits = "0x".to_owned();
            for byte in head {
                hex::push_byte(&mut digits, *byte);
            }
            (digits, !more.is_empty())
        };
        if skip > 0 {
            text.insert(0, '…');
        }
        if cut {
            text.push('…');
        }
        text
    }
}

/// Whether two scalars of JSON mean the same though they are written differently.
fn same(left: &str, right: &str) -> bool {
    if left.starts_with('"') && right.starts_with('"') {
        return decode_string(left) == decode_string(right);
    }
    match (
        Decimal::parse(left.as_bytes()),
        Decimal::parse(right.as_bytes()),
    ) {
        (Some(left), Some(right)) => left.compare(&right).is_eq(),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::batch::Batch;

    fn record(value: Option<&str>, headers: &[(&str, Option<&str>)]) -> Batch {
        let mut batch = Batch::default();
        batch.push(Record {
            partition: 0,
            offset: 1,
            timestamp: 5,
            timestamp_kind: TimestampKind::Create,
            key: Some(b"k".as_slice()),
            value: value.map(str::as_bytes),
            headers: headers
                .iter()
                .map(|(name, value)| (name.as_bytes(), value.map(str::as_bytes))),
        });
        batch
    }

    /// The rows that differ, as `path left right`.
    fn check(left: Option<&str>, right: Option<&str>, expected: &[&str]) {
        let (left, right) = (record(left, &[]), record(right, &[]));
        let found = compare(
            &left.get(0).expect("a record"),
            &right.get(0).expect("a record"),
        );
        let rows: Vec<String> = found
            .rows
            .iter()
            .filter(|row| row.kind != FieldChange::Same)
            .map(|row| {
                let text = |side: &Option<String>| side.clone().unwrap_or_else(|| "-".to_owned());
                format!("{} {} {}", row.path, text(&row.left), text(&row.right))
            })
            .collect();
        assert_eq!(rows, expected);
    }

    #[test]
    fn json_is_compared_by_its_fields() {
        check(Some("{\"a\":1}"), Some("{ \"a\" : 1.0 }"), &[]);
        check(Some(r#"{"a":"é"}"#), Some(r#"{"a":"\u00e9"}"#), &[]);
        check(
            Some(r#"{"a":{"b":[1,2,{"c":null}]},"d":{}}"#),
            Some(r#"{"a":{"b":[1,3,{"c":"x"},4]},"e":[]}"#),
            &[
                ".a.b[1] 2 3",
                ".a.b[2].c null \"x\"",
                ".d {} -",
                ".a.b[3] - 4",
                ".e - []",
            ],
        );
        check(Some("[1]"), Some("[1,2]"), &[".[1] - 2"]);
        check(
            Some(r#"{"n":9007199254740993}"#),
            Some(r#"{"n":9007199254740992}"#),
            &[".n 9007199254740993 9007199254740992"],
        );
    }

    #[test]
    fn what_is_not_json_is_compared_as_a_whole() {
        check(Some("plain"), Some("other"), &["value plain other"]);
        check(
            Some("{\"a\":1"),
            Some("{\"a\":1}"),
            &["value {\"a\":1 {\"a\":1}"],
        );
        check(None, Some("{\"a\":1}"), &[".a - 1"]);
        check(None, None, &[]);
    }

    #[test]
    fn headers_of_one_name_are_paired_in_their_order() {
        let left = record(None, &[("h", Some("1")), ("h", None), ("x", Some("1"))]);
        let right = record(None, &[("h", Some("1")), ("h", Some("2"))]);
        let found = compare(
            &left.get(0).expect("a record"),
            &right.get(0).expect("a record"),
        );
        let kinds: Vec<(&str, FieldChange)> = found
            .rows
            .iter()
            .filter(|row| row.path.starts_with("header"))
            .map(|row| (row.path.as_str(), row.kind))
            .collect();
        assert_eq!(
            kinds,
            [
                ("header.h", FieldChange::Same),
                ("header.h", FieldChange::Changed),
                ("header.x", FieldChange::Removed),
            ]
        );
    }

    fn compared(left: &str, right: &str) -> Comparison {
        let (left, right) = (record(Some(left), &[]), record(Some(right), &[]));
        compare(
            &left.get(0).expect("a record"),
            &right.get(0).expect("a record"),
        )
    }

    #[test]
    fn what_differs_is_never_left_out_for_what_does_not() {
        let json = |last: &str| format!("[{}{last}]", "1,".repeat(10_000));
        let found = compared(&json("2"), &json("3"));
        assert_eq!(found.rows.len(), MAX_ROWS);
        assert!(found.note.is_some());
        let changed: Vec<&str> = found
            .rows
            .iter()
            .filter(|row| row.kind == FieldChange::Changed)
            .map(|row| row.path.as_str())
            .collect();
        assert_eq!(changed, [".[10000]"]);
    }

    #[test]
    fn long_values_are_shown_where_they_differ() {
        let text = |end: &str| format!("{}{end}", "é".repeat(5000));
        let found = compared(&text("a"), &text("b"));
        let row = found.rows.last().expect("the value");
        let (left, right) = (row.left.as_deref(), row.right.as_deref());
        let near = "é".repeat(CONTEXT / 2);
        assert_eq!(left, Some(format!("…{near}a").as_str()));
        assert_eq!(right, Some(format!("…{near}b").as_str()));
    }

    #[test]
    fn what_would_take_too_much_memory_is_compared_as_a_whole() {
        let wide = format!("[{}1]", "1,".repeat(MAX_LEAVES));
        let long = format!(r#"{{"{}":[{}1]}}"#, "k".repeat(100_000), "1,".repeat(1000));
        for json in [wide, long] {
            let found = compared(&json, "[]");
            let note = "Compared as a whole: a value has too many fields.";
            assert_eq!(found.note.as_deref(), Some(note));
            assert_eq!(
                found.rows.last().map(|row| row.path.as_str()),
                Some("value")
            );
        }
    }
}
