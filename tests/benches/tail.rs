//! Whether the window keeps up with a topic that is written to, on a real Kafka on this machine, in a release build:
//!
//! ```text
//! cargo bench -p tests --bench tail -- --seconds 600 --fast-seconds 60 --rows 1000000
//! ```
//!
//! - 20,000 messages a second for `--seconds`: memory stays flat, and the store within its bound.
//! - 100,000 messages a second for `--fast-seconds` with two conditions on: frames a second, and how far the newest row is
//!   behind the moment at which the broker took it.
//! - A keystroke in the filter over a store of `--rows` messages: how soon other rows are on the screen.
//!
//! It prints one JSON object, with the bounds beside the figures.
#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a command's answer, and how far it is"
)]

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tests::client::{Bulk, create_topic};
use tests::kafka::Kafka;
use tests::payments::Payments;
use tests::steps::{add_cluster, message_count, open_topic, read_from_earliest};
use tests::window::{Options, Window};
use tests::{flags, release};

const PARTITIONS: i32 = 6;
const SLOW: u64 = 20_000;
const FAST: u64 = 100_000;
const CONDITIONS: &str = ".status = FAILED and .amount > 900";
/// Digits of the ids: each leaves fewer rows.
const TYPED: &str = "7f3a";

#[tokio::main]
async fn main() {
    let seconds = flags::number("seconds", 600);
    let fast_seconds = flags::number("fast-seconds", 60);
    let rows = flags::number("rows", 1_000_000);
    let application = release::app();
    let kafka = Kafka::start().await;
    let before = release::load();

    let slow = slow(&kafka, &application, Duration::from_secs(seconds)).await;
    let fast = fast(&kafka, &application, Duration::from_secs(fast_seconds)).await;
    let keystroke = keystrokes(&kafka, &application, rows).await;
    println!(
        "{:#}",
        json!({
            "loadAverageBefore": before,
            "loadAverageAfter": release::load(),
            "slow": slow,
            "fast": fast,
            "keystroke": keystroke,
        })
    );
}

async fn open(application: &Path, kafka: &Kafka, topic: &str) -> Window {
    let window = Window::open_with(Options {
        application: Some(application.to_owned()),
        ..Options::default()
    })
    .await;
    window.resize(1440, 900).await;
    add_cluster(&window, "local", kafka).await;
    open_topic(&window, topic).await;
    window
}

async fn slow(kafka: &Kafka, application: &Path, time: Duration) -> Value {
    create_topic(kafka, "slow", PARTITIONS, &[]).await;
    let window = open(application, kafka, "slow").await;
    let writer = Writer::start(kafka, "slow", SLOW);
    let started = Instant::now();
    let mut samples = Vec::new();
    let mut most_kept = 0.0_f64;
    while started.elapsed() < time {
        tokio::time::sleep(Duration::from_secs(1)).await;
        let (kept, limit) = store(&window).await;
        most_kept = most_kept.max(kept / limit);
        let memory = window.memory();
        samples.push(memory.values().sum::<u64>() >> 20);
        if samples.len().is_multiple_of(30) {
            eprintln!(
                "{:>4} s  {:.2} of the store  {memory:?}",
                samples.len(),
                kept / limit
            );
        }
    }
    let read = message_count(&window).await;
    let written = writer.stop();
    window.close().await;
    // The first third fills the store and warms up.
    let (warm, rest) = (samples.len() / 3, samples.len() / 6);
    let early = median(&samples[warm..warm + rest.max(1)]);
    let late = median(&samples[samples.len() - rest.max(1)..]);
    json!({
        "messagesPerSecond": written.each_second,
        "writerBehindMs": written.most_behind.as_millis(),
        "seconds": time.as_secs(),
        "rows": read,
        "memoryMiB": { "early": early, "late": late, "most": samples.iter().max() },
        "grewBy": format!("{:+.1} %", (late as f64 / early as f64 - 1.0) * 100.0),
        "grewByAtMost": "5 %",
        "storeAtMost": format!("{:.0} %", most_kept * 100.0),
        "storeBound": "100 %",
    })
}

async fn fast(kafka: &Kafka, application: &Path, time: Duration) -> Value {
    // The broker's own time is when it was produced: no queue of the writer's counts.
    let settings = [("message.timestamp.type", "LogAppendTime")];
    create_topic(kafka, "fast", PARTITIONS, &settings).await;
    let window = open(application, kafka, "fast").await;
    let writer = Writer::start(kafka, "fast", FAST);
    window.role("textbox", "Filter").fill(CONDITIONS).await;
    window.press("Enter").await;
    window
        .until("matches", async || message_count(&window).await > 100)
        .await;
    window.script(include_str!("tail/watch.js"), vec![]).await;
    tokio::time::sleep(time).await;
    let taken =
        "window.__watch.going = false; return [window.__watch.frames, window.__watch.behind]";
    let taken = window.script(taken, vec![]).await;
    let written = writer.stop();
    let (kept, limit) = store(&window).await;
    window.close().await;
    let [frames, behind]: [Vec<f64>; 2] = serde_json::from_value(taken).expect("lists of ms");
    json!({
        "messagesPerSecond": written.each_second,
        "writerBehindMs": written.most_behind.as_millis(),
        "seconds": time.as_secs(),
        "conditions": CONDITIONS,
        "framesPerSecond": { "median": 1000.0 / quantile(&frames, 0.5), "medianAtLeast": 55 },
        "frameMs": { "p95": quantile(&frames, 0.95), "p95AtMost": 35, "most": quantile(&frames, 1.0) },
        "newestRowBehindMs": {
            "median": quantile(&behind, 0.5),
            "p95": quantile(&behind, 0.95),
            "most": quantile(&behind, 1.0),
            "mostAtMost": 500,
        },
        "store": kept / limit,
    })
}

