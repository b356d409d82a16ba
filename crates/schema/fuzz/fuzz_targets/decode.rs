//! Reading data, and writing what was read: the input is a byte for the schema, one for the style, and a payload.
#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use schema::json_text::{Dialect, Document};
use schema::{Codec, Format, Rules, Schema, Source, Strictness, Style, wire};

const AVRO: &str = include_str!("order.avsc");
const PROTO: &str = include_str!("order.proto");

static CODECS: LazyLock<[Codec; 3]> = LazyLock::new(|| {
    let json = r#"{"type":"object","additionalProperties":{"type":["integer","array"]}}"#;
    [(Format::Avro, AVRO), (Format::Json, json), (Format::Protobuf, PROTO)].map(|(format, text)| {
        let source = Source {
            format,
            text,
            ..Source::default()
        };
        let schema = Schema::parse(source, Strictness::Lenient, Rules::default());
        Codec::new(&schema.expect("it can be read"), &[0]).expect("it has a message")
    })
});

fuzz_target!(|input: &[u8]| {
    if let Some(framed) = wire::framed(input) {
        wire::message_index(framed.rest, |_| true);
    }
    let [which, style, payload @ ..] = input else {
        return;
    };
    let codec = &CODECS[usize::from(*which) % 3];
    let style = [Style::Plain, Style::Native][usize::from(*style) % 2];
    codec.unknown_fields(payload);
    let mut json = String::new();
    if codec.decode(payload, style, &mut json).is_ok()
        && let Ok(again) = codec.encode(&json, style)
    {
        let mut read = String::new();
        codec.decode(&again, style, &mut read).expect("what was written can be read");
        // A key of a map that comes twice is shown twice; a JSON text that is read has it once.
        let document = Document::read(&json, Dialect::default()).expect("it is JSON");
        if document.duplicates().is_empty() {
            assert_eq!(read, json);
        }
    }
});
