//! A record's key or value in one short line.

use crate::hex;
use crate::json::{Reader, TokenKind};
use crate::paint::Paint;
use crate::shape::{Head, Shape};
use crate::span::SpanKind;

/// Paints a preview, and says what the bytes look like and whether something was cut off. JSON
/// comes without its line breaks and indents.
pub(crate) fn paint(paint: &mut Paint, bytes: Option<&[u8]>) -> (Shape, bool) {
    let Some(bytes) = bytes else {
        return (Shape::Null, false);
    };
    let head = Head::of(bytes);
    let cut = match head.shape {
        Shape::Json => paint_json(paint, &head),
        _ => paint_head(paint, &head, bytes),
    };
    (head.shape, cut)
}

/// Paints bytes as they are, JSON too, and says whether something was cut off.
pub(crate) fn paint_flat(paint: &mut Paint, bytes: &[u8]) -> bool {
    paint_head(paint, &Head::of(bytes), bytes)
}

fn paint_head(paint: &mut Paint, head: &Head<'_>, bytes: &[u8]) -> bool {
    match head.shape {
        Shape::Null | Shape::Empty => false,
        Shape::Json | Shape::Text => {
            paint.push(SpanKind::Plain, head.text) < head.text.len() || head.cut
        }
        Shape::Binary => {
            let digits = paint.room().saturating_sub(2) / 2;
            if digits == 0 {
                return true;
            }
            let mut hex = "0x".to_owned();
            for byte in bytes.iter().take(digits) {
                hex::push_byte(&mut hex, *byte);
            }
            paint.push(SpanKind::Plain, &hex);
            digits < bytes.len()
        }
    }
}

fn paint_json(paint: &mut Paint, head: &Head<'_>) -> bool {
    let mut reader = Reader::new(head.text);
    loop {
        let (kind, text) = match reader.next() {
            Ok(Some(token)) => (token.kind, &head.text[token.start..token.end]),
            Ok(None) => return head.cut,
            // A string that the end of the head went through is no token, but its beginning tells
            // a lot.
            Err(fault) => (reader.string_kind(), &head.text[fault.at..]),
        };
        let text = match kind {
            TokenKind::Colon => ": ",
            TokenKind::Comma => ", ",
            _ => text,
        };
        if paint.push_json(kind.span(), text) < text.len() || text.is_empty() {
            return true;
        }
    }
}
