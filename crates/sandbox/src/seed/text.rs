//! Writing JSON cheaply: seeding must not be felt in a debug build, so nothing is formatted by
//! `format!` and no tree is built.

use chrono::DateTime;

const DAY_MS: i64 = 86_400_000;

/// Appends text as it is.
pub(super) fn put(out: &mut Vec<u8>, text: &str) {
    out.extend_from_slice(text.as_bytes());
}

/// Appends a number.
pub(super) fn put_number(out: &mut Vec<u8>, number: u64) {
    let mut digits = [0; 20];
    let mut start = digits.len();
    let mut rest = number;
    loop {
        start -= 1;
        digits[start] = b'0' + (rest % 10) as u8;
        rest /= 10;
        if rest == 0 {
            break;
        }
    }
    out.extend_from_slice(&digits[start..]);
}

/// Appends a number with leading zeros.
pub(super) fn put_padded(out: &mut Vec<u8>, number: u64, width: usize) {
    let start = out.len();
    out.resize(start + width, b'0');
    let mut rest = number;
    for digit in out[start..].iter_mut().rev() {
        *digit = b'0' + (rest % 10) as u8;
        rest /= 10;
    }
}

/// Appends an amount of cents as a decimal number, always with two digits.
pub(super) fn put_cents(out: &mut Vec<u8>, cents: u64) {
    put_number(out, cents / 100);
    out.push(b'.');
    put_padded(out, cents % 100, 2);
}

/// Appends 64 bits as hexadecimal digits.
pub(super) fn put_hex(out: &mut Vec<u8>, number: u64) {
    let mut digits = [0; 16];
    for (index, digit) in digits.iter_mut().enumerate() {
        *digit = b"0123456789abcdef"[(number >> (60 - 4 * index)) as usize & 15];
    }
    out.extend_from_slice(&digits);
}

/// Writes times as RFC 3339 in UTC; remembers the day, which seldom changes.
#[derive(Debug, Default)]
pub(super) struct Calendar {
    day: Option<i64>,
    date: String,
}

impl Calendar {
    /// Appends a time given in milliseconds since 1970.
    pub(super) fn put(&mut self, out: &mut Vec<u8>, time: i64) {
        let day = time.div_euclid(DAY_MS);
        if self.day != Some(day) {
            self.day = Some(day);
            self.date = DateTime::from_timestamp_millis(time)
                .map(|time| time.format("%Y-%m-%dT").to_string())
                .unwrap_or_default();
        }
        let within = time.rem_euclid(DAY_MS) as u64;
        put(out, &self.date);
        put_padded(out, within / 3_600_000, 2);
        out.push(b':');
        put_padded(out, within / 60_000 % 60, 2);
        out.push(b':');
        put_padded(out, within / 1000 % 60, 2);
        out.push(b'.');
        put_padded(out, within % 1000, 3);
        out.push(b'Z');
    }
}
