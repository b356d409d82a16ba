//! Data of a schema: JSON text that it allows.

use std::sync::Arc;

use super::validate::Validator;
use super::{Schema, dialect};
use crate::believable::Choices;
use crate::codec::{Unreadable, Unwritable};
use crate::json_text::{Dialect, Document};

/// A schema that data is held against.
#[derive(Debug, Clone)]
pub(crate) struct Codec {
    validator: Arc<Validator>,
    formats: bool,
}

impl Codec {
    pub(crate) fn new(schema: &Schema) -> Self {
        Self {
            validator: Arc::new(Validator::new(schema)),
            formats: false,
        }
    }

    /// The same, and `format` is checked as well.
    pub(crate) fn checking_formats(self) -> Self {
        Self {
            formats: true,
            ..self
        }
    }

    pub(crate) fn sample(&self, choices: &mut Choices) -> Option<String> {
        self.validator.sample(choices)
    }

    /// The text itself, if it is JSON. As with the registry's own clients, reading does not hold it against the
    /// schema.
    pub(crate) fn decode(payload: &[u8], out: &mut String) -> Result<(), Unreadable> {
        let wrong = |at, message: String| Unreadable {
            at,
            field: String::new(),
            message,
        };
        let text = std::str::from_utf8(payload)
            .map_err(|error| wrong(error.valid_up_to(), "It is not UTF-8.".to_owned()))?;
        let strict = Dialect {
            trailing: false,
            ..dialect()
        };
        Document::read(text, strict).map_err(|told| {
            let first = told.into_iter().next();
            let at = first.as_ref().map_or(0, |one| one.span.start);
            wrong(at, first.map(|one| one.message).unwrap_or_default())
        })?;
        out.push_str(text.trim());
        Ok(())
    }

    /// The text's bytes, if the schema allows it.
    pub(crate) fn encode(&self, json: &str) -> Result<Vec<u8>, Unwritable> {
        let document = Document::read(json, Dialect::default()).map_err(|told| {
            let first = told.into_iter().next();
            Unwritable {
                at: first.as_ref().map(|one| one.span).unwrap_or_default(),
                field: String::new(),
                message: first.map(|one| one.message).unwrap_or_default(),
            }
        })?;
        self.validator.validate(document.root(), self.formats)?;
        Ok(json.trim().as_bytes().to_vec())
    }
}
