//! The groups of an open cluster: their list with lags that come in by themselves, each in detail, and what a reset
//! would do. What changes a group is only made ready here.

mod apply;
mod asking;
mod behind;
mod cause;
mod detail;
mod history;
mod lag;
mod list;
mod outlook;
mod reset;
pub(crate) mod rights;
mod rows;
mod samples;
mod table;
mod trend;
mod watch;

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use chrono::Utc;
use tokio::task::JoinHandle;

use self::asking::{ASKING, Answer, Edges, Starts};
use self::history::STEP;
use self::lag::{Sight, Standing};
use self::list::{List, Wanted};
use self::rights::Rights;
use self::watch::Watches;
use crate::connections::Connection;
use crate::failure::{Code, Failure, Result};

pub use self::behind::Behind;
pub use self::detail::{GroupDetail, GroupMember, GroupPartition, LagChange, PartitionName};
pub use self::history::{LagHistory, PartitionHistory};
pub use self::lag::Lag;
pub use self::outlook::Outlook;
pub use self::reset::{Reset, ResetPlan, ResetRow, ResetTo};
pub use self::rows::{
    GroupKind, GroupPage, GroupQuery, GroupRow, GroupSort, GroupState, Lags, TopicGroup,
    TopicGroups, WorstPartition,
};
pub use self::trend::Trend;

pub(crate) use self::asking::{AGAIN, PAUSE, is_moving};
pub(crate) use self::history::forget;
pub(crate) use self::list::Readers;

/// Groups that are asked about at a time: the first lags are there soon, and the brokers have other work to do.
const AT_ONCE: usize = 200;

/// See the module.
pub(crate) struct Groups {
    shared: Arc<Shared>,
    /// Fills in lags.
    filling: Mutex<Option<JoinHandle<()>>>,
    /// Samples groups that are watched, so that their history has no gap when nobody looks.
    sampling: Mutex<Option<JoinHandle<()>>>,
}

struct Shared {
    list: Mutex<List>,
    watches: Mutex<Watches>,
    rights: Rights,
}

impl Drop for Groups {
    fn drop(&mut self) {
        for task in [&self.filling, &self.sampling] {
            if let Some(task) = lock(task).take() {
                task.abort();
            }
        }
    }
}

impl Groups {
    /// The groups of a connection; `root` is the folder below which histories are kept.
    pub(crate) fn new(connection: &Connection, bootstrap: &str, root: Option<&Path>) -> Self {
        let folder: Option<PathBuf> = root.map(|root| history::folder(root, &connection.id));
        Self {
            shared: Arc::new(Shared {
                list: Mutex::default(),
                watches: Mutex::new(Watches::new(folder)),
                rights: Rights::new(connection, bootstrap),
            }),
            filling: Mutex::default(),
            sampling: Mutex::default(),
        }
    }

    /// A window of the list. Asks the brokers where it is asked to, or where nothing is known yet: for the list, then in
    /// the background for the lags of what is in sight, and now and then of all.
    pub(crate) async fn page(
        &self,
        cluster: &kafka::Cluster,
        query: &GroupQuery,
        from: usize,
        count: usize,
        refresh: bool,
    ) -> Result<GroupPage> {
        self.refresh(cluster, refresh, |list| list.in_sight(query, from, count))
            .await?;
        let loading = self.is_filling();
        Ok(lock(&self.shared.list).page(query, from, count, loading, &self.shared.rights))
    }

    /// The groups of a topic. Which those are is known when all groups have been asked.
    pub(crate) async fn of_topic(
        &self,
        cluster: &kafka::Cluster,
        topic: &str,
        refresh: bool,
    ) -> Result<TopicGroups> {
        self.refresh(cluster, refresh, |list| list.of_topic(topic))
            .await?;
        let loading = self.is_filling();
        Ok(lock(&self.shared.list).topic_groups(topic, loading, &self.shared.rights))
    }

    /// Who reads each of these topics.
    pub(crate) async fn of_topics(
        &self,
        cluster: &kafka::Cluster,
        topics: &[String],
        refresh: bool,
    ) -> Result<Readers> {
        let in_sight = |list: &List| topics.iter().flat_map(|name| list.of_topic(name)).collect();
        self.refresh(cluster, refresh, in_sight).await?;
        let loading = self.is_filling();
        Ok(lock(&self.shared.list).readers(topics, loading, &self.shared.rights))
    }

