mod access;
mod analysis;
mod changes;
mod diagnostics;
mod groups;
mod jobs;
mod names;
mod topics;
mod views;

use std::any::Any;
use std::collections::{BTreeMap, HashMap};
use std::path::PathBuf;
use std::sync::atomic::AtomicU32;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use futures::future::BoxFuture;
use secrecy::SecretString;
use tokio::sync::OnceCell;

use crate::analysis::Tally;
use crate::book::Book;
use crate::change::{self, Change, ChangeOutcome, Verdict};
use crate::cluster::{Cluster, OpenCluster};
use crate::connections::{Connection, ConnectionDraft, SANDBOX, TestReport};
use crate::door::Door;
use crate::failure::{Code, Failure, Notice, Result};
use crate::groups::rights::Rights;
use crate::jobs::{JobKind, Jobs};
use crate::journal::Journal;
use crate::produce::{JsonProblem, ProduceDraft, Produced};
use crate::secrets::{Keep, KeychainStatus, SecretStore, Secrets};
use crate::sent::Sent;
use crate::settings::{Settings, Tab};
use crate::tail::Tail;
use crate::topics::{PartitionRow, TopicPage, TopicQuery};
use crate::versioned::VersionedFile;

/// A test of a connection answers in this time, a look at the port included that finds no Kafka.
const TESTING: Duration = Duration::from_millis(4800);
/// How long the brokers have to answer a test.
const ASKING: Duration = Duration::from_millis(3500);

/// A broker in the app's own process, started when its connection is opened.
pub trait Embedded: Send + Sync {
    /// Starts it.
    fn start(&self) -> BoxFuture<'static, std::io::Result<Running>>;
}

/// A broker that runs until `guard` is dropped.
pub struct Running {
    /// Where it listens, as `127.0.0.1:9092`.
    pub bootstrap: String,
    /// Its owner.
    pub guard: Box<dyn Any + Send + Sync>,
}

/// The app: everything that the shell's commands call. One for each process.
pub struct Session {
    folder: PathBuf,
    book: Mutex<Book>,
    settings: Mutex<(VersionedFile, Settings)>,
    notices: Vec<Notice>,
    secrets: Secrets,
    embedded: Arc<dyn Embedded>,
    open: Mutex<HashMap<String, Arc<OnceCell<Arc<OpenCluster>>>>>,
    views: Mutex<HashMap<u32, OpenView>>,
    jobs: Jobs,
    /// By the number of the job that reads the sample.
    analyses: Mutex<BTreeMap<u32, Arc<Mutex<Tally>>>>,
    sent: Arc<Sent>,
    door: Door,
    next_view: AtomicU32,
}

#[derive(Clone)]
struct OpenView {
    connection: String,
    tail: Arc<Tail>,
    /// A view keeps its cluster open, as a person would expect of a tab.
    cluster: Arc<OpenCluster>,
}

impl Session {
    /// Reads what is kept in `folder`; what can't be used is kept aside and told by [`Session::notices`].
    pub fn new(
        folder: PathBuf,
        keychain: Arc<dyn SecretStore>,
        embedded: Arc<dyn Embedded>,
    ) -> Self {
        let (book, told) = Book::load(folder.join("connections.json"));
        let mut file = VersionedFile::new(folder.join("settings.json"), 1);
        let (settings, also) = file.load_filled::<Settings>(Settings::fill);
        let (sent, last) = Sent::load(folder.join("sent.json"));
        let (journal, damaged) = Journal::load(folder.join("journal.jsonl"));
        let notices: Vec<Notice> = [told, also, last, damaged].into_iter().flatten().collect();
        for notice in &notices {
            tracing::warn!("{}", notice.message);
        }
        Self {
            folder,
            book: Mutex::new(book),
            settings: Mutex::new((file, settings)),
            notices,
            secrets: Secrets::new(keychain),
            embedded,
            open: Mutex::default(),
            views: Mutex::default(),
            jobs: Jobs::default(),
            analyses: Mutex::default(),
            sent: Arc::new(sent),
            door: Door::new(journal),
            next_view: AtomicU32::new(1),
        }
    }

    /// What has to be said at the start.
    pub fn notices(&self) -> Vec<Notice> {
        self.notices.clone()
    }

    /// Puts the sandbox's topics in front at this start, beside the tabs that were left open.
    pub fn start_on_sandbox(&self) {
        let mut kept = lock(&self.settings);
        let settings = &mut kept.1;
        let tab = Tab::Topics {
            connection: SANDBOX.to_owned(),
        };
        let place = settings.tabs.iter().position(|open| *open == tab);
        settings.active_tab = place.unwrap_or(settings.tabs.len()) as u32;
        if place.is_none() {
            settings.tabs.push(tab);
        }
    }

