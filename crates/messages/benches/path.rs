//! How fast records go their way: `cargo bench -p messages`. Each line is the best of a few runs.

use std::hint::black_box;
use std::io::{self, Write};
use std::time::{Duration, Instant};

use messages::{
    Batch, Document, Filter, FilterMode, FilterText, Form, Headers, Overflow, Path, Record,
    TimestampKind, View,
};

const RECORDS: usize = 1_500_000;
const BATCH: usize = 2000;
const RUNS: usize = 3;

/// Records that contain a text.
fn contains(text: &str) -> Option<Filter> {
    let text = FilterText {
        text: text.to_owned(),
        mode: FilterMode::Text,
        match_case: true,
    };
    Filter::parse(&text).expect("a filter")
}

/// Values of 300 bytes, one in a hundred with the word that the filter looks for.
fn values() -> Vec<Vec<u8>> {
    (0..100)
        .map(|n| {
            let status = if n == 0 { "FAILED" } else { "CAPTURED" };
            let mut value = format!(
                r#"{{"payment_id":"pay_{n:06}","amount":{n}.50,"status":"{status}","note":""#
            );
            while value.len() < 298 {
                value.push(char::from(b'a' + (value.len() % 26) as u8));
            }
            value.push_str("\"}");
            value.into_bytes()
        })
        .collect()
}

fn fill(view: &mut View, values: &[Vec<u8>]) {
    let mut offset = 0;
    while offset < RECORDS {
        let mut batch = Batch::with_capacity(BATCH, BATCH * 310);
        for at in offset..offset + BATCH {
            batch.push(Record {
                partition: (at % 12) as i32,
                offset: at as i64,
                timestamp: 1_764_000_000_000,
                timestamp_kind: TimestampKind::Create,
                key: Some(b"c-123456"),
                value: Some(&values[at % values.len()]),
                headers: Headers::default(),
            });
        }
        view.push(batch);
        offset += BATCH;
    }
}

fn best<T>(mut run: impl FnMut() -> T) -> Duration {
    (0..RUNS)
        .map(|_| {
            let start = Instant::now();
            black_box(run());
            start.elapsed()
        })
        .min()
        .unwrap_or_default()
}

fn filled(limit: usize, filter: &str) -> View {
    let mut view = View::new(limit, Overflow::Slide);
    view.set_filter(contains(filter));
    fill(&mut view, &values());
    view
}

fn main() -> io::Result<()> {
    let mut out = io::stdout();
    let mut per_second = |name: &str, count: usize, took: Duration| {
        let rate = count as f64 / took.as_secs_f64() / 1e6;
        writeln!(out, "{name:<44} {took:>9.2?}  {rate:>8.2} M/s")
    };

    for (name, limit, filter) in [
        ("push, no filter, all kept", 1 << 30, ""),
        ("push, no filter, 256 MiB", 256 << 20, ""),
        ("push, filter 1 %, all kept", 1 << 30, "FAILED"),
        ("push, filter 1 %, 256 MiB", 256 << 20, "FAILED"),
        ("push, filter 99 %, 256 MiB", 256 << 20, "CAPTURED"),
        ("push, filter 0 %, 16 MiB", 16 << 20, "absent"),
    ] {
        per_second(name, RECORDS, best(|| filled(limit, filter)))?;
    }

    let mut view = filled(1 << 30, "");
    let took = best(|| {
        view.set_filter(contains("FAILED"));
        while view.rescan(20_000) {}
    });
    per_second("rescan", RECORDS, took)?;

    view.set_filter(None);
    let took = best(|| messages::rows(&view, view.first() + 1000, 60, &[]));
    per_second("rows, 60", 60, took)?;

    let columns: Vec<Path> = [".status", ".amount", ".note"]
        .into_iter()
        .filter_map(|path| Path::parse(path).ok())
        .collect();
    let took = best(|| messages::rows(&view, view.first() + 1000, 60, &columns));
    per_second("rows with 3 columns, 60", 60, took)?;

    let values = values();
    let array = format!(
        "[{}]",
        (0..5 << 20 >> 8)
            .map(|n| String::from_utf8_lossy(&values[n % values.len()]))
            .collect::<Vec<_>>()
            .join(",")
    );
    let numbers = format!("[{}1]", "1,".repeat(5 << 19));
    let string = format!("[\"{}\"]", "long ".repeat(1 << 20));
    let escapes = format!("[\"{}\"]", "\\n\\u00e9".repeat(5 << 17));
    let text = "long ".repeat(1 << 20);
    for (name, value) in [
        ("document, objects", array),
        ("document, numbers", numbers),
        ("document, one string", string),
        ("document, one string of escapes", escapes),
        ("document, one line of text", text),
    ] {
        let took =
            best(|| Document::new(value.clone().into_bytes(), Form::Auto).lines(&[], 120, 0, 60));
        per_second(&format!("{name}, {} bytes", value.len()), value.len(), took)?;
    }
    Ok(())
}
