/// What an ACL, or a missing right, is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ResourceKind {
    /// A topic.
    Topic,
    /// A group.
    Group,
    /// The cluster; its name in ACLs is [`CLUSTER`].
    Cluster,
    /// A transactional id.
    TransactionalId,
    /// One that librdkafka does not know, as delegation tokens.
    Other,
}

/// The name of the one resource of [`ResourceKind::Cluster`].
pub const CLUSTER: &str = "kafka-cluster";

/// What a principal may do, or not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[expect(
    missing_docs,
    reason = "Kafka's own names of operations, explained in its manual"
)]
pub enum Operation {
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
    /// One that librdkafka does not know.
    Other,
}

/// How an ACL's name is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Pattern {
    /// It is the name of one resource, or `*` for all.
    Literal,
    /// All names that begin with it.
    Prefixed,
    /// One that librdkafka does not know.
    Other,
}

/// Whether an ACL allows or denies; a denial wins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[expect(missing_docs, reason = "they say it")]
pub enum Permission {
    Allow,
    Deny,
}

/// One entry of a cluster's access control list.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Acl {
    /// The kind of resource.
    pub resource: ResourceKind,
    /// The resource's name, the beginning of names, or `*`.
    pub name: String,
    /// How the name is meant.
    pub pattern: Pattern,
    /// Who, as `User:alice`; `User:*` is everybody.
    pub principal: String,
    /// From where; `*` is anywhere.
    pub host: String,
    /// What.
    pub operation: Operation,
    /// Whether it is allowed.
    pub permission: Permission,
}

/// Which entries; a field that is none matches all.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct AclFilter {
    /// The kind of resource.
    pub resource: Option<ResourceKind>,
    /// The resource's name.
    pub name: Option<String>,
    /// How the name is meant.
    pub pattern: PatternFilter,
    /// Who.
    pub principal: Option<String>,
    /// From where.
    pub host: Option<String>,
    /// What.
    pub operation: Option<Operation>,
    /// Whether it is allowed.
    pub permission: Option<Permission>,
}

/// Which patterns a filter takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum PatternFilter {
    /// Entries of exactly this name, however it is meant.
    #[default]
    Any,
    /// Everything that concerns a resource of this name: literal, by a prefix, or `*`.
    Match,
    /// Only this pattern.
    Only(Pattern),
}

impl From<&Acl> for AclFilter {
    /// The filter that takes this entry and no other.
    fn from(acl: &Acl) -> Self {
        Self {
            resource: Some(acl.resource),
            name: Some(acl.name.clone()),
            pattern: PatternFilter::Only(acl.pattern),
            principal: Some(acl.principal.clone()),
            host: Some(acl.host.clone()),
            operation: Some(acl.operation),
            permission: Some(acl.permission),
        }
    }
}
