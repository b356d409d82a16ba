//! A member of a group.

use std::time::{Duration, Instant};

use bytes::Bytes;
use kafka_protocol::messages::{JoinGroupResponse, SyncGroupResponse};
use kafka_protocol::protocol::StrBytes;
use tokio::sync::oneshot;

/// One member, and the requests of it that wait for an answer.
#[derive(Debug)]
pub(super) struct Member {
    pub(super) id: StrBytes,
    /// `group.instance.id` of a static member (KIP-345).
    pub(super) instance: Option<StrBytes>,
    pub(super) client_id: StrBytes,
    pub(super) client_host: StrBytes,
    /// Without a sign of life for so long it is gone. `None`: a resident, which the broker plays.
    pub(super) session: Option<Duration>,
    /// How long others wait for it to join again.
    pub(super) rebalance: Duration,
    /// Assignors that it knows, best first, with what it tells each of them.
    pub(super) protocols: Vec<(StrBytes, Bytes)>,
    pub(super) assignment: Bytes,
    /// Whether it asked for its assignment in this generation.
    pub(super) synced: bool,
    pub(super) last_seen: Instant,
    pub(super) joining: Option<oneshot::Sender<JoinGroupResponse>>,
    pub(super) syncing: Option<oneshot::Sender<SyncGroupResponse>>,
}

impl Member {
    /// A sign of life.
    pub(super) fn seen(&mut self, now: Instant) {
        self.last_seen = now;
    }

    /// Whether the broker plays it. It gives way as soon as clients rebalance the group.
    pub(super) fn is_resident(&self) -> bool {
        self.session.is_none()
    }

    /// Whether a join of it waits, on a connection that is still there.
    pub(super) fn is_joining(&self) -> bool {
        self.joining
            .as_ref()
            .is_some_and(|sender| !sender.is_closed())
    }

    fn is_syncing(&self) -> bool {
        self.syncing
            .as_ref()
            .is_some_and(|sender| !sender.is_closed())
    }

    /// Whether it has been silent for too long. One that waits for an answer can't send.
    pub(super) fn is_gone(&self, now: Instant) -> bool {
        let waits = self.is_joining() || self.is_syncing();
        let silent = |session| now.saturating_duration_since(self.last_seen) >= session;
        !waits && self.session.is_some_and(silent)
    }

    /// What it tells this assignor.
    pub(super) fn metadata(&self, protocol: &StrBytes) -> Bytes {
        let mut protocols = self.protocols.iter();
        protocols
            .find(|(name, _)| name == protocol)
            .map(|(_, data)| data.clone())
            .unwrap_or_default()
    }
}
