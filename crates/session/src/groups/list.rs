//! The groups of a cluster, as they were when they were last asked for.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::time::{Duration, Instant};

use kafka::{GroupListing, Groups, Operation};

use super::asking::Answer;
use super::lag::{Lag, Sight, Standing, total};
use super::rights::{Resource, Rights};
use super::rows::{
    GroupKind, GroupPage, GroupQuery, GroupRow, GroupSort, GroupState, Lags, TopicGroup,
    TopicGroups, WorstPartition,
};
use super::trend::Sums;

/// Rows in one answer at most.
const ROWS: usize = 500;
/// Topics that a row names.
const TOPICS: usize = 5;
/// What is out of sight is asked for again after so long.
const OUT_OF_SIGHT: Duration = Duration::from_secs(60);

/// See the module.
#[derive(Debug, Default)]
pub(crate) struct List {
    entries: BTreeMap<String, Entry>,
    /// What the principal may do to the cluster; none where the broker does not tell.
    operations: Option<Vec<Operation>>,
    /// Why groups may be missing.
    errors: Vec<String>,
    listed: Option<Instant>,
    /// When all lags were last asked for.
    whole: Option<Instant>,
}

/// A group of the list.
#[derive(Debug)]
struct Entry {
    kind: GroupKind,
    state: GroupState,
    members: Option<u32>,
    topics: Vec<(String, Lag)>,
    lag: Lag,
    messages: Option<i64>,
    worst: Option<WorstPartition>,
    sums: Sums,
    asked: Option<Instant>,
}

/// What is to be asked after the list.
#[derive(Debug)]
pub(crate) struct Wanted {
    /// Whose lags, what is in sight first.
    pub(crate) groups: Vec<String>,
    /// Whether those that are no consumers are looked for too.
    pub(crate) others: bool,
}

/// Who reads some topics.
#[derive(Debug)]
pub(crate) struct Readers {
    /// By topic: how many groups, and the one that is furthest behind. One that nobody reads is left out.
    pub(crate) by_topic: HashMap<String, (u32, Option<TopicGroup>)>,
    pub(crate) lags: Lags,
    /// What may be missing, and why.
    pub(crate) note: Option<String>,
    pub(crate) grant: Option<String>,
}

impl List {
    pub(crate) fn is_known(&self) -> bool {
        self.listed.is_some()
    }

    /// Takes a new list in; lags that are known stay.
    pub(crate) fn take_listed(&mut self, listed: Groups) {
        self.errors = listed.errors.iter().map(ToString::to_string).collect();
        let names: BTreeSet<String> = listed
            .groups
            .iter()
            .map(|group| group.name.clone())
            .collect();
        // A broker that did not answer takes none of its groups away, and others are not in this list.
        if self.errors.is_empty() {
            self.entries
                .retain(|name, entry| names.contains(name) || !entry.kind.commits());
        }
        for group in listed.groups {
            self.take(group);
        }
        self.listed = Some(Instant::now());
    }

    /// Takes the list of all groups in, of which only those are of interest that are no consumers.
    pub(crate) fn take_others(&mut self, all: Groups) {
        let names: BTreeSet<String> = all.groups.iter().map(|group| group.name.clone()).collect();
        if all.errors.is_empty() {
            self.entries
                .retain(|name, entry| names.contains(name) || entry.kind.commits());
        }
        for group in all.groups {
            if !GroupKind::from(&group.kind).commits() {
                self.take(group);
            }
        }
    }

    pub(crate) fn take_operations(&mut self, operations: Option<Vec<Operation>>) {
        self.operations = operations;
    }

    /// That some could not be looked for.
    pub(crate) fn take_error(&mut self, error: &kafka::Error) {
        self.errors.push(error.to_string());
    }

    fn take(&mut self, group: GroupListing) {
        let kind = GroupKind::from(&group.kind);
        let state = GroupState::new(group.state, kind);
        let entry = self.entries.entry(group.name).or_insert_with(|| Entry {
            kind,
            state,
            members: None,
            topics: Vec::new(),
            lag: if kind.commits() {
                Lag::Asking
            } else {
                Lag::Unsupported {
                    why: kind.why_no_lag(),
                }
            },
            messages: None,
            worst: None,
            sums: Sums::default(),
            asked: None,
        });
        (entry.kind, entry.state) = (kind, state);
        if state == GroupState::Empty {
            entry.members = Some(0);
        }
    }

    /// What to ask for: all where that is due, else what is in sight and what was never asked for.
    pub(crate) fn wanted(&mut self, in_sight: Vec<String>) -> Wanted {
        let is_due = self.whole.is_none_or(|at| at.elapsed() >= OUT_OF_SIGHT);
        if is_due {
            self.whole = Some(Instant::now());
        }
        let mut known: BTreeSet<String> = BTreeSet::new();
        let mut groups = Vec::new();
        let rest = self
            .entries
            .iter()
            .filter(|(_, entry)| is_due || entry.asked.is_none())
            .map(|(name, _)| name.clone());
        for name in in_sight.into_iter().chain(rest) {
            let commits = self
                .entries
                .get(&name)
                .is_some_and(|entry| entry.kind.commits());
            if commits && known.insert(name.clone()) {
                groups.push(name);
            }
        }
        Wanted {
            groups,
            others: is_due,
        }
    }

