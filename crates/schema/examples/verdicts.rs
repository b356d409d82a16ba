//! Judges cases: `cargo run --release -p schema --example verdicts < cases.jsonl`.
//!
//! Each line of the input is a case, `{id, format, old, new, …}`; each line of the output says what the registry would
//! say of it under BACKWARD, or why it would not.

use std::fmt::Write as _;
use std::io::{self, BufRead as _, Write as _};
use std::time::{Duration, Instant};

use schema::json_text::{Dialect, Document, Value, push_string};
use schema::position::LineIndex;
use schema::protobuf::Reference;
use schema::{
    Diagnostic, Difference, Format, NamedText, Policy, Rules, Schema, Side, Source, Strictness,
    compare,
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
        .and_then(|line| Document::read(line, dialect).map_err(|told| sentence(line, &told)));
    let document = match document {
        Ok(document) => document,
        Err(error) => return failure("null", &error),
    };
    let case = document.root();
    let id = case.get("id").map_or("null", Value::text);
    match judge(case) {
        Ok(judged) => judged.answer(id),
        Err(error) => failure(id, &error),
    }
}

/// What was found, with the texts that its places are in.
struct Judged<'a> {
    old: &'a str,
    new: &'a str,
    compatible: bool,
    compatible_lenient: Option<bool>,
    differences: Vec<Difference>,
    took: Duration,
}

fn judge(case: Value<'_>) -> Result<Judged<'_>, String> {
    let format = string(case, "format")?;
    let format = Format::of_name(format).ok_or_else(|| format!("no such format: {format}"))?;
    let policy = match case.get("policy").and_then(Value::as_str) {
        Some("LENIENT") => Policy::Lenient,
        _ => Policy::Strict,
    };
    let rules = |policy| Rules {
        policy,
        ..Rules::default()
    };
    let (old, new) = (
        Given::of(case, format, "old")?,
        Given::of(case, format, "new")?,
    );
    let old_schema = old.parse().map_err(|told| old.sentence(&told))?;
    let start = Instant::now();
    let new_schema = new.parse().map_err(|told| new.sentence(&told))?;
    let found = compare(&old_schema, &new_schema, rules(policy));
    let took = start.elapsed();
    let (compatible, differences) = verdict(found)?;
    let compatible_lenient = match format {
        Format::Json => {
            let found = compare(&old_schema, &new_schema, rules(Policy::Lenient));
            Some(verdict(found)?.0)
        }
        Format::Avro | Format::Protobuf => None,
    };
    Ok(Judged {
        old: old.text,
        new: new.text,
        compatible,
        compatible_lenient,
        differences,
        took,
    })
}

fn verdict(
    found: Result<Vec<Difference>, schema::Refusal>,
) -> Result<(bool, Vec<Difference>), String> {
    match found {
        Ok(differences) => {
            let compatible = differences.iter().all(|difference| difference.compatible);
            Ok((compatible, differences))
        }
        Err(refusal) if refusal.incompatible() => Ok((false, Vec::new())),
        Err(refusal) => Err(refusal.to_string()),
    }
}

/// One side of a case.
struct Given<'a> {
    side: &'static str,
    format: Format,
    text: &'a str,
    references: Vec<NamedText<'a>>,
    versions: Vec<Reference<'a>>,
}

impl<'a> Given<'a> {
    fn of(case: Value<'a>, format: Format, side: &'static str) -> Result<Self, String> {
        let value = case.get(side).ok_or_else(|| format!("no `{side}`"))?;
        let text = match format {
            Format::Avro | Format::Json => value.text(),
            Format::Protobuf => string(case, side)?,
        };
        let list = |name: &str| {
            let list = case
                .get(&format!("{side}_{name}"))
                .and_then(Value::as_array);
            list.into_iter().flatten()
        };
        let references = list("dependencies").map(|one| {
            let text = one.get("dependency").ok_or("a dependency without text")?;
            Ok(NamedText {
                name: string(one, "name")?,
                text: text.as_str().unwrap_or(text.text()),
            })
        });
        let versions = list("references").map(|one| {
            let version = one.get("version").and_then(Value::as_number);
            Ok(Reference {
                name: string(one, "name")?,
                subject: string(one, "subject")?,
                version: version
                    .and_then(|version| version.parse().ok())
                    .ok_or("a reference without a version")?,
            })
        });
        Ok(Self {
            side,
            format,
            text,
            references: references.collect::<Result<_, String>>()?,
            versions: versions.collect::<Result<_, String>>()?,
        })
    }

    fn parse(&self) -> Result<Schema, Vec<Diagnostic>> {
        let source = Source {
            format: self.format,
            text: self.text,
            references: &self.references,
            versions: &self.versions,
        };
        Schema::parse(source, Strictness::Lenient, Rules::default())
    }

