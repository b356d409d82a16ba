//! What is changed of groups: looked at once more before it is.

use std::collections::HashMap;

use super::{Found, Groups, reset};
use crate::amount::grouped;
use crate::change::{Change, OffsetMove};
use crate::failure::{Code, Failure, Result};
use crate::groups::reset::ResetPlan;
use crate::groups::rows::GroupKind;
use crate::groups::samples::Place;
use crate::range::number;

impl Groups {
    /// A reset as it was planned.
    ///
    /// # Errors
    /// [`Code::Conflict`] where the group has members, or has moved since the plan was made; [`Code::Invalid`] for groups
    /// that can't be reset, and a plan that changes nothing.
    pub(crate) async fn reset(
        &self,
        cluster: &kafka::Cluster,
        group: &str,
        plan: &ResetPlan,
    ) -> Result<Change> {
        let committed = self.at_rest(cluster, group).await?;
        let mut moves = Vec::new();
        for row in &plan.rows {
            let Some(to) = &row.to else { continue };
            let to = number(to)?;
            let from = row.from.as_deref().map(number).transpose()?;
            let place: Place = (row.topic.clone(), row.partition);
            let now = committed.get(&place).copied();
            if plan.group != group || now != from || row.partition < 0 {
                return Err(moved(group, &place, now, from));
            }
            if from != Some(to) {
                moves.push(OffsetMove {
                    topic: place.0,
                    partition: place.1,
                    from,
                    to: Some(to),
                });
            }
        }
        if moves.is_empty() {
            return Err(Failure::invalid(format!(
                "“{group}” stands there already: nothing would be changed."
            )));
        }
        Ok(Change::Offsets {
            group: group.to_owned(),
            moves,
        })
    }

    /// The deletion of a group.
    ///
    /// # Errors
    /// As [`Groups::reset`].
    pub(crate) async fn deletion(&self, cluster: &kafka::Cluster, group: &str) -> Result<Change> {
        let committed = self.at_rest(cluster, group).await?;
        Ok(Change::DeleteGroup {
            group: group.to_owned(),
            moves: forgotten(committed),
        })
    }

    /// The deletion of what a group has committed for a topic.
    ///
    /// # Errors
    /// [`Code::Conflict`] where a member reads the topic, [`Code::NotFound`] where nothing is committed for it.
    pub(crate) async fn deletion_of_offsets(
        &self,
        cluster: &kafka::Cluster,
        group: &str,
        topic: &str,
    ) -> Result<Change> {
        let (described, standings) = match self.shared.find(cluster, group).await? {
            Found::Consumers(described, standings) => (described, standings),
            Found::Other(kind) => return Err(not_of_this_kind(kind)),
        };
        let reads = described
            .members
            .iter()
            .any(|member| member.assigned.iter().any(|place| place.0 == topic));
        if reads {
            return Err(Failure::new(
                Code::Conflict,
                format!("Members of “{group}” read “{topic}”: its offsets are not deleted."),
            )
            .hint("Stop its members first."));
        }
        let of_topic = standings
            .iter()
            .filter(|standing| standing.place.0 == topic);
        let committed: HashMap<Place, i64> = of_topic
            .filter_map(|standing| Some((standing.place.clone(), standing.committed?)))
            .collect();
        if committed.is_empty() {
            return Err(Failure::new(
                Code::NotFound,
                format!("“{group}” has committed nothing for “{topic}”."),
            ));
        }
        Ok(Change::Offsets {
            group: group.to_owned(),
            moves: forgotten(committed),
        })
    }

    /// That a group has no members. One that is not there has none.
    ///
    /// # Errors
    /// [`Code::Conflict`] with the members to stop.
    pub(crate) async fn must_rest(&self, cluster: &kafka::Cluster, group: &str) -> Result<()> {
        match self.at_rest(cluster, group).await {
            Err(failure) if failure.code != Code::NotFound => Err(failure),
            _ => Ok(()),
        }
    }

    /// What a group without members has committed.
    async fn at_rest(&self, cluster: &kafka::Cluster, group: &str) -> Result<HashMap<Place, i64>> {
        match self.shared.find(cluster, group).await? {
            Found::Consumers(described, standings) => match reset::refusal(&described) {
                Some(refusal) => Err(Failure::new(Code::Conflict, refusal)
                    .hint("Kafka changes the offsets of a group without members only.")),
                None => Ok(standings
                    .into_iter()
                    .filter_map(|standing| Some((standing.place, standing.committed?)))
                    .collect()),
            },
            Found::Other(kind) => Err(not_of_this_kind(kind)),
        }
    }
}

fn forgotten(committed: HashMap<Place, i64>) -> Vec<OffsetMove> {
    let mut moves: Vec<OffsetMove> = committed
        .into_iter()
        .map(|((topic, partition), from)| OffsetMove {
            topic,
            partition,
            from: Some(from),
            to: None,
        })
        .collect();
    moves.sort_by(|a, b| (&a.topic, a.partition).cmp(&(&b.topic, b.partition)));
    moves
}

fn not_of_this_kind(kind: GroupKind) -> Failure {
    Failure::invalid(format!(
        "This group can't be changed. {}",
        kind.why_no_lag()
    ))
}

fn moved(group: &str, place: &Place, now: Option<i64>, planned: Option<i64>) -> Failure {
    let told = |offset: Option<i64>| {
        offset.map_or_else(
            || "without a commit".to_owned(),
            |offset| format!("at {}", grouped(offset.max(0) as u64)),
        )
    };
    Failure::new(
        Code::Conflict,
        format!("“{group}” has moved since the plan was made: nothing was changed."),
    )
    .hint("Look at the plan as it is now.")
    .details(format!(
        "{} {}: it is {}, the plan found it {}.",
        place.0,
        place.1,
        told(now),
        told(planned)
    ))
}
