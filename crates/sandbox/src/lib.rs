//! A Kafka broker inside the process, on loopback: the demo that Tributary opens without any
//! cluster, and a fast cluster for tests.
//!
//! It speaks Kafka's own protocol over TCP, so every client reaches it as it reaches a real
//! cluster. Everything lives in memory and ends with the [`Sandbox`] value. What it serves, and
//! where it knowingly differs from Apache Kafka, stands in this crate's README.

mod admin;
mod apis;
mod batch;
mod broker;
mod cluster;
mod codec;
mod configs;
mod connection;
mod fetch;
mod frame;
mod group;
mod layout;
mod layouts;
mod log;
mod offsets;
mod produce;
mod producer;
mod seed;
mod server;
mod settings;
mod topic;

pub use server::{Options, Sandbox, Size};
