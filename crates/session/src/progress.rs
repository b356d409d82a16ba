use std::collections::BTreeMap;
use std::time::Instant;

use kafka::Span;

use crate::failure::Failure;
use crate::passage::Passage;
use crate::range::Range;
use crate::sink::Event;
use crate::spec::Order;
use crate::tick::{EndReason, PartitionCoverage, PartitionState, TailState};

/// A first part is read before the cost of the rest is told: records. Its second half tells the pace: backwards, the
/// first rounds are small.
const SAMPLE: u64 = 60_000;
/// What is read without asking, in records: a few seconds.
const CHEAP: u64 = 2_000_000;

/// How far a view has read, partition by partition.
pub(crate) struct Progress {
    partitions: BTreeMap<i32, Partition>,
    order: Order,
    follow: bool,
    /// Whether a person is asked before a costly range is read to its end.
    asks: bool,
    phase: Phase,
    lost: Option<(String, Instant)>,
    failed: Option<Failure>,
    /// It has as many rows as were asked for, or as can be told apart.
    enough: Option<EndReason>,
    seen: u64,
    bytes: u64,
    /// From where the pace is measured, at most half of the first part: records seen, and when.
    measured_from: (u64, Instant),
    /// Records a second since then.
    pace: f64,
    last_record_ms: Option<i64>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Phase {
    /// Nothing has been heard yet.
    Starting,
    Reading,
    Stopped,
    Full,
    /// The cost of the rest was told.
    Asking,
}

struct Partition {
    start: i64,
    end: i64,
    /// The next offset to read; behind the end of the range from the start on, where that is read backwards.
    position: i64,
    /// Backwards: read down to here.
    low: i64,
    /// Backwards: below is nothing any more.
    floor: i64,
    /// Its end was reported; with compacted or aborted records at the end no record says so.
    at_end: bool,
    failed: bool,
    missing: u64,
    expired: u64,
    problem: Option<String>,
}

impl Partition {
    fn total(&self) -> u64 {
        (self.end - self.start).max(0) as u64
    }

    fn read(&self, order: Order) -> u64 {
        match order {
            Order::Newest if self.low <= self.floor => self.total(),
            Order::Newest => (self.end - self.low).max(0) as u64,
            Order::Oldest if self.at_end => self.total(),
            Order::Oldest => (self.position.min(self.end) - self.start).max(0) as u64,
        }
    }

    fn is_done(&self, order: Order) -> bool {
        self.failed
            || match order {
                Order::Newest => self.low <= self.floor,
                Order::Oldest => self.at_end || self.position >= self.end,
            }
    }
}

impl Progress {
    pub(crate) fn new(ranges: Vec<Range>, order: Order, follow: bool) -> Self {
        let partitions = ranges
            .into_iter()
            .map(|range| {
                let partition = Partition {
                    start: range.start,
                    end: range.end,
                    position: match order {
                        Order::Newest => range.end,
                        Order::Oldest => range.start,
                    },
                    low: range.end,
                    floor: range.start,
                    at_end: false,
                    failed: range.problem.is_some(),
                    missing: 0,
                    expired: 0,
                    problem: range.problem.map(|failure| failure.message),
                };
                (range.partition, partition)
            })
            .collect();
        Self {
            partitions,
            order,
            follow,
            asks: false,
            phase: Phase::Starting,
            lost: None,
            failed: None,
            enough: None,
            seen: 0,
            bytes: 0,
            measured_from: (0, Instant::now()),
            pace: 0.0,
            last_record_ms: None,
        }
    }

    /// A person is asked before a costly range is read to its end.
    pub(crate) fn ask_first(&mut self) {
        self.asks = self.total() > CHEAP;
    }

