use schema::Profile;
use schema::json::{normalized, stored};

use super::{read, read_for};
use crate::cases::{Cases, text};

#[test]
fn as_a_registry_8_3_keeps_it() {
    let Some(cases) = Cases::of_upstream("stored.jsonl") else {
        return;
    };
    for case in cases.of_format("JSON") {
        let found = read_for(Profile::V8_3, text(case, "text").unwrap())
            .map(|schema| (stored(&schema), normalized(&schema)));
        match (found, text(case, "stored"), text(case, "normalized")) {
            (Ok(found), Some(stored), Some(normalized)) => {
                assert_eq!(found, (stored.to_owned(), normalized.to_owned()));
            }
            (Err(_), None, None) => {}
            (found, ..) => panic!("{found:?}: {}", case.text()),
        }
    }
}

#[test]
fn names_are_sorted_at_every_level_and_nothing_else_is() {
    let schema = read(
        r#"{ "b": [{"z": 1e2, "y": "\u00e9\/"}], "required": ["b", "a"], "\ue000": 1, "\ud83d\ude00": 2 }"#,
    );
    assert_eq!(
        stored(&schema),
        "{\"b\":[{\"z\":1E+2,\"y\":\"é/\"}],\"required\":[\"b\",\"a\"],\"\u{e000}\":1,\"😀\":2}"
    );
    assert_eq!(
        normalized(&schema),
        "{\"b\":[{\"y\":\"é/\",\"z\":1E+2}],\"required\":[\"b\",\"a\"],\"😀\":2,\"\u{e000}\":1}"
    );
}
