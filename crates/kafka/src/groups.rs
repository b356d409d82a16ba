use std::collections::BTreeSet;
use std::time::Duration;

use rdkafka::consumer::Consumer;

use crate::abilities::Ability;
use crate::access::Operation;
use crate::cluster::Cluster;
use crate::error::{Error, Result};
use crate::ffi;
use crate::metadata::Broker;
use crate::offsets::PartitionOffset;

/// The protocol by which a group's members share the work.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum GroupKind {
    /// Consumers, by the protocol of before KIP-848.
    Classic,
    /// Consumers, by KIP-848.
    Consumer,
    /// Others than consumers, by their protocol as `connect`; empty for share and streams groups, which the calls that
    /// librdkafka knows don't tell apart.
    Other(String),
    /// The broker does not tell: one before Kafka 3.8, all of whose groups are classic.
    Unknown,
}

/// What a group is doing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum GroupState {
    /// Members come or go, the others are waited for.
    PreparingRebalance,
    /// The work is being shared out.
    CompletingRebalance,
    /// Members work.
    Stable,
    /// It is gone, or was never there.
    Dead,
    /// It has no members.
    Empty,
    /// Not told, or unknown to librdkafka: KIP-848's `Assigning` and `Reconciling` are.
    Unknown,
}

/// A group in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GroupListing {
    /// Its name.
    pub name: String,
    /// Its protocol.
    pub kind: GroupKind,
    /// What it is doing.
    pub state: GroupState,
}

/// The groups that the principal may see. A broker leaves those out that it may not see, without an error.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Groups {
    /// By name.
    pub groups: Vec<GroupListing>,
    /// Why some may be missing: what brokers answered in place of their groups.
    pub errors: Vec<Error>,
}

/// A group and its members.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GroupDescription {
    /// Its name.
    pub name: String,
    /// Its protocol.
    pub kind: GroupKind,
    /// What it is doing.
    pub state: GroupState,
    /// How the work is shared out, as `range`.
    pub assignor: Option<String>,
    /// The broker that leads it.
    pub coordinator: Option<Broker>,
    /// Its members.
    pub members: Vec<Member>,
    /// What the principal may do to it; none where the broker does not tell.
    pub operations: Option<Vec<Operation>>,
}

/// A member of a group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    /// The id that the broker gave it.
    pub id: String,
    /// `group.instance.id` of a static member.
    pub instance: Option<String>,
    /// `client.id`.
    pub client: String,
    /// Where it is, as `/10.0.0.7`.
    pub host: String,
    /// Topic and partition of what it reads.
    pub assigned: Vec<(String, i32)>,
    /// What it is to read once it is reconciled (KIP-848).
    pub target: Option<Vec<(String, i32)>>,
}

impl Cluster {
    /// All groups that the principal may see. Those that librdkafka's list leaves out (Connect, share, streams) are
    /// looked for by the old list, for which a broker describes each of its groups: not for every moment.
    ///
    /// # Errors
    /// Why there is no answer at all.
    pub async fn groups(&self, limit: Duration) -> Result<Groups> {
        let (listed, others) =
            tokio::join!(self.consumer_groups(limit), self.groups_by_old_list(limit));
        let mut groups = listed?;
        match others {
            Ok(others) => {
                let known: BTreeSet<String> = groups
                    .groups
                    .iter()
                    .map(|group| group.name.clone())
                    .collect();
                let others = others
                    .into_iter()
                    .filter(|other| !known.contains(&other.name));
                groups.groups.extend(others);
                groups.groups.sort_by(|a, b| a.name.cmp(&b.name));
            }
            Err(error) => groups.errors.push(error),
        }
        Ok(groups)
    }

    /// The groups of consumers, classic and KIP-848, in one request a broker.
    ///
    /// # Errors
    /// Why there is no answer at all.
    pub async fn consumer_groups(&self, limit: Duration) -> Result<Groups> {
        let (mut groups, refusals) = self.administer(limit, "", ffi::groups::all).await?;
        groups.sort_by(|a, b| a.name.cmp(&b.name));
        let errors = refusals
            .into_iter()
            .map(|refusal| refusal.about("groups", limit))
            .collect();
        Ok(Groups { groups, errors })
    }

    async fn groups_by_old_list(&self, limit: Duration) -> Result<Vec<GroupListing>> {
        self.administer(limit, "groups", move |client, limit| {
            let list = client.fetch_group_list(None, limit)?;
            let groups = list.groups().iter().map(|group| {
                // A share group is described as one that is not there.
                let is_described = !group.protocol_type().is_empty();
                GroupListing {
                    name: group.name().to_owned(),
                    kind: GroupKind::Other(group.protocol_type().to_owned()),
                    state: if is_described {
                        GroupState::from_name(group.state())
                    } else {
                        GroupState::Unknown
                    },
                }
            });
            Ok(groups.collect())
        })
        .await
    }

