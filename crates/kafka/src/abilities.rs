use std::collections::{BTreeMap, BTreeSet};

use rdkafka::types::RDKafkaErrorCode;

use crate::refusal::Refusal;

/// A request that not every broker takes. librdkafka aborts the process when it finds a group's coordinator without
/// one of these, so it has to be known before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ability {
    DeleteGroups,
    OffsetDelete,
}

impl Ability {
    /// Its number in Kafka's protocol.
    fn key(self) -> i16 {
        match self {
            Self::DeleteGroups => 42,
            Self::OffsetDelete => 47,
        }
    }

    /// That a broker lacks it.
    pub(crate) fn refusal(self) -> Refusal {
        Refusal::new(
            RDKafkaErrorCode::UnsupportedFeature,
            format!("a broker of this cluster does not know the request {self:?}"),
        )
    }
}

/// The requests that each broker takes, as librdkafka logs them (`debug=feature`): it has no function to ask.
#[derive(Debug, Default)]
pub(crate) struct Abilities {
    brokers: BTreeMap<String, BTreeSet<i16>>,
}

impl Abilities {
    /// Notes a line `…/1:   ApiKey OffsetDelete (47) Versions 0..0`; says whether it was one.
    pub(crate) fn note(&mut self, line: &str) -> bool {
        let Some((broker, api)) = line.split_once("ApiKey ") else {
            return false;
        };
        let key = api.split(['(', ')']).nth(1).map(str::parse);
        let Some(Ok(key)) = key else { return false };
        let known = self.brokers.entry(broker.to_owned()).or_default();
        known.insert(key)
    }

    /// Whether all brokers that are known take the request; none while none is known.
    pub(crate) fn has(&self, ability: Ability) -> Option<bool> {
        (!self.brokers.is_empty()).then(|| {
            self.brokers
                .values()
                .all(|known| known.contains(&ability.key()))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_one_of_two_brokers_lacks_is_lacking() {
        let mut known = Abilities::default();
        assert_eq!(known.has(Ability::OffsetDelete), None);
        assert!(!known.note("[thrd:a:1/bootstrap]: a:1/1: Broker API support:"));
        assert!(known.note("[thrd:a:1/1]: a:1/1:   ApiKey OffsetDelete (47) Versions 0..0"));
        assert!(!known.note("[thrd:a:1/1]: a:1/1:   ApiKey OffsetDelete (47) Versions 0..0"));
        assert_eq!(known.has(Ability::OffsetDelete), Some(true));
        assert_eq!(known.has(Ability::DeleteGroups), Some(false));
        assert!(known.note("[thrd:b:1/2]: b:1/2:   ApiKey DeleteGroups (42) Versions 0..2"));
        assert_eq!(known.has(Ability::OffsetDelete), Some(false));
    }
}
