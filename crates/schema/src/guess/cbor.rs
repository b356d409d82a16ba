//! CBOR as JSON text.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::codec::{push, push_text};

const DEEPEST: usize = 100;
const END: &str = "It ends in the middle of a value.";

/// One map or list that is all of the bytes, with or without the tag that says CBOR.
pub(super) fn read(bytes: &[u8]) -> Result<String, &'static str> {
    let bytes = bytes.strip_prefix(&[0xD9, 0xD9, 0xF7]).unwrap_or(bytes);
    if !matches!(bytes.first(), Some(0x80..=0x9B | 0x9F..=0xBB | 0xBF)) {
        return Err("It does not begin as a map or a list.");
    }
    let mut reader = Reader {
        rest: bytes,
        out: String::new(),
        naming: false,
    };
    reader.value(0)?;
    if reader.rest.is_empty() {
        Ok(reader.out)
    } else {
        Err("More follows after its end.")
    }
}

struct Reader<'b> {
    rest: &'b [u8],
    out: String,
    /// Whether this is within a name of a map.
    naming: bool,
}

impl<'b> Reader<'b> {
    fn take(&mut self, count: usize) -> Result<&'b [u8], &'static str> {
        let (taken, rest) = self.rest.split_at_checked(count).ok_or(END)?;
        self.rest = rest;
        Ok(taken)
    }

    /// The number that a first byte gives or announces; `None` for one without end.
    fn argument(&mut self, first: u8) -> Result<Option<u64>, &'static str> {
        let size = match first & 0x1F {
            small @ 0..=23 => return Ok(Some(u64::from(small))),
            31 => return Ok(None),
            size @ 24..=27 => 1 << (size - 24),
            _ => return Err("It holds a byte that means nothing."),
        };
        let bytes = self.take(size)?;
        Ok(Some(
            bytes
                .iter()
                .fold(0, |number, byte| number << 8 | u64::from(*byte)),
        ))
    }

    fn value(&mut self, depth: usize) -> Result<(), &'static str> {
        if depth > DEEPEST {
            return Err("It is nested too deep.");
        }
        let first = self.take(1)?[0];
        let argument = self.argument(first)?;
        match (first >> 5, argument) {
            (0, Some(number)) => push(&mut self.out, format_args!("{number}")),
            (1, Some(number)) => push(&mut self.out, format_args!("{}", -1 - i128::from(number))),
            (2, count) => {
                let bytes = self.string(count, 2)?;
                self.out.push('"');
                STANDARD.encode_string(bytes, &mut self.out);
                self.out.push('"');
            }
            (3, count) => {
                let bytes = self.string(count, 3)?;
                let text = std::str::from_utf8(&bytes).map_err(|_| "A string is not UTF-8.")?;
                push_text(&mut self.out, text);
            }
            (4, count) => self.items(count, depth, ['[', ']'])?,
            (5, count) => self.items(count, depth, ['{', '}'])?,
            // What a tag says of a value is left out.
            (6, Some(_)) => self.value(depth + 1)?,
            (7, Some(value)) => self.simple(first, value)?,
            _ => return Err("It holds a byte that means nothing."),
        }
        Ok(())
    }

    fn simple(&mut self, first: u8, value: u64) -> Result<(), &'static str> {
        let words = [(20, "false"), (21, "true"), (22, "null"), (23, "null")];
        if let Some((_, word)) = words.iter().find(|(own, _)| *own == first & 0x1F) {
            self.out.push_str(word);
            return Ok(());
        }
        let number = match first & 0x1F {
            25 => half(value as u16),
            26 => f64::from(f32::from_bits(value as u32)),
            27 => f64::from_bits(value),
            _ => return Err("It holds a value that means nothing."),
        };
        if number.is_finite() {
            push(&mut self.out, format_args!("{number:?}"));
        } else {
            push_text(&mut self.out, &number.to_string());
        }
        Ok(())
    }

    /// A string, or the pieces of one without end.
    fn string(&mut self, count: Option<u64>, kind: u8) -> Result<Vec<u8>, &'static str> {
        if let Some(count) = count {
            let count = usize::try_from(count).map_err(|_| END)?;
            return Ok(self.take(count)?.to_vec());
        }
        let mut all = Vec::new();
        loop {
            let first = self.take(1)?[0];
            if first == 0xFF {
                return Ok(all);
            }
            let count = self.argument(first)?.filter(|_| first >> 5 == kind);
            let count = count
                .and_then(|count| usize::try_from(count).ok())
                .ok_or(END)?;
            all.extend(self.take(count)?);
        }
    }

    fn items(
        &mut self,
        count: Option<u64>,
        depth: usize,
        [open, close]: [char; 2],
    ) -> Result<(), &'static str> {
        self.out.push(open);
        let mut at = 0;
        loop {
            let end = match count {
                Some(count) => at == count,
                None => self.rest.first() == Some(&0xFF),
            };
            if end {
                break;
            }
            if at > 0 {
                self.out.push(',');
            }
            at += 1;
            if open == '{' {
                self.name(depth)?;
                self.out.push(':');
            }
            self.value(depth + 1)?;
        }
        if count.is_none() {
            self.take(1)?;
        }
        self.out.push(close);
        Ok(())
    }

    /// A name of a map as a string, which JSON's names are.
    fn name(&mut self, depth: usize) -> Result<(), &'static str> {
        let (start, outer) = (self.out.len(), self.naming);
        self.naming = true;
        self.value(depth + 1)?;
        self.naming = outer;
        if self.out[start..].starts_with('"') {
            return Ok(());
        }
        // In each name around it what it holds would be escaped again, to twice the length.
        if outer && self.out[start..].starts_with(['{', '[']) {
            return Err("It has maps with maps or lists as names, in one another.");
        }
        let name = self.out.split_off(start);
        push_text(&mut self.out, &name);
        Ok(())
    }
}

/// A number of 16 bits.
fn half(bits: u16) -> f64 {
    let sign = if bits & 0x8000 == 0 { 1.0 } else { -1.0 };
    let (exponent, fraction) = (bits >> 10 & 0x1F, f64::from(bits & 0x3FF));
    sign * match exponent {
        0 => fraction * 2.0_f64.powi(-24),
        31 if fraction == 0.0 => f64::INFINITY,
        31 => f64::NAN,
        _ => (1_024.0 + fraction) * 2.0_f64.powi(i32::from(exponent) - 25),
    }
}
