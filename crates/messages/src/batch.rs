//! Records in one piece of memory.

use std::mem::size_of;

use crate::record::{self, Headers, Record, TimestampKind};

/// Records that arrived together: their bytes one after another in one arena, and 48 bytes more
/// for each. Pushing a record allocates nothing as long as the capacity lasts.
#[derive(Debug, Clone, Default)]
pub struct Batch {
    arena: Vec<u8>,
    metas: Vec<Meta>,
}

/// All of a record but its bytes, which lie at `start`: key, value, packed headers.
#[derive(Debug, Clone, Copy)]
struct Meta {
    offset: i64,
    timestamp: i64,
    start: usize,
    key_size: u32,
    value_size: u32,
    headers_size: u32,
    headers: u32,
    partition: i32,
    timestamp_kind: TimestampKind,
    null_key: bool,
    null_value: bool,
    /// A newer record with the same key is known: see [`View::set_distinct`](crate::View).
    replaced: bool,
}

const _: () = assert!(
    size_of::<Meta>() <= 48,
    "a record costs 48 bytes beside its own"
);

impl Batch {
    /// An empty batch with room for `records` records of `bytes` bytes together.
    pub fn with_capacity(records: usize, bytes: usize) -> Self {
        Self {
            arena: Vec::with_capacity(bytes),
            metas: Vec::with_capacity(records),
        }
    }

