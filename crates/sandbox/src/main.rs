//! The sandbox on its own: `cargo run -p sandbox [-- --empty [--topics N] [--partitions N] [--groups N]]` prints one JSON
//! line with its addresses and serves until it is ended.

use std::io::{self, Write};
use std::process::ExitCode;

use sandbox::{Options, Sandbox, Size};

const USAGE: &str = "usage: sandbox [--empty [--topics N] [--partitions N] [--groups N]]";

/// What it holds at the start.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Content {
    Demo,
    Numbers(Size),
}

#[tokio::main]
async fn main() -> ExitCode {
    let Some(content) = content(std::env::args().skip(1)) else {
        complain(USAGE);
        return ExitCode::FAILURE;
    };
    match serve(content).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            complain(&format!("sandbox: {error}"));
            ExitCode::FAILURE
        }
    }
}

fn content(mut words: impl Iterator<Item = String>) -> Option<Content> {
    match words.next().as_deref() {
        None => return Some(Content::Demo),
        Some("--empty") => {}
        Some(_) => return None,
    }
    let mut size = Size::default();
    while let Some(word) = words.next() {
        let number = words.next()?.parse().ok()?;
        match word.as_str() {
            "--topics" => size.topics = number,
            "--partitions" => size.partitions = number,
            "--groups" => size.groups = number,
            _ => return None,
        }
    }
    Some(Content::Numbers(size))
}

async fn serve(content: Content) -> io::Result<()> {
    let sandbox = match content {
        Content::Demo => Sandbox::start(Options { seed: true }).await?,
        Content::Numbers(size) => Sandbox::start_filled(size).await?,
    };
    let addresses = serde_json::json!({ "kafka": sandbox.bootstrap() });
    writeln!(io::stdout(), "{addresses}")?;
    tokio::signal::ctrl_c().await
}

/// Nothing is left to be done if standard error is gone too.
fn complain(sentence: &str) {
    let _ = writeln!(io::stderr(), "{sentence}");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_filled_by_number_only_where_it_is_empty() {
        let read = |line: &str| content(line.split_whitespace().map(str::to_owned));
        let size = Size {
            topics: 3,
            partitions: 9,
            groups: 2,
        };
        for (line, expected) in [
            ("", Some(Content::Demo)),
            ("--empty", Some(Content::Numbers(Size::default()))),
            (
                "--empty --topics 3 --partitions 9 --groups 2",
                Some(Content::Numbers(size)),
            ),
            ("--topics 3", None),
            ("--empty --topics", None),
            ("--empty --topics many", None),
        ] {
            assert_eq!(read(line), expected, "{line}");
        }
    }
}
