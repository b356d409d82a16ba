//! Lists of partitions, in and out.

use std::slice;

use rdkafka::bindings as rd;
use rdkafka::topic_partition_list::TopicPartitionList;
use rdkafka::types::RDKafkaErrorCode;

use super::native::{error_at, text};
use crate::refusal::Refusal;

/// A partition's answer: an offset, which may be one of librdkafka's marks.
pub(crate) struct Answer {
    pub(crate) topic: String,
    pub(crate) partition: i32,
    pub(crate) offset: Result<i64, Refusal>,
}

/// A list for a call. Offsets may be marks that rdkafka does not know.
pub(super) fn wanted<'a>(
    partitions: impl ExactSizeIterator<Item = (&'a str, i32, i64)>,
) -> Result<TopicPartitionList, Refusal> {
    let mut list = TopicPartitionList::with_capacity(partitions.len());
    for (topic, partition, offset) in partitions {
        super::native::name(topic)?;
        list.add_partition(topic, partition);
        // SAFETY: the list is ours, and the element was added just now.
        unsafe {
            let native = &*list.ptr();
            let last = usize::try_from(native.cnt).unwrap_or(0).saturating_sub(1);
            (*native.elems.add(last)).offset = offset;
        }
    }
    Ok(list)
}

/// # Safety
/// `list` is null or a list that lives during the call.
pub(super) unsafe fn answers(list: *const rd::rd_kafka_topic_partition_list_t) -> Vec<Answer> {
    // SAFETY: the caller's promise.
    unsafe { elements(list) }
        .iter()
        // SAFETY: an element of a living list.
        .map(|element| unsafe { answer(element) })
        .collect()
}

/// # Safety
/// `list` is null or a list that lives during the call.
pub(super) unsafe fn names(list: *const rd::rd_kafka_topic_partition_list_t) -> Vec<(String, i32)> {
    // SAFETY: the caller's promise.
    unsafe { elements(list) }
        .iter()
        // SAFETY: a topic is a C string that its element owns.
        .map(|element| (unsafe { text(element.topic) }, element.partition))
        .collect()
}

/// # Safety
/// `element` is one that librdkafka filled.
pub(super) unsafe fn answer(element: &rd::rd_kafka_topic_partition_t) -> Answer {
    // SAFETY: the caller's promise.
    let offset = match unsafe { error_at(&raw const element.err) } {
        RDKafkaErrorCode::NoError => Ok(element.offset),
        code => Err(Refusal::new(code, "")),
    };
    Answer {
        // SAFETY: a topic is a C string that its element owns.
        topic: unsafe { text(element.topic) },
        partition: element.partition,
        offset,
    }
}

/// # Safety
/// `list` is null or a list that lives for `'a`.
unsafe fn elements<'a>(
    list: *const rd::rd_kafka_topic_partition_list_t,
) -> &'a [rd::rd_kafka_topic_partition_t] {
    if list.is_null() {
        return &[];
    }
    // SAFETY: the caller's promise.
    let list = unsafe { &*list };
    if list.elems.is_null() {
        return &[];
    }
    // SAFETY: a list has as many elements as it counts.
    unsafe { slice::from_raw_parts(list.elems, usize::try_from(list.cnt).unwrap_or(0)) }
}
