//! Encodes JSON texts: `cargo run --release -p schema --example encode`.
//!
//! Each line of the input is `{id, schema_type, schema, references?: [{name, schema}], message_index?: [0], style?, json}`,
//! where `json` is a string that holds the JSON text; each line of the output is `{id, hex}`, the payload without a
//! header, or `{id, error}`.

mod payload;

use std::fmt::Write as _;
use std::io::{self, BufRead as _, Write as _};

use payload::{Case, failure};
use schema::position::LineIndex;

fn main() -> io::Result<()> {
    let mut output = io::BufWriter::new(io::stdout().lock());
    for line in io::stdin().lock().split(b'\n') {
        writeln!(output, "{}", answer(&line?))?;
    }
    output.flush()
}

/// The answer to a line, whatever it holds.
fn answer(line: &[u8]) -> String {
    payload::with_case(line, |id, case| match encode(case) {
        Ok(bytes) => {
            let mut out = format!("{{\"id\":{id},\"hex\":\"");
            for byte in bytes {
                write!(out, "{byte:02x}").expect("a string takes what is written");
            }
            out.push_str("\"}");
            out
        }
        Err(error) => failure(id, &error),
    })
}

fn encode(case: Case<'_>) -> Result<Vec<u8>, String> {
    let json = case.text("json")?;
    case.codec()?.encode(json, case.style()?).map_err(|fault| {
        let at = LineIndex::new(json).position(json, fault.at.start);
        format!("line {}, column {}: {fault}", at.line, at.column)
    })
}

#[cfg(test)]
mod tests {
    use super::answer;

    #[test]
    fn a_json_text_becomes_a_payload() {
        let line =
            br#"{"id":7,"schema_type":"AVRO","schema":"[\"null\",\"string\"]","json":"\"hi\""}"#;
        assert_eq!(answer(line), r#"{"id":7,"hex":"02046869"}"#);
    }

    #[test]
    fn an_error_names_the_field_and_its_place() {
        let line = br#"{"id":7,"schema_type":"AVRO","schema":{"type":"record","name":"R","fields":[{"name":"a","type":"int"}]},"json":"{\n \"a\": true}"}"#;
        assert_eq!(
            answer(line),
            r#"{"id":7,"error":"line 2, column 7: `a`: It must be a whole number of at most 64 bits."}"#
        );
    }
}
