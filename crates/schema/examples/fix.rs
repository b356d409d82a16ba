//! Proposes changes: `cargo run --release -p schema --example fix`.
//!
//! Each line of the input is `{id, format, old, new, level}`; each line of the output is `{id, fixes: [{title, edits:
//! [{start, end, text}], text, compatible}], fewest: text}`, where `start` and `end` are UTF-8 bytes of `new` (of its
//! own slice of the line, where that is JSON), or `{id, error}`. `fewest` is null where no few fixes are enough.

use std::fmt::Write as _;
use std::io::{self, BufRead as _, Write as _};

use schema::json_text::{Dialect, Document, Value, push_string};
use schema::{
    Diagnostic, Fix, Format, Level, Rules, Schema, Source, Strictness, Version, fewest, fixes,
};

fn main() -> io::Result<()> {
    let mut output = io::BufWriter::new(io::stdout().lock());
    for line in io::stdin().lock().split(b'\n') {
        writeln!(output, "{}", answer(&line?))?;
    }
    output.flush()
}

/// The answer to a line, whatever it holds.
fn answer(line: &[u8]) -> String {
    let dialect = Dialect {
        max_depth: usize::MAX,
        ..Dialect::default()
    };
    let document = std::str::from_utf8(line)
        .map_err(|error| error.to_string())
        .and_then(|line| Document::read(line, dialect).map_err(|told| sentence("line", &told)));
    let document = match document {
        Ok(document) => document,
        Err(error) => return failure("null", &error),
    };
    let case = document.root();
    let id = case.get("id").map_or("null", Value::text);
    match fixed(case) {
        Ok((fixes, fewest)) => shown(id, &fixes, fewest.as_deref()),
        Err(error) => failure(id, &error),
    }
}

fn fixed(case: Value<'_>) -> Result<(Vec<Fix>, Option<String>), String> {
    let string = |name: &str| {
        let found = case.get(name).and_then(Value::as_str);
        found.ok_or_else(|| format!("no string `{name}`"))
    };
    let format = string("format")?;
    let format = Format::of_name(format).ok_or_else(|| format!("no such format: {format}"))?;
    let level = string("level")?;
    let level = Level::of_name(level).ok_or_else(|| format!("no such level: {level}"))?;
    let side = |name: &str| match format {
        Format::Protobuf => string(name),
        Format::Avro | Format::Json => case
            .get(name)
            .map(Value::text)
            .ok_or_else(|| format!("no `{name}`")),
    };
    let source = |text| Source {
        format,
        text,
        ..Source::default()
    };
    let rules = Rules::default();
    let read = |name: &str| {
        let read = Schema::parse(source(side(name)?), Strictness::Lenient, rules);
        read.map_err(|told| sentence(name, &told))
    };
    let (old, new) = (read("old")?, read("new")?);
    let source = source(side("new")?);
    let version = Version::new(1, &old);
    Ok((
        fixes(&new, source, version, level, rules),
        fewest(&new, source, version, level, rules),
    ))
}

fn shown(id: &str, fixes: &[Fix], fewest: Option<&str>) -> String {
    let mut out = format!("{{\"id\":{id},\"fixes\":[");
    for (at, fix) in fixes.iter().enumerate() {
        out.push_str(if at > 0 {
            ",{\"title\":"
        } else {
            "{\"title\":"
        });
        push_string(&mut out, &fix.title);
        out.push_str(",\"edits\":[");
        for (at, edit) in fix.edits.iter().enumerate() {
            let comma = if at > 0 { "," } else { "" };
            let (start, end) = (edit.at.start, edit.at.end);
            write!(out, "{comma}{{\"start\":{start},\"end\":{end},\"text\":")
                .expect("a string takes what is written");
            push_string(&mut out, &edit.text);
            out.push('}');
        }
        out.push_str("],\"text\":");
        push_string(&mut out, &fix.text);
        write!(out, ",\"compatible\":{}}}", fix.passes).expect("a string takes what is written");
    }
    out.push_str("],\"fewest\":");
    match fewest {
        Some(text) => push_string(&mut out, text),
        None => out.push_str("null"),
    }
    out.push('}');
    out
}

fn failure(id: &str, error: &str) -> String {
    let mut out = format!("{{\"id\":{id},\"error\":");
    push_string(&mut out, error);
    out.push('}');
    out
}

fn sentence(what: &str, told: &[Diagnostic]) -> String {
    let first = told.first().map(|one| one.message.as_str());
    format!("{what}: {}", first.unwrap_or("It cannot be read."))
}

#[cfg(test)]
mod tests {
    use super::answer;

    #[test]
    fn a_missing_default_is_proposed() {
        let line = br#"{"id":1,"format":"AVRO","old":{"type":"record","name":"R","fields":[]},"new":{"type":"record","name":"R","fields":[{"name":"a","type":"int"}]},"level":"BACKWARD"}"#;
        let answer = answer(line);
        assert!(
            answer.contains(r#""title":"Give `a` the default 0","edits":[{"start":62,"end":62,"text":", \"default\": 0"}]"#),
            "{answer}"
        );
        assert!(answer.contains(r#""compatible":true"#), "{answer}");
    }

    #[test]
    fn what_is_no_case_is_an_error() {
        for line in [
            &b""[..],
            b"\xff",
            b"{}",
            br#"{"format":"AVRO","level":"FULL","old":1,"new":2}"#,
        ] {
            assert!(answer(line).contains("\"error\":"));
        }
    }
}
