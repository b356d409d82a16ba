//! Data of a schema's messages: bytes on one side, JSON text on the other.

mod decode;
mod encode;
mod entries;
mod field;
mod misread;
mod model;
mod required;
mod sample;
mod scalar;
mod unknown;
mod well_known;
mod well_known_encode;

use super::schema::Schema;
use super::tree::Declared;
use crate::codec::{Style, Unreadable, Unwritable};
use crate::json_text::{Dialect, Document};
use model::Model;

pub use unknown::{UnknownField, UnknownValue};

/// How deep messages may be nested, as in Google's parsers.
const DEEPEST: usize = 100;

/// A message with all that it leads to.
#[derive(Debug, Clone)]
pub(crate) struct Codec {
    model: Model,
    root: usize,
}

impl Codec {
    /// One for the message at an index: for each level its number among the messages there.
    pub(crate) fn new(schema: &Schema, index: &[i32]) -> Option<Self> {
        let file = schema.main();
        let mut types = &file.types;
        let mut found = None;
        for number in index {
            let mut messages = types.iter().filter_map(|declared| match declared {
                Declared::Message(id) => Some(*id),
                Declared::Enum(_) => None,
            });
            let id = messages.nth(usize::try_from(*number).ok()?)?;
            types = &file.messages[id].types;
            found = Some(id);
        }
        let model = Model::of(schema);
        let root = model.own(found?);
        Some(Self { model, root })
    }

    pub(crate) fn decode(
        &self,
        payload: &[u8],
        style: Style,
        out: &mut String,
    ) -> Result<(), Unreadable> {
        decode::decode(&self.model, self.root, payload, style, out)
    }

    /// Reads what was written with another schema. Unlike what is only to be shown, it must have all that is required.
    pub(crate) fn decode_as_reader(
        &self,
        payload: &[u8],
        out: &mut String,
    ) -> Result<(), Unreadable> {
        let start = out.len();
        self.decode(payload, Style::Plain, out)?;
        let Ok(document) = Document::read(&out[start..], Dialect::default()) else {
            return Ok(());
        };
        match required::missing(&self.model, self.root, document.root()) {
            None => Ok(()),
            Some(field) => Err(Unreadable {
                at: payload.len(),
                field,
                message: "It is missing, and the reader requires it.".to_owned(),
            }),
        }
    }

    /// Whether a reader takes a value of a payload for another one, though it reads it.
    pub(crate) fn is_misread_by(&self, reader: &Self, payload: &[u8]) -> bool {
        let (writer, reader) = ((&self.model, self.root), (&reader.model, reader.root));
        misread::misread(writer, reader, payload)
    }

    pub(crate) fn encode(&self, json: &str) -> Result<Vec<u8>, Unwritable> {
        encode::encode(&self.model, self.root, json)
    }

    pub(crate) fn unknown_fields(&self, payload: &[u8]) -> Vec<UnknownField> {
        unknown::unknown_fields(&self.model, self.root, payload)
    }
}
