//! Groups: list, describe, delete.

use std::time::Duration;

use rd::rd_kafka_admin_op_t as Kind;
use rdkafka::bindings as rd;

use super::acls::operations;
use super::admin::{Native, Settings, each, one};
use super::brokers::broker;
use super::native::{Owned, error_outcome, invalid, list, name, optional, text};
use super::partitions::names;
use crate::groups::{GroupDescription, GroupKind, GroupListing, GroupState, Member};
use crate::refusal::Refusal;

/// The groups that librdkafka lists, and the brokers' errors.
pub(crate) type Listed = (Vec<GroupListing>, Vec<Refusal>);

pub(crate) fn all(client: &Native, limit: Duration) -> Result<Listed, Refusal> {
    one(
        client,
        Kind::RD_KAFKA_ADMIN_OP_LISTCONSUMERGROUPS,
        &Settings::within(limit),
        |call| {
            // SAFETY: a request without arguments.
            unsafe { rd::rd_kafka_ListConsumerGroups(call.client, call.options, call.queue) };
            Ok(())
        },
        // SAFETY: an answer of this kind; all its parts live as long as the event.
        |event| unsafe {
            let result = rd::rd_kafka_event_ListConsumerGroups_result(event);
            let valid = list(|count| rd::rd_kafka_ListConsumerGroups_result_valid(result, count));
            let errors = list(|count| rd::rd_kafka_ListConsumerGroups_result_errors(result, count));
            let groups = valid.iter().map(|group| GroupListing {
                name: text(rd::rd_kafka_ConsumerGroupListing_group_id(*group)),
                kind: kind(rd::rd_kafka_ConsumerGroupListing_type(*group)),
                state: state(rd::rd_kafka_ConsumerGroupListing_state(*group)),
            });
            let errors = errors
                .iter()
                .filter_map(|error| error_outcome(*error).err());
            (groups.collect(), errors.collect())
        },
    )
}

/// In the order of `groups`.
pub(crate) fn describe(
    client: &Native,
    groups: &[String],
    limit: Duration,
) -> Vec<Result<GroupDescription, Refusal>> {
    let settings = Settings {
        authorized_operations: true,
        ..Settings::to_coordinator(limit)
    };
    let answers = each(
        client,
        Kind::RD_KAFKA_ADMIN_OP_DESCRIBECONSUMERGROUPS,
        &settings,
        groups,
        |call, group| {
            let group = name(group)?;
            let mut groups = [group.as_ptr()];
            // SAFETY: one C string, which librdkafka copies.
            unsafe {
                rd::rd_kafka_DescribeConsumerGroups(
                    call.client,
                    groups.as_mut_ptr(),
                    groups.len(),
                    call.options,
                    call.queue,
                );
            }
            Ok(())
        },
        // SAFETY: an answer of this kind, which lives as long as the event.
        |event, _| unsafe {
            let result = rd::rd_kafka_event_DescribeConsumerGroups_result(event);
            let groups =
                list(|count| rd::rd_kafka_DescribeConsumerGroups_result_groups(result, count));
            let group = *groups
                .first()
                .ok_or_else(|| invalid("an answer without the group"))?;
            error_outcome(rd::rd_kafka_ConsumerGroupDescription_error(group))?;
            Ok(description(group))
        },
    );
    answers.into_iter().map(Result::flatten).collect()
}

/// In the order of `groups`.
pub(crate) fn delete(
    client: &Native,
    groups: &[String],
    limit: Duration,
) -> Vec<Result<(), Refusal>> {
    let answers = each(
        client,
        Kind::RD_KAFKA_ADMIN_OP_DELETEGROUPS,
        &Settings::to_coordinator(limit),
        groups,
        |call, group| {
            let group = name(group)?;
            // SAFETY: a C string, which is copied; the value is ours, and librdkafka copies it too.
            unsafe {
                let delete = Owned::new(
                    rd::rd_kafka_DeleteGroup_new(group.as_ptr()),
                    rd::rd_kafka_DeleteGroup_destroy,
                )
                .ok_or_else(|| invalid("a group has a name"))?;
                let mut delete = [delete.pointer()];
                rd::rd_kafka_DeleteGroups(
                    call.client,
                    delete.as_mut_ptr(),
                    delete.len(),
                    call.options,
                    call.queue,
                );
            }
            Ok(())
        },
        // SAFETY: an answer of this kind, which lives as long as the event.
        |event, _| unsafe {
            let result = rd::rd_kafka_event_DeleteGroups_result(event);
            let groups = list(|count| rd::rd_kafka_DeleteGroups_result_groups(result, count));
            let group = *groups
                .first()
                .ok_or_else(|| invalid("an answer without the group"))?;
            error_outcome(rd::rd_kafka_group_result_error(group))
        },
    );
    answers.into_iter().map(Result::flatten).collect()
}

