//! What a reset of a group's offsets would do. It is a plan: nothing is changed here.

mod aim;

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::Utc;
use kafka::{GroupDescription, GroupState, Isolation, OffsetQuery, Span};
use serde::{Deserialize, Serialize};
use specta::Type;

use self::aim::{Aim, Bounds};
use super::asking::{ASKING, Edges};
use super::behind::{self, Stamp};
use super::detail::{PartitionName, label};
use super::lag::{Edge, Standing};
use super::rows::GroupKind;
use super::samples::Place;
use crate::failure::{Failure, Result};

/// Partitions whose first and last message are looked at, those with the longest way first.
const LOOKS: usize = 64;
/// Members that a refusal names.
const NAMED: usize = 3;

/// Where a group's offsets are to go, and which.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Reset {
    /// Where to.
    pub to: ResetTo,
    /// All partitions of these topics, committed or not.
    pub topics: Option<Vec<String>>,
    /// These partitions. Where neither topics nor partitions are named, all that the group has committed or reads.
    pub partitions: Option<Vec<PartitionName>>,
}

/// Where offsets are to go. What lies outside of a partition becomes its start or its end.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(tag = "kind", rename_all = "camelCase")]
pub enum ResetTo {
    /// The first message that is there.
    Earliest,
    /// The end.
    Latest,
    /// This offset.
    Offset {
        /// A whole number.
        offset: String,
    },
    /// The first message of this time or a later one; the end where there is none.
    Time {
        /// As a view's start takes it.
        text: String,
        /// Whether a text without a zone is UTC.
        utc: bool,
    },
    /// So long ago.
    Duration {
        /// “2h”, “1d 12h”, “PT2H30M”.
        text: String,
    },
    /// So many messages on, or back with a minus.
    Shift {
        /// A whole number.
        by: String,
    },
    /// Where another group stands.
    Group {
        /// Its name.
        group: String,
    },
}

/// What a reset would do. Numbers of messages and offsets are decimal text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ResetPlan {
    /// The group.
    pub group: String,
    /// By topic and partition.
    pub rows: Vec<ResetRow>,
    /// Messages that would be read again.
    pub again: String,
    /// Messages that would not be read.
    pub skipped: String,
    /// Messages that retention took before they were read, whatever is done.
    pub lost: String,
    /// Why it can't be done now; none where it can.
    pub refused: Option<String>,
    /// The members that have to be stopped first.
    pub members: Vec<String>,
}

/// What a reset would do in a partition.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ResetRow {
    /// The topic.
    pub topic: String,
    /// The partition.
    pub partition: i32,
    /// What is committed now.
    pub from: Option<String>,
    /// What would be committed; none where the partition stays as it is.
    pub to: Option<String>,
    /// Messages that would be read again.
    pub again: String,
    /// Messages that would not be read.
    pub skipped: String,
    /// The first message that is read again or skipped.
    pub first: Option<String>,
    /// The last one.
    pub last: Option<String>,
    /// The time of the first, in ms since 1970; none where it has none, or was not looked at.
    #[specta(type = Option<u32>)]
    pub from_ms: Option<i64>,
    /// The time of the last.
    #[specta(type = Option<u32>)]
    pub to_ms: Option<i64>,
    /// What should be known: what retention has taken, why the partition stays.
    pub note: Option<String>,
}

/// For a group that has no offsets to set.
pub(crate) fn refused(group: &str, kind: GroupKind) -> ResetPlan {
    ResetPlan {
        group: group.to_owned(),
        rows: Vec::new(),
        again: "0".to_owned(),
        skipped: "0".to_owned(),
        lost: "0".to_owned(),
        refused: Some(format!("This group can't be reset. {}", kind.why_no_lag())),
        members: Vec::new(),
    }
}

