use std::time::Duration;

use crate::access::Operation;
use crate::cluster::Cluster;
use crate::error::Result;
use crate::ffi;
use crate::metadata::Broker;

/// What a cluster says of itself to whoever may ask.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClusterDescription {
    /// Its id.
    pub id: Option<String>,
    /// The controller's broker id; under `KRaft` it is just a broker that is up.
    pub controller: Option<i32>,
    /// Brokers, by id, with their racks.
    pub brokers: Vec<Broker>,
    /// What the principal may do to the cluster; none where the broker does not tell.
    pub operations: Option<Vec<Operation>>,
}

impl Cluster {
    /// Asks for brokers, racks, and what the principal may do to the cluster.
    ///
    /// # Errors
    /// Why there is no answer.
    pub async fn describe(&self, limit: Duration) -> Result<ClusterDescription> {
        self.administer(limit, crate::CLUSTER, ffi::brokers::describe)
            .await
    }
}
