//! What decoding records to JSON text costs, next to what other libraries need: `cargo bench -p schema --bench decode`.
//!
//! Records of ten fields, on one core. Avro is to be at least 1.8 times as fast as apache-avro's generic reader,
//! Protobuf at least 0.9 times as fast as prost-reflect. The throughput is in records.

use std::hint::black_box;

use apache_avro::reader::datum::GenericDatumReader;
use criterion::{Criterion, Throughput};
use prost_reflect::{DescriptorPool, DynamicMessage, MessageDescriptor};
use schema::{Codec, Format, Rules, Schema, Source, Strictness, Style};

const AVRO: &str = r#"{"type":"record","name":"Payment","fields":[
    {"name":"payment_id","type":"string"},{"name":"customer_id","type":"long"},{"name":"amount","type":"double"},
    {"name":"currency","type":"string"},{"name":"state","type":{"type":"enum","name":"State","symbols":["NEW","CAPTURED","FAILED"]}},
    {"name":"note","type":["null","string"]},{"name":"retries","type":"int"},{"name":"express","type":"boolean"},
    {"name":"tags","type":{"type":"array","items":"string"}},{"name":"created_at","type":"long"}]}"#;

const PROTO: &str = "syntax = \"proto3\"; message Payment {
    enum State { NEW = 0; CAPTURED = 1; FAILED = 2; }
    string payment_id = 1; int64 customer_id = 2; double amount = 3; string currency = 4; State state = 5;
    optional string note = 6; int32 retries = 7; bool express = 8; repeated string tags = 9; int64 created_at = 10; }";

const RECORDS: usize = 1_000;

fn main() {
    let mut criterion = Criterion::default().configure_from_args();
    avro(&mut criterion);
    protobuf(&mut criterion);
    criterion.final_summary();
}

/// The payloads of records that differ.
fn payloads(codec: &Codec) -> Vec<Vec<u8>> {
    let json = |n: usize| {
        format!(
            r#"{{"payment_id":"pay_{n:08}","customer_id":{},"amount":{n}.25,"currency":"EUR","state":"CAPTURED","note":"left at the door","retries":{},"express":true,"tags":["gift","fragile"],"created_at":17640000{n:05}}}"#,
            n * 7_919,
            n % 4
        )
    };
    let encoded = (0..RECORDS).map(|n| codec.encode(&json(n), Style::Plain));
    encoded
        .map(|payload| payload.expect("the record fits its schema"))
        .collect()
}

fn codec(format: Format, text: &str) -> Codec {
    let source = Source {
        format,
        text,
        ..Source::default()
    };
    let schema = Schema::parse(source, Strictness::Strict, Rules::default());
    Codec::new(&schema.expect("the schema can be read"), &[0]).expect("it has a message")
}

fn ours(codec: &Codec, payloads: &[Vec<u8>]) {
    let mut json = String::new();
    for payload in payloads {
        json.clear();
        let read = codec.decode(payload, Style::Plain, &mut json);
        read.expect("what was encoded can be decoded");
        black_box(&json);
    }
}

fn avro(criterion: &mut Criterion) {
    let codec = codec(Format::Avro, AVRO);
    let payloads = payloads(&codec);
    let schema = apache_avro::Schema::parse_str(AVRO).expect("the schema can be read");
    let reader = GenericDatumReader::builder(&schema).build();
    let reader = reader.expect("the schema refers to nothing else");
    let mut group = criterion.benchmark_group("avro");
    group.throughput(Throughput::Elements(RECORDS as u64));
    group.bench_function("this crate", |bencher| {
        bencher.iter(|| ours(&codec, &payloads));
    });
    group.bench_function("apache-avro", |bencher| {
        bencher.iter(|| {
            for payload in &payloads {
                let value = reader.read_value(&mut payload.as_slice());
                let value = value.expect("what was encoded can be decoded");
                let json = serde_json::Value::try_from(value).expect("it is JSON");
                black_box(json.to_string());
            }
        });
    });
    group.finish();
}

fn protobuf(criterion: &mut Criterion) {
    let codec = codec(Format::Protobuf, PROTO);
    let payloads = payloads(&codec);
    let message = descriptor();
    let mut group = criterion.benchmark_group("protobuf");
    group.throughput(Throughput::Elements(RECORDS as u64));
    group.bench_function("this crate", |bencher| {
        bencher.iter(|| ours(&codec, &payloads));
    });
    group.bench_function("prost-reflect", |bencher| {
        bencher.iter(|| {
            for payload in &payloads {
                let value = DynamicMessage::decode(message.clone(), payload.as_slice());
                let value = value.expect("what was encoded can be decoded");
                black_box(serde_json::to_string(&value).expect("it is JSON"));
            }
        });
    });
    group.finish();
}

fn descriptor() -> MessageDescriptor {
    let file = protox::file::File::from_source("payment.proto", PROTO);
    let file = file.expect("the file can be read");
    let mut pool = DescriptorPool::new();
    let added = pool.add_file_descriptor_proto(file.file_descriptor_proto().clone());
    added.expect("the file refers to nothing else");
    pool.get_message_by_name("Payment")
        .expect("the file has the message")
}
