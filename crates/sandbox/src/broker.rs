//! The broker's state, and which answer belongs to which request.

use std::net::SocketAddr;
use std::sync::atomic::{AtomicI64, AtomicUsize, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

use kafka_protocol::messages::{BrokerId, RequestKind};
use kafka_protocol::protocol::StrBytes;
use tokio::sync::Notify;

use crate::connection::{Client, Reply};
use crate::frame::Memory;
use crate::group::Groups;
use crate::topic::{Topics, lock};
use crate::{admin, apis, cluster, configs, fetch, group, offsets, produce};

/// The only broker's id, also the controller's.
pub(crate) const NODE: BrokerId = BrokerId(1);
/// Nothing ever changes the leader.
pub(crate) const LEADER_EPOCH: i32 = 0;
/// All record batches together; beyond it a produce is refused.
const LOG_LIMIT: usize = 1024 * 1024 * 1024;

/// Everything that connections share.
#[derive(Debug)]
pub(crate) struct Broker {
    /// Where it listens.
    pub(crate) address: SocketAddr,
    /// Topics and their logs.
    pub(crate) topics: Topics,
    /// Consumer groups.
    pub(crate) groups: Groups,
    /// Wakes fetches that wait for records.
    pub(crate) appended: Notify,
    /// What large requests share.
    pub(crate) request_memory: Memory,
    stored: AtomicUsize,
    next_producer: AtomicI64,
}

impl Broker {
    /// A broker without topics.
    pub(crate) fn new(address: SocketAddr) -> Self {
        Self {
            address,
            topics: Topics::default(),
            groups: Groups::default(),
            appended: Notify::new(),
            request_memory: Memory::default(),
            stored: AtomicUsize::new(0),
            next_producer: AtomicI64::new(0),
        }
    }

    /// The host that clients are told.
    pub(crate) fn host(&self) -> StrBytes {
        StrBytes::from_string(self.address.ip().to_string())
    }

    /// A producer id that nobody has.
    pub(crate) fn new_producer(&self) -> i64 {
        self.next_producer.fetch_add(1, Ordering::Relaxed)
    }

    /// Whether a batch of this size still fits into memory.
    pub(crate) fn has_room(&self, size: usize) -> bool {
        self.stored.load(Ordering::Relaxed).saturating_add(size) <= LOG_LIMIT
    }

    /// Counts bytes that were appended.
    pub(crate) fn took(&self, size: usize) {
        self.stored.fetch_add(size, Ordering::Relaxed);
    }

    /// Counts bytes that were deleted.
    pub(crate) fn freed(&self, size: usize) {
        self.stored.fetch_sub(size, Ordering::Relaxed);
    }

    /// Forgets groups that hold nothing, and deletes what retention no longer keeps. Each batch counts as a segment.
    pub(crate) fn clean(&self) {
        self.groups.clean();
        let now = now();
        for topic in self.topics.all() {
            let overrides = topic.overrides();
            let (bytes, time) = (
                overrides.number("retention.bytes"),
                overrides.number("retention.ms"),
            );
            let deletes = overrides.cleans_by("delete");
            for log in topic.logs() {
                let mut log = lock(&log);
                log.expire_producers(now);
                if deletes {
                    let oldest = (time >= 0).then(|| now.saturating_sub(time));
                    self.freed(log.retain(usize::try_from(bytes).ok(), oldest));
                }
            }
        }
    }

    /// Answers a request whose version is served.
    pub(crate) async fn answer(
        &self,
        version: i16,
        client: &Client,
        request: RequestKind,
    ) -> Reply {
        match request {
            RequestKind::ApiVersions(_) => Reply::with(apis::versions()),
            RequestKind::Metadata(request) => {
                Reply::with(cluster::metadata(self, version, &request))
            }
            RequestKind::DescribeCluster(request) => Reply::with(cluster::describe(self, &request)),
            RequestKind::Produce(request) => produce::produce(self, version, request),
            RequestKind::InitProducerId(request) => {
                Reply::with(produce::init_producer(self, &request))
            }
            RequestKind::Fetch(request) => Reply::with(fetch::fetch(self, version, &request).await),
            RequestKind::ListOffsets(request) => {
                Reply::with(offsets::list(self, version, &request))
            }
            RequestKind::OffsetForLeaderEpoch(request) => {
                Reply::with(offsets::for_leader_epoch(self, &request))
            }
            RequestKind::CreateTopics(request) => {
                Reply::with(admin::create_topics(self, version, &request))
            }
            RequestKind::DeleteTopics(request) => {
                Reply::with(admin::delete_topics(self, version, &request))
            }
            RequestKind::CreatePartitions(request) => {
                Reply::with(admin::create_partitions(self, &request))
            }
            RequestKind::DeleteRecords(request) => {
                Reply::with(admin::delete_records(self, &request))
            }
            RequestKind::DescribeConfigs(request) => {
                Reply::with(configs::describe(self, version, &request))
            }
            RequestKind::IncrementalAlterConfigs(request) => {
                Reply::with(configs::alter(self, &request))
            }
            RequestKind::FindCoordinator(request) => {
                Reply::with(group::find_coordinator(self, version, &request))
            }
            RequestKind::JoinGroup(request) => {
                Reply::with(self.groups.join(version, client, &request).await)
            }
            RequestKind::SyncGroup(request) => Reply::with(self.groups.sync(&request).await),
            RequestKind::Heartbeat(request) => Reply::with(self.groups.heartbeat(&request)),
            RequestKind::LeaveGroup(request) => Reply::with(self.groups.leave(version, &request)),
            RequestKind::ListGroups(request) => Reply::with(self.groups.list(&request)),
            RequestKind::DescribeGroups(request) => {
                Reply::with(self.groups.describe(version, &request))
            }
            RequestKind::DeleteGroups(request) => Reply::with(self.groups.delete(&request)),
            RequestKind::OffsetCommit(request) => Reply::with(group::commit(self, &request)),
            RequestKind::OffsetDelete(request) => Reply::with(group::forget(self, &request)),
            RequestKind::OffsetFetch(request) => {
                Reply::with(self.groups.fetch_offsets(version, &request))
            }
            _ => Reply::Close,
        }
    }
}

/// Milliseconds since 1970.
pub(crate) fn now() -> i64 {
    let elapsed = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap_or_default();
    i64::try_from(elapsed.as_millis()).unwrap_or(i64::MAX)
}
