//! Topics and groups of open connections, by name.

use std::sync::Arc;

use super::{Session, lock};
use crate::cluster::OpenCluster;
use crate::names::{NameHit, Names};

/// Hits in one answer at most.
const HITS: usize = 200;

impl Session {
    /// Finds topics and groups of open connections whose names have the letters of `text` in their order, the best first.
    /// Asks no broker: what is not known yet is asked for meanwhile.
    pub fn search_names(&self, text: &str, limit: u32) -> Vec<NameHit> {
        if text.trim().is_empty() {
            return Vec::new();
        }
        let lists: Vec<Arc<Names>> = self
            .open_clusters()
            .iter()
            .flat_map(OpenCluster::names)
            .collect();
        Names::search(&lists, text, HITS.min(limit as usize))
    }

    /// The clusters that are open now.
    pub(super) fn open_clusters(&self) -> Vec<Arc<OpenCluster>> {
        let open = lock(&self.open);
        open.values()
            .filter_map(|cell| cell.get().cloned())
            .collect()
    }
}
