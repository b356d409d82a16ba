use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use rdkafka::consumer::{BaseConsumer, Consumer};
use rdkafka::error::KafkaError;
use rdkafka::types::RDKafkaErrorCode;

use crate::abilities::Ability;
use crate::config::{ClusterConfig, Role};
use crate::context::{Context, Report};
use crate::error::{Error, Result};
use crate::ffi::Native;
use crate::isolation::Isolation;
use crate::metadata::Metadata;
use crate::probe;
use crate::reader::{self, Reader};
use crate::refusal::Refusal;
use crate::sink::Sink;
use crate::span::Span;

/// How long the events thread may sleep before it looks whether the cluster was dropped.
const SERVE: Duration = Duration::from_millis(100);
/// How long a spare client may take to connect.
const CONNECTING: Duration = Duration::from_secs(10);
/// A report of so long before a question still tells how it will end.
const FRESH: Duration = Duration::from_secs(2);
/// A report that more brokers may contradict is believed after this time.
const GRACE: Duration = Duration::from_millis(1500);

/// A warm handle to a cluster: it stays connected until it is dropped. Cheap to clone.
#[derive(Clone)]
pub struct Cluster {
    handle: Arc<Handle>,
}

struct Handle {
    config: ClusterConfig,
    consumer: Arc<BaseConsumer<Context>>,
    dropped: Arc<AtomicBool>,
    /// A connected client for the next reader: connecting takes a good part of the time to a first message.
    spare: Mutex<Option<Arc<BaseConsumer<Context>>>>,
    /// Groups' coordinators are asked through this one; made when it is first needed, and anew when it was abandoned.
    coordinated: Mutex<Option<Arc<BaseConsumer<Context>>>>,
}

impl Drop for Handle {
    fn drop(&mut self) {
        self.dropped.store(true, Ordering::Relaxed);
    }
}

impl Cluster {
    /// Makes a handle; it connects by itself, and the first question tells whether it could.
    ///
    /// # Errors
    /// What is wrong with the configuration.
    pub fn new(config: ClusterConfig) -> Result<Self> {
        let context = Context::new(config.address());
        let consumer: BaseConsumer<Context> = config
            .client_config(Role::Ask)?
            .create_with_context(context)
            .map_err(|error| creation(&error))?;
        let (consumer, dropped) = (Arc::new(consumer), Arc::new(AtomicBool::new(false)));
        serve(Arc::clone(&consumer), Arc::clone(&dropped))?;
        Ok(Self {
            handle: Arc::new(Handle {
                config,
                consumer,
                dropped,
                spare: Mutex::default(),
                coordinated: Mutex::default(),
            }),
        })
    }

    /// How this cluster is reached.
    pub fn config(&self) -> &ClusterConfig {
        &self.handle.config
    }

    /// Reads spans of a topic's partitions; without uncommitted records by a client that is connected already, if there
    /// is one.
    ///
    /// # Errors
    /// What is wrong with the configuration, or a topic that can't be named.
    pub fn read(
        &self,
        topic: &str,
        spans: Vec<Span>,
        isolation: Isolation,
        sink: impl Sink,
    ) -> Result<Reader> {
        if isolation != Isolation::ReadCommitted {
            return Reader::start(&self.handle.config, topic, spans, isolation, sink);
        }
        let spare = self.spare().take();
        let client = spare.map_or_else(|| reader::client(&self.handle.config, isolation), Ok)?;
        let reader = Reader::start_with(client, topic, spans, sink)?;
        self.prepare(topic);
        Ok(reader)
    }

    /// Connects a client for the next reader, off this thread. `topic`: any that is there.
    pub fn prepare(&self, topic: &str) {
        let handle = Arc::downgrade(&self.handle);
        let (config, topic) = (self.handle.config.clone(), topic.to_owned());
        // Without a thread the next reader connects by itself.
        let _ = std::thread::Builder::new()
            .name("kafka-spare".to_owned())
            .spawn(move || {
                let Ok(client) = reader::client(&config, Isolation::ReadCommitted) else {
                    return;
                };
                if client.fetch_metadata(Some(&topic), CONNECTING).is_ok()
                    && let Some(handle) = handle.upgrade()
                {
                    *handle.spare.lock().unwrap_or_else(PoisonError::into_inner) = Some(client);
                }
            });
    }

