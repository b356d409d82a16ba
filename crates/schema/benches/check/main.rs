//! What a keystroke costs: `cargo bench -p schema --bench check`.
//!
//! The draft of a subject is read and held against all its versions in both directions, which is what every level
//! asks for, `FULL_TRANSITIVE` among them. The bounds for 1,000 fields and 100 versions are 16 ms for Avro and Protobuf
//! and 50 ms for JSON Schema where one field breaks, 250 ms where all do. The other groups show that the time grows
//! with the fields, and with the versions, no faster than these do.

mod subject;

use criterion::{BenchmarkId, Criterion, Throughput};
use schema::Format;

use subject::{Break, Subject};

const FORMATS: [Format; 3] = [Format::Avro, Format::Json, Format::Protobuf];

fn keystroke(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("1000 fields, 100 versions");
    group.sample_size(20);
    for format in FORMATS {
        for (name, breaks) in [("one breaks", Break::One), ("all break", Break::All)] {
            let subject = Subject::new(format, 1_000, 100, breaks);
            let id = BenchmarkId::new(format.name(), name);
            group.bench_function(id, |bencher| bencher.iter(|| subject.keystroke()));
        }
    }
    group.finish();
}

fn growth(criterion: &mut Criterion) {
    let sizes = [250, 500, 1_000, 2_000];
    let mut group = criterion.benchmark_group("growth over fields, 20 versions");
    group.sample_size(10);
    for format in FORMATS {
        for fields in sizes {
            let subject = Subject::new(format, fields, 20, Break::One);
            group.throughput(Throughput::Elements(fields as u64));
            let id = BenchmarkId::new(format.name(), fields);
            group.bench_function(id, |bencher| bencher.iter(|| subject.keystroke()));
        }
    }
    group.finish();
    let mut group = criterion.benchmark_group("growth over versions, 200 fields");
    group.sample_size(10);
    for format in FORMATS {
        for versions in sizes {
            let subject = Subject::new(format, 200, versions, Break::One);
            group.throughput(Throughput::Elements(versions as u64));
            let id = BenchmarkId::new(format.name(), versions);
            group.bench_function(id, |bencher| bencher.iter(|| subject.keystroke()));
        }
    }
    group.finish();
}

fn main() {
    let mut criterion = Criterion::default().configure_from_args();
    keystroke(&mut criterion);
    growth(&mut criterion);
    criterion.final_summary();
}
