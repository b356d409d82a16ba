//! A sink that keeps what a reader brings.

use std::collections::BTreeMap;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::Duration;

use kafka::{ClusterConfig, Error, Reader, Record, Sink, TimestampKind};

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
    End(i32, i64),
    Fault(Option<i32>, Error),
    Lost(Error),
    Found,
}

struct Collector(Sender<Seen>);

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
        let _ = self.0.send(Seen::Record(kept));
    }

    fn end(&mut self, partition: i32, offset: i64) {
        let _ = self.0.send(Seen::End(partition, offset));
    }

    fn fault(&mut self, partition: Option<i32>, error: Error) {
        let _ = self.0.send(Seen::Fault(partition, error));
    }

    fn connection(&mut self, lost: Option<Error>) {
        let _ = self.0.send(lost.map_or(Seen::Found, Seen::Lost));
    }

    fn flush(&mut self) -> bool {
        true
    }
}

/// A reader whose events can be waited for.
pub(crate) struct Reading {
    _reader: Reader,
    events: Receiver<Seen>,
}

impl Reading {
    #[expect(clippy::disallowed_methods, reason = "a test's topics are small")]
    pub(crate) fn start(config: &ClusterConfig, topic: &str, from: &[(i32, i64)]) -> Self {
        let (sender, events) = channel();
        let reader = Reader::start(config, topic, from, Collector(sender)).expect("a reader");
        Self {
            _reader: reader,
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
                Seen::End(partition, offset) => {
                    ends.insert(partition, offset);
                }
                other => panic!("not expected: {other:?}"),
            }
        }
        (records, ends)
    }
}
