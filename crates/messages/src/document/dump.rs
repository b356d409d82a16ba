//! Bytes as digits and characters, sixteen a line.

use super::Line;
use crate::hex;
use crate::span::{Span, SpanKind};

#[derive(Debug)]
pub(super) struct Dump {
    bytes: Vec<u8>,
}

const WIDTH: usize = 16;

impl Dump {
    pub(super) fn new(bytes: Vec<u8>) -> Self {
        Self { bytes }
    }

    pub(super) fn total(&self) -> u32 {
        u32::try_from(self.bytes.len().div_ceil(WIDTH)).unwrap_or(u32::MAX)
    }

    pub(super) fn lines(&self, from: u32) -> impl Iterator<Item = Line> {
        (from..self.total()).map(|index| {
            let [offset, digits, characters] = self.columns(index as usize);
            let span = |kind, text| Span { kind, text };
            Line {
                index,
                indent: 0,
                continued: false,
                spans: vec![
                    span(SpanKind::Dim, offset),
                    span(SpanKind::Plain, digits),
                    span(SpanKind::Dim, characters),
                ],
                fold: None,
                folded: false,
            }
        })
    }

    pub(super) fn text(&self) -> String {
        let mut text = String::new();
        for index in 0..self.bytes.len().div_ceil(WIDTH) {
            for column in self.columns(index) {
                text.push_str(&column);
            }
            text.push('\n');
        }
        text
    }

    fn columns(&self, index: usize) -> [String; 3] {
        let start = index * WIDTH;
        let bytes = self.bytes.get(start..).unwrap_or_default();
        let bytes = &bytes[..bytes.len().min(WIDTH)];
        let mut digits = String::with_capacity(3 * WIDTH + 2);
        for at in 0..WIDTH {
            match bytes.get(at) {
                Some(byte) => hex::push_byte(&mut digits, *byte),
                None => digits.push_str("  "),
            }
            digits.push_str(if at == WIDTH / 2 - 1 { "  " } else { " " });
        }
        let characters = bytes
            .iter()
            .map(|byte| match byte {
                b' '..=b'~' => char::from(*byte),
                _ => '.',
            })
            .collect();
        [format!("{start:08x}  "), digits + " ", characters]
    }
}
