//! What `format` asks of a string, by the documents that the drafts of JSON Schema name.

use std::net::{Ipv4Addr, Ipv6Addr};

use super::super::pattern::is_readable;
use crate::calendar;

/// Whether a text is of a format. One that no draft names holds always.
pub(super) fn holds(format: &str, text: &str) -> bool {
    match format {
        "date" => is_date(text),
        "time" => is_time(text),
        "date-time" => {
            let parts = text.split_once(['T', 't']);
            parts.is_some_and(|(date, time)| is_date(date) && is_time(time))
        }
        "duration" => is_duration(text),
        "email" => text.is_ascii() && is_email(text),
        "idn-email" => is_email(text),
        "hostname" => text.is_ascii() && is_hostname(text),
        "idn-hostname" => is_hostname(text),
        "ipv4" => text.parse::<Ipv4Addr>().is_ok(),
        "ipv6" => text.parse::<Ipv6Addr>().is_ok(),
        "uri" => text.is_ascii() && is_reference(text, true),
        "uri-reference" => text.is_ascii() && is_reference(text, false),
        "iri" => is_reference(text, true),
        "iri-reference" => is_reference(text, false),
        "uri-template" => is_template(text),
        "uuid" => is_uuid(text),
        "json-pointer" => is_pointer(text),
        "relative-json-pointer" => is_relative_pointer(text),
        "regex" => is_readable(text),
        _ => true,
    }
}

/// RFC 3339's `full-date`.
fn is_date(text: &str) -> bool {
    text.len() == 10
        && text.starts_with(|char: char| char.is_ascii_digit())
        && calendar::date(text).is_some()
}

/// RFC 3339's `full-time`. There is a 60th second only where one can be a leap second: at the end of a day in UTC.
fn is_time(text: &str) -> bool {
    let Some((clock, zone)) = text.split_at_checked(8) else {
        return false;
    };
    let Some((hour, minute, second)) = parts_of_clock(clock) else {
        return false;
    };
    let zone = match zone.strip_prefix('.') {
        Some(fraction) => {
            let rest = fraction.trim_start_matches(|char: char| char.is_ascii_digit());
            if rest.len() == fraction.len() {
                return false;
            }
            rest
        }
        None => zone,
    };
    let offset = match zone {
        "Z" | "z" => 0,
        _ => {
            let sign = match zone.as_bytes().first() {
                Some(b'+') => 1,
                Some(b'-') => -1,
                _ => return false,
            };
            match parts_of_clock(&format!("{}:00", &zone[1..])) {
                Some((hours, minutes, _)) if hours < 24 && minutes < 60 => {
                    sign * (hours * 60 + minutes)
                }
                _ => return false,
            }
        }
    };
    let leap = || (hour * 60 + minute - offset).rem_euclid(24 * 60) == 24 * 60 - 1;
    hour < 24 && minute < 60 && (second < 60 || (second == 60 && leap()))
}

/// The numbers of `hh:mm:ss`.
fn parts_of_clock(text: &str) -> Option<(i32, i32, i32)> {
    let mut parts = text.split(':').map(|part| {
        let digits = part.len() == 2 && part.bytes().all(|byte| byte.is_ascii_digit());
        part.parse().ok().filter(|_| digits)
    });
    let clock = (parts.next()??, parts.next()??, parts.next()??);
    parts.next().is_none().then_some(clock)
}

/// RFC 3339's durations: weeks alone, or days and times without gaps in their units.
fn is_duration(text: &str) -> bool {
    let Some(text) = text.strip_prefix('P') else {
        return false;
    };
    let (date, time) = match text.split_once('T') {
        Some((date, time)) => (date, Some(time)),
        None => (text, None),
    };
    let weeks = |date| time.is_none() && counts(date, "W");
    let both = (date.is_empty() || counts(date, "YMD"))
        && time.is_none_or(|time| counts(time, "HMS"))
        && !(date.is_empty() && time.is_none());
    weeks(date) || both
}

/// Whether a text is numbers, each with one of the units, which follow one another in their order.
fn counts(text: &str, units: &str) -> bool {
    let mut rest = text;
    let mut left: Option<&str> = None;
    while !rest.is_empty() {
        let after = rest.trim_start_matches(|char: char| char.is_ascii_digit());
        let Some(unit) = after.chars().next().filter(|_| after.len() < rest.len()) else {
            return false;
        };
        let place = match left {
            None => units.find(unit),
            Some(left) => left.starts_with(unit).then(|| units.len() - left.len()),
        };
        let Some(place) = place else {
            return false;
        };
        left = Some(&units[place + 1..]);
        rest = &after[1..];
    }
    left.is_some()
}

fn is_email(text: &str) -> bool {
    let Some((local, domain)) = text.rsplit_once('@') else {
        return false;
    };
    let atom = |char: char| {
        char.is_ascii_alphanumeric() || !char.is_ascii() || "!#$%&'*+-/=?^_`{|}~".contains(char)
    };
    let quoted = local.len() >= 2 && local.starts_with('"') && local.ends_with('"');
    let local = quoted
        || local
            .split('.')
            .all(|part| !part.is_empty() && part.chars().all(atom));
    let literal = domain
        .strip_prefix('[')
        .and_then(|rest| rest.strip_suffix(']'));
    let domain = match literal {
        Some(literal) => match literal.strip_prefix("IPv6:") {
            Some(address) => address.parse::<Ipv6Addr>().is_ok(),
            None => literal.parse::<Ipv4Addr>().is_ok(),
        },
        None => is_hostname(domain),
    };
    local && domain
}