/// Plans a reset of a group that stands so; `other` is where the group stands that it is to follow.
pub(crate) async fn plan(
    cluster: &kafka::Cluster,
    described: &GroupDescription,
    standings: &[Standing],
    other: &[Standing],
    wanted: &Reset,
) -> Result<ResetPlan> {
    let aim = Aim::parse(&wanted.to, Utc::now())?;
    let places = places(cluster, standings, wanted).await?;
    if places.is_empty() {
        return Err(Failure::invalid("There is no partition to reset.")
            .hint("The group has committed nothing: choose a topic."));
    }
    let mut edges = Edges::default();
    edges.ask_ends(cluster, &places.iter().collect()).await;
    edges.ask_starts(cluster, places.clone()).await;
    let found = match aim {
        Aim::Time(at) => by_time(cluster, &places, at).await?,
        Aim::Group => other
            .iter()
            .filter_map(|standing| Some((standing.place.clone(), standing.committed?)))
            .collect(),
        _ => HashMap::new(),
    };
    let committed: HashMap<&Place, i64> = standings
        .iter()
        .filter_map(|standing| Some((&standing.place, standing.committed?)))
        .collect();
    let moves: Vec<Move> = places
        .iter()
        .map(|place| {
            let bounds = match (edges.start(place), edges.end(place)) {
                (Some(start), Some(Edge::At(end))) => Ok(Bounds { start, end: *end }),
                (_, Some(Edge::Denied)) => Err("DESCRIBE on the topic is missing: it stays."),
                (_, Some(Edge::Gone)) => Err("The topic or the partition was deleted: it stays."),
                _ => Err("Its broker gave no offsets: it stays."),
            };
            let from = committed.get(place).copied();
            Move::new(place.clone(), from, &aim, bounds, found.get(place).copied())
        })
        .collect();
    let times = times(cluster, &moves).await;
    let sum = |of: fn(&Move) -> i64| moves.iter().map(of).sum::<i64>().to_string();
    Ok(ResetPlan {
        group: described.name.clone(),
        again: sum(|step| step.again),
        skipped: sum(|step| step.skipped),
        lost: sum(|step| step.lost),
        refused: refusal(described),
        members: described.members.iter().map(label).collect(),
        rows: moves.iter().map(|step| step.row(&times)).collect(),
    })
}

/// Kafka takes no offsets for a group that has members.
pub(crate) fn refusal(described: &GroupDescription) -> Option<String> {
    if described.members.is_empty() {
        let rests = matches!(described.state, GroupState::Empty | GroupState::Dead);
        return (!rests).then(|| {
            "The group is not at rest: wait until its last members have left.".to_owned()
        });
    }
    let mut names: Vec<String> = described.members.iter().take(NAMED).map(label).collect();
    let more = described.members.len() - names.len();
    if more > 0 {
        names.push(format!("{more} more"));
    }
    Some(format!(
        "The group is active. Stop its members first: {}.",
        names.join(", ")
    ))
}

async fn places(
    cluster: &kafka::Cluster,
    standings: &[Standing],
    wanted: &Reset,
) -> Result<BTreeSet<Place>> {
    if wanted.topics.is_none() && wanted.partitions.is_none() {
        return Ok(standings
            .iter()
            .map(|standing| standing.place.clone())
            .collect());
    }
    let mut places: BTreeSet<Place> = wanted
        .partitions
        .iter()
        .flatten()
        .map(|name| (name.topic.clone(), name.partition))
        .collect();
    for name in wanted.topics.iter().flatten() {
        let metadata = cluster.metadata(Some(name), ASKING).await?;
        let partitions = metadata
            .topics
            .into_iter()
            .flat_map(|topic| topic.partitions);
        places.extend(partitions.map(|partition| (name.clone(), partition.id)));
    }
    Ok(places)
}

async fn by_time(
    cluster: &kafka::Cluster,
    places: &BTreeSet<Place>,
    at: i64,
) -> Result<HashMap<Place, i64>> {
    let wanted = places.iter().cloned().collect();
    let isolation = Isolation::ReadUncommitted;
    let answers = cluster
        .list_offsets(wanted, OffsetQuery::Time(at), isolation, ASKING)
        .await?;
    Ok(answers
        .into_iter()
        .filter_map(|answer| {
            let answer = answer.offset;
            let offset = answer.offset.ok().flatten()?;
            Some(((answer.topic, answer.partition), offset))
        })
        .collect())
}

/// The way of one partition.
#[derive(Debug, PartialEq, Eq)]
struct Move {
    place: Place,
    from: Option<i64>,
    to: Option<i64>,
    again: i64,
    skipped: i64,
    lost: i64,
    /// The offsets that are read again or skipped, the second one not among them.
    between: Option<(i64, i64)>,
    note: Option<String>,
}

impl Move {
    fn new(
        place: Place,
        from: Option<i64>,
        aim: &Aim,
        bounds: std::result::Result<Bounds, &str>,
        found: Option<i64>,
    ) -> Self {
        let stays = |note: &str, lost: i64| Self {
            place: place.clone(),
            from,
            to: None,
            again: 0,
            skipped: 0,
            lost,
            between: None,
            note: Some(note.to_owned()),
        };
        let bounds = match bounds {
            Ok(bounds) => bounds,
            Err(note) => return stays(note, 0),
        };
        let lost = from.map_or(0, |from| (bounds.start - from).max(0));
        let (to, note) = match aim.target(from, bounds, found) {
            Ok(target) => target,
            Err(note) => return stays(note, lost),
        };
        // Where there is something to read from.
        let at = from.map(|from| from.clamp(bounds.start, bounds.end));
        let between = at
            .map(|at| (at.min(to), at.max(to)))
            .filter(|(first, end)| first < end);
        let taken = (lost > 0).then(|| {
            format!(
                "Retention has taken {} that it had not read.",
                crate::amount::counted(lost as u64, "message")
            )
        });
        let notes: Vec<String> = note.into_iter().chain(taken).collect();
        Self {
            from,
            to: Some(to),
            again: at.map_or(0, |at| (at - to).max(0)),
            skipped: at.map_or(0, |at| (to - at).max(0)),
            lost,
            between,
            note: (!notes.is_empty()).then(|| notes.join(" ")),
            place,
        }
    }

