//! A subject whose versions change a little each time, in every format.

use std::fmt::Write as _;

use schema::{Format, Outcome, Rules, Schema, Source, Strictness, Version, check};

/// How many fields a version has other than the one before it.
const CHANGED: usize = 5;

/// What a draft breaks.
#[derive(Clone, Copy)]
pub(crate) enum Break {
    /// One field.
    One,
    /// Every field.
    All,
}

/// The versions of a subject, read, and the text of a draft.
pub(crate) struct Subject {
    format: Format,
    versions: Vec<Schema>,
    draft: String,
}

impl Subject {
    /// One with so many fields in each of so many versions.
    pub(crate) fn new(format: Format, fields: usize, versions: usize, breaks: Break) -> Self {
        let texts = (0..versions).map(|version| text(format, fields, version, |_| false));
        let broken = |field| match breaks {
            Break::One => field == fields / 2,
            Break::All => true,
        };
        Self {
            format,
            versions: texts
                .map(|text| parse(format, &text, Strictness::Lenient))
                .collect(),
            draft: text(format, fields, versions, broken),
        }
    }

    /// What a keystroke costs: the draft is read and held against all versions in both directions. Gives the number of
    /// differences that break.
    pub(crate) fn keystroke(&self) -> usize {
        let draft = parse(self.format, &self.draft, Strictness::Strict);
        let numbered = (1..).zip(&self.versions);
        let versions: Vec<_> = numbered
            .map(|(number, schema)| Version::new(number, schema))
            .collect();
        let report = check(&draft, &versions, Rules::default());
        let outcomes = report
            .comparisons()
            .iter()
            .flat_map(|one| [&one.backward, &one.forward]);
        let differences = outcomes.flat_map(Outcome::differences);
        differences.filter(|one| !one.compatible).count()
    }
}

fn parse(format: Format, text: &str, strictness: Strictness) -> Schema {
    let source = Source {
        format,
        text,
        ..Source::default()
    };
    Schema::parse(source, strictness, Rules::default()).expect("what is generated can be read")
}

/// A version's text: of each field that was touched by then, the version that touched it last is part of what it says.
fn text(format: Format, fields: usize, version: usize, broken: impl Fn(usize) -> bool) -> String {
    let mut out = String::from(match format {
        Format::Avro => r#"{"type":"record","name":"Order","fields":["#,
        Format::Json => r#"{"type":"object","properties":{"#,
        Format::Protobuf => "syntax = \"proto3\";\nmessage Order {\n",
    });
    for field in 0..fields {
        let touched = (0..version * CHANGED).rev();
        let touched = touched.take(fields).find(|at| at % fields == field);
        let touched = touched.map_or(0, |at| at / CHANGED + 1);
        let comma = if field > 0 && format != Format::Protobuf {
            ","
        } else {
            ""
        };
        let broken = broken(field);
        match format {
            Format::Avro => {
                // Another name is fine with a default: no level minds.
                let kind = if broken {
                    r#""boolean""#
                } else {
                    r#""string","default":"""#
                };
                write!(
                    out,
                    r#"{comma}{{"name":"field_{field}_{touched}","type":{kind}}}"#
                )
            }
            Format::Json => {
                let kind = if broken { "boolean" } else { "string" };
                write!(
                    out,
                    r#"{comma}"field_{field}":{{"type":"{kind}","description":"since {touched}"}}"#
                )
            }
            Format::Protobuf => {
                let kind = if broken { "double" } else { "string" };
                let number = field + 1;
                writeln!(out, "  {kind} field_{field}_{touched} = {number};")
            }
        }
        .expect("a string takes what is written");
    }
    out.push_str(match format {
        Format::Avro => "]}",
        Format::Json => "}}",
        Format::Protobuf => "}\n",
    });
    out
}
