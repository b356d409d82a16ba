use super::change::Found;
use super::feature::feature_option;
use super::messages::reserved_gone;
use super::reserved::Held;
use super::rule;
use super::view::{EnumView, View};
use crate::protobuf::tree::Constant;
use std::collections::BTreeMap;

/// The rules on enums, which are the same by their full names.
pub(super) fn check(old: &View<'_>, new: &View<'_>, found: &mut Found<'_, '_>) {
    for was in &old.enums {
        if let Some(is) = new.made_enum(&was.full) {
            pair(was, is, found);
        }
    }
}

fn pair(was: &EnumView<'_>, is: &EnumView<'_>, found: &mut Found<'_, '_>) {
    let name = &is.nested;
    if was.features.closed_enums != is.features.closed_enums {
        let at = feature_option(&is.made.options, "enum_type");
        let at = at.map_or(is.made.at, |option| option.at);
        let word = |closed| if closed { "closed" } else { "open" };
        let message = format!(
            "The enum `{name}` was {} and is {}: numbers without a name are no values of a closed enum.",
            word(was.features.closed_enums),
            word(is.features.closed_enums)
        );
        found.at(rule::ENUM_SAME_TYPE, is.file, at, message);
    }
    if !was.features.legacy_json && is.features.legacy_json {
        let at = feature_option(&is.made.options, "json_format");
        let at = at.map_or(is.made.at, |option| option.at);
        let message =
            format!("The enum `{name}` was sure to have a JSON form, and is not any more.");
        found.at(rule::ENUM_SAME_JSON_FORMAT, is.file, at, message);
    }
    let held = Held::of(&is.made.reserved);
    reserved_gone(
        rule::RESERVED_ENUM_NO_DELETE,
        (&was.made.reserved, &held),
        (is.file, is.made.at, name),
        found,
    );
    values(was, is, &held, found);
}

fn values(was: &EnumView<'_>, is: &EnumView<'_>, held: &Held<'_>, found: &mut Found<'_, '_>) {
    let (before, after) = (
        by_number(&was.made.constants),
        by_number(&is.made.constants),
    );
    for (number, old) in before {
        let names: Vec<&str> = old.iter().map(|one| one.name.text.as_str()).collect();
        let listed = names.join("`, `");
        let Some(new) = after.get(&number) else {
            let message = format!("`{listed}` ({number}) of the enum `{}` is gone.", is.nested);
            let mut gone = |rule: &str, more: &str| {
                found.at(rule, is.file, is.made.at, format!("{message}{more}"));
            };
            gone(rule::ENUM_VALUE_NO_DELETE, "");
            if !names.iter().all(|name| held.name(name)) {
                let more = " Its name is not reserved.";
                gone(rule::ENUM_VALUE_NO_DELETE_UNLESS_NAME_RESERVED, more);
            }
            if !held.number(number) {
                let more = " Its number is not reserved.";
                gone(rule::ENUM_VALUE_NO_DELETE_UNLESS_NUMBER_RESERVED, more);
            }
            continue;
        };
        let kept = |name: &&str| new.iter().any(|one| one.name.text == **name);
        if !names.iter().all(kept) {
            for constant in new {
                let message = format!(
                    "{number} of the enum `{}` was `{listed}` and is `{}`.",
                    is.nested, constant.name.text
                );
                let at = constant.number.span;
                found.at(rule::ENUM_VALUE_SAME_NAME, is.file, at, message);
            }
        }
    }
}

fn by_number(constants: &[Constant]) -> BTreeMap<i32, Vec<&Constant>> {
    let mut numbers: BTreeMap<i32, Vec<&Constant>> = BTreeMap::new();
    for constant in constants {
        numbers
            .entry(constant.number.value)
            .or_default()
            .push(constant);
    }
    numbers
}
