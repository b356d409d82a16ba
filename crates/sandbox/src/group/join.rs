//! `JoinGroup`: members gather, the group agrees on an assignor and elects a leader.

use std::time::{Duration, Instant};

use bytes::Bytes;
use kafka_protocol::ResponseError;
use kafka_protocol::messages::join_group_response::JoinGroupResponseMember;
use kafka_protocol::messages::{JoinGroupRequest, JoinGroupResponse};
use kafka_protocol::protocol::StrBytes;
use tokio::sync::oneshot;
use uuid::Uuid;

use super::member::Member;
use super::{Answer, Group, State};
use crate::connection::Client;

/// Most members of a group, `group.max.size`.
const MEMBERS: usize = 1_000;

/// Why a join was refused, and the member id that the answer carries.
pub(super) type JoinRefusal = (ResponseError, StrBytes);

impl Group {
    /// A member joins, or joins again.
    pub(super) fn join(
        &mut self,
        version: i16,
        client: &Client,
        request: &JoinGroupRequest,
        now: Instant,
    ) -> Result<Answer<JoinGroupResponse>, JoinRefusal> {
        let given = &request.member_id;
        if !self.fits_protocols(request) {
            return Err((ResponseError::InconsistentGroupProtocol, given.clone()));
        }
        if !given.is_empty() {
            return self
                .join_known(version, client, request, now)
                .map_err(|error| (error, given.clone()));
        }
        if self.members.len() + self.pending.len() >= MEMBERS {
            return Err((ResponseError::GroupMaxSizeReached, given.clone()));
        }
        let id = StrBytes::from_string(format!("{}-{}", client.id.as_str(), Uuid::new_v4()));
        match &request.group_instance_id {
            Some(instance) => match self.static_member(instance) {
                Some(old) => Ok(self.replace_static(version, &old, id, request, now)),
                None => Ok(self.add(id, client, request, now)),
            },
            // KIP-394: the id first, so that a client that does not read its answer is no member.
            None if version >= 4 => {
                self.pending.insert(id.clone(), now + session(request));
                Err((ResponseError::MemberIdRequired, id))
            }
            None => Ok(self.add(id, client, request, now)),
        }
    }

    fn join_known(
        &mut self,
        version: i16,
        client: &Client,
        request: &JoinGroupRequest,
        now: Instant,
    ) -> Result<Answer<JoinGroupResponse>, ResponseError> {
        let id = own(&request.member_id);
        if request.group_instance_id.is_none() && self.pending.remove(&id).is_some() {
            return Ok(self.add(id, client, request, now));
        }
        let is_leader = self.leader == id;
        let state = self.state;
        let member = self.member(&id, request.group_instance_id.as_ref())?;
        let same = member.protocols.len() == request.protocols.len()
            && member
                .protocols
                .iter()
                .zip(&request.protocols)
                .all(|((name, data), asked)| *name == asked.name && *data == asked.metadata);
        match state {
            State::Empty => Err(ResponseError::UnknownMemberId),
            // The member missed an answer, nothing else has changed.
            State::CompletingRebalance(_) if same => {
                member.seen(now);
                Ok(Answer::Now(self.joined(&id, false)))
            }
            State::Stable if same && !is_leader => {
                member.seen(now);
                Ok(Answer::Now(self.joined(&id, false)))
            }
            _ => {
                member.protocols = protocols(request);
                member.session = Some(session(request));
                member.rebalance = rebalance(version, request);
                Ok(self.wait_for_others(&id, now))
            }
        }
    }

