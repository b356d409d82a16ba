//! The order in which Java's `HashSet` goes through strings. The registry reports an object's properties in it.

/// `String.hashCode()`.
pub(super) fn string_hash(text: &str) -> u32 {
    text.encode_utf16().fold(0_u32, |hash, unit| {
        hash.wrapping_mul(31).wrapping_add(u32::from(unit))
    })
}

/// Orders what was put one after another into a `HashSet` that was made from `copied` elements and grew to `all`, of
/// which these are some: by the slot of the table, then as put. (Slots with more than eight elements, which Java
/// orders otherwise, are left so.)
pub(super) fn hash_set_order<T>(
    elements: &mut [T],
    copied: usize,
    all: usize,
    hash: impl Fn(&T) -> u32,
) {
    let mut slots = 16_usize
        .max((copied * 4).div_ceil(3) + 1)
        .next_power_of_two();
    while all > slots / 4 * 3 {
        slots *= 2;
    }
    elements.sort_by_key(|element| {
        let hash = hash(element);
        (hash ^ (hash >> 16)) as usize & (slots - 1)
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hashes_as_java_does() {
        assert_eq!(string_hash("home"), 3_208_415);
        assert_eq!(string_hash("amount"), (-1_413_853_096_i32) as u32);
        let mut names = ["home", "work"];
        hash_set_order(&mut names, 2, 2, |name| string_hash(name));
        assert_eq!(names, ["work", "home"]);
    }
}
