//! The whole application: the built binary in a real window, against its sandbox and a real Kafka.
#![expect(
    clippy::disallowed_methods,
    reason = "clients of the tests' own, beside the app's"
)]

mod broker;
mod connecting;
mod messages;
mod outage;
mod producing;
mod sandbox;
mod steps;
mod untrusted;
