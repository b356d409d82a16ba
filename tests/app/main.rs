//! The whole application: the built binary in a real window, against its sandbox and a real Kafka.

mod broker;
mod connecting;
mod messages;
mod outage;
mod producing;
mod sandbox;
mod steps;
mod untrusted;
