use super::change::Found;
use super::feature::{feature_option, option, text};
use super::fields::Cardinality;
use super::reserved::{Held, shown};
use super::rule;
use super::view::{FieldView, FileView, MessageView, View};
use crate::position::Span;
use crate::protobuf::tree::Reserved;
use std::collections::HashSet;

/// The rules on messages, which are the same by their full names.
pub(super) fn check(old: &View<'_>, new: &View<'_>, found: &mut Found<'_, '_>) {
    for was in &old.messages {
        if let Some(is) = new.message(&was.full) {
            let (before, after) = (old.fields(was), new.fields(is));
            options(was, is, found);
            required(&before, &after, is, found);
            let held = Held::of(&is.message.reserved);
            gone_fields(&before, &after, (is, &held), found);
            gone_oneofs(was, is, found);
            reserved_gone(
                rule::RESERVED_MESSAGE_NO_DELETE,
                (&was.message.reserved, &held),
                (is.file, is.message.at, &is.nested),
                found,
            );
        }
    }
}

fn options(was: &MessageView<'_>, is: &MessageView<'_>, found: &mut Found<'_, '_>) {
    for (rule, name) in [
        (
            rule::MESSAGE_NO_REMOVE_STANDARD_DESCRIPTOR_ACCESSOR,
            "no_standard_descriptor_accessor",
        ),
        (
            rule::MESSAGE_SAME_MESSAGE_SET_WIRE_FORMAT,
            "message_set_wire_format",
        ),
    ] {
        let (before, after) = (
            option(&was.message.options, name),
            option(&is.message.options, name),
        );
        let on = |setting| text(setting) == Some("true");
        let against = match rule {
            rule::MESSAGE_SAME_MESSAGE_SET_WIRE_FORMAT => on(before) != on(after),
            _ => !on(before) && on(after),
        };
        if against {
            let at = after.map_or(is.message.at, |setting| setting.at);
            let message = format!(
                "The option `{name}` of the message `{}` was {} and is {}.",
                is.nested,
                on(before),
                on(after)
            );
            found.at(rule, is.file, at, message);
        }
    }
    if !was.features.legacy_json && is.features.legacy_json {
        let at = feature_option(&is.message.options, "json_format");
        let at = at.map_or(is.message.at, |option| option.at);
        let message = format!(
            "The message `{}` was sure to have a JSON form, and is not any more.",
            is.nested
        );
        found.at(rule::MESSAGE_SAME_JSON_FORMAT, is.file, at, message);
    }
}

fn required(
    before: &[FieldView<'_>],
    after: &[FieldView<'_>],
    is: &MessageView<'_>,
    found: &mut Found<'_, '_>,
) {
    let numbers = |fields: &[FieldView<'_>]| -> HashSet<i32> {
        let fields = fields.iter();
        let required = fields.filter(|field| Cardinality::of(field) == Cardinality::Required);
        required.map(|field| field.number).collect()
    };
    let (was_required, is_required) = (numbers(before), numbers(after));
    let rule = rule::MESSAGE_SAME_REQUIRED_FIELDS;
    for field in before {
        if was_required.contains(&field.number) && !is_required.contains(&field.number) {
            let message = format!(
                "`{}` (field {} of `{}`) was required and is not any more: readers that require it refuse what is \
                 written without.",
                field.name, field.number, is.nested
            );
            found.at(rule, is.file, is.message.at, message);
        }
    }
    for field in after {
        if is_required.contains(&field.number) && !was_required.contains(&field.number) {
            let message = format!(
                "`{}` (field {} of `{}`) is required and was not: what was written without is refused.",
                field.name, field.number, is.nested
            );
            found.at(rule, is.file, field.at, message);
        }
    }
}

fn gone_fields(
    before: &[FieldView<'_>],
    after: &[FieldView<'_>],
    (is, held): (&MessageView<'_>, &Held<'_>),
    found: &mut Found<'_, '_>,
) {
    let kept: HashSet<i32> = after.iter().map(|field| field.number).collect();
    for field in before.iter().filter(|field| !kept.contains(&field.number)) {
        let (name, number) = (field.name, field.number);
        let message = format!("`{name}` (field {number} of `{}`) is gone.", is.nested);
        let mut gone = |rule: &str, more: &str| {
            found.at(rule, is.file, is.message.at, format!("{message}{more}"));
        };
        gone(rule::FIELD_NO_DELETE, "");
        if !held.name(name) {
            let more = " Its name is not reserved.";
            gone(rule::FIELD_NO_DELETE_UNLESS_NAME_RESERVED, more);
        }
        if !held.number(number) {
            let more = " Its number is not reserved.";
            gone(rule::FIELD_NO_DELETE_UNLESS_NUMBER_RESERVED, more);
        }
    }
}

fn gone_oneofs(was: &MessageView<'_>, is: &MessageView<'_>, found: &mut Found<'_, '_>) {
    for oneof in &was.message.oneofs {
        if is.message.oneof(&oneof.name.text).is_none() {
            let message = format!(
                "The oneof `{}` of `{}` is gone.",
                oneof.name.text, is.nested
            );
            found.at(rule::ONEOF_NO_DELETE, is.file, is.message.at, message);
        }
    }
}

/// What was reserved and is not any more, each range and each name by itself.
pub(super) fn reserved_gone(
    rule: &str,
    (before, after): (&[Reserved], &Held<'_>),
    (file, at, name): (FileView<'_>, Span, &str),
    found: &mut Found<'_, '_>,
) {
    for value in before.iter().flat_map(|reserved| &reserved.values) {
        if !after.value(value) {
            let what = shown(value);
            let message = format!("{what} was reserved in `{name}` and is not any more.");
            found.at(rule, file, at, message);
        }
    }
}
