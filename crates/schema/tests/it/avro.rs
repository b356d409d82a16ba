mod hostile;
mod parsing;
mod places;
mod properties;
mod stored;
mod verdicts;

use schema::Strictness;
use schema::avro::{Schema, Source, parse};

fn lenient(text: &str) -> Schema {
    parse(text.into(), Strictness::Lenient).unwrap()
}

fn faults(source: Source<'_>, strictness: Strictness) -> Vec<String> {
    match parse(source, strictness) {
        Ok(_) => Vec::new(),
        Err(diagnostics) => diagnostics.into_iter().map(|found| found.message).collect(),
    }
}
