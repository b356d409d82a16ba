//! Reads a whole topic through the app's own path (reader, store, view) and prints what that took as one JSON line:
//! `{"messages", "bytes", "matched", "unclear", "missing", "seconds", "peak_rss_bytes"}`.
//!
//! ```text
//! cargo run --release -p session --example scan -- --bootstrap HOST:PORT --topic T
//!     [--from earliest|latest|OFFSET|TIME] [--to OFFSET|TIME] [--contains TEXT | --where CONDITION] [--properties FILE]
//! ```
//!
//! `--contains` and `--where` are the filters of the window: text in key, value and headers, upper and lower case being
//! different, or conditions such as `.status = FAILED and .amount > 10000`. Without one `matched` counts every message;
//! `unclear` counts those that a condition can't judge. `--properties` is a
//! file of librdkafka `name=value` lines.

use std::process::ExitCode;

use session::{FilterMode, FilterText, Start, Until, ViewSpec};

/// Bytes of records that are kept while reading.
const STORE: usize = 256 << 20;

struct Arguments {
    config: kafka::ClusterConfig,
    spec: ViewSpec,
}

#[tokio::main]
#[expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a command's answer"
)]
async fn main() -> ExitCode {
    let arguments = match arguments(std::env::args().skip(1)) {
        Ok(arguments) => arguments,
        Err(message) => {
            eprintln!("{message}");
            return ExitCode::from(2);
        }
    };
    match session::scan(arguments.config, &arguments.spec, STORE).await {
        Ok(scanned) => {
            let line = serde_json::json!({
                "messages": scanned.messages,
                "bytes": scanned.bytes,
                "matched": scanned.matched,
                "unclear": scanned.unclear,
                "missing": scanned.missing,
                "seconds": scanned.took.as_secs_f64(),
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

fn arguments(mut words: impl Iterator<Item = String>) -> Result<Arguments, String> {
    let (mut bootstrap, mut topic, mut properties) = (None, None, None);
    let (mut start, mut until, mut filter) = (Start::Earliest, None, FilterText::default());
    while let Some(word) = words.next() {
        let value = words
            .next()
            .ok_or_else(|| format!("{word} needs a value"))?;
        match word.as_str() {
            "--bootstrap" => bootstrap = Some(value),
            "--topic" => topic = Some(value),
            "--from" => start = from(value),
            "--to" => until = Some(to(value)),
            "--contains" | "--where" if !filter.text.is_empty() => {
                return Err("one filter: --contains or --where".to_owned());
            }
            "--contains" => {
                filter = FilterText {
                    text: value,
                    mode: FilterMode::Text,
                    match_case: true,
                }
            }
            "--where" => {
                filter = FilterText {
                    text: value,
                    mode: FilterMode::Where,
                    match_case: true,
                }
            }
            "--properties" => properties = Some(value),
            _ => return Err(format!("{word} is not known; see the head of this example")),
        }
    }
    let mut config = match properties {
        Some(file) => {
            let text =
                std::fs::read_to_string(&file).map_err(|error| format!("{file}: {error}"))?;
            kafka::ClusterConfig::from_properties(&text)
                .map_err(|error| format!("{file}: {error}"))?
        }
        None => kafka::ClusterConfig::plaintext(""),
    };
    if let Some(bootstrap) = bootstrap {
        config.bootstrap = bootstrap;
    }
    let topic = topic.ok_or("--topic is missing")?;
    let spec = ViewSpec {
        start,
        until,
        filter,
        ..ViewSpec::of(&topic)
    };
    Ok(Arguments { config, spec })
}

fn from(value: String) -> Start {
    match value.as_str() {
        "earliest" => Start::Earliest,
        "latest" => Start::Latest,
        _ if is_offset(&value) => Start::Offset { offset: value },
        _ => Start::Time {
            text: value,
            utc: true,
        },
    }
}

fn to(value: String) -> Until {
    if is_offset(&value) {
        Until::Offset { offset: value }
    } else {
        Until::Time {
            text: value,
            utc: true,
        }
    }
}

/// Epoch milliseconds have more digits than any offset that is likely to be typed.
fn is_offset(value: &str) -> bool {
    value.len() < 12 && value.bytes().all(|byte| byte.is_ascii_digit())
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
