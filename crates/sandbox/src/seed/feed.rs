//! Messages on their way into one topic, gathered into batches.

use std::sync::{Arc, Mutex};

use crate::batch::{BatchWriter, Message};
use crate::broker::Broker;
use crate::log::Log;
use crate::topic::{Topic, lock};

/// Records in a batch of the history.
const BATCH: i32 = 60;

/// A producer for one topic.
#[derive(Debug)]
pub(super) struct Feed {
    topic: Arc<Topic>,
    partitions: Vec<Partition>,
}

#[derive(Debug)]
struct Partition {
    log: Arc<Mutex<Log>>,
    next: i64,
    open: Option<BatchWriter>,
    written: usize,
}

impl Feed {
    /// A feed that appends at the end of the topic's logs.
    pub(super) fn new(topic: &Arc<Topic>) -> Self {
        let partitions = topic.logs().into_iter().map(|log| {
            let next = lock(&log).end();
            Partition {
                log,
                next,
                open: None,
                written: 0,
            }
        });
        Self {
            topic: Arc::clone(topic),
            partitions: partitions.collect(),
        }
    }

    /// Number of partitions.
    pub(super) fn partition_count(&self) -> usize {
        self.partitions.len()
    }

    /// Adds a message to a partition, answers its offset.
    pub(super) fn push(&mut self, partition: usize, message: &Message<'_>) -> i64 {
        self.partitions[partition].push(message)
    }

    /// Leaves out offsets, as compaction does.
    pub(super) fn skip(&mut self, partition: usize, offsets: i64) {
        self.partitions[partition].next += offsets;
    }

    /// Lets readers see what was pushed; goes nowhere once the topic was deleted.
    pub(super) fn flush(&mut self, broker: &Broker) {
        let deleted = broker.topics.by_id(self.topic.id).is_none();
        for partition in &mut self.partitions {
            if deleted {
                partition.open = None;
            }
            partition.close();
            broker.took(std::mem::take(&mut partition.written));
        }
    }
}

impl Partition {
    fn push(&mut self, message: &Message<'_>) -> i64 {
        let offset = self.next;
        let writer = self
            .open
            .get_or_insert_with(|| BatchWriter::new(offset, message.timestamp));
        writer.push(offset, message);
        self.next += 1;
        if writer.count() >= BATCH {
            self.close();
        }
        offset
    }

    fn close(&mut self) {
        if let Some(writer) = self.open.take() {
            let batch = writer.finish();
            let mut log = lock(&self.log);
            // A topic may have been written to, or emptied, by clients in the meantime.
            let batch = if batch.base() < log.end() {
                batch.placed(log.end(), None)
            } else {
                batch
            };
            self.written += batch.data().len();
            log.place(batch);
            self.next = log.end();
        }
    }
}

/// The partition that Kafka's clients in Java choose for a key (murmur2).
pub(super) fn partition_of(key: &[u8], partitions: usize) -> usize {
    const M: u32 = 0x5bd1_e995;
    let mut hash = 0x9747_b28c ^ key.len() as u32;
    let mut words = key.chunks_exact(4);
    for word in &mut words {
        let mut word = u32::from_le_bytes([word[0], word[1], word[2], word[3]]).wrapping_mul(M);
        word = (word ^ (word >> 24)).wrapping_mul(M);
        hash = hash.wrapping_mul(M) ^ word;
    }
    let rest = words.remainder();
    if !rest.is_empty() {
        for (index, byte) in rest.iter().enumerate() {
            hash ^= u32::from(*byte) << (8 * index);
        }
        hash = hash.wrapping_mul(M);
    }
    hash = (hash ^ (hash >> 13)).wrapping_mul(M);
    hash ^= hash >> 15;
    (hash & 0x7fff_ffff) as usize % partitions
}

#[cfg(test)]
mod tests {
    use super::partition_of;

    /// The hashes of Kafka's own test, `UtilsTest.testMurmur2`, made positive.
    #[test]
    fn keys_go_where_java_puts_them() {
        for (key, hash) in [
            ("21", -973_932_308_i32),
            ("foobar", -790_332_482),
            ("a-little-bit-long-string", -985_981_536),
            ("a-little-bit-longer-string", -1_486_304_829),
            (
                "lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8",
                -58_897_971,
            ),
        ] {
            let positive = (hash & 0x7fff_ffff) as usize;
            assert_eq!(
                partition_of(key.as_bytes(), 1_000_003),
                positive % 1_000_003,
                "{key}"
            );
        }
    }
}
