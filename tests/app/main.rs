//! The whole application: the built binary in a real window, against its sandbox and a real Kafka.

mod conditions;
mod connecting;
mod files;
mod groups;
mod keeping;
mod looking;
mod messages;
mod outage;
mod palette;
mod producing;
mod ranges;
mod sandbox;
mod topics;
mod untrusted;
