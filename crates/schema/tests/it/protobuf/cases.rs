use schema::protobuf::{NamedText, Schema, Source, Version, compare, parse};
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
        case[format!("{side}_{key}")]
            .as_array()
            .cloned()
            .unwrap_or_default()
    };
    let references = list("references");
    let texts: Vec<(String, String, Option<Version>)> = list("dependencies")
        .iter()
        .map(|dependency| {
            let name = dependency["name"].as_str().unwrap();
            let reference = references
                .iter()
                .find(|reference| reference["name"] == name);
            let version = reference.map(|reference| Version {
                subject: reference["subject"].as_str().unwrap().to_owned(),
                version: reference["version"].as_i64().unwrap() as i32,
            });
            (
                name.to_owned(),
                dependency["dependency"].as_str().unwrap().to_owned(),
                version,
            )
        })
        .collect();
    let named: Vec<NamedText<'_>> = texts
        .iter()
        .map(|(name, text, version)| NamedText {
            name,
            text,
            version: version.as_ref(),
        })
        .collect();
    let source = Source {
        text: case[side].as_str().unwrap(),
        references: &named,
    };
    parse(&source, strictness)
}

pub(super) fn lenient(text: &str) -> Schema {
    let source = Source {
        text,
        references: &[],
    };
    parse(&source, Strictness::Lenient).unwrap_or_else(|problems| panic!("{problems:?}\n{text}"))
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