    fn spare(&self) -> MutexGuard<'_, Option<Arc<BaseConsumer<Context>>>> {
        self.handle
            .spare
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }

    /// Asks for brokers and topics: all that the principal may see, or one topic.
    ///
    /// # Errors
    /// [`Error::NotFound`] or [`Error::Forbidden`] for the topic that was named; else why there is no answer.
    pub async fn metadata(&self, topic: Option<&str>, limit: Duration) -> Result<Metadata> {
        let name = topic.map(str::to_owned);
        let metadata = self
            .ask(limit, move |consumer, limit| {
                consumer
                    .fetch_metadata(name.as_deref(), limit)
                    .map(|native| Metadata::from_native(&native))
            })
            .await?;
        match metadata
            .topics
            .first()
            .and_then(|topic| topic.error.clone())
            .filter(|_| topic.is_some())
        {
            Some(error) => Err(error),
            None => Ok(metadata),
        }
    }

    /// The cluster's id, from what is known already or asked for within `limit`.
    pub async fn cluster_id(&self, limit: Duration) -> Option<String> {
        self.ask(limit, move |consumer, limit| {
            Ok(consumer.client().fetch_cluster_id(limit))
        })
        .await
        .ok()
        .flatten()
    }

    /// How many requests were sent through this handle so far, those to coordinators included. librdkafka counts only
    /// where `statistics.interval.ms` is among the properties, and tells once in that time.
    pub fn requests(&self) -> u64 {
        let kept = self
            .handle
            .coordinated
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        let coordinated = kept
            .as_ref()
            .map_or(0, |client| client.context().requests());
        self.handle.consumer.context().requests() + coordinated
    }

    /// Runs a blocking question off the async threads. A report that settles the matter (a wrong password) ends it
    /// before its time is up, and after a while one that does not, too.
    async fn ask<T: Send + 'static>(
        &self,
        limit: Duration,
        question: impl FnOnce(&BaseConsumer<Context>, Duration) -> rdkafka::error::KafkaResult<T>
        + Send
        + 'static,
    ) -> Result<T> {
        self.ask_soon(limit, move |consumer, limit| {
            question(consumer, limit).map_err(Refusal::from)
        })
        .await
    }

    /// As [`Cluster::ask`], for what librdkafka is asked directly.
    pub(crate) async fn ask_soon<T: Send + 'static>(
        &self,
        limit: Duration,
        question: impl FnOnce(&Native, Duration) -> std::result::Result<T, Refusal> + Send + 'static,
    ) -> Result<T> {
        self.ask_within(limit, GRACE, "", question).await
    }

    /// As [`Cluster::ask`], for what is asked of several brokers, or changes something: one broker that is down ends
    /// nothing. `what` an error that is an answer is about.
    pub(crate) async fn administer<T: Send + 'static>(
        &self,
        limit: Duration,
        what: &str,
        request: impl FnOnce(&Native, Duration) -> std::result::Result<T, Refusal> + Send + 'static,
    ) -> Result<T> {
        self.ask_within(limit, limit, what, request).await
    }

    /// As [`Cluster::administer`], for what a group's coordinator answers: through a client that has a group, and that
    /// is dropped where it got no answer in time.
    ///
    /// When an answer says that a group's coordinator has moved, librdkafka looks for the coordinator of the client's own
    /// group, and crashes the process where there is none (2.12.1, `rd_kafka_handle_OffsetFetch`).
    pub(crate) async fn administer_group<T: Send + 'static>(
        &self,
        limit: Duration,
        what: &str,
        request: impl FnOnce(&Native, Duration) -> std::result::Result<T, Refusal> + Send + 'static,
    ) -> Result<T> {
        let handle = Arc::clone(&self.handle);
        self.administer(limit, what, move |_, limit| {
            let client = handle.coordinated().map_err(|error| {
                Refusal::new(RDKafkaErrorCode::InvalidArgument, error.to_string())
            })?;
            let handle = {
                let weak = Arc::downgrade(&handle);
                drop(handle);
                weak
            };
            let answer = request(&client, limit);
            if client.context().is_abandoned()
                && let Some(handle) = handle.upgrade()
            {
                handle.leave(&client);
            }
            answer
        })
        .await
    }

    /// Makes sure that no broker lacks a request.
    pub(crate) async fn require(&self, ability: Ability, limit: Duration) -> Result<()> {
        let mut abilities = self.handle.consumer.context().abilities();
        if abilities.borrow().has(ability).is_none() {
            // None is connected yet.
            self.metadata(None, limit).await?;
        }
        let told = abilities.wait_for(|known| known.has(ability).is_some());
        let has = match tokio::time::timeout(limit, told).await {
            Ok(Ok(known)) => known.has(ability),
            _ => None,
        };
        match has {
            Some(true) => Ok(()),
            Some(false) => Err(ability.refusal().about("", limit)),
            None => Err(Refusal::timed_out().about("", limit)),
        }
    }

    async fn ask_within<T: Send + 'static>(
        &self,
        limit: Duration,
        grace: Duration,
        what: &str,
        question: impl FnOnce(&Native, Duration) -> std::result::Result<T, Refusal> + Send + 'static,
    ) -> Result<T> {
        let consumer = Arc::clone(&self.handle.consumer);
        let started = Instant::now();
        let mut reports = consumer.context().reports();
        let mut asking = tokio::task::spawn_blocking(move || question(&consumer, limit));
        let verdict = async {
            loop {
                let report = reports.borrow_and_update().clone();
                let believed = |report: &Report| {
                    let fresh = report.at + FRESH >= started;
                    (fresh && report.error.is_final()) || started.elapsed() >= grace
                };
                if let Some(report) = report.filter(believed) {
                    return report.error;
                }
                let wait = grace.saturating_sub(started.elapsed());
                let wait = if wait.is_zero() { limit } else { wait };
                if let Ok(Err(_)) = tokio::time::timeout(wait, reports.changed()).await {
                    std::future::pending::<()>().await;
                }
            }
        };
        let failure = tokio::select! {
            biased;
            answer = &mut asking => match answer {
                Ok(Ok(value)) => {
                    self.handle.consumer.context().forget();
                    return Ok(value);
                }
                Ok(Err(refusal)) => self.explain(refusal, what, limit),
                Err(panic) => Error::Kafka { code: "Panic".to_owned(), reason: panic.to_string() },
            },
            report = verdict => report,
        };
        Err(self.look_closer(failure).await)
    }

    fn explain(&self, refusal: Refusal, what: &str, limit: Duration) -> Error {
        let is_silence = refusal.is_silence();
        let report = self.handle.consumer.context().last();
        match report.filter(|_| is_silence) {
            Some(report) => report,
            None if is_silence => Refusal::timed_out().about(what, limit),
            None => refusal.about(what, limit),
        }
    }

    /// Plain text to a TLS port only gives "all brokers down": the port itself is asked.
    async fn look_closer(&self, failure: Error) -> Error {
        let config = &self.handle.config;
        let unclear = matches!(failure, Error::Unreachable { .. } | Error::Timeout { .. });
        if unclear
            && !config.security.is_tls()
            && probe::speaks_tls(config.address(), Duration::from_secs(1)).await
        {
            return Error::WantsTls {
                address: config.address().to_owned(),
            };
        }
        failure
    }
}

