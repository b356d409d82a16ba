//! The window format, read back by a reader of its own.

use messages::{Batch, MAX_ROWS, Overflow, Path, Record, Shape, SpanKind, TimestampKind, View};
use proptest::collection::vec;
use proptest::option::of;
use proptest::prelude::*;

use crate::{Pairs, batch_of, cases, contains, record};

#[derive(Debug, PartialEq)]
struct Row {
    number: f64,
    offset: i64,
    timestamp: i64,
    partition: i32,
    key_size: u32,
    value_size: u32,
    headers: u16,
    timestamp_kind: u8,
    key_shape: u8,
    value_shape: u8,
    cut: u8,
    key: Vec<(u8, String)>,
    value: Vec<(u8, String)>,
    cells: Vec<(u8, String)>,
}

struct Reader<'a>(&'a [u8]);

impl Reader<'_> {
    fn take<const N: usize>(&mut self) -> [u8; N] {
        let (taken, rest) = self.0.split_first_chunk().expect("enough bytes");
        self.0 = rest;
        *taken
    }

    fn u8(&mut self) -> u8 {
        u8::from_le_bytes(self.take())
    }

    fn u16(&mut self) -> u16 {
        u16::from_le_bytes(self.take())
    }

    fn u32(&mut self) -> u32 {
        u32::from_le_bytes(self.take())
    }

    fn spans(&mut self, count: u16) -> Vec<(u8, u16)> {
        (0..count).map(|_| (self.u8(), self.u16())).collect()
    }
}

/// The characters of the first `units` UTF-16 units of a text, which is shortened by them.
fn take_utf16(text: &mut &str, units: u16) -> String {
    let mut left = usize::from(units);
    let mut end = 0;
    for c in text.chars() {
        if left == 0 {
            break;
        }
        left -= c.len_utf16();
        end += c.len_utf8();
    }
    assert_eq!(left, 0, "a span covers whole characters");
    let (taken, rest) = text.split_at(end);
    *text = rest;
    taken.to_owned()
}

fn decode(window: &[u8]) -> Vec<Row> {
    let mut reader = Reader(window);
    let n = reader.u32();
    let text_bytes = reader.u32() as usize;
    let columns = reader.u16();
    let text = &window[window.len() - text_bytes..];
    let mut text = str::from_utf8(text).expect("UTF-8");
    let mut rows = vec![];
    for _ in 0..n {
        let mut row = Row {
            number: f64::from_le_bytes(reader.take()),
            offset: i64::from_le_bytes(reader.take()),
            timestamp: i64::from_le_bytes(reader.take()),
            partition: i32::from_le_bytes(reader.take()),
            key_size: reader.u32(),
            value_size: reader.u32(),
            headers: reader.u16(),
            timestamp_kind: reader.u8(),
            key_shape: reader.u8(),
            value_shape: reader.u8(),
            cut: reader.u8(),
            key: vec![],
            value: vec![],
            cells: vec![],
        };
        let (key, value) = (reader.u16(), reader.u16());
        for (count, into) in [(key, &mut row.key), (value, &mut row.value)] {
            for (kind, units) in reader.spans(count) {
                into.push((kind, take_utf16(&mut text, units)));
            }
        }
        for (kind, units) in reader.spans(columns) {
            row.cells.push((kind, take_utf16(&mut text, units)));
        }
        rows.push(row);
    }
    assert_eq!(reader.0.len(), text_bytes, "the text follows the rows");
    assert_eq!(text, "", "spans cover all of the text");
    rows
}

fn joined(spans: &[(u8, String)]) -> String {
    spans.iter().map(|(_, text)| text.as_str()).collect()
}

fn view_of(batch: Batch) -> View {
    let mut view = View::new(1 << 30, Overflow::Slide);
    view.push(batch);
    view
}

fn all_rows(view: &View) -> Vec<Row> {
    decode(&messages::rows(view, view.first(), MAX_ROWS, &[]))
}

/// Checks the preview of a value, its shape and whether it is cut.
fn check(value: &[u8], shape: Shape, cut: bool, expected: &str) {
    let rows = all_rows(&view_of(batch_of(value)));
    let [row] = rows.as_slice() else {
        panic!("one row, not {rows:?}");
    };
    let actual = (joined(&row.value), row.value_shape, row.cut);
    let expected = (expected.to_owned(), shape as u8, u8::from(cut) << 1);
    assert_eq!(actual, expected, "{}", value.escape_ascii());
    assert_eq!(row.value_size as usize, value.len());
}

