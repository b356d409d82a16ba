use super::cases::{differences, read, side};
use schema::protobuf::Schema;
use schema::{Profile, Strictness};
use serde_json::Value;

use crate::cases::Cases;

fn parsed(case: &Value, name: &str) -> Result<Schema, String> {
    side(case, name, Strictness::Lenient).map_err(|problems| format!("{name}: {problems:?}"))
}

/// What is not as the registry says, in words.
fn wrong(case: &Value) -> Option<String> {
    let expected = &case["confluent"];
    let both = parsed(case, "old").and_then(|old| Ok((old, parsed(case, "new")?)));
    let (old, new) = match (both, expected.get("error")) {
        (Err(_), Some(_)) => return None,
        (Ok(_), Some(error)) => return Some(format!("an error is expected: {error}")),
        (Err(problem), None) => return Some(problem),
        (Ok(both), None) => both,
    };
    let found = differences(&old, &new, Profile::Cloud);
    let text = |kind: &str, path: &str, compatible: bool| format!("{kind} {path} {compatible}");
    let found_texts: Vec<String> = found
        .iter()
        .map(|difference| text(difference.kind, &difference.path, difference.compatible))
        .collect();
    let expected_texts: Vec<String> = expected["differences"]
        .as_array()
        .unwrap()
        .iter()
        .map(|difference| {
            text(
                difference["type"].as_str().unwrap(),
                difference["path"].as_str().unwrap(),
                difference["compatible"].as_bool().unwrap(),
            )
        })
        .collect();
    let verdict = found.iter().all(|difference| difference.compatible);
    if verdict != expected["compatible"].as_bool().unwrap() {
        return Some(format!(
            "compatible: {verdict}\n  {found_texts:#?}\n  {expected_texts:#?}"
        ));
    }
    if found_texts != expected_texts {
        return Some(format!(
            "found {found_texts:#?}\nexpected {expected_texts:#?}"
        ));
    }
    None
}

fn all_right(cases: &[Value], count: usize) {
    assert_eq!(cases.len(), count);
    let wrong: Vec<String> = cases
        .iter()
        .filter_map(|case| Some(format!("{}: {}", case["id"], wrong(case)?)))
        .collect();
    assert!(
        wrong.is_empty(),
        "{} of {} differ from the registry:\n{}",
        wrong.len(),
        cases.len(),
        wrong
            .iter()
            .take(10)
            .cloned()
            .collect::<Vec<_>>()
            .join("\n")
    );
}

#[test]
fn generated_pairs_are_judged_as_the_registry_judges_them() {
    all_right(&read(&Cases::of_crate("generated_protobuf.jsonl")), 871);
}

#[test]
fn corners_are_judged_as_the_registry_judges_them() {
    all_right(&read(&Cases::of_crate("edge.json")), 19);
}

#[test]
fn upstream_pairs_are_judged_as_the_registry_judges_them() {
    if let Some(cases) = Cases::of_upstream("protobuf.jsonl") {
        all_right(&read(&cases), 171);
    }
}

#[test]
fn pairs_captured_from_7_4_are_judged_as_it_judged_them() {
    let Some(cases) = Cases::of_upstream("live_captured.json") else {
        return;
    };
    let cases = read(&cases);
    assert_eq!(cases.len(), 22);
    for case in cases {
        let (old, new) = (parsed(&case, "old").unwrap(), parsed(&case, "new").unwrap());
        let passes = |old, new| {
            differences(old, new, Profile::V7_4)
                .iter()
                .all(|difference| difference.compatible)
        };
        assert_eq!(
            passes(&old, &new),
            case["expect"]["backward"].as_bool().unwrap(),
            "{case}"
        );
        assert_eq!(
            passes(&new, &old),
            case["expect"]["forward"].as_bool().unwrap(),
            "{case}"
        );
    }
}
