use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use crate::cluster::OpenCluster;
use crate::names::{NameKind, Names};

/// How long the brokers have to answer.
const ASKING: Duration = Duration::from_secs(10);
/// Groups are asked for again when what is known is older.
const FRESH: Duration = Duration::from_secs(30);

/// What of an open cluster can be searched for by name; asked for in the background.
#[derive(Default)]
pub(crate) struct Roster {
    groups: Mutex<Option<(Instant, Arc<Names>)>>,
    asking: AtomicBool,
}

impl OpenCluster {
    /// The names that are known now. What is not known yet, or not lately, is asked for meanwhile.
    pub(crate) fn names(self: &Arc<Self>) -> Vec<Arc<Names>> {
        let topics = self.topics.names(&self.told.connection);
        let groups = self.roster.known();
        let due = topics.is_none() || groups.as_ref().is_none_or(|(at, _)| at.elapsed() > FRESH);
        if due && !self.roster.asking.swap(true, Ordering::Relaxed) {
            let cluster = Arc::clone(self);
            tokio::spawn(async move {
                cluster.ask().await;
                cluster.roster.asking.store(false, Ordering::Relaxed);
            });
        }
        topics
            .into_iter()
            .chain(groups.map(|(_, names)| names))
            .collect()
    }

    /// One may lack the right to see groups: then there are none.
    async fn ask(&self) {
        // Whoever opens the list of topics is told why it can't be had.
        let _ = self.topics.load(&self.kafka).await;
        let found = self.kafka.consumer_groups(ASKING).await;
        let groups = found.map(|found| found.groups).unwrap_or_default();
        let names = Names::new(
            NameKind::Group,
            &self.told.connection,
            groups.iter().map(|group| group.name.as_str()),
        );
        *self
            .roster
            .groups
            .lock()
            .unwrap_or_else(PoisonError::into_inner) = Some((Instant::now(), Arc::new(names)));
    }
}

impl Roster {
    fn known(&self) -> Option<(Instant, Arc<Names>)> {
        self.groups
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }
}
