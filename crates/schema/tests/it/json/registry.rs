use schema::json::{Schema, compare};
use schema::json_text::{Dialect, Document, Value};
use schema::{Policy, Profile};

use super::read_for;
use crate::cases::text;

/// What a registry 8.3.1 answered in recorded conversations: the differences that its messages name, in its order.
#[test]
fn messages_name_the_same_differences() {
    let shared =
        std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/vectors/registry");
    let Ok(files) = std::fs::read_dir(shared) else {
        return;
    };
    for file in files {
        let lines = std::fs::read_to_string(file.unwrap().path()).unwrap();
        for line in lines.lines() {
            let exchange = Document::read(line, Dialect::default()).unwrap();
            check(exchange.root());
        }
    }
}

fn check(exchange: Value<'_>) {
    let Some(body) = exchange.get("body") else {
        return;
    };
    let said = messages(exchange.get("answer").unwrap());
    let old = said
        .split_once("{oldSchema: '")
        .and_then(|(_, rest)| rest.split_once("'}, {validateFields"));
    let (Some((old, _)), Some("JSON")) = (old, text(body, "schemaType")) else {
        return;
    };
    let read = |text| read_for(Profile::V8_3, text).unwrap();
    let (old, new) = (read(old), read(text(body, "schema").unwrap()));
    let expected = if said.contains("compatibility: 'BACKWARD") {
        breaking(&old, &new)
    } else if said.contains("compatibility: 'FORWARD") {
        breaking(&new, &old)
    } else {
        [breaking(&new, &old), breaking(&old, &new)].concat()
    };
    let told: Vec<_> = said
        .split("{errorType:\"")
        .skip(1)
        .map(|message| {
            let (kind, rest) = message.split_once('"').unwrap();
            let path = rest.split('\'').nth(1).unwrap();
            (kind.to_owned(), path.to_owned())
        })
        .collect();
    assert_eq!(told, expected, "{}", exchange.text());
}

fn messages(answer: Value<'_>) -> String {
    match answer.get("messages").and_then(Value::as_array) {
        Some(messages) => messages
            .filter_map(Value::as_str)
            .collect::<Vec<_>>()
            .join(", "),
        None => text(answer, "message").unwrap_or_default().to_owned(),
    }
}

fn breaking(old: &Schema, new: &Schema) -> Vec<(String, String)> {
    let differences = compare(old, new, Policy::Strict, Profile::V8_3).unwrap();
    differences
        .into_iter()
        .filter(|difference| !difference.compatible)
        .map(|difference| (difference.kind.to_owned(), difference.path))
        .collect()
}
