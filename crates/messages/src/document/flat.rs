//! Text as it is, line by line.

use memchr::memchr;

use super::{LINE_CHARS, Line};
use crate::paint::Paint;
use crate::span::SpanKind;

#[derive(Debug)]
pub(super) struct Flat {
    bytes: Vec<u8>,
    /// Where every `STRIDE`-th line starts; those between are found when they are asked for.
    marks: Vec<u32>,
    total: u32,
}

const STRIDE: u32 = 64;

/// More bytes than a line can show (a character has four at most) and a line break.
const REACH: usize = 4 * LINE_CHARS + 2;

/// Lines that are shorter in bytes are shorter in shown characters than a line may be: none makes
/// more than six of them a byte.
const SURELY_SHORT: usize = LINE_CHARS / 6;

/// Bytes that make up a line, and where the next one starts, if there is one.
struct Extent {
    start: usize,
    end: usize,
    next: Option<usize>,
}

impl Flat {
    /// Gives bytes back whose places can't be counted in 32 bits.
    pub(super) fn new(bytes: Vec<u8>) -> Result<Self, Vec<u8>> {
        if u32::try_from(bytes.len()).is_err() {
            return Err(bytes);
        }
        let mut marks = vec![];
        let mut total = 0_u32;
        let mut next = (!bytes.is_empty()).then_some(0);
        let mut paint = Paint::default();
        while let Some(start) = next {
            if total.is_multiple_of(STRIDE) {
                marks.push(start as u32);
            }
            total = total.saturating_add(1);
            next = extent(&bytes, start, &mut paint).next;
        }
        Ok(Self {
            bytes,
            marks,
            total,
        })
    }

    pub(super) fn total(&self) -> u32 {
        self.total
    }

    pub(super) fn lines(&self, from: u32) -> impl Iterator<Item = Line> {
        let mut paint = Paint::default();
        let mut next = self
            .marks
            .get((from / STRIDE) as usize)
            .map(|&start| start as usize);
        for _ in 0..from % STRIDE {
            next = next.and_then(|start| extent(&self.bytes, start, &mut paint).next);
        }
        (from..self.total).map_while(move |index| {
            let extent = extent(&self.bytes, next?, &mut paint);
            next = extent.next;
            paint.begin(LINE_CHARS);
            paint_bytes(&mut paint, &self.bytes[extent.start..extent.end]);
            Some(Line {
                index,
                indent: 0,
                continued: extent.start > 0 && self.bytes[extent.start - 1] != b'\n',
                spans: paint.to_spans(),
                fold: None,
                folded: false,
            })
        })
    }

    pub(super) fn text(&self) -> String {
        String::from_utf8_lossy(&self.bytes).into_owned()
    }
}

fn extent(bytes: &[u8], start: usize, paint: &mut Paint) -> Extent {
    let rest = bytes.get(start..).unwrap_or_default();
    let reach = &rest[..rest.len().min(REACH)];
    let line_break = memchr(b'\n', reach);
    let line = &reach[..line_break.unwrap_or(reach.len())];
    let line = match line.strip_suffix(b"\r") {
        Some(shorter) if line_break.is_some() => shorter,
        _ => line,
    };
    let fits = if line.len() <= SURELY_SHORT {
        line.len()
    } else {
        paint.begin(LINE_CHARS);
        paint_bytes(paint, line)
    };
    let next = if fits < line.len() {
        Some(start + fits)
    } else {
        match line_break {
            Some(at) => Some(start + at + 1),
            None if reach.len() < rest.len() => Some(start + fits),
            None => None,
        }
    };
    Extent {
        start,
        end: start + fits,
        next,
    }
}

/// Paints bytes, and says how many of them there was room for.
fn paint_bytes(paint: &mut Paint, bytes: &[u8]) -> usize {
    let mut done = 0;
    for chunk in bytes.utf8_chunks() {
        let pushed = paint.push(SpanKind::Plain, chunk.valid());
        done += pushed;
        if pushed < chunk.valid().len() {
            break;
        }
        for &byte in chunk.invalid() {
            if !paint.push_byte(byte) {
                return done;
            }
            done += 1;
        }
    }
    done
}
