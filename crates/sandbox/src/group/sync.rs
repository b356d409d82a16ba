//! `SyncGroup`: the leader hands in the assignment, the members pick it up.

use std::time::Instant;

use bytes::Bytes;
use kafka_protocol::ResponseError;
use kafka_protocol::messages::{SyncGroupRequest, SyncGroupResponse};
use tokio::sync::oneshot;

use super::{Answer, Group, State};

impl Group {
    /// A member asks for its assignment; the leader brings everybody's.
    pub(super) fn sync(
        &mut self,
        request: &SyncGroupRequest,
        now: Instant,
    ) -> Result<Answer<SyncGroupResponse>, ResponseError> {
        let id = &request.member_id;
        self.hear(
            id,
            request.group_instance_id.as_ref(),
            request.generation_id,
            now,
        )?;
        let differs = |asked: &Option<_>, agreed| asked.as_ref().is_some_and(|name| name != agreed);
        if differs(&request.protocol_type, &self.protocol_type)
            || differs(&request.protocol_name, &self.protocol)
        {
            return Err(ResponseError::InconsistentGroupProtocol);
        }
        match self.state {
            State::Empty => return Err(ResponseError::UnknownMemberId),
            State::PreparingRebalance(_) => return Err(ResponseError::RebalanceInProgress),
            State::CompletingRebalance(_) | State::Stable => {}
        }
        let (sender, receiver) = oneshot::channel();
        if let Some(member) = self.members.get_mut(id) {
            member.synced = true;
            member.syncing = Some(sender);
        }
        if self.state != State::Stable && self.leader == *id {
            for given in &request.assignments {
                if let Some(member) = self.members.get_mut(&given.member_id) {
                    member.assignment = Bytes::copy_from_slice(&given.assignment);
                }
            }
            self.state = State::Stable;
        }
        if self.state == State::Stable {
            self.hand_out(now);
        }
        Ok(Answer::Later(receiver))
    }

    fn hand_out(&mut self, now: Instant) {
        for member in self.members.values_mut() {
            if let Some(waiting) = member.syncing.take() {
                member.seen(now);
                let response = SyncGroupResponse::default()
                    .with_protocol_type(Some(self.protocol_type.clone()))
                    .with_protocol_name(Some(self.protocol.clone()))
                    .with_assignment(member.assignment.clone());
                let _ = waiting.send(response);
            }
        }
    }

    /// Removes the members that never asked for their assignment, and starts over.
    pub(super) fn drop_unsynced(&mut self, now: Instant) {
        self.members.retain(|_, member| member.synced);
        self.prepare_rebalance(now);
    }
}

/// An answer that only carries an error.
pub(super) fn refused(error: ResponseError) -> SyncGroupResponse {
    SyncGroupResponse::default()
        .with_error_code(error.code())
        .with_protocol_type(None)
        .with_protocol_name(None)
}
