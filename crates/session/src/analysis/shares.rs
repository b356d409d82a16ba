//! How a sample is shared by partitions.

/// What each of some partitions gives of `wanted` messages: all the same, but none more than it has. What one lacks the
/// others give.
pub(super) fn shares(sizes: &[u64], wanted: u64) -> Vec<u64> {
    let mut order: Vec<usize> = (0..sizes.len()).collect();
    order.sort_by_key(|at| sizes[*at]);
    let mut given = vec![0; sizes.len()];
    let mut left = wanted;
    for (done, at) in order.into_iter().enumerate() {
        let even = left.div_ceil((sizes.len() - done) as u64);
        given[at] = sizes[at].min(even);
        left -= given[at];
    }
    given
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_small_partitions_lack_the_large_ones_give() {
        assert_eq!(shares(&[100, 100], 10), [5, 5]);
        assert_eq!(shares(&[1, 0, 100, 3], 12), [1, 0, 8, 3]);
        assert_eq!(shares(&[2, 2], 10), [2, 2]);
        assert_eq!(shares(&[100, 100, 100], 10), [4, 3, 3]);
        assert!(shares(&[], 10).is_empty());
    }
}
