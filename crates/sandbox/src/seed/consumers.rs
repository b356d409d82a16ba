//! The company's consumers, played by the broker: one lags and falls behind slowly, one keeps up.

use std::sync::Arc;

use super::random::Random;
use crate::broker::Broker;
use crate::group::Resident;
use crate::topic::{Topic, lock};

const SETTLEMENT: &str = "settlement-service";
const PROJECTION: &str = "order-projection";
/// Of a hundred payments that arrive it settles so many in the same time.
const SETTLED_OF_100: i64 = 93;

/// Where the consumers are.
#[derive(Debug)]
pub(super) struct Consumers {
    payments: Arc<Topic>,
    orders: Arc<Topic>,
    /// Ends of the payments' partitions at the last commit.
    seen: Vec<i64>,
    /// Settled payments of each partition, in hundredths.
    settled: Vec<i64>,
}

impl Consumers {
    /// Founds the groups and commits where they are: thousands of payments behind, and at the end
    /// of the orders.
    pub(super) fn found(broker: &Broker, payments: &Arc<Topic>, orders: &Arc<Topic>) -> Self {
        let mut random = Random::new(0x6c61_6767);
        let seen = ends(payments);
        let settled = seen
            .iter()
            .map(|end| (end - 250 - random.below(300) as i64).max(0) * 100)
            .collect();
        let members = [
            ("settlement-service-1", "/10.4.17.21", 0..4),
            ("settlement-service-2", "/10.4.17.22", 4..8),
            ("settlement-service-3", "/10.4.18.5", 8..12),
        ]
        .map(|(client_id, host, partitions)| Resident {
            client_id,
            host,
            partitions: partitions.collect(),
        });
        broker.groups.found(SETTLEMENT, &payments.name, &members);
        let projection = Resident {
            client_id: "order-projection-0",
            host: "/10.4.17.40",
            partitions: (0..6).collect(),
        };
        broker.groups.found(PROJECTION, &orders.name, &[projection]);
        let consumers = Self {
            payments: Arc::clone(payments),
            orders: Arc::clone(orders),
            seen,
            settled,
        };
        consumers.commit(broker, &ends(orders));
        consumers
    }

    /// Consumes what arrived since the last time, and commits.
    pub(super) fn carry_on(&mut self, broker: &Broker) {
        let logs = self.payments.logs();
        for ((log, seen), settled) in logs.iter().zip(&mut self.seen).zip(&mut self.settled) {
            let log = lock(log);
            *settled += (log.end() - *seen).max(0) * SETTLED_OF_100;
            *settled = (*settled).clamp(log.start() * 100, log.end() * 100);
            *seen = log.end();
        }
        self.commit(broker, &ends(&self.orders));
    }

    fn commit(&self, broker: &Broker, projected: &[i64]) {
        let settled: Vec<_> = self
            .settled
            .iter()
            .map(|hundredths| hundredths / 100)
            .collect();
        for (group, topic, offsets) in [
            (SETTLEMENT, &self.payments, settled.as_slice()),
            (PROJECTION, &self.orders, projected),
        ] {
            if broker.topics.by_id(topic.id).is_some() {
                broker
                    .groups
                    .commit_as_resident(group, &topic.name, offsets);
            }
        }
    }
}

fn ends(topic: &Topic) -> Vec<i64> {
    topic.logs().iter().map(|log| lock(log).end()).collect()
}