    /// Notes what an event tells of how far the reading has come.
    pub(crate) fn apply(&mut self, event: &Event) {
        match event {
            Event::Records(_, passage) | Event::End(passage) => self.pass(passage, false),
            Event::Older(_, passage) => self.pass(passage, true),
            Event::Expired {
                partition,
                from,
                to,
            } => self.expire(*partition, *from, *to),
            Event::Fault {
                partition,
                failure,
                gone,
            } => {
                for (id, state) in &mut self.partitions {
                    if partition.is_none_or(|named| named == *id) {
                        state.problem = Some(failure.message.clone());
                        state.failed |= gone;
                    }
                }
                if self.partitions.values().all(|partition| partition.failed) {
                    self.failed = Some(failure.clone());
                }
            }
            Event::Lost(failure) => self.lost = Some((failure.message.clone(), Instant::now())),
            Event::Found => self.lost = None,
        }
        if self.asks && self.phase == Phase::Reading && self.read() >= SAMPLE && !self.caught_up() {
            self.phase = Phase::Asking;
            let (seen, since) = self.measured_from;
            self.pace = (self.seen - seen) as f64 / since.elapsed().as_secs_f64();
        }
    }

    /// Notes how far records have brought the reading.
    pub(crate) fn pass(&mut self, passage: &Passage, backwards: bool) {
        self.lost = None;
        if self.phase == Phase::Starting {
            self.phase = Phase::Reading;
        }
        self.seen += passage.records;
        if self.seen <= SAMPLE / 2 {
            self.measured_from = (self.seen, Instant::now());
        }
        self.bytes += passage.bytes;
        if passage.records > 0 {
            self.last_record_ms = Some(chrono::Utc::now().timestamp_millis());
        }
        for passed in &passage.partitions {
            let Some(partition) = self.partitions.get_mut(&passed.partition) else {
                continue;
            };
            partition.missing += passed.missing;
            partition.problem = None;
            if backwards {
                partition.low = passed.position;
            } else {
                partition.position = partition.position.max(passed.position);
                partition.at_end |= passed.at_end;
            }
        }
    }

    fn expire(&mut self, partition: i32, from: i64, to: i64) {
        let (order, follow) = (self.order, self.follow);
        let Some(partition) = self.partitions.get_mut(&partition) else {
            return;
        };
        let wanted = if follow { to } else { to.min(partition.end) };
        partition.expired += (wanted - from).max(0) as u64;
        match order {
            Order::Newest => {
                partition.floor = partition.floor.max(to.min(partition.low));
                partition.position = partition.position.max(to);
            }
            Order::Oldest => partition.position = partition.position.max(to),
        }
    }

    /// Reading ends before the end of the range.
    pub(crate) fn finish(&mut self, reason: EndReason) {
        self.enough = Some(reason);
    }

    pub(crate) fn stop(&mut self) {
        self.phase = Phase::Stopped;
    }

    /// The store is full: reading waits.
    pub(crate) fn fill(&mut self) {
        self.phase = Phase::Full;
    }

    pub(crate) fn is_full(&self) -> bool {
        self.phase == Phase::Full
    }

    /// Whether reading waits for a person.
    pub(crate) fn waits(&self) -> bool {
        matches!(self.phase, Phase::Full | Phase::Asking)
    }

    /// Reading that waited goes on: the store has room again, or a person wants the rest.
    pub(crate) fn go_on(&mut self) {
        if self.phase == Phase::Asking {
            self.asks = false;
        }
        if self.waits() {
            self.phase = Phase::Reading;
        }
    }

    /// Reading goes on after a stop, a failure or enough rows.
    pub(crate) fn resume(&mut self) {
        if self.failed.take().is_some() {
            for partition in self.partitions.values_mut() {
                partition.failed = false;
            }
        }
        if self.phase == Phase::Asking {
            self.asks = false;
        }
        self.enough = None;
        self.phase = if self.seen > 0 {
            Phase::Reading
        } else {
            Phase::Starting
        };
    }

    /// What is still to be read forward.
    pub(crate) fn ahead(&self) -> Vec<Span> {
        let more = |partition: &Partition| {
            !partition.failed && (self.follow || !partition.is_done(self.order))
        };
        if self.order == Order::Newest && !self.follow {
            return Vec::new();
        }
        self.partitions
            .iter()
            .filter(|(_, partition)| more(partition))
            .map(|(id, partition)| Span {
                partition: *id,
                from: partition.position,
                to: (!self.follow).then_some(partition.end),
            })
            .collect()
    }