    fn sentence(&self, told: &[Diagnostic]) -> String {
        format!("{}: {}", self.side, sentence(self.text, told))
    }
}

impl Judged<'_> {
    fn answer(&self, id: &str) -> String {
        let mut out = format!("{{\"id\":{id},\"compatible\":{}", self.compatible);
        if let Some(compatible) = self.compatible_lenient {
            push(
                &mut out,
                format_args!(",\"compatible_lenient\":{compatible}"),
            );
        }
        out.push_str(",\"differences\":[");
        let lines = [LineIndex::new(self.old), LineIndex::new(self.new)];
        for (at, difference) in self.differences.iter().enumerate() {
            if at > 0 {
                out.push(',');
            }
            push(
                &mut out,
                format_args!("{{\"type\":\"{}\",\"path\":", difference.kind),
            );
            push_string(&mut out, &difference.path);
            push(
                &mut out,
                format_args!(",\"compatible\":{}", difference.compatible),
            );
            if let Some((side, span)) = difference.place() {
                let (side, at) = match side {
                    Side::Old => ("old", lines[0].position(self.old, span.start)),
                    Side::New => ("new", lines[1].position(self.new, span.start)),
                };
                push(
                    &mut out,
                    format_args!(
                        ",\"line\":{},\"column\":{},\"side\":\"{side}\"",
                        at.line, at.column
                    ),
                );
            }
            out.push('}');
        }
        push(
            &mut out,
            format_args!("],\"micros\":{}}}", self.took.as_micros()),
        );
        out
    }
}

fn push(out: &mut String, text: std::fmt::Arguments<'_>) {
    out.write_fmt(text).expect("a string takes what is written");
}

fn failure(id: &str, error: &str) -> String {
    let mut out = format!("{{\"id\":{id},\"error\":");
    push_string(&mut out, error);
    out.push('}');
    out
}

/// The first of several diagnostics, with its place.
fn sentence(text: &str, told: &[Diagnostic]) -> String {
    let Some(first) = told.first() else {
        return "It cannot be read.".to_owned();
    };
    let at = LineIndex::new(text).position(text, first.span.start);
    format!("line {}, column {}: {}", at.line, at.column, first.message)
}

fn string<'a>(value: Value<'a>, name: &str) -> Result<&'a str, String> {
    let found = value.get(name).and_then(Value::as_str);
    found.ok_or_else(|| format!("no string `{name}`"))
}

#[cfg(test)]
mod tests {
    use super::answer;

    fn timeless(line: &str) -> String {
        let answer = answer(line.as_bytes());
        let end = answer.find(",\"micros\"").unwrap_or(answer.len());
        answer[..end].to_owned()
    }

    #[test]
    fn a_place_is_in_the_slice_of_its_side() {
        let line = r#"{"id": "é", "format": "AVRO", "old": "int", "new": {"type": "string"}}"#;
        assert_eq!(
            timeless(line),
            r#"{"id":"é","compatible":false,"differences":[{"type":"TYPE_MISMATCH","path":"/","compatible":false,"line":1,"column":10,"side":"new"}]"#
        );
    }

    #[test]
    fn a_place_in_a_proto_is_in_its_text() {
        let line = r#"{"id": 7, "format": "PROTOBUF", "old": "syntax = \"proto3\";\nmessage A { int32 a = 1; }", "new": "syntax = \"proto3\";\nmessage A {\n  string a = 1; }"}"#;
        let answer = timeless(line);
        assert!(
            answer.starts_with(r#"{"id":7,"compatible":false,"#),
            "{answer}"
        );
        assert!(answer.contains(r#""line":3,"#), "{answer}");
    }

    #[test]
    fn json_is_judged_under_both_policies() {
        let line = r#"{"id": 1, "format": "JSON", "old": {"type": "object"}, "new": {"type": "object", "properties": {"a": {"type": "string"}}}}"#;
        let answer = timeless(line);
        assert!(
            answer.starts_with(r#"{"id":1,"compatible":false,"compatible_lenient":true,"#),
            "{answer}"
        );
    }

    #[test]
    fn what_is_no_case_is_an_error() {
        for line in [
            "",
            "7",
            "{",
            "{}",
            r#"{"format": "XML", "old": 1, "new": 2}"#,
            r#"{"format": "PROTOBUF", "old": {}, "new": {}}"#,
        ] {
            assert!(
                timeless(line).starts_with(r#"{"id":null,"error":""#),
                "{line}"
            );
        }
        assert!(answer(b"\xff").starts_with(r#"{"id":null,"error":""#));
        let deep = format!(
            r#"{{"id": 2, "format": "AVRO", "old": {}1"#,
            "[".repeat(100_000)
        );
        assert!(timeless(&deep).starts_with(r#"{"id":null,"error":""#));
    }
}
