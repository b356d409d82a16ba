use super::change::Found;
use super::feature::{CppStrings, feature_option, option, text};
use super::fields::Pair;
use super::rule;
use super::view::{FieldKind, FieldView};

/// The rules on how code holds and checks strings.
pub(super) fn check(pair: &Pair<'_, '_>, found: &mut Found<'_, '_>) {
    let (was, is) = (pair.was, pair.is);
    held_in_cpp(pair, found);
    // Keys and values of maps count each by itself.
    let strings = strings(&was.kind).min(strings(&is.kind));
    let map = matches!(is.kind, FieldKind::Map(_));
    let word = |checked| if checked { "checked" } else { "not checked" };
    for _ in 0..strings {
        let (before, after) = (was.features.utf8, is.features.utf8);
        if before != after {
            let own = feature_option(is.options, "utf8_validation");
            let at = own.filter(|_| !map).map_or(is.at, |option| option.at);
            let what = format!("was {} to be UTF-8 and is {}.", word(before), word(after));
            pair.tell(found, rule::FIELD_SAME_UTF8_VALIDATION, at, &what);
        }
        let (before, after) = (java(was), java(is));
        if before != after {
            let own = feature_option(is.options, "(pb.java).utf8_validation");
            let of_file = option(&is.file.file.options, "java_string_check_utf8");
            let option = own.filter(|_| !map).or(of_file);
            let at = option.map_or(is.at, |option| option.at);
            let what = format!(
                "was {} to be UTF-8 in Java and is {}.",
                word(before),
                word(after)
            );
            pair.tell(found, rule::FIELD_SAME_JAVA_UTF8_VALIDATION, at, &what);
        }
    }
}

fn held_in_cpp(pair: &Pair<'_, '_>, found: &mut Found<'_, '_>) {
    let (was, is) = (pair.was, pair.is);
    let held = |kind: &FieldKind| matches!(kind, FieldKind::Scalar(scalar) if matches!(scalar.as_str(), "string" | "bytes"));
    let (before, after) = (cpp(was), cpp(is));
    // What is asked to be a piece may be a string all the same.
    let kept =
        before == after || (before == CppStrings::StringPiece && after == CppStrings::String);
    if held(&was.kind) && held(&is.kind) && !kept {
        let option = option(is.options, "ctype")
            .or_else(|| feature_option(is.options, "(pb.cpp).string_type"));
        let at = option.map_or(is.at, |option| option.at);
        let what = format!("was {before:?} in C++ and is {after:?}.");
        pair.tell(found, rule::FIELD_SAME_CPP_STRING_TYPE, at, &what);
    }
}

/// How many strings a field holds at once.
fn strings(kind: &FieldKind) -> usize {
    match kind {
        FieldKind::Scalar(scalar) => usize::from(scalar == "string"),
        FieldKind::Map(parts) => parts.iter().map(strings).sum(),
        _ => 0,
    }
}

fn cpp(field: &FieldView<'_>) -> CppStrings {
    match text(option(field.options, "ctype")) {
        Some("CORD") => CppStrings::Cord,
        Some("STRING_PIECE") => CppStrings::StringPiece,
        Some(_) => CppStrings::String,
        None => field.features.cpp_strings,
    }
}

fn java(field: &FieldView<'_>) -> bool {
    let file = option(&field.file.file.options, "java_string_check_utf8");
    let checked = field.features.java_utf8;
    checked.unwrap_or(field.features.utf8 || text(file) == Some("true"))
}
