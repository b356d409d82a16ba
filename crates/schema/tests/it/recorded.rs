//! What a registry 8.3.1 answered in recorded conversations, where they lie beside the repository.

use schema::json_text::{Dialect, Document, Value};
use schema::{Format, Level, Profile, Registration, Rules, Schema, Source, Strictness, Version};

use crate::cases::text;

const RULES: Rules = Rules {
    policy: schema::Policy::Strict,
    profile: Profile::V8_3,
};

#[test]
fn it_answered_in_these_words() {
    let exchanges = exchanges();
    let mut seen = [0; 3];
    for exchange in exchanges.iter().map(Document::root) {
        let said = messages(exchange.get("answer").unwrap());
        let Some((_, rest)) = said.split_once("{oldSchemaVersion: ") else {
            continue;
        };
        let told = &said[said.find("{errorType").unwrap()..];
        let told = told.trim_end_matches(']');
        let between = |from: &str, to: &str| {
            let (_, rest) = rest.split_once(from).unwrap();
            rest.split_once(to).unwrap().0
        };
        let Some(draft) = schema(exchange.get("body").unwrap()) else {
            continue;
        };
        let held = parse(
            draft.format(),
            between("{oldSchema: '", "'}, {validateFields"),
        );
        let level = Level::of_name(between("compatibility: '", "'")).unwrap();
        let number = rest.split_once('}').unwrap().0.parse().unwrap();
        let version = Version::new(number, &held);
        let judged = Registration::new(&draft, RULES).check(&[version]);
        assert!(!judged.passes(level));
        assert_eq!(
            judged.messages(level).join(", "),
            told,
            "{}",
            exchange.text()
        );
        seen[draft.format() as usize] += 1;
    }
    assert!(
        exchanges.is_empty() || seen.iter().all(|seen| *seen > 3),
        "{seen:?}"
    );
}

#[test]
fn it_stored_these_texts() {
    let exchanges = exchanges();
    let mut seen = [0; 3];
    for exchange in exchanges.iter().map(Document::root) {
        let kept = text(exchange.get("answer").unwrap(), "schema");
        let (Some("POST"), Some(kept)) = (text(exchange, "method"), kept) else {
            continue;
        };
        let Some(schema) = schema(exchange.get("body").unwrap()) else {
            continue;
        };
        let path = text(exchange, "path").unwrap();
        let found = if path.contains("normalize=true") {
            schema.normalized()
        } else {
            schema.stored()
        };
        assert_eq!(found, kept, "{}", exchange.text());
        seen[schema.format() as usize] += 1;
    }
    assert!(
        exchanges.is_empty() || seen.iter().all(|seen| *seen > 3),
        "{seen:?}"
    );
}

fn exchanges() -> Vec<Document> {
    let folder =
        std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/vectors/registry");
    let files = std::fs::read_dir(folder).into_iter().flatten();
    let texts = files.map(|file| std::fs::read_to_string(file.unwrap().path()).unwrap());
    let lines = texts.flat_map(|text| text.lines().map(str::to_owned).collect::<Vec<_>>());
    lines
        .map(|line| Document::read(&line, Dialect::default()).unwrap())
        .collect()
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

/// What a request sends, if it refers to nothing.
fn schema(body: Value<'_>) -> Option<Schema> {
    let references = body.get("references").and_then(Value::as_array);
    if references.into_iter().flatten().next().is_some() {
        return None;
    }
    let format = text(body, "schemaType").and_then(Format::of_name);
    Some(parse(format.unwrap_or_default(), text(body, "schema")?))
}

fn parse(format: Format, text: &str) -> Schema {
    let source = Source {
        format,
        text,
        ..Source::default()
    };
    Schema::parse(source, Strictness::Lenient, RULES).unwrap()
}
