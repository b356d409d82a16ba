use kafka::Span;

/// How far records have brought the reading.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Passage {
    /// Records read, those that nobody wanted included.
    pub(crate) records: u64,
    /// Bytes of their keys and values.
    pub(crate) bytes: u64,
    pub(crate) partitions: Vec<Passed>,
}

/// How far a partition has been read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Passed {
    pub(crate) partition: i32,
    /// The next offset to read; backwards the lowest one that was read.
    pub(crate) position: i64,
    /// Offsets that held no record: markers of transactions, aborted or compacted records.
    pub(crate) missing: u64,
    /// Its end was reached.
    pub(crate) at_end: bool,
}

impl Passage {
    /// What these records alone tell: some of a batch, in its order.
    pub(crate) fn of<'a>(
        records: impl Iterator<Item = messages::Record<'a>>,
        backwards: bool,
    ) -> Self {
        let mut passage = Self::default();
        for record in records {
            passage.records += 1;
            passage.bytes +=
                (record.key.map_or(0, <[u8]>::len) + record.value.map_or(0, <[u8]>::len)) as u64;
            let place = if backwards {
                record.offset
            } else {
                record.offset + 1
            };
            let known = passage
                .partitions
                .iter_mut()
                .find(|passed| passed.partition == record.partition);
            match known {
                Some(passed) if backwards => passed.position = passed.position.min(place),
                Some(passed) => passed.position = passed.position.max(place),
                None => passage.partitions.push(Passed {
                    partition: record.partition,
                    position: place,
                    missing: 0,
                    at_end: false,
                }),
            }
        }
        passage
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.partitions.is_empty()
    }
}

/// Counts what a reader hands out, partition by partition.
pub(crate) struct Tally {
    passage: Passage,
    /// Where each partition stands, and where it stops.
    places: Vec<(i32, i64, Option<i64>)>,
    /// The place of the last record: the next one is likely of the same partition.
    last: usize,
}

impl Tally {
    pub(crate) fn new(spans: &[Span]) -> Self {
        Self {
            passage: Passage::default(),
            places: spans
                .iter()
                .map(|span| (span.partition, span.from, span.to))
                .collect(),
            last: 0,
        }
    }

    pub(crate) fn record(&mut self, partition: i32, offset: i64, size: usize) {
        self.passage.records += 1;
        self.passage.bytes += size as u64;
        self.pass(partition, offset, offset + 1, false);
    }

    /// A partition was read to its end, which stands before `offset`.
    pub(crate) fn end(&mut self, partition: i32, offset: i64) {
        let stop = self.place(partition).and_then(|place| place.2);
        let offset = stop.map_or(offset, |stop| stop.min(offset));
        self.pass(partition, offset, offset, true);
    }

    /// What stood before `offset` is there no more.
    pub(crate) fn skip(&mut self, partition: i32, offset: i64) {
        if let Some(place) = self.place(partition) {
            place.1 = place.1.max(offset);
        }
    }

    pub(crate) fn take(&mut self) -> Passage {
        std::mem::take(&mut self.passage)
    }

    fn pass(&mut self, partition: i32, found: i64, next: i64, at_end: bool) {
        let Some(place) = self.place(partition) else {
            return;
        };
        let missing = (found - place.1).max(0) as u64;
        place.1 = place.1.max(next);
        let position = place.1;
        let known = self.passage.partitions.last_mut();
        let passed = match known {
            Some(passed) if passed.partition == partition => passed,
            _ => {
                let partitions = &mut self.passage.partitions;
                let at = partitions
                    .iter()
                    .position(|passed| passed.partition == partition)
                    .unwrap_or_else(|| {
                        partitions.push(Passed {
                            partition,
                            position,
                            missing: 0,
                            at_end: false,
                        });
                        partitions.len() - 1
                    });
                &mut partitions[at]
            }
        };
        passed.position = position;
        passed.missing += missing;
        passed.at_end |= at_end;
    }

    fn place(&mut self, partition: i32) -> Option<&mut (i32, i64, Option<i64>)> {
        if self
            .places
            .get(self.last)
            .is_none_or(|place| place.0 != partition)
        {
            self.last = self.places.iter().position(|place| place.0 == partition)?;
        }
        self.places.get_mut(self.last)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offsets_without_a_record_are_counted_up_to_where_reading_stops() {
        let span = |partition, from, to| Span {
            partition,
            from,
            to,
        };
        let mut tally = Tally::new(&[span(0, 10, Some(20)), span(1, 0, None)]);
        tally.record(0, 10, 3);
        tally.record(0, 13, 3);
        tally.record(1, 0, 1);
        assert_eq!(
            tally.take(),
            Passage {
                records: 3,
                bytes: 7,
                partitions: vec![
                    Passed {
                        partition: 0,
                        position: 14,
                        missing: 2,
                        at_end: false
                    },
                    Passed {
                        partition: 1,
                        position: 1,
                        missing: 0,
                        at_end: false
                    },
                ],
            }
        );
        // The next record stands behind the range: what is between is not asked for.
        tally.end(0, 31);
        tally.skip(1, 5);
        tally.end(1, 6);
        assert_eq!(
            tally.take().partitions,
            vec![
                Passed {
                    partition: 0,
                    position: 20,
                    missing: 6,
                    at_end: true
                },
                Passed {
                    partition: 1,
                    position: 6,
                    missing: 1,
                    at_end: true
                },
            ]
        );
    }
}
