use super::cases::{differences, lenient, read, side};
use schema::protobuf::{Reference, Source, parse};
use schema::{Difference, NamedText, Profile, Strictness};

use crate::cases::Cases;

/// The text at a place, with its line and column.
fn at(text: &str, span: Option<schema::position::Span>) -> String {
    let Some(span) = span else {
        return "-".to_owned();
    };
    let position = schema::position::LineIndex::new(text).position(text, span.start);
    format!(
        "{}:{} {}",
        position.line,
        position.column,
        &text[span.start..span.end]
    )
}

fn told(old: &str, new: &str) -> Vec<String> {
    told_of(
        old,
        new,
        &differences(&lenient(old), &lenient(new), Profile::Cloud),
    )
}

fn told_of(old: &str, new: &str, differences: &[Difference]) -> Vec<String> {
    let text = |difference: &Difference| {
        let (was, is) = (at(old, difference.old_at), at(new, difference.new_at));
        format!("{} {}: {was} -> {is}", difference.kind, difference.path)
    };
    differences.iter().map(text).collect()
}

#[test]
fn what_changed_in_a_field_is_told_at_the_word_that_changed() {
    let old = "syntax = \"proto3\";\nmessage Order {\n  int32 id = 1;\n  optional int32 count = 2;\n  /* é𝄞 */ string note = 3;\n  Line line = 4;\n  map<string, int32> tags = 5;\n}\nmessage Line {}\nmessage Row {}\n";
    let new = "syntax = \"proto3\";\nmessage Order {\n  string id = 1;\n  repeated int32 count = 2;\n  /* é𝄞 */ string text = 3;\n  Row line = 4;\n  map<string, Line> tags = 5;\n}\nmessage Line {}\nmessage Row {}\n";
    assert_eq!(
        told(old, new),
        [
            "FIELD_SCALAR_KIND_CHANGED #/Order/1: 3:3 int32 -> 3:3 string",
            "FIELD_NUMERIC_LABEL_CHANGED #/Order/2: 4:3 optional -> 4:3 repeated",
            "FIELD_NAME_CHANGED #/Order/3: 5:20 note -> 5:20 text",
            "FIELD_NAMED_TYPE_CHANGED #/Order/4: 6:3 Line -> 6:3 Row",
            "FIELD_KIND_CHANGED #/Order/5: 7:3 map<string, int32> -> 7:3 map<string, Line>",
        ]
    );
}

#[test]
fn what_is_gone_is_told_at_its_parent() {
    let old = "syntax = \"proto2\";\npackage shop;\nmessage Order {\n  required int32 id = 1;\n  oneof way { int32 a = 2; int32 b = 3; }\n  message Line {}\n}\nmessage Gone {}\n";
    let new =
        "syntax = \"proto2\";\npackage shop;\nmessage Order {\n  oneof way { int32 a = 2; }\n}\n";
    assert_eq!(
        told(old, new),
        [
            "REQUIRED_FIELD_REMOVED #/Order/1: 4:18 id -> 3:9 Order",
            "ONEOF_FIELD_REMOVED #/Order/way/3: 5:34 b -> 4:9 way",
            "MESSAGE_REMOVED #/Order/Line: 6:11 Line -> 3:9 Order",
            "MESSAGE_REMOVED #/Gone: 8:9 Gone -> 2:9 shop",
        ]
    );
}

#[test]
fn what_is_new_is_told_where_it_stands() {
    let old = "syntax = \"proto2\";\nmessage Order {\n  optional int32 a = 1;\n  optional int32 b = 2;\n}\n";
    let new = "syntax = \"proto2\";\npackage p;\nmessage Order {\n  required int32 c = 3;\n  oneof way { int32 a = 1; int32 b = 2; }\n}\n";
    assert_eq!(
        told(old, new),
        [
            "PACKAGE_CHANGED #/: 1:10 \"proto2\" -> 2:9 p",
            "MULTIPLE_FIELDS_MOVED_TO_ONEOF #/Order/way: 2:9 Order -> 5:9 way",
            "ONEOF_ADDED #/Order/way: 2:9 Order -> 5:9 way",
            "REQUIRED_FIELD_ADDED #/Order/3: 2:9 Order -> 4:18 c",
        ]
    );
}

#[test]
fn what_differs_in_a_reference_is_told_at_the_field_that_leads_there() {
    let text = "syntax = \"proto3\"; import \"money.proto\"; message Order { Money price = 1; }";
    let schema = |money, version| {
        let source = Source {
            text,
            references: &[NamedText {
                name: "money.proto",
                text: money,
            }],
            versions: &[Reference {
                name: "money.proto",
                subject: "money",
                version,
            }],
        };
        parse(source, Strictness::Strict).unwrap()
    };
    let old = schema("syntax = \"proto3\"; message Money { int64 units = 1; }", 1);
    let new = schema(
        "syntax = \"proto3\"; message Money { string units = 1; }",
        2,
    );
    assert_eq!(
        told_of(text, text, &differences(&old, &new, Profile::Cloud)),
        [
            "FIELD_SCALAR_KIND_CHANGED #/Money/1: 1:58 Money -> 1:58 Money",
            "FIELD_NAMED_TYPE_CHANGED #/Order/1: 1:58 Money -> 1:58 Money",
        ]
    );
    // The registry does not look into one version twice.
    let same = schema(
        "syntax = \"proto3\"; message Money { string units = 1; }",
        1,
    );
    assert_eq!(differences(&old, &same, Profile::Cloud), []);
}

#[test]
fn every_difference_of_the_vectors_has_a_place_on_both_sides() {
    let files = [
        Some(Cases::of_crate("generated_protobuf.jsonl")),
        Cases::of_upstream("protobuf.jsonl"),
    ];
    let cases = files.iter().flatten().flat_map(read);
    for case in cases {
        let texts = ["old", "new"].map(|name| case[name].as_str().unwrap());
        let [old, new] = ["old", "new"].map(|name| side(&case, name, Strictness::Lenient).unwrap());
        for profile in [Profile::Cloud, Profile::V8_3, Profile::V7_9, Profile::V7_4] {
            for difference in differences(&old, &new, profile) {
                for (text, place) in texts.iter().zip([difference.old_at, difference.new_at]) {
                    let place = place.unwrap_or_else(|| panic!("{}: {difference:?}", case["id"]));
                    assert!(
                        text.get(place.start..place.end).is_some(),
                        "{}: {difference:?}",
                        case["id"]
                    );
                }
            }
        }
    }
}
