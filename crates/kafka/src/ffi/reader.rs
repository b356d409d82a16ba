//! librdkafka's legacy consumer, which reads partitions without any group, and in batches. rdkafka's safe consumers
//! need a `group.id`, look for its coordinator, and hand records out one by one.

use std::collections::BTreeSet;
use std::ffi::{CStr, CString};
use std::marker::PhantomData;
use std::os::raw::c_void;
use std::ptr;
use std::slice;
use std::sync::Arc;
use std::time::Duration;

use rdkafka::bindings as rd;
use rdkafka::consumer::{BaseConsumer, Consumer};
use rdkafka::types::RDKafkaErrorCode;

use super::native::{error_at, text};
use crate::context::Context;
use crate::error::{Error, Result};
use crate::record::{Record, TimestampKind};

/// How long to wait for more once something is there: batches stay large when records come fast.
const GATHER: Duration = Duration::from_millis(3);

/// Partitions of one topic, read through one queue.
pub(crate) struct PartitionQueue {
    consumer: Arc<BaseConsumer<Context>>,
    queue: *mut rd::rd_kafka_queue_t,
    topic: *mut rd::rd_kafka_topic_t,
    started: BTreeSet<i32>,
    batch: Vec<*mut rd::rd_kafka_message_t>,
}

// SAFETY: librdkafka's handles may be used from any thread; this value is the only owner of its own.
unsafe impl Send for PartitionQueue {}

/// What a read hands out.
pub(crate) enum Event<'a> {
    Record(Record<'a>),
    End {
        partition: i32,
        offset: i64,
    },
    /// The position is not there any more, and the partition stands still. `offset` is the position, or -1.
    Reset {
        partition: i32,
        offset: i64,
    },
    Fault {
        partition: Option<i32>,
        error: Error,
    },
}

impl PartitionQueue {
    /// `capacity`: how many records a read may hand out at once.
    pub(crate) fn open(
        consumer: Arc<BaseConsumer<Context>>,
        topic: &str,
        capacity: usize,
    ) -> Result<Self> {
        let name = CString::new(topic).map_err(|_| Error::NotFound {
            what: topic.to_owned(),
        })?;
        let client = consumer.client().native_ptr();
        // SAFETY: `client` lives as long as `consumer`, which this value keeps; a null configuration means defaults.
        let topic_handle =
            unsafe { rd::rd_kafka_topic_new(client, name.as_ptr(), ptr::null_mut()) };
        if topic_handle.is_null() {
            return Err(Error::NotFound {
                what: topic.to_owned(),
            });
        }
        // SAFETY: as above; a queue is destroyed in `drop`, before the client goes.
        let queue = unsafe { rd::rd_kafka_queue_new(client) };
        Ok(Self {
            consumer,
            queue,
            topic: topic_handle,
            started: BTreeSet::new(),
            batch: vec![ptr::null_mut(); capacity],
        })
    }

    /// Starts to read a partition at an absolute offset.
    pub(crate) fn start(&mut self, partition: i32, offset: i64) -> Result<()> {
        // SAFETY: both handles are alive and belong to the same client.
        let failed =
            unsafe { rd::rd_kafka_consume_start_queue(self.topic, partition, offset, self.queue) };
        if failed != 0 {
            // SAFETY: reads this thread's last error.
            let code = unsafe { rd::rd_kafka_last_error() };
            return Err(Error::from_code(
                code.into(),
                &format!("partition {partition}"),
            ));
        }
        self.started.insert(partition);
        Ok(())
    }

    /// Stops to read a partition; what was fetched ahead is thrown away.
    pub(crate) fn stop(&mut self, partition: i32) {
        if self.started.remove(&partition) {
            // SAFETY: the handle is alive. It waits for librdkafka's main thread, not for a broker.
            unsafe { rd::rd_kafka_consume_stop(self.topic, partition) };
        }
    }

