use std::path::Path;
use std::time::{Duration, Instant};

use crate::cluster::OpenCluster;
use crate::connections::Connection;
use crate::failure::Result;
use crate::groups::{GroupQuery, GroupSort, Lags};
use crate::topics::{TopicQuery, TopicSort};

/// Rows of a window.
const WINDOW: usize = 50;
/// Between two looks whether the lags have come.
const LOOK: Duration = Duration::from_millis(20);
/// How often librdkafka counts its requests.
const COUNTING: Duration = Duration::from_millis(500);

/// What there is in a cluster, and how long it took to know it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Surveyed {
    /// Topics that one may see.
    pub topics: u32,
    /// Their partitions.
    pub partitions: usize,
    /// Groups that one may see.
    pub groups: u32,
    /// From the start, without a connection, to the first window of topics and of groups.
    pub list: Duration,
    /// From the start to the lags of all groups.
    pub lags: Duration,
    /// Requests that were sent until then.
    pub requests: u64,
}

/// Opens a cluster through the path of the app, and waits for topics, groups and all lags.
///
/// # Errors
/// What is wrong with `config`, or why the cluster does not answer.
pub async fn survey(mut config: kafka::ClusterConfig) -> Result<Surveyed> {
    let interval = COUNTING.as_millis().to_string();
    config
        .properties
        .push(("statistics.interval.ms".to_owned(), interval.into()));
    // Who asks only stands in lines to copy, and nothing is kept of a group that nobody looks at.
    let nobody = Connection::sandbox(true);
    let started = Instant::now();
    let cluster = OpenCluster::open(&nobody, config, None, Path::new("")).await?;
    let topics = TopicQuery {
        search: String::new(),
        sort: TopicSort::Name,
        descending: false,
        internal: true,
    };
    let groups = GroupQuery {
        search: String::new(),
        sort: GroupSort::Lag,
        descending: true,
    };
    let kafka = &cluster.kafka;
    let (topic_page, group_page) = tokio::join!(
        cluster.topics.page(kafka, &topics, 0, WINDOW, true),
        cluster.groups.page(kafka, &groups, 0, WINDOW, true),
    );
    let (topic_page, mut group_page) = (topic_page?, group_page?);
    let list = started.elapsed();
    while group_page.lags == Lags::Loading {
        tokio::time::sleep(LOOK).await;
        group_page = cluster
            .groups
            .page(kafka, &groups, 0, WINDOW, false)
            .await?;
    }
    let lags = started.elapsed();
    let metadata = kafka.metadata(None, Duration::from_secs(10)).await?;
    tokio::time::sleep(COUNTING * 2).await;
    Ok(Surveyed {
        topics: topic_page.total,
        partitions: metadata
            .topics
            .iter()
            .map(|topic| topic.partitions.len())
            .sum(),
        groups: group_page.total,
        list,
        lags,
        requests: kafka.requests(),
    })
}
