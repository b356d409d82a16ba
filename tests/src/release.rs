//! What the benches measure: built as it is released.

use std::{env, path::PathBuf, process::Command};

use crate::paths;

/// The application, with its own page in it, as a WebDriver can steer it.
pub fn app() -> PathBuf {
    build(&[
        "-p",
        "tributary",
        "--features",
        "custom-protocol,automation",
    ])
    .join("tributary")
}

/// `scan`, which reads a topic through the application's own path.
pub fn scan() -> PathBuf {
    build(&["-p", "session", "--example", "scan"]).join("examples/scan")
}

/// The load average of the last minute, where the system tells: a figure is worth what the machine was free for.
pub fn load() -> Option<f64> {
    let text = std::fs::read_to_string("/proc/loadavg").ok()?;
    text.split_whitespace().next()?.parse().ok()
}

fn build(what: &[&str]) -> PathBuf {
    let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let built = Command::new(cargo)
        .args(["build", "--release"])
        .args(what)
        .current_dir(paths::workspace())
        .status()
        .expect("cargo runs");
    assert!(built.success(), "{what:?} can't be built");
    paths::target().join("release")
}
