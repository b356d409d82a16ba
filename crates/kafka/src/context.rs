use std::sync::{Mutex, MutexGuard, PoisonError};

use rdkafka::client::ClientContext;
use rdkafka::config::RDKafkaLogLevel;
use rdkafka::consumer::ConsumerContext;
use rdkafka::error::KafkaError;
use rdkafka::types::RDKafkaErrorCode;
use tokio::sync::watch;

use crate::error::Error;

/// Keeps what librdkafka reports about its connections: the call that fails only says "transport",
/// the cause is told to this callback.
pub(crate) struct Context {
    address: String,
    /// The last report, and whether one came since it was last taken.
    reports: watch::Sender<Option<Error>>,
    down: Mutex<Option<Error>>,
}

impl Context {
    pub(crate) fn new(address: &str) -> Self {
        Self {
            address: address.to_owned(),
            reports: watch::Sender::new(None),
            down: Mutex::new(None),
        }
    }

    /// Follows the reports from now on.
    pub(crate) fn reports(&self) -> watch::Receiver<Option<Error>> {
        self.reports.subscribe()
    }

    /// The most telling report so far.
    pub(crate) fn last(&self) -> Option<Error> {
        self.reports.borrow().clone()
    }

    /// Set while no broker can be reached.
    pub(crate) fn take_down(&self) -> Option<Error> {
        self.down().take()
    }

    fn down(&self) -> MutexGuard<'_, Option<Error>> {
        self.down.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl ClientContext for Context {
    fn log(&self, level: RDKafkaLogLevel, facility: &str, text: &str) {
        match level {
            RDKafkaLogLevel::Emerg
            | RDKafkaLogLevel::Alert
            | RDKafkaLogLevel::Critical
            | RDKafkaLogLevel::Error => {
                tracing::warn!(target: "librdkafka", facility, "{text}");
            }
            _ => tracing::debug!(target: "librdkafka", facility, "{text}"),
        }
    }

    fn error(&self, error: KafkaError, reason: &str) {
        let code = error
            .rdkafka_error_code()
            .unwrap_or(RDKafkaErrorCode::Unknown);
        tracing::debug!(target: "librdkafka", ?code, "{reason}");
        if code == RDKafkaErrorCode::AllBrokersDown {
            let cause = self
                .last()
                .unwrap_or_else(|| Error::from_report(code, reason, &self.address));
            *self.down() = Some(cause.clone());
            // Waiters must hear of it even where the cause was reported before.
            self.reports.send_replace(Some(cause));
            return;
        }
        let report = Error::from_report(code, reason, &self.address);
        self.reports.send_modify(|last| {
            // A refused login is followed by a mere disconnect: the login is the cause.
            if !last.as_ref().is_some_and(Error::is_final) || report.is_final() {
                *last = Some(report);
            }
        });
    }
}

impl ConsumerContext for Context {}
