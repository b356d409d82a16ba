use std::time::{Duration, Instant};

use messages::Overflow;

use crate::failure::Result;
use crate::start::ViewSpec;
use crate::tail::Tail;
use crate::tick::TailState;

/// What a scan has read.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Scanned {
    /// Records read.
    pub messages: u64,
    /// Bytes of their keys and values.
    pub bytes: u64,
    /// Records that the filter lets through.
    pub matched: u64,
    /// From the start to the last end of a partition.
    pub took: Duration,
}

/// Reads a topic to its end through the path of a view (reader, store, filter), with a store of `limit` bytes from which
/// the oldest records go.
///
/// # Errors
/// What is wrong with `config` or `spec`, or why the topic can't be read.
pub async fn scan(config: kafka::ClusterConfig, spec: &ViewSpec, limit: usize) -> Result<Scanned> {
    let started = Instant::now();
    let cluster = kafka::Cluster::new(config)?;
    let spec = ViewSpec {
        follow: false,
        ..spec.clone()
    };
    let tail = Tail::open(&cluster, &spec, limit, Overflow::Slide, |_| true).await?;
    if let TailState::Failed { failure } = tail.finished().await {
        return Err(failure);
    }
    let took = started.elapsed();
    let inner = tail.inner();
    Ok(Scanned {
        messages: inner.progress.seen(),
        bytes: inner.progress.bytes(),
        matched: inner.view.matched(),
        took,
    })
}
