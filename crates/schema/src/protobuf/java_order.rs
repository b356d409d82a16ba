//! The order in which the registry visits what has none: that of Java's hash sets.

/// Something that goes into a hash set of Java's.
pub(super) trait JavaHash {
    /// `hashCode`, its upper half folded into the lower one as `HashMap` does.
    fn spread(&self) -> u32;
}

impl JavaHash for &str {
    fn spread(&self) -> u32 {
        let hash = self
            .encode_utf16()
            .fold(0_u32, |hash, unit| hash.wrapping_mul(31).wrapping_add(u32::from(unit)));
        hash ^ (hash >> 16)
    }
}

impl JavaHash for i32 {
    fn spread(&self) -> u32 {
        let hash = self.cast_unsigned();
        hash ^ (hash >> 16)
    }
}

/// The keys of a `HashMap` that these were put into one by one.
pub(super) fn map_order<T: JavaHash + Copy + Eq + std::hash::Hash>(keys: impl Iterator<Item = T>) -> Vec<T> {
    let keys = distinct(keys);
    let capacity = grown(16, keys.len());
    bucketed(keys, capacity)
}

/// The keys of `new HashSet<>(old.keySet())` after `addAll(new.keySet())`.
pub(super) fn union_order<T: JavaHash + Copy + Eq + std::hash::Hash>(old: &[T], new: &[T]) -> Vec<T> {
    let room = (old.len() as f32 / 0.75) as usize + 1;
    let capacity = room.max(16).next_power_of_two();
    let keys = distinct(old.iter().chain(new).copied());
    let capacity = grown(capacity, keys.len());
    bucketed(keys, capacity)
}

fn distinct<T: Copy + Eq + std::hash::Hash>(keys: impl Iterator<Item = T>) -> Vec<T> {
    let mut seen = std::collections::HashSet::new();
    keys.filter(|key| seen.insert(*key)).collect()
}

/// A table doubles once it is filled by more than three quarters.
fn grown(capacity: usize, keys: usize) -> usize {
    let mut capacity = capacity;
    while keys > capacity / 4 * 3 {
        capacity *= 2;
    }
    capacity
}

fn bucketed<T: JavaHash>(mut keys: Vec<T>, capacity: usize) -> Vec<T> {
    keys.sort_by_key(|key| key.spread() as usize & (capacity - 1));
    keys
}
