//! Numbers in schemas, as the registry compares them.

use std::cmp::Ordering;

/// A number of a schema: compared as a double, divided exactly.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Number {
    value: f64,
    /// Whether it was written without a fraction and an exponent, so that Java has it as an integer.
    integer: bool,
    /// `digits × 10^-scale`, where it fits.
    exact: Option<(i128, u32)>,
}

impl Number {
    /// Reads a JSON number.
    pub(super) fn read(text: &str) -> Self {
        Self {
            value: text.parse().unwrap_or(f64::NAN),
            integer: !text.contains(['.', 'e', 'E']),
            exact: exact(text),
        }
    }

    /// Whether it has no fraction, however it is written.
    pub(super) fn is_whole(&self) -> bool {
        match self.exact {
            Some((digits, scale)) => 10_i128
                .checked_pow(scale)
                .is_some_and(|power| digits % power == 0),
            None => self.value.fract() == 0.0,
        }
    }

    /// Compares all digits.
    pub(super) fn compare_exactly(&self, other: &Self) -> Ordering {
        let scaled = |number: &Self, scale: u32| {
            let (digits, own) = number.exact?;
            10_i128.checked_pow(scale - own)?.checked_mul(digits)
        };
        let scale = match (self.exact, other.exact) {
            (Some((_, one)), Some((_, other))) => one.max(other),
            _ => return self.compare(other),
        };
        match (scaled(self, scale), scaled(other, scale)) {
            (Some(one), Some(other)) => one.cmp(&other),
            _ => self.compare(other),
        }
    }

    /// A text that is the same for numbers of one value.
    pub(super) fn exact_key(&self) -> String {
        let Some((mut digits, mut scale)) = self.exact else {
            return format!("{:?}", self.value);
        };
        while scale > 0 && digits % 10 == 0 {
            digits /= 10;
            scale -= 1;
        }
        format!("{digits}e-{scale}")
    }

    /// As `Number.doubleValue()`s compare.
    pub(super) fn compare(&self, other: &Self) -> Ordering {
        self.value
            .partial_cmp(&other.value)
            .unwrap_or(Ordering::Equal)
    }

    /// Whether Java's `equals` holds: an integer is never equal to a decimal.
    pub(super) fn same(&self, other: &Self) -> bool {
        self.integer == other.integer && self.compare(other) == Ordering::Equal
    }

    /// Whether it is zero.
    pub(super) fn is_zero(&self) -> bool {
        self.value == 0.0
    }

    /// Whether nothing is left when it is cut to an integer.
    pub(super) fn is_below_one(&self) -> bool {
        self.value.abs() < 1.0
    }

    /// Whether it is a whole multiple of another; of zero nothing is.
    pub(super) fn is_multiple_of(&self, other: &Self) -> bool {
        if other.is_zero() {
            return false;
        }
        if let (Some((a, a_scale)), Some((b, b_scale))) = (self.exact, other.exact) {
            let scale = a_scale.max(b_scale);
            let up =
                |digits: i128, from: u32| 10_i128.checked_pow(scale - from)?.checked_mul(digits);
            if let (Some(a), Some(b)) = (up(a, a_scale), up(b, b_scale)) {
                return a % b == 0;
            }
        }
        self.value % other.value == 0.0
    }

    /// A text that is the same for numbers that Java finds equal.
    pub(super) fn key(&self) -> String {
        if self.integer {
            match self.exact {
                Some((digits, 0)) => digits.to_string(),
                _ => self.value.to_string(),
            }
        } else {
            format!("{:?}d", self.value)
        }
    }
}

/// A number as Java writes it after reading it as an integer or a `BigDecimal`: `1e2` is `1E+2`.
pub(super) fn java_text(text: &str) -> String {
    let (sign, magnitude) = text
        .strip_prefix('-')
        .map_or(("", text), |rest| ("-", rest));
    let (mantissa, exponent) = match magnitude.find(['e', 'E']) {
        Some(at) => (
            &magnitude[..at],
            magnitude[at + 1..].parse().unwrap_or(0_i64),
        ),
        None => (magnitude, 0),
    };
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let all = format!("{whole}{fraction}");
    let significant = all.trim_start_matches('0');
    let zero = significant.is_empty();
    let digits = if zero { "0" } else { significant };
    let sign = if zero { "" } else { sign };
    let scale = (fraction.len() as i64).saturating_sub(exponent);
    let adjusted = (digits.len() as i64 - 1).saturating_sub(scale);
    if scale == 0 {
        return format!("{sign}{digits}");
    }
    if scale > 0 && adjusted >= -6 {
        let padded = format!("{digits:0>width$}", width = scale as usize + 1);
        let (whole, fraction) = padded.split_at(padded.len() - scale as usize);
        return format!("{sign}{whole}.{fraction}");
    }
    let (lead, rest) = digits.split_at(1);
    let point = if rest.is_empty() { "" } else { "." };
    format!("{sign}{lead}{point}{rest}E{adjusted:+}")
}

fn exact(text: &str) -> Option<(i128, u32)> {
    let (mantissa, exponent) = match text.find(['e', 'E']) {
        Some(at) => (&text[..at], text[at + 1..].parse::<i32>().ok()?),
        None => (text, 0),
    };
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits: i128 = format!("{whole}{fraction}").parse().ok()?;
    let scale = i32::try_from(fraction.len()).ok()?.checked_sub(exponent)?;
    match u32::try_from(scale) {
        Ok(scale) => Some((digits, scale)),
        Err(_) => Some((
            10_i128
                .checked_pow(scale.unsigned_abs())?
                .checked_mul(digits)?,
            0,
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn divides_exactly() {
        let is = |a: &str, b: &str| Number::read(a).is_multiple_of(&Number::read(b));
        assert!(is("0.3", "0.1") && is("10.0", "5") && is("1e2", "4") && is("1", "0.5"));
        assert!(!is("1", "0") && !is("13.0", "7.0") && !is("0.5", "2"));
        assert!(!Number::read("10").same(&Number::read("10.0")));
    }

    #[test]
    fn writes_as_java_does() {
        for (text, written) in [
            ("10", "10"),
            ("-0", "0"),
            ("10.50", "10.50"),
            ("1e2", "1E+2"),
            ("1.25e1", "12.5"),
            ("1.0e-3", "0.0010"),
            ("1e-7", "1E-7"),
            ("12e-9", "1.2E-8"),
            ("0.0", "0.0"),
        ] {
            assert_eq!(java_text(text), written, "{text}");
        }
    }
}
