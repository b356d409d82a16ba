//! The schema engine against what Confluent's registry says.
#![expect(clippy::unwrap_used, reason = "helpers of tests fail as tests do")]

mod advisories;
mod advisory_fixes;
mod avro;
mod cases;
mod changes;
mod codec;
mod existing;
mod fix;
mod guess;
mod infer;
mod json;
mod properties;
mod protobuf;
mod prove;
mod recorded;
mod registration;
mod registry_messages;
mod report;
mod round_trips;
mod sentences;
