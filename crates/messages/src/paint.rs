//! Text in coloured pieces, of limited length.

use std::fmt::Write as _;

use memchr::memchr;

use crate::span::{Span, SpanKind};
use crate::visible::{Shown, shown};

/// A line of text that is being put together. Everything goes in visibly (see
/// [`visible`](crate::visible)), and only as much as there is room for.
#[derive(Debug, Default)]
pub(crate) struct Paint {
    text: String,
    /// Kinds, and how many bytes of the text each covers.
    spans: Vec<(SpanKind, usize)>,
    room: usize,
}

impl Paint {
    /// Starts over with room for `room` characters.
    pub(crate) fn begin(&mut self, room: usize) {
        self.text.clear();
        self.spans.clear();
        self.room = room;
    }

    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    pub(crate) fn into_text(self) -> String {
        self.text
    }

    pub(crate) fn room(&self) -> usize {
        self.room
    }

    /// The pieces in their order.
    pub(crate) fn pieces(&self) -> impl Iterator<Item = (SpanKind, &str)> {
        let mut from = 0;
        self.spans.iter().map(move |&(kind, bytes)| {
            let piece = &self.text[from..from + bytes];
            from += bytes;
            (kind, piece)
        })
    }

    pub(crate) fn span_count(&self) -> usize {
        self.spans.len()
    }

    pub(crate) fn to_spans(&self) -> Vec<Span> {
        self.pieces()
            .map(|(kind, text)| Span {
                kind,
                text: text.to_owned(),
            })
            .collect()
    }

    /// Adds `…`, for which there is always room.
    pub(crate) fn end_cut(&mut self, kind: SpanKind) {
        self.add(kind, "…", 0);
    }

    /// Adds text, and says how many of its bytes there was room for.
    pub(crate) fn push(&mut self, kind: SpanKind, text: &str) -> usize {
        let mut done = 0;
        while let Some(c) = text[done..].chars().next() {
            let rest = &text[done..];
            let plain = rest
                .bytes()
                .take(self.room)
                .take_while(|byte| matches!(byte, b' '..=b'~'))
                .count();
            if plain > 0 {
                self.add(kind, &rest[..plain], plain);
                done += plain;
                continue;
            }
            let fits = match shown(c) {
                Shown::AsItIs => self.add(kind, &rest[..c.len_utf8()], 1),
                Shown::Name(name) => self.add_bracketed(format_args!("⟨{name}⟩")),
                Shown::Number => self.add_bracketed(format_args!("⟨U+{:04X}⟩", c as u32)),
            };
            if !fits {
                break;
            }
            done += c.len_utf8();
        }
        done
    }

    /// Adds a JSON string or a part of one; as [`push`](Self::push), but never a part of an escape.
    pub(crate) fn push_json(&mut self, kind: SpanKind, text: &str) -> usize {
        let mut done = 0;
        while done < text.len() {
            let rest = &text[done..];
            let plain = memchr(b'\\', rest.as_bytes()).unwrap_or(rest.len());
            let pushed = self.push(kind, &rest[..plain]);
            done += pushed;
            if pushed < plain {
                break;
            }
            // An escape begins with two characters of ASCII; the digits of \u may stand apart.
            let Some(escape) = rest.get(plain..(plain + 2).min(rest.len())) else {
                break;
            };
            if self.room < escape.len() {
                break;
            }
            done += self.push(kind, escape);
        }
        done
    }

    /// Adds a byte that is part of no character.
    pub(crate) fn push_byte(&mut self, byte: u8) -> bool {
        self.add_bracketed(format_args!("⟨0x{byte:02X}⟩"))
    }

    fn add_bracketed(&mut self, number: std::fmt::Arguments<'_>) -> bool {
        let mut text = String::new();
        // Writing to a string can't fail.
        let _ = text.write_fmt(number);
        self.add(SpanKind::Dim, &text, text.chars().count())
    }

    fn add(&mut self, kind: SpanKind, text: &str, chars: usize) -> bool {
        if chars > self.room {
            return false;
        }
        self.room -= chars;
        self.text.push_str(text);
        match self.spans.last_mut() {
            Some((last, bytes)) if *last == kind => *bytes += text.len(),
            _ => self.spans.push((kind, text.len())),
        }
        true
    }
}
