use std::time::{Duration, Instant};

use messages::Overflow;

use crate::ask;
use crate::failure::{Failure, Result};
use crate::spec::ViewSpec;
use crate::tail::{Keep, Tail};
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
    /// Records that the filter can't judge.
    pub unclear: u64,
    /// Offsets that held no record.
    pub missing: u64,
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
    if let Some(problem) = ask::check(&spec.filter).problem {
        return Err(Failure::invalid(problem.message));
    }
    let keep = Keep {
        limit,
        overflow: Overflow::Slide,
        asks: false,
        denied: None,
    };
    let tail = Tail::open(&cluster, spec, keep, |_| true).await?;
    if let TailState::Failed { failure } = tail.finished().await {
        return Err(failure);
    }
    let took = started.elapsed();
    let inner = tail.inner();
    Ok(Scanned {
        messages: inner.progress.seen(),
        bytes: inner.progress.bytes(),
        matched: inner.view.matched(),
        unclear: inner.view.unclear(),
        missing: inner.progress.missing(),
        took,
    })
}
