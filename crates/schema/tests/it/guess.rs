//! What bytes are where no registry says it.

use proptest::prelude::*;
use schema::json_text::{Dialect, Document};
use schema::{Form, guess};

fn read(bytes: &[u8]) -> (Form, String) {
    let guess = guess(bytes);
    (guess.form, guess.text)
}

#[test]
fn each_form_is_known() {
    for (bytes, form, text) in [
        (&b""[..], Form::Empty, ""),
        (b"\0\0\0\0\x2a\x02", Form::Framed, "02"),
        (b" {\"a\": 1.0} ", Form::Json, "{\"a\": 1.0}"),
        (b"hello\nworld", Form::Text, "hello\nworld"),
        (
            b"\x82\xa1a\x93\x01\xff\xcd\x01\x00\x05\xc4\x02\0\xff",
            Form::MessagePack,
            r#"{"a":[1,-1,256],"5":"AP8="}"#,
        ),
        (
            b"\xbf\x61a\x9f\x01\x20\xf9\x3e\x00\xff\x62\xc3\xbc\xf6\xff",
            Form::Cbor,
            r#"{"a":[1,-1,1.5],"ü":null}"#,
        ),
        (b"\0\0\0\x07", Form::Number, "7"),
        (b"\xff\xff\xff\xff\xff\xff\xff\xfe", Form::Number, "-2"),
        (b"\x3f\xf8\0\0\0\0\0\0", Form::Number, "1.5"),
        (b"\xff\x01\x02", Form::Hex, "ff0102"),
    ] {
        assert_eq!(read(bytes), (form, text.to_owned()), "{bytes:?}");
    }
    let told = guess(b"\xff\x01\x02");
    assert_eq!(told.tried.len(), 8);
    assert!(
        told.tried
            .contains(&(Form::Json, "It is not UTF-8.".to_owned()))
    );
    assert_eq!(guess(b"\0\0\0\0\x2a\x02").reason, "magic 0, schema 42");
}

#[test]
fn an_avro_file_is_read_with_its_own_schema() {
    let path = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../../shared/vectors/apache-avro/weather.avro"
    );
    let Ok(bytes) = std::fs::read(path) else {
        return;
    };
    let (form, text) = read(&bytes);
    assert_eq!(form, Form::AvroFile);
    let expected = std::fs::read_to_string(path.replace(".avro", ".json")).unwrap();
    let lines: Vec<&str> = expected.lines().collect();
    assert_eq!(text, format!("[{}]", lines.join(",")).replace(", ", ","));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_are_something(bytes in prop::collection::vec(any::<u8>(), 0..40), first in any::<u8>()) {
        for bytes in [bytes.clone(), [vec![first], bytes].concat()] {
            let guess = guess(&bytes);
            if matches!(guess.form, Form::Json | Form::MessagePack | Form::Cbor | Form::Number) {
                prop_assert!(Document::read(&guess.text, Dialect::default()).is_ok(), "{:?}", guess);
            }
        }
    }
}
