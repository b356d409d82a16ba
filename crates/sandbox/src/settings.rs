//! Topic settings: Kafka's names, types, defaults and limits, and what a topic overrides.

use std::collections::BTreeMap;

/// Kafka's type codes in `DescribeConfigs`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// `true` or `false`.
    Boolean = 1,
    /// Text, for some settings one of a few words.
    Text = 2,
    /// A 32-bit number.
    Int = 3,
    /// A 64-bit number.
    Long = 5,
    /// A floating-point number.
    Double = 6,
    /// Comma-separated words.
    List = 7,
}

/// One setting of a topic.
#[derive(Debug)]
pub(crate) struct Setting {
    /// Name as a topic setting.
    pub(crate) name: &'static str,
    /// Type.
    pub(crate) kind: Kind,
    /// Kafka's default.
    pub(crate) default: &'static str,
    /// The broker setting that the default comes from, empty if there is none.
    pub(crate) broker_name: &'static str,
    /// Lowest number allowed.
    least: i64,
    /// Words allowed; empty: any.
    words: &'static [&'static str],
}

const ANY: i64 = i64::MIN;

const fn number(
    name: &'static str,
    kind: Kind,
    default: &'static str,
    broker_name: &'static str,
    least: i64,
) -> Setting {
    Setting {
        name,
        kind,
        default,
        broker_name,
        least,
        words: &[],
    }
}

const fn words(
    name: &'static str,
    kind: Kind,
    default: &'static str,
    broker_name: &'static str,
    words: &'static [&'static str],
) -> Setting {
    Setting {
        name,
        kind,
        default,
        broker_name,
        least: ANY,
        words,
    }
}

const BOOLEANS: &[&str] = &["true", "false"];
const CODECS: &[&str] = &["uncompressed", "zstd", "lz4", "snappy", "gzip", "producer"];
const FOREVER: &str = "9223372036854775807";

/// The settings of a topic in Kafka 4.3, by name.
pub(crate) const SETTINGS: &[Setting] = {
    use Kind::{Boolean, Double, Int, List, Long, Text};
    &[
        words(
            "cleanup.policy",
            List,
            "delete",
            "log.cleanup.policy",
            &["compact", "delete"],
        ),
        number(
            "compression.gzip.level",
            Int,
            "-1",
            "compression.gzip.level",
            -1,
        ),
        number(
            "compression.lz4.level",
            Int,
            "9",
            "compression.lz4.level",
            1,
        ),
        words(
            "compression.type",
            Text,
            "producer",
            "compression.type",
            CODECS,
        ),
        number(
            "compression.zstd.level",
            Int,
            "3",
            "compression.zstd.level",
            -131_072,
        ),
        number(
            "delete.retention.ms",
            Long,
            "86400000",
            "log.cleaner.delete.retention.ms",
            0,
        ),
        number(
            "file.delete.delay.ms",
            Long,
            "60000",
            "log.segment.delete.delay.ms",
            0,
        ),
        number(
            "flush.messages",
            Long,
            FOREVER,
            "log.flush.interval.messages",
            1,
        ),
        number("flush.ms", Long, FOREVER, "log.flush.interval.ms", 0),
        words("follower.replication.throttled.replicas", List, "", "", &[]),
        number(
            "index.interval.bytes",
            Int,
            "4096",
            "log.index.interval.bytes",
            0,
        ),
        words("leader.replication.throttled.replicas", List, "", "", &[]),
        number(
            "local.retention.bytes",
            Long,
            "-2",
            "log.local.retention.bytes",
            -2,
        ),
        number(
            "local.retention.ms",
            Long,
            "-2",
            "log.local.retention.ms",
            -2,
        ),
        number(
            "max.compaction.lag.ms",
            Long,
            FOREVER,
            "log.cleaner.max.compaction.lag.ms",
            1,
        ),
        number("max.message.bytes", Int, "1048588", "message.max.bytes", 0),
        number(
            "message.timestamp.after.max.ms",
            Long,
            "3600000",
            "log.message.timestamp.after.max.ms",
            0,
        ),
        number(
            "message.timestamp.before.max.ms",
            Long,
            FOREVER,
            "log.message.timestamp.before.max.ms",
            0,
        ),
        words(
            "message.timestamp.type",
            Text,
            "CreateTime",
            "log.message.timestamp.type",
            &["CreateTime", "LogAppendTime"],
        ),
        number(
            "min.cleanable.dirty.ratio",
            Double,
            "0.5",
            "log.cleaner.min.cleanable.ratio",
            0,
        ),
        number(
            "min.compaction.lag.ms",
            Long,
            "0",
            "log.cleaner.min.compaction.lag.ms",
            0,
        ),
        number("min.insync.replicas", Int, "1", "min.insync.replicas", 1),
        words("preallocate", Boolean, "false", "log.preallocate", BOOLEANS),
        words("remote.log.copy.disable", Boolean, "false", "", BOOLEANS),
        words(
            "remote.log.delete.on.disable",
            Boolean,
            "false",
            "",
            BOOLEANS,
        ),
        words("remote.storage.enable", Boolean, "false", "", BOOLEANS),
        number("retention.bytes", Long, "-1", "log.retention.bytes", ANY),
        // Kafka takes this default from `log.retention.hours`, and tells none.
        number("retention.ms", Long, "604800000", "", -1),
        number("segment.bytes", Int, "1073741824", "log.segment.bytes", 14),
        number(
            "segment.index.bytes",
            Int,
            "10485760",
            "log.index.size.max.bytes",
            4,
        ),
        number("segment.jitter.ms", Long, "0", "log.roll.jitter.ms", 0),
        number("segment.ms", Long, "604800000", "log.roll.ms", 1),
        words(
            "unclean.leader.election.enable",
            Boolean,
            "false",
            "unclean.leader.election.enable",
            BOOLEANS,
        ),
    ]
};

