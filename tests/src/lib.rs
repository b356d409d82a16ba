//! The harness of the whole-app and protocol tests, of the benches and of the pictures: a real Apache Kafka ([`kafka`])
//! with a client beside the application's ([`client`]), and the built application in a real window ([`window`]), in
//! which a person does what [`steps`] holds.
//!
//! It panics where it can't go on, with what to do: it serves tests only.

pub mod client;
pub mod flags;
pub mod kafka;
mod paths;
pub mod payments;
mod ports;
mod process;
mod random;
pub mod release;
pub mod steps;
pub mod window;

use std::path::PathBuf;

/// A name that no other test uses, as `prefix-1a2b3c4d`: tests share a broker.
pub fn unique(prefix: &str) -> String {
    format!("{prefix}-{}", random::letters(8).to_lowercase())
}

/// Where `make pictures` puts them.
pub fn pictures() -> PathBuf {
    paths::target().join("pictures")
}

/// The interpreter of the virtual environment in `.tools/`, which has confluent-kafka (Confluent's
/// own client) at a pinned version. It panics, saying how to get it, if it is not installed.
pub fn python() -> PathBuf {
    let python = paths::workspace().join(".tools/venv/bin/python");
    assert!(
        python.exists(),
        "{} is missing: run scripts/setup.sh test",
        python.display()
    );
    python
}