impl Handle {
    /// Blocks while the client is made, the first time.
    fn coordinated(&self) -> Result<Arc<BaseConsumer<Context>>> {
        let mut kept = self
            .coordinated
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        if let Some(client) = kept
            .as_ref()
            .filter(|client| !client.context().is_abandoned())
        {
            return Ok(Arc::clone(client));
        }
        let client: BaseConsumer<Context> = self
            .config
            .client_config(Role::Ask)?
            .set("group.id", "tributary")
            .create_with_context(Context::new(self.config.address()))
            .map_err(|error| creation(&error))?;
        // Its group is left before any broker has heard of it, and stays in memory: that is all that is needed.
        client.close_queue().map_err(|error| creation(&error))?;
        while !client.closed() {
            client.poll(SERVE);
        }
        let client = Arc::new(client);
        serve(Arc::clone(&client), Arc::clone(&self.dropped))?;
        *kept = Some(Arc::clone(&client));
        Ok(client)
    }

    /// Keeps a client of coordinators no longer.
    fn leave(&self, client: &Arc<BaseConsumer<Context>>) {
        let mut kept = self
            .coordinated
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        if kept.as_ref().is_some_and(|kept| Arc::ptr_eq(kept, client)) {
            *kept = None;
        }
    }
}

/// Serves a client's events until its cluster is dropped, or it is abandoned. librdkafka destroys its client in the thread
/// that drops it, which can take a moment: that is this one, never the caller's.
fn serve(consumer: Arc<BaseConsumer<Context>>, dropped: Arc<AtomicBool>) -> Result<()> {
    std::thread::Builder::new()
        .name("kafka-events".to_owned())
        .spawn(move || {
            while !dropped.load(Ordering::Relaxed) && !consumer.context().is_abandoned() {
                consumer.poll(SERVE);
            }
        })
        .map(drop)
        .map_err(|error| Error::Kafka {
            code: "Thread".to_owned(),
            reason: error.to_string(),
        })
}

/// Sorts a failure to make a client: the configuration's values never stand in it.
pub(crate) fn creation(error: &KafkaError) -> Error {
    match error {
        KafkaError::ClientConfig(_, _, name, _) => Error::Property {
            name: name.clone(),
            reason: "has a value that librdkafka does not take".to_owned(),
        },
        KafkaError::ClientCreation(reason) if reason.contains("ssl") || reason.contains("SSL") => {
            Error::Tls {
                reason: reason.clone(),
            }
        }
        other => Error::Kafka {
            code: "ClientCreation".to_owned(),
            reason: other.to_string(),
        },
    }
}
