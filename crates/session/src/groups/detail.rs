//! One group, whole.

use std::collections::HashMap;

use kafka::GroupDescription;
use serde::{Deserialize, Serialize};
use specta::Type;

use super::behind::Behind;
use super::cause::{self, LOOP_SPAN, Reading, Seen};
use super::lag::{Edge, Lag, Standing};
use super::outlook::{Outlook, outlook};
use super::rights::Rights;
use super::rows::{GroupKind, GroupState};
use super::samples::Place;
use super::trend::Trend;
use super::watch::Watched;
use crate::amount::{counted, grouped};

/// Partitions of one answer, those with the most lag first.
const PARTITIONS: usize = 1000;
/// Members of one answer.
const MEMBERS: usize = 500;

/// A group with its partitions and members.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct GroupDetail {
    /// Its name.
    pub id: String,
    /// Its protocol.
    pub kind: GroupKind,
    /// What it is doing.
    pub state: GroupState,
    /// How the partitions are shared out, as `range`.
    pub assignor: Option<String>,
    /// The broker that leads it.
    pub coordinator: Option<i32>,
    /// The lag over all partitions.
    pub lag: Lag,
    /// How the lag goes; none where there is none.
    pub trend: Option<Trend>,
    /// By how much it has changed; none until there is a minute of samples.
    pub change: Option<LagChange>,
    /// How far the slowest partition is behind in time, as far as that is known.
    pub behind: Option<Behind>,
    /// Which that is.
    pub slowest: Option<PartitionName>,
    /// Messages read a second; none until there is a minute of samples.
    #[specta(type = Option<u32>)]
    pub consumed: Option<f64>,
    /// Messages written for it a second.
    #[specta(type = Option<u32>)]
    pub produced: Option<f64>,
    /// Whether and when it catches up.
    pub outlook: Outlook,
    /// Why it lags, in one sentence; none where it does not.
    pub cause: Option<String>,
    /// Those with the most lag first.
    pub partitions: Vec<GroupPartition>,
    /// How many there are.
    pub partition_count: u32,
    /// Its members, by client and id.
    pub members: Vec<GroupMember>,
    /// How many there are.
    pub member_count: u32,
    /// What should be known about all this.
    pub notes: Vec<String>,
    /// When the brokers were asked, in ms since 1970.
    #[specta(type = u32)]
    pub sampled_ms: i64,
}

/// A change of a lag.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct LagChange {
    /// In messages, as decimal text; below zero where the lag shrinks.
    pub messages: String,
    /// In so many ms.
    #[specta(type = u32)]
    pub over_ms: i64,
}

/// A partition of a topic.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct PartitionName {
    /// The topic.
    pub topic: String,
    /// The partition.
    pub partition: i32,
}

/// Where a group stands in a partition. Offsets are decimal text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct GroupPartition {
    /// The topic.
    pub topic: String,
    /// The partition.
    pub partition: i32,
    /// The offset of the message that it reads next.
    pub committed: Option<String>,
    /// The first offset that is there.
    pub start: Option<String>,
    /// The offset that the next message gets.
    pub end: Option<String>,
    /// How far it is behind.
    pub lag: Lag,
    /// How far it is behind in time; none where it does not lag, or that is not known.
    pub behind: Option<Behind>,
    /// The member that reads it.
    pub member: Option<String>,
    /// That member's `client.id`.
    pub client: Option<String>,
    /// Where that member is.
    pub host: Option<String>,
    /// When the committed offset was last seen to change, in ms since 1970; none where it was not since the group is
    /// looked at.
    #[specta(type = Option<u32>)]
    pub changed_ms: Option<i64>,
    /// What is wrong: messages that were lost to retention, a topic that is gone.
    pub problem: Option<String>,
}

/// A member of a group.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct GroupMember {
    /// The id that the broker gave it.
    pub id: String,
    /// `client.id`.
    pub client: String,
    /// Where it is.
    pub host: String,
    /// `group.instance.id` of a static member.
    pub instance: Option<String>,
    /// How many partitions it reads.
    pub partitions: u32,
    /// Its lag over these, as decimal text; none where one of them is not known.
    pub lag: Option<String>,
}