async fn keystrokes(kafka: &Kafka, application: &Path, rows: u64) -> Value {
    create_topic(kafka, "rows", PARTITIONS, &[]).await;
    let mut bulk = Bulk::new(kafka.plaintext(), "rows");
    let mut id = 0x9e37_79b9_u32;
    for number in 0..rows {
        id = id.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        let value = format!(r#"{{"id":"{id:08x}","n":{number}}}"#);
        bulk.send((number % PARTITIONS as u64) as i32, None, value.as_bytes());
    }
    bulk.finish();
    let window = open(application, kafka, "rows").await;
    read_from_earliest(&window).await;
    window
        .until("all rows", async || {
            message_count(&window).await as u64 == rows
        })
        .await;
    let filter = window.role("textbox", "Filter");
    filter.click().await;
    let mut took = Vec::new();
    for letter in TYPED.chars() {
        window
            .script(include_str!("tail/keystroke.js"), vec![])
            .await;
        filter.type_text(&letter.to_string()).await;
        let answered = async || {
            let ms = window.script("return window.__keystroke", vec![]).await;
            ms.as_f64().unwrap_or_default()
        };
        window
            .until("an answer", async || answered().await > 0.0)
            .await;
        took.push(answered().await);
    }
    let found = message_count(&window).await;
    window.close().await;
    json!({
        "rows": rows,
        "typed": TYPED,
        "found": found,
        "answeredMs": took,
        "atMost": 100,
    })
}

/// Bytes that the store holds and may hold, as the status bar says.
async fn store(window: &Window) -> (f64, f64) {
    let script = r"
        const size = { B: 1, KiB: 1 << 10, MiB: 1 << 20, GiB: 1 << 30 };
        const said = /kept ([\d.]+) (\w+) of ([\d.]+) (\w+)/.exec(document.querySelector('footer').innerText);
        return said ? [said[1] * size[said[2]], said[3] * size[said[4]]] : [0, 1]";
    serde_json::from_value(window.script(script, vec![]).await).expect("two numbers")
}

/// Writes payments at a rate, on a thread of its own.
struct Writer {
    stopped: Arc<AtomicBool>,
    thread: JoinHandle<Written>,
}

impl Writer {
    fn start(kafka: &Kafka, topic: &str, each_second: u64) -> Writer {
        let mut bulk = Bulk::new(kafka.plaintext(), topic);
        let payments: Vec<(i32, String)> = Payments::new(PARTITIONS).take(20_000).collect();
        let stopped = Arc::new(AtomicBool::new(false));
        let stop = Arc::clone(&stopped);
        let thread = std::thread::spawn(move || {
            let started = Instant::now();
            let mut most_behind = Duration::ZERO;
            let mut payments = payments.iter().cycle();
            while !stop.load(Ordering::Relaxed) {
                let due = (started.elapsed().as_secs_f64() * each_second as f64) as u64;
                while bulk.sent() < due
                    && let Some((partition, payment)) = payments.next()
                {
                    bulk.send(*partition, None, payment.as_bytes());
                }
                let sent_for = Duration::from_secs_f64(due as f64 / each_second as f64);
                most_behind = most_behind.max(started.elapsed().saturating_sub(sent_for));
                std::thread::sleep(Duration::from_millis(2));
            }
            let each_second = bulk.sent() as f64 / started.elapsed().as_secs_f64();
            bulk.finish();
            Written {
                each_second: each_second.round(),
                most_behind,
            }
        });
        Writer { stopped, thread }
    }

    fn stop(self) -> Written {
        self.stopped.store(true, Ordering::Relaxed);
        self.thread.join().expect("all is written")
    }
}

/// What a writer has done.
struct Written {
    /// Messages.
    each_second: f64,
    /// How late one was.
    most_behind: Duration,
}

fn median(samples: &[u64]) -> u64 {
    let mut sorted = samples.to_vec();
    sorted.sort_unstable();
    sorted[sorted.len() / 2]
}

fn quantile(samples: &[f64], share: f64) -> f64 {
    let mut sorted = samples.to_vec();
    sorted.sort_by(f64::total_cmp);
    let at = ((sorted.len() as f64 * share) as usize).min(sorted.len().saturating_sub(1));
    sorted
        .get(at)
        .map_or(f64::NAN, |ms| (ms * 10.0).round() / 10.0)
}
