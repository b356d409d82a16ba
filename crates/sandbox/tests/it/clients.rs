//! Clients that know nothing of this broker: kcat (librdkafka 2.0), Java's own, and Confluent's
//! for Python.

use std::ffi::OsStr;
use std::path::PathBuf;
use std::process::Stdio;
use std::time::Duration;

use sandbox::{Options, Sandbox};
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::process::Command;
use tokio::time::timeout;

use crate::wire::empty;

/// What a program prints, given this input. It must succeed within two minutes.
async fn run(program: impl AsRef<OsStr>, arguments: &[&str], input: &str) -> String {
    let mut command = Command::new(program);
    command
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let mut child = command
        .kill_on_drop(true)
        .spawn()
        .expect("the client is installed");
    let mut stdin = child.stdin.take().unwrap();
    stdin.write_all(input.as_bytes()).await.unwrap();
    drop(stdin);
    let output = timeout(Duration::from_secs(120), child.wait_with_output()).await;
    let output = output.expect("the client ends in time").unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{arguments:?}: {said}");
    String::from_utf8_lossy(&output.stdout).into_owned()
}

async fn kcat(bootstrap: &str, arguments: &[&str], input: &str) -> String {
    run("kcat", &[&["-b", bootstrap], arguments].concat(), input).await
}

fn source(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("tests/it/clients")
        .join(name)
}

#[tokio::test]
async fn kcat_lists_reads_writes_and_joins() {
    let sandbox = Sandbox::start(Options { seed: true }).await.unwrap();
    let bootstrap = sandbox.bootstrap();
    let listed = kcat(&bootstrap, &["-L"], "").await;
    assert!(
        listed.contains(r#"topic "payments.transactions" with 12 partitions"#),
        "{listed}"
    );

    let payments = [
        "-C",
        "-t",
        "payments.transactions",
        "-o",
        "beginning",
        "-e",
        "-q",
    ];
    let read = kcat(&bootstrap, &payments, "").await;
    assert!(read.lines().count() >= 40_000);
    for line in read.lines().take(500) {
        let payment: serde_json::Value = serde_json::from_str(line).unwrap();
        assert!(
            payment["amount"].is_number() && payment["payment_id"].is_string(),
            "{line}"
        );
    }

    let outbox = ["-t", "notifications.outbox"];
    for codec in ["none", "gzip", "snappy", "lz4", "zstd"] {
        let write = ["-P", "-K", ":", "-z", codec, "-H", "h=1", "-H", "h=2"];
        kcat(
            &bootstrap,
            &[&outbox[..], &write].concat(),
            &format!("k:{codec}\n"),
        )
        .await;
    }
    let format = ["-C", "-o", "beginning", "-e", "-q", "-f", "%o %k %s %h\\n"];
    let read = kcat(&bootstrap, &[&outbox[..], &format].concat(), "").await;
    let expected = ["0 k none", "1 k gzip", "2 k snappy", "3 k lz4", "4 k zstd"];
    let expected = expected
        .map(|record| format!("{record} h=1,h=2\n"))
        .concat();
    assert_eq!(read, expected);

    let joined = [
        "-G",
        "readers",
        "-o",
        "beginning",
        "-e",
        "-q",
        "notifications.outbox",
    ];
    assert_eq!(kcat(&bootstrap, &joined, "").await.lines().count(), 5);
}

#[tokio::test]
async fn kcat_follows_the_live_producer() {
    let sandbox = Sandbox::start(Options { seed: true }).await.unwrap();
    let follow = ["-C", "-t", "orders.events", "-o", "end", "-c", "5", "-q"];
    assert_eq!(
        kcat(&sandbox.bootstrap(), &follow, "")
            .await
            .lines()
            .count(),
        5
    );
}

#[tokio::test]
async fn java_produces_consumes_and_administers() {
    let sandbox = empty().await;
    let class_path = tokio::task::spawn_blocking(tests::kafka::class_path)
        .await
        .unwrap();
    let program = source("RoundTrip.java");
    let arguments = [
        "-cp",
        &class_path,
        program.to_str().unwrap(),
        &sandbox.bootstrap(),
    ];
    let said = run("java", &arguments, "").await;
    assert!(said.trim_end().ends_with("OK"), "{said}");
}

#[tokio::test]
async fn confluents_python_client_produces_consumes_and_administers() {
    let sandbox = empty().await;
    let program = source("round_trip.py");
    let arguments = [program.to_str().unwrap(), &sandbox.bootstrap()];
    let said = run(tests::python(), &arguments, "").await;
    assert_eq!(said.trim(), "OK");
}

/// The stand-alone binary says where it listens in one line of JSON.
#[tokio::test]
async fn the_binary_prints_where_it_listens() {
    let mut command = Command::new(env!("CARGO_BIN_EXE_sandbox"));
    command
        .arg("--empty")
        .stdout(Stdio::piped())
        .kill_on_drop(true);
    let mut child = command.spawn().unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let line = lines.next_line().await.unwrap().unwrap();
    let addresses: serde_json::Value = serde_json::from_str(&line).unwrap();
    let bootstrap = addresses["kafka"].as_str().unwrap();
    assert!(kcat(bootstrap, &["-L"], "").await.contains("0 topics"));
    child.kill().await.unwrap();
}
