//! One record, borrowed from where its bytes lie.

/// A Kafka record. `H` is how its headers are given: [`Headers`] where a record is read back, any
/// iterator of pairs where one is pushed into a [`Batch`](crate::Batch).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record<'a, H = Headers<'a>> {
    /// The partition that it lies in.
    pub partition: i32,
    /// Its offset within the partition.
    pub offset: i64,
    /// Milliseconds since 1970 UTC; -1 where the record has none.
    pub timestamp: i64,
    /// Who set [`timestamp`](Self::timestamp).
    pub timestamp_kind: TimestampKind,
    /// The key, `None` where it is null.
    pub key: Option<&'a [u8]>,
    /// The value, `None` where it is null (a tombstone).
    pub value: Option<&'a [u8]>,
    /// Header names and values, in their order; names may repeat, a value may be null.
    pub headers: H,
}

/// Who set a record's timestamp (KIP-32). The numbers are those of the window format (see
/// [`rows`](crate::rows)).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum TimestampKind {
    /// The record has no timestamp (message format 0).
    None = 0,
    /// The producer, when it made the record.
    Create = 1,
    /// The broker, when it appended the record.
    LogAppend = 2,
}

/// The headers of a [`Record`]: an iterator of names and values, in the record's order. Names that
/// repeat and null values are kept.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Headers<'a> {
    packed: &'a [u8],
    count: usize,
}

/// The value size that stands for a null value.
const NULL: u32 = u32::MAX;

/// The most bytes that a key, a value or all headers together can have here. Kafka's own sizes are
/// 31 bits, so nothing real is cut.
const MAX_PART: usize = NULL as usize - 1;

impl<'a> Headers<'a> {
    /// Headers that [`pack`] wrote.
    pub(crate) fn from_packed(packed: &'a [u8], count: usize) -> Self {
        Self { packed, count }
    }
}

impl<'a> Iterator for Headers<'a> {
    type Item = (&'a [u8], Option<&'a [u8]>);

    fn next(&mut self) -> Option<Self::Item> {
        let (name_size, rest) = self.packed.split_first_chunk::<4>()?;
        let (value_size, rest) = rest.split_first_chunk::<4>()?;
        let (name, rest) = rest.split_at_checked(u32::from_le_bytes(*name_size) as usize)?;
        let (value, rest) = match u32::from_le_bytes(*value_size) {
            NULL => (None, rest),
            size => {
                let (value, rest) = rest.split_at_checked(size as usize)?;
                (Some(value), rest)
            }
        };
        self.packed = rest;
        self.count = self.count.saturating_sub(1);
        Some((name, value))
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        (self.count, Some(self.count))
    }
}

impl ExactSizeIterator for Headers<'_> {}

/// Appends headers to an arena and says how many there are.
pub(crate) fn pack<'h>(
    arena: &mut Vec<u8>,
    headers: impl IntoIterator<Item = (&'h [u8], Option<&'h [u8]>)>,
) -> u32 {
    let start = arena.len();
    let mut count = 0;
    for (name, value) in headers {
        let name = clamp(name);
        let value = value.map(clamp);
        let size = 8 + name.len() + value.map_or(0, <[u8]>::len);
        if arena.len() - start > MAX_PART.saturating_sub(size) {
            break;
        }
        arena.extend_from_slice(&(name.len() as u32).to_le_bytes());
        arena.extend_from_slice(&value.map_or(NULL, |value| value.len() as u32).to_le_bytes());
        arena.extend_from_slice(name);
        arena.extend_from_slice(value.unwrap_or_default());
        count += 1;
    }
    count
}

/// The part of `bytes` whose size fits where sizes are kept.
pub(crate) fn clamp(bytes: &[u8]) -> &[u8] {
    &bytes[..bytes.len().min(MAX_PART)]
}
