//! Searching and taking along what is large, through the session's own face on a real Kafka on this machine:
//!
//! ```text
//! cargo bench -p tests --bench deep -- --messages 10000000 --export 1000000
//! ```
//!
//! - So many messages in six partitions, two of them with `pay_9f21ac`: one near the start and one deep inside. A search
//!   finds both, is stopped at 40 % and goes on; its total is the sum of the offsets, and that of the partitions.
//! - An export of the first `--export` of them, produced into another topic and exported again: byte-identical.
//!
//! Less than 2,500,000 are read too fast to be stopped. It fails where one of that does not hold, and prints how long everything took.
#![expect(clippy::print_stdout, reason = "a command's answer")]

use std::fs::File;
use std::io::{BufReader, Read};
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use futures::future::BoxFuture;
use session::{
    ConnectionDraft, Embedded, EndReason, ExportDraft, ExportFormat, FileDraft, FileFormat,
    FilterMode, FilterText, Job, JobState, Keep, MemoryStore, Order, PartitionState, Running,
    Security, Session, TailState, Tick, Until, ViewSpec,
};
use tests::client::{Bulk, create_topic};
use tests::kafka::Kafka;
use tests::payments::Payments;
use tests::{flags, release};
use tokio::sync::watch;

const PARTITIONS: i32 = 6;
const NEEDLE: &str = "pay_9f21ac";
/// Where they stand, of all.
const PLACES: [f64; 2] = [0.001, 0.73];
const STOPPED_AT: f64 = 0.4;
/// Far more than it takes.
const PATIENCE: Duration = Duration::from_secs(1800);

/// There is no broker in this process.
struct Nothing;

impl Embedded for Nothing {
    fn start(&self) -> BoxFuture<'static, std::io::Result<Running>> {
        Box::pin(async { Err(std::io::Error::other("no sandbox here")) })
    }
}

struct App {
    session: Session,
    connection: String,
}

#[tokio::main]
async fn main() {
    let messages: u64 = flags::number("messages", 10_000_000);
    let exported: u64 = flags::number("export", 1_000_000);
    let kafka = Kafka::start().await;
    let folder = tempfile::tempdir().expect("the temporary folder can be written");
    let app = App::on(&kafka, folder.path()).await;
    println!("load average {:.1}", release::load().unwrap_or_default());

    println!("Writing {messages} messages into {PARTITIONS} partitions …");
    create_topic(&kafka, "deep", PARTITIONS, &[]).await;
    fill(&kafka, "deep", messages);
    for order in [Order::Oldest, Order::Newest] {
        search(&app, order, messages).await;
    }

    create_topic(&kafka, "from", PARTITIONS, &[]).await;
    create_topic(&kafka, "to", PARTITIONS, &[]).await;
    fill(&kafka, "from", exported);
    let [first, second] = ["first.jsonl", "second.jsonl"].map(|name| folder.path().join(name));
    app.export("from", &first, exported).await;
    app.produce("to", &first, exported).await;
    app.export("to", &second, exported).await;
    assert!(
        same(&first, &second),
        "the second export differs from the first"
    );
    println!("both exports are byte-identical");
}