/// What is told of a group whose commits can't be asked for.
pub(crate) fn of_other(group: &str, kind: GroupKind, now: i64) -> GroupDetail {
    GroupDetail {
        id: group.to_owned(),
        kind,
        state: GroupState::Unknown,
        assignor: None,
        coordinator: None,
        lag: Lag::Unsupported {
            why: kind.why_no_lag(),
        },
        trend: None,
        change: None,
        behind: None,
        slowest: None,
        consumed: None,
        produced: None,
        outlook: Outlook::Unknown,
        cause: None,
        partitions: Vec::new(),
        partition_count: 0,
        members: Vec::new(),
        member_count: 0,
        notes: Vec::new(),
        sampled_ms: now,
    }
}

/// Puts together what was asked at `now`, and what was seen before.
pub(crate) fn detail(
    described: &GroupDescription,
    standings: &[Standing],
    lag: Lag,
    watched: &Watched,
    rights: &Rights,
    now: i64,
) -> GroupDetail {
    let kind = GroupKind::from(&described.kind);
    let members: HashMap<&Place, &kafka::Member> = described
        .members
        .iter()
        .flat_map(|member| member.assigned.iter().map(move |place| (place, member)))
        .collect();
    let mut partitions: Vec<(Option<i64>, GroupPartition)> = standings
        .iter()
        .map(|standing| {
            let member = members.get(&standing.place).copied();
            let row = partition(standing, member, watched, rights, now);
            (standing.messages(), row)
        })
        .collect();
    partitions.sort_by_key(|(lag, _)| std::cmp::Reverse(*lag));
    let slowest = partitions
        .iter()
        .filter_map(|(_, row)| Some((row.behind.clone()?, row)))
        .max_by_key(|(behind, _)| behind.ms)
        .map(|(behind, row)| {
            let name = PartitionName {
                topic: row.topic.clone(),
                partition: row.partition,
            };
            (behind, name)
        });
    let (behind, slowest) = slowest.unzip();
    let rates = watched.rates(standings);
    let change = watched.samples.lags();
    GroupDetail {
        id: described.name.clone(),
        kind,
        state: GroupState::new(described.state, kind),
        assignor: described.assignor.clone(),
        coordinator: described.coordinator.as_ref().map(|broker| broker.id),
        trend: match (&lag, change) {
            (Lag::Known { .. }, Some((before, after, _))) => Some(Trend::of(before, after)),
            (Lag::Known { .. }, None) => Some(Trend::Measuring),
            _ => None,
        },
        change: change.map(|(before, after, over_ms)| LagChange {
            messages: (after - before).to_string(),
            over_ms,
        }),
        behind,
        slowest,
        consumed: rates.map(|rates| rates.0),
        produced: rates.map(|rates| rates.1),
        outlook: prospect(&lag, standings, watched),
        cause: cause::cause(&seen(described, standings, &members, watched, now)),
        notes: notes(standings, partitions.len(), described.members.len()),
        partition_count: partitions.len() as u32,
        partitions: partitions
            .into_iter()
            .take(PARTITIONS)
            .map(|(_, row)| row)
            .collect(),
        member_count: described.members.len() as u32,
        members: member_rows(described, standings),
        lag,
        sampled_ms: now,
    }
}

fn prospect(lag: &Lag, standings: &[Standing], watched: &Watched) -> Outlook {
    if !matches!(lag, Lag::Known { .. }) {
        return Outlook::Unknown;
    }
    outlook(standings.iter().filter_map(|standing| {
        let pace = watched.samples.pace(&standing.place);
        Some((standing.messages()?, pace))
    }))
}

