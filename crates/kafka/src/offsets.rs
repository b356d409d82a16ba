use std::time::Duration;

use crate::cluster::Cluster;
use crate::error::{Error, Result};
use crate::ffi::{self, Answer};
use crate::isolation::Isolation;

/// Which offset of a partition is asked for (Kafka's `ListOffsets`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OffsetQuery {
    /// The first one that is still there.
    Earliest,
    /// The one that the next record will get.
    Latest,
    /// The first record with this time or a later one; the end where there is none. In ms since 1970.
    Time(i64),
    /// The record with the highest time (KIP-734), which is not always the last one. Kafka 3.0 and later.
    MaxTime,
}

impl OffsetQuery {
    /// `ListOffsets` takes a time, or one of its marks.
    pub(crate) fn to_raw(self) -> i64 {
        match self {
            Self::Earliest => -2,
            Self::Latest => -1,
            Self::MaxTime => -3,
            Self::Time(at) => at.max(0),
        }
    }
}

/// The answer for one partition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PartitionOffset {
    /// The topic.
    pub topic: String,
    /// The partition.
    pub partition: i32,
    /// The offset; none where no record is as late as the time asked for.
    pub offset: std::result::Result<Option<i64>, Error>,
}

impl PartitionOffset {
    pub(crate) fn from_answers(answers: Vec<Answer>, limit: Duration) -> Vec<Self> {
        answers
            .into_iter()
            .map(|answer| Self {
                offset: answer
                    .offset
                    // What is below zero says that there is none.
                    .map(|offset| Some(offset).filter(|offset| *offset >= 0))
                    .map_err(|refusal| refusal.about(&answer.topic, limit)),
                topic: answer.topic,
                partition: answer.partition,
            })
            .collect()
    }
}

/// An offset that was asked for, with the time of its record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TimedOffset {
    /// The offset.
    pub offset: PartitionOffset,
    /// In ms since 1970; none for a mark, and where there is no record.
    pub time: Option<i64>,
}

impl Cluster {
    /// Asks for one offset of each of many partitions, in a request or a few a broker. The end is before the first
    /// transaction that is still open.
    ///
    /// # Errors
    /// Why there is no answer at all; a partition that fails alone says so in its answer.
    pub async fn offsets(
        &self,
        partitions: Vec<(String, i32)>,
        query: OffsetQuery,
        limit: Duration,
    ) -> Result<Vec<PartitionOffset>> {
        let found = self
            .list_offsets(partitions, query, Isolation::ReadCommitted, limit)
            .await?;
        Ok(found.into_iter().map(|found| found.offset).collect())
    }

    /// As [`Cluster::offsets`], with the times of the records that were found. `isolation` decides where the end is:
    /// before the first transaction that is still open, or after all records.
    ///
    /// # Errors
    /// Why there is no answer at all; a partition that fails alone says so in its answer.
    pub async fn list_offsets(
        &self,
        partitions: Vec<(String, i32)>,
        query: OffsetQuery,
        isolation: Isolation,
        limit: Duration,
    ) -> Result<Vec<TimedOffset>> {
        if partitions.is_empty() {
            return Ok(Vec::new());
        }
        let answers = self
            .ask_soon(limit, move |client, limit| {
                ffi::offsets::all(client, &partitions, query.to_raw(), isolation, limit)
            })
            .await?;
        let (answers, times): (Vec<Answer>, Vec<i64>) = answers.into_iter().unzip();
        Ok(PartitionOffset::from_answers(answers, limit)
            .into_iter()
            .zip(times)
            .map(|(offset, time)| TimedOffset {
                offset,
                time: Some(time).filter(|time| *time >= 0),
            })
            .collect())
    }
}
