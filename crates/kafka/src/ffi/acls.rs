//! Access control lists, and the operations that a principal may do.

use std::ptr;
use std::slice;
use std::time::Duration;

use rd::rd_kafka_admin_op_t as Kind;
use rdkafka::bindings as rd;

use super::admin::{Native, Settings, each, one};
use super::native::{Owned, error_outcome, invalid, list, made, name, pointers, text};
use crate::access::{Acl, AclFilter, Operation, Pattern, PatternFilter, Permission, ResourceKind};
use crate::refusal::Refusal;

pub(crate) fn describe(
    client: &Native,
    filter: &AclFilter,
    limit: Duration,
) -> Result<Vec<Acl>, Refusal> {
    let filter = native_filter(filter)?;
    one(
        client,
        Kind::RD_KAFKA_ADMIN_OP_DESCRIBEACLS,
        &Settings::within(limit),
        |call| {
            // SAFETY: a living filter, which librdkafka copies.
            unsafe {
                rd::rd_kafka_DescribeAcls(call.client, filter.pointer(), call.options, call.queue);
            }
            Ok(())
        },
        // SAFETY: an answer of this kind, which lives as long as the event.
        |event| unsafe {
            let result = rd::rd_kafka_event_DescribeAcls_result(event);
            let found = list(|count| rd::rd_kafka_DescribeAcls_result_acls(result, count));
            found.iter().map(|binding| acl(*binding)).collect()
        },
    )
}

/// The answers are in the order of `acls`.
pub(crate) fn create(
    client: &Native,
    acls: &[Acl],
    limit: Duration,
) -> Result<Vec<Result<(), Refusal>>, Refusal> {
    let bindings = acls.iter().map(native_acl).collect::<Result<Vec<_>, _>>()?;
    one(
        client,
        Kind::RD_KAFKA_ADMIN_OP_CREATEACLS,
        &Settings::within(limit),
        |call| {
            let mut bindings = pointers(&bindings);
            // SAFETY: as many entries as are counted, which librdkafka copies.
            unsafe {
                rd::rd_kafka_CreateAcls(
                    call.client,
                    bindings.as_mut_ptr(),
                    bindings.len(),
                    call.options,
                    call.queue,
                );
            }
            Ok(())
        },
        // SAFETY: an answer of this kind, which lives as long as the event.
        |event| unsafe {
            let result = rd::rd_kafka_event_CreateAcls_result(event);
            list(|count| rd::rd_kafka_CreateAcls_result_acls(result, count))
                .iter()
                .map(|result| error_outcome(rd::rd_kafka_acl_result_error(*result)))
                .collect()
        },
    )
}

/// What each filter took away, in the order of `filters`.
pub(crate) fn delete(
    client: &Native,
    filters: &[AclFilter],
    limit: Duration,
) -> Vec<Result<Vec<Acl>, Refusal>> {
    // One by one: librdkafka refuses a call whose filters overlap.
    let answers = each(
        client,
        Kind::RD_KAFKA_ADMIN_OP_DELETEACLS,
        &Settings::within(limit),
        filters,
        |call, filter| {
            let filter = native_filter(filter)?;
            let mut filters = [filter.pointer()];
            // SAFETY: one filter, which librdkafka copies.
            unsafe {
                rd::rd_kafka_DeleteAcls(
                    call.client,
                    filters.as_mut_ptr(),
                    filters.len(),
                    call.options,
                    call.queue,
                );
            }
            Ok(())
        },
        // SAFETY: an answer of this kind, which lives as long as the event.
        |event, _| unsafe {
            let result = rd::rd_kafka_event_DeleteAcls_result(event);
            let mut deleted = Vec::new();
            for response in list(|count| rd::rd_kafka_DeleteAcls_result_responses(result, count)) {
                error_outcome(rd::rd_kafka_DeleteAcls_result_response_error(*response))?;
                let matching = list(|count| {
                    rd::rd_kafka_DeleteAcls_result_response_matching_acls(*response, count)
                });
                for binding in matching {
                    error_outcome(rd::rd_kafka_AclBinding_error(*binding))?;
                    deleted.push(acl(*binding));
                }
            }
            Ok(deleted)
        },
    );
    answers.into_iter().map(Result::flatten).collect()
}

fn native_acl(acl: &Acl) -> Result<Owned<rd::rd_kafka_AclBinding_t>, Refusal> {
    let (resource, principal, host) = (name(&acl.name)?, name(&acl.principal)?, name(&acl.host)?);
    let kind = known(native_kind(acl.resource))?;
    let pattern = known(native_pattern(acl.pattern))?;
    let operation = known(native_operation(acl.operation))?;
    // SAFETY: C strings, which are copied, and a buffer with its length for an error's text; the value is ours.
    unsafe {
        made(
            |text, size| {
                rd::rd_kafka_AclBinding_new(
                    kind,
                    resource.as_ptr(),
                    pattern,
                    principal.as_ptr(),
                    host.as_ptr(),
                    operation,
                    native_permission(acl.permission),
                    text,
                    size,
                )
            },
            rd::rd_kafka_AclBinding_destroy,
        )
    }
}