fn fill(kafka: &Kafka, topic: &str, messages: u64) {
    let places = PLACES.map(|share| (messages as f64 * share) as u64);
    let mut bulk = Bulk::new(kafka.plaintext(), topic);
    for (number, (partition, payment)) in (0..messages).zip(Payments::new(PARTITIONS)) {
        if places.contains(&number) {
            let found = format!(r#"{{"payment_id":"{NEEDLE}","number":{number}}}"#);
            bulk.send(partition, Some(b"needle"), found.as_bytes());
        } else {
            bulk.send(partition, None, payment.as_bytes());
        }
    }
    bulk.finish();
}

/// Searches the topic from one end to the other, with a stop on the way.
async fn search(app: &App, order: Order, messages: u64) {
    let spec = ViewSpec {
        until: Some(Until::Now),
        order,
        filter: FilterText {
            text: NEEDLE.to_owned(),
            mode: FilterMode::Text,
            match_case: true,
        },
        ..ViewSpec::of("deep")
    };
    let (ticks, mut tick) = watch::channel(None::<Tick>);
    let started = Instant::now();
    let session = &app.session;
    let view = session
        .open_view(&app.connection, &spec, move |tick| {
            ticks.send(Some(tick)).is_ok()
        })
        .await
        .expect("the view is open");
    let asked = until(&mut tick, |tick| {
        matches!(
            tick.state,
            TailState::Asking { .. } | TailState::Ended { .. }
        )
    })
    .await;
    if let TailState::Asking {
        messages,
        bytes,
        seconds,
    } = asked.state
    {
        println!(
            "{order:?}: asks before it reads {messages} messages, {} MB, about {seconds} s",
            bytes / 1_000_000
        );
        session.continue_view(view).expect("it goes on");
    }
    let share = |tick: &Tick| tick.read as f64 / tick.total.unwrap_or(u64::MAX) as f64;
    until(&mut tick, |tick| share(tick) >= STOPPED_AT).await;
    session.stop_view(view).expect("it stops");
    let stopped = until(&mut tick, |tick| {
        matches!(tick.state, TailState::Stopped | TailState::Ended { .. })
    })
    .await;
    assert_eq!(
        stopped.state,
        TailState::Stopped,
        "it was over before it could be stopped: take more --messages"
    );
    println!(
        "{order:?}: stopped at {:.1} % with {} found",
        share(&stopped) * 100.0,
        stopped.matched
    );
    session.continue_view(view).expect("it goes on");
    let ended = until(&mut tick, |tick| {
        matches!(
            tick.state,
            TailState::Ended { .. } | TailState::Failed { .. }
        )
    })
    .await;
    let took = started.elapsed().as_secs_f64();

    assert_eq!(
        ended.state,
        TailState::Ended {
            reason: EndReason::End
        }
    );
    assert_eq!(
        ended.total,
        Some(messages),
        "the total is fixed at the start"
    );
    assert_eq!(stopped.total, ended.total);
    assert_eq!(ended.read, messages);
    assert_eq!((ended.seen, ended.missing, ended.expired), (messages, 0, 0));
    assert_eq!(
        ended.matched,
        PLACES.len() as u64,
        "each is found, and once"
    );
    let coverage = session.view_coverage(view).expect("the view is open");
    let offsets = session
        .topic_partitions(&app.connection, "deep")
        .await
        .expect("the offsets");
    for (covered, offsets) in coverage.iter().zip(&offsets) {
        assert_eq!(covered.state, PartitionState::End);
        assert_eq!(Some(&covered.end), offsets.end.as_ref());
        assert_eq!(covered.read, covered.total);
        assert_eq!(covered.total.to_string(), covered.end);
    }
    let sum: u64 = coverage.iter().map(|covered| covered.total).sum();
    assert_eq!(sum, messages, "the total is the sum of the partitions");
    session.close_view(view);
    println!(
        "{order:?}: {messages} messages in {took:.1} s, {:.0} a second",
        messages as f64 / took
    );
}

async fn until(ticks: &mut watch::Receiver<Option<Tick>>, wanted: impl Fn(&Tick) -> bool) -> Tick {
    let found = ticks.wait_for(|tick| tick.as_ref().is_some_and(&wanted));
    let found = tokio::time::timeout(PATIENCE, found).await;
    let tick = found.expect("in time").expect("the view is open").clone();
    tick.expect("that one was wanted")
}

impl App {
    async fn on(kafka: &Kafka, folder: &Path) -> App {
        let session = Session::new(
            folder.to_owned(),
            Arc::new(MemoryStore::default()),
            Arc::new(Nothing),
        );
        let saved = session
            .save_connection(ConnectionDraft {
                id: None,
                name: "Real".to_owned(),
                bootstrap: kafka.plaintext().to_owned(),
                security: Security::Plaintext,
                ca_file: None,
                mechanism: None,
                username: None,
                password: None,
                properties: Vec::new(),
                read_only: false,
                production: false,
                keep: Keep::Keychain,
            })
            .await
            .expect("saved");
        App {
            session,
            connection: saved.id,
        }
    }

    async fn export(&self, topic: &str, file: &Path, messages: u64) {
        let spec = ViewSpec {
            until: Some(Until::Now),
            ..ViewSpec::of(topic)
        };
        let draft = ExportDraft {
            format: ExportFormat::JsonLines,
            path: file.display().to_string(),
            replace: false,
            columns: Vec::new(),
        };
        let started = Instant::now();
        let job = self
            .session
            .start_export(&self.connection, spec, &draft)
            .await
            .expect("it starts");
        self.done(job, messages, started, &format!("exporting {topic}"))
            .await;
    }

    async fn produce(&self, topic: &str, file: &Path, messages: u64) {
        let draft = FileDraft {
            path: Some(file.display().to_string()),
            text: None,
            format: FileFormat::JsonLines,
            separator: String::new(),
        };
        let started = Instant::now();
        let job = self
            .session
            .start_production(&self.connection, topic, draft, None)
            .await
            .expect("it starts");
        self.done(job, messages, started, &format!("producing into {topic}"))
            .await;
    }

    async fn done(&self, job: u32, messages: u64, started: Instant, what: &str) {
        let (jobs, mut changes) = watch::channel(Vec::<Job>::new());
        self.session.watch_jobs(move |all| jobs.send(all).is_ok());
        let over = changes.wait_for(|all| {
            let job = all.iter().find(|each| each.id == job);
            job.is_some_and(|job| job.state != JobState::Running)
        });
        let over = tokio::time::timeout(PATIENCE, over).await;
        let all = over.expect("in time").expect("the session is open").clone();
        let job = all.iter().find(|each| each.id == job).expect("it is there");
        assert!(
            matches!(job.state, JobState::Done { .. }),
            "{what}: {:?}",
            job.state
        );
        assert_eq!(job.found, messages, "{what}");
        let seconds = started.elapsed().as_secs_f64();
        println!(
            "{what}: {messages} messages in {seconds:.1} s, {:.0} a second",
            messages as f64 / seconds
        );
    }
}

fn same(one: &Path, other: &Path) -> bool {
    let bytes = |file| BufReader::new(File::open(file).expect("the file is there")).bytes();
    bytes(one)
        .map(|byte| byte.expect("it can be read"))
        .eq(bytes(other).map(|byte| byte.expect("it can be read")))
}
