//! Schemas made from messages.

mod avro;
mod json;
mod shape;

use crate::diagnostic::Diagnostic;
use crate::json_text::{Dialect, Document};
use shape::Shape;

/// A text of a sample that is no JSON.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoJson {
    /// Which of the samples, from 0.
    pub sample: usize,
    /// What is wrong with it.
    pub diagnostics: Vec<Diagnostic>,
}

/// An Avro schema that all of some JSON messages fit in the plain style; its outermost record has this name.
///
/// What is missing or null in some of them is nullable with null first and by default. Whole numbers are `long`.
/// Objects are records; where a name is none that Avro allows they are maps.
pub fn infer_avro(samples: &[&str], name: &str) -> Result<String, NoJson> {
    Ok(avro::text(&all(samples)?, name))
}

/// A JSON schema (2020-12) that all of some JSON messages fit: what all of them have is required, further properties are
/// allowed.
pub fn infer_json(samples: &[&str]) -> Result<String, NoJson> {
    Ok(json::text(&all(samples)?))
}

fn all(samples: &[&str]) -> Result<Shape, NoJson> {
    let mut shape = Shape::default();
    for (sample, text) in samples.iter().enumerate() {
        let document = Document::read(text, Dialect::default()).map_err(|diagnostics| NoJson {
            sample,
            diagnostics,
        })?;
        shape.take(document.root());
    }
    Ok(shape)
}
