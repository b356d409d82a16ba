//! The requests about groups, and their answers.

use std::time::Instant;

use kafka_protocol::ResponseError;
use kafka_protocol::messages::delete_groups_response::DeletableGroupResult;
use kafka_protocol::messages::describe_groups_response::{DescribedGroup, DescribedGroupMember};
use kafka_protocol::messages::find_coordinator_response::Coordinator;
use kafka_protocol::messages::leave_group_response::MemberResponse;
use kafka_protocol::messages::list_groups_response::ListedGroup;
use kafka_protocol::messages::{
    BrokerId, DeleteGroupsRequest, DeleteGroupsResponse, DescribeGroupsRequest,
    DescribeGroupsResponse, FindCoordinatorRequest, FindCoordinatorResponse, GroupId,
    HeartbeatRequest, HeartbeatResponse, JoinGroupRequest, JoinGroupResponse, LeaveGroupRequest,
    LeaveGroupResponse, ListGroupsRequest, ListGroupsResponse, SyncGroupRequest, SyncGroupResponse,
};
use kafka_protocol::protocol::StrBytes;

use super::join::own;
use super::{Answer, Group, Groups, State, join, sync};
use crate::admin::sentence;
use crate::broker::{Broker, NODE};
use crate::connection::Client;
use crate::topic::lock;

/// `group.min.session.timeout.ms` and `group.max.session.timeout.ms`.
const SESSION_TIMEOUTS: std::ops::RangeInclusive<i32> = 6_000..=1_800_000;
/// Without an authorizer everything is granted: READ, DELETE, DESCRIBE, and the configs' two.
const GROUP_OPERATIONS: i32 = 1 << 3 | 1 << 6 | 1 << 8 | 1 << 10 | 1 << 11;
/// The group protocol served here, as `ListGroups` names it.
const CLASSIC: &str = "classic";

/// Who coordinates a group: always this broker. There are no transactions, which a client learns
/// by the refusal that an authorizer would give.
pub(crate) fn find_coordinator(
    broker: &Broker,
    version: i16,
    request: &FindCoordinatorRequest,
) -> FindCoordinatorResponse {
    let error = match request.key_type {
        0 => None,
        1 => Some((
            ResponseError::TransactionalIdAuthorizationFailed,
            "The sandbox serves no transactions",
        )),
        _ => Some((
            ResponseError::InvalidRequest,
            "The sandbox coordinates consumer groups only",
        )),
    };
    let code = error.map_or(0, |(error, _)| error.code());
    let message = error.map(|(_, message)| sentence(message));
    let (node, host, port) = match error {
        None => (NODE, broker.host(), i32::from(broker.address.port())),
        Some(_) => (BrokerId(-1), StrBytes::new(), -1),
    };
    if version < 4 {
        return FindCoordinatorResponse::default()
            .with_error_code(code)
            .with_error_message(message)
            .with_node_id(node)
            .with_host(host)
            .with_port(port);
    }
    let coordinators = request.coordinator_keys.iter().map(|key| {
        Coordinator::default()
            .with_key(key.clone())
            .with_error_code(code)
            .with_error_message(message.clone())
            .with_node_id(node)
            .with_host(host.clone())
            .with_port(port)
    });
    FindCoordinatorResponse::default().with_coordinators(coordinators.collect())
}

impl Groups {
    /// Joins a member; answers once the others have joined, too.
    pub(crate) async fn join(
        &self,
        version: i16,
        client: &Client,
        request: &JoinGroupRequest,
    ) -> JoinGroupResponse {
        let response = match self.start_join(version, client, request) {
            Ok(Answer::Now(response)) => response,
            Ok(Answer::Later(receiver)) => receiver.await.unwrap_or_else(|_| {
                join::refused(ResponseError::UnknownMemberId, request.member_id.clone())
            }),
            Err((error, member_id)) => join::refused(error, member_id),
        };
        if version < 7 {
            response.with_protocol_type(None)
        } else {
            response
        }
    }

    fn start_join(
        &self,
        version: i16,
        client: &Client,
        request: &JoinGroupRequest,
    ) -> Result<Answer<JoinGroupResponse>, join::JoinRefusal> {
        let given = &request.member_id;
        let refuse = |error| Err((error, given.clone()));
        if request.group_id.is_empty() {
            return refuse(ResponseError::InvalidGroupId);
        }
        if !SESSION_TIMEOUTS.contains(&request.session_timeout_ms) {
            return refuse(ResponseError::InvalidSessionTimeout);
        }
        if request.protocol_type.is_empty() || request.protocols.is_empty() {
            return refuse(ResponseError::InconsistentGroupProtocol);
        }
        let mut groups = lock(&self.groups);
        if !given.is_empty() && !groups.contains_key(&request.group_id.0) {
            return refuse(ResponseError::UnknownMemberId);
        }
        let group = groups.entry(own(&request.group_id)).or_default();
        group.join(version, client, request, Instant::now())
    }

    /// Hands in or picks up assignments; answers once the leader's is there.
    pub(crate) async fn sync(&self, request: &SyncGroupRequest) -> SyncGroupResponse {
        let started = self.with(&request.group_id, |group| {
            group.sync(request, Instant::now())
        });
        match started {
            Ok(Answer::Now(response)) => response,
            Ok(Answer::Later(receiver)) => receiver
                .await
                .unwrap_or_else(|_| sync::refused(ResponseError::UnknownMemberId)),
            Err(error) => sync::refused(error),
        }
    }

