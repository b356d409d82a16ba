use crate::position::Span;

/// The character that stands for an unpaired surrogate, which no Rust string can hold: U+10F800 to U+10FFFF, from the
/// private use area, for U+D800 to U+DFFF.
pub fn surrogate(unit: u16) -> Option<char> {
    match unit {
        0xD800..=0xDFFF => char::from_u32(0x10_F800 + u32::from(unit) - 0xD800),
        _ => None,
    }
}

/// The surrogate that a character stands for, see [`surrogate`].
pub(super) fn surrogate_of(char: char) -> Option<u16> {
    match u32::from(char) {
        code @ 0x10_F800.. => Some((code - 0x10_F800 + 0xD800) as u16),
        _ => None,
    }
}

/// What is wrong inside a string.
pub(super) struct Fault {
    pub(super) span: Span,
    pub(super) message: String,
}

/// Takes the escapes out of the bytes between the quotes, from `start` to `end` of `text`.
pub(super) fn unescape(text: &str, start: usize, end: usize, faults: &mut Vec<Fault>) -> Box<str> {
    let raw = &text[start..end];
    let mut out = String::with_capacity(raw.len());
    let mut at = 0;
    // A high surrogate that waits for its low one.
    let mut high: Option<u16> = None;
    while at < raw.len() {
        let rest = &raw[at..];
        let Some(tail) = rest.strip_prefix('\\') else {
            flush(&mut out, &mut high);
            let len = rest.find('\\').unwrap_or(rest.len());
            out.push_str(&rest[..len]);
            at += len;
            continue;
        };
        let mut chars = tail.chars();
        let escape = chars.next();
        let simple = match escape {
            Some(same @ ('"' | '\\' | '/')) => Some(same),
            Some('b') => Some('\u{8}'),
            Some('f') => Some('\u{c}'),
            Some('n') => Some('\n'),
            Some('r') => Some('\r'),
            Some('t') => Some('\t'),
            _ => None,
        };
        if let Some(char) = simple {
            flush(&mut out, &mut high);
            out.push(char);
            at += 2;
            continue;
        }
        let digits = tail
            .get(1..5)
            .filter(|digits| digits.bytes().all(|byte| byte.is_ascii_hexdigit()));
        match (escape, digits) {
            (Some('u'), Some(digits)) => {
                let unit = u16::from_str_radix(digits, 16).unwrap_or(0);
                push_unit(&mut out, &mut high, unit);
                at += 6;
            }
            (Some('u'), None) => {
                faults.push(fault(
                    start + at,
                    2,
                    "`\\u` needs four hexadecimal digits".to_owned(),
                ));
                at += 2;
            }
            (other, _) => {
                let len = 1 + other.map_or(0, char::len_utf8);
                let message = format!("`{}` is no escape that JSON knows", &rest[..len]);
                faults.push(fault(start + at, len, message));
                at += len;
            }
        }
    }
    flush(&mut out, &mut high);
    out.into()
}

fn push_unit(out: &mut String, high: &mut Option<u16>, unit: u16) {
    if let (Some(first), 0xDC00..=0xDFFF) = (*high, unit) {
        *high = None;
        out.extend(char::decode_utf16([first, unit]).flatten());
        return;
    }
    flush(out, high);
    match unit {
        0xD800..=0xDBFF => *high = Some(unit),
        _ => out.extend(char::from_u32(u32::from(unit)).or_else(|| surrogate(unit))),
    }
}

fn flush(out: &mut String, high: &mut Option<u16>) {
    out.extend(high.take().and_then(surrogate));
}

fn fault(start: usize, len: usize, message: String) -> Fault {
    Fault {
        span: Span {
            start,
            end: start + len,
        },
        message,
    }
}