/// RFC 1123, with letters beyond ASCII.
fn is_hostname(text: &str) -> bool {
    let label = |label: &str| {
        let letters = |char: char| char == '-' || char.is_alphanumeric();
        (1..=63).contains(&label.len())
            && label.chars().all(letters)
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    text.len() <= 253 && text.split('.').all(label)
}

/// RFC 3986 and, beyond ASCII, RFC 3987.
fn is_reference(text: &str, absolute: bool) -> bool {
    let scheme = text.split_once(':').filter(|(scheme, _)| {
        let inside = |char: char| char.is_ascii_alphanumeric() || "+-.".contains(char);
        scheme.starts_with(|char: char| char.is_ascii_alphabetic()) && scheme.chars().all(inside)
    });
    let rest = match scheme {
        Some((_, rest)) => rest,
        None if absolute => return false,
        // The first step of a relative path has no colon.
        None if text
            .split(['/', '?', '#'])
            .next()
            .is_some_and(|step| step.contains(':')) =>
        {
            return false;
        }
        None => text,
    };
    let (rest, fragment) = rest.split_once('#').unwrap_or((rest, ""));
    let (path, query) = rest.split_once('?').unwrap_or((rest, ""));
    let (authority, path) = match path.strip_prefix("//") {
        Some(after) => after.split_at(after.find('/').unwrap_or(after.len())),
        None => ("", path),
    };
    is_authority(authority) && [path, query, fragment].into_iter().all(is_written)
}

fn is_authority(text: &str) -> bool {
    let (user, host) = text.rsplit_once('@').unwrap_or(("", text));
    let (host, port) = match host.strip_prefix('[') {
        Some(literal) => {
            let Some((address, port)) = literal.split_once(']') else {
                return false;
            };
            let future = address.starts_with(['v', 'V']);
            if !future && address.parse::<Ipv6Addr>().is_err() {
                return false;
            }
            ("", port)
        }
        None => host.split_at(host.find(':').unwrap_or(host.len())),
    };
    let port = port.strip_prefix(':').unwrap_or(port);
    is_written(user) && is_written(host) && port.bytes().all(|byte| byte.is_ascii_digit())
}

/// Whether a part of a URI holds nothing that would have to be escaped.
fn is_written(text: &str) -> bool {
    let mut chars = text.chars();
    while let Some(char) = chars.next() {
        let fits = match char {
            '%' => {
                chars.next().is_some_and(|digit| digit.is_ascii_hexdigit())
                    && chars.next().is_some_and(|digit| digit.is_ascii_hexdigit())
            }
            _ if char.is_ascii() => {
                char.is_ascii_alphanumeric() || "-._~!$&'()*+,;=:@/?".contains(char)
            }
            _ => !char.is_control() && !char.is_whitespace(),
        };
        if !fits {
            return false;
        }
    }
    true
}

/// RFC 6570.
fn is_template(text: &str) -> bool {
    let mut rest = text;
    while let Some(at) = rest.find(['{', '}']) {
        let inside = rest[at..]
            .strip_prefix('{')
            .and_then(|inside| inside.split_once('}'));
        let Some((inside, after)) = inside else {
            return false;
        };
        let name = inside
            .strip_prefix(['+', '#', '.', '/', ';', '?', '&'])
            .unwrap_or(inside);
        let variable = |char: char| char.is_ascii_alphanumeric() || "_.,:*%".contains(char);
        if name.is_empty() || !name.chars().all(variable) || !is_literal(&rest[..at]) {
            return false;
        }
        rest = after;
    }
    is_literal(rest)
}

/// What stands between the braces of a template.
fn is_literal(text: &str) -> bool {
    // These may stand in a URI, between its parts.
    is_written(&text.replace(['#', '[', ']'], ""))
}

fn is_uuid(text: &str) -> bool {
    let mut parts = text.split('-');
    let lengths = [8, 4, 4, 4, 12].into_iter().all(|length| {
        let part = parts.next();
        part.is_some_and(|part| {
            part.len() == length && part.bytes().all(|byte| byte.is_ascii_hexdigit())
        })
    });
    lengths && parts.next().is_none()
}

/// RFC 6901.
fn is_pointer(text: &str) -> bool {
    let escapes = text.split('~').skip(1);
    (text.is_empty() || text.starts_with('/'))
        && escapes
            .into_iter()
            .all(|after| after.starts_with(['0', '1']))
}

fn is_relative_pointer(text: &str) -> bool {
    let rest = text.trim_start_matches(|char: char| char.is_ascii_digit());
    let digits = &text[..text.len() - rest.len()];
    let number = digits == "0" || (!digits.is_empty() && !digits.starts_with('0'));
    number && (rest == "#" || is_pointer(rest))
}