fn native_filter(filter: &AclFilter) -> Result<Owned<rd::rd_kafka_AclBindingFilter_t>, Refusal> {
    use rd::rd_kafka_AclOperation_t as O;
    use rd::rd_kafka_AclPermissionType_t as A;
    use rd::rd_kafka_ResourcePatternType_t as P;
    use rd::rd_kafka_ResourceType_t as R;
    let text_of = |text: &Option<String>| text.as_deref().map(name).transpose();
    let resource = text_of(&filter.name)?;
    let principal = text_of(&filter.principal)?;
    let host = text_of(&filter.host)?;
    let kind = filter.resource.map(|kind| known(native_kind(kind)));
    let kind = kind.transpose()?.unwrap_or(R::RD_KAFKA_RESOURCE_ANY);
    let pattern = match filter.pattern {
        PatternFilter::Any => P::RD_KAFKA_RESOURCE_PATTERN_ANY,
        PatternFilter::Match => P::RD_KAFKA_RESOURCE_PATTERN_MATCH,
        PatternFilter::Only(pattern) => known(native_pattern(pattern))?,
    };
    let operation = filter
        .operation
        .map(|operation| known(native_operation(operation)));
    let operation = operation
        .transpose()?
        .unwrap_or(O::RD_KAFKA_ACL_OPERATION_ANY);
    let permission = filter
        .permission
        .map_or(A::RD_KAFKA_ACL_PERMISSION_TYPE_ANY, native_permission);
    let pointer =
        |text: &Option<std::ffi::CString>| text.as_ref().map_or(ptr::null(), |text| text.as_ptr());
    // SAFETY: C strings or null for any, which are copied, and a buffer with its length for an error's text; the value
    // is ours. A filter and an entry are the same type to librdkafka.
    unsafe {
        made(
            |text, size| {
                rd::rd_kafka_AclBindingFilter_new(
                    kind,
                    pointer(&resource),
                    pattern,
                    pointer(&principal),
                    pointer(&host),
                    operation,
                    permission,
                    text,
                    size,
                )
            },
            rd::rd_kafka_AclBinding_destroy,
        )
    }
}

/// # Safety
/// `binding` is an entry that lives during the call.
unsafe fn acl(binding: *const rd::rd_kafka_AclBinding_t) -> Acl {
    use rd::rd_kafka_AclPermissionType_t as A;
    use rd::rd_kafka_ResourcePatternType_t as P;
    // SAFETY: the caller's promise; texts live as long as their entry.
    unsafe {
        Acl {
            resource: resource_kind(rd::rd_kafka_AclBinding_restype(binding)),
            name: text(rd::rd_kafka_AclBinding_name(binding)),
            pattern: match rd::rd_kafka_AclBinding_resource_pattern_type(binding) {
                P::RD_KAFKA_RESOURCE_PATTERN_LITERAL => Pattern::Literal,
                P::RD_KAFKA_RESOURCE_PATTERN_PREFIXED => Pattern::Prefixed,
                _ => Pattern::Other,
            },
            principal: text(rd::rd_kafka_AclBinding_principal(binding)),
            host: text(rd::rd_kafka_AclBinding_host(binding)),
            operation: operation(rd::rd_kafka_AclBinding_operation(binding)),
            permission: match rd::rd_kafka_AclBinding_permission_type(binding) {
                A::RD_KAFKA_ACL_PERMISSION_TYPE_ALLOW => Permission::Allow,
                _ => Permission::Deny,
            },
        }
    }
}

/// The operations that a principal may do, or none where the broker did not tell.
///
/// # Safety
/// `get` is a getter of librdkafka's whose answer lives during the call.
pub(super) unsafe fn operations(
    get: impl FnOnce(*mut usize) -> *const rd::rd_kafka_AclOperation_t,
) -> Option<Vec<Operation>> {
    let mut count = 0;
    let first = get(&raw mut count);
    if first.is_null() {
        return None;
    }
    // SAFETY: the caller's promise: as many as were counted.
    let all = unsafe { slice::from_raw_parts(first, count) };
    Some(all.iter().map(|each| operation(*each)).collect())
}

fn known<T>(native: Option<T>) -> Result<T, Refusal> {
    native.ok_or_else(|| invalid("librdkafka does not know this kind of entry"))
}

