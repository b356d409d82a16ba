//! The parser: whatever the text, it gives a schema or diagnostics within the text.
#![no_main]

use libfuzzer_sys::fuzz_target;
use schema::{Format, Rules, Schema, Source, Strictness};

fuzz_target!(|text: &str| {
    for strictness in [Strictness::Strict, Strictness::Lenient] {
        let source = Source {
            format: Format::Avro,
            text,
            ..Source::default()
        };
        match Schema::parse(source, strictness, Rules::default()) {
            Ok(schema) => {
                schema.stored();
                schema.normalized();
            }
            Err(diagnostics) => {
                assert!(!diagnostics.is_empty());
                for one in diagnostics {
                    assert!(text.get(one.span.start..one.span.end).is_some(), "{one:?}");
                }
            }
        }
    }
});
