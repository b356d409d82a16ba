use super::change::Found;
use super::feature::{option, text};
use super::rule;
use super::view::{FileView, View};
use crate::position::Span;
use crate::protobuf::tree::{Method, Service};
use std::collections::HashMap;

/// The rules on the methods of services, which are the same by their full names.
pub(super) fn check(old: &View<'_>, new: &View<'_>, found: &mut Found<'_, '_>) {
    let by_name: HashMap<String, (FileView<'_>, &Service)> = new
        .services()
        .map(|(file, service)| (file.full(&service.name.text), (file, service)))
        .collect();
    for (file, service) in old.services() {
        let Some((new_file, other)) = by_name.get(&file.full(&service.name.text)) else {
            continue;
        };
        for method in &service.methods {
            let mut others = other.methods.iter();
            match others.find(|other| other.name.text == method.name.text) {
                Some(other) => pair((old, file, method), (new, *new_file, other), found),
                None => {
                    let message = format!(
                        "The method `{}` of `{}` is gone.",
                        method.name.text, service.name.text
                    );
                    found.at(rule::RPC_NO_DELETE, *new_file, other.at, message);
                }
            }
        }
    }
}

fn pair(
    (old, old_file, was): (&View<'_>, FileView<'_>, &Method),
    (new, file, is): (&View<'_>, FileView<'_>, &Method),
    found: &mut Found<'_, '_>,
) {
    let mut differ = |rule: &str, what: &str, at: Span, before: &str, after: &str| {
        if before != after {
            let name = &is.name.text;
            let message =
                format!("The {what} of the method `{name}` was `{before}` and is `{after}`.");
            found.at(rule, file, at, message);
        }
    };
    differ(
        rule::RPC_SAME_REQUEST_TYPE,
        "request",
        is.request.span,
        &old.resolved(old_file, None, &was.request.text),
        &new.resolved(file, None, &is.request.text),
    );
    differ(
        rule::RPC_SAME_RESPONSE_TYPE,
        "response",
        is.response.span,
        &old.resolved(old_file, None, &was.response.text),
        &new.resolved(file, None, &is.response.text),
    );
    let streams = |streams| if streams { "stream" } else { "single" };
    differ(
        rule::RPC_SAME_CLIENT_STREAMING,
        "way of requests",
        is.at,
        streams(was.request_streams),
        streams(is.request_streams),
    );
    differ(
        rule::RPC_SAME_SERVER_STREAMING,
        "way of responses",
        is.at,
        streams(was.response_streams),
        streams(is.response_streams),
    );
    let level = |method: &Method| {
        let option = option(&method.options, "idempotency_level");
        text(option).unwrap_or("IDEMPOTENCY_UNKNOWN").to_owned()
    };
    let at = option(&is.options, "idempotency_level");
    differ(
        rule::RPC_SAME_IDEMPOTENCY_LEVEL,
        "idempotency level",
        at.map_or(is.at, |option| option.at),
        &level(was),
        &level(is),
    );
}