/// The setting of this name.
pub(crate) fn setting(name: &str) -> Option<&'static Setting> {
    SETTINGS.iter().find(|setting| setting.name == name)
}

impl Setting {
    /// Whether the value is allowed; the sentence says why not.
    pub(crate) fn check(&self, value: &str) -> Result<(), String> {
        let name = self.name;
        let invalid = |why: &str| {
            Err(format!(
                "Invalid value {value} for configuration {name}: {why}"
            ))
        };
        match self.kind {
            Kind::Boolean if BOOLEANS.contains(&value.to_ascii_lowercase().as_str()) => Ok(()),
            Kind::Boolean => invalid("Expected value to be either true or false"),
            Kind::Int => match value.trim().parse::<i32>() {
                Ok(number) => self.check_least(i64::from(number), value),
                Err(_) => invalid("Not a number of type INT"),
            },
            Kind::Long => match value.trim().parse::<i64>() {
                Ok(number) => self.check_least(number, value),
                Err(_) => invalid("Not a number of type LONG"),
            },
            Kind::Double => match value.trim().parse::<f64>() {
                Ok(number) if (0.0..=1.0).contains(&number) => Ok(()),
                Ok(_) => invalid("Value must be between 0 and 1"),
                Err(_) => invalid("Not a number of type DOUBLE"),
            },
            Kind::Text | Kind::List => {
                let unknown = |word: &&str| !self.words.is_empty() && !self.words.contains(word);
                match self.split(value).find(unknown) {
                    Some(_) => invalid(&format!("Must be one of {}", self.words.join(", "))),
                    None => Ok(()),
                }
            }
        }
    }

    fn check_least(&self, number: i64, value: &str) -> Result<(), String> {
        if number >= self.least {
            return Ok(());
        }
        let (name, least) = (self.name, self.least);
        Err(format!(
            "Invalid value {value} for configuration {name}: Value must be at least {least}"
        ))
    }

    fn split<'a>(&self, value: &'a str) -> impl Iterator<Item = &'a str> + use<'a> {
        let separator = if self.kind == Kind::List { ',' } else { '\0' };
        value.split(separator).map(str::trim)
    }
}

/// What a topic sets itself, by setting name.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Overrides(BTreeMap<&'static str, String>);

impl Overrides {
    /// Overrides that are known to be right, for the seed.
    pub(crate) fn of(pairs: &[(&'static str, &str)]) -> Self {
        Self(
            pairs
                .iter()
                .map(|(name, value)| (*name, (*value).to_owned()))
                .collect(),
        )
    }

    /// The topic's own value, if it sets one.
    pub(crate) fn own(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str)
    }

    /// The value that holds: the topic's own or the default.
    pub(crate) fn value(&self, setting: &'static Setting) -> &str {
        self.own(setting.name).unwrap_or(setting.default)
    }

    /// Sets a value that was checked.
    pub(crate) fn set(&mut self, setting: &'static Setting, value: String) {
        self.0.insert(setting.name, value);
    }

    /// Goes back to the default.
    pub(crate) fn unset(&mut self, setting: &'static Setting) {
        self.0.remove(setting.name);
    }

    /// A number that holds; 0 for a name that is none (there is a test for the names used).
    pub(crate) fn number(&self, name: &str) -> i64 {
        self.text(name).trim().parse().unwrap_or_default()
    }

    /// A text that holds.
    pub(crate) fn text(&self, name: &str) -> &str {
        self.own(name)
            .or_else(|| setting(name).map(|setting| setting.default))
            .unwrap_or_default()
    }

    /// Whether `cleanup.policy` holds this word.
    pub(crate) fn cleans_by(&self, policy: &str) -> bool {
        self.text("cleanup.policy")
            .split(',')
            .any(|word| word.trim() == policy)
    }
}
