use super::cases::read;
use crate::cases::Cases;
use schema::Strictness;
use schema::protobuf::{Source, normalized, parse, stored};

#[test]
fn texts_are_stored_and_normalised_as_the_registry_does() {
    let Some(cases) = Cases::of_upstream("stored.jsonl") else {
        return;
    };
    let cases = read(&cases);
    assert_eq!(cases.len(), 350);
    let mut wrong = Vec::new();
    for case in &cases {
        let source = Source {
            text: case["text"].as_str().unwrap(),
            ..Source::default()
        };
        let schema = parse(source, Strictness::Strict)
            .unwrap_or_else(|problems| panic!("{case}: {problems:?}"));
        for (found, expected) in [
            (stored(&schema), "stored"),
            (normalized(&schema), "normalized"),
        ] {
            if found != case[expected] {
                wrong.push(format!(
                    "{} {expected}:\n{found}\n{}",
                    case["id"],
                    case[expected].as_str().unwrap()
                ));
            }
        }
    }
    assert!(
        wrong.is_empty(),
        "{}: {}",
        wrong.len(),
        wrong.iter().take(5).cloned().collect::<Vec<_>>().join("\n")
    );
}
