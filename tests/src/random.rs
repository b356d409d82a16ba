//! Randomness for names and ports; nothing here is secret.

use std::hash::{BuildHasher, RandomState};

/// A number below `end`.
pub(crate) fn below(end: u64) -> u64 {
    RandomState::new().hash_one(0) % end
}

/// `count` letters and digits.
pub(crate) fn letters(count: usize) -> String {
    const ALPHABET: &[u8; 62] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    (0..count)
        .map(|_| char::from(ALPHABET[below(62) as usize]))
        .collect()
}
