//! The keys that a view has met, to tell which records are the newest of theirs.

use std::collections::HashSet;
use std::hash::{BuildHasher as _, RandomState};

use crate::batch::Batch;

/// Hashes of partition and key.
#[derive(Debug, Default)]
pub(super) struct Keys {
    hasher: RandomState,
    met: HashSet<u64>,
}

/// How many keys are remembered.
const MAX_KEYS: usize = 4_000_000;

impl Keys {
    pub(super) fn is_full(&self) -> bool {
        self.met.len() >= MAX_KEYS
    }

    /// Marks which records are replaced in a batch that is older than all that was met before.
    pub(super) fn mark_older(&mut self, batch: &mut Batch) {
        for index in (0..batch.len()).rev() {
            let hash = self.hash(batch, index);
            let replaced = hash.is_some_and(|hash| !self.meet(hash));
            batch.set_replaced(index, replaced);
        }
    }

    /// Marks which records are replaced in a batch that is newer than all that was met before.
    pub(super) fn mark_newest(&mut self, batch: &mut Batch) {
        let mut met = HashSet::with_capacity(batch.len());
        for index in (0..batch.len()).rev() {
            let hash = self.hash(batch, index);
            let replaced = hash.is_some_and(|hash| !met.insert(hash));
            batch.set_replaced(index, replaced);
        }
        for hash in met {
            self.meet(hash);
        }
    }

    /// Whether a key is met for the first time, for sure.
    fn meet(&mut self, hash: u64) -> bool {
        !self.is_full() && self.met.insert(hash)
    }

    fn hash(&self, batch: &Batch, index: usize) -> Option<u64> {
        let (partition, key) = batch.partition_and_key(index)?;
        Some(self.hasher.hash_one((partition, key)))
    }
}
