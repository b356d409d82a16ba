//! How fast the app's own path reads a topic, beside kcat, on a real Kafka on this machine:
//! `cargo bench -p tests --bench scan`. It prints the best of three interleaved runs, after a warm-up, and the ratios.
#![expect(clippy::print_stdout, reason = "a command's answer")]

use std::path::PathBuf;
use std::process::Command;
use std::time::{Duration, Instant};

use rdkafka::ClientConfig;
use rdkafka::admin::{AdminClient, AdminOptions, NewTopic, TopicReplication};
use rdkafka::client::DefaultClientContext;
use rdkafka::error::{KafkaError, RDKafkaErrorCode};
use rdkafka::producer::{BaseProducer, BaseRecord, Producer};
use tests::kafka::Kafka;

const MESSAGES: u64 = 1_500_000;
const RUNS: usize = 3;
const TOPIC: &str = "payments";
const PARTITIONS: i32 = 6;
/// What the store may hold while scanning, and what the rest of the process may need.
const STORE: u64 = 256 << 20;
const REST: u64 = 150_000_000;

#[tokio::main]
async fn main() {
    let scan = build();
    let kafka = Kafka::start().await;
    let bootstrap = kafka.plaintext();
    println!("Writing {MESSAGES} JSON messages into {PARTITIONS} partitions …");
    let bytes = fill(bootstrap).await;
    println!(
        "{} bytes a message, {} MB in all\n",
        bytes / MESSAGES,
        bytes / 1_000_000
    );

    let kcat = format!("kcat -C -e -q -o beginning -b {bootstrap} -t {TOPIC}");
    let scan = format!("{} --bootstrap {bootstrap} --topic {TOPIC}", scan.display());
    let cases = [
        ("kcat > /dev/null", format!("{kcat} > /dev/null")),
        ("scan", scan.clone()),
        (
            "kcat | jq select(…)",
            format!("{kcat} | jq -c 'select(.status==\"FAILED\" and .amount>900)' > /dev/null"),
        ),
        (
            "kcat | grep -F",
            format!("{kcat} | grep -F FAILED > /dev/null"),
        ),
        ("scan --contains", format!("{scan} --contains FAILED")),
    ];
    let mut best = [f64::MAX; 5];
    let mut peak = 0;
    for run in 0..=RUNS {
        for (index, (name, command)) in cases.iter().enumerate() {
            let (seconds, rss) = time(name, command);
            if run > 0 {
                best[index] = best[index].min(seconds);
                peak = peak.max(rss);
            }
        }
    }
    for ((name, _), seconds) in cases.iter().zip(best) {
        println!(
            "{name:<22} {seconds:>6.2} s  {:>9.0} messages/s",
            MESSAGES as f64 / seconds
        );
    }
    println!();
    println!(
        "scan against kcat > /dev/null         {:.2}  (at least 0.9)",
        best[0] / best[1]
    );
    println!(
        "scan --contains against kcat | jq     {:.1}  (at least 9)",
        best[2] / best[4]
    );
    println!(
        "scan --contains against kcat | grep   {:.2}",
        best[3] / best[4]
    );
    println!(
        "peak memory of scan                   {} MiB  (at most {} MiB)",
        peak >> 20,
        (STORE + REST) >> 20
    );
}

fn build() -> PathBuf {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("..");
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let built = Command::new(cargo)
        .args(["build", "--release", "-p", "session", "--example", "scan"])
        .current_dir(&root)
        .status()
        .expect("cargo runs");
    assert!(built.success(), "the example could not be built");
    let target =
        std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), PathBuf::from);
    target.join("release/examples/scan")
}

/// Runs a command line. A scan tells its own seconds, which leave the start of the process out, and its memory; of any
/// other command the whole time counts.
fn time(name: &str, command: &str) -> (f64, u64) {
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
        return (elapsed, 0);
    };
    assert_eq!(line["messages"], MESSAGES, "{name} must read every message");
    (elapsed, line["peak_rss_bytes"].as_u64().unwrap_or(0))
}

async fn fill(bootstrap: &str) -> u64 {
    let mut config: ClientConfig = [("bootstrap.servers".to_owned(), bootstrap.to_owned())]
        .into_iter()
        .collect();
    config
        .set("linger.ms", "20")
        .set("batch.size", "262144")
        .set("queue.buffering.max.messages", "200000");
    let admin: AdminClient<DefaultClientContext> = config.create().expect("an admin client");
    let topic = NewTopic::new(TOPIC, PARTITIONS, TopicReplication::Fixed(1));
    admin
        .create_topics([&topic], &AdminOptions::new())
        .await
        .expect("the topic");
    let producer: BaseProducer = config.create().expect("a producer");
    let mut bytes = 0;
    let mut random = 0x2545_f491_4f6c_dd1d_u64;
    for number in 0..MESSAGES {
        random ^= random << 13;
        random ^= random >> 7;
        random ^= random << 17;
        let payment = payment(number, random);
        bytes += payment.len() as u64;
        let partition = (random % PARTITIONS as u64) as i32;
        let mut record = BaseRecord::<(), str>::to(TOPIC)
            .payload(&payment)
            .partition(partition);
        while let Err((error, back)) = producer.send(record) {
            assert_eq!(
                error,
                KafkaError::MessageProduction(RDKafkaErrorCode::QueueFull)
            );
            producer.poll(Duration::from_millis(20));
            record = back;
        }
        if number % 10_000 == 0 {
            producer.poll(Duration::ZERO);
        }
    }
    producer.flush(Duration::from_secs(60)).expect("written");
    bytes
}

fn payment(number: u64, random: u64) -> String {
    let status =
        ["AUTHORIZED", "CAPTURED", "SETTLED", "REFUNDED", "FAILED"][(random >> 8) as usize % 5];
    let cents = (random >> 16) % 100_000;
    format!(
        "{{\"payment_id\":\"pay_{random:016x}\",\"amount\":{}.{:02},\"currency\":\"EUR\",\"status\":\"{status}\",\"customer_id\":\"c-{}\",\
         \"merchant\":{{\"id\":\"m-{}\",\"country\":\"DE\",\"category\":\"books\"}},\"created_at\":\"2026-11-24T10:{:02}:{:02}.{:03}Z\",\
         \"attempts\":{},\"tags\":[\"web\",\"3ds\"],\"reference\":\"order {number} of the autumn sale\"}}",
        cents / 100,
        cents % 100,
        random % 9000 + 1000,
        random % 500,
        random % 60,
        (random >> 6) % 60,
        number % 1000,
        random % 4,
    )
}