    /// Keeps a member alive.
    pub(crate) fn heartbeat(&self, request: &HeartbeatRequest) -> HeartbeatResponse {
        let beat = self.with(&request.group_id, |group| {
            let instance = request.group_instance_id.as_ref();
            group.heartbeat(
                &request.member_id,
                instance,
                request.generation_id,
                Instant::now(),
            )
        });
        HeartbeatResponse::default().with_error_code(code(beat))
    }

    /// Lets members go: one (up to version 2), or several with an answer each.
    pub(crate) fn leave(&self, version: i16, request: &LeaveGroupRequest) -> LeaveGroupResponse {
        let now = Instant::now();
        if version < 3 {
            let left = self.with(&request.group_id, |group| {
                group.leave(&request.member_id, None, now)
            });
            return LeaveGroupResponse::default().with_error_code(code(left));
        }
        let members = request.members.iter().map(|member| {
            let instance = member.group_instance_id.as_ref();
            let left = self.with(&request.group_id, |group| {
                group.leave(&member.member_id, instance, now)
            });
            MemberResponse::default()
                .with_member_id(member.member_id.clone())
                .with_group_instance_id(member.group_instance_id.clone())
                .with_error_code(code(left))
        });
        LeaveGroupResponse::default().with_members(members.collect())
    }

    /// Lists groups, filtered by state and type as asked.
    pub(crate) fn list(&self, request: &ListGroupsRequest) -> ListGroupsResponse {
        let wanted = |filter: &[StrBytes], word: &str| {
            filter.is_empty() || filter.iter().any(|asked| asked.eq_ignore_ascii_case(word))
        };
        let groups = lock(&self.groups);
        let listed = groups
            .iter()
            .filter(|(_, group)| wanted(&request.states_filter, group.state.name()))
            .filter(|_| wanted(&request.types_filter, CLASSIC))
            .map(|(id, group)| {
                ListedGroup::default()
                    .with_group_id(GroupId(id.clone()))
                    .with_protocol_type(group.protocol_type.clone())
                    .with_group_state(StrBytes::from_static_str(group.state.name()))
                    .with_group_type(StrBytes::from_static_str(CLASSIC))
            });
        ListGroupsResponse::default().with_groups(listed.collect())
    }

    /// Describes groups; one that is not there is "Dead", from version 6 on an error (KIP-1043).
    pub(crate) fn describe(
        &self,
        version: i16,
        request: &DescribeGroupsRequest,
    ) -> DescribeGroupsResponse {
        let groups = lock(&self.groups);
        let described = request.groups.iter().map(|id| {
            let described = DescribedGroup::default().with_group_id(id.clone());
            let described = match groups.get(&id.0) {
                Some(group) => group.describe(described),
                None if version >= 6 => described
                    .with_error_code(ResponseError::GroupIdNotFound.code())
                    .with_error_message(Some(sentence(format!("Group {} not found.", id.as_str()))))
                    .with_group_state(StrBytes::from_static_str("Dead")),
                None => described.with_group_state(StrBytes::from_static_str("Dead")),
            };
            if request.include_authorized_operations {
                described.with_authorized_operations(GROUP_OPERATIONS)
            } else {
                described
            }
        });
        DescribeGroupsResponse::default().with_groups(described.collect())
    }

    /// Deletes groups that have no members.
    pub(crate) fn delete(&self, request: &DeleteGroupsRequest) -> DeleteGroupsResponse {
        let mut groups = lock(&self.groups);
        let results = request.groups_names.iter().map(|id| {
            let deleted = match groups.get(&id.0) {
                None => Err(ResponseError::GroupIdNotFound),
                Some(group) if !group.members.is_empty() => Err(ResponseError::NonEmptyGroup),
                Some(_) => {
                    groups.remove(&id.0);
                    Ok(())
                }
            };
            DeletableGroupResult::default()
                .with_group_id(id.clone())
                .with_error_code(code(deleted))
        });
        DeleteGroupsResponse::default().with_results(results.collect())
    }

    fn with<T>(
        &self,
        id: &GroupId,
        act: impl FnOnce(&mut Group) -> Result<T, ResponseError>,
    ) -> Result<T, ResponseError> {
        if id.is_empty() {
            return Err(ResponseError::InvalidGroupId);
        }
        match lock(&self.groups).get_mut(&id.0) {
            Some(group) => act(group),
            None => Err(ResponseError::UnknownMemberId),
        }
    }
}

impl Group {
    /// As Kafka, it shows metadata and assignments only while it is stable.
    fn describe(&self, described: DescribedGroup) -> DescribedGroup {
        let stable = self.state == State::Stable;
        let members = self.members.values().map(|member| {
            let described = DescribedGroupMember::default()
                .with_member_id(member.id.clone())
                .with_group_instance_id(member.instance.clone())
                .with_client_id(member.client_id.clone())
                .with_client_host(member.client_host.clone());
            if stable {
                described
                    .with_member_metadata(member.metadata(&self.protocol))
                    .with_member_assignment(member.assignment.clone())
            } else {
                described
            }
        });
        described
            .with_group_state(StrBytes::from_static_str(self.state.name()))
            .with_protocol_type(self.protocol_type.clone())
            .with_protocol_data(if stable {
                self.protocol.clone()
            } else {
                StrBytes::new()
            })
            .with_members(members.collect())
    }
}

fn code(outcome: Result<(), ResponseError>) -> i16 {
    outcome.err().map_or(0, |error| error.code())
}
