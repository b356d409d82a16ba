//! Proposes changes: `cargo run --release -p schema --example fix`.
//!
//! Each line of the input is `{id, format, old, new, level}`; each line of the output is `{id, fixes: [{title, edits:
//! [{start, end, text}], text, compatible}], fewest: text}`, where `start` and `end` are UTF-8 bytes of `new` (of its
//! own slice of the line, where that is JSON), or `{id, error}`. `fewest` is null where no few fixes are enough.
//!
//! Where the level passes, the fixes are for what may break people all the same. Where a JSON schema fails by its open
//! content model, `close_both: {title, edits, text, old_edits, old_text, compatible}` says how to close both sides.

use std::fmt::Write as _;
use std::io::{self, BufRead as _, Write as _};

use schema::json_text::{Dialect, Document, Value, push_string};
use schema::{
    Diagnostic, Edit, Fix, Format, JointFix, Level, Rules, Schema, Source, Strictness, Version,
    advisory_fixes, check, close_both, fewest, fixes,
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
        Ok(proposed) => shown(id, &proposed),
        Err(error) => failure(id, &error),
    }
}

struct Proposed {
    fixes: Vec<Fix>,
    fewest: Option<String>,
    closed: Option<JointFix>,
}

fn fixed(case: Value<'_>) -> Result<Proposed, String> {
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
    let (old_source, source) = (source(side("old")?), source(side("new")?));
    let version = Version::new(1, &old);
    let fixes = if check(&new, &[version], rules).passes(level) {
        advisory_fixes(&new, source, version, level, rules)
    } else {
        fixes(&new, source, version, level, rules)
    };
    Ok(Proposed {
        fixes,
        fewest: fewest(&new, source, version, level, rules),
        closed: close_both(&new, source, version, old_source, level, rules),
    })
}

fn shown(id: &str, proposed: &Proposed) -> String {
    let mut out = format!("{{\"id\":{id},\"fixes\":[");
    for (at, fix) in proposed.fixes.iter().enumerate() {
        out.push_str(if at > 0 { ",{" } else { "{" });
        push_member(&mut out, "title", &fix.title);
        push_edits(&mut out, ",\"edits\":", &fix.edits);
        out.push(',');
        push_member(&mut out, "text", &fix.text);
        out.push_str(if fix.passes { PASSES } else { FAILS });
    }
    out.push_str("],");
    match &proposed.fewest {
        Some(text) => push_member(&mut out, "fewest", text),
        None => out.push_str("\"fewest\":null"),
    }
    if let Some(fix) = &proposed.closed {
        out.push_str(",\"close_both\":{");
        push_member(&mut out, "title", &fix.title);
        push_edits(&mut out, ",\"edits\":", &fix.edits);
        out.push(',');
        push_member(&mut out, "text", &fix.text);
        push_edits(&mut out, ",\"old_edits\":", &fix.version_edits);
        out.push(',');
        push_member(&mut out, "old_text", &fix.version_text);
        out.push_str(if fix.passes { PASSES } else { FAILS });
    }
    out.push('}');
    out
}

const PASSES: &str = ",\"compatible\":true}";
const FAILS: &str = ",\"compatible\":false}";

fn push_member(out: &mut String, name: &str, text: &str) {
    push_string(out, name);
    out.push(':');
    push_string(out, text);
}

fn push_edits(out: &mut String, name: &str, edits: &[Edit]) {
    out.push_str(name);
    out.push('[');
    for (at, edit) in edits.iter().enumerate() {
        let comma = if at > 0 { "," } else { "" };
        let (start, end) = (edit.at.start, edit.at.end);
        write!(out, "{comma}{{\"start\":{start},\"end\":{end},")
            .expect("a string takes what is written");
        push_member(out, "text", &edit.text);
        out.push('}');
    }
    out.push(']');
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
    fn where_the_level_passes_there_is_advice() {
        let line = r#"{"id":1,"format":"PROTOBUF","old":"syntax = \"proto3\"; message A { int32 a = 5; }","new":"syntax = \"proto3\"; message A { }","level":"BACKWARD"}"#;
        let answer = answer(line.as_bytes());
        assert!(
            answer.contains(r#"reserved 5; reserved \"a\";"#),
            "{answer}"
        );
    }

    #[test]
    fn open_content_models_are_closed_on_both_sides() {
        let line = br#"{"id":1,"format":"JSON","old":{"properties":{"a":{}}},"new":{"properties":{"a":{},"b":{"type":"string"}}},"level":"BACKWARD"}"#;
        let answer = answer(line);
        let old = r#""old_text":"{\"properties\":{\"a\":{}}, \"additionalProperties\": false}""#;
        assert!(answer.contains(old), "{answer}");
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
