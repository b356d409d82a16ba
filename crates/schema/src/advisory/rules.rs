//! Our own rules: which changes they are about, and what they say.

use super::AdvisoryRule;
use crate::change::{Change, ChangeKind};
use crate::position::Span;
use crate::schema::{Format, Schema};

macro_rules! rules {
    ($($id:ident $name:literal: $about:literal;)+) => {
        $(const $id: AdvisoryRule = AdvisoryRule { name: $name, about: $about, on: true };)+

        /// All of them.
        pub(super) const OWN: &[AdvisoryRule] = &[$($id,)+];
    };
}

rules! {
    AVRO_LOGICAL "avro.logical-type":
        "The logical type, the precision or the scale changed: the same bytes become other values.";
    AVRO_NAMESPACE "avro.namespace":
        "The namespace changed: generated classes, unions in JSON and other readers go by the full name.";
    AVRO_DEFAULT "avro.default": "The default changed: one record is two values, depending on who reads it.";
    AVRO_RENAMED "avro.renamed": "The name changed and the old one is an alias: only readers on the new schema know it.";
    AVRO_DIGITS "avro.lossy-promotion": "Whole numbers are read as floating point: large ones lose digits.";
    AVRO_TEXT "avro.bytes-as-text": "Bytes are read as text, or text as bytes: not all bytes are text.";
    JSON_FORMAT "json.format": "`format` changed: many validators check it.";
    JSON_PATTERNS "json.pattern-properties": "What `patternProperties` asks for changed.";
    JSON_NAMES "json.property-names": "What `propertyNames` asks for changed.";
    JSON_CONTAINS "json.contains": "What `contains` asks for changed.";
    JSON_CONDITION "json.conditional": "`if`, `then` or `else` changed.";
    JSON_REQUIRED "json.undeclared-required": "`required` changed for a name that `properties` does not list.";
    JSON_DEFAULT "json.default": "The default changed: one record is two values, depending on who reads it.";
    JSON_CONTENT "json.content": "What a string holds changed (`contentEncoding`, `contentMediaType`).";
    JSON_ACCESS "json.access": "`readOnly` or `writeOnly` changed.";
    PROTO_NUMBER "protobuf.renumbered": "A field has another number: it is another field on the wire.";
    PROTO_REUSED "protobuf.tag-reused": "A number has another name: old data may mean something else.";
    PROTO_CONSTANT "protobuf.enum-renumbered": "A constant of an enum has another number.";
    PROTO_SYMBOLS "protobuf.enum-values": "Constants of an enum came or went: readers see numbers, or the first constant.";
    PROTO_REPEATED "protobuf.repeated": "There may be one value where there were several, or the other way round.";
    PROTO_PRESENCE "protobuf.presence": "One can tell that a field is not set, or cannot any more.";
    PROTO_SYNTAX "protobuf.syntax": "The syntax changed: presence, packing and enums are handled otherwise.";
    PROTO_JSON "protobuf.json-name": "The name in JSON changed.";
    PROTO_RESERVED "protobuf.reserved": "What was reserved is not any more: it may be used again, for something else.";
    PROTO_SERVICE "protobuf.service": "A service or one of its methods is gone or has other messages.";
    PROTO_DEFAULT "protobuf.default": "The default changed: what is not sent means something else.";
}

/// What to say of a change from a version, called `v4` or the like, to a draft.
pub(super) fn of(
    change: &Change,
    schemas: [&Schema; 2],
    version: &str,
) -> Option<(AdvisoryRule, String)> {
    let rule = match schemas[1].format() {
        Format::Avro => avro(change, schemas)?,
        Format::Json => json(change)?,
        Format::Protobuf => protobuf(change, schemas)?,
    };
    let name = match change.name.as_str() {
        "" => "The schema".to_owned(),
        name => format!("`{name}`"),
    };
    let [was, is] = [
        text(schemas[0], change.old_at),
        text(schemas[1], change.new_at),
    ];
    let shown = if was.len() + is.len() < 120 && !was.is_empty() && !is.is_empty() && was != is {
        format!(" {version} has `{was}`, this schema `{is}`.")
    } else {
        format!(" Compare {version} with this schema.")
    };
    Some((rule, format!("{name}: {}{shown}", rule.about)))
}

fn avro(change: &Change, schemas: [&Schema; 2]) -> Option<AdvisoryRule> {
    Some(match &change.kind {
        ChangeKind::Logical => AVRO_LOGICAL,
        ChangeKind::Namespace => AVRO_NAMESPACE,
        ChangeKind::Default => AVRO_DEFAULT,
        ChangeKind::Renamed => AVRO_RENAMED,
        ChangeKind::Retyped => {
            let kind = |schema, at| text(schema, at).trim_matches('"').to_owned();
            let was = kind(schemas[0], change.old_at);
            let is = kind(schemas[1], change.new_at);
            match (was.as_str(), is.as_str()) {
                ("int", "float") | ("long", "float" | "double") => AVRO_DIGITS,
                ("bytes", "string") | ("string", "bytes") => AVRO_TEXT,
                _ => return None,
            }
        }
        _ => return None,
    })
}

fn json(change: &Change) -> Option<AdvisoryRule> {
    Some(match &change.kind {
        ChangeKind::Default => JSON_DEFAULT,
        ChangeKind::Keyword(keyword) => match keyword.as_str() {
            "format" => JSON_FORMAT,
            "patternProperties" => JSON_PATTERNS,
            "propertyNames" => JSON_NAMES,
            "contains" => JSON_CONTAINS,
            "if" | "then" | "else" => JSON_CONDITION,
            "required" => JSON_REQUIRED,
            "contentEncoding" | "contentMediaType" | "contentSchema" => JSON_CONTENT,
            "readOnly" | "writeOnly" => JSON_ACCESS,
            _ => return None,
        },
        _ => return None,
    })
}

fn protobuf(change: &Change, schemas: [&Schema; 2]) -> Option<AdvisoryRule> {
    let [Schema::Protobuf(old), Schema::Protobuf(new)] = schemas else {
        return None;
    };
    let parent = change.name.rsplit_once('.').map_or("", |(outer, _)| outer);
    let service = |name: &str| old.declares_service(name);
    Some(match &change.kind {
        ChangeKind::Renumbered if new.declares_enum(parent) => PROTO_CONSTANT,
        ChangeKind::Renumbered => PROTO_NUMBER,
        ChangeKind::Renamed => PROTO_REUSED,
        ChangeKind::Symbols => PROTO_SYMBOLS,
        ChangeKind::Default => PROTO_DEFAULT,
        ChangeKind::Reserved => {
            let mut dropped = new.dropped_reservations(old).into_iter();
            dropped.find(|one| one.nested == change.name)?;
            PROTO_RESERVED
        }
        ChangeKind::Presence => {
            let repeated = |schema, at| text(schema, at) == "repeated";
            if repeated(schemas[0], change.old_at) || repeated(schemas[1], change.new_at) {
                PROTO_REPEATED
            } else {
                PROTO_PRESENCE
            }
        }
        ChangeKind::Removed if service(&change.name) || service(parent) => PROTO_SERVICE,
        ChangeKind::Retyped if service(parent) => PROTO_SERVICE,
        ChangeKind::Keyword(keyword) => match keyword.as_str() {
            "syntax" => PROTO_SYNTAX,
            "json_name" => PROTO_JSON,
            _ => return None,
        },
        _ => return None,
    })
}

fn text(schema: &Schema, at: Option<Span>) -> &str {
    let at = at.unwrap_or_default();
    schema.text().get(at.start..at.end).unwrap_or_default()
}
