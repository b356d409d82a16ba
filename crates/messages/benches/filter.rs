//! How fast a filter judges: `cargo bench -p messages --bench filter`. Prints JSON: for each filter
//! the records a second on one core and how many times that is what `serde_json` reaches in the
//! same run with the same two conditions, once into a struct of two fields, once into a `Value`.
//! They take turns, and each is the best of many short runs, so that other work on the machine
//! matters little.

use std::hint::black_box;
use std::io::{self, Write};
use std::time::Instant;

use messages::{Batch, Filter, FilterMode, FilterText, Headers, Record, TimestampKind, Verdict};
use serde_json::{Value, json};

const RECORDS: usize = 10_000;
const RUNS: usize = 60;

const FILTERS: [(&str, FilterMode, bool); 9] = [
    (
        ".status = FAILED and .amount > 900",
        FilterMode::Where,
        true,
    ),
    (
        ".status = ABSENT and .amount > 900",
        FilterMode::Where,
        true,
    ),
    (
        ".merchant.id = m-44 or .tags[] = 3ds",
        FilterMode::Where,
        true,
    ),
    (".reference contains 'order 4711 '", FilterMode::Where, true),
    (
        ".reference contains 'order 4711 '",
        FilterMode::Where,
        false,
    ),
    ("partition = 7 and .amount > 900", FilterMode::Where, true),
    ("value contains FAILED", FilterMode::Where, true),
    ("pay_9f21ac", FilterMode::Text, true),
    ("pay_9f21ac", FilterMode::Text, false),
];

/// Payments of about 294 bytes in ten fields.
fn payments() -> Batch {
    let mut batch = Batch::with_capacity(RECORDS, RECORDS * 310);
    let mut random = 0x9e37_79b9_7f4a_7c15_u64;
    for number in 0..RECORDS {
        random ^= random << 13;
        random ^= random >> 7;
        random ^= random << 17;
        let status =
            ["AUTHORIZED", "CAPTURED", "SETTLED", "REFUNDED", "FAILED"][(random >> 8) as usize % 5];
        let cents = (random >> 16) % 100_000;
        let value = format!(
            r#"{{"payment_id":"pay_{random:016x}","amount":{}.{:02},"currency":"EUR","status":"{status}","customer_id":"c-{}","merchant":{{"id":"m-{}","country":"DE","category":"books"}},"created_at":"2026-11-24T10:{:02}:{:02}.{:03}Z","attempts":{},"tags":["web","3ds"],"reference":"order {number} of the autumn sale"}}"#,
            cents / 100,
            cents % 100,
            random % 9000 + 1000,
            random % 500,
            random % 60,
            (random >> 6) % 60,
            number % 1000,
            random % 3 + 1,
        );
        batch.push(Record {
            partition: (random % 6) as i32,
            offset: number as i64,
            timestamp: 1_764_000_000_000,
            timestamp_kind: TimestampKind::Create,
            key: Some(b"c-123456"),
            value: Some(value.as_bytes()),
            headers: Headers::default(),
        });
    }
    batch
}

/// The two fields of the conditions, as a program made for them would read them.
#[derive(serde::Deserialize)]
struct Payment<'a> {
    status: &'a str,
    amount: f64,
}

/// One way to judge, and its shortest run so far.
struct Contender<'a> {
    matches: Box<dyn Fn(&Record<'_>) -> bool + 'a>,
    matched: usize,
    seconds: f64,
}

impl<'a> Contender<'a> {
    fn new(matches: impl Fn(&Record<'_>) -> bool + 'a) -> Self {
        Self {
            matches: Box::new(matches),
            matched: 0,
            seconds: f64::MAX,
        }
    }

    fn run(&mut self, batch: &Batch) {
        let start = Instant::now();
        let matched = batch.iter().filter(|record| (self.matches)(record)).count();
        self.matched = black_box(matched);
        self.seconds = self.seconds.min(start.elapsed().as_secs_f64());
    }
}

fn serde_struct(record: &Record<'_>) -> bool {
    record
        .value
        .and_then(|value| serde_json::from_slice::<Payment<'_>>(value).ok())
        .is_some_and(|payment| payment.status == "FAILED" && payment.amount > 900.0)
}

fn serde_value(record: &Record<'_>) -> bool {
    record
        .value
        .and_then(|value| serde_json::from_slice::<Value>(value).ok())
        .is_some_and(|payment| {
            let amount = payment["amount"].as_f64();
            payment["status"] == "FAILED" && amount.is_some_and(|amount| amount > 900.0)
        })
}

fn main() -> io::Result<()> {
    let batch = payments();
    let mut contenders = vec![Contender::new(serde_struct), Contender::new(serde_value)];
    for (text, mode, match_case) in FILTERS {
        let filter = Filter::parse(&FilterText {
            text: text.to_owned(),
            mode,
            match_case,
        });
        let filter = filter
            .map_err(io::Error::other)?
            .ok_or_else(|| io::Error::other(text))?;
        contenders.push(Contender::new(move |record| {
            filter.judge(record) == Verdict::Match
        }));
    }
    for _ in 0..RUNS {
        for contender in &mut contenders {
            contender.run(&batch);
        }
    }
    let per_second = |contender: &Contender<'_>| (RECORDS as f64 / contender.seconds).round();
    let times = |one: &Contender<'_>, other: &Contender<'_>| {
        (other.seconds / one.seconds * 100.0).round() / 100.0
    };
    let [by_struct, by_value, filters @ ..] = contenders.as_slice() else {
        return Ok(());
    };
    let filters: Vec<Value> = FILTERS
        .iter()
        .zip(filters)
        .map(|((text, _, match_case), filter)| {
            json!({
                "filter": text,
                "matchCase": match_case,
                "matched": filter.matched,
                "recordsPerSecond": per_second(filter),
                "timesSerdeStruct": times(filter, by_struct),
                "timesSerdeValue": times(filter, by_value),
            })
        })
        .collect();
    let bytes: usize = batch
        .iter()
        .filter_map(|record| record.value)
        .map(<[u8]>::len)
        .sum();
    let report = json!({
        "records": RECORDS,
        "bytesPerRecord": bytes / RECORDS,
        "serdeStruct": { "matched": by_struct.matched, "recordsPerSecond": per_second(by_struct) },
        "serdeValue": { "matched": by_value.matched, "recordsPerSecond": per_second(by_value) },
        "filters": filters,
    });
    let mut out = io::stdout();
    serde_json::to_writer_pretty(&mut out, &report)?;
    writeln!(out)
}
