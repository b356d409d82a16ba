//! How long a search of 50,000 names takes, letter by letter as one types, beside a plain search for a substring in the
//! same names.
//!
//! `cargo run --release -p session --example names`

#![expect(clippy::print_stdout, reason = "what it finds out is what it prints")]

use std::hint::black_box;
use std::sync::Arc;
use std::time::{Duration, Instant};

use session::{NameKind, Names};

const NAMES: usize = 50_000;
const ROUNDS: usize = 20;
/// A frame at 60 a second.
const BOUND: Duration = Duration::from_millis(16);

fn main() {
    let names = made_up();
    let lists = [Arc::new(Names::new(
        NameKind::Topic,
        "connection",
        names.iter().map(String::as_str),
    ))];
    let searches = typed(&[
        "orders",
        "paytransdlq",
        "eu west checkout",
        "e",
        "qzx",
        "a-e-i-o",
    ]);
    let mut fuzzy = Vec::new();
    let mut plain = Vec::new();
    // What a search takes when nothing else disturbs it.
    let mut best = vec![Duration::MAX; searches.len()];
    for _ in 0..ROUNDS {
        for (search, best) in searches.iter().zip(&mut best) {
            let started = Instant::now();
            black_box(Names::search(&lists, search, 50));
            let took = started.elapsed();
            *best = took.min(*best);
            fuzzy.push(took);
            let started = Instant::now();
            black_box(contained(&names, search));
            plain.push(started.elapsed());
        }
    }
    let (fuzzy, plain) = (Taken::of(fuzzy), Taken::of(plain));
    println!("{NAMES} names, {} searches as one types", searches.len());
    println!("fuzzy      {fuzzy}");
    println!("substring  {plain}");
    println!(
        "the slowest search at its best {:.2?}",
        best.iter().max().copied().unwrap_or_default()
    );
    println!(
        "ratio of the medians {:.1}, p99 {} the bound of {BOUND:?}",
        fuzzy.median.as_secs_f64() / plain.median.as_secs_f64(),
        if fuzzy.p99 < BOUND { "within" } else { "OVER" },
    );
}

struct Taken {
    median: Duration,
    p99: Duration,
    most: Duration,
}

impl Taken {
    fn of(mut times: Vec<Duration>) -> Self {
        times.sort_unstable();
        Self {
            median: times[times.len() / 2],
            p99: times[times.len() * 99 / 100],
            most: times[times.len() - 1],
        }
    }
}

impl std::fmt::Display for Taken {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "median {:.2?}, p99 {:.2?}, most {:.2?}",
            self.median, self.p99, self.most
        )
    }
}

/// Names as large clusters have them: region, domain, entity, event, number.
fn made_up() -> Vec<String> {
    let part = |words: &[&'static str], number: usize| words[number % words.len()];
    (0..NAMES)
        .map(|number| {
            format!(
                "{}.{}.{}.{}-{number}",
                part(&["eu-west-1", "us-east-2", "ap-south-1"], number),
                part(
                    &["shop", "payments", "identity", "logistics", "search"],
                    number / 3
                ),
                part(
                    &[
                        "orders",
                        "transactions",
                        "checkout",
                        "customer-profile",
                        "shipment"
                    ],
                    number / 15
                ),
                part(
                    &["created", "updated", "deleted", "dlq", "changelog", "retry"],
                    number / 75
                ),
            )
        })
        .collect()
}

/// Every beginning of each text: what is searched for while it is typed.
fn typed(texts: &[&str]) -> Vec<String> {
    texts
        .iter()
        .flat_map(|text| (1..=text.len()).map(|end| text[..end].to_owned()))
        .collect()
}

fn contained<'a>(names: &'a [String], search: &str) -> Vec<&'a str> {
    let found = names.iter().filter(|name| name.contains(search));
    found.map(String::as_str).collect()
}
