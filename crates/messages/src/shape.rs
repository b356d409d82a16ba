//! What bytes look like, judged by their beginning.

use crate::json;

/// What a key, a value or a header value looks like. The numbers are those of the window format
/// (see [`rows`](crate::rows)).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum Shape {
    /// There is none.
    Null = 0,
    /// No bytes.
    Empty = 1,
    /// A JSON value (RFC 8259).
    Json = 2,
    /// UTF-8 that is mostly printable.
    Text = 3,
    /// Anything else.
    Binary = 4,
}

/// How many bytes are looked at to tell a shape.
const LOOK: usize = 4096;

/// The beginning of some bytes, enough to tell their shape.
pub(crate) struct Head<'a> {
    pub(crate) shape: Shape,
    /// The text, where it is one.
    pub(crate) text: &'a str,
    /// There is more than was looked at.
    pub(crate) cut: bool,
}

impl Shape {
    /// The shape of a key, a value or a header value. Looks at the first 4 KiB at most, so that a
    /// large value can turn out to be no JSON after all where it is read whole.
    pub fn of(bytes: Option<&[u8]>) -> Self {
        bytes.map_or(Self::Null, |bytes| Head::of(bytes).shape)
    }
}

impl<'a> Head<'a> {
    pub(crate) fn of(bytes: &'a [u8]) -> Self {
        let head = &bytes[..bytes.len().min(LOOK)];
        let cut = head.len() < bytes.len();
        let text = match str::from_utf8(head) {
            Ok(text) => Some(text),
            // A character that the cut went through is no fault.
            Err(error) if cut && error.error_len().is_none() => {
                str::from_utf8(&head[..error.valid_up_to()]).ok()
            }
            Err(_) => None,
        };
        let text = text.filter(|text| is_printable(text.as_bytes()));
        let shape = match text {
            _ if bytes.is_empty() => Shape::Empty,
            None => Shape::Binary,
            Some(text) if json::may_begin(text, cut) => Shape::Json,
            Some(_) => Shape::Text,
        };
        Self {
            shape,
            text: text.unwrap_or_default(),
            cut,
        }
    }
}

/// Whether UTF-8 is meant to be read: no more than a tenth of it is control characters. A zero in
/// front is a wire format's mark and not text, whatever follows.
pub(crate) fn is_printable(text: &[u8]) -> bool {
    let controls = text
        .iter()
        .filter(|byte| matches!(byte, 0..=8 | 11 | 12 | 14..=26 | 28..=31 | 127))
        .count();
    text.first() != Some(&0) && controls * 10 <= text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(bytes: impl AsRef<[u8]>, expected: Shape) {
        let bytes = bytes.as_ref();
        assert_eq!(Shape::of(Some(bytes)), expected, "{bytes:?}");
    }

    #[test]
    fn tells_shapes_apart() {
        assert_eq!(Shape::of(None), Shape::Null);
        check("", Shape::Empty);
        check(r#"{"a": [1, 2.5e3, null]}"#, Shape::Json);
        check(" [] ", Shape::Json);
        check("12", Shape::Json);
        check("1e999999", Shape::Json);
        check(r#""\ud800""#, Shape::Json);
        check("true", Shape::Json);
        check("True", Shape::Text);
        check("12 apples", Shape::Text);
        check(r#"{"a":"#, Shape::Text);
        check("{'a': 1}", Shape::Text);
        check("\u{feff}{}", Shape::Text);
        check("hello\nworld", Shape::Text);
        check("\u{202e}", Shape::Text);
        check(b"\xff\xfe", Shape::Binary);
        check(b"\0\0\0\0\x07\x0chello!", Shape::Binary);
        check(b"\x01", Shape::Binary);
    }

    #[test]
    fn judges_a_long_value_by_its_beginning() {
        check(format!("[{}", "1,".repeat(5000)), Shape::Json);
        check(format!("[{}", "1,".repeat(500)), Shape::Text);
        check(format!("{{{}", "x".repeat(5000)), Shape::Text);
        check("ü".repeat(5000), Shape::Text);
        check(format!("x{}", "ü".repeat(5000)), Shape::Text);
        check(format!("\"{}", "ü".repeat(5000)), Shape::Json);
        check(r#"{"a":"#.repeat(10_000), Shape::Json);
        check([&[b'x'; 5000][..], &[0xff]].concat(), Shape::Text);
        check([&[b'x'; 500][..], &[0xff]].concat(), Shape::Binary);
    }
}
