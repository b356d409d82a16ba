//! What a path of the registry is about.

use super::Schema;
use super::model::Shape;

impl Schema {
    /// The names of the fields on a path of Avro's checker, joined by dots, with `[]` for items and values. `None`
    /// where the path leads through no field.
    ///
    /// Within the branches of a union paths begin anew, so that only their end is known.
    pub(crate) fn field_name(&self, path: &str) -> Option<String> {
        let mut name = String::new();
        let mut at = self.root;
        let mut segments = path.split('/').skip(1);
        while let Some(segment) = segments.next() {
            let shape = &self.get(at.to).shape;
            match (segment, shape) {
                ("fields", Shape::Record(record)) => {
                    let index: usize = segments.next()?.parse().ok()?;
                    let field = record.fields.get(index)?;
                    if !name.is_empty() {
                        name.push('.');
                    }
                    name.push_str(&field.name);
                    at = field.link;
                    // `type` leads into it; without it the field itself is meant.
                    segments.next();
                }
                ("items", Shape::Array(inside)) | ("values", Shape::Map(inside)) => {
                    name.push_str("[]");
                    at = *inside;
                }
                _ => break,
            }
        }
        (!name.is_empty()).then_some(name)
    }
}