#[test]
fn previews_are_one_line() {
    use Shape::{Binary, Empty, Json, Text};
    check(b"", Empty, false, "");
    check(b"plain", Text, false, "plain");
    check(b"a\nb\tc\rd\r\n", Text, false, "a⟨LF⟩b⟨HT⟩c⟨CR⟩d⟨CR⟩⟨LF⟩");
    check(
        b"{ \"a\" :\n  1 ,\"b\":[ ]}",
        Json,
        false,
        r#"{"a": 1, "b": []}"#,
    );
    check(
        br"[1e999999,-0.0,12345678901234567890]",
        Json,
        false,
        "[1e999999, -0.0, 12345678901234567890]",
    );
    check(br#"{"a":1,"a":2}"#, Json, false, r#"{"a": 1, "a": 2}"#);
    check(br#""\ud800\u0000\n""#, Json, false, r#""\ud800\u0000\n""#);
    check("\"x\u{202e}y\"".as_bytes(), Json, false, "\"x⟨U+202E⟩y\"");
    check(br#"{"a":"#, Text, false, r#"{"a":"#);
    check(b"\x00\x01\xff", Binary, false, "0x0001ff");
    check(
        &[0xff; 200],
        Binary,
        true,
        &format!("0x{}", "ff".repeat(149)),
    );
    check("🦀".repeat(300).as_bytes(), Text, false, &"🦀".repeat(300));
    check("🦀".repeat(301).as_bytes(), Text, true, &"🦀".repeat(300));
    check(&[b"[", &[b' '; 5000][..], b"1]"].concat(), Json, true, "[");
    check(
        format!("[\"{}\"]", "\\n".repeat(400)).as_bytes(),
        Json,
        true,
        &format!("[\"{}", "\\n".repeat(149)),
    );
    check(
        format!("[\"{}", "é".repeat(10_000)).as_bytes(),
        Json,
        true,
        &format!("[\"{}", "é".repeat(298)),
    );
    let nested = r#"{"a":"#.repeat(10_000);
    check(nested.as_bytes(), Json, true, &r#"{"a": "#.repeat(50));
    check(
        &[b"\"", &[b'\\'; 5001][..]].concat(),
        Json,
        true,
        &format!("\"{}", "\\".repeat(298)),
    );
}

#[test]
fn spans_tell_the_parts_of_json() {
    let rows = all_rows(&view_of(batch_of(br#"{"k":["s",1,true]}"#)));
    let spans: Vec<_> = rows[0]
        .value
        .iter()
        .map(|(kind, text)| (*kind, text.as_str()))
        .collect();
    let kind = |kind: SpanKind| kind as u8;
    assert_eq!(
        spans,
        [
            (kind(SpanKind::Punctuation), "{"),
            (kind(SpanKind::Key), "\"k\""),
            (kind(SpanKind::Punctuation), ": ["),
            (kind(SpanKind::String), "\"s\""),
            (kind(SpanKind::Punctuation), ", "),
            (kind(SpanKind::Number), "1"),
            (kind(SpanKind::Punctuation), ", "),
            (kind(SpanKind::Literal), "true"),
            (kind(SpanKind::Punctuation), "]}"),
        ]
    );
    assert_eq!(
        [0, 1, 2, 3, 4, 5, 6],
        [
            SpanKind::Plain,
            SpanKind::Key,
            SpanKind::String,
            SpanKind::Number,
            SpanKind::Literal,
            SpanKind::Punctuation,
            SpanKind::Dim,
        ]
        .map(|kind| kind as u8)
    );
}

#[test]
fn a_row_holds_what_the_record_says() {
    let mut batch = Batch::default();
    let headers: Pairs<'_> = &[(b"a", None), (b"a", Some(b""))];
    batch.push(Record {
        partition: 7,
        offset: i64::MAX,
        timestamp: -1,
        timestamp_kind: TimestampKind::LogAppend,
        key: None,
        value: None,
        headers: headers.iter().copied(),
    });
    let many = std::iter::repeat_n((&b"h"[..], None), 70_000);
    batch.push(Record {
        partition: -1,
        offset: i64::MIN,
        timestamp: i64::MAX,
        timestamp_kind: TimestampKind::None,
        key: Some(&[b'k'; 121]),
        value: Some(b"12"),
        headers: many,
    });
    let view = view_of(batch);
    let rows = all_rows(&view);
    assert_eq!(
        rows,
        [
            Row {
                number: view.first() as f64,
                offset: i64::MAX,
                timestamp: -1,
                partition: 7,
                key_size: 0,
                value_size: 0,
                headers: 2,
                timestamp_kind: 2,
                key_shape: 0,
                value_shape: 0,
                cut: 0,
                key: vec![],
                value: vec![],
                cells: vec![],
            },
            Row {
                number: view.first() as f64 + 1.0,
                offset: i64::MIN,
                timestamp: i64::MAX,
                partition: -1,
                key_size: 121,
                value_size: 2,
                headers: u16::MAX,
                timestamp_kind: 0,
                key_shape: 3,
                value_shape: 2,
                cut: 1,
                key: vec![(0, "k".repeat(120))],
                value: vec![(3, "12".into())],
                cells: vec![],
            },
        ]
    );
}

fn paths(texts: &[&str]) -> Vec<Path> {
    let parse = |text: &&str| Path::parse(text).expect("a path");
    texts.iter().map(parse).collect()
}

#[test]
fn a_cell_is_what_its_path_leads_to() {
    const MISSING: u8 = 255;
    const NOT_JSON: u8 = 254;
    let long = "é".repeat(200);
    let json = format!(
        r#"{{"s":"a\"b\n","n":1.50,"t":true,"o":{{"x": [1 ]}},"long":"{long}","digits":{}}}"#,
        "7".repeat(5000)
    );
    let mut batch = batch_of(json.as_bytes());
    let headers: Pairs<'_> = &[(b"trace", Some(b"1\n2")), (b"empty", None)];
    batch.push(Record {
        partition: 0,
        offset: 1,
        timestamp: 0,
        timestamp_kind: TimestampKind::Create,
        key: Some(br#"{"id":7}"#),
        value: Some(b"plain"),
        headers: headers.iter().copied(),
    });
    let view = view_of(batch);
    let columns = paths(&[
        ".s",
        ".n",
        ".t",
        ".o",
        ".long",
        ".digits",
        ".none",
        "key.id",
        "header.trace",
        "value",
    ]);
    let rows = decode(&messages::rows(&view, view.first(), 10, &columns));
    let cell = |kind: SpanKind, text: &str| (kind as u8, text.to_owned());
    let none = |kind: u8| (kind, String::new());
    assert_eq!(
        rows[0].cells,
        [
            cell(SpanKind::String, "a\"b⟨LF⟩"),
            cell(SpanKind::Number, "1.50"),
            cell(SpanKind::Literal, "true"),
            cell(SpanKind::Punctuation, r#"{"x": [1]}"#),
            cell(SpanKind::String, &format!("{}…", "é".repeat(119))),
            cell(SpanKind::Number, &format!("{}…", "7".repeat(119))),
            none(MISSING),
            none(MISSING),
            none(MISSING),
            cell(
                SpanKind::Plain,
                &(json.chars().take(119).collect::<String>() + "…")
            ),
        ]
    );
    let mut expected = vec![none(NOT_JSON); 7];
    expected.extend([
        cell(SpanKind::Number, "7"),
        cell(SpanKind::Plain, "1⟨LF⟩2"),
        cell(SpanKind::Plain, "plain"),
    ]);
    assert_eq!(rows[1].cells, expected);
}

#[test]
fn cells_look_through_a_bounded_amount_of_json() {
    let json = format!(r#"["{}"]"#, "x".repeat(10 << 20));
    let mut batch = Batch::default();
    for offset in 0..5 {
        batch.push(record(offset, None, Some(json.as_bytes())));
    }
    let view = view_of(batch);
    let columns = paths(&[".[1]", "header.x"]);
    let rows = decode(&messages::rows(&view, view.first(), 10, &columns));
    let kinds: Vec<u8> = rows.iter().map(|row| row.cells[0].0).collect();
    let dim = SpanKind::Dim as u8;
    assert_eq!(kinds, [255, 255, 255, dim, dim]);
    assert_eq!(rows[4].cells, [(dim, "…".to_owned()), (255, String::new())]);
}

#[test]
fn a_window_is_what_the_view_has_of_it() {
    let mut batch = Batch::default();
    for offset in 0..2000 {
        batch.push(record(offset, None, Some(b"x")));
    }
    let view = view_of(batch);
    let offsets = |from, count| -> Vec<i64> {
        let from = view.first().saturating_add(from);
        let rows = decode(&messages::rows(&view, from, count, &[]));
        rows.iter().map(|row| row.offset).collect()
    };
    assert_eq!(offsets(5, 3), [5, 6, 7]);
    assert_eq!(offsets(1998, 10), [1998, 1999]);
    assert_eq!(offsets(0, usize::MAX).len(), 500);
    assert!(offsets(0, 0).is_empty());
    assert!(offsets(2000, 10).is_empty());
    assert!(offsets(u64::MAX, usize::MAX).is_empty());
    assert!(decode(&messages::rows(&View::new(0, Overflow::Slide), 0, 10, &[])).is_empty());
}

#[test]
fn rows_of_a_filter_have_numbers_that_javascript_holds() {
    let mut view = View::new(1 << 20, Overflow::Slide);
    for _ in 0..3 {
        view.set_filter(contains("x"));
        view.push(batch_of(b"x"));
        while view.rescan(1) {}
    }
    let rows = all_rows(&view);
    assert_eq!(rows.len(), 3);
    for (row, number) in rows.iter().zip(view.first()..) {
        assert!(row.number < 9_007_199_254_740_992.0);
        assert_eq!(row.number as u64, number);
    }
}

/// Bytes that look like something.
fn payload() -> impl Strategy<Value = Vec<u8>> {
    prop_oneof![
        vec(any::<u8>(), 0..50),
        ".{0,400}".prop_map(String::into_bytes),
        "[\\[\\]{}:,\"\\\\ \n0-9a-eu\u{202e}🦀-]{0,60}".prop_map(String::into_bytes),
        vec("[\\[{]?\"[a-z\\\\\"🦀]{0,9}\"[:,]? ?", 0..80)
            .prop_map(|parts| parts.concat().into_bytes()),
    ]
}

proptest! {
    #![proptest_config(cases(150))]

    #[test]
    fn any_record_can_be_packed_and_read(
        records in vec((of(payload()), of(payload()), 0..3_usize), 0..20)
    ) {
        let mut batch = Batch::default();
        for (offset, (key, value, headers)) in records.iter().enumerate() {
            let headers = std::iter::repeat_n((&b"name"[..], None), *headers);
            let record = record(offset as i64, key.as_deref(), value.as_deref());
            batch.push(Record {
                partition: record.partition,
                offset: record.offset,
                timestamp: record.timestamp,
                timestamp_kind: record.timestamp_kind,
                key: record.key,
                value: record.value,
                headers,
            });
        }
        let view = view_of(batch);
        let columns = paths(&[".a", ".[0]", "key.a", "key", "header.name"]);
        let rows = decode(&messages::rows(&view, view.first(), MAX_ROWS, &columns));
        prop_assert_eq!(rows.len(), records.len());
        for (offset, (row, (key, value, headers))) in rows.iter().zip(&records).enumerate() {
            prop_assert_eq!(row.number as u64, view.first() + offset as u64);
            prop_assert_eq!(row.offset as usize, offset);
            prop_assert_eq!(usize::from(row.headers), *headers);
            prop_assert_eq!(row.key_shape, Shape::of(key.as_deref()) as u8);
            prop_assert_eq!(row.value_shape, Shape::of(value.as_deref()) as u8);
            let key = (joined(&row.key), 120);
            let value = (joined(&row.value), 300);
            let cells = row.cells.iter().map(|(_, text)| (text.clone(), 120));
            for (text, limit) in [key, value].into_iter().chain(cells) {
                prop_assert!(text.chars().count() <= limit);
                let hidden = |c: char| c.is_control() || ('\u{202a}'..='\u{202e}').contains(&c);
                prop_assert!(!text.contains(hidden));
            }
        }
    }
}
