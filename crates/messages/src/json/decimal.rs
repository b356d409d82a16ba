//! Numbers compared by their digits. None is ever rounded.

use std::cmp::Ordering;

/// A number as JSON writes it, taken apart.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Decimal<'a> {
    negative: bool,
    /// The digits before and after the point, together without zeros in front. Both are empty for
    /// zero.
    whole: &'a [u8],
    fraction: &'a [u8],
    /// Where the point stands, counted from the first digit: 1 for `1.5`, 4 for `1.5e3`, -1 for
    /// `0.015`.
    point: i128,
}

/// The largest exponent; larger ones count as this. That of a number that fills a message has ten
/// digits.
const MAX_EXPONENT: i128 = 10_i128.pow(36);

impl<'a> Decimal<'a> {
    /// Reads what is a number in JSON from its first byte to its last; `None` for other texts.
    #[inline]
    pub(crate) fn parse(text: &'a [u8]) -> Option<Self> {
        let (negative, rest) = match text.strip_prefix(b"-") {
            Some(rest) => (true, rest),
            None => (false, text),
        };
        let (whole, rest) = digits(rest);
        if whole.is_empty() || whole.len() > 1 && whole[0] == b'0' {
            return None;
        }
        let (fraction, rest) = match rest.strip_prefix(b".") {
            Some(rest) => {
                let (fraction, rest) = digits(rest);
                if fraction.is_empty() {
                    return None;
                }
                (fraction, rest)
            }
            None => (&rest[..0], rest),
        };
        let exponent = match rest.split_first() {
            None => 0,
            Some((b'e' | b'E', exponent)) => parse_exponent(exponent)?,
            Some(_) => return None,
        };
        let mut number = Self {
            negative,
            whole,
            fraction,
            point: whole.len() as i128 + exponent,
        };
        if whole[0] == b'0' {
            number.whole = &[];
            let zeros = fraction.iter().take_while(|&&digit| digit == b'0').count();
            number.fraction = &fraction[zeros..];
            number.point = exponent - zeros as i128;
            if number.fraction.is_empty() {
                number.negative = false;
                number.point = 0;
            }
        }
        Some(number)
    }

    /// How two numbers are ordered by their values.
    pub(crate) fn compare(&self, other: &Self) -> Ordering {
        match (self.sign(), other.sign()) {
            (1, 1) => self.compare_size(other),
            (-1, -1) => other.compare_size(self),
            (one, two) => one.cmp(&two),
        }
    }

    fn sign(&self) -> i32 {
        match (
            self.negative,
            self.whole.is_empty() && self.fraction.is_empty(),
        ) {
            (_, true) => 0,
            (true, false) => -1,
            (false, false) => 1,
        }
    }

    fn compare_size(&self, other: &Self) -> Ordering {
        self.point.cmp(&other.point).then_with(|| {
            let mut one = self.whole.iter().chain(self.fraction);
            let mut two = other.whole.iter().chain(other.fraction);
            loop {
                let (digit, against) = match (one.next(), two.next()) {
                    (None, None) => return Ordering::Equal,
                    // Zeros may follow a number as one likes.
                    (one, two) => (one.unwrap_or(&b'0'), two.unwrap_or(&b'0')),
                };
                if digit != against {
                    return digit.cmp(against);
                }
            }
        })
    }
}

fn digits(text: &[u8]) -> (&[u8], &[u8]) {
    let end = text
        .iter()
        .position(|byte| !byte.is_ascii_digit())
        .unwrap_or(text.len());
    text.split_at(end)
}

fn parse_exponent(text: &[u8]) -> Option<i128> {
    let (negative, rest) = match text.split_first()? {
        (b'-', rest) => (true, rest),
        (b'+', rest) => (false, rest),
        _ => (false, text),
    };
    let (digits, rest) = digits(rest);
    if digits.is_empty() || !rest.is_empty() {
        return None;
    }
    let size = digits.iter().fold(0, |size: i128, digit| {
        (size * 10 + i128::from(digit - b'0')).min(MAX_EXPONENT)
    });
    Some(if negative { -size } else { size })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn compare(one: &str, two: &str) -> Ordering {
        let one = Decimal::parse(one.as_bytes()).expect("a number");
        let two = Decimal::parse(two.as_bytes()).expect("a number");
        assert_eq!(one.compare(&two), two.compare(&one).reverse());
        one.compare(&two)
    }

    #[test]
    fn equal_numbers_may_be_written_differently() {
        for (one, two) in [
            ("1.10", "1.1"),
            ("1e3", "1000"),
            ("1000E-3", "1"),
            ("0.0012", "12e-4"),
            ("0", "-0.00e9"),
            ("100", "1.00e+2"),
            ("1e0000000000000000000000000000000000000000001", "10"),
            ("10e99999999999999999999", "1e100000000000000000000"),
        ] {
            assert_eq!(compare(one, two), Ordering::Equal, "{one} {two}");
        }
    }

    #[test]
    fn every_digit_counts() {
        for (less, more) in [
            ("9007199254740992", "9007199254740993"),
            ("0.1", "0.10000000000000000000000000000000000001"),
            ("99999999999999999999999999999999.9", "1e32"),
            ("-1e32", "-99999999999999999999999999999999.9"),
            ("-1", "0"),
            ("-0.001", "1e-999999"),
            ("0", "1e-999999"),
            ("1e-999999", "1e-999998"),
            ("9", "10"),
            ("0.009", "0.01"),
            ("1e99999999999999999999", "1e100000000000000000000"),
        ] {
            assert_eq!(compare(less, more), Ordering::Less, "{less} {more}");
        }
    }

    #[test]
    fn takes_what_json_takes() {
        for text in [
            "", "-", "+1", "01", "1.", ".5", "1e", "1e+", "1x", "1 ", "0x1", "NaN",
        ] {
            assert!(Decimal::parse(text.as_bytes()).is_none(), "{text}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn agrees_with_integers(one in -5000..5000_i64, two in -5000..5000_i64, zeros in 0..4_usize, shift in 0..4_usize) {
            // The same number with its point moved and the exponent against it.
            let text = |number: i64| {
                let digits = format!("{:05}", number.abs());
                let (whole, fraction) = digits.split_at(digits.len() - shift);
                let whole = whole.trim_start_matches('0');
                let whole = if whole.is_empty() { "0" } else { whole };
                let sign = if number < 0 { "-" } else { "" };
                let point = if shift + zeros > 0 { "." } else { "" };
                format!("{sign}{whole}{point}{fraction}{}e{shift}", "0".repeat(zeros))
            };
            prop_assert_eq!(compare(&text(one), &two.to_string()), one.cmp(&two));
            prop_assert_eq!(compare(&text(one), &text(two)), one.cmp(&two));
        }
    }
}
