//! Committed offsets of groups: read, set, forget. librdkafka takes one group a call.

use std::ptr;
use std::time::Duration;

use rd::rd_kafka_admin_op_t as Kind;
use rdkafka::bindings as rd;

use super::admin::{Native, Settings, each, one};
use super::native::{Owned, error_outcome, invalid, list, name};
use super::partitions::{Answer, answers, wanted};
use crate::refusal::Refusal;

/// All that each group has committed, in the order of `groups`.
pub(crate) fn all(
    client: &Native,
    groups: &[String],
    limit: Duration,
) -> Vec<Result<Vec<Answer>, Refusal>> {
    let answers = each(
        client,
        Kind::RD_KAFKA_ADMIN_OP_LISTCONSUMERGROUPOFFSETS,
        &Settings::to_coordinator(limit),
        groups,
        |call, group| {
            let group = name(group)?;
            // SAFETY: a C string, which is copied, and null for all partitions; the value is ours, and librdkafka
            // copies it too.
            unsafe {
                let request = Owned::new(
                    rd::rd_kafka_ListConsumerGroupOffsets_new(group.as_ptr(), ptr::null()),
                    rd::rd_kafka_ListConsumerGroupOffsets_destroy,
                )
                .ok_or_else(|| invalid("a group has a name"))?;
                let mut requests = [request.pointer()];
                rd::rd_kafka_ListConsumerGroupOffsets(
                    call.client,
                    requests.as_mut_ptr(),
                    requests.len(),
                    call.options,
                    call.queue,
                );
            }
            Ok(())
        },
        // SAFETY: an answer of this kind, which lives as long as the event.
        |event, _| unsafe {
            let result = rd::rd_kafka_event_ListConsumerGroupOffsets_result(event);
            of_one(list(|count| {
                rd::rd_kafka_ListConsumerGroupOffsets_result_groups(result, count)
            }))
        },
    );
    answers.into_iter().map(Result::flatten).collect()
}

/// Sets committed offsets; the answers tell what became of each.
pub(crate) fn alter(
    client: &Native,
    group: &str,
    offsets: &[(String, i32, i64)],
    limit: Duration,
) -> Result<Vec<Answer>, Refusal> {
    let group = name(group)?;
    let partitions = wanted(
        offsets
            .iter()
            .map(|(topic, partition, offset)| (topic.as_str(), *partition, *offset)),
    )?;
    // SAFETY: a C string and a living list, which are copied; the value is ours.
    let request = unsafe {
        Owned::new(
            rd::rd_kafka_AlterConsumerGroupOffsets_new(group.as_ptr(), partitions.ptr()),
            rd::rd_kafka_AlterConsumerGroupOffsets_destroy,
        )
    }
    .ok_or_else(|| invalid("a group has a name"))?;
    one(
        client,
        Kind::RD_KAFKA_ADMIN_OP_ALTERCONSUMERGROUPOFFSETS,
        &Settings::to_coordinator(limit),
        |call| {
            let mut requests = [request.pointer()];
            // SAFETY: one request, which librdkafka copies.
            unsafe {
                rd::rd_kafka_AlterConsumerGroupOffsets(
                    call.client,
                    requests.as_mut_ptr(),
                    requests.len(),
                    call.options,
                    call.queue,
                );
            }
            Ok(())
        },
        // SAFETY: an answer of this kind, which lives as long as the event.
        |event| unsafe {
            let result = rd::rd_kafka_event_AlterConsumerGroupOffsets_result(event);
            of_one(list(|count| {
                rd::rd_kafka_AlterConsumerGroupOffsets_result_groups(result, count)
            }))
        },
    )
    .flatten()
}

/// Forgets committed offsets; the answers tell what became of each.
pub(crate) fn delete(
    client: &Native,
    group: &str,
    partitions: &[(String, i32)],
    limit: Duration,
) -> Result<Vec<Answer>, Refusal> {
    let group = name(group)?;
    let partitions = wanted(
        partitions
            .iter()
            .map(|(topic, partition)| (topic.as_str(), *partition, 0)),
    )?;
    // SAFETY: a C string and a living list, which are copied; the value is ours.
    let request = unsafe {
        Owned::new(
            rd::rd_kafka_DeleteConsumerGroupOffsets_new(group.as_ptr(), partitions.ptr()),
            rd::rd_kafka_DeleteConsumerGroupOffsets_destroy,
        )
    }
    .ok_or_else(|| invalid("a group has a name"))?;
    one(
        client,
        Kind::RD_KAFKA_ADMIN_OP_DELETECONSUMERGROUPOFFSETS,
        &Settings::to_coordinator(limit),
        |call| {
            let mut requests = [request.pointer()];
            // SAFETY: one request, which librdkafka copies.
            unsafe {
                rd::rd_kafka_DeleteConsumerGroupOffsets(
                    call.client,
                    requests.as_mut_ptr(),
                    requests.len(),
                    call.options,
                    call.queue,
                );
            }
            Ok(())
        },
        // SAFETY: an answer of this kind, which lives as long as the event.
        |event| unsafe {
            let result = rd::rd_kafka_event_DeleteConsumerGroupOffsets_result(event);
            of_one(list(|count| {
                rd::rd_kafka_DeleteConsumerGroupOffsets_result_groups(result, count)
            }))
        },
    )
    .flatten()
}

/// # Safety
/// `groups` live during the call.
unsafe fn of_one(groups: &[*const rd::rd_kafka_group_result_t]) -> Result<Vec<Answer>, Refusal> {
    let group = *groups
        .first()
        .ok_or_else(|| invalid("an answer without the group"))?;
    // SAFETY: the caller's promise; all parts live as long as the whole.
    unsafe {
        error_outcome(rd::rd_kafka_group_result_error(group))?;
        Ok(answers(rd::rd_kafka_group_result_partitions(group)))
    }
}
