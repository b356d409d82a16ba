use std::collections::BTreeSet;
use std::time::Duration;

use kafka::{Acl, PatternFilter};
use serde::{Deserialize, Serialize};
use specta::Type;

use super::{AclEntry, AclOperation, AclPattern, AclResource};
use crate::change::Change;
use crate::failure::{Failure, Result};
use crate::groups::rights::{Resource, Rights};

/// How long the brokers have to answer.
const ASKING: Duration = Duration::from_secs(10);
/// Rows in one answer at most.
const ROWS: usize = 500;

/// Which entries; what is none takes all.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct AclFilter {
    /// About what.
    pub resource: Option<AclResource>,
    /// Whatever concerns a resource of this name: by its name, by a prefix of it, or for all.
    pub name: Option<String>,
    /// Who, as `User:alice`.
    pub principal: Option<String>,
    /// Words that an entry must all hold, in any case.
    pub search: String,
}

/// A window of the entries.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct AclPage {
    /// Entries that the filter takes.
    pub total: u32,
    /// The window, in order.
    pub rows: Vec<AclEntry>,
    /// What should be known about the list: why it is empty, or may not be seen.
    pub note: Option<String>,
    /// The line that grants the right to see it.
    pub grant: Option<String>,
}

/// A window of a cluster's entries, asked for anew. One that may not be seen, or is not there, is told in its note.
pub(crate) async fn page(
    cluster: &kafka::Cluster,
    filter: &AclFilter,
    from: usize,
    count: usize,
    rights: &Rights,
) -> Result<AclPage> {
    let none = |note: &str, grant: Option<String>| AclPage {
        total: 0,
        rows: Vec::new(),
        note: Some(note.to_owned()),
        grant,
    };
    let acls = match cluster.acls(filter.into(), ASKING).await {
        Ok(acls) => acls,
        Err(kafka::Error::Forbidden { .. }) => {
            let grant = rights.grant("Describe", Resource::Cluster);
            let note = "You may not see who may do what: DESCRIBE on the cluster is missing.";
            return Ok(none(note, Some(grant)));
        }
        Err(error) if is_unknown(&error) => {
            return Ok(none(
                "This cluster has no list of access rights: everybody may do everything.",
                None,
            ));
        }
        Err(error) => return Err(error.into()),
    };
    if acls.is_empty() && *filter == AclFilter::default() {
        let note = "There are no entries. A cluster without an authorizer lets everybody do everything; one with an authorizer, only its super users.";
        return Ok(none(note, None));
    }
    let words: Vec<String> = filter
        .search
        .split_whitespace()
        .map(str::to_lowercase)
        .collect();
    let found: Vec<AclEntry> = acls
        .into_iter()
        .map(AclEntry::from)
        .filter(|entry| {
            let text = entry.to_string().to_lowercase();
            words.iter().all(|word| text.contains(word))
        })
        .collect();
    Ok(AclPage {
        total: found.len() as u32,
        rows: found.into_iter().skip(from).take(count.min(ROWS)).collect(),
        note: None,
        grant: None,
    })
}

/// The change that adds entries; those that are there already are no part of it.
///
/// # Errors
/// [`crate::Code::Invalid`] for entries that can't be added, and where all are there.
pub(crate) async fn addition(
    cluster: &kafka::Cluster,
    entries: &[AclEntry],
    rights: &Rights,
) -> Result<Change> {
    let known = known(cluster, entries, rights).await?;
    let entries: Vec<AclEntry> = unique(entries)
        .filter(|entry| !known.contains(entry))
        .collect();
    if entries.is_empty() {
        return Err(Failure::invalid(
            "All of it is there already: nothing would be added.",
        ));
    }
    Ok(Change::AddAcls { entries })
}

/// The change that deletes entries.
///
/// # Errors
/// [`crate::Code::Invalid`] for entries that can't be deleted, and where none is there any more.
pub(crate) async fn deletion(
    cluster: &kafka::Cluster,
    entries: &[AclEntry],
    rights: &Rights,
) -> Result<Change> {
    let known = known(cluster, entries, rights).await?;
    let entries: Vec<AclEntry> = unique(entries)
        .filter(|entry| known.contains(entry))
        .collect();
    if entries.is_empty() {
        return Err(Failure::invalid(
            "None of it is there any more: nothing would be deleted.",
        ));
    }
    Ok(Change::DeleteAcls { entries })
}

