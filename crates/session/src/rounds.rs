use kafka::Span;
use messages::Batch;

use crate::passage::{Passage, Passed};

/// Records of the first round, over all partitions: little, so that the newest show at once.
const FIRST: i64 = 2000;
/// Records and bytes of a later round, over all partitions, at most.
const LARGEST: i64 = 65_536;
const LARGEST_BYTES: u64 = 16 << 20;
/// Records of a partition in a round, at least.
const SMALLEST: i64 = 200;

/// Reads partitions backwards: round by round a slice of each, and of what was read only that is handed out which no
/// older slice can be newer than. So records come in the order of time across partitions, the newest first.
pub(crate) struct Rounds {
    partitions: Vec<Partition>,
    slice: i64,
}

struct Partition {
    id: i32,
    /// Where the range starts.
    start: i64,
    /// Down to here it has been read, the round that runs included.
    low: i64,
    /// Down to here it has been handed out.
    given: i64,
    /// The round that runs, in the order of offsets.
    slice: Batch,
    /// Read, and not handed out yet: in the order of offsets.
    held: Batch,
    /// Records of both, those that nobody wanted included, and their bytes.
    records: u64,
    bytes: u64,
    /// The time of the lowest record read: an older one is not newer.
    frontier: i64,
}

impl Rounds {
    /// `spans`: partition, start and end (exclusive).
    pub(crate) fn new(spans: &[(i32, i64, i64)]) -> Self {
        let partitions: Vec<Partition> = spans
            .iter()
            .filter(|(_, start, end)| start < end)
            .map(|(partition, start, end)| Partition {
                id: *partition,
                start: *start,
                low: *end,
                given: *end,
                slice: Batch::default(),
                held: Batch::default(),
                records: 0,
                bytes: 0,
                frontier: i64::MAX,
            })
            .collect();
        let slice = FIRST / partitions.len().max(1) as i64;
        Self {
            partitions,
            slice: slice.max(SMALLEST),
        }
    }

    /// Notes a record; it goes into the batch that is returned, if it is wanted.
    pub(crate) fn record(&mut self, partition: i32, size: usize) -> &mut Batch {
        let at = self.partitions.iter().position(|each| each.id == partition);
        let partition = &mut self.partitions[at.unwrap_or(0)];
        partition.records += 1;
        partition.bytes += size as u64;
        &mut partition.slice
    }

    /// Retention took what stood below `to`: says from where.
    pub(crate) fn expired(&mut self, partition: i32, to: i64) -> (i64, i64) {
        let found = self.partitions.iter_mut().find(|each| each.id == partition);
        let Some(partition) = found else {
            return (to, to);
        };
        let from = partition.start;
        let to = to.min(partition.given);
        partition.start = to.max(from);
        partition.low = partition.low.max(to);
        (from, to)
    }

    /// The round has been read: hands out what is certain to be newer than all that is still to be read.
    pub(crate) fn finish(&mut self) -> (Batch, Passage) {
        for partition in &mut self.partitions {
            let slice = std::mem::take(&mut partition.slice);
            if let Some(lowest) = slice.get(0) {
                partition.frontier = lowest.timestamp;
            }
            let held = std::mem::replace(&mut partition.held, slice);
            partition.held.merge(held);
        }
        let certain = self.certain();
        let mut out = Batch::default();
        let mut passage = Passage::default();
        for partition in &mut self.partitions {
            partition.hand_out(certain, &mut out, &mut passage);
        }
        out.sort_by_time();
        (out, passage)
    }

    /// What the first round reads.
    pub(crate) fn first(&mut self) -> Vec<Span> {
        self.round(i64::MAX)
    }

    /// What the next round reads; none where all has been read.
    pub(crate) fn next(&mut self) -> Option<Vec<Span>> {
        let count = self.partitions.len().max(1) as i64;
        let (records, bytes) = self
            .partitions
            .iter()
            .fold((0, 0), |(records, bytes), each| {
                (records + each.records, bytes + each.bytes)
            });
        let room = bytes.checked_div(records).map_or(LARGEST, |size| {
            LARGEST.min((LARGEST_BYTES / size.max(1)) as i64)
        });
        self.slice = (self.slice * 2).min(room / count).max(SMALLEST);
        let spans = self.round(self.certain());
        (!spans.is_empty()).then_some(spans)
    }

    /// Nothing that is still to be read is newer than this.
    fn certain(&self) -> i64 {
        self.partitions
            .iter()
            .filter(|partition| partition.low > partition.start)
            .map(|partition| partition.frontier)
            .max()
            .unwrap_or(i64::MIN)
    }

    /// Partitions that hold much back wait until the others have come as far.
    fn round(&mut self, certain: i64) -> Vec<Span> {
        let slice = self.slice;
        self.partitions
            .iter_mut()
            .filter(|partition| partition.low > partition.start)
            .filter(|partition| {
                partition.frontier == certain || (partition.held.len() as i64) < slice / 2
            })
            .map(|partition| {
                let to = partition.low;
                partition.low = partition.start.max(to - slice);
                Span {
                    partition: partition.id,
                    from: partition.low,
                    to: Some(to),
                }
            })
            .collect()
    }
}