    /// Describes groups of consumers with their members, classic and KIP-848. The answers are in the order of
    /// `groups`; a group that is not there is [`GroupState::Dead`].
    ///
    /// # Errors
    /// Why there is no answer at all.
    pub async fn describe_groups(
        &self,
        groups: Vec<String>,
        limit: Duration,
    ) -> Result<Vec<(String, Result<GroupDescription>)>> {
        let asked = groups.clone();
        let answers = self.administer_group(limit, "", move |client, limit| {
            Ok(ffi::groups::describe(client, &asked, limit))
        });
        Ok(zipped(groups, answers.await?, limit))
    }

    /// Deletes groups with their committed offsets. The answers are in the order of `groups`; one with members is
    /// refused as `NonEmptyGroup`.
    ///
    /// # Errors
    /// Why there is no answer at all.
    pub async fn delete_groups(
        &self,
        groups: Vec<String>,
        limit: Duration,
    ) -> Result<Vec<(String, Result<()>)>> {
        self.require(Ability::DeleteGroups, limit).await?;
        let asked = groups.clone();
        let answers = self.administer_group(limit, "", move |client, limit| {
            Ok(ffi::groups::delete(client, &asked, limit))
        });
        Ok(zipped(groups, answers.await?, limit))
    }

    /// What a group has committed, of all topics or of one, without joining it. A partition without a commit is not
    /// among the answers. A broker leaves out topics that the principal may not see, without an error.
    ///
    /// # Errors
    /// Why there is no answer.
    pub async fn group_offsets(
        &self,
        group: &str,
        topic: Option<&str>,
        limit: Duration,
    ) -> Result<Vec<PartitionOffset>> {
        let answers = self.groups_offsets(vec![group.to_owned()], limit).await?;
        let (_, answer) = answers
            .into_iter()
            .next()
            .ok_or(Error::Timeout { seconds: 0 })?;
        let mut offsets = answer?;
        if let Some(topic) = topic {
            offsets.retain(|offset| offset.topic == topic);
        }
        Ok(offsets)
    }

    /// As [`Cluster::group_offsets`], of many groups, a few at a time. The answers are in the order of `groups`.
    ///
    /// # Errors
    /// Why there is no answer at all.
    pub async fn groups_offsets(
        &self,
        groups: Vec<String>,
        limit: Duration,
    ) -> Result<Vec<(String, Result<Vec<PartitionOffset>>)>> {
        let asked = groups.clone();
        let answers = self.administer_group(limit, "", move |client, limit| {
            Ok(ffi::group_offsets::all(client, &asked, limit))
        });
        let answers = zipped(groups, answers.await?, limit);
        Ok(answers
            .into_iter()
            .map(|(group, answer)| {
                let offsets = answer.map(|answers| PartitionOffset::from_answers(answers, limit));
                let committed = offsets.map(|mut offsets| {
                    offsets.retain(|offset| offset.offset != Ok(None));
                    offsets.sort_by(|a, b| (&a.topic, a.partition).cmp(&(&b.topic, b.partition)));
                    offsets
                });
                (group, committed)
            })
            .collect())
    }

    /// Sets what a group has committed; refused while it has members. Answers for each partition.
    ///
    /// # Errors
    /// Why there is no answer at all.
    pub async fn alter_group_offsets(
        &self,
        group: &str,
        offsets: Vec<(String, i32, i64)>,
        limit: Duration,
    ) -> Result<Vec<PartitionOffset>> {
        let name = group.to_owned();
        let answers = self.administer_group(limit, group, move |client, limit| {
            ffi::group_offsets::alter(client, &name, &offsets, limit)
        });
        Ok(PartitionOffset::from_answers(answers.await?, limit))
    }

    /// Forgets what a group has committed for partitions; refused for topics that it reads. Answers for each
    /// partition, without an offset.
    ///
    /// # Errors
    /// Why there is no answer at all.
    pub async fn delete_group_offsets(
        &self,
        group: &str,
        partitions: Vec<(String, i32)>,
        limit: Duration,
    ) -> Result<Vec<PartitionOffset>> {
        self.require(Ability::OffsetDelete, limit).await?;
        let name = group.to_owned();
        let answers = self.administer_group(limit, group, move |client, limit| {
            ffi::group_offsets::delete(client, &name, &partitions, limit)
        });
        let mut answers = PartitionOffset::from_answers(answers.await?, limit);
        for answer in &mut answers {
            answer.offset = answer.offset.clone().map(|_| None);
        }
        Ok(answers)
    }
}

impl GroupState {
    /// By Kafka's name of it.
    fn from_name(name: &str) -> Self {
        match name {
            "PreparingRebalance" => Self::PreparingRebalance,
            "CompletingRebalance" => Self::CompletingRebalance,
            "Stable" => Self::Stable,
            "Dead" => Self::Dead,
            "Empty" => Self::Empty,
            _ => Self::Unknown,
        }
    }
}

fn zipped<T>(
    groups: Vec<String>,
    answers: Vec<std::result::Result<T, crate::refusal::Refusal>>,
    limit: Duration,
) -> Vec<(String, Result<T>)> {
    groups
        .into_iter()
        .zip(answers)
        .map(|(group, answer)| {
            let answer = answer.map_err(|refusal| refusal.about(&group, limit));
            (group, answer)
        })
        .collect()
}
