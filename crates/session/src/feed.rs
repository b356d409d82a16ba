use std::collections::VecDeque;

use kafka::{Isolation, Span};
use tokio::sync::mpsc;

use crate::failure::Result;
use crate::rounds::Rounds;
use crate::sink::{Event, FeedSink, Plan};

/// Batches on their way between a reader and who takes them.
const IN_FLIGHT: usize = 4;

/// A reader of a topic and what it tells, in order, through a bounded channel: who takes nothing stops the reader.
/// Dropping it ends the reading.
pub(crate) struct Feed {
    pub(crate) events: mpsc::Receiver<Event>,
    _reader: kafka::Reader,
}

/// What a feed reads of a topic, and how.
pub(crate) struct Reading<'a> {
    pub(crate) topic: &'a str,
    /// With messages of open and aborted transactions.
    pub(crate) uncommitted: bool,
    /// Only messages with this key.
    pub(crate) key: Option<&'a str>,
}

impl Feed {
    /// Reads forward.
    pub(crate) fn forward(
        cluster: &kafka::Cluster,
        reading: &Reading<'_>,
        spans: Vec<Span>,
    ) -> Result<Self> {
        let all = spans.clone();
        Self::start(cluster, reading, &all, spans, Plan::Together)
    }

    /// Reads bounded spans forward, one after another.
    pub(crate) fn in_turn(
        cluster: &kafka::Cluster,
        reading: &Reading<'_>,
        spans: Vec<Span>,
    ) -> Result<Self> {
        let mut later: VecDeque<Span> = spans.iter().copied().collect();
        let first = later.pop_front().into_iter().collect();
        Self::start(cluster, reading, &spans, first, Plan::InTurn(later))
    }

    /// Reads bounded spans backwards, in slices.
    pub(crate) fn backward(
        cluster: &kafka::Cluster,
        reading: &Reading<'_>,
        spans: &[(i32, i64, i64)],
    ) -> Result<Self> {
        let mut rounds = Rounds::new(spans);
        let first = rounds.first();
        Self::start(cluster, reading, &[], first, Plan::Backwards(rounds))
    }

    fn start(
        cluster: &kafka::Cluster,
        reading: &Reading<'_>,
        all: &[Span],
        first: Vec<Span>,
        plan: Plan,
    ) -> Result<Self> {
        let (sender, events) = mpsc::channel(IN_FLIGHT);
        let sink = FeedSink::new(sender, all, reading.key, plan);
        let isolation = if reading.uncommitted {
            Isolation::ReadUncommitted
        } else {
            Isolation::ReadCommitted
        };
        let reader = cluster.read(reading.topic, first, isolation, sink)?;
        Ok(Self {
            events,
            _reader: reader,
        })
    }
}
