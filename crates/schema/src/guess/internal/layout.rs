//! Kafka's own encoding, as its message definitions describe it.

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};

use crate::codec::{push, push_text};
use crate::wire::varint;

/// What a field holds.
#[derive(Debug, Clone, Copy)]
pub(super) enum Kind {
    Int8,
    Int32,
    Int64,
    /// A string, or null.
    Text,
    Bytes,
    Uuid,
    Ints,
    Texts,
    Structs(&'static [Field]),
}

/// A field of a definition.
#[derive(Debug, Clone, Copy)]
pub(super) struct Field {
    pub(super) name: &'static str,
    pub(super) kind: Kind,
    /// The first and the last version that have it.
    pub(super) versions: (i16, i16),
}

/// A field of all versions.
pub(super) const fn always(name: &'static str, kind: Kind) -> Field {
    since(0, name, kind)
}

/// A field of a version and those after it.
pub(super) const fn since(version: i16, name: &'static str, kind: Kind) -> Field {
    Field {
        name,
        kind,
        versions: (version, i16::MAX),
    }
}

/// Reads what a definition describes, in a version of it. Lengths are compact, and tagged fields follow, where it is
/// `flexible`.
pub(super) struct Reader<'b> {
    pub(super) rest: &'b [u8],
    pub(super) version: i16,
    pub(super) flexible: bool,
    pub(super) out: String,
}

const END: &str = "It ends in the middle of a field.";

impl<'b> Reader<'b> {
    /// Appends the fields as members of an object that has been begun.
    pub(super) fn fields(&mut self, fields: &[Field]) -> Result<(), &'static str> {
        for field in fields {
            let (first, last) = field.versions;
            if (first..=last).contains(&self.version) {
                self.name(field.name);
                self.value(field.kind)?;
            }
        }
        if self.flexible { self.tagged() } else { Ok(()) }
    }

    fn name(&mut self, name: &str) {
        if !self.out.ends_with('{') {
            self.out.push(',');
        }
        push_text(&mut self.out, name);
        self.out.push(':');
    }

    fn value(&mut self, kind: Kind) -> Result<(), &'static str> {
        match kind {
            Kind::Int8 => {
                let number = self.take(1)?[0] as i8;
                push(&mut self.out, format_args!("{number}"));
            }
            Kind::Int32 => self.int()?,
            Kind::Int64 => {
                let number = i64::from_be_bytes(self.array()?);
                push(&mut self.out, format_args!("{number}"));
            }
            Kind::Text => self.text()?,
            Kind::Bytes => {
                let count = if self.flexible {
                    self.compact()?
                } else {
                    usize::try_from(i32::from_be_bytes(self.array()?)).ok()
                };
                match count {
                    Some(count) => {
                        let bytes = STANDARD.encode(self.take(count)?);
                        push_text(&mut self.out, &bytes);
                    }
                    None => self.out.push_str("null"),
                }
            }
            // As Kafka's own tools write it.
            Kind::Uuid => {
                let id: [u8; 16] = self.array()?;
                push_text(&mut self.out, &URL_SAFE_NO_PAD.encode(id));
            }
            Kind::Ints => self.list(Self::int)?,
            Kind::Texts => self.list(Self::text)?,
            Kind::Structs(fields) => self.list(|reader| {
                reader.out.push('{');
                reader.fields(fields)?;
                reader.out.push('}');
                Ok(())
            })?,
        }
        Ok(())
    }

    fn int(&mut self) -> Result<(), &'static str> {
        let number = i32::from_be_bytes(self.array()?);
        push(&mut self.out, format_args!("{number}"));
        Ok(())
    }

    fn text(&mut self) -> Result<(), &'static str> {
        let count = if self.flexible {
            self.compact()?
        } else {
            usize::try_from(i16::from_be_bytes(self.array()?)).ok()
        };
        match count {
            Some(count) => {
                let text = std::str::from_utf8(self.take(count)?);
                push_text(
                    &mut self.out,
                    text.map_err(|_| "A string in it is not UTF-8.")?,
                );
            }
            None => self.out.push_str("null"),
        }
        Ok(())
    }

    fn list(
        &mut self,
        item: impl Fn(&mut Self) -> Result<(), &'static str>,
    ) -> Result<(), &'static str> {
        let count = if self.flexible {
            self.compact()?
        } else {
            usize::try_from(i32::from_be_bytes(self.array()?)).ok()
        };
        let Some(count) = count else {
            self.out.push_str("null");
            return Ok(());
        };
        self.out.push('[');
        for at in 0..count {
            if at > 0 {
                self.out.push(',');
            }
            // Every item is at least a byte, so that a count cannot keep this busy.
            item(self)?;
        }
        self.out.push(']');
        Ok(())
    }

    /// Fields that newer brokers add, by their numbers, as the bytes that they are.
    fn tagged(&mut self) -> Result<(), &'static str> {
        let count = self.number()?;
        if count == 0 {
            return Ok(());
        }
        self.name("taggedFields");
        self.out.push('{');
        for _ in 0..count {
            let tag = self.number()?;
            let size = self.number()?;
            let bytes = STANDARD.encode(self.take(size)?);
            self.name(&tag.to_string());
            push_text(&mut self.out, &bytes);
        }
        self.out.push('}');
        Ok(())
    }

    /// A length that is written as one more than it is; 0 is null.
    fn compact(&mut self) -> Result<Option<usize>, &'static str> {
        Ok(self.number()?.checked_sub(1))
    }

    fn number(&mut self) -> Result<usize, &'static str> {
        let number = varint(&mut self.rest).and_then(|number| usize::try_from(number).ok());
        number.ok_or(END)
    }

    fn array<const N: usize>(&mut self) -> Result<[u8; N], &'static str> {
        let (taken, rest) = self.rest.split_first_chunk().ok_or(END)?;
        self.rest = rest;
        Ok(*taken)
    }

    fn take(&mut self, count: usize) -> Result<&'b [u8], &'static str> {
        let (taken, rest) = self.rest.split_at_checked(count).ok_or(END)?;
        self.rest = rest;
        Ok(taken)
    }
}
