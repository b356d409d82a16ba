use crate::error::Error;

/// Which offset of a partition is asked for (Kafka's `ListOffsets`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OffsetQuery {
    /// The first one that is still there.
    Earliest,
    /// The one that the next record will get.
    Latest,
    /// The first record with this time or a later one; the end where there is none. In ms since 1970.
    Time(i64),
}

impl OffsetQuery {
    /// `ListOffsets` takes a time, or one of two marks.
    pub(crate) fn to_raw(self) -> i64 {
        match self {
            Self::Earliest => -2,
            Self::Latest => -1,
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
    pub offset: Result<Option<i64>, Error>,
}