fn resource_kind(kind: rd::rd_kafka_ResourceType_t) -> ResourceKind {
    use rd::rd_kafka_ResourceType_t as R;
    match kind {
        R::RD_KAFKA_RESOURCE_TOPIC => ResourceKind::Topic,
        R::RD_KAFKA_RESOURCE_GROUP => ResourceKind::Group,
        // In ACLs the number of a broker's configuration means the cluster.
        R::RD_KAFKA_RESOURCE_BROKER => ResourceKind::Cluster,
        R::RD_KAFKA_RESOURCE_TRANSACTIONAL_ID => ResourceKind::TransactionalId,
        _ => ResourceKind::Other,
    }
}

fn native_kind(kind: ResourceKind) -> Option<rd::rd_kafka_ResourceType_t> {
    use rd::rd_kafka_ResourceType_t as R;
    Some(match kind {
        ResourceKind::Topic => R::RD_KAFKA_RESOURCE_TOPIC,
        ResourceKind::Group => R::RD_KAFKA_RESOURCE_GROUP,
        ResourceKind::Cluster => R::RD_KAFKA_RESOURCE_BROKER,
        ResourceKind::TransactionalId => R::RD_KAFKA_RESOURCE_TRANSACTIONAL_ID,
        ResourceKind::Other => return None,
    })
}

fn native_pattern(pattern: Pattern) -> Option<rd::rd_kafka_ResourcePatternType_t> {
    use rd::rd_kafka_ResourcePatternType_t as P;
    Some(match pattern {
        Pattern::Literal => P::RD_KAFKA_RESOURCE_PATTERN_LITERAL,
        Pattern::Prefixed => P::RD_KAFKA_RESOURCE_PATTERN_PREFIXED,
        Pattern::Other => return None,
    })
}

fn native_permission(permission: Permission) -> rd::rd_kafka_AclPermissionType_t {
    use rd::rd_kafka_AclPermissionType_t as A;
    match permission {
        Permission::Allow => A::RD_KAFKA_ACL_PERMISSION_TYPE_ALLOW,
        Permission::Deny => A::RD_KAFKA_ACL_PERMISSION_TYPE_DENY,
    }
}

fn operation(operation: rd::rd_kafka_AclOperation_t) -> Operation {
    use rd::rd_kafka_AclOperation_t as O;
    match operation {
        O::RD_KAFKA_ACL_OPERATION_ALL => Operation::All,
        O::RD_KAFKA_ACL_OPERATION_READ => Operation::Read,
        O::RD_KAFKA_ACL_OPERATION_WRITE => Operation::Write,
        O::RD_KAFKA_ACL_OPERATION_CREATE => Operation::Create,
        O::RD_KAFKA_ACL_OPERATION_DELETE => Operation::Delete,
        O::RD_KAFKA_ACL_OPERATION_ALTER => Operation::Alter,
        O::RD_KAFKA_ACL_OPERATION_DESCRIBE => Operation::Describe,
        O::RD_KAFKA_ACL_OPERATION_CLUSTER_ACTION => Operation::ClusterAction,
        O::RD_KAFKA_ACL_OPERATION_DESCRIBE_CONFIGS => Operation::DescribeConfigs,
        O::RD_KAFKA_ACL_OPERATION_ALTER_CONFIGS => Operation::AlterConfigs,
        O::RD_KAFKA_ACL_OPERATION_IDEMPOTENT_WRITE => Operation::IdempotentWrite,
        _ => Operation::Other,
    }
}

fn native_operation(operation: Operation) -> Option<rd::rd_kafka_AclOperation_t> {
    use rd::rd_kafka_AclOperation_t as O;
    Some(match operation {
        Operation::All => O::RD_KAFKA_ACL_OPERATION_ALL,
        Operation::Read => O::RD_KAFKA_ACL_OPERATION_READ,
        Operation::Write => O::RD_KAFKA_ACL_OPERATION_WRITE,
        Operation::Create => O::RD_KAFKA_ACL_OPERATION_CREATE,
        Operation::Delete => O::RD_KAFKA_ACL_OPERATION_DELETE,
        Operation::Alter => O::RD_KAFKA_ACL_OPERATION_ALTER,
        Operation::Describe => O::RD_KAFKA_ACL_OPERATION_DESCRIBE,
        Operation::ClusterAction => O::RD_KAFKA_ACL_OPERATION_CLUSTER_ACTION,
        Operation::DescribeConfigs => O::RD_KAFKA_ACL_OPERATION_DESCRIBE_CONFIGS,
        Operation::AlterConfigs => O::RD_KAFKA_ACL_OPERATION_ALTER_CONFIGS,
        Operation::IdempotentWrite => O::RD_KAFKA_ACL_OPERATION_IDEMPOTENT_WRITE,
        Operation::Other => return None,
    })
}
