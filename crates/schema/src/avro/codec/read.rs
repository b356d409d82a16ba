//! Avro's binary encoding, a value at a time.

/// Bytes and how far they have been read.
pub(super) struct Reader<'b> {
    bytes: &'b [u8],
    pub(super) at: usize,
}

/// What is wrong with the bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Wrong {
    End,
    LongNumber,
    TooWide,
    Negative,
    NoBoolean(u8),
    NoText,
}

impl<'b> Reader<'b> {
    pub(super) fn new(bytes: &'b [u8]) -> Self {
        Self { bytes, at: 0 }
    }

    pub(super) fn take(&mut self, count: usize) -> Result<&'b [u8], Wrong> {
        let end = self.at.checked_add(count).ok_or(Wrong::End)?;
        let taken = self.bytes.get(self.at..end).ok_or(Wrong::End)?;
        self.at = end;
        Ok(taken)
    }

    pub(super) fn boolean(&mut self) -> Result<bool, Wrong> {
        match self.take(1)?[0] {
            0 => Ok(false),
            1 => Ok(true),
            byte => Err(Wrong::NoBoolean(byte)),
        }
    }

    #[inline]
    pub(super) fn long(&mut self) -> Result<i64, Wrong> {
        let mut number = 0_u64;
        let mut shift = 0;
        loop {
            let byte = *self.bytes.get(self.at).ok_or(Wrong::End)?;
            self.at += 1;
            number |= u64::from(byte & 0x7F) << shift;
            if byte & 0x80 == 0 {
                if shift == 63 && byte > 1 {
                    return Err(Wrong::LongNumber);
                }
                return Ok((number >> 1) as i64 ^ -((number & 1) as i64));
            }
            shift += 7;
            if shift > 63 {
                return Err(Wrong::LongNumber);
            }
        }
    }

    pub(super) fn int(&mut self) -> Result<i32, Wrong> {
        i32::try_from(self.long()?).map_err(|_| Wrong::TooWide)
    }

    pub(super) fn float(&mut self) -> Result<f32, Wrong> {
        let bytes = self.take(4)?;
        Ok(f32::from_le_bytes([bytes[0], bytes[1], bytes[2], bytes[3]]))
    }

    pub(super) fn double(&mut self) -> Result<f64, Wrong> {
        let low = self.take(4)?;
        let high = self.take(4)?;
        Ok(f64::from_le_bytes([
            low[0], low[1], low[2], low[3], high[0], high[1], high[2], high[3],
        ]))
    }

    pub(super) fn sized(&mut self) -> Result<&'b [u8], Wrong> {
        let count = usize::try_from(self.long()?).map_err(|_| Wrong::Negative)?;
        self.take(count)
    }

    pub(super) fn text(&mut self) -> Result<&'b str, Wrong> {
        std::str::from_utf8(self.sized()?).map_err(|_| Wrong::NoText)
    }

    /// How many items a block has; 0 ends the blocks. A block that says its bytes says a number below zero.
    pub(super) fn block(&mut self) -> Result<u64, Wrong> {
        let count = self.long()?;
        if count < 0 {
            self.long()?;
        }
        Ok(count.unsigned_abs())
    }
}

impl Wrong {
    pub(super) fn message(self) -> String {
        match self {
            Self::End => "The bytes end in the middle of it.".to_owned(),
            Self::LongNumber => "A number has more than 64 bits.".to_owned(),
            Self::TooWide => "A number has more than the 32 bits of an `int`.".to_owned(),
            Self::Negative => "A length is below zero.".to_owned(),
            Self::NoBoolean(byte) => format!("A `boolean` is 0 or 1, not {byte}."),
            Self::NoText => "A `string` is not UTF-8.".to_owned(),
        }
    }
}
