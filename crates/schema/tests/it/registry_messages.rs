//! The messages that a registry gives, word for word.

use schema::json_text::Value;
use schema::{Difference, Direction, Format, Rules, Schema, Source, Strictness, compare};

use crate::cases::{Cases, text};

#[test]
fn backward_messages_are_those_that_were_recorded() {
    let files = ["avro.jsonl", "json.jsonl", "protobuf.jsonl"];
    let upstream = files.into_iter().filter_map(Cases::of_upstream);
    for cases in upstream.chain([Cases::of_crate("edge.json")]) {
        for format in [Format::Avro, Format::Json, Format::Protobuf] {
            for case in cases.of_format(format.name()) {
                check(case, format);
            }
        }
    }
}

#[test]
fn the_reader_is_named_first_in_both_directions() {
    let difference = |kind, path: &str, info: Option<&str>| Difference {
        kind,
        path: path.to_owned(),
        compatible: false,
        info: info.map(str::to_owned),
        old_at: None,
        new_at: None,
    };
    // As a registry answered under FORWARD.
    for (difference, message) in [
        (
            difference(
                "MISSING_ENUM_SYMBOLS",
                "/fields/0/type/symbols",
                Some("[FAILED, PAID]"),
            ),
            "{errorType:'MISSING_ENUM_SYMBOLS', description:'The old schema is missing enum symbols '[FAILED, PAID]' \
             at path '/fields/0/type/symbols' in the new schema', additionalInfo:'[FAILED, PAID]'}",
        ),
        (
            difference(
                "READER_FIELD_MISSING_DEFAULT_VALUE",
                "/fields/0",
                Some("state"),
            ),
            "{errorType:'READER_FIELD_MISSING_DEFAULT_VALUE', description:'The field 'state' at path '/fields/0' in \
             the old schema has no default value and is missing in the new schema', additionalInfo:'state'}",
        ),
        (
            difference("TYPE_NARROWED", "#/properties/id", None),
            "{errorType:\"TYPE_NARROWED\", description:\"A type at path '#/properties/id' is different between the \
             old schema and the new schema'}",
        ),
        (
            difference("COMBINED_TYPE_CHANGED", "#/properties/id", None),
            "{errorType:\"COMBINED_TYPE_CHANGED\", description:\"A type at path '#/properties/id' is different \
             between the old schema and the new schema'}",
        ),
        (
            difference("DEPENDENCY_ARRAY_ADDED", "#/dependencies/a", None),
            "{errorType:\"DEPENDENCY_ARRAY_ADDED\", description:\"The keyword at path '#/dependencies/a' in the old \
             schema is not present in the new schema'}",
        ),
        (
            difference("MIN_CONTAINS_INCREASED", "#/minContains", None),
            "{errorType:\"MIN_CONTAINS_INCREASED\", description:\"The value at path '#/minContains' in the old schema \
             is more than its value in the new schema'}",
        ),
        (
            difference("MINIMUM_ADDED", "#/properties/id/minimum", None),
            "{errorType:\"MINIMUM_ADDED\", description:\"The keyword at path '#/properties/id/minimum' in the old \
             schema is not present in the new schema'}",
        ),
        (
            difference("FIELD_SCALAR_KIND_CHANGED", "#/Order/1", None),
            "{errorType:\"FIELD_SCALAR_KIND_CHANGED\", description:\"The kind of a SCALAR field at path '#/Order/1' \
             in the old schema does not match its kind in the new schema\"}",
        ),
    ] {
        let found = difference.registry_message(Direction::Forward);
        assert_eq!(found.as_deref(), Some(message));
    }
}

#[test]
fn there_is_no_message_where_none_is_known() {
    let difference = |kind, path: &str, compatible| Difference {
        kind,
        path: path.to_owned(),
        compatible,
        info: None,
        old_at: None,
        new_at: None,
    };
    for difference in [
        difference("FIELD_ADDED", "#/Order/1", true),
        difference(
            "OPTIONAL_PROPERTY_ADDED_TO_OPEN_CONTENT_MODEL",
            "#/properties/a",
            true,
        ),
        difference("TYPE_CHANGED", "#/properties/100%", false),
    ] {
        let found = difference.registry_message(Direction::Backward);
        assert_eq!(found, None, "{difference:?}");
    }
}

/// The messages of a case, if they were recorded, are those of its incompatible differences in their order.
fn check(case: Value<'_>, format: Format) {
    let recorded = case.get("confluent").unwrap().get("messages");
    let Some(recorded) = recorded.and_then(Value::as_array) else {
        return;
    };
    let recorded: Vec<&str> = recorded.filter_map(Value::as_str).collect();
    let side = |name| {
        let text = match format {
            Format::Protobuf => text(case, name).unwrap(),
            Format::Avro | Format::Json => case.get(name).unwrap().text(),
        };
        let source = Source {
            format,
            text,
            ..Source::default()
        };
        Schema::parse(source, Strictness::Lenient, Rules::default())
    };
    // Those with references are judged elsewhere.
    let (Ok(old), Ok(new)) = (side("old"), side("new")) else {
        return;
    };
    let found: Vec<String> = match compare(&old, &new, Rules::default()) {
        Ok(found) => {
            let breaking = found.iter().filter(|one| !one.compatible);
            breaking
                .map(|one| one.registry_message(Direction::Backward).unwrap())
                .collect()
        }
        Err(refusal) => vec![refusal.to_string()],
    };
    if case.get("old_references").is_none() && case.get("new_references").is_none() {
        assert_eq!(found, recorded, "{}", case.text());
    }
}