/// # Safety
/// `group` is a description without an error that lives during the call.
unsafe fn description(group: *const rd::rd_kafka_ConsumerGroupDescription_t) -> GroupDescription {
    // SAFETY: the caller's promise; all parts live as long as the whole.
    unsafe {
        let count = rd::rd_kafka_ConsumerGroupDescription_member_count(group);
        GroupDescription {
            name: text(rd::rd_kafka_ConsumerGroupDescription_group_id(group)),
            kind: kind(rd::rd_kafka_ConsumerGroupDescription_type(group)),
            state: state(rd::rd_kafka_ConsumerGroupDescription_state(group)),
            assignor: optional(rd::rd_kafka_ConsumerGroupDescription_partition_assignor(
                group,
            ))
            .filter(|name| !name.is_empty()),
            coordinator: broker(rd::rd_kafka_ConsumerGroupDescription_coordinator(group)),
            members: (0..count)
                .map(|index| rd::rd_kafka_ConsumerGroupDescription_member(group, index))
                .filter(|member| !member.is_null())
                .map(|each| member(each))
                .collect(),
            operations: operations(|count| {
                rd::rd_kafka_ConsumerGroupDescription_authorized_operations(group, count)
            }),
        }
    }
}

/// # Safety
/// `member` is a description that lives during the call.
unsafe fn member(member: *const rd::rd_kafka_MemberDescription_t) -> Member {
    // SAFETY: the caller's promise; all parts live as long as the whole.
    unsafe {
        let partitions = |assignment: *const rd::rd_kafka_MemberAssignment_t| {
            (!assignment.is_null())
                .then(|| names(rd::rd_kafka_MemberAssignment_partitions(assignment)))
        };
        Member {
            id: text(rd::rd_kafka_MemberDescription_consumer_id(member)),
            instance: optional(rd::rd_kafka_MemberDescription_group_instance_id(member))
                .filter(|name| !name.is_empty()),
            client: text(rd::rd_kafka_MemberDescription_client_id(member)),
            host: text(rd::rd_kafka_MemberDescription_host(member)),
            assigned: partitions(rd::rd_kafka_MemberDescription_assignment(member))
                .unwrap_or_default(),
            target: partitions(rd::rd_kafka_MemberDescription_target_assignment(member)),
        }
    }
}

fn kind(kind: rd::rd_kafka_consumer_group_type_t) -> GroupKind {
    use rd::rd_kafka_consumer_group_type_t as K;
    match kind {
        K::RD_KAFKA_CONSUMER_GROUP_TYPE_CONSUMER => GroupKind::Consumer,
        K::RD_KAFKA_CONSUMER_GROUP_TYPE_CLASSIC => GroupKind::Classic,
        _ => GroupKind::Unknown,
    }
}

fn state(state: rd::rd_kafka_consumer_group_state_t) -> GroupState {
    use rd::rd_kafka_consumer_group_state_t as S;
    match state {
        S::RD_KAFKA_CONSUMER_GROUP_STATE_PREPARING_REBALANCE => GroupState::PreparingRebalance,
        S::RD_KAFKA_CONSUMER_GROUP_STATE_COMPLETING_REBALANCE => GroupState::CompletingRebalance,
        S::RD_KAFKA_CONSUMER_GROUP_STATE_STABLE => GroupState::Stable,
        S::RD_KAFKA_CONSUMER_GROUP_STATE_DEAD => GroupState::Dead,
        S::RD_KAFKA_CONSUMER_GROUP_STATE_EMPTY => GroupState::Empty,
        _ => GroupState::Unknown,
    }
}
