//! A session with a connection to the cluster under test.

use std::sync::Arc;
use std::time::Duration;

use futures::future::BoxFuture;
use rdkafka::ClientConfig;
use rdkafka::admin::{AdminClient, AdminOptions, NewTopic, TopicReplication};
use rdkafka::client::DefaultClientContext;
use rdkafka::producer::{FutureProducer, FutureRecord};
use session::{
    ConnectionDraft, Embedded, FilterText, Form, Keep, MemoryStore, Part, Payload, PayloadForm,
    ProduceDraft, Produced, Running, Security, Session, Start, TailState, Tick, ViewSpec,
};
use tempfile::TempDir;
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};

/// How long a test waits for what must come.
const PATIENCE: Duration = Duration::from_secs(30);

pub(crate) struct App {
    pub(crate) session: Session,
    pub(crate) connection: String,
    bootstrap: String,
    folder: TempDir,
}

/// There is no broker in this process.
pub(crate) struct Nothing;

impl Embedded for Nothing {
    fn start(&self) -> BoxFuture<'static, std::io::Result<Running>> {
        Box::pin(async { Err(std::io::Error::other("no sandbox here")) })
    }
}

pub(crate) fn draft(name: &str, bootstrap: &str) -> ConnectionDraft {
    ConnectionDraft {
        id: None,
        name: name.to_owned(),
        bootstrap: bootstrap.to_owned(),
        security: Security::Plaintext,
        ca_file: None,
        mechanism: None,
        username: None,
        password: None,
        properties: Vec::new(),
        read_only: false,
        production: false,
        keep: Keep::Keychain,
    }
}

pub(crate) fn text(text: &str) -> Payload {
    Payload {
        form: PayloadForm::Text,
        text: text.to_owned(),
    }
}

pub(crate) fn spec(topic: &str, start: Start) -> ViewSpec {
    ViewSpec {
        start,
        ..ViewSpec::of(topic)
    }
}

/// A filter that is taken as what it looks like, upper and lower case being different.
pub(crate) fn filter(text: &str) -> FilterText {
    FilterText {
        text: text.to_owned(),
        match_case: true,
        ..FilterText::default()
    }
}

