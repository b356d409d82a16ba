/// Appends a JSON number as Jackson writes it after reading it: integers as they are, others as Java prints a `double`.
pub(super) fn push(out: &mut String, text: &str) {
    if text.contains(['.', 'e', 'E']) {
        push_double(out, text.parse().unwrap_or(f64::NAN));
    } else {
        out.push_str(if text == "-0" { "0" } else { text });
    }
}

/// Appends what Java's `Double.toString` gives, in quotes where JSON has no such number.
pub(super) fn push_double(out: &mut String, number: f64) {
    if !number.is_finite() {
        out.push_str(match number {
            _ if number.is_nan() => "\"NaN\"",
            f64::INFINITY => "\"Infinity\"",
            _ => "\"-Infinity\"",
        });
        return;
    }
    let scientific = format!("{number:e}");
    let (mantissa, exponent) = scientific.split_once('e').unwrap_or((&scientific, "0"));
    let size = number.abs();
    if size == 0.0 || (1e-3..1e7).contains(&size) {
        let plain = format!("{number:?}");
        out.push_str(&plain);
    } else {
        out.push_str(mantissa);
        if !mantissa.contains('.') {
            out.push_str(".0");
        }
        out.push('E');
        out.push_str(exponent);
    }
}

/// What Java's `Double.parseDouble` makes of a text, hexadecimal numbers aside.
pub(super) fn parse_double(text: &str) -> Option<f64> {
    let text = text.trim_matches(|char| char <= ' ');
    let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
    let sign = if text.starts_with('-') { -1.0 } else { 1.0 };
    match unsigned {
        "NaN" => return Some(f64::NAN),
        "Infinity" => return Some(sign * f64::INFINITY),
        _ => {}
    }
    let digits = unsigned
        .strip_suffix(['d', 'D', 'f', 'F'])
        .unwrap_or(unsigned);
    let allowed = |char: char| char.is_ascii_digit() || "+-.eE".contains(char);
    if !digits.starts_with(|char: char| char.is_ascii_digit() || char == '.')
        || !digits.chars().all(allowed)
    {
        return None;
    }
    digits.parse::<f64>().ok().map(|number| sign * number)
}

#[cfg(test)]
mod tests {
    use super::{parse_double, push};

    #[test]
    fn numbers_are_written_as_java_prints_them() {
        for (text, java) in [
            ("1", "1"),
            ("-0", "0"),
            ("1.50", "1.5"),
            ("0.0", "0.0"),
            ("-0.0", "-0.0"),
            ("1e2", "100.0"),
            ("1e7", "1.0E7"),
            ("9999999.5", "9999999.5"),
            ("12345678.5", "1.23456785E7"),
            ("0.001", "0.001"),
            ("0.0001", "1.0E-4"),
            ("1.5e-10", "1.5E-10"),
            ("1e400", "\"Infinity\""),
            (
                "123456789012345678901234567890",
                "123456789012345678901234567890",
            ),
        ] {
            let mut out = String::new();
            push(&mut out, text);
            assert_eq!(out, java);
        }
    }

    #[test]
    fn texts_are_numbers_where_java_takes_them_for_numbers() {
        for (text, number) in [
            (" 1.5 ", Some(1.5)),
            ("-2e3", Some(-2000.0)),
            ("1d", Some(1.0)),
            (".5f", Some(0.5)),
            ("-Infinity", Some(f64::NEG_INFINITY)),
            ("inf", None),
            ("1_000", None),
            ("--1", None),
            ("", None),
        ] {
            assert_eq!(parse_double(text), number, "{text:?}");
        }
        assert!(parse_double("NaN").is_some_and(f64::is_nan));
    }
}
