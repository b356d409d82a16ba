//! Committed offsets.

use std::time::Instant;

use kafka_protocol::ResponseError;
use kafka_protocol::protocol::StrBytes;

use super::{Group, State};

/// A committed offset.
#[derive(Debug, Clone)]
pub(super) struct Committed {
    pub(super) offset: i64,
    pub(super) leader_epoch: i32,
    pub(super) metadata: StrBytes,
}

impl Default for Committed {
    /// What is answered where nothing was committed.
    fn default() -> Self {
        Self {
            offset: -1,
            leader_epoch: -1,
            metadata: StrBytes::new(),
        }
    }
}

impl Group {
    /// Whether this member may commit. A generation below 0 stands for somebody who is no member:
    /// an admin, or a consumer that assigns itself.
    pub(super) fn check_commit(
        &mut self,
        id: &StrBytes,
        instance: Option<&StrBytes>,
        generation: i32,
        now: Instant,
    ) -> Result<(), ResponseError> {
        if generation < 0 && self.members.is_empty() {
            return Ok(());
        }
        if generation >= 0 || !id.is_empty() || instance.is_some() {
            self.hear(id, instance, generation, now)?;
            return match self.state {
                State::CompletingRebalance(_) => Err(ResponseError::RebalanceInProgress),
                _ => Ok(()),
            };
        }
        Err(ResponseError::UnknownMemberId)
    }
}
