use super::change::Found;
use super::feature::{option, text};
use super::fields::{Cardinality, Pair};
use super::rule;
use super::view::{EnumView, FieldKind, FieldView, View};

/// The rules on the types of fields.
pub(super) fn check(pair: &Pair<'_, '_>, found: &mut Found<'_, '_>) {
    let (was, is) = (kind(pair.was), kind(pair.is));
    if was == is {
        return;
    }
    let what = format!(
        "was of type `{}` and is of type `{}`.",
        shown(&was),
        shown(&is)
    );
    let at = pair.is.kind_at;
    pair.tell(found, rule::FIELD_SAME_TYPE, at, &what);
    if !reads(pair, &was, &is, wire_group) {
        pair.tell(found, rule::FIELD_WIRE_COMPATIBLE_TYPE, at, &what);
    }
    if !reads(pair, &was, &is, wire_json_group) {
        pair.tell(found, rule::FIELD_WIRE_JSON_COMPATIBLE_TYPE, at, &what);
    }
}

/// The type, a message that is written as a group being one.
fn kind(field: &FieldView<'_>) -> FieldKind {
    match &field.kind {
        FieldKind::Message(name) if field.features.delimited => FieldKind::Group(name.clone()),
        kind => kind.clone(),
    }
}

fn reads(
    pair: &Pair<'_, '_>,
    was: &FieldKind,
    is: &FieldKind,
    group: fn(&str) -> Option<u8>,
) -> bool {
    match (was, is) {
        (FieldKind::Scalar(was), FieldKind::Scalar(is)) => {
            was == is
                || (group(was).is_some() && group(was) == group(is))
                || (was == "string" && is == "bytes" && group("bool").is_some())
        }
        (FieldKind::Enum(was), FieldKind::Enum(is)) => {
            let [old, new] = pair.views;
            was == is || superset(old.made_enum(was), new.made_enum(is))
        }
        (FieldKind::Map(_), FieldKind::Map(_)) => false,
        _ => was == is,
    }
}

/// Whether an enum has all names and numbers of another of the same name.
fn superset(was: Option<&EnumView<'_>>, is: Option<&EnumView<'_>>) -> bool {
    let (Some(was), Some(is)) = (was, is) else {
        return false;
    };
    let mut constants = was.made.constants.iter();
    was.made.name.text == is.made.name.text
        && constants.all(|constant| {
            let mut others = is.made.constants.iter();
            others.any(|other| {
                other.name.text == constant.name.text && other.number.value == constant.number.value
            })
        })
}

fn wire_group(scalar: &str) -> Option<u8> {
    Some(match scalar {
        "int32" | "int64" | "uint32" | "uint64" | "bool" => 0,
        "sint32" | "sint64" => 1,
        "fixed32" | "sfixed32" => 2,
        "fixed64" | "sfixed64" => 3,
        _ => return None,
    })
}

/// Of 64 bits, JSON has strings, of 32 numbers.
fn wire_json_group(scalar: &str) -> Option<u8> {
    Some(match scalar {
        "int32" | "uint32" => 0,
        "int64" | "uint64" => 1,
        "fixed32" | "sfixed32" => 2,
        "fixed64" | "sfixed64" => 3,
        _ => return None,
    })
}

fn shown(kind: &FieldKind) -> String {
    match kind {
        FieldKind::Scalar(name) | FieldKind::Enum(name) | FieldKind::Message(name) => name.clone(),
        FieldKind::Group(name) => format!("group {name}"),
        FieldKind::Map(parts) => {
            let [key, value] = &**parts;
            format!("map<{}, {}>", shown(key), shown(value))
        }
    }
}

/// What a field is where it is not set, if that changed.
pub(super) fn default_changed(pair: &Pair<'_, '_>) -> Option<String> {
    let [old, new] = pair.views;
    let (was, is) = (default(pair.was, old)?, default(pair.is, new)?);
    (was != is).then(|| format!("had the default {was} and has {is}."))
}

/// The default, written so that equal ones are equal; `None` where there is none.
fn default(field: &FieldView<'_>, view: &View<'_>) -> Option<String> {
    if matches!(
        Cardinality::of(field),
        Cardinality::Repeated | Cardinality::Map
    ) {
        return None;
    }
    let written = text(option(field.options, "default"));
    Some(match &field.kind {
        FieldKind::Scalar(kind) => match (kind.as_str(), written) {
            ("string" | "bytes", written) => format!("\"{}\"", written.unwrap_or_default()),
            ("bool", written) => i32::from(written == Some("true")).to_string(),
            ("float" | "double", written) => {
                let number: f64 = written.unwrap_or("0").parse().ok()?;
                number.to_string()
            }
            (_, written) => integer(written.unwrap_or("0"))?.to_string(),
        },
        FieldKind::Enum(name) => {
            let made = view.made_enum(name)?.made;
            let constant = match written {
                Some(name) => made.constants.iter().find(|one| one.name.text == name),
                None => made.constants.first(),
            };
            constant?.number.value.to_string()
        }
        FieldKind::Message(_) | FieldKind::Group(_) | FieldKind::Map(_) => return None,
    })
}

fn integer(text: &str) -> Option<i128> {
    let (sign, digits) = match text.strip_prefix('-') {
        Some(digits) => (-1, digits),
        None => (1, text),
    };
    let hex = digits
        .strip_prefix("0x")
        .or_else(|| digits.strip_prefix("0X"));
    let value = match hex {
        Some(hex) => i128::from_str_radix(hex, 16),
        None if digits.len() > 1 && digits.starts_with('0') => i128::from_str_radix(digits, 8),
        None => digits.parse(),
    };
    Some(sign * value.ok()?)
}
