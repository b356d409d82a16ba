//! The only `unsafe` code: what librdkafka has and rdkafka wraps not at all, or not safely.
#![expect(
    unsafe_code,
    reason = "batch reading and much of the administration have no safe API in rdkafka"
)]

pub(crate) mod acls;
mod admin;
pub(crate) mod brokers;
pub(crate) mod configs;
pub(crate) mod group_offsets;
pub(crate) mod groups;
mod native;
pub(crate) mod offsets;
mod partitions;
mod reader;
pub(crate) mod topics;

pub(crate) use admin::Native;
pub(crate) use partitions::Answer;
pub(crate) use reader::{Event, HeaderIter, PartitionQueue};
