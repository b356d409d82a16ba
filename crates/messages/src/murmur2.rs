//! Where the Java client puts a keyed record.

/// The 32-bit murmur2 hash as the Java client computes it (`Utils.murmur2`).
pub fn murmur2(bytes: &[u8]) -> u32 {
    const SEED: u32 = 0x9747_b28c;
    const M: u32 = 0x5bd1_e995;

    // The Java client's sizes are 32 bits, too.
    let mut hash = SEED ^ bytes.len() as u32;
    let (words, rest) = bytes.as_chunks::<4>();
    for word in words {
        let mut k = u32::from_le_bytes(*word).wrapping_mul(M);
        k ^= k >> 24;
        hash = hash.wrapping_mul(M) ^ k.wrapping_mul(M);
    }
    if !rest.is_empty() {
        let mut last = [0; 4];
        last[..rest.len()].copy_from_slice(rest);
        hash = (hash ^ u32::from_le_bytes(last)).wrapping_mul(M);
    }
    hash = (hash ^ (hash >> 13)).wrapping_mul(M);
    hash ^ (hash >> 15)
}

/// The partition, of `partitions` many, that the Java client's default partitioner gives to a
/// record with this key (KIP-480, the keyed case). `None` where there is no partition to give.
pub fn java_partition(key: &[u8], partitions: i32) -> Option<i32> {
    let positive = (murmur2(key) & 0x7fff_ffff) as i32;
    (partitions > 0).then(|| positive % partitions)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The hashes that Apache Kafka's own `UtilsTest.testMurmur2` expects.
    #[test]
    fn hashes_as_the_java_client() {
        for (bytes, expected) in [
            ("21", -973_932_308_i32),
            ("foobar", -790_332_482),
            ("a-little-bit-long-string", -985_981_536),
            ("a-little-bit-longer-string", -1_486_304_829),
            (
                "lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8",
                -58_897_971,
            ),
            ("abc", 479_470_107),
        ] {
            assert_eq!(murmur2(bytes.as_bytes()) as i32, expected, "{bytes}");
        }
    }

    #[test]
    fn a_partition_is_in_range_or_none() {
        assert_eq!(java_partition(b"abc", 1), Some(0));
        assert_eq!(java_partition(b"abc", 10), Some(7));
        // A negative hash loses its sign bit, not its sign: 1,173,551,340 % 7.
        assert_eq!(java_partition(b"21", 7), Some(1_173_551_340 % 7));
        assert_eq!(java_partition(b"abc", 0), None);
        assert_eq!(java_partition(b"abc", -1), None);
    }
}
