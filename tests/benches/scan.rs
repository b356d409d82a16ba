//! How fast the app's own path reads a topic, beside kcat, on a real Kafka on this machine:
//! `cargo bench -p tests --bench scan [-- --messages N --memory N]`. It prints the best of three interleaved runs, after a
//! warm-up, and the ratios; then the memory that a scan takes over topics of 10⁵, 10⁶ … messages, up to `--memory`
//! (10⁷ where it is not given).
#![expect(clippy::print_stdout, reason = "a command's answer")]

use std::process::Command;
use std::time::Instant;

use tests::client::{Bulk, create_topic, delete_topic};
use tests::kafka::Kafka;
use tests::payments::Payments;
use tests::{flags, release};

const RUNS: usize = 3;
const TOPIC: &str = "payments";
const PARTITIONS: i32 = 6;
/// What the store may hold while scanning, and what the rest of the process may need.
const STORE: u64 = 256 << 20;
const REST: u64 = 150_000_000;

#[tokio::main]
async fn main() {
    let messages: u64 = flags::number("messages", 1_500_000);
    let most: u64 = flags::number("memory", 10_000_000);
    let scan = release::scan();
    let kafka = Kafka::start().await;
    let bootstrap = kafka.plaintext();
    println!("load average {:.1}", release::load().unwrap_or_default());
    println!("Writing {messages} JSON messages into {PARTITIONS} partitions …");
    let bytes = fill(&kafka, TOPIC, messages).await;
    println!(
        "{} bytes a message, {} MB in all\n",
        bytes / messages,
        bytes / 1_000_000
    );

    let kcat = format!("kcat -C -e -q -o beginning -b {bootstrap} -t {TOPIC}");
    let select = "jq -c 'select(.status==\"FAILED\" and .amount>900)'";
    let scan = format!("{} --bootstrap {bootstrap}", scan.display());
    let of_topic = format!("{scan} --topic {TOPIC}");
    let cases = [
        ("kcat > /dev/null", format!("{kcat} > /dev/null")),
        ("scan", of_topic.clone()),
        (
            "kcat | jq select(…)",
            format!("{kcat} | {select} > /dev/null"),
        ),
        (
            "kcat | grep -F",
            format!("{kcat} | grep -F FAILED > /dev/null"),
        ),
        (
            "kcat | grep -F | jq",
            format!("{kcat} | grep -F FAILED | {select} > /dev/null"),
        ),
        ("scan --contains", format!("{of_topic} --contains FAILED")),
        (
            "scan --where",
            format!("{of_topic} --where '.status = FAILED and .amount > 900'"),
        ),
    ];
    let mut best = [f64::MAX; 7];
    let mut peak = 0;
    let mut matched = 0;
    for run in 0..=RUNS {
        for (index, (name, command)) in cases.iter().enumerate() {
            let ran = time(name, command, messages);
            if run > 0 {
                best[index] = best[index].min(ran.seconds);
                peak = peak.max(ran.peak);
                matched = ran.matched;
            }
        }
    }
    for ((name, _), seconds) in cases.iter().zip(best) {
        println!(
            "{name:<22} {seconds:>6.2} s  {:>9.0} messages/s",
            messages as f64 / seconds
        );
    }
    println!();
    let [read, plain, jq, grep, grep_jq, contains, conditions] = best;
    for (what, ratio, bound) in [
        (
            "scan against kcat > /dev/null",
            read / plain,
            "(at least 0.9)",
        ),
        (
            "scan --contains against kcat | jq",
            jq / contains,
            "(at least 9)",
        ),
        (
            "scan --contains against kcat | grep -F",
            grep / contains,
            "",
        ),
        (
            "scan --where against kcat | jq",
            jq / conditions,
            "(at least 8)",
        ),
        (
            "scan --where against kcat | grep -F | jq",
            grep_jq / conditions,
            "",
        ),
    ] {
        println!("{what:<42} {ratio:>5.2}  {bound}");
    }
    let by_jq = count(&format!("{kcat} | {select} | wc -l"));
    println!("found by --where and by jq                 {matched} and {by_jq}  (the same)");
    assert_eq!(matched, by_jq, "what scan finds is what jq finds");
    println!(
        "peak memory of scan                        {}",
        memory(peak)
    );

    let mut count = 100_000;
    while count <= most {
        let topic = format!("{TOPIC}-{count}");
        fill(&kafka, &topic, count).await;
        let command =
            format!("{scan} --topic {topic} --where '.status = FAILED and .amount > 900'");
        let ran = time("scan", &command, count);
        println!(
            "peak memory over {count:>10} messages       {}",
            memory(ran.peak)
        );
        delete_topic(&kafka, &topic).await;
        count *= 10;
    }
}

fn memory(bytes: u64) -> String {
    format!(
        "{} MiB  (at most {} MiB)",
        bytes >> 20,
        (STORE + REST) >> 20
    )
}

async fn fill(kafka: &Kafka, topic: &str, messages: u64) -> u64 {
    create_topic(kafka, topic, PARTITIONS, &[]).await;
    let mut bulk = Bulk::new(kafka.plaintext(), topic);
    let mut bytes = 0;
    for (partition, payment) in Payments::new(PARTITIONS).take(messages as usize) {
        bytes += payment.len() as u64;
        bulk.send(partition, None, payment.as_bytes());
    }
    bulk.finish();
    bytes
}

struct Ran {
    seconds: f64,
    peak: u64,
    matched: u64,
}

/// Runs a command line. A scan tells its own seconds, which leave the start of the process out, and its memory; of any
/// other command the whole time counts.
fn time(name: &str, command: &str, messages: u64) -> Ran {
    let started = Instant::now();
    let output = Command::new("sh")
        .args(["-c", command])
        .output()
        .expect("sh runs");
    let elapsed = started.elapsed().as_secs_f64();
    assert!(
        output.status.success(),
        "{name}: {}",
        String::from_utf8_lossy(&output.stderr)
    );
    let Ok(line) = serde_json::from_slice::<serde_json::Value>(&output.stdout) else {
        return Ran {
            seconds: elapsed,
            peak: 0,
            matched: 0,
        };
    };
    assert_eq!(line["messages"], messages, "{name} must read every message");
    Ran {
        seconds: elapsed,
        peak: line["peak_rss_bytes"].as_u64().unwrap_or(0),
        matched: line["matched"].as_u64().unwrap_or(0),
    }
}

/// The number that a command line prints.
fn count(command: &str) -> u64 {
    let output = Command::new("sh")
        .args(["-c", command])
        .output()
        .expect("sh runs");
    let text = String::from_utf8_lossy(&output.stdout);
    text.trim().parse().expect("a number")
}
