//! Topics that are Kafka's own, and Schema Registry's.

mod layout;
mod offsets;

use super::{Attempt, Form, Origin};
use crate::json_text::{Dialect, Document, Value};

const OFFSETS: &str = "__consumer_offsets";
/// Where a registry keeps its schemas, unless `kafkastore.topic` names another topic.
const SCHEMAS: &str = "_schemas";

pub(super) fn read(bytes: &[u8], origin: Origin<'_>) -> Attempt {
    let (topic, key) = match origin {
        Origin::Unknown => return no("It is not known to be of Kafka's own topics."),
        Origin::Key { topic } => (topic, None),
        Origin::Value { topic, key } => (topic, Some(key)),
    };
    match (topic, key) {
        (OFFSETS, None) => told(offsets::key(bytes)),
        (OFFSETS, Some(key)) => told(offsets::value(key, bytes)),
        (SCHEMAS, None) => schemas(bytes, bytes),
        (SCHEMAS, Some(key)) => schemas(key, bytes),
        _ => no("It is not of Kafka's own topics."),
    }
}

fn no(why: &str) -> Attempt {
    Err((Form::Internal, why.to_owned()))
}

fn told(read: Result<(String, String), String>) -> Attempt {
    match read {
        Ok((reason, json)) => Ok((Form::Internal, reason, json)),
        Err(why) => Err((Form::Internal, why)),
    }
}

/// What a registry keeps is JSON; the key says what it is about.
fn schemas(key: &[u8], bytes: &[u8]) -> Attempt {
    let read = |bytes| {
        let text = std::str::from_utf8(bytes).ok()?;
        Some((text, Document::read(text, Dialect::default()).ok()?))
    };
    let (Some((_, key)), Some((text, _))) = (read(key), read(bytes)) else {
        return no("It is not the JSON that Schema Registry keeps.");
    };
    let string = |name: &str| key.root().get(name).and_then(Value::as_str);
    let Some(kind) = string("keytype") else {
        return no("Its key does not say what Schema Registry keeps there.");
    };
    let of = match string("subject") {
        Some(subject) => format!(" of `{subject}`"),
        None => String::new(),
    };
    let what = match kind {
        "SCHEMA" => {
            let version = key.root().get("version").map_or("?", Value::text);
            format!("version {version}{of}")
        }
        "CONFIG" => format!("the compatibility settings{of}"),
        "MODE" => format!("the mode{of}"),
        "DELETE_SUBJECT" => format!("the deletion{of}"),
        "CLEAR_SUBJECT" => format!("the clearing{of}"),
        "CONTEXT" => "a context".to_owned(),
        "NOOP" => "nothing, to see how far the topic goes".to_owned(),
        other => format!("{other}{of}"),
    };
    let reason = format!("Schema Registry's own topic: {what}.");
    Ok((Form::Internal, reason, text.trim().to_owned()))
}
