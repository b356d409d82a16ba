use schema::Strictness;
use schema::avro::{normalized, parse, stored};
use schema::json_text::Value;

use crate::cases::{Cases, text};

#[test]
fn texts_are_stored_as_the_registry_stores_them() {
    let Some(cases) = Cases::of_upstream("stored.jsonl") else {
        return;
    };
    let mut wrong = Vec::new();
    for case in cases.of_format("AVRO") {
        let id = text(case, "id").unwrap();
        let schema = parse(text(case, "text").unwrap().into(), Strictness::Strict);
        let found = schema
            .as_ref()
            .map(|schema| (stored(schema), normalized(schema)));
        let expected = text(case, "stored").zip(text(case, "normalized"));
        let found = found
            .as_ref()
            .ok()
            .map(|(stored, normalized)| (stored.as_str(), normalized.as_str()));
        if found != expected
            || case
                .get("error")
                .is_some_and(|error: Value<'_>| !error.is_null())
        {
            wrong.push(format!(
                "{id}: {found:?}\n  not {expected:?} {:?}",
                schema.as_ref().err()
            ));
        }
    }
    assert!(
        wrong.is_empty(),
        "{} wrong\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}
