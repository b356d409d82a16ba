//! Who may read a topic, in words.

use std::collections::{BTreeMap, BTreeSet};

use super::list::{is_unknown, of_topic};
use super::{AclEntry, AclOperation, AclPattern, AclPermission};
use crate::failure::Result;
use crate::groups::rights::{Resource, Rights};

/// Principals that are told one by one.
const NAMED: usize = 200;

/// Who may read a topic, a sentence each, then what holds besides.
///
/// # Errors
/// [`crate::Code::Forbidden`] where entries may not be seen; why there is no answer.
pub(crate) async fn readers(
    cluster: &kafka::Cluster,
    topic: &str,
    rights: &Rights,
) -> Result<Vec<String>> {
    match of_topic(cluster, topic).await {
        Ok(acls) => Ok(told(acls.into_iter().map(AclEntry::from).collect())),
        Err(kafka::Error::Forbidden { .. }) => Err(rights.lacks("Describe", Resource::Cluster)),
        Err(error) if is_unknown(&error) => Ok(vec![
            "Everybody may read it: this cluster has no list of access rights.".to_owned(),
        ]),
        Err(error) => Err(error.into()),
    }
}

fn told(entries: Vec<AclEntry>) -> Vec<String> {
    let decides =
        |entry: &AclEntry| matches!(entry.operation, AclOperation::Read | AclOperation::All);
    let mut by_principal: BTreeMap<String, Vec<AclEntry>> = BTreeMap::new();
    for entry in entries.into_iter().filter(decides) {
        by_principal
            .entry(entry.principal.clone())
            .or_default()
            .push(entry);
    }
    let nobody = by_principal
        .values()
        .flatten()
        .all(|entry| entry.permission == AclPermission::Deny);
    let everybody: Vec<AclEntry> = by_principal.get("User:*").cloned().unwrap_or_default();
    let count = by_principal.len();
    let mut sentences: Vec<String> = by_principal
        .into_iter()
        .take(NAMED)
        .map(|(principal, entries)| sentence(&principal, &entries, &everybody))
        .collect();
    if count > NAMED {
        sentences.push(format!("{} more have entries about it.", count - NAMED));
    }
    sentences.push(if nobody {
        "No entry lets anybody read it: only super users may, unless the brokers are set to let everybody do what no entry is about (allow.everyone.if.no.acl.found).".to_owned()
    } else {
        "Super users of the brokers may read it too: they stand in no list.".to_owned()
    });
    sentences.push("To read in a group, Read on the group is needed too.".to_owned());
    sentences
}

fn sentence(principal: &str, entries: &[AclEntry], everybody: &[AclEntry]) -> String {
    let who = match principal {
        "User:*" => "Everybody",
        name => name,
    };
    let of = |entries: &[AclEntry], permission| -> Vec<AclEntry> {
        let some = entries.iter();
        some.filter(|entry| entry.permission == permission)
            .cloned()
            .collect()
    };
    let allowed = of(entries, AclPermission::Allow);
    let mut denied = of(entries, AclPermission::Deny);
    if principal != "User:*" {
        denied.extend(of(everybody, AclPermission::Deny));
    }
    let denial = denied.iter().find(|entry| entry.host == "*");
    if let Some(denial) = denial {
        return format!(
            "{who} may not read it, whatever else is allowed: {}.",
            right(denial)
        );
    }
    let hosts = |entries: &[AclEntry]| {
        let hosts: BTreeSet<&str> = entries.iter().map(|entry| entry.host.as_str()).collect();
        hosts.into_iter().collect::<Vec<_>>().join(", ")
    };
    let but = if denied.is_empty() {
        String::new()
    } else {
        format!(" not from {}", hosts(&denied))
    };
    let anywhere = allowed.iter().find(|entry| entry.host == "*");
    match (anywhere, allowed.first()) {
        (Some(entry), _) if denied.is_empty() => format!("{who} may read it: {}.", right(entry)),
        (Some(entry), _) => format!("{who} may read it, but{but}: {}.", right(entry)),
        (None, Some(entry)) => {
            let but = if but.is_empty() {
                but
            } else {
                format!(", but{but}")
            };
            format!(
                "{who} may read it from {}{but}: {}.",
                hosts(&allowed),
                right(entry)
            )
        }
        (None, None) => format!(
            "{who} may not read it from {}, whatever else is allowed.",
            hosts(&denied)
        ),
    }
}

/// Why: `Read on topics that begin with “ord”`.
fn right(entry: &AclEntry) -> String {
    let permission = match entry.permission {
        AclPermission::Allow => "",
        AclPermission::Deny => "a denial of ",
    };
    let operation = entry.operation.name();
    match (entry.pattern, entry.name.as_str()) {
        (AclPattern::Prefixed, name) => {
            format!("{permission}{operation} on topics that begin with “{name}”")
        }
        (_, "*") => format!("{permission}{operation} on all topics"),
        _ => format!("{permission}{operation} on this topic"),
    }
}

#[cfg(test)]
mod tests {
    use super::super::AclResource;
    use super::*;

    fn entry(principal: &str, host: &str, permission: AclPermission, name: &str) -> AclEntry {
        AclEntry {
            resource: AclResource::Topic,
            name: name.trim_end_matches('…').to_owned(),
            pattern: if name.ends_with('…') {
                AclPattern::Prefixed
            } else {
                AclPattern::Literal
            },
            principal: principal.to_owned(),
            host: host.to_owned(),
            operation: AclOperation::Read,
            permission,
        }
    }

    #[test]
    fn a_denial_wins_and_hosts_are_named() {
        use AclPermission::{Allow, Deny};
        let writes = AclEntry {
            operation: AclOperation::Write,
            ..entry("User:writer", "*", Allow, "orders")
        };
        let sentences = told(vec![
            entry("User:a", "*", Allow, "orders"),
            entry("User:b", "*", Allow, "ord…"),
            entry("User:b", "10.0.0.7", Deny, "*"),
            entry("User:c", "*", Allow, "orders"),
            entry("User:c", "*", Deny, "ord…"),
            entry("User:d", "10.0.0.1", Allow, "orders"),
            entry("User:d", "10.0.0.2", Allow, "orders"),
            entry("User:e", "10.0.0.9", Deny, "orders"),
            writes,
        ]);
        assert_eq!(
            sentences[..5],
            [
                "User:a may read it: Read on this topic.",
                "User:b may read it, but not from 10.0.0.7: Read on topics that begin with “ord”.",
                "User:c may not read it, whatever else is allowed: a denial of Read on topics that begin with “ord”.",
                "User:d may read it from 10.0.0.1, 10.0.0.2: Read on this topic.",
                "User:e may not read it from 10.0.0.9, whatever else is allowed.",
            ]
        );
        assert!(sentences[5].starts_with("Super users"));
        assert_eq!(sentences.len(), 7);
    }

    #[test]
    fn a_denial_for_everybody_is_one_for_each() {
        use AclPermission::{Allow, Deny};
        let sentences = told(vec![
            entry("User:a", "*", Allow, "orders"),
            entry("User:*", "*", Deny, "orders"),
        ]);
        assert!(sentences[0].starts_with("Everybody may not read it"));
        assert!(sentences[1].starts_with("User:a may not read it"));
        assert!(told(Vec::new())[0].starts_with("No entry lets anybody read it"));
    }
}
