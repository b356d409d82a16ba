//! Values that one JSON schema allows and another does not: made up, and changed at random by what the schemas speak of.

use std::collections::BTreeSet;

use crate::believable::Choices;
use crate::codec::{Codec, Style, Unwritable, push_text};
use crate::json_text::{Dialect, Document, Kind, Value};
use crate::position::Span;
use crate::schema::Schema;

/// How many values are tried as they are made up, and how many are changed.
const MADE_UP: u64 = 30;
const CHANGED: u64 = 1_500;

/// How long a string or a list is made to meet a limit.
const LONGEST: usize = 300;

/// A value and why the reader does not allow it.
pub(super) fn told_apart(writer: &Schema, reader: &Schema) -> Option<(String, Unwritable)> {
    let pool = Pool::of([writer, reader]);
    let (writer, reader) = (Codec::new(writer, &[])?, Codec::new(reader, &[])?);
    // Some writers check formats, and some readers do not.
    let writer = writer.checking_formats();
    let refused = |json: &str| {
        writer.encode(json, Style::Plain).ok()?;
        reader.encode(json, Style::Plain).err()
    };
    let mut bases: Vec<String> = Vec::new();
    for codec in [&writer, &reader] {
        // Where none is found there hardly is one.
        for json in (0..MADE_UP).map_while(|seed| codec.sample(seed)) {
            if let Some(why) = refused(&json) {
                return Some((json, why));
            }
            bases.push(json);
        }
    }
    bases.extend(pool.values.iter().take(20).cloned());
    (0..CHANGED).find_map(|seed| {
        let mut choices = Choices::new(seed);
        let mut json = choices.pick(&bases)?.clone();
        for _ in 0..=choices.below(3) {
            json = pool.change(&json, &mut choices)?;
        }
        let why = refused(&json)?;
        Some((json, why))
    })
}

/// What the schemas speak of.
struct Pool {
    names: Vec<String>,
    /// JSON texts.
    values: Vec<String>,
}

impl Pool {
    fn of(schemas: [&Schema; 2]) -> Self {
        let mut names = BTreeSet::from(["other".to_owned()]);
        let simple = [
            "null", "true", "0", "-1", "1.5", "\"\"", "\"a\"", "[]", "{}", "[1,1]",
        ];
        let mut values: BTreeSet<String> = simple.map(str::to_owned).into();
        for schema in schemas {
            let Ok(document) = Document::read(schema.text(), Dialect::default()) else {
                continue;
            };
            let mut open = vec![document.root()];
            while let Some(value) = open.pop() {
                match value.kind() {
                    Kind::Object(members) => {
                        for member in members {
                            if matches!(member.name, "properties" | "patternProperties") {
                                let own = member.value.as_object().into_iter().flatten();
                                names.extend(own.map(|property| property.name.to_owned()));
                            }
                            if matches!(member.name, "const" | "default") {
                                values.insert(member.value.text().to_owned());
                            }
                            open.push(member.value);
                        }
                    }
                    Kind::Array(items) => {
                        for item in items {
                            values.insert(item.text().to_owned());
                            names.extend(item.as_str().map(str::to_owned));
                            open.push(item);
                        }
                    }
                    Kind::Number(text) => limits(text, &mut values),
                    _ => {}
                }
            }
        }
        Self {
            names: names.into_iter().collect(),
            values: values.into_iter().collect(),
        }
    }

    /// A text with one value other, one more or one less.
    fn change(&self, json: &str, choices: &mut Choices) -> Option<String> {
        let document = Document::read(json, Dialect::default()).ok()?;
        let mut places = Vec::new();
        let mut open = vec![document.root()];
        while let Some(value) = open.pop() {
            places.push(value);
            match value.kind() {
                Kind::Object(members) => open.extend(members.map(|member| member.value)),
                Kind::Array(items) => open.extend(items),
                _ => {}
            }
        }
        let value = *choices.pick(&places)?;
        let other = choices.pick(&self.values)?.clone();
        let text = match (value.kind(), choices.below(3)) {
            (Kind::Object(members), 1) => {
                let name = choices.pick(&self.names)?;
                let kept = members.filter(|member| member.name != name);
                let mut kept: Vec<String> = kept
                    .map(|one| written(one.name, one.value.text()))
                    .collect();
                kept.push(written(name, &other));
                format!("{{{}}}", kept.join(","))
            }
            (Kind::Object(members), 2) => {
                let gone = choices.below(members.len() as u64) as usize;
                let kept = members.enumerate().filter(|(at, _)| *at != gone);
                let kept: Vec<String> = kept
                    .map(|(_, one)| written(one.name, one.value.text()))
                    .collect();
                format!("{{{}}}", kept.join(","))
            }
            (Kind::Array(items), 1) => {
                let items = items.map(Value::text).chain([other.as_str()]);
                format!("[{}]", items.collect::<Vec<_>>().join(","))
            }
            (Kind::Array(items), 2) => {
                let mut items: Vec<&str> = items.map(Value::text).collect();
                items.pop();
                format!("[{}]", items.join(","))
            }
            _ => other,
        };
        let Span { start, end } = value.span();
        Some(format!("{}{text}{}", &json[..start], &json[end..]))
    }
}

/// What meets a limit, and what just does not: numbers, and strings and lists of such a length.
fn limits(text: &str, values: &mut BTreeSet<String>) {
    values.insert(text.to_owned());
    let Ok(limit) = text.parse::<i64>() else {
        return;
    };
    // The other side of zero is a multiple, too, and below most limits.
    values.insert(limit.saturating_neg().to_string());
    for near in [limit.saturating_sub(1), limit, limit.saturating_add(1)] {
        values.insert(near.to_string());
        if let Some(count) = usize::try_from(near).ok().filter(|count| *count <= LONGEST) {
            values.insert(format!("\"{}\"", "a".repeat(count)));
            let items: Vec<String> = (0..count).map(|at| at.to_string()).collect();
            values.insert(format!("[{}]", items.join(",")));
        }
    }
}

fn written(name: &str, value: &str) -> String {
    let mut out = String::new();
    push_text(&mut out, name);
    out + ":" + value
}
