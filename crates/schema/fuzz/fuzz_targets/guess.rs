//! What bytes are where no registry says it. The first byte says where they come from: nowhere known, a topic of Kafka's
//! own, its values with a key before them.
#![no_main]

use libfuzzer_sys::fuzz_target;
use schema::json_text::{Dialect, Document};
use schema::{Form, Origin, guess};

fuzz_target!(|input: &[u8]| {
    let [first, bytes @ ..] = input else {
        return;
    };
    let topic = ["__consumer_offsets", "_schemas"][usize::from(first >> 2 & 1)];
    let (origin, bytes) = match first & 3 {
        0 => (Origin::Key { topic }, bytes),
        1 => {
            let at = bytes.first().map_or(0, |at| usize::from(*at));
            let (key, bytes) = bytes.split_at(at.min(bytes.len()));
            (Origin::Value { topic, key }, bytes)
        }
        _ => (Origin::Unknown, bytes),
    };
    let told = guess(bytes, origin);
    assert!(!told.reason.is_empty());
    let json = match told.form {
        Form::Internal | Form::Json | Form::MessagePack | Form::Cbor | Form::Number => true,
        Form::AvroFile => told.text.starts_with('['),
        _ => false,
    };
    if json {
        let dialect = Dialect {
            max_depth: usize::MAX,
            ..Dialect::default()
        };
        Document::read(&told.text, dialect).expect("it is JSON");
    }
});
