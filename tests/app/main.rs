//! The whole application: the built binary in a real window, against its sandbox and a real Kafka.

mod connecting;
mod messages;
mod outage;
mod producing;
mod sandbox;
mod untrusted;
