use serde::{Deserialize, Serialize};
use specta::Type;

/// Where to start to read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(tag = "kind", rename_all = "camelCase")]
pub enum Start {
    /// At the end: only what comes from now on.
    Latest,
    /// At the first record that is still there.
    Earliest,
    /// So many records before the end, spread over the partitions.
    Last {
        /// How many, at most.
        count: u32,
    },
    /// At an offset in each partition.
    Offset {
        /// The offset, as decimal text.
        offset: String,
    },
    /// At an offset in each of the partitions that are named; others are not read.
    Position {
        /// `partition:offset`, several separated by commas: “3:4711, 4:100”.
        text: String,
    },
    /// At a time.
    Time {
        /// As people write it: “2h ago”, ISO 8601, epoch milliseconds.
        text: String,
        /// Whether a text without a zone means UTC, else local time.
        utc: bool,
    },
    /// Where a consumer group goes on: its committed offsets, read without joining it. Partitions without one are read
    /// from their first record.
    Group {
        /// The group's id.
        group: String,
    },
}

/// Where to stop.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(tag = "kind", rename_all = "camelCase")]
pub enum Until {
    /// At the end as it is when reading starts.
    Now,
    /// Before an offset, in each partition.
    Offset {
        /// The offset, as decimal text.
        offset: String,
    },
    /// Before a time.
    Time {
        /// As people write it; see [`Start::Time`].
        text: String,
        /// Whether a text without a zone means UTC, else local time.
        utc: bool,
    },
}

/// Which end of a range is read first. Rows ascend in time with either.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum Order {
    /// From the end backwards.
    #[default]
    Newest,
    /// From the start on.
    Oldest,
}

/// How a producer chose the partition of a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum Partitioner {
    /// As the Java client does (murmur2), and those that follow it.
    #[default]
    Murmur2,
    /// As librdkafka does by default (CRC-32).
    ConsistentRandom,
}

/// A key to look for: only the partition that holds it is read, and only messages with exactly this key are shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct KeyQuery {
    /// The key, as UTF-8 text.
    pub text: String,
    /// How its partition is found.
    pub partitioner: Partitioner,
}

impl KeyQuery {
    /// The partition of the key, of `partitions`. An empty key has one too; both clients send a null key anywhere.
    pub(crate) fn partition(&self, partitions: u32) -> i32 {
        let key = self.text.as_bytes();
        match self.partitioner {
            Partitioner::Murmur2 => messages::java_partition(key, partitions as i32).unwrap_or(0),
            Partitioner::ConsistentRandom => (crc32fast::hash(key) % partitions.max(1)) as i32,
        }
    }
}

/// How the text of a filter is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum FilterMode {
    /// As conditions where it begins like one, else as text.
    #[default]
    Auto,
    /// As text that is looked for in key, value and headers.
    Text,
    /// As conditions on fields.
    Where,
}

/// A filter as a person writes it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct FilterText {
    /// What is written; empty for no filter.
    pub text: String,
    /// How it is taken.
    pub mode: FilterMode,
    /// Whether upper and lower case differ in a plain text.
    pub match_case: bool,
}

/// What to read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ViewSpec {
    /// The topic.
    pub topic: String,
    /// Where to start.
    pub start: Start,
    /// Where to stop; none for the end.
    pub until: Option<Until>,
    /// Which end is read first.
    pub order: Order,
    /// The partitions; none for all.
    pub partitions: Option<Vec<i32>>,
    /// A key; none for all.
    pub key: Option<KeyQuery>,
    /// What messages must match.
    pub filter: FilterText,
    /// Whether messages of open and aborted transactions are read too.
    pub uncommitted: bool,
    /// Whether only the newest message of each key is shown.
    pub latest_per_key: bool,
    /// Ends after so many rows; none for no limit.
    pub limit: Option<u32>,
    /// Whether to go on living after the end as it was at the start.
    pub follow: bool,
}

impl ViewSpec {
    /// All of a topic from its first message on, without a filter.
    pub fn of(topic: &str) -> Self {
        Self {
            topic: topic.to_owned(),
            start: Start::Earliest,
            until: None,
            order: Order::Oldest,
            partitions: None,
            key: None,
            filter: FilterText::default(),
            uncommitted: false,
            latest_per_key: false,
            limit: None,
            follow: false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_lies_where_the_clients_put_it() {
        let partition = |text: &str, partitioner, partitions| {
            let text = text.to_owned();
            KeyQuery { text, partitioner }.partition(partitions)
        };
        // The check value of CRC-32 is 0xCBF43926.
        let expected = (0xCBF4_3926_u32 % 1000) as i32;
        assert_eq!(
            partition("123456789", Partitioner::ConsistentRandom, 1000),
            expected
        );
        // As `murmur2.rs` has it from Kafka's own tests.
        assert_eq!(partition("abc", Partitioner::Murmur2, 10), 7);
        assert_eq!(partition("abc", Partitioner::Murmur2, 0), 0);
    }
}