    /// Takes answers in; `now` in ms since 1970.
    pub(crate) fn take_answers(
        &mut self,
        answers: Vec<(String, Answer)>,
        rights: &Rights,
        now: i64,
    ) {
        let restricted = self.is_restricted();
        for (name, answer) in answers {
            if let Some(entry) = self.entries.get_mut(&name) {
                entry.take(&name, answer, restricted, rights, now);
            }
        }
    }

    /// Whether the principal is one who may not see everything. There is no question for that: who may change the
    /// cluster is taken for one who may see all.
    pub(crate) fn is_restricted(&self) -> bool {
        self.operations
            .as_ref()
            .is_some_and(|operations| !operations.contains(&Operation::Alter))
    }

    fn lists_all(&self) -> bool {
        self.operations
            .as_ref()
            .is_none_or(|operations| operations.contains(&Operation::Describe))
    }

    /// A group's kind, where the list knows it.
    pub(crate) fn kind(&self, group: &str) -> Option<GroupKind> {
        Some(self.entries.get(group)?.kind)
    }

    /// What a window shows, by name.
    pub(crate) fn in_sight(&self, query: &GroupQuery, from: usize, count: usize) -> Vec<String> {
        self.found(query)
            .into_iter()
            .skip(from)
            .take(count.min(ROWS))
            .map(|(name, _)| name.clone())
            .collect()
    }

    /// The groups of a topic, by name.
    pub(crate) fn of_topic(&self, topic: &str) -> Vec<String> {
        let reads = |entry: &Entry| entry.topics.iter().any(|(name, _)| name == topic);
        self.entries
            .iter()
            .filter(|(_, entry)| reads(entry))
            .map(|(name, _)| name.clone())
            .collect()
    }

    fn found(&self, query: &GroupQuery) -> Vec<(&String, &Entry)> {
        let words: Vec<String> = query
            .search
            .split_whitespace()
            .map(str::to_lowercase)
            .collect();
        let has = |name: &str, word: &str| name.to_lowercase().contains(word);
        let mut found: Vec<(&String, &Entry)> = self
            .entries
            .iter()
            .filter(|(name, entry)| {
                words.iter().all(|word| {
                    has(name, word) || entry.topics.iter().any(|(topic, _)| has(topic, word))
                })
            })
            .collect();
        // They are sorted by name already, which settles what is equal.
        let descending = query.descending;
        match query.sort {
            GroupSort::Name => {
                if descending {
                    found.reverse();
                }
            }
            GroupSort::Lag => known_first(&mut found, descending, |entry| entry.messages),
            GroupSort::State => known_first(&mut found, descending, |entry| Some(entry.state)),
            GroupSort::Members => known_first(&mut found, descending, |entry| entry.members),
        }
        found
    }

    pub(crate) fn page(
        &self,
        query: &GroupQuery,
        from: usize,
        count: usize,
        loading: bool,
        rights: &Rights,
    ) -> GroupPage {
        let found = self.found(query);
        let (note, grant) = self.note(rights);
        GroupPage {
            total: self.entries.len() as u32,
            matching: found.len() as u32,
            rows: found
                .iter()
                .skip(from)
                .take(count.min(ROWS))
                .map(|(name, entry)| entry.row(name))
                .collect(),
            lags: self.lags(loading),
            age_ms: self.listed.map_or(0, |at| at.elapsed().as_millis() as u64),
            note,
            grant,
        }
    }

    pub(crate) fn topic_groups(&self, topic: &str, loading: bool, rights: &Rights) -> TopicGroups {
        let mut groups: Vec<TopicGroup> = self
            .entries
            .iter()
            .filter_map(|(name, entry)| {
                let (_, lag) = entry.topics.iter().find(|(name, _)| name == topic)?;
                Some(TopicGroup {
                    group: name.clone(),
                    kind: entry.kind,
                    state: entry.state,
                    members: entry.members,
                    lag: lag.clone(),
                })
            })
            .collect();
        groups.sort_by_key(|group| std::cmp::Reverse(messages(&group.lag)));
        let (note, grant) = self.note(rights);
        TopicGroups {
            groups,
            lags: self.lags(loading),
            note,
            grant,
        }
    }

    /// How many groups read each of these topics, and the one that is furthest behind.
    pub(crate) fn readers(&self, topics: &[String], loading: bool, rights: &Rights) -> Readers {
        let wanted: BTreeSet<&str> = topics.iter().map(String::as_str).collect();
        let mut readers: HashMap<String, (u32, Option<TopicGroup>)> = HashMap::new();
        for (group, entry) in &self.entries {
            let read = entry.topics.iter();
            for (topic, lag) in read.filter(|(topic, _)| wanted.contains(topic.as_str())) {
                let (count, worst) = readers.entry(topic.clone()).or_default();
                *count += 1;
                let known = worst.as_ref().and_then(|worst| messages(&worst.lag));
                if worst.is_none() || messages(lag) > known {
                    *worst = Some(TopicGroup {
                        group: group.clone(),
                        kind: entry.kind,
                        state: entry.state,
                        members: entry.members,
                        lag: lag.clone(),
                    });
                }
            }
        }
        let (note, grant) = self.note(rights);
        Readers {
            by_topic: readers,
            lags: self.lags(loading),
            note,
            grant,
        }
    }