impl App {
    pub(crate) async fn on(bootstrap: &str) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let session = Session::new(
            folder.path().to_owned(),
            Arc::new(MemoryStore::default()),
            Arc::new(Nothing),
        );
        let saved = session
            .save_connection(draft("Test", bootstrap))
            .await
            .expect("saved");
        Self {
            session,
            connection: saved.id,
            bootstrap: bootstrap.to_owned(),
            folder,
        }
    }

    /// The app started anew on the same folder.
    pub(crate) fn restarted(self) -> Self {
        let session = Session::new(
            self.folder.path().to_owned(),
            Arc::new(MemoryStore::default()),
            Arc::new(Nothing),
        );
        Self { session, ..self }
    }

    /// Whether a file below the app's folder is named after this.
    pub(crate) fn holds(&self, name: &str) -> bool {
        let mut folders = vec![self.folder.path().to_owned()];
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
                if entry.file_name().to_string_lossy().contains(name) {
                    return true;
                }
                if entry.path().is_dir() {
                    folders.push(entry.path());
                }
            }
        }
        false
    }

    pub(crate) fn bootstrap(&self) -> &str {
        &self.bootstrap
    }

    /// Makes a topic of a name of its own, and waits until every partition has a leader.
    pub(crate) async fn topic(&self, partitions: i32) -> String {
        let name = tests::unique("session");
        let config: ClientConfig = [("bootstrap.servers".to_owned(), self.bootstrap.clone())]
            .into_iter()
            .collect();
        let admin: AdminClient<DefaultClientContext> = config.create().expect("an admin client");
        let options = AdminOptions::new().operation_timeout(Some(PATIENCE));
        admin
            .create_topics(
                [&NewTopic::new(
                    &name,
                    partitions,
                    TopicReplication::Fixed(1),
                )],
                &options,
            )
            .await
            .expect("an answer")[0]
            .as_ref()
            .expect("the topic");
        loop {
            let known = self.session.topic_partitions(&self.connection, &name).await;
            if known.is_ok_and(|known| {
                known.len() == partitions as usize
                    && known.iter().all(|partition| partition.end.is_some())
            }) {
                return name;
            }
            tokio::task::yield_now().await;
        }
    }

    pub(crate) async fn delete_topic(&self, topic: &str) {
        let config: ClientConfig = [("bootstrap.servers".to_owned(), self.bootstrap.clone())]
            .into_iter()
            .collect();
        let admin: AdminClient<DefaultClientContext> = config.create().expect("an admin client");
        let deleted = admin
            .delete_topics(&[topic], &AdminOptions::new())
            .await
            .expect("an answer");
        assert_eq!(deleted, [Ok(topic.to_owned())]);
    }

    /// Writes values with a key.
    pub(crate) async fn produce_keyed(
        &self,
        topic: &str,
        key: &str,
        value: Option<&str>,
    ) -> Produced {
        let draft = ProduceDraft {
            key: Some(text(key)),
            value: value.map(text),
            headers: Vec::new(),
            partition: None,
        };
        self.session
            .produce(&self.connection, topic, &draft, None)
            .await
            .expect("produced")
    }

    /// Writes the numbers below `count`, one partition after another, in the order of time.
    pub(crate) async fn produce_many(&self, topic: &str, count: i64) {
        let config: ClientConfig = [("bootstrap.servers".to_owned(), self.bootstrap.clone())]
            .into_iter()
            .collect();
        let producer: FutureProducer = config.create().expect("a producer");
        let now = chrono::Utc::now().timestamp_millis();
        let sent: Vec<_> = (0..count)
            .map(|number| {
                let value = number.to_string();
                let record = FutureRecord::<(), str>::to(topic)
                    .partition((number % 3) as i32)
                    .timestamp(now - count + number)
                    .payload(&value);
                producer
                    .send_result(record)
                    .map_err(|(error, _)| error)
                    .expect("queued")
            })
            .collect();
        for delivery in sent {
            delivery.await.expect("an answer").expect("written");
        }
    }

    pub(crate) async fn produce(&self, topic: &str, partition: i32, value: &str) -> Produced {
        let draft = ProduceDraft {
            key: None,
            value: Some(text(value)),
            headers: Vec::new(),
            partition: Some(partition),
        };
        self.session
            .produce(&self.connection, topic, &draft, None)
            .await
            .expect("produced")
    }

    #[expect(
        clippy::disallowed_methods,
        reason = "ticks are few, and a test looks at each"
    )]
    pub(crate) async fn open(&self, spec: ViewSpec) -> Watched<'_> {
        let (sender, ticks) = unbounded_channel();
        let view = self
            .session
            .open_view(&self.connection, &spec, move |tick| {
                sender.send(tick).is_ok()
            })
            .await
            .expect("a view");
        Watched {
            app: self,
            view,
            ticks,
        }
    }

    /// Opens a view and waits for its end.
    pub(crate) async fn read(&self, spec: ViewSpec) -> (Watched<'_>, Tick) {
        let mut view = self.open(spec).await;
        let tick = view
            .until(|tick| matches!(tick.state, TailState::Ended { .. }))
            .await;
        (view, tick)
    }
}

/// An open view, whose ticks can be waited for.
pub(crate) struct Watched<'a> {
    app: &'a App,
    pub(crate) view: u32,
    ticks: UnboundedReceiver<Tick>,
}

impl Watched<'_> {
    pub(crate) async fn until(&mut self, is_it: impl Fn(&Tick) -> bool) -> Tick {
        let mut last = None;
        let waiting = async {
            loop {
                let tick = self.ticks.recv().await.expect("ticks go on");
                if is_it(&tick) {
                    return tick;
                }
                last = Some(tick);
            }
        };
        let found = tokio::time::timeout(PATIENCE, waiting).await.ok();
        found.unwrap_or_else(|| panic!("it did not come; the last tick was {last:?}"))
    }

    pub(crate) fn value(&self, row: u64) -> String {
        self.app
            .session
            .message_text(self.view, row, Part::Value, Form::Text)
            .expect("a value")
    }

    pub(crate) fn values(&self, tick: &Tick) -> Vec<String> {
        (tick.first..tick.end).map(|row| self.value(row)).collect()
    }
}
