//! Decodes payloads: `cargo run --release -p schema --example decode`.
//!
//! Each line of the input is `{id, schema_type, schema, references?: [{name, schema}], message_index?: [0], style?, hex}`,
//! the payload without its header; each line of the output is `{id, json}`, a string that holds the JSON text, or
//! `{id, error}`. `style` is `plain`, `avro` or `canonical`.

mod payload;

use std::io::{self, BufRead as _, Write as _};

use payload::{Case, failure};
use schema::json_text::push_string;

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
        Ok(json) => {
            let mut out = format!("{{\"id\":{id},\"json\":");
            push_string(&mut out, &json);
            out.push('}');
            out
        }
        Err(error) => failure(id, &error),
    })
}

fn decode(case: Case<'_>) -> Result<String, String> {
    let codec = case.codec()?;
    let bytes = from_hex(case.text("hex")?)?;
    let mut json = String::new();
    let decoded = codec.decode(&bytes, case.style()?, &mut json);
    decoded.map_err(|fault| fault.to_string())?;
    Ok(json)
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
