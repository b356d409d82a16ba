//! JSON Schema.

mod hostile;
mod places;
mod properties;
mod stored;
mod validation;
mod verdicts;

use schema::json::{Schema, Source, parse};
use schema::{Diagnostic, Difference, NamedText, Policy, Profile, Strictness};

fn read_for(profile: Profile, text: &str) -> Result<Schema, Vec<Diagnostic>> {
    let source = Source {
        text,
        references: &[],
        profile,
    };
    parse(source, Strictness::Strict)
}

fn read(text: &str) -> Schema {
    read_for(Profile::Cloud, text).unwrap()
}

fn read_with(text: &str, references: &[NamedText<'_>]) -> Result<Schema, Vec<Diagnostic>> {
    let source = Source {
        text,
        references,
        profile: Profile::Cloud,
    };
    parse(source, Strictness::Strict)
}

/// What differs for BACKWARD under the default policy.
fn differences(old: &str, new: &str) -> Vec<Difference> {
    schema::json::compare(&read(old), &read(new), Policy::Strict, Profile::Cloud).unwrap()
}

fn compatible(differences: &[Difference]) -> bool {
    differences.iter().all(|difference| difference.compatible)
}
