//! Counts what messages are like.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};

use messages::{Record, Shape, TimestampKind};

use super::{Analysis, NamedCount, PartAnalysis, PartitionShare, SizeStep, Sizes};
use crate::range::Range;

/// Names that are told, and names that are counted: of headers a message may have any.
const TOLD: usize = 20;
const COUNTED: usize = 1000;
/// Bytes of a header's name by which it is told from others: there may be a megabyte.
const NAME: usize = 200;

/// What was counted of a sample, and of how much. Of each message it keeps two sizes and a hash.
pub(crate) struct Tally {
    sample: u64,
    read: u32,
    spanned: u64,
    partitions: BTreeMap<i32, PartitionShare>,
    key: Part,
    value: Part,
    keys: HashSet<u64>,
    headers: Counts,
    times: Option<(i64, i64)>,
}

#[derive(Default)]
struct Part {
    nulls: u32,
    formats: Counts,
    sizes: Vec<u32>,
}

#[derive(Default)]
struct Counts(HashMap<String, u32>);

impl Tally {
    /// `all`: what the partitions span; `sample`: what is read of it.
    pub(crate) fn new(all: &[Range], sample: &[Range]) -> Self {
        let partitions = all.iter().map(|range| {
            let share = PartitionShare {
                partition: range.partition,
                spanned: super::spanned(range).to_string(),
                read: 0,
                bytes: 0,
                tombstones: 0,
                problem: range
                    .problem
                    .as_ref()
                    .map(|failure| failure.message.clone()),
            };
            (range.partition, share)
        });
        Self {
            sample: sample.iter().map(super::spanned).sum(),
            read: 0,
            spanned: all.iter().map(super::spanned).sum(),
            partitions: partitions.collect(),
            key: Part::default(),
            value: Part::default(),
            keys: HashSet::new(),
            headers: Counts::default(),
            times: None,
        }
    }

    pub(crate) fn read(&self) -> u32 {
        self.read
    }

    pub(crate) fn add(&mut self, record: &Record<'_>) {
        self.read += 1;
        self.key.add(record.key);
        self.value.add(record.value);
        if let Some(key) = record.key {
            let mut hasher = DefaultHasher::new();
            key.hash(&mut hasher);
            self.keys.insert(hasher.finish());
        }
        let mut names = HashSet::new();
        for (name, _) in record.headers.clone() {
            if names.insert(name) {
                let shown = &name[..name.len().min(NAME)];
                self.headers.add(&String::from_utf8_lossy(shown));
            }
        }
        if record.timestamp_kind != TimestampKind::None {
            let (from, to) = self.times.unwrap_or((record.timestamp, record.timestamp));
            self.times = Some((from.min(record.timestamp), to.max(record.timestamp)));
        }
        if let Some(share) = self.partitions.get_mut(&record.partition) {
            let size = |part: Option<&[u8]>| part.map_or(0, <[u8]>::len) as u64;
            share.read += 1;
            share.bytes += size(record.key) + size(record.value);
            share.tombstones += u32::from(record.value.is_none());
        }
    }

    pub(crate) fn told(&self) -> Analysis {
        Analysis {
            read: self.read,
            sample: self.sample.try_into().unwrap_or(u32::MAX),
            spanned: self.spanned.to_string(),
            partitions: self.partitions.values().cloned().collect(),
            key: self.key.told(),
            value: self.value.told(),
            keys: self.keys.len() as u32,
            headers: self.headers.told(),
            times: self.times,
        }
    }
}

impl Part {
    fn add(&mut self, bytes: Option<&[u8]>) {
        let Some(bytes) = bytes else {
            self.nulls += 1;
            return;
        };
        self.sizes.push(bytes.len() as u32);
        self.formats.add(&format_of(bytes));
    }

    fn told(&self) -> PartAnalysis {
        PartAnalysis {
            nulls: self.nulls,
            formats: self.formats.told(),
            sizes: sizes(self.sizes.clone()),
        }
    }
}

impl Counts {
    fn add(&mut self, name: &str) {
        if let Some(count) = self.0.get_mut(name) {
            *count += 1;
        } else if self.0.len() < COUNTED {
            self.0.insert(name.to_owned(), 1);
        }
    }

