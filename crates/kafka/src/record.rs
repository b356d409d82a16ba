use crate::ffi::HeaderIter;

/// What a record's timestamp means (KIP-32).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TimestampKind {
    /// There is none.
    None,
    /// The producer set it.
    Create,
    /// The broker set it on append.
    LogAppend,
}

/// A record as librdkafka holds it; copy what is to be kept.
pub struct Record<'a> {
    /// The partition.
    pub partition: i32,
    /// The offset.
    pub offset: i64,
    /// Milliseconds since 1970, -1 for none.
    pub timestamp: i64,
    /// Who set the timestamp.
    pub timestamp_kind: TimestampKind,
    /// The key; none is a null key.
    pub key: Option<&'a [u8]>,
    /// The value; none is a tombstone.
    pub value: Option<&'a [u8]>,
    pub(crate) headers: HeaderIter<'a>,
}

impl<'a> Record<'a> {
    /// The headers in their order, duplicates and nulls included.
    pub fn headers(&self) -> RecordHeaders<'a> {
        RecordHeaders(self.headers.clone())
    }
}

/// Name and value of each header of a [`Record`].
#[derive(Clone)]
pub struct RecordHeaders<'a>(HeaderIter<'a>);

impl<'a> Iterator for RecordHeaders<'a> {
    type Item = (&'a [u8], Option<&'a [u8]>);

    fn next(&mut self) -> Option<Self::Item> {
        self.0.next()
    }
}
