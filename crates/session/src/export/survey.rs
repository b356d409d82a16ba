use std::collections::HashSet;
use std::hash::{BuildHasher, RandomState};

use messages::{Record, Verdict};

use super::{Export, Lost};
use crate::amount::grouped;
use crate::failure::{Failure, Result};
use crate::feed::{Feed, Reading};
use crate::jobs::Control;
use crate::progress::Progress;
use crate::sink::Event;
use crate::spec::Order;

/// Keys or messages that can be remembered.
const REMEMBERED: usize = 4_000_000;

/// Looks through the range from its end for the messages that are to be exported: the newest of each key, or the newest
/// so many. None where the job is to stop.
pub(super) async fn newest(
    cluster: &kafka::Cluster,
    export: &Export,
    control: &Control,
) -> Result<Option<HashSet<(i32, i64)>>> {
    let spec = &export.spec;
    let mut progress = Progress::new(export.ranges.clone(), Order::Newest, false);
    let behind = progress.behind();
    let mut newest = Newest {
        export,
        keys: spec.latest_per_key.then(HashSet::new),
        hasher: RandomState::new(),
        chosen: HashSet::new(),
    };
    if behind.is_empty() {
        return Ok(Some(newest.chosen));
    }
    let reading = Reading {
        topic: &spec.topic,
        uncommitted: spec.uncommitted,
        key: spec.key.as_ref().map(|key| key.text.as_str()),
    };
    let mut feed = Feed::backward(cluster, &reading, &behind)?;
    let mut lost = Lost::default();
    while !progress.is_done() {
        let Some(event) = lost.next(&mut feed, control).await? else {
            return Ok(None);
        };
        progress.apply(&event);
        control.done(progress.read());
        match event {
            Event::Fault {
                failure,
                gone: true,
                ..
            } => return Err(failure),
            Event::Older(batch, _) => {
                for index in (0..batch.len()).rev() {
                    let Some(record) = batch.get(index) else {
                        continue;
                    };
                    if newest.look(&record)? {
                        return Ok(Some(newest.chosen));
                    }
                }
            }
            _ => {}
        }
    }
    Ok(Some(newest.chosen))
}

struct Newest<'a> {
    export: &'a Export,
    /// Keys seen, as hashes with their partition: a key's messages lie in one.
    keys: Option<HashSet<u64>>,
    hasher: RandomState,
    chosen: HashSet<(i32, i64)>,
}

impl Newest<'_> {
    /// Looks at the next older record. True where there are enough.
    fn look(&mut self, record: &Record<'_>) -> Result<bool> {
        if let (Some(keys), Some(key)) = (&mut self.keys, record.key)
            && !keys.insert(self.hasher.hash_one((record.partition, key)))
        {
            return Ok(false);
        }
        let filter = self.export.filter.as_ref();
        if filter.is_none_or(|filter| filter.judge(record) == Verdict::Match) {
            self.chosen.insert((record.partition, record.offset));
        }
        let keys = self.keys.as_ref().map_or(0, HashSet::len);
        if keys.max(self.chosen.len()) > REMEMBERED {
            return Err(Failure::invalid(format!(
                "There are more than {} different messages to tell apart.",
                grouped(REMEMBERED as u64)
            ))
            .hint("Narrow the range or the filter, or export all messages of each key."));
        }
        let enough = self.export.spec.limit.map(|limit| limit as usize);
        Ok(enough.is_some_and(|enough| self.chosen.len() >= enough))
    }
}
