use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Instant;

use rdkafka::client::ClientContext;
use rdkafka::config::RDKafkaLogLevel;
use rdkafka::consumer::ConsumerContext;
use rdkafka::error::KafkaError;
use rdkafka::statistics::Statistics;
use rdkafka::types::RDKafkaErrorCode;
use tokio::sync::watch;

use crate::abilities::Abilities;
use crate::error::Error;

/// Keeps what librdkafka reports about its connections: the call that fails only says "transport",
/// the cause is told to this callback.
pub(crate) struct Context {
    address: String,
    reports: watch::Sender<Option<Report>>,
    /// Something was reported since [`Context::was_troubled`] was asked.
    troubled: AtomicBool,
    /// What each broker can do.
    abilities: watch::Sender<Abilities>,
    /// Requests that were sent, as librdkafka last counted them.
    requests: AtomicU64,
    /// See [`Context::abandon`].
    abandoned: AtomicBool,
}

/// The most telling thing that was reported since a broker last answered.
#[derive(Debug, Clone)]
pub(crate) struct Report {
    pub(crate) error: Error,
    pub(crate) at: Instant,
}

impl Context {
    pub(crate) fn new(address: &str) -> Self {
        Self {
            address: address.to_owned(),
            reports: watch::Sender::new(None),
            troubled: AtomicBool::new(false),
            abilities: watch::Sender::default(),
            requests: AtomicU64::new(0),
            abandoned: AtomicBool::new(false),
        }
    }

    /// What the brokers that were connected to can do.
    pub(crate) fn abilities(&self) -> watch::Receiver<Abilities> {
        self.abilities.subscribe()
    }

    /// How many requests were sent; 0 where librdkafka is not asked to count.
    pub(crate) fn requests(&self) -> u64 {
        self.requests.load(Ordering::Relaxed)
    }

    /// Notes that a request of the client was left without an answer: the client is to be dropped.
    pub(crate) fn abandon(&self) {
        self.abandoned.store(true, Ordering::Relaxed);
    }

    pub(crate) fn is_abandoned(&self) -> bool {
        self.abandoned.load(Ordering::Relaxed)
    }

    /// Follows the reports from now on.
    pub(crate) fn reports(&self) -> watch::Receiver<Option<Report>> {
        self.reports.subscribe()
    }

    /// The most telling report so far.
    pub(crate) fn last(&self) -> Option<Error> {
        self.reports
            .borrow()
            .as_ref()
            .map(|report| report.error.clone())
    }

    /// Why no broker answers.
    pub(crate) fn cause(&self) -> Error {
        self.last().unwrap_or_else(|| Error::Unreachable {
            address: self.address.clone(),
            reason: "the connection was closed".to_owned(),
        })
    }

    /// Forgets what was reported: a broker answers.
    pub(crate) fn forget(&self) {
        self.reports.send_replace(None);
    }

    /// Whether something was reported since this was last asked.
    pub(crate) fn was_troubled(&self) -> bool {
        self.troubled.swap(false, Ordering::Relaxed)
    }
}

impl ClientContext for Context {
    fn log(&self, level: RDKafkaLogLevel, facility: &str, text: &str) {
        if facility == "APIVERSION" && text.contains("ApiKey ") {
            self.abilities.send_if_modified(|known| known.note(text));
            return;
        }
        match level {
            RDKafkaLogLevel::Emerg
            | RDKafkaLogLevel::Alert
            | RDKafkaLogLevel::Critical
            | RDKafkaLogLevel::Error => {
                tracing::warn!(target: "librdkafka", facility, "{text}");
                // A partition's error that reaches a batch read is only logged by librdkafka.
                self.troubled.store(true, Ordering::Relaxed);
            }
            _ => tracing::debug!(target: "librdkafka", facility, "{text}"),
        }
    }

    fn stats(&self, statistics: Statistics) {
        let sent = statistics.brokers.values().map(|broker| broker.tx).sum();
        self.requests.store(sent, Ordering::Relaxed);
    }

    fn error(&self, error: KafkaError, reason: &str) {
        let code = error
            .rdkafka_error_code()
            .unwrap_or(RDKafkaErrorCode::Unknown);
        tracing::debug!(target: "librdkafka", ?code, "{reason}");
        self.troubled.store(true, Ordering::Relaxed);
        let error = Error::from_report(code, reason, &self.address);
        self.reports.send_modify(|last| {
            // A refused login is followed by a mere disconnect: the login is the cause.
            let known = last.as_ref().is_some_and(|last| last.error.is_final());
            if !known || error.is_final() {
                let at = Instant::now();
                *last = Some(Report { error, at });
            }
        });
    }
}

impl ConsumerContext for Context {}
