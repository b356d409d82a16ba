//! The order in which the registry visits what has none: that of Java's hash sets.

/// Something that goes into a hash set of Java's: `hashCode`, its upper half folded into the lower one as `HashMap`
/// does.
pub(super) trait JavaHash {
    fn spread(&self) -> u32;
}

impl JavaHash for str {
    fn spread(&self) -> u32 {
        let units = self.encode_utf16();
        let hash = units.fold(0_u32, |hash, unit| {
            hash.wrapping_mul(31).wrapping_add(u32::from(unit))
        });
        hash ^ (hash >> 16)
    }
}

impl JavaHash for i32 {
    fn spread(&self) -> u32 {
        let hash = self.cast_unsigned();
        hash ^ (hash >> 16)
    }
}

/// Puts distinct things in the order of the keys of a `HashMap` that they were put into one by one.
pub(super) fn map_order<T>(things: &mut [T], spread: impl Fn(&T) -> u32) {
    let capacity = grown(16, things.len());
    things.sort_by_key(|thing| spread(thing) as usize & (capacity - 1));
}

/// Puts distinct things in the order of `new HashSet<>(old.keySet())` after `addAll(new.keySet())`: first the old ones
/// in the order of their map, then those that only the new map has, in the order of that.
pub(super) fn union_order<T>(things: &mut [T], old: usize, spread: impl Fn(&T) -> u32) {
    let capacity = union_capacity(old, things.len());
    things.sort_by_key(|thing| spread(thing) as usize & (capacity - 1));
}

/// How many places the set of such a union has.
pub(super) fn union_capacity(old: usize, all: usize) -> usize {
    let room = (old as f32 / 0.75) as usize + 1;
    grown(room.max(16).next_power_of_two(), all)
}

/// A table doubles once it is filled by more than three quarters.
fn grown(capacity: usize, things: usize) -> usize {
    let mut capacity = capacity;
    while things > capacity / 4 * 3 {
        capacity *= 2;
    }
    capacity
}
