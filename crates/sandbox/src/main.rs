//! The sandbox on its own: `cargo run -p sandbox [-- --empty]` prints one JSON line with its
//! addresses and serves until it is ended.

use std::io::{self, Write};
use std::process::ExitCode;

use sandbox::{Options, Sandbox};

#[tokio::main]
async fn main() -> ExitCode {
    let seed = match std::env::args().skip(1).collect::<Vec<_>>().as_slice() {
        [] => true,
        [option] if option == "--empty" => false,
        _ => {
            complain("usage: sandbox [--empty]");
            return ExitCode::FAILURE;
        }
    };
    match serve(Options { seed }).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            complain(&format!("sandbox: {error}"));
            ExitCode::FAILURE
        }
    }
}

async fn serve(options: Options) -> io::Result<()> {
    let sandbox = Sandbox::start(options).await?;
    let addresses = serde_json::json!({ "kafka": sandbox.bootstrap() });
    writeln!(io::stdout(), "{addresses}")?;
    tokio::signal::ctrl_c().await
}

/// Nothing is left to be done if standard error is gone too.
fn complain(sentence: &str) {
    let _ = writeln!(io::stderr(), "{sentence}");
}
