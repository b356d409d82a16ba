//! The only `unsafe` code: what librdkafka has and rdkafka wraps not at all, or not safely.
#![expect(
    unsafe_code,
    reason = "batch reading and much of the administration have no safe API in rdkafka"
)]

mod reader;

pub(crate) use reader::{Event, HeaderIter, PartitionQueue};
