/// A registry's compatibility level, as `PUT /config` takes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Level {
    /// Nothing is compared.
    None,
    /// The new schema reads what the latest version wrote. A registry's default.
    Backward,
    /// The new schema reads what any version wrote.
    BackwardTransitive,
    /// The latest version reads what the new schema writes.
    Forward,
    /// Every version reads what the new schema writes.
    ForwardTransitive,
    /// Both ways with the latest version.
    Full,
    /// Both ways with every version.
    FullTransitive,
}

/// Which of two schemas reads what the other wrote.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Direction {
    /// The new one reads.
    Backward,
    /// The old one reads.
    Forward,
}

/// Who has to be brought to a new schema first, by Confluent's documentation of the levels.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Deployment {
    /// Consumers first: the new schema reads old data.
    ConsumersFirst,
    /// Producers first: old consumers read new data.
    ProducersFirst,
    /// Any order.
    AnyOrder,
    /// Nothing is promised: whoever reads and whoever writes must change together.
    Together,
}

impl Level {
    /// All seven, in the order in which Confluent's documentation lists them after `NONE`.
    pub const ALL: [Self; 7] = [
        Self::None,
        Self::Backward,
        Self::BackwardTransitive,
        Self::Forward,
        Self::ForwardTransitive,
        Self::Full,
        Self::FullTransitive,
    ];

    /// The registry's name of it.
    pub fn name(self) -> &'static str {
        match self {
            Self::None => "NONE",
            Self::Backward => "BACKWARD",
            Self::BackwardTransitive => "BACKWARD_TRANSITIVE",
            Self::Forward => "FORWARD",
            Self::ForwardTransitive => "FORWARD_TRANSITIVE",
            Self::Full => "FULL",
            Self::FullTransitive => "FULL_TRANSITIVE",
        }
    }

    /// The level of a name, which the registry reads in upper case.
    pub fn of_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|level| level.name() == name)
    }

    /// What it compares, in the registry's order: of both directions, forward comes first.
    pub fn directions(self) -> &'static [Direction] {
        match self {
            Self::None => &[],
            Self::Backward | Self::BackwardTransitive => &[Direction::Backward],
            Self::Forward | Self::ForwardTransitive => &[Direction::Forward],
            Self::Full | Self::FullTransitive => &[Direction::Forward, Direction::Backward],
        }
    }

    /// Whether it compares with every version, not with the latest only.
    pub fn transitive(self) -> bool {
        matches!(
            self,
            Self::BackwardTransitive | Self::ForwardTransitive | Self::FullTransitive
        )
    }

    /// Whether what passes here passes there too.
    pub fn includes(self, other: Self) -> bool {
        let directions = self.directions();
        let all = other
            .directions()
            .iter()
            .all(|one| directions.contains(one));
        all && (self.transitive() || !other.transitive())
    }

    /// The order of deployment that it asks for.
    pub fn deployment(self) -> Deployment {
        match self {
            Self::None => Deployment::Together,
            Self::Backward | Self::BackwardTransitive => Deployment::ConsumersFirst,
            Self::Forward | Self::ForwardTransitive => Deployment::ProducersFirst,
            Self::Full | Self::FullTransitive => Deployment::AnyOrder,
        }
    }
}
