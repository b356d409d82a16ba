//! Starts a real Kafka, prints where it is as one line of JSON, and runs until its standard input
//! closes or it is ended. `make test` shares one among all tests; so can a developer:
//! `TRIBUTARY_TEST_KAFKA="$(head -1 of its output)" cargo test`.

use std::io;

use tests::kafka::Kafka;

#[tokio::main]
#[expect(clippy::print_stdout, reason = "its output is the interface")]
async fn main() {
    let kafka = Kafka::start().await;
    let endpoints = serde_json::to_string(kafka.endpoints()).expect("paths are UTF-8");
    println!("{endpoints}");
    // An error ends it as the end of the input does.
    drop(io::copy(&mut io::stdin(), &mut io::sink()));
}