    fn add(
        &mut self,
        id: StrBytes,
        client: &Client,
        request: &JoinGroupRequest,
        now: Instant,
    ) -> Answer<JoinGroupResponse> {
        if self.members.is_empty() {
            self.protocol_type = own(&request.protocol_type);
        }
        let member = Member {
            id: id.clone(),
            instance: request.group_instance_id.as_ref().map(own),
            client_id: own(&client.id),
            client_host: StrBytes::from_string(format!("/{}", client.address.ip())),
            session: Some(session(request)),
            rebalance: rebalance(1, request),
            protocols: protocols(request),
            assignment: Bytes::new(),
            synced: false,
            last_seen: now,
            joining: None,
            syncing: None,
        };
        self.members.insert(id.clone(), member);
        self.wait_for_others(&id, now)
    }

    /// A static member comes back under a new id (KIP-345). If it would be assigned as before,
    /// it takes up its old place without a rebalance.
    fn replace_static(
        &mut self,
        version: i16,
        old: &StrBytes,
        id: StrBytes,
        request: &JoinGroupRequest,
        now: Instant,
    ) -> Answer<JoinGroupResponse> {
        let Some(mut member) = self.members.remove(old) else {
            return Answer::Now(refused(ResponseError::UnknownMemberId, id));
        };
        if let Some(waiting) = member.joining.take() {
            let _ = waiting.send(refused(ResponseError::FencedInstanceId, old.clone()));
        }
        let leads = self.leader == *old;
        member.id = id.clone();
        member.syncing = None;
        member.protocols = protocols(request);
        member.session = Some(session(request));
        member.rebalance = rebalance(version, request);
        member.seen(now);
        self.members.insert(id.clone(), member);
        if leads {
            self.leader = id.clone();
        }
        if self.state == State::Stable && self.vote() == self.protocol {
            if !leads {
                return Answer::Now(self.joined(&id, false));
            }
            // The leader has nothing to assign. Before version 9 it can't be told so.
            if version >= 9 {
                return Answer::Now(self.joined(&id, true));
            }
        }
        self.wait_for_others(&id, now)
    }

    fn wait_for_others(&mut self, id: &StrBytes, now: Instant) -> Answer<JoinGroupResponse> {
        let (sender, receiver) = oneshot::channel();
        if let Some(member) = self.members.get_mut(id) {
            member.joining = Some(sender);
            member.seen(now);
        }
        match self.state {
            State::PreparingRebalance(_) => self.try_complete_join(now),
            _ => self.prepare_rebalance(now),
        }
        Answer::Later(receiver)
    }

    /// Calls all members to join again.
    pub(super) fn prepare_rebalance(&mut self, now: Instant) {
        for member in self.members.values_mut() {
            member.synced = false;
            member.assignment = Bytes::new();
            if let Some(waiting) = member.syncing.take() {
                let _ = waiting.send(super::sync::refused(ResponseError::RebalanceInProgress));
            }
        }
        self.state = State::PreparingRebalance(now + self.longest_rebalance());
        self.try_complete_join(now);
    }

    /// Ends the waiting if all are there, or the time is up.
    pub(super) fn try_complete_join(&mut self, now: Instant) {
        let State::PreparingRebalance(deadline) = self.state else {
            return;
        };
        let mut expected = self.members.values().filter(|member| !member.is_resident());
        let all = self.pending.is_empty() && expected.all(Member::is_joining);
        if all || deadline <= now {
            self.complete_join(now);
        }
    }

    fn complete_join(&mut self, now: Instant) {
        self.members
            .retain(|_, member| member.is_joining() || member.instance.is_some());
        let Some(first) = self
            .members
            .values()
            .find(|m| m.is_joining())
            .map(|m| m.id.clone())
        else {
            if self.members.is_empty() {
                self.generation += 1;
                self.state = State::Empty;
                self.protocol = StrBytes::new();
                self.leader = StrBytes::new();
            } else {
                // Only static members, none of which came back yet: their sessions will tell.
                self.state = State::PreparingRebalance(now + self.longest_rebalance());
            }
            return;
        };
        self.generation += 1;
        if !self
            .members
            .get(&self.leader)
            .is_some_and(Member::is_joining)
        {
            self.leader = first;
        }
        self.protocol = self.vote();
        self.state = State::CompletingRebalance(now + self.longest_rebalance());
        let ids: Vec<_> = self.members.keys().cloned().collect();
        for id in ids {
            let response = self.joined(&id, false);
            if let Some(member) = self.members.get_mut(&id) {
                member.seen(now);
                if let Some(waiting) = member.joining.take() {
                    let _ = waiting.send(response);
                }
            }
        }
    }

