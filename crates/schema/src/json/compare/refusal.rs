use std::fmt;

/// Why there is no verdict.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Refusal {
    /// `exclusiveMaximum` is lowered where the new schema has no `maximum`: the registry looks at `maximum` by mistake,
    /// and answers with HTTP 500.
    ExclusiveMaximumLowered,
    /// `multipleOf` is changed from or to a number below one: registries up to 8.3 divide by zero.
    MultipleOfBelowOne,
    /// There is too much to compare.
    TooLarge,
}

impl fmt::Display for Refusal {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::ExclusiveMaximumLowered => {
                "The registry fails (HTTP 500) where exclusiveMaximum is lowered and there is no maximum."
            }
            Self::MultipleOfBelowOne => {
                "This release of the registry fails (HTTP 500) where multipleOf is changed from or to a number below one."
            }
            Self::TooLarge => "There is too much to compare in these schemas.",
        })
    }
}

impl std::error::Error for Refusal {}
