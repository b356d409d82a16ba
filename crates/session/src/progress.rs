use std::collections::BTreeMap;
use std::time::Instant;

use messages::Batch;

use crate::failure::Failure;
use crate::sink::Event;
use crate::start::Range;
use crate::tick::{PartitionCoverage, PartitionState, TailState};

/// How far a view has read, partition by partition.
pub(crate) struct Progress {
    partitions: BTreeMap<i32, Partition>,
    follow: bool,
    phase: Phase,
    lost: Option<(String, Instant)>,
    failed: Option<Failure>,
    seen: u64,
    bytes: u64,
    last_record_ms: Option<i64>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Phase {
    /// Nothing has been heard yet.
    Starting,
    Reading,
    Stopped,
    Full,
}

struct Partition {
    start: i64,
    position: i64,
    end: i64,
    /// Its end was reported; with compacted or aborted records at the end no record says so.
    at_end: bool,
    failed: bool,
    problem: Option<String>,
}

impl Partition {
    fn total(&self) -> u64 {
        (self.end - self.start).max(0) as u64
    }

    fn read(&self) -> u64 {
        if self.at_end {
            self.total()
        } else {
            (self.position.min(self.end) - self.start).max(0) as u64
        }
    }

    fn is_done(&self) -> bool {
        self.failed || self.at_end || self.position >= self.end
    }
}

impl Progress {
    pub(crate) fn new(ranges: Vec<Range>, follow: bool) -> Self {
        let partitions = ranges
            .into_iter()
            .map(|range| {
                let partition = Partition {
                    start: range.start,
                    position: range.start,
                    end: range.end,
                    at_end: false,
                    failed: range.problem.is_some(),
                    problem: range.problem.map(|failure| failure.message),
                };
                (range.partition, partition)
            })
            .collect();
        Self {
            partitions,
            follow,
            phase: Phase::Starting,
            lost: None,
            failed: None,
            seen: 0,
            bytes: 0,
            last_record_ms: None,
        }
    }

    /// Notes the records of a batch, before or after the view has them.
    pub(crate) fn records(&mut self, batch: &Batch) {
        self.heard();
        self.seen += batch.len() as u64;
        self.last_record_ms = Some(chrono::Utc::now().timestamp_millis());
        for record in batch.iter() {
            self.bytes +=
                (record.key.map_or(0, <[u8]>::len) + record.value.map_or(0, <[u8]>::len)) as u64;
            if let Some(partition) = self.partitions.get_mut(&record.partition) {
                partition.position = record.offset + 1;
                partition.problem = None;
            }
        }
    }

    pub(crate) fn apply(&mut self, event: Event) {
        match event {
            Event::Records(batch) => self.records(&batch),
            Event::End { partition, offset } => {
                self.heard();
                if let Some(partition) = self.partitions.get_mut(&partition) {
                    partition.position = partition.position.max(offset);
                    partition.at_end = true;
                    partition.problem = None;
                }
            }
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
                    self.failed = Some(failure);
                }
            }
            Event::Lost(failure) => self.lost = Some((failure.message, Instant::now())),
            Event::Found => self.lost = None,
        }
    }

    pub(crate) fn stop(&mut self) {
        self.phase = Phase::Stopped;
    }

    /// The store is full: reading waits.
    pub(crate) fn fill(&mut self) {
        self.phase = Phase::Full;
    }

    /// The store has room again.
    pub(crate) fn make_room(&mut self) {
        if self.phase == Phase::Full {
            self.phase = Phase::Reading;
        }
    }

    /// Where to go on; empty where there is nothing more to read.
    pub(crate) fn resume(&mut self) -> Vec<(i32, i64)> {
        if self.failed.take().is_some() {
            for partition in self.partitions.values_mut() {
                partition.failed = false;
            }
        }
        self.phase = if self.seen > 0 {
            Phase::Reading
        } else {
            Phase::Starting
        };
        let more =
            |partition: &Partition| !partition.failed && (self.follow || !partition.is_done());
        self.partitions
            .iter()
            .filter(|(_, partition)| more(partition))
            .map(|(id, partition)| (*id, partition.position))
            .collect()
    }

    /// Whether everything that was there at the start has been read.
    pub(crate) fn caught_up(&self) -> bool {
        self.partitions.values().all(Partition::is_done)
    }

    /// Whether nothing more will come.
    pub(crate) fn is_done(&self) -> bool {
        self.failed.is_some() || (!self.follow && self.caught_up())
    }

    pub(crate) fn state(&self) -> TailState {
        if let Some(failure) = &self.failed {
            TailState::Failed {
                failure: failure.clone(),
            }
        } else if self.is_done() {
            TailState::Ended
        } else if self.phase == Phase::Stopped {
            TailState::Stopped
        } else if let Some((message, since)) = &self.lost {
            TailState::Disconnected {
                message: message.clone(),
                since_ms: since.elapsed().as_millis() as u64,
            }
        } else if self.phase == Phase::Full {
            TailState::Full
        } else if self.caught_up() {
            TailState::Live
        } else if self.phase == Phase::Starting {
            TailState::Starting
        } else {
            TailState::Reading
        }
    }

    fn heard(&mut self) {
        self.lost = None;
        if self.phase == Phase::Starting {
            self.phase = Phase::Reading;
        }
    }

    pub(crate) fn total(&self) -> u64 {
        self.partitions.values().map(Partition::total).sum()
    }

    pub(crate) fn read(&self) -> u64 {
        self.partitions.values().map(Partition::read).sum()
    }

    pub(crate) fn seen(&self) -> u64 {
        self.seen
    }

    /// Bytes of keys and values read.
    pub(crate) fn bytes(&self) -> u64 {
        self.bytes
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
                position: partition.position.to_string(),
                end: partition.end.to_string(),
                read: partition.read(),
                total: partition.total(),
                state: if partition.failed {
                    PartitionState::Failed
                } else if partition.is_done() {
                    PartitionState::End
                } else if matches!(self.phase, Phase::Stopped | Phase::Full) {
                    PartitionState::Stopped
                } else {
                    PartitionState::Reading
                },
                problem: partition.problem.clone(),
            })
            .collect()
    }
}
