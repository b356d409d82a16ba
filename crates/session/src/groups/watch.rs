//! Groups that are looked at: what was seen of them since, and the history that goes on.

use std::collections::{BTreeSet, HashMap};
use std::path::PathBuf;

use super::asking::Answer;
use super::behind::Anchors;
use super::history::{self, History, Measured};
use super::lag::{Edge, Lag, Standing};
use super::samples::{Membership, Place, Sample, Samples};

/// Groups that are watched at the same time; of more, the one that was looked at longest ago is let go.
const GROUPS: usize = 8;

/// See the module.
#[derive(Debug)]
pub(crate) struct Watches {
    folder: Option<PathBuf>,
    groups: HashMap<String, Watched>,
}

/// A group that is watched.
#[derive(Debug)]
pub(crate) struct Watched {
    pub(crate) samples: Samples,
    pub(crate) anchors: Anchors,
    pub(crate) history: History,
    /// When it was last sampled, in ms since 1970.
    pub(crate) sampled: i64,
    /// When a person last looked at it.
    looked: i64,
}

impl Watches {
    /// `folder` is where histories are kept.
    pub(crate) fn new(folder: Option<PathBuf>) -> Self {
        Self {
            folder,
            groups: HashMap::new(),
        }
    }

    /// The group that a person looks at at `now`; it is watched from then on. Reads its file the first time.
    pub(crate) fn look(&mut self, group: &str, now: i64) -> &mut Watched {
        if !self.groups.contains_key(group) && self.groups.len() >= GROUPS {
            let oldest = self
                .groups
                .iter()
                .min_by_key(|(_, watched)| watched.looked)
                .map(|(name, _)| name.clone());
            self.groups.remove(&oldest.unwrap_or_default());
        }
        let watched = self.groups.entry(group.to_owned()).or_insert_with(|| {
            if let Some(folder) = &self.folder {
                history::prune(folder);
            }
            Watched {
                samples: Samples::default(),
                anchors: Anchors::default(),
                history: History::load(self.folder.as_deref(), group),
                sampled: 0,
                looked: now,
            }
        });
        watched.looked = now;
        watched
    }

    /// A group that is watched already.
    pub(crate) fn get(&mut self, group: &str) -> Option<&mut Watched> {
        self.groups.get_mut(group)
    }

    /// Those that were not sampled for a step of the history.
    pub(crate) fn due(&self, now: i64) -> Vec<String> {
        self.groups
            .iter()
            .filter(|(_, watched)| now - watched.sampled >= history::STEP - 1000)
            .map(|(name, _)| name.clone())
            .collect()
    }
}

impl Watched {
    /// Adds what was seen at `now`, and the lag over all. Says whether the history's file is due.
    pub(crate) fn sample(&mut self, answer: &Answer, lag: &Lag, now: i64) -> bool {
        self.sampled = now;
        if let Ok(described) = &answer.described {
            let mut members: Vec<String> = described
                .members
                .iter()
                .map(|member| member.id.clone())
                .collect();
            members.sort_unstable();
            self.samples.add_membership(Membership {
                at: now,
                members,
                rebalancing: is_rebalancing(described),
            });
        }
        let Ok(standings) = &answer.standings else {
            return false;
        };
        let there: BTreeSet<&Place> = standings.iter().map(|standing| &standing.place).collect();
        self.samples.retain(|place| there.contains(place));
        self.anchors.retain(|place| there.contains(place));
        for standing in standings {
            if let Edge::At(end) = standing.end {
                let sample = Sample {
                    at: now,
                    committed: standing.committed,
                    end,
                };
                self.samples.add(standing.place.clone(), sample);
            }
        }
        // A sum that lacks something is no point of a line.
        let Lag::Known { messages } = lag else {
            return false;
        };
        let (consumed, produced) = self.rates(standings).unzip();
        self.history.add(
            now,
            Measured {
                total: messages.parse().unwrap_or(0),
                produced,
                consumed,
                partitions: standings
                    .iter()
                    .filter_map(|standing| Some((standing.place.clone(), standing.messages()?)))
                    .collect(),
            },
        )
    }

    /// Messages that the group reads, and that are written for it, a second; none until there is a minute of samples of
    /// some partition.
    pub(crate) fn rates(&self, standings: &[Standing]) -> Option<(f64, f64)> {
        standings
            .iter()
            .filter_map(|standing| self.samples.pace(&standing.place))
            .map(|pace| (pace.consumed, pace.produced))
            .reduce(|a, b| (a.0 + b.0, a.1 + b.1))
    }
}

/// KIP-848's `Assigning` and `Reconciling` are unknown to librdkafka.
pub(crate) fn is_rebalancing(described: &kafka::GroupDescription) -> bool {
    match described.state {
        kafka::GroupState::PreparingRebalance | kafka::GroupState::CompletingRebalance => true,
        kafka::GroupState::Unknown => described.kind == kafka::GroupKind::Consumer,
        _ => false,
    }
}