    /// Waits for something at most `limit` and hands out what is there.
    pub(crate) fn read(&mut self, limit: Duration, mut each: impl FnMut(Event<'_>)) -> usize {
        // A read of many waits until it has them all, or its time is up: the first is waited for alone.
        let mut count = self.fill(0, 1, limit);
        if count == 1 {
            count += self.fill(1, self.batch.len(), GATHER);
        }
        for message in &self.batch[..count] {
            let owned = Message { pointer: *message };
            each(owned.event());
        }
        count
    }

    /// Reads into a part of the batch; says how many came.
    fn fill(&mut self, from: usize, to: usize, limit: Duration) -> usize {
        let places = &mut self.batch[from..to];
        // SAFETY: `places` has room for as many pointers as it is told.
        let count = unsafe {
            rd::rd_kafka_consume_batch_queue(
                self.queue,
                limit.as_millis() as i32,
                places.as_mut_ptr(),
                places.len(),
            )
        };
        usize::try_from(count).unwrap_or(0)
    }
}

impl Drop for PartitionQueue {
    fn drop(&mut self) {
        // SAFETY: each handle was made by `open` and is given back once, partitions first, while the client
        // is still held.
        unsafe {
            for partition in &self.started {
                rd::rd_kafka_consume_stop(self.topic, *partition);
            }
            rd::rd_kafka_queue_destroy(self.queue);
            rd::rd_kafka_topic_destroy(self.topic);
        }
        debug_assert!(
            !self.consumer.client().native_ptr().is_null(),
            "the client outlives its queue"
        );
    }
}

/// A message that goes back to librdkafka when it is dropped.
struct Message {
    pointer: *mut rd::rd_kafka_message_t,
}

impl Drop for Message {
    fn drop(&mut self) {
        // SAFETY: the pointer came from a batch read and is destroyed once.
        unsafe { rd::rd_kafka_message_destroy(self.pointer) };
    }
}

impl Message {
    fn event(&self) -> Event<'_> {
        // SAFETY: librdkafka filled the message and leaves it alone until it is destroyed.
        let message = unsafe { &*self.pointer };
        // SAFETY: as above.
        let code = unsafe { error_at(&raw const message.err) };
        match code {
            RDKafkaErrorCode::NoError => {}
            RDKafkaErrorCode::PartitionEOF => {
                return Event::End {
                    partition: message.partition,
                    offset: message.offset,
                };
            }
            RDKafkaErrorCode::AutoOffsetReset => {
                return Event::Reset {
                    partition: message.partition,
                    offset: message.offset.max(-1),
                };
            }
            _ => {
                let partition = Some(message.partition).filter(|partition| *partition >= 0);
                // SAFETY: for an error message this is a static or message-owned C string, or null.
                let text = unsafe { text(rd::rd_kafka_message_errstr(self.pointer)) };
                return Event::Fault {
                    partition,
                    error: Error::from_code(code, &text),
                };
            }
        }
        let mut kind = rd::rd_kafka_timestamp_type_t::RD_KAFKA_TIMESTAMP_NOT_AVAILABLE;
        // SAFETY: a valid message and a valid place for the answer.
        let timestamp = unsafe { rd::rd_kafka_message_timestamp(self.pointer, &raw mut kind) };
        let mut headers = ptr::null_mut();
        // SAFETY: as above; the headers stay owned by the message.
        let has_headers = unsafe { rd::rd_kafka_message_headers(self.pointer, &raw mut headers) };
        if RDKafkaErrorCode::from(has_headers) != RDKafkaErrorCode::NoError {
            headers = ptr::null_mut();
        }
        Event::Record(Record {
            partition: message.partition,
            offset: message.offset,
            timestamp,
            timestamp_kind: match kind {
                rd::rd_kafka_timestamp_type_t::RD_KAFKA_TIMESTAMP_CREATE_TIME => {
                    TimestampKind::Create
                }
                rd::rd_kafka_timestamp_type_t::RD_KAFKA_TIMESTAMP_LOG_APPEND_TIME => {
                    TimestampKind::LogAppend
                }
                rd::rd_kafka_timestamp_type_t::RD_KAFKA_TIMESTAMP_NOT_AVAILABLE => {
                    TimestampKind::None
                }
            },
            // SAFETY: pointer and length come from the same message.
            key: unsafe { bytes(message.key, message.key_len) },
            // SAFETY: as above.
            value: unsafe { bytes(message.payload, message.len) },
            headers: HeaderIter {
                headers,
                next: 0,
                message: PhantomData,
            },
        })
    }
}

/// The headers of a message in their order, duplicates and nulls included.
#[derive(Clone)]
pub(crate) struct HeaderIter<'a> {
    headers: *mut rd::rd_kafka_headers_t,
    next: usize,
    message: PhantomData<&'a Message>,
}

impl<'a> Iterator for HeaderIter<'a> {
    type Item = (&'a [u8], Option<&'a [u8]>);

    fn next(&mut self) -> Option<Self::Item> {
        if self.headers.is_null() {
            return None;
        }
        let (mut name, mut value, mut size) = (ptr::null(), ptr::null(), 0);
        // SAFETY: the headers live as long as the message that `'a` stands for; an index past the end is answered
        // with an error and changes nothing.
        let found = unsafe {
            rd::rd_kafka_header_get_all(
                self.headers,
                self.next,
                &raw mut name,
                &raw mut value,
                &raw mut size,
            )
        };
        if RDKafkaErrorCode::from(found) != RDKafkaErrorCode::NoError {
            return None;
        }
        self.next += 1;
        // SAFETY: a found header has a C string for a name, and a value of `size` bytes or null.
        unsafe { Some((CStr::from_ptr(name).to_bytes(), bytes(value, size))) }
    }
}

/// # Safety
/// `data` is null, or points to `len` bytes that live for `'a`.
unsafe fn bytes<'a>(data: *const c_void, len: usize) -> Option<&'a [u8]> {
    // SAFETY: the caller's promise.
    (!data.is_null()).then(|| unsafe { slice::from_raw_parts(data.cast(), len) })
}