    /// Asks the brokers for the list again, where it is known, and first for the lag of a group that was changed.
    pub(crate) async fn renew(&self, cluster: &kafka::Cluster, group: &str) -> Result<()> {
        if lock(&self.shared.list).is_known() {
            self.refresh(cluster, true, |_| vec![group.to_owned()])
                .await?;
        }
        Ok(())
    }

    async fn refresh(
        &self,
        cluster: &kafka::Cluster,
        refresh: bool,
        in_sight: impl Fn(&List) -> Vec<String>,
    ) -> Result<()> {
        let is_known = lock(&self.shared.list).is_known();
        if is_known && !refresh {
            return Ok(());
        }
        let operations = async {
            if is_known {
                return None;
            }
            Some(cluster.describe(ASKING).await)
        };
        let (listed, operations) = tokio::join!(cluster.consumer_groups(ASKING), operations);
        let mut listed = listed?;
        // What was known stays where no broker has told of a group.
        if listed.groups.is_empty()
            && let Some(at) = listed.errors.iter().position(is_no_answer)
        {
            return Err(listed.errors.swap_remove(at).into());
        }
        let mut list = lock(&self.shared.list);
        if let Some(Ok(described)) = operations {
            list.take_operations(described.operations);
        }
        list.take_listed(listed);
        let mut filling = lock(&self.filling);
        if filling.as_ref().is_none_or(JoinHandle::is_finished) {
            let names = in_sight(&list);
            let wanted = list.wanted(names);
            *filling = Some(tokio::spawn(fill(
                cluster.clone(),
                Arc::clone(&self.shared),
                wanted,
            )));
        }
        Ok(())
    }

    fn is_filling(&self) -> bool {
        lock(&self.filling)
            .as_ref()
            .is_some_and(|task| !task.is_finished())
    }

    /// A group whole, asked anew. It is watched from then on.
    pub(crate) async fn detail(
        &self,
        cluster: &kafka::Cluster,
        group: &str,
    ) -> Result<GroupDetail> {
        let now = now();
        let restricted = self.shared.is_restricted(cluster).await;
        let found = self.shared.find(cluster, group).await?;
        let (described, standings) = match found {
            Found::Consumers(described, standings) => (described, standings),
            Found::Other(kind) => return Ok(detail::of_other(group, kind, now)),
        };
        let sight = Sight {
            restricted,
            members: !described.members.is_empty(),
        };
        let lag = lag::total(&standings, sight, &self.shared.rights);
        let answer = Answer {
            described: Ok((*described).clone()),
            standings: Ok(standings.clone()),
        };
        let due = {
            let mut watches = lock(&self.shared.watches);
            let watched = watches.look(group, now);
            if watched.sample(&answer, &lag, now) {
                write(&watched.history);
            }
            watched.anchors.due(&standings, now)
        };
        self.keep_sampling(cluster);
        let stamps = behind::stamps(cluster, due).await;
        let mut watches = lock(&self.shared.watches);
        let watched = watches.look(group, now);
        watched.anchors.take(&standings, &stamps);
        Ok(detail::detail(
            &described,
            &standings,
            lag,
            watched,
            &self.shared.rights,
            now,
        ))
    }

    /// How the lag of a group went since a time, in ms since 1970.
    pub(crate) fn history(&self, group: &str, since: i64) -> LagHistory {
        let now = now();
        lock(&self.shared.watches)
            .look(group, now)
            .history
            .since(since, now)
    }

    /// All partitions of a group, as CSV.
    pub(crate) async fn table(&self, cluster: &kafka::Cluster, group: &str) -> Result<Vec<u8>> {
        match self.shared.find(cluster, group).await? {
            Found::Consumers(described, standings) => table::csv(&described, &standings),
            Found::Other(kind) => Err(Failure::invalid(kind.why_no_lag())),
        }
    }

    /// What a reset of a group would do.
    pub(crate) async fn plan_reset(
        &self,
        cluster: &kafka::Cluster,
        group: &str,
        wanted: &Reset,
    ) -> Result<ResetPlan> {
        match self.shared.find(cluster, group).await? {
            Found::Consumers(described, standings) => {
                let other = match &wanted.to {
                    ResetTo::Group { group } => match self.shared.find(cluster, group).await? {
                        Found::Consumers(_, standings) => standings,
                        Found::Other(kind) => return Err(Failure::invalid(kind.why_no_lag())),
                    },
                    _ => Vec::new(),
                };
                reset::plan(cluster, &described, &standings, &other, wanted).await
            }
            Found::Other(kind) => Ok(reset::refused(group, kind)),
        }
    }

