//! What a topic's settings mean: brokers tell it only in a version of the request that librdkafka does not speak.

/// How a setting's value is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SettingKind {
    /// `true` or `false`.
    Switch,
    /// A number of records, levels, brokers.
    Count,
    /// A time in ms.
    Millis,
    /// A size in bytes.
    Bytes,
    /// A share between 0 and 1.
    Ratio,
    /// One of these words.
    Choice(&'static [&'static str]),
    /// Some of these words, separated by commas; any where none is listed.
    List(&'static [&'static str]),
}

/// A setting of topics, as Kafka 4.3 has them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TopicSetting {
    /// Its name.
    pub name: &'static str,
    /// How its value is meant.
    pub kind: SettingKind,
    /// Its value where neither topic nor broker sets it.
    pub default: &'static str,
    /// What it does, in a sentence or two.
    pub meaning: &'static str,
}

/// The setting of this name, if Kafka 4.3 has it.
pub fn topic_setting(name: &str) -> Option<&'static TopicSetting> {
    TOPIC_SETTINGS
        .binary_search_by_key(&name, |setting| setting.name)
        .ok()
        .map(|at| &TOPIC_SETTINGS[at])
}

const fn setting(
    name: &'static str,
    kind: SettingKind,
    default: &'static str,
    meaning: &'static str,
) -> TopicSetting {
    TopicSetting {
        name,
        kind,
        default,
        meaning,
    }
}

const FOREVER: &str = "9223372036854775807";

/// All settings of topics, by name.
pub const TOPIC_SETTINGS: &[TopicSetting] = {
    use SettingKind::{Bytes, Choice, Count, List, Millis, Ratio, Switch};
    &[
        setting(
            "cleanup.policy",
            List(&["compact", "delete"]),
            "delete",
            "What becomes of old segments: “delete” drops them by age or size, “compact” keeps the last record of each key.",
        ),
        setting(
            "compression.gzip.level",
            Count,
            "-1",
            "How hard gzip tries, 1 to 9 or -1 for its default, where compression.type is “gzip”.",
        ),
        setting(
            "compression.lz4.level",
            Count,
            "9",
            "How hard lz4 tries, 1 to 17, where compression.type is “lz4”.",
        ),
        setting(
            "compression.type",
            Choice(&["uncompressed", "zstd", "lz4", "snappy", "gzip", "producer"]),
            "producer",
            "How the broker compresses what it stores; “producer” leaves it as it came.",
        ),
        setting(
            "compression.zstd.level",
            Count,
            "3",
            "How hard zstd tries, where compression.type is “zstd”.",
        ),
        setting(
            "delete.retention.ms",
            Millis,
            "86400000",
            "How long a compacted topic keeps tombstones. A reader that needs longer from the start to the end may miss deletions.",
        ),
        setting(
            "file.delete.delay.ms",
            Millis,
            "60000",
            "How long a deleted segment's files stay on the disk.",
        ),
        setting(
            "flush.messages",
            Count,
            FOREVER,
            "After how many records the broker forces its disk to write. Kafka relies on replicas instead.",
        ),
        setting(
            "flush.ms",
            Millis,
            FOREVER,
            "After how long the broker forces its disk to write. Kafka relies on replicas instead.",
        ),
        setting(
            "follower.replication.throttled.replicas",
            List(&[]),
            "",
            "Replicas whose copying is slowed down where they follow, as partition:broker, or * for all.",
        ),
        setting(
            "index.interval.bytes",
            Bytes,
            "4096",
            "After how many bytes of records the index gets an entry.",
        ),
        setting(
            "leader.replication.throttled.replicas",
            List(&[]),
            "",
            "Replicas whose copying is slowed down where they are led, as partition:broker, or * for all.",
        ),
        setting(
            "local.retention.bytes",
            Bytes,
            "-2",
            "With tiered storage, how much of each partition stays on the broker; -2 means retention.bytes.",
        ),
        setting(
            "local.retention.ms",
            Millis,
            "-2",
            "With tiered storage, how long records stay on the broker; -2 means retention.ms.",
        ),
        setting(
            "max.compaction.lag.ms",
            Millis,
            FOREVER,
            "How long a record may stay uncompacted, at most.",
        ),
        setting(
            "max.message.bytes",
            Bytes,
            "1048588",
            "The largest batch of records that is taken, after compression.",
        ),
        setting(
            "message.timestamp.after.max.ms",
            Millis,
            "3600000",
            "How far a record's time may lie in the future; beyond, the record is refused.",
        ),
        setting(
            "message.timestamp.before.max.ms",
            Millis,
            FOREVER,
            "How far a record's time may lie in the past; beyond, the record is refused.",
        ),
        setting(
            "message.timestamp.type",
            Choice(&["CreateTime", "LogAppendTime"]),
            "CreateTime",
            "Whose time a record has: the producer's, or the broker's when it was appended.",
        ),
        setting(
            "min.cleanable.dirty.ratio",
            Ratio,
            "0.5",
            "Which share of a log must be uncompacted before it is compacted.",
        ),
        setting(
            "min.compaction.lag.ms",
            Millis,
            "0",
            "How long a record stays uncompacted, at least.",
        ),
        setting(
            "min.insync.replicas",
            Count,
            "1",
            "How many replicas must be in sync for a producer with acks=all to be served.",
        ),
        setting(
            "preallocate",
            Switch,
            "false",
            "Whether a new segment's file gets its full size at once.",
        ),
        setting(
            "remote.log.copy.disable",
            Switch,
            "false",
            "With tiered storage, whether nothing more is copied to the remote tier.",
        ),
        setting(
            "remote.log.delete.on.disable",
            Switch,
            "false",
            "Whether what is in the remote tier is deleted when tiered storage is switched off.",
        ),
        setting(
            "remote.storage.enable",
            Switch,
            "false",
            "Whether tiered storage is used.",
        ),
        setting(
            "retention.bytes",
            Bytes,
            "-1",
            "How large each partition may grow before its oldest segments are deleted; -1 is without limit.",
        ),
        setting(
            "retention.ms",
            Millis,
            "604800000",
            "How long records are kept before their segment is deleted; -1 is for ever.",
        ),
        setting(
            "segment.bytes",
            Bytes,
            "1073741824",
            "How large a segment grows. Only whole, closed segments are deleted or compacted.",
        ),
        setting(
            "segment.index.bytes",
            Bytes,
            "10485760",
            "How large the index of a segment may grow.",
        ),
        setting(
            "segment.jitter.ms",
            Millis,
            "0",
            "How much earlier than segment.ms a segment may be closed, so that not all are closed at once.",
        ),
        setting(
            "segment.ms",
            Millis,
            "604800000",
            "After how long a segment is closed, full or not.",
        ),
        setting(
            "unclean.leader.election.enable",
            Switch,
            "false",
            "Whether a replica that is not in sync may lead when no other is left. Records may be lost.",
        ),
    ]
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_setting_is_found_by_its_name() {
        assert!(TOPIC_SETTINGS.is_sorted_by(|a, b| a.name < b.name));
        for setting in TOPIC_SETTINGS {
            assert_eq!(topic_setting(setting.name), Some(setting));
            if let SettingKind::Choice(words) = setting.kind {
                assert!(words.contains(&setting.default), "{setting:?}");
            }
        }
        assert_eq!(topic_setting("log.retention.ms"), None);
    }
}
