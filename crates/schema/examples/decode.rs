//! Decodes payloads: `cargo run --release -p schema --example decode`.
//!
//! Each line of the input is `{id, schema_type, schema, references?: [{name, schema}], message_index?: [0], style?, hex}`,
//! the payload without its header; each line of the output is `{id, json}`, a string that holds the JSON text, or
//! `{id, error}`. `style` is `plain`, `avro` or `canonical`.
//!
//! Where a Protobuf payload holds fields that the schema does not know, `unknown: [{within, number, at, kind, value}]`
//! lists them: the names that lead to their message, their number, the byte at which their value begins, and what that is
//! as far as their wire type tells (`varint`, `fixed32`, `fixed64` with the digits of the number; `bytes`, `group` with
//! pairs of hexadecimal digits).

mod payload;

use std::fmt::Write as _;
use std::io::{self, BufRead as _, Write as _};

use payload::{Case, failure};
use schema::json_text::push_string;
use schema::protobuf::{UnknownField, UnknownValue};

fn main() -> io::Result<()> {
    let mut output = io::BufWriter::new(io::stdout().lock());
    for line in io::stdin().lock().split(b'\n') {
        writeln!(output, "{}", answer(&line?))?;
    }
    output.flush()
}

/// The answer to a line, whatever it holds.
fn answer(line: &[u8]) -> String {
    payload::with_case(line, |id, case| match decode(case) {
        Ok((json, unknown)) => {
            let mut out = format!("{{\"id\":{id},\"json\":");
            push_string(&mut out, &json);
            if !unknown.is_empty() {
                out.push_str(",\"unknown\":[");
                let fields: Vec<String> = unknown.iter().map(unknown_field).collect();
                out.push_str(&fields.join(","));
                out.push(']');
            }
            out.push('}');
            out
        }
        Err(error) => failure(id, &error),
    })
}

fn decode(case: Case<'_>) -> Result<(String, Vec<UnknownField>), String> {
    let codec = case.codec()?;
    let bytes = from_hex(case.text("hex")?)?;
    let mut json = String::new();
    let decoded = codec.decode(&bytes, case.style()?, &mut json);
    decoded.map_err(|fault| fault.to_string())?;
    Ok((json, codec.unknown_fields(&bytes)))
}

fn unknown_field(field: &UnknownField) -> String {
    let UnknownField {
        within, number, at, ..
    } = field;
    let (kind, value) = match &field.value {
        UnknownValue::Varint(number) => ("varint", number.to_string()),
        UnknownValue::Fixed32(number) => ("fixed32", number.to_string()),
        UnknownValue::Fixed64(number) => ("fixed64", number.to_string()),
        UnknownValue::Bytes(bytes) => ("bytes", to_hex(bytes)),
        UnknownValue::Group(bytes) => ("group", to_hex(bytes)),
    };
    let mut out = "{\"within\":".to_owned();
    push_string(&mut out, within);
    out + &format!(",\"number\":{number},\"at\":{at},\"kind\":\"{kind}\",\"value\":\"{value}\"}}")
}

fn to_hex(bytes: &[u8]) -> String {
    let mut out = String::new();
    for byte in bytes {
        write!(out, "{byte:02x}").expect("a string takes what is written");
    }
    out
}

/// The bytes of pairs of hexadecimal digits.
fn from_hex(text: &str) -> Result<Vec<u8>, String> {
    let digits: Option<Vec<u32>> = text.chars().map(|char| char.to_digit(16)).collect();
    let digits = digits.filter(|digits| digits.len() % 2 == 0);
    let digits = digits.ok_or("`hex` is no pairs of hexadecimal digits")?;
    let bytes = digits.chunks(2).map(|pair| (pair[0] << 4 | pair[1]) as u8);
    Ok(bytes.collect())
}

#[cfg(test)]
mod tests {
    use super::answer;

    #[test]
    fn a_payload_becomes_a_json_text() {
        let line = br#"{"id":"a","schema_type":"AVRO","schema":{"type":"record","name":"R","fields":[{"name":"a","type":["null","long"]}]},"hex":"0202"}"#;
        assert_eq!(answer(line), r#"{"id":"a","json":"{\"a\":1}"}"#);
        let tagged = String::from_utf8_lossy(line).replace("\"hex\"", "\"style\":\"avro\",\"hex\"");
        assert_eq!(
            answer(tagged.as_bytes()),
            r#"{"id":"a","json":"{\"a\":{\"long\":1}}"}"#
        );
    }

    #[test]
    fn fields_that_the_schema_does_not_know_are_listed() {
        let line = br#"{"id":1,"schema_type":"PROTOBUF","schema":"syntax = \"proto3\"; message A { int32 a = 1; }","hex":"08074a026869"}"#;
        assert_eq!(
            answer(line),
            r#"{"id":1,"json":"{\"a\":7}","unknown":[{"within":"","number":9,"at":4,"kind":"bytes","value":"6869"}]}"#
        );
    }

    #[test]
    fn what_cannot_be_decoded_is_an_error() {
        for (line, error) in [
            (&b"\xff"[..], "invalid"),
            (b"{", "JSON"),
            (
                br#"{"id":1,"schema_type":"AVRO","schema":"\"int\"","hex":"0"}"#,
                "hex",
            ),
            (
                br#"{"id":1,"schema_type":"AVRO","schema":"\"int\"","hex":""}"#,
                "end",
            ),
            (
                br#"{"id":1,"schema_type":"AVRO","schema":"{","hex":""}"#,
                "schema",
            ),
        ] {
            let answer = answer(line);
            assert!(answer.contains("\"error\":"), "{answer} {error}");
        }
    }
}
