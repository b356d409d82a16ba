//! Text as it is, line by line.

use memchr::memchr;

use super::Line;
use super::latest::Latest;
use super::search::{FoundLines, Search};
use crate::paint::Paint;
use crate::span::SpanKind;

#[derive(Debug)]
pub(super) struct Flat {
    bytes: Vec<u8>,
    wraps: Latest<Wraps>,
}

/// The lines that a text makes at a width.
#[derive(Debug)]
struct Wraps {
    width: usize,
    /// Every `STRIDE`-th line; those between are found when they are asked for.
    marks: Vec<Mark>,
    total: u32,
}

/// Where a line starts.
#[derive(Debug, Clone, Copy)]
struct Mark {
    start: u32,
    /// How many lines of the text are before it.
    index: u32,
}

const STRIDE: u32 = 64;

/// Bytes that make up a line, and where the next one starts, if there is one.
struct Extent {
    start: usize,
    end: usize,
    next: Option<usize>,
    /// The next one is another line of the text.
    breaks: bool,
}

/// The lines from a mark on.
struct Walk<'a> {
    bytes: &'a [u8],
    width: usize,
    next: Option<usize>,
    index: u32,
    paint: Paint,
}

impl Flat {
    /// Gives bytes back whose places can't be counted in 32 bits.
    pub(super) fn new(bytes: Vec<u8>) -> Result<Self, Vec<u8>> {
        if u32::try_from(bytes.len()).is_err() {
            return Err(bytes);
        }
        Ok(Self {
            bytes,
            wraps: Latest::new(),
        })
    }

    pub(super) fn total(&self, width: usize) -> u32 {
        self.wraps.get(width, || self.wrap(width)).total
    }

    pub(super) fn lines(&self, from: u32, width: usize) -> impl Iterator<Item = Line> {
        let wraps = self.wraps.get(width, || self.wrap(width));
        let mut walk = self.walk(&wraps, (from / STRIDE) as usize);
        for _ in 0..from % STRIDE {
            walk.next();
        }
        let mut paint = Paint::default();
        std::iter::from_fn(move || {
            let (index, extent) = walk.next()?;
            paint.begin(width);
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

    /// Where the line `index` of the text starts.
    pub(super) fn place(&self, index: u32, width: usize) -> Option<u32> {
        let wraps = self.wraps.get(width, || self.wrap(width));
        let before = wraps.marks.partition_point(|mark| mark.index < index);
        let mark = before.saturating_sub(1);
        self.walk(&wraps, mark)
            .map(|(at, _)| at)
            .zip(mark as u32 * STRIDE..)
            .take_while(|&(at, _)| at <= index)
            .find(|&(at, _)| at == index)
            .map(|(_, place)| place)
    }

    pub(super) fn find(&self, search: &Search) -> FoundLines {
        let mut found = FoundLines::default();
        for (index, line) in self.bytes.split(|&byte| byte == b'\n').enumerate() {
            if search.is_in(line) {
                found.push(index as u32);
            }
        }
        found
    }

    pub(super) fn text(&self) -> String {
        String::from_utf8_lossy(&self.bytes).into_owned()
    }

    fn wrap(&self, width: usize) -> Wraps {
        let mut wraps = Wraps {
            width,
            marks: vec![],
            total: 0,
        };
        let start = Mark { start: 0, index: 0 };
        for (index, extent) in Walk::new(&self.bytes, width, start) {
            if wraps.total.is_multiple_of(STRIDE) {
                wraps.marks.push(Mark {
                    start: extent.start as u32,
                    index,
                });
            }
            wraps.total += 1;
        }
        wraps
    }

    fn walk(&self, wraps: &Wraps, mark: usize) -> Walk<'_> {
        match wraps.marks.get(mark) {
            Some(&mark) => Walk::new(&self.bytes, wraps.width, mark),
            None => Walk::new(&[], wraps.width, Mark { start: 0, index: 0 }),
        }
    }
}

impl<'a> Walk<'a> {
    fn new(bytes: &'a [u8], width: usize, from: Mark) -> Self {
        Self {
            bytes,
            width,
            next: (!bytes.is_empty()).then_some(from.start as usize),
            index: from.index,
            paint: Paint::default(),
        }
    }
}

impl Iterator for Walk<'_> {
    type Item = (u32, Extent);

    fn next(&mut self) -> Option<Self::Item> {
        let extent = extent(self.bytes, self.next?, self.width, &mut self.paint);
        let index = self.index;
        self.index += u32::from(extent.breaks);
        self.next = extent.next;
        Some((index, extent))
    }
}

fn extent(bytes: &[u8], start: usize, width: usize, paint: &mut Paint) -> Extent {
    let rest = bytes.get(start..).unwrap_or_default();
    // More than a line can show (a character has four bytes at most) and a line break.
    let reach = &rest[..rest.len().min(4 * width + 2)];
    let line_break = memchr(b'\n', reach);
    let line = &reach[..line_break.unwrap_or(reach.len())];
    let line = match line.strip_suffix(b"\r") {
        Some(shorter) if line_break.is_some() => shorter,
        _ => line,
    };
    let fits = if surely_fits(line, width) {
        line.len()
    } else {
        paint.begin(width);
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
        breaks: fits == line.len() && line_break.is_some(),
    }
}

/// Whether a line is short, without a close look: no byte makes more than six shown characters, and
/// a printable one of ASCII makes one.
fn surely_fits(line: &[u8], width: usize) -> bool {
    line.len() <= width / 6
        || (line.len() <= width && line.iter().all(|byte| matches!(byte, b' '..=b'~')))
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
