//! A check of a request's shape before it is decoded.
//!
//! The decoder of kafka-protocol 0.18 reserves memory for as many elements as an array claims to
//! have, so that a few forged bytes could ask for gigabytes and end the process. Walking the
//! request first makes sure that every array, text and blob that it announces is really there.

/// What a field looks like on the wire.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Shape {
    /// This many bytes.
    Fixed(usize),
    /// Text, may be null.
    Text,
    /// Bytes, may be null.
    Blob,
    /// An array of plain values, may be null.
    Values(&'static Shape),
    /// An array of structures, may be null.
    Structs(&'static [Field]),
}

/// A field, and the versions that have it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Field {
    first: i16,
    last: i16,
    shape: Shape,
}

/// A field of every version.
pub(crate) const fn always(shape: Shape) -> Field {
    Field {
        first: 0,
        last: i16::MAX,
        shape,
    }
}

/// A field from this version on.
pub(crate) const fn since(first: i16, shape: Shape) -> Field {
    Field {
        first,
        last: i16::MAX,
        shape,
    }
}

/// A field of the versions from `first` to `last`.
pub(crate) const fn within(first: i16, last: i16, shape: Shape) -> Field {
    Field { first, last, shape }
}

/// Whether everything that a request body announces is there. `flexible` versions (KIP-482) write
/// compact lengths and tagged fields. Answers the bytes left over, which Kafka ignores too.
pub(crate) fn leftover<'a>(
    body: &'a [u8],
    fields: &[Field],
    version: i16,
    flexible: bool,
) -> Option<&'a [u8]> {
    let mut walk = Walk {
        rest: body,
        version,
        flexible,
    };
    walk.fields(fields).map(|()| walk.rest)
}

/// Whether a request header (version 1, or 2 with tagged fields) stands at the start.
pub(crate) fn header_fits(frame: &[u8], flexible: bool) -> bool {
    let mut walk = Walk {
        rest: frame,
        version: 0,
        flexible: false,
    };
    let plain = walk.skip(8).and_then(|()| walk.shape(Shape::Text));
    plain.is_some() && (!flexible || walk.tagged_fields().is_some())
}

struct Walk<'a> {
    rest: &'a [u8],
    version: i16,
    flexible: bool,
}

impl Walk<'_> {
    fn fields(&mut self, fields: &[Field]) -> Option<()> {
        for field in fields {
            if (field.first..=field.last).contains(&self.version) {
                self.shape(field.shape)?;
            }
        }
        if self.flexible {
            self.tagged_fields()
        } else {
            Some(())
        }
    }

    fn shape(&mut self, shape: Shape) -> Option<()> {
        match shape {
            Shape::Fixed(size) => self.skip(size),
            Shape::Text => {
                let length = if self.flexible {
                    self.compact()?
                } else {
                    self.short()?
                };
                self.skip(length)
            }
            Shape::Blob => {
                let length = self.length()?;
                self.skip(length)
            }
            Shape::Values(value) => (0..self.length()?).try_for_each(|_| self.shape(*value)),
            Shape::Structs(fields) => (0..self.length()?).try_for_each(|_| self.fields(fields)),
        }
    }

    fn tagged_fields(&mut self) -> Option<()> {
        for _ in 0..self.unsigned_varint()? {
            self.unsigned_varint()?;
            let size = self.unsigned_varint()?;
            self.skip(usize::try_from(size).ok()?)?;
        }
        Some(())
    }

    fn length(&mut self) -> Option<usize> {
        if self.flexible {
            self.compact()
        } else {
            self.long()
        }
    }

    fn compact(&mut self) -> Option<usize> {
        let length = self.unsigned_varint()?;
        usize::try_from(length.saturating_sub(1)).ok()
    }

    fn short(&mut self) -> Option<usize> {
        let (bytes, rest) = self.rest.split_first_chunk::<2>()?;
        self.rest = rest;
        nullable(i64::from(i16::from_be_bytes(*bytes)))
    }

    fn long(&mut self) -> Option<usize> {
        let (bytes, rest) = self.rest.split_first_chunk::<4>()?;
        self.rest = rest;
        nullable(i64::from(i32::from_be_bytes(*bytes)))
    }

    fn skip(&mut self, size: usize) -> Option<()> {
        self.rest = self.rest.get(size..)?;
        Some(())
    }

    fn unsigned_varint(&mut self) -> Option<u64> {
        let mut value = 0;
        for shift in [0, 7, 14, 21, 28] {
            let (&byte, rest) = self.rest.split_first()?;
            self.rest = rest;
            value |= u64::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                return Some(value);
            }
        }
        None
    }
}

/// -1 stands for null, which has no bytes.
fn nullable(length: i64) -> Option<usize> {
    if length == -1 {
        Some(0)
    } else {
        usize::try_from(length).ok()
    }
}