fn seen(
    described: &GroupDescription,
    standings: &[Standing],
    members: &HashMap<&Place, &kafka::Member>,
    watched: &Watched,
    now: i64,
) -> Seen {
    Seen {
        members: described.members.len(),
        rebalancing: watched.samples.rebalancing(now),
        rebalances: watched.samples.rebalances(now, LOOP_SPAN),
        partitions: standings
            .iter()
            .filter_map(|standing| {
                Some(cause::Watched {
                    lag: standing.messages()?,
                    member: members.get(&standing.place).map(|member| Reading {
                        id: member.id.clone(),
                        label: label(member),
                    }),
                    pace: watched.samples.pace(&standing.place),
                    still: watched.samples.still(&standing.place, now),
                    place: standing.place.clone(),
                })
            })
            .collect(),
    }
}

fn partition(
    standing: &Standing,
    member: Option<&kafka::Member>,
    watched: &Watched,
    rights: &Rights,
    now: i64,
) -> GroupPartition {
    let end = match standing.end {
        Edge::At(end) => Some(end),
        _ => None,
    };
    let lost = standing.lost();
    let problem = match (&standing.end, standing.committed) {
        (Edge::Gone, _) => Some("The topic or the partition was deleted.".to_owned()),
        (Edge::At(end), Some(committed)) if committed > *end => {
            Some("Beyond the end: the topic was made anew, or its end was cut off.".to_owned())
        }
        _ if lost > 0 => Some(format!(
            "Below the start: {} were lost to retention.",
            counted(lost as u64, "message")
        )),
        _ => None,
    };
    GroupPartition {
        topic: standing.place.0.clone(),
        partition: standing.place.1,
        committed: standing.committed.map(|offset| offset.to_string()),
        start: standing.start.map(|offset| offset.to_string()),
        end: end.map(|offset| offset.to_string()),
        lag: standing.lag(rights),
        behind: watched.anchors.behind(standing, &watched.samples, now),
        member: member.map(|member| member.id.clone()),
        client: member.map(|member| member.client.clone()),
        host: member.map(|member| host(member).to_owned()),
        changed_ms: watched.samples.changed(&standing.place),
        problem,
    }
}

fn member_rows(described: &GroupDescription, standings: &[Standing]) -> Vec<GroupMember> {
    let lags: HashMap<&Place, Option<i64>> = standings
        .iter()
        .map(|standing| (&standing.place, standing.messages()))
        .collect();
    let mut rows: Vec<GroupMember> = described
        .members
        .iter()
        .map(|member| {
            let lag: Option<i64> = member
                .assigned
                .iter()
                .map(|place| lags.get(place).copied().flatten())
                .sum();
            GroupMember {
                id: member.id.clone(),
                client: member.client.clone(),
                host: host(member).to_owned(),
                instance: member.instance.clone(),
                partitions: member.assigned.len() as u32,
                lag: lag.map(|lag| lag.to_string()),
            }
        })
        .collect();
    rows.sort_by(|a, b| (&a.client, &a.id).cmp(&(&b.client, &b.id)));
    rows.truncate(MEMBERS);
    rows
}

fn notes(standings: &[Standing], partitions: usize, members: usize) -> Vec<String> {
    let mut notes = Vec::new();
    let lost: i64 = standings.iter().map(Standing::lost).sum();
    if lost > 0 {
        notes.push(format!(
            "{} that the group has not read were lost to retention; the lag still counts them.",
            counted(lost as u64, "message")
        ));
    }
    if partitions > PARTITIONS {
        notes.push(format!(
            "{} of {} partitions are shown, those with the most lag first; the export holds all.",
            grouped(PARTITIONS as u64),
            grouped(partitions as u64)
        ));
    }
    if members > MEMBERS {
        notes.push(format!(
            "{} of {} members are shown.",
            grouped(MEMBERS as u64),
            grouped(members as u64)
        ));
    }
    notes
}

pub(super) fn label(member: &kafka::Member) -> String {
    format!("{} on {}", member.client, host(member))
}

/// Kafka writes `/10.0.0.7`.
pub(super) fn host(member: &kafka::Member) -> &str {
    member.host.trim_start_matches('/')
}