    /// How the window was left.
    pub fn load_settings(&self) -> Settings {
        lock(&self.settings).1.clone()
    }

    /// Keeps how the window is.
    ///
    /// # Errors
    /// Where the file can't be written.
    pub fn save_settings(&self, mut settings: Settings) -> Result<()> {
        settings.bound();
        let mut kept = lock(&self.settings);
        kept.0.save(&settings)?;
        kept.1 = settings;
        Ok(())
    }

    /// Whether there is a keychain.
    pub async fn keychain(&self) -> KeychainStatus {
        self.secrets.status().await
    }

    /// All connections, the sandbox first.
    pub fn list_connections(&self) -> Vec<Connection> {
        lock(&self.book).all(&self.secrets)
    }

    /// Adds or changes a connection; one that is open is closed, to be opened anew.
    ///
    /// # Errors
    /// [`Code::Invalid`] for what can't be right, [`Code::NoKeychain`] where a secret can't be kept.
    pub async fn save_connection(&self, draft: ConnectionDraft) -> Result<Connection> {
        let old = match draft.id.as_deref() {
            Some(id) => Some(self.connection(id)?),
            None => None,
        };
        if old.as_ref().is_some_and(|old| old.embedded) {
            return Err(Failure::invalid("The sandbox can't be edited."));
        }
        if draft.name.trim().is_empty() {
            return Err(Failure::invalid("The connection needs a name."));
        }
        // What a wrong secret is can only be known by asking the cluster; all else is checked here.
        draft.config(&self.secrets).await?;
        let (connection, secrets) = draft.split(uuid::Uuid::new_v4().to_string());
        let kept = connection.accounts();
        let saved = match self.keep(&kept, &secrets, draft.keep).await {
            Ok(()) => lock(&self.book).put(connection.clone()),
            Err(failure) => Err(failure),
        };
        if let Err(failure) = saved {
            // A new connection that is not there must leave no secret behind.
            if old.is_none() {
                for account in &kept {
                    self.secrets.forget(account).await;
                }
            }
            return Err(failure);
        }
        let before = old.iter().flat_map(Connection::accounts);
        for account in before.filter(|account| !kept.contains(account)) {
            self.secrets.forget(&account).await;
        }
        self.close_connection(&connection.id);
        self.connection(&connection.id)
    }

    /// Puts the secrets of a connection where they are to be kept: those that are given, and those that stay.
    async fn keep(
        &self,
        accounts: &[String],
        given: &[(String, SecretString)],
        keep: Keep,
    ) -> Result<()> {
        for account in accounts {
            let secret = match given.iter().find(|(name, _)| name == account) {
                Some((_, secret)) => Some(secret.clone()),
                None => self.secrets.get(account).await?,
            };
            if let Some(secret) = secret {
                self.secrets.put(account, &secret, keep).await?;
            }
        }
        Ok(())
    }

    /// Deletes a connection, its secrets and what is kept of messages that were sent through it.
    ///
    /// # Errors
    /// Where there is no such connection, or the file can't be written.
    pub async fn delete_connection(&self, id: &str) -> Result<()> {
        let connection = self.connection(id)?;
        if connection.embedded {
            return Err(Failure::invalid("The sandbox can't be deleted."));
        }
        self.close_connection(id);
        lock(&self.book).remove(id)?;
        crate::groups::forget(&self.folder, id);
        for account in connection.accounts() {
            self.secrets.forget(&account).await;
        }
        self.sent.forget(id)
    }

    /// Switches a connection between read-only and not. What is being sent through one that becomes read-only is stopped.
    ///
    /// # Errors
    /// Where there is no such connection, or the file can't be written.
    pub fn set_read_only(&self, id: &str, read_only: bool) -> Result<Connection> {
        self.connection(id)?;
        lock(&self.book).set_read_only(id, read_only)?;
        if read_only {
            self.jobs.stop_all(id, Some(JobKind::Produce));
        }
        self.connection(id)
    }

    /// Tries a connection as the form holds it, within 5 s.
    pub async fn test_connection(&self, draft: ConnectionDraft) -> TestReport {
        let started = Instant::now();
        let tried = match tokio::time::timeout(TESTING, self.try_connection(&draft)).await {
            Ok(tried) => tried,
            Err(_) => Err(kafka::Error::Timeout {
                seconds: TESTING.as_secs(),
            }
            .into()),
        };
        let elapsed_ms = started.elapsed().as_millis() as u32;
        match tried {
            Ok(message) => TestReport {
                ok: true,
                message,
                hint: None,
                details: None,
                elapsed_ms,
            },
            Err(failure) => TestReport {
                ok: false,
                message: failure.message,
                hint: failure.hint,
                details: failure.details,
                elapsed_ms,
            },
        }
    }

