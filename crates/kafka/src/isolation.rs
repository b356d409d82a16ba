/// Which records of transactions are read: Kafka's `isolation.level`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Isolation {
    /// Those of committed transactions alone; nothing from the first transaction on that is still open.
    #[default]
    ReadCommitted,
    /// All of them, aborted ones too.
    ReadUncommitted,
}

impl Isolation {
    /// Kafka's name of it.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::ReadCommitted => "read_committed",
            Self::ReadUncommitted => "read_uncommitted",
        }
    }
}