    fn joined(&self, id: &StrBytes, skip_assignment: bool) -> JoinGroupResponse {
        let members = self.members.values().map(|member| {
            JoinGroupResponseMember::default()
                .with_member_id(member.id.clone())
                .with_group_instance_id(member.instance.clone())
                .with_metadata(member.metadata(&self.protocol))
        });
        JoinGroupResponse::default()
            .with_generation_id(self.generation)
            .with_protocol_type(Some(self.protocol_type.clone()))
            .with_protocol_name(Some(self.protocol.clone()))
            .with_leader(self.leader.clone())
            .with_member_id(id.clone())
            .with_skip_assignment(skip_assignment)
            .with_members(if *id == self.leader {
                members.collect()
            } else {
                Vec::new()
            })
    }

    fn longest_rebalance(&self) -> Duration {
        self.members
            .values()
            .map(|member| member.rebalance)
            .max()
            .unwrap_or_default()
    }

    fn fits_protocols(&self, request: &JoinGroupRequest) -> bool {
        self.members.is_empty()
            || self.protocol_type == request.protocol_type
                && request
                    .protocols
                    .iter()
                    .any(|asked| self.all_know(&asked.name))
    }

    fn all_know(&self, protocol: &StrBytes) -> bool {
        self.members
            .values()
            .all(|m| m.protocols.iter().any(|(name, _)| name == protocol))
    }

    /// The assignor that most members like best among those that all know.
    fn vote(&self) -> StrBytes {
        let mut votes: Vec<(StrBytes, usize)> = Vec::new();
        for member in self.members.values() {
            let choice = member
                .protocols
                .iter()
                .find(|(name, _)| self.all_know(name));
            let Some((choice, _)) = choice else { continue };
            match votes.iter_mut().find(|(name, _)| name == choice) {
                Some((_, count)) => *count += 1,
                None => votes.push((choice.clone(), 1)),
            }
        }
        let most = votes.iter().map(|(_, count)| *count).max();
        let winner = votes.into_iter().find(|(_, count)| Some(*count) == most);
        winner.map(|(name, _)| name).unwrap_or_default()
    }
}

/// An answer that only carries an error.
pub(super) fn refused(error: ResponseError, member_id: StrBytes) -> JoinGroupResponse {
    JoinGroupResponse::default()
        .with_error_code(error.code())
        .with_generation_id(-1)
        .with_protocol_type(None)
        .with_protocol_name(Some(StrBytes::new()))
        .with_member_id(member_id)
}

/// Text on memory of its own: a slice would keep the whole request alive.
pub(super) fn own(text: &StrBytes) -> StrBytes {
    StrBytes::from_string(text.to_string())
}

fn protocols(request: &JoinGroupRequest) -> Vec<(StrBytes, Bytes)> {
    let protocols = request.protocols.iter();
    protocols
        .map(|p| (own(&p.name), Bytes::copy_from_slice(&p.metadata)))
        .collect()
}

fn session(request: &JoinGroupRequest) -> Duration {
    Duration::from_millis(u64::try_from(request.session_timeout_ms).unwrap_or(0))
}

/// Version 0 has no rebalance timeout, and -1 stands for it: the session timeout counts.
fn rebalance(version: i16, request: &JoinGroupRequest) -> Duration {
    match u64::try_from(request.rebalance_timeout_ms) {
        Ok(timeout) if version >= 1 => Duration::from_millis(timeout),
        _ => session(request),
    }
}