    fn told(&self) -> Vec<NamedCount> {
        let mut told: Vec<NamedCount> = self
            .0
            .iter()
            .map(|(name, count)| NamedCount {
                name: name.clone(),
                count: *count,
            })
            .collect();
        told.sort_by(|one, other| {
            other
                .count
                .cmp(&one.count)
                .then_with(|| one.name.cmp(&other.name))
        });
        told.truncate(TOLD);
        told
    }
}

/// In a few words. A first byte of zero and four of an id is what Confluent's serializers write:
/// <https://docs.confluent.io/platform/current/schema-registry/fundamentals/serdes-develop/index.html#wire-format>.
fn format_of(bytes: &[u8]) -> String {
    match (Shape::of(Some(bytes)), bytes) {
        (Shape::Json, _) => "JSON".to_owned(),
        (Shape::Text, _) => "text".to_owned(),
        (Shape::Null | Shape::Empty, _) => "empty".to_owned(),
        (Shape::Binary, [0, a, b, c, d, ..]) => {
            format!("schema {}", u32::from_be_bytes([*a, *b, *c, *d]))
        }
        (Shape::Binary, _) => "binary".to_owned(),
    }
}

fn sizes(mut all: Vec<u32>) -> Option<Sizes> {
    all.sort_unstable();
    let (least, most) = (*all.first()?, *all.last()?);
    let of = |hundredths: usize| all[(all.len() * hundredths).div_ceil(100).max(1) - 1];
    let mut steps: BTreeMap<u32, u32> = BTreeMap::new();
    for size in &all {
        // 31 bits are what Kafka's sizes have.
        *steps
            .entry((*size).clamp(1, 1 << 31).next_power_of_two())
            .or_default() += 1;
    }
    Some(Sizes {
        least,
        median: of(50),
        p95: of(95),
        p99: of(99),
        most,
        mean: (all.iter().map(|size| u64::from(*size)).sum::<u64>() / all.len() as u64) as u32,
        steps: filled(&steps),
    })
}

/// With the steps between that hold none.
fn filled(steps: &BTreeMap<u32, u32>) -> Vec<SizeStep> {
    let (Some((first, _)), Some((last, _))) = (steps.first_key_value(), steps.last_key_value())
    else {
        return Vec::new();
    };
    (first.trailing_zeros()..=last.trailing_zeros())
        .map(|power| SizeStep {
            up_to: 1 << power,
            count: steps.get(&(1 << power)).copied().unwrap_or(0),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_told_exactly() {
        let told = sizes((1..=100).collect()).expect("sizes");
        assert_eq!(
            (
                told.least,
                told.median,
                told.p95,
                told.p99,
                told.most,
                told.mean
            ),
            (1, 50, 95, 99, 100, 50)
        );
        let counts: Vec<(u32, u32)> = told
            .steps
            .iter()
            .map(|step| (step.up_to, step.count))
            .collect();
        assert_eq!(
            counts,
            [
                (1, 1),
                (2, 1),
                (4, 2),
                (8, 4),
                (16, 8),
                (32, 16),
                (64, 32),
                (128, 36)
            ]
        );
        assert_eq!(sizes(Vec::new()), None);
        let gap = sizes(vec![0, 9]).expect("sizes").steps;
        assert_eq!(
            gap.iter().map(|step| step.count).collect::<Vec<_>>(),
            [1, 0, 0, 0, 1]
        );
    }

    #[test]
    fn a_long_name_of_a_header_is_cut() {
        let name = vec![b'n'; 1 << 20];
        let mut batch = messages::Batch::default();
        batch.push(Record {
            partition: 0,
            offset: 0,
            timestamp: 0,
            timestamp_kind: TimestampKind::Create,
            key: None,
            value: None,
            headers: [(name.as_slice(), None)].into_iter(),
        });
        let mut tally = Tally::new(&[], &[]);
        batch.iter().for_each(|record| tally.add(&record));
        let headers = tally.told().headers;
        assert_eq!((headers.len(), headers[0].name.len()), (1, NAME));
    }

    #[test]
    fn formats_are_told_by_their_beginning() {
        for (bytes, format) in [
            (&b"{\"a\":1}"[..], "JSON"),
            (b"hello", "text"),
            (b"", "empty"),
            (b"\0\0\0\x01\x02rest", "schema 258"),
            (b"\x80\x81\xff", "binary"),
        ] {
            assert_eq!(format_of(bytes), format);
        }
    }
}
