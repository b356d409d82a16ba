/// What a number of this size may be, and how it reads: Kafka's serializers write the highest byte first.
pub(super) fn read(bytes: &[u8]) -> Option<(&'static str, String)> {
    let int = || bytes.try_into().ok().map(i32::from_be_bytes);
    let short = || bytes.try_into().ok().map(i16::from_be_bytes);
    if let Ok(eight) = bytes.try_into() {
        let (long, double) = (i64::from_be_bytes(eight), f64::from_be_bytes(eight));
        // A double that people write has an exponent near zero; as a long it would be huge.
        let likely = double.is_finite() && (1e-9..1e12).contains(&double.abs());
        return Some(if likely && long.unsigned_abs() > 1 << 53 {
            ("a `double`", format!("{double:?}"))
        } else {
            ("a `long`", long.to_string())
        });
    }
    match bytes {
        [one] => Some(("a byte", one.to_string())),
        _ => int()
            .map(|int| ("an `int`", int.to_string()))
            .or_else(|| short().map(|short| ("a `short`", short.to_string()))),
    }
}
