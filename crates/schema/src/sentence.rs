//! What a difference does to data, for people.

mod avro;
mod json;
mod limit;
mod protobuf;

use crate::difference::Difference;
use crate::schema::Schema;

/// How much of a text a sentence shows.
const LONGEST_EXCERPT: usize = 60;

/// A difference and who reads whose data; of each pair the reader's comes first.
pub(crate) struct Scene<'a> {
    pub(crate) difference: &'a Difference,
    pub(crate) schemas: [&'a Schema; 2],
    /// What to call the schemas, as `this schema` and `v4`.
    pub(crate) names: [&'a str; 2],
    /// The texts at the places of the difference.
    pub(crate) texts: [&'a str; 2],
}

/// The sentence: who reads what, and what comes of it.
pub(crate) fn of(scene: &Scene<'_>) -> String {
    let [reader, writer] = scene.names;
    let tail = match scene.schemas {
        [Schema::Avro(schema), Schema::Avro(other)] => avro::tail(scene, schema, other),
        [Schema::Json(_), Schema::Json(_)] => json::tail(scene),
        [Schema::Protobuf(schema), Schema::Protobuf(other)] => protobuf::tail(scene, schema, other),
        _ => format!("cannot read it: {reader} and {writer} are of different formats."),
    };
    format!("A consumer on {reader} that reads a record written with {writer} {tail}")
}

impl Scene<'_> {
    /// The texts at the places, short and in one line.
    fn excerpts(&self) -> [String; 2] {
        self.texts.map(short)
    }
}

/// A text in one line, cut where it is long.
fn short(text: &str) -> String {
    let mut out = String::new();
    for word in text.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
        if out.len() > LONGEST_EXCERPT {
            let mut cut = LONGEST_EXCERPT;
            while !out.is_char_boundary(cut) {
                cut -= 1;
            }
            out.truncate(cut);
            out.push('\u{2026}');
            break;
        }
    }
    format!("`{out}`")
}
