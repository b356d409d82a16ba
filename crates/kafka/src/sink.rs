use crate::error::Error;
use crate::record::Record;
use crate::span::{End, Span};

/// Where a [`Reader`](crate::Reader) puts what it reads; called on the reader's own thread.
pub trait Sink: Send + 'static {
    /// A record.
    fn record(&mut self, record: Record<'_>);
    /// A partition has been read to the end of its span, or of what is there; `offset` is the next one to come.
    fn end(&mut self, partition: i32, offset: i64, why: End);
    /// Retention has taken the offsets `from..to` before they could be read; reading goes on at `to`.
    fn skipped(&mut self, partition: i32, from: i64, to: i64);
    /// A partition, or the whole topic, can't be read for now.
    fn fault(&mut self, partition: Option<i32>, error: Error);
    /// No broker answers (the cause), or one answers again (none).
    fn connection(&mut self, lost: Option<Error>);
    /// What came since the last flush can be passed on; blocking here slows the reading down. False ends it.
    fn flush(&mut self) -> bool;
    /// All spans that have an end are over, the flush of their last records included: what to read next, without
    /// connecting anew. A span takes the place of what is read of its partition. None is final: then a reader goes on
    /// only with what it follows.
    fn next(&mut self) -> Option<Vec<Span>> {
        None
    }
}
