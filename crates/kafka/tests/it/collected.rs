//! A sink that keeps what a reader brings.

use std::collections::{BTreeMap, VecDeque};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::Duration;

use kafka::{
    Cluster, ClusterConfig, End, Error, Isolation, Reader, Record, Sink, Span, TimestampKind,
};

/// How long a test waits for what must come.
const PATIENCE: Duration = Duration::from_secs(30);

type Header = (Vec<u8>, Option<Vec<u8>>);

/// A record that a test may keep.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Kept {
    pub(crate) partition: i32,
    pub(crate) offset: i64,
    pub(crate) timestamp: i64,
    pub(crate) timestamp_kind: TimestampKind,
    pub(crate) key: Option<Vec<u8>>,
    pub(crate) value: Option<Vec<u8>>,
    pub(crate) headers: Vec<Header>,
}

#[derive(Debug)]
pub(crate) enum Seen {
    Record(Kept),
    End(i32, i64, End),
    Skipped(i32, i64, i64),
    Fault(Option<i32>, Error),
    Lost(Error),
    Found,
    /// A round is over.
    Round,
    /// The reader has ended by itself.
    Over,
}

struct Collector {
    events: Sender<Seen>,
    rounds: VecDeque<Vec<Span>>,
    /// Each record waits for a word here, where there is one.
    pace: Option<Receiver<()>>,
}

impl Collector {
    fn tell(&self, seen: Seen) {
        let _ = self.events.send(seen);
    }
}

impl Drop for Collector {
    fn drop(&mut self) {
        self.tell(Seen::Over);
    }
}

impl Sink for Collector {
    fn record(&mut self, record: Record<'_>) {
        let headers = record
            .headers()
            .map(|(name, value)| (name.to_vec(), value.map(<[u8]>::to_vec)))
            .collect();
        let kept = Kept {
            partition: record.partition,
            offset: record.offset,
            timestamp: record.timestamp,
            timestamp_kind: record.timestamp_kind,
            key: record.key.map(<[u8]>::to_vec),
            value: record.value.map(<[u8]>::to_vec),
            headers,
        };
        self.tell(Seen::Record(kept));
        if let Some(pace) = &self.pace {
            let _ = pace.recv();
        }
    }

    fn end(&mut self, partition: i32, offset: i64, why: End) {
        self.tell(Seen::End(partition, offset, why));
    }

    fn skipped(&mut self, partition: i32, from: i64, to: i64) {
        self.tell(Seen::Skipped(partition, from, to));
    }

    fn fault(&mut self, partition: Option<i32>, error: Error) {
        self.tell(Seen::Fault(partition, error));
    }

    fn connection(&mut self, lost: Option<Error>) {
        self.tell(lost.map_or(Seen::Found, Seen::Lost));
    }

    fn flush(&mut self) -> bool {
        true
    }

    fn next(&mut self) -> Option<Vec<Span>> {
        self.tell(Seen::Round);
        self.rounds.pop_front()
    }
}

/// A reader whose events can be waited for.
pub(crate) struct Reading {
    _reader: Reader,
    events: Receiver<Seen>,
}

impl Reading {
    /// Follows partitions from an offset each.
    pub(crate) fn start(config: &ClusterConfig, topic: &str, from: &[(i32, i64)]) -> Self {
        let spans = from
            .iter()
            .map(|(partition, from)| span(*partition, *from, None));
        Self::rounds(config, topic, Isolation::default(), vec![spans.collect()])
    }

    /// Reads spans, round by round.
    pub(crate) fn rounds(
        config: &ClusterConfig,
        topic: &str,
        isolation: Isolation,
        rounds: Vec<Vec<Span>>,
    ) -> Self {
        Self::collect(rounds, None, |first, collector| {
            Reader::start(config, topic, first, isolation, collector)
        })
    }

    /// Reads spans by a client of the cluster's.
    pub(crate) fn warm(
        cluster: &Cluster,
        topic: &str,
        isolation: Isolation,
        spans: Vec<Span>,
    ) -> Self {
        Self::collect(vec![spans], None, |first, collector| {
            cluster.read(topic, first, isolation, collector)
        })
    }

    /// Reads spans so that after each record the reader waits for a word through the channel.
    #[expect(clippy::disallowed_methods, reason = "a test's topics are small")]
    pub(crate) fn paced(
        config: &ClusterConfig,
        topic: &str,
        spans: Vec<Span>,
    ) -> (Self, Sender<()>) {
        let (go_on, pace) = channel();
        let reading = Self::collect(vec![spans], Some(pace), |first, collector| {
            Reader::start(config, topic, first, Isolation::default(), collector)
        });
        (reading, go_on)
    }

    #[expect(clippy::disallowed_methods, reason = "a test's topics are small")]
    fn collect(
        rounds: Vec<Vec<Span>>,
        pace: Option<Receiver<()>>,
        start: impl FnOnce(Vec<Span>, Collector) -> kafka::Result<Reader>,
    ) -> Self {
        let (sender, events) = channel();
        let mut rounds = VecDeque::from(rounds);
        let first = rounds.pop_front().unwrap_or_default();
        let collector = Collector {
            events: sender,
            rounds,
            pace,
        };
        Self {
            _reader: start(first, collector).expect("a reader"),
            events,
        }
    }

    pub(crate) fn next(&self) -> Seen {
        self.events
            .recv_timeout(PATIENCE)
            .expect("an event of the reader")
    }

    /// The next so many records.
    pub(crate) fn records(&self, count: usize) -> Vec<Kept> {
        let mut records = Vec::new();
        while records.len() < count {
            if let Seen::Record(record) = self.next() {
                records.push(record);
            }
        }
        records
    }

    /// All records up to the end of each of `partitions` partitions, and those ends.
    pub(crate) fn to_the_end(&self, partitions: usize) -> (Vec<Kept>, BTreeMap<i32, i64>) {
        let (mut records, mut ends) = (Vec::new(), BTreeMap::new());
        while ends.len() < partitions {
            match self.next() {
                Seen::Record(record) => records.push(record),
                Seen::End(partition, offset, _) => {
                    ends.insert(partition, offset);
                }
                other => panic!("not expected: {other:?}"),
            }
        }
        (records, ends)
    }

    /// Everything until the reader ends by itself.
    pub(crate) fn all(&self) -> Vec<Seen> {
        let mut all = Vec::new();
        loop {
            match self.next() {
                Seen::Over => return all,
                seen => all.push(seen),
            }
        }
    }
}

pub(crate) fn span(partition: i32, from: i64, to: Option<i64>) -> Span {
    Span {
        partition,
        from,
        to,
    }
}

/// A short word for each event: `0:7` for a record, `0:7 end`, `0:3..7 gone`.
pub(crate) fn told(all: &[Seen]) -> Vec<String> {
    all.iter()
        .map(|seen| match seen {
            Seen::Record(record) => format!("{}:{}", record.partition, record.offset),
            Seen::End(partition, offset, End::Range) => format!("{partition}:{offset} range"),
            Seen::End(partition, offset, End::Eof) => format!("{partition}:{offset} eof"),
            Seen::Skipped(partition, from, to) => format!("{partition}:{from}..{to} gone"),
            Seen::Round => "round".to_owned(),
            other => format!("{other:?}"),
        })
        .collect()
}