    /// What is still to be read backwards: partition, start and end.
    pub(crate) fn behind(&self) -> Vec<(i32, i64, i64)> {
        if self.order == Order::Oldest {
            return Vec::new();
        }
        self.partitions
            .iter()
            .filter(|(_, partition)| !partition.is_done(self.order))
            .map(|(id, partition)| (*id, partition.floor, partition.low))
            .collect()
    }

    /// Whether everything that was there at the start has been read.
    pub(crate) fn caught_up(&self) -> bool {
        self.partitions
            .values()
            .all(|partition| partition.is_done(self.order))
    }

    /// Whether nothing more will come.
    pub(crate) fn is_done(&self) -> bool {
        self.failed.is_some() || self.enough.is_some() || (!self.follow && self.caught_up())
    }

    pub(crate) fn state(&self) -> TailState {
        if let Some(failure) = &self.failed {
            TailState::Failed {
                failure: failure.clone(),
            }
        } else if let Some(reason) = self.enough {
            TailState::Ended { reason }
        } else if self.is_done() {
            TailState::Ended {
                reason: EndReason::End,
            }
        } else if self.phase == Phase::Stopped {
            TailState::Stopped
        } else if let Some((message, since)) = &self.lost {
            TailState::Disconnected {
                message: message.clone(),
                since_ms: since.elapsed().as_millis() as u64,
            }
        } else if self.phase == Phase::Full {
            TailState::Full
        } else if self.phase == Phase::Asking {
            self.cost()
        } else if self.caught_up() {
            TailState::Live
        } else if self.phase == Phase::Starting {
            TailState::Starting
        } else {
            TailState::Reading
        }
    }

    /// What the rest costs, by what the first part took.
    fn cost(&self) -> TailState {
        let messages = self.total().saturating_sub(self.read());
        let seen = self.seen.max(1);
        let seconds = messages as f64 / self.pace.max(1.0);
        TailState::Asking {
            messages,
            bytes: messages.saturating_mul(self.bytes / seen),
            seconds: seconds.ceil() as u64,
        }
    }

    pub(crate) fn total(&self) -> u64 {
        self.partitions.values().map(Partition::total).sum()
    }

    pub(crate) fn read(&self) -> u64 {
        self.partitions
            .values()
            .map(|partition| partition.read(self.order))
            .sum()
    }

    pub(crate) fn seen(&self) -> u64 {
        self.seen
    }

    /// Bytes of keys and values read.
    pub(crate) fn bytes(&self) -> u64 {
        self.bytes
    }

    /// Offsets that held no record.
    pub(crate) fn missing(&self) -> u64 {
        self.partitions
            .values()
            .map(|partition| partition.missing)
            .sum()
    }

    /// Messages that retention took while they were to be read.
    pub(crate) fn expired(&self) -> u64 {
        self.partitions
            .values()
            .map(|partition| partition.expired)
            .sum()
    }

    pub(crate) fn partitions(&self) -> u32 {
        self.partitions.len() as u32
    }

    pub(crate) fn last_record_ms(&self) -> Option<i64> {
        self.last_record_ms
    }

    pub(crate) fn coverage(&self) -> Vec<PartitionCoverage> {
        self.partitions
            .iter()
            .map(|(id, partition)| PartitionCoverage {
                partition: *id,
                start: partition.start.to_string(),
                position: match self.order {
                    Order::Newest => partition.low,
                    Order::Oldest => partition.position,
                }
                .to_string(),
                end: partition.end.to_string(),
                read: partition.read(self.order),
                total: partition.total(),
                state: if partition.failed {
                    PartitionState::Failed
                } else if partition.is_done(self.order) {
                    PartitionState::End
                } else if matches!(self.phase, Phase::Stopped | Phase::Full | Phase::Asking) {
                    PartitionState::Stopped
                } else {
                    PartitionState::Reading
                },
                missing: partition.missing,
                expired: partition.expired,
                problem: partition.problem.clone(),
            })
            .collect()
    }
}
