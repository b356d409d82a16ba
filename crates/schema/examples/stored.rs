//! Says what a registry stores: `cargo run --release -p schema --example stored < stored.jsonl`.
//!
//! Each line of the input is `{id, format, text}`; each line of the output has the text that a registry stores of it,
//! as it is sent and with `normalize=true`, or why it refuses it.

use std::io::{self, BufRead as _, Write as _};

use schema::json_text::{Dialect, Document, Value, push_string};
use schema::{Diagnostic, Format, Rules, Schema, Source, Strictness};

fn main() -> io::Result<()> {
    let mut output = io::BufWriter::new(io::stdout().lock());
    for line in io::stdin().lock().split(b'\n') {
        writeln!(output, "{}", answer(&line?))?;
    }
    output.flush()
}

/// The answer to a line, whatever it holds.
fn answer(line: &[u8]) -> String {
    let document = std::str::from_utf8(line)
        .map_err(|error| error.to_string())
        .and_then(|line| Document::read(line, Dialect::default()).map_err(first));
    let (id, found) = match &document {
        Ok(document) => {
            let case = document.root();
            (case.get("id").map_or("null", Value::text), read(case))
        }
        Err(error) => ("null", Err(error.clone())),
    };
    let mut out = format!("{{\"id\":{id}");
    let texts = match found {
        Ok(schema) => vec![
            ("stored", schema.stored()),
            ("normalized", schema.normalized()),
        ],
        Err(error) => vec![("error", error)],
    };
    for (name, text) in texts {
        out.push(',');
        push_string(&mut out, name);
        out.push(':');
        push_string(&mut out, &text);
    }
    out.push('}');
    out
}

fn read(case: Value<'_>) -> Result<Schema, String> {
    let string = |name: &str| {
        let found = case.get(name).and_then(Value::as_str);
        found.ok_or_else(|| format!("no string `{name}`"))
    };
    let format = string("format")?;
    let source = Source {
        format: Format::of_name(format).ok_or_else(|| format!("no such format: {format}"))?,
        text: string("text")?,
        ..Source::default()
    };
    Schema::parse(source, Strictness::Strict, Rules::default()).map_err(first)
}

fn first(told: Vec<Diagnostic>) -> String {
    let first = told.into_iter().next();
    first.map_or_else(|| "It cannot be read.".to_owned(), |first| first.message)
}

#[cfg(test)]
mod tests {
    use super::answer;

    #[test]
    fn a_text_is_written_as_it_is_stored() {
        assert_eq!(
            answer(br#"{"id": "a", "format": "AVRO", "text": "{\"type\": \"int\"}"}"#),
            r#"{"id":"a","stored":"\"int\"","normalized":"\"int\""}"#
        );
    }

    #[test]
    fn what_cannot_be_read_is_an_error() {
        for line in [
            &b"\xff"[..],
            b"",
            b"{}",
            br#"{"format": "AVRO", "text": "{"}"#,
        ] {
            assert!(answer(line).starts_with(r#"{"id":null,"error":""#));
        }
    }
}