    /// Copies a record to the end.
    pub fn push<'h, H>(&mut self, record: Record<'_, H>)
    where
        H: IntoIterator<Item = (&'h [u8], Option<&'h [u8]>)>,
    {
        let start = self.arena.len();
        let key = record::clamp(record.key.unwrap_or_default());
        let value = record::clamp(record.value.unwrap_or_default());
        self.arena.extend_from_slice(key);
        self.arena.extend_from_slice(value);
        let headers_start = self.arena.len();
        let headers = record::pack(&mut self.arena, record.headers);
        self.metas.push(Meta {
            offset: record.offset,
            timestamp: record.timestamp,
            start,
            key_size: key.len() as u32,
            value_size: value.len() as u32,
            headers_size: (self.arena.len() - headers_start) as u32,
            partition: record.partition,
            headers,
            timestamp_kind: record.timestamp_kind,
            null_key: record.key.is_none(),
            null_value: record.value.is_none(),
            replaced: false,
        });
    }

    /// How many records it holds.
    pub fn len(&self) -> usize {
        self.metas.len()
    }

    /// Whether it holds no record.
    pub fn is_empty(&self) -> bool {
        self.metas.is_empty()
    }

    /// All memory that it holds, in bytes: what is allocated, used or not.
    pub fn bytes(&self) -> usize {
        self.arena.capacity() + self.metas.capacity() * size_of::<Meta>()
    }

    /// The record at `index`, `None` past the end.
    pub fn get(&self, index: usize) -> Option<Record<'_>> {
        let meta = self.metas.get(index)?;
        let (key, value) = self.key_and_value(meta);
        let headers_start = meta.start + key.len() + value.len();
        let headers = &self.arena[headers_start..headers_start + meta.headers_size as usize];
        Some(Record {
            partition: meta.partition,
            offset: meta.offset,
            timestamp: meta.timestamp,
            timestamp_kind: meta.timestamp_kind,
            key: (!meta.null_key).then_some(key),
            value: (!meta.null_value).then_some(value),
            headers: Headers::from_packed(headers, meta.headers as usize),
        })
    }

    /// The records in their order.
    pub fn iter(&self) -> impl Iterator<Item = Record<'_>> {
        (0..self.len()).filter_map(|index| self.get(index))
    }

    /// Sorts by timestamp, then partition, then offset; records equal in all three keep their
    /// order. Moves no record's bytes.
    pub fn sort_by_time(&mut self) {
        self.metas
            .sort_by_key(|meta| (meta.timestamp, meta.partition, meta.offset));
    }

    /// Appends the records of `other`, in their order, behind these. Where the whole is to be in
    /// the order of time, [`sort_by_time`](Self::sort_by_time) follows.
    pub fn merge(&mut self, other: Self) {
        if self.is_empty() {
            *self = other;
        } else {
            self.append(&other);
        }
    }

    /// Timestamps of the records in their order; -1 where one has none.
    pub(crate) fn timestamps(&self) -> impl Iterator<Item = i64> {
        self.metas.iter().map(Meta::time)
    }

    /// Timestamps of the records that `indices` names.
    pub(crate) fn timestamps_of(&self, indices: &[u32]) -> impl Iterator<Item = i64> {
        indices
            .iter()
            .filter_map(|&index| self.metas.get(index as usize))
            .map(Meta::time)
    }

    /// Where a record with a key belongs: `None` where it has none.
    pub(crate) fn partition_and_key(&self, index: usize) -> Option<(i32, &[u8])> {
        let meta = self.metas.get(index).filter(|meta| !meta.null_key)?;
        Some((meta.partition, self.key_and_value(meta).0))
    }

    /// Whether a newer record with the same key is known.
    pub(crate) fn is_replaced(&self, index: usize) -> bool {
        self.metas.get(index).is_some_and(|meta| meta.replaced)
    }

    pub(crate) fn set_replaced(&mut self, index: usize, replaced: bool) {
        if let Some(meta) = self.metas.get_mut(index) {
            meta.replaced = replaced;
        }
    }

    /// Puts copies of all records of `other` in front.
    pub(crate) fn prepend(&mut self, other: &Self) {
        let shift = self.arena.len();
        self.arena.extend_from_slice(&other.arena);
        let older = other.metas.iter().map(|meta| Meta {
            start: meta.start + shift,
            ..*meta
        });
        self.metas.splice(0..0, older);
    }

    /// Appends copies of all records of `other`.
    pub(crate) fn append(&mut self, other: &Self) {
        let shift = self.arena.len();
        self.arena.extend_from_slice(&other.arena);
        self.metas.extend(other.metas.iter().map(|meta| Meta {
            start: meta.start + shift,
            ..*meta
        }));
    }

    /// Appends copies of those records of `other` that `indices` names.
    pub(crate) fn append_some(&mut self, other: &Self, indices: &[u32]) {
        let metas = || {
            indices
                .iter()
                .filter_map(|&index| other.metas.get(index as usize))
        };
        self.arena.reserve(metas().map(Meta::size).sum());
        self.metas.reserve(indices.len());
        for meta in metas() {
            let start = self.arena.len();
            self.arena
                .extend_from_slice(&other.arena[meta.start..meta.start + meta.size()]);
            self.metas.push(Meta { start, ..*meta });
        }
    }

    /// The same records in batches of about `bytes` each.
    pub(crate) fn split(&self, bytes: usize) -> Vec<Self> {
        let mut pieces = vec![];
        let mut indices = vec![];
        let mut size = 0;
        for (index, meta) in self.metas.iter().enumerate() {
            indices.push(index as u32);
            size += meta.size() + size_of::<Meta>();
            if size >= bytes || index + 1 == self.len() {
                let mut piece = Self::default();
                piece.append_some(self, &indices);
                pieces.push(piece);
                indices.clear();
                size = 0;
            }
        }
        pieces
    }

    /// Gives back memory that is allocated and unused, if it is worth a move.
    pub(crate) fn shrink(&mut self) {
        if self.arena.capacity() - self.arena.len() > self.arena.len() / 8 {
            self.arena.shrink_to_fit();
        }
        if self.metas.capacity() - self.metas.len() > self.metas.len() / 8 {
            self.metas.shrink_to_fit();
        }
    }

    fn key_and_value(&self, meta: &Meta) -> (&[u8], &[u8]) {
        let value_start = meta.start + meta.key_size as usize;
        (
            &self.arena[meta.start..value_start],
            &self.arena[value_start..value_start + meta.value_size as usize],
        )
    }
}

impl Meta {
    fn time(&self) -> i64 {
        match self.timestamp_kind {
            TimestampKind::None => -1,
            _ => self.timestamp,
        }
    }

    fn size(&self) -> usize {
        self.key_size as usize + self.value_size as usize + self.headers_size as usize
    }
}
