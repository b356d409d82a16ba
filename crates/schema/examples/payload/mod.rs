//! What the examples that decode and encode have in common: a line with a schema.

use schema::json_text::{Dialect, Document, Value, push_string};
use schema::{Codec, Diagnostic, Format, NamedText, Rules, Schema, Source, Strictness, Style};

/// A line that has been read.
#[derive(Clone, Copy)]
pub(crate) struct Case<'a>(Value<'a>);

/// Reads a line and answers it.
pub(crate) fn with_case(line: &[u8], answer: impl FnOnce(&str, Case<'_>) -> String) -> String {
    let text = match std::str::from_utf8(line) {
        Ok(text) => text,
        Err(error) => return failure("null", &error.to_string()),
    };
    let dialect = Dialect {
        max_depth: usize::MAX,
        ..Dialect::default()
    };
    match Document::read(text, dialect) {
        Ok(document) => {
            let case = Case(document.root());
            answer(case.0.get("id").map_or("null", Value::text), case)
        }
        Err(told) => failure("null", &sentence("JSON", &told)),
    }
}

/// The line that says what is wrong.
pub(crate) fn failure(id: &str, error: &str) -> String {
    let mut out = format!("{{\"id\":{id},\"error\":");
    push_string(&mut out, error);
    out.push('}');
    out
}

impl<'a> Case<'a> {
    /// A string of the line.
    pub(crate) fn text(self, name: &str) -> Result<&'a str, String> {
        let found = self.0.get(name).and_then(Value::as_str);
        found.ok_or_else(|| format!("no string `{name}`"))
    }

    /// The style that is asked for.
    pub(crate) fn style(self) -> Result<Style, String> {
        match self.0.get("style").map(Value::as_str) {
            None | Some(Some("plain")) => Ok(Style::Plain),
            Some(Some("avro" | "canonical")) => Ok(Style::Native),
            Some(_) => Err("`style` is \"plain\", \"avro\" or \"canonical\"".to_owned()),
        }
    }

    /// What decodes and encodes by the line's schema.
    pub(crate) fn codec(self) -> Result<Codec, String> {
        let format = self.text("schema_type")?;
        let format = Format::of_name(format).ok_or_else(|| format!("no such type: {format}"))?;
        // A schema that is written as JSON and not in a string is taken as it stands.
        let written = |value: Value<'a>| value.as_str().filter(|_| is_text(format, value));
        let text = |value: Value<'a>| written(value).unwrap_or(value.text());
        let list = self.0.get("references").and_then(Value::as_array);
        let references: Result<Vec<NamedText<'_>>, String> = list
            .into_iter()
            .flatten()
            .map(|one| {
                let name = one.get("name").and_then(Value::as_str);
                let schema = one.get("schema");
                let both = name
                    .zip(schema)
                    .ok_or("a reference without name or schema")?;
                let (name, text) = (both.0, text(both.1));
                Ok(NamedText { name, text })
            })
            .collect();
        let references = references?;
        let source = Source {
            format,
            text: text(self.0.get("schema").ok_or("no `schema`")?),
            references: &references,
            ..Source::default()
        };
        let schema = Schema::parse(source, Strictness::Lenient, Rules::default());
        let schema = schema.map_err(|told| sentence("schema", &told))?;
        let index = self.0.get("message_index").and_then(Value::as_array);
        let index: Vec<i32> = match index {
            Some(index) => index.filter_map(|one| one.text().parse().ok()).collect(),
            None => vec![0],
        };
        Codec::new(&schema, &index).ok_or_else(|| "the schema has no such message".to_owned())
    }
}

/// Whether a JSON string is the text of a schema; to Avro `"int"` is one itself.
fn is_text(format: Format, value: Value<'_>) -> bool {
    let text = value.as_str().unwrap_or_default();
    format != Format::Avro || text.starts_with(['{', '[', '"', ' ', '\n'])
}

fn sentence(what: &str, told: &[Diagnostic]) -> String {
    let first = told.first().map(|one| one.message.as_str());
    format!("{what}: {}", first.unwrap_or("It cannot be read."))
}