    fn lags(&self, loading: bool) -> Lags {
        let lacks = |entry: &Entry| {
            matches!(
                entry.lag,
                Lag::Partial { .. } | Lag::Denied { .. } | Lag::Failed { .. } | Lag::Asking
            )
        };
        if loading {
            Lags::Loading
        } else if self.entries.values().any(lacks) {
            Lags::Partial
        } else {
            Lags::Ready
        }
    }

    fn note(&self, rights: &Rights) -> (Option<String>, Option<String>) {
        if let Some(error) = self.errors.first() {
            let note = format!("The list may lack groups: not every broker answered ({error}).");
            return (Some(note), None);
        }
        if self.lists_all() {
            return (None, None);
        }
        let note = "The list shows only groups that you may see: without DESCRIBE on the cluster Kafka leaves out the \
                    others without a sign.";
        (
            Some(note.to_owned()),
            Some(rights.grant("Describe", Resource::Cluster)),
        )
    }
}

/// Sorts by what is known; what is not known comes last, whatever the direction.
fn known_first<K: Ord>(
    found: &mut [(&String, &Entry)],
    descending: bool,
    key: impl Fn(&Entry) -> Option<K>,
) {
    found.sort_by(|a, b| match (key(a.1), key(b.1)) {
        (Some(a), Some(b)) if descending => b.cmp(&a),
        (Some(a), Some(b)) => a.cmp(&b),
        (a, b) => b.is_some().cmp(&a.is_some()),
    });
}

fn messages(lag: &Lag) -> Option<i64> {
    match lag {
        Lag::Known { messages } | Lag::Partial { messages, .. } => messages.parse().ok(),
        _ => None,
    }
}

impl Entry {
    fn take(&mut self, name: &str, answer: Answer, restricted: bool, rights: &Rights, now: i64) {
        self.asked = Some(Instant::now());
        if let Ok(described) = &answer.described
            && described.state != kafka::GroupState::Dead
        {
            self.members = Some(described.members.len() as u32);
            self.state = GroupState::new(described.state, self.kind);
        }
        match answer.standings {
            Ok(standings) => self.count(&standings, restricted, rights),
            Err(error) => self.fail(name, &error, rights),
        }
        self.messages = messages(&self.lag);
        match (self.messages, &self.lag) {
            (Some(messages), Lag::Known { .. }) => self.sums.add(now, messages),
            // A sum that lacks something is compared with none.
            _ => self.sums.clear(),
        }
    }

    fn count(&mut self, standings: &[Standing], restricted: bool, rights: &Rights) {
        let sight = Sight {
            restricted,
            members: self.members.unwrap_or(0) > 0,
        };
        self.lag = total(standings, sight, rights);
        self.topics = standings
            .chunk_by(|a, b| a.place.0 == b.place.0)
            .filter_map(|of_topic| {
                let topic = &of_topic.first()?.place.0;
                // Of a topic all partitions are told, or none.
                let sight = Sight {
                    restricted: false,
                    members: true,
                };
                let lag = total(of_topic, sight, rights);
                Some((topic.clone(), lag))
            })
            .collect();
        self.worst = standings
            .iter()
            .filter_map(|standing| Some((standing.messages().filter(|lag| *lag > 0)?, standing)))
            .max_by_key(|(lag, _)| *lag)
            .map(|(lag, standing)| WorstPartition {
                topic: standing.place.0.clone(),
                partition: standing.place.1,
                lag: lag.to_string(),
            });
    }

    /// Topics stay known where the last answer told them.
    fn fail(&mut self, name: &str, error: &kafka::Error, rights: &Rights) {
        self.lag = match error {
            kafka::Error::Forbidden { .. } => Lag::Denied {
                right: format!("DESCRIBE on the group “{name}”"),
                grant: rights.grant("Describe", Resource::Group(name)),
            },
            error => Lag::Failed {
                why: error.to_string(),
            },
        };
        self.worst = None;
    }

    fn row(&self, name: &str) -> GroupRow {
        GroupRow {
            id: name.to_owned(),
            kind: self.kind,
            state: self.state,
            members: self.members,
            topics: self
                .topics
                .iter()
                .take(TOPICS)
                .map(|(topic, _)| topic.clone())
                .collect(),
            topic_count: self.topics.len() as u32,
            lag: self.lag.clone(),
            worst: self.worst.clone(),
            trend: self.sums.trend(),
            age_ms: self.asked.map(|at| at.elapsed().as_millis() as u64),
        }
    }
}
