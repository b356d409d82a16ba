//! A real Apache Kafka for tests, started in about two seconds.
//!
//! One broker has all listeners: PLAINTEXT, where everybody is ANONYMOUS and may do everything;
//! `SASL_SSL` with PLAIN, SCRAM-SHA-256 and SCRAM-SHA-512; SSL; and one for clients that are far away. The standard authorizer lets
//! [`ADMIN`] do everything, and [`BOB`] and [`ALICE`] only what ACLs grant them.

mod broker;
mod certificates;
mod distant;
mod distribution;
mod endpoints;
mod log;
mod losing;

use std::{
    path::Path,
    process::Command,
    sync::{Arc, Mutex, Weak},
    thread,
    time::Duration,
};

use tokio::task::spawn_blocking;

use crate::process;
use broker::Broker;
pub use distant::Distant;
use distribution::Distribution;
pub use endpoints::Endpoints;
pub use losing::Losing;

/// Name and password of the superuser, by PLAIN.
pub const ADMIN: (&str, &str) = ("admin", "admin-secret");
/// Name and password of a user without rights, by PLAIN.
pub const BOB: (&str, &str) = ("bob", "bob-secret");
/// Name and password of a user without rights, by SCRAM-SHA-256 and SCRAM-SHA-512.
pub const ALICE: (&str, &str) = ("alice", "alice-secret");

/// The variable in which `make test` names the broker that all tests share, as the JSON line that
/// the binary `kafka` of this package prints.
pub const SHARED: &str = "TRIBUTARY_TEST_KAFKA";

/// A running broker. When the last value that shares it is dropped it is ended and its data are
/// removed; its log is shown if the test is failing then.
#[derive(Debug)]
pub struct Kafka {
    endpoints: Endpoints,
    /// None if another process runs it.
    broker: Option<Arc<Mutex<Broker>>>,
    /// Where the log ended when this test came to it.
    log_from: u64,
}

impl Kafka {
    /// A fresh broker that the caller alone uses. It panics, with what to do, if there can't be
    /// one.
    pub async fn start() -> Kafka {
        let broker = blocking(|| Broker::start(&Distribution::get())).await;
        Kafka::of(Arc::new(Mutex::new(broker)))
    }

    /// The broker that tests share: the one that [`SHARED`] names, or one for all tests of this
    /// process. Tests find themselves among others' topics there: see [`unique`](crate::unique).
    pub async fn shared() -> Kafka {
        static OF_THIS_PROCESS: tokio::sync::Mutex<Weak<Mutex<Broker>>> =
            tokio::sync::Mutex::const_new(Weak::new());

        if let Some(endpoints) = Endpoints::from_environment() {
            let log_from = log::length(&endpoints.log);
            return Kafka {
                endpoints,
                broker: None,
                log_from,
            };
        }
        let mut of_this_process = OF_THIS_PROCESS.lock().await;
        if let Some(broker) = of_this_process.upgrade() {
            return Kafka::of(broker);
        }
        let kafka = Kafka::start().await;
        *of_this_process = kafka
            .broker
            .as_ref()
            .map(Arc::downgrade)
            .unwrap_or_default();
        kafka
    }

    fn of(broker: Arc<Mutex<Broker>>) -> Kafka {
        let endpoints = lock(&broker).endpoints().clone();
        let log_from = log::length(&endpoints.log);
        Kafka {
            endpoints,
            broker: Some(broker),
            log_from,
        }
    }

    /// Everything that a client has to know.
    pub fn endpoints(&self) -> &Endpoints {
        &self.endpoints
    }

    /// `host:port` of the PLAINTEXT listener.
    pub fn plaintext(&self) -> &str {
        &self.endpoints.plaintext
    }

    /// `host:port` of the `SASL_SSL` listener.
    pub fn sasl_ssl(&self) -> &str {
        &self.endpoints.sasl_ssl
    }

    /// `host:port` of the SSL listener, which asks for no client certificate.
    pub fn ssl(&self) -> &str {
        &self.endpoints.ssl
    }

    /// The certificate, in PEM, of the authority that signed the broker's.
    pub fn ca_file(&self) -> &Path {
        &self.endpoints.ca
    }

    /// What the broker has logged since this test came to it.
    pub fn log(&self) -> String {
        log::read(&self.endpoints.log, self.log_from)
    }

    /// Ends the broker by SIGKILL, as a crash would. For a broker from [`Kafka::start`] only.
    pub async fn kill(&self) {
        let broker = self.own();
        blocking(move || lock(&broker).kill()).await;
    }

    /// Starts the broker again after [`Kafka::kill`], on the same ports and data. It takes some
    /// seconds: the controller waits until the registration of before has lapsed.
    pub async fn restart(&self) {
        let broker = self.own();
        blocking(move || lock(&broker).restart()).await;
    }

    /// Makes the broker hang: it keeps its connections and answers nothing. For a broker from [`Kafka::start`] only.
    pub async fn hang(&self) {
        let broker = self.own();
        blocking(move || lock(&broker).signal("STOP")).await;
    }

    /// Lets a hanging broker go on.
    pub async fn go_on(&self) {
        let broker = self.own();
        blocking(move || lock(&broker).signal("CONT")).await;
    }

    /// The broker as it is behind a link of that round trip, at an address of its own. One at a time, and for a broker
    /// from [`Kafka::start`] only.
    pub fn distant(&self, round_trip: Duration) -> Distant {
        lock(&self.own()).distant(round_trip)
    }

    /// The broker as one whose answers to requests of these numbers can get lost, at an address of its own. One at a time,
    /// not together with [`Kafka::distant`], and for a broker from [`Kafka::start`] only.
    pub async fn losing(&self, apis: &'static [i16]) -> Losing {
        let (listener, advertised) = lock(&self.own()).elsewhere();
        Losing::start(advertised, listener, apis).await
    }

    fn own(&self) -> Arc<Mutex<Broker>> {
        self.broker
            .clone()
            .expect("a broker that other tests use is not ended: take Kafka::start()")
    }
}

impl Drop for Kafka {
    #[expect(
        clippy::print_stderr,
        reason = "a failing test shows what the broker said"
    )]
    fn drop(&mut self) {
        if thread::panicking() {
            eprintln!(
                "--- the broker's log ---\n{}",
                log::end_of(&self.log(), 100)
            );
        }
    }
}

/// The broker's jars, as `java -cp` takes them; fetched from Maven Central the first time.
pub fn class_path() -> String {
    Distribution::get().class_path
}

/// A command for one of the main classes of Kafka's jars, as `kafka.tools.StorageTool`.
pub fn java(main_class: &str) -> Command {
    let mut command = process::command(distribution::java());
    command.args([
        "-XX:+UseSerialGC",
        "-XX:TieredStopAtLevel=1",
        "-cp",
        &class_path(),
        main_class,
    ]);
    command
}

fn lock(broker: &Mutex<Broker>) -> std::sync::MutexGuard<'_, Broker> {
    broker
        .lock()
        .expect("starting or ending the broker has failed before")
}

/// Runs what waits for processes and files beside the runtime; its panic is the caller's.
async fn blocking<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> T {
    match spawn_blocking(work).await {
        Ok(done) => done,
        Err(failed) => std::panic::resume_unwind(failed.into_panic()),
    }
}
