//! Reading data, writing it and making it up by any schema. The input is a byte for the format, a schema, a NUL, and a
//! payload.
#![no_main]

use libfuzzer_sys::fuzz_target;
use schema::json_text::{Dialect, Document};
use schema::{Codec, Format, Rules, Schema, Source, Strictness, Style};

fuzz_target!(|input: &[u8]| {
    let [first, rest @ ..] = input else {
        return;
    };
    let format = match first {
        b'a' => Format::Avro,
        b'j' => Format::Json,
        _ => Format::Protobuf,
    };
    let Some(end) = rest.iter().position(|byte| *byte == 0) else {
        return;
    };
    let (text, payload) = (&rest[..end], &rest[end + 1..]);
    let Ok(text) = std::str::from_utf8(text) else {
        return;
    };
    let source = Source {
        format,
        text,
        ..Source::default()
    };
    let Ok(schema) = Schema::parse(source, Strictness::Lenient, Rules::default()) else {
        return;
    };
    let Some(codec) = Codec::new(&schema, &[0]) else {
        return;
    };
    codec.unknown_fields(payload);
    for style in [Style::Plain, Style::Native] {
        let mut json = String::new();
        if codec.decode(payload, style, &mut json).is_ok() {
            let dialect = Dialect {
                max_depth: usize::MAX,
                ..Dialect::default()
            };
            Document::read(&json, dialect).expect("what is read is JSON");
            let _ = codec.encode(&json, style);
        }
    }
    let _ = codec.decode_as(&codec, payload, &mut String::new());
    if let Some(sample) = codec.sample(1) {
        let bytes = codec.encode(&sample, Style::Plain).expect("a sample is valid");
        let mut read = String::new();
        codec.decode(&bytes, Style::Plain, &mut read).expect("what was written can be read");
    }
});
