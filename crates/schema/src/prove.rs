use crate::codec::{Codec, Style};
use crate::level::Direction;
use crate::report::Version;
use crate::schema::Schema;

/// How many records are tried.
const TRIES: u64 = 200;

/// A record that one schema writes and the other does not read, or reads as something else.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proof {
    /// The record as its writer sees it, as plain JSON text.
    pub json: String,
    /// Its payload, without a header.
    pub payload: Vec<u8>,
    /// What the reader sees, or why it sees nothing.
    pub read: Result<String, String>,
}

/// A record that breaks between a draft and a version, in a direction: made from the schemas, written with the one and
/// read with the other. In Protobuf it is one that reads as another value. `None` if none was found, which proves
/// nothing.
pub fn prove(
    draft: &Schema,
    version: Version<'_>,
    direction: Direction,
    message_index: &[i32],
) -> Option<Proof> {
    let (writer, reader) = match direction {
        Direction::Backward => (version.schema, draft),
        Direction::Forward => (draft, version.schema),
    };
    let (writer, reader) = (
        Codec::new(writer, message_index)?,
        Codec::new(reader, message_index)?,
    );
    (0..TRIES).find_map(|seed| {
        let json = writer.sample(seed)?;
        let payload = writer.encode(&json, Style::Plain).ok()?;
        let mut text = String::new();
        let read = match writer.decode_as(&reader, &payload, &mut text) {
            Ok(()) => Ok(text),
            Err(fault) => Err(fault.to_string()),
        };
        let broken = match &read {
            Err(_) => true,
            // What the reader does not know it drops, and what is not there it fills in: other values are a loss.
            Ok(text) => {
                matches!(draft, Schema::Protobuf(_)) && lost(&reader, &writer, &payload, text)
            }
        };
        broken.then_some(Proof {
            json,
            payload,
            read,
        })
    })
}

/// Whether what a reader saw, written again, is not what the writer wrote.
fn lost(reader: &Codec, writer: &Codec, payload: &[u8], text: &str) -> bool {
    let (mut before, mut after) = (String::new(), String::new());
    let Ok(again) = reader.encode(text, Style::Plain) else {
        return true;
    };
    let was = writer.decode(payload, Style::Plain, &mut before);
    let is = writer.decode(&again, Style::Plain, &mut after);
    was.is_ok() && (is.is_err() || before != after)
}
