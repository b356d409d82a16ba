use schema::NamedText;
use schema::protobuf::{Reference, Schema, Source, compare, parse};
use schema::{Diagnostic, Difference, Profile, Strictness};
use serde_json::Value;

use crate::cases::Cases;

/// The Protobuf cases of a file.
pub(super) fn read(cases: &Cases) -> Vec<Value> {
    let cases = cases.of_format("PROTOBUF");
    cases
        .map(|case| serde_json::from_str(case.text()).unwrap())
        .collect()
}

/// One side of a case, `old` or `new`.
pub(super) fn side(
    case: &Value,
    side: &str,
    strictness: Strictness,
) -> Result<Schema, Vec<Diagnostic>> {
    let list = |key: &str| {
        let list = case[format!("{side}_{key}")].as_array();
        list.map_or(&[][..], Vec::as_slice)
    };
    let references: Vec<NamedText<'_>> = list("dependencies")
        .iter()
        .map(|one| NamedText {
            name: one["name"].as_str().unwrap(),
            text: one["dependency"].as_str().unwrap(),
        })
        .collect();
    let versions: Vec<Reference<'_>> = list("references")
        .iter()
        .map(|one| Reference {
            name: one["name"].as_str().unwrap(),
            subject: one["subject"].as_str().unwrap(),
            version: one["version"].as_i64().unwrap() as i32,
        })
        .collect();
    let source = Source {
        text: case[side].as_str().unwrap(),
        references: &references,
        versions: &versions,
    };
    parse(source, strictness)
}

pub(super) fn lenient(text: &str) -> Schema {
    let source = Source {
        text,
        ..Source::default()
    };
    parse(source, Strictness::Lenient).unwrap_or_else(|problems| panic!("{problems:?}\n{text}"))
}

pub(super) fn differences(old: &Schema, new: &Schema, profile: Profile) -> Vec<Difference> {
    match compare(old, new, profile) {
        Ok(differences) => differences,
        Err(never) => match never {},
    }
}

pub(super) fn compatible(old: &str, new: &str) -> bool {
    let found = differences(&lenient(old), &lenient(new), Profile::Cloud);
    found.iter().all(|difference| difference.compatible)
}
