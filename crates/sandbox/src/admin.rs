//! Topics made, grown, emptied and deleted.

mod create;
mod delete;
mod grow;

use std::collections::HashMap;
use std::hash::Hash;

use kafka_protocol::ResponseError;
use kafka_protocol::protocol::StrBytes;

pub(crate) use self::create::create_topics;
pub(crate) use self::delete::{delete_records, delete_topics};
pub(crate) use self::grow::create_partitions;

/// Kafka's bound for one request (`ReplicationControlManager`).
const PARTITIONS_PER_REQUEST: usize = 10_000;
/// Bound of this broker: an empty partition takes some hundred bytes.
const PARTITIONS: usize = 200_000;

/// An error code and the sentence that goes with it.
pub(crate) type Refusal = (ResponseError, String);

/// A sentence for a response.
pub(crate) fn sentence(text: impl Into<String>) -> StrBytes {
    StrBytes::from_string(text.into())
}

fn full() -> Refusal {
    (
        ResponseError::PolicyViolation,
        format!("The sandbox holds at most {PARTITIONS} partitions"),
    )
}

/// How often each item comes.
fn tally<T: Eq + Hash>(items: impl Iterator<Item = T>) -> HashMap<T, usize> {
    let mut counts = HashMap::new();
    for item in items {
        *counts.entry(item).or_default() += 1;
    }
    counts
}