    fn row(&self, times: &Times) -> ResetRow {
        let text = |number: i64| number.to_string();
        let time = |of: &HashMap<Place, Option<Stamp>>| {
            of.get(&self.place).copied().flatten().map(|stamp| stamp.at)
        };
        ResetRow {
            topic: self.place.0.clone(),
            partition: self.place.1,
            from: self.from.map(text),
            to: self.to.map(text),
            again: text(self.again),
            skipped: text(self.skipped),
            first: self.between.map(|(first, _)| text(first)),
            last: self.between.map(|(_, end)| text(end - 1)),
            from_ms: time(&times.first),
            to_ms: time(&times.last),
            note: self.note.clone(),
        }
    }
}

/// Times of the first and the last message of each way.
#[derive(Default)]
struct Times {
    first: HashMap<Place, Option<Stamp>>,
    last: HashMap<Place, Option<Stamp>>,
}

async fn times(cluster: &kafka::Cluster, moves: &[Move]) -> Times {
    let mut ways: Vec<(&Place, (i64, i64))> = moves
        .iter()
        .filter_map(|step| Some((&step.place, step.between?)))
        .collect();
    ways.sort_by_key(|(_, (first, end))| first - end);
    ways.truncate(LOOKS);
    let spans = |span: fn((i64, i64)) -> (i64, i64)| {
        let mut by_topic: BTreeMap<String, Vec<Span>> = BTreeMap::new();
        for (place, way) in &ways {
            let (from, to) = span(*way);
            by_topic.entry(place.0.clone()).or_default().push(Span {
                partition: place.1,
                from,
                to: Some(to),
            });
        }
        by_topic
    };
    let (first, last) = tokio::join!(
        behind::stamps(cluster, spans(|way| way)),
        behind::stamps(cluster, spans(|(_, end)| (end - 1, end))),
    );
    Times { first, last }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn step(from: Option<i64>, aim: &Aim) -> Move {
        let bounds = Bounds {
            start: 100,
            end: 200,
        };
        Move::new(("orders".to_owned(), 0), from, aim, Ok(bounds), None)
    }

    #[test]
    fn what_is_read_again_and_what_is_not_is_counted() {
        let told = |step: &Move| (step.to, step.again, step.skipped, step.lost, step.between);
        for (from, aim, expected) in [
            (
                Some(150),
                Aim::Earliest,
                (Some(100), 50, 0, 0, Some((100, 150))),
            ),
            (
                Some(150),
                Aim::Latest,
                (Some(200), 0, 50, 0, Some((150, 200))),
            ),
            (Some(150), Aim::Offset(150), (Some(150), 0, 0, 0, None)),
            // What retention took is neither read again nor skipped.
            (Some(40), Aim::Earliest, (Some(100), 0, 0, 60, None)),
            (
                Some(40),
                Aim::Latest,
                (Some(200), 0, 100, 60, Some((100, 200))),
            ),
            (None, Aim::Earliest, (Some(100), 0, 0, 0, None)),
            (None, Aim::Shift(-5), (None, 0, 0, 0, None)),
        ] {
            assert_eq!(told(&step(from, &aim)), expected, "{from:?} {aim:?}");
        }
        let lost = step(Some(40), &Aim::Earliest);
        assert_eq!(
            lost.note.as_deref(),
            Some("Retention has taken 60 messages that it had not read.")
        );
    }

    #[test]
    fn a_group_with_members_is_refused_and_they_are_named() {
        let member = |client: &str| kafka::Member {
            id: format!("{client}-id"),
            instance: None,
            client: client.to_owned(),
            host: "/10.0.0.7".to_owned(),
            assigned: Vec::new(),
            target: None,
        };
        let mut described = GroupDescription {
            name: "g".to_owned(),
            kind: kafka::GroupKind::Consumer,
            state: GroupState::Stable,
            assignor: None,
            coordinator: None,
            members: ["a", "b", "c", "d"].map(member).to_vec(),
            operations: None,
        };
        assert_eq!(
            refusal(&described).as_deref(),
            Some(
                "The group is active. Stop its members first: a on 10.0.0.7, b on 10.0.0.7, c on 10.0.0.7, 1 more."
            )
        );
        described.members.clear();
        described.state = GroupState::PreparingRebalance;
        assert!(refusal(&described).is_some());
        described.state = GroupState::Empty;
        assert_eq!(refusal(&described), None);
    }
}