impl Partition {
    fn hand_out(&mut self, certain: i64, out: &mut Batch, passage: &mut Passage) {
        let from = self
            .held
            .iter()
            .position(|record| record.timestamp >= certain)
            .unwrap_or(self.held.len());
        let given = match self.held.get(from) {
            // Whole, together with what holds no record below it.
            Some(_) if from == 0 => self.low,
            Some(record) => record.offset,
            None if self.held.is_empty() => self.low,
            None => return,
        };
        if given == self.given {
            return;
        }
        let mut kept = Batch::default();
        for (index, record) in self.held.iter().enumerate() {
            let into = if index < from { &mut kept } else { &mut *out };
            into.push(record);
        }
        // A key's records are those of one partition, which never holds anything back: the count is exact.
        let (records, bytes) = if from == 0 {
            (self.records, self.bytes)
        } else {
            let records = (self.held.len() - from) as u64;
            (records, self.bytes * records / self.records.max(1))
        };
        self.held = kept;
        self.records -= records.min(self.records);
        self.bytes -= bytes.min(self.bytes);
        passage.records += records;
        passage.bytes += bytes;
        passage.partitions.push(Passed {
            partition: self.id,
            position: given,
            missing: ((self.given - given) as u64).saturating_sub(records),
            at_end: given <= self.start,
        });
        self.given = given;
    }
}

#[cfg(test)]
mod tests {
    use messages::TimestampKind;

    use super::*;

    /// Reads partitions, given as times by offset (none: no record there), and returns offsets in the order of rows.
    fn read(partitions: &[Vec<Option<i64>>]) -> (Vec<(i64, i32, i64)>, Vec<Passed>) {
        let spans: Vec<(i32, i64, i64)> = partitions
            .iter()
            .enumerate()
            .map(|(partition, times)| (partition as i32, 0, times.len() as i64))
            .collect();
        let mut rounds = Rounds::new(&spans);
        let mut round = Some(rounds.first());
        let (mut rows, mut passed) = (Vec::new(), Vec::new());
        while let Some(spans) = round.filter(|spans| !spans.is_empty()) {
            for span in spans {
                for offset in span.from..span.to.expect("a bounded span") {
                    let Some(timestamp) = partitions[span.partition as usize][offset as usize]
                    else {
                        continue;
                    };
                    rounds.record(span.partition, 1).push(messages::Record {
                        partition: span.partition,
                        offset,
                        timestamp,
                        timestamp_kind: TimestampKind::Create,
                        key: None,
                        value: None,
                        headers: std::iter::empty::<(&[u8], Option<&[u8]>)>(),
                    });
                }
            }
            let (batch, passage) = rounds.finish();
            let older: Vec<(i64, i32, i64)> = batch
                .iter()
                .map(|record| (record.timestamp, record.partition, record.offset))
                .collect();
            rows.splice(0..0, older);
            passed.extend(passage.partitions);
            round = rounds.next();
        }
        (rows, passed)
    }

    #[test]
    fn records_come_in_the_order_of_time_however_uneven_the_partitions_are() {
        let busy: Vec<Option<i64>> = (0..20_000).map(|offset| Some(1_000_000 + offset)).collect();
        let quiet: Vec<Option<i64>> = (0..900).map(|offset| Some(offset * 1200)).collect();
        let holes: Vec<Option<i64>> = (0..3000)
            .map(|offset| (!(500..2500).contains(&offset)).then_some(1_000_000 + offset * 7))
            .collect();
        let (rows, passed) = read(&[busy, quiet, vec![], holes]);
        assert_eq!(rows.len(), 20_000 + 900 + 1000);
        assert!(rows.is_sorted(), "rows ascend in time");
        for (partition, missing) in [(0, 0), (1, 0), (3, 2000)] {
            let of = || passed.iter().filter(|each| each.partition == partition);
            assert_eq!(of().map(|each| each.missing).sum::<u64>(), missing);
            assert_eq!(
                of().next_back().map(|each| (each.position, each.at_end)),
                Some((0, true))
            );
        }
    }

    #[test]
    fn times_out_of_order_lose_no_record() {
        let mixed: Vec<Option<i64>> = (0..5000_i64)
            .map(|offset| Some((offset * 7919) % 5000))
            .collect();
        let steady: Vec<Option<i64>> = (0..5000).map(Some).collect();
        let (rows, passed) = read(&[mixed, steady]);
        let mut places: Vec<(i32, i64)> = rows.iter().map(|row| (row.1, row.2)).collect();
        places.sort_unstable();
        places.dedup();
        assert_eq!(places.len(), 10_000);
        assert!(passed.iter().all(|each| each.missing == 0), "{passed:?}");
    }
}
