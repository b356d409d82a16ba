use super::cases::{differences, lenient, upstream};
use schema::Profile;
use schema::protobuf::{normalized, stored};
use serde_json::Value;

/// What a registry 8.3.1 answered to a text that it found incompatible.
struct Answer {
    text: String,
    against: String,
    level: String,
    kinds: Vec<String>,
}

fn answer(line: &Value) -> Option<Answer> {
    let body = &line["body"];
    if body["schemaType"] != "PROTOBUF" {
        return None;
    }
    let messages = match &line["answer"]["messages"] {
        Value::Array(messages) => messages
            .iter()
            .filter_map(Value::as_str)
            .collect::<Vec<_>>()
            .join(", "),
        _ => line["answer"]["message"].as_str()?.to_owned(),
    };
    let between =
        |from: &str, to: &str| Some(messages.split_once(from)?.1.split_once(to)?.0.to_owned());
    Some(Answer {
        text: body["schema"].as_str()?.to_owned(),
        against: between("{oldSchema: '", "'}")?,
        level: between("compatibility: '", "'")?,
        kinds: messages
            .split("{errorType:\"")
            .skip(1)
            .filter_map(|rest| Some(rest.split_once('"')?.0.to_owned()))
            .collect(),
    })
}

#[test]
fn a_registry_8_3_named_these_differences() {
    let mut seen = 0;
    for number in 101..=106 {
        let Some(path) = upstream(&format!("registry/{number}.jsonl")) else {
            return;
        };
        let text = std::fs::read_to_string(path).unwrap();
        for answer in text
            .lines()
            .filter_map(|line| answer(&serde_json::from_str(line).unwrap()))
        {
            let (old, new) = (lenient(&answer.against), lenient(&answer.text));
            let mut found = Vec::new();
            let level = answer.level.trim_end_matches("_TRANSITIVE");
            if level != "BACKWARD" {
                found.extend(differences(&new, &old, Profile::V8_3));
            }
            if level != "FORWARD" {
                found.extend(differences(&old, &new, Profile::V8_3));
            }
            let found = found.iter().filter(|difference| !difference.compatible);
            assert_eq!(
                found.map(|difference| difference.kind).collect::<Vec<_>>(),
                answer.kinds,
                "{}",
                answer.text
            );
            seen += 1;
        }
    }
    assert!(seen > 15, "{seen}");
}

#[test]
fn a_registry_8_3_stored_these_texts() {
    let mut seen = 0;
    for number in 101..=106 {
        let Some(path) = upstream(&format!("registry/{number}.jsonl")) else {
            return;
        };
        let text = std::fs::read_to_string(path).unwrap();
        for line in text.lines() {
            let line: Value = serde_json::from_str(line).unwrap();
            let (body, answer) = (&line["body"], &line["answer"]);
            let Some(kept) = answer["schema"].as_str() else {
                continue;
            };
            if body["schemaType"] != "PROTOBUF" || line["method"] != "POST" {
                continue;
            }
            let schema = lenient(body["schema"].as_str().unwrap());
            let normalizes = line["path"].as_str().unwrap().contains("normalize=true");
            let expected = if normalizes {
                normalized(&schema)
            } else {
                stored(&schema)
            };
            assert_eq!(expected, kept);
            seen += 1;
        }
    }
    assert!(seen > 10, "{seen}");
}
