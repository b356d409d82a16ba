//! `MessagePack` as JSON text.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::codec::{push, push_text};

const DEEPEST: usize = 100;

/// One map or list that is all of the bytes. Other values would be taken for almost anything.
pub(super) fn read(bytes: &[u8]) -> Result<String, &'static str> {
    if !matches!(bytes.first(), Some(0x80..=0x9F | 0xDC..=0xDF)) {
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

const END: &str = "It ends in the middle of a value.";

impl<'b> Reader<'b> {
    fn take(&mut self, count: usize) -> Result<&'b [u8], &'static str> {
        let (taken, rest) = self.rest.split_at_checked(count).ok_or(END)?;
        self.rest = rest;
        Ok(taken)
    }

    /// A number of some bytes, the highest first.
    fn number(&mut self, bytes: usize) -> Result<u64, &'static str> {
        let taken = self.take(bytes)?;
        Ok(taken
            .iter()
            .fold(0, |number, byte| number << 8 | u64::from(*byte)))
    }

    fn value(&mut self, depth: usize) -> Result<(), &'static str> {
        if depth > DEEPEST {
            return Err("It is nested too deep.");
        }
        let first = self.take(1)?[0];
        match first {
            0x00..=0x7F => push(&mut self.out, format_args!("{first}")),
            0xE0..=0xFF => push(&mut self.out, format_args!("{}", first as i8)),
            0x80..=0x8F => self.map(u64::from(first & 0xF), depth)?,
            0x90..=0x9F => self.list(u64::from(first & 0xF), depth)?,
            0xA0..=0xBF => self.text(u64::from(first & 0x1F))?,
            0xC0 => self.out.push_str("null"),
            0xC2 => self.out.push_str("false"),
            0xC3 => self.out.push_str("true"),
            0xC4..=0xC6 => {
                let count = self.number(1 << (first - 0xC4))?;
                self.bytes(count)?;
            }
            0xC7..=0xC9 => {
                let count = self.number(1 << (first - 0xC7))?;
                self.extension(count)?;
            }
            0xCA => {
                let value = f32::from_bits(self.number(4)? as u32);
                self.floating(f64::from(value), format!("{value:?}"));
            }
            0xCB => {
                let value = f64::from_bits(self.number(8)?);
                self.floating(value, format!("{value:?}"));
            }
            0xCC..=0xCF => {
                let value = self.number(1 << (first - 0xCC))?;
                push(&mut self.out, format_args!("{value}"));
            }
            0xD0..=0xD3 => {
                let bytes = 1_u32 << (first - 0xD0);
                let shift = 64 - 8 * bytes;
                let value = (self.number(bytes as usize)? << shift) as i64 >> shift;
                push(&mut self.out, format_args!("{value}"));
            }
            0xD4..=0xD8 => self.extension(1 << (first - 0xD4))?,
            0xD9..=0xDB => {
                let count = self.number(1 << (first - 0xD9))?;
                self.text(count)?;
            }
            0xDC | 0xDD => {
                let count = self.number(2 << (first - 0xDC))?;
                self.list(count, depth)?;
            }
            0xDE | 0xDF => {
                let count = self.number(2 << (first - 0xDE))?;
                self.map(count, depth)?;
            }
            0xC1 => return Err("It holds a byte that means nothing."),
        }
        Ok(())
    }

    fn list(&mut self, count: u64, depth: usize) -> Result<(), &'static str> {
        self.out.push('[');
        for at in 0..count {
            if at > 0 {
                self.out.push(',');
            }
            self.value(depth + 1)?;
        }
        self.out.push(']');
        Ok(())
    }

    fn map(&mut self, count: u64, depth: usize) -> Result<(), &'static str> {
        self.out.push('{');
        for at in 0..count {
            if at > 0 {
                self.out.push(',');
            }
            self.name(depth)?;
            self.out.push(':');
            self.value(depth + 1)?;
        }
        self.out.push('}');
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

    fn text(&mut self, count: u64) -> Result<(), &'static str> {
        let bytes = self.take(usize::try_from(count).map_err(|_| END)?)?;
        let text = std::str::from_utf8(bytes).map_err(|_| "A string is not UTF-8.")?;
        push_text(&mut self.out, text);
        Ok(())
    }

    fn bytes(&mut self, count: u64) -> Result<(), &'static str> {
        let bytes = self.take(usize::try_from(count).map_err(|_| END)?)?;
        self.out.push('"');
        STANDARD.encode_string(bytes, &mut self.out);
        self.out.push('"');
        Ok(())
    }

    /// A type of its own: a byte that says which, and bytes.
    fn extension(&mut self, count: u64) -> Result<(), &'static str> {
        let kind = self.take(1)?[0] as i8;
        push(&mut self.out, format_args!("{{\"type\":{kind},\"data\":"));
        self.bytes(count)?;
        self.out.push('}');
        Ok(())
    }

    fn floating(&mut self, value: f64, finite: String) {
        if value.is_finite() {
            self.out.push_str(&finite);
        } else {
            push_text(&mut self.out, &value.to_string());
        }
    }
}
