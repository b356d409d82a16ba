use crate::report::Version;
use crate::schema::Schema;

/// How a draft is what a version is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Sameness {
    /// The registry stores the draft as the same text: registering it gives the version's id and makes nothing new.
    AsSent,
    /// Only with `normalize=true` it would.
    Normalized,
}

/// The version that a draft is already, by the texts that the registry would store: the newest that is the same as it
/// stands, or else the newest that is with `normalize=true`.
///
/// To the registry references, metadata and rules are part of a schema's identity. They are not looked at here, so
/// leave out versions that have others.
pub fn existing(draft: &Schema, versions: &[Version<'_>]) -> Option<(u32, Sameness)> {
    let mut versions: Vec<&Version<'_>> = versions.iter().collect();
    versions.retain(|version| version.schema.format() == draft.format());
    versions.sort_by_key(|version| std::cmp::Reverse(version.number));
    let by = |text: fn(&Schema) -> String, sameness| {
        let own = text(draft);
        let mut versions = versions.iter();
        let same = versions.find(|version| text(version.schema) == own)?;
        Some((same.number, sameness))
    };
    by(Schema::stored, Sameness::AsSent).or_else(|| by(Schema::normalized, Sameness::Normalized))
}
