//! Consumer groups of the classic protocol: members join, a leader assigns, heartbeats keep alive.
//!
//! One group is a state machine without any timer or task of its own: whoever holds it passes the
//! time in, and [`Group::tick`] lets time act.

mod answers;
mod commits;
mod coordinator;
mod forget;
mod join;
mod member;
mod offsets;
mod sync;

use std::collections::{BTreeMap, HashMap};
use std::time::Instant;

use kafka_protocol::ResponseError;
use kafka_protocol::protocol::StrBytes;
use tokio::sync::oneshot;

pub(crate) use self::answers::find_coordinator;
pub(crate) use self::commits::commit;
pub(crate) use self::coordinator::{Groups, Resident};
pub(crate) use self::forget::forget;
use self::member::Member;
use self::offsets::Committed;

/// What a group is doing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    /// Has no members.
    Empty,
    /// Waits until all members have joined again, at most until then.
    PreparingRebalance(Instant),
    /// Waits for the leader's assignment, at most until then.
    CompletingRebalance(Instant),
    /// Consumes.
    Stable,
}

impl State {
    fn name(self) -> &'static str {
        match self {
            Self::Empty => "Empty",
            Self::PreparingRebalance(_) => "PreparingRebalance",
            Self::CompletingRebalance(_) => "CompletingRebalance",
            Self::Stable => "Stable",
        }
    }
}

/// An answer that is there, or comes once others have done their part. If the sender is dropped,
/// the member was removed in the meantime.
#[derive(Debug)]
enum Answer<T> {
    Now(T),
    Later(oneshot::Receiver<T>),
}

/// One consumer group and its committed offsets.
#[derive(Debug)]
struct Group {
    state: State,
    generation: i32,
    protocol_type: StrBytes,
    /// The assignor that the members agreed on.
    protocol: StrBytes,
    leader: StrBytes,
    members: BTreeMap<StrBytes, Member>,
    /// Ids handed out to members that have yet to join with them (KIP-394).
    pending: HashMap<StrBytes, Instant>,
    offsets: BTreeMap<(StrBytes, i32), Committed>,
}

impl Default for Group {
    fn default() -> Self {
        Self {
            state: State::Empty,
            generation: 0,
            protocol_type: StrBytes::new(),
            protocol: StrBytes::new(),
            leader: StrBytes::new(),
            members: BTreeMap::new(),
            pending: HashMap::new(),
            offsets: BTreeMap::new(),
        }
    }
}

impl Group {
    /// Whether nothing would be lost without it.
    fn is_forgettable(&self) -> bool {
        self.members.is_empty() && self.pending.is_empty() && self.offsets.is_empty()
    }

    /// The member that a request names, by its id and, if static, its instance (KIP-345).
    fn member(
        &mut self,
        id: &StrBytes,
        instance: Option<&StrBytes>,
    ) -> Result<&mut Member, ResponseError> {
        if let Some(instance) = instance {
            match self.static_member(instance) {
                None => return Err(ResponseError::UnknownMemberId),
                Some(holder) if holder != *id => return Err(ResponseError::FencedInstanceId),
                Some(_) => {}
            }
        }
        self.members
            .get_mut(id)
            .ok_or(ResponseError::UnknownMemberId)
    }

    /// The id of the member that runs as this instance.
    fn static_member(&self, instance: &StrBytes) -> Option<StrBytes> {
        let mut members = self.members.values();
        members
            .find(|member| member.instance.as_ref() == Some(instance))
            .map(|m| m.id.clone())
    }

    /// Checks a heartbeat or anything else that a member of this generation sends, and takes it
    /// as a sign of life.
    fn hear(
        &mut self,
        id: &StrBytes,
        instance: Option<&StrBytes>,
        generation: i32,
        now: Instant,
    ) -> Result<(), ResponseError> {
        let current = self.generation;
        let member = self.member(id, instance)?;
        if generation != current {
            return Err(ResponseError::IllegalGeneration);
        }
        member.seen(now);
        Ok(())
    }

    /// A heartbeat; the error tells a member that it must join again.
    fn heartbeat(
        &mut self,
        id: &StrBytes,
        instance: Option<&StrBytes>,
        generation: i32,
        now: Instant,
    ) -> Result<(), ResponseError> {
        self.hear(id, instance, generation, now)?;
        match self.state {
            State::PreparingRebalance(_) => Err(ResponseError::RebalanceInProgress),
            _ => Ok(()),
        }
    }

    /// Removes a member that says good-bye, by its id or as an instance.
    fn leave(
        &mut self,
        id: &StrBytes,
        instance: Option<&StrBytes>,
        now: Instant,
    ) -> Result<(), ResponseError> {
        let id = match instance {
            // An admin removes an instance without knowing the id it has at the moment.
            Some(instance) if id.is_empty() => self
                .static_member(instance)
                .ok_or(ResponseError::UnknownMemberId)?,
            _ => id.clone(),
        };
        if self.pending.remove(&id).is_some() {
            self.try_complete_join(now);
            return Ok(());
        }
        self.member(&id, instance)?;
        self.remove(&id, now);
        Ok(())
    }

    fn remove(&mut self, id: &StrBytes, now: Instant) {
        self.members.remove(id);
        match self.state {
            State::Stable | State::CompletingRebalance(_) => self.prepare_rebalance(now),
            State::PreparingRebalance(_) => self.try_complete_join(now),
            State::Empty => {}
        }
    }

    /// Lets time act: silent members are removed, waiting ends.
    fn tick(&mut self, now: Instant) {
        let pending = self.pending.len();
        self.pending.retain(|_, expires| *expires > now);
        if self.pending.len() < pending {
            self.try_complete_join(now);
        }
        let silent: Vec<_> = self
            .members
            .values()
            .filter(|m| m.is_gone(now))
            .map(|m| m.id.clone())
            .collect();
        for id in silent {
            self.remove(&id, now);
        }
        match self.state {
            State::PreparingRebalance(_) => self.try_complete_join(now),
            State::CompletingRebalance(deadline) if deadline <= now => self.drop_unsynced(now),
            _ => {}
        }
    }
}
