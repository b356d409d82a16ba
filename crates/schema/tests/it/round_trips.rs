//! What holds of every schema's data: what is made up is valid, and comes back as it was.

use std::sync::LazyLock;

use proptest::prelude::*;
use schema::{Codec, Format, Rules, Schema, Source, Strictness, Style};

use crate::cases::{Cases, text};

/// Schemas by format, with their texts.
static SCHEMAS: LazyLock<[Vec<(String, Codec)>; 3]> = LazyLock::new(|| {
    [
        (Format::Avro, "generated_avro.jsonl"),
        (Format::Json, "generated_json_typed.jsonl"),
        (Format::Protobuf, "generated_protobuf.jsonl"),
    ]
    .map(|(format, file)| {
        let cases = Cases::of_crate(file);
        let texts = cases.all().step_by(4).map(|case| {
            let proto = text(case, "new").filter(|_| format == Format::Protobuf);
            proto.unwrap_or(case.get("new").unwrap().text()).to_owned()
        });
        let codecs = texts.filter_map(|text| {
            let source = Source {
                format,
                text: &text,
                ..Source::default()
            };
            let schema = Schema::parse(source, Strictness::Lenient, Rules::default()).ok()?;
            let codec = Codec::new(&schema, &[0])?;
            Some((text, codec))
        });
        codecs.collect()
    })
});

fn schema(format: Format) -> impl Strategy<Value = &'static (String, Codec)> {
    prop::sample::select(
        SCHEMAS[format as usize]
            .as_slice()
            .iter()
            .collect::<Vec<_>>(),
    )
}

/// A record of a schema, with its payload, if one is found.
fn record(codec: &Codec, seed: u64) -> Option<(String, Vec<u8>)> {
    let json = codec.sample(seed)?;
    let payload = codec
        .encode(&json, Style::Plain)
        .expect("a sample is valid");
    Some((json, payload))
}

/// Decodes a payload in both styles, and encodes what comes out.
fn comes_back(codec: &Codec, payload: &[u8]) -> Result<(), TestCaseError> {
    for style in [Style::Plain, Style::Native] {
        let mut json = String::new();
        codec.decode(payload, style, &mut json).unwrap();
        let again = codec.encode(&json, style);
        prop_assert_eq!(again.as_deref(), Ok(payload), "{}", json);
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn avro_comes_back_and_is_read_by_apache_avro((text, codec) in schema(Format::Avro), seed in any::<u64>()) {
        if let Some((_, payload)) = record(codec, seed) {
            comes_back(codec, &payload)?;
            if let Ok(theirs) = apache_avro::Schema::parse_str(text) {
                let reader = apache_avro::reader::datum::GenericDatumReader::builder(&theirs).build().unwrap();
                let mut rest = payload.as_slice();
                reader.read_value(&mut rest).unwrap();
                prop_assert!(rest.is_empty());
            }
        }
    }

    #[test]
    fn protobuf_comes_back((_, codec) in schema(Format::Protobuf), seed in any::<u64>()) {
        if let Some((_, payload)) = record(codec, seed) {
            comes_back(codec, &payload)?;
            prop_assert_eq!(codec.unknown_fields(&payload), []);
        }
    }

    #[test]
    fn json_comes_back_and_is_valid_to_another_validator((text, codec) in schema(Format::Json), seed in any::<u64>()) {
        if let Some((json, payload)) = record(codec, seed) {
            prop_assert_eq!(json.as_bytes(), payload.as_slice());
            comes_back(codec, &payload)?;
            let theirs = crate::prove::validator(&serde_json::from_str(text).unwrap());
            prop_assert!(theirs.is_valid(&serde_json::from_str(&json).unwrap()), "{}\n{}", json, text);
        }
    }
}