fn unique(entries: &[AclEntry]) -> impl Iterator<Item = AclEntry> {
    let all: BTreeSet<AclEntry> = entries.iter().cloned().collect();
    all.into_iter()
}

/// All entries that there are, once those that are meant have been looked at.
async fn known(
    cluster: &kafka::Cluster,
    entries: &[AclEntry],
    rights: &Rights,
) -> Result<BTreeSet<AclEntry>> {
    if entries.is_empty() {
        return Err(Failure::invalid("No entry is chosen."));
    }
    for entry in entries {
        entry.check()?;
    }
    let acls = cluster.acls(kafka::AclFilter::default(), ASKING).await;
    match acls {
        Ok(acls) => Ok(acls.into_iter().map(AclEntry::from).collect()),
        // Who may change entries may see them.
        Err(kafka::Error::Forbidden { .. }) => Err(rights.lacks("Alter", Resource::Cluster)),
        Err(error) if is_unknown(&error) => Err(Failure::invalid(
            "This cluster has no list of access rights: everybody may do everything.",
        )
        .hint("Its brokers need an authorizer (authorizer.class.name) first.")),
        Err(error) => Err(error.into()),
    }
}

pub(super) fn is_unknown(error: &kafka::Error) -> bool {
    matches!(error, kafka::Error::Kafka { code, .. } if ["UnsupportedFeature", "UnsupportedVersion", "SecurityDisabled"].contains(&code.as_str()))
}

impl AclEntry {
    /// Whether it can be added or deleted.
    pub(super) fn check(&self) -> Result<()> {
        if self.resource == AclResource::Other
            || self.pattern == AclPattern::Other
            || self.operation == AclOperation::Other
        {
            return Err(Failure::invalid(format!(
                "“{self}” is of a kind that Tributary can't change."
            ))
            .hint("Use Kafka's own tools for it."));
        }
        let is_named = self
            .principal
            .split_once(':')
            .is_some_and(|(kind, name)| !kind.is_empty() && !name.is_empty());
        if !is_named {
            return Err(Failure::invalid(format!(
                "“{}” is not who something can be allowed to.",
                self.principal
            ))
            .hint("Write User:alice, or User:* for everybody."));
        }
        if self.name.is_empty() {
            return Err(
                Failure::invalid(format!("The {} needs a name.", self.resource.word()))
                    .hint("Write * for all."),
            );
        }
        if self.resource == AclResource::Cluster && self.name != kafka::CLUSTER {
            return Err(Failure::invalid(format!(
                "The cluster's name in such entries is {}.",
                kafka::CLUSTER
            )));
        }
        if self.host.is_empty() {
            return Err(Failure::invalid("An entry needs a host.").hint("Write * for anywhere."));
        }
        let texts = [&self.principal, &self.name, &self.host];
        if texts.iter().any(|text| text.contains('\0')) {
            return Err(Failure::invalid(
                "No text of an entry can hold a NUL character.",
            ));
        }
        Ok(())
    }
}

impl From<&AclFilter> for kafka::AclFilter {
    fn from(filter: &AclFilter) -> Self {
        let chosen = |text: &Option<String>| text.clone().filter(|text| !text.is_empty());
        let name = chosen(&filter.name);
        Self {
            resource: filter.resource.map(Into::into),
            pattern: if name.is_some() {
                PatternFilter::Match
            } else {
                PatternFilter::Any
            },
            name,
            principal: chosen(&filter.principal),
            ..Self::default()
        }
    }
}

/// All that decides about a topic.
pub(super) async fn of_topic(cluster: &kafka::Cluster, topic: &str) -> kafka::Result<Vec<Acl>> {
    let filter = AclFilter {
        resource: Some(AclResource::Topic),
        name: Some(topic.to_owned()),
        ..AclFilter::default()
    };
    cluster.acls((&filter).into(), ASKING).await
}
