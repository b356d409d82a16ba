use std::collections::HashSet;
use std::io::{self, BufWriter, Write};

use messages::{Batch, Filter, Record, Verdict};
use tokio::sync::mpsc;

use super::encoder::Encoder;
use super::landing::{Landing, unwritable};
use crate::failure::Result;
use crate::jobs::Control;

/// Bytes written at once.
const BUFFER: usize = 1 << 20;

/// What is on its way to the writer.
pub(super) enum Piece {
    Records(Batch),
    /// That was all: a channel that closes without it was abandoned.
    End,
}

/// How writing ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ended {
    /// With all that was read.
    Whole,
    /// With as many as were asked for.
    Enough,
    /// Nobody wants the file any more.
    Abandoned,
}

/// What was written.
#[derive(Debug)]
pub(super) struct Written {
    pub(super) messages: u64,
    /// Records that the filter can't judge.
    pub(super) unclear: u64,
    pub(super) ended: Ended,
}

/// Chooses records and writes them down, on a thread that may block.
pub(super) struct Writer {
    pub(super) filter: Option<Filter>,
    /// Only these, by partition and offset.
    pub(super) chosen: Option<HashSet<(i32, i64)>>,
    pub(super) limit: Option<u64>,
    pub(super) encoder: Encoder,
}

impl Writer {
    /// Writes what comes; the file gets its name when it is whole, else nothing is left of it.
    pub(super) fn write(
        self,
        pieces: mpsc::Receiver<Piece>,
        mut landing: Landing,
        control: &Control,
    ) -> Result<Written> {
        let target = landing.target().to_owned();
        let written = self
            .write_to(pieces, landing.file(), control)
            .map_err(|error| unwritable(&error, &target))?;
        if written.ended != Ended::Abandoned {
            landing.land()?;
        }
        Ok(written)
    }

    fn write_to(
        &self,
        mut pieces: mpsc::Receiver<Piece>,
        file: impl Write,
        control: &Control,
    ) -> io::Result<Written> {
        let mut out = BufWriter::with_capacity(BUFFER, file);
        let mut lines = Vec::new();
        let mut written = Written {
            messages: 0,
            unclear: 0,
            ended: Ended::Abandoned,
        };
        self.encoder.head(&mut lines);
        while written.ended == Ended::Abandoned {
            let before = written.messages;
            match pieces.blocking_recv() {
                None => return Ok(written),
                Some(Piece::End) => written.ended = Ended::Whole,
                Some(Piece::Records(batch)) => {
                    for record in batch.iter() {
                        if !self.lets_through(&record, &mut written.unclear) {
                            continue;
                        }
                        self.encoder.record(&record, &mut lines);
                        written.messages += 1;
                        if self.limit == Some(written.messages) {
                            written.ended = Ended::Enough;
                            break;
                        }
                    }
                }
            }
            out.write_all(&lines)?;
            control.wrote(written.messages - before, lines.len() as u64);
            lines.clear();
        }
        out.flush()?;
        Ok(written)
    }

    fn lets_through(&self, record: &Record<'_>, unclear: &mut u64) -> bool {
        let is_chosen =
            |chosen: &HashSet<(i32, i64)>| chosen.contains(&(record.partition, record.offset));
        if !self.chosen.as_ref().is_none_or(is_chosen) {
            return false;
        }
        match self.filter.as_ref().map(|filter| filter.judge(record)) {
            None | Some(Verdict::Match) => true,
            Some(Verdict::No) => false,
            Some(Verdict::Unclear) => {
                *unclear += 1;
                false
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use messages::TimestampKind;

    use super::*;
    use crate::jobs::Control;

    fn batch(values: &[&str]) -> Batch {
        let mut batch = Batch::default();
        for (offset, value) in values.iter().enumerate() {
            batch.push(Record {
                partition: 0,
                offset: offset as i64,
                timestamp: 1,
                timestamp_kind: TimestampKind::Create,
                key: None,
                value: Some(value.as_bytes()),
                headers: std::iter::empty::<(&[u8], Option<&[u8]>)>(),
            });
        }
        batch
    }

    fn writer(limit: Option<u64>) -> Writer {
        Writer {
            filter: None,
            chosen: None,
            limit,
            encoder: Encoder::JsonLines,
        }
    }

    fn sent(pieces: Vec<Piece>) -> mpsc::Receiver<Piece> {
        let (sender, receiver) = mpsc::channel(pieces.len().max(1));
        for piece in pieces {
            assert!(sender.try_send(piece).is_ok(), "there is room");
        }
        receiver
    }

    fn landing(folder: &Path) -> Landing {
        Landing::prepare(&folder.join("a.jsonl").to_string_lossy(), false).expect("a place")
    }

    fn left_in(folder: &Path) -> usize {
        std::fs::read_dir(folder).expect("the folder").count()
    }

    #[test]
    fn what_was_abandoned_leaves_nothing() {
        let folder = tempfile::tempdir().expect("a folder");
        let pieces = sent(vec![Piece::Records(batch(&["a", "b"]))]);
        let control = Control::alone();
        let written = writer(None)
            .write(pieces, landing(folder.path()), &control)
            .expect("no failure");
        assert_eq!((written.ended, written.messages), (Ended::Abandoned, 2));
        assert_eq!(left_in(folder.path()), 0);
    }

    #[test]
    fn it_ends_with_enough() {
        let folder = tempfile::tempdir().expect("a folder");
        let pieces = sent(vec![Piece::Records(batch(&["a", "b", "c"]))]);
        let control = Control::alone();
        let written = writer(Some(2))
            .write(pieces, landing(folder.path()), &control)
            .expect("written");
        assert_eq!((written.ended, written.messages), (Ended::Enough, 2));
        let text = std::fs::read_to_string(folder.path().join("a.jsonl")).expect("the file");
        assert_eq!(text.lines().count(), 2);
    }

    /// Takes so many bytes, and then has no room.
    struct Full(usize);

    impl Write for Full {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            if self.0 == 0 {
                return Err(io::ErrorKind::StorageFull.into());
            }
            let taken = bytes.len().min(self.0);
            self.0 -= taken;
            Ok(taken)
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn a_full_disk_ends_it() {
        let long = "x".repeat(100_000);
        let control = Control::alone();
        for room in [0, 1000, 250_000] {
            let pieces = sent(vec![Piece::Records(batch(&[long.as_str(); 3])), Piece::End]);
            let error = writer(None)
                .write_to(pieces, Full(room), &control)
                .expect_err("no room");
            assert_eq!(error.kind(), io::ErrorKind::StorageFull, "{room}");
        }
    }
}
