use schema::Strictness;
use schema::avro::{Schema, compare, parse};
use schema::json_text::Value;

use crate::cases::{Cases, text};

#[test]
fn hand_picked_corners_are_judged_as_the_registry_does() {
    judge(&Cases::of_crate("edge.json"), 19);
}

#[test]
fn random_pairs_are_judged_as_the_registry_does() {
    judge(&Cases::of_crate("generated_avro.jsonl"), 751);
}

#[test]
fn pairs_of_other_projects_are_judged_as_the_registry_does() {
    if let Some(cases) = Cases::of_upstream("avro.jsonl") {
        judge(&cases, 575);
    }
}

#[test]
fn pairs_from_a_live_registry_are_judged_as_it_did() {
    let Some(cases) = Cases::of_upstream("live_captured.json") else {
        return;
    };
    for case in cases.of_format("AVRO") {
        let (old, new) = (schema(case, "old").unwrap(), schema(case, "new").unwrap());
        let fits = |old, new| compare(old, new).is_ok_and(|differences| differences.is_empty());
        let expect = case.get("expect").unwrap();
        let expected = |direction| expect.get(direction).and_then(Value::as_bool);
        assert_eq!(
            Some(fits(&old, &new)),
            expected("backward"),
            "{:?}",
            text(case, "id")
        );
        assert_eq!(
            Some(fits(&new, &old)),
            expected("forward"),
            "{:?}",
            text(case, "id")
        );
    }
}

/// Verdict, kinds, paths and infos are Confluent's, in its order, and each has a place in both texts.
fn judge(cases: &Cases, count: usize) {
    let mut wrong = Vec::new();
    let mut judged = 0;
    for case in cases.of_format("AVRO") {
        judged += 1;
        let id = text(case, "id").unwrap();
        let confluent = case.get("confluent").unwrap();
        let (Some(old), Some(new)) = (schema(case, "old"), schema(case, "new")) else {
            if confluent.get("error").is_none() {
                wrong.push(format!("{id}: refused"));
            }
            continue;
        };
        if confluent.get("error").is_some() {
            wrong.push(format!("{id}: not refused"));
            continue;
        }
        let compatible = confluent
            .get("compatible")
            .and_then(Value::as_bool)
            .unwrap();
        let found = compare(&old, &new);
        let fits = found.as_ref().is_ok_and(Vec::is_empty);
        let found: Vec<_> = found
            .unwrap_or_default()
            .into_iter()
            .map(|found| {
                assert!(!found.compatible);
                for (side, span) in [("old", found.old_at), ("new", found.new_at)] {
                    let span = span.unwrap();
                    let text = case.get(side).unwrap().text();
                    assert!(
                        span.start < span.end && span.end <= text.len(),
                        "{id} {span:?}"
                    );
                }
                (found.kind.to_owned(), found.path, found.info.unwrap())
            })
            .collect();
        let expected: Vec<_> = confluent
            .get("differences")
            .and_then(Value::as_array)
            .unwrap()
            .map(|difference| {
                let part = |name| text(difference, name).unwrap().to_owned();
                (part("type"), part("path"), part("info"))
            })
            .collect();
        if fits != compatible || found != expected {
            wrong.push(format!(
                "{id}: {fits} {found:?}\n  not {compatible} {expected:?}"
            ));
        }
    }
    assert_eq!(judged, count, "{}", cases.file);
    assert!(
        wrong.is_empty(),
        "{}: {} wrong\n{}",
        cases.file,
        wrong.len(),
        wrong.join("\n")
    );
}

/// The schema of a side; the cases were judged without the checks of new schemas.
fn schema(case: Value<'_>, side: &str) -> Option<Schema> {
    parse(case.get(side)?.text().into(), Strictness::Lenient).ok()
}
