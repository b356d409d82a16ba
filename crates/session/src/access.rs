//! Who may do what: the entries of a cluster's access control list.

mod lines;
mod list;
mod preset;
mod readers;

use std::fmt;

use kafka::{Acl, Operation, Pattern, Permission, ResourceKind};
use serde::{Deserialize, Serialize};
use specta::Type;

pub(crate) use self::lines::lines;
pub use self::list::{AclFilter, AclPage};
pub(crate) use self::list::{addition, deletion, page};
pub use self::preset::{AclDraft, AclPreset};
pub(crate) use self::readers::readers;

/// What an entry is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum AclResource {
    /// A topic.
    Topic,
    /// A group.
    Group,
    /// The cluster, whose name is `kafka-cluster`.
    Cluster,
    /// A transactional id.
    TransactionalId,
    /// Something that librdkafka does not know, as delegation tokens: it can't be added or deleted.
    Other,
}

/// How an entry's name is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum AclPattern {
    /// It is one name, or `*` for all.
    Literal,
    /// All names that begin with it.
    Prefixed,
    /// Something that librdkafka does not know.
    Other,
}

/// What is allowed or denied.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
#[expect(
    missing_docs,
    reason = "Kafka's own names of operations, explained in its manual"
)]
pub enum AclOperation {
    All,
    Read,
    Write,
    Create,
    Delete,
    Alter,
    Describe,
    ClusterAction,
    DescribeConfigs,
    AlterConfigs,
    IdempotentWrite,
    /// Something that librdkafka does not know: it can't be added or deleted.
    Other,
}

/// Whether an entry allows or denies; a denial wins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum AclPermission {
    /// It allows.
    Allow,
    /// It denies.
    Deny,
}

/// An entry of the list.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct AclEntry {
    /// What it is about.
    pub resource: AclResource,
    /// The name, the beginning of names, or `*`.
    pub name: String,
    /// How the name is meant.
    pub pattern: AclPattern,
    /// Who, as `User:alice`; `User:*` is everybody.
    pub principal: String,
    /// From where; `*` is anywhere.
    pub host: String,
    /// What.
    pub operation: AclOperation,
    /// Whether it is allowed.
    pub permission: AclPermission,
}

impl AclResource {
    /// In a sentence.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Topic => "topic",
            Self::Group => "group",
            Self::Cluster => "cluster",
            Self::TransactionalId => "transactional id",
            Self::Other => "something else",
        }
    }
}

impl AclOperation {
    /// As Kafka's tools write it.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::All => "All",
            Self::Read => "Read",
            Self::Write => "Write",
            Self::Create => "Create",
            Self::Delete => "Delete",
            Self::Alter => "Alter",
            Self::Describe => "Describe",
            Self::ClusterAction => "ClusterAction",
            Self::DescribeConfigs => "DescribeConfigs",
            Self::AlterConfigs => "AlterConfigs",
            Self::IdempotentWrite => "IdempotentWrite",
            Self::Other => "Unknown",
        }
    }
}

impl fmt::Display for AclEntry {
    /// `User:alice from anywhere: allow Read on topic orders`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let permission = match self.permission {
            AclPermission::Allow => "allow",
            AclPermission::Deny => "deny",
        };
        let host = match self.host.as_str() {
            "*" => "anywhere",
            host => host,
        };
        write!(
            f,
            "{} from {host}: {permission} {} on {}",
            self.principal,
            self.operation.name(),
            self.resource.word()
        )?;
        match (self.resource, self.pattern) {
            (AclResource::Cluster, _) => Ok(()),
            (_, AclPattern::Prefixed) => write!(f, " {}…", self.name),
            _ => write!(f, " {}", self.name),
        }
    }
}

impl From<&AclEntry> for Acl {
    fn from(entry: &AclEntry) -> Self {
        Self {
            resource: entry.resource.into(),
            name: entry.name.clone(),
            pattern: match entry.pattern {
                AclPattern::Literal => Pattern::Literal,
                AclPattern::Prefixed => Pattern::Prefixed,
                AclPattern::Other => Pattern::Other,
            },
            principal: entry.principal.clone(),
            host: entry.host.clone(),
            operation: match entry.operation {
                AclOperation::All => Operation::All,
                AclOperation::Read => Operation::Read,
                AclOperation::Write => Operation::Write,
                AclOperation::Create => Operation::Create,
                AclOperation::Delete => Operation::Delete,
                AclOperation::Alter => Operation::Alter,
                AclOperation::Describe => Operation::Describe,
                AclOperation::ClusterAction => Operation::ClusterAction,
                AclOperation::DescribeConfigs => Operation::DescribeConfigs,
                AclOperation::AlterConfigs => Operation::AlterConfigs,
                AclOperation::IdempotentWrite => Operation::IdempotentWrite,
                AclOperation::Other => Operation::Other,
            },
            permission: match entry.permission {
                AclPermission::Allow => Permission::Allow,
                AclPermission::Deny => Permission::Deny,
            },
        }
    }
}

impl From<Acl> for AclEntry {
    fn from(acl: Acl) -> Self {
        Self {
            resource: match acl.resource {
                ResourceKind::Topic => AclResource::Topic,
                ResourceKind::Group => AclResource::Group,
                ResourceKind::Cluster => AclResource::Cluster,
                ResourceKind::TransactionalId => AclResource::TransactionalId,
                ResourceKind::Other => AclResource::Other,
            },
            name: acl.name,
            pattern: match acl.pattern {
                Pattern::Literal => AclPattern::Literal,
                Pattern::Prefixed => AclPattern::Prefixed,
                Pattern::Other => AclPattern::Other,
            },
            principal: acl.principal,
            host: acl.host,
            operation: match acl.operation {
                Operation::All => AclOperation::All,
                Operation::Read => AclOperation::Read,
                Operation::Write => AclOperation::Write,
                Operation::Create => AclOperation::Create,
                Operation::Delete => AclOperation::Delete,
                Operation::Alter => AclOperation::Alter,
                Operation::Describe => AclOperation::Describe,
                Operation::ClusterAction => AclOperation::ClusterAction,
                Operation::DescribeConfigs => AclOperation::DescribeConfigs,
                Operation::AlterConfigs => AclOperation::AlterConfigs,
                Operation::IdempotentWrite => AclOperation::IdempotentWrite,
                Operation::Other => AclOperation::Other,
            },
            permission: match acl.permission {
                Permission::Allow => AclPermission::Allow,
                Permission::Deny => AclPermission::Deny,
            },
        }
    }
}

impl From<AclResource> for ResourceKind {
    fn from(resource: AclResource) -> Self {
        match resource {
            AclResource::Topic => Self::Topic,
            AclResource::Group => Self::Group,
            AclResource::Cluster => Self::Cluster,
            AclResource::TransactionalId => Self::TransactionalId,
            AclResource::Other => Self::Other,
        }
    }
}
