//! Whole numbers of any length, and decimals: two's complement on one side, exact digits on the other.

/// Longer ones are refused: turning them into digits takes time that grows with the square of their length.
pub(crate) const LONGEST: usize = 4_096;

/// Appends the number that some bytes in big-endian two's complement are, divided by a power of ten, with all its
/// digits. `None` if there are too many.
pub(crate) fn push(out: &mut String, bytes: &[u8], scale: usize) -> Option<()> {
    if bytes.len() > LONGEST || scale > LONGEST {
        return None;
    }
    let negative = bytes.first().is_some_and(|first| first & 0x80 != 0);
    let digits = digits(&magnitude(bytes, negative));
    if negative {
        out.push('-');
    }
    let missing = (scale + 1).saturating_sub(digits.len());
    let whole = digits.len() + missing - scale;
    let all = std::iter::repeat_n('0', missing).chain(digits.chars());
    for (at, digit) in all.enumerate() {
        if at == whole {
            out.push('.');
        }
        out.push(digit);
    }
    Some(())
}

/// The shortest big-endian two's complement of a decimal times a power of ten. `None` if it is no decimal, or has more
/// digits after its point.
pub(crate) fn parse(text: &str, scale: usize) -> Option<Vec<u8>> {
    if text.len() > 4 * LONGEST || scale > LONGEST {
        return None;
    }
    let (negative, rest) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    let (mantissa, exponent) = match rest.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, exponent.parse::<i32>().ok()?),
        None => (rest, 0),
    };
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let mut digits: Vec<u8> = [whole, fraction].concat().into_bytes();
    if digits.is_empty() || !digits.iter().all(u8::is_ascii_digit) {
        return None;
    }
    let shift = i64::try_from(scale).ok()? - fraction.len() as i64 + i64::from(exponent);
    if shift >= 0 {
        let shift = usize::try_from(shift)
            .ok()
            .filter(|shift| *shift <= LONGEST)?;
        digits.extend(std::iter::repeat_n(b'0', shift));
    } else {
        for _ in 0..-shift {
            match digits.pop() {
                Some(b'0') => {}
                None => break,
                Some(_) => return None,
            }
        }
    }
    Some(two_complement(&digits, negative))
}

fn magnitude(bytes: &[u8], negative: bool) -> Vec<u8> {
    let mut magnitude = bytes.to_vec();
    if negative {
        let mut carry = true;
        for byte in magnitude.iter_mut().rev() {
            let (value, over) = (!*byte).overflowing_add(u8::from(carry));
            *byte = value;
            carry = over;
        }
    }
    magnitude
}

/// The decimal digits of a big-endian number.
fn digits(bytes: &[u8]) -> String {
    const GROUP: u64 = 1_000_000_000_000_000;
    let mut groups: Vec<u64> = Vec::new();
    for byte in bytes {
        let mut carry = u64::from(*byte);
        for group in &mut groups {
            let value = *group * 256 + carry;
            *group = value % GROUP;
            carry = value / GROUP;
        }
        if carry > 0 {
            groups.push(carry);
        }
    }
    let mut groups = groups.into_iter().rev();
    let mut out = groups.next().unwrap_or_default().to_string();
    for group in groups {
        crate::codec::push(&mut out, format_args!("{group:015}"));
    }
    out
}

fn two_complement(digits: &[u8], negative: bool) -> Vec<u8> {
    // Little-endian while it is made.
    let mut bytes: Vec<u8> = Vec::new();
    for digit in digits {
        let mut carry = u32::from(digit - b'0');
        for byte in &mut bytes {
            let value = u32::from(*byte) * 10 + carry;
            *byte = value as u8;
            carry = value >> 8;
        }
        if carry > 0 {
            bytes.push(carry as u8);
        }
    }
    bytes.push(0);
    if negative {
        let mut carry = true;
        for byte in &mut bytes {
            let (value, over) = (!*byte).overflowing_add(u8::from(carry));
            *byte = value;
            carry = over;
        }
    }
    let redundant = |bytes: &[u8]| match bytes {
        [.., next, 0x00] => next & 0x80 == 0,
        [.., next, 0xFF] => next & 0x80 != 0,
        _ => false,
    };
    while redundant(&bytes) {
        bytes.pop();
    }
    bytes.reverse();
    bytes
}

#[cfg(test)]
mod tests {
    use super::{LONGEST, parse, push};

    #[test]
    fn every_digit_is_kept() {
        for (bytes, scale, text) in [
            (&[][..], 2, "0.00"),
            (&[0], 0, "0"),
            (&[0x04, 0xD2], 2, "12.34"),
            (&[0xFB, 0x2E], 2, "-12.34"),
            (&[0x80], 0, "-128"),
            (&[0x00, 0x80], 3, "0.128"),
            (&[0xFF], 5, "-0.00001"),
            (&[0x7F; 16], 10, "16947668139254489713041747280.0681492863"),
        ] {
            let mut out = String::new();
            push(&mut out, bytes, scale).unwrap();
            let exact = parse(&out, scale).unwrap();
            let mut again = String::new();
            push(&mut again, &exact, scale).unwrap();
            assert_eq!(out, again);
            if bytes.len() < 16 {
                assert_eq!(out, text);
            }
            if !bytes.is_empty() {
                assert_eq!(exact, bytes);
            }
        }
        assert_eq!(parse("1.5e1", 1), parse("15", 1));
        assert_eq!(parse("1.230", 2), parse("1.23", 2));
        for (wrong, scale) in [
            ("1.234", 2),
            ("", 0),
            ("-", 0),
            ("1.2.3", 5),
            ("0x1", 0),
            ("1e99999", 0),
        ] {
            assert_eq!(parse(wrong, scale), None, "{wrong}");
        }
        assert_eq!(push(&mut String::new(), &[1; LONGEST + 1], 0), None);
    }
}
