mod json;

use crate::codec::{Codec, Style};
use crate::level::Direction;
use crate::report::Version;
use crate::schema::Schema;

/// How many records are tried, of each message.
const TRIES: u64 = 200;

/// How many messages of a .proto are looked at.
const MOST_MESSAGES: usize = 50;

/// A record that one schema writes and the other does not read, or reads as something else.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proof {
    /// In Protobuf the message that it is of, by its place in the writer's schema (see [`crate::wire`]).
    pub message_index: Vec<i32>,
    /// The record as its writer sees it, as plain JSON text.
    pub json: String,
    /// Its payload, without a header.
    pub payload: Vec<u8>,
    /// What the reader sees, or why it sees nothing.
    pub read: Result<String, String>,
}

/// A record that breaks between a draft and a version, in a direction: made from the schemas, written with the one and
/// read with the other. In Protobuf it is one that reads as another value, or that is of a message which the reader does
/// not have. `None` if none was found, which proves nothing.
pub fn prove(draft: &Schema, version: Version<'_>, direction: Direction) -> Option<Proof> {
    let (writer, reader) = match direction {
        Direction::Backward => (version.schema, draft),
        Direction::Forward => (draft, version.schema),
    };
    match (writer, reader) {
        (Schema::Protobuf(was), Schema::Protobuf(is)) => {
            let known = is.message_indexes();
            let mut gone = Vec::new();
            for (index, name) in was.message_indexes().into_iter().take(MOST_MESSAGES) {
                let Some((other, _)) = known.iter().find(|(_, other)| *other == name) else {
                    gone.push((index, name));
                    continue;
                };
                let proof = broken(writer, &index, reader, other);
                if proof.is_some() {
                    return proof;
                }
            }
            let (index, name) = gone.into_iter().next()?;
            nameless(writer, index, &name)
        }
        (Schema::Json(_), Schema::Json(_)) => {
            let (json, why) = json::told_apart(writer, reader)?;
            Some(Proof {
                message_index: Vec::new(),
                payload: json.clone().into_bytes(),
                json,
                read: Err(why.to_string()),
            })
        }
        _ => broken(writer, &[], reader, &[]),
    }
}

/// A record of a message whose bytes the reader does not read as what they are.
fn broken(writer: &Schema, index: &[i32], reader: &Schema, other: &[i32]) -> Option<Proof> {
    let by_number = matches!(writer, Schema::Protobuf(_));
    let (writer, reader) = (Codec::new(writer, index)?, Codec::new(reader, other)?);
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
                by_number
                    && (writer.is_misread_by(&reader, &payload)
                        || lost(&reader, &writer, &payload, text))
            }
        };
        broken.then(|| Proof {
            message_index: index.to_vec(),
            json,
            payload,
            read,
        })
    })
}

/// A record of a message that the reader does not have.
fn nameless(writer: &Schema, index: Vec<i32>, name: &str) -> Option<Proof> {
    let codec = Codec::new(writer, &index)?;
    let json = codec.sample(0)?;
    let payload = codec.encode(&json, Style::Plain).ok()?;
    Some(Proof {
        message_index: index,
        json,
        payload,
        read: Err(format!("The reader has no message `{name}`.")),
    })
}

/// Whether what a reader saw, written again, is not what the writer wrote.
fn lost(reader: &Codec, writer: &Codec, payload: &[u8], text: &str) -> bool {
    let (mut before, mut after) = (String::new(), String::new());
    let Ok(again) = reader.encode(text, Style::Plain) else {
        return false;
    };
    let was = writer.decode(payload, Style::Plain, &mut before);
    let is = writer.decode(&again, Style::Plain, &mut after);
    was.is_ok() && (is.is_err() || before != after)
}
