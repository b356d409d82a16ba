//! What bytes are where no registry says it.

mod cbor;
mod internal;
mod msgpack;
mod numbers;

use crate::avro::container;
use crate::json_text::{Dialect, Document};
use crate::wire;

/// What some bytes seem to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Guess {
    /// What they are taken for.
    pub form: Form,
    /// Why, for people.
    pub reason: String,
    /// How they read: JSON text, or text, or hexadecimal digits.
    pub text: String,
    /// What was tried before, and why it is not that.
    pub tried: Vec<(Form, String)>,
}

/// Where bytes come from, as far as it is known: what some topics hold is known by their name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Origin<'a> {
    /// It is not known.
    #[default]
    Unknown,
    /// They are the key of a message.
    Key {
        /// The name of its topic.
        topic: &'a str,
    },
    /// They are the value of a message.
    Value {
        /// The name of its topic.
        topic: &'a str,
        /// The message's key.
        key: &'a [u8],
    },
}

/// What bytes can be taken for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Form {
    /// There is nothing.
    Empty,
    /// A record of one of Kafka's own topics, `__consumer_offsets`, or of Schema Registry's, `_schemas`.
    Internal,
    /// A payload with a schema's id before it, which only a registry can tell more of.
    Framed,
    /// JSON.
    Json,
    /// An Avro container file, with its schema in it.
    AvroFile,
    /// Text.
    Text,
    /// `MessagePack`.
    MessagePack,
    /// CBOR.
    Cbor,
    /// A number, by the size.
    Number,
    /// Anything else.
    Hex,
}

/// Takes bytes for what they seem to be. The order is from what cannot be by chance to what can.
pub fn guess(bytes: &[u8], origin: Origin<'_>) -> Guess {
    let mut tried = Vec::new();
    let others: [fn(&[u8]) -> Attempt; 7] =
        [framed, avro_file, json, text, message_pack, cbor, number];
    let first = [empty(bytes), internal::read(bytes, origin)].into_iter();
    for attempt in first.chain(others.iter().map(|attempt| attempt(bytes))) {
        match attempt {
            Ok((form, reason, text)) => {
                return Guess {
                    form,
                    reason,
                    text,
                    tried,
                };
            }
            Err(failed) => tried.push(failed),
        }
    }
    Guess {
        form: Form::Hex,
        reason: "It is nothing that is known here.".to_owned(),
        text: hex(bytes),
        tried,
    }
}

/// A form, why it is that, and how it reads; or a form and why it is not that.
type Attempt = Result<(Form, String, String), (Form, String)>;

fn empty(bytes: &[u8]) -> Attempt {
    if bytes.is_empty() {
        Ok((Form::Empty, "There are no bytes.".to_owned(), String::new()))
    } else {
        Err((Form::Empty, format!("There are {} bytes.", bytes.len())))
    }
}

fn framed(bytes: &[u8]) -> Attempt {
    let no = |why: &str| Err((Form::Framed, why.to_owned()));
    let Some(framed) = wire::framed(bytes) else {
        return no("It does not begin with 0 and an id, or with 1 and a GUID.");
    };
    // Small numbers begin with zeros as well: ids are above zero, and something follows them.
    let plausible = match framed.schema {
        wire::SchemaId::Id(id) => id > 0,
        wire::SchemaId::Guid(guid) => matches!(guid[8] >> 6, 2),
    };
    if !plausible || framed.rest.is_empty() {
        return no("What would be the id is none, or nothing follows it.");
    }
    let magic = bytes[0];
    let reason = format!("magic {magic}, schema {}", framed.schema);
    Ok((Form::Framed, reason, hex(framed.rest)))
}

fn avro_file(bytes: &[u8]) -> Attempt {
    match container::read(bytes) {
        Ok(held) => {
            let count = held.records.len();
            let records = match (held.more, count) {
                (false, 1) => "holds 1 record".to_owned(),
                (false, _) => format!("holds {count} records"),
                (true, _) => format!("holds more than the {count} records that are shown"),
            };
            let packed = match held.compression.as_str() {
                "null" | "" => String::new(),
                name => format!(", compressed with {name}"),
            };
            let reason = format!("It begins with `Obj` and 1, and {records}{packed}.");
            let text = format!("[{}]", held.records.join(","));
            Ok((Form::AvroFile, reason, text))
        }
        // So it begins by no chance: what cannot be read of it is still one.
        Err(why) if bytes.starts_with(container::MAGIC) => Ok((Form::AvroFile, why, hex(bytes))),
        Err(why) => Err((Form::AvroFile, why)),
    }
}

fn json(bytes: &[u8]) -> Attempt {
    let no = |why: String| Err((Form::Json, why));
    let Ok(text) = std::str::from_utf8(bytes) else {
        return no("It is not UTF-8.".to_owned());
    };
    let first = text.trim_start().chars().next();
    if !first.is_some_and(|first| "{[\"tfn-0123456789".contains(first)) {
        return no("It does not begin as JSON does.".to_owned());
    }
    match Document::read(text, Dialect::default()) {
        Ok(_) => Ok((
            Form::Json,
            "It reads as JSON.".to_owned(),
            text.trim().to_owned(),
        )),
        Err(told) => no(told
            .into_iter()
            .next()
            .map(|one| one.message)
            .unwrap_or_default()),
    }
}

fn text(bytes: &[u8]) -> Attempt {
    let Ok(text) = std::str::from_utf8(bytes) else {
        return Err((Form::Text, "It is not UTF-8.".to_owned()));
    };
    let shown = text
        .chars()
        .filter(|char| !char.is_control() || char.is_whitespace())
        .count();
    let all = text.chars().count();
    if shown * 20 < all * 19 {
        let why = format!("Only {shown} of {all} characters can be shown.");
        return Err((Form::Text, why));
    }
    Ok((
        Form::Text,
        "It is UTF-8 that can be shown.".to_owned(),
        text.to_owned(),
    ))
}

fn message_pack(bytes: &[u8]) -> Attempt {
    match msgpack::read(bytes) {
        Ok(json) => Ok((
            Form::MessagePack,
            "It is one map or list of MessagePack.".to_owned(),
            json,
        )),
        Err(why) => Err((Form::MessagePack, why.to_owned())),
    }
}

fn cbor(bytes: &[u8]) -> Attempt {
    match cbor::read(bytes) {
        Ok(json) => Ok((
            Form::Cbor,
            "It is one map or list of CBOR.".to_owned(),
            json,
        )),
        Err(why) => Err((Form::Cbor, why.to_owned())),
    }
}

fn number(bytes: &[u8]) -> Attempt {
    match numbers::read(bytes) {
        Some((what, json)) => Ok((
            Form::Number,
            format!("{} bytes: {what}.", bytes.len()),
            json,
        )),
        None => {
            let why = "Numbers are of 1, 2, 4 or 8 bytes.".to_owned();
            Err((Form::Number, why))
        }
    }
}

fn hex(bytes: &[u8]) -> String {
    let mut out = String::with_capacity(2 * bytes.len());
    for byte in bytes {
        crate::codec::push(&mut out, format_args!("{byte:02x}"));
    }
    out
}