    fn keep_sampling(&self, cluster: &kafka::Cluster) {
        let mut sampling = lock(&self.sampling);
        if sampling.as_ref().is_none_or(JoinHandle::is_finished) {
            *sampling = Some(tokio::spawn(sample(
                cluster.clone(),
                Arc::clone(&self.shared),
            )));
        }
    }
}

/// A group that was looked for.
enum Found {
    Consumers(Box<kafka::GroupDescription>, Vec<Standing>),
    /// One whose commits can't be asked for.
    Other(GroupKind),
}

impl Shared {
    /// Whether the principal may not see everything.
    async fn is_restricted(&self, cluster: &kafka::Cluster) -> bool {
        let is_known = lock(&self.list).is_known();
        if !is_known && let Ok(described) = cluster.describe(ASKING).await {
            lock(&self.list).take_operations(described.operations);
        }
        lock(&self.list).is_restricted()
    }

    async fn find(&self, cluster: &kafka::Cluster, group: &str) -> Result<Found> {
        let known = lock(&self.list).kind(group);
        if let Some(kind) = known.filter(|kind| !kind.commits()) {
            return Ok(Found::Other(kind));
        }
        let groups = [group.to_owned()];
        let answers = asking::ask(cluster, &groups, &mut Edges::default(), Starts::All).await;
        let answer = answers.into_iter().next().map(|(_, answer)| answer);
        let Some(Answer {
            described,
            standings,
        }) = answer
        else {
            return Err(Failure::internal("There was no answer about the group."));
        };
        let denied = |error| match error {
            kafka::Error::Forbidden {
                resource: kafka::ResourceKind::Group,
                ..
            } => self.rights.no_group(group),
            error => error.into(),
        };
        let described = described.map_err(denied)?;
        let standings = standings.map_err(denied)?;
        if described.state != kafka::GroupState::Dead || !standings.is_empty() {
            return Ok(Found::Consumers(Box::new(described), standings));
        }
        // A share group is told as one that is not there.
        let all = cluster.groups(ASKING).await?;
        let kind = all.groups.iter().find(|listed| listed.name == group);
        match kind.map(|listed| GroupKind::from(&listed.kind)) {
            Some(kind) if !kind.commits() => Ok(Found::Other(kind)),
            _ => Err(
                Failure::new(Code::NotFound, format!("There is no group “{group}”."))
                    .hint("It may have been deleted, or its offsets have expired."),
            ),
        }
    }
}

/// Asks for the lags that are wanted, some at a time.
async fn fill(cluster: kafka::Cluster, shared: Arc<Shared>, wanted: Wanted) {
    let mut edges = Edges::default();
    for some in wanted.groups.chunks(AT_ONCE) {
        let answers = asking::ask(&cluster, some, &mut edges, Starts::Doubtful).await;
        lock(&shared.list).take_answers(answers, &shared.rights, now());
    }
    if wanted.others {
        match cluster.groups(ASKING).await {
            Ok(all) => lock(&shared.list).take_others(all),
            Err(error) => lock(&shared.list).take_error(&error),
        }
    }
}

/// Samples what is watched and was not looked at for a while, for as long as the cluster is open.
async fn sample(cluster: kafka::Cluster, shared: Arc<Shared>) {
    loop {
        tokio::time::sleep(Duration::from_millis(STEP as u64)).await;
        let due = lock(&shared.watches).due(now());
        if due.is_empty() {
            continue;
        }
        let answers = asking::ask(&cluster, &due, &mut Edges::default(), Starts::Doubtful).await;
        let restricted = lock(&shared.list).is_restricted();
        let now = now();
        let mut watches = lock(&shared.watches);
        for (group, answer) in answers {
            let Some(watched) = watches.get(&group) else {
                continue;
            };
            let sight = Sight {
                restricted,
                members: answer
                    .described
                    .as_ref()
                    .is_ok_and(|described| !described.members.is_empty()),
            };
            let lag = match &answer.standings {
                Ok(standings) => lag::total(standings, sight, &shared.rights),
                Err(_) => Lag::Asking,
            };
            if watched.sample(&answer, &lag, now) {
                write(&watched.history);
            }
        }
    }
}

/// Writes a history off the async threads.
fn write(history: &history::History) {
    if let Some(writing) = history.writing() {
        drop(tokio::task::spawn_blocking(writing));
    }
}

fn is_no_answer(error: &kafka::Error) -> bool {
    matches!(
        error,
        kafka::Error::Timeout { .. } | kafka::Error::Unreachable { .. }
    )
}

fn now() -> i64 {
    Utc::now().timestamp_millis()
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
