use schema::NamedText;
use schema::protobuf::{Reference, Schema, Source, compare, parse};
use schema::{Diagnostic, Difference, Profile, Strictness};
use serde_json::Value;
use std::path::{Path, PathBuf};

/// The lines or the array of a file of vectors, Protobuf's only.
pub(super) fn read(path: &Path) -> Vec<Value> {
    let text =
        std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let cases: Vec<Value> = if path
        .extension()
        .is_some_and(|extension| extension == "jsonl")
    {
        text.lines()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect()
    } else {
        serde_json::from_str(&text).unwrap()
    };
    cases
        .into_iter()
        .filter(|case| case["format"] == "PROTOBUF")
        .collect()
}

pub(super) fn own(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/it/vectors")
        .join(name)
}

/// A file of the upstream projects' cases, where they lie beside the repository.
pub(super) fn upstream(name: &str) -> Option<PathBuf> {
    let repository = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2)?;
    let path = repository.parent()?.join("shared/vectors").join(name);
    path.exists().then_some(path)
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