    async fn try_connection(&self, draft: &ConnectionDraft) -> Result<String> {
        let cluster = kafka::Cluster::new(draft.config(&self.secrets).await?)?;
        let metadata = cluster.metadata(None, ASKING).await?;
        let count = |number: usize, what: &str| {
            format!("{number} {what}{}", if number == 1 { "" } else { "s" })
        };
        Ok(format!(
            "It works: {}, {} to be seen.",
            count(metadata.brokers.len(), "broker"),
            count(metadata.topics.len(), "topic")
        ))
    }

    /// Opens the cluster of a connection, or finds it open.
    ///
    /// # Errors
    /// Why it can't be reached.
    pub async fn open_connection(&self, id: &str) -> Result<Cluster> {
        Ok(self.cluster(id).await?.told.clone())
    }

    /// Closes a connection with all its views and jobs; the sandbox stops.
    pub fn close_connection(&self, id: &str) {
        self.jobs.stop_all(id, None);
        lock(&self.views).retain(|_, view| view.connection != id);
        lock(&self.open).remove(id);
    }

    /// A window of a cluster's topics.
    ///
    /// # Errors
    /// Why the cluster does not answer.
    pub async fn list_topics(
        &self,
        id: &str,
        query: &TopicQuery,
        from: u32,
        count: u32,
        refresh: bool,
    ) -> Result<TopicPage> {
        let cluster = self.cluster(id).await?;
        cluster
            .topics
            .page(
                &cluster.kafka,
                query,
                from as usize,
                count as usize,
                refresh,
            )
            .await
    }

    /// The partitions of a topic.
    ///
    /// # Errors
    /// Where there is no such topic, or no answer.
    pub async fn topic_partitions(&self, id: &str, topic: &str) -> Result<Vec<PartitionRow>> {
        crate::topics::partitions(&self.cluster(id).await?.kafka, topic).await
    }

    /// Writes a message. `confirm` is what was typed on a production connection.
    ///
    /// # Errors
    /// [`Code::ReadOnly`] on a read-only connection, [`Code::Confirm`] on a production one; else what is wrong with the draft
    /// or why it could not be written.
    pub async fn produce(
        &self,
        id: &str,
        topic: &str,
        draft: &ProduceDraft,
        confirm: Option<&str>,
    ) -> Result<Produced> {
        let (connection, cluster) = self.writable(id).await?;
        let record = draft.record(topic)?;
        let producer = cluster.producer().await?;
        let change = Change::Produce {
            topic: topic.to_owned(),
        };
        let pass = self.door.enter(&connection, change, None, confirm).await?;
        let delivery = match producer.send(&record).await {
            Ok(delivery) => delivery,
            Err(error) => {
                let rights = Rights::new(&connection, &cluster.kafka.config().bootstrap);
                let verdict = change::judge(pass.change(), Err(error.clone()), &rights);
                // Without an answer the message may have been written all the same.
                pass.leave(verdict).await?;
                return Err(error.into());
            }
        };
        let told = format!(
            "1 message was sent: partition {}, offset {}.",
            delivery.partition, delivery.offset
        );
        pass.leave(Verdict::new(ChangeOutcome::Done, told)).await?;
        jobs::keep(&self.sent, id, topic, draft.clone(), delivery);
        Ok(Produced {
            partition: delivery.partition,
            offset: delivery.offset.to_string(),
        })
    }

    /// Where a text is not JSON; none where it is.
    pub fn check_json(&self, text: &str) -> Option<JsonProblem> {
        messages::json_problem(text).map(|problem| JsonProblem {
            line: problem.line,
            column: problem.column,
            message: problem.message,
        })
    }

    fn connection(&self, id: &str) -> Result<Connection> {
        self.list_connections()
            .into_iter()
            .find(|connection| connection.id == id)
            .ok_or_else(|| {
                Failure::new(Code::NotFound, "There is no such connection.")
                    .hint("It may have been deleted.")
            })
    }

    /// Two callers that open the same connection wait for one opening.
    async fn cluster(&self, id: &str) -> Result<Arc<OpenCluster>> {
        let connection = self.connection(id)?;
        let cell = Arc::clone(lock(&self.open).entry(id.to_owned()).or_default());
        cell.get_or_try_init(|| async {
            let (config, guard) = if connection.id == SANDBOX {
                let running = self.embedded.start().await.map_err(|error| {
                    Failure::internal(format!("The sandbox could not be started: {error}."))
                })?;
                (
                    kafka::ClusterConfig::plaintext(running.bootstrap),
                    Some(running.guard),
                )
            } else {
                (connection.config(&self.secrets).await?, None)
            };
            Ok(Arc::new(
                OpenCluster::open(&connection, config, guard, &self.folder).await?,
            ))
        })
        .await
        .cloned()
    }
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
