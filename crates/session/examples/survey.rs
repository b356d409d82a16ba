//! Opens a cluster through the app's own path, waits for topics, groups and the lags of all groups, and prints what that
//! took as one JSON line:
//! `{"topics", "partitions", "groups", "list_seconds", "lags_seconds", "requests", "peak_rss_bytes"}`.
//!
//! ```text
//! cargo run --release -p session --example survey -- --bootstrap HOST:PORT [--properties FILE]
//! ```
//!
//! `--properties` is a file of librdkafka `name=value` lines.

use std::process::ExitCode;

#[tokio::main]
#[expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a command's answer"
)]
async fn main() -> ExitCode {
    let config = match config(std::env::args().skip(1)) {
        Ok(config) => config,
        Err(message) => {
            eprintln!("{message}");
            return ExitCode::from(2);
        }
    };
    match session::survey(config).await {
        Ok(surveyed) => {
            let line = serde_json::json!({
                "topics": surveyed.topics,
                "partitions": surveyed.partitions,
                "groups": surveyed.groups,
                "list_seconds": surveyed.list.as_secs_f64(),
                "lags_seconds": surveyed.lags.as_secs_f64(),
                "requests": surveyed.requests,
                "peak_rss_bytes": peak_rss(),
            });
            println!("{line}");
            ExitCode::SUCCESS
        }
        Err(failure) => {
            eprintln!("{}", failure.message);
            for more in [failure.hint, failure.details].into_iter().flatten() {
                eprintln!("{more}");
            }
            ExitCode::FAILURE
        }
    }
}

fn config(mut words: impl Iterator<Item = String>) -> Result<kafka::ClusterConfig, String> {
    let (mut bootstrap, mut config) = (None, kafka::ClusterConfig::plaintext(""));
    while let Some(word) = words.next() {
        let value = words
            .next()
            .ok_or_else(|| format!("{word} needs a value"))?;
        match word.as_str() {
            "--bootstrap" => bootstrap = Some(value),
            "--properties" => {
                let text =
                    std::fs::read_to_string(&value).map_err(|error| format!("{value}: {error}"))?;
                config = kafka::ClusterConfig::from_properties(&text)
                    .map_err(|error| format!("{value}: {error}"))?;
            }
            _ => return Err(format!("{word} is not known; see the head of this example")),
        }
    }
    if let Some(bootstrap) = bootstrap {
        config.bootstrap = bootstrap;
    }
    Ok(config)
}

/// The most memory this process has held, in bytes, where the system tells.
fn peak_rss() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.trim()
        .strip_suffix("kB")?
        .trim()
        .parse::<u64>()
        .ok()
        .map(|kib| kib * 1024)
}
